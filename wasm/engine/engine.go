// Package engine carries out commands. It owns everything large or slow: models, the
// key/value cache, the story told so far, and the clock. It knows no browser: the worker
// hands it commands in the browser; tests and the in-process client do so natively.
package engine

import (
	"errors"
	"runtime"
	"slices"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/probe"
	"gqaplayground/wasm/internal/parcel"
	"gqaplayground/wasm/protocol"
)

// multiHeadKV is the number of key/value heads of the multi-head checkpoint, from which
// all other models are converted.
const multiHeadKV = 8

// shipped are the numbers of key/value heads for which a checkpoint is shipped.
var shipped = []int{8, 4, 2, 1}

// fileName is the name of the checkpoint with this many key/value heads.
func fileName(kvHeads int) string { return join("story-g", kvHeads, ".gguf") }

// Engine answers commands, one at a time. It is not safe for concurrent use.
type Engine struct {
	fetch func(name string) ([]byte, error)
	now   func() time.Duration
	step  time.Duration // smallest step of the clock

	checkpoints map[int]*attention.Checkpoint // those fetched so far, by KVHeads
	arriving    parcel.In                     // a file of the reader's
	own         *attention.Checkpoint         // what the last one held
	saved       parcel.Out                    // the file being saved

	use     protocol.Use          // the model in use, if there is a decoder
	from    *attention.Checkpoint // what the weights were made of
	weights *attention.Weights
	decoder *attention.Decoder
	story   story
	looks   []look // at the story told, the last one last

	task *task // under way or done; nil if it was given up
}

// New returns an engine that gets checkpoints from fetch and the time from now.
func New(fetch func(name string) ([]byte, error), now func() time.Duration) *Engine {
	return &Engine{
		fetch:       fetch,
		now:         now,
		step:        probe.ClockStep(now),
		checkpoints: make(map[int]*attention.Checkpoint),
	}
}

// First is the engine's first word.
func (e *Engine) First() protocol.Event {
	return protocol.Ready{Kernel: attention.Kernel(), ClockStep: e.step}
}

// Do carries out c. Whatever goes wrong is answered with Failed, and the engine carries
// on as if c had not been asked.
func (e *Engine) Do(c protocol.Command) (answer protocol.Event) {
	defer func() {
		if r := recover(); r != nil {
			// What was under way may be half done: it is given up, and a story with it.
			e.stop()
			e.story, e.looks = story{}, nil
			if e.decoder != nil {
				e.decoder = newDecoder(e.weights)
			}
			answer = protocol.Failed{Command: name(c), Reason: join("an error in the engine: ", r)}
		}
	}()
	answer, err := e.do(c)
	if err != nil {
		return protocol.Failed{Command: name(c), Reason: err.Error()}
	}
	return answer
}

func (e *Engine) do(c protocol.Command) (protocol.Event, error) {
	switch c := c.(type) {
	case protocol.Use:
		return e.useModel(c)
	case protocol.Tell:
		return e.tell(c)
	case protocol.Decode:
		return e.decode(c)
	case protocol.Measure:
		return e.carryOn(c, func() (*task, error) { return e.planMeasure(c) })
	case protocol.Probe:
		return e.carryOn(c, func() (*task, error) { return e.planProbe(c) })
	case protocol.Trap:
		return e.carryOn(c, func() (*task, error) { return e.planTrap(c) })
	case protocol.Load:
		return e.load(c)
	case protocol.Score:
		return e.carryOn(c, func() (*task, error) { return e.planScore(c) })
	case protocol.Save:
		return e.save(c)
	case protocol.Look:
		return e.lookBack(c)
	}
	return nil, errors.New("unknown command")
}

// name is the name of a command's type.
func name(c protocol.Command) string {
	switch c.(type) {
	case protocol.Use:
		return "Use"
	case protocol.Tell:
		return "Tell"
	case protocol.Decode:
		return "Decode"
	case protocol.Measure:
		return "Measure"
	case protocol.Probe:
		return "Probe"
	case protocol.Trap:
		return "Trap"
	case protocol.Load:
		return "Load"
	case protocol.Score:
		return "Score"
	case protocol.Save:
		return "Save"
	case protocol.Look:
		return "Look"
	}
	return "?"
}

