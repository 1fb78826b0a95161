package attention

import "math/rand/v2"

// The repeat-KV trap. A program that only knows multi-head attention can run a model
// with fewer key/value heads by repeating each of them for all query heads of its
// group: as they are stored, which gives the cache its old size back, or at every
// token as they are read, which moves more bytes than multi-head attention does. Both
// give the numbers of attend, bit for bit, and none of its saving.

// Repeat copies the heads of layer from of a smaller cache into layer l of kv, a cache
// with a head for every query head: each head as often as there are query heads that read
// it.
func (kv *KVCache) Repeat(l int, small *KVCache, from int) {
	c := small.config
	if kv.config.KVHeads != c.Heads || kv.config.HeadDim != c.HeadDim || kv.capacity < small.capacity {
		panic("attention: heads are repeated into a cache with one for each query head")
	}
	kv.length = small.length
	keep := (kv.length + tile - 1) / tile * tile * c.HeadDim
	for h := range c.Heads {
		keys, values := kv.head(l, h)
		smallKeys, smallValues := small.head(from, c.KVHead(h))
		copy(keys, smallKeys[:keep])
		for j := 0; j < c.HeadDim; j += tile {
			to, w := kv.panel(values, j)
			from, _ := small.panel(smallValues, j)
			copy(to, from[:kv.length*w])
		}
	}
}

// RepeatedBytes is what one token's attention moves when the heads are repeated at
// every token: it reads the small cache and the copy, and writes the copy.
func (c Config) RepeatedBytes(n int) (read, written int) {
	multiHead := c
	multiHead.KVHeads = c.Heads
	return c.CacheBytes(n) + multiHead.CacheBytes(n), multiHead.CacheBytes(n)
}

// Queries are the queries of one token, drawn from a seed, and room for what they
// find: attention by itself, to compare ways of doing it.
type Queries struct {
	q, found []float32 // (Heads, HeadDim)
	softmax  *softmax
}

// NewQueries returns queries for all caches of a model with these query heads.
func NewQueries(c Config, seed uint64) *Queries {
	r := rand.New(rand.NewPCG(seed, 0))
	c.KVHeads = 1 // the largest group
	q := &Queries{make([]float32, c.QueryDim()), make([]float32, c.QueryDim()), newSoftmax(c)}
	for i := range q.q {
		q.q[i] = float32(r.NormFloat64())
	}
	return q
}

// Attend does the attention of layer l over all of kv and returns what the heads find,
// (Heads, HeadDim), valid until the next call.
func (q *Queries) Attend(kv *KVCache, l int) []float32 {
	attend(q.found, q.q, kv, l, kv.length-1, 1, nil, q.softmax)
	return q.found
}

// AttendRepeated is Attend on a copy of the layer with its heads repeated, which it first
// makes in layer 0 of room.
func (q *Queries) AttendRepeated(kv *KVCache, l int, room *KVCache) []float32 {
	room.Repeat(0, kv, l)
	return q.Attend(room, 0)
}
