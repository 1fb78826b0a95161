// Package engine carries out commands. It owns whatever is large or slow: models,
// the key/value cache, the story told so far, and the clock. It knows no browser: the
// worker hands it commands in the browser, tests and the client in this process do so
// natively.
package engine

import (
	"errors"
	"slices"
	"time"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// multiHeadKV is the number of key/value heads of the multi-head checkpoint, from
// which all others were and are converted.
const multiHeadKV = 8

// shipped are the numbers of key/value heads that a checkpoint is shipped for.
var shipped = []int{8, 4, 2, 1}

// fileName is the name that the checkpoint with this many key/value heads has.
func fileName(kvHeads int) string { return join("story-g", kvHeads, ".gguf") }

// Engine answers commands, one at a time. It is not safe for concurrent use.
type Engine struct {
	fetch func(name string) ([]byte, error)
	now   func() time.Duration
	step  time.Duration // smallest step of the clock

	checkpoints map[int]*attention.Checkpoint // those fetched so far, by KVHeads

	use       protocol.Use // the model in use, if there is a decoder
	name      string
	weights   *attention.Weights
	tokenizer *attention.Tokenizer
	decoder   *attention.Decoder
	story     story

	task *task // under way or done, if the last measurement was not given up
}

// New returns an engine that gets checkpoints from fetch and the time from now.
func New(fetch func(name string) ([]byte, error), now func() time.Duration) *Engine {
	return &Engine{
		fetch:       fetch,
		now:         now,
		step:        clockStep(now),
		checkpoints: make(map[int]*attention.Checkpoint),
	}
}

// First is the engine's first word.
func (e *Engine) First() protocol.Event {
	return protocol.Ready{Kernel: attention.Kernel(), ClockStep: e.step}
}

// Do carries out c. Whatever goes wrong is answered with Failed, and the engine goes
// on as if c had not been asked.
func (e *Engine) Do(c protocol.Command) (answer protocol.Event) {
	defer func() {
		if r := recover(); r != nil {
			// What was under way may be half done: it is given up, and a story with it.
			e.task = nil
			e.story = story{}
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
	}
	return "?"
}

// useModel changes the model. The story stays; the new model reads it anew.
func (e *Engine) useModel(u protocol.Use) (protocol.Event, error) {
	if e.decoder == nil || e.use != u {
		begun := e.now()
		c, w, err := e.model(u)
		if err != nil {
			return nil, err
		}
		e.use, e.name, e.weights, e.tokenizer = u, c.Name, w, c.Tokenizer
		e.decoder = newDecoder(w)
		e.story.logits = nil
		e.read(begun)
	}
	return protocol.Using{
		Use:        u,
		Config:     e.weights.Config,
		Name:       e.name,
		Len:        e.decoder.Len(),
		Cap:        e.capacity(),
		CacheBytes: e.cacheBytes(),
		Behind:     e.behind(),
	}, nil
}

// model returns the weights that u asks for, and the checkpoint they come from.
func (e *Engine) model(u protocol.Use) (*attention.Checkpoint, *attention.Weights, error) {
	var method attention.Method
	switch u.Source {
	case protocol.Uptrained:
		c, err := e.checkpoint(u.KVHeads)
		if err != nil {
			return nil, nil, err
		}
		return c, c.Weights, nil
	case protocol.MeanPool:
		method = attention.MeanPool
	case protocol.FirstHead:
		method = attention.FirstHead
	case protocol.RandomInit:
		method = attention.RandomInit
	default:
		return nil, nil, wrong("unknown source ", int(u.Source), " of weights")
	}
	c, err := e.checkpoint(multiHeadKV)
	if err != nil {
		return nil, nil, err
	}
	w, err := attention.Convert(c.Weights, u.KVHeads, method, u.Seed)
	return c, w, err
}

// checkpoint returns the shipped checkpoint with this many key/value heads, fetched
// once. All of them are one model but for that number: a story told by one is read on
// by the others, token for token.
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
	if err != nil {
		return nil, wrong(file, ": ", err)
	}
	if got := c.Weights.Config.KVHeads; got != kvHeads {
		return nil, wrong(file, ": has ", got, " KV heads, want ", kvHeads)
	}
	if c.Tokenizer == nil || c.Tokenizer.BOS() < 0 {
		return nil, wrong(file, ": has no token that begins a story")
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

// clockStep is the smallest step of the clock, seen by watching it. It is 0 for a
// clock that does not move.
func clockStep(now func() time.Duration) time.Duration {
	const (
		looks = 2_000_000 // at a clock that does not move
		steps = 20
		limit = 100 * time.Millisecond
	)
	smallest := time.Duration(0)
	begun := now()
	last := begun
	for look, seen := 0, 0; look < looks && seen < steps; look++ {
		t := now()
		if t == last {
			continue
		}
		if step := t - last; seen > 0 && step > 0 && (smallest == 0 || step < smallest) {
			smallest = step // the first one began before the watch
		}
		seen++
		last = t
		if smallest > 0 && t-begun > limit {
			break
		}
	}
	return smallest
}
