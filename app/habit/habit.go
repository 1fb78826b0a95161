// Package habit says what an attention head does again and again, and how much of its
// attention goes there. Every label comes with its measure; what counts as enough is a
// convention, and stands in one table.
package habit

import (
	"cmp"
	"math"
	"slices"
)

// Kind is something that heads are known to do.
type Kind uint8

const (
	Previous Kind = iota // looks at the token before
	First                // rests on the first token (Xiao et al. 2023, arXiv 2309.17453: a sink)
	Self                 // looks at its own token
	Copy                 // looks at earlier copies of its token
	Echo                 // looks at what came after those (Olsson et al. 2022, arXiv 2209.11895: induction)
	Near                 // looks at the last tokens
	Broad                // looks everywhere
	kinds    = iota
)

// enough is the share of a head's attention from which on it has a habit. For Broad it
// is the share of the tokens over which attention as even as this would be spread.
var enough = [kinds]float64{Previous: 0.2, First: 0.2, Self: 0.2, Copy: 0.1, Echo: 0.1, Near: 0.5, Broad: 0.5}

const (
	// NearTokens is how many tokens are the last ones, its own among them. What a token
	// with fewer before it looks at says nothing: all of it is near.
	NearTokens = 8
	// fewest is how many tokens a habit has to be seen at.
	fewest = 8
	// overEven is how many times as much as by even attention Copy and Echo have to be:
	// a token with many copies has many of them everywhere.
	overEven = 2
)

// Habit is how far a head has one.
type Habit struct {
	Kind   Kind
	Share  float64 // of its attention, over all tokens that could do this
	Enough bool    // to call it a habit
}

// Tally is what a head has done so far. The zero value has seen nothing.
type Tally struct {
	sums   [kinds]float64
	seen   int // tokens with enough before them
	copied int // tokens of those that had come before
	even   float64
}

// Seen says whether there was enough to see for a habit.
func (t Tally) Seen() bool { return t.seen >= fewest }

// Add is the tally with one more token: the last of tokens, which gives weights[j] of its
// attention to token j.
func (t Tally) Add(tokens []int, weights []float64) Tally {
	at := len(tokens) - 1
	if at < NearTokens {
		return t
	}
	t.seen++
	t.sums[Previous] += weights[at-1]
	t.sums[First] += weights[0]
	t.sums[Self] += weights[at]
	for _, w := range weights[at+1-NearTokens:] {
		t.sums[Near] += w
	}
	entropy, total := 0.0, 0.0
	for _, w := range weights {
		if w > 0 {
			entropy -= w * math.Log(w)
			total += w
		}
	}
	if total > 0 { // rounded weights add up to 1 but nearly
		t.sums[Broad] += math.Exp(entropy/total+math.Log(total)) / float64(len(weights))
	}
	copies := 0
	for j := 1; j < at-1; j++ { // the first token and the one before have habits of their own
		if tokens[j] == tokens[at] {
			copies++
			t.sums[Copy] += weights[j]
			if j+1 < at-1 {
				t.sums[Echo] += weights[j+1]
			}
		}
	}
	if copies > 0 {
		t.copied++
		t.even += float64(copies) / float64(len(weights))
	}
	return t
}

// Habits are all kinds, what the head does most for its kind first.
func (t Tally) Habits() []Habit {
	var all []Habit
	for k := range Kind(kinds) {
		h, of := Habit{Kind: k}, t.seen
		if k == Copy || k == Echo {
			of = t.copied
		}
		if of > 0 {
			h.Share = t.sums[k] / float64(of)
		}
		h.Enough = of >= fewest && h.Share >= enough[k]
		if k == Copy || k == Echo {
			h.Enough = h.Enough && t.sums[k] >= overEven*t.even
		}
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b Habit) int {
		if a.Enough != b.Enough {
			if a.Enough {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Share/enough[b.Kind], a.Share/enough[a.Kind])
	})
	return all
}
