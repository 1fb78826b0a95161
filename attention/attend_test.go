package attention

import (
	"math"
	"slices"
	"testing"
)

// attended is what attend finds for n queries at the end of a cache of past positions
// in which head h of the repeated cache is head h/(H/G) of a grouped one.
func attended(c Config, past, n int, repeated bool) (out, weights []float32) {
	grouped := NewKVCache(c, past)
	grouped.Fill(past, 1)
	kv := grouped
	q := randomWeights(Config{Dim: 2, Layers: 1, Heads: 1, KVHeads: 1, HeadDim: 2, Hidden: 1, Vocab: n * c.QueryDim(), Context: 1, RopeTheta: 1}, 2).Embed[:n*c.QueryDim()]
	if repeated {
		r := c
		r.KVHeads = c.Heads
		kv = NewKVCache(r, past)
		for h := range c.Heads {
			keys, values := kv.head(0, h)
			k, v := grouped.head(0, c.KVHead(h))
			copy(keys, k)
			copy(values, v)
		}
		c = r
	}
	x := make([]float32, len(q))
	c.Group(x, q, n)
	found := make([]float32, len(q))
	weights = make([]float32, c.Heads*n*past)
	attend(found, x, kv, 0, past-n, n, weights, newSoftmax(c))
	out = make([]float32, len(q))
	c.Ungroup(out, found, n)
	return out, weights
}

// Beyond a block the softmax is put together from parts: it is still the same for every
// number of key/value heads and of queries at once, bit for bit, and a softmax. The values
// of a head are in several panels.
func TestAttendAcrossBlocks(t *testing.T) {
	const past = 2*block + 100
	for _, kvHeads := range []int{4, 2, 1} {
		c := Config{Dim: 1, Layers: 1, Heads: 4, KVHeads: kvHeads, HeadDim: 44, Hidden: 1, Vocab: 1, Context: past}
		for _, n := range []int{1, 3} {
			got, weights := attended(c, past, n, false)
			want, _ := attended(c, past, n, true)
			if !slices.Equal(got, want) {
				t.Errorf("G=%d: %d queries differ from multi-head attention over repeated heads", kvHeads, n)
			}
			for row := range slices.Chunk(weights, past) {
				sum := 0.0
				for _, w := range row {
					sum += float64(w)
				}
				if math.Abs(sum-1) > 1e-5 {
					t.Fatalf("G=%d: %d queries: weights sum to %v", kvHeads, n, sum)
				}
			}
		}
		kv := NewKVCache(c, past)
		kv.Fill(past, 1)
		found, weights := attended(c, past, 1, false)
		for h := range c.Heads {
			_, values := kv.head(0, c.KVHead(h))
			for i := range c.HeadDim {
				rows, width := kv.panel(values, i/tile*tile)
				want := 0.0
				for p := range past {
					want += float64(weights[h*past+p]) * float64(rows[p*width+i%tile])
				}
				if got := float64(found[h*c.HeadDim+i]); math.Abs(got-want) > 1e-5 {
					t.Fatalf("G=%d head %d: %g, want %g", kvHeads, h, got, want)
				}
			}
		}
	}
}
