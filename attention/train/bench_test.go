package train

import (
	"testing"

	"gqaplayground/attention"
)

// BenchmarkStep is a training step of the shipped model's shape.
func BenchmarkStep(b *testing.B) {
	c := attention.Config{Dim: 128, Layers: 4, Heads: 8, KVHeads: 8, HeadDim: 16, Hidden: 352, Vocab: 1024, Context: 256,
		RopeTheta: 10000, NormEps: 1e-5}
	r := Pretraining(100)
	t := New(initial(c, 1), words{c.Vocab}, r)
	for b.Loop() {
		t.Step()
	}
	b.ReportMetric(float64(b.N*r.Batch*r.Context)/b.Elapsed().Seconds(), "tokens/s")
}
