package engine

import (
	"errors"
	"math"
	"runtime"
	"slices"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Limits of models that the reader brings.
const (
	// modelBudget is the memory that one may take, in bytes: its weights as they were
	// loaded, as they were converted, and packed for the kernels.
	modelBudget = 2 << 30
	maxOwn      = modelBudget / 3 / 4 // weights

	// alignBudget is the arithmetic that aligning heads may take: some seconds.
	alignBudget = 1 << 32

	savePiece   = 1 << 20 // bytes that are handed over at a time
	scoreWindow = 1024    // tokens that a text is scored at a time
	maxScored   = 1 << 15 // tokens of a text that is scored
)

// arriving is a file on its way.
type arriving struct {
	load protocol.Load // the first piece, without Data
	data []byte
}

// load takes a piece of a file, and with the last one makes a model of it.
func (e *Engine) load(c protocol.Load) (protocol.Event, error) {
	piece := c.Data
	c.Data = nil
	a := &e.arriving
	if c.At == 0 {
		switch {
		case c.Size < 1 || c.Size > attention.MaxFile:
			return nil, wrong(c.Name, ": ", c.Size, " bytes, want 1 to ", attention.MaxFile)
		case c.Tokenizer < 0 || c.Tokenizer >= c.Size:
			return nil, wrong(c.Name, ": ", c.Tokenizer, " of ", c.Size, " bytes are the tokenizer")
		}
		*a = arriving{load: c}
		runtime.GC() // what came before
		a.data = make([]byte, 0, c.Size)
	}
	want := a.load
	want.At = len(a.data)
	if c.At != want.At || c.Name != want.Name || c.Size != want.Size || c.Tokenizer != want.Tokenizer || len(piece) > c.Size-c.At {
		*a = arriving{}
		return nil, wrong(c.Name, ": byte ", c.At, " came where byte ", want.At, " of ", want.Name, " was due")
	}
	a.data = append(a.data, piece...)
	loaded := protocol.Loaded{Load: c, Have: len(a.data)}
	if loaded.Have < c.Size {
		return loaded, nil
	}
	checkpoint, err := readOwn(a.data, c)
	*a = arriving{}
	if err != nil {
		return nil, err
	}
	e.own, e.looks = checkpoint, nil
	e.stop() // it may measure the one before
	if e.use.Own {
		e.use = protocol.Use{} // as is no model: the next Use makes it anew
	}
	config := checkpoint.Weights.Config
	loaded.Done, loaded.Name, loaded.Config, loaded.ParamBytes = true, checkpoint.Name, config, 4*config.Params()
	return loaded, nil
}

// readOwn reads a file that c has described.
func readOwn(data []byte, c protocol.Load) (*attention.Checkpoint, error) {
	var tokenizer []byte
	model := data[:c.Size-c.Tokenizer]
	if c.Tokenizer > 0 {
		tokenizer = data[len(model):]
	}
	checkpoint, err := attention.Read(model, tokenizer, maxOwn)
	switch {
	case err != nil:
		return nil, wrong(c.Name, ": ", err)
	case checkpoint.Tokenizer == nil:
		return nil, wrong(c.Name, ": has no tokenizer, so that no text can be told; with a model of llama2.c, choose its tokenizer.bin too")
	case checkpoint.Tokenizer.BOS() < 0:
		return nil, wrong(c.Name, ": has no token that begins a text (tokenizer.ggml.bos_token_id)")
	case checkpoint.Name == "" || c.Tokenizer > 0:
		checkpoint.Name = c.Name
	}
	return checkpoint, nil
}

// canConvert says whether a conversion is possible, and done in some seconds.
func canConvert(c attention.Config, kvHeads int, method attention.Method) error {
	if kvHeads < 1 || c.KVHeads%kvHeads != 0 {
		return wrong(kvHeads, " KV heads do not divide the model's ", c.KVHeads)
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

// save hands over a piece of the model in use as a file.
func (e *Engine) save(c protocol.Save) (protocol.Event, error) {
	if c.At == 0 {
		if e.decoder == nil {
			return nil, errors.New("no model is in use")
		}
		formats := [...]attention.Format{protocol.F32: attention.F32, protocol.F16: attention.F16, protocol.Q8: attention.Q8_0}
		if int(c.Format) >= len(formats) {
			return nil, wrong("unknown format ", int(c.Format))
		}
		config := e.weights.Config
		if c.Format == protocol.F32 && 4*config.Params() > attention.MaxFile {
			return nil, wrong("the file would have more than ", attention.MaxFile>>20, " MiB, which could not be read again; a smaller format fits")
		}
		checkpoint := *e.from
		checkpoint.Weights = e.weights
		if e.weights != e.from.Weights {
			checkpoint.Notes = append(slices.Clone(checkpoint.Notes), attention.Note{Key: "method", Value: methodNames[e.use.Source]})
		}
		data, err := checkpoint.AppendGGUF(nil, formats[c.Format])
		if err != nil {
			return nil, err
		}
		e.saved = data
	}
	if c.At < 0 || c.At >= len(e.saved) {
		return nil, wrong("no byte ", c.At, " of ", len(e.saved), " is there to be saved")
	}
	s := protocol.Saved{Save: c, Size: len(e.saved), Data: e.saved[c.At:min(c.At+savePiece, len(e.saved))]}
	if c.At+len(s.Data) == s.Size {
		e.saved = nil
	}
	return s, nil
}

// methodNames are the names of conversions in files, as gqa convert writes them.
var methodNames = [...]string{protocol.MeanPool: "mean", protocol.FirstHead: "first", protocol.RandomInit: "random", protocol.Aligned: "aligned"}
