package experiment

import "math"

// Table is what is known of some cells, and which of them differ.
type Table struct {
	Points []Point
	Pairs  []Pair
}

// Point is one cell, over its pre-training seeds. The intervals are 95 % intervals of the
// mean over seeds (Student's t): how far it may be off for other seeds, measured on the
// same held-out stories.
type Point struct {
	KVHeads    int
	Method     string
	Alpha      float64
	Rate       float32
	Matched    bool // the control at the rate of other cells, not at its own best
	AtEdge     bool // Rate is the lowest or the highest tried: a better one may lie beyond
	Seeds      int  // with one there is no interval, and Low and High are the mean
	Steps      int
	Tokens     int
	CacheBytes int

	Loss, LossLow, LossHigh       float64
	Recall, RecallLow, RecallHigh float64
}

// Pair compares two points of a table. The differences are those of B minus A, seed by
// seed, with the 95 % interval of their mean; the points are separated if the interval
// does not hold 0. Nothing corrects for the number of pairs.
type Pair struct {
	A, B                          int // indices of points
	Loss, LossLow, LossHigh       float64
	LossSeparated                 bool
	Recall, RecallLow, RecallHigh float64
	RecallSeparated               bool
}

// sample is a cell's models, one for each seed.
type sample struct {
	rows    []Row
	matched bool
}

// summarise compares the samples of a table.
func (p Plan) summarise(samples []sample) Table {
	var t Table
	for _, s := range samples {
		t.Points = append(t.Points, p.point(s))
	}
	for b := range t.Points {
		for a := range b {
			if p.compares(t.Points[a], t.Points[b]) {
				t.Pairs = append(t.Pairs, pair(a, b, samples))
			}
		}
	}
	return t
}

func (p Plan) point(s sample) Point {
	r := s.rows[0]
	point := Point{
		KVHeads: r.KVHeads, Method: r.Method, Alpha: r.Alpha, Rate: r.Rate, Matched: s.matched,
		AtEdge: r.Alpha > 0 && !s.matched && (r.Rate == p.Rates[0] || r.Rate == p.Rates[len(p.Rates)-1]),
		Seeds:  len(s.rows), Steps: r.Steps, Tokens: r.Tokens, CacheBytes: r.CacheBytes,
	}
	point.Loss, point.LossLow, point.LossHigh = meanInterval(losses(s.rows))
	point.Recall, point.RecallLow, point.RecallHigh = meanInterval(recalls(s.rows))
	point.RecallLow, point.RecallHigh = max(0, point.RecallLow), min(1, point.RecallHigh)
	return point
}

// compares says whether a table compares two points: those that differ in one thing, and
// all points with the multi-head models as pre-training left them.
func (p Plan) compares(a, b Point) bool {
	for _, x := range []Point{a, b} {
		if x.Method == Smaller || x.KVHeads == p.MultiHead.KVHeads && x.Alpha == 0 {
			return true
		}
	}
	switch {
	case a.Matched || b.Matched:
		return a.Alpha == b.Alpha && a.Rate == b.Rate
	case a.Method == Scratch || b.Method == Scratch:
		return a.KVHeads == b.KVHeads || a.Method == b.Method
	}
	differences := 0
	for _, differ := range []bool{a.KVHeads != b.KVHeads, a.Method != b.Method, a.Alpha != b.Alpha} {
		if differ {
			differences++
		}
	}
	return differences == 1
}

func pair(a, b int, samples []sample) Pair {
	p := Pair{A: a, B: b}
	ra, rb := samples[a].rows, samples[b].rows
	p.Loss, p.LossLow, p.LossHigh = meanInterval(less(losses(rb), losses(ra)))
	p.Recall, p.RecallLow, p.RecallHigh = meanInterval(less(recalls(rb), recalls(ra)))
	p.LossSeparated = len(ra) > 1 && (p.LossLow > 0 || p.LossHigh < 0)
	p.RecallSeparated = len(ra) > 1 && (p.RecallLow > 0 || p.RecallHigh < 0)
	return p
}

func losses(rows []Row) []float64 {
	return column(rows, func(r Row) float64 { return r.Loss })
}

func recalls(rows []Row) []float64 {
	return column(rows, func(r Row) float64 { return r.Recall })
}

func column(rows []Row, value func(Row) float64) []float64 {
	x := make([]float64, len(rows))
	for i, r := range rows {
		x[i] = value(r)
	}
	return x
}

func less(x, y []float64) []float64 {
	d := make([]float64, len(x))
	for i := range x {
		d[i] = x[i] - y[i]
	}
	return d
}

// meanInterval is the mean of a sample with its 95 % interval, by Student's t ("The
// probable error of a mean", 1908). One value has no interval.
func meanInterval(x []float64) (mean, low, high float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	if n < 2 {
		return mean, mean, mean
	}
	var squares float64
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	half := quantileT(len(x)-1) * math.Sqrt(squares/(n-1)/n)
	return mean, mean - half, mean + half
}

// quantileT is the value that Student's t stays below with a chance of 97.5 %. Beyond the
// table it is the last entry, which makes intervals a little too wide.
func quantileT(degrees int) float64 {
	table := [...]float64{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
		2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086}
	return table[min(degrees, len(table))-1]
}
