package uptrain

import (
	"errors"
	"runtime"

	"gqaplayground/attention"
	"gqaplayground/attention/train"
	"gqaplayground/wasm/internal/parcel"
	"gqaplayground/wasm/internal/say"
	"gqaplayground/wasm/protocol"
)

// maxBrought is more weights than any model has that can be trained: each of them takes
// at least its value before and after, packed, a gradient for each sequence, and two
// moments.
const maxBrought = protocol.TrainingMemory / 4 / (5 + attention.TrainBatch)

// looks is how often, during training, the loss on the held-out part of the text is
// measured.
const looks = 10

// lesson is a training of the reader's model on a text.
type lesson struct {
	training
	command  protocol.Learn
	text     *train.Text
	readings []*reading // to be done before the next step
	seen     protocol.Learned
	ending   bool // the last readings have been asked for
}

// reading is a part of the text, read by a model.
type reading struct {
	by         train.TextReader
	text, rest []int
	sum        float64
	loss       *float64 // where the mean goes
	at         *int     // where the step goes; nil is nowhere
}

// bring takes a piece of the reader's model.
func (s *Session) bring(c protocol.Load) (protocol.Event, error) {
	s.lesson = nil // of the one before: there may not be room for two
	loaded, model, err := s.arriving.Take(c, maxBrought)
	if model != nil {
		s.brought = model
	}
	return loaded, err
}

// learn begins a training on a text or carries on with it.
func (s *Session) learn(c protocol.Learn) (protocol.Event, error) {
	begun := s.now()
	if c.Workers < 1 {
		return nil, say.Error(c.Workers, " workers, want 1 at least")
	}
	if l := s.lesson; l == nil || l.command.Run != c.Run || l.command.Text != c.Text {
		l, err := s.newLesson(c)
		if short, is := err.(train.ShortText); is {
			return protocol.TooShort{Tokens: short.Tokens, Least: train.LeastText}, nil
		} else if err != nil {
			return nil, err
		}
		s.lesson = l
	}
	l := s.lesson
	l.command = c
	workers := s.share(c)
	for !l.seen.Over && s.room(begun) {
		switch {
		case len(l.readings) > 0:
			l.readOn()
		case !l.over() && !c.Enough:
			if s.goOn(&l.training, workers, begun) && l.trainer.Done%l.lookEvery() == 0 && !l.over() {
				l.readLater(&reading{by: l.text.ReaderOf(l.trainer), text: l.text.HeldOut, loss: &l.seen.Now, at: &l.seen.NowAt})
			}
		case !l.ending:
			s.crew.Want(0)
			l.ending = true
			l.readBoth(l.text.ReaderOf(l.trainer), &l.seen.After)
		default:
			l.seen.Over = true
		}
	}
	return l.report(), nil
}

// newLesson converts the model that was brought and prepares to train it. What does not
// fit into memory is refused before any is taken.
func (s *Session) newLesson(c protocol.Learn) (*lesson, error) {
	if s.brought == nil {
		return nil, errors.New("no model has been brought")
	}
	config, kvHeads := s.brought.Weights.Config, c.Run.KVHeads
	if err := config.CanMerge(kvHeads); err != nil {
		return nil, err
	}
	if !c.Run.Method.Valid() {
		return nil, say.Error("unknown method ", int(c.Run.Method), " of conversion")
	}
	if need := config.TrainingBytes(kvHeads); need > protocol.TrainingMemory {
		return nil, say.Error("training this model takes ", need>>20, " MiB, more than the ", protocol.TrainingMemory>>20, " MiB this page allows itself")
	}
	s.lesson = nil
	runtime.GC() // the one before
	t, text, err := train.TextRun(c.Run).Start(s.brought, c.Text)
	if err != nil {
		return nil, err
	}
	l := &lesson{training: training{trainer: t}, text: text}
	l.readBoth(text.Reader(s.brought.Weights), &l.seen.Before)
	if t.Weights().Config != config {
		l.readBoth(text.ReaderOf(t), &l.seen.Converted)
	}
	return l, nil
}

// share is how many workers there is memory for, and room for in a message.
func (s *Session) share(c protocol.Learn) int {
	config := s.brought.Weights.Config
	more := config.GradientBytes(c.Run.KVHeads)
	if 4*config.Params()+1<<10 > protocol.MaxMessage {
		return 1
	}
	return min(c.Workers, 1+(protocol.TrainingMemory-config.TrainingBytes(c.Run.KVHeads))/more)
}

// readLater has the model read a part of the text before its next step.
func (l *lesson) readLater(r *reading) {
	r.rest = r.text
	l.readings = append(l.readings, r)
}

// readBoth is readLater for both parts.
func (l *lesson) readBoth(by train.TextReader, loss *protocol.TextLoss) {
	l.readLater(&reading{by: by, text: l.text.Trained, loss: &loss.Trained})
	l.readLater(&reading{by: by, text: l.text.HeldOut, loss: &loss.HeldOut})
}

// readOn reads one more piece.
func (l *lesson) readOn() {
	r := l.readings[0]
	loss, rest := r.by.Piece(r.rest)
	l.seen.Read += len(r.rest) - len(rest)
	r.sum, r.rest = r.sum+loss, rest
	if len(rest) > 0 {
		return
	}
	*r.loss = r.sum / float64(len(r.text))
	if r.at != nil {
		*r.at = l.trainer.Done
	}
	l.readings = l.readings[1:]
	if len(l.readings) == 0 || l.readings[0].by != r.by {
		l.seen.Read = 0
	}
}

// lookEvery is the number of steps between two looks.
func (l *lesson) lookEvery() int { return (l.trainer.Recipe.Steps + looks - 1) / looks }

// report says how far a lesson has come.
func (l *lesson) report() protocol.Learned {
	e := l.seen
	e.Learn = l.command
	e.Learn.Text = ""
	e.Trained, e.HeldOut, e.TokensPerStep = len(l.text.Trained), len(l.text.HeldOut), tokensPerStep(l.trainer.Recipe)
	e.Progress = l.progress()
	return e
}

// learnt is the model as it is now, as a file.
func (s *Session) learnt() ([]byte, error) {
	if s.lesson == nil {
		return nil, errors.New("no model has been trained on a text")
	}
	file, t := *s.brought, s.lesson.trainer
	file.Weights, file.Notes = t.Weights(), train.TextRun(s.lesson.command.Run).Notes(t.Done)
	return parcel.GGUF(file, protocol.F32)
}
