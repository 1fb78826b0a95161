//go:build !js

package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// hen is the shape of a reader's model that is small enough to be trained here.
var hen = attention.Config{Dim: 64, Layers: 5, Heads: 8, KVHeads: 4, HeadDim: 8, Hidden: 172, Vocab: 512, Context: 512, RopeTheta: 10000, NormEps: 1e-5}

// fakeTutor answers what the trainer is asked for a text, a slice at a time.
type fakeTutor struct {
	r     *rand.Rand
	asked []protocol.Command
	run   protocol.TextRun
	e     protocol.Learned
	told  int

	diverges bool
}

func (f *fakeTutor) do(c protocol.Command) protocol.Event {
	f.asked = append(f.asked, c)
	switch c := c.(type) {
	case protocol.Load:
		f.e, f.told = protocol.Learned{}, 0
		have := min(c.Size, c.At+400)
		return protocol.Loaded{Load: c, Have: have, Done: have == c.Size}
	case protocol.Learn:
		if len(c.Text) < 9 {
			return protocol.TooShort{Tokens: len(c.Text), Least: 320}
		}
		if f.run != c.Run {
			f.run, f.e, f.told = c.Run, protocol.Learned{}, 0
		}
		e := &f.e
		e.Learn, e.Trained, e.HeldOut, e.TokensPerStep, e.Workers = c, 900, 100, 1024, c.Workers
		e.Learn.Text = ""
		switch {
		case e.Before.HeldOut == 0 && e.Read < 600:
			e.Read += 600
		case e.Before.HeldOut == 0:
			e.Before, e.Read = protocol.TextLoss{Trained: 2, HeldOut: 2.5}, 0
		case e.Converted.HeldOut == 0 && c.Run.KVHeads < 4:
			e.Converted = protocol.TextLoss{Trained: 4, HeldOut: 4.5}
		case e.Done < c.Run.Steps && !c.Enough:
			e.Done += 1 + f.r.IntN(min(3, c.Run.Steps-e.Done))
			e.Now, e.NowAt, e.Spent = 3.75, e.Done/10*10, time.Duration(e.Done)*time.Second
		case e.After.HeldOut == 0:
			if e.After = (protocol.TextLoss{Trained: 2.125, HeldOut: 3.25}); f.diverges {
				e.After.HeldOut = math.NaN()
			}
		default:
			e.Over = true
		}
		said := *e
		said.First = f.told
		for said.First+len(said.Losses) < e.Done {
			said.Losses = append(said.Losses, 1)
		}
		f.told = e.Done
		return said
	case protocol.Save:
		return protocol.Saved{Save: c, Size: 10, Data: make([]byte, min(4, 10-c.At))}
	}
	panic(fmt.Sprintf("the trainer is asked %#v", c))
}

// turn lets the trainer answer once, if it is asked for anything.
func (f *fakeTutor) turn(s State) (State, bool) {
	if s.Training.Engine == Starting {
		return Update(s, TrainerSaid{protocol.Ready{}}), true
	}
	c := nextTraining(s)
	if c == nil {
		return s, false
	}
	s = Update(s, TrainerAsked{c})
	return Update(s, TrainerSaid{f.do(c)}), true
}

// teach lets it work until stop says so or there is nothing to do.
func (f *fakeTutor) teach(t *testing.T, s State, stop func(Learning) bool) State {
	t.Helper()
	for range 10_000 {
		if stop != nil && stop(s.Own.Learning) {
			return s
		}
		var more bool
		if s, more = f.turn(s); !more {
			return s
		}
	}
	t.Fatal("no end")
	return s
}

// loads is the state after the engine has loaded what is wanted, and uses it.
func loads(t *testing.T, s State, c attention.Config) State {
	t.Helper()
	l, ok := next(s).(protocol.Load)
	if !ok {
		t.Fatalf("the engine is asked %#v", next(s))
	}
	s = Update(Update(s, Asked{l}), protocol.Loaded{Load: l, Have: l.Size, Done: true, Name: "hen", Config: c, ParamBytes: 4 * c.Params()})
	return uses(t, s)
}

// uses is the state after the engine has the model that is wanted.
func uses(t *testing.T, s State) State {
	t.Helper()
	u, ok := next(s).(protocol.Use)
	if !ok {
		t.Fatalf("the engine is asked %#v", next(s))
	}
	config := s.Config
	config.KVHeads = u.KVHeads
	return Update(Update(s, Asked{u}), protocol.Using{Use: u, Config: config})
}

