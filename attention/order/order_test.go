package order

import "testing"

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		p    float64
		want float64
	}{
		{[]float64{7}, 0.5, 7},
		{[]float64{1, 2}, 0.5, 1.5},
		{[]float64{1, 2, 4}, 0.5, 2},
		{[]float64{1, 2, 4, 8}, 0, 1},
		{[]float64{1, 2, 4, 8}, 1, 8},
		{[]float64{1, 2, 4, 8}, 0.1, 1.3}, // R: quantile(c(1,2,4,8), .1)
		{[]float64{1, 2, 4, 8}, 0.9, 6.8},
	} {
		if got := Quantile(c.x, c.p); got < c.want-1e-12 || got > c.want+1e-12 {
			t.Errorf("Quantile(%v, %g) = %g, want %g", c.x, c.p, got, c.want)
		}
	}
}

// The ranks are those of the usual table of 95 % intervals for the median: 9 values
// give the 2nd to the 8th, since 2 (1+9) / 2^9 = 3.9 % and 2 (1+9+36) / 2^9 = 18 %.
func TestInterval(t *testing.T) {
	for _, c := range []struct{ n, low, high int }{
		{6, 1, 6}, {7, 1, 7}, {8, 1, 8}, {9, 2, 8}, {10, 2, 9}, {11, 2, 10},
		{12, 3, 10}, {15, 4, 12}, {16, 4, 13}, {17, 5, 13}, {20, 6, 15},
		{25, 8, 18}, {30, 10, 21}, {50, 18, 33},
	} {
		ranks := make([]float64, c.n)
		for i := range ranks {
			ranks[i] = float64(i + 1)
		}
		low, high, ok := Interval(ranks)
		if !ok || low != float64(c.low) || high != float64(c.high) {
			t.Errorf("of %d values: %g to %g, %v; want %d to %d", c.n, low, high, ok, c.low, c.high)
		}
	}
	for n := range MinInterval {
		if _, _, ok := Interval(make([]float64, n)); ok {
			t.Errorf("%d values have an interval", n)
		}
	}
}

// The chance that the interval misses the median: 2 P(Binomial(n, 1/2) < Outside+1).
func TestOutside(t *testing.T) {
	for n, want := range map[int]int{1: 0, 5: 0, 6: 0, 8: 0, 9: 1, 11: 1, 12: 2, 15: 3, 20: 5} {
		if got := Outside(n); got != want {
			t.Errorf("of %d values %d lie outside, want %d", n, got, want)
		}
	}
}
