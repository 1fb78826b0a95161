package engine

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// ownModel is a checkpoint of another shape than the shipped ones, and its file.
func ownModel(t testing.TB, c attention.Config) (*attention.Checkpoint, []byte) {
	t.Helper()
	tok := attention.TrainTokenizer([]string{"the quick brown fox and the quick red fox"}, 280)
	c.Vocab = tok.Size()
	w := attention.NewWeights(c)
	w.Init(rand.New(rand.NewPCG(3, 4)))
	checkpoint := &attention.Checkpoint{Name: "a fox", Weights: w, Tokenizer: tok}
	data, err := checkpoint.AppendGGUF(nil, attention.F32)
	if err != nil {
		t.Fatal(err)
	}
	return checkpoint, data
}

var fox = attention.Config{
	Dim: 24, Layers: 2, Heads: 9, KVHeads: 3, HeadDim: 4, Hidden: 16, Context: 40, RopeTheta: 10000, NormEps: 1e-5,
}

// load loads a file in pieces of n bytes.
func load(t testing.TB, e *Engine, c protocol.Load, data []byte, n int) protocol.Loaded {
	t.Helper()
	c.Size = len(data)
	var l protocol.Loaded
	for piece := range slices.Chunk(data, n) {
		c.Data = piece
		l = must[protocol.Loaded](t, e, c)
		c.At += len(piece)
		if l.Have != c.At || l.Done != (c.At == len(data)) {
			t.Fatalf("after %d of %d bytes: %+v", c.At, len(data), l)
		}
	}
	return l
}

// A file that comes in pieces is used as it is and converted by every method; the
// shipped models stay, and a story of other tokens does not.
func TestOwn(t *testing.T) {
	e, _ := start(t, files(t))
	checkpoint, data := ownModel(t, fox)
	must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
	must[protocol.Told](t, e, once)
	l := load(t, e, protocol.Load{Name: "fox.gguf"}, data, 1000)
	if l.Config != checkpoint.Weights.Config || l.Name != "a fox" || l.ParamBytes != 4*len(checkpoint.Weights.Slab()) {
		t.Errorf("loaded %+v", l)
	}
	must[protocol.Decoded](t, e, protocol.Decode{Tokens: 1}) // the story goes on

	u := must[protocol.Using](t, e, protocol.Use{KVHeads: 3, Own: true})
	if u.Config != checkpoint.Weights.Config || u.Name != "a fox" || u.Len+u.Behind != 0 {
		t.Errorf("using %+v", u)
	}
	if f, ok := e.Do(protocol.Decode{Tokens: 1}).(protocol.Failed); !ok || !strings.Contains(f.Reason, "no story") {
		t.Errorf("a story of other tokens: %+v", f)
	}
	must[protocol.Told](t, e, once)
	for source, method := range map[protocol.Source]attention.Method{
		protocol.MeanPool: attention.MeanPool, protocol.FirstHead: attention.FirstHead,
		protocol.RandomInit: attention.RandomInit, protocol.Aligned: attention.Aligned,
	} {
		u := must[protocol.Using](t, e, protocol.Use{KVHeads: 1, Source: source, Seed: 5, Own: true})
		if u.Config.KVHeads != 1 || u.Config.Heads != 9 || u.Len+u.Behind == 0 {
			t.Errorf("using %+v", u)
		}
		want, err := attention.Convert(checkpoint.Weights, 1, method, 5)
		if err != nil || !slices.Equal(e.weights.Slab(), want.Slab()) {
			t.Errorf("%v: other weights than Convert's, %v", source, err)
		}
	}
	for _, u := range []protocol.Use{
		{KVHeads: 1, Own: true}, {KVHeads: 2, Source: protocol.MeanPool, Own: true}, {KVHeads: 9, Source: protocol.FirstHead, Own: true},
		{Source: protocol.Aligned, Own: true}, {KVHeads: 1, Source: 77, Own: true},
	} {
		if f, ok := e.Do(u).(protocol.Failed); !ok || f.Command != "Use" {
			t.Errorf("%+v: %+v", u, f)
		}
	}
	must[protocol.Decoded](t, e, protocol.Decode{Tokens: 1})

	if u := must[protocol.Using](t, e, protocol.Use{KVHeads: 8}); u.Config != tiny || u.Behind != 0 || u.Len != 0 {
		t.Errorf("back to the shipped models: %+v", u)
	}
	e, _ = start(t, files(t))
	if f, ok := e.Do(protocol.Use{KVHeads: 3, Own: true}).(protocol.Failed); !ok || !strings.Contains(f.Reason, "no model of yours") {
		t.Errorf("an own model before there is one: %+v", f)
	}
}

