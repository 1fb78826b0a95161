package measure

import (
	"fmt"
	"testing"

	"gqaplayground/attention"
)

func BenchmarkAttention(b *testing.B) {
	for _, d := range []int{16, 32, 64} {
		for _, n := range []int{1024, 4096, 16384} {
			for _, g := range kvHeads {
				c := attention.Config{Dim: 32, Layers: 1, Heads: heads, KVHeads: g, HeadDim: d, Hidden: 32, Vocab: 32, Context: n, RopeTheta: 10000, NormEps: 1e-5}
				b.Run(fmt.Sprintf("d%d-T%d-G%d", d, n, g), func(b *testing.B) {
					cache, queries := attention.NewKVCache(c, n), attention.NewQueries(c, 1)
					cache.Fill(n, 1)
					for b.Loop() {
						queries.Attend(cache, 0)
					}
					b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "µs")
					b.ReportMetric(4*float64(heads*d*n)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
				})
			}
		}
	}
}
