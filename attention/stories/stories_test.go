package stories

import (
	"crypto/sha256"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var splits = []Split{Train, Validation, HeldOut}

// each calls f with the first n stories and drills of every split, in both languages.
func each(n int, f func(split Split, en, ko Story)) {
	for _, split := range splits {
		for i := range n {
			f(split, Tell(split, 1, i, English), Tell(split, 1, i, Korean))
			f(split, Drill(split, 1, i, English), Drill(split, 1, i, Korean))
		}
	}
}

// The corpus is what trained weights were trained on: a change of this hash is a new
// corpus, and the models are to be trained again.
func TestCorpusIsFrozen(t *testing.T) {
	const want = "17117b1f69244a55"
	h := sha256.New()
	for _, split := range splits {
		for i := range 3000 {
			for lang := range Lang(2) {
				for _, s := range []Story{Tell(split, 7, i, lang), Drill(split, 7, i, lang)} {
					fmt.Fprintln(h, s.Text, s.Recall, s.Plot)
				}
			}
		}
	}
	if got := fmt.Sprintf("%x", h.Sum(nil)[:8]); got != want {
		t.Errorf("hash of the corpus is %s, want %s", got, want)
	}
}

func ExampleTell() {
	fmt.Println(Tell(Train, 1, 198, English).Text)
	fmt.Println()
	fmt.Println(Tell(Train, 1, 198, Korean).Text)
	// Output:
	// In a house by the orchard lived a kind girl. Her name was Yuna. One night a rabbit came down from the moon. It had a red top. "Keep this for me!" Yuna hid it in the flower pot. Yuna looked at the moon every night. The rabbit came back. "Where is my top?" "It is in the flower pot," said Yuna. The rabbit took the red top and gave her a peach.
	// Q: Where did Yuna keep it? A: in the flower pot.
	// Q: What was the girl's name? A: Yuna.
	// Q: What did the rabbit leave? A: a red top.
	//
	// 과수원 옆 작은 집에 착한 여자아이가 살았어요. 이름은 유나였어요. 어느 날 밤 달에서 토끼가 내려왔어요. 토끼에게는 빨간 팽이가 있었어요. "이것 좀 맡아 줘!" 유나는 그것을 화분 속에 숨겼어요. 유나는 밤마다 달을 보았어요. 토끼가 돌아왔어요. "내 팽이는 어디 있어?" "화분 속에 있어." 유나가 말했어요. 토끼는 빨간 팽이를 받고 유나에게 복숭아를 주었어요.
	// 문: 유나는 그것을 어디에 두었나요? 답: 화분 속.
	// 문: 여자아이의 이름은 무엇이었나요? 답: 유나.
	// 문: 토끼가 맡긴 것은 무엇인가요? 답: 빨간 팽이.
}

func ExampleDrill() {
	s := Drill(Train, 1, 5, English)
	fmt.Println(s.Text)
	for _, r := range s.Recall {
		fmt.Println(r.Kind, s.Text[r.Start:r.End])
	}
	// Output:
	// Emma has a green paper boat. Suza made a blue spoon. Yuna made a yellow top.
	// Q: What is yellow? A: the top.
	// Q: What is blue? A: the spoon.
	// Q: Who has the green paper boat? A: Emma.
	// drill-what top
	// drill-what spoon
	// drill-who Emma
}

func TestRecallIsToldBefore(t *testing.T) {
	test := func(s Story) {
		end := 0
		for _, r := range s.Recall {
			if r.Start < end || r.End <= r.Start || r.End > len(s.Text) || r.Kind == "" {
				t.Fatalf("%s: span %v is out of order in %q", s.Plot, r, s.Text)
			}
			end = r.End
			before, answer := strings.ToLower(s.Text[:r.Start]), strings.ToLower(s.Text[r.Start:r.End])
			if !strings.Contains(before, answer) {
				t.Errorf("%s: %q is not told before byte %d of %q", s.Plot, answer, r.Start, s.Text)
			}
			if strings.TrimSpace(answer) != answer {
				t.Errorf("%s: span %q has spaces around it", s.Plot, answer)
			}
		}
	}
	each(5000, func(_ Split, en, ko Story) { test(en); test(ko) })
}

func TestLanguagesTellTheSameStory(t *testing.T) {
	kinds := func(s Story) []string {
		var k []string
		for _, r := range s.Recall {
			k = append(k, r.Kind)
		}
		slices.Sort(k)
		return k
	}
	each(2000, func(_ Split, en, ko Story) {
		if en.Plot != ko.Plot || !slices.Equal(kinds(en), kinds(ko)) {
			t.Errorf("%s and %s differ:\n%s\n%v\n%s\n%v", en.Plot, ko.Plot, en.Text, kinds(en), ko.Text, kinds(ko))
		}
		if math.Abs(en.Bits-ko.Bits) > 16 {
			t.Errorf("%s: %.1f bits in English, %.1f in Korean", en.Plot, en.Bits, ko.Bits)
		}
	})
}

// What a careless template or particle leaves behind.
var (
	strayMarks   = regexp.MustCompile(`[{}<>^#|]|  |^ | $|\n\n|\n$| \n|\n |\.\.|,,| [.,!?]`)
	badArticle   = regexp.MustCompile(`\b[Aa] [aeiou]|\b[Aa]n [^aeiou]|\b[Aa]n? (the|an?) `)
	badParticle  = regexp.MustCompile(`[을를은는][을를은는이가과와] |\((은|는|이|가)\)`)
	latin        = regexp.MustCompile(`[A-Za-z]`)
	lowerOpening = regexp.MustCompile(`^[a-z]|[.?!] [a-z]`)
)

func TestTextIsClean(t *testing.T) {
	each(2000, func(_ Split, en, ko Story) {
		for _, bad := range []struct {
			in   string
			find *regexp.Regexp
		}{
			{en.Text, strayMarks}, {ko.Text, strayMarks},
			{en.Text, badArticle}, {ko.Text, badParticle}, {en.Text, lowerOpening},
		} {
			if m := bad.find.FindString(bad.in); m != "" {
				t.Errorf("%s: %q in %q", en.Plot, m, bad.in)
			}
		}
		if !utf8.ValidString(en.Text) || !utf8.ValidString(ko.Text) {
			t.Errorf("%s: not UTF-8", en.Plot)
		}
		if strings.ContainsFunc(en.Text, func(r rune) bool { return r > '~' }) {
			t.Errorf("%s: not ASCII: %q", en.Plot, en.Text)
		}
		if m := latin.FindString(ko.Text); m != "" {
			t.Errorf("%s: %q in %q", ko.Plot, m, ko.Text)
		}
	})
}

// Pairs are reserved for Validation and HeldOut by what a story draws.
func TestReservedPairsNeverMeetInTraining(t *testing.T) {
	met := map[Split]int{}
	for _, split := range splits {
		for i := range 5000 {
			st := newTeller(split, 1, i, English, 1)
			plots[st.choose(len(plots))].tell(st)
			dr := newTeller(split, 1, i, English, 2)
			drills[dr.choose(len(drills))].tell(dr)
			for _, cast := range [][]word{st.cast, dr.cast} {
				for k, a := range cast {
					for _, b := range cast[:k] {
						if reserved(a, b) {
							met[split]++
						}
					}
				}
			}
		}
	}
	if met[Train] != 0 {
		t.Errorf("%d reserved pairs in training", met[Train])
	}
	for _, split := range []Split{Validation, HeldOut} {
		if met[split] < 1000 {
			t.Errorf("only %d reserved pairs in split %d", met[split], split)
		}
	}
}

func TestReservedAreATenth(t *testing.T) {
	for _, test := range []struct {
		name string
		a, b []word
	}{{"colours and objects", colors, objects}, {"animals and foods", animals, foods}, {"animals and spots", animals, spots}} {
		n := 0
		for _, a := range test.a {
			for _, b := range test.b {
				if reserved(a, b) != reserved(b, a) {
					t.Errorf("%s and %s: not symmetrical", a.en, b.en)
				}
				if reserved(a, b) {
					n++
				}
			}
		}
		if share := float64(n) / float64(len(test.a)*len(test.b)); share < 0.06 || share > 0.14 {
			t.Errorf("%s: %.2f are reserved", test.name, share)
		}
	}
}

func TestSplitsShareNoStory(t *testing.T) {
	seen := map[string]Split{}
	for _, split := range splits {
		for i := range 5000 {
			text := Tell(split, 1, i, English).Text
			if other, ok := seen[text]; ok && other != split {
				t.Errorf("in splits %d and %d: %q", other, split, text)
			}
			seen[text] = split
		}
	}
}

func TestEveryPlotIsTold(t *testing.T) {
	told := map[string]int{}
	for i := range 4000 {
		told[Tell(Train, 1, i, English).Plot]++
	}
	for _, p := range Plots() {
		if told[p] < 60 {
			t.Errorf("%s is told %d times in 4000", p, told[p])
		}
	}
	if len(told) != len(Plots()) {
		t.Errorf("%d plots are told, %d are listed", len(told), len(Plots()))
	}
}

// A story and its context are meant to fit 256 tokens of about 2.9 bytes.
func TestLengths(t *testing.T) {
	var bytes, spans, bits [2]float64
	const n = 5000
	for i := range n {
		for lang := range Lang(2) {
			s := Tell(Train, 1, i, lang)
			bytes[lang] += float64(len(s.Text)) / n
			spans[lang] += float64(len(s.Recall)) / n
			bits[lang] += s.Bits / n
			if limit := [2]int{680, 930}[lang]; len(s.Text) < 250 || len(s.Text) > limit {
				t.Errorf("%s: %d bytes", s.Plot, len(s.Text))
			}
			if len(s.Recall) < 3 || len(s.Recall) > 12 {
				t.Errorf("%s: %d spans", s.Plot, len(s.Recall))
			}
			if d := Drill(Train, 1, i, lang); len(d.Text) < 60 || len(d.Text) > 560 {
				t.Errorf("%s: %d bytes", d.Plot, len(d.Text))
			}
		}
	}
	t.Logf("means en, ko: bytes %.0f, spans %.2f, bits %.1f", bytes, spans, bits)
	for lang, limit := range [2][2]float64{{400, 520}, {550, 720}} {
		if bytes[lang] < limit[0] || bytes[lang] > limit[1] || bits[lang] < 55 || bits[lang] > 110 || spans[lang] < 4 || spans[lang] > 7 {
			t.Errorf("%v: means of %.0f bytes, %.1f bits, %.1f spans", Lang(lang), bytes[lang], bits[lang], spans[lang])
		}
	}
}

func TestConcurrentTellingIsTheSame(t *testing.T) {
	t.Parallel()
	results := make(chan Story)
	for range 8 {
		go func() { results <- Tell(HeldOut, 3, 14, Korean) }()
	}
	want := Tell(HeldOut, 3, 14, Korean)
	for range 8 {
		if got := <-results; got.Text != want.Text || got.Bits != want.Bits || !slices.Equal(got.Recall, want.Recall) {
			t.Errorf("%q, want %q", got.Text, want.Text)
		}
	}
}

func FuzzTell(f *testing.F) {
	f.Add(uint64(1), 0)
	f.Add(uint64(math.MaxUint64), -1)
	f.Fuzz(func(t *testing.T, seed uint64, i int) {
		for _, split := range splits {
			for lang := range Lang(2) {
				for _, s := range []Story{Tell(split, seed, i, lang), Drill(split, seed, i, lang)} {
					if s.Text == "" || len(s.Recall) == 0 || !utf8.ValidString(s.Text) || strayMarks.MatchString(s.Text) {
						t.Errorf("%+v", s)
					}
				}
			}
		}
	})
}

func BenchmarkTell(b *testing.B) {
	for i := range b.N {
		b.SetBytes(int64(len(Tell(Train, 1, i, Lang(i%2)).Text)))
	}
}
