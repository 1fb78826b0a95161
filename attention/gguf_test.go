package attention

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gqaplayground/attention/stories"
)

// testConfig is a small model of 4 query heads on 2 key/value heads, whose feed-forward
// width is no multiple of 32.
func testConfig(vocab int) Config {
	return Config{
		Dim: 64, Layers: 2, Heads: 4, KVHeads: 2, HeadDim: 8, Hidden: 40, Vocab: vocab, Context: 32,
		RopeTheta: 5000, NormEps: 1e-5,
	}
}

// testCheckpoint is a random model with a tokenizer, nil for none.
func testCheckpoint(tok *Tokenizer, untied bool) *Checkpoint {
	c := testConfig(300)
	if tok != nil {
		c.Vocab = tok.Size()
	}
	c.Untied = untied
	w := NewWeights(c)
	w.Init(rand.New(rand.NewPCG(5, 6)))
	return &Checkpoint{
		Name: "a <script> & 이름", Weights: w, Tokenizer: tok,
		Notes: []Note{{"method", "mean"}, {"alpha", "0.05"}, {"seed", "7"}},
	}
}

func mustAppend(t testing.TB, c *Checkpoint, f Format) []byte {
	t.Helper()
	data, err := c.AppendGGUF(nil, f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func mustRead(t testing.TB, data []byte) *Checkpoint {
	t.Helper()
	c, err := ReadGGUF(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sameBits compares weights bit for bit.
func sameBits(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
}

func TestGGUFRoundTrip(t *testing.T) {
	tokenizers := map[string]*Tokenizer{
		"no tokenizer": nil,
		"byte pairs":   TrainTokenizer(storyTexts(40), 320),
		"scores":       scoredTokenizer(),
	}
	for name, tok := range tokenizers {
		for _, f := range []Format{F32, F16, Q8_0} {
			for _, untied := range []bool{false, true} {
				want := testCheckpoint(tok, untied)
				data := mustAppend(t, want, f)
				got := mustRead(t, data)
				if got.Name != want.Name || !slices.Equal(got.Notes, want.Notes) || got.Weights.Config != want.Weights.Config {
					t.Errorf("%s, %v: got %q %v %+v", name, f, got.Name, got.Notes, got.Weights.Config)
				}
				if !reflect.DeepEqual(got.Tokenizer, want.Tokenizer) {
					t.Errorf("%s, %v: the tokenizer changed", name, f)
				}
				if f == F32 && !sameBits(got.Weights.Slab(), want.Weights.Slab()) {
					t.Errorf("%s: the weights changed", name)
				}
				for i, m := range got.Weights.Matrices() {
					checkPrecision(t, m, want.Weights.Matrices()[i].Data, storedFormat(m, f))
				}
				if again := mustAppend(t, got, f); !bytes.Equal(again, data) {
					t.Errorf("%s, %v: what was read is not written as it was", name, f)
				}
			}
		}
	}
}

// checkPrecision checks that a matrix is near what was stored.
func checkPrecision(t *testing.T, m Matrix, want []float32, f Format) {
	t.Helper()
	for i, x := range want {
		var bound float64
		switch f {
		case F16:
			bound = math.Abs(float64(x))/2048 + 1e-7
		case Q8_0:
			block := want[i/quantBlock*quantBlock:][:quantBlock]
			largest := math.Max(float64(slices.Max(block)), -float64(slices.Min(block)))
			bound = largest/127*0.5 + largest/2000
		}
		if d := math.Abs(float64(m.Data[i]) - float64(x)); d > bound {
			t.Fatalf("%s in %v: weight %d is %v, want %v", m.Name, f, i, m.Data[i], x)
		}
	}
}

func TestGGUFAppends(t *testing.T) {
	c := testCheckpoint(nil, false)
	data := mustAppend(t, c, F16)
	got, err := c.AppendGGUF([]byte("before"), F16)
	if err != nil || string(got) != "before"+string(data) {
		t.Errorf("appending is not writing: %v", err)
	}
}

func TestGGUFRefusesToWrite(t *testing.T) {
	tok := TrainTokenizer(nil, minVocab)
	for name, test := range map[string]struct {
		spoil func(*Checkpoint)
		f     Format
	}{
		"is not written":              {func(*Checkpoint) {}, Q4_0},
		"Format(9)":                   {func(*Checkpoint) {}, Format(9)},
		"the tokenizer has":           {func(c *Checkpoint) { c.Tokenizer = scoredTokenizer() }, F32},
		"is infinite or not a number": {func(c *Checkpoint) { c.Weights.Slab()[9] = float32(math.NaN()) }, F32},
		"too large for F16":           {func(c *Checkpoint) { c.Weights.Slab()[9] = 65520 }, F16},
		"too large for Q8_0":          {func(c *Checkpoint) { c.Weights.Slab()[9] = 3e38 }, Q8_0},
		"there twice or has no":       {func(c *Checkpoint) { c.Notes = append(c.Notes, c.Notes[0]) }, F32},
		`"\xFF" is not UTF-8`:         {func(c *Checkpoint) { c.Notes = []Note{{"a", "b"}, {"\xff", ""}} }, F32},
		`the name "\xFF" is not U`:    {func(c *Checkpoint) { c.Name = "\xff" }, F32},
	} {
		c := testCheckpoint(tok, false)
		test.spoil(c)
		if _, err := c.AppendGGUF(nil, test.f); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error with %q", err, name)
		}
	}
}

// rawGGUF is a file in parts, so that a test can break any of them.
type rawGGUF struct {
	version uint32
	keys    []rawKey
	tensors []rawTensor
	base    int // length of the padding unit
	data    []byte
}

type rawKey struct {
	key   string
	value []byte // kind and value
}

type rawTensor struct {
	name   string
	axes   []uint64
	format uint32
	offset uint64
}

func (g *rawGGUF) bytes() []byte {
	w := &ggufWriter{dst: []byte(ggufMagic)}
	w.uint32(g.version)
	w.uint64(uint64(len(g.tensors)))
	w.uint64(uint64(len(g.keys)))
	for _, k := range g.keys {
		w.string(k.key)
		w.dst = append(w.dst, k.value...)
	}
	for _, t := range g.tensors {
		w.string(t.name)
		w.uint32(uint32(len(t.axes)))
		for _, a := range t.axes {
			w.uint64(a)
		}
		w.uint32(t.format)
		w.uint64(t.offset)
	}
	w.dst = append(w.dst, make([]byte, padding(len(w.dst), g.base))...)
	return append(w.dst, g.data...)
}

// key finds a key to break.
func (g *rawGGUF) key(key string) *rawKey {
	return &g.keys[slices.IndexFunc(g.keys, func(k rawKey) bool { return k.key == key })]
}

func (g *rawGGUF) tensor(name string) *rawTensor {
	return &g.tensors[slices.IndexFunc(g.tensors, func(t rawTensor) bool { return t.name == name })]
}

// takeApart is the opposite of rawGGUF.bytes, for a file that is in order.
func takeApart(t testing.TB, data []byte) *rawGGUF {
	r := &ggufReader{data: data}
	r.header()
	r.readValues()
	end := r.at
	r.readTensors()
	if r.err != nil {
		t.Fatal(r.err)
	}
	g := &rawGGUF{version: 3, base: ggufAlign, data: slices.Clone(data[r.base:])}
	for i, key := range r.keys {
		start, stop := r.values[key].start-4, end
		if r.values[key].kind == kindArray {
			start -= 12
		}
		if i+1 < len(r.keys) {
			next := r.values[r.keys[i+1]]
			stop = next.start - 4 - 8 - len(r.keys[i+1])
			if next.kind == kindArray {
				stop -= 12
			}
		}
		g.keys = append(g.keys, rawKey{key, slices.Clone(data[start:stop])})
	}
	for _, tensor := range r.tensors {
		raw := rawTensor{tensor.name, tensor.axes[:2], formats[tensor.format].tensor, tensor.offset}
		g.tensors = append(g.tensors, raw)
	}
	slices.SortFunc(g.tensors, func(a, b rawTensor) int { return int(a.offset) - int(b.offset) })
	if back := mustRead(t, g.bytes()); back == nil {
		t.Fatal("taking apart is broken")
	}
	return g
}

func rawUint32(n uint32) []byte {
	return binary.LittleEndian.AppendUint32([]byte{byte(kindUint32), 0, 0, 0}, n)
}

func rawFloat(x float32) []byte {
	return binary.LittleEndian.AppendUint32([]byte{byte(kindFloat32), 0, 0, 0}, math.Float32bits(x))
}

func rawText(s string) []byte {
	b := binary.LittleEndian.AppendUint64([]byte{byte(kindString), 0, 0, 0}, uint64(len(s)))
	return append(b, s...)
}

// rawArray is an array of any kind and length with the given bytes.
func rawArray(elem ggufKind, n uint64, data ...byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{byte(kindArray), 0, 0, 0}, uint32(elem))
	return append(binary.LittleEndian.AppendUint64(b, n), data...)
}

// brokenGGUF are ways to break a file, by what the error must say.
var brokenGGUF = []struct {
	want string
	edit func(g *rawGGUF)
}{
	{"version 1, want 2 or 3", func(g *rawGGUF) { g.version = 1 }},
	{"version 0, want", func(g *rawGGUF) { g.version = 0 }},
	{"version 4, want", func(g *rawGGUF) { g.version = 4 }},
	{"big-endian", func(g *rawGGUF) { g.version = 3 << 24 }},
	{"is there twice", func(g *rawGGUF) { g.keys = append(g.keys, g.keys[3]) }},
	{"twice, empty or not UTF-8", func(g *rawGGUF) { g.keys[3].key = "" }},
	{"twice, empty or not UTF-8", func(g *rawGGUF) { g.keys[3].key = "gqa.\xff" }},
	{"want 4096 at most", func(g *rawGGUF) { g.keys = make([]rawKey, 5000) }},
	{"want 16384 at most", func(g *rawGGUF) { g.tensors = make([]rawTensor, 20000) }},
	{"a value of kind 13", func(g *rawGGUF) { g.keys[3].value = []byte{13, 0, 0, 0} }},
	{"a value of kind 4294967295", func(g *rawGGUF) { g.keys[3].value = []byte{255, 255, 255, 255} }},
	{"no array of arrays", func(g *rawGGUF) { g.keys[3].value = rawArray(kindArray, 1) }},
	{"but the file has only", func(g *rawGGUF) { g.keys[3].value = rawArray(kindUint64, 1<<61+1) }},
	{"but the file has only", func(g *rawGGUF) { g.keys[3].value = rawArray(kindString, 1<<63) }},
	{"but the file has only", func(g *rawGGUF) { g.keys[3].value = append(rawText("")[:4], bytes.Repeat([]byte{255}, 8)...) }},
	{"alignment is 0", func(g *rawGGUF) { g.key("general.alignment").value = rawUint32(0) }},
	{"alignment is 48", func(g *rawGGUF) { g.key("general.alignment").value = rawUint32(48) }},
	{"general.alignment is 4294967295", func(g *rawGGUF) { g.key("general.alignment").value = rawUint32(math.MaxUint32) }},
	{"general.alignment is not a whole", func(g *rawGGUF) { g.key("general.alignment").value = rawText("32") }},
	{"where the one before it ends", func(g *rawGGUF) { g.key("general.alignment").value = rawUint32(1024); g.base = 1024 }},
	{`the architecture is "mamba"`, func(g *rawGGUF) { g.key("general.architecture").value = rawText("mamba") }},
	{"general.architecture is missing", func(g *rawGGUF) { g.keys = g.keys[1:] }},
	{"general.architecture is not a string", func(g *rawGGUF) { g.keys[0].value = rawUint32(1) }},
	{"general.name is not UTF-8", func(g *rawGGUF) { g.key("general.name").value = rawText("\xff") }},
	{"block_count is missing", func(g *rawGGUF) { g.key("llama.block_count").key = "x" }},
	{"1000 layers", func(g *rawGGUF) { g.key("llama.block_count").value = rawUint32(1000) }},
	{"layers is 1000000", func(g *rawGGUF) { g.key("llama.block_count").value = rawUint32(1000000) }},
	{"layers is 0", func(g *rawGGUF) { g.key("llama.block_count").value = rawUint32(0) }},
	{"does not belong", func(g *rawGGUF) { g.key("llama.block_count").value = rawUint32(1) }},
	{"heads is 0", func(g *rawGGUF) { g.key("llama.attention.head_count").value = rawUint32(0) }},
	{"kv heads is 0", func(g *rawGGUF) { g.key("llama.attention.head_count_kv").value = rawUint32(0) }},
	{"3 kv heads do not divide 4", func(g *rawGGUF) { g.key("llama.attention.head_count_kv").value = rawUint32(3) }},
	{"8 kv heads do not divide 4", func(g *rawGGUF) { g.key("llama.attention.head_count_kv").value = rawUint32(8) }},
	{"head_count_kv is not a whole", func(g *rawGGUF) { g.key("llama.attention.head_count_kv").value = rawFloat(2) }},
	{"blk.0.attn_k.weight", func(g *rawGGUF) { g.key("llama.attention.head_count_kv").value = rawUint32(4) }},
	{"value_length is 8, want 7", func(g *rawGGUF) { g.key("llama.attention.key_length").value = rawUint32(7) }},
	{"rope.dimension_count is 4, want 8", func(g *rawGGUF) { g.key("llama.rope.dimension_count").value = rawUint32(4) }},
	{"rope theta", func(g *rawGGUF) { g.key("llama.rope.freq_base").value = rawFloat(float32(math.NaN())) }},
	{"norm eps", func(g *rawGGUF) { g.key("llama.attention.layer_norm_rms_epsilon").value = rawFloat(1e30) }},
	{"the rope scaling", func(g *rawGGUF) { g.keys = append(g.keys, rawKey{"llama.rope.scaling.type", rawText("yarn")}) }},
	{"vocab_size is 12", func(g *rawGGUF) { g.key("llama.vocab_size").value = rawUint32(12) }},
	{`the tokenizer is "bert"`, func(g *rawGGUF) { g.key("tokenizer.ggml.model").value = rawText("bert") }},
	{`the pre-tokenizer is "llama-bpe"`, func(g *rawGGUF) { g.key("tokenizer.ggml.pre").value = rawText("llama-bpe") }},
	{"scores is missing", func(g *rawGGUF) { g.key("tokenizer.ggml.model").value = rawText("llama") }},
	{"tokens is not an array", func(g *rawGGUF) { g.key("tokenizer.ggml.tokens").value = rawArray(kindUint8, 1, 1) }},
	{"no token stands for the byte <0x00>", func(g *rawGGUF) { kindOf(g, 1, controlToken) }},
	{"GPT-2's alphabet", func(g *rawGGUF) { spoilToken(g, 5, "가") }},
	{"has no token for its parts", func(g *rawGGUF) { spoilToken(g, 0x61+1, "가가"); kindOf(g, 0x61+1, controlToken) }},
	{"is of type 7", func(g *rawGGUF) { kindOf(g, 9, 7) }},
	{"of type byte", func(g *rawGGUF) { kindOf(g, 9, byteToken) }},
	{"token_type has 1 elements", func(g *rawGGUF) { g.key("tokenizer.ggml.token_type").value = rawArray(kindInt32, 1, 1, 0, 0, 0) }},
	{"bos_token_id is 100000", func(g *rawGGUF) { g.key("tokenizer.ggml.bos_token_id").value = rawUint32(100000) }},
	{"is there twice", func(g *rawGGUF) { g.tensors[4].name = g.tensors[3].name }},
	{`"blk.0.attn_k.weight" is missing`, func(g *rawGGUF) { g.tensor("blk.0.attn_k.weight").name = "blk.9.attn_k.weight" }},
	{"has 5 axes", func(g *rawGGUF) { g.tensors[3].axes = make([]uint64, 5) }},
	{"want 64 by 32", func(g *rawGGUF) { g.tensor("blk.0.attn_q.weight").axes = []uint64{1 << 63, 2} }},
	{"want 64 by 32", func(g *rawGGUF) { g.tensor("blk.0.attn_q.weight").axes = []uint64{32, 64} }},
	{"want 64 by 32", func(g *rawGGUF) { g.tensor("blk.0.attn_q.weight").axes = []uint64{64, 32, 2} }},
	{"want 64 by 1", func(g *rawGGUF) { g.tensor("output_norm.weight").axes = nil }},
	{"has the format 12", func(g *rawGGUF) { g.tensors[3].format = 12 }},
	{"has the format 4294967295", func(g *rawGGUF) { g.tensors[3].format = math.MaxUint32 }},
	{"no multiple of 32", func(g *rawGGUF) { g.tensor("blk.0.ffn_down.weight").format = 8 }},
	{"want", func(g *rawGGUF) { g.tensor("blk.0.attn_q.weight").format = 1 }},
	{"where the one before it ends", func(g *rawGGUF) { g.tensors[3].offset = g.tensors[2].offset }},
	{"where the one before it ends", func(g *rawGGUF) { g.tensors[0].offset += 32; g.data = append(make([]byte, 32), g.data...) }},
	{"bytes hold tensors", func(g *rawGGUF) { g.tensors[3].offset = math.MaxUint64 - 31 }},
	{"bytes hold tensors", func(g *rawGGUF) { g.tensors[3].offset = 1 << 40 }},
	{"bytes hold tensors", func(g *rawGGUF) { g.data = g.data[:len(g.data)-64] }},
	{"the tensors end here", func(g *rawGGUF) { g.data = append(g.data, make([]byte, 32)...) }},
	{"the tensors end here", func(g *rawGGUF) { g.data = append(g.data, 0) }},
	{"weight 3 of", func(g *rawGGUF) { binary.LittleEndian.PutUint32(g.data[12:], 0x7f800000) }},
	{"infinite or not a number", func(g *rawGGUF) { binary.LittleEndian.PutUint32(g.data, 0x7fc00000) }},
}

// kindOf sets the type of a token.
func kindOf(g *rawGGUF, id int, kind tokenKind) {
	g.key("tokenizer.ggml.token_type").value[16+4*id] = byte(kind)
}

// spoilToken renames a token.
func spoilToken(g *rawGGUF, id int, name string) {
	k := g.key("tokenizer.ggml.tokens")
	at := 16
	for range id {
		at += 8 + int(binary.LittleEndian.Uint64(k.value[at:]))
	}
	end := at + 8 + int(binary.LittleEndian.Uint64(k.value[at:]))
	k.value = slices.Concat(k.value[:at], rawText(name)[4:], k.value[end:])
}

// brokenFiles are files that must be refused, with what the error must say. They are
// made of a good one.
func brokenFiles(t testing.TB, good []byte) map[string][][]byte {
	files := map[string][][]byte{
		"the magic of 4 bytes": {nil, {}, []byte("G"), []byte("GGU")},
		"want \"GGUF\"": {
			[]byte("ggufgguf"), []byte("\x1f\x8b\x08\x00gzip"), []byte("PK\x03\x04zip"), []byte("<!doctype html>"), []byte("\x89PNG\r\n\x1a\n"),
			[]byte("FUGG\x00\x00\x00\x03"), randomBytes(1 << 20),
		},
		"the version of 4 bytes": {[]byte("GGUF"), []byte("GGUF\x03\x00\x00")},
		"the number of":          {[]byte("GGUF\x03\x00\x00\x00"), []byte("GGUF\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00")},
	}
	for _, b := range brokenGGUF {
		g := takeApart(t, good)
		b.edit(g)
		files[b.want] = append(files[b.want], g.bytes())
	}
	for i := range 40 {
		files[""] = append(files[""], good[:len(good)*i/40])
	}
	return files
}

func randomBytes(n int) []byte {
	r := rand.New(rand.NewPCG(8, 9))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func TestGGUFRefusesBrokenFiles(t *testing.T) {
	good := mustAppend(t, testCheckpoint(TrainTokenizer(storyTexts(20), 300), false), F32)
	for want, files := range brokenFiles(t, good) {
		for _, data := range files {
			c, err := ReadGGUF(data)
			if err == nil || c != nil || !strings.HasPrefix(err.Error(), "gguf: ") || !strings.Contains(err.Error(), want) {
				t.Errorf("got the error %v, want one with %q", err, want)
			}
		}
	}
	if _, err := ReadGGUF(make([]byte, MaxFile+1)); err == nil || !strings.Contains(err.Error(), "at most") {
		t.Errorf("a file of 256 MiB and a byte: %v", err)
	}
}

// TestGGUFRefusesBrokenScores breaks what only a tokenizer with scores has.
func TestGGUFRefusesBrokenScores(t *testing.T) {
	good := mustAppend(t, testCheckpoint(scoredTokenizer(), false), F32)
	for want, edit := range map[string]func(g *rawGGUF){
		"its name is \"A\"":           func(g *rawGGUF) { spoilToken(g, 3+'A', "A") },
		"its name is \"<0x4G>\"":      func(g *rawGGUF) { spoilToken(g, 3+'A', "<0x4G>") },
		"for the byte <0x41>":         func(g *rawGGUF) { kindOf(g, 3+'A', unusedToken) },
		"the score of token 2 is inf": func(g *rawGGUF) { copy(g.key("tokenizer.ggml.scores").value[16+8:], "\x00\x00\x80\xff") },
		"not an array of kind 6":      func(g *rawGGUF) { g.key("tokenizer.ggml.scores").value = rawText("") },
		"is not a bool":               func(g *rawGGUF) { g.key("tokenizer.ggml.add_space_prefix").value = rawUint32(1) },
		"is not a float":              func(g *rawGGUF) { g.key("llama.rope.freq_base").value = rawUint32(1) },
	} {
		g := takeApart(t, good)
		edit(g)
		if _, err := ReadGGUF(g.bytes()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got the error %v, want one with %q", err, want)
		}
	}
}

// TestGGUFReadsVariants reads files that differ from ours and are in order.
func TestGGUFReadsVariants(t *testing.T) {
	want := testCheckpoint(TrainTokenizer(storyTexts(20), 300), true)
	good := mustAppend(t, want, F32)
	for name, edit := range map[string]func(g *rawGGUF){
		"version 2": func(g *rawGGUF) { g.version = 2 },
		"unknown keys": func(g *rawGGUF) {
			g.keys = append(g.keys, rawKey{"x.y", rawArray(kindString, 0)}, rawKey{"gqa.n", rawUint32(1)}, rawKey{"gqa.", rawText("")})
		},
		"no last pad": func(g *rawGGUF) {},
		"other order": func(g *rawGGUF) { slices.Reverse(g.tensors); slices.Reverse(g.keys) },
		"double": func(g *rawGGUF) {
			g.key("llama.rope.freq_base").value = append([]byte{byte(kindFloat64), 0, 0, 0}, binary.LittleEndian.AppendUint64(nil, math.Float64bits(5000))...)
		},
		"byte":          func(g *rawGGUF) { g.key("llama.block_count").value = []byte{byte(kindUint8), 0, 0, 0, 2} },
		"short":         func(g *rawGGUF) { g.key("llama.block_count").value = []byte{byte(kindInt16), 0, 0, 0, 2, 0} },
		"no vocab size": func(g *rawGGUF) { g.key("llama.vocab_size").key = "x" },
		"no types":      func(g *rawGGUF) { g.key("tokenizer.ggml.token_type").key = "x" },
		"alignment 8": func(g *rawGGUF) {
			g.key("general.alignment").value, g.base = rawUint32(8), 8
		},
	} {
		g := takeApart(t, good)
		edit(g)
		got, err := ReadGGUF(g.bytes())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Weights.Config != want.Weights.Config || !sameBits(got.Weights.Slab(), want.Weights.Slab()) || got.Name != want.Name {
			t.Errorf("%s: something changed", name)
		}
		if !reflect.DeepEqual(got.Tokenizer, want.Tokenizer) {
			t.Errorf("%s: the tokenizer changed", name)
		}
	}
}

func TestHalf(t *testing.T) {
	for h := range 1 << 16 {
		x := halfAt([]byte{byte(h), byte(h >> 8)})
		if back := half(x); back != uint16(h) && x == x {
			t.Fatalf("%#04x is %v, which is %#04x", h, x, back)
		}
	}
	for _, test := range []struct {
		x    float32
		want uint16
	}{
		{0, 0}, {float32(math.Copysign(0, -1)), 0x8000}, {1, 0x3c00}, {-2, 0xc000}, {65504, 0x7bff}, {65519.996, 0x7bff}, {65520, 0x7c00},
		{1 + 1.0/2048, 0x3c00}, {1 + 3.0/2048, 0x3c02}, {1 + 1.0/2048 + 1.0/65536, 0x3c01},
		{0x1p-24, 1}, {0x1p-25, 0}, {0x1.8p-24, 2}, {0x1.000002p-25, 1}, {0x1.ffffp-15, 0x400},
		{float32(math.Inf(1)), 0x7c00}, {float32(math.NaN()), 0x7e00}, {3e38, 0x7c00},
	} {
		if got := half(test.x); got != test.want {
			t.Errorf("%v is %#04x, want %#04x", test.x, got, test.want)
		}
	}
}

// TestFormats reads numbers that were worked out by hand.
func TestFormats(t *testing.T) {
	q8 := append([]byte{0x00, 0x38}, make([]byte, 32)...) // scale 0.5
	q8[2], q8[3], q8[33] = 127, 0x80, 0xff
	q4 := append([]byte{0x00, 0xc0}, bytes.Repeat([]byte{0x88}, 16)...) // scale -2
	q4[2], q4[17] = 0xf0, 0x19
	for _, test := range []struct {
		f    Format
		data []byte
		want map[int]float32
	}{
		{F32, []byte{0, 0, 0x80, 0x3f, 0, 0, 0, 0x80}, map[int]float32{0: 1, 1: 0}},
		{F16, []byte{0x00, 0x3c, 0x01, 0x00}, map[int]float32{0: 1, 1: 0x1p-24}},
		{BF16, []byte{0x80, 0x3f, 0x49, 0xc0}, map[int]float32{0: 1, 1: -3.140625}},
		{Q8_0, q8, map[int]float32{0: 63.5, 1: -64, 2: 0, 31: -0.5}},
		{Q4_0, q4, map[int]float32{0: 16, 16: -14, 1: 0, 15: -2, 31: 14}},
	} {
		got := make([]float32, len(test.data)/formats[test.f].size*formats[test.f].block)
		decode(got, test.data, test.f)
		for i, want := range test.want {
			if got[i] != want {
				t.Errorf("%v: number %d is %v, want %v", test.f, i, got[i], want)
			}
		}
	}
}

// TestQuantizeAsGGML checks blocks that ggml's quantize_row_q8_0_ref defines: halves are
// rounded away from zero, and a second round changes nothing.
func TestQuantizeAsGGML(t *testing.T) {
	x := make([]float32, quantBlock)
	x[0], x[1], x[2], x[3], x[4] = 127, 0.5, -0.5, 1.5, -126.5
	scale, quants := quantize(x)
	if scale != 0x3c00 || !slices.Equal(quants[:6], []int8{127, 1, -1, 2, -127, 0}) {
		t.Errorf("got %#x, %v", scale, quants[:6])
	}
	if scale, quants := quantize(make([]float32, quantBlock)); scale != 0 || quants != [quantBlock]int8{} {
		t.Errorf("zeros became %#x, %v", scale, quants)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for round := range 200 {
		for i := range x {
			x[i] = float32(math.Ldexp(r.NormFloat64(), round%30-20))
		}
		once, twice := throughQ8(x), throughQ8(throughQ8(x))
		if !slices.Equal(once, twice) {
			t.Fatalf("the second round changed %v", x)
		}
	}
	tiny := slices.Repeat([]float32{math.SmallestNonzeroFloat32}, quantBlock)
	if scale, quants := quantize(tiny); scale != 0 || quants != [quantBlock]int8{} {
		t.Errorf("the smallest numbers became %#x, %v", scale, quants)
	}
}

// throughQ8 is what is left of x after it has been stored in Q8_0.
func throughQ8(x []float32) []float32 {
	stored, _ := appendEncoded(nil, x, Q8_0)
	y := make([]float32, len(x))
	decode(y, stored, Q8_0)
	return y
}

func TestAlphabet(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	name := toAlphabet(string(all))
	if got, ok := fromAlphabet(name); !ok || got != string(all) {
		t.Error("the alphabet does not undo itself")
	}
	// From GPT-2's vocabulary: a space is Ġ, a newline Ċ, 0x7f ġ, 0xad Ń.
	if got := toAlphabet(" \n\x7f\xa0\xad\x00~é"); got != "ĠĊġłŃĀ~Ã©" {
		t.Errorf("got %q", got)
	}
}

// TestWriteForOracle writes models for llama.cpp to read, and beside each what it should
// find: the tokens of texts, and the logits after each token of a greedy continuation.
// "make oracle" asks llama.cpp.
func TestWriteForOracle(t *testing.T) {
	dir := os.Getenv("GQA_ORACLE")
	if dir == "" {
		t.Skip("GQA_ORACLE names no folder for models that llama.cpp is to read")
	}
	var texts []string
	for i := range 50 {
		text := stories.Tell(stories.HeldOut, 1, i, stories.Lang(i%2)).Text
		texts = append(texts, strings.SplitAfterN(text, ".", 3)[i%3%2])
	}
	for _, text := range awkwardTexts {
		if utf8.ValidString(text) && !strings.Contains(text, wordStart) {
			texts = append(texts, text)
		}
	}
	checkpoints := map[string]*Checkpoint{
		"byte-pairs":        testCheckpoint(TrainTokenizer(storyTexts(1000), 1024), false),
		"byte-pairs-untied": testCheckpoint(TrainTokenizer(storyTexts(1000), 1024), true),
		"scores":            testCheckpoint(scoredTokenizer(), false),
	}
	if os.Getenv("GQA_FIXTURES") != "" {
		c := readStories260K(t)
		checkpoints["stories260K"] = c
		for _, g := range []int{2, 1} {
			w, err := Convert(c.Weights, g, MeanPool, 0)
			if err != nil {
				t.Fatal(err)
			}
			checkpoints[fmt.Sprintf("stories260K-mean%d", g)] = &Checkpoint{Weights: w, Tokenizer: c.Tokenizer}
		}
	}
	shipped, err := filepath.Glob("../assets/models/*.gguf")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range shipped {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkpoints[strings.TrimSuffix(filepath.Base(file), ".gguf")] = mustRead(t, data)
	}
	for name, c := range checkpoints {
		formats := []Format{F32, F16, Q8_0}
		if strings.Contains(name, "mean") { // not trained since, it has activations too large to round
			formats = formats[:1]
		}
		for _, f := range formats {
			data := mustAppend(t, c, f)
			type encoded struct {
				Text   string
				Tokens []int
			}
			var want struct {
				Texts  []encoded
				Prompt int   // how many of Tokens were given; the others are greedy
				Tokens []int // of these are
				Logits [][]float32
			}
			for _, text := range texts {
				want.Texts = append(want.Texts, encoded{text, append([]int{}, c.Tokenizer.Encode(text)...)})
			}
			given := append([]int{c.Tokenizer.BOS()}, want.Texts[0].Tokens...)
			given = given[:min(len(given), 32)]
			want.Prompt = len(given)
			d := NewDecoder(mustRead(t, data).Weights, 160)
			for len(want.Tokens) < want.Prompt+128 {
				token := 0
				if n := len(want.Tokens); n < len(given) {
					token = given[n]
				} else {
					token = Argmax(want.Logits[n-1])
				}
				want.Tokens = append(want.Tokens, token)
				want.Logits = append(want.Logits, slices.Clone(d.Step(token)))
			}
			told, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, name+"-"+f.String())
			if err := errors.Join(os.WriteFile(path+".gguf", data, 0o644), os.WriteFile(path+".json", told, 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func FuzzReadGGUF(f *testing.F) {
	// Small files, for fuzzing tries many.
	for _, tok := range []*Tokenizer{nil, scoredTokenizer(), TrainTokenizer(storyTexts(9), 260)} {
		c := Config{Dim: 8, Layers: 1, Heads: 2, KVHeads: 1, HeadDim: 2, Hidden: 4, Vocab: 3, Context: 8, RopeTheta: 1e4, Untied: tok == nil}
		if tok != nil {
			c.Vocab = tok.Size()
		}
		good := mustAppend(f, &Checkpoint{"tiny", NewWeights(c), tok, []Note{{"seed", "1"}}}, F16)
		f.Add(good)
		if tok == nil || tok.scores != nil {
			continue
		}
		for _, files := range brokenFiles(f, good) {
			for _, data := range files {
				if len(data) < 1<<16 {
					f.Add(data)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadGGUF(data)
		if err != nil {
			if c != nil || !strings.HasPrefix(err.Error(), "gguf: ") {
				t.Errorf("a checkpoint with the error %v", err)
			}
			return
		}
		if i := indexNotFinite(c.Weights.Slab()); i >= 0 {
			t.Errorf("weight %d is not finite", i)
		}
		if c.Tokenizer != nil {
			text := "Decode 는 Encode 의 반대 \x00\xff"
			if got := c.Tokenizer.Decode(c.Tokenizer.Encode(text)); string(got) != text {
				t.Errorf("%q became %q", text, got)
			}
		}
		again, err := c.AppendGGUF(nil, F32)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadGGUF(again)
		if err != nil || !sameBits(back.Weights.Slab(), c.Weights.Slab()) {
			t.Errorf("what was read and written is not read: %v", err)
		}
	})
}
