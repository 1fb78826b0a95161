package uptrain

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"gqaplayground/attention/train"
	"gqaplayground/wasm/internal/say"
	"gqaplayground/wasm/protocol"
)

var (
	errTokens  = errors.New("a sequence of no length that the model has")
	errWeights = errors.New("no weights, or not those of the model")
)

// keepEvery is how much training passes before its state is kept again.
const keepEvery = 20 * time.Second

// training is a trainer at work.
type training struct {
	trainer *train.Trainer
	losses  []float64 // of all steps
	told    int       // of those, to the page

	since   int           // step at which the clock was started
	spent   time.Duration // on whole steps since
	partly  time.Duration // on the step under way
	total   time.Duration
	workers int // that share it

	step *step // under way; nil between two
}

// run is a training of the multi-head model on stories.
type run struct {
	training
	command protocol.Uptrain
	kept    int           // step
	keptAt  time.Duration // spent at all, when it was
	unkept  string
}

// step is a training step under way.
type step struct {
	owner  []int // of each sequence: a member of the crew, or here
	done   []bool
	ticket []int // of what was asked of others
}

// here is the owner of what is done in this session.
const here = -1

// runOf is what the result of a command depends on.
func runOf(c protocol.Uptrain) train.Run {
	return train.Run{
		KVHeads: c.Conversion.KVHeads, Method: c.Conversion.Method, Similar: c.Conversion.Grouping == protocol.Similar,
		Alpha: c.Alpha, Rate: c.Rate, Seed: c.Conversion.Seed,
	}
}

// uptrain begins a training or carries on with it.
func (s *Session) uptrain(c protocol.Uptrain) (protocol.Event, error) {
	if err := s.load(); err != nil {
		return nil, err
	}
	if c.Workers < 1 {
		return nil, say.Error(c.Workers, " workers, want 1 at least")
	}
	if s.run == nil || runOf(s.run.command) != runOf(c) {
		if err := s.known(c.Conversion); err != nil {
			return nil, err
		}
		s.run, s.lesson = nil, nil // there may not be room for two
		t, err := runOf(c).Start(s.base, s.pretraining)
		if err != nil {
			return nil, err
		}
		s.run = &run{training: training{trainer: t}}
	}
	r := s.run
	r.command = c
	for begun := s.now(); !r.over() && s.room(begun) && s.goOn(&r.training, c.Workers, begun); {
		if r.total-r.keptAt >= keepEvery || r.over() {
			s.keep(r)
		}
	}
	if r.over() {
		s.crew.Want(0)
	}
	return s.report(r), nil
}

// over says whether all steps are done.
func (t *training) over() bool { return t.trainer.Done == t.trainer.Recipe.Steps }

// report says how far a training has come.
func (s *Session) report(r *run) protocol.Trained {
	return protocol.Trained{
		Uptrain: r.command, Base: s.base.Name, Pretraining: s.pretraining, Rate: r.trainer.Recipe.Peak,
		Steps: r.trainer.Recipe.Steps, TokensPerStep: tokensPerStep(r.trainer.Recipe),
		Progress: r.progress(), Kept: r.kept, Unkept: r.unkept,
	}
}

func tokensPerStep(r train.Recipe) int { return r.Batch * r.Context }

// progress has the losses that the page has not yet been told.
func (t *training) progress() protocol.Progress {
	first := t.told
	t.told = len(t.losses)
	return protocol.Progress{
		Done: t.trainer.Done, First: first, Losses: slices.Clone(t.losses[first:]),
		Workers: max(1, t.workers), Since: t.since, Spent: t.spent,
	}
}

// goOn carries on with a step, which workers share, or begins one, and says whether it is
// done. It counts the time that this takes.
func (s *Session) goOn(t *training, workers int, begun time.Duration) (done bool) {
	from := s.now()
	done = s.stepOn(t, workers, begun)
	took := s.now() - from
	t.partly += took
	t.total += took
	if done {
		t.spent += t.partly
		t.partly = 0
	}
	return done
}

// stepOn carries on with a step until the slice that began at begun is over, though never
// stopping within a sequence.
func (s *Session) stepOn(t *training, workers int, begun time.Duration) (done bool) {
	if t.step == nil {
		s.beginStep(t, workers)
	}
	for {
		st := t.step
		mine := -1
		for i, owner := range st.owner {
			if owner == here && !st.done[i] {
				mine = i
				break
			}
		}
		switch {
		case mine >= 0:
			t.trainer.Gradient(mine)
			st.done[mine] = true
		case slices.Contains(st.done, false):
			s.hear(t, max(time.Millisecond, protocol.TrainingSlice-(s.now()-begun)))
		}
		if !slices.Contains(st.done, false) {
			t.losses = append(t.losses, t.trainer.Update())
			t.step = nil
			return true
		}
		if !s.room(begun) {
			return false
		}
	}
}

