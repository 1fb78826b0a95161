package experiment

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// tokenizer knows bytes and little more: it is made in no time.
var tokenizer = sync.OnceValue(func() *attention.Tokenizer {
	return attention.TrainTokenizer([]string{stories.Tell(stories.Train, 1, 1, stories.English).Text}, 300)
})

// tiny is a plan that takes a second.
func tiny() Plan {
	p := Default(8, 2)
	p.MultiHead = attention.Config{Dim: 16, Layers: 1, Heads: 4, KVHeads: 4, HeadDim: 4, Hidden: 16, Vocab: 300, Context: 64,
		RopeTheta: 500, NormEps: 1e-5}
	p.Small = p.MultiHead
	p.Small.Dim, p.Small.Heads, p.Small.KVHeads = 8, 2, 2
	p.Recipe.Context, p.Recipe.Batch, p.Recipe.Warmup = 32, 2, 2
	p.KVHeads, p.Scratch = []int{2, 1}, []int{1}
	p.Alphas, p.Alpha = []float64{0, 0.25, 0.5}, 0.5
	p.Rates = []float32{1e-3, 1e-2}
	p.Validation, p.HeldOut = 2, 3
	return p
}

func run(t *testing.T, folder string, p Plan, progress func(Progress)) (Results, *Lab) {
	t.Helper()
	l, err := NewLab(p, tokenizer(), folder, progress)
	if err != nil {
		t.Fatal(err)
	}
	r, err := l.Run()
	if err != nil {
		t.Fatal(err)
	}
	return r, l
}

