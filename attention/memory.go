package attention

import "gqaplayground/attention/internal/vec"

// How models are trained.
const (
	TrainBatch   = 4   // sequences in a step
	TrainContext = 256 // tokens in a sequence, at most
)

// TrainingBytes is the memory to train a model like c, converted to kvHeads, in one
// thread: both models' weights, also packed; a gradient per sequence of the batch;
// AdamW's two moments; the activations of both models and of the backward pass; and
// finally the encoded file.
func (c Config) TrainingBytes(kvHeads int) int {
	k := c
	k.KVHeads = kvHeads
	const gradients, moments, file = TrainBatch, 2, 1
	return 4 * (c.Params() + c.packed() + c.forward() +
		k.Params()*(1+gradients+moments+file) + k.packed() + k.forward() + k.backward())
}

// GradientBytes is roughly the memory that each further thread needs to compute gradients
// for that: the weights, also packed; a gradient; the activations of both passes; and
// copies of weights and gradient on their way between the threads.
func (c Config) GradientBytes(kvHeads int) int {
	k := c
	k.KVHeads = kvHeads
	const copies = 8
	return 4 * (k.Params()*(2+copies) + k.packed() + k.forward() + k.backward())
}

// packed is how many numbers a Net holds besides the weights themselves.
func (c Config) packed() int {
	block := vec.PackedLen(c.QueryDim(), c.Dim) + 2*vec.PackedLen(c.KVDim(), c.Dim) + vec.PackedLen(c.Dim, c.QueryDim()) +
		2*vec.PackedLen(c.Hidden, c.Dim) + vec.PackedLen(c.Dim, c.Hidden)
	return c.Layers*block + vec.PackedLen(c.Vocab, c.Dim) + c.trained()*c.HeadDim
}

// forward is how many numbers a kept Tape of one sequence, its cache and attend take.
func (c Config) forward() int {
	n := c.trained()
	layer := 4*c.Dim + 2 + 2*c.QueryDim() + 2*c.KVDim() + 3*c.Hidden + c.Heads*n
	cache := (n + tile - 1) / tile * tile * c.CacheElements()
	scores := max(rowsAtOnce, c.GroupSize()) * (block + 2)
	return n*(c.Layers*layer+2*c.Dim+1+c.Vocab+max(c.Dim, c.QueryDim())) + cache + scores
}

// backward is how many numbers the backward pass holds. Layers share them.
func (c Config) backward() int {
	rows := max(32, c.GroupSize()) // that attend is differentiated for together: train's rowsAtOnce
	return c.trained() * (2*c.Dim + 2*c.Hidden + 4*c.QueryDim() + 2*c.KVDim() + 2*c.HeadDim + rows)
}

// trained is the length of a sequence.
func (c Config) trained() int { return min(TrainContext, c.Context) }
