package main

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gqaplayground/app/json"
	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Training is a model that the reader makes: what is chosen for it, how far it is, and
// what the trainer has said. The trainer is a worker of its own beside the engine.
type Training struct {
	Choice  Choice
	SeedSet uint64 // as PromptSet

	Cores   int // of the machine; 0 is not known
	Engine  Engine
	Starts  int  // trainers asked for
	Busy    bool // a command is with the trainer
	Telling bool // it is a tale of this training

	Work      TrainWork
	Run       Choice // that Work is about
	Converted protocol.Converted
	Stage     int              // of the picture of the conversion
	Staged    bool             // by the reader
	Layer     int              // of the model in that picture
	Trained   protocol.Trained // with the losses of all steps
	Tales     []Tale
	Evaluated protocol.Evaluated
	Exported  protocol.Exported
	Hands     int // models given to the slider
	Last      int // the reader's model that came of it, in Paper.Own; from 1, 0 is none

	Kept   Kept   // a training that this browser holds and the page does not
	Left   bool   // the reader does not want it now
	Failed string // why what was under way came to nothing
}

// Choice is what a model is made by.
type Choice struct {
	KVHeads  int
	Method   attention.Method
	Grouping protocol.Grouping
	Mille    int // alpha, in thousandths
	Seed     uint64
	Rate     float32 // peak of the learning rate; 0 is that of the stored experiment
	Workers  int     // 0 is as many as the machine has use for
}

// Alpha is the fraction of the steps of pre-training.
func (c Choice) Alpha() float64 { return float64(c.Mille) / 1000 }

// Tale is the beginning of a story as the model tells it at a step.
type Tale struct {
	Step int
	Text string
}

// Kept is a training in the browser's storage, as the page noted it down.
type Kept struct {
	Choice      Choice
	Step, Steps int // Steps = 0: there is none
}

// TrainWork is what is under way.
type TrainWork uint8

const (
	NoTraining TrainWork = iota
	Restoring
	Converting
	Uptraining
	Paused
	Evaluating
	Downloading // the model as a file
	Handing     // it to the slider
)

const (
	maxMille      = 100 // alpha is 10 % at most
	maxWorkers    = 4   // sequences of a step
	quickStories  = 60  // to evaluate on before uptraining begins
	heldOut       = 800 // as in the stored experiments
	tales         = 10  // while uptraining, and one before
	taleTokens    = 48
	talesSeed     = 1
	mostOwnModels = 50
)

// rates are the peaks of the learning rate to choose from.
var rates = []float32{0, 3e-4, 1e-3, 3e-3, 6e-3}

func newTraining() Training {
	return Training{Choice: Choice{KVHeads: 2, Mille: int(1000 * paperAlpha), Seed: 1}, SeedSet: 1}
}

// Messages about it.
type (
	Machine struct{ Cores int } // what the page runs on
	Decide  struct {            // one of the choices
		What ChoiceOf
		N    int
	}
	StartTrain   struct{}
	PauseTrain   struct{}
	ResumeTrain  struct{} // also what is kept
	StopTrain    struct{} // and see what it has come to
	LeaveKept    struct{} // where it is
	KeptFound    struct{ Note string }
	ShowStage    struct{ Stage int }
	Unfold       struct{ Stage int } // by itself
	ShowLayer    struct{ Layer int }
	Download     struct{}
	Hand         struct{} // the model to the slider
	TrainerAsked struct{ Command protocol.Command }
	TrainerSaid  struct{ Event protocol.Event }
)

