package engine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gqaplayground/attention/order"
	"gqaplayground/attention/probe"
	"gqaplayground/wasm/protocol"
)

// machine is a computer with a clock, both simulated: work takes its time divided by
// the speed of the moment, and the clock shows time in steps.
type machine struct {
	time  time.Duration
	step  time.Duration                  // of the clock
	speed func(at time.Duration) float64 // 1 is full speed
	noise func(d time.Duration) time.Duration
}

func (c *machine) now() time.Duration {
	c.time += 200 * time.Nanosecond // looking takes time too
	return c.time.Truncate(c.step)
}

func (c *machine) work(d time.Duration) {
	if c.noise != nil {
		d = c.noise(d)
	}
	if c.speed != nil {
		d = time.Duration(float64(d) / c.speed(c.time))
	}
	c.time += d
}

// measureOn runs a whole measurement on c, whose time per token for every number of
// heads is given, and returns the last answer. Answers arrive rest after one another.
func measureOn(t *testing.T, c *machine, perToken map[int]time.Duration, rest func(slice int) time.Duration) protocol.Measured {
	t.Helper()
	kvHeads := []int{1, 2, 4, 8}
	m := newMeasurement(c.now, probe.ClockStep(c.now), len(kvHeads), 7)
	m.against = 3
	m.control.step = func() { c.work(100 * time.Microsecond) }
	tokens := 0
	m.start(func() error {
		for i, g := range kvHeads {
			m.timings[i].KVHeads = g
			m.arms = append(m.arms, &arm{step: func() { tokens++; c.work(perToken[g]) }})
		}
		return nil
	})
	for slice := 0; ; slice++ {
		begun := c.time
		m.slice()
		if m.err != nil {
			t.Fatal(m.err)
		}
		longest := protocol.Slice + 6*slices.Max([]time.Duration{perToken[8], c.step})
		if took := c.time - begun; took > longest && c.speed == nil && c.noise == nil {
			t.Errorf("a slice took %v, want at most %v", took, longest)
		}
		if m.done {
			return protocol.Measured{Timings: m.timings, Discarded: m.discarded, Paused: m.paused, ClockStep: m.step}
		}
		if slice > 100_000 {
			t.Fatalf("no end: %+v", m.timings)
		}
		c.time += rest(slice)
	}
}

func soon(int) time.Duration { return 1300 * time.Microsecond }

var speeds = map[int]time.Duration{
	1: 310 * time.Microsecond,
	2: 350 * time.Microsecond,
	4: 390 * time.Microsecond,
	8: 620 * time.Microsecond,
}

// check compares r with the true times, which are those of speeds times scale.
func check(t *testing.T, r protocol.Measured, scale, tolerance float64) {
	t.Helper()
	for _, x := range r.Timings {
		want := float64(speeds[x.KVHeads]) * scale
		if off := float64(x.Median)/want - 1; math.Abs(off) > tolerance {
			t.Errorf("%d KV heads: median %v, off by %.1f %%", x.KVHeads, x.Median, 100*off)
		}
		ratio := float64(speeds[x.KVHeads]) / float64(speeds[8])
		if off := x.Ratio/ratio - 1; math.Abs(off) > tolerance {
			t.Errorf("%d KV heads: ratio %.3f, want %.3f", x.KVHeads, x.Ratio, ratio)
		}
		if x.N < fewestBlocks || x.N != len(x.Samples) {
			t.Errorf("%d KV heads: %d samples kept of %d", x.KVHeads, x.N, len(x.Samples))
		}
		if x.Low > x.Median || x.Median > x.High || x.P10 > x.Median || x.Median > x.P90 {
			t.Errorf("%d KV heads: median %v outside %v to %v or %v to %v", x.KVHeads, x.Median, x.Low, x.High, x.P10, x.P90)
		}
	}
}

func TestMeasureCoarseClocks(t *testing.T) {
	for _, clock := range []struct {
		name      string
		step      time.Duration
		tolerance float64
	}{
		{"native", time.Nanosecond, 0.01},
		{"Chromium, isolated", 5 * time.Microsecond, 0.01},
		{"Chromium", 100 * time.Microsecond, 0.01},
		{"Firefox", time.Millisecond, 0.02},
		// A sample is spread over a hundred slices here, each of which the clock may
		// get wrong by a step.
		{"Firefox, resisting fingerprinting", 16_667 * time.Microsecond, 0.04},
	} {
		t.Run(clock.name, func(t *testing.T) {
			step := clock.step
			c := &machine{step: step}
			jitter := rand.New(rand.NewPCG(1, 2))
			r := measureOn(t, c, speeds, func(int) time.Duration {
				return time.Millisecond + time.Duration(jitter.IntN(4e6))
			})
			check(t, r, 1, clock.tolerance)
			if r.Discarded > 0 || r.Paused > 0 {
				t.Errorf("%d blocks discarded, %d paused", r.Discarded, r.Paused)
			}
			if off := float64(r.ClockStep)/float64(step) - 1; step > time.Microsecond && math.Abs(off) > 0.01 {
				t.Errorf("clock step %v", r.ClockStep)
			}
			for _, x := range r.Timings {
				if lasts := time.Duration(x.TokensInSample) * speeds[x.KVHeads]; float64(lasts) < 95*float64(step) {
					t.Errorf("%d KV heads: a sample of %v on a clock of %v", x.KVHeads, lasts, step)
				}
			}
			t.Logf("%d blocks, %v in all", r.Timings[0].N, c.time.Round(time.Millisecond))
		})
	}
}

