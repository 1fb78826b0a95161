package attention

import "gqaplayground/attention/internal/vec"

// Decoder generates one text, token by token, with a model and a cache.
type Decoder struct {
	net   *Net
	cache *KVCache
	step  *Tape
	watch [][]float32 // (Layers) room for (Heads, Cap) attention weights; nil unless watched
	token [1]int
}

// NewDecoder returns a decoder with an empty cache for the given number of
// positions, which may be more than the model was trained for.
func NewDecoder(w *Weights, positions int) *Decoder {
	cache := NewKVCache(w.Config, positions)
	return &Decoder{
		net:   NewNet(w, cache.Cap()),
		cache: cache,
		step:  NewTape(w.Config, 1, false),
	}
}

// Another returns a decoder of the same model, with an empty cache of its own for the
// given number of positions, at most as many as d has.
func (d *Decoder) Another(positions int) *Decoder {
	return &Decoder{net: d.net, cache: NewKVCache(d.Config(), positions), step: NewTape(d.Config(), 1, false)}
}

// Config is the model's shape.
func (d *Decoder) Config() Config { return d.net.Weights.Config }

// Len is the number of positions in the cache, Cap the number it has room for.
func (d *Decoder) Len() int { return d.cache.Len() }
func (d *Decoder) Cap() int { return d.cache.Cap() }

// CacheBytes is the size of the cache's buffers, for all Cap positions.
func (d *Decoder) CacheBytes() int { return d.cache.Bytes() }

// Step appends one token and returns the logits of the next one, (Vocab), valid
// until the next call. It panics when the cache is full. It does not allocate.
func (d *Decoder) Step(token int) []float32 {
	d.token[0] = token
	at := d.cache.Len()
	for l, layer := range d.step.Layers {
		layer.Attention = nil
		if d.watch != nil {
			layer.Attention = d.watch[l][:d.Config().Heads*(at+1)]
		}
	}
	d.net.Forward(d.token[:], d.cache, d.step)
	return d.step.Logits
}

// promptRows is how many positions of a prompt go through the model together.
const promptRows = 64

// Prompt appends tokens, at least one, and returns the logits after the last of them: bit
// for bit those of as many Steps, in less time.
func (d *Decoder) Prompt(tokens []int) []float32 {
	if len(tokens) == 0 {
		panic("attention: an empty prompt")
	}
	last := len(tokens) - 1
	var t *Tape
	for rest := tokens[:last]; len(rest) > 0; {
		n := min(promptRows, len(rest))
		if t == nil {
			t = NewTape(d.Config(), n, false)
		}
		d.net.Forward(rest[:n], d.cache, t)
		rest = rest[n:]
	}
	return d.Step(tokens[last])
}

// Watch turns the keeping of attention weights on or off, from the next step on.
func (d *Decoder) Watch(on bool) {
	d.watch = nil
	if on {
		for range d.Config().Layers {
			d.watch = append(d.watch, make([]float32, d.Config().Heads*d.Cap()))
		}
	}
}

// Attention returns the softmax of layer l at the last step, (Heads, Len): how much each
// query head takes from each position in the cache. The decoder must be watched.
func (d *Decoder) Attention(l int) []float32 { return d.step.Layers[l].Attention }

// Reset empties the cache.
func (d *Decoder) Reset() { d.cache.Truncate(0) }

// Truncate forgets the positions from n on.
func (d *Decoder) Truncate(n int) { d.cache.Truncate(n) }

// Fill adds positions until there are n, for timing; see [KVCache.Fill].
func (d *Decoder) Fill(n int, seed uint64) { d.cache.Fill(n, seed) }

// Kernel names the vector instructions that this program uses, such as "simd128".
func Kernel() string { return vec.Name }
