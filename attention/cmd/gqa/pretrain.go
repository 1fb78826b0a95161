package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// shape is the shipped multi-head model.
var shape = attention.Config{
	Dim: 128, Layers: 4, Heads: 8, KVHeads: 8, HeadDim: 16, Hidden: 352, Vocab: 1024, Context: 256,
	RopeTheta: 10000, NormEps: 1e-5,
}

// Seeds apart from the pre-training seed itself. Uptraining reads stories that
// pre-training has not seen; evaluation is the same for every model.
const (
	uptrainSeed  = 1_000
	evaluateSeed = 7
)

// pretrainOptions are the flags of pretrain.
type pretrainOptions struct {
	seed    uint64
	steps   int
	stories int
	out     string
	cache   string
	peak    float64
}

func pretrain(args []string) error {
	var o pretrainOptions
	flags := flag.NewFlagSet("pretrain", flag.ExitOnError)
	flags.Uint64Var(&o.seed, "seed", 1, "of the weights and the stories")
	flags.IntVar(&o.steps, "steps", 16000, "of pre-training, 1,024 tokens each")
	flags.IntVar(&o.stories, "stories", 1500, "in each language to evaluate on")
	flags.StringVar(&o.out, "out", "assets/models", "folder for the checkpoints")
	flags.StringVar(&o.cache, "cache", ".cache/pretrain", "folder for the state of an interrupted run")
	flags.Float64Var(&o.peak, "peak", 0, "learning rate, 0 for the recipe's")
	flags.Parse(args)

	tok := train.NewTokenizer(o.seed, shape.Vocab)
	recipe := train.Pretraining(o.steps)
	if o.peak > 0 {
		recipe.Peak = float32(o.peak)
	}
	corpus := train.Corpus{Tokenizer: tok, Split: stories.Train, Seed: o.seed, WarmUp: o.steps * recipe.Batch / 10}
	w := attention.NewWeights(shape)
	w.Init(rand.New(rand.NewPCG(o.seed, 0)))
	t := train.New(w, corpus, recipe)
	if err := run(t, tok, filepath.Join(o.cache, fmt.Sprintf("g8-seed%d-steps%d.state", o.seed, o.steps))); err != nil {
		return err
	}
	return nil
}

// run trains to the end, shows how far it is, and saves its state now and then in a
// file, from which it carries on if there is one.
func run(t *train.Trainer, tok *attention.Tokenizer, file string) error {
	if f, err := os.Open(file); err == nil {
		err = t.Restore(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w (remove it to begin anew)", file, err)
		}
	}
	start, from := time.Now(), t.Done
	shown := start
	var mean float64
	for t.Done < t.Recipe.Steps {
		loss := t.Step()
		if mean == 0 {
			mean = loss
		}
		mean += 0.02 * (loss - mean)
		if time.Since(shown) > 10*time.Second || t.Done == t.Recipe.Steps {
			shown = time.Now()
			speed := float64(t.Done-from) * float64(t.Recipe.Batch*t.Recipe.Context) / time.Since(start).Seconds()
			left := time.Duration(float64((t.Recipe.Steps-t.Done)*t.Recipe.Batch*t.Recipe.Context) / speed * float64(time.Second))
			fmt.Printf("step %d of %d  loss %.4f  %.0f tokens/s  %s left\n", t.Done, t.Recipe.Steps, mean, speed, left.Round(time.Second))
		}
		if t.Done%1000 == 0 || t.Done == t.Recipe.Steps {
			if err := save(t, file); err != nil {
				return err
			}
		}
		if t.Done%2000 == 0 || t.Done == t.Recipe.Steps {
			q := train.Evaluate(t.Weights(), tok, stories.Validation, evaluateSeed, 200)
			fmt.Printf("  validation: loss %.4f  recall %.3f\n", q.Loss, q.Total(nil).Share())
		}
	}
	return nil
}

// save replaces the file in one move, so that an interruption leaves the old one.
func save(t *train.Trainer, file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file + ".partial")
	if err != nil {
		return err
	}
	if err = t.Save(f); err == nil {
		err = f.Close()
	}
	if err != nil {
		return err
	}
	return os.Rename(file+".partial", file)
}
