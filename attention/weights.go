package attention

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// Weights are a model's parameters: one slab of memory with named views into it.
// Gradients and the optimizer's moments are Weights too, so that whatever is done
// to every parameter is one loop over Slab.
type Weights struct {
	Config Config
	Embed  []float32 // (Vocab, Dim)
	Blocks []Block   // (Layers)
	Norm   []float32 // (Dim), gain of the last RMSNorm
	Output []float32 // (Vocab, Dim); Embed itself unless Config.Untied

	slab []float32
}

// Block is one layer. Rows of Wq belong to query heads, HeadDim rows each; rows of
// Wk and Wv to key/value heads.
type Block struct {
	AttnNorm []float32 // (Dim)
	Wq       []float32 // (Heads*HeadDim, Dim)
	Wk       []float32 // (KVHeads*HeadDim, Dim)
	Wv       []float32 // (KVHeads*HeadDim, Dim)
	Wo       []float32 // (Dim, Heads*HeadDim)
	FFNorm   []float32 // (Dim)
	W1       []float32 // (Hidden, Dim), the gate
	W3       []float32 // (Hidden, Dim), the value that the gate multiplies
	W2       []float32 // (Dim, Hidden)
}

// NewWeights returns weights that are all zero. It panics if c is not valid.
func NewWeights(c Config) *Weights {
	if err := c.Validate(); err != nil {
		panic("attention: " + err.Error())
	}
	w := &Weights{Config: c, slab: make([]float32, c.Params()), Blocks: make([]Block, c.Layers)}
	rest := w.slab
	view := func(n int) []float32 {
		v := rest[:n:n]
		rest = rest[n:]
		return v
	}
	q, kv := c.QueryDim(), c.KVDim()
	w.Embed = view(c.Vocab * c.Dim)
	for l := range w.Blocks {
		w.Blocks[l] = Block{
			AttnNorm: view(c.Dim),
			Wq:       view(q * c.Dim),
			Wk:       view(kv * c.Dim),
			Wv:       view(kv * c.Dim),
			Wo:       view(c.Dim * q),
			FFNorm:   view(c.Dim),
			W1:       view(c.Hidden * c.Dim),
			W3:       view(c.Hidden * c.Dim),
			W2:       view(c.Dim * c.Hidden),
		}
	}
	w.Norm = view(c.Dim)
	w.Output = w.Embed
	if c.Untied {
		w.Output = view(c.Vocab * c.Dim)
	}
	return w
}

// Slab is every weight once, in the order of the views.
func (w *Weights) Slab() []float32 { return w.slab }

// Clone returns a copy that shares no memory with w.
func (w *Weights) Clone() *Weights {
	c := NewWeights(w.Config)
	copy(c.slab, w.slab)
	return c
}

// Matrix is one named parameter of a model.
type Matrix struct {
	Name      string    // "blocks.2.wk"
	Data      []float32 // (Rows, Cols); a gain has Rows = 1
	Rows      int
	Cols      int
	IsProduct bool // a matrix that multiplies activations, not a gain or the embedding
}

// Matrices lists every parameter of w, a tied output once.
func (w *Weights) Matrices() []Matrix {
	c := w.Config
	ms := []Matrix{{"embed", w.Embed, c.Vocab, c.Dim, false}}
	for l, b := range w.Blocks {
		name := "blocks." + strconv.Itoa(l) + "."
		ms = append(ms,
			Matrix{name + "attn_norm", b.AttnNorm, 1, c.Dim, false},
			Matrix{name + "wq", b.Wq, c.QueryDim(), c.Dim, true},
			Matrix{name + "wk", b.Wk, c.KVDim(), c.Dim, true},
			Matrix{name + "wv", b.Wv, c.KVDim(), c.Dim, true},
			Matrix{name + "wo", b.Wo, c.Dim, c.QueryDim(), true},
			Matrix{name + "ff_norm", b.FFNorm, 1, c.Dim, false},
			Matrix{name + "w1", b.W1, c.Hidden, c.Dim, true},
			Matrix{name + "w3", b.W3, c.Hidden, c.Dim, true},
			Matrix{name + "w2", b.W2, c.Dim, c.Hidden, true},
		)
	}
	ms = append(ms, Matrix{"norm", w.Norm, 1, c.Dim, false})
	if c.Untied {
		ms = append(ms, Matrix{"output", w.Output, c.Vocab, c.Dim, true})
	}
	return ms
}

// Init draws every matrix from a normal distribution whose spread keeps the size of
// the activations from layer to layer, and sets every gain to 1.
func (w *Weights) Init(r *rand.Rand) {
	c := w.Config
	for _, m := range w.Matrices() {
		if m.Rows == 1 {
			fill(m.Data, 1)
		} else {
			normal(m.Data, 1/math.Sqrt(float64(m.Cols)), r)
		}
	}
	// What the layers add to the residual stream starts as large, all together, as the
	// embedding they are added to (compare Radford et al. 2019, section 2.3).
	spread := 1 / math.Sqrt(float64(2*c.Layers*c.Dim))
	for _, b := range w.Blocks {
		normal(b.Wo, spread/math.Sqrt(float64(c.QueryDim())), r)
		normal(b.W2, spread/math.Sqrt(float64(c.Hidden)), r)
	}
}

func fill(x []float32, v float32) {
	for i := range x {
		x[i] = v
	}
}

func normal(x []float32, spread float64, r *rand.Rand) {
	for i := range x {
		x[i] = float32(spread * r.NormFloat64())
	}
}