// trainingUpdate is the state after a message about the training.
func (s State) trainingUpdate(msg any) State {
	t := &s.Training
	switch m := msg.(type) {
	case Machine:
		t.Cores = max(0, m.Cores)
	case Decide:
		t.Choice = t.Choice.with(m)
	case StartTrain:
		if s.Own.Learning.working() {
			break
		}
		t.Work, t.Run, t.Failed = Converting, t.Choice, ""
		t.Converted, t.Stage, t.Staged, t.Trained, t.Tales, t.Evaluated, t.Exported, t.Last = protocol.Converted{}, 0, false, protocol.Trained{}, nil, protocol.Evaluated{}, protocol.Exported{}, 0
		t.Run.Rate, t.Run.Workers = s.trainingRate(t.Choice), s.workers()
		if t.Run.KVHeads == shape.Heads {
			t.Run.Method, t.Run.Grouping = attention.MeanPool, protocol.Contiguous // nothing to convert
		}
		t.Telling = false
		t.Kept, t.Left = Kept{}, false // it will be overwritten
		t.awake()
	case PauseTrain:
		if t.Work == Uptraining {
			t.Work = Paused
		}
	case ResumeTrain:
		switch {
		case t.Work == Paused:
			t.Work = Uptraining
		case t.Work == NoTraining && t.Kept.Steps > 0 && !s.Own.Learning.working():
			t.Work, t.Failed, t.Telling = Restoring, "", false
			t.Run, t.Converted, t.Trained, t.Tales, t.Evaluated, t.Exported, t.Last = t.Kept.Choice, protocol.Converted{}, protocol.Trained{}, nil, protocol.Evaluated{}, protocol.Exported{}, 0
			t.awake()
		}
	case StopTrain:
		switch {
		case (t.Work == Uptraining || t.Work == Paused) && t.Trained.Done > 0:
			t.Work = Evaluating
		default:
			t.Work = NoTraining
		}
	case LeaveKept:
		t.Left = true
	case KeptFound:
		if k, ok := parseKept(m.Note); ok && t.Work == NoTraining && t.Trained.Done == 0 {
			t.Kept = k
		}
	case ShowStage:
		t.Stage, t.Staged = max(0, min(t.stages()-1, m.Stage)), true
	case Unfold:
		if !t.Staged && m.Stage == t.Stage+1 && m.Stage < t.stages() {
			t.Stage = m.Stage
		}
	case ShowLayer:
		t.Layer = max(0, min(shape.Layers-1, m.Layer))
	case Download:
		if t.Work == NoTraining && t.Last > 0 && !s.Own.Learning.working() {
			t.Work = Downloading
		}
	case Hand:
		if t.Work == NoTraining && t.Last > 0 && !s.Own.Learning.working() {
			t.Work = Handing
		}
	case TrainerAsked:
		t.Busy = true
		_, t.Telling = m.Command.(protocol.Sample)
	case TrainerSaid:
		s = s.trainerSaid(m.Event)
	}
	return s
}

// ChoiceOf is a part of a Choice.
type ChoiceOf uint8

const (
	ChooseKVHeads ChoiceOf = iota
	ChooseMethod
	ChooseMille
	ChooseSeed
	ChooseRate // by its place in rates
	ChooseGrouping
	ChooseWorkers
)

// with is the choice with one part chosen anew.
func (c Choice) with(m Decide) Choice {
	n := max(0, m.N)
	switch m.What {
	case ChooseKVHeads:
		c.KVHeads = n
	case ChooseMethod:
		c.Method = attention.Method(n)
	case ChooseMille:
		c.Mille = n
	case ChooseSeed:
		c.Seed = uint64(n)
	case ChooseRate:
		c.Rate = rates[min(n, len(rates)-1)]
	case ChooseGrouping:
		c.Grouping = protocol.Grouping(min(n, int(protocol.Similar)))
	case ChooseWorkers:
		c.Workers = n
	}
	return c.valid()
}

// choiceFields are the parts of a choice as the URL has them: by number, or by name.
var choiceFields = []choiceField{
	{"to", ChooseKVHeads, func(c Choice) int { return c.KVHeads }, nil},
	{"how", ChooseMethod, func(c Choice) int { return int(c.Method) }, attention.Methods()},
	{"alpha", ChooseMille, func(c Choice) int { return c.Mille }, alphaNames()},
	{"upseed", ChooseSeed, func(c Choice) int { return int(c.Seed) }, nil},
	{"rate", ChooseRate, func(c Choice) int { return slices.Index(rates, c.Rate) }, rateNames()},
	{"group", ChooseGrouping, func(c Choice) int { return int(c.Grouping) }, []string{protocol.Contiguous: "neighbours", protocol.Similar: "alike"}},
	{"workers", ChooseWorkers, func(c Choice) int { return c.Workers }, nil},
}

type choiceField struct {
	name  string
	what  ChoiceOf
	n     func(Choice) int
	names []string // of the numbers from 0
}

// text is the part as the URL has it.
func (f choiceField) text(c Choice) string {
	if f.names != nil {
		return f.names[f.n(c)]
	}
	return strconv.Itoa(f.n(c))
}

// trainingParams are those parts as parameters of the URL.
func trainingParams() (all []param) {
	for _, f := range choiceFields {
		all = append(all, param{f.name, func(s State) string {
			return unless(f.n(s.Training.Choice) == f.n(atFirst.Training.Choice), f.text(s.Training.Choice))
		}, func(s *State, v string) bool {
			n, err := strconv.Atoi(v)
			if f.names != nil {
				n = slices.Index(f.names, v)
			} else if err != nil || strconv.Itoa(n) != v {
				return false
			}
			if n < 0 {
				return false
			}
			s.Training.Choice = s.Training.Choice.with(Decide{f.what, n})
			s.Training.SeedSet = s.Training.Choice.Seed
			return f.n(s.Training.Choice) == n
		}})
	}
	return all
}

