package train

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gqaplayground/attention"
)

func tiny(kvHeads int) attention.Config {
	return attention.Config{Dim: 16, Layers: 2, Heads: 4, KVHeads: kvHeads, HeadDim: 8, Hidden: 24, Vocab: 30, Context: 48,
		RopeTheta: 500, NormEps: 1e-5}
}

func initial(c attention.Config, seed uint64) *attention.Weights {
	w := attention.NewWeights(c)
	w.Init(rand.New(rand.NewPCG(seed, 0)))
	return w
}

// words is a source of random tokens that repeat after a few places.
type words struct{ vocab int }

func (s words) Sequence(i, n int) []int {
	r := rand.New(rand.NewPCG(uint64(i), 5))
	t := make([]int, n)
	for j := range t {
		t[j] = r.IntN(s.vocab)
		if j >= 7 {
			t[j] = t[j-7]
		}
	}
	return t
}

func loss(w *attention.Weights, sequence []int) float64 {
	b := newBackprop(attention.NewNet(w, len(sequence)), len(sequence)-1)
	return b.gradient(attention.NewWeights(w.Config), sequence, 0)
}

// The gradient of every parameter, along a random direction, is the central
// difference of the loss (Griewank & Walther 2008, chapter 3).
func TestGradientsByCentralDifferences(t *testing.T) {
	for _, g := range []int{4, 2, 1} {
		t.Run(fmt.Sprintf("G=%d", g), func(t *testing.T) {
			w := initial(tiny(g), 3)
			sequence := words{w.Config.Vocab}.Sequence(1, 46) // crosses a run of attend's rows
			grad := attention.NewWeights(w.Config)
			newBackprop(attention.NewNet(w, 64), 45).gradient(grad, sequence, 1)
			gradients := grad.Matrices()
			r := rand.New(rand.NewPCG(8, 8))
			for i, m := range w.Matrices() {
				direction := make([]float32, len(m.Data))
				var slope, size float64
				for j, x := range gradients[i].Data { // along the gradient, and a random part
					direction[j] = x + float32(r.NormFloat64()*rms(gradients[i].Data))
					slope += float64(direction[j]) * float64(x)
					size += float64(direction[j]) * float64(direction[j])
				}
				step := 3e-3 * rms(m.Data) * math.Sqrt(float64(len(m.Data))) / math.Sqrt(size)
				before := slices.Clone(m.Data)
				at := func(s float64) float64 {
					for j := range m.Data {
						m.Data[j] = before[j] + float32(s)*direction[j]
					}
					return loss(w, sequence)
				}
				difference := (at(step) - at(-step)) / (2 * step)
				copy(m.Data, before)
				if relative := math.Abs(difference-slope) / math.Abs(slope); relative > 1e-2 {
					t.Errorf("%s: gradient %g, central difference %g", m.Name, slope, difference)
				}
			}
		})
	}
}

func rms(x []float32) float64 {
	var s float64
	for _, v := range x {
		s += float64(v) * float64(v)
	}
	return math.Sqrt(s / float64(len(x)))
}

// A key/value head's gradient is the sum of those of the heads it stands for.
func TestGroupGathersItsHeads(t *testing.T) {
	w := initial(tiny(2), 4)
	c := w.Config
	c.KVHeads = c.Heads
	wide := attention.NewWeights(c)
	size := c.HeadDim * c.Dim
	copy(wide.Embed, w.Embed)
	copy(wide.Norm, w.Norm)
	for l, a := range w.Blocks {
		b := wide.Blocks[l]
		for h := range c.Heads {
			g := w.Config.KVHead(h)
			copy(b.Wk[h*size:(h+1)*size], a.Wk[g*size:])
			copy(b.Wv[h*size:(h+1)*size], a.Wv[g*size:])
		}
		for _, v := range [][2][]float32{{b.AttnNorm, a.AttnNorm}, {b.Wq, a.Wq}, {b.Wo, a.Wo}, {b.FFNorm, a.FFNorm}, {b.W1, a.W1}, {b.W3, a.W3}, {b.W2, a.W2}} {
			copy(v[0], v[1])
		}
	}
	sequence := words{c.Vocab}.Sequence(2, 40)
	narrow, full := attention.NewWeights(w.Config), attention.NewWeights(c)
	newBackprop(attention.NewNet(w, 64), 39).gradient(narrow, sequence, 1)
	newBackprop(attention.NewNet(wide, 64), 39).gradient(full, sequence, 1)
	for l := range w.Blocks {
		for i, x := range narrow.Blocks[l].Wk {
			g, j := i/size, i%size
			want := float64(full.Blocks[l].Wk[2*g*size+j]) + float64(full.Blocks[l].Wk[(2*g+1)*size+j])
			if math.Abs(float64(x)-want) > 1e-4*(1+math.Abs(want)) {
				t.Fatalf("layer %d wk %d: %g, want %g", l, i, x, want)
			}
		}
	}
}

// Training learns, and gives the same bits with one goroutine as with three.
func TestTrainer(t *testing.T) {
	run := func(goroutines int) (first, last float64, w *attention.Weights) {
		w = initial(tiny(2), 6)
		r := Pretraining(60)
		r.Context, r.Warmup = 40, 5
		tr := New(w, words{w.Config.Vocab}, r)
		for len(tr.passes) > goroutines {
			tr.passes = tr.passes[:goroutines]
		}
		for len(tr.passes) < goroutines {
			tr.passes = append(tr.passes, newBackprop(tr.net, r.Context))
		}
		for i := range r.Steps {
			last = tr.Step()
			if i == 0 {
				first = last
			}
		}
		return first, last, w
	}
	first, last, one := run(1)
	if math.Abs(first-math.Log(30)) > 1 {
		t.Errorf("loss of the first step is %g, want about log 30", first)
	}
	if last > first-0.1 {
		t.Errorf("loss goes from %g to %g", first, last)
	}
	if _, _, three := run(3); !slices.Equal(one.Slab(), three.Slab()) {
		t.Error("the result depends on the number of goroutines")
	}
}
