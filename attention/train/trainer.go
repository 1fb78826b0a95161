// Package train trains the models of package attention: gradients, AdamW, the corpus as
// sequences of tokens, and how good a model is on stories that it has not seen.
//
// Training is reproducible: the same seed gives the same weights, bit for bit, on any
// machine and with any number of goroutines. Package vec sees to it that arithmetic does
// not depend on the vector width; here, every sequence has a gradient of its own, and
// these are added in a fixed tree.
package train

import (
	"math"
	"runtime"
	"sync"

	"gqaplayground/attention"
	"gqaplayground/attention/internal/vec"
)

// Recipe says how to train. A result depends on all of it.
type Recipe struct {
	Batch   int // sequences a step
	Context int // tokens a sequence
	Steps   int

	Peak   float32 // learning rate after Warmup steps,
	Floor  float32 // which falls along a cosine to Floor · Peak at the end
	Warmup int

	// Restarts are the steps at which the rate is warmed up again, each time to Again
	// times the peak before; it then falls until the next (Loshchilov & Hutter 2017,
	// arXiv 1608.03983).
	Restarts []int
	Again    float32

	Beta1, Beta2, Eps float32 // AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101)
	Decay             float32 // of matrices that multiply activations
	Clip              float32 // largest norm of a step's gradient
}

// Pretraining is the recipe of the shipped multi-head model.
func Pretraining(steps int) Recipe {
	return Recipe{Batch: attention.TrainBatch, Context: attention.TrainContext, Steps: steps, Peak: 3e-3, Floor: 0.03, Warmup: 200,
		Restarts: []int{steps / 2, steps * 7 / 8}, Again: 0.6,
		Beta1: 0.9, Beta2: 0.98, Eps: 1e-8, Decay: 0.1, Clip: 1}
}

// Uptraining is the recipe after conversion: alpha, a fraction of the steps of
// pre-training (Ainslie et al. 2023, section 2.1), with every weight trained.
func Uptraining(pretraining Recipe, alpha float64) Recipe {
	r := pretraining
	r.Steps = int(math.Round(alpha * float64(pretraining.Steps)))
	r.Warmup, r.Restarts = r.Steps/10, nil
	return r
}

// Tokens is the number of tokens that the recipe trains on.
func (r Recipe) Tokens() int { return r.Steps * r.Batch * r.Context }

// Rate is the learning rate of a step, counted from 0.
func (r Recipe) Rate(step int) float32 {
	first, end, peak := 0, r.Steps, r.Peak
	for _, restart := range r.Restarts {
		if step < restart {
			end = restart
			break
		}
		first, peak = restart, r.Again*peak
	}
	if step -= first; step < r.Warmup {
		return peak * float32(step+1) / float32(r.Warmup)
	}
	along := float64(step-r.Warmup) / math.Max(1, float64(end-first-r.Warmup))
	floor := float64(r.Floor * r.Peak / peak)
	return peak * float32(floor+(1-floor)*(1+math.Cos(math.Pi*along))/2)
}

// Source gives sequence i of a corpus: n tokens, one more than go through the model.
type Source interface {
	Sequence(i, n int) []int
}

// Trainer trains weights in place, step by step.
type Trainer struct {
	Recipe Recipe
	Done   int // steps

	weights *attention.Weights
	net     *attention.Net
	m, v    *attention.Weights   // AdamW's moments
	grads   []*attention.Weights // (Batch) of each sequence
	losses  []float64            // (Batch)
	passes  []*backprop          // one for each goroutine
	source  Source
	chunks  []chunk
}

// chunk is a piece of the slab that one goroutine updates at a time.
type chunk struct {
	from, to int
	decay    float32
	norm     float64 // of its gradient, squared
}

const chunkSize = 1 << 15

// New returns a trainer of w on a source. It uses as many goroutines as there are
// processors, but at most Batch.
func New(w *attention.Weights, source Source, r Recipe) *Trainer {
	c := w.Config
	t := &Trainer{Recipe: r, weights: w, net: attention.NewNet(w, r.Context), source: source,
		m: attention.NewWeights(c), v: attention.NewWeights(c), losses: make([]float64, r.Batch)}
	for range r.Batch {
		t.grads = append(t.grads, attention.NewWeights(c))
	}
	for range min(r.Batch, runtime.GOMAXPROCS(0)) {
		t.passes = append(t.passes, newBackprop(t.net, r.Context))
	}
	at := 0
	for _, m := range w.Matrices() {
		decay := float32(0)
		if m.IsProduct {
			decay = r.Decay
		}
		for end := at + len(m.Data); at < end; {
			to := min(end, at+chunkSize)
			t.chunks = append(t.chunks, chunk{from: at, to: to, decay: decay})
			at = to
		}
	}
	return t
}

