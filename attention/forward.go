package attention

import (
	"math"

	"gqaplayground/attention/internal/vec"
)

// Net is a model ready to run: its weights, and every matrix once more in panels of
// outputs, the way the kernels read them. Repack brings the panels up to date after the
// weights have changed.
type Net struct {
	Weights *Weights

	blocks []panels
	output []float32
	angles *angles
}

type panels struct{ wq, wk, wv, wo, w1, w3, w2 []float32 }

// NewNet packs w, for at most the given number of positions.
func NewNet(w *Weights, positions int) *Net {
	c := w.Config
	n := &Net{Weights: w, blocks: make([]panels, c.Layers), angles: newAngles(c, positions)}
	room := func(out, in int) []float32 { return make([]float32, vec.PackedLen(out, in)) }
	for l := range n.blocks {
		n.blocks[l] = panels{
			wq: room(c.QueryDim(), c.Dim),
			wk: room(c.KVDim(), c.Dim),
			wv: room(c.KVDim(), c.Dim),
			wo: room(c.Dim, c.QueryDim()),
			w1: room(c.Hidden, c.Dim),
			w3: room(c.Hidden, c.Dim),
			w2: room(c.Dim, c.Hidden),
		}
	}
	n.output = room(c.Vocab, c.Dim)
	n.Repack()
	return n
}

// Repack copies the weights into the panels.
func (n *Net) Repack() {
	c := n.Weights.Config
	for l, p := range n.blocks {
		b := n.Weights.Blocks[l]
		vec.Pack(p.wq, b.Wq, c.QueryDim(), c.Dim)
		vec.Pack(p.wk, b.Wk, c.KVDim(), c.Dim)
		vec.Pack(p.wv, b.Wv, c.KVDim(), c.Dim)
		vec.Pack(p.wo, b.Wo, c.Dim, c.QueryDim())
		vec.Pack(p.w1, b.W1, c.Hidden, c.Dim)
		vec.Pack(p.w3, b.W3, c.Hidden, c.Dim)
		vec.Pack(p.w2, b.W2, c.Dim, c.Hidden)
	}
	vec.Pack(n.output, n.Weights.Output, c.Vocab, c.Dim)
}

// Tape holds what one forward pass computes, for at most n positions. In a kept tape
// every layer has memory of its own, so that the backward pass can read it all; otherwise
// the layers share memory.
type Tape struct {
	Layers []*Layer  // (Config.Layers)
	X      []float32 // (n, Dim) the output of the last layer
	Scale  []float32 // (n) of the last RMSNorm
	Normed []float32 // (n, Dim)
	Logits []float32 // (n, Vocab); only the last position's, (1, Vocab), unless kept

	kept    bool
	softmax *softmax
	spare   []float32 // (n, max(Dim, Heads*HeadDim))
}

// Layer holds what one layer computes for n positions. Grouped means (KVHeads, n,
// GroupSize, HeadDim): the query heads that share a key/value head stand together.
type Layer struct {
	X          []float32 // (n, Dim) the input
	AttnScale  []float32 // (n) of the RMSNorm before attention
	AttnNormed []float32 // (n, Dim)
	Q          []float32 // grouped; rotated and scaled by 1/√d
	K, V       []float32 // (n, KVHeads*HeadDim); K is rotated
	Attention  []float32 // (KVHeads, n, GroupSize, past) softmax; nil unless wanted
	Heads      []float32 // (n, Heads*HeadDim) what the heads find
	Y          []float32 // (n, Dim) X plus what attention adds
	FFScale    []float32 // (n)
	FFNormed   []float32 // (n, Dim)
	Gate, Up   []float32 // (n, Hidden)
	Act        []float32 // (n, Hidden)
}

