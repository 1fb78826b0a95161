package engine

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"gqaplayground/attention/order"
	"gqaplayground/attention/probe"
	"gqaplayground/wasm/protocol"
)

// How time per token is measured: that of models with different numbers of key/value
// heads, or of different ways to do the same thing; each is an arm here. The clock is
// coarse (a browser's moves in steps of 0.1 to 17 ms), the first tokens time the
// compiler, and the machine changes its speed. So:
//
//   - a sample is many tokens, long enough that the clock's step is 1 % of it;
//   - every arm runs first until its speed has settled;
//   - a block is one sample of each, in random order, so that no slow drift can
//     favour one of them, and what is compared is compared within a block;
//   - before and after each block the same fixed arithmetic is timed, and only blocks
//     in which it took its usual time count;
//   - the result is the median of the blocks, and how far it can be trusted.
//
// Between two tokens the measurement can always rest and answer; only the time of
// tokens counts.
const (
	// The warm-up of an arm is over when a window, of one sample or more, has the same
	// median as the window before it; but not before so many tokens, and in any case at
	// the limit.
	windowLength = 30 * time.Millisecond
	settledAt    = 0.03
	warmUpTokens = 20
	warmUpLimit  = time.Second

	// There are enough blocks when there are mostBlocks; or fewestBlocks, if either every
	// interval is precise, to this half width, or the budget of work is spent. With fewer
	// there is still a result, once patience is at an end.
	mostBlocks   = 15
	fewestBlocks = 10
	precise      = 0.02
	budget       = 5 * time.Second
	patience     = 20 * time.Second // and as long as fewestBlocks should take

	// The machine has slept when an answer took longer than this.
	longestAnswer = 250 * time.Millisecond
)

// arm is one of the things compared.
type arm struct {
	step    func()        // makes one token
	typical time.Duration // that a token takes, as far as known
	tokens  int           // in a sample
	warm    int           // tokens made to warm up
	settled bool          // the speed has
}

// block is one sample of every arm: time per token.
type block struct {
	before, after time.Duration // the control's
	times         []time.Duration
}

// measurement is a measurement under way.
type measurement struct {
	routine
	step time.Duration // of the clock

	arms    []*arm
	against int // the arm that ratios are to
	control *arm
	rand    *rand.Rand
	blocks  []block
	last    time.Duration // the control's time that ended the last block; 0 after a pause

	timings   []protocol.Timing // one an arm
	discarded int               // blocks
	paused    int
	progress  float32
}

var errPaused = errors.New("the machine slept")

// newMeasurement returns a measurement of so many arms, which are made when it runs.
func newMeasurement(now func() time.Duration, step time.Duration, arms int, seed uint64) *measurement {
	m := &measurement{
		routine: routine{now: now},
		step:    step,
		control: &arm{step: probe.Control},
		rand:    rand.New(rand.NewPCG(seed, 0)),
		timings: make([]protocol.Timing, arms),
	}
	for i := range m.timings {
		m.timings[i].RatioHigh = math.Inf(1)
	}
	return m
}

// start makes the coroutine: it prepares the arms, then takes the blocks.
func (m *measurement) start(prepare func() error) {
	m.routine.start(func() error {
		err := prepare()
		if err == nil {
			err = m.run()
		}
		m.arms = nil // and their caches
		m.progress = 1
		return err
	})
}

// run warms up, then takes blocks until there are enough.
func (m *measurement) run() error {
	arms := append(slices.Clone(m.arms), m.control)
	if err := m.warmUp(arms); err != nil {
		return err
	}
	end := m.spent() + patience
	for _, a := range arms {
		end += fewestBlocks * time.Duration(a.tokens+1) * a.typical
	}
	for i, a := range m.arms {
		m.timings[i].TokensInSample = a.tokens
	}
	for !m.enough() && m.spent() < end {
		b, err := m.block()
		switch err {
		case nil:
			m.blocks = append(m.blocks, b)
			m.sum()
		case errPaused:
			m.paused++
		default:
			return err
		}
	}
	return nil
}

// warmUp runs all arms in turns, since they share the code that the browser is still
// compiling, until for each of them the medians of two consecutive windows of samples are
// alike. It sets how many tokens make a sample.
func (m *measurement) warmUp(arms []*arm) error {
	limit := m.spent() + warmUpLimit*time.Duration(len(arms))
	for _, a := range arms {
		if err := m.grow(a); err != nil {
			return err
		}
	}
	unsettled := arms
	for round := 0; round == 0 || len(unsettled) > 0 && m.spent() < limit; round++ {
		unsettled = nil
		for _, a := range arms {
			before := a.typical
			if err := m.window(a, limit); err != nil {
				return err
			}
			enough := round > 0 && a.warm >= warmUpTokens
			a.settled = a.settled || enough && near(a.typical, before, settledAt)
			if !a.settled {
				unsettled = append(unsettled, a)
			}
		}
	}
	return nil
}

// grow runs more and more tokens of a until they last as long as a sample.
func (m *measurement) grow(a *arm) error {
	for n := 1; ; {
		if !m.rest() {
			return errStopped
		}
		elapsed, err := m.time(a, n)
		switch {
		case err == errPaused:
			continue
		case err != nil:
			return err
		}
		m.tune(a, elapsed/time.Duration(n))
		if elapsed >= m.long() {
			return nil
		}
		n = min(4*n, 1+int(float64(n)*1.1*float64(m.long())/float64(elapsed+1)))
	}
}

