package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/attention/experiment"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// alpha is how long the shipped models with fewer key/value heads are uptrained, as in
// table 1 of the paper.
const alpha = 0.05

// pretrainOptions are the flags of pretrain.
type pretrainOptions struct {
	seed    uint64
	steps   int
	stories int
	out     string
	cache   string
}

func pretrain(args []string) error {
	var o pretrainOptions
	flags := flag.NewFlagSet("pretrain", flag.ExitOnError)
	flags.Uint64Var(&o.seed, "seed", 1, "of the weights and the stories")
	flags.IntVar(&o.steps, "steps", 32000, "of pre-training, 1,024 tokens each")
	flags.IntVar(&o.stories, "stories", 1500, "in each language to evaluate on")
	flags.StringVar(&o.out, "out", "assets/models", "folder for the checkpoints")
	flags.StringVar(&o.cache, "cache", ".cache/pretrain", "folder for the state of an interrupted run")
	flags.Parse(args)

	start := time.Now()
	p := pretraining{o, train.NewTokenizer(o.seed, experiment.MultiHead.Vocab), train.Pretraining(o.steps)}
	multiHead, err := p.multiHead()
	if err != nil {
		return err
	}
	report := assets.Provenance{
		Command: fmt.Sprintf("gqa pretrain -seed %d -steps %d", o.seed, o.steps), Kernel: attention.Kernel(),
		Seed: o.seed, Steps: o.steps, Tokens: p.recipe.Tokens(), Vocab: experiment.MultiHead.Vocab,
	}
	// From here on the multi-head model is the shipped one, rounded to 8 bits: what is
	// converted here is what a reader converts in the page.
	multiHead, model, err := p.ship(multiHead, assets.Model{Source: "pretrained", Steps: o.steps, Tokens: p.recipe.Tokens(), Seed: o.seed})
	if err != nil {
		return err
	}
	p.evaluate(multiHead, &model, &report)
	for _, g := range []int{4, 2, 1} {
		for _, method := range []attention.Method{attention.MeanPool, attention.FirstHead, attention.RandomInit} {
			w, err := attention.Convert(multiHead, g, method, o.seed)
			if err != nil {
				return err
			}
			p.evaluate(w, &assets.Model{KVHeads: g, Source: method.String(), Seed: o.seed}, &report)
		}
		w, model, err := p.uptrain(multiHead, g)
		if err != nil {
			return err
		}
		p.evaluate(w, &model, &report)
	}
	report.WallSeconds = int(time.Since(start).Seconds())
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.out, "provenance.json"), append(text, '\n'), 0o644)
}

// pretraining is one run of the command.
type pretraining struct {
	pretrainOptions
	tok    *attention.Tokenizer
	recipe train.Recipe
}

// multiHead trains the multi-head model from scratch.
func (p *pretraining) multiHead() (*attention.Weights, error) {
	t := experiment.Pretrain(experiment.MultiHead, p.tok, p.recipe, p.seed)
	fmt.Printf("multi-head model: %d weights, %d tokens\n", experiment.MultiHead.Params(), p.recipe.Tokens())
	return t.Weights(), p.run(t, "g8")
}

// uptrain converts the multi-head model to g key/value heads by their mean, trains it
// for a fraction alpha of the steps of pre-training, and ships it.
func (p *pretraining) uptrain(multiHead *attention.Weights, g int) (*attention.Weights, assets.Model, error) {
	recipe := train.Uptraining(p.recipe, alpha)
	t, err := train.Uptrain(multiHead, p.tok, g, attention.MeanPool, recipe, p.seed)
	if err != nil {
		return nil, assets.Model{}, err
	}
	fmt.Printf("%d key/value heads: %d tokens\n", g, recipe.Tokens())
	if err := p.run(t, fmt.Sprintf("g%d", g)); err != nil {
		return nil, assets.Model{}, err
	}
	return p.ship(t.Weights(), assets.Model{Source: "uptrained", Alpha: alpha, Steps: recipe.Steps, Tokens: recipe.Tokens(), Seed: p.seed + train.UptrainSeed})
}

