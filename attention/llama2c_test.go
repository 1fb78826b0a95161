package attention

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// writeLlama2C is the opposite of ReadLlama2C, as llama2.c's export.py writes it.
func writeLlama2C(w *Weights) []byte {
	c := w.Config
	vocab := c.Vocab
	if c.Untied {
		vocab = -vocab
	}
	var data []byte
	for _, n := range []int{c.Dim, c.Hidden, c.Layers, c.Heads, c.KVHeads, vocab, c.Context} {
		data = binary.LittleEndian.AppendUint32(data, uint32(n))
	}
	write := func(x []float32) { data, _ = appendEncoded(data, x, F32) }
	all := func(of func(Block) []float32) {
		for _, b := range w.Blocks {
			write(of(b))
		}
	}
	write(w.Embed)
	all(func(b Block) []float32 { return b.AttnNorm })
	all(func(b Block) []float32 { return b.Wq })
	all(func(b Block) []float32 { return b.Wk })
	all(func(b Block) []float32 { return b.Wv })
	all(func(b Block) []float32 { return b.Wo })
	all(func(b Block) []float32 { return b.FFNorm })
	all(func(b Block) []float32 { return b.W1 })
	all(func(b Block) []float32 { return b.W2 })
	all(func(b Block) []float32 { return b.W3 })
	write(w.Norm)
	write(slices.Repeat([]float32{float32(math.NaN())}, c.Context*c.HeadDim)) // angles: not read
	if c.Untied {
		write(w.Output)
	}
	return data
}

// writeLlama2CTokenizer writes tokenizer.bin.
func writeLlama2CTokenizer(t *Tokenizer) []byte {
	data := binary.LittleEndian.AppendUint32(nil, uint32(t.longest))
	for id, piece := range t.pieces {
		switch t.kinds[id] {
		case controlToken:
			piece = "\n" + piece + "\n"
		case byteToken:
			piece = byteName(piece[0])
		}
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(t.scores[id]))
		data = binary.LittleEndian.AppendUint32(data, uint32(len(piece)))
		data = append(data, piece...)
	}
	return data
}

// llama2cWeights are random weights of a shape that llama2.c has.
func llama2cWeights(vocab int, untied bool) *Weights {
	c := testConfig(vocab)
	c.HeadDim, c.RopeTheta, c.NormEps, c.Untied = c.Dim/c.Heads, llama2cTheta, llama2cEps, untied
	w := NewWeights(c)
	w.Init(rand.New(rand.NewPCG(7, 8)))
	return w
}

func TestLlama2CRoundTrip(t *testing.T) {
	tok := scoredTokenizer()
	for _, untied := range []bool{false, true} {
		want := llama2cWeights(tok.Size(), untied)
		got, err := ReadLlama2C(writeLlama2C(want), writeLlama2CTokenizer(tok))
		if err != nil {
			t.Fatal(err)
		}
		if got.Weights.Config != want.Config {
			t.Errorf("got %+v, want %+v", got.Weights.Config, want.Config)
		}
		if !sameBits(got.Weights.Slab(), want.Slab()) {
			t.Error("the weights changed")
		}
		if !reflect.DeepEqual(got.Tokenizer, tok) {
			t.Error("the tokenizer changed")
		}
		if c, err := ReadLlama2C(writeLlama2C(want), nil); err != nil || c.Tokenizer != nil {
			t.Errorf("without a tokenizer: %v", err)
		}
	}
}

// broken is a model and a vocabulary that are refused.
type broken struct{ model, tokenizer []byte }

// brokenLlama2C are files that must be refused, with what the error must say. They are
// made of a model that is in order.
func brokenLlama2C(w *Weights) map[string][]broken {
	tok := scoredTokenizer()
	model, vocabulary := writeLlama2C(w), writeLlama2CTokenizer(tok)
	header := func(i int, n int32) broken {
		b := slices.Clone(model)
		binary.LittleEndian.PutUint32(b[4*i:], uint32(n))
		return broken{b, vocabulary}
	}
	weight := func(i int, x float32) broken {
		b := slices.Clone(model)
		binary.LittleEndian.PutUint32(b[llama2cHeader+4*i:], math.Float32bits(x))
		return broken{b, vocabulary}
	}
	entry := func(at int, n uint32) broken {
		b := slices.Clone(vocabulary)
		binary.LittleEndian.PutUint32(b[at:], n)
		return broken{model, b}
	}
	files := map[string][]broken{
		"want a header of 28": {{nil, nil}, {model[:1], nil}, {model[:27], vocabulary}},
		"the model has": {
			{model[:28], nil}, {append(slices.Clone(model), 0), nil}, {model[:len(model)-4], nil},
			header(1, 41), header(5, int32(-tok.Size())), header(6, 33),
		},
		"heads do not divide a width":  {header(3, 0), header(3, -4), header(3, 5), header(3, math.MinInt32)},
		"dim is 0":                     {header(0, 0)},
		"hidden is -1":                 {header(1, -1)},
		"layers is 2147483647":         {header(2, math.MaxInt32)},
		"kv heads is 0":                {header(4, 0)},
		"do not divide 4 heads":        {header(4, 3), header(4, 8)},
		"vocab is 0":                   {header(5, 0)},
		"vocab is 2147483648":          {header(5, math.MinInt32)},
		"context is 2147483647":        {header(6, math.MaxInt32)},
		"weight 3 of the embedding":    {weight(3, float32(math.Inf(1)))},
		"is infinite or not a number":  {weight(w.Config.Params()-1, float32(math.NaN()))},
		"the tokenizer has":            {{model, []byte{}}, {model, vocabulary[:100]}},
		"the score of token 0 is inf":  {entry(4, 0x7fc00000)},
		"token 0 has -1 bytes":         {entry(8, math.MaxUint32)},
		"token 0 has 2147483647":       {entry(8, math.MaxInt32)},
		"the file ends before":         {{model, vocabulary[:len(vocabulary)-12]}},
		"the last of":                  {{model, append(slices.Clone(vocabulary), 0)}},
		"no token stands for the byte": {{model, []byte(strings.Replace(string(vocabulary), "<0x41>", "<0x4x>", 1))}},
	}
	for i := range 40 {
		files[""] = append(files[""], broken{model[:len(model)*i/40], vocabulary}, broken{model, vocabulary[:len(vocabulary)*i/40]})
	}
	return files
}

