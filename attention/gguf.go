package attention

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Checkpoint is a model as a file stores it.
type Checkpoint struct {
	Name      string
	Weights   *Weights
	Tokenizer *Tokenizer // nil if the file has none
	Notes     []Note     // where the model comes from, in the order of the file
}

// CanTell returns an error that says what the model lacks, if it cannot read and write
// texts.
func (c *Checkpoint) CanTell() error {
	switch {
	case c.Tokenizer == nil:
		return errors.New("the model has no tokenizer, so that no text can be told; that of a llama2.c model is a file of its own, tokenizer.bin")
	case c.Tokenizer.BOS() < 0:
		return errors.New("the model has no token that begins a text (tokenizer.ggml.bos_token_id)")
	}
	return nil
}

// Note is a remark on a checkpoint, such as {"seed", "7"}. A GGUF file keeps it as the
// string "gqa.seed".
type Note struct{ Key, Value string }

// Format is how a file stores the numbers of a matrix, by GGUF's names.
type Format int

const (
	F32  Format = iota
	F16         // IEEE 754 half precision
	BF16        // the upper half of an F32; read only
	Q8_0        // 32 numbers: a scale in F16, then an int8 each
	Q4_0        // 32 numbers: a scale in F16, then 4 bits each; read only
)

// formatInfo is what GGUF says of a format.
type formatInfo struct {
	name        string
	tensor      uint32 // its number in a tensor's description
	file        int    // its number in general.file_type
	block, size int    // so many numbers take so many bytes
}

var formats = [...]formatInfo{
	F32:  {"F32", 0, 0, 1, 4},
	F16:  {"F16", 1, 1, 1, 2},
	BF16: {"BF16", 30, 32, 1, 2},
	Q8_0: {"Q8_0", 8, 7, quantBlock, 2 + quantBlock},
	Q4_0: {"Q4_0", 2, 2, quantBlock, 2 + quantBlock/2},
}

func (f Format) String() string {
	if f < 0 || int(f) >= len(formats) {
		return "Format(" + strconv.Itoa(int(f)) + ")"
	}
	return formats[f].name
}

// bytes is the size of n numbers, n a multiple of the format's block.
func (f Format) bytes(n int) uint64 {
	return uint64(n/formats[f].block) * uint64(formats[f].size)
}

// The parts of the format (github.com/ggml-org/ggml, docs/gguf.md): a header, keys with
// their values, names of tensors with their places, and the tensors, each aligned. All
// numbers are little-endian.
const (
	ggufMagic   = "GGUF"
	ggufVersion = 3 // what is written; version 2 differs in big-endian files only
	ggufAlign   = 32
	notePrefix  = "gqa."

	maxValues  = 1 << 12 // far more than any model has
	maxTensors = 1 << 14 // 9 for each of maxLayers, and 3
)

// ggufKind is the type of a value.
type ggufKind uint32

const (
	kindUint8 ggufKind = iota
	kindInt8
	kindUint16
	kindInt16
	kindUint32
	kindInt32
	kindFloat32
	kindBool
	kindString
	kindArray
	kindUint64
	kindInt64
	kindFloat64
)

// kindBytes is the size of a value of fixed size, by kind.
var kindBytes = [...]uint64{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8}

// ggufName is the name in a GGUF file of a parameter of Weights.Matrices.
func ggufName(name string) string {
	if block, ok := strings.CutPrefix(name, "blocks."); ok {
		layer, part, _ := strings.Cut(block, ".")
		return "blk." + layer + "." + ggufParts[part] + ".weight"
	}
	return ggufParts[name] + ".weight"
}

var ggufParts = map[string]string{
	"embed":     "token_embd",
	"attn_norm": "attn_norm",
	"wq":        "attn_q",
	"wk":        "attn_k",
	"wv":        "attn_v",
	"wo":        "attn_output",
	"ff_norm":   "ffn_norm",
	"w1":        "ffn_gate",
	"w3":        "ffn_up",
	"w2":        "ffn_down",
	"norm":      "output_norm",
	"output":    "output",
}

// ReadGGUF reads a model of the architecture "llama". It takes nothing on trust: a file
// that is not exactly what its header says, or that holds a weight that is not a finite
// number, is an error.
func ReadGGUF(data []byte) (*Checkpoint, error) { return readGGUF(data, maxParams) }

func readGGUF(data []byte, maxParams int) (*Checkpoint, error) {
	r := &ggufReader{data: data}
	r.header()
	r.readValues()
	r.readTensors()
	tokenizer := r.tokenizer()
	config := r.config(tokenizer)
	name, notes := r.text("general.name", false), r.notes()
	layout := r.layout(config)
	if r.err != nil {
		return nil, r.err
	}
	if err := config.fits(maxParams); err != nil {
		return nil, err
	}
	c := &Checkpoint{name, NewWeights(config), tokenizer, notes}
	for i, m := range c.Weights.Matrices() {
		t := layout[i]
		decode(m.Data, data[t.start:], t.format)
		if i := indexNotFinite(m.Data); i >= 0 {
			return nil, fault("gguf: tensor ", t.name, " at byte ", t.start, ": weight ", i, " of ", len(m.Data), " is infinite or not a number")
		}
	}
	return c, nil
}

