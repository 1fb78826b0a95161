package stories

import (
	"slices"
	"strings"
	"testing"
)

func TestCheckAcceptsEveryStory(t *testing.T) {
	for _, split := range splits {
		for i := range 100 {
			for lang := range Lang(2) {
				if s := Tell(split, 1, i, lang); Check(s.Text, lang) != nil {
					t.Errorf("%v\n%s: %s", Check(s.Text, lang), s.Plot, s.Text)
				}
			}
		}
	}
}

// This is what makes a recall span a fair question: no other word may stand there,
// neither one that the story tells elsewhere nor a new one.
func TestCheckRejectsAnyOtherAnswer(t *testing.T) {
	for i := range 30 {
		for lang := range Lang(2) {
			s := Tell(HeldOut, 1, i, lang)
			for _, r := range s.Recall {
				for _, other := range alternatives(s, s.Text[r.Start:r.End], lang) {
					text := s.Text[:r.Start] + other + s.Text[r.End:]
					if Check(text, lang) == nil {
						t.Errorf("%s: %s could be %s in %q", s.Plot, s.Text[r.Start:r.End], other, s.Text)
					}
				}
			}
		}
	}
}

// alternatives lists the words of the answer's class that the story tells, and one
// that it does not.
func alternatives(s Story, answer string, lang Lang) (others []string) {
	form := func(w word) string { return pair{w.en, w.ko}[lang] }
	for _, list := range [][]word{animals, objects, foods, colors, spots, places, numbers, girls, boys} {
		if !slices.ContainsFunc(list, func(w word) bool { return form(w) == answer }) {
			continue
		}
		for _, w := range list {
			if form(w) != answer && strings.Contains(s.Text, form(w)) {
				others = append(others, form(w))
			}
		}
		for _, w := range list {
			if !strings.Contains(s.Text, form(w)) {
				return append(others, form(w))
			}
		}
	}
	return append(others, answer+[2]string{"x", "다"}[lang])
}

func TestCheckTellsWhere(t *testing.T) {
	s := Tell(Train, 1, 9, English).Text
	for _, text := range []string{"", "Once upon a midnight dreary", s[:len(s)/2], s + " And more.", strings.Replace(s, " a ", " a a ", 1)} {
		if err := Check(text, English); err == nil {
			t.Errorf("%q is accepted", text)
		} else {
			t.Log(err)
		}
	}
	if Check(s, Korean) == nil {
		t.Error("an English story is accepted as Korean")
	}
}

func BenchmarkCheck(b *testing.B) {
	for i := range b.N {
		lang := Lang(i % 2)
		if err := Check(Tell(HeldOut, 1, i%100, lang).Text, lang); err != nil {
			b.Fatal(err)
		}
	}
}
