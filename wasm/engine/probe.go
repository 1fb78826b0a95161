package engine

import (
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/probe"
	"gqaplayground/wasm/protocol"
)

const (
	probeUpTo = 64 << 20                // bytes; a larger set is read at the same speed
	probeTime = 1300 * time.Millisecond // about, for the progress
	probeRest = 4 * time.Millisecond    // into a slice, when a sample may no longer fit
)

// planProbe makes the task of finding the machine's limits. The probe is the one that the
// bench runs natively. It knows nothing of slices: its clock rests between two samples,
// and stands still meanwhile.
func (e *Engine) planProbe(c protocol.Probe) (*task, error) {
	if err := e.canTime(maxDepth); err != nil {
		return nil, err
	}
	r := &routine{now: e.now}
	var limits attention.Limits
	clock := func() time.Duration {
		t := r.spent()
		if e.now()-r.begun > probeRest && !r.yield(struct{}{}) {
			panic(errStopped) // out of the probe
		}
		return t
	}
	r.start(func() (err error) {
		defer func() {
			if p := recover(); p == errStopped {
				err = errStopped
			} else if p != nil {
				panic(p)
			}
		}()
		limits = probe.Limits(clock, probeUpTo)
		return nil
	})
	return &task{c, r, func() protocol.Event {
		p := protocol.Probed{Probe: c, Limits: limits, ClockStep: e.step, Progress: 1, Done: r.done}
		if !r.done {
			p.Progress = min(0.99, float32(r.worked)/float32(probeTime))
		}
		return p
	}}, nil
}
