package train

import (
	"math"

	"gqaplayground/attention"
	"gqaplayground/attention/internal/vec"
)

// backward adds to grad the gradient of scale · (the sum of the cross entropies of
// targets) with respect to every weight, and returns that sum in nats. It mirrors
// [attention.Net.Forward] from the end to the beginning: t is the tape of one whole
// sequence and kv the cache that went with it. d names a gradient: dx is that of x.
func (b *backprop) backward(grad *attention.Weights, tokens, targets []int, scale float32) (loss float64) {
	w, t := b.net.Weights, b.tape
	c := w.Config
	n := len(tokens)

	// logits = normed · outputᵀ
	dlogits := t.Logits[:n*c.Vocab]
	loss = crossEntropy(dlogits, targets, c.Vocab, scale)
	dnormed := b.dnormed[:n*c.Dim]
	clear(dnormed)
	b.product(grad.Output, dnormed, dlogits, w.Output, t.Normed, n, c.Vocab, c.Dim)
	dx := b.dx[:n*c.Dim]
	clear(dx)
	normalise(grad.Norm, dx, dnormed, t.X, w.Norm, t.Scale[:n])

	for l := len(t.Layers) - 1; l >= 0; l-- {
		layer, p, g := t.Layers[l], &w.Blocks[l], &grad.Blocks[l]

		// x = y + (silu(gate) · up) · w2ᵀ, gate = normed · w1ᵀ, up = normed · w3ᵀ
		dact := b.dact[:n*c.Hidden]
		clear(dact)
		b.product(g.W2, dact, dx, p.W2, layer.Act, n, c.Dim, c.Hidden)
		dgate, dup := b.dgate[:n*c.Hidden], dact
		swiGLU(dgate, dup, dact, layer.Gate, layer.Up)
		clear(dnormed)
		b.product(g.W1, dnormed, dgate, p.W1, layer.FFNormed, n, c.Hidden, c.Dim)
		b.product(g.W3, dnormed, dup, p.W3, layer.FFNormed, n, c.Hidden, c.Dim)
		dy := dx // the residual stream passes its gradient on
		normalise(g.FFNorm, dy, dnormed, layer.Y, p.FFNorm, layer.FFScale[:n])

		// y = x + heads · woᵀ, heads = attend(q, k, v), q = rotate(normed · wqᵀ)/√d, ...
		dheads := b.dheads[:n*c.QueryDim()]
		clear(dheads)
		b.product(g.Wo, dheads, dy, p.Wo, layer.Heads, n, c.Dim, c.QueryDim())
		b.attend(layer, l, n)
		clear(dnormed)
		b.product(g.Wq, dnormed, b.dq, p.Wq, layer.AttnNormed, n, c.QueryDim(), c.Dim)
		b.product(g.Wk, dnormed, b.dk, p.Wk, layer.AttnNormed, n, c.KVDim(), c.Dim)
		b.product(g.Wv, dnormed, b.dv, p.Wv, layer.AttnNormed, n, c.KVDim(), c.Dim)
		normalise(g.AttnNorm, dx, dnormed, layer.X, p.AttnNorm, layer.AttnScale[:n])
	}
	for i, token := range tokens {
		vec.Add(grad.Embed[token*c.Dim:(token+1)*c.Dim], dx[i*c.Dim:(i+1)*c.Dim])
	}
	return loss
}

// product differentiates y = x · wᵀ for n rows: dx += dy · w, dw += dyᵀ · x.
func (b *backprop) product(dw, dx, dy, w, x []float32, n, out, in int) {
	vec.MulAdd(dx, in, dy, out, w, in, n, out, in)
	vec.MulAddTransposed(dw, in, dy, out, x, in, out, n, in)
}

// attend differentiates grouped attention. In the forward pass, for a row of
// queries q and the positions it sees,
//
//	p = softmax(q · kᵀ), heads = p · v
//
// so that
//
//	dv += pᵀ · dheads, dp = dheads · vᵀ, ds = p · (dp − Σ p · dp), dq = ds · k, dk += dsᵀ · q
//
// and every key and value gathers the gradients of all H/G heads that read it.
func (b *backprop) attend(layer *attention.Layer, l, n int) {
	c := b.net.Weights.Config
	d, group, kvDim := c.HeadDim, c.GroupSize(), c.KVDim()
	dout, dqs := b.grouped[:n*c.QueryDim()], b.dgrouped[:n*c.QueryDim()]
	c.Group(dout, b.dheads, n)
	clear(dqs)
	clear(b.dk[:n*kvDim])
	clear(b.dv[:n*kvDim])
	for g := range c.KVHeads {
		k, v := layer.K[g*d:], layer.V[g*d:] // rows of stride kvDim
		dk, dv := b.dk[g*d:], b.dv[g*d:]
		for i := range n {
			copy(b.values[i*d:(i+1)*d], v[i*kvDim:i*kvDim+d])
		}
		vec.Pack(b.packed, b.values, n, d)
		run := max(1, rowsAtOnce/group) // positions: later ones are not seen, so runs halve the work
		for i0 := 0; i0 < n; i0 += run {
			i1 := min(n, i0+run)
			rows, first, seen := (i1-i0)*group, (g*n+i0)*group, i1
			p := layer.Attention[first*n:]
			do, q, dq := dout[first*d:], layer.Q[first*d:], dqs[first*d:]
			vec.MulAddTransposed(dv, kvDim, p, n, do, d, seen, rows, d)
			ds := b.ds[:rows*seen]
			vec.MulPanels(ds, seen, do, d, b.packed, rows, d, seen)
			for r := range rows {
				softmax(ds[r*seen:(r+1)*seen], p[r*n:r*n+seen])
			}
			vec.MulAdd(dq, d, ds, seen, k, kvDim, rows, seen, d)
			vec.MulAddTransposed(dk, kvDim, ds, seen, q, d, seen, rows, d)
		}
	}
	c.Ungroup(b.dq, dqs, n)
	vec.Scale(b.dq[:n*c.QueryDim()], float32(1/math.Sqrt(float64(d))))
	for i := range n {
		b.net.Unrotate(b.dq[i*c.QueryDim():(i+1)*c.QueryDim()], i)
		b.net.Unrotate(b.dk[i*kvDim:(i+1)*kvDim], i)
	}
}

