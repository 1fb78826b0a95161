// Package words holds every sentence of the page. A sentence is a method of Lang, in
// all languages at once: one that lacks a language does not compile.
package words

import (
	"math"
	"strconv"
	"strings"
)

// Lang is a language of the page.
type Lang uint8

const (
	English Lang = iota
	Korean
)

// Langs lists all languages.
var Langs = []Lang{English, Korean}

// say picks the language's sentence.
func (l Lang) say(english, korean string) string {
	return [...]string{English: english, Korean: korean}[l]
}

// Tag is the language's tag as in HTML's lang.
func (l Lang) Tag() string { return l.say("en", "ko") }

// Name is the language's name in itself.
func (l Lang) Name() string { return l.say("English", "한국어") }

// Of is the language of a tag such as "ko-KR"; ok is false, and the language English,
// for one that the page does not speak.
func Of(tag string) (l Lang, ok bool) {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, l := range Langs {
		if l.Tag() == primary {
			return l, true
		}
	}
	return English, false
}

// A Korean particle has one form after a vowel and another after a consonant: for a number
// that is how its last digit is read.

// vowel says whether a number ends in a vowel: 이, 사, 오 or 구.
func vowel(n int) bool { return n%10 == 2 || n%10 == 4 || n%10 == 5 || n%10 == 9 }

// topic is what makes a number the topic of a sentence.
func topic(n int) string {
	if vowel(n) {
		return "는"
	}
	return "은"
}

// with is what joins a number with what follows.
func with(n int) string {
	if vowel(n) {
		return "와"
	}
	return "과"
}

// into is what makes a number the end or the means of something; 일, 칠 and 팔 take it as
// vowels do.
func into(n int) string {
	if last := n % 10; vowel(n) || last == 1 || last == 7 || last == 8 {
		return "로"
	}
	return "으로"
}

// Int writes a whole number with its thousands apart.
func Int(n int) string { return apart(strconv.Itoa(n)) }

func apart(s string) string {
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Bytes writes a number of bytes in the unit that suits it, to at most three digits;
// powers of two come out whole.
func Bytes[N int | float64](n N) string {
	x, unit := float64(n), "B"
	for _, u := range []string{"KiB", "MiB", "GiB", "TiB", "PiB"} {
		if x < 1024 {
			break
		}
		x, unit = x/1024, u
	}
	return strconv.FormatFloat(round(x, 3), 'f', -1, 64) + " " + unit
}

// Percent writes a share.
func Percent(x float64) string { return strconv.FormatFloat(round(100*x, 3), 'f', -1, 64) + "%" }

// Measured writes a measured value to as many digits as its interval allows.
func Measured(x, low, high float64) string {
	s := strconv.FormatFloat(x, 'f', decimals(high-low), 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-") // there is no negative zero
	}
	return s
}

// Loss writes a loss: its intervals say how far stories differ, and models that read the
// same stories differ by less.
func Loss(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) }

// decimals is how many places after the point show the width of an interval, at most 4.
func decimals(width float64) int {
	if !(width > 0) || math.IsInf(width, 0) {
		return 2
	}
	return max(0, min(4, -int(math.Floor(math.Log10(width)))))
}

func round(x float64, digits int) float64 {
	if x == 0 {
		return 0
	}
	p := math.Pow(10, float64(digits-1)-math.Floor(math.Log10(math.Abs(x))))
	if p < 1 {
		return math.Round(x)
	}
	return math.Round(x*p) / p
}