// Another file takes the place of the one in use, although Use says the same.
func TestOwnReplaced(t *testing.T) {
	e, _ := start(t, files(t))
	_, data := ownModel(t, fox)
	other := fox
	other.Hidden = 32
	second, more := ownModel(t, other)
	load(t, e, protocol.Load{Name: "a"}, data, len(data))
	own := protocol.Use{KVHeads: 3, Own: true}
	must[protocol.Using](t, e, own)
	load(t, e, protocol.Load{Name: "b"}, more, len(more))
	if u := must[protocol.Using](t, e, own); u.Config != second.Weights.Config {
		t.Errorf("still using %+v", u)
	}
	// And a bad one does not.
	bad := slices.Clone(data)
	bad[len(bad)-1], bad[len(bad)-2] = 0xff, 0xff // NaN
	f, ok := e.Do(protocol.Load{Name: "c", Size: len(bad), Data: bad}).(protocol.Failed)
	if !ok || f.Command != "Load" || !strings.Contains(f.Reason, "c: gguf: tensor") || !strings.Contains(f.Reason, "at byte") {
		t.Errorf("a bad file: %+v", f)
	}
	if u := must[protocol.Using](t, e, own); u.Config != second.Weights.Config {
		t.Errorf("after a bad file, using %+v", u)
	}
	// A story in the tokens of a model that is gone is not read by ours.
	must[protocol.Told](t, e, once)
	load(t, e, protocol.Load{Name: "a"}, data, len(data))
	if u := must[protocol.Using](t, e, protocol.Use{KVHeads: 8}); u.Len+u.Behind != 0 {
		t.Errorf("a story of other tokens: %+v", u)
	}
}

// A story that is longer than the next model has room for stays behind.
func TestStoryTooLong(t *testing.T) {
	e, _ := start(t, files(t))
	_, data := ownModel(t, fox)
	load(t, e, protocol.Load{Name: "a"}, data, len(data))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 3, Own: true})
	must[protocol.Told](t, e, once)
	for more := range 2 { // as a smaller cache would have had room for
		e.story.tokens = append(e.story.tokens, make([]int, fox.Context-len(e.story.tokens)+more)...)
		u := must[protocol.Using](t, e, protocol.Use{KVHeads: 1, Source: protocol.MeanPool, Seed: uint64(more), Own: true})
		for told := true; told; {
			d, ok := e.Do(protocol.Decode{}).(protocol.Decoded)
			told = ok && d.Behind > 0
		}
		if want := (1 - more) * fox.Context; u.Len+u.Behind != want || e.decoder.Len() != want {
			t.Errorf("%d tokens are read of a story of %d, and there is room for %d", e.decoder.Len(), fox.Context+more, fox.Context)
		}
	}
}