// ggufReader walks through a file. After its first error it yields zeros and no more
// errors, so that its users need not check every step.
type ggufReader struct {
	data []byte
	at   int // the next byte
	err  error

	tensorCount uint64
	valueCount  uint64
	values      map[string]ggufValue
	keys        []string // of values, in the order of the file
	tensors     map[string]ggufTensor
	base        int // where the tensors begin
	align       int
}

// ggufValue is a value that has been walked over, but not read.
type ggufValue struct {
	kind  ggufKind
	elem  ggufKind // of an array
	count uint64   // of an array
	start int
}

// ggufTensor is a file's description of a tensor.
type ggufTensor struct {
	name   string
	axes   [4]uint64 // fastest first; 1 where there is none
	format Format
	offset uint64 // from the base
	start  int    // in the file
	at     int    // where the file says so
}

// failAt records the first error, at a byte of the file.
func (r *ggufReader) failAt(at int, parts ...any) {
	if r.err == nil {
		r.err = fault("gguf: byte ", at, ": ", message(parts...))
	}
}

// failKey records the first error, at the value of a key.
func (r *ggufReader) failKey(key string, parts ...any) {
	r.failAt(r.values[key].start, parts...)
}

// left is the number of bytes that have not been read.
func (r *ggufReader) left() uint64 { return uint64(len(r.data) - r.at) }

// take returns the next n bytes, or nil if fewer are left.
func (r *ggufReader) take(n uint64, what string) []byte {
	if r.err != nil {
		return nil
	}
	if n > r.left() {
		r.failAt(r.at, what, " of ", n, " bytes, but the file has only ", r.left(), " more")
		return nil
	}
	b := r.data[r.at : r.at+int(n)]
	r.at += int(n)
	return b
}

