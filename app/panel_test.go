//go:build !js

package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

// drawn is the page for whatever state it is given, drawn little by little.
type drawn struct {
	app.Compo
	state *State
}

func (d *drawn) Render() app.UI { return View(*d.state, func(any) {}) }

// Whatever happens, the page that is drawn little by little, each panel when something has
// changed that it shows, is the page that is drawn anew.
func TestPanels(t *testing.T) {
	for seed := range uint64(4) {
		w := newWorld(t, seed)
		trainer := &fakeTrainer{t: t}
		d := &drawn{state: &w.s}
		engine := app.NewClientTester(d)
		engine.Consume()
		for r := range Room(rooms) {
			w.send(OpenRoom{r, uint64(r)%4 == seed})
		}
		w.send(Navigated{Query: query(w.s) + []string{"", "&lang=ko", "&hide=slider"}[seed%3]})
		w.send(StartTrain{})
		for i := range 150 {
			switch {
			case w.started > 0 && w.s.Engine != Broken && w.e.r.IntN(60) == 0:
				w.lose()
			case w.s.Training.Engine == Starting:
				w.send(TrainerSaid{protocol.Ready{}})
			case i%4 == 0 && nextTraining(w.s) != nil:
				c := nextTraining(w.s)
				w.send(TrainerAsked{c})
				w.send(TrainerSaid{trainer.do(c)})
			case w.e.r.IntN(6) == 0:
				w.send(Rest{})
			case w.e.r.IntN(2) == 0:
				w.answer()
			default:
				w.send(randomMessage(w.e.r))
			}
			if i%3 > 0 {
				continue
			}
			d.Update()
			engine.Consume()
			got, _ := tagsOf(d)
			want, _ := tagsOf(View(w.s, func(any) {}))
			if got != want {
				at := 0
				for at < min(len(got), len(want)) && got[at] == want[at] {
					at++
				}
				t.Fatalf("seed %d: after %d messages there is\n%.300s\nwant\n%.300s", seed, i, got[max(0, at-100):], want[max(0, at-100):])
			}
		}
		engine.Close()
	}
}

// The rooms follow the slider when it rests; until then only what is moved by it is drawn,
// and a move that comes before the picture is there is not played.
func TestRest(t *testing.T) {
	w := newWorld(t, 1)
	w.send(OpenRoom{PaperRoom, true})
	for _, test := range []struct {
		msg          any
		g, below     int
		moving       bool
		paperFollows bool
	}{
		{Drag{2}, 2, 4, false, false}, {Drag{2}, 2, 4, false, false}, {Drag{1}, 1, 4, true, false}, {Settle{1}, 1, 4, true, false},
		{Rest{}, 1, 1, false, true}, {Settle{8}, 8, 1, false, false}, {Drag{4}, 4, 1, true, false},
		{Navigated{Query: "g=2&open=paper"}, 2, 2, false, true}, {Drag{8}, 8, 2, false, false}, {Navigated{Query: "h=4&open=paper"}, 4, 4, false, true},
	} {
		before := w.s
		w.send(test.msg)
		html, _ := tags(w.s)
		if w.s.KVHeads != test.g || w.s.below().KVHeads != test.below || strings.Contains(html, `data-moving="yes"`) != test.moving {
			t.Errorf("%+v: the slider is at %d and the rooms at %d: %.300s", test.msg, w.s.KVHeads, w.s.below().KVHeads, html)
		}
		if waits := w.s.pace(tokenPace) > tokenPace; waits != (w.s.Moves > 0) {
			t.Errorf("%+v: the story gives way to the slider: %v", test.msg, waits)
		}
		if follows := slices.Contains(changed(before.below(), w.s.below()), "figure"); follows != test.paperFollows {
			t.Errorf("%+v: the figure follows: %v", test.msg, follows)
		}
	}
}

// views are all panels of the page.
var views = map[string]*view{
	"header": headerView, "offer": offerView, "kind": kindView, "sharing": sharingView, "picture": pictureView, "slider": sliderView, "table": tableView, "numbers": numbersView, "strip": stripView, "cache": cacheView, "time": timeView, "quality": qualityView,
	"story": storyView, "inside": insideView, "lab": labView, "paper": paperView, "training": trainingView, "conversion": conversionView, "figure": paperFigureView,
	"models": modelsView, "own": ownView, "questions": questionsView, "glossary": glossaryView, "share": shareView, "footer": footerView,
}

