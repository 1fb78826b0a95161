//go:build !js

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// fakeTrainer answers as the trainer does, a slice at a time.
type fakeTrainer struct {
	t       *testing.T
	command protocol.Uptrain
	losses  []float64
	told    int
	stories int
	kept    *protocol.Trained
	asked   []string
}

const fakePretraining = 1000

func heat(n int) (h protocol.Heat) {
	for i := range n {
		head := make([]byte, protocol.HeatSide*protocol.HeatSide)
		for j := range head {
			head[j] = byte(1 + (37*i+11*j)%255)
		}
		h = append(h, head)
	}
	return h
}

func fakeQuality(stories int, loss float64) protocol.Quality {
	return protocol.Quality{Stories: stories, Tokens: 200 * stories, Loss: loss, LossLow: loss - 0.01, LossHigh: loss + 0.01, Answers: 4 * stories, Right: stories, RecallLow: 0.2, RecallHigh: 0.3}
}

func (f *fakeTrainer) do(c protocol.Command) protocol.Event {
	name, _ := strings.CutPrefix(reflect.TypeOf(c).String(), "protocol.")
	if n := len(f.asked); n == 0 || f.asked[n-1] != name {
		f.asked = append(f.asked, name)
	}
	steps := func() int { return int(math.Round(fakePretraining * f.command.Alpha)) }
	report := func(first int) protocol.Trained {
		t := protocol.Trained{Uptrain: f.command, Pretraining: fakePretraining, Rate: f.command.Rate, Steps: steps(), TokensPerStep: 1024, Progress: protocol.Progress{Done: len(f.losses), First: first,
			Losses: append([]float64{}, f.losses[first:]...), Workers: f.command.Workers, Spent: time.Duration(len(f.losses)) * 500 * time.Millisecond}}
		f.told = len(f.losses)
		if len(f.losses) >= 10 {
			t.Kept = len(f.losses) / 10 * 10
			kept := t
			f.kept = &kept
		}
		return t
	}
	switch c := c.(type) {
	case protocol.Convert:
		f.losses, f.told = nil, 0
		f.stories = min(c.Stories, f.stories+23)
		p := protocol.Projections{Order: []int{0, 1, 2, 3, 4, 5, 6, 7}, Keys: heat(8), Values: heat(8), PooledKeys: heat(c.Conversion.KVHeads), PooledValues: heat(c.Conversion.KVHeads)}
		if c.Conversion.Method == attention.Aligned {
			p.TurnedKeys, p.TurnedValues = heat(8), heat(8)
		}
		return protocol.Converted{Convert: c, Config: withKVHeads(c.Conversion.KVHeads), Before: fakeQuality(f.stories, 0.4), After: fakeQuality(f.stories, 4.5),
			Layers: []protocol.Projections{p, p, p, p}, Progress: float32(f.stories) / float32(c.Stories), Done: f.stories == c.Stories}
	case protocol.Uptrain:
		if f.command.Conversion != c.Conversion || f.command.Alpha != c.Alpha || f.command.Rate != c.Rate {
			f.losses, f.told = nil, 0
		}
		f.command = c
		for range min(3, steps()-len(f.losses)) {
			f.losses = append(f.losses, 4/float64(len(f.losses)+1)+float64(c.Conversion.Seed))
		}
		return report(f.told)
	case protocol.Sample:
		return protocol.Sampled{Sample: c, Step: len(f.losses), Text: []byte(" there was a 곰")[:15]}
	case protocol.Evaluate:
		f.stories = min(c.Stories, f.stories+300)
		return protocol.Evaluated{Evaluate: c, Step: len(f.losses), Quality: fakeQuality(f.stories, 0.5), Progress: float32(f.stories) / float32(c.Stories), Done: f.stories == c.Stories}
	case protocol.Keep:
		kept := report(len(f.losses))
		kept.Kept, kept.Losses = len(f.losses), nil
		f.kept = &kept
		return protocol.Stored{Step: len(f.losses)}
	case protocol.Restore:
		if f.kept == nil {
			return protocol.Failed{Command: protocol.Useless, Reason: "no training is kept in this browser"}
		}
		f.command, f.losses = f.kept.Uptrain, nil
		for i := range f.kept.Kept {
			f.losses = append(f.losses, 4/float64(i+1)+float64(f.command.Conversion.Seed))
		}
		return report(0)
	case protocol.Forget:
		f.kept = nil
		return protocol.Stored{}
	case protocol.Export:
		return protocol.Exported{Uptrain: f.command, Step: len(f.losses), Name: "m", GGUF: []byte("GGUF")}
	}
	f.t.Fatalf("the trainer is asked %T", c)
	return nil
}

