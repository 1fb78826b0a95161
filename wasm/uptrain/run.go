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

// keepEvery is the time of training after which its state is kept again.
const keepEvery = 20 * time.Second

// run is a training.
type run struct {
	command protocol.Uptrain
	trainer *train.Trainer
	losses  []float64 // of all steps
	told    int       // of those, to the page

	since   int           // step at which the clock was started
	spent   time.Duration // on whole steps since
	partly  time.Duration // on the step under way
	workers int           // that share it

	kept   int           // step
	keptAt time.Duration // spent at all, when it was
	total  time.Duration
	unkept string

	step *step // under way; nil between two
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

// uptrain begins a training, or carries on with it.
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
		s.run = nil // there may not be room for two
		t, err := runOf(c).Start(s.base, s.pretraining)
		if err != nil {
			return nil, err
		}
		s.run = &run{trainer: t}
	}
	r := s.run
	r.command = c
	steps := r.trainer.Recipe.Steps

	begun := s.now()
	mark := begun // of what has been counted
	count := func() {
		now := s.now()
		r.partly += now - mark
		r.total += now - mark
		mark = now
	}
	for r.trainer.Done < steps && s.room(begun) {
		over := s.stepOn(r, begun)
		count()
		if !over {
			break
		}
		r.spent += r.partly
		r.partly = 0
		if r.total-r.keptAt >= keepEvery || r.trainer.Done == steps {
			s.keep(r)
			mark = s.now() // keeping is not training
		}
	}
	if r.trainer.Done == steps {
		s.crew.Want(0)
	}
	return s.report(r), nil
}

// report says how far a training is.
func (s *Session) report(r *run) protocol.Trained {
	t := protocol.Trained{
		Uptrain: r.command, Base: s.base.Name, Pretraining: s.pretraining, Rate: r.trainer.Recipe.Peak,
		Steps: r.trainer.Recipe.Steps, TokensPerStep: r.trainer.Recipe.Batch * r.trainer.Recipe.Context,
		Done: r.trainer.Done, First: r.told, Losses: slices.Clone(r.losses[r.told:]),
		Workers: max(1, r.workers), Since: r.since, Spent: r.spent, Kept: r.kept, Unkept: r.unkept,
	}
	r.told = len(r.losses)
	return t
}

// stepOn goes on with a step, or begins one, and says whether it is done. It stops when
// the slice that began at begun is over, but not within a sequence.
func (s *Session) stepOn(r *run, begun time.Duration) (done bool) {
	if r.step == nil {
		s.beginStep(r)
	}
	for {
		st := r.step
		mine := -1
		for i, owner := range st.owner {
			if owner == here && !st.done[i] {
				mine = i
				break
			}
		}
		switch {
		case mine >= 0:
			r.trainer.Gradient(mine)
			st.done[mine] = true
		case slices.Contains(st.done, false):
			s.hear(r, max(time.Millisecond, protocol.TrainingSlice-(s.now()-begun)))
		}
		if !slices.Contains(st.done, false) {
			r.losses = append(r.losses, r.trainer.Update())
			r.step = nil
			return true
		}
		if !s.room(begun) {
			return false
		}
	}
}

// beginStep shares the sequences of a step out. The last goes to this session, which
// has the update to do besides.
func (s *Session) beginStep(r *run) {
	s.crew.Want(min(r.command.Workers, r.trainer.Recipe.Batch) - 1)
	crew := s.crew.Ready()
	crew = crew[:min(len(crew), r.command.Workers-1)]
	if n := len(crew) + 1; n != r.workers {
		r.workers, r.since, r.spent = n, r.trainer.Done, 0
	}
	batch := r.trainer.Recipe.Batch
	r.step = &step{make([]int, batch), make([]bool, batch), make([]int, batch)}
	var weights []byte
	informed := map[int]bool{}
	for i := range batch {
		r.step.owner[i] = here
		at := i % (len(crew) + 1)
		if at == len(crew) {
			continue
		}
		if weights == nil {
			w := r.trainer.Weights().Slab()
			weights = train.AppendFloats(make([]byte, 0, 4*len(w)), w)
		}
		ask := protocol.Differentiate{Config: r.trainer.Weights().Config, Tokens: r.trainer.Sequence(i), Scale: r.trainer.Recipe.Scale()}
		if member := crew[at]; !informed[member] {
			informed[member] = true
			ask.Weights = weights
		}
		s.tickets++
		ask.Ticket = s.tickets
		r.step.owner[i], r.step.ticket[i] = crew[at], s.tickets
		s.crew.Ask(crew[at], ask)
	}
}

// hear waits for an answer of the crew. What a lost member owes is done here.
func (s *Session) hear(r *run, wait time.Duration) {
	member, answer, ok := s.crew.Hear(wait)
	if !ok {
		return
	}
	st := r.step
	if d, is := answer.(protocol.Differentiated); is {
		i := slices.Index(st.ticket, d.Ticket)
		if i < 0 || st.owner[i] != member {
			return // of a training that has been given up
		}
		if err := r.trainer.PutGradient(i, d.Gradient, d.Loss); err == nil {
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

// kept is the version of what is in the storage.
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

// restore takes up what is in the storage.
func (s *Session) restore() (protocol.Event, error) {
	if err := s.load(); err != nil {
		return nil, err
	}
	data, err := s.storage.Get()
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, errors.New("no training is kept in this browser")
	}
	kept, err := protocol.ParseKept(data)
	switch {
	case err != nil:
		return nil, say.Error("what is kept in this browser cannot be read: ", err)
	case kept.Version != keptVersion:
		return nil, say.Error("what is kept in this browser is of version ", kept.Version, ", want ", keptVersion)
	case kept.Model != s.hash:
		return nil, errors.New("what is kept in this browser began with another model than this page has now")
	}
	c := kept.Uptrain
	if err := s.known(c.Conversion); err != nil {
		return nil, err
	}
	s.run = nil // there may not be room for two
	t, err := runOf(c).Start(s.base, s.pretraining)
	if err != nil {
		return nil, err
	}
	if err := t.Restore(bytes.NewReader(kept.State)); err != nil {
		return nil, err
	}
	if t.Done < 0 || t.Done > t.Recipe.Steps || t.Done != len(kept.Losses) {
		return nil, say.Error("what is kept in this browser is at step ", t.Done, " of ", t.Recipe.Steps, ", with ", len(kept.Losses), " losses")
	}
	s.run = &run{command: c, trainer: t, losses: kept.Losses, since: t.Done, kept: t.Done}
	return s.report(s.run), nil
}

func (s *Session) forget() (protocol.Event, error) {
	if err := s.storage.Delete(); err != nil {
		return nil, err
	}
	s.run = nil
	return protocol.Stored{}, nil
}