// beginStep hands out the sequences of a step. The last goes to this session, which also
// has the update to do.
func (s *Session) beginStep(t *training, workers int) {
	if workers > 1 { // for one the crew stays: it may be wanted again soon
		s.crew.Want(min(workers, t.trainer.Recipe.Batch) - 1)
	}
	crew := s.crew.Ready()
	crew = crew[:min(len(crew), workers-1)]
	if n := len(crew) + 1; n != t.workers {
		t.workers, t.since, t.spent = n, t.trainer.Done, 0
	}
	batch := t.trainer.Recipe.Batch
	t.step = &step{make([]int, batch), make([]bool, batch), make([]int, batch)}
	var weights []byte
	informed := map[int]bool{}
	for i := range batch {
		t.step.owner[i] = here
		at := i % (len(crew) + 1)
		if at == len(crew) {
			continue
		}
		if weights == nil {
			w := t.trainer.Weights().Slab()
			weights = train.AppendFloats(make([]byte, 0, 4*len(w)), w)
		}
		ask := protocol.Differentiate{Config: t.trainer.Weights().Config, Tokens: t.trainer.Sequence(i), Scale: t.trainer.Recipe.Scale()}
		if member := crew[at]; !informed[member] {
			informed[member] = true
			ask.Weights = weights
		}
		s.tickets++
		ask.Ticket = s.tickets
		t.step.owner[i], t.step.ticket[i] = crew[at], s.tickets
		s.crew.Ask(crew[at], ask)
	}
}

// hear waits for an answer of the crew. What a lost member owes is done here.
func (s *Session) hear(t *training, wait time.Duration) {
	member, answer, ok := s.crew.Hear(wait)
	if !ok {
		return
	}
	st := t.step
	if d, is := answer.(protocol.Differentiated); is {
		i := slices.Index(st.ticket, d.Ticket)
		if i < 0 || st.owner[i] != member {
			return // of a training that has been given up
		}
		if err := t.trainer.PutGradient(i, d.Gradient, d.Loss); err == nil {
			st.done[i] = true
			return
		}
	}
	for i, owner := range st.owner {
		if owner == member && !st.done[i] {
			st.owner[i] = here
		}
	}
}

// keptVersion is the version of what is in the storage.
const keptVersion = 1

// keep puts a training into the storage.
func (s *Session) keep(r *run) {
	r.keptAt = r.total
	var state bytes.Buffer
	r.trainer.Save(&state) // to memory: it cannot fail
	err := s.storage.Put(protocol.AppendKept(make([]byte, 0, state.Len()+4096+8*len(r.losses)), protocol.Kept{
		Version: keptVersion, Model: s.hash, Uptrain: r.command, Losses: r.losses, State: state.Bytes(),
	}))
	if r.unkept = ""; err != nil {
		r.unkept = err.Error()
		return
	}
	r.kept = r.trainer.Done
}

func (s *Session) keepNow() (protocol.Event, error) {
	if s.run == nil {
		return nil, errors.New("there is no training to keep")
	}
	if s.keep(s.run); s.run.unkept != "" {
		return nil, errors.New(s.run.unkept)
	}
	return protocol.Stored{Step: s.run.kept}, nil
}

// restore resumes what is in the storage.
func (s *Session) restore() (protocol.Event, error) {
	if err := s.load(); err != nil {
		return nil, err
	}
	data, err := s.storage.Get()
	if err != nil {
		return nil, err
	}
	if err := s.resume(data); err != nil {
		return protocol.Failed{Command: protocol.Useless, Reason: err.Error()}, nil
	}
	return s.report(s.run), nil
}

// resume takes up a training as it was kept.
func (s *Session) resume(data []byte) error {
	if data == nil {
		return errors.New("no training is kept in this browser")
	}
	kept, err := protocol.ParseKept(data)
	switch {
	case err != nil:
		return say.Error("what is kept in this browser cannot be read: ", err)
	case kept.Version != keptVersion:
		return say.Error("what is kept in this browser is of version ", kept.Version, ", want ", keptVersion)
	case kept.Model != s.hash:
		return errors.New("what is kept in this browser began with another model than this page has now")
	}
	c := kept.Uptrain
	if err := s.known(c.Conversion); err != nil {
		return err
	}
	s.run, s.lesson = nil, nil // there may not be room for two
	t, err := runOf(c).Start(s.base, s.pretraining)
	if err != nil {
		return err
	}
	if err := t.Restore(bytes.NewReader(kept.State)); err != nil {
		return err
	}
	if t.Done < 0 || t.Done > t.Recipe.Steps || t.Done != len(kept.Losses) {
		return say.Error("what is kept in this browser is at step ", t.Done, " of ", t.Recipe.Steps, ", with ", len(kept.Losses), " losses")
	}
	s.run = &run{training: training{trainer: t, losses: kept.Losses, since: t.Done}, command: c, kept: t.Done}
	return nil
}

func (s *Session) forget() (protocol.Event, error) {
	if err := s.storage.Delete(); err != nil {
		return nil, err
	}
	if s.run != nil {
		s.run.kept = 0
	}
	return protocol.Stored{}, nil
}