// window takes a few samples of a, fewer beyond the limit, and takes their median.
func (m *measurement) window(a *arm, limit time.Duration) error {
	var samples []time.Duration
	for n := max(1, int(windowLength/m.long())); len(samples) == 0 || len(samples) < n && m.spent() < limit; {
		d, err := m.sample(a)
		switch {
		case err == errPaused:
			continue
		case err != nil:
			return err
		}
		samples = append(samples, d)
		a.warm += a.tokens
	}
	m.tune(a, time.Duration(order.Median(sorted(samples))))
	return nil
}

// tune sets what a token of a takes, and how many of them make a sample.
func (m *measurement) tune(a *arm, perToken time.Duration) {
	a.typical = perToken
	a.tokens = 1 + int(m.long()/max(perToken, 1))
}

// long is how long a sample has to be.
func (m *measurement) long() time.Duration { return probe.SampleTime(m.step) }

// block takes one sample of every arm, in random order, and one of the control at either
// end; two consecutive blocks share the one between them.
func (m *measurement) block() (b block, err error) {
	b.before, m.last = m.last, 0
	if b.before == 0 {
		if b.before, err = m.sample(m.control); err != nil {
			return b, err
		}
	}
	b.times = make([]time.Duration, len(m.arms))
	for _, i := range m.rand.Perm(len(m.arms)) {
		if b.times[i], err = m.sample(m.arms[i]); err != nil {
			return b, err
		}
	}
	b.after, err = m.sample(m.control)
	m.last = b.after
	return b, err
}

// sample is the time per token of a, over one sample. One token before it, not counted,
// brings what a reads back into the processor's caches.
func (m *measurement) sample(a *arm) (time.Duration, error) {
	whole := time.Duration(a.tokens+1) * a.typical
	if m.room() < min(whole, protocol.Slice) && !m.yield(struct{}{}) {
		return 0, errStopped
	}
	if m.slept {
		m.slept = false
		return 0, errPaused
	}
	a.step()
	elapsed, err := m.time(a, a.tokens)
	return elapsed / time.Duration(a.tokens), err
}

// time is how long a takes for n tokens. It rests between tokens where it has to, and
// does not count that. How many tokens go into a slice is fixed beforehand: stopping when
// the clock says so would mean stopping right after the clock has moved, when a coarse
// clock shows more time than has really passed.
func (m *measurement) time(a *arm, n int) (time.Duration, error) {
	elapsed := time.Duration(0)
	for {
		k := n
		if a.typical > 0 {
			k = min(n, max(1, int(m.room()/a.typical)))
		}
		start := m.now()
		for range k {
			a.step()
		}
		chunk := m.now() - start
		elapsed += chunk
		if a.typical > 0 && chunk > 10*time.Duration(k)*a.typical+longestAnswer {
			m.slept = true
			m.worked -= chunk
		}
		if n -= k; n == 0 {
			break
		}
		if !m.yield(struct{}{}) {
			return 0, errStopped
		}
	}
	if m.slept {
		m.slept = false
		return 0, errPaused
	}
	return elapsed, nil
}

// near says whether a and b differ by at most a fraction of b.
func near(a, b time.Duration, fraction float64) bool {
	return math.Abs(float64(a-b)) <= fraction*float64(b)
}

// kept are the blocks in which the machine had its usual speed.
func (m *measurement) kept() (kept []block) {
	controls := make([][2]float64, len(m.blocks))
	for i, b := range m.blocks {
		controls[i] = [2]float64{float64(b.before), float64(b.after)}
	}
	for _, i := range probe.Steady(controls) {
		kept = append(kept, m.blocks[i])
	}
	return kept
}

// sum works out the result from the blocks.
func (m *measurement) sum() {
	kept := m.kept()
	m.discarded = len(m.blocks) - len(kept)
	for i := range m.timings {
		summarise(&m.timings[i], kept, i, m.against)
	}
	byTime := min(float64(m.spent())/float64(budget), float64(len(kept))/fewestBlocks)
	progress := max(byTime, float64(len(kept))/mostBlocks)
	m.progress = max(m.progress, float32(min(progress, 0.99)))
}

// summarise works out the timing of arm i from the blocks kept; its ratios are to another
// arm in the same block.
func summarise(t *protocol.Timing, kept []block, i, to int) {
	*t = protocol.Timing{
		KVHeads:        t.KVHeads,
		CacheBytes:     t.CacheBytes,
		TokensInSample: t.TokensInSample,
		N:              len(kept),
		RatioHigh:      math.Inf(1),
	}
	if len(kept) == 0 {
		return
	}
	ratios := make([]float64, len(kept))
	for j, b := range kept {
		t.Samples = append(t.Samples, b.times[i])
		ratios[j] = float64(b.times[i]) / float64(b.times[to])
	}
	times := sorted(t.Samples)
	t.Median = time.Duration(order.Median(times))
	t.P10, t.P90 = time.Duration(order.Quantile(times, 0.1)), time.Duration(order.Quantile(times, 0.9))
	if low, high, ok := order.Interval(times); ok {
		t.Low, t.High = time.Duration(low), time.Duration(high)
	}
	slices.Sort(ratios)
	t.Ratio = order.Median(ratios)
	if low, high, ok := order.Interval(ratios); ok {
		t.RatioLow, t.RatioHigh = low, high
	}
}

// sorted are times in rising order, in nanoseconds.
func sorted(times []time.Duration) []float64 {
	x := make([]float64, len(times))
	for i, t := range times {
		x[i] = float64(t)
	}
	slices.Sort(x)
	return x
}

// enough says whether the result is as good as it needs to be.
func (m *measurement) enough() bool {
	n := m.timings[0].N
	if n < fewestBlocks || n >= mostBlocks || m.spent() > budget {
		return n >= fewestBlocks
	}
	for _, t := range m.timings {
		if float64(t.High-t.Low)/2 > precise*float64(t.Median) {
			return false
		}
	}
	return true
}