// ship writes a checkpoint, and returns the model as its readers will have it.
func (p *pretraining) ship(w *attention.Weights, m assets.Model) (*attention.Weights, assets.Model, error) {
	m.KVHeads = w.Config.KVHeads
	w, err := ship(filepath.Join(p.out, fmt.Sprintf("story-g%d.gguf", m.KVHeads)), w, p.tok, &m)
	return w, m, err
}

// evaluate measures a model on the held-out stories and adds it to the report.
func (p *pretraining) evaluate(w *attention.Weights, m *assets.Model, report *assets.Provenance) {
	q := train.Evaluate(w, p.tok, stories.HeldOut, train.EvaluationSeed, p.stories)
	report.EvaluationStories, report.EvaluationTokens = q.Stories, q.Tokens
	m.Loss, m.LossLow, m.LossHigh = round(q.Loss), round(q.Loss-1.96*q.LossSE), round(q.Loss+1.96*q.LossSE)
	recall := func(kind string, r train.Recall) assets.Recall {
		low, high := r.Interval()
		return assets.Recall{Kind: kind, Answers: r.Answers, Share: round(r.Share()), Low: round(low), High: round(high)}
	}
	in := func(lang stories.Lang) func(train.Recall) bool {
		return func(r train.Recall) bool { return r.Lang == lang }
	}
	m.Recall = recall("", q.Total(nil))
	m.English, m.Korean = recall("", q.Total(in(stories.English))), recall("", q.Total(in(stories.Korean)))
	if m.File != "" {
		for _, r := range q.Recall {
			if r.Lang == stories.English {
				m.ByKind = append(m.ByKind, recall(r.Kind, q.Total(func(x train.Recall) bool { return x.Kind == r.Kind })))
			}
		}
	}
	report.Models = append(report.Models, *m)
	fmt.Printf("G=%d %-10s  held-out loss %.4f ± %.4f  recall %.3f (%.3f to %.3f of %d)\n",
		m.KVHeads, m.Source, q.Loss, 1.96*q.LossSE, m.Recall.Share, m.Recall.Low, m.Recall.High, m.Recall.Answers)
}

// round keeps four decimals: the intervals are wider than that.
func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// run trains to the end and shows how far it has come. It carries on from the state of an
// interrupted run.
func (p *pretraining) run(t *train.Trainer, name string) error {
	file := filepath.Join(p.cache, fmt.Sprintf("%s-seed%d-steps%d.state", name, p.seed, p.steps))
	var shown progress
	return experiment.Run(t, file, 1000, func(loss float64) {
		shown.step(t, loss)
		if t.Done%2000 == 0 || t.Done == t.Recipe.Steps {
			q := train.Evaluate(t.Weights(), p.tok, stories.Validation, train.EvaluationSeed, 200)
			fmt.Printf("  validation: loss %.4f  recall %.3f\n", q.Loss, q.Total(nil).Share())
		}
	})
}

// progress shows how far a training has come, every ten seconds.
type progress struct {
	start, shown time.Time
	from         int     // steps done at the start
	loss         float64 // running mean
}

func (p *progress) step(t *train.Trainer, loss float64) {
	if p.start.IsZero() {
		p.start, p.shown, p.from, p.loss = time.Now(), time.Now(), t.Done, loss
	}
	p.loss += 0.02 * (loss - p.loss)
	if time.Since(p.shown) < 10*time.Second && t.Done < t.Recipe.Steps {
		return
	}
	p.shown = time.Now()
	each := time.Since(p.start).Seconds() / max(1, float64(t.Done-p.from))
	tokens := float64(t.Recipe.Batch * t.Recipe.Context)
	fmt.Printf("step %d of %d  loss %.4f  %.0f tokens/s  %s left\n",
		t.Done, t.Recipe.Steps, p.loss, tokens/each, seconds(each*float64(t.Recipe.Steps-t.Done)))
}
