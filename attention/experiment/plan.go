package experiment

import (
	"fmt"
	"slices"

	"gqaplayground/attention"
	"gqaplayground/attention/train"
)

// Cell is a way to make a model.
type Cell struct {
	KVHeads int
	Method  string  // of conversion, one of attention.Methods(); or Scratch, or Smaller
	Alpha   float64 // fraction of the steps of pre-training to uptrain for
	Rate    float32 // peak learning rate of uptraining; 0: to be chosen
}

// Methods that convert nothing. The multi-head model itself counts as the mean of
// groups of one head, which changes nothing.
const (
	Scratch = "scratch" // pre-trained with so few key/value heads from the beginning
	Smaller = "smaller" // the smaller multi-head model, pre-trained
)

// Plan says what to train and what to measure it on.
type Plan struct {
	MultiHead attention.Config
	Small     attention.Config // zero: none
	Recipe    train.Recipe     // of pre-training
	Seeds     []uint64         // of pre-training

	KVHeads []int     // to convert to
	Scratch []int     // key/value heads of the models trained from scratch
	Methods []string  // to compare
	Alphas  []float64 // to compare, 0 among them
	Alpha   float64   // where something else is compared
	Rates   []float32 // to choose from, rising

	Validation int // stories in each language to choose a rate on
	HeldOut    int // stories in each language that the results are about
}

// Default is the plan of the stored results, for so many steps of pre-training. The
// learning rate falls only once: there are too few steps to warm it up again.
func Default(steps, seeds int) Plan {
	p := Plan{
		MultiHead: MultiHead, Small: Small, Recipe: train.Pretraining(steps),
		KVHeads: []int{4, 2, 1}, Scratch: []int{2, 1}, Methods: attention.Methods(),
		Alphas: []float64{0, 0.01, 0.02, 0.05, 0.10}, Alpha: 0.05,
		Rates:      []float32{1e-3, 3e-3, 6e-3},
		Validation: 100, HeldOut: 400,
	}
	p.Recipe.Restarts = nil
	for seed := range seeds {
		p.Seeds = append(p.Seeds, uint64(seed+1))
	}
	return p
}

// Main is table 1 and figure 3 of the paper: the multi-head model, the same model
// converted to fewer key/value heads, and a smaller multi-head model.
func (p Plan) Main() []Cell {
	heads := p.MultiHead.KVHeads
	cells := []Cell{p.multiHead(), {KVHeads: heads, Method: "mean", Alpha: p.Alpha}}
	for _, g := range p.KVHeads {
		cells = append(cells, Cell{KVHeads: g, Method: "mean", Alpha: p.Alpha})
	}
	if p.Small.Heads > 0 {
		cells = append(cells, Cell{KVHeads: p.Small.KVHeads, Method: Smaller})
	}
	return cells
}

// ByMethod is figure 4, for every number of key/value heads, before and after
// uptraining.
func (p Plan) ByMethod() []Cell {
	var cells []Cell
	for _, alpha := range []float64{0, p.Alpha} {
		for _, g := range p.KVHeads {
			for _, m := range p.Methods {
				cells = append(cells, Cell{KVHeads: g, Method: m, Alpha: alpha})
			}
		}
	}
	return cells
}

// ByAlpha is figure 5, with the multi-head model uptrained as well.
func (p Plan) ByAlpha() []Cell {
	var cells []Cell
	for _, g := range append([]int{p.MultiHead.KVHeads}, p.KVHeads...) {
		for _, alpha := range p.Alphas {
			cells = append(cells, Cell{KVHeads: g, Method: "mean", Alpha: alpha})
		}
	}
	return cells
}

// ByGroups is figure 6 with quality in place of time, and the models trained from
// scratch: how much of a difference is due to the number of key/value heads, and how much
// to too little uptraining.
func (p Plan) ByGroups() []Cell {
	cells := []Cell{p.multiHead()}
	for _, g := range append([]int{p.MultiHead.KVHeads}, p.KVHeads...) {
		cells = append(cells, Cell{KVHeads: g, Method: "mean", Alpha: p.Alpha})
	}
	for _, g := range p.Scratch {
		cells = append(cells, Cell{KVHeads: g, Method: Scratch})
	}
	return cells
}

// multiHead is the multi-head model as pre-training leaves it.
func (p Plan) multiHead() Cell { return Cell{KVHeads: p.MultiHead.KVHeads, Method: "mean"} }

// config is the shape of a cell's model.
func (p Plan) config(c Cell) attention.Config {
	if c.Method == Smaller {
		return p.Small
	}
	config := p.MultiHead
	config.KVHeads = c.KVHeads
	return config
}

// pretrained says whether the cell is a model as pre-training leaves it.
func (p Plan) pretrained(c Cell) bool {
	return c.Method == Scratch || c.Method == Smaller || c == p.multiHead()
}

// control says whether the cell is the multi-head model trained on without conversion.
func (p Plan) control(c Cell) bool {
	return c.KVHeads == p.MultiHead.KVHeads && c.Alpha > 0
}

// recipe is how the cell's model is trained last. With no steps it is not trained.
func (p Plan) recipe(c Cell) train.Recipe {
	if p.pretrained(c) {
		return p.Recipe
	}
	r := train.Uptraining(p.Recipe, c.Alpha)
	r.Peak = c.Rate
	return r
}

// Work is how much training the plan takes, in tokens of the multi-head model: those of a
// smaller model count for less, by its number of weights. It is an upper limit, as the
// work of the control depends on which rates are chosen.
func (p Plan) Work() int {
	total := 0
	seen := map[Cell]bool{}
	for _, c := range slices.Concat(p.Main(), p.ByMethod(), p.ByAlpha(), p.ByGroups()) {
		if seen[c] {
			continue
		}
		seen[c] = true
		times := len(p.Seeds)
		if !p.pretrained(c) && c.Alpha > 0 {
			times += len(p.Rates) - 1 // to choose from, with the first seed
		}
		if p.control(c) { // and at the rates of the cells that it is the control of
			times += len(p.Seeds) * min(len(p.KVHeads), len(p.Rates)-1)
		}
		total += times * p.work(c)
	}
	return total
}

// work is the work of training the cell's model once.
func (p Plan) work(c Cell) int {
	return p.recipe(c).Tokens() * p.config(c).Params() / p.MultiHead.Params()
}

// Validate returns an error unless the plan can be carried out.
func (p Plan) Validate() error {
	switch {
	case len(p.Seeds) == 0 || len(p.Rates) == 0:
		return fmt.Errorf("experiment: %d seeds and %d learning rates, want one at least", len(p.Seeds), len(p.Rates))
	case !slices.IsSorted(p.Rates) || p.Rates[0] <= 0:
		return fmt.Errorf("experiment: learning rates %v, want rising ones above 0", p.Rates)
	case p.Recipe.Steps < 1 || p.Validation < 1 || p.HeldOut < 1:
		return fmt.Errorf("experiment: %d steps, %d and %d stories to measure on, want one at least", p.Recipe.Steps, p.Validation, p.HeldOut)
	}
	for _, m := range p.Methods {
		if _, err := attention.ParseMethod(m); err != nil {
			return fmt.Errorf("experiment: %w", err)
		}
	}
	for _, g := range slices.Concat(p.KVHeads, p.Scratch) {
		if p.MultiHead.CanMerge(g) != nil || g == p.MultiHead.KVHeads {
			return fmt.Errorf("experiment: %d key/value heads, want fewer than %d, and a divisor of it", g, p.MultiHead.KVHeads)
		}
	}
	return nil
}
