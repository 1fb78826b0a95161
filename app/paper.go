package main

import (
	"slices"
	"strconv"
	"sync"

	"gqaplayground/app/json"
	"gqaplayground/assets"
	"gqaplayground/attention"
)

// Paper is what the page knows of the paper done again: what is shown of it, and what
// the reader has made.
type Paper struct {
	Panel  PaperPanel
	Traced string // the row of the figure's table that was asked for, from "0"; empty: none
	Own    []OwnModel
}

// PaperPanel is one of the panels about the paper.
type PaperPanel uint8

const (
	TradePanel PaperPanel = iota
	MethodPanel
	AlphaPanel
	ShapePanel
	OthersPanel
	paperPanels = iota
)

// OwnModel is a model that the reader has made and measured, on the stories that the
// stored results are about.
type OwnModel struct {
	KVHeads  int
	Method   attention.Method
	Similar  bool    // heads that are alike share, and not neighbours
	Asked    float64 // alpha as it was asked for,
	Alpha    float64 // and as far as it was trained
	Rate     float32
	Seed     uint64
	Steps    int
	Tokens   int
	Workers  int
	LastLoss float64 // of the last step's batch
	Loss     float64
	LossLow  float64 // 95 % intervals over the stories
	LossHigh float64

	Answers                       int
	Recall, RecallLow, RecallHigh float64
}

// Messages about it.
type (
	ShowPaper struct{ Panel PaperPanel }
	Trace     struct{ Row string }
)

// Ways to come to a model that convert nothing, as results name them.
const (
	scratch = "scratch" // trained with so few key/value heads from the beginning
	smaller = "smaller" // the smaller multi-head model
)

// results are the stored experiments; without rows until there are any. They are read
// when they are first shown.
var results = sync.OnceValue(func() assets.Results { return readResults(assets.ResultsJSON) })

func readResults(text []byte) (r assets.Results) {
	if err := json.Unmarshal(text, &r); err != nil || r.Placeholder {
		return assets.Results{}
	}
	return r
}

// paperUpdate is the state after a message about the paper.
func (s State) paperUpdate(msg any) State {
	switch m := msg.(type) {
	case ShowPaper:
		s.Paper.Panel = min(m.Panel, paperPanels-1)
		s.Paper.Traced = ""
	case Trace:
		s.Paper.Traced = m.Row
		if i, err := strconv.Atoi(m.Row); err != nil || i < 0 {
			s.Paper.Traced = ""
		}
	}
	return s
}

// The experiments are about models of the shipped shape, whatever model the slider has.

// fewer are their numbers of key/value heads, multi-head first.
func fewer() []int {
	g := attention.Divisors(shape.Heads)
	slices.Reverse(g)
	return g
}

// withKVHeads is their shape with this many key/value heads.
func withKVHeads(kvHeads int) attention.Config {
	c := shape
	c.KVHeads = kvHeads
	return c
}

// timedDepth is the depth at which such models were timed here, if they were.
func (s State) timedDepth() (depth int, ok bool) {
	if s.multiHead() != shape {
		return 0, false
	}
	return s.focus()
}

// measure is a way to say how good a model is.
type measure uint8

const (
	lossMeasure measure = iota
	recallMeasure
)

// of is a point's value with its interval over seeds.
func (m measure) of(p assets.Point) (value, low, high float64) {
	if m == recallMeasure {
		return 100 * p.Recall, 100 * p.RecallLow, 100 * p.RecallHigh
	}
	return p.Loss, p.LossLow, p.LossHigh
}

// own is that of a reader's model, with its interval over stories.
func (m measure) own(o OwnModel) (value, low, high float64) {
	if m == recallMeasure {
		return 100 * o.Recall, 100 * o.RecallLow, 100 * o.RecallHigh
	}
	return o.Loss, o.LossLow, o.LossHigh
}

// better compares two values, the better one first.
func (m measure) better(a, b float64) int {
	if m == recallMeasure {
		a, b = b, a
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// cell picks points of a table.
type cell struct {
	KVHeads int
	Method  string
	Alpha   float64
}

// find is the index of a cell's point, -1 if there is none. Of the control at several
// rates it is the one at its own best.
func find(t assets.Table, c cell) int {
	return slices.IndexFunc(t.Points, func(p assets.Point) bool {
		return p.KVHeads == c.KVHeads && p.Method == c.Method && p.Alpha == c.Alpha && !p.Matched
	})
}

// difference is what point b has more than point a, and whether the two are separated;
// ok is false where they were not compared.
func (m measure) difference(t assets.Table, a, b int) (d float64, separated, ok bool) {
	for _, p := range t.Pairs {
		sign := 1.0
		if p.A == b && p.B == a {
			sign = -1
		} else if p.A != a || p.B != b {
			continue
		}
		if m == recallMeasure {
			return sign * 100 * p.Recall, p.RecallSeparated, true
		}
		return sign * p.Loss, p.LossSeparated, true
	}
	return 0, false, false
}
