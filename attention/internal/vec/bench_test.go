package vec

import (
	"fmt"
	"testing"
)

// Each shape is timed in the form this machine uses and in the portable form:
//
//	go test -bench . ./attention/internal/vec

func pair(b *testing.B, name string, flops float64, f func()) {
	time := func(b *testing.B) {
		for b.Loop() {
			f()
		}
		b.ReportMetric(flops*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e3, "µs")
	}
	b.Run(name+"/"+Name, time)
	if Name != "scalar" {
		b.Run(name+"/scalar", func(b *testing.B) { portably(func() { time(b) }) })
	}
}

func ones(n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

func BenchmarkMulPanels(b *testing.B) {
	for _, s := range []struct {
		name    string
		m, k, n int
	}{
		{"step", 1, 128, 384}, {"step", 1, 256, 256}, {"step", 1, 256, 704}, {"step", 1, 512, 1408}, {"step", 1, 1408, 512}, {"step", 1, 512, 4096},
		{"scores", 1, 16, 1024}, {"scores", 1, 32, 1024}, {"scores", 2, 32, 1024}, {"scores", 3, 32, 1024}, {"scores", 4, 32, 1024}, {"scores", 8, 32, 1024},
		{"scores", 1, 64, 256}, {"scores", 4, 64, 256}, {"scores", 8, 64, 256},
		{"train", 256, 128, 128}, {"train", 256, 128, 384}, {"train", 256, 384, 128}, {"train", 256, 512, 512}, {"train", 256, 1024, 1024}, {"train", 256, 16, 256},
	} {
		a, p, c := ones(s.m*s.k), ones(PackedLen(s.n, s.k)), ones(s.m*s.n)
		pair(b, fmt.Sprintf("%s-%dx%dx%d", s.name, s.m, s.k, s.n), 2*float64(s.m*s.k*s.n), func() {
			MulPanels(c, s.n, a, s.k, p, s.m, s.k, s.n)
		})
	}
}

func BenchmarkMulAdd(b *testing.B) {
	for _, s := range []struct {
		name       string
		m, k, n    int
		transposed bool
	}{
		{"values", 1, 256, 16, false}, {"values", 4, 256, 16, false},
		{"values", 1, 256, 32, false}, {"values", 2, 256, 32, false}, {"values", 3, 256, 32, false}, {"values", 4, 256, 32, false}, {"values", 8, 256, 32, false},
		{"values", 1, 256, 64, false}, {"values", 4, 256, 64, false}, {"values", 8, 256, 64, false},
		{"train", 256, 256, 16, false}, {"train", 256, 128, 128, false}, {"train", 256, 384, 128, false}, {"train", 256, 512, 512, false},
		{"weights", 128, 256, 128, true}, {"weights", 384, 256, 128, true}, {"weights", 128, 256, 384, true}, {"weights", 512, 256, 512, true}, {"weights", 1024, 256, 1024, true},
	} {
		a, x, c := ones(s.m*s.k), ones(s.k*s.n), ones(s.m*s.n)
		mulAdd, lda := MulAdd, s.k
		if s.transposed {
			mulAdd, lda = MulAddTransposed, s.m
		}
		pair(b, fmt.Sprintf("%s-%dx%dx%d", s.name, s.m, s.k, s.n), 2*float64(s.m*s.k*s.n), func() {
			mulAdd(c, s.n, a, lda, x, s.n, s.m, s.k, s.n)
		})
	}
}

// The flops of the others are counted as elements, so GFLOP/s reads as elements a ns.
func BenchmarkElements(b *testing.B) {
	const n = 1024
	x, y, z, w := ones(n), ones(n), ones(n), ones(n)
	for _, f := range []struct {
		name string
		run  func()
	}{
		{"Dot", func() { Dot(x, y) }},
		{"Max", func() { Max(x) }},
		{"Scale", func() { Scale(x, 1) }},
		{"Axpy", func() { Axpy(y, 0, x) }},
		{"Add", func() { Add(y, z) }},
		{"ExpSum", func() { ExpSum(x, 1) }},
		{"RMSNorm", func() { RMSNorm(y, x, w, 1e-5) }},
		{"Sigmoid", func() { Sigmoid(y, x) }},
		{"SwiGLU", func() { SwiGLU(y, x, w) }},
		{"Rotate", func() { Rotate(y, x[:n/2], w[:n/2]) }},
		{"AdamW", func() { AdamW(w, x, y, z, 0, 0.9, 0.95, 1e-8, 0, 1, 1) }},
	} {
		pair(b, f.name, n, f.run)
	}
}