// Whenever the machine halves its speed, the result is that of one speed or of the
// other, and what did not fit is counted.
func TestMeasureSpeedChange(t *testing.T) {
	steady := &machine{step: 100 * time.Microsecond}
	measureOn(t, steady, speeds, soon)
	discarded := 0
	for part := 1; part < 20; part++ {
		at := steady.time * time.Duration(part) / 20
		c := &machine{step: 100 * time.Microsecond, speed: func(now time.Duration) float64 {
			if now > at {
				return 0.5
			}
			return 1
		}}
		r := measureOn(t, c, speeds, soon)
		scale := 1.0
		if r.Timings[0].Median > speeds[1]*3/2 {
			scale = 2
		}
		check(t, r, scale, 0.02)
		discarded += r.Discarded
	}
	if discarded == 0 {
		t.Error("no block was ever discarded")
	}
}

// A machine that never keeps its speed gives few numbers or none, and an end.
func TestMeasureRestlessMachine(t *testing.T) {
	c := &machine{step: 100 * time.Microsecond, speed: func(now time.Duration) float64 {
		return 1.5 + math.Sin(float64(now)/float64(40*time.Millisecond))
	}}
	r := measureOn(t, c, speeds, soon)
	n := r.Timings[0].N
	if r.Discarded < n {
		t.Errorf("%d blocks kept, %d discarded", n, r.Discarded)
	}
	if c.time > 3*patience {
		t.Errorf("took %v", c.time)
	}
	for _, x := range r.Timings {
		if x.N < order.MinInterval && (x.Low != 0 || x.High != 0 || x.RatioLow != 0 || !math.IsInf(x.RatioHigh, 1)) {
			t.Errorf("an interval from %d samples: %+v", x.N, x)
		}
	}
}

// Sleep between two slices costs a block, not a wrong number.
func TestMeasurePauses(t *testing.T) {
	c := &machine{step: 100 * time.Microsecond}
	r := measureOn(t, c, speeds, func(slice int) time.Duration {
		if slice%25 == 24 {
			return time.Hour
		}
		return time.Millisecond
	})
	check(t, r, 1, 0.02)
	if r.Paused == 0 {
		t.Error("no block was thrown away")
	}

	// Asleep in the middle of a token.
	c = &machine{step: 100 * time.Microsecond}
	calls := 0
	c.noise = func(d time.Duration) time.Duration {
		if calls++; calls%997 == 0 {
			return d + time.Minute
		}
		return d
	}
	check(t, measureOn(t, c, speeds, soon), 1, 0.02)
}

// With noise of 10 % a token and rare long stalls, the interval holds the truth.
func TestMeasureNoise(t *testing.T) {
	state := uint32(1)
	c := &machine{step: 100 * time.Microsecond}
	c.noise = func(d time.Duration) time.Duration {
		state = state*1664525 + 1013904223
		d += time.Duration(float64(d) * (float64(state>>8)/(1<<24) - 0.5) / 5)
		if state>>8%500 == 0 {
			d += 5 * time.Millisecond
		}
		return d
	}
	r := measureOn(t, c, speeds, soon)
	check(t, r, 1, 0.03)
	for _, x := range r.Timings[:3] {
		if x.RatioHigh > 0.9 {
			t.Errorf("%d KV heads: ratio %.3f to %.3f", x.KVHeads, x.RatioLow, x.RatioHigh)
		}
	}
	if x := r.Timings[3]; x.RatioLow != 1 || x.RatioHigh != 1 {
		t.Errorf("the largest to itself: %.3f to %.3f", x.RatioLow, x.RatioHigh)
	}
}

// A token that takes longer than a slice is a sample by itself.
func TestMeasureSlowTokens(t *testing.T) {
	slow := map[int]time.Duration{}
	for g, d := range speeds {
		slow[g] = 100 * d
	}
	c := &machine{step: 100 * time.Microsecond}
	r := measureOn(t, c, slow, soon)
	check(t, r, 100, 0.02)
}

func TestMeasureAbandoned(t *testing.T) {
	c := &machine{step: time.Microsecond}
	m := newMeasurement(c.now, time.Microsecond, 1, 0)
	m.start(func() error {
		m.arms = []*arm{{step: func() { c.work(time.Millisecond) }}}
		return nil
	})
	m.slice()
	m.abandon()
	if m.err != errStopped {
		t.Errorf("an abandoned measurement ended with %v", m.err)
	}
}
