package stories

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// particle is a Korean particle or ending with its two forms.
type particle struct{ consonant, vowel string }

// particles lists them, longer names first: sentences name a particle by its
// consonant form.
var particles = []particle{
	{"이에요", "예요"},
	{"이었", "였"},
	{"이라", "라"},
	{"이랑", "랑"},
	{"으로", "로"},
	{"이야", "야"},
	{"이구나", "구나"},
	{"이지", "지"},
	{"이냐", "냐"},
	{"이요", "요"},
	{"이다", "다"},
	{"이", "가"},
	{"은", "는"},
	{"을", "를"},
	{"과", "와"},
	{"아", "야"},
}

// cutParticle splits a sentence after the particle that it begins with.
func cutParticle(s string) (particle, string) {
	for _, p := range particles {
		if rest, ok := strings.CutPrefix(s, p.consonant); ok {
			if next, _ := utf8.DecodeRuneInString(rest); p.consonant == "이" && unicode.Is(unicode.Hangul, next) {
				panic("stories: " + s + " begins with an ending that particles lacks")
			}
			return p, rest
		}
	}
	panic("stories: no particle in " + s)
}

// after is the form that follows text: the first one after a final consonant, the second
// after a vowel; 로 also follows ㄹ. Closing quotes do not count.
func (p particle) after(text []byte) string {
	text = bytes.TrimRight(text, `"'`)
	r, _ := utf8.DecodeLastRune(text)
	final := finalConsonant(r)
	if final == 0 || final == rieul && p.vowel == "로" {
		return p.vowel
	}
	return p.consonant
}

// A Hangul syllable is a code point: ((initial*21)+medial)*28 + final, from 가 on.
const (
	firstSyllable = '가'
	medials       = 21
	finals        = 28
	rieul         = 8 // ㄹ as a final
)

// syllable composes a Hangul syllable; final 0 is none.
func syllable(initial, medial, final int) rune {
	return firstSyllable + rune((initial*medials+medial)*finals+final)
}

// finalConsonant is the number of the final consonant of a Hangul syllable, 0 if none.
func finalConsonant(r rune) int {
	if r < firstSyllable || r > '힣' {
		return 0
	}
	return int(r-firstSyllable) % finals
}