// run lets the trainer work until stop says so or there is nothing to do.
func (f *fakeTrainer) run(s State, stop func(State) bool) State {
	f.t.Helper()
	for range 10_000 {
		if s.Training.Engine == Starting {
			s = Update(s, TrainerSaid{protocol.Ready{}})
		}
		c := nextTraining(s)
		if c == nil || stop != nil && stop(s) {
			return s
		}
		s = Update(s, TrainerAsked{c})
		if nextTraining(s) != nil {
			f.t.Fatal("two commands at once")
		}
		s = Update(s, TrainerSaid{f.do(c)})
	}
	f.t.Fatal("no end")
	return s
}

func decide(s State, choices ...Decide) State {
	for _, c := range choices {
		s = Update(s, c)
	}
	return s
}

// While the slider moves one worker trains, and all of them again once it rests.
func TestTrainingGivesWay(t *testing.T) {
	s := decide(newState(), Decide{ChooseKVHeads, 4}, Decide{ChooseWorkers, 3})
	asked := func(s State) protocol.Uptrain {
		s.Training.Busy = false
		c, _ := nextTraining(s).(protocol.Uptrain)
		return c
	}
	s = (&fakeTrainer{t: t}).run(Update(s, StartTrain{}), func(s State) bool { return asked(s).Workers > 0 })
	for _, step := range []struct {
		msg     any
		workers int
	}{{Rest{}, 3}, {Drag{1}, 1}, {Settle{2}, 1}, {Rest{}, 3}} {
		s = Update(s, step.msg)
		if c := asked(s); c.Workers != step.workers {
			t.Errorf("after %T it asks %+v, want %d workers", step.msg, c, step.workers)
		}
	}
}

// What a trainer that dies held cannot be had from the next one.
func TestTrainingLost(t *testing.T) {
	s := decide(newState(), Decide{ChooseMille, 10})
	s = (&fakeTrainer{t: t}).run(Update(s, StartTrain{}), nil)
	if s.Training.Last == 0 {
		t.Fatal("no model was made")
	}
	for _, end := range []protocol.Event{protocol.Lost{Reason: "out of memory"}, protocol.Failed{Command: protocol.Start, Reason: "HTTP 404"}} {
		if got := Update(Update(s, TrainerSaid{end}), Download{}).Training; got.Work != NoTraining {
			t.Errorf("after %T: %+v", end, got)
		}
	}
}

// A tale that comes late is none of the next training's.
func TestTaleLate(t *testing.T) {
	s := decide(newState(), Decide{ChooseMille, 10})
	s = (&fakeTrainer{t: t}).run(Update(s, StartTrain{}), func(s State) bool { _, told := nextTraining(s).(protocol.Sample); return told })
	s = Update(Update(Update(s, TrainerAsked{nextTraining(s)}), StopTrain{}), StartTrain{})
	for _, late := range []protocol.Event{protocol.Sampled{Text: []byte("of the first")}, protocol.Failed{Command: "Sample"}} {
		if got := Update(s, TrainerSaid{late}).Training; len(got.Tales) > 0 || got.Busy {
			t.Errorf("after %T: %+v", late, got.Tales)
		}
	}
}

// What is kept is offered until it is taken up, declined, or of no use.
func TestKeptOffered(t *testing.T) {
	kept := newState()
	kept.Training.Kept = Kept{newTraining().Choice, 3, 10}
	asked := Update(kept, ResumeTrain{})
	for _, test := range []struct {
		command string
		offered bool
	}{{"Restore", true}, {protocol.Useless, false}} {
		s := Update(asked, TrainerSaid{protocol.Failed{Command: test.command, Reason: "paper-g8.gguf: HTTP 404"}})
		if got := s.keptNote() != ""; got != test.offered || s.Training.Work != NoTraining || s.Training.Failed == "" {
			t.Errorf("after %s it is offered: %v", test.command, got)
		}
	}
	s := Update(Update(kept, LeaveKept{}), StartTrain{})
	if s.Training.Left {
		t.Error("another training is not offered either")
	}
}

