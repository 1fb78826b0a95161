//go:build wasm

package app

import "time"

// hidden is how long what is to be drawn waits where the browser shows no frames, as in a
// tab that is turned away: what follows from drawing is done there, too.
const hidden = time.Second

// frames take the place of the engine's clock: they tell it to draw when the browser is
// about to show a frame, so that what has happened since the last one is drawn at once, and
// nothing that would not be seen.
type frames struct {
	C     chan time.Time
	pace  time.Duration // at which they come while there is something to draw
	due   bool
	clock *time.Timer
	show  Func
}

func newFrames(pace time.Duration) *frames {
	f := &frames{C: make(chan time.Time, 1), pace: pace}
	now := func() {
		f.due = false
		f.clock.Reset(time.Millisecond) // unless the engine stops it, having drawn
		select {
		case f.C <- time.Now():
		default:
		}
	}
	f.show = FuncOf(func(Value, []Value) any {
		if f.due {
			now()
		}
		return nil
	})
	f.clock = time.AfterFunc(hidden, func() {
		if f.due {
			now()
		} else {
			f.Reset(pace)
		}
	})
	f.Reset(pace)
	return f
}

// Reset asks for the next frame. An engine that asks for it later than usual has nothing to
// draw; one that does not ask has, and gets it. A frame that has been asked for comes all the
// same: only the clock brings it where the browser shows none.
func (f *frames) Reset(pace time.Duration) {
	switch {
	case f.due:
	case pace > f.pace:
		f.clock.Stop()
	default:
		f.due = true
		f.clock.Reset(hidden)
		Window().Call("requestAnimationFrame", f.show)
	}
}
