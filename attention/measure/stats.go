package measure

import "gqaplayground/attention/order"

// Summary is what may be said of a sample: its median, the median's 95 % interval (with
// fewer than six values, the whole range), and the band that holds the middle 80 %.
type Summary struct {
	N                 int
	Median, Low, High float64
	P10, P90          float64
}

// Summarise returns the summary of x, which may be in any order.
func Summarise(x []float64) Summary {
	s := order.Sorted(x)
	if len(s) == 0 {
		return Summary{}
	}
	k := order.Outside(len(s))
	return Summary{
		N: len(s), Median: order.Median(s), Low: s[k], High: s[len(s)-1-k],
		P10: order.Quantile(s, 0.1), P90: order.Quantile(s, 0.9),
	}
}

// Ratio is the summary of a divided by b, paired by block.
func Ratio(a, b []float64) Summary {
	r := make([]float64, len(a))
	for i := range a {
		r[i] = a[i] / b[i]
	}
	return Summarise(r)
}