// A model is converted, looked at, trained, and measured, in this order; what it was made
// by is all in the file that makes it again.
func TestTraining(t *testing.T) {
	withResults(t, fakeResults(0.001))
	s := decide(paperState(words.English, TradePanel), Decide{ChooseKVHeads, 4}, Decide{ChooseMethod, int(attention.FirstHead)}, Decide{ChooseMille, 50}, Decide{ChooseSeed, 9}, Decide{ChooseWorkers, 2})
	f := &fakeTrainer{t: t}
	s = f.run(Update(s, StartTrain{}), nil)
	order := strings.Join(f.asked, " ")
	if want := "Convert Sample Convert" + strings.Repeat(" Uptrain Sample", tales) + " Uptrain Evaluate Forget"; order != want {
		t.Errorf("the trainer was asked\n%s, want\n%s", order, want)
	}
	tr := s.Training
	if tr.Work != NoTraining || tr.Last != 1 || len(s.Paper.Own) != 1 || len(tr.Trained.Losses) != 50 || len(tr.Tales) != tales+1 || tr.Failed != "" {
		t.Fatalf("in the end: %+v", tr)
	}
	m := s.Paper.Own[0]
	if m.KVHeads != 4 || m.Method != attention.FirstHead || m.Alpha != 0.05 || m.Rate != 3e-3 || m.Seed != 9 || m.Steps != 50 || m.Tokens != 51200 || m.Loss != 0.5 || m.Recall != 0.25 || m.LastLoss != tr.Trained.Losses[49] {
		t.Errorf("made %+v", m)
	}
	if tr.Tales[0].Text != "Once upon a time there was a " || tr.Tales[tales].Step != 50 {
		t.Errorf("tales: %+v", tr.Tales)
	}
	name, kind, text := Update(s, Save{PaperRoom, RunFile, 0}).file("", false)
	var u assets.Uptraining
	if err := json.Unmarshal([]byte(text), &u); err != nil || kind != "application/json" || name != "gqa-g4-first-alpha0_05-seed9.json" ||
		u != (assets.Uptraining{KVHeads: 4, Method: "first", Alpha: 0.05, Rate: 3e-3, Seed: 9, Steps: 50, Workers: 2, Loss: tr.Trained.Losses[49]}) {
		t.Errorf("%s, %s: %s", name, kind, text)
	}
	if _, _, csv := Update(s, Save{Room: PaperRoom, What: LossFile}).file("", false); strings.Count(csv, "\n") != 52 {
		t.Errorf("losses: %q", csv)
	}
	for _, p := range []PaperPanel{TradePanel, MethodPanel, AlphaPanel, ShapePanel} {
		star := false
		for _, o := range Update(s, ShowPaper{p}).paperFigure(p).Origins {
			star = star || o.Own != nil && *o.Own == m
		}
		if !star {
			t.Errorf("%s has no point of the reader's", paperNames[p])
		}
	}

	// The model goes to the reader, or to the slider.
	s = f.run(Update(s, Download{}), nil)
	if s.Saves != 1 || s.Save.What != ModelFile || string(s.Training.Exported.GGUF) != "GGUF" || s.Training.Work != NoTraining {
		t.Errorf("downloaded: %+v, %d saves", s.Save, s.Saves)
	}
	if s = f.run(Update(s, Hand{}), nil); s.Training.Hands != 1 || s.Saves != 1 {
		t.Errorf("%d models handed over, %d saves", s.Training.Hands, s.Saves)
	}

	// Another one does not take the first one's place.
	s = f.run(Update(decide(s, Decide{ChooseMille, 0}), StartTrain{}), nil)
	if len(s.Paper.Own) != 2 || s.Paper.Own[1].Alpha != 0 || s.Paper.Own[1].Loss != 4.5 || s.Paper.Own[1].Steps != 0 || s.Paper.Own[0] != m {
		t.Errorf("then made %+v", s.Paper.Own)
	}
	if name, _, _ := Update(s, Save{PaperRoom, RunFile, 1}).file("", false); name != "" {
		t.Errorf("what was not trained has the run %s", name)
	}
}

