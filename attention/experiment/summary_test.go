package experiment

import (
	"math"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 5e-4 }

// By hand: the mean of 1, 2, 6 is 3, their variance (4+1+9)/2 = 7, the standard error
// √(7/3) = 1.5275, and 4.303 times that is 6.573.
func TestMeanInterval(t *testing.T) {
	mean, low, high := meanInterval([]float64{1, 2, 6})
	if mean != 3 || !near(low, -3.573) || !near(high, 9.573) {
		t.Errorf("%g (%g to %g), want 3 (-3.573 to 9.573)", mean, low, high)
	}
	// The standard error of 0, 2 is 1, and t of one degree of freedom 12.706.
	if mean, low, high = meanInterval([]float64{0, 2}); mean != 1 || !near(low, -11.706) || !near(high, 13.706) {
		t.Errorf("%g (%g to %g), want 1 (-11.706 to 13.706)", mean, low, high)
	}
	if mean, low, high = meanInterval([]float64{5}); mean != 5 || low != 5 || high != 5 {
		t.Errorf("%g (%g to %g), want one value alone", mean, low, high)
	}
	if quantileT(20) != 2.086 || quantileT(1000) != 2.086 {
		t.Error("beyond the table, want its last entry")
	}
}

// Seeds differ far more than cells do. Seed by seed the differences of loss are 0.1,
// 0.12, 0.11: mean 0.11, standard error 0.01/√3 = 0.00577, interval ±0.02484. Those of
// recall are 0.1, -0.1, 0.03.
func TestPairsAreBySeed(t *testing.T) {
	p := tiny()
	a := []Row{{KVHeads: 2, Method: "mean", Alpha: 0.5, Rate: 1e-2, Loss: 1, Recall: 0.5}, {Loss: 2, Recall: 0.6}, {Loss: 3, Recall: 0.4}}
	b := []Row{{KVHeads: 1, Method: "mean", Alpha: 0.5, Rate: 1e-2, Loss: 1.1, Recall: 0.6}, {Loss: 2.12, Recall: 0.5}, {Loss: 3.11, Recall: 0.43}}
	table := p.summarise([]sample{{a, false}, {b, false}})
	if len(table.Pairs) != 1 {
		t.Fatalf("%d pairs", len(table.Pairs))
	}
	pair := table.Pairs[0]
	if !near(pair.Loss, 0.11) || !near(pair.LossLow, 0.0852) || !near(pair.LossHigh, 0.1348) || !pair.LossSeparated {
		t.Errorf("%+v, want a loss of 0.11 (0.0852 to 0.1348), separated", pair)
	}
	if pair.RecallSeparated || !near(pair.Recall, 0.01) {
		t.Errorf("%+v, want a recall of 0.01, not separated", pair)
	}
	for i, point := range table.Points {
		if !point.AtEdge || point.LossHigh-point.LossLow < 4 || point.RecallLow < 0 || point.RecallHigh > 1 {
			t.Errorf("point %d: %+v", i, point)
		}
	}
	if one := p.summarise([]sample{{a[:1], false}, {b[:1], false}}).Pairs[0]; one.LossSeparated || one.RecallSeparated {
		t.Error("one seed separates nothing")
	}
}

func TestCompares(t *testing.T) {
	p := tiny()
	mean := func(g int, alpha float64) Point { return Point{KVHeads: g, Method: "mean", Alpha: alpha, Rate: 1} }
	matched := func(alpha float64, rate float32) Point {
		return Point{KVHeads: 4, Method: "mean", Alpha: alpha, Rate: rate, Matched: true}
	}
	scratch := Point{KVHeads: 2, Method: Scratch}
	for _, test := range []struct {
		name string
		a, b Point
		want bool
	}{
		{"groups", mean(2, 0.5), mean(1, 0.5), true},
		{"alphas", mean(2, 0.5), mean(2, 0.25), true},
		{"groups and alphas", mean(2, 0.5), mean(1, 0.25), false},
		{"methods", mean(2, 0.5), Point{KVHeads: 2, Method: "first", Alpha: 0.5}, true},
		{"the control at its own rate", mean(4, 0.5), mean(2, 0.5), true},
		{"the control at this rate", matched(0.5, 1), mean(2, 0.5), true},
		{"the control at another rate", matched(0.5, 2), mean(2, 0.5), false},
		{"the control at another alpha", matched(0.25, 1), mean(2, 0.5), false},
		{"the model as pre-trained", mean(4, 0), mean(1, 0.5), true},
		{"a smaller model", Point{KVHeads: 2, Method: Smaller}, mean(1, 0.5), true},
		{"from scratch", scratch, mean(2, 0.5), true},
		{"from scratch, other groups", scratch, mean(1, 0.5), false},
	} {
		if got := p.compares(test.a, test.b); got != test.want || p.compares(test.b, test.a) != got {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}
