package attention

import (
	"math"

	"gqaplayground/attention/internal/vec"
)

// block is the number of positions whose scores are held at a time. Scores stay in the
// second-level cache between the passes over them; with a smaller block, keys and values
// would come from memory in streams too short to get up to speed.
const block = 4096

// attend is grouped-query attention over one layer of the cache.
//
// The loops are the idea of the paper: for each key/value head, for each block of
// positions, all query heads of its group. A key or a value is fetched from memory
// once and used H/G times; with G = H it is fetched for one query head alone. What
// is computed does not depend on G, only what is read.
//
// q and out are (KVHeads, n, GroupSize, HeadDim): the queries of n new positions, the
// first of them at position at, grouped by the head they read. q is scaled by 1/√d.
//
// The softmax runs along with the blocks (Milakov & Gimelshein 2018, arXiv 1805.02867):
// every row keeps the largest score so far and the sum of exponentials relative to it,
// and what has been summed is scaled down when a larger score turns up.
//
// weights, if not nil, receives the softmax itself, (KVHeads, n, GroupSize, at+n).
func attend(out, q []float32, kv *KVCache, l, at, n int, weights []float32, s *softmax) {
	c := kv.config
	d, group := c.HeadDim, c.GroupSize()
	past := at + n

	for g := range c.KVHeads {
		keys, values := kv.head(l, g)
		// A long prompt is cut into runs of positions: a run reads the keys that its last
		// position may see, and no more.
		run := max(1, rowsAtOnce/group)
		for i0 := 0; i0 < n; i0 += run {
			i1 := min(n, i0+run)
			rows := (i1 - i0) * group
			first := (g*n + i0) * group // row of q and out
			rowsOf := func(x []float32, width, r0, r1 int) []float32 { return x[(first+r0)*width : (first+r1)*width] }
			queries, sums := rowsOf(q, d, 0, rows), rowsOf(out, d, 0, rows)
			clear(sums)
			for r := range rows {
				s.largest[r], s.total[r] = float32(math.Inf(-1)), 0
			}

			for t0 := 0; t0 < at+i1; t0 += block {
				seen := min(at+i1-t0, block)
				width := (seen + tile - 1) / tile * tile // whole tiles of keys
				scores := s.scores[:rows*width]
				vec.MulPanels(scores, width, queries, d, keys[t0*d:], rows, d, width)
				for r := range rows {
					row := scores[r*width : (r+1)*width]
					visible := min(max(0, at+i0+r/group+1-t0), seen) // no position sees a later one
					clear(row[visible:])
					if visible == 0 {
						continue
					}
					row = row[:visible]
					if m := vec.Max(row); m > s.largest[r] {
						shrink := exp(s.largest[r] - m)
						s.largest[r] = m
						s.total[r] *= shrink
						vec.Scale(sums[r*d:(r+1)*d], shrink)
						if weights != nil {
							vec.Scale(rowsOf(weights, past, r, r+1)[:t0], shrink)
						}
					}
					s.total[r] += vec.ExpSum(row, s.largest[r])
					if weights != nil {
						copy(rowsOf(weights, past, r, r+1)[t0:], scores[r*width:][:seen])
					}
				}
				vec.MulAddPanels(sums, d, scores, width, values, kv.capacity, t0, rows, seen, d)
			}

			for r := range rows {
				vec.Scale(sums[r*d:(r+1)*d], 1/s.total[r])
				if weights != nil {
					row := rowsOf(weights, past, r, r+1)
					vec.Scale(row[:at+i1], 1/s.total[r])
					clear(row[at+i1:])
				}
			}
		}
	}
}

// rowsAtOnce is the number of query rows, positions times heads of a group, that
// share one pass over the cache.
const rowsAtOnce = 16

// softmax is the memory of attend, made once.
type softmax struct {
	scores  []float32 // (rows, block)
	largest []float32 // (rows) the largest score so far
	total   []float32 // (rows) the sum of exp(score - largest) so far
}

func newSoftmax(c Config) *softmax {
	rows := max(rowsAtOnce, c.GroupSize())
	return &softmax{make([]float32, rows*block), make([]float32, rows), make([]float32, rows)}
}

func exp(x float32) float32 {
	one := [1]float32{x}
	return vec.ExpSum(one[:], 0)
}
