package measure

import (
	"math"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/internal/vec"
)

// Limits are what the machine can do at best, as far as a program like this one can
// make it: a roofline.
type Limits struct {
	Peak      float64     // multiplications and additions a second, in registers
	Bandwidth []Bandwidth // by rising working set
}

// Bandwidth is how fast so many bytes are read again and again.
type Bandwidth struct {
	Bytes     int
	PerSecond float64
}

// probes is how often each limit is probed. The best counts: a limit is what has been
// reached.
const probes = 7

// Probe finds the limits, for working sets up to the given size, in about a second.
func (now Clock) Probe(largest int) Limits {
	var l Limits
	rounds := 1 << 12
	now.best(func() float64 { return float64(vec.Peak(rounds)) }) // compiles it
	l.Peak = now.best(func() float64 { return float64(vec.Peak(rounds)) })
	x := make([]float32, largest/4)
	for i := range x {
		x[i] = 1 // real memory, page for page
	}
	for size := 1 << 14; size <= largest; size *= 2 {
		set := x[:size/4]
		l.Bandwidth = append(l.Bandwidth, Bandwidth{size, now.best(func() float64 {
			vec.Read(set)
			return float64(size)
		})})
	}
	return l
}

// best is the most that f does in a second.
func (now Clock) best(f func() float64) float64 {
	most := 0.0
	for n, i := 1, 0; i < probes; {
		begun, done := now(), 0.0
		for range n {
			done += f()
		}
		took := now() - begun
		if took < shortestSample {
			n = 1 + int(1.3*float64(n)*float64(shortestSample)/float64(max(took, time.Millisecond)))
			continue
		}
		most = max(most, done/took.Seconds())
		i++
	}
	return most
}

// At is the machine for a working set of so many bytes: between two probed sizes the
// bandwidth is on a straight line over the logarithm of the size.
func (l Limits) At(bytes float64) attention.Machine {
	m := attention.Machine{Peak: l.Peak}
	for i, b := range l.Bandwidth {
		m.Bandwidth = b.PerSecond
		if bytes <= float64(b.Bytes) {
			if i > 0 {
				a := l.Bandwidth[i-1]
				s := math.Log(bytes/float64(a.Bytes)) / math.Log(float64(b.Bytes)/float64(a.Bytes))
				m.Bandwidth = a.PerSecond + s*(b.PerSecond-a.PerSecond)
			}
			break
		}
	}
	return m
}