func text(t *testing.T, r Results) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// An experiment that is interrupted in the middle of anything carries on to the same
// bytes, and trains nothing twice that it has finished.
func TestResume(t *testing.T) {
	p := tiny()
	steps := 0
	whole, _ := run(t, t.TempDir(), p, func(Progress) { steps++ })
	want := text(t, whole)

	folder := t.TempDir()
	interrupted := errors.New("interrupted")
	for after := 5; ; after += 17 {
		done := 0
		l, err := NewLab(p, tokenizer(), folder, func(Progress) {
			if done++; done > after {
				panic(interrupted)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		r, err := func() (r Results, err error) {
			defer func() {
				if recover() != nil {
					err = interrupted
				}
			}()
			return l.Run()
		}()
		if err == interrupted {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, r); got != want {
			t.Errorf("carried on to\n%s\nwant\n%s", got, want)
		}
		break
	}

	again, _ := run(t, folder, p, func(Progress) { t.Error("a finished experiment trains") })
	if text(t, again) != want {
		t.Error("a finished experiment has other results")
	}
	if steps*p.Recipe.Batch*p.Recipe.Context < 100 {
		t.Errorf("only %d steps were seen", steps)
	}
}

// A plan that has grown keeps what it had.
func TestPlanGrows(t *testing.T) {
	p := tiny()
	folder := t.TempDir()
	p.Scratch = nil
	before, _ := run(t, folder, p, nil)
	p.Scratch = []int{2}
	after, _ := run(t, folder, p, func(r Progress) {
		if !strings.Contains(r.Model, Scratch) {
			t.Errorf("%s is trained again", r.Model)
		}
	})
	if !slices.Equal(after.Rows[:len(before.Rows)], before.Rows) {
		t.Error("the rows before have changed")
	}
}

// Rates are chosen before anything is measured on the held-out stories, and do not
// change when those do.
func TestRatesAreChosenOnValidation(t *testing.T) {
	p := tiny()
	measure := func(heldOut float64) Results {
		l, err := NewLab(p, tokenizer(), t.TempDir(), nil)
		if err != nil {
			t.Fatal(err)
		}
		evaluate := l.evaluate
		l.evaluate = func(w *attention.Weights, tok *attention.Tokenizer, split stories.Split, seed uint64, n int) train.Quality {
			q := evaluate(w, tok, split, seed, n)
			if split == stories.HeldOut {
				q.Loss *= heldOut
			}
			return q
		}
		r, err := l.Run()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	a, b := measure(1), measure(-3)
	if !slices.Equal(a.Trials, b.Trials) {
		t.Error("the rates depend on the held-out stories")
	}
	if a.Rows[0].Loss != -b.Rows[0].Loss/3 {
		t.Error("the rows do not hold what was measured on the held-out stories")
	}

	l, err := NewLab(p, tokenizer(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	l.evaluate = func(w *attention.Weights, tok *attention.Tokenizer, split stories.Split, seed uint64, n int) train.Quality {
		if split != stories.Validation {
			t.Errorf("split %d is read to choose a rate", split)
		}
		return train.Evaluate(w, tok, split, seed, n)
	}
	c, err := l.choose(Cell{KVHeads: 2, Method: "mean", Alpha: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	best := slices.MinFunc(l.trials, func(a, b Trial) int {
		if a.ValidationLoss < b.ValidationLoss {
			return -1
		}
		return 1
	})
	if c.Rate != best.Rate || !best.Chosen || len(l.trials) != len(p.Rates) {
		t.Errorf("chose %g of %+v", c.Rate, l.trials)
	}
}

// What a row says is what training and measuring without a lab give.
func TestRowIsTheModel(t *testing.T) {
	p := tiny()
	results, l := run(t, t.TempDir(), p, nil)
	i := slices.IndexFunc(results.Rows, func(r Row) bool {
		return r.KVHeads == 2 && r.Method == "random" && r.Alpha == 0.5 && r.PretrainSeed == 2
	})
	row := results.Rows[i]
	pre := Pretrain(p.MultiHead, l.tok, p.Recipe, 2)
	for pre.Done < pre.Recipe.Steps {
		pre.Step()
	}
	recipe := train.Uptraining(p.Recipe, 0.5)
	recipe.Peak = row.Rate
	shipped, err := Shipped(pre.Weights(), l.tok)
	if err != nil {
		t.Fatal(err)
	}
	up, err := train.Uptrain(shipped, l.tok, 2, attention.RandomInit, recipe, 2)
	if err != nil {
		t.Fatal(err)
	}
	for up.Done < up.Recipe.Steps {
		up.Step()
	}
	q := train.Evaluate(up.Weights(), l.tok, stories.HeldOut, train.EvaluationSeed, p.HeldOut)
	if row.Loss != q.Loss || row.Steps != 4 || row.Tokens != 4*2*32 || row.UptrainSeed != 1002 || row.CacheBytes != 2*1*2*4*4 {
		t.Errorf("%+v, want loss %g", row, q.Loss)
	}
}

// Every table has its cells, the control at its own rate and at those of the others,
// and the lab trains no more than the plan says.
func TestTables(t *testing.T) {
	p := tiny()
	work := 0
	folder := t.TempDir()
	r, l := run(t, folder, p, func(x Progress) { work += x.Tokens })
	if work > p.Work() {
		t.Errorf("trained on %d tokens, the plan says %d", work, p.Work())
	}
	if l.left < 0 || l.left > p.Work()/3 {
		t.Errorf("%d of %d tokens are left at the end", l.left, p.Work())
	}
	for name, table := range map[string]struct {
		Table
		cells []Cell
	}{
		"main": {r.Main, p.Main()}, "by method": {r.ByMethod, p.ByMethod()}, "by alpha": {r.ByAlpha, p.ByAlpha()}, "by groups": {r.ByGroups, p.ByGroups()},
	} {
		if len(table.Points) < len(table.cells) || len(table.Pairs) == 0 {
			t.Errorf("%s: %d points and %d pairs for %d cells", name, len(table.Points), len(table.Pairs), len(table.cells))
		}
		for i, point := range table.Points {
			if point.Seeds != 2 || point.Matched != (i >= len(table.cells)) {
				t.Errorf("%s: point %d is %+v", name, i, point)
			}
			if point.Alpha > 0 != slices.Contains(p.Rates, point.Rate) {
				t.Errorf("%s: point %d has rate %g", name, i, point.Rate)
			}
		}
		for _, pair := range table.Pairs {
			a, b := table.Points[pair.A], table.Points[pair.B]
			if math.Abs(pair.Loss-(b.Loss-a.Loss)) > 1e-12 {
				t.Errorf("%s: %+v of losses %g and %g", name, pair, a.Loss, b.Loss)
			}
		}
	}
	leftovers, _ := filepath.Glob(filepath.Join(folder, "*", "*.partial"))
	if len(leftovers) > 0 {
		t.Errorf("left behind: %v", leftovers)
	}
}

func TestPlanIsChecked(t *testing.T) {
	for want, change := range map[string]func(*Plan){
		"0 seeds":         func(p *Plan) { p.Seeds = nil },
		"learning rates":  func(p *Plan) { p.Rates = []float32{1e-3, 1e-4} },
		"0 steps":         func(p *Plan) { p.Recipe.Steps = 0 },
		`"median"`:        func(p *Plan) { p.Methods = []string{"median"} },
		"3 key/value":     func(p *Plan) { p.KVHeads = []int{3} },
		"4 key/value":     func(p *Plan) { p.Scratch = []int{4} },
		"2 and 0 stories": func(p *Plan) { p.HeldOut = 0 },
	} {
		p := tiny()
		change(&p)
		if _, err := NewLab(p, tokenizer(), t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// Files that are not what they should be are named in the error.
func TestSpoiltFiles(t *testing.T) {
	p := tiny()
	folder := t.TempDir()
	l, err := NewLab(p, tokenizer(), folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := model{p.multiHead(), 1}
	for _, suffix := range []string{"state", "validation.json"} {
		file := l.file(m, suffix)
		if err := os.WriteFile(file, []byte("{"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := l.row(m); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("error %v, want one about %s", err, file)
		}
	}
}
