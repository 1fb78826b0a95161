// Package uptrain carries out the commands of the trainer: it converts the multi-head
// model to fewer key/value heads and trains it further, one slice at a time. It knows no
// browser: the trainer's worker hands it commands in the browser; tests and the
// in-process client do so natively. The result is the same as that of "gqa uptrain", bit
// for bit.
package uptrain

import (
	"errors"
	"hash/fnv"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
	"gqaplayground/wasm/internal/parcel"
	"gqaplayground/wasm/internal/say"
	"gqaplayground/wasm/protocol"
)

// ModelFile is the multi-head model that is converted.
const ModelFile = "paper-g8.gguf"

// Storage keeps one piece of data while the browser is closed.
type Storage interface {
	Put(data []byte) error
	Get() ([]byte, error) // nil if there is none
	Delete() error
}

// Session answers commands, one at a time. It is not safe for concurrent use.
type Session struct {
	fetch   func(name string) ([]byte, error)
	now     func() time.Duration
	storage Storage
	crew    Crew

	base        *attention.Checkpoint // once it has been fetched
	hash        uint64                // of its file
	pretraining int                   // steps of it
	before      *train.Evaluation     // of it

	conversion *conversion // that was asked for last
	run        *run        // that was asked for since, if any
	evaluation *evaluation // of either, if it has not changed since

	arriving parcel.In             // a model of the reader's
	brought  *attention.Checkpoint // what the last file held
	lesson   *lesson               // of it
	leaving  parcel.Out            // what came of it, as a file

	tickets        int // given to the crew
	differentiator *train.Differentiator
}

// New returns a session that gets its model from fetch and the time from now. It keeps
// trainings in storage and shares them with a crew.
func New(fetch func(name string) ([]byte, error), now func() time.Duration, storage Storage, crew Crew) *Session {
	return &Session{fetch: fetch, now: now, storage: storage, crew: crew}
}

// First is the trainer's first word.
func (s *Session) First() protocol.Event { return protocol.Ready{Kernel: attention.Kernel()} }

// Do carries out c. Whatever goes wrong is answered with Failed. The session carries on
// as if c had not been asked; but after an error of its own it holds nothing any more.
func (s *Session) Do(c protocol.Command) (answer protocol.Event) {
	defer func() {
		if r := recover(); r != nil {
			s.crew.Want(0)
			*s = Session{fetch: s.fetch, now: s.now, storage: s.storage, crew: s.crew, tickets: s.tickets}
			answer = protocol.Failed{Command: name(c), Reason: say.Text("an error in the trainer: ", r)}
		}
	}()
	answer, err := s.do(c)
	if err != nil {
		return protocol.Failed{Command: name(c), Reason: err.Error()}
	}
	return answer
}

func (s *Session) do(c protocol.Command) (protocol.Event, error) {
	switch c := c.(type) {
	case protocol.Convert:
		return s.convert(c)
	case protocol.Uptrain:
		return s.uptrain(c)
	case protocol.Evaluate:
		return s.evaluate(c)
	case protocol.Sample:
		return s.sample(c)
	case protocol.Export:
		return s.export(c)
	case protocol.Keep:
		return s.keepNow()
	case protocol.Restore:
		return s.restore()
	case protocol.Forget:
		return s.forget()
	case protocol.Differentiate:
		return s.differentiate(c)
	case protocol.Load:
		return s.bring(c)
	case protocol.Learn:
		return s.learn(c)
	case protocol.Save:
		return s.leaving.Hand(c, s.learnt)
	}
	return nil, errors.New("unknown command")
}

// name is the name of a command's type.
func name(c protocol.Command) string {
	switch c.(type) {
	case protocol.Convert:
		return "Convert"
	case protocol.Uptrain:
		return "Uptrain"
	case protocol.Evaluate:
		return "Evaluate"
	case protocol.Sample:
		return "Sample"
	case protocol.Export:
		return "Export"
	case protocol.Keep:
		return "Keep"
	case protocol.Restore:
		return "Restore"
	case protocol.Forget:
		return "Forget"
	case protocol.Differentiate:
		return "Differentiate"
	case protocol.Load:
		return "Load"
	case protocol.Learn:
		return "Learn"
	case protocol.Save:
		return "Save"
	}
	return "?"
}

// load fetches the model, once.
func (s *Session) load() error {
	if s.base != nil {
		return nil
	}
	data, err := s.fetch(ModelFile)
	if err != nil {
		return say.Error(ModelFile, ": ", err)
	}
	c, err := attention.ReadGGUF(data)
	if err == nil {
		err = c.CanTell()
	}
	if err == nil {
		s.pretraining, err = train.PretrainingSteps(c)
	}
	if err != nil {
		return say.Error(ModelFile, ": ", err)
	}
	h := fnv.New64a()
	h.Write(data)
	s.base, s.hash = c, h.Sum64()
	s.before = train.NewEvaluation(c.Weights, c.Tokenizer, stories.HeldOut, train.EvaluationSeed)
	return nil
}

// known returns an error unless there is such a conversion.
func (s *Session) known(c protocol.Conversion) error {
	switch {
	case !c.Method.Valid():
		return say.Error("unknown method ", int(c.Method), " of conversion")
	case c.Grouping > protocol.Similar:
		return say.Error("unknown grouping ", int(c.Grouping))
	}
	return s.base.Weights.Config.CanMerge(c.KVHeads)
}

// subject is the model that the last command was about, and the steps that it has been
// trained for.
func (s *Session) subject() (w *attention.Weights, steps int, err error) {
	switch {
	case s.run != nil:
		return s.run.trainer.Weights(), s.run.trainer.Done, nil
	case s.conversion != nil:
		return s.conversion.weights, 0, nil
	}
	return nil, 0, errors.New("no model has been converted")
}

// room says whether the slice that began at begun goes on.
func (s *Session) room(begun time.Duration) bool { return s.now()-begun < protocol.TrainingSlice }
