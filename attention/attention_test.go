package attention

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// small is a shape in which no two sizes are equal, but for the numbers of heads where
// none are shared, so that a mix-up shows. Values are in several panels, the last of them
// narrower.
func small(heads, kvHeads int) Config {
	return Config{Dim: 24, Layers: 3, Heads: heads, KVHeads: kvHeads, HeadDim: 44, Hidden: 40, Vocab: 50, Context: 300,
		RopeTheta: 10000, NormEps: 1e-5}
}

// narrow is small with heads that are aligned in less time.
func narrow(heads, kvHeads int) Config {
	c := small(heads, kvHeads)
	c.HeadDim = 10
	return c
}

func randomWeights(c Config, seed uint64) *Weights {
	w := NewWeights(c)
	w.Init(rand.New(rand.NewPCG(seed, 0)))
	for _, m := range w.Matrices() { // gains away from 1, so that a forgotten one shows
		if m.Rows == 1 {
			for i := range m.Data {
				m.Data[i] *= 1 + 0.1*float32(i%5)
			}
		}
	}
	return w
}

func randomTokens(n, vocab int, seed uint64) []int {
	r := rand.New(rand.NewPCG(seed, 9))
	t := make([]int, n)
	for i := range t {
		t[i] = r.IntN(vocab)
	}
	return t
}

// repeatKV is the multi-head model that a grouped one stands for: every key/value
// head written out once for each query head that reads it.
func repeatKV(w *Weights) *Weights {
	c := w.Config
	c.KVHeads = c.Heads
	m := NewWeights(c)
	copy(m.Embed, w.Embed)
	copy(m.Norm, w.Norm)
	copy(m.Output, w.Output)
	size := c.HeadDim * c.Dim
	for l := range w.Blocks {
		a, b := w.Blocks[l], m.Blocks[l]
		for h := range c.Heads {
			g := w.Config.KVHead(h)
			copy(b.Wk[h*size:(h+1)*size], a.Wk[g*size:])
			copy(b.Wv[h*size:(h+1)*size], a.Wv[g*size:])
		}
		for _, v := range [][2][]float32{{b.AttnNorm, a.AttnNorm}, {b.Wq, a.Wq}, {b.Wo, a.Wo}, {b.FFNorm, a.FFNorm}, {b.W1, a.W1}, {b.W3, a.W3}, {b.W2, a.W2}} {
			copy(v[0], v[1])
		}
	}
	return m
}

func steps(d *Decoder, tokens []int) [][]float32 {
	var all [][]float32
	for _, t := range tokens {
		all = append(all, slices.Clone(d.Step(t)))
	}
	return all
}

// Any grouped model equals multi-head attention over repeated keys and values, bit
// for bit, at every step.
func TestGroupedEqualsRepeated(t *testing.T) {
	for _, shape := range [][2]int{{8, 8}, {8, 4}, {8, 2}, {8, 1}, {6, 2}, {5, 1}, {7, 7}} {
		w := randomWeights(small(shape[0], shape[1]), 1)
		tokens := randomTokens(300, w.Config.Vocab, 2)
		grouped := steps(NewDecoder(w, 300), tokens)
		repeated := steps(NewDecoder(repeatKV(w), 300), tokens)
		for i := range tokens {
			if !slices.Equal(grouped[i], repeated[i]) {
				t.Fatalf("H=%d G=%d: logits differ at step %d", shape[0], shape[1], i)
			}
		}
	}
}