// full are states in which there is something everywhere.
func full(t *testing.T) (all []State) {
	withResults(t, fakeResults(0.001))
	measured, _ := measuring(t, words.English, false)
	for _, own := range []bool{false, true} {
		s := looked(t, words.English, 60)
		s.Measure, s.Lab, s.Engine = measured.Measure, measured.Lab, measured.Engine
		s = (&fakeTrainer{t: t}).run(Update(s, StartTrain{}), func(s State) bool { return len(s.Training.Trained.Losses) > 5 })
		s.Paper.Own, s.Training.Last = []OwnModel{readers}, 1
		s.Tour.Step, s.Lit, s.Share.Copied, s.Address = 3, 1, Field{ID: "share-link"}, "https://some.where/"
		s.Own.Model = Model{Pick: Pick{N: 1, Name: "mine.gguf"}, Title: "Mine", Config: s.Config}
		if s.Own.InUse = own; own { // and everything waits
			s.Training.Work, s.Measure.Wanted, s.Lab.Wanted, s.Using, s.Story.Playing = Paused, true, AllDepth, false, true
			s.Refused = s.ownUse()
		}
		s.Own.Scoring = Scoring{Uses: []protocol.Use{s.asItIs()}, Results: []Scored{{s.chosen(), []float32{1, 2}, 256}}}
		for r := range s.Open {
			s.Open[r] = true
		}
		all = append(all, s)
		if own { // and learns
			s.Open = [rooms]bool{OwnRoom: true}
			s.Training.Engine = Running
			s.Own.Learning.Work, s.Own.Learning.Of, s.Own.Learning.Text = LearningText, Converted{Model: s.Own.Model, KVHeads: 2}, "a text"
			s.Own.Learning.Run.Steps, s.Own.Learning.Looks = 10, []Look{{0, 3}, {1, 2}}
			s.Own.Learning.Seen = protocol.Learned{Progress: protocol.Progress{Done: 2, Losses: []float64{3, 2}}, Trained: 900, HeldOut: 100, Read: 1000}
			all = append(all, s)
		}
	}
	return all
}

// differ calls do with a field of a value changed, for every field in turn.
func differ(v reflect.Value, name string, do func(name string)) {
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			differ(v.Field(i), name+"."+v.Type().Field(i).Name, do)
		}
		return
	case reflect.Array:
		for i := range v.Len() {
			differ(v.Index(i), name, do)
		}
		return
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(v.Float() + 0.5)
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Slice:
		v.Set(v.Slice(0, v.Len()/2))
	case reflect.Map:
		v.SetZero()
	}
	do(name)
	v.Set(was)
}

// sumOf is a check sum of HTML, whatever the order of a tag's attributes.
func sumOf(ui app.UI) (sum uint64) {
	for line := range strings.Lines(app.HTMLString(ui)) {
		sum *= 1_000_003
		for _, b := range []byte(line) {
			sum += uint64(b) * uint64(b) * uint64(b)
		}
	}
	return sum
}

// A panel says of everything that it shows that it does.
func TestPanelsShow(t *testing.T) {
	for i, s := range full(t) {
		html := func(v *view) (sum uint64) {
			defer func() {
				if recover() != nil {
					sum = 0 // there is no such state
				}
			}()
			return sumOf(v.draw(s, func(any) {}))
		}
		before, images := make(map[string]uint64), make(map[string]image)
		for name, v := range views {
			before[name], images[name] = html(v), imageOf(v.shows(s))
			if sumOf(v.draw(v.shows(s), func(any) {})) != before[name] {
				t.Errorf("%d: %s is drawn otherwise from what it shows", i, name)
			}
		}
		fields := 0
		differ(reflect.ValueOf(&s).Elem(), "", func(field string) {
			for name, v := range views {
				if imageOf(v.shows(s)) != images[name] {
					fields++
				} else if now := html(v); now != 0 && now != before[name] {
					t.Errorf("%d: %s does not say that it shows %s", i, name, field)
				}
			}
		})
		if fields < 300 {
			t.Errorf("%d: %d fields are shown by any panel", i, fields)
		}
	}
}

// changed are the panels that show something else in another state.
func changed(a, b State) (names []string) {
	for name, v := range views {
		if imageOf(v.shows(a)) != imageOf(v.shows(b)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// What happens often draws little.
func TestPanelsUnchanged(t *testing.T) {
	w := newWorld(t, 1)
	for _, r := range []Room{PaperRoom, ModelsRoom, QuestionsRoom, GlossaryRoom, ShareRoom} {
		w.send(OpenRoom{r, true})
	}
	running := []any{Idle{}, protocol.Ready{Kernel: "simd128"}, Asked{protocol.Use{}}, protocol.Using{Use: protocol.Use{KVHeads: 4}, Config: shape},
		Play{}, Asked{protocol.Tell{}}, protocol.Told{Pieces: []protocol.Piece{{Text: []byte("Once")}}}}
	s := w.s
	for _, m := range running {
		s = Update(s, m)
	}
	trainer := &fakeTrainer{t: t}
	s = trainer.run(Update(s, StartTrain{}), func(s State) bool { return len(s.Training.Trained.Losses) > 3 })
	asked := nextTraining(s)
	s = Update(s, TrainerAsked{asked})
	for _, test := range []struct {
		msg  any
		want []string
	}{
		{protocol.Decoded{Pieces: []protocol.Piece{{Text: []byte(" upon")}}}, []string{"story"}},
		{Spoke{"G = 4"}, nil},
		{Point{2}, []string{"picture", "table"}},
		{TrainerSaid{trainer.do(asked)}, []string{"paper", "training"}},
		{OpenRoom{TimeRoom, true}, []string{"cache", "glossary", "header", "kind", "lab", "offer", "quality", "questions", "share", "sharing"}},
		{AskModels{"batch", "2"}, nil},
	} {
		if got := changed(s, Update(s, test.msg)); !slices.Equal(got, test.want) {
			t.Errorf("%T changes what is shown by %q, want %q", test.msg, got, test.want)
		}
	}
}