func (r *ggufReader) uint32(what string) uint32 {
	if b := r.take(4, what); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *ggufReader) uint64(what string) uint64 {
	if b := r.take(8, what); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (r *ggufReader) string(what string) string {
	return string(r.take(r.uint64(what), what))
}

func (r *ggufReader) header() {
	if len(r.data) > MaxFile {
		r.failAt(0, "the file has ", len(r.data), " bytes, want ", MaxFile, " at most")
	}
	if magic := r.take(4, "the magic"); r.err == nil && string(magic) != ggufMagic {
		r.failAt(0, "the file begins with ", quoted(string(magic)), ", want ", quoted(ggufMagic))
	}
	at := r.at
	switch version := r.uint32("the version"); {
	case r.err != nil:
	case version != 0 && version&0xffff == 0:
		r.failAt(at, "the file is big-endian, want little-endian")
	case version != 2 && version != 3:
		r.failAt(at, "version ", version, ", want 2 or 3")
	}
	at = r.at
	r.tensorCount = r.uint64("the number of tensors")
	r.valueCount = r.uint64("the number of keys")
	switch {
	case r.tensorCount > maxTensors:
		r.failAt(at, r.tensorCount, " tensors, want ", maxTensors, " at most")
	case r.valueCount > maxValues:
		r.failAt(at+8, r.valueCount, " keys, want ", maxValues, " at most")
	}
}

// readValues walks over all values and remembers where they are.
func (r *ggufReader) readValues() {
	r.values = map[string]ggufValue{}
	for range r.valueCount {
		at := r.at
		key := r.string("a key")
		v := ggufValue{kind: ggufKind(r.uint32("the kind of a value"))}
		switch v.kind {
		case kindArray:
			v.elem = ggufKind(r.uint32("the kind of an array"))
			v.count = r.uint64("the length of an array")
			v.start = r.at
			r.skip(v.elem, v.count)
		default:
			v.start = r.at
			r.skip(v.kind, 1)
		}
		if r.err != nil {
			return
		}
		if _, ok := r.values[key]; ok || key == "" || !utf8.ValidString(key) {
			r.failAt(at, "the key ", quoted(key), " is there twice, empty or not UTF-8")
		}
		r.values[key] = v
		r.keys = append(r.keys, key)
	}
	r.align = ggufAlign
	if v, ok := r.values["general.alignment"]; ok {
		n := r.size("general.alignment")
		if n <= 0 || n&(n-1) != 0 || n > 1<<16 {
			r.failAt(v.start, "the alignment is ", n, ", want a power of two up to 65536")
			return
		}
		r.align = n
	}
}

// skip walks over n values of one kind.
func (r *ggufReader) skip(kind ggufKind, n uint64) {
	switch {
	case kind == kindString:
		for i := uint64(0); i < n && r.err == nil; i++ {
			r.take(r.uint64("the length of a string"), "a string")
		}
	case kind == kindArray || int(kind) >= len(kindBytes):
		r.failAt(r.at, "a value of kind ", int(kind), ", want 0 to 12, and no array of arrays")
	case n > r.left()/kindBytes[kind]:
		r.failAt(r.at, n, " values of ", kindBytes[kind], " bytes, but the file has only ", r.left(), " more")
	default:
		r.take(n*kindBytes[kind], "a value")
	}
}

// readTensors reads the descriptions of the tensors.
func (r *ggufReader) readTensors() {
	if r.err != nil {
		return
	}
	r.tensors = map[string]ggufTensor{}
	for range r.tensorCount {
		t := ggufTensor{at: r.at, axes: [4]uint64{1, 1, 1, 1}}
		t.name = r.string("the name of a tensor")
		axes := r.uint32("the number of axes")
		if axes > 4 {
			r.failAt(t.at, "tensor ", quoted(t.name), " has ", axes, " axes, want 4 at most")
			return
		}
		for i := range axes {
			t.axes[i] = r.uint64("an axis")
		}
		number := r.uint32("a format")
		t.offset = r.uint64("an offset")
		t.format = Format(slices.IndexFunc(formats[:], func(f formatInfo) bool { return f.tensor == number }))
		if t.format < 0 {
			r.failAt(t.at, "tensor ", quoted(t.name), " has the format ", number, ", want F32, F16, BF16, Q8_0 or Q4_0")
		}
		if _, ok := r.tensors[t.name]; ok {
			r.failAt(t.at, "tensor ", quoted(t.name), " is there twice")
		}
		if r.err != nil {
			return
		}
		r.tensors[t.name] = t
	}
	r.base = r.at + padding(r.at, r.align)
}

// padding is the number of bytes from n to the next multiple of align, a power of two.
func padding(n, align int) int { return -n & (align - 1) }

// layout is where the parameters of a model of this shape are, in the order of
// Weights.Matrices. It proves that the file holds them and nothing else.
func (r *ggufReader) layout(c Config) []ggufTensor {
	if r.err != nil {
		return nil
	}
	if err := c.Validate(); err != nil {
		r.err = fault("gguf: ", err.Error())
		return nil
	}
	if uint64(c.Layers) > r.tensorCount {
		r.failAt(0, r.tensorCount, " tensors are not enough for ", c.Layers, " layers")
		return nil
	}
	// Matrices of weights without memory: names and shapes.
	matrices := (&Weights{Config: c, Blocks: make([]Block, c.Layers)}).Matrices()
	layout := make([]ggufTensor, len(matrices))
	for i, m := range matrices {
		name := ggufName(m.Name)
		t, ok := r.tensors[name]
		if !ok {
			r.failAt(r.base, "tensor ", quoted(name), " is missing")
			return nil
		}
		want := [4]uint64{uint64(m.Cols), uint64(m.Rows), 1, 1}
		if t.axes != want {
			r.failAt(t.at, "tensor ", quoted(name), " is ", t.axes[0], " by ", t.axes[1], " by ", t.axes[2], " by ", t.axes[3], ", want ", m.Cols, " by ", m.Rows)
			return nil
		}
		if block := formats[t.format].block; m.Cols%block != 0 {
			r.failAt(t.at, "tensor ", quoted(name), " is ", t.format, ", but its rows of ", m.Cols, " are no multiple of ", block)
			return nil
		}
		size := t.format.bytes(m.Cols) * uint64(m.Rows) // below 1<<16 * 4 * 1<<20
		if rest := uint64(max(len(r.data)-r.base, 0)); t.offset > rest || size > rest-t.offset {
			r.failAt(t.at, "tensor ", quoted(name), " is ", size, " bytes at ", t.offset, ", but only ", rest, " bytes hold tensors")
			return nil
		}
		t.start = r.base + int(t.offset)
		layout[i] = t
		delete(r.tensors, name)
	}
	if len(r.tensors) > 0 {
		first := ggufTensor{at: len(r.data)}
		for _, t := range r.tensors {
			if t.at < first.at {
				first = t
			}
		}
		r.failAt(first.at, "tensor ", quoted(first.name), " does not belong to a llama model of ", c.Layers, " layers")
		return nil
	}
	r.checkCover(layout, matrices)
	return layout
}

// checkCover checks that the tensors lie one after another up to the end of the file,
// with nothing between them but padding.
func (r *ggufReader) checkCover(layout []ggufTensor, matrices []Matrix) {
	// An offset and then an index, exact as they are below MaxFile and maxTensors. (All
	// sorting is of float64, which keeps the program that a browser loads small.)
	order := make([]float64, len(layout))
	for i, t := range layout {
		order[i] = float64(t.offset*maxTensors + uint64(i))
	}
	slices.Sort(order)
	end := r.base
	for _, key := range order {
		i := int(key) % maxTensors
		t := layout[i]
		if want := end + padding(end-r.base, r.align); t.start != want {
			r.failAt(t.at, "tensor ", quoted(t.name), " begins at byte ", t.start, ", want ", want, ", where the one before it ends")
			return
		}
		end = t.start + int(t.format.bytes(matrices[i].Cols))*matrices[i].Rows
	}
	if last := end + padding(end-r.base, r.align); len(r.data) != end && len(r.data) != last {
		r.failAt(end, "the tensors end here, but the file has ", len(r.data), " bytes")
	}
}

// size reads a required whole number.
func (r *ggufReader) size(key string) int { return r.sizeOr(key, -1) }

// sizeOr reads a whole number; it is otherwise if the key is missing. If otherwise is -1,
// the key is required.
func (r *ggufReader) sizeOr(key string, otherwise int) int {
	v, ok := r.find(key, otherwise < 0)
	if !ok {
		return otherwise
	}
	b := r.data[v.start:]
	var n int64
	switch v.kind {
	case kindUint8:
		n = int64(b[0])
	case kindInt8:
		n = int64(int8(b[0]))
	case kindUint16:
		n = int64(binary.LittleEndian.Uint16(b))
	case kindInt16:
		n = int64(int16(binary.LittleEndian.Uint16(b)))
	case kindUint32:
		n = int64(binary.LittleEndian.Uint32(b))
	case kindInt32:
		n = int64(int32(binary.LittleEndian.Uint32(b)))
	case kindUint64, kindInt64:
		n = int64(binary.LittleEndian.Uint64(b))
	default:
		r.failAt(v.start, key, " is not a whole number")
		return otherwise
	}
	if n < 0 || n > math.MaxInt32 {
		r.failAt(v.start, key, " is ", n, ", want 0 to ", math.MaxInt32)
		return otherwise
	}
	return int(n)
}

// float reads a number; if otherwise is NaN, the key is required.
func (r *ggufReader) float(key string, otherwise float32) float32 {
	v, ok := r.find(key, otherwise != otherwise)
	switch {
	case !ok:
		return otherwise
	case v.kind == kindFloat32:
		return float32At(r.data[v.start:])
	case v.kind == kindFloat64:
		return float32(math.Float64frombits(binary.LittleEndian.Uint64(r.data[v.start:])))
	}
	r.failAt(v.start, key, " is not a float")
	return otherwise
}

// bool reads a truth value; it is otherwise if the key is missing.
func (r *ggufReader) bool(key string, otherwise bool) bool {
	v, ok := r.find(key, false)
	if ok && v.kind != kindBool {
		r.failAt(v.start, key, " is not a bool")
	}
	if !ok || r.err != nil {
		return otherwise
	}
	return r.data[v.start] != 0
}

// text reads a string; it is "" if the key is missing and not required.
func (r *ggufReader) text(key string, must bool) string {
	v, ok := r.find(key, must)
	if ok && v.kind != kindString {
		r.failAt(v.start, key, " is not a string")
	}
	if !ok || r.err != nil {
		return ""
	}
	s := ggufReader{data: r.data, at: v.start}
	text := s.string(key)
	if !utf8.ValidString(text) {
		r.failAt(v.start, key, " is not UTF-8")
	}
	return text
}

// array finds an array of one kind; want is its length, -1 for any.
func (r *ggufReader) array(key string, elem ggufKind, must bool, want int) (ggufValue, bool) {
	v, ok := r.find(key, must)
	if !ok {
		return v, false
	}
	switch {
	case v.kind != kindArray || v.elem != elem:
		r.failAt(v.start, key, " is not an array of kind ", int(elem))
	case v.count > maxVocab:
		r.failAt(v.start, key, " has ", v.count, " elements, want ", maxVocab, " at most")
	case want >= 0 && v.count != uint64(want):
		r.failAt(v.start, key, " has ", v.count, " elements, want ", want, ", one for each token")
	}
	return v, r.err == nil
}

// texts reads a required array of strings.
func (r *ggufReader) texts(key string) []string {
	v, ok := r.array(key, kindString, true, -1)
	if !ok {
		return nil
	}
	s := ggufReader{data: r.data, at: v.start}
	list := make([]string, v.count)
	for i := range list {
		list[i] = s.string(key)
	}
	return list
}

// find looks a value up.
func (r *ggufReader) find(key string, must bool) (ggufValue, bool) {
	if r.err != nil {
		return ggufValue{}, false
	}
	v, ok := r.values[key]
	if !ok && must {
		r.failAt(r.at, "the key ", key, " is missing")
	}
	return v, ok
}

// notes are the strings whose key begins with notePrefix.
func (r *ggufReader) notes() []Note {
	var notes []Note
	for _, key := range r.keys {
		if name, ok := strings.CutPrefix(key, notePrefix); ok && name != "" && r.values[key].kind == kindString {
			notes = append(notes, Note{name, r.text(key, true)})
		}
	}
	return notes
}

// config reads the shape of the model.
func (r *ggufReader) config(t *Tokenizer) Config {
	if arch := r.text("general.architecture", true); r.err == nil && arch != "llama" {
		r.failKey("general.architecture", "the architecture is ", quoted(arch), ", want \"llama\"")
	}
	c := Config{
		Dim:       r.size("llama.embedding_length"),
		Layers:    r.size("llama.block_count"),
		Heads:     r.size("llama.attention.head_count"),
		Hidden:    r.size("llama.feed_forward_length"),
		Context:   r.size("llama.context_length"),
		RopeTheta: r.float("llama.rope.freq_base", 10000),
		NormEps:   r.float("llama.attention.layer_norm_rms_epsilon", float32(math.NaN())),
	}
	c.KVHeads = r.sizeOr("llama.attention.head_count_kv", c.Heads)
	_, c.Untied = r.tensors["output.weight"]
	if t != nil {
		c.Vocab = r.sizeOr("llama.vocab_size", t.Size())
		r.want("llama.vocab_size", c.Vocab, t.Size())
	} else {
		c.Vocab = r.size("llama.vocab_size")
	}
	if r.err != nil || c.Heads < 1 {
		return c // Validate refuses it
	}
	c.HeadDim = r.sizeOr("llama.attention.key_length", c.Dim/c.Heads)
	for _, key := range []string{"llama.attention.value_length", "llama.rope.dimension_count"} {
		r.want(key, r.sizeOr(key, c.HeadDim), c.HeadDim)
	}
	if scaling := r.text("llama.rope.scaling.type", false); scaling != "" && scaling != "none" {
		r.failKey("llama.rope.scaling.type", "the rope scaling is ", quoted(scaling), ", want none")
	}
	return c
}

// want reports an error unless a value is the only one that this package supports.
func (r *ggufReader) want(key string, got, want int) {
	if r.err == nil && got != want {
		r.failKey(key, key, " is ", got, ", want ", want)
	}
}

// tokenizer reads the vocabulary, nil if there is none.
func (r *ggufReader) tokenizer() *Tokenizer {
	const prefix = "tokenizer.ggml."
	model := r.text(prefix+"model", true)
	if r.err != nil || model == "no_vocab" || model == "none" {
		return nil
	}
	t := &Tokenizer{pieces: r.texts(prefix + "tokens")}
	t.bos, t.eos = r.token(prefix+"bos_token_id", t), r.token(prefix+"eos_token_id", t)
	t.kinds = r.tokenKinds(prefix+"token_type", t)
	switch model {
	case "llama":
		t.scores = r.scores(prefix+"scores", t.Size())
		t.spacePrefix = r.bool(prefix+"add_space_prefix", true)
		r.readSentencePieces(t)
	case "gpt2":
		if pre := r.text(prefix+"pre", true); r.err == nil && pre != "gpt-2" {
			r.failKey(prefix+"pre", "the pre-tokenizer is ", quoted(pre), ", want \"gpt-2\"")
		}
		r.readBytePairs(t, r.texts(prefix+"merges"))
	default:
		r.failKey(prefix+"model", "the tokenizer is ", quoted(model), ", want \"gpt2\" or \"llama\"")
	}
	if r.err != nil {
		return nil
	}
	if b := t.index(); b >= 0 {
		r.failKey(prefix+"tokens", "no token stands for the byte ", byteName(byte(b)), ", want all 256")
	}
	return t
}

// token is the number of a special token, -1 if there is none.
func (r *ggufReader) token(key string, t *Tokenizer) int {
	if _, ok := r.find(key, false); !ok {
		return -1
	}
	id := r.size(key)
	if r.err == nil && id >= t.Size() {
		r.failKey(key, key, " is ", id, ", want a token below ", t.Size())
	}
	return id
}

// tokenKinds reads what the tokens are. Without the key, all but BOS and EOS are normal.
func (r *ggufReader) tokenKinds(key string, t *Tokenizer) []tokenKind {
	kinds := make([]tokenKind, t.Size())
	v, ok := r.array(key, kindInt32, false, t.Size())
	for i := range kinds {
		kinds[i] = normalToken
		if ok {
			k := binary.LittleEndian.Uint32(r.data[v.start+4*i:])
			if k > uint32(byteToken) {
				r.failAt(v.start+4*i, "token ", i, " is of type ", k, ", want 0 to ", int(byteToken))
				return nil
			}
			kinds[i] = max(tokenKind(k), normalToken)
		}
	}
	if !ok && r.err == nil {
		for _, id := range []int{t.bos, t.eos} {
			if id >= 0 {
				kinds[id] = controlToken
			}
		}
	}
	return kinds
}

// scores reads the scores of n tokens.
func (r *ggufReader) scores(key string, n int) []float32 {
	v, ok := r.array(key, kindFloat32, true, n)
	if !ok {
		return nil
	}
	scores := make([]float32, n)
	decode(scores, r.data[v.start:], F32)
	if i := indexNotFinite(scores); i >= 0 {
		r.failAt(v.start+4*i, "the score of token ", i, " is infinite or not a number")
	}
	return scores
}

// wordStart is how SentencePiece writes a space.
const wordStart = "▁"

// readSentencePieces turns names of tokens into the bytes that they stand for.
func (r *ggufReader) readSentencePieces(t *Tokenizer) {
	for i := range t.kinds {
		switch name := t.pieces[i]; t.kinds[i] {
		case byteToken:
			b, ok := parseByteName(name)
			if !ok {
				r.failKey("tokenizer.ggml.tokens", "token ", i, " is of type byte, but its name is ", quoted(name), ", want <0x00> to <0xFF>")
				return
			}
			t.pieces[i] = string([]byte{b})
		case normalToken, userToken:
			t.pieces[i] = strings.ReplaceAll(name, wordStart, " ")
		}
	}
}

const hex = "0123456789ABCDEF"

// byteName is how SentencePiece writes a byte: <0x0A>.
func byteName(b byte) string {
	return "<0x" + string([]byte{hex[b>>4], hex[b&15]}) + ">"
}

func parseByteName(name string) (byte, bool) {
	if len(name) != len("<0x00>") || name[:3] != "<0x" || name[5] != '>' {
		return 0, false
	}
	high, low := hexDigit(name[3]), hexDigit(name[4])
	return byte(high<<4 | low), high|low >= 0
}

// hexDigit is the value of a digit, -1 if it is none.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// readBytePairs turns names of tokens into the bytes that they stand for, and merges
// such as "a bc" into pairs of tokens.
func (r *ggufReader) readBytePairs(t *Tokenizer, merges []string) {
	if r.err != nil {
		return
	}
	ids := make(map[string]int32, t.Size())
	for i, name := range t.pieces {
		if t.kinds[i] == byteToken {
			r.failKey("tokenizer.ggml.tokens", "token ", i, ", ", quoted(name), ", is of type byte, which a tokenizer of byte pairs has not")
			return
		}
		if t.kinds[i] != normalToken {
			continue
		}
		piece, ok := fromAlphabet(name)
		if !ok {
			r.failKey("tokenizer.ggml.tokens", "token ", i, ", ", quoted(name), ", is not written in GPT-2's alphabet of bytes")
			return
		}
		t.pieces[i] = piece
		if _, ok := ids[name]; !ok {
			ids[name] = int32(i)
		}
	}
	t.merges = make([]pair, len(merges))
	for i, m := range merges {
		left, right, _ := strings.Cut(m, " ")
		a, ok1 := ids[left]
		b, ok2 := ids[right]
		_, ok3 := ids[left+right]
		if !ok1 || !ok2 || !ok3 {
			r.failKey("tokenizer.ggml.merges", "merge ", i, ", ", quoted(m), ", has no token for its parts or for their join")
			return
		}
		t.merges[i] = pair{a, b}
	}
}

// alphabetRune is GPT-2's name for a byte: the character of that number if it is visible,
// and otherwise one of the characters from U+0100 on, so that a name is readable text.
func alphabetRune(b byte) rune {
	switch {
	case '!' <= b && b <= '~', 0xa1 <= b && b <= 0xac, 0xae <= b:
		return rune(b)
	case b <= ' ':
		return 256 + rune(b)
	case b <= 0xa0:
		return 256 + ' ' + 1 + rune(b-0x7f)
	}
	return 256 + ' ' + 1 + (0xa0 - 0x7f) + 1 // 0xad
}

var runeBytes = func() map[rune]byte {
	m := make(map[rune]byte, 256)
	for b := range 256 {
		m[alphabetRune(byte(b))] = byte(b)
	}
	return m
}()

func toAlphabet(piece string) string {
	var name []rune
	for _, b := range []byte(piece) {
		name = append(name, alphabetRune(b))
	}
	return string(name)
}

func fromAlphabet(name string) (string, bool) {
	piece := make([]byte, 0, len(name))
	for _, c := range name {
		b, ok := runeBytes[c]
		if !ok {
			return "", false
		}
		piece = append(piece, b)
	}
	return string(piece), true
}

// AppendGGUF appends the checkpoint to dst as a GGUF file, which llama.cpp runs as it is.
// Matrices are stored in f: F32, F16 or Q8_0; with Q8_0, a matrix whose row length is not
// a multiple of 32 takes F16. Gains are always F32.
func (c *Checkpoint) AppendGGUF(dst []byte, f Format) ([]byte, error) {
	if f != F32 && f != F16 && f != Q8_0 {
		return nil, fault("gguf: ", f, " is not written, want F32, F16 or Q8_0")
	}
	if c.Tokenizer != nil && c.Tokenizer.Size() != c.Weights.Config.Vocab {
		return nil, fault("gguf: the tokenizer has ", c.Tokenizer.Size(), " tokens, the model ", c.Weights.Config.Vocab)
	}
	matrices := c.Weights.Matrices()
	w := &ggufWriter{dst: dst, start: len(dst)}
	w.dst = append(w.dst, ggufMagic...)
	w.uint32(ggufVersion)
	w.uint64(uint64(len(matrices)))
	w.uint64(0) // the number of keys, known later
	if err := w.values(c, f); err != nil {
		return nil, err
	}
	binary.LittleEndian.PutUint64(w.dst[w.start+16:], w.keys)
	offset := 0
	for _, m := range matrices {
		stored := storedFormat(m, f)
		w.string(ggufName(m.Name))
		if m.Rows == 1 {
			w.uint32(1)
		} else {
			w.uint32(2)
		}
		w.uint64(uint64(m.Cols))
		if m.Rows != 1 {
			w.uint64(uint64(m.Rows))
		}
		w.uint32(formats[stored].tensor)
		w.uint64(uint64(offset))
		offset += int(stored.bytes(len(m.Data)))
		offset += padding(offset, ggufAlign)
	}
	w.pad()
	w.dst = slices.Grow(w.dst, offset)
	for _, m := range matrices {
		if i := indexNotFinite(m.Data); i >= 0 {
			return nil, fault("gguf: weight ", i, " of ", m.Name, " is infinite or not a number")
		}
		var ok bool
		if w.dst, ok = appendEncoded(w.dst, m.Data, storedFormat(m, f)); !ok {
			return nil, fault("gguf: a weight of ", m.Name, " is too large for ", storedFormat(m, f))
		}
		w.pad()
	}
	return w.dst, nil
}

// storedFormat is the format that a parameter takes in a file of format f.
func storedFormat(m Matrix, f Format) Format {
	switch {
	case m.Rows == 1:
		return F32
	case f == Q8_0 && m.Cols%quantBlock != 0:
		return F16
	}
	return f
}

// ggufWriter appends the parts of a file.
type ggufWriter struct {
	dst   []byte
	start int // where the file begins in dst
	keys  uint64
}

func (w *ggufWriter) uint32(n uint32) { w.dst = binary.LittleEndian.AppendUint32(w.dst, n) }
func (w *ggufWriter) uint64(n uint64) { w.dst = binary.LittleEndian.AppendUint64(w.dst, n) }

func (w *ggufWriter) string(s string) {
	w.uint64(uint64(len(s)))
	w.dst = append(w.dst, s...)
}

// pad fills up to the alignment.
func (w *ggufWriter) pad() {
	w.dst = append(w.dst, make([]byte, padding(len(w.dst)-w.start, ggufAlign))...)
}

func (w *ggufWriter) key(key string, kind ggufKind) {
	w.string(key)
	w.uint32(uint32(kind))
	w.keys++
}

func (w *ggufWriter) size(key string, n int) {
	w.key(key, kindUint32)
	w.uint32(uint32(n))
}

func (w *ggufWriter) float(key string, x float32) {
	w.key(key, kindFloat32)
	w.uint32(math.Float32bits(x))
}

func (w *ggufWriter) bool(key string, yes bool) {
	w.key(key, kindBool)
	b := byte(0)
	if yes {
		b = 1
	}
	w.dst = append(w.dst, b)
}

func (w *ggufWriter) text(key, s string) {
	w.key(key, kindString)
	w.string(s)
}

// array begins an array, whose n elements follow.
func (w *ggufWriter) array(key string, elem ggufKind, n int) {
	w.key(key, kindArray)
	w.uint32(uint32(elem))
	w.uint64(uint64(n))
}

// values writes all there is to say about the checkpoint, except for its weights.
func (w *ggufWriter) values(c *Checkpoint, f Format) error {
	w.text("general.architecture", "llama")
	if c.Name != "" {
		w.text("general.name", c.Name)
	}
	w.size("general.alignment", ggufAlign)
	w.size("general.quantization_version", 2)
	w.size("general.file_type", formats[f].file)
	m := c.Weights.Config
	w.size("llama.vocab_size", m.Vocab)
	w.size("llama.context_length", m.Context)
	w.size("llama.embedding_length", m.Dim)
	w.size("llama.block_count", m.Layers)
	w.size("llama.feed_forward_length", m.Hidden)
	w.size("llama.attention.head_count", m.Heads)
	w.size("llama.attention.head_count_kv", m.KVHeads)
	w.size("llama.attention.key_length", m.HeadDim)
	w.size("llama.attention.value_length", m.HeadDim)
	w.float("llama.attention.layer_norm_rms_epsilon", m.NormEps)
	w.size("llama.rope.dimension_count", m.HeadDim)
	w.float("llama.rope.freq_base", m.RopeTheta)
	w.tokenizer(c.Tokenizer)
	seen := map[string]bool{}
	for _, n := range c.Notes {
		if n.Key == "" || seen[n.Key] {
			return fault("gguf: the note ", quoted(n.Key), " is there twice or has no key")
		}
		if !utf8.ValidString(n.Key) || !utf8.ValidString(n.Value) {
			return fault("gguf: the note ", quoted(n.Key), " is not UTF-8")
		}
		seen[n.Key] = true
		w.text(notePrefix+n.Key, n.Value)
	}
	if !utf8.ValidString(c.Name) {
		return fault("gguf: the name ", quoted(c.Name), " is not UTF-8")
	}
	return nil
}

// tokenizer writes the vocabulary as llama.cpp reads it.
func (w *ggufWriter) tokenizer(t *Tokenizer) {
	const prefix = "tokenizer.ggml."
	if t == nil {
		w.text(prefix+"model", "no_vocab")
		return
	}
	scored := t.scores != nil
	if scored {
		w.text(prefix+"model", "llama")
		w.text(prefix+"pre", "default")
	} else {
		w.text(prefix+"model", "gpt2")
		w.text(prefix+"pre", "gpt-2")
	}
	w.array(prefix+"tokens", kindString, t.Size())
	for id := range t.pieces {
		w.string(t.ggufName(id))
	}
	w.array(prefix+"token_type", kindInt32, t.Size())
	for _, kind := range t.kinds {
		w.uint32(uint32(kind))
	}
	if scored {
		w.array(prefix+"scores", kindFloat32, t.Size())
		for _, s := range t.scores {
			w.uint32(math.Float32bits(s))
		}
		w.bool(prefix+"add_space_prefix", t.spacePrefix)
	} else {
		w.array(prefix+"merges", kindString, len(t.merges))
		for _, m := range t.merges {
			w.string(t.ggufName(int(m[0])) + " " + t.ggufName(int(m[1])))
		}
	}
	if t.bos >= 0 {
		w.size(prefix+"bos_token_id", t.bos)
	}
	if t.eos >= 0 {
		w.size(prefix+"eos_token_id", t.eos)
	}
	if id := slices.Index(t.kinds, unknownToken); id >= 0 {
		w.size(prefix+"unknown_token_id", id)
	}
	w.bool(prefix+"add_bos_token", t.bos >= 0)
	w.bool(prefix+"add_eos_token", false)
}

// ggufName is the name of a token in a GGUF file.
func (t *Tokenizer) ggufName(id int) string {
	piece, kind := t.pieces[id], t.kinds[id]
	switch {
	case t.scores != nil && kind == byteToken:
		return byteName(piece[0])
	case t.scores != nil && (kind == normalToken || kind == userToken):
		return strings.ReplaceAll(piece, " ", wordStart)
	case t.scores == nil && kind == normalToken:
		return toAlphabet(piece)
	}
	return piece
}

// quantBlock is how many numbers share a scale in Q8_0 and Q4_0.
const quantBlock = 32

// decode fills dst with numbers from the beginning of src.
func decode(dst []float32, src []byte, f Format) {
	switch f {
	case F32:
		for i := range dst {
			dst[i] = float32At(src[4*i:])
		}
	case F16:
		for i := range dst {
			dst[i] = halfAt(src[2*i:])
		}
	case BF16:
		for i := range dst {
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(src[2*i:])) << 16)
		}
	case Q8_0:
		for ; len(dst) > 0; dst, src = dst[quantBlock:], src[2+quantBlock:] {
			scale := halfAt(src)
			for i, q := range src[2 : 2+quantBlock] {
				dst[i] = float32(int8(q)) * scale
			}
		}
	case Q4_0:
		for ; len(dst) > 0; dst, src = dst[quantBlock:], src[2+quantBlock/2:] {
			scale := halfAt(src)
			for i, q := range src[2 : 2+quantBlock/2] {
				dst[i] = float32(int(q&15)-8) * scale
				dst[i+quantBlock/2] = float32(int(q>>4)-8) * scale
			}
		}
	}
}

