package measure

import (
	"math"
	"slices"
)

// Summary is what may be said of a sample: its median, the 95 % interval of that (the
// whole range, of fewer than six), and the band that holds the middle 80 %.
type Summary struct {
	N                 int
	Median, Low, High float64
	P10, P90          float64
}

// Summarize works out the summary of x, in any order.
func Summarize(x []float64) Summary {
	s := slices.Sorted(slices.Values(x))
	if len(s) == 0 {
		return Summary{}
	}
	k := outside(len(s))
	return Summary{
		N: len(s), Median: quantile(s, 0.5), Low: s[k], High: s[len(s)-1-k],
		P10: quantile(s, 0.1), P90: quantile(s, 0.9),
	}
}

// Ratio is the summary of a over b, paired by block.
func Ratio(a, b []float64) Summary {
	r := make([]float64, len(a))
	for i := range a {
		r[i] = a[i] / b[i]
	}
	return Summarize(r)
}

// quantile is the value below which a fraction p of the sorted sample lies, between
// two values by straight line (type 7 of Hyndman and Fan 1996).
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// outside is how many values at either end of n may be left out so that the rest still
// has the median of the distribution between its extremes with a chance of 95 %: each
// value lies below the median like a coin falls. Of fewer than six, none.
func outside(n int) int {
	k := -1
	for chance, tail := math.Exp2(-float64(n)), 0.0; ; k++ {
		tail += chance
		if 2*tail > 0.05 {
			return max(0, k)
		}
		chance *= float64(n-k-1) / float64(k+2)
	}
}