// withHen is a page with such a model in use, at G = 2, and a text.
func withHen(t *testing.T, l words.Lang, c attention.Config) State {
	t.Helper()
	s := Update(newState(), Navigated{Query: "open=own&lang=" + l.Tag()})
	s = Update(s, PickFiles{N: 1, Files: []FileInfo{{"hen.gguf", 1000}}})
	s = loads(t, Update(s, protocol.Ready{}), c)
	s = uses(t, Update(Update(Update(s, Settle{2}), Rest{}), SetOwnSource{protocol.Aligned}))
	return Update(s, SetScoredText{"a text of the reader's"})
}

// A model is brought to the trainer, trained and brought back, in this order; it takes the
// place of the one that it was made of, which one can go back to, as it was converted.
func TestLearning(t *testing.T) {
	s := withHen(t, words.English, hen)
	f := &fakeTutor{r: rand.New(rand.NewPCG(1, 1))}
	s = Update(Update(Update(s, SetLearnSteps{1}), Machine{2}), MeasureNow{})
	s = Update(s, LearnText{})
	if s.Training.Starts != 1 || s.Training.Engine != Starting {
		t.Fatalf("no trainer is started: %+v", s.Training)
	}
	s = f.teach(t, s, func(l Learning) bool { return l.Seen.Done > 12 })
	if c := next(s); c != nil {
		t.Errorf("while it trains, the engine is asked %#v", c)
	}
	if s.Training.Work != NoTraining || Update(s, StartTrain{}).Training.Work != NoTraining || Update(s, LearnText{}).Training.Starts != 1 {
		t.Error("there is a second training")
	}
	if text, done := learningStatus(s); !strings.Contains(text, "of 30, 1,024 tokens/s, ") || !strings.Contains(text, "held-out loss: 4.500 before, 3.750 at step 10") || done < 0.4 || done > 0.6 {
		t.Errorf("it is at %g: %s", done, text)
	}
	s = Update(Update(s, Settle{1}), UseOwn{false}) // the reader looks at something else meanwhile
	s = f.teach(t, s, nil)
	l := s.Own.Learning
	var names []string
	for _, c := range f.asked {
		if name := reflect.TypeOf(c).Name(); len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	if order := strings.Join(names, " "); order != "Load Learn Save" {
		t.Errorf("the trainer was asked %s", order)
	}
	want := protocol.TextRun{KVHeads: 2, Method: attention.Aligned, Steps: 30, Rate: 1e-3, Seed: randomSeed}
	if c := f.asked[3].(protocol.Learn); c.Run != want || c.Text != "a text of the reader's" || c.Workers != 2 {
		t.Errorf("asked %+v", c)
	}
	if l.Work != NotLearning || l.Models != 1 || len(l.Seen.Losses) != 30 || l.Failed != "" || l.learntName() != "hen-uptrained.gguf" {
		t.Errorf("in the end: %+v", l)
	}
	if len(l.Looks) < 2 || l.Looks[0] != (Look{10, 3.75}) {
		t.Errorf("looks: %v", l.Looks)
	}
	if s.Training.Engine != Off {
		t.Error("the trainer is still there")
	}

	learnt := hen
	learnt.KVHeads = 2
	s = Update(s, PickFiles{N: 2, Files: []FileInfo{{"hen-uptrained.gguf", 2000}}, Learnt: true})
	s = loads(t, s, learnt)
	if !s.Own.InUse || s.KVHeads != 2 || s.want() != (protocol.Use{KVHeads: 2, Own: true}) || inUse(s) != "G = 2 · your model, uptrained on your text" {
		t.Errorf("with the trained model: %+v, %s", s.want(), inUse(s))
	}
	html := app.HTMLString(ownLearning(s, func(any) {}))
	for _, want := range []string{"30 steps", "100 tokens that the model did not see, is 3.250; before, it was 4.500", ">2.500<", ">4.500<", ">3.250<", ">2.125<", "Back to G = 2 before training",
		"-kv-heads 2 -method aligned -steps 30 -rate 0.001 -seed 1 -text text.txt"} {
		if !strings.Contains(html, want) {
			t.Errorf("it does not say %q: %s", want, html)
		}
	}
	name, _, csv := Update(s, Save{Room: OwnRoom, What: TableFile}).file("", false)
	if rows := strings.Split(strings.TrimSpace(csv), "\r\n"); name != "gqa-own-uptraining.csv" || len(rows) != 32 || rows[0] != "steps,trained on,held out" || rows[1] != "0,,4.5" || rows[31] != "30,1,3.25" {
		t.Errorf("%s: %q", name, rows)
	}
	if _, _, svg := Update(s, Save{Room: OwnRoom, What: VectorFile}).file("", false); strings.Count(svg, `data-part="dot"`) != len(l.Looks)+2 {
		t.Errorf("the picture: %s", svg)
	}
	s = loads(t, Update(s, UseLearnt{false}), hen)
	if want := (protocol.Use{KVHeads: 2, Source: protocol.Aligned, Own: true}); s.want() != want || s.Own.Model.N != 1 || s.KVHeads != 2 {
		t.Errorf("back to %+v, want %+v", s.want(), want)
	}
	if html := app.HTMLString(ownLearning(s, func(any) {})); !strings.Contains(html, "Use the uptrained model again") || strings.Contains(html, "Back to G") {
		t.Errorf("no way on: %s", html)
	}
	if s = loads(t, Update(s, UseLearnt{true}), learnt); s.Own.Model.N != 2 || s.want() != (protocol.Use{KVHeads: 2, Own: true}) {
		t.Errorf("and again to %+v", s.want())
	}
	for _, n := range []int{1, 2} {
		if !s.Own.needs(n) {
			t.Errorf("file %d is thrown away", n)
		}
	}

	// The trained model can be trained on, without conversion.
	f.asked = nil
	s = f.teach(t, Update(s, LearnText{}), nil)
	if c := f.asked[5].(protocol.Learn); c.Run.KVHeads != 2 || c.Run.Method != attention.MeanPool || f.asked[0].(protocol.Load).Name != "hen-uptrained.gguf" || s.Own.Learning.Models != 2 {
		t.Errorf("trained on: %+v", c)
	}

	// Another model is another matter.
	s = loads(t, Update(s, PickFiles{N: 4, Files: []FileInfo{{"fox.gguf", 10}}}), fox)
	if l := s.Own.Learning; l.Seen.Over || l.After.N != 0 || l.Steps != 30 || l.Models != 2 {
		t.Errorf("with another model: %+v", l)
	}
}

// What is stopped counts as far as it is, and nothing if that is nowhere.
func TestLearningStops(t *testing.T) {
	f := &fakeTutor{r: rand.New(rand.NewPCG(1, 1))}
	begun := Update(withHen(t, words.English, hen), LearnText{})
	s := f.teach(t, begun, func(l Learning) bool { return l.Seen.Done > 12 })
	s = f.teach(t, Update(s, StopLearning{}), nil)
	if l := s.Own.Learning; l.Models != 1 || l.Seen.Done >= 30 || len(l.Seen.Losses) != l.Seen.Done || !l.Seen.Over {
		t.Errorf("stopped: %+v", l)
	}

	for name, stop := range map[string]func(Learning) bool{
		"at once":       func(l Learning) bool { return true },
		"on its way":    func(l Learning) bool { return l.Have > 0 },
		"before a step": func(l Learning) bool { return l.Seen.Before.HeldOut > 0 },
	} {
		*f = fakeTutor{r: f.r}
		s := Update(f.teach(t, begun, stop), StopLearning{})
		if s.Own.Learning.Work != NotLearning || s.Training.Engine != Off || s.Own.Learning.Failed != "" || nextTraining(s) != nil || s.mayLearn() != LearnNow {
			t.Errorf("stopped %s: %+v", name, s.Own.Learning)
		}
	}

	// The trainer is not let go while it holds a model of the other room; what it then says
	// to what was asked before is of no account.
	s = begun
	s.Training.Last, s.Paper.Own = 1, []OwnModel{{KVHeads: 2}}
	s, _ = f.turn(s)
	load := nextTraining(s)
	s = Update(s, TrainerAsked{load})
	s = Update(Update(s, StopLearning{}), LearnText{})
	if s.Training.Engine != Running || !s.Training.Busy || nextTraining(s) != nil {
		t.Errorf("the trainer is gone: %+v", s.Training)
	}
	if s = Update(s, TrainerSaid{f.do(load)}); s.Own.Learning.Have != 0 {
		t.Error("what was given up goes on")
	}
	if s = f.teach(t, s, nil); s.Own.Learning.Models != 1 || s.Training.Engine != Running {
		t.Errorf("after that: %+v", s.Own.Learning)
	}
}

// However the trainer fails, and whatever it was at: the page says so, all else is as it
// was, and the next one may do better.
func TestLearningFails(t *testing.T) {
	s := withHen(t, words.English, hen)
	rest := func(s State) State {
		s.Own.Learning, s.Training = Learning{}, Training{}
		return s
	}
	for at, stop := range map[string]func(Learning) bool{
		"starting":        func(Learning) bool { return true },
		"on its way":      func(l Learning) bool { return l.Have > 0 },
		"reading":         func(l Learning) bool { return l.Seen.Read > 0 },
		"training":        func(l Learning) bool { return l.Seen.Done > 3 },
		"ending":          func(l Learning) bool { return l.Seen.After.HeldOut > 0 },
		"on its way back": func(l Learning) bool { return l.At > 0 },
	} {
		for _, e := range []protocol.Event{protocol.Lost{Reason: "out of <memory>"}, protocol.Failed{Command: protocol.Start, Reason: "no workers"}, protocol.Failed{Command: "Load", Reason: "no GGUF"}, protocol.Failed{Reason: "bad letters"}} {
			f := &fakeTutor{r: rand.New(rand.NewPCG(1, 1))}
			on := f.teach(t, Update(s, LearnText{}), stop)
			if c := nextTraining(on); c != nil {
				on = Update(on, TrainerAsked{c})
			} else if failed, is := e.(protocol.Failed); is && failed.Command != protocol.Start {
				continue // nobody was asked
			}
			lost := Update(on, TrainerSaid{e})
			if l := lost.Own.Learning; l.Work != NotLearning || l.Failed == "" || nextTraining(lost) != nil {
				t.Fatalf("%s, %+v: %+v", at, e, l)
			}
			if !reflect.DeepEqual(rest(lost), rest(s)) {
				t.Errorf("%s, %+v: something else has changed", at, e)
			}
			if html := app.HTMLString(ownLearning(lost, func(any) {})); !strings.Contains(html, "The training broke off: ") || strings.Contains(html, "<memory>") || !strings.Contains(html, `role="status"`) {
				t.Errorf("%s, %+v: it says %s", at, e, html)
			}
			if again := (&fakeTutor{r: f.r}).teach(t, Update(lost, LearnText{}), nil); again.Own.Learning.Models != 1 || again.Own.Learning.Failed != "" {
				t.Errorf("%s, %+v: the next one comes to %+v", at, e, again.Own.Learning)
			}
		}
	}
	// Also when the model goes away.
	f := &fakeTutor{r: rand.New(rand.NewPCG(1, 1))}
	on := f.teach(t, Update(s, LearnText{}), func(l Learning) bool { return l.Seen.Done > 3 })
	for name, gone := range map[string]State{
		"forgotten": Update(on, ForgetOwn{}),
		"replaced":  loads(t, Update(on, PickFiles{N: 7, Files: []FileInfo{{"fox.gguf", 10}}}), fox),
	} {
		if l := gone.Own.Learning; l.working() || gone.Training.Engine != Off || l.Seen.Done > 0 || l.Steps != 100 {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// What cannot be trained on is refused beforehand, and in words.
func TestLearningRefused(t *testing.T) {
	good := withHen(t, words.English, hen)
	settled := Update(good, Settle{1})
	for name, test := range map[string]struct {
		s    State
		want MayLearn
		says string
	}{
		"good":          {good, LearnNow, "It takes 43 MiB of memory, out of 2,048 MiB"},
		"no text":       {Update(good, SetScoredText{" \n"}), LearnNoText, "Put a text"},
		"no model":      {newState(), LearnNoModel, "choose a model"},
		"not in use":    {Update(good, UseOwn{false}), LearnNoModel, "choose a model"},
		"too large":     {withHen(t, words.English, attention.Config{Dim: 576, Layers: 30, Heads: 8, KVHeads: 8, HeadDim: 72, Hidden: 1536, Vocab: 49152, Context: 2048, RopeTheta: 10000, NormEps: 1e-5}), LearnTooLarge, " MiB of memory, and there are 2,048 MiB"},
		"another one":   {Update(good, StartTrain{}), LearnLater, "Only one model is trained at a time"},
		"not converted": {Update(Update(settled, Asked{settled.want()}), protocol.Failed{Command: "Use", Reason: "too much"}), LearnUnconverted, "cannot be merged like this"},
	} {
		html, _ := tagsOf(ownLearning(test.s, func(any) {}))
		if got := test.s.mayLearn(); got != test.want || !strings.Contains(html, test.says) || strings.Contains(html, "disabled") != (test.want != LearnNow) {
			t.Errorf("%s: %d, %s", name, got, html)
		}
		if s := Update(test.s, LearnText{}); s.Own.Learning.working() != (test.want == LearnNow) {
			t.Errorf("%s: it is %+v", name, s.Own.Learning)
		}
	}
	f := &fakeTutor{r: rand.New(rand.NewPCG(1, 1))}
	f.diverges = true
	wild := f.teach(t, Update(good, LearnText{}), nil)
	if html := app.HTMLString(ownLearning(wild, func(any) {})); !strings.Contains(html, "no longer a number") || strings.Contains(html, "NaN") || wild.Own.Learning.Models > 0 || wild.Training.Engine != Off {
		t.Errorf("one that diverges: %s", html)
	}
	short := f.teach(t, Update(Update(good, SetScoredText{"a text"}), LearnText{}), nil)
	if html := app.HTMLString(ownLearning(short, func(any) {})); !strings.Contains(html, "has 6 tokens for this model, and 320 are needed") || short.Own.Learning.working() || short.Training.Engine != Off {
		t.Errorf("a short text: %s", html)
	}
	on := Update(Update(good, LearnText{}), OpenRoom{PaperRoom, true})
	if html, _ := paperTags(on); !strings.Contains(html, "Only one model is trained at a time") {
		t.Error("the room about the paper does not say why it waits")
	}
}

// The page holds together at every point, whatever is pressed.
func TestLearningPage(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	works := make(map[LearnWork]bool)
	for _, l := range words.Langs {
		f := &fakeTutor{r: r}
		s := withHen(t, l, hen)
		models, picks := 0, 1
		for n := range 2000 {
			if r.IntN(12) == 0 {
				s = Update(s, []any{LearnText{}, LearnText{}, StopLearning{}, UseLearnt{r.IntN(2) == 0}, SetLearnSteps{r.IntN(6) - 1}, SetLearnRate{r.IntN(9) - 2}, Settle{r.IntN(9)}, SetOwnSource{protocol.Source(r.IntN(6))},
					SetScoredText{"a text of the reader's"[:r.IntN(23)]}, UseOwn{r.IntN(3) > 0}, TrainerSaid{protocol.Lost{Reason: "killed"}}, TrainerSaid{protocol.Failed{Command: protocol.Start, Reason: "no workers"}}}[r.IntN(12)])
			}
			s, _ = f.turn(s)
			if m := s.Own.Learning.Models; m != models {
				models = m
				picks++
				s = Update(s, PickFiles{N: picks, Files: []FileInfo{{s.Own.Learning.learntName(), 1000}}, Learnt: true})
			}
			switch c := next(s).(type) {
			case protocol.Load:
				config := hen
				config.KVHeads = 2
				if s.Own.Pick.N == 1 {
					config.KVHeads = 4
				}
				s = Update(Update(s, Asked{c}), protocol.Loaded{Load: c, Have: c.Size, Done: true, Name: "hen", Config: config, ParamBytes: 4})
			case protocol.Use:
				config := s.Config
				config.KVHeads = c.KVHeads
				s = Update(Update(s, Asked{c}), protocol.Using{Use: c, Config: config})
			}
			o := s.Own.Learning
			works[o.Work] = true
			if o.working() && s.Training.Engine == Off || len(o.Seen.Losses) != o.Seen.Done || !slices.Contains(learnSteps, o.Steps) || !slices.Contains(learnRates, o.Rate) {
				t.Fatalf("after %d messages: %+v, the trainer is %d", n, o, s.Training.Engine)
			}
			if n%29 != 0 {
				continue
			}
			html, tags := tagsOf(ownLearning(s, func(any) {}))
			ids := identified(t, fmt.Sprint(n, " messages"), tags)
			for _, bad := range []string{"%!", "NaN", "Inf", "&lt;nil&gt;"} {
				if strings.Contains(html, bad) {
					t.Errorf("there is %q: %s", bad, html)
				}
			}
			if !ids["learn"] || !ids["learn-status"] || !ids["learn-result"] {
				t.Errorf("something is missing: %s", html)
			}
		}
		if models < 3 {
			t.Errorf("%d models were trained", models)
		}
	}
	for w := range TakingModel + 1 {
		if !works[w] {
			t.Errorf("work %d never came", w)
		}
	}
}
