package stories

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check reports why a text is not one of the stories: the error says where no plot goes
// on. A text that passes is consistent: names, colours and lists are repeated as they
// were first told, and every answer is right. Names and magic words may be any word, and
// pairs that training keeps apart may meet.
//
// There is no second grammar to check against: Check tells the stories again, plot by
// plot, and lets the text make the choices. Where a sentence does not match, the last
// choice with an alternative left is taken the other way.
func Check(text string, lang Lang) error {
	text = strings.TrimSpace(text)
	best := 0
	for _, p := range plots {
		var path []choice
		for {
			r := reader{text: text, path: path}
			t := teller{reader: &r, split: HeldOut, lang: lang}
			p.tell(&t)
			t.quiz(2 + t.choose(p.questions-1))
			if !r.failed && r.at == len(text) {
				return nil
			}
			best = max(best, r.at)
			if path = next(r.path[:r.taken]); path == nil {
				break
			}
		}
	}
	return errors.New("stories: no story has " + strconv.Quote(begin(text[best:])) + " after " + strconv.Quote(end(text[:best])))
}

// choice is one of n alternatives.
type choice struct{ i, n int }

// next is the path to try after one that has failed, nil if there is none.
func next(path []choice) []choice {
	for k := len(path) - 1; k >= 0; k-- {
		if path[k].i+1 < path[k].n {
			path[k].i++
			return path[:k+1]
		}
	}
	return nil
}

// reader makes a teller's choices so that its story becomes a given text.
type reader struct {
	text   string
	at     int  // what the teller has told: text[:at]
	failed bool // it told something else
	path   []choice
	taken  int // choices of the path that were taken
}

// pick takes the next choice of the path; beyond its end, the first alternative.
func (r *reader) pick(n int) int {
	if n < 2 || r.failed {
		return 0
	}
	if r.taken == len(r.path) {
		r.path = append(r.path, choice{0, n})
	}
	c := r.path[r.taken]
	r.taken++
	return c.i
}

// match compares what the teller tells with the text.
func (r *reader) match(s string) {
	if !r.failed && strings.HasPrefix(r.text[r.at:], s) {
		r.at += len(s)
		return
	}
	r.failed = true
}

// bind reads the text of an open slot.
func (r *reader) bind(t *teller, s *slot) {
	if r.failed {
		return
	}
	rest := r.text[r.at:]
	if t.gap {
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "n"), " ")
	}
	var found []pair
	var words []word
	if s.from == nil {
		found = anyWord(rest, t.lang)
	}
	for _, w := range s.from {
		form := pair{w.en, w.ko}
		if t.fits(w) && len(rest) >= len(form[t.lang]) && strings.EqualFold(rest[:len(form[t.lang])], form[t.lang]) {
			found = append(found, form)
			words = append(words, w)
		}
	}
	if len(found) == 0 {
		r.failed = true
		return
	}
	i := r.pick(len(found))
	s.open = false
	s.text = found[i]
	if words != nil {
		t.cast = append(t.cast, words[i])
	}
}

// anyWord lists what a name or a magic word at the start of a text can be. A Korean
// one may have a particle behind it, so every beginning of the word is tried.
func anyWord(rest string, lang Lang) (found []pair) {
	for i, c := range rest {
		if !unicode.IsLetter(c) {
			break
		}
		word := rest[:i+utf8.RuneLen(c)]
		if lang == English {
			found = []pair{{word, ""}}
		} else {
			found = append(found, pair{"", word})
		}
	}
	return found
}

// begin is about the first 30 bytes of a text.
func begin(s string) string {
	if len(s) > 30 {
		s = strings.ToValidUTF8(s[:30], "") + "..."
	}
	return s
}

// end is about the last 30 bytes of a text.
func end(s string) string {
	if len(s) > 30 {
		s = "..." + strings.ToValidUTF8(s[len(s)-30:], "")
	}
	return s
}
