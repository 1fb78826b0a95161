package engine

import (
	"errors"
	"math"
	"slices"

	"gqaplayground/attention"
	"gqaplayground/wasm/internal/parcel"
	"gqaplayground/wasm/protocol"
)

// Limits of models that the reader brings.
const (
	// modelBudget is the memory that a model may take, in bytes: its weights as they were
	// loaded, as they were converted, and packed for the kernels.
	modelBudget = 2 << 30
	maxOwn      = modelBudget / 3 / 4 // weights

	// alignBudget is the arithmetic that aligning heads may take, a few seconds' worth.
	alignBudget = 1 << 32

	scoreWindow = 1024    // tokens that a text is scored at a time
	maxScored   = 1 << 15 // tokens of a text that is scored
)

// load takes a piece of a file, and makes a model of the file once it has the last.
func (e *Engine) load(c protocol.Load) (protocol.Event, error) {
	loaded, checkpoint, err := e.arriving.Take(c, maxOwn)
	if checkpoint == nil {
		return loaded, err
	}
	e.own, e.looks = checkpoint, nil
	e.stop() // it may measure the one before
	if e.use.Own {
		e.use = protocol.Use{} // as is no model: the next Use makes it anew
		e.story = story{}      // whose tokens those to come do not know
	}
	return loaded, nil
}

// canConvert returns an error unless a conversion is possible, and takes no more than
// some seconds.
func canConvert(c attention.Config, kvHeads int, method attention.Method) error {
	if err := c.CanMerge(kvHeads); err != nil {
		return err
	}
	d := c.HeadDim
	if work := c.Layers * c.KVHeads * d * d * (c.Dim*(17+c.GroupSize()) + 440*d); method == attention.Aligned && work > alignBudget {
		return wrong("aligning the heads of this model takes ", work>>20, " million steps, more than the ", alignBudget>>20,
			" million this page allows itself; gqa convert -method aligned does it on the command line")
	}
	return nil
}

// planScore prepares to read a text.
func (e *Engine) planScore(c protocol.Score) (*task, error) {
	if e.decoder == nil || c.Use != e.use {
		return nil, errors.New("another model is in use")
	}
	tok := e.from.Tokenizer
	tokens := tok.Encode(c.Text)
	if len(tokens) == 0 || len(tokens) > maxScored {
		return nil, wrong("a text of ", len(tokens), " tokens, want 1 to ", maxScored)
	}
	window := min(e.capacity(), scoreWindow)
	r := &routine{now: e.now}
	var losses []float32
	r.start(func() error {
		d := e.decoder.Another(window)
		var logits []float32
		for _, t := range tokens {
			if !r.rest() {
				return errStopped
			}
			if d.Len() >= window || d.Len() == 0 {
				d.Reset()
				logits = d.Step(tok.BOS())
			}
			losses = append(losses, surprise(logits, t))
			logits = d.Step(t)
		}
		return nil
	})
	return &task{c, r, func() protocol.Event {
		s := protocol.Scored{Score: protocol.Score{Use: c.Use}, Window: window, Progress: float32(len(losses)) / float32(len(tokens)), Done: r.done}
		if r.done {
			s.Losses = losses
		}
		return s
	}}, nil
}

// surprise is -ln of the probability of a token.
func surprise(logits []float32, token int) float32 {
	largest := float64(slices.Max(logits))
	var sum float64
	for _, x := range logits {
		sum += math.Exp(float64(x) - largest)
	}
	return float32(math.Log(sum) + largest - float64(logits[token]))
}

// save hands over a piece of the model in use, as a file.
func (e *Engine) save(c protocol.Save) (protocol.Event, error) {
	return e.saved.Hand(c, func() ([]byte, error) {
		if e.decoder == nil {
			return nil, errors.New("no model is in use")
		}
		checkpoint := *e.from
		checkpoint.Weights = e.weights
		if e.weights != e.from.Weights {
			method, _ := e.use.Source.Method()
			checkpoint.Notes = append(slices.Clone(checkpoint.Notes), attention.Note{Key: "method", Value: method.String()})
		}
		return parcel.GGUF(checkpoint, c.Format)
	})
}
