package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/attention/experiment"
	"gqaplayground/attention/train"
)

// runExperiment redoes the paper's experiments and writes what came of them.
func runExperiment(args []string) error {
	flags := flag.NewFlagSet("experiment", flag.ExitOnError)
	seeds := flags.Int("seeds", 3, "of pre-training: 1, 2, ...")
	steps := flags.Int("steps", 8000, "of pre-training, 1,024 tokens each, for every seed")
	rates := flags.String("rates", "1e-3,3e-3", "peaks of the learning rate of uptraining to choose from")
	methods := flags.String("methods", strings.Join(attention.Methods(), ","), "of conversion, to compare")
	smaller := flags.Bool("smaller", true, "train a smaller multi-head model too")
	alphas := flags.String("alphas", "0,0.01,0.02,0.05,0.1", "fractions of the steps of pre-training to uptrain for")
	scratch := flags.String("scratch", "", "key/value heads of the models trained from scratch")
	out := flags.String("out", "assets/results.json", "file to write")
	cache := flags.String("cache", ".cache/experiment", "folder for what is finished: an interrupted experiment carries on")
	checkpoint := flags.String("checkpoint", "assets/models/paper-g8.gguf", "file to write the first seed's multi-head model to")
	estimate := flags.Float64("estimate", 0, "train nothing, say how long it takes at so many tokens/s")
	flags.Parse(args)

	plan := experiment.Default(*steps, *seeds)
	var err error
	if plan.Rates, err = list(*rates, func(s string) (float32, error) {
		x, err := strconv.ParseFloat(s, 32)
		return float32(x), err
	}); err != nil {
		return fmt.Errorf("experiment: rates: %w", err)
	}
	plan.Methods = strings.Split(*methods, ",")
	if !*smaller {
		plan.Small = attention.Config{}
	}
	if plan.Alphas, err = list(*alphas, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) }); err != nil {
		return fmt.Errorf("experiment: alphas: %w", err)
	}
	if plan.Scratch, err = list(*scratch, strconv.Atoi); err != nil {
		return fmt.Errorf("experiment: scratch: %w", err)
	}
	if err := plan.Validate(); err != nil {
		return err
	}
	fmt.Printf("training: at most as much as %.1f million tokens of the multi-head model\n", float64(plan.Work())/1e6)
	if *estimate > 0 {
		fmt.Printf("%s at %.0f tokens/s, and about a tenth more to measure the models\n", seconds(float64(plan.Work()) / *estimate), *estimate)
		return nil
	}
	tok := train.NewTokenizer(plan.Seeds[0], plan.MultiHead.Vocab)
	lab, err := experiment.NewLab(plan, tok, *cache, showProgress())
	if err != nil {
		return err
	}
	base := assets.Model{KVHeads: plan.MultiHead.KVHeads, Source: "pretrained", Seed: plan.Seeds[0], Steps: *steps, Tokens: plan.Recipe.Tokens()}
	w, err := lab.MultiHead()
	if err != nil {
		return err
	}
	if _, err := ship(*checkpoint, w, tok, &base); err != nil {
		return err
	}
	results, err := lab.Run()
	if err != nil {
		return err
	}
	a := export(plan, results)
	a.Checkpoint, a.SHA256, a.Bytes = base.File, base.SHA256, base.Bytes
	a.Command = fmt.Sprintf("gqa experiment -seeds %d -steps %d -rates %s -methods %s -smaller=%t -alphas %s -scratch %q",
		*seeds, *steps, *rates, *methods, *smaller, *alphas, *scratch)
	text, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return err
	}
	printTable("main", results.Main)
	printTable("by method", results.ByMethod)
	printTable("by alpha", results.ByAlpha)
	printTable("by groups", results.ByGroups)
	return os.WriteFile(*out, append(text, '\n'), 0o644)
}

// list reads values separated by commas; an empty text has none.
func list[T any](text string, parse func(string) (T, error)) ([]T, error) {
	var values []T
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		v, err := parse(s)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second)).Round(time.Second)
}

// showProgress returns a function that prints, now and then, how far an experiment has
// come. The time left includes measuring, as that is part of the time that training has
// taken so far.
func showProgress() func(experiment.Progress) {
	start := time.Now()
	shown := start
	trained := 0
	return func(p experiment.Progress) {
		trained += p.Tokens
		if time.Since(shown) < 10*time.Second && p.Step < p.Steps {
			return
		}
		shown = time.Now()
		speed := float64(trained) / time.Since(start).Seconds()
		fmt.Printf("%-36s step %d of %d  loss %.4f  %.0f tokens/s  %s left\n",
			p.Model, p.Step, p.Steps, p.Loss, speed, seconds(float64(p.Left)/speed))
	}
}

func printTable(name string, t experiment.Table) {
	fmt.Printf("\n%s\n", name)
	for i, p := range t.Points {
		note := ""
		if p.Matched {
			note = "  (the rate of other cells)"
		}
		if p.AtEdge {
			note = "  (the lowest or highest rate tried)"
		}
		fmt.Printf("%2d  G=%d %-8s alpha %4.2f  rate %-6g  loss %.4f (%.4f to %.4f)  recall %.3f (%.3f to %.3f)%s\n", i,
			p.KVHeads, p.Method, p.Alpha, p.Rate, p.Loss, p.LossLow, p.LossHigh, p.Recall, p.RecallLow, p.RecallHigh, note)
	}
	for _, p := range t.Pairs {
		fmt.Printf("    %2d - %-2d  loss %+.4f (%+.4f to %+.4f) %-13s  recall %+.3f (%+.3f to %+.3f) %s\n", p.B, p.A,
			p.Loss, p.LossLow, p.LossHigh, separated(p.LossSeparated),
			p.Recall, p.RecallLow, p.RecallHigh, separated(p.RecallSeparated))
	}
}

func separated(s bool) string {
	if s {
		return "separated"
	}
	return "not separated"
}

// export is the results as the page reads them.
func export(p experiment.Plan, r experiment.Results) assets.Results {
	a := assets.Results{
		Kernel: attention.Kernel(), Seeds: p.Seeds, Steps: p.Recipe.Steps, Tokens: p.Recipe.Tokens(), Rates: p.Rates,
		ValidationStories: 2 * p.Validation, EvaluationStories: 2 * p.HeldOut, // in both languages
		EvaluationAnswers: r.Rows[0].Answers,
		Main:              exportTable(r.Main), ByMethod: exportTable(r.ByMethod),
		ByAlpha: exportTable(r.ByAlpha), ByGroups: exportTable(r.ByGroups),
	}
	for _, row := range r.Rows {
		a.Rows = append(a.Rows, assets.Row(row))
	}
	for _, t := range r.Trials {
		a.Trials = append(a.Trials, assets.Trial(t))
	}
	return a
}

func exportTable(t experiment.Table) assets.Table {
	var a assets.Table
	for _, p := range t.Points {
		a.Points = append(a.Points, assets.Point(p))
	}
	for _, p := range t.Pairs {
		a.Pairs = append(a.Pairs, assets.Pair(p))
	}
	return a
}
