package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

// notes say where a model comes from; method is that of its conversion, if it was
// converted and uptrained.
func notes(m assets.Model, method string) []attention.Note {
	notes := []attention.Note{{Key: "source", Value: m.Source}, {Key: "seed", Value: fmt.Sprint(m.Seed)}, {Key: "steps", Value: fmt.Sprint(m.Steps)}}
	if m.Alpha > 0 {
		notes = append(notes, attention.Note{Key: "alpha", Value: fmt.Sprint(m.Alpha)}, attention.Note{Key: "method", Value: method})
	}
	return notes
}

// ship writes the checkpoint of a model with its weights rounded to 8 bits, records the
// file in m, and returns the model as its readers will have it.
func ship(file string, w *attention.Weights, tok *attention.Tokenizer, m *assets.Model) (*attention.Weights, error) {
	checkpoint := &attention.Checkpoint{Weights: w, Tokenizer: tok, Name: train.ModelName(m.KVHeads), Notes: notes(*m, "mean")}
	data, err := checkpoint.AppendGGUF(nil, attention.Q8_0)
	if err != nil {
		return nil, err
	}
	m.File, m.Bytes, m.SHA256 = filepath.Base(file), len(data), fmt.Sprintf("%x", sha256.Sum256(data))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return nil, err
	}
	c, err := attention.ReadGGUF(data)
	if err != nil {
		return nil, err
	}
	return c.Weights, nil
}

// write writes a checkpoint with every bit of its weights.
func write(c *attention.Checkpoint, file string) error {
	data, err := c.AppendGGUF(nil, attention.F32)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// open reads the one GGUF file named by a command's arguments.
func open(flags *flag.FlagSet) (*attention.Checkpoint, error) {
	if flags.NArg() < 1 {
		return nil, fmt.Errorf("%s: name a GGUF file", flags.Name())
	}
	data, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return nil, err
	}
	c, err := attention.ReadGGUF(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flags.Arg(0), err)
	}
	return c, nil
}

// openTeller is open for commands that need a model that can tell a text.
func openTeller(flags *flag.FlagSet) (*attention.Checkpoint, error) {
	c, err := open(flags)
	if err != nil {
		return nil, err
	}
	if err := c.CanTell(); err != nil {
		return nil, fmt.Errorf("%s: %w", flags.Arg(0), err)
	}
	return c, nil
}

// tell prints a story.
func tell(args []string) error {
	flags := flag.NewFlagSet("tell", flag.ExitOnError)
	prompt := flags.String("prompt", "Once upon a time", "how the story begins")
	temperature := flags.Float64("temperature", 0.7, "0 is greedy")
	topP := flags.Float64("top-p", 0.95, "share of the probability to choose from")
	seed := flags.Uint64("seed", 1, "of the choices")
	flags.Parse(args)
	c, err := openTeller(flags)
	if err != nil {
		return err
	}
	tok := c.Tokenizer
	d := attention.NewDecoder(c.Weights, c.Weights.Config.Context)
	s := attention.NewSampler(*seed, float32(*temperature), float32(*topP))
	tokens := append([]int{tok.BOS()}, tok.Encode(*prompt)...)
	tokens = tokens[:min(len(tokens), d.Cap())]
	os.Stdout.Write(tok.Decode(tokens[1:]))
	logits := d.Prompt(tokens)
	for d.Len() < d.Cap() {
		token, _ := s.Sample(logits)
		if token == tok.EOS() {
			break
		}
		os.Stdout.Write(tok.Bytes(token))
		logits = d.Step(token)
	}
	fmt.Println()
	return nil
}

// convert writes a model with fewer key/value heads.
func convert(args []string) error {
	flags := flag.NewFlagSet("convert", flag.ExitOnError)
	kvHeads := flags.Int("kv-heads", 1, "a divisor of those that the model has")
	method := flags.String("method", "mean", "mean, first, random or aligned")
	seed := flags.Uint64("seed", 1, "of random heads")
	flags.Parse(args)
	if flags.NArg() != 2 {
		return fmt.Errorf("convert: name the file to read and the file to write")
	}
	m, err := attention.ParseMethod(*method)
	if err != nil {
		return err
	}
	c, err := open(flags)
	if err != nil {
		return err
	}
	if c.Weights, err = attention.Convert(c.Weights, *kvHeads, m, *seed); err != nil {
		return err
	}
	c.Notes = append(c.Notes, attention.Note{Key: "method", Value: *method})
	return write(c, flags.Arg(1))
}

// eval measures a model that knows the stories' tokenizer on held-out stories.
func eval(args []string) error {
	flags := flag.NewFlagSet("eval", flag.ExitOnError)
	n := flags.Int("stories", 500, "in each language")
	flags.Parse(args)
	c, err := openTeller(flags)
	if err != nil {
		return err
	}
	printQuality(train.Evaluate(c.Weights, c.Tokenizer, stories.HeldOut, train.EvaluationSeed, *n))
	return nil
}

func printQuality(q train.Quality) {
	fmt.Printf("%d stories, %d tokens: loss %.4f ± %.4f nats a token\n", q.Stories, q.Tokens, q.Loss, 1.96*q.LossSE)
	for _, r := range append(q.Recall, q.Total(nil)) {
		low, high := r.Interval()
		kind := r.Kind
		if kind == "" {
			kind = "all"
		}
		fmt.Printf("%-2s %-12s %6d answers  recall %.3f (%.3f to %.3f)\n", r.Lang, kind, r.Answers, r.Share(), low, high)
	}
}
