package attention

import (
	"math"
	"sort"
)

// The arithmetic of decoding: how many operations a step takes, how many bytes it moves,
// and the least time that takes on a machine of known speed (Williams et al. 2009, the
// roofline model). Bytes and operations are exact; a time is a prediction and has to be
// shown as one.

// Precision is the size of a stored number in bytes, whatever its encoding: 4 for
// float32, 2 for bfloat16, 1 for int8, 0.5 for int4. [Format] is how a file stores
// numbers.
type Precision float64

// Common precisions.
const (
	Float32  Precision = 4
	BFloat16 Precision = 2 // float16 as well
	Int8     Precision = 1 // float8 as well
	Int4     Precision = 0.5
)

// Bytes is the size of so many numbers, rounded up to whole bytes. It leaves out what
// quantised numbers share, such as a scale.
func (s Precision) Bytes(numbers int) int { return int(math.Ceil(float64(numbers) * float64(s))) }

// CacheElements is how many numbers one more position adds to the cache of all
// layers, keys and values: 2 · L · G · d.
func (c Config) CacheElements() int { return 2 * c.Layers * c.KVHeads * c.HeadDim }

// CacheLayout describes a model's cache, with one entry for each kind of layer. Layers
// that read another layer's cache, or that keep a state of constant size instead, are
// left out.
type CacheLayout []CachedLayers

// CachedLayers are layers that cache so many numbers for each of the last Window
// positions, or for all positions if Window is 0. The numbers are 2·G·d, or with
// multi-head latent attention those of the latent vector and the rotary key, whatever H
// is (DeepSeek-AI 2024, arXiv 2405.04434).
type CachedLayers struct{ Layers, Numbers, Window int }

// Numbers is how many numbers the cache holds after n positions.
func (c CacheLayout) Numbers(n int) int {
	sum := 0
	for _, l := range c {
		held := n
		if l.Window > 0 {
			held = min(n, l.Window)
		}
		sum += l.Layers * l.Numbers * held
	}
	return sum
}

// Growth is how many numbers position n, counted from 1, adds to the cache: a layer whose
// window is full drops as many as it takes in.
func (c CacheLayout) Growth(n int) int { return c.Numbers(n) - c.Numbers(n-1) }

// PositionsFor is the least number of positions whose cache holds at least so many
// numbers; ok is false if there is none, because every window fills up first.
func (c CacheLayout) PositionsFor(numbers float64) (n int, ok bool) {
	const most = 1 << 32 // with more, what the largest of layouts holds would overflow
	n = sort.Search(most, func(n int) bool { return float64(c.Numbers(n)) >= numbers })
	return n, n < most
}

// StepFLOPs is the number of multiplications and additions to decode one token with n
// positions in the cache, its own included. weights is the part in the matrices, 2 for
// each of their numbers; attention is the part over the cache, 4 · L · H · d · n, which
// does not depend on G: grouping saves bytes, not arithmetic.
func (c Config) StepFLOPs(n int) (weights, attention int) {
	return 2 * c.stepWeights(), 4 * c.Layers * c.QueryDim() * n
}

// StepBytes is what one step reads: every matrix once and the whole cache, at 4 bytes a
// number.
func (c Config) StepBytes(n int) (weights, cache int) {
	return 4 * c.stepWeights(), c.CacheBytes(n)
}

// stepWeights is how many numbers of the matrices one step reads: the whole output
// matrix, but only one row of the embedding, which is left out.
func (c Config) stepWeights() int {
	return c.Layers*(c.blockParams()-2*c.Dim) + c.Vocab*c.Dim
}

// Intensity is the arithmetic intensity of attention over n cached positions, in
// operations per byte moved: 4·H·d·n operations over the cache and the queries and
// outputs, 2·G·d·n + 2·H·d numbers of s bytes. For long contexts it tends to 2/s · H/G:
// the larger a group, the more operations each byte of the cache serves.
func (c Config) Intensity(n int, s Precision) float64 {
	operations := 4 * float64(c.QueryDim()) * float64(n)
	numbers := 2*float64(c.KVDim())*float64(n) + 2*float64(c.QueryDim())
	return operations / (numbers * float64(s))
}