// A model of llama2.c comes with its tokenizer behind it, and tells the story that
// llama2.c prints.
func TestOwnLlama2C(t *testing.T) {
	dir := os.Getenv("GQA_FIXTURES")
	if dir == "" {
		t.Skip("GQA_FIXTURES names no folder with stories260K")
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, "stories260K", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	model, tok, story := read("stories260K.bin"), read("tok512.bin"), read("greedy_t0.txt")
	e, _ := start(t, files(t))
	l := load(t, e, protocol.Load{Name: "stories260K.bin", Tokenizer: len(tok)}, append(slices.Clone(model), tok...), 100_000)
	if l.Name != "stories260K.bin" || l.Config.Heads != 8 || l.Config.KVHeads != 4 {
		t.Errorf("loaded %+v", l)
	}
	must[protocol.Using](t, e, protocol.Use{KVHeads: 4, Own: true})
	must[protocol.Told](t, e, protocol.Tell{})
	var text []byte
	for len(text) < 500 {
		d := must[protocol.Decoded](t, e, protocol.Decode{Tokens: 10})
		for _, p := range d.Pieces {
			text = append(text, p.Text...)
		}
		if d.End {
			break
		}
	}
	if got := bytes.TrimPrefix(text, []byte(" ")); len(got) < 490 || !bytes.HasPrefix(story, got) {
		t.Errorf("told %q, want %q", got, story)
	}
	f, ok := e.Do(protocol.Load{Name: "stories260K.bin", Size: len(model), Data: model}).(protocol.Failed)
	if !ok || !strings.Contains(f.Reason, "tokenizer.bin") {
		t.Errorf("without its tokenizer: %+v", f)
	}
}

func TestLoadRefuses(t *testing.T) {
	e, _ := start(t, files(t))
	_, data := ownModel(t, fox)
	n := len(data)
	for _, c := range []struct {
		want   string
		pieces []protocol.Load
	}{
		{"0 bytes, want 1 to", []protocol.Load{{}}},
		{"-1 bytes, want 1 to", []protocol.Load{{Size: -1}}},
		{"500000000 bytes, want 1 to 268435456", []protocol.Load{{Size: 500_000_000, Data: data}}},
		{"of 10 bytes are the tokenizer", []protocol.Load{{Size: 10, Tokenizer: 10}}},
		{"are the tokenizer", []protocol.Load{{Size: 10, Tokenizer: -1}}},
		{"byte 7 came where byte 0", []protocol.Load{{Size: n, At: 7, Data: data[7:]}}},
		{"byte 20 came where byte 10", []protocol.Load{{Size: n, Data: data[:10]}, {Size: n, At: 20, Data: data[20:]}}},
		{"came where", []protocol.Load{{Name: "a", Size: n, Data: data[:10]}, {Name: "b", Size: n, At: 10, Data: data[10:]}}},
		{"came where", []protocol.Load{{Size: n, Data: data[:10]}, {Size: n + 1, At: 10, Data: data[10:]}}},
		{"came where", []protocol.Load{{Size: n, Data: append(slices.Clone(data), 0)}}},
		{"it is no GGUF file, and as llama2.c: ", []protocol.Load{{Size: 5, Data: []byte("PK\x03\x04\xff")}}},
		{`begins with "PK\x03\x04"`, []protocol.Load{{Size: 5, Data: []byte("PK\x03\x04\xff")}}},
		{"bytes hold tensors", []protocol.Load{{Size: n / 2, Data: data[:n/2]}}},
		{"has no token that begins a text", []protocol.Load{{Size: n, Data: bytes.Replace(data, []byte("bos_token_id"), []byte("xxx_token_id"), 1)}}},
	} {
		for i, p := range c.pieces {
			f, ok := e.Do(p).(protocol.Failed)
			if last := i == len(c.pieces)-1; ok != last || last && (f.Command != "Load" || !strings.Contains(f.Reason, c.want)) {
				t.Errorf("piece %d: %+v, want %q", i, f, c.want)
			}
		}
	}
	// After all of that, a good one.
	load(t, e, protocol.Load{}, data, n)
}

// More memory than the page allows itself is refused in words, before it is taken.
func TestOwnBudget(t *testing.T) {
	c := fox
	c.Vocab = 300
	c.KVHeads, c.Heads, c.HeadDim, c.Dim, c.Layers = 16, 16, 128, 2048, 24
	if err := canConvert(c, 4, attention.MeanPool); err != nil {
		t.Error(err)
	}
	if err := canConvert(c, 4, attention.Aligned); err == nil || !strings.Contains(err.Error(), "gqa convert") {
		t.Errorf("aligning a large model: %v", err)
	}
	c.Context = 1 << 20
	if n := longest(c); n < 1 || c.CacheBytes(n) > storyCache {
		t.Errorf("a story of %d tokens", n)
	}
	w := &attention.Weights{Config: c}
	e, _ := start(t, files(t))
	e.own, e.use.Own = &attention.Checkpoint{Weights: w}, true
	if _, err := e.planMeasure(protocol.Measure{KVHeads: []int{16, 8, 4}, Context: 32}); err == nil || !strings.Contains(err.Error(), "MiB this page allows itself") {
		t.Errorf("measuring a large model: %v", err)
	}
}

// Score is the cross entropy that follows from the definition, window by window.
func TestScore(t *testing.T) {
	e, _ := start(t, files(t))
	checkpoint, data := ownModel(t, fox)
	load(t, e, protocol.Load{}, data, len(data))
	use := protocol.Use{KVHeads: 3, Own: true}
	must[protocol.Using](t, e, use)
	text := strings.Repeat("the quick red fox, ", 20)
	c := protocol.Score{Use: use, Text: text}
	var s protocol.Scored
	for n := 0; !s.Done; n++ {
		if s = must[protocol.Scored](t, e, c); n > 1000 {
			t.Fatal("no end")
		}
	}
	tok := checkpoint.Tokenizer
	tokens := tok.Encode(text)
	if len(s.Losses) != len(tokens) || s.Window != fox.Context {
		t.Fatalf("%d losses of %d tokens, in windows of %d", len(s.Losses), len(tokens), s.Window)
	}
	for at := 0; at < len(tokens); {
		d := attention.NewDecoder(checkpoint.Weights, fox.Context)
		for logits := d.Step(tok.BOS()); at < len(tokens) && d.Len() < fox.Context; at++ {
			sum := 0.0
			for _, x := range logits {
				sum += math.Exp(float64(x))
			}
			want := -math.Log(math.Exp(float64(logits[tokens[at]])) / sum)
			if math.Abs(float64(s.Losses[at])-want) > 1e-5 {
				t.Fatalf("token %d: %g, want %g", at, s.Losses[at], want)
			}
			logits = d.Step(tokens[at])
		}
	}
	for _, bad := range []protocol.Score{{Use: use}, {Use: protocol.Use{KVHeads: 8}, Text: "a"}, {Use: use, Text: strings.Repeat("q ", maxScored)}} {
		if f, ok := e.Do(bad).(protocol.Failed); !ok || f.Command != "Score" {
			t.Errorf("%.80v: %+v", bad, f)
		}
	}
}

// What is saved is the model in use, in pieces, and can be loaded again.
func TestSave(t *testing.T) {
	e, _ := start(t, files(t))
	checkpoint, data := ownModel(t, attention.Config{
		Dim: 256, Layers: 2, Heads: 8, KVHeads: 4, HeadDim: 32, Hidden: 512, Context: 40, RopeTheta: 10000, NormEps: 1e-5})
	if f, ok := e.Do(protocol.Save{}).(protocol.Failed); !ok || f.Command != "Save" {
		t.Errorf("nothing to be saved: %+v", f)
	}
	load(t, e, protocol.Load{}, data, len(data))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 2, Source: protocol.MeanPool, Own: true})
	want, err := attention.Convert(checkpoint.Weights, 2, attention.MeanPool, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []protocol.Format{protocol.F32, protocol.F16, protocol.Q8} {
		var file []byte
		for pieces := 0; ; pieces++ {
			s := must[protocol.Saved](t, e, protocol.Save{Format: format, At: len(file)})
			if file = append(file, s.Data...); len(file) == s.Size {
				if pieces == 0 && format == protocol.F32 {
					t.Error("all in one piece")
				}
				break
			}
		}
		if f, ok := e.Do(protocol.Save{Format: format, At: 1}).(protocol.Failed); !ok || !strings.Contains(f.Reason, "no byte 1 of 0") {
			t.Error("a saved file is still held")
		}
		c, err := attention.ReadGGUF(file)
		if err != nil || c.Weights.Config != want.Config || c.Name != "a fox" || !slices.Contains(c.Notes, attention.Note{Key: "method", Value: "mean"}) {
			t.Errorf("format %d: %v, %+v", format, err, c)
		} else if format == protocol.F32 && !slices.Equal(c.Weights.Slab(), want.Slab()) {
			t.Error("other weights")
		}
	}
	for _, bad := range []protocol.Save{{At: 1}, {At: -1}, {Format: 9}} {
		if f, ok := e.Do(bad).(protocol.Failed); !ok || f.Command != "Save" {
			t.Errorf("%+v: %+v", bad, f)
		}
	}
}

// Time can be measured of an own model, too.
func TestMeasureOwn(t *testing.T) {
	e, _ := start(t, files(t))
	_, data := ownModel(t, fox)
	load(t, e, protocol.Load{}, data, len(data))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 3, Own: true})
	m := must[protocol.Measured](t, e, protocol.Measure{KVHeads: []int{3, 1}, Context: 64})
	for !m.Done && m.Timings[0].CacheBytes == 0 {
		m = must[protocol.Measured](t, e, protocol.Measure{KVHeads: []int{3, 1}, Context: 64})
	}
	if got, want := m.Timings[0].CacheBytes, 2*fox.Layers*3*fox.HeadDim*64*4; got != want {
		t.Errorf("the cache holds %d bytes, want %d", got, want)
	}
	if f, ok := e.Do(protocol.Measure{KVHeads: []int{9}, Context: 64}).(protocol.Failed); !ok || !strings.Contains(f.Reason, "divisor of the model's 3") {
		t.Errorf("more heads than there are: %+v", f)
	}
}
