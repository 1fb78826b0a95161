package engine

import (
	"errors"
	"runtime"
	"slices"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Limits of what can be measured.
const (
	memoryBudget = 1 << 30 // bytes that all models and caches of a measurement may take together
	maxArms      = 16      // numbers of key/value heads compared
	maxDepth     = 1 << 20 // positions
	fillStep     = 512     // positions that a cache is filled with at a time
)

// planMeasure checks that c can be measured and fits into memory before it takes any.
// Time depends on the shapes alone, so all weights come from the multi-head model, or
// from the reader's if that is in use.
func (e *Engine) planMeasure(c protocol.Measure) (*task, error) {
	if err := e.canTime(c.Context); err != nil {
		return nil, err
	}
	if len(c.KVHeads) == 0 || len(c.KVHeads) > maxArms {
		return nil, wrong(len(c.KVHeads), " numbers of KV heads to compare, want 1 to ", maxArms)
	}
	from, err := e.base(e.use.Own)
	if err != nil {
		return nil, err
	}
	config := from.Weights.Config
	total := 0
	for i, g := range c.KVHeads {
		if err := from.Weights.Config.CanMerge(g); err != nil {
			return nil, err
		}
		if slices.Contains(c.KVHeads[:i], g) {
			return nil, wrong("KV heads ", c.KVHeads, ", want different ones")
		}
		config.KVHeads = g
		total += config.CacheBytes(c.Context) + 2*4*config.Params() // as they are, and packed
	}
	if err := hasRoom(total, c.Context); err != nil {
		return nil, err
	}

	c.KVHeads = slices.Clone(c.KVHeads)
	m := newMeasurement(e.now, e.step, len(c.KVHeads), c.Seed)
	m.against = slices.Index(c.KVHeads, slices.Max(c.KVHeads))
	for i, g := range c.KVHeads {
		m.timings[i].KVHeads = g
	}
	m.start(func() error {
		runtime.GC() // the caches of the measurement before
		for i, g := range c.KVHeads {
			w, err := attention.Convert(from.Weights, g, attention.MeanPool, c.Seed)
			if err != nil {
				return err
			}
			d := attention.NewDecoder(w, c.Context)
			m.timings[i].CacheBytes = d.CacheBytes()
			for n := 0; n < c.Context; {
				if !m.rest() {
					return errStopped
				}
				n = min(c.Context, n+fillStep)
				d.Fill(n, 1)
			}
			m.arms = append(m.arms, &arm{step: stepAt(d, c.Context)})
		}
		runtime.GC() // now, and not between two samples
		return nil
	})
	return &task{c, &m.routine, func() protocol.Event {
		return protocol.Measured{
			Measure:   c,
			Timings:   slices.Clone(m.timings),
			Discarded: m.discarded,
			Paused:    m.paused,
			ClockStep: m.step,
			Progress:  m.progress,
			Done:      m.done,
		}
	}}, nil
}

// canTime returns an error unless something can be timed at a depth.
func (e *Engine) canTime(depth int) error {
	if e.step <= 0 {
		return errors.New("the clock does not move, so nothing can be timed")
	}
	if depth < 1 || depth > maxDepth {
		return wrong("a depth of ", depth, " positions, want 1 to ", maxDepth)
	}
	return nil
}

// hasRoom returns an error unless so many bytes in all may be taken.
func hasRoom(total, depth int) error {
	if total > memoryBudget {
		return wrong("what is needed for ", depth, " positions takes ", total>>20, " MiB, more than the ",
			memoryBudget>>20, " MiB this page allows itself")
	}
	return nil
}

// stepAt returns a function that makes one token with depth positions in the cache,
// its own among them. The tokens are the same for every model.
func stepAt(d *attention.Decoder, depth int) func() {
	state, vocab := uint32(1), d.Config().Vocab
	return func() {
		state = state*1664525 + 1013904223
		d.Truncate(depth - 1)
		d.Step(int(state>>8) % vocab)
	}
}
