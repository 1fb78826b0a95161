package attention

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The nucleus is what a stable sort by falling probability says it is, in that order.
func TestNucleus(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		n := 1 + r.IntN(60)
		var all []candidate
		sum := 0.0
		for i := range n {
			c := candidate{i, float64(1 + r.IntN(6))} // many equals
			all = append(all, c)
			sum += c.probability
		}
		wanted := sum * r.Float64()
		s := Sampler{candidates: slices.Clone(all)}
		kept := s.keep(wanted)

		slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.probability, a.probability) })
		want, total := 0, 0.0
		for want == 0 || total < wanted {
			total += all[want].probability
			want++
		}
		if !slices.Equal(s.candidates, all[:want]) || kept != total {
			t.Fatalf("of %v, for %g: kept %v, %g; want %v, %g", all, wanted, s.candidates, kept, all[:want], total)
		}
	}
}

// Whatever the logits are, a token comes of them.
func TestSampleAnything(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, logits := range [][]float32{
		{0}, {nan}, {nan, nan, nan}, {1, nan, 2}, {inf, inf}, {-inf, -inf, -inf}, {inf, -inf, nan}, {3e38, -3e38, 0},
	} {
		for _, temperature := range []float32{0, 1e-30, 0.8, 1, 100, nan, inf, -1} {
			for _, topP := range []float32{0, 1e-9, 0.5, 0.95, 1, 2, nan} {
				if token, _ := NewSampler(1, temperature, topP).Sample(logits); token < 0 || token >= len(logits) {
					t.Errorf("%v at temperature %g, top-p %g: token %d", logits, temperature, topP, token)
				}
			}
		}
	}
}

// most is a source of the largest numbers there are.
type most struct{}

func (most) Uint64() uint64 { return math.MaxUint64 }

// A token of no probability is not drawn, not even where rounding leaves something when all
// others have been counted off.
func TestSampleRounded(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	logits := make([]float32, 100)
	for range 100 {
		for i := range logits {
			logits[i] = float32(r.NormFloat64())
		}
		logits[0] = -1e9
		s := NewSampler(1, 1, 1)
		s.random = rand.New(most{})
		if token, _ := s.Sample(logits); token == 0 {
			t.Fatal("a token of no probability is drawn")
		}
	}
}

// Weights that are all zero, too small or too large for what is made of them still give
// a token.
func TestExtremeWeights(t *testing.T) {
	for _, x := range []float32{0, 1e-45, -1e-45, 1e30, 3e38, -3e38} {
		c := Config{Dim: 8, Layers: 2, Heads: 4, KVHeads: 2, HeadDim: 4, Hidden: 8, Vocab: 16, Context: 40, RopeTheta: 10000, NormEps: 1e-5}
		w := NewWeights(c)
		fill(w.Slab(), x)
		for _, kvHeads := range []int{2, 1} {
			v, err := Convert(w, kvHeads, Aligned, 1)
			if err != nil {
				t.Fatal(err)
			}
			d := NewDecoder(v, c.Context)
			s := NewSampler(1, 0.8, 0.9)
			for token := 0; d.Len() < c.Context; {
				if token, _ = s.Sample(d.Step(token)); token < 0 || token >= c.Vocab {
					t.Fatalf("weights of %g: token %d", x, token)
				}
			}
		}
	}
}
