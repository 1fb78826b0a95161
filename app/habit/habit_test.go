package habit

import (
	"math"
	"testing"
)

// text is 64 tokens of 16 kinds, none beside its like, in an order that no formula has.
func text() (tokens []int) {
	x := 1
	for len(tokens) < 64 {
		x = x * 75 % 65537
		if next := 1 + x%16; len(tokens) == 0 || tokens[len(tokens)-1] != next {
			tokens = append(tokens, next)
		}
	}
	return tokens
}

// spread gives share of the attention to some tokens alike, and the rest to all alike.
func spread(n int, share float64, on ...int) []float64 {
	w := make([]float64, n)
	if len(on) == 0 {
		share = 0
	}
	for j := range w {
		w[j] = (1 - share) / float64(n)
	}
	for _, j := range on {
		w[j] += share / float64(len(on))
	}
	return w
}

// before are the places after first where the last of tokens has been.
func before(tokens []int) (at []int) {
	last := len(tokens) - 1
	for j := 1; j < last-2; j++ {
		if tokens[j] == tokens[last] {
			at = append(at, j)
		}
	}
	return at
}

func tally(tokens []int, weights func(i int) []float64) (t Tally) {
	for i := range tokens {
		t = t.Add(tokens[:i+1], weights(i))
	}
	return t
}

// Maps made to show one habit have it, with the share that was put there.
func TestHabits(t *testing.T) {
	tokens := text()
	after := func(places []int) (next []int) {
		for _, j := range places {
			next = append(next, j+1)
		}
		return next
	}
	for _, test := range []struct {
		name    string
		weights func(i int) []float64
		want    Kind
		share   float64 // at least
	}{
		{"previous", func(i int) []float64 { return spread(i+1, .83, max(0, i-1)) }, Previous, .83},
		{"first", func(i int) []float64 { return spread(i+1, .6, 0) }, First, .6},
		{"self", func(i int) []float64 { return spread(i+1, .5, i) }, Self, .5},
		{"copy", func(i int) []float64 { return spread(i+1, .7, before(tokens[:i+1])...) }, Copy, .6},
		{"echo", func(i int) []float64 { return spread(i+1, .7, after(before(tokens[:i+1]))...) }, Echo, .6},
		{"near", func(i int) []float64 {
			var last []int
			for j := max(0, i+1-NearTokens); j <= i; j++ {
				last = append(last, j)
			}
			return spread(i+1, .9, last...)
		}, Near, .9},
		{"broad", func(i int) []float64 { return spread(i+1, 0) }, Broad, .999},
	} {
		h := tally(tokens, test.weights).Habits()[0]
		if h.Kind != test.want || !h.Enough || h.Share < test.share-1e-9 || h.Share > 1+1e-9 {
			t.Errorf("%s: %+v, want kind %d with %g or more", test.name, h, test.want, test.share)
		}
	}
}

// A share is the mean over tokens of what went there.
func TestShare(t *testing.T) {
	tokens := text()
	all := tally(tokens, func(i int) []float64 {
		w := make([]float64, i+1)
		w[i/2], w[0] = .75, .25
		if i%2 == 0 {
			w[i/2], w[i] = 0, .75
		}
		return w
	}).Habits()
	for _, h := range all {
		want := map[Kind]float64{First: .25, Self: .375, Previous: 0}
		if w, ok := want[h.Kind]; ok && math.Abs(h.Share-w) > 1e-9 {
			t.Errorf("kind %d: %g, want %g", h.Kind, h.Share, w)
		}
	}
}

// Attention without a habit is given none, nor is attention that few tokens have shown.
func TestNoHabit(t *testing.T) {
	tokens := text()
	third := func(i int) []float64 { // one of every three tokens, in the middle
		w := make([]float64, i+1)
		n := 0
		for j := range w {
			if j%3 == 1 && j < i-NearTokens {
				n++
			}
		}
		for j := range w {
			if n == 0 {
				w[j] = 1 / float64(i+1)
			} else if j%3 == 1 && j < i-NearTokens {
				w[j] = 1 / float64(n)
			}
		}
		return w
	}
	for _, h := range tally(tokens, third).Habits() {
		if h.Enough && h.Kind != Copy && h.Kind != Echo {
			t.Errorf("%+v", h)
		}
	}
	short := tally(tokens[:NearTokens+fewest-1], func(i int) []float64 { return spread(i+1, .9, i) })
	if short.Seen() || short.Habits()[0].Enough {
		t.Errorf("%+v after %d tokens", short.Habits()[0], NearTokens+fewest-1)
	}
	if h := (Tally{}).Habits(); len(h) != kinds || h[0].Enough || math.IsNaN(h[0].Share) {
		t.Errorf("of nothing: %+v", h)
	}
}

// Even attention falls on copies, too, and is no echo.
func TestEvenIsNoEcho(t *testing.T) {
	tokens := make([]int, 64)
	for i := range tokens {
		tokens[i] = i % 3
	}
	for _, h := range tally(tokens, func(i int) []float64 { return spread(i+1, 0) }).Habits() {
		if (h.Kind == Copy || h.Kind == Echo) && (h.Enough || h.Share < .2) {
			t.Errorf("%+v", h)
		}
	}
}

// A tally is a value: adding to it leaves it as it was.
func TestTallyIsAValue(t *testing.T) {
	tokens := text()
	some := tally(tokens[:40], func(i int) []float64 { return spread(i+1, .5, i) })
	was := some
	some.Add(tokens[:41], spread(41, 1, 0))
	if some != was {
		t.Error("it changed in place")
	}
}