// A pause is a pause, and what is stopped counts as far as it went.
func TestTrainingPauses(t *testing.T) {
	withResults(t, fakeResults(0.001))
	s := Update(decide(paperState(words.English, TradePanel), Decide{ChooseMille, 100}), StartTrain{})
	f := &fakeTrainer{t: t}
	s = f.run(s, func(s State) bool { return s.Training.Trained.Done >= 33 })
	tr := s.Training.Trained
	if speed, left := pace(tr.Progress, tr.TokensPerStep, (tr.Steps-tr.Done)*tr.TokensPerStep); speed != 2048 || math.Abs(left-33.5) > 1e-9 {
		t.Errorf("%g tokens a second, %g s left", speed, left)
	}
	wanted := Update(s, MeasureNow{})
	wanted.Engine, wanted.Using, wanted.Have, wanted.Busy = Running, true, wanted.want(), false
	if c := next(wanted); c != nil {
		t.Errorf("while it trains, the engine is asked %#v", c)
	}
	s = Update(s, PauseTrain{})
	done := s.Training.Trained.Done
	f.asked = nil
	s = f.run(s, nil)
	if s.Training.Work != Paused || s.Training.Trained.Done != done || strings.Join(f.asked, " ") != "Keep" || s.Training.Trained.Kept != done {
		t.Errorf("paused: %v asked, %+v", f.asked, s.Training.Trained)
	}
	if c, ok := next(Update(wanted, PauseTrain{})).(protocol.Measure); !ok {
		t.Errorf("while it pauses, the engine is asked %#v", c)
	}
	s = f.run(Update(s, ResumeTrain{}), func(s State) bool { return s.Training.Trained.Done >= 60 })
	s = f.run(Update(s, StopTrain{}), nil)
	if m := s.Paper.Own[0]; m.Steps != s.Training.Trained.Done || m.Asked != 0.1 || m.Alpha != float64(m.Steps)/fakePretraining || m.Alpha >= 0.1 {
		t.Errorf("stopped: %+v", m)
	}
	if s.keptNote() != "" {
		t.Errorf("what is over is offered again: %s", s.keptNote())
	}
}

// A trainer that dies, and a page that is closed, leave a training to take up: it comes
// to the same.
func TestTrainingTakenUp(t *testing.T) {
	withResults(t, fakeResults(0.001))
	start := Update(decide(paperState(words.English, TradePanel), Decide{ChooseMille, 100}, Decide{ChooseSeed, 3}), StartTrain{})
	whole := (&fakeTrainer{t: t}).run(start, nil)
	f := &fakeTrainer{t: t}
	s := f.run(start, func(s State) bool { return s.Training.Trained.Done >= 42 })
	note := s.keptNote()

	s = Update(s, TrainerSaid{protocol.Lost{Reason: "out of memory", Try: 1}})
	if s.Training.Work != NoTraining || s.Training.Failed != "out of memory" || s.Training.Kept.Step != 40 || s.keptNote() != note {
		t.Errorf("lost: %+v, note %s", s.Training, s.keptNote())
	}
	s.Training.Engine = Running
	if c := nextTraining(s); c != nil {
		t.Errorf("unasked, the trainer is asked %#v", c)
	}

	closed := Update(paperState(words.English, TradePanel), KeptFound{note})
	for name, s := range map[string]State{"lost": s, "closed": closed} {
		if k := s.Training.Kept; k.Steps != 100 || k.Choice.Seed != 3 {
			t.Errorf("%s: kept %+v", name, k)
			continue
		}
		if html, _ := paperTags(s); !strings.Contains(html, `id="train-restore"`) {
			t.Errorf("%s: nothing is offered", name)
		}
		if html, _ := paperTags(Update(s, LeaveKept{})); strings.Contains(html, `id="train-restore"`) {
			t.Errorf("%s: it is offered after all", name)
		}
		s = (&fakeTrainer{t: t, kept: f.kept}).run(Update(s, ResumeTrain{}), nil)
		if len(s.Paper.Own) != 1 || s.Paper.Own[0] != whole.Paper.Own[0] || !reflect.DeepEqual(s.Training.Trained.Losses, whole.Training.Trained.Losses) {
			t.Errorf("%s: came to %+v, want %+v", name, s.Paper.Own, whole.Paper.Own)
		}
	}

	// What cannot be taken up is said, and not offered again.
	for name, s := range map[string]State{"lost": s, "closed": closed} {
		s = (&fakeTrainer{t: t}).run(Update(s, ResumeTrain{}), nil)
		if s.Training.Work != NoTraining || s.Training.Failed != "no training is kept in this browser" || s.keptNote() != "" {
			t.Errorf("%s, without one: %+v", name, s.Training)
		}
	}
	for _, bad := range []string{"", "{", "null", `{"Step":-1,"Steps":5}`, `{"Step":9,"Steps":5}`, `{"Step":1,"Steps":1000000000000}`, strings.Repeat(" ", 5000) + note} {
		if s := Update(newState(), KeptFound{bad}); s.Training.Kept.Steps != 0 {
			t.Errorf("%q is offered", bad)
		}
	}
	if k := Update(newState(), KeptFound{`{"Choice":{"KVHeads":3,"Method":99,"Mille":-4,"Workers":1000},"Step":1,"Steps":5}`}).Training.Kept; k.Choice != (Choice{KVHeads: 2, Method: attention.Aligned, Workers: maxWorkers}) {
		t.Errorf("a bad choice is %+v", k.Choice)
	}
}

