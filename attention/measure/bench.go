package measure

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
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

// Shapes are three models of about 1, 5 and 28 million random weights.
var Shapes = []Shape{
	random("A", attention.Config{Dim: 128, Layers: 4, HeadDim: 16, Hidden: 384, Vocab: 512}),
	random("B", attention.Config{Dim: 256, Layers: 4, HeadDim: 32, Hidden: 704, Vocab: 2048}),
	random("C", attention.Config{Dim: 512, Layers: 8, HeadDim: 64, Hidden: 1408, Vocab: 4096}),
}

// heads is the number of query heads of all shapes, kvHeads the numbers they share.
const heads = 8

var kvHeads = []int{8, 4, 2, 1}

// among returns those of all that the request asks for.
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
	Prompts   []int // tokens read together into an empty cache
	KVHeads   []int // numbers of key/value heads; all of a shape's if nil
	HeadDims  []int // of attention alone
	Pasts     []int
	Plan      Plan
	Peers     Peers // nil for none
	Progress  func(string)
	Where     string // what this runs on
	ProbeUpTo int    // bytes
}

// Numbers reads a list such as 0,1024 of numbers from least on; an empty list has none.
func Numbers(list string, least int, into *[]int) error {
	if list == "" {
		return nil
	}
	for s := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < least {
			return fmt.Errorf("%q is no number from %d on", s, least)
		}
		*into = append(*into, n)
	}
	return nil
}

// Contexts is the default of what is measured: beside peers, which have to read a prompt
// as long, the longest is left out.
func Contexts(peers bool) string {
	if peers {
		return "0,1024,4096"
	}
	return "0,1024,4096,16384"
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
	Work     string // "step", "prompt" or "attention"
	Model    string
	KVHeads  int
	HeadDim  int
	Context  int // of a prompt: its length
	Bytes    int // read
	FLOPs    int // multiplications and additions
	Time     Summary
	Samples  []float64
	Predict  float64         // the least time on this machine, by its limits as probed beforehand
	Over     Summary         // the time divided by the least: that, or what was timed in the same block
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
	report := &Report{Where: r.Where, Kernel: attention.Kernel(), ClockStep: probe.ClockStep(now), Plan: r.Plan,
		Limits: probe.Limits(now, r.ProbeUpTo)}
	peers := r.Peers
	if peers == nil {
		peers = alone{}
	}
	// compare times something for every number of key/value heads, in the same blocks.
	compare := func(title string, kvHeads []int, start func(g int) (contest, error)) error {
		r.Progress(title)
		var all []contest
		for _, g := range r.among(kvHeads) {
			c, err := start(g)
			if err != nil {
				return err
			}
			c.row.KVHeads = g
			all = append(all, c)
		}
		rows, err := now.rows(all, r.Plan)
		report.Rows = append(report.Rows, rows...)
		return errors.Join(err, peers.Close())
	}

	for _, s := range r.Shapes {
		for _, n := range r.Contexts {
			if err := compare(fmt.Sprintf("%s, context %d", s.Name, n), s.KVHeads, func(g int) (contest, error) {
				checkpoint, err := s.Make(g)
				if err != nil {
					return contest{}, err
				}
				c, d := checkpoint.Weights.Config, attention.NewDecoder(checkpoint.Weights, n+1)
				d.Fill(n, 1)
				weights, cache := c.StepBytes(n + 1)
				ofWeights, ofCache := c.StepFLOPs(n + 1)
				leastWeights, leastCache := c.LeastTime(n+1, report.Limits)
				arms, err := peers.Step(checkpoint, n)
				return contest{
					row: Row{Work: "step", Model: s.Name, HeadDim: c.HeadDim, Context: n, Bytes: weights + cache, FLOPs: ofWeights + ofCache,
						Predict: leastWeights + leastCache},
					run: func() { d.Truncate(n); d.Step(1) }, peers: arms}, err
			}); err != nil {
				return nil, err
			}
		}
		for _, n := range r.Prompts {
			if err := compare(fmt.Sprintf("%s, a prompt of %d", s.Name, n), s.KVHeads, func(g int) (contest, error) {
				checkpoint, err := s.Make(g)
				if err != nil {
					return contest{}, err
				}
				c, d := checkpoint.Weights.Config, attention.NewDecoder(checkpoint.Weights, n)
				tokens := slices.Repeat([]int{1}, n)
				weights, cache := c.StepBytes(n)
				flops := 0
				for at := range n {
					ofWeights, ofCache := c.StepFLOPs(at + 1)
					flops += ofWeights + ofCache
				}
				flops -= (n - 1) * 2 * c.Vocab * c.Dim // only the last position's logits are asked for
				bytes := weights + cache
				arms, err := peers.Prompt(checkpoint, n)
				return contest{
					row: Row{Work: "prompt", Model: s.Name, HeadDim: c.HeadDim, Context: n, Bytes: bytes, FLOPs: flops,
						Predict: report.Limits.At(float64(bytes)).Time(float64(flops), float64(bytes))},
					run: func() { d.Reset(); d.Prompt(tokens) }, peers: arms}, err
			}); err != nil {
				return nil, err
			}
		}
	}
	for _, width := range r.HeadDims {
		for _, n := range r.Pasts {
			if err := compare(fmt.Sprintf("attention alone, head dim %d, past %d", width, n), kvHeads, func(g int) (contest, error) {
				c := attention.Config{Dim: 32, Layers: 1, Heads: heads, KVHeads: g, HeadDim: width, Hidden: 32, Vocab: 32, Context: n,
					RopeTheta: 10000, NormEps: 1e-5}
				cache, queries := attention.NewKVCache(c, n), attention.NewQueries(c, 1)
				cache.Fill(n, 1)
				bytes := c.CacheBytes(n)
				_, flops := c.StepFLOPs(n)
				arms, err := peers.Attention(c, n)
				return contest{
					row: Row{Work: "attention", Model: fmt.Sprint("d=", width), HeadDim: width, Context: n, Bytes: bytes, FLOPs: flops,
						Predict: report.Limits.At(float64(bytes)).Time(float64(flops), float64(bytes))},
					run: func() { queries.Attend(cache, 0) }, peers: arms, beside: true}, err
			}); err != nil {
				return nil, err
			}
		}
	}
	return report, nil
}