// appendEncoded appends the numbers of src in a format. It returns false if one of them,
// or the scale of a block, is too large for half precision.
func appendEncoded(dst []byte, src []float32, f Format) ([]byte, bool) {
	const infinite = 0x7c00
	switch f {
	case F32:
		for _, x := range src {
			dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(x))
		}
	case F16:
		for _, x := range src {
			h := half(x)
			if h&infinite == infinite {
				return dst, false
			}
			dst = binary.LittleEndian.AppendUint16(dst, h)
		}
	case Q8_0:
		for ; len(src) > 0; src = src[quantBlock:] {
			scale, quants := quantize(src[:quantBlock])
			if scale&infinite == infinite {
				return dst, false
			}
			dst = binary.LittleEndian.AppendUint16(dst, scale)
			for _, q := range quants {
				dst = append(dst, byte(q))
			}
		}
	}
	return dst, true
}

// quantize rounds a block to Q8_0 as ggml's reference does: the largest number becomes
// 127 or -127, halves are rounded away from zero.
func quantize(x []float32) (scale uint16, quants [quantBlock]int8) {
	largest := float32(0)
	for _, v := range x {
		largest = max(largest, float32(math.Abs(float64(v))))
	}
	d := largest / 127
	inverse := float32(0)
	if d != 0 {
		inverse = 1 / d
	}
	scale = half(d)
	if math.IsInf(float64(inverse), 0) {
		return scale, quants // so small that scale is 0 as well
	}
	for i, v := range x {
		quants[i] = int8(math.Round(float64(v * inverse)))
	}
	return scale, quants
}

