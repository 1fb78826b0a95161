package measure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/probe"
)

// Shape is a model to time: a configuration for every number of key/value heads, or
// one checkpoint.
type Shape struct {
	Name    string
	KVHeads []int
	Make    func(kvHeads int) (*attention.Checkpoint, error)
}

// Shapes are three models of about 1, 5 and 28 million weights, which are random.
var Shapes = []Shape{
	random("A", attention.Config{Dim: 128, Layers: 4, HeadDim: 16, Hidden: 384, Vocab: 512}),
	random("B", attention.Config{Dim: 256, Layers: 4, HeadDim: 32, Hidden: 704, Vocab: 2048}),
	random("C", attention.Config{Dim: 512, Layers: 8, HeadDim: 64, Hidden: 1408, Vocab: 4096}),
}

// heads is the number of query heads of all shapes, kvHeads the numbers they share.
const heads = 8

var kvHeads = []int{8, 4, 2, 1}

// among are those of all that the request asks for.
func (r Request) among(all []int) []int {
	if r.KVHeads == nil || len(all) == 1 {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(g int) bool { return !slices.Contains(r.KVHeads, g) })
}

func random(name string, c attention.Config) Shape {
	c.Heads, c.RopeTheta, c.NormEps, c.Context = heads, 10000, 1e-5, 1<<15
	return Shape{name, kvHeads, func(g int) (*attention.Checkpoint, error) {
		c := c
		c.KVHeads = g
		w := attention.NewWeights(c)
		r := rand.New(rand.NewPCG(1, 0))
		for _, m := range w.Matrices() {
			for i := range m.Data {
				m.Data[i] = 1
				if m.Rows > 1 {
					m.Data[i] = (r.Float32() - 0.5) / 8
				}
			}
		}
		return &attention.Checkpoint{Name: name, Weights: w}, nil
	}}
}

// File is the shape of a checkpoint.
func File(name string, c *attention.Checkpoint) Shape {
	return Shape{name, []int{c.Weights.Config.KVHeads}, func(int) (*attention.Checkpoint, error) { return c, nil }}
}

// Request says what a bench measures.
type Request struct {
	Shapes    []Shape
	Contexts  []int // of whole steps
	KVHeads   []int // numbers of key/value heads; all of a shape's if nil
	HeadDims  []int // of attention alone
	Pasts     []int
	Plan      Plan
	Peers     Peers // nil for none
	Progress  func(string)
	Where     string // what this runs on
	ProbeUpTo int    // bytes
}

// Peers makes arms of other programs that do the same work. What is nil is not there.
type Peers interface {
	// Step decodes one token with so many positions in the cache.
	Step(c *attention.Checkpoint, context int) (map[string]Arm, error)
	// Attention is one layer's attention over so many positions.
	Attention(c attention.Config, past int) (map[string]Arm, error)
	// Close frees all arms.
	Close() error
}

// Report is what a bench has found.
type Report struct {
	Where     string
	Kernel    string
	ClockStep time.Duration
	Plan      Plan
	Limits    attention.Limits
	Rows      []Row
}

// Row is one thing timed. Times are in seconds.
type Row struct {
	Work     string // "step" or "attention"
	Model    string
	KVHeads  int
	HeadDim  int
	Context  int
	Bytes    int // read
	FLOPs    int // multiplications and additions
	Time     Summary
	Samples  []float64
	Predict  float64         // the least time on this machine, by its probed limits
	Over     float64         // the median over that
	ToFirst  Summary         // the time of the row with the most key/value heads over this one's, paired
	Peers    map[string]Peer `json:",omitempty"`
	Discards int             // blocks
}

// Peer is another program at the same work in the same blocks.
type Peer struct {
	Time  Summary
	Ratio Summary // its time over ours, paired
}