// A prompt of n positions at once equals n steps, bit for bit, wherever it is cut.
func TestPromptEqualsSteps(t *testing.T) {
	for _, g := range []int{8, 4, 2, 1} {
		w := randomWeights(small(8, g), 3)
		tokens := randomTokens(300, w.Config.Vocab, 4)
		want := steps(NewDecoder(w, 320), tokens)
		for _, cut := range []int{1, 2, 31, 32, 65, 255, 256, 257, 300} {
			d := NewDecoder(w, 320)
			got := d.Prompt(tokens[:cut])
			if !slices.Equal(got, want[cut-1]) {
				t.Fatalf("G=%d: prompt of %d differs from as many steps", g, cut)
			}
			if cut < len(tokens) {
				if got = d.Prompt(tokens[cut:]); !slices.Equal(got, want[len(tokens)-1]) {
					t.Fatalf("G=%d: prompt cut at %d differs", g, cut)
				}
			}
		}
		tape := NewTape(w.Config, len(tokens), true)
		NewNet(w, len(tokens)).Forward(tokens, NewKVCache(w.Config, len(tokens)), tape)
		for i := range tokens {
			if !slices.Equal(tape.Logits[i*w.Config.Vocab:(i+1)*w.Config.Vocab], want[i]) {
				t.Fatalf("G=%d: the kept tape differs at %d", g, i)
			}
		}
	}
}

// naive is the model of the paper in float64, every sum written out, no cache, every
// query head reading key/value head h/(H/G).
func naive(w *Weights, tokens []int) (logits []float64, attention [][][]float64) {
	c := w.Config
	row := func(m []float32, i, cols int) []float32 { return m[i*cols : (i+1)*cols] }
	mul := func(m []float32, rows int, x []float64) []float64 {
		y := make([]float64, rows)
		for i := range y {
			for j, v := range row(m, i, len(x)) {
				y[i] += float64(v) * x[j]
			}
		}
		return y
	}
	norm := func(x []float64, gain []float32) []float64 {
		var s float64
		for _, v := range x {
			s += v * v
		}
		y := make([]float64, len(x))
		for i := range x {
			y[i] = x[i] / math.Sqrt(s/float64(len(x))+float64(c.NormEps)) * float64(gain[i])
		}
		return y
	}
	turn := func(x []float64, pos int) {
		for h := 0; h < len(x); h += c.HeadDim {
			for i := 0; i < c.HeadDim; i += 2 {
				a := float64(pos) * math.Pow(float64(c.RopeTheta), -float64(i)/float64(c.HeadDim))
				sin, cos := math.Sincos(a)
				p, q := x[h+i], x[h+i+1]
				x[h+i], x[h+i+1] = p*cos-q*sin, p*sin+q*cos
			}
		}
	}
	xs := make([][]float64, len(tokens))
	for p, tok := range tokens {
		for _, v := range row(w.Embed, tok, c.Dim) {
			xs[p] = append(xs[p], float64(v))
		}
	}
	for _, b := range w.Blocks {
		ks, vs := make([][]float64, len(xs)), make([][]float64, len(xs))
		var last [][]float64
		for p := range xs {
			n := norm(xs[p], b.AttnNorm)
			q := mul(b.Wq, c.QueryDim(), n)
			ks[p], vs[p] = mul(b.Wk, c.KVDim(), n), mul(b.Wv, c.KVDim(), n)
			turn(q, p)
			turn(ks[p], p)
			found := make([]float64, c.QueryDim())
			last = nil
			for h := range c.Heads {
				kv := h / (c.Heads / c.KVHeads) * c.HeadDim
				scores, sum := make([]float64, p+1), 0.0
				for t := range scores {
					for i := range c.HeadDim {
						scores[t] += q[h*c.HeadDim+i] * ks[t][kv+i]
					}
					scores[t] = math.Exp(scores[t] / math.Sqrt(float64(c.HeadDim)))
					sum += scores[t]
				}
				for t := range scores {
					scores[t] /= sum
					for i := range c.HeadDim {
						found[h*c.HeadDim+i] += scores[t] * vs[t][kv+i]
					}
				}
				last = append(last, scores)
			}
			for i, v := range mul(b.Wo, c.Dim, found) {
				xs[p][i] += v
			}
			n = norm(xs[p], b.FFNorm)
			gate, up := mul(b.W1, c.Hidden, n), mul(b.W3, c.Hidden, n)
			for i, z := range gate {
				gate[i] = z / (1 + math.Exp(-z)) * up[i]
			}
			for i, v := range mul(b.W2, c.Dim, gate) {
				xs[p][i] += v
			}
		}
		attention = append(attention, last)
	}
	return mul(w.Output, c.Vocab, norm(xs[len(xs)-1], w.Norm)), attention
}

