//go:build !js

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/wasm/protocol"
)

// use is what a reader does for each step of the tour, with the controls of the page.
func use(w *world, step int) {
	w.t.Helper()
	switch step {
	case 1:
		w.send(Drag{4})
		w.send(Settle{4})
	case 2:
		w.send(Step{})
	case 3:
		w.send(SetContext{tourLong})
	case 4:
		w.send(Settle{1})
	case 5:
		w.send(Play{})
		for n := 0; w.s.Story.Playing && n < 1000; n++ {
			w.answer()
			w.send(Tick{})
		}
	case 6:
		w.send(Settle{2})
	case 7:
		w.send(SetSource{protocol.MeanPool})
		w.send(SetSource{protocol.FirstHead})
		w.send(SetSource{protocol.RandomInit})
	case 8:
		w.send(SetSource{protocol.Uptrained})
	case 9:
		w.send(Guess{2})
	}
	w.send(Rest{})
	for range 200 {
		if !w.answer() {
			break
		}
	}
}

// The tour is done with the page's own controls, from step to step or from a link to any
// of its steps; and no step is done before the reader has done something.
func TestTour(t *testing.T) {
	w := ready(t)
	w.e.sure = true
	for step := range tourSteps {
		w.send(TourTo{step + 1})
		if w.s.Tour.Done[step] {
			t.Fatalf("step %d is done as it begins", step+1)
		}
		use(w, step+1)
		if !w.s.Tour.Done[step] {
			t.Fatalf("step %d is not done: %+v", step+1, w.s)
		}
		linked := ready(t)
		linked.e.sure = true
		linked.send(Navigated{Query: "tour=" + string(rune('1'+step))})
		if linked.s.Tour.Step != step+1 || linked.s.Tour.Done[step] || len(linked.s.Notes) > 0 {
			t.Fatalf("the link to step %d leads to %+v, %v", step+1, linked.s.Tour, linked.s.Notes)
		}
		use(linked, step+1)
		if !linked.s.Tour.Done[step] {
			t.Errorf("step %d is not done from its link", step+1)
		}
	}
	before := w.s
	w.send(TourTo{0})
	after := w.s
	if after.Tour.Step != 0 || after.KVHeads != before.KVHeads || after.Context != before.Context || len(after.Story.Passages) != len(before.Story.Passages) ||
		len(after.Measure.Results) != len(before.Measure.Results) {
		t.Error("leaving the tour loses something")
	}
}

// A step leaves off where the next begins, so that nothing moves while a text is read.
func TestTourIsContinuous(t *testing.T) {
	w := ready(t)
	w.e.sure = true
	w.send(TourTo{1})
	for step := 1; step < tourSteps; step++ {
		use(w, step)
		before := w.s
		w.send(TourTo{step + 1})
		if w.s.KVHeads != before.KVHeads {
			t.Errorf("G jumps from %d to %d before step %d", before.KVHeads, w.s.KVHeads, step+1)
		}
	}
}

// The state that a step is in survives a link, also where it is as the page opens.
func TestTourRoundTrip(t *testing.T) {
	for step := range tourSteps + 1 {
		for _, g := range []int{1, 2, 4, 8} {
			for _, context := range contexts {
				s := Update(newState(), TourTo{step})
				s = Update(Update(s, Settle{g}), SetContext{context})
				got := Update(newState(), Navigated{Query: query(s)})
				if wanted(got) != wanted(s) || got.Tour.Step != step || len(got.Notes) > 0 {
					t.Fatalf("%s is read as %v, step %d; want %v", query(s), wanted(got), got.Tour.Step, wanted(s))
				}
			}
		}
	}
	for _, bad := range []string{"0", "10", "-1", "x", ""} {
		if s := Update(newState(), Navigated{Query: "tour=" + bad}); s.Tour.Step != 0 || len(s.Notes) != 1 || s.KVHeads != newState().KVHeads {
			t.Errorf("tour=%s: step %d, notes %v", bad, s.Tour.Step, s.Notes)
		}
	}
}