// Machine is what bounds a step.
type Machine struct {
	Bandwidth float64 // bytes a second
	Peak      float64 // operations a second
}

// Time is the least time in seconds for so many operations and bytes: whichever of
// the two takes longer.
func (m Machine) Time(operations, bytes float64) float64 {
	return max(operations/m.Peak, bytes/m.Bandwidth)
}

// Serving is a batch of sequences decoded together, each with a cache of its own.
type Serving struct {
	Params      float64 // of the model
	WeightBytes float64
	CacheBytes  float64 // of one sequence
	Batch       float64
}

// StepTime is the least time in seconds of one step of the whole batch: all caches
// are read, and the weights are read once or multiplied with every sequence,
// whichever takes longer (Austin et al. 2025, How to Scale Your Model, on inference).
func (m Machine) StepTime(s Serving) float64 {
	return s.Batch*s.CacheBytes/m.Bandwidth + m.Time(2*s.Batch*s.Params, s.WeightBytes)
}

// LargestBatch is how many sequences fit into so much memory beside the weights.
func (s Serving) LargestBatch(memory float64) int {
	return max(0, int((memory-s.WeightBytes)/s.CacheBytes))
}

// Crossover is the number of positions at which the cache of a batch is as large as
// the weights, given the bytes of one position's cache: from there on, what GQA saves
// is the larger part of what is read.
func (s Serving) Crossover(bytesPerPosition float64) float64 {
	return s.WeightBytes / (s.Batch * bytesPerPosition)
}

// Replication is how many copies of the cache there are when the heads are divided among
// devices: with fewer key/value heads than devices, each device still needs a whole head
// (section 2.2 of the paper; Pope et al. 2022, arXiv 2211.05102).
func Replication(devices, kvHeads int) float64 {
	return max(1, float64(devices)/float64(kvHeads))
}

// HeadsPerDevice is how many key/value heads the device with the most of them holds when
// they are divided among devices: at least one, as a head is not divided.
func HeadsPerDevice(devices, kvHeads int) int { return (kvHeads + devices - 1) / devices }

// Limits are what a machine can do at best, as probed: a roofline whose slope depends on
// the size of the working set, since a small one stays in the processor's caches.
type Limits struct {
	Peak      float64     // multiplications and additions a second, in registers
	Bandwidth []Bandwidth // by rising working set
}

// Bandwidth is the speed at which a working set of so many bytes is read over and over.
type Bandwidth struct {
	Bytes     int
	PerSecond float64
}

// At is the machine for a working set of so many bytes: between two probed sizes,
// bandwidth is interpolated linearly in the logarithm of the size.
func (l Limits) At(bytes float64) Machine {
	m := Machine{Peak: l.Peak}
	for i, b := range l.Bandwidth {
		m.Bandwidth = b.PerSecond
		if bytes <= float64(b.Bytes) {
			if i > 0 {
				a := l.Bandwidth[i-1]
				s := math.Log(bytes/float64(a.Bytes)) / math.Log(float64(b.Bytes)/float64(a.Bytes))
				m.Bandwidth = a.PerSecond + s*(b.PerSecond-a.PerSecond)
			}
			break
		}
	}
	return m
}

// LeastTime is the least time in seconds of one step with n positions in the cache: first
// of the matrices, then of attention. Every step reads the same bytes again, so the
// working set is all of them.
func (c Config) LeastTime(n int, l Limits) (weights, attention float64) {
	weightFLOPs, attentionFLOPs := c.StepFLOPs(n)
	weightBytes, cacheBytes := c.StepBytes(n)
	m := l.At(float64(weightBytes + cacheBytes))
	return m.Time(float64(weightFLOPs), float64(weightBytes)), m.Time(float64(attentionFLOPs), float64(cacheBytes))
}
