package train

import (
	"errors"

	"gqaplayground/attention"
)

// Differentiator computes gradients for a [Trainer] somewhere else. It is given the
// weights and the sequence, and knows neither the corpus nor the recipe.
type Differentiator struct {
	weights, grad *attention.Weights
	pass          *backprop
}

// NewDifferentiator returns one for models of shape c and sequences of so many tokens. It
// must be given weights before its first gradient.
func NewDifferentiator(c attention.Config, tokens int) *Differentiator {
	w := attention.NewWeights(c)
	return &Differentiator{w, attention.NewWeights(c), newBackprop(attention.NewNet(w, tokens), tokens)}
}

// Config is the shape of its models.
func (d *Differentiator) Config() attention.Config { return d.weights.Config }

// Tokens is the length of its sequences.
func (d *Differentiator) Tokens() int { return d.pass.n }

// SetWeights takes the bytes of a slab of weights; see [AppendFloats].
func (d *Differentiator) SetWeights(b []byte) error {
	if err := floats(d.weights.Slab(), b); err != nil {
		return err
	}
	d.pass.net.Repack()
	return nil
}

// Gradient returns the gradient of a sequence, as [Trainer.PutGradient] takes it, and the
// sum of its cross entropies. A sequence is one token longer than what goes through the
// model.
func (d *Differentiator) Gradient(sequence []int, scale float32) (gradient []byte, loss float64, err error) {
	if len(sequence) != d.pass.n+1 {
		return nil, 0, errors.New("train: a sequence of the wrong length")
	}
	for _, token := range sequence {
		if token < 0 || token >= d.weights.Config.Vocab {
			return nil, 0, errors.New("train: a token outside the vocabulary")
		}
	}
	clear(d.grad.Slab())
	loss = d.pass.gradient(d.grad, sequence, scale)
	return AppendFloats(make([]byte, 0, 4*len(d.grad.Slab())), d.grad.Slab()), loss, nil
}
