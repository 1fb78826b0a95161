package train

import (
	"cmp"
	"errors"
	"math"
	"strconv"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
)

const (
	// UptrainSeed is added to a seed for the stories of uptraining, so that they are not
	// those of pre-training.
	UptrainSeed = 1_000
	// EvaluationSeed is the seed of the stories to measure on, the same for every model.
	EvaluationSeed = 7
)

// Uptrain converts a copy of w to kvHeads key/value heads and returns a trainer of it.
func Uptrain(w *attention.Weights, tok *attention.Tokenizer, kvHeads int, m attention.Method, r Recipe, seed uint64) (*Trainer, error) {
	w, err := attention.Convert(w, kvHeads, m, seed)
	if err != nil {
		return nil, err
	}
	return New(w, Corpus{Tokenizer: tok, Split: stories.Train, Seed: seed + UptrainSeed}, r), nil
}

// Run is one uptraining of a shipped multi-head model: all that its result depends on.
type Run struct {
	KVHeads int
	Method  attention.Method
	Similar bool // heads are grouped by likeness, see [attention.Regroup], and not as they stand
	Alpha   float64
	Rate    float32 // peak of the learning rate; 0 is that of pre-training
	Seed    uint64  // of the stories, and of random heads
}

// Recipe is how the run trains after so many steps of pre-training.
func (r Run) Recipe(pretraining int) Recipe {
	recipe := Uptraining(Pretraining(pretraining), r.Alpha)
	if r.Rate != 0 {
		recipe.Peak = r.Rate
	}
	return recipe
}

// Start converts a copy of the checkpoint's weights and returns their trainer.
func (r Run) Start(c *attention.Checkpoint, pretraining int) (*Trainer, error) {
	if err := cmp.Or(c.CanTell(), c.Weights.Config.CanMerge(r.KVHeads)); err != nil {
		return nil, errors.New("uptrain: " + err.Error())
	}
	recipe := r.Recipe(pretraining)
	switch {
	case !(r.Alpha >= 0 && r.Alpha <= 1):
		return nil, errors.New("uptrain: alpha is a fraction of pre-training, want 0 to 1")
	case !(recipe.Peak > 0 && recipe.Peak <= 1):
		return nil, errors.New("uptrain: the learning rate is not between 0 and 1")
	}
	w := c.Weights
	if r.Similar {
		w, _ = attention.Regroup(w, r.KVHeads)
	}
	return Uptrain(w, c.Tokenizer, r.KVHeads, r.Method, recipe, r.Seed)
}

// Notes say where a model comes from that the run has trained for so many steps.
func (r Run) Notes(steps int) []attention.Note {
	notes := []attention.Note{
		{Key: "source", Value: "uptrained"},
		{Key: "seed", Value: strconv.FormatUint(r.Seed+UptrainSeed, 10)},
		{Key: "steps", Value: strconv.Itoa(steps)},
		{Key: "alpha", Value: strconv.FormatFloat(r.Alpha, 'g', -1, 64)},
		{Key: "method", Value: r.Method.String()},
	}
	if r.Similar {
		notes = append(notes, attention.Note{Key: "grouping", Value: "similar"})
	}
	return notes
}

// ModelName is the name of a shipped or uptrained model.
func ModelName(kvHeads int) string {
	return "GQA Playground stories, " + strconv.Itoa(kvHeads) + " KV heads"
}

// PretrainingSteps is how many steps a checkpoint was pre-trained for, by its notes.
func PretrainingSteps(c *attention.Checkpoint) (int, error) {
	note := map[string]string{}
	for _, n := range c.Notes {
		note[n.Key] = n.Value
	}
	steps, err := strconv.Atoi(note["steps"])
	if err != nil || steps < 0 || steps > math.MaxInt32 || note["source"] != "pretrained" {
		return 0, errors.New("uptrain: the checkpoint does not say how many steps it was pre-trained for")
	}
	return steps, nil
}
