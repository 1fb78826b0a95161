package attention

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gqaplayground/attention/internal/vec"
)

// Method is a way to make one key/value head out of a group of them (Ainslie et al. 2023,
// section 2.1 and figure 4).
type Method int

const (
	MeanPool   Method = iota // the mean of the group's projection matrices
	FirstHead                // the first head of the group, the others dropped
	RandomInit               // new matrices, as at the beginning of pre-training
	Aligned                  // the mean, once the heads of the group have been turned to agree
)

var methodNames = [...]string{MeanPool: "mean", FirstHead: "first", RandomInit: "random", Aligned: "aligned"}

// Methods returns the names of all methods, in order.
func Methods() []string { return slices.Clone(methodNames[:]) }

// ParseMethod returns the method of that name.
func ParseMethod(name string) (Method, error) {
	m := slices.Index(methodNames[:], name)
	if m < 0 {
		return 0, errors.New("no method " + strconv.Quote(name) + "; there are " + strings.Join(methodNames[:], ", "))
	}
	return Method(m), nil
}

// Valid reports whether m is one of the methods.
func (m Method) Valid() bool { return m >= 0 && int(m) < len(methodNames) }

// String is the method's name.
func (m Method) String() string {
	if !m.Valid() {
		return "Method(" + strconv.Itoa(int(m)) + ")"
	}
	return methodNames[m]
}

// Convert returns a copy of w with fewer key/value heads; kvHeads must divide the number
// that w has. Only the matrices that project to keys and values are pooled: queries, the
// output projection and everything else stay as they are. The result needs uptraining
// before it is any good. Only RandomInit uses the seed.
func Convert(w *Weights, kvHeads int, method Method, seed uint64) (*Weights, error) {
	from, to := w.Config, w.Config
	if err := from.CanMerge(kvHeads); err != nil {
		return nil, errors.New("convert: " + err.Error())
	}
	to.KVHeads = kvHeads
	if method == Aligned {
		w, method = Align(w, kvHeads), MeanPool
	}
	c := NewWeights(to)
	copy(c.Embed, w.Embed)
	copy(c.Norm, w.Norm)
	copy(c.Output, w.Output)
	random := rand.New(rand.NewPCG(seed, 2))
	pool := func(into, heads []float32) {
		size := from.HeadDim * from.Dim // of one head's matrix
		group := from.KVHeads / kvHeads
		for g := range kvHeads {
			head := into[g*size : (g+1)*size]
			members := heads[g*group*size : (g+1)*group*size]
			switch method {
			case MeanPool:
				for i := range group {
					vec.Add(head, members[i*size:(i+1)*size])
				}
				vec.Scale(head, 1/float32(group))
			case FirstHead:
				copy(head, members)
			case RandomInit:
				normal(head, 1/math.Sqrt(float64(from.Dim)), random)
			default:
				panic("attention: no such method of conversion")
			}
		}
	}
	for l := range w.Blocks {
		a, b := &w.Blocks[l], &c.Blocks[l]
		copy(b.AttnNorm, a.AttnNorm)
		copy(b.Wq, a.Wq)
		pool(b.Wk, a.Wk)
		pool(b.Wv, a.Wv)
		copy(b.Wo, a.Wo)
		copy(b.FFNorm, a.FFNorm)
		copy(b.W1, a.W1)
		copy(b.W3, a.W3)
		copy(b.W2, a.W2)
	}
	return c, nil
}
