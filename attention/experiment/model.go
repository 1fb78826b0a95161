package experiment

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// MultiHead is the shape of the shipped multi-head model.
var MultiHead = attention.Config{
	Dim: 128, Layers: 4, Heads: 8, KVHeads: 8, HeadDim: 16, Hidden: 352, Vocab: 1024, Context: 256,
	RopeTheta: 10000, NormEps: 1e-5,
}

// Small is the shape of a multi-head model of half the width: as MHA-Large is beside
// MHA-XXL in table 1 of the paper, another way to a smaller cache. Its cache is as large
// as that of MultiHead with half the key/value heads.
var Small = attention.Config{
	Dim: 64, Layers: 4, Heads: 4, KVHeads: 4, HeadDim: 16, Hidden: 176, Vocab: 1024, Context: 256,
	RopeTheta: 10000, NormEps: 1e-5,
}

// Pretrain returns a trainer of a new model of shape c.
func Pretrain(c attention.Config, tok *attention.Tokenizer, r train.Recipe, seed uint64) *train.Trainer {
	w := attention.NewWeights(c)
	w.Init(rand.New(rand.NewPCG(seed, 0)))
	corpus := train.Corpus{Tokenizer: tok, Split: stories.Train, Seed: seed, WarmUp: r.Steps * r.Batch / 20}
	return train.New(w, corpus, r)
}

// Shipped returns pre-trained weights as the readers of their checkpoint have them,
// rounded to 8 bits: what is converted in an experiment is what is converted in the page.
func Shipped(w *attention.Weights, tok *attention.Tokenizer) (*attention.Weights, error) {
	data, err := (&attention.Checkpoint{Weights: w, Tokenizer: tok}).AppendGGUF(nil, attention.Q8_0)
	if err != nil {
		return nil, err
	}
	c, err := attention.ReadGGUF(data)
	if err != nil {
		return nil, err
	}
	return c.Weights, nil
}

// Run trains to the end of the recipe and calls after after every step. Unless file is
// empty, the state is kept there, every so many steps and at the end, and a run that
// finds its file carries on from it.
func Run(t *train.Trainer, file string, every int, after func(loss float64)) error {
	if file != "" {
		if err := restore(t, file); err != nil {
			return err
		}
	}
	for t.Done < t.Recipe.Steps {
		loss := t.Step()
		if file != "" && (t.Done%every == 0 || t.Done == t.Recipe.Steps) {
			if err := replace(file, t.Save); err != nil {
				return err
			}
		}
		after(loss)
	}
	return nil
}

func restore(t *train.Trainer, file string) error {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := t.Restore(f); err != nil {
		return fmt.Errorf("%s: %w (remove it to begin anew)", file, err)
	}
	return nil
}