func TestAgainstNaiveFloat64(t *testing.T) {
	for _, shape := range [][2]int{{8, 8}, {8, 4}, {8, 2}, {8, 1}, {6, 2}} {
		t.Run(fmt.Sprintf("H=%d,G=%d", shape[0], shape[1]), func(t *testing.T) {
			w := randomWeights(small(shape[0], shape[1]), 5)
			tokens := randomTokens(160, w.Config.Vocab, 6)
			d := NewDecoder(w, len(tokens))
			d.Watch(true)
			for i, token := range tokens {
				got := d.Step(token)
				if i%53 != 0 && i != len(tokens)-1 {
					continue
				}
				want, attention := naive(w, tokens[:i+1])
				best := 0
				for j := range want {
					if math.Abs(float64(got[j])-want[j]) > 1e-4 {
						t.Fatalf("position %d logit %d: %g, want %g", i, j, got[j], want[j])
					}
					if want[j] > want[best] {
						best = j
					}
				}
				if Argmax(got) != best {
					t.Fatalf("position %d: argmax %d, want %d", i, Argmax(got), best)
				}
				for l := range attention {
					for h := range attention[l] {
						for p, x := range d.Attention(l)[h*(i+1) : (h+1)*(i+1)] {
							if math.Abs(float64(x)-attention[l][h][p]) > 1e-5 {
								t.Fatalf("attention of layer %d head %d at position %d: %g, want %g", l, h, p, x, attention[l][h][p])
							}
						}
					}
				}
			}
		})
	}
}

func TestMethodNames(t *testing.T) {
	for i, name := range Methods() {
		m, err := ParseMethod(name)
		if err != nil || m != Method(i) || m.String() != name {
			t.Errorf("%s is method %v, %v; want %d", name, m, err, i)
		}
	}
	if m, err := ParseMethod("Mean"); err == nil {
		t.Errorf("Mean is method %v", m)
	}
	for _, m := range []Method{-1, Aligned + 1} {
		if want := fmt.Sprintf("Method(%d)", int(m)); m.Valid() || m.String() != want {
			t.Errorf("%s is valid: %v; want an invalid %s", m, m.Valid(), want)
		}
	}
}

