package measure

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// machine is a computer with a clock, both simulated.
type machine struct {
	time, step time.Duration
	speed      func(at time.Duration) float64
}

func (m *machine) now() time.Duration {
	m.time += 50 * time.Nanosecond // looking takes time too
	return m.time.Truncate(m.step)
}

func (m *machine) work(d time.Duration) {
	m.time += time.Duration(float64(d) / m.speed(m.time))
}

// A slow drift of the machine, noise and a coarse clock do not show in a ratio.
func TestCompareOnARestlessMachine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, step := range []time.Duration{5 * time.Microsecond, 100 * time.Microsecond, time.Millisecond} {
		m := &machine{step: step, speed: func(at time.Duration) float64 {
			return (1 + 0.3*at.Seconds()/60) * (1 + 0.02*r.NormFloat64())
		}}
		now := Clock(m.now)
		s, err := now.compare([]Arm{
			now.Loop("slow", func() { m.work(900 * time.Microsecond) }),
			now.Loop("fast", func() { m.work(300 * time.Microsecond) }),
		}, now.Loop("control", func() { m.work(20 * time.Microsecond) }), Plan{Blocks: 15, Budget: time.Hour, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		got := Ratio(s.Times[0], s.Times[1])
		if got.N < 10 || math.Abs(got.Median-3) > 0.05 || got.Low > 3.02 || got.High < 2.98 {
			t.Errorf("clock step %v: a ratio of 3 is measured as %v of %d", step, got, got.N)
		}
	}
}

func TestSummarise(t *testing.T) {
	s := Summarise([]float64{4, 1, 3, 2})
	if s.N != 4 || s.Median != 2.5 || s.Low != 1 || s.High != 4 {
		t.Errorf("%+v", s)
	}
	if s := Summarise(nil); s != (Summary{}) {
		t.Errorf("of nothing: %+v", s)
	}
}