// rowsAtOnce is the number of query rows that attend differentiates together.
const rowsAtOnce = 32

// softmax turns dp, the gradient of the row p = softmax(s), into ds.
func softmax(dp, p []float32) {
	mean := vec.Dot(dp, p)
	for i, x := range p {
		dp[i] = float32(x * (dp[i] - mean))
	}
}

// swiGLU differentiates act = gate · sigmoid(gate) · up. dup may be dact itself.
func swiGLU(dgate, dup, dact, gate, up []float32) {
	vec.Sigmoid(dgate, gate[:len(dgate)])
	for i, s := range dgate {
		g, da := gate[i], dact[i]
		dgate[i] = float32(da*up[i]) * float32(s*(1+float32(g*(1-s))))
		dup[i] = float32(da * float32(g*s))
	}
}

// normalise differentiates y = x · scale · gain with scale = 1/√(mean(x²)+eps), row
// by row: dx += scale · (dy · gain − x · scale² · mean(dy · gain · x)), dgain += dy · x · scale.
func normalise(dgain, dx, dy, x, gain, scale []float32) {
	d := len(gain)
	for i, s := range scale {
		dxi, dyi, xi := dx[i*d:(i+1)*d], dy[i*d:(i+1)*d], x[i*d:(i+1)*d]
		for j, g := range gain {
			dgain[j] += float32(float32(dyi[j]*xi[j]) * s)
			dyi[j] *= g
		}
		mean := vec.Dot(dyi, xi) / float32(d)
		vec.Axpy(dxi, s, dyi)
		vec.Axpy(dxi, -float32(float32(s*s)*s)*mean, xi)
	}
}

// crossEntropy returns the sum over rows of −log softmax(logits)[target] and puts
// its gradient, times scale, in place of the logits.
func crossEntropy(logits []float32, targets []int, vocab int, scale float32) (sum float64) {
	for i, target := range targets {
		row := logits[i*vocab : (i+1)*vocab]
		largest := vec.Max(row)
		of := row[target]
		total := vec.ExpSum(row, largest)
		sum += math.Log(float64(total)) + float64(largest) - float64(of)
		vec.Scale(row, scale/total)
		row[target] -= scale
	}
	return sum
}

// reader is a model with the memory of one sequence's forward pass, allocated once.
type reader struct {
	net   *attention.Net
	tape  *attention.Tape
	cache *attention.KVCache
}

func newReader(net *attention.Net, n int) reader {
	c := net.Weights.Config
	return reader{net, attention.NewTape(c, n, true), attention.NewKVCache(c, n)}
}

// read runs a sequence forward.
func (r reader) read(tokens []int) {
	r.cache.Truncate(0)
	r.net.Forward(tokens, r.cache, r.tape)
}

// backprop is the memory of one sequence's forward and backward pass, allocated once.
type backprop struct {
	n int // tokens of a sequence at most
	reader

	dx, dnormed       []float32 // (n, Dim)
	dact, dgate       []float32 // (n, Hidden)
	dheads, dq        []float32 // (n, Heads*HeadDim)
	grouped, dgrouped []float32 // the same, grouped
	dk, dv            []float32 // (n, KVHeads*HeadDim)
	values, packed    []float32 // (n, HeadDim) of one head, and in panels
	ds                []float32 // (rows, n)
}

func newBackprop(net *attention.Net, n int) *backprop {
	c := net.Weights.Config
	f := func(width int) []float32 { return make([]float32, n*width) }
	return &backprop{
		n: n, reader: newReader(net, n),
		dx: f(c.Dim), dnormed: f(c.Dim), dact: f(c.Hidden), dgate: f(c.Hidden),
		dheads: f(c.QueryDim()), dq: f(c.QueryDim()), grouped: f(c.QueryDim()), dgrouped: f(c.QueryDim()),
		dk: f(c.KVDim()), dv: f(c.KVDim()),
		values: f(c.HeadDim), packed: make([]float32, vec.PackedLen(n, c.HeadDim)),
		ds: f(max(rowsAtOnce, c.GroupSize())),
	}
}

// gradient runs one sequence forward and backward: tokens predict the tokens after
// them, so the sequence is one longer than what goes through the model.
func (b *backprop) gradient(grad *attention.Weights, sequence []int, scale float32) (loss float64) {
	tokens, targets := sequence[:len(sequence)-1], sequence[1:]
	b.read(tokens)
	return b.backward(grad, tokens, targets, scale)
}