// choiceNamed is the part with a name in the URL.
func choiceNamed(name string) (f choiceField, ok bool) {
	i := slices.IndexFunc(choiceFields, func(f choiceField) bool { return f.name == name })
	if i < 0 {
		return f, false
	}
	return choiceFields[i], true
}

// alphaNames are the values of alpha, by thousandths.
func alphaNames() (names []string) {
	for mille := range maxMille + 1 {
		names = append(names, strconv.FormatFloat(float64(mille)/1000, 'g', -1, 64))
	}
	return names
}

// rateNames are the values of the learning rate; the first is that of the stored
// experiment.
func rateNames() []string {
	names := []string{"stored"}
	for _, r := range rates[1:] {
		names = append(names, rate(r))
	}
	return names
}

// valid is the choice with everything within its limits.
func (c Choice) valid() Choice {
	c.KVHeads = lowerDivisor(shape.Heads, c.KVHeads)
	c.Method = max(0, min(attention.Aligned, c.Method))
	c.Grouping = min(protocol.Similar, c.Grouping)
	c.Mille = max(0, min(maxMille, c.Mille))
	c.Seed = min(maxSeed, c.Seed)
	c.Workers = max(0, min(maxWorkers, c.Workers))
	if !slices.Contains(rates, c.Rate) {
		c.Rate = 0
	}
	return c
}

// awake asks for a trainer.
func (t *Training) awake() {
	if t.Engine == Off || t.Engine == Broken {
		t.Engine = Starting
		t.Starts++
	}
}

// trainerSaid is the state after the trainer has said something.
func (s State) trainerSaid(e protocol.Event) State {
	t := &s.Training
	if _, ok := e.(protocol.Fetching); ok {
		return s // it is on its way
	}
	t.Busy = false
	switch e := e.(type) {
	case protocol.Ready:
		t.Engine = Running
	case protocol.Lost:
		t.Engine, t.Last = Starting, 0
		s = s.trainingFailed(e.Reason)
	case protocol.Failed:
		switch {
		case e.Command == protocol.Start:
			t.Engine, t.Last = Broken, 0
			s = s.trainingFailed(e.Reason)
		case e.Command == "Sample": // nothing hangs on it
			if t.Telling {
				t.Tales = append(slices.Clone(t.Tales), Tale{Step: t.Trained.Done})
			}
		case e.Command == protocol.Useless:
			t.Kept = Kept{}
			s = s.trainingFailed(e.Reason)
		case e.Command == "Forget": // it is overwritten by the next
			t.Trained.Kept = 0
		case e.Command == "Keep":
			t.Trained.Unkept = e.Reason
		default:
			s = s.trainingFailed(e.Reason)
		}
	case protocol.Converted:
		if t.Work != Converting || e.Convert != s.convert() {
			break
		}
		t.Converted = e
		switch {
		case t.Run.Mille == 0 && e.Done:
			t.Work = NoTraining
			s = s.made(e.After)
		case t.Run.Mille > 0 && e.After.Stories >= quickStories && len(t.Tales) > 0:
			t.Work = Uptraining
		}
	case protocol.Trained:
		s = s.trainedOn(e)
	case protocol.Sampled:
		if t.Telling {
			text, _ := cleanPrompt(whole(string(e.Text)))
			t.Tales = append(slices.Clone(t.Tales), Tale{e.Step, e.Sample.Prompt + text})
		}
	case protocol.Stored:
		t.Trained.Kept = e.Step
	case protocol.Evaluated:
		if t.Work != Evaluating {
			break
		}
		if t.Evaluated = e; e.Done {
			t.Work = NoTraining
			s = s.made(e.Quality)
		}
	case protocol.Exported:
		t.Exported = e
		switch t.Work {
		case Downloading:
			s.Saves++
			s.Save = Save{Room: PaperRoom, What: ModelFile}
		case Handing:
			t.Hands++
		default:
			return s
		}
		t.Work = NoTraining
	}
	return s
}