func TestLlama2CRefusesBrokenFiles(t *testing.T) {
	for want, files := range brokenLlama2C(llama2cWeights(scoredTokenizer().Size(), false)) {
		for i, f := range files {
			c, err := ReadLlama2C(f.model, f.tokenizer)
			if err == nil || c != nil || !strings.HasPrefix(err.Error(), "llama2.c: ") || !strings.Contains(err.Error(), want) {
				t.Errorf("file %d: got the error %v, want one with %q", i, err, want)
			}
		}
	}
	if _, err := ReadLlama2C(make([]byte, MaxFile+1), nil); err == nil || !strings.Contains(err.Error(), "at most") {
		t.Errorf("a file of 256 MiB and a byte: %v", err)
	}
}

// readFixture reads a file of the folder that GQA_FIXTURES names.
func readFixture(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("GQA_FIXTURES")
	if dir == "" {
		t.Skip("GQA_FIXTURES names no folder with stories260K, a model of llama2.c")
	}
	data, err := os.ReadFile(filepath.Join(dir, "stories260K", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// readStories260K reads a model that is not ours: 8 query heads on 4 key/value heads.
func readStories260K(t *testing.T) *Checkpoint {
	t.Helper()
	c, err := ReadLlama2C(readFixture(t, "stories260K.bin"), readFixture(t, "tok512.bin"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestStories260K(t *testing.T) {
	c := readStories260K(t)
	want := Config{
		Dim: 64, Layers: 5, Heads: 8, KVHeads: 4, HeadDim: 8, Hidden: 172, Vocab: 512, Context: 512,
		RopeTheta: 10000, NormEps: 1e-5,
	}
	if c.Weights.Config != want {
		t.Errorf("got %+v, want %+v", c.Weights.Config, want)
	}
	tok := c.Tokenizer
	if tok.Size() != 512 || tok.BOS() != 1 || tok.EOS() != 2 {
		t.Errorf("size %d, BOS %d, EOS %d, want 512, 1, 2", tok.Size(), tok.BOS(), tok.EOS())
	}
	for _, text := range append(slices.Clone(awkwardTexts), "Once upon a time, there was a little girl named Lily.") {
		if got := tok.Decode(tok.Encode(text)); string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	// Llama 2's way: a space first, then the pair with the highest score.
	if got := pieces(tok, "Once upon a time"); got != " Once| upon| a| time" {
		t.Errorf("got %q", got)
	}
}

// pieces are the tokens of a text, to look at.
func pieces(tok *Tokenizer, text string) string {
	var list []string
	for _, id := range tok.Encode(text) {
		list = append(list, string(tok.Bytes(id)))
	}
	return strings.Join(list, "|")
}

// TestStories260KTellsItsStory compares the most likely story with the text that
// llama2.c prints, through a GGUF file as well.
func TestStories260KTellsItsStory(t *testing.T) {
	c := readStories260K(t)
	want := string(readFixture(t, "greedy_t0.txt"))
	for name, c := range map[string]*Checkpoint{"llama2.c": c, "GGUF": mustRead(t, mustAppend(t, c, F32))} {
		d := NewDecoder(c.Weights, 256)
		story := []int{}
		for token := c.Tokenizer.BOS(); len(story) < 250; story = append(story, token) {
			if token = Argmax(d.Step(token)); token == c.Tokenizer.BOS() {
				break
			}
		}
		if got := string(c.Tokenizer.Decode(story)); !strings.HasPrefix(want, got) || len(got) < 500 {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func FuzzReadLlama2C(f *testing.F) {
	// Small files, for fuzzing tries many.
	tok := scoredTokenizer()
	c := Config{Dim: 8, Layers: 1, Heads: 2, KVHeads: 1, HeadDim: 4, Hidden: 4, Vocab: tok.Size(), Context: 8, RopeTheta: llama2cTheta}
	f.Add(writeLlama2C(NewWeights(c)), writeLlama2CTokenizer(tok))
	for _, files := range brokenLlama2C(NewWeights(c)) {
		for _, b := range files {
			f.Add(b.model, b.tokenizer)
		}
	}
	f.Fuzz(func(t *testing.T, model, tokenizer []byte) {
		c, err := ReadLlama2C(model, tokenizer)
		if err != nil {
			if c != nil || !strings.HasPrefix(err.Error(), "llama2.c: ") {
				t.Errorf("a checkpoint with the error %v", err)
			}
			return
		}
		text := "Decode 는 Encode 의 반대 \x00\xff"
		if tok := c.Tokenizer; tok != nil && string(tok.Decode(tok.Encode(text))) != text {
			t.Errorf("%q became %q", text, tok.Decode(tok.Encode(text)))
		}
		back, err := ReadLlama2C(writeLlama2C(c.Weights), nil)
		if err != nil || !sameBits(back.Weights.Slab(), c.Weights.Slab()) {
			t.Errorf("what was read and written is not read: %v", err)
		}
	})
}
