package main

import (
	"slices"
	"strings"

	"gqaplayground/wasm/protocol"
)

// Learning is the reader's model trained on the reader's text. The trainer does it that
// makes models in the room about the paper, and does one or the other.
type Learning struct {
	Steps int     // to train for
	Rate  float32 // peak of the learning rate

	Work    LearnWork
	Asked   bool // a command of it is with the trainer
	Of      Converted
	Run     protocol.TextRun
	Text    string
	Workers int
	Have    int              // bytes that the trainer has of the model
	Enough  bool             // no more steps are wanted
	Seen    protocol.Learned // with the losses of all steps
	Looks   []Look           // at what is held out; only ever appended to
	At      int              // bytes of the trained model that have come
	Models  int              // trained models that have come whole

	Before Converted // what the last of them was made of
	After  Pick      // and itself, as a file

	Short  protocol.TooShort // why a text was refused
	Failed string            // why what was under way came to nothing
}

// Converted is a model of the reader's, and how it is converted.
type Converted struct {
	Model
	KVHeads int
	Source  protocol.Source
}

// Look is what the held-out part of the text costs the model at a step.
type Look struct {
	Step int
	Loss float64
}

// LearnWork is what is under way.
type LearnWork uint8

const (
	NotLearning LearnWork = iota
	BringingModel
	LearningText
	TakingModel // trained, from the trainer
)

// learnSteps and learnRates are what can be chosen. The defaults are those of the command
// that does the same.
var (
	learnSteps = []int{10, 30, 100, 300}
	learnRates = []float32{1e-4, 3e-4, 1e-3, 3e-3}
)

func newLearning() Learning { return Learning{Steps: 100, Rate: 1e-3} }

// Messages about it.
type (
	SetLearnSteps struct{ N int } // by its place in learnSteps
	SetLearnRate  struct{ N int }
	LearnText     struct{}
	StopLearning  struct{} // and keep what it has come to; the second time, nothing
	UseLearnt     struct{ Learnt bool }
)

// learnUpdate is the state after a message about it.
func (s State) learnUpdate(msg any) State {
	l := &s.Own.Learning
	switch m := msg.(type) {
	case SetLearnSteps:
		l.Steps = learnSteps[max(0, min(len(learnSteps)-1, m.N))]
	case SetLearnRate:
		l.Rate = learnRates[max(0, min(len(learnRates)-1, m.N))]
	case LearnText:
		if s.mayLearn() == LearnNow {
			*l = Learning{
				Steps: l.Steps, Rate: l.Rate, Models: l.Models, Before: l.Before, After: l.After,
				Work: BringingModel, Of: s.converted(), Run: s.textRun(), Text: s.Own.Text, Workers: s.workers(),
			}
			s.Training.awake()
		}
	case StopLearning:
		switch {
		case l.counts():
			l.Enough = true
		case l.working():
			s = s.learnt()
		}
	case UseLearnt:
		to := l.Before.Pick
		if m.Learnt {
			to = l.After
		}
		if l.After.N > 0 && to.N != s.Own.Model.N {
			s.Own.Pick, s.Own.Wanted, s.Own.Have, s.Own.Trouble = to, true, 0, OwnTrouble{}
			s = s.awake()
		}
	case PickFiles:
		if m.Learnt && m.N == s.Own.Pick.N {
			l.Before, l.After = l.Of, s.Own.Pick
		}
	case protocol.Loaded:
		if n := s.Own.Model.N; s.Own.Held && !l.knows(n) { // another model has come
			if l.working() {
				s = s.learnt()
			}
			s.Own.Learning = Learning{Steps: l.Steps, Rate: l.Rate, Models: l.Models}
		}
	case TrainerAsked:
		l.Asked = l.working()
	case TrainerSaid:
		s = s.learned(m.Event)
	}
	return s
}

// learned is the state after the trainer has said something.
func (s State) learned(e protocol.Event) State {
	l := &s.Own.Learning
	if !l.working() {
		return s
	}
	switch e := e.(type) {
	case protocol.Fetching, protocol.Ready:
		return s
	case protocol.Lost:
		l.Failed = e.Reason
		return s.learnt()
	case protocol.Failed:
		if l.Asked || e.Command == protocol.Start {
			l.Failed = e.Reason
			return s.learnt()
		}
	}
	if !l.Asked {
		return s // of what was given up
	}
	l.Asked = false
	switch e := e.(type) {
	case protocol.Loaded:
		if l.Have = e.Have; e.Done {
			l.Work = LearningText
		}
	case protocol.TooShort:
		l.Short = e
		s = s.learnt()
	case protocol.Learned:
		if n := len(l.Looks); e.NowAt > 0 && (n == 0 || l.Looks[n-1].Step < e.NowAt) {
			l.Looks = append(slices.Clip(l.Looks), Look{e.NowAt, e.Now})
		}
		e.Progress = l.Seen.Then(e.Progress)
		switch l.Seen = e; {
		case l.diverged():
			s = s.learnt()
		case e.Over:
			l.Work = TakingModel
		}
	case protocol.Saved:
		if l.At += len(e.Data); l.At == e.Size {
			l.Models++
			s = s.learnt()
		}
	}
	return s
}