func TestConvert(t *testing.T) {
	w := randomWeights(small(8, 8), 7)
	same, err := Convert(w, 8, MeanPool, 0)
	if err != nil || !slices.Equal(same.Slab(), w.Slab()) {
		t.Fatal("conversion to as many heads is not the identity")
	}
	// Heads that are equal within a group lose nothing, by either method.
	tied := repeatKV(randomWeights(small(8, 2), 8))
	tokens := randomTokens(40, tied.Config.Vocab, 9)
	want := NewDecoder(tied, 64).Prompt(tokens)
	for _, m := range []Method{MeanPool, FirstHead} {
		c, err := Convert(tied, 2, m, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := NewDecoder(c, 64).Prompt(tokens); !slices.Equal(got, want) {
			t.Errorf("method %d: tied heads are not pooled without loss", m)
		}
	}
	mean, _ := Convert(w, 2, MeanPool, 0)
	size := w.Config.HeadDim * w.Config.Dim
	for i := range size {
		var s float64
		for h := 4; h < 8; h++ {
			s += float64(w.Blocks[1].Wk[h*size+i])
		}
		if got := mean.Blocks[1].Wk[size+i]; math.Abs(float64(got)-s/4) > 1e-6 {
			t.Fatalf("mean of the second group: %g, want %g", got, s/4)
		}
	}
	for _, g := range []int{0, -1, 3, 16} {
		if _, err := Convert(w, g, MeanPool, 0); err == nil {
			t.Errorf("%d heads accepted", g)
		}
		for name, merge := range map[string]func(){"Align": func() { Align(w, g) }, "Regroup": func() { Regroup(w, g) }} {
			func() {
				defer func() {
					if text, _ := recover().(string); !strings.HasPrefix(text, "attention: "+strconv.Itoa(g)+" KV heads") {
						t.Errorf("%s to %d heads: %q", name, g, text)
					}
				}()
				merge()
			}()
		}
	}
}

// Weights are counted as they are stored: an embedding that is the output, too, once.
func TestMostWeights(t *testing.T) {
	c := small(8, 8)
	c.Vocab, c.Dim = maxVocab, 1<<10
	if err := c.Validate(); err != nil {
		t.Errorf("%d weights: %v", c.Params(), err)
	}
	c.Untied = true
	if err := c.Validate(); err == nil || c.Params() <= maxParams {
		t.Errorf("%d weights: %v", c.Params(), err)
	}
	c = Config{maxWidth, maxLayers, 2, 2, maxWidth / 2, maxWidth, maxVocab, maxContext, 1, 0, true}
	if err := c.Validate(); err == nil {
		t.Errorf("%d weights are accepted", c.Params())
	}
}

// The formula of the cache card is what the buffers hold.
func TestCacheBytes(t *testing.T) {
	for _, g := range []int{8, 4, 2, 1} {
		c := small(8, g)
		for _, n := range []int{32, 256, 1024} {
			if got, want := NewKVCache(c, n).Bytes(), c.CacheBytes(n); got != want {
				t.Errorf("G=%d, %d positions: buffers of %d bytes, formula says %d", g, n, got, want)
			}
			if c.CacheBytes(n)*c.GroupSize() != small(8, 8).CacheBytes(n) {
				t.Errorf("G=%d: not smaller by H/G", g)
			}
		}
	}
}

func TestStepDoesNotAllocate(t *testing.T) {
	d := NewDecoder(randomWeights(small(8, 2), 1), 1024)
	if n := testing.AllocsPerRun(100, func() { d.Step(3) }); n != 0 {
		t.Errorf("%v allocations a step", n)
	}
}

// Turning heads to agree changes nothing, and heads that are equal but for such a turn
// are then pooled without loss.
func TestAlign(t *testing.T) {
	for _, g := range []int{8, 4} {
		w := randomWeights(narrow(8, g), 11)
		tokens := randomTokens(60, w.Config.Vocab, 12)
		want := slices.Clone(NewDecoder(w, 64).Prompt(tokens))
		for _, groups := range []int{1, 2, 4} {
			if d := farthest(NewDecoder(Align(w, groups), 64).Prompt(tokens), want); d > 1e-4 {
				t.Errorf("G=%d aligned in %d groups: logits move by %g", g, groups, d)
			}
		}
	}
	tied := repeatKV(randomWeights(narrow(8, 2), 13))
	tokens := randomTokens(60, tied.Config.Vocab, 14)
	want := slices.Clone(NewDecoder(tied, 64).Prompt(tokens))
	c := tied.Config
	r := rand.New(rand.NewPCG(15, 0))
	for l := range tied.Blocks { // turn every head at random, values by swapping two numbers
		b := &tied.Blocks[l]
		for h := range c.Heads {
			angle := r.Float64() * 6
			for _, m := range [][]float32{b.Wk, b.Wq} {
				at := h * c.HeadDim * c.Dim
				turnPair(m[at:at+c.Dim], m[at+c.Dim:at+2*c.Dim], angle)
			}
			i, j := r.IntN(c.HeadDim), r.IntN(c.HeadDim)
			for col := range c.Dim {
				x, y := (h*c.HeadDim+i)*c.Dim+col, (h*c.HeadDim+j)*c.Dim+col
				b.Wv[x], b.Wv[y] = b.Wv[y], b.Wv[x]
				x, y = col*c.QueryDim()+h*c.HeadDim+i, col*c.QueryDim()+h*c.HeadDim+j
				b.Wo[x], b.Wo[y] = b.Wo[y], b.Wo[x]
			}
		}
	}
	for method, limit := range map[Method]float64{Aligned: 1e-4, MeanPool: 1e9} {
		pooled, err := Convert(tied, 2, method, 0)
		if err != nil {
			t.Fatal(err)
		}
		d := farthest(NewDecoder(pooled, 64).Prompt(tokens), want)
		if d > limit || method == MeanPool && d < 0.01 {
			t.Errorf("method %d: logits move by %g", method, d)
		}
	}
}

// Heads are not lost that cancel, wholly or in part, or are flat.
func TestAlignCancelling(t *testing.T) {
	tokens := randomTokens(60, narrow(8, 8).Vocab, 32)
	for name, change := range map[string]func(first, second []float32, row int){
		"wholly": func(first, second []float32, row int) {
			for i, x := range first {
				second[i] = -x
			}
		},
		"in one row": func(first, second []float32, row int) {
			for i, x := range first {
				if second[i] = x; i < row {
					second[i] = -x
				}
			}
		},
		"flat": func(first, second []float32, row int) {
			clear(first[:row])
			clear(second[:row])
		},
		"one is nothing": func(first, second []float32, row int) { clear(first) },
	} {
		w := randomWeights(narrow(8, 8), 31)
		c := w.Config
		for l := range w.Blocks {
			for h := 0; h < c.Heads; h += 2 {
				heads := w.Blocks[l].Wv[h*c.HeadDim*c.Dim:][:2*c.HeadDim*c.Dim]
				change(heads[:len(heads)/2], heads[len(heads)/2:], c.Dim)
			}
		}
		want := slices.Clone(NewDecoder(w, 64).Prompt(tokens))
		for _, groups := range []int{1, 4} {
			if d := farthest(NewDecoder(Align(w, groups), 64).Prompt(tokens), want); d > 1e-4 {
				t.Errorf("%s, in %d groups: logits move by %g", name, groups, d)
			}
		}
	}
}

// Heads in another order compute the same, and heads that are equal find each other: the
// mean of two such loses nothing.
func TestRegroup(t *testing.T) {
	w := randomWeights(small(8, 8), 21)
	tokens := randomTokens(60, w.Config.Vocab, 22)
	want := slices.Clone(NewDecoder(w, 64).Prompt(tokens))
	for _, groups := range []int{8, 4, 2, 1} {
		regrouped, order := Regroup(w, groups)
		if d := farthest(NewDecoder(regrouped, 64).Prompt(tokens), want); d > 1e-4 {
			t.Errorf("%d groups: logits move by %g", groups, d)
		}
		for l, places := range order {
			sorted := slices.Clone(places)
			if slices.Sort(sorted); !slices.Equal(sorted, []int{0, 1, 2, 3, 4, 5, 6, 7}) {
				t.Errorf("layer %d: order %v", l, places)
			}
		}
	}

	twins := repeatKV(randomWeights(small(8, 4), 23)) // heads 2i and 2i+1 have the same keys and values
	want = slices.Clone(NewDecoder(twins, 64).Prompt(tokens))
	c := twins.Config
	for l := range twins.Blocks { // tear them apart: head h goes to place 3h mod 8
		b, from := &twins.Blocks[l], twins.Clone().Blocks[l]
		size := c.HeadDim * c.Dim
		for h := range c.Heads {
			to := 3 * h % 8
			for _, m := range [][2][]float32{{b.Wq, from.Wq}, {b.Wk, from.Wk}, {b.Wv, from.Wv}} {
				copy(m[0][to*size:(to+1)*size], m[1][h*size:])
			}
			for i := range c.Dim {
				copy(b.Wo[i*c.QueryDim()+to*c.HeadDim:][:c.HeadDim], from.Wo[i*c.QueryDim()+h*c.HeadDim:])
			}
		}
	}
	regrouped, order := Regroup(twins, 4)
	for _, x := range []struct {
		of    *Weights
		limit float64
		least float64
	}{{regrouped, 1e-4, 0}, {twins, math.Inf(1), 0.01}} {
		pooled, err := Convert(x.of, 4, MeanPool, 0)
		if err != nil {
			t.Fatal(err)
		}
		if d := farthest(NewDecoder(pooled, 64).Prompt(tokens), want); d > x.limit || d < x.least {
			t.Errorf("order %v: logits move by %g, want %g to %g", order[0], d, x.least, x.limit)
		}
	}
}

func farthest(a, b []float32) (d float64) {
	for i := range a {
		d = max(d, math.Abs(float64(a[i])-float64(b[i])))
	}
	return d
}