// The rate of a stored cell is the default, of the nearest alpha where there is none; the
// control has its own.
func TestTrainingRate(t *testing.T) {
	r := fakeResults(0.001)
	for i := range r.ByAlpha.Points {
		r.ByAlpha.Points[i].Rate = float32(r.ByAlpha.Points[i].KVHeads)/1000 + float32(r.ByAlpha.Points[i].Alpha)
	}
	withResults(t, r)
	for _, test := range []struct {
		c    Choice
		want float32
	}{
		{Choice{KVHeads: 2, Mille: 20}, 0.002 + 0.02}, {Choice{KVHeads: 2, Mille: 25}, 0.002 + 0.02}, {Choice{KVHeads: 8, Method: attention.FirstHead, Mille: 100}, 0.008 + 0.1},
		{Choice{KVHeads: 1, Method: attention.RandomInit, Mille: 10}, 3e-3}, {Choice{KVHeads: 1, Mille: 10, Rate: 6e-3}, 6e-3},
	} {
		if got := newState().trainingRate(test.c); math.Abs(float64(got-test.want)) > 1e-6 {
			t.Errorf("%+v: %g, want %g", test.c, got, test.want)
		}
	}
	results = func() assets.Results { return assets.Results{} }
	if got := newState().trainingRate(Choice{KVHeads: 2, Mille: 20}); got != 0 {
		t.Errorf("without stored experiments: %g", got)
	}
}

// What is chosen is in the URL.
func TestTrainingURL(t *testing.T) {
	s := decide(newState(), Decide{ChooseKVHeads, 1}, Decide{ChooseMethod, 3}, Decide{ChooseMille, 35}, Decide{ChooseSeed, 12}, Decide{ChooseRate, 2}, Decide{ChooseGrouping, 1}, Decide{ChooseWorkers, 3})
	q := query(s)
	if q != "to=1&how=aligned&alpha=0.035&upseed=12&rate=0.001&group=alike&workers=3" {
		t.Errorf("the URL says %s", q)
	}
	if got := Update(newState(), Navigated{Query: q}); got.Training.Choice != s.Training.Choice || len(got.Notes) > 0 {
		t.Errorf("from the URL: %+v, notes %v", got.Training.Choice, got.Notes)
	}
	for _, bad := range []string{"to=3", "to=0", "to=x", "to=01", "how=best", "alpha=0.2", "alpha=-0.1", "alpha=NaN", "upseed=-1", "upseed=4294967296", "rate=1", "group=x", "workers=9", "workers=1e9"} {
		if s := Update(newState(), Navigated{Query: bad}); len(s.Notes) != 1 || s.Notes[0].Used == "" || s.Training.Choice != s.Training.Choice.valid() {
			t.Errorf("%s: %+v, notes %+v", bad, s.Training.Choice, s.Notes)
		}
	}
}

