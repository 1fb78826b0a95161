package train

import (
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
)

// told is a text of the stories, and a tokenizer made of others.
func told(t *testing.T) (text string, tok *attention.Tokenizer) {
	t.Helper()
	var of, from strings.Builder
	for i := range 12 {
		of.WriteString(stories.Tell(stories.HeldOut, 3, i, stories.English).Text + "\n")
		from.WriteString(stories.Tell(stories.Train, 3, i, stories.English).Text)
	}
	return of.String(), attention.TrainTokenizer([]string{from.String()}, 320)
}

// What is held out is the end of the text, and no sequence has any of it.
func TestTextHoldsOut(t *testing.T) {
	text, tok := told(t)
	parts, err := NewText(tok, text, 5)
	if err != nil {
		t.Fatal(err)
	}
	all := tok.Encode(text)
	if !slices.Equal(slices.Concat(parts.Trained, parts.HeldOut), all) || len(parts.HeldOut) != len(all)/10 {
		t.Fatalf("%d tokens are divided into %d and %d", len(all), len(parts.Trained), len(parts.HeldOut))
	}
	// Tokens that are each but once in the text tell where a sequence is from.
	for i := range parts.Trained {
		parts.Trained[i] = i
	}
	seen := make([]bool, len(parts.Trained))
	for i := range 2000 {
		s := parts.Sequence(i, 41)
		if len(s) != 41 || s[0] != tok.BOS() {
			t.Fatalf("sequence %d: %d", i, s)
		}
		for j, token := range s[1:] {
			if token != s[1]+j {
				t.Fatalf("sequence %d is no piece: %d", i, s)
			}
			seen[token] = true
		}
		if !slices.Equal(parts.Sequence(i, 41), s) {
			t.Errorf("sequence %d is another one the second time", i)
		}
	}
	if slices.Contains(seen[40:len(seen)-40], false) { // at the ends, few pieces reach
		t.Error("not all that is to be trained on is")
	}
	whole := parts.Sequence(1, len(parts.Trained)+1)
	if whole[1] != 0 || len(whole) != len(parts.Trained)+1 {
		t.Errorf("the longest piece is %d tokens from %d", len(whole)-1, whole[1])
	}
}

func TestTextRefused(t *testing.T) {
	text, tok := told(t)
	config := tiny(4)
	config.Vocab = tok.Size()
	good := attention.Checkpoint{Weights: initial(config, 1), Tokenizer: tok}
	run := TextRun{KVHeads: 2, Steps: 1, Rate: 1e-3}
	if _, _, err := run.Start(&good, text); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change func(r *TextRun, c *attention.Checkpoint, text *string)
		want   string
	}{
		"short":        {func(_ *TextRun, _ *attention.Checkpoint, text *string) { *text = "Once upon a time." }, "want 320 at least"},
		"empty":        {func(_ *TextRun, _ *attention.Checkpoint, text *string) { *text = "" }, "has 0 tokens"},
		"no tokenizer": {func(_ *TextRun, c *attention.Checkpoint, _ *string) { c.Tokenizer = nil }, "no tokenizer"},
		"3 heads":      {func(r *TextRun, _ *attention.Checkpoint, _ *string) { r.KVHeads = 3 }, "3 KV heads"},
		"no heads":     {func(r *TextRun, _ *attention.Checkpoint, _ *string) { r.KVHeads = 0 }, "0 KV heads"},
		"no steps":     {func(r *TextRun, _ *attention.Checkpoint, _ *string) { r.Steps = 0 }, "0 steps"},
		"many steps":   {func(r *TextRun, _ *attention.Checkpoint, _ *string) { r.Steps = 1 << 40 }, "65536"},
		"rate":         {func(r *TextRun, _ *attention.Checkpoint, _ *string) { r.Rate = float32(math.NaN()) }, "learning rate"},
	} {
		r, c, text := run, good, text
		test.change(&r, &c, &text)
		if _, _, err := r.Start(&c, text); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want one of %q", name, err, test.want)
		}
	}
}

// A model learns the text it is trained on, and less of the part that it does not see; the
// file that it is written to has the same losses. The gradients of a model with an output
// matrix of its own, and of one whose heads share already, are as good. The weights are the
// same bits on every machine, in WebAssembly too.
func TestUptrainOnText(t *testing.T) {
	text, tok := told(t)
	for name, test := range map[string]struct {
		change func(c *attention.Config)
		bits   uint32 // a sum over all weights
	}{
		"MHA":    {func(*attention.Config) {}, 0x3b8b4e4c},
		"untied": {func(c *attention.Config) { c.Untied = true }, 0xc59cf9df},
		"GQA":    {func(c *attention.Config) { c.KVHeads = 2 }, 0xbcd845e6},
	} {
		config := tiny(4)
		config.Vocab = tok.Size()
		test.change(&config)
		c := &attention.Checkpoint{Name: "mine", Weights: initial(config, 1), Tokenizer: tok}
		w := uptrainOnText(t, name, c, text, TextRun{KVHeads: 1, Steps: 60, Rate: 3e-3, Seed: 4})
		if bits := crc32.ChecksumIEEE(AppendFloats(nil, w.Slab())); bits != test.bits {
			t.Errorf("%s: the weights come to %#x, want %#x", name, bits, test.bits)
		}
	}
}

