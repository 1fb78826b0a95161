package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gqaplayground/attention"
)

// What a file lacks to tell a text with is said, and a text need not have an end.
func TestTellersOnly(t *testing.T) {
	tok := attention.TrainTokenizer([]string{"once upon a time"}, 270)
	w := attention.NewWeights(attention.Config{Dim: 8, Layers: 1, Heads: 2, KVHeads: 2, HeadDim: 4, Hidden: 8,
		Vocab: tok.Size(), Context: 4096, RopeTheta: 10000, NormEps: 1e-5})
	w.Init(rand.New(rand.NewPCG(1, 2)))
	dir := t.TempDir()
	file := func(name string, tok *attention.Tokenizer, without string) string {
		data, err := (&attention.Checkpoint{Weights: w, Tokenizer: tok}).AppendGGUF(nil, attention.F32)
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.ReplaceAll(data, []byte(without), bytes.Repeat([]byte("x"), len(without)))
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	mute := file("mute.gguf", nil, "")
	noBeginning := file("no-beginning.gguf", tok, "tokenizer.ggml.bos_token_id")
	noEnd := file("no-end.gguf", tok, "tokenizer.ggml.eos_token_id")
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("Once upon a time. ", 1000)), 0o644); err != nil {
		t.Fatal(err)
	}

	for name, command := range map[string]func(file string) error{
		"tell": func(file string) error { return tell([]string{"-prompt", "", file}) },
		"eval": func(file string) error { return eval([]string{"-stories", "1", file}) },
		"uptrain": func(file string) error {
			return uptrain([]string{"-steps", "1", "-alpha", "1", "-stories", "1", file, file + ".new"})
		},
		"uptrain -text": func(file string) error { return uptrain([]string{"-steps", "1", "-text", text, file, file + ".new"}) },
	} {
		if err := command(mute); err == nil || !strings.Contains(err.Error(), "has no tokenizer") {
			t.Errorf("%s without a tokenizer: %v", name, err)
		}
		if err := command(noBeginning); err == nil || !strings.Contains(err.Error(), "has no token that begins a text") {
			t.Errorf("%s without a beginning: %v", name, err)
		}
		if err := command(noEnd); err != nil {
			t.Errorf("%s without an end: %v", name, err)
		}
	}
}