func float32At(b []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b)) }

// halfAt is the number in half precision that b begins with.
func halfAt(b []byte) float32 {
	h := uint32(binary.LittleEndian.Uint16(b))
	sign, exponent, fraction := h>>15<<31, h>>10&31, h&0x3ff
	switch exponent {
	case 0: // fraction * 2^-24, exactly
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)/(1<<24)))
	case 31:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}

// half rounds x to half precision, halves to even; too large a number is infinite.
func half(x float32) uint16 {
	bits := math.Float32bits(x)
	sign, bits := uint16(bits>>31<<15), bits&^(1<<31)
	switch {
	case bits > 0xff<<23: // NaN
		return sign | 0x7e00
	case bits >= (127+16)<<23:
		return sign | 0x7c00
	case bits < (127-14)<<23: // x is below 2^-14: a multiple of 2^-24
		return sign | uint16(math.RoundToEven(float64(math.Float32frombits(bits))*(1<<24)))
	}
	bits += 0xfff + bits>>13&1 // what is cut off rounds up from the half on
	return sign | uint16(bits>>13-(127-15)<<10)
}

// indexNotFinite is the index of the first infinity or NaN in x, -1 if there is none.
func indexNotFinite(x []float32) int {
	const exponent = 0xff << 23
	return slices.IndexFunc(x, func(v float32) bool { return math.Float32bits(v)&exponent == exponent })
}

