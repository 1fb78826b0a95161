package stories

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// each calls f with the first n stories and drills of every split and language.
func each(t *testing.T, n int, f func(split Split, lang Lang, s Story)) {
	t.Helper()
	for _, split := range []Split{Train, Validation, HeldOut} {
		for _, lang := range []Lang{English, Korean} {
			for i := range n {
				f(split, lang, Tell(split, 1, i, lang))
				f(split, lang, Drill(split, 1, i, lang))
			}
		}
	}
}

func TestSpansRepeatEarlierText(t *testing.T) {
	each(t, 5000, func(_ Split, lang Lang, s Story) {
		if !utf8.ValidString(s.Text) || strings.ContainsAny(s.Text, "{}<>^#|") || strings.Contains(s.Text, "  ") {
			t.Errorf("%s: stray marks in %q", s.Plot, s.Text)
		}
		end := 0
		for _, r := range s.Recall {
			if r.Start < end || r.End <= r.Start || r.End > len(s.Text) {
				t.Fatalf("%s: span %v is out of order in %q", s.Plot, r, s.Text)
			}
			end = r.End
			answer := s.Text[r.Start:r.End]
			if !strings.Contains(strings.ToLower(s.Text[:r.Start]), strings.ToLower(answer)) {
				t.Errorf("%s: %q does not occur before byte %d of %q", s.Plot, answer, r.Start, s.Text)
			}
		}
	})
}
