package attention

import (
	"errors"
	"strconv"
)

// Config is the shape of a model. The zero value of Untied means that the output
// matrix is the embedding itself, as in all models trained here.
type Config struct {
	Dim     int // width of the residual stream
	Layers  int
	Heads   int // H, query heads
	KVHeads int // G, key/value heads; divides Heads
	HeadDim int // d; independent: Heads*HeadDim need not be Dim
	Hidden  int // width of the feed-forward layer
	Vocab   int
	Context int // positions the model was trained for

	RopeTheta float32 // base of the rotary position angles
	NormEps   float32 // added to the mean square in RMSNorm
	Untied    bool    // the output matrix is stored apart from the embedding
}

// GroupSize is H/G, the number of query heads that share one key/value head.
func (c Config) GroupSize() int { return c.Heads / c.KVHeads }

// KVHead is the key/value head that query head h reads: groups are contiguous,
// as in the paper's figure 2.
func (c Config) KVHead(h int) int { return h / c.GroupSize() }

// QueryDim is the width of all query heads together.
func (c Config) QueryDim() int { return c.Heads * c.HeadDim }

// KVDim is the width of all key heads together, and of all value heads.
func (c Config) KVDim() int { return c.KVHeads * c.HeadDim }

// Params is the number of weights, a tied output counted once.
func (c Config) Params() int {
	n := c.Vocab*c.Dim + c.Dim + c.Layers*c.blockParams()
	if c.Untied {
		n += c.Vocab * c.Dim
	}
	return n
}

// blockParams is the number of weights of one layer.
func (c Config) blockParams() int {
	attention := 2*c.Dim*c.QueryDim() + 2*c.Dim*c.KVDim() // Q and O, K and V
	return attention + 3*c.Dim*c.Hidden + 2*c.Dim
}

// Divisors lists the values that KVHeads may take for a model with this many query
// heads, in rising order: 1 is MQA, the last is MHA.
func Divisors(heads int) []int {
	var d []int
	for g := 1; g <= heads; g++ {
		if heads%g == 0 {
			d = append(d, g)
		}
	}
	return d
}

// CanMerge returns an error unless the key/value heads can be merged into kvHeads heads,
// the same number of them into each.
func (c Config) CanMerge(kvHeads int) error {
	if kvHeads < 1 || c.KVHeads%kvHeads != 0 {
		return errors.New(strconv.Itoa(kvHeads) + " KV heads, want a divisor of the model's " + strconv.Itoa(c.KVHeads))
	}
	return nil
}

// Limits of what Validate accepts. They keep every product of sizes in this package well
// within an int64.
const (
	maxWidth   = 1 << 16 // Dim, Hidden, Heads*HeadDim
	maxLayers  = 1 << 10
	maxVocab   = 1 << 20
	maxContext = 1 << 20
	maxParams  = 1 << 31
)

// Validate returns an error unless a model of this shape can be built: every size within
// its limits, KVHeads a divisor of Heads, HeadDim even (RoPE rotates pairs).
func (c Config) Validate() error {
	for _, f := range []struct {
		name       string
		value, max int
	}{
		{"dim", c.Dim, maxWidth},
		{"layers", c.Layers, maxLayers},
		{"heads", c.Heads, maxWidth},
		{"kv heads", c.KVHeads, maxWidth},
		{"head dim", c.HeadDim, maxWidth},
		{"hidden", c.Hidden, maxWidth},
		{"vocab", c.Vocab, maxVocab},
		{"context", c.Context, maxContext},
	} {
		if f.value < 1 || f.value > f.max {
			return errors.New("config: " + f.name + " is " + strconv.Itoa(f.value) + ", want 1 to " + strconv.Itoa(f.max))
		}
	}
	switch {
	case c.Heads%c.KVHeads != 0:
		return errors.New("config: " + strconv.Itoa(c.KVHeads) + " kv heads do not divide " + strconv.Itoa(c.Heads) + " heads")
	case c.HeadDim%2 != 0:
		return errors.New("config: head dim " + strconv.Itoa(c.HeadDim) + " is odd, want an even number (RoPE rotates pairs)")
	case c.QueryDim() > maxWidth:
		return errors.New("config: all heads together are " + strconv.Itoa(c.QueryDim()) + " wide, want " + strconv.Itoa(maxWidth) + " at most")
	case !(c.RopeTheta > 0) || c.RopeTheta > 1e12:
		return errors.New("config: rope theta is not between 0 and 1e12")
	case !(c.NormEps >= 0) || c.NormEps > 1:
		return errors.New("config: norm eps is not between 0 and 1")
	case int64(c.Params()) > maxParams:
		return errors.New("config: more than 2^31 weights")
	}
	return nil
}