// NewTape returns a tape for n positions. A kept tape is for whole sequences: the n
// positions are all there are, and each head's attention weights are (n, n).
func NewTape(c Config, n int, keep bool) *Tape {
	t := &Tape{
		X: make([]float32, n*c.Dim), Scale: make([]float32, n), Normed: make([]float32, n*c.Dim),
		Logits: make([]float32, c.Vocab),
		kept:   keep, softmax: newSoftmax(c),
		spare: make([]float32, n*max(c.Dim, c.QueryDim())),
	}
	if keep {
		t.Logits = make([]float32, n*c.Vocab)
	}
	for l := range c.Layers {
		var layer Layer
		if l > 0 && !keep {
			layer = *t.Layers[0]
		} else {
			layer = newLayer(c, n)
		}
		if keep {
			layer.Attention = make([]float32, c.Heads*n*n)
		}
		t.Layers = append(t.Layers, &layer)
	}
	return t
}

func newLayer(c Config, n int) Layer {
	f := func(width int) []float32 { return make([]float32, n*width) }
	return Layer{
		X: f(c.Dim), AttnScale: f(1), AttnNormed: f(c.Dim),
		Q: f(c.QueryDim()), K: f(c.KVDim()), V: f(c.KVDim()), Heads: f(c.QueryDim()),
		Y: f(c.Dim), FFScale: f(1), FFNormed: f(c.Dim),
		Gate: f(c.Hidden), Up: f(c.Hidden), Act: f(c.Hidden),
	}
}

// Forward runs the new positions of one sequence through the model: their keys and
// values are appended to the cache, and t holds what was computed. One position is a
// decoding step, several are a prompt, a whole sequence on a kept tape is training;
// all three give the same numbers bit for bit.
func (n *Net) Forward(tokens []int, kv *KVCache, t *Tape) {
	w := n.Weights
	c := w.Config
	rows, at := len(tokens), kv.Len()
	if at+rows > kv.Cap() {
		panic("attention: the cache is full")
	}
	product := func(y, x, p []float32, out, in int) { vec.MulPanels(y, out, x, in, p, rows, in, out) }

	x := t.Layers[0].X[:rows*c.Dim]
	for i, token := range tokens {
		if token < 0 || token >= c.Vocab {
			panic("attention: token outside the vocabulary")
		}
		copy(x[i*c.Dim:(i+1)*c.Dim], w.Embed[token*c.Dim:])
	}
	for l, layer := range t.Layers {
		b, p := &w.Blocks[l], &n.blocks[l]

		// Attention: every position asks (q) what the positions up to it hold (k, v).
		normalise(layer.AttnNormed, x, b.AttnNorm, layer.AttnScale[:rows], c)
		q := t.spare[:rows*c.QueryDim()]
		product(q, layer.AttnNormed, p.wq, c.QueryDim(), c.Dim)
		product(layer.K, layer.AttnNormed, p.wk, c.KVDim(), c.Dim)
		product(layer.V, layer.AttnNormed, p.wv, c.KVDim(), c.Dim)
		for i := range rows {
			n.angles.rotate(q[i*c.QueryDim():(i+1)*c.QueryDim()], at+i)
			k := layer.K[i*c.KVDim() : (i+1)*c.KVDim()]
			n.angles.rotate(k, at+i)
			kv.put(l, at+i, k, layer.V[i*c.KVDim():(i+1)*c.KVDim()])
		}
		vec.Scale(q, float32(1/math.Sqrt(float64(c.HeadDim))))
		c.Group(layer.Q, q, rows)
		found := t.spare[:rows*c.QueryDim()]
		attend(found, layer.Q, kv, l, at, rows, layer.Attention, t.softmax)
		c.Ungroup(layer.Heads, found, rows)
		y := layer.Y[:rows*c.Dim]
		product(y, layer.Heads, p.wo, c.Dim, c.QueryDim())
		vec.Add(y, x)

		// Feed-forward: SwiGLU (Shazeer 2020, arXiv 2002.05202).
		normalise(layer.FFNormed, y, b.FFNorm, layer.FFScale[:rows], c)
		product(layer.Gate, layer.FFNormed, p.w1, c.Hidden, c.Dim)
		product(layer.Up, layer.FFNormed, p.w3, c.Hidden, c.Dim)
		vec.SwiGLU(layer.Act[:rows*c.Hidden], layer.Gate[:rows*c.Hidden], layer.Up[:rows*c.Hidden])
		x = t.X[:rows*c.Dim]
		if l+1 < len(t.Layers) {
			x = t.Layers[l+1].X[:rows*c.Dim]
		}
		product(x, layer.Act, p.w2, c.Dim, c.Hidden)
		vec.Add(x, y)
	}
	kv.length += rows

	if t.kept {
		normalise(t.Normed, x, w.Norm, t.Scale[:rows], c)
		product(t.Logits, t.Normed, n.output, c.Vocab, c.Dim)
		return
	}
	last := x[(rows-1)*c.Dim:]
	normalise(t.Normed[:c.Dim], last, w.Norm, t.Scale[:1], c)
	vec.MulPanels(t.Logits, c.Vocab, t.Normed, c.Dim, n.output, 1, c.Dim, c.Vocab)
}