// trainedOn is the state after some steps of training, or after a training was taken up.
func (s State) trainedOn(e protocol.Trained) State {
	t := &s.Training
	if e.First != len(t.Trained.Losses) {
		return s // of a training that was given up
	}
	switch t.Work {
	case Restoring:
		c := e.Uptrain.Conversion
		t.Run = Choice{c.KVHeads, c.Method, c.Grouping, int(math.Round(1000 * e.Uptrain.Alpha)), c.Seed, e.Uptrain.Rate, s.workers()}
		t.Kept, t.Work = Kept{}, Uptraining
		for i := 0; i <= tales*e.Done/max(1, e.Steps); i++ { // those before are not told again
			t.Tales = append(t.Tales, Tale{})
		}
	case Uptraining, Paused, Evaluating:
	default:
		return s
	}
	e.Progress = t.Trained.Then(e.Progress)
	t.Trained = e
	if e.Done == e.Steps && t.Work == Uptraining && len(t.Tales) > tales {
		t.Work = Evaluating
	}
	return s
}

// trainingFailed is the state after the trainer has failed. What the browser keeps can be
// taken up again.
func (s State) trainingFailed(reason string) State {
	t := &s.Training
	if t.Work == NoTraining {
		return s
	}
	if t.Trained.Kept > 0 {
		t.Kept = Kept{t.Run, t.Trained.Kept, t.Trained.Steps}
	}
	t.Work, t.Failed = NoTraining, reason
	return s
}

// made is the state with one more model of the reader's.
func (s State) made(q protocol.Quality) State {
	t := &s.Training
	m := OwnModel{
		KVHeads: t.Run.KVHeads, Method: t.Run.Method, Similar: t.Run.Grouping == protocol.Similar, Seed: t.Run.Seed,
		Loss: q.Loss, LossLow: q.LossLow, LossHigh: q.LossHigh, Answers: q.Answers, Recall: q.Recall(), RecallLow: q.RecallLow, RecallHigh: q.RecallHigh,
	}
	if n := len(t.Trained.Losses); n > 0 {
		m.Asked, m.Rate, m.Steps, m.Tokens, m.Workers, m.LastLoss = t.Trained.Uptrain.Alpha, t.Trained.Rate, n, n*t.Trained.TokensPerStep, t.Trained.Workers, t.Trained.Losses[n-1]
		m.Alpha = t.Trained.Uptrain.Alpha
		if n < t.Trained.Steps {
			m.Alpha = float64(n) / float64(max(1, t.Trained.Pretraining))
		}
	}
	own := slices.Clone(s.Paper.Own)
	if len(own) == mostOwnModels {
		own = own[1:]
	}
	s.Paper.Own = append(own, m)
	t.Last = len(s.Paper.Own)
	return s
}

// nextTraining is what to ask of the trainer; nil is nothing.
func nextTraining(s State) protocol.Command {
	t := s.Training
	if t.Engine != Running || t.Busy || s.Frame.Away {
		return nil
	}
	if l := s.Own.Learning; l.working() {
		return l.next(s.atWork(l.Workers))
	}
	switch t.Work {
	case NoTraining:
		if t.Trained.Kept > 0 && t.Kept.Steps == 0 { // it has come to its end, and is not offered again
			return protocol.Forget{}
		}
	case Restoring:
		return protocol.Restore{}
	case Converting:
		if t.Converted.After.Stories > 0 && len(t.Tales) == 0 {
			return s.tale()
		}
		return s.convert()
	case Uptraining:
		if due := tales*t.Trained.Done/max(1, t.Trained.Steps) + 1; t.Trained.Steps > 0 && len(t.Tales) < due {
			return s.tale()
		}
		return s.uptrain()
	case Paused:
		if t.Trained.Done > t.Trained.Kept && t.Trained.Unkept == "" {
			return protocol.Keep{}
		}
	case Evaluating:
		return protocol.Evaluate{Stories: heldOut}
	case Downloading, Handing:
		return protocol.Export{Format: protocol.F32}
	}
	return nil
}

func (s State) conversion() protocol.Conversion {
	r := s.Training.Run
	return protocol.Conversion{KVHeads: r.KVHeads, Method: r.Method, Grouping: r.Grouping, Seed: r.Seed}
}

func (s State) convert() protocol.Convert {
	return protocol.Convert{Conversion: s.conversion(), Stories: heldOut}
}

func (s State) uptrain() protocol.Uptrain {
	r := s.Training.Run
	return protocol.Uptrain{Conversion: s.conversion(), Alpha: r.Alpha(), Rate: r.Rate, Workers: s.atWork(r.Workers)}
}

func (s State) tale() protocol.Sample {
	return protocol.Sample{Prompt: s.Lang.Prompt(), Seed: talesSeed, Tokens: taleTokens}
}

// atWork is how many of the workers that share a step are at it now: while the slider moves
// one, which leaves the other processors to the reader.
func (s State) atWork(workers int) int {
	if s.Moves > 0 {
		return 1
	}
	return max(1, workers)
}

