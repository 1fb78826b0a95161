package engine

import (
	"bytes"
	"errors"
	"iter"
	"time"

	"gqaplayground/wasm/protocol"
)

// task is a command that takes many slices: giving the same command again carries on with
// it.
type task struct {
	command protocol.Command
	*routine
	answer func() protocol.Event // what is known so far
}

// carryOn does one more slice of c. Unless the task under way is that of c, it is given
// up and plan makes a new one.
func (e *Engine) carryOn(c protocol.Command, plan func() (*task, error)) (protocol.Event, error) {
	if e.task == nil || !bytes.Equal(protocol.AppendCommand(nil, e.task.command), protocol.AppendCommand(nil, c)) {
		e.stop()
		t, err := plan()
		if err != nil {
			return nil, err
		}
		e.task = t
	}
	e.task.slice()
	if err := e.task.err; err != nil {
		e.task = nil
		return nil, err
	}
	return e.task.answer(), nil
}

// stop gives up the task under way.
func (e *Engine) stop() {
	if e.task != nil {
		e.task.abandon()
		e.task = nil
	}
}

// routine is work done one slice at a time: a coroutine that rests whenever its slice is
// over.
type routine struct {
	now func() time.Duration

	done   bool
	slept  bool          // the machine has, between two slices; whoever looks takes it back
	worked time.Duration // in the slices before this one
	begun  time.Duration // this slice
	ended  time.Duration // the slice before

	resume  func() (struct{}, bool)
	abandon func()
	yield   func(struct{}) bool
	err     error
}

var errStopped = errors.New("the measurement was stopped")

// start makes the coroutine. Nothing of it runs before the first slice.
func (r *routine) start(work func() error) {
	r.resume, r.abandon = iter.Pull(func(yield func(struct{}) bool) {
		r.yield = yield
		r.err = work()
	})
}

// slice lets the coroutine run until it rests.
func (r *routine) slice() {
	if r.done {
		return
	}
	r.begun = r.now()
	if r.ended > 0 && r.begun-r.ended > longestAnswer {
		r.slept = true
	}
	_, more := r.resume()
	r.ended = r.now()
	r.worked += r.ended - r.begun
	r.done = !more
}

// rest ends the slice if it is over, and says whether to go on.
func (r *routine) rest() bool {
	return r.room() > 0 || r.yield(struct{}{})
}

// room is what is left of the slice.
func (r *routine) room() time.Duration { return protocol.Slice - (r.now() - r.begun) }

// spent is the time worked so far: a clock that stands still while the routine rests.
func (r *routine) spent() time.Duration { return r.worked + r.now() - r.begun }
