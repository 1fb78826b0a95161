package attention

import (
	"slices"
	"testing"
)

// Heads repeated as they are stored, or at every token, find what grouped attention
// finds, bit for bit; and what each way holds and moves is what it is said to.
func TestRepeat(t *testing.T) {
	for _, d := range []int{16, 44, 64} { // at most a panel, some and a part, some
		for _, n := range []int{1, 31, 32, 33, 300, 1000} {
			for _, g := range Divisors(8) {
				c := Config{Layers: 2, Heads: 8, KVHeads: g, HeadDim: d}
				multiHead := c
				multiHead.KVHeads = c.Heads
				oneLayer := multiHead
				oneLayer.Layers = 1

				small, large, room := NewKVCache(c, n), NewKVCache(multiHead, n), NewKVCache(oneLayer, n)
				small.Fill(n, 5)
				for l := range c.Layers {
					large.Repeat(l, small, l)
				}
				q := NewQueries(c, 7)
				for l := range c.Layers {
					grouped := slices.Clone(q.Attend(small, l))
					if expanded := q.Attend(large, l); !slices.Equal(expanded, grouped) {
						t.Errorf("n=%d G=%d d=%d layer %d: a cache of repeated heads gives other numbers", n, g, d, l)
					}
					if repeated := q.AttendRepeated(small, l, room); !slices.Equal(repeated, grouped) {
						t.Errorf("n=%d G=%d d=%d layer %d: heads repeated when read give other numbers", n, g, d, l)
					}
				}

				if n%tile == 0 {
					if small.Bytes() != c.CacheBytes(n) || large.Bytes() != c.CacheBytes(n)*c.GroupSize() || room.Bytes()*c.Layers != large.Bytes() {
						t.Errorf("n=%d G=%d d=%d: the caches hold %d, %d and %d bytes", n, g, d, small.Bytes(), large.Bytes(), room.Bytes())
					}
					if read, written := c.RepeatedBytes(n); read != small.Bytes()+large.Bytes() || written != large.Bytes() {
						t.Errorf("n=%d G=%d d=%d: %d bytes read, %d written", n, g, d, read, written)
					}
				}
				if allocs := testing.AllocsPerRun(3, func() { q.AttendRepeated(small, 0, room) }); allocs > 0 {
					t.Errorf("%g allocations a token", allocs)
				}
			}
		}
	}
}

// To fill a cache leaves what is in it as it was, also in a tile that is not full.
func TestFillKeeps(t *testing.T) {
	w := randomWeights(small(8, 2), 41)
	tokens := randomTokens(40, w.Config.Vocab, 42)
	d := NewDecoder(w, 100)
	d.Prompt(tokens)
	want := slices.Clone(d.Step(1))
	d.Truncate(len(tokens))
	d.Fill(100, 43)
	d.Truncate(len(tokens))
	if !slices.Equal(d.Step(1), want) {
		t.Error("a text is read otherwise once the cache was filled behind it")
	}
}
