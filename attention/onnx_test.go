package attention

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// onnxCase is attention over one cache, for onnxruntime to do as well.
type onnxCase struct {
	Heads, KVHeads, HeadDim, Past, Queries int
	Q                                      []float32 // (Queries, Heads, HeadDim), scaled
	K, V                                   []float32 // (KVHeads, Past, HeadDim)
	Out                                    []float32 // (Queries, Heads, HeadDim): what attend finds
}

// TestWriteForONNX writes attention of random shapes, groups of 1, 2, 3, 5 and 7 query
// heads and never as many of them as groups. "make oracle" asks onnxruntime.
func TestWriteForONNX(t *testing.T) {
	dir := os.Getenv("GQA_ORACLE")
	if dir == "" {
		t.Skip("GQA_ORACLE names no folder for what onnxruntime is to do")
	}
	r := rand.New(rand.NewPCG(21, 22))
	var cases []onnxCase
	for _, size := range []int{1, 2, 3, 5, 7} {
		for _, kvHeads := range []int{1, 2, 3, 4} {
			if size == kvHeads {
				continue
			}
			past := 1 + r.IntN(150)
			for _, n := range []int{1, past} {
				c := Config{Dim: 1, Layers: 1, Heads: size * kvHeads, KVHeads: kvHeads, HeadDim: 8 * (1 + r.IntN(8)), Hidden: 1, Vocab: 1, Context: past}
				kv := NewKVCache(c, past)
				kv.Fill(past, r.Uint64())
				o := onnxCase{Heads: c.Heads, KVHeads: kvHeads, HeadDim: c.HeadDim, Past: past, Queries: n, Q: make([]float32, n*c.QueryDim())}
				for i := range o.Q {
					o.Q[i] = float32(r.NormFloat64())
				}
				for g := range kvHeads {
					keys, values := kv.head(0, g)
					for p := range past {
						for i := range c.HeadDim {
							o.K = append(o.K, keys[p/tile*tile*c.HeadDim+i*tile+p%tile])
							rows, w := kv.panel(values, i/tile*tile)
							o.V = append(o.V, rows[p*w+i%tile])
						}
					}
				}
				grouped, found := make([]float32, len(o.Q)), make([]float32, len(o.Q))
				c.Group(grouped, o.Q, n)
				attend(found, grouped, kv, 0, past-n, n, nil, newSoftmax(c))
				o.Out = make([]float32, len(o.Q))
				c.Ungroup(o.Out, found, n)
				cases = append(cases, o)
			}
		}
	}
	data, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "attention.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}