// learnt is the state with nothing to learn any more. The trainer is let go, and its memory
// with it, unless it holds a model of the room about the paper.
func (s State) learnt() State {
	s.Own.Learning.Work = NotLearning
	if t := &s.Training; t.Last == 0 && t.Engine != Broken {
		t.Engine, t.Busy = Off, false
	}
	return s
}

// next is what to ask of the trainer, and of so many workers.
func (l Learning) next(workers int) protocol.Command {
	switch l.Work {
	case BringingModel:
		return l.Of.load(l.Have)
	case LearningText:
		return protocol.Learn{Run: l.Run, Text: l.Text, Workers: workers, Enough: l.Enough}
	}
	return protocol.Save{Format: protocol.F32, At: l.At}
}

func (l Learning) working() bool { return l.Work != NotLearning }

// counts says whether something comes of it if it is stopped.
func (l Learning) counts() bool { return l.Work == LearningText && l.Seen.Done > 0 && !l.Enough }

// knows says whether files are those of a model that it is about.
func (l Learning) knows(pick int) bool {
	return pick > 0 && (pick == l.Before.N || pick == l.After.N || l.working() && pick == l.Of.N)
}

// converted is the model that the reader has chosen.
func (s State) converted() Converted {
	u := s.ownUse()
	return Converted{s.Own.Model, u.KVHeads, u.Source}
}

// textRun is what training it on a text depends on, as the reader has chosen.
func (s State) textRun() protocol.TextRun {
	u := s.ownUse()
	method, _ := u.Source.Method() // a model as it is needs none, and any will do
	return protocol.TextRun{KVHeads: u.KVHeads, Method: method, Steps: s.Own.Learning.Steps, Rate: s.Own.Learning.Rate, Seed: randomSeed}
}

// MayLearn says whether a model can be trained on the text now, or why it cannot.
type MayLearn uint8

const (
	LearnNow MayLearn = iota
	LearnNoModel
	LearnUnconverted
	LearnNoText
	LearnTooLarge
	LearnLater // there is another training
)

func (s State) mayLearn() MayLearn {
	switch {
	case !s.Own.InUse:
		return LearnNoModel
	case s.Refused == s.ownUse():
		return LearnUnconverted
	case s.learningBytes() > protocol.TrainingMemory:
		return LearnTooLarge
	case strings.TrimSpace(s.Own.Text) == "":
		return LearnNoText
	case s.Training.Work != NoTraining || s.Own.Learning.working():
		return LearnLater
	}
	return LearnNow
}

// learningBytes is the memory that it takes.
func (s State) learningBytes() int {
	return s.Own.Model.Config.TrainingBytes(s.ownUse().KVHeads)
}

// compared is what the text cost before, of the model that was trained.
func (l Learning) compared() protocol.TextLoss {
	if l.converts() {
		return l.Seen.Converted
	}
	return l.Seen.Before
}

// diverged says whether the steps were so large that the loss is no number any more.
func (l Learning) diverged() bool {
	loss := l.Seen.After.HeldOut + l.Seen.Now
	if n := len(l.Seen.Losses); n > 0 {
		loss += l.Seen.Losses[n-1]
	}
	return loss-loss != 0
}

// looks are what the held-out part has cost from before the first step on.
func (l Learning) looks() []Look {
	all := append([]Look{{0, l.compared().HeldOut}}, l.Looks...)
	if l.Seen.After.HeldOut > 0 {
		all = append(all, Look{l.Seen.Done, l.Seen.After.HeldOut})
	}
	return all
}

// converts says whether the model had to be converted first.
func (l Learning) converts() bool { return l.Run.KVHeads != l.Of.Config.KVHeads }

// isTraining says whether anything is being trained.
func (s State) isTraining() bool { return s.Training.working() || s.Own.Learning.working() }

// learntName is the name of the file of what came of it.
func (l Learning) learntName() string { return baseName(l.Of.Name) + "-uptrained.gguf" }
