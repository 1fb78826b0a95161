// Package measure times decoding, natively and in a browser alike: what a sample is, how
// samples of different things are interleaved, and what may be said of them. It has no
// clock of its own.
package measure

import (
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"gqaplayground/attention/probe"
)

// A sample is many runs of one arm, as long as [probe.SampleTime] says. A block is one
// sample of every arm, in random order, so that no slow drift can favour one of them;
// before and after it the same fixed arithmetic is timed, and blocks in which that did
// not take its usual time do not count.

const warmUp = 300 * time.Millisecond // of each arm, at least

// Clock is the time since some moment.
type Clock func() time.Duration

// Arm is one of the things compared.
type Arm struct {
	Name string
	// Run does it n times and returns how long that took.
	Run func(n int) (time.Duration, error)
}

// Loop returns the arm that calls f.
func (now Clock) Loop(name string, f func()) Arm {
	return Arm{name, func(n int) (time.Duration, error) {
		begun := now()
		for range n {
			f()
		}
		return now() - begun, nil
	}}
}

// Plan says how much is measured.
type Plan struct {
	Blocks int           // that count
	Budget time.Duration // take no more of them after so long
	Seed   uint64        // of the order within blocks
}

// Samples are what the blocks that count have measured: Times[i] are those of arm i, one
// per block, in seconds per run.
type Samples struct {
	Times     [][]float64
	Discarded int // blocks
}

// Compare times the arms, taking turns.
func (now Clock) Compare(arms []Arm, p Plan) (Samples, error) {
	return now.compare(arms, now.Loop("control", probe.Control), p)
}

func (now Clock) compare(arms []Arm, steadiness Arm, p Plan) (Samples, error) {
	all := append(slices.Clone(arms), steadiness)
	sample := probe.SampleTime(probe.ClockStep(now))
	runs := make([]int, len(all))
	for i, a := range all {
		var err error
		if runs[i], err = prepare(a, sample); err != nil {
			return Samples{}, err
		}
	}
	time := func(i int) (float64, error) {
		d, err := all[i].Run(runs[i])
		return d.Seconds() / float64(runs[i]), err
	}

	var blocks [][]float64
	var controls [][2]float64
	r := rand.New(rand.NewPCG(p.Seed, 0))
	control := len(arms)
	var kept []int
	begun := now()
	for len(kept) < p.Blocks && (len(blocks) == 0 || now()-begun < p.Budget) {
		block := make([]float64, len(arms))
		before, err := time(control)
		if err != nil {
			return Samples{}, err
		}
		for _, i := range r.Perm(len(arms)) {
			if block[i], err = time(i); err != nil {
				return Samples{}, err
			}
		}
		after, err := time(control)
		if err != nil {
			return Samples{}, err
		}
		blocks, controls = append(blocks, block), append(controls, [2]float64{before, after})
		kept = probe.Steady(controls)
	}
	s := Samples{Times: make([][]float64, len(arms)), Discarded: len(blocks) - len(kept)}
	for _, b := range kept {
		for i := range arms {
			s.Times[i] = append(s.Times[i], blocks[b][i])
		}
	}
	return s, nil
}

// prepare runs a until its code is compiled and its memory is in place, and returns how
// many runs make a sample.
func prepare(a Arm, sample time.Duration) (int, error) {
	total := time.Duration(0)
	for n := 1; ; {
		d, err := a.Run(n)
		if err != nil {
			return 0, errors.New(a.Name + ": " + err.Error())
		}
		total += d
		enough := 1 + int(float64(n)*float64(sample)/float64(max(d, 1)))
		if d >= sample && total >= warmUp {
			return enough, nil
		}
		n = min(4*n, enough)
	}
}