// What the question's answer says follows from what was measured.
func TestPrediction(t *testing.T) {
	for _, test := range []struct {
		guess            int
		ratio, low, high float64
		want             string
		failed           string
	}{
		{2, 0.55, 0.5, 0.6, "You were right", ""},
		{1, 0.55, 0.5, 0.6, "It takes longer", ""},
		{4, 0.55, 0.5, 0.6, "It takes less", ""},
		{4, 1.3, 1.2, 1.4, "You were right", ""},
		{3, 0.9, 0.8, 1, "but “about the same” is nearer", ""},
		{1, 0.4, 0.3, 0.5, "but “about half” is nearer", ""},
		{2, 0.4, 0.3, 0.5, "You were right", ""},
		{1, 0.1, 0.05, 0.13, "You were right", ""},
		{3, 0, 0, 0, "Too few samples", ""},
		{3, 0, 0, 0, "the clock stands", "the clock stands"},
	} {
		f := words.TourFacts{Guess: test.guess, Ratio: test.ratio, RatioLow: test.low, RatioHigh: test.high, Failed: test.failed}
		if seen := words.English.TourPredict(f).Seen; !strings.Contains(seen, test.want) {
			t.Errorf("%+v: %s", test, seen)
		}
	}
}

// Every step names a control that the page has while it is on, and says all it has to say
// in both languages, with and without results.
func TestTourView(t *testing.T) {
	defer func(p assets.Provenance) { provenance = p }(provenance)
	for _, p := range []assets.Provenance{{}, fakeProvenance()} {
		provenance = p
		for _, l := range words.Langs {
			for step := range tourSteps {
				s := Update(newState(), Navigated{Query: "lang=" + l.Tag()})
				s = Update(s, TourTo{step + 1})
				s.Tour.Done[step] = true
				says := tour[step].Says(l, s.tourFacts())
				html, _ := tags(s)
				for _, want := range []string{`id="` + tour[step].Target + `"`, `data-tour="` + tour[step].Target + `"`, `id="tour-title"`, `id="tour-seen"`, `id="tour-leave"`} {
					if !strings.Contains(html, want) {
						t.Errorf("%s, step %d: there is no %s", l.Tag(), step+1, want)
					}
				}
				for _, text := range []string{says.Title, says.Task, says.Seen} {
					if text == "" || strings.Contains(text, "%!") || strings.Contains(text, "NaN") {
						t.Errorf("%s, step %d says %q", l.Tag(), step+1, text)
					}
				}
			}
		}
	}
}

// Every question leads to a part of the page, and to no other page than it says.
func TestQuestions(t *testing.T) {
	for _, sizes := range []string{"", "&h=12&g=6"} { // of a model that is here, and of none
		for _, l := range words.Langs {
			for i, q := range questions {
				s := Update(newState(), Navigated{Query: "lang=" + l.Tag() + "&ctx=1024" + sizes})
				address, part, _ := strings.Cut(q.link(s), "#")
				got := Update(newState(), Navigated{Query: strings.TrimPrefix(address, "?")})
				if len(got.Notes) > 0 || got.Lang != l || got.Context != 1024 {
					t.Errorf("question %d: %s is read as %v, with notes %v", i+1, address, wanted(got), got.Notes)
				}
				if !strings.Contains(app.HTMLString(View(got, func(any) {})), `id="`+part+`"`) {
					t.Errorf("question %d leads to %s, which %s has not", i+1, part, address)
				}
				if says := q.Says(l); says.Question == "" || says.Answer == "" || says.See == "" {
					t.Errorf("%s, question %d: %+v", l.Tag(), i+1, says)
				}
			}
		}
	}
}

