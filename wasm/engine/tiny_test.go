package engine

import (
	"testing"

	"gqaplayground/attention"
)

// vocabulary is the tokenizer of the checkpoints that tests make.
var vocabulary = attention.TrainTokenizer([]string{
	"once upon a time there was a hen, and once upon a time there was an egg",
	"옛날 옛적에 암탉이 살았어요. 옛날 옛적에 달걀이 있었어요.",
}, 300)

// tiny is their shape.
var tiny = attention.Config{
	Dim: 32, Layers: 2, Heads: 8, KVHeads: 8, HeadDim: 8, Hidden: 24, Vocab: vocabulary.Size(),
	Context: 96, RopeTheta: 10000, NormEps: 1e-5,
}

// encodeCheckpoint is a file with these weights.
func encodeCheckpoint(t testing.TB, w *attention.Weights, name string) []byte {
	t.Helper()
	c := attention.Checkpoint{Name: name, Weights: w, Tokenizer: vocabulary}
	data, err := c.AppendGGUF(nil, attention.F32)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
