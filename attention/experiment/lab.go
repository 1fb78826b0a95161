package experiment

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// Row is one model: a cell made from one pre-training seed.
type Row struct {
	KVHeads      int
	Method       string
	Alpha        float64
	Rate         float32 // peak learning rate of its last training; 0 if there was none after conversion
	PretrainSeed uint64
	UptrainSeed  uint64 // of the stories of uptraining; 0 if there was none
	Steps        int    // of its last training,
	Tokens       int    // and the tokens of those
	CacheBytes   int    // of a position

	// Cross entropy in nats per token: on the validation stories, and on the held-out
	// ones with its 95 % interval over stories.
	ValidationLoss          float64
	Loss, LossLow, LossHigh float64

	// Recall on the held-out stories with Wilson's 95 % interval.
	Answers                       int
	Recall, RecallLow, RecallHigh float64
}

// Trial is a learning rate that was tried for a cell, with the first seed.
type Trial struct {
	KVHeads        int
	Method         string
	Alpha          float64
	Rate           float32
	ValidationLoss float64
	Chosen         bool
}

// Results is what has come of a plan.
type Results struct {
	Rows                              []Row // every model once; those of a cell by seed
	Trials                            []Trial
	Main, ByMethod, ByAlpha, ByGroups Table
}

// Progress is what a lab is doing.
type Progress struct {
	Model       string
	Step, Steps int
	Loss        float64 // of the step
	Tokens      int     // of the step, counted as in Plan.Work
	Left        int     // of Plan.Work
}

// Lab carries out a plan.
type Lab struct {
	plan     Plan
	folder   string
	progress func(Progress)
	tok      *attention.Tokenizer
	evaluate func(w *attention.Weights, tok *attention.Tokenizer, split stories.Split, seed uint64, n int) train.Quality

	rows   map[Cell][]Row
	order  []Cell // of rows
	trials []Trial
	recent []trained
	left   int
	ticked map[model]bool // models whose work is no longer left
}

// model names one model: its cell, with the rate, and the seed of pre-training.
type model struct {
	Cell
	seed uint64
}

type trained struct {
	model
	weights *attention.Weights
}

// NewLab returns a lab that keeps finished work in a folder and carries on with what it
// finds there of the same plan. It calls progress, unless that is nil, after every step
// of training.
func NewLab(p Plan, tok *attention.Tokenizer, folder string, progress func(Progress)) (*Lab, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	l := &Lab{
		plan: p, progress: progress, tok: tok, evaluate: train.Evaluate,
		rows: map[Cell][]Row{}, left: p.Work(), ticked: map[model]bool{},
	}
	l.folder = filepath.Join(folder, fmt.Sprintf("steps%d-%s", p.Recipe.Steps, l.fingerprint()))
	return l, os.MkdirAll(l.folder, 0o755)
}

// fingerprint tells apart experiments whose models must not be mixed: those with other
// shapes, recipes, measurements or stories. It leaves out what only says which models
// there are, so that a plan may grow.
func (l *Lab) fingerprint() string {
	p := l.plan
	small := p.Small
	if small.Heads == 0 {
		small = Small // the one that the plan may grow by
	}
	h := sha256.New()
	fmt.Fprintln(h, p.MultiHead, small, p.Recipe, p.Validation, p.HeldOut)
	for _, split := range []stories.Split{stories.Train, stories.Validation, stories.HeldOut} {
		corpus := train.Corpus{Tokenizer: l.tok, Split: split, Seed: train.EvaluationSeed}
		for i := range 20 {
			fmt.Fprintln(h, corpus.Sequence(i, p.Recipe.Context))
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:4])
}

// Run makes every model of the plan and compares them.
func (l *Lab) Run() (Results, error) {
	var r Results
	for _, t := range []struct {
		into  *Table
		cells []Cell
	}{
		{&r.Main, l.plan.Main()},
		{&r.ByMethod, l.plan.ByMethod()},
		{&r.ByAlpha, l.plan.ByAlpha()},
		{&r.ByGroups, l.plan.ByGroups()},
	} {
		var err error
		if *t.into, err = l.table(t.cells); err != nil {
			return Results{}, err
		}
	}
	for _, c := range l.order {
		r.Rows = append(r.Rows, l.rows[c]...)
	}
	r.Trials = l.trials
	return r, nil
}

