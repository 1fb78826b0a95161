package probe

import "time"

// ClockStep is the smallest step of a clock, seen by watching it. It is 0 for a clock that
// does not move forward.
func ClockStep(now func() time.Duration) time.Duration {
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

// SampleTime is how long a sample has to last, at least, by a clock with such steps: long
// enough that a step is 1 % of it, and that what other work has left in the processor's
// caches matters little.
func SampleTime(clockStep time.Duration) time.Duration {
	return max(100*clockStep, 10*time.Millisecond)
}