// workers is how many are to share a step.
func (s State) workers() int {
	if n := s.Training.Choice.Workers; n > 0 {
		return n
	}
	return max(1, min(maxWorkers, s.Training.Cores))
}

// trainingRate is the peak of the learning rate for a choice: its own, or that of the
// stored cell that is nearest in alpha; 0, that of pre-training, if there is none.
func (s State) trainingRate(c Choice) float32 {
	if c.Rate > 0 {
		return c.Rate
	}
	method, nearest, rate := c.Method.String(), math.Inf(1), float32(0)
	if c.KVHeads == shape.Heads {
		method = "mean"
	}
	r := results()
	for _, t := range []assets.Table{r.ByAlpha, r.ByMethod, r.ByGroups} {
		for _, p := range t.Points {
			if d := math.Abs(p.Alpha - c.Alpha()); p.KVHeads == c.KVHeads && p.Method == method && p.Alpha > 0 && !p.Matched && d < nearest {
				nearest, rate = d, p.Rate
			}
		}
	}
	return rate
}

// working says whether the trainer has something to do.
func (t Training) working() bool { return t.Work != NoTraining && t.Work != Paused }

// pace is the tokens a second of those that took so long, 0 if it is not known yet, and the
// seconds that those to come will take at that speed.
func pace(p protocol.Progress, tokensPerStep, toCome int) (speed, left float64) {
	if p.Spent <= 0 || p.Done == p.Since {
		return 0, 0
	}
	speed = float64((p.Done-p.Since)*tokensPerStep) / p.Spent.Seconds()
	return speed, float64(toCome) / speed
}

// stages is how many pictures of the conversion there are: as they were, turned to agree,
// made one.
func (t Training) stages() int {
	if t.Run.Method == attention.Aligned {
		return 3
	}
	return 2
}

// multiHeadLoss is that of the model that the training began with, on held-out stories.
func (s State) multiHeadLoss() (loss float64, ok bool) {
	for _, r := range results().Rows {
		if r.KVHeads == shape.Heads && r.Method == "mean" && r.Alpha == 0 && r.PretrainSeed == results().Seeds[0] {
			return r.Loss, true
		}
	}
	b := s.Training.Converted.Before
	return b.Loss, b.Stories > 0
}

// keptNote is what the page notes down of a training that this browser keeps: enough to
// offer it again. It is empty if there is none.
func (s State) keptNote() string {
	t := s.Training
	k := t.Kept
	if t.Trained.Kept > 0 && t.Work != NoTraining {
		k = Kept{t.Run, t.Trained.Kept, t.Trained.Steps}
	}
	if k.Steps == 0 {
		return ""
	}
	text, err := json.Marshal(k)
	if err != nil {
		return ""
	}
	return string(text)
}

// parseKept reads such a note. It may have been written by anyone.
func parseKept(note string) (k Kept, ok bool) {
	if len(note) > 1<<10 || json.Unmarshal([]byte(note), &k) != nil {
		return Kept{}, false
	}
	if k.Choice.Rate < 0 || k.Step < 1 || k.Steps < k.Step || k.Steps > 1<<20 {
		return Kept{}, false
	}
	rate := k.Choice.Rate
	k.Choice = k.Choice.valid()
	k.Choice.Rate = rate
	return k, true
}

// runFile is a model of the reader's as "gqa uptrain -from" reads it.
func (s State) runFile(i int) (name, kind, content string) {
	if i < 0 || i >= len(s.Paper.Own) || s.Paper.Own[i].Steps == 0 {
		return "", "", ""
	}
	m := s.Paper.Own[i]
	u := assets.Uptraining{KVHeads: m.KVHeads, Method: m.Method.String(), Alpha: m.Asked, Rate: m.Rate, Seed: m.Seed, Steps: m.Steps, Workers: m.Workers, Loss: m.LastLoss}
	if m.Similar {
		u.Grouping = "similar"
	}
	text, err := json.Indented(u)
	if err != nil {
		return "", "", ""
	}
	return m.fileName() + ".json", "application/json", string(text) + "\n"
}

// fileName is the name of the model's files, without what they end in.
func (m OwnModel) fileName() string {
	name := "gqa-g" + strconv.Itoa(m.KVHeads) + "-" + m.Method.String()
	if m.Similar {
		name += "-similar"
	}
	return name + "-alpha" + strings.ReplaceAll(strconv.FormatFloat(m.Alpha, 'g', 4, 64), ".", "_") + "-seed" + strconv.FormatUint(m.Seed, 10)
}