// MultiHead is the multi-head model of the first seed, as its readers have it.
func (l *Lab) MultiHead() (*attention.Weights, error) {
	return l.weights(model{l.plan.multiHead(), l.plan.Seeds[0]})
}

// table makes the models of some cells and compares them. If the control, at its own best
// rate, is among them, it is also made at the rates of the other cells.
func (l *Lab) table(cells []Cell) (Table, error) {
	var samples []sample
	for _, c := range cells {
		rows, err := l.cell(c)
		if err != nil {
			return Table{}, err
		}
		samples = append(samples, sample{rows, false})
	}
	for _, s := range slices.Clone(samples) {
		control := Cell{KVHeads: l.plan.MultiHead.KVHeads, Method: "mean", Alpha: s.rows[0].Alpha}
		if control.Alpha == 0 || !slices.Contains(cells, control) {
			continue
		}
		control.Rate = s.rows[0].Rate
		rows, err := l.cell(control)
		if err != nil {
			return Table{}, err
		}
		if !slices.ContainsFunc(samples, func(s sample) bool { return &s.rows[0] == &rows[0] }) {
			samples = append(samples, sample{rows, true})
		}
	}
	return l.plan.summarise(samples), nil
}

// cell makes the models of a cell, one for each seed.
func (l *Lab) cell(c Cell) ([]Row, error) {
	c, err := l.choose(c)
	if err != nil {
		return nil, err
	}
	if rows, ok := l.rows[c]; ok {
		return rows, nil
	}
	var rows []Row
	for _, seed := range l.plan.Seeds {
		row, err := l.row(model{c, seed})
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	l.rows[c] = rows
	l.order = append(l.order, c)
	return rows, nil
}

// choose returns the cell with the learning rate whose model, from the first seed, has
// the lowest loss on the validation stories. A cell that needs no rate, or has one, stays
// as it is.
func (l *Lab) choose(c Cell) (Cell, error) {
	if c.Alpha == 0 || c.Rate != 0 {
		return c, nil
	}
	for _, t := range l.trials {
		if t.KVHeads == c.KVHeads && t.Method == c.Method && t.Alpha == c.Alpha && t.Chosen {
			c.Rate = t.Rate
			return c, nil
		}
	}
	best := len(l.trials)
	for _, rate := range l.plan.Rates {
		c.Rate = rate
		q, err := l.quality(model{c, l.plan.Seeds[0]}, stories.Validation)
		if err != nil {
			return Cell{}, err
		}
		if t := len(l.trials); t > best && q.Loss < l.trials[best].ValidationLoss {
			best = t
		}
		l.trials = append(l.trials, Trial{KVHeads: c.KVHeads, Method: c.Method, Alpha: c.Alpha, Rate: rate, ValidationLoss: q.Loss})
	}
	l.trials[best].Chosen = true
	c.Rate = l.trials[best].Rate
	return c, nil
}

// row measures one model.
func (l *Lab) row(m model) (Row, error) {
	validation, err := l.quality(m, stories.Validation)
	if err != nil {
		return Row{}, err
	}
	q, err := l.quality(m, stories.HeldOut)
	if err != nil {
		return Row{}, err
	}
	recipe, recall := l.plan.recipe(m.Cell), q.Total(nil)
	r := Row{
		KVHeads: m.KVHeads, Method: m.Method, Alpha: m.Alpha, PretrainSeed: m.seed,
		Steps: recipe.Steps, Tokens: recipe.Tokens(), CacheBytes: l.plan.config(m.Cell).CacheBytes(1),
		ValidationLoss: validation.Loss,
		Loss:           q.Loss, LossLow: q.Loss - 1.96*q.LossSE, LossHigh: q.Loss + 1.96*q.LossSE,
		Answers: recall.Answers, Recall: recall.Share(),
	}
	r.RecallLow, r.RecallHigh = recall.Interval()
	if recipe.Steps > 0 {
		r.Rate = recipe.Peak
	}
	if m.Alpha > 0 {
		r.UptrainSeed = m.seed + train.UptrainSeed
	}
	return r, nil
}

// quality measures a model on a split, once: the answer is kept in a file.
func (l *Lab) quality(m model, split stories.Split) (q train.Quality, err error) {
	file := l.file(m, map[stories.Split]string{stories.Validation: "validation", stories.HeldOut: "heldout"}[split]+".json")
	data, err := os.ReadFile(file)
	if err == nil {
		l.tickOff(m)
		if err = json.Unmarshal(data, &q); err != nil {
			err = fmt.Errorf("%s: %w (remove it to measure again)", file, err)
		}
		return q, err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return q, err
	}
	w, err := l.weights(m)
	if err != nil {
		return q, err
	}
	n := l.plan.Validation
	if split == stories.HeldOut {
		n = l.plan.HeldOut
	}
	q = l.evaluate(w, l.tok, split, train.EvaluationSeed, n)
	if math.IsNaN(q.Loss) || math.IsInf(q.Loss, 0) {
		return q, fmt.Errorf("experiment: %s has no finite loss; leave its learning rate out", m)
	}
	if data, err = json.Marshal(q); err != nil {
		return q, err
	}
	return q, replace(file, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// weights trains a model, unless it is among those trained last. Pre-training is kept in
// a file; uptraining is short and gives the same every time.
func (l *Lab) weights(m model) (*attention.Weights, error) {
	for _, t := range l.recent {
		if t.model == m {
			return t.weights, nil
		}
	}
	var t *train.Trainer
	var file string
	if l.plan.pretrained(m.Cell) {
		t, file = Pretrain(l.plan.config(m.Cell), l.tok, l.plan.Recipe, m.seed), l.file(m, "state")
	} else {
		multiHead, err := l.weights(model{l.plan.multiHead(), m.seed})
		if err != nil {
			return nil, err
		}
		method, err := attention.ParseMethod(m.Method)
		if err != nil {
			return nil, err
		}
		if t, err = train.Uptrain(multiHead, l.tok, m.KVHeads, method, l.plan.recipe(m.Cell), m.seed); err != nil {
			return nil, err
		}
	}
	err := Run(t, file, saveEvery, func(loss float64) {
		p := Progress{Model: m.String(), Step: t.Done, Steps: t.Recipe.Steps, Loss: loss, Left: l.left}
		p.Tokens = l.plan.work(m.Cell) / t.Recipe.Steps
		if !l.ticked[m] {
			p.Left -= p.Tokens * t.Done
		}
		l.progress(p)
	})
	if err != nil {
		return nil, err
	}
	l.tickOff(m)
	w := t.Weights()
	if l.plan.pretrained(m.Cell) {
		if w, err = Shipped(w, l.tok); err != nil {
			return nil, err
		}
	}
	// Enough for the models that a rate is chosen from and the one they start from.
	if len(l.recent) > len(l.plan.Rates)+1 {
		l.recent = slices.Delete(l.recent, 0, 1)
	}
	l.recent = append(l.recent, trained{m, w})
	return w, nil
}

// saveEvery is how many steps of pre-training an interruption may cost.
const saveEvery = 250

// tickOff takes the work of a model off what is left, the first time it is called.
func (l *Lab) tickOff(m model) {
	if !l.ticked[m] {
		l.ticked[m] = true
		l.left = max(0, l.left-l.plan.work(m.Cell))
	}
}

func (l *Lab) file(m model, suffix string) string {
	return filepath.Join(l.folder, m.String()+"."+suffix)
}

// String is the model's name, which is also that of its files.
func (m model) String() string {
	s := fmt.Sprintf("seed%d-g%d-%s", m.seed, m.KVHeads, m.Method)
	if m.Alpha > 0 {
		s += fmt.Sprintf("-alpha%g-rate%g", m.Alpha, m.Rate)
	}
	return s
}

// replace writes a file in one move, so that an interruption leaves the old one.
func replace(file string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file + ".partial")
	if err != nil {
		return err
	}
	err = write(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(file+".partial", file)
}
