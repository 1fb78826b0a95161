// Package order says what may be said of a sample by the order of its values: its median
// and other quantiles, and between which values the median of the underlying distribution
// lies.
package order

import (
	"math"
	"slices"
)

// Quantile is the value below which a fraction p of the sample lies, interpolated
// linearly between two values (type 7 of Hyndman and Fan 1996; R's default). The sample
// is sorted and not empty.
func Quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	a, b := sorted[i], sorted[i+1]
	return a + (at-float64(i))*(b-a)
}

// Median is the value in the middle of a sorted sample that is not empty.
func Median(sorted []float64) float64 { return Quantile(sorted, 0.5) }

// MinInterval is the size of the smallest sample that has a 95 % interval of the median:
// the chance that all of 5 values lie on one side of it is 2/32, of 6 values 2/64.
const MinInterval = 6

// Interval is the narrowest pair of sample values, equally far from either end, that has
// the median of the distribution between them with a chance of at least 95 %, whatever
// the distribution is. For fewer than MinInterval values there is no such pair, and ok is
// false.
func Interval(sorted []float64) (low, high float64, ok bool) {
	n := len(sorted)
	if n < MinInterval {
		return low, high, false
	}
	k := Outside(n)
	return sorted[k], sorted[n-1-k], true
}

// Outside is how many of n values may be left out at either end so that the rest still
// has the median of the distribution between its extremes with a chance of 95 %: each
// value is below the median with probability 1/2, like a coin toss, so leaving out k at
// either end misses it with a chance of 2 P(Binomial(n, 1/2) <= k). It is 0 for fewer
// than MinInterval values.
func Outside(n int) int {
	k := -1
	for chance, tail := math.Exp2(-float64(n)), 0.0; ; k++ {
		tail += chance
		if 2*tail > 0.05 {
			return max(0, k)
		}
		chance *= float64(n-k-1) / float64(k+2)
	}
}

// Sorted returns a sorted copy.
func Sorted(x []float64) []float64 {
	y := slices.Clone(x)
	slices.Sort(y)
	return y
}
