package engine

import (
	"testing"

	"gqaplayground/attention"
)

// tiny is the shape of the checkpoints that tests make.
var tiny = attention.Config{
	Dim: 32, Layers: 2, Heads: 8, KVHeads: 8, HeadDim: 8, Hidden: 24, Vocab: 259,
	Context: 96, RopeTheta: 10000, NormEps: 1e-5,
}

// encodeCheckpoint is a file with these weights and a tokenizer of single bytes.
func encodeCheckpoint(t testing.TB, w *attention.Weights, name string) []byte {
	return attention.WriteGGUF(&attention.Checkpoint{Weights: w, Tokenizer: &attention.Tokenizer{N: 259}, Name: name})
}