// Bench carries out r.
func (now Clock) Bench(r Request) (*Report, error) {
	r.Progress("probing the machine")
	report := &Report{Where: r.Where, Kernel: attention.Kernel(), ClockStep: now.Step(), Plan: r.Plan,
		Limits: probe.Limits(now, r.ProbeUpTo)}
	for _, s := range r.Shapes {
		for _, n := range r.Contexts {
			r.Progress(fmt.Sprintf("%s, context %d", s.Name, n))
			b := blockOf{now: now, r: r, report: report}
			for _, g := range r.among(s.KVHeads) {
				c, err := s.Make(g)
				if err != nil {
					return nil, err
				}
				d := attention.NewDecoder(c.Weights, n+1)
				d.Fill(n, 1)
				weights, cache := c.Weights.Config.StepBytes(n + 1)
				ofWeights, ofCache := c.Weights.Config.StepFLOPs(n + 1)
				leastWeights, leastCache := c.Weights.Config.LeastTime(n+1, report.Limits)
				b.add(Row{Work: "step", Model: s.Name, Context: n, Bytes: weights + cache, FLOPs: ofWeights + ofCache},
					c.Weights.Config, func() { d.Truncate(n); d.Step(1) }, leastWeights+leastCache)
				if r.Peers != nil {
					arms, err := r.Peers.Step(c, n)
					if err != nil {
						return nil, err
					}
					b.addPeers(arms)
				}
			}
			if err := b.run(); err != nil {
				return nil, err
			}
		}
	}
	for _, width := range r.HeadDims {
		for _, n := range r.Pasts {
			r.Progress(fmt.Sprintf("attention alone, head dim %d, past %d", width, n))
			b := blockOf{now: now, r: r, report: report}
			for _, g := range r.among(kvHeads) {
				c := attention.Config{Dim: 32, Layers: 1, Heads: heads, KVHeads: g, HeadDim: width, Hidden: 32, Vocab: 32, Context: n,
					RopeTheta: 10000, NormEps: 1e-5}
				cache, queries := attention.NewKVCache(c, n), attention.NewQueries(c, 1)
				cache.Fill(n, 1)
				_, flops := c.StepFLOPs(n)
				b.add(Row{Work: "attention", Model: fmt.Sprint("d=", width), Context: n, Bytes: c.CacheBytes(n), FLOPs: flops},
					c, func() { queries.Attend(cache, 0) }, report.Limits.At(float64(c.CacheBytes(n))).Time(float64(flops), float64(c.CacheBytes(n))))
				if r.Peers != nil {
					arms, err := r.Peers.Attention(c, n)
					if err != nil {
						return nil, err
					}
					b.addPeers(arms)
				}
			}
			if err := b.run(); err != nil {
				return nil, err
			}
		}
	}
	return report, nil
}

// blockOf gathers what is timed in the same blocks.
type blockOf struct {
	now    Clock
	r      Request
	report *Report
	arms   []Arm
	rows   []Row
	at     []int            // the arm of each row
	peers  []map[string]int // the arms of its peers
}

// add adds one of ours, with the least time that it can take.
func (b *blockOf) add(row Row, c attention.Config, f func(), least float64) {
	row.KVHeads, row.HeadDim, row.Predict = c.KVHeads, c.HeadDim, least
	b.at = append(b.at, len(b.arms))
	b.arms = append(b.arms, b.now.Loop(fmt.Sprintf("%s %s G=%d", row.Work, row.Model, row.KVHeads), f))
	b.rows = append(b.rows, row)
	b.peers = append(b.peers, map[string]int{})
}

// addPeers adds peers of the row added last.
func (b *blockOf) addPeers(arms map[string]Arm) {
	for name, a := range arms {
		b.peers[len(b.peers)-1][name] = len(b.arms)
		b.arms = append(b.arms, a)
	}
}

func (b *blockOf) run() error {
	s, err := b.now.Compare(b.arms, b.r.Plan)
	if err != nil {
		return err
	}
	for i, row := range b.rows {
		ours := s.Times[b.at[i]]
		row.Samples, row.Time, row.Discards = ours, Summarize(ours), s.Discarded
		row.Over = row.Time.Median / row.Predict
		row.ToFirst = Ratio(s.Times[b.at[0]], ours)
		for name, arm := range b.peers[i] {
			if row.Peers == nil {
				row.Peers = map[string]Peer{}
			}
			row.Peers[name] = Peer{Summarize(s.Times[arm]), Ratio(s.Times[arm], ours)}
		}
		b.report.Rows = append(b.report.Rows, row)
	}
	if b.r.Peers != nil {
		return b.r.Peers.Close()
	}
	return nil
}
