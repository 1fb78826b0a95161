package main

import (
	"flag"
	"fmt"
	"os"

	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/attention/train"
)

// How a model is trained on a text unless flags say otherwise: at a rate at which a few
// pages do no harm, and for enough steps to see what they do.
const (
	textSteps = 100
	textRate  = 1e-3
)

// uptrainText converts any model, trains it on a text, prints the loss on both parts of
// the text at each stage, and writes the model.
func uptrainText(flags *flag.FlagSet, u assets.Uptraining, file string, steps int) error {
	switch {
	case flags.NArg() != 2:
		return fmt.Errorf("uptrain: name the file to read and the file to write")
	case u.Grouping != "":
		return fmt.Errorf("uptrain: -grouping is for the story models, not for -text")
	}
	if steps == 0 {
		steps = textSteps
	}
	if u.Rate == 0 {
		u.Rate = textRate
	}
	method, err := attention.ParseMethod(u.Method)
	if err != nil {
		return err
	}
	c, err := open(flags)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	run := train.TextRun{KVHeads: u.KVHeads, Method: method, Steps: steps, Rate: u.Rate, Seed: u.Seed}
	t, parts, err := run.Start(c, string(text))
	if err != nil {
		return err
	}
	fmt.Printf("loss, nats a token        on what it trains on  on what it does not see\n%-24s %17d tokens %17d tokens\n", "", len(parts.Trained), len(parts.HeldOut))
	say := func(stage string, w *attention.Weights) {
		fmt.Printf("%-24s %24.4f %24.4f\n", stage, parts.Loss(w, parts.Trained), parts.Loss(w, parts.HeldOut))
	}
	say("as it was", c.Weights)
	if t.Weights().Config != c.Weights.Config {
		say(fmt.Sprintf("with %d KV heads", run.KVHeads), t.Weights())
	}
	var p progress
	for t.Done < run.Steps {
		p.step(t, t.Step())
	}
	say(fmt.Sprintf("after %d steps", t.Done), t.Weights())
	c.Weights, c.Notes = t.Weights(), run.Notes(t.Done)
	return write(c, flags.Arg(1))
}
