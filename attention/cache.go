package attention

import (
	"math/rand/v2"

	"gqaplayground/attention/internal/vec"
)

// KVCache holds the keys and values of every position seen, (Layers, KVHeads, Context,
// HeadDim) each. Each key/value head is contiguous, position after position, because that
// is the order in which attention reads it.
//
// Keys are in tiles of positions, as many as the kernels' panels are wide, with the head
// dimension outside, (Context/tile, HeadDim, tile), so that so many scores are computed
// side by side without a sum across lanes. Values are in panels of as many numbers of the
// head, (⌈HeadDim/tile⌉, Context, tile), the last one as narrow as what is left: their
// sums stay in registers while all positions stream past from memory. Appending costs the
// same either way.
type KVCache struct {
	config   Config
	capacity int
	keys     []float32
	values   []float32
	length   int
}

// tile is the number of positions in a tile of keys, and of numbers in a panel of values.
const tile = vec.Panel

// NewKVCache returns an empty cache for at least the given number of positions.
func NewKVCache(c Config, positions int) *KVCache {
	if positions < 1 {
		panic("attention: a cache needs room for one position at least")
	}
	capacity := (positions + tile - 1) / tile * tile
	n := c.Layers * c.KVHeads * capacity * c.HeadDim
	return &KVCache{config: c, capacity: capacity, keys: make([]float32, n), values: make([]float32, n)}
}

// Len is the number of positions in the cache, Cap the number it has room for.
func (kv *KVCache) Len() int { return kv.length }
func (kv *KVCache) Cap() int { return kv.capacity }

// Bytes is the size of the buffers, for all Cap positions.
func (kv *KVCache) Bytes() int { return 4 * (len(kv.keys) + len(kv.values)) }

// Truncate forgets the positions from n on.
func (kv *KVCache) Truncate(n int) {
	if n < 0 || n > kv.length {
		panic("attention: a cache can only be cut to a length that it has")
	}
	kv.length = n
}

// Fill adds positions until there are n, with keys and values drawn from a seed instead
// of computed from a text. It is for timing only: what a step costs depends on how much
// is in the cache, not on what it is. A large cache can be filled in several calls.
func (kv *KVCache) Fill(n int, seed uint64) {
	if n < kv.length || n > kv.capacity {
		panic("attention: a cache is filled from its length to its capacity at most")
	}
	r := rand.New(rand.NewPCG(seed, 0))
	noise := make([]float32, 8191) // repeated; a prime, so that no two heads are alike
	for i := range noise {
		noise[i] = float32(2*r.Float64() - 1)
	}
	at := 0
	fill := func(x []float32) {
		for len(x) > 0 {
			n := copy(x, noise[at:])
			x, at = x[n:], (at+n)%len(noise)
		}
	}
	d := kv.config.HeadDim
	for l := range kv.config.Layers {
		for g := range kv.config.KVHeads {
			keys, values := kv.head(l, g)
			for t := kv.length / tile * tile; t < n; t += tile {
				begun := max(0, kv.length-t) // positions of the tile that are there
				for i := range d {
					fill(keys[t*d+i*tile:][begun:tile])
				}
			}
			for j := 0; j < d; j += tile {
				rows, w := kv.panel(values, j)
				fill(rows[kv.length*w : n*w])
			}
		}
	}
	kv.length = n
}

// head returns the keys, in tiles, and the values, in panels, of key/value head g in layer l.
func (kv *KVCache) head(l, g int) (keys, values []float32) {
	size := kv.capacity * kv.config.HeadDim
	at := (l*kv.config.KVHeads + g) * size
	return kv.keys[at : at+size], kv.values[at : at+size]
}

// panel returns the panel of a head's values that begins with number j of the head,
// (Context, w): the w numbers of one position lie together.
func (kv *KVCache) panel(values []float32, j int) (rows []float32, w int) {
	w = min(tile, kv.config.HeadDim-j)
	return values[j*kv.capacity:][:kv.capacity*w], w
}

// put stores the keys and values of one position, (KVHeads, HeadDim) each.
func (kv *KVCache) put(l, position int, k, v []float32) {
	d := kv.config.HeadDim
	for g := range kv.config.KVHeads {
		keys, values := kv.head(l, g)
		column := keys[position/tile*tile*d+position%tile:]
		for i, x := range k[g*d : (g+1)*d] {
			column[i*tile] = x
		}
		for j := 0; j < d; j += tile {
			rows, w := kv.panel(values, j)
			copy(rows[position*w:], v[g*d+j:][:w])
		}
	}
}

// CacheBytes is the size of a key/value cache of n positions: 2 · L · G · n · d · 4
// bytes. It is smaller than that of multi-head attention by a factor of exactly H/G
// (section 2.2).
func (c Config) CacheBytes(n int) int { return 2 * c.Layers * c.KVHeads * n * c.HeadDim * 4 }
