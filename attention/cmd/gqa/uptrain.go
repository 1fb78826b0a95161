package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/attention/experiment"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// uptrain converts a pre-trained model, trains it on, and measures it; or does again
// what a reader did in the page.
func uptrain(args []string) error {
	var run assets.Uptraining
	flags := flag.NewFlagSet("uptrain", flag.ExitOnError)
	flags.IntVar(&run.KVHeads, "kv-heads", 1, "a divisor of those that the model has")
	flags.StringVar(&run.Method, "method", "mean", "of conversion: mean, first, random or aligned")
	flags.Float64Var(&run.Alpha, "alpha", alpha, "fraction of the steps of pre-training")
	flags.Uint64Var(&run.Seed, "seed", 1, "of the stories, and of random heads")
	steps := flags.Int("steps", 0, "of pre-training; 0: as the checkpoint says")
	n := flags.Int("stories", 500, "in each language to evaluate on")
	from := flags.String("from", "", "an exported run: do that again, and say whether the loss is the same")
	flags.Parse(args)
	if flags.NArg() != 2 && (*from == "" || flags.NArg() != 1) {
		return fmt.Errorf("uptrain: name the file to read and the file to write (with -from that is optional)")
	}
	if *from != "" {
		text, err := os.ReadFile(*from)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &run); err != nil {
			return fmt.Errorf("%s: %w", *from, err)
		}
	}
	c, err := open(flags)
	if err != nil {
		return err
	}
	if *steps == 0 {
		if *steps, err = pretrainingSteps(c); err != nil {
			return err
		}
	}
	exported := run
	if c.Weights, err = rerun(c, &run, *steps, *from != ""); err != nil {
		return err
	}
	printQuality(train.Evaluate(c.Weights, c.Tokenizer, stories.HeldOut, experiment.EvaluationSeed, *n))
	if flags.NArg() == 2 {
		c.Name = modelName(run.KVHeads)
		c.Notes = notes(assets.Model{Source: "uptrained", Seed: run.Seed + experiment.UptrainSeed, Steps: run.Steps, Alpha: run.Alpha}, run.Method)
		if err := write(c, flags.Arg(1)); err != nil {
			return err
		}
	}
	switch {
	case *from == "":
		text, err := json.Marshal(run)
		fmt.Printf("%s\n", text)
		return err
	case run.Loss != exported.Loss:
		return fmt.Errorf("%s: the loss of step %d is %v there and %v here", *from, run.Steps, exported.Loss, run.Loss)
	}
	fmt.Printf("the loss of step %d is the same, %v\n", run.Steps, run.Loss)
	return nil
}

// rerun trains as run says and puts down its loss. A stopped run ends where it was
// stopped; any other sets its steps.
func rerun(c *attention.Checkpoint, run *assets.Uptraining, pretraining int, stopped bool) (*attention.Weights, error) {
	m, err := methodOf(run.Method)
	if err != nil {
		return nil, err
	}
	if c.Tokenizer == nil {
		return nil, fmt.Errorf("uptrain: the checkpoint has no tokenizer, which the stories need")
	}
	recipe := train.Uptraining(train.Pretraining(pretraining), run.Alpha)
	if !stopped {
		run.Steps = recipe.Steps
	}
	if run.Steps < 1 || run.Steps > recipe.Steps {
		return nil, fmt.Errorf("uptrain: %d steps; alpha %g of %d steps of pre-training is %d", run.Steps, run.Alpha, pretraining, recipe.Steps)
	}
	t, err := experiment.Uptrain(c.Weights, c.Tokenizer, run.KVHeads, m, recipe, run.Seed)
	if err != nil {
		return nil, err
	}
	run.Workers = min(recipe.Batch, runtime.GOMAXPROCS(0))
	var p progress
	for t.Done < run.Steps {
		run.Loss = t.Step()
		p.step(t, run.Loss)
	}
	return t.Weights(), nil
}

// pretrainingSteps is how many steps a checkpoint was pre-trained for, by its notes.
func pretrainingSteps(c *attention.Checkpoint) (int, error) {
	note := map[string]string{}
	for _, n := range c.Notes {
		note[n.Key] = n.Value
	}
	steps, err := strconv.Atoi(note["steps"])
	if err != nil || note["source"] != "pretrained" {
		return 0, fmt.Errorf("uptrain: the checkpoint does not say how many steps it was pre-trained for; say so with -steps")
	}
	return steps, nil
}