// normalise is RMSNorm of every row: y = x · scale · gain.
func normalise(y, x, gain, scale []float32, c Config) {
	d := c.Dim
	for i := range scale {
		scale[i] = vec.RMSNorm(y[i*d:(i+1)*d], x[i*d:(i+1)*d], gain, c.NormEps)
	}
}

// Group copies heads of n positions, (n, Heads, HeadDim), into the order in which
// attend reads them, (KVHeads, n, GroupSize, HeadDim); Ungroup is the way back. For
// one position the two are the same.
func (c Config) Group(grouped, heads []float32, n int) {
	width := c.GroupSize() * c.HeadDim
	for g := range c.KVHeads {
		for i := range n {
			copy(grouped[(g*n+i)*width:(g*n+i+1)*width], heads[i*c.QueryDim()+g*width:])
		}
	}
}

func (c Config) Ungroup(heads, grouped []float32, n int) {
	width := c.GroupSize() * c.HeadDim
	for g := range c.KVHeads {
		for i := range n {
			copy(heads[i*c.QueryDim()+g*width:][:width], grouped[(g*n+i)*width:])
		}
	}
}

// angles are the rotary position angles (Su et al. 2021, arXiv 2104.09864): the pair
// (2i, 2i+1) of a head turns by position · theta^(-2i/d). Adjacent pairs, as in the
// original and in llama.cpp.
type angles struct {
	headDim  int
	cos, sin []float32 // (positions, HeadDim/2)
}

func newAngles(c Config, positions int) *angles {
	half := c.HeadDim / 2
	a := &angles{c.HeadDim, make([]float32, positions*half), make([]float32, positions*half)}
	for i := range half {
		frequency := math.Pow(float64(c.RopeTheta), -2*float64(i)/float64(c.HeadDim))
		for p := range positions {
			sin, cos := math.Sincos(float64(p) * frequency)
			a.sin[p*half+i], a.cos[p*half+i] = float32(sin), float32(cos)
		}
	}
	return a
}

// rotate turns every head of x, which stands at the given position.
func (a *angles) rotate(x []float32, position int) {
	half := a.headDim / 2
	cos, sin := a.cos[position*half:(position+1)*half], a.sin[position*half:(position+1)*half]
	for h := 0; h < len(x); h += a.headDim {
		vec.Rotate(x[h:h+a.headDim], cos, sin)
	}
}

// Unrotate undoes the rotation of every head of x at the given position.
func (n *Net) Unrotate(x []float32, position int) {
	a := n.angles
	half := a.headDim / 2
	cos, sin := a.cos[position*half:(position+1)*half], a.sin[position*half:(position+1)*half]
	for h := 0; h < len(x); h += a.headDim {
		for i := range half {
			p, q := x[h+2*i], x[h+2*i+1]
			x[h+2*i] = float32(p*cos[i]) + float32(q*sin[i])
			x[h+2*i+1] = float32(q*cos[i]) - float32(p*sin[i])
		}
	}
}