// useModel changes the model. The story stays, and the new model reads it from the
// beginning, unless it knows other tokens or has no room for it.
func (e *Engine) useModel(u protocol.Use) (protocol.Event, error) {
	if e.decoder == nil || e.use != u {
		begun := e.now()
		e.looks = nil
		c, method, err := e.source(u)
		if err != nil {
			return nil, err
		}
		if e.use.Own || u.Own {
			e.stop()
			e.weights, e.decoder = nil, nil // makes room before more memory is taken
			runtime.GC()
		}
		w, err := weights(c, u, method)
		if err != nil {
			return nil, err
		}
		if e.from == nil || e.from.Tokenizer != c.Tokenizer && (e.use.Own || u.Own) || len(e.story.tokens) > longest(w.Config) {
			e.story = story{}
		}
		decoder := newDecoder(w)
		e.use, e.from, e.weights, e.decoder = u, c, w, decoder
		e.story.logits = nil
		e.read(begun)
	}
	return protocol.Using{
		Use:        u,
		Config:     e.weights.Config,
		Name:       e.from.Name,
		Len:        e.decoder.Len(),
		Cap:        e.capacity(),
		CacheBytes: e.cacheBytes(),
		Behind:     e.behind(),
	}, nil
}

// weights are what u asks for, from the checkpoint that it needs.
func weights(c *attention.Checkpoint, u protocol.Use, method attention.Method) (*attention.Weights, error) {
	if u.Source == protocol.Uptrained {
		return c.Weights, nil
	}
	return attention.Convert(c.Weights, u.KVHeads, method, u.Seed)
}

// source returns the checkpoint that u needs and, unless it is Uptrained, how to convert
// it.
func (e *Engine) source(u protocol.Use) (c *attention.Checkpoint, method attention.Method, err error) {
	if u.Source == protocol.Uptrained {
		c, err = e.asItIs(u)
		return c, 0, err
	}
	method, ok := u.Source.Method()
	if !ok {
		return nil, 0, wrong("unknown source ", int(u.Source), " of weights")
	}
	if c, err = e.base(u.Own); err == nil {
		err = canConvert(c.Weights.Config, u.KVHeads, method)
	}
	return c, method, err
}

// base is the checkpoint that others are converted from.
func (e *Engine) base(own bool) (*attention.Checkpoint, error) {
	switch {
	case !own:
		return e.checkpoint(multiHeadKV)
	case e.own == nil:
		return nil, errors.New("no model of yours has been loaded")
	}
	return e.own, nil
}

// asItIs is the checkpoint that has so many key/value heads without conversion.
func (e *Engine) asItIs(u protocol.Use) (*attention.Checkpoint, error) {
	if !u.Own {
		return e.checkpoint(u.KVHeads)
	}
	c, err := e.base(true)
	if err == nil && c.Weights.Config.KVHeads != u.KVHeads {
		return nil, wrong("your model has ", c.Weights.Config.KVHeads, " KV heads, and has to be converted to ", u.KVHeads)
	}
	return c, err
}

// checkpoint returns the shipped checkpoint with this many key/value heads, fetched once.
// All of them are the same model but for that number: the others can read on in a story
// that one has told, token for token.
func (e *Engine) checkpoint(kvHeads int) (*attention.Checkpoint, error) {
	if c := e.checkpoints[kvHeads]; c != nil {
		return c, nil
	}
	if !slices.Contains(shipped, kvHeads) {
		return nil, wrong("no checkpoint has ", kvHeads, " KV heads, only ", shipped)
	}
	file := fileName(kvHeads)
	data, err := e.fetch(file)
	if err != nil {
		return nil, wrong(file, ": ", err)
	}
	c, err := attention.ReadGGUF(data)
	if err == nil {
		err = c.CanTell()
	}
	if err != nil {
		return nil, wrong(file, ": ", err)
	}
	if got := c.Weights.Config.KVHeads; got != kvHeads {
		return nil, wrong(file, ": has ", got, " KV heads, want ", kvHeads)
	}
	for _, other := range e.checkpoints {
		config := c.Weights.Config
		config.KVHeads = other.Weights.Config.KVHeads
		if config != other.Weights.Config {
			return nil, wrong(file, ": is not the model of ", fileName(config.KVHeads))
		}
	}
	e.checkpoints[kvHeads] = c
	return c, nil
}
