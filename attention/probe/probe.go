// Package probe finds out what a machine can do at best, as far as a program like this
// one can tell, and how steady it and its clock are.
package probe

import (
	"math"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/internal/vec"
	"gqaplayground/attention/order"
)

// Each limit is probed several times and the best counts: a limit is the most that has
// been reached.
const (
	probes = 7
	sample = 10 * time.Millisecond // a probe lasts at least this long
)

// Limits finds the limits, for working sets up to the given size, in about a second. now
// is the time since some moment. It is read before and after every probe, and may take as
// long as it likes if it does not count that.
func Limits(now func() time.Duration, largest int) attention.Limits {
	var l attention.Limits
	rounds := 1 << 12
	best(now, func() float64 { return float64(vec.Peak(rounds)) }) // compiles it
	l.Peak = best(now, func() float64 { return float64(vec.Peak(rounds)) })
	x := memory(largest)
	best(now, func() float64 { vec.Read(x[:1<<12]); return 1 })
	for size := 1 << 14; size <= largest; size *= 2 {
		set := x[:size/4]
		l.Bandwidth = append(l.Bandwidth, attention.Bandwidth{Bytes: size, PerSecond: best(now, func() float64 {
			vec.Read(set)
			return float64(size)
		})})
	}
	return l
}

// best is the most that f does in a second.
func best(now func() time.Duration, f func() float64) float64 {
	most := 0.0
	for n, i := 1, 0; i < probes; {
		begun, done := now(), 0.0
		for range n {
			done += f()
		}
		took := now() - begun
		if took < sample {
			n = 1 + int(1.3*float64(n)*float64(sample)/float64(max(took, time.Millisecond)))
			continue
		}
		most = max(most, done/took.Seconds())
		i++
	}
	return most
}

// Least returns what no program can be faster than, whose work is to read so many bytes and
// to do so many multiplications and additions: one that only reads, memory of its own, and
// one that only calculates.
func Least(bytes, flops int) (read, calculate func()) {
	x := memory(bytes)
	rounds := max(1, flops/vec.Peak(1))
	return func() { vec.Read(x) }, func() { vec.Peak(rounds) }
}

// memory is so many bytes of real memory, page for page.
func memory(bytes int) []float32 {
	x := make([]float32, bytes/4)
	for i := range x {
		x[i] = 1
	}
	return x
}

// Control is arithmetic that touches no memory and in which every operation waits for the
// one before: how long it takes depends on the machine's speed at the moment, and on
// nothing else.
func Control() {
	x := controlled
	for range 20_000 {
		x = x*0.99999 + 0.5
	}
	controlled = x
}

var controlled float32

// Steady returns the blocks in which Control, before and after, took its usual time, the
// median of all, to within 5 %. A machine changes its speed; this way blocks of two
// speeds are never mixed, whichever of them lasted longer. controls is (blocks, 2).
func Steady(controls [][2]float64) (blocks []int) {
	var all []float64
	for _, c := range controls {
		all = append(all, c[:]...)
	}
	if len(all) == 0 {
		return nil
	}
	usual := order.Median(order.Sorted(all))
	for i, c := range controls {
		if max(math.Abs(c[0]-usual), math.Abs(c[1]-usual)) <= 0.05*usual {
			blocks = append(blocks, i)
		}
	}
	return blocks
}