// Weights are the weights being trained.
func (t *Trainer) Weights() *attention.Weights { return t.weights }

// Step trains on one batch and returns its mean cross entropy, in nats per token.
func (t *Trainer) Step() float64 {
	t.parallel(t.Recipe.Batch, t.gradient)
	return t.Update()
}

// Sequence is number i of the next batch.
func (t *Trainer) Sequence(i int) []int {
	return t.source.Sequence(t.Done*t.Recipe.Batch+i, t.Recipe.Context+1)
}

// Scale is that of the gradients: a step's loss is a mean over tokens.
func (r Recipe) Scale() float32 { return 1 / float32(r.Batch*r.Context) }

// Gradient computes the gradient of sequence i of the next batch. To do a step piece by
// piece, call Gradient or PutGradient for every sequence of the batch, in any order, then
// Update.
func (t *Trainer) Gradient(i int) { t.gradient(t.passes[0], i) }

func (t *Trainer) gradient(pass *backprop, i int) {
	clear(t.grads[i].Slab())
	t.losses[i] = pass.gradient(t.grads[i], t.Sequence(i), t.Recipe.Scale())
}

// PutGradient records the gradient of sequence i, and the sum of its cross entropies,
// computed elsewhere: the bytes that a [Differentiator] returns.
func (t *Trainer) PutGradient(i int, gradient []byte, loss float64) error {
	if err := floats(t.grads[i].Slab(), gradient); err != nil {
		return err
	}
	t.losses[i] = loss
	return nil
}

// Update changes the weights by the gradients of the next batch, which is then done, and
// returns its mean cross entropy, in nats per token.
func (t *Trainer) Update() float64 {
	r := t.Recipe
	t.parallel(len(t.chunks), func(_ *backprop, i int) { t.gather(&t.chunks[i]) })
	var norm, loss float64
	for _, c := range t.chunks {
		norm += c.norm
	}
	for _, l := range t.losses {
		loss += l
	}
	shrink := float32(1)
	if norm := float32(math.Sqrt(norm)); norm > r.Clip {
		shrink = r.Clip / norm
	}
	t.Done++
	rate := r.Rate(t.Done - 1)
	correct1 := 1 - float32(math.Pow(float64(r.Beta1), float64(t.Done)))
	correct2 := 1 - float32(math.Pow(float64(r.Beta2), float64(t.Done)))
	t.parallel(len(t.chunks), func(_ *backprop, i int) {
		c := t.chunks[i]
		g := t.grads[0].Slab()[c.from:c.to]
		if shrink != 1 {
			vec.Scale(g, shrink)
		}
		vec.AdamW(t.weights.Slab()[c.from:c.to], g, t.m.Slab()[c.from:c.to], t.v.Slab()[c.from:c.to],
			rate, r.Beta1, r.Beta2, r.Eps, c.decay, correct1, correct2)
	})
	t.net.Repack()
	return loss / float64(r.Batch*r.Context)
}

// gather adds the gradients of all sequences into the first one, halving their number
// each time: (0+1)+(2+3) for four.
func (t *Trainer) gather(c *chunk) {
	for gap := 1; gap < len(t.grads); gap *= 2 {
		for i := 0; i+gap < len(t.grads); i += 2 * gap {
			vec.Add(t.grads[i].Slab()[c.from:c.to], t.grads[i+gap].Slab()[c.from:c.to])
		}
	}
	g := t.grads[0].Slab()[c.from:c.to]
	c.norm = float64(vec.Dot(g, g))
}

// parallel runs f for 0 to n-1 on all of the trainer's goroutines.
func (t *Trainer) parallel(n int, f func(pass *backprop, i int)) {
	if len(t.passes) == 1 {
		for i := range n {
			f(t.passes[0], i)
		}
		return
	}
	var wg sync.WaitGroup
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	for _, pass := range t.passes {
		wg.Go(func() {
			for i := range next {
				f(pass, i)
			}
		})
	}
	wg.Wait()
}
