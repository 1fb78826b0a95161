package engine

import (
	"runtime"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// planTrap checks that c can be measured and fits into memory before it takes any: the
// three ways of attending to the same keys and values.
func (e *Engine) planTrap(c protocol.Trap) (*task, error) {
	if err := e.canTime(c.Context); err != nil {
		return nil, err
	}
	from, err := e.base(e.use.Own)
	if err != nil {
		return nil, err
	}
	large := from.Weights.Config
	large.KVHeads = large.Heads
	if err := large.CanMerge(c.KVHeads); err != nil {
		return nil, err
	}
	grouped, oneLayer := large, large
	grouped.KVHeads, oneLayer.Layers = c.KVHeads, 1
	total := grouped.CacheBytes(c.Context) + large.CacheBytes(c.Context) + oneLayer.CacheBytes(c.Context)
	if err := hasRoom(total, c.Context); err != nil {
		return nil, err
	}

	m := newMeasurement(e.now, e.step, 3, c.Seed)
	m.against = protocol.Grouped
	ways := make([]protocol.Way, 3)
	m.start(func() error {
		runtime.GC() // the caches of the measurement before
		small := attention.NewKVCache(grouped, c.Context)
		for n := 0; n < c.Context; {
			if !m.rest() {
				return errStopped
			}
			n = min(c.Context, n+fillStep)
			small.Fill(n, 1)
		}
		expanded := attention.NewKVCache(large, c.Context)
		for l := range large.Layers {
			if !m.rest() {
				return errStopped
			}
			expanded.Repeat(l, small, l)
		}
		room := attention.NewKVCache(oneLayer, c.Context)
		q := attention.NewQueries(large, c.Seed)

		read, written := grouped.RepeatedBytes(c.Context)
		ways[protocol.Expanded] = protocol.Way{Held: expanded.Bytes(), Read: large.CacheBytes(c.Context)}
		ways[protocol.Repeated] = protocol.Way{Held: small.Bytes(), Room: room.Bytes(), Read: read, Written: written}
		ways[protocol.Grouped] = protocol.Way{Held: small.Bytes(), Read: grouped.CacheBytes(c.Context)}
		for i := range ways {
			m.timings[i].KVHeads, m.timings[i].CacheBytes = c.KVHeads, ways[i].Held
			m.arms = append(m.arms, &arm{step: func() {
				for l := range large.Layers {
					switch i {
					case protocol.Expanded:
						q.Attend(expanded, l)
					case protocol.Repeated:
						q.AttendRepeated(small, l, room)
					case protocol.Grouped:
						q.Attend(small, l)
					}
				}
			}})
		}
		runtime.GC()
		return nil
	})
	return &task{c, &m.routine, func() protocol.Event {
		t := protocol.Trapped{
			Trap:      c,
			Ways:      make([]protocol.Way, len(ways)),
			Discarded: m.discarded,
			Paused:    m.paused,
			ClockStep: m.step,
			Progress:  m.progress,
			Done:      m.done,
		}
		for i, w := range ways {
			w.Timing = m.timings[i]
			t.Ways[i] = w
		}
		return t
	}}, nil
}