// fault is an error with a message.
func fault(parts ...any) error { return errors.New(message(parts...)) }

// message joins texts and numbers. It stands in for fmt.Sprint, which, with everything
// that it needs, would make the engine larger by a quarter.
func message(parts ...any) string {
	var b []byte
	for _, part := range parts {
		switch p := part.(type) {
		case string:
			b = append(b, p...)
		case int:
			b = strconv.AppendInt(b, int64(p), 10)
		case int64:
			b = strconv.AppendInt(b, p, 10)
		case uint32:
			b = strconv.AppendUint(b, uint64(p), 10)
		case uint64:
			b = strconv.AppendUint(b, p, 10)
		case Format:
			b = append(b, p.String()...)
		case quoted:
			b = p.appendTo(b)
		default:
			panic("attention: a message with a part of another type")
		}
	}
	return string(b)
}

// quoted is text from a file in a form that can be shown: in quotation marks, short, and
// with every byte that is not plain ASCII as \xNN.
type quoted string

func (q quoted) appendTo(b []byte) []byte {
	const most = 64
	b = append(b, '"')
	for i := range min(len(q), most) {
		if c := q[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
		} else {
			b = append(b, c)
		}
	}
	if len(q) > most {
		b = append(b, "..."...)
	}
	return append(b, '"')
}