// The same of a model that others have trained.
func TestUptrainStories260K(t *testing.T) {
	dir := os.Getenv("GQA_FIXTURES")
	if dir == "" {
		t.Skip("GQA_FIXTURES names no folder with stories260K, a model of llama2.c")
	}
	var files [2][]byte
	for i, name := range []string{"stories260K.bin", "tok512.bin"} {
		b, err := os.ReadFile(filepath.Join(dir, "stories260K", name))
		if err != nil {
			t.Fatal(err)
		}
		files[i] = b
	}
	c, err := attention.Read(files[0], files[1], 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := told(t)
	uptrainOnText(t, "stories260K", c, text, TextRun{KVHeads: 2, Steps: 20, Rate: 1e-3, Seed: 1})
}

func uptrainOnText(t *testing.T, name string, c *attention.Checkpoint, text string, run TextRun) *attention.Weights {
	t.Helper()
	trained := func() (*Trainer, *Text) {
		tr, parts, err := run.Start(c, text)
		if err != nil {
			t.Fatal(err)
		}
		return tr, parts
	}
	tr, parts := trained()
	if tr.Weights().Config.KVHeads != run.KVHeads || tr.Recipe.Steps != run.Steps {
		t.Fatalf("%s: %+v, %+v", name, tr.Weights().Config, tr.Recipe)
	}
	before := [2]float64{parts.Loss(tr.Weights(), parts.Trained), parts.Loss(tr.Weights(), parts.HeldOut)}
	for tr.Done < run.Steps {
		tr.Step()
	}
	after := [2]float64{parts.Loss(tr.Weights(), parts.Trained), parts.Loss(tr.Weights(), parts.HeldOut)}
	t.Logf("%s: loss on what it trains on %.3f -> %.3f, on what it does not see %.3f -> %.3f", name, before[0], after[0], before[1], after[1])
	if after[0] > before[0]-0.1 {
		t.Errorf("%s: the loss on what it trains on goes from %g to %g", name, before[0], after[0])
	}
	again, _ := trained()
	for again.Done < run.Steps {
		again.Step()
	}
	if !slices.Equal(again.Weights().Slab(), tr.Weights().Slab()) {
		t.Errorf("%s: the same run gives other weights", name)
	}
	file := *c
	file.Weights, file.Notes = tr.Weights(), run.Notes(run.Steps)
	data, err := file.AppendGGUF(nil, attention.F32)
	if err != nil {
		t.Fatal(err)
	}
	read, err := attention.ReadGGUF(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := [2]float64{parts.Loss(read.Weights, parts.Trained), parts.Loss(read.Weights, parts.HeldOut)}; got != after || !slices.Equal(read.Notes, file.Notes) {
		t.Errorf("%s: read again, its losses are %g, want %g; its notes %v", name, got, after, read.Notes)
	}
	return tr.Weights()
}

// What training on a text allocates is what it was said to take beforehand.
func TestTrainingBytes(t *testing.T) {
	text, tok := told(t)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // a pass for each processor
	for name, change := range map[string]func(c *attention.Config){
		"wide":   func(c *attention.Config) { c.Dim, c.Hidden, c.Heads, c.KVHeads, c.HeadDim = 288, 768, 6, 6, 48 },
		"untied": func(c *attention.Config) { c.Untied, c.Dim = true, 512 },
		"many":   func(c *attention.Config) { c.Heads, c.KVHeads, c.Layers = 64, 64, 6 },
		"shared": func(c *attention.Config) { c.Heads, c.KVHeads, c.Context = 8, 2, 100 },
	} {
		config := tiny(4)
		config.Vocab, config.Context = tok.Size(), 512
		change(&config)
		c := &attention.Checkpoint{Name: "mine", Weights: initial(config, 1), Tokenizer: tok}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		trainer, parts, err := TextRun{KVHeads: 2, Steps: 1, Rate: 1e-3}.Start(c, text)
		if err != nil {
			t.Fatal(err)
		}
		parts.Reader(c.Weights)
		c.Weights = trainer.Weights()
		if _, err := c.AppendGGUF(nil, attention.F32); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		took := int(after.TotalAlloc-before.TotalAlloc) + 4*config.Params()
		if want := config.TrainingBytes(2); took > want+1<<20 || took < want*9/10 {
			t.Errorf("%s: %d bytes are taken, %d were said to be", name, took, want)
		} else {
			t.Logf("%s: %d bytes, %.3f of what was said", name, took, float64(took)/float64(want))
		}
	}
}