// The page holds together at every point of a training, whatever is pressed.
func TestTrainingPage(t *testing.T) {
	withResults(t, fakeResults(0.001))
	r := rand.New(rand.NewPCG(7, 7))
	works := make(map[TrainWork]bool)
	for i, l := range []words.Lang{words.English, words.Korean, words.English, words.Korean} {
		f := &fakeTrainer{t: t}
		s := paperState(l, PaperPanel(i))
		for n := range 800 {
			if r.IntN(3) == 0 {
				s = Update(s, []any{Decide{ChoiceOf(r.IntN(8)), r.IntN(120) - 10}, StartTrain{}, PauseTrain{}, ResumeTrain{}, StopTrain{}, LeaveKept{}, KeptFound{"{}"}, ShowStage{r.IntN(5) - 1}, Unfold{r.IntN(4)}, ShowLayer{r.IntN(9) - 2},
					Download{}, Hand{}, Machine{r.IntN(99)}, TrainerSaid{protocol.Lost{Reason: "killed"}}, TrainerSaid{protocol.Failed{Command: protocol.Start, Reason: "no workers"}}, Trace{fmt.Sprint(r.IntN(9))}}[r.IntN(16)])
			}
			if s.Training.Engine == Starting {
				s = Update(s, TrainerSaid{protocol.Ready{}})
			}
			if c := nextTraining(s); c != nil {
				s = Update(s, TrainerAsked{c})
				e := f.do(c)
				if r.IntN(40) == 0 {
					e = protocol.Failed{Command: f.asked[len(f.asked)-1], Reason: "something"}
				}
				s = Update(s, TrainerSaid{e})
			}
			tr := s.Training
			works[tr.Work] = true
			if tr.Last < 0 || tr.Last > len(s.Paper.Own) || len(s.Paper.Own) > mostOwnModels || len(tr.Trained.Losses) != tr.Trained.Done && tr.Work != Converting && tr.Work != Restoring && tr.Work != NoTraining {
				t.Fatalf("after %d messages: %+v", n, tr)
			}
			if n%41 != 0 {
				continue
			}
			html, tags := paperTags(s)
			ids := identified(t, strconv.Itoa(n)+" messages", tags)
			for _, bad := range []string{"%!", "NaN", "Inf", "&lt;nil&gt;"} {
				if strings.Contains(html, bad) {
					t.Errorf("there is %q", bad)
				}
			}
			if !ids["train-g-2"] || !ids["train-alpha"] || !ids["train-start"] && !ids["train-stop"] {
				t.Error("controls are missing")
			}
		}
	}
	for _, w := range []TrainWork{NoTraining, Converting, Uptraining, Paused, Evaluating} {
		if !works[w] {
			t.Errorf("work %d never came", w)
		}
	}
}

// What came of a training is put beside the stored cell: the same, within, or outside.
func TestTrainingResult(t *testing.T) {
	r := fakeResults(0.001)
	withResults(t, r)
	s := newState()
	var row assets.Row
	for _, x := range r.Rows {
		if x.KVHeads == 2 && x.Method == "mean" && x.Alpha == 0.05 && x.PretrainSeed == 1 {
			row = x
		}
	}
	m := OwnModel{KVHeads: 2, Alpha: 0.05, Rate: row.Rate, Seed: 1, Loss: row.Loss, Steps: 200}
	for _, test := range []struct {
		change func(*OwnModel)
		want   string
	}{
		{func(*OwnModel) {}, "bit for bit"},
		{func(m *OwnModel) { m.Seed = 5 }, "within"},
		{func(m *OwnModel) { m.Seed, m.Loss = 5, 2 }, "outside"},
		{func(m *OwnModel) { m.Alpha = 0.03 }, "figures below"},
		{func(m *OwnModel) { m.Similar = true }, "figures below"},
	} {
		m := m
		test.change(&m)
		text := words.English.ResultSays(s.result(m))
		if !strings.Contains(text, test.want) {
			t.Errorf("%+v: %s", m, text)
		}
		if stored := strings.Contains(text, "stored"); stored != (test.want != "figures below") {
			t.Errorf("%+v: %s", m, text)
		}
	}
}