// contest is a piece of our work and the peers that do the same.
type contest struct {
	row    Row
	run    func()
	peers  map[string]Arm
	beside bool // the least time is timed in the same blocks, as the machine changes its speed
}

// rows times all contests in the same blocks.
func (now Clock) rows(all []contest, p Plan) ([]Row, error) {
	var arms []Arm
	add := func(a Arm) (at int) {
		arms = append(arms, a)
		return len(arms) - 1
	}
	type places struct {
		ours, read, calculate int
		peers                 map[string]int
	}
	at := make([]places, len(all))
	for i, c := range all {
		name := fmt.Sprintf("%s %s G=%d", c.row.Work, c.row.Model, c.row.KVHeads)
		at[i] = places{ours: add(now.Loop(name, c.run)), peers: map[string]int{}}
		if c.beside {
			read, calculate := probe.Least(c.row.Bytes, c.row.FLOPs)
			at[i].read, at[i].calculate = add(now.Loop(name+", reading", read)), add(now.Loop(name+", calculating", calculate))
		}
		for name, a := range c.peers {
			at[i].peers[name] = add(a)
		}
	}
	s, err := now.Compare(arms, p)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for i, c := range all {
		row, ours := c.row, s.Times[at[i].ours]
		row.Samples, row.Time, row.Discards = ours, Summarise(ours), s.Discarded
		least := make([]float64, len(ours))
		for j := range least {
			least[j] = row.Predict
			if c.beside {
				least[j] = max(s.Times[at[i].read][j], s.Times[at[i].calculate][j])
			}
		}
		row.Over = Ratio(ours, least)
		row.ToFirst = Ratio(s.Times[at[0].ours], ours)
		for name, arm := range at[i].peers {
			if row.Peers == nil {
				row.Peers = map[string]Peer{}
			}
			row.Peers[name] = Peer{Summarise(s.Times[arm]), Ratio(s.Times[arm], ours)}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
