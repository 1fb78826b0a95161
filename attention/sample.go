package attention

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Sampler chooses the next token from logits: the largest at temperature 0, otherwise a
// random one of the most probable tokens that together hold topP of the probability
// (nucleus sampling; Holtzman et al. 2020, arXiv 1904.09751). The same seed and the same
// logits give the same tokens.
type Sampler struct {
	temperature, topP float64
	random            *rand.Rand
	candidates        []candidate
}

type candidate struct {
	token       int
	probability float64
}

// NewSampler returns a sampler. A temperature that is not a positive number means 0,
// a topP that is not between 0 and 1 means 1.
func NewSampler(seed uint64, temperature, topP float32) *Sampler {
	s := &Sampler{topP: 1, random: rand.New(rand.NewPCG(seed, 1))}
	if temperature > 0 {
		s.temperature = min(float64(temperature), 100)
	}
	if topP > 0 && topP < 1 {
		s.topP = float64(topP)
	}
	return s
}

// Argmax is the token with the largest logit, the first of equals.
func Argmax(logits []float32) int {
	best := 0
	for i, x := range logits {
		if x > logits[best] {
			best = i
		}
	}
	return best
}

// Sample returns a token and the probability that the model itself, at temperature 1,
// gives it.
func (s *Sampler) Sample(logits []float32) (token int, probability float32) {
	token = Argmax(logits)
	largest := float64(logits[token])
	if s.temperature > 0 {
		token = s.draw(logits, token)
	}
	var sum float64
	for _, x := range logits {
		sum += math.Exp(float64(x) - largest)
	}
	return token, float32(math.Exp(float64(logits[token])-largest) / sum)
}

func (s *Sampler) draw(logits []float32, best int) int {
	s.candidates = s.candidates[:0]
	largest := float64(logits[best])
	var sum float64
	for i, x := range logits {
		p := math.Exp((float64(x) - largest) / s.temperature)
		sum += p
		s.candidates = append(s.candidates, candidate{i, p})
	}
	if s.topP < 1 {
		sum = s.keep(s.topP * sum)
	}
	at := s.random.Float64() * sum
	for _, c := range s.candidates {
		if at -= c.probability; at < 0 {
			return c.token
		}
	}
	return best // rounding has left some of at, or it is not a number
}

// keep keeps the most probable candidates, the first of equals, until together they have
// the probability wanted, in falling order, and returns what they have.
func (s *Sampler) keep(wanted float64) (kept float64) {
	heap := s.candidates // the best first, and each before those at twice its place
	for i := len(heap)/2 - 1; i >= 0; i-- {
		sink(heap, i)
	}
	rest := heap
	for len(rest) > 0 && !(kept >= wanted) { // also where it is not a number
		kept += rest[0].probability
		last := len(rest) - 1
		rest[0], rest[last] = rest[last], rest[0] // so those kept gather at the end
		rest = rest[:last]
		sink(rest, 0)
	}
	s.candidates = heap[len(rest):]
	slices.Reverse(s.candidates)
	return kept
}

// sink moves candidate i of a heap down to its place.
func sink(heap []candidate, i int) {
	for {
		best := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(heap); child++ {
			if heap[child].before(heap[best]) {
				best = child
			}
		}
		if best == i {
			return
		}
		heap[i], heap[best] = heap[best], heap[i]
		i = best
	}
}

// before says whether c comes before d in falling order of probability.
func (c candidate) before(d candidate) bool {
	return c.probability > d.probability || c.probability == d.probability && c.token < d.token
}