// Every term is explained once, in both languages, and every one that the page marks is.
func TestGlossary(t *testing.T) {
	var ids [2][]string
	for _, l := range words.Langs {
		for _, g := range l.Terms() {
			for _, term := range g.Terms {
				ids[l] = append(ids[l], term.ID)
				end := []rune(term.Says)[len([]rune(term.Says))-1]
				if term.Name == "" || end != '.' || strings.Count(term.Says, ". ") > 0 {
					t.Errorf("%s: %s is not explained in a sentence: %q", l.Tag(), term.ID, term.Says)
				}
			}
		}
		if sorted := slices.Sorted(slices.Values(ids[l])); len(slices.Compact(sorted)) != len(ids[l]) || len(ids[l]) < 30 {
			t.Errorf("%d terms, some of them twice: %v", len(ids[l]), sorted)
		}
	}
	if !slices.Equal(ids[0], ids[1]) {
		t.Error("the languages explain different terms")
	}
	html := app.HTMLString(View(Update(newState(), OpenRoom{GlossaryRoom, true}), func(any) {}))
	for _, id := range ids[0] {
		if strings.Count(html, `id="term-`+id+`"`) != 1 {
			t.Errorf("the glossary has not one entry of %s", id)
		}
	}
	for r, about := range roomAbout {
		html := app.HTMLString(View(Update(newState(), OpenRoom{Room(r), true}), func(any) {}))
		entries := app.HTMLString(View(Update(newState(), OpenRoom{GlossaryRoom, true}), func(any) {}))
		for _, id := range about.terms {
			if strings.Count(html, `id="definition-`+roomNames[r]+"-"+id+`"`) != 1 {
				t.Errorf("room %s does not say what %s is", roomNames[r], id)
			}
			_, entry, _ := strings.Cut(entries, `id="term-`+id+`"`)
			entry, _, _ = strings.Cut(entry, "</dd>")
			if !strings.Contains(entry, "#"+roomID(Room(r))+`"`) {
				t.Errorf("the entry of %s does not lead to room %s", id, roomNames[r])
			}
		}
	}
}

// The tour is about the shipped models, whatever else is on the page when it begins.
func TestTourFromElsewhere(t *testing.T) {
	for name, s := range map[string]State{
		"two heads":         Update(newState(), Navigated{Query: "h=2"}),
		"twelve heads":      Update(newState(), Navigated{Query: "h=12"}),
		"a model of theirs": withHen(t, words.English, hen),
	} {
		for step := range tour {
			got := Update(s, TourTo{step + 1})
			if html, _ := tags(got); got.heads() != shape.Heads || got.Own.InUse || !slices.Contains(got.stops(), got.KVHeads) || !strings.Contains(html, `id="tour-title"`) {
				t.Errorf("from %s, step %d has %d heads, G = %d of %v", name, step+1, got.heads(), got.KVHeads, got.stops())
			}
		}
	}
}

// What a step has shown stays true wherever the slider goes then.
func TestTourSeen(t *testing.T) {
	s := Update(newState(), TourTo{5})
	one := tour[4].Says(words.English, s.tourFacts()).Seen
	if got := tour[4].Says(words.English, Update(s, Settle{8}).tourFacts()).Seen; got != one {
		t.Errorf("at G = 8 %q, at G = 1 %q", got, one)
	}
	s = Update(Update(newState(), TourTo{1}), Settle{4})
	if got := tour[0].Says(words.English, s.tourFacts()).Seen; !strings.Contains(got, "Now H/G = 2") {
		t.Errorf("at G = 4 %q", got)
	}
	if got := tour[0].Says(words.English, Update(s, Settle{8}).tourFacts()).Seen; strings.Contains(got, "H/G = 1") {
		t.Errorf("at G = 8 %q", got)
	}
}

// Pointing at a group, in words or in the picture, marks it in both and says what it is.
func TestPoint(t *testing.T) {
	s := Update(Update(newState(), Settle{2}), Point{2})
	html, _ := tags(s)
	if n := strings.Count(html, `data-lit="yes"`); n != 4+4+8+1+1 { // queries, links, boxes of the group, bracket, row of the table
		t.Errorf("%d elements are marked", n)
	}
	if c := caption(s); !strings.Contains(c, "Q5 to Q8") || !strings.Contains(c, "K2") || !strings.Contains(c, words.Bytes(s.shapeOf(1).CacheBytes(s.Context))) {
		t.Errorf("the caption is %q", c)
	}
	for _, away := range []any{Point{0}, Drag{4}, Settle{1}, Navigated{}, TourTo{4}} {
		if got := Update(s, away); got.Lit != 0 {
			t.Errorf("after %#v group %d is marked", away, got.Lit)
		}
	}
	if Update(s, Point{3}).Lit != 2 || Update(s, Point{-1}).Lit != 2 {
		t.Error("a group that is not there is marked")
	}
}
