package engine

import (
	"cmp"
	"math"
	"slices"
)

// quantile is the value below which a fraction p of the sample lies, between two
// values by straight line (type 7 of Hyndman and Fan 1996; R's default). The sample
// is sorted and not empty.
func quantile[T ~int64 | ~float64](sorted []T, p float64) T {
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	a, b := float64(sorted[i]), float64(sorted[i+1])
	return T(a + (at-float64(i))*(b-a))
}

func median[T ~int64 | ~float64](sorted []T) T { return quantile(sorted, 0.5) }

// minInterval is the smallest sample that has a 95 % interval of the median: the
// chance that all of 5 values lie on one side of it is 2/32, of 6 values 2/64.
const minInterval = 6

// medianInterval is the narrowest pair of sample values, alike from either end, that
// has the median of the distribution between them with a chance of at least 95 %,
// whatever the distribution is: each value lies below the median like a coin falls.
// There is no such pair, and ok is false, for fewer than minInterval values.
func medianInterval[T cmp.Ordered](sorted []T) (low, high T, ok bool) {
	n := len(sorted)
	if n < minInterval {
		return low, high, false
	}
	// The interval that leaves out k values at either end misses with a chance of
	// 2 P(Binomial(n, 1/2) <= k).
	k := -1
	for chance, tail := math.Exp2(-float64(n)), 0.0; ; k++ {
		tail += chance
		if 2*tail > 0.05 {
			break
		}
		chance *= float64(n-k-1) / float64(k+2)
	}
	return sorted[k], sorted[n-1-k], true
}

// sorted returns a sorted copy.
func sorted[T cmp.Ordered](x []T) []T {
	y := slices.Clone(x)
	slices.Sort(y)
	return y
}
