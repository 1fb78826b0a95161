package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"

	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// uptrain converts a pre-trained model, trains it further and measures it; or repeats
// what a reader did in the page; or trains any model on a text.
func uptrain(args []string) error {
	var run assets.Uptraining
	flags := flag.NewFlagSet("uptrain", flag.ExitOnError)
	flags.IntVar(&run.KVHeads, "kv-heads", 1, "a divisor of those that the model has")
	flags.StringVar(&run.Method, "method", "mean", "of conversion: mean, first, random or aligned")
	flags.Float64Var(&run.Alpha, "alpha", alpha, "fraction of the steps of pre-training")
	flags.StringVar(&run.Grouping, "grouping", "", "similar: heads that are most alike share; else neighbours")
	rate := flags.Float64("rate", 0, fmt.Sprintf("peak of the learning rate; 0: that of pre-training, with -text %g", textRate))
	flags.Uint64Var(&run.Seed, "seed", 1, "of the stories or the pieces of the text, and of random heads")
	steps := flags.Int("steps", 0, fmt.Sprintf("of pre-training; 0: as the checkpoint says. With -text: to train for; 0: %d", textSteps))
	n := flags.Int("stories", 500, "in each language to evaluate on")
	from := flags.String("from", "", "an exported run: do that again, and say whether the loss is the same")
	text := flags.String("text", "", "a file to train on, and to evaluate on its last tenth, which is not trained on: of any model, without -alpha and -stories")
	flags.Parse(args)
	run.Rate = float32(*rate)
	if *text != "" {
		return uptrainText(flags, run, *text, *steps)
	}
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
		if *steps, err = train.PretrainingSteps(c); err != nil {
			return fmt.Errorf("%w; say so with -steps", err)
		}
	}
	exported := run
	if c.Weights, err = rerun(c, &run, *steps, *from != ""); err != nil {
		return err
	}
	printQuality(train.Evaluate(c.Weights, c.Tokenizer, stories.HeldOut, train.EvaluationSeed, *n))
	if flags.NArg() == 2 {
		c.Name = train.ModelName(run.KVHeads)
		r, err := runOf(run)
		if err != nil {
			return err
		}
		c.Notes = r.Notes(run.Steps)
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

// rerun trains as run says and records its loss. A stopped run ends where it was stopped;
// any other sets its own number of steps.
func rerun(c *attention.Checkpoint, run *assets.Uptraining, pretraining int, stopped bool) (*attention.Weights, error) {
	r, err := runOf(*run)
	if err != nil {
		return nil, err
	}
	t, err := r.Start(c, pretraining)
	if err != nil {
		return nil, err
	}
	if !stopped {
		run.Steps = t.Recipe.Steps
	}
	if run.Steps < 1 || run.Steps > t.Recipe.Steps {
		return nil, fmt.Errorf("uptrain: %d steps; alpha %g of %d steps of pre-training is %d", run.Steps, run.Alpha, pretraining, t.Recipe.Steps)
	}
	run.Rate = t.Recipe.Peak
	run.Workers = min(t.Recipe.Batch, runtime.GOMAXPROCS(0))
	var p progress
	for t.Done < run.Steps {
		run.Loss = t.Step()
		p.step(t, run.Loss)
	}
	return t.Weights(), nil
}

// runOf is what an exported run says.
func runOf(u assets.Uptraining) (train.Run, error) {
	m, err := attention.ParseMethod(u.Method)
	if err == nil && u.Grouping != "" && u.Grouping != similar {
		err = fmt.Errorf("uptrain: no grouping %q; there is %q, and none for neighbours", u.Grouping, similar)
	}
	return train.Run{KVHeads: u.KVHeads, Method: m, Similar: u.Grouping == similar, Alpha: u.Alpha, Rate: u.Rate, Seed: u.Seed}, err
}

// similar is the name of a grouping, see [attention.Regroup].
const similar = "similar"
