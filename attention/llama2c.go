package attention

import (
	"encoding/binary"
	"strings"
)

// What the files of llama2.c do not say: the constants of its code, and the tokens that
// SentencePiece always puts first.
const (
	llama2cTheta = 10000
	llama2cEps   = 1e-5

	llama2cUnknown = 0
	llama2cBOS     = 1
	llama2cEOS     = 2
)

// llama2cHeader is the size of the header: seven int32.
const llama2cHeader = 7 * 4

// ReadLlama2C reads a model of Andrej Karpathy's llama2.c (the first version of its
// format: a header without a magic number, then the weights in F32) and the
// vocabulary that goes with it, tokenizer.bin; a nil tokenizer makes a checkpoint
// without one. As in ReadGGUF, nothing is taken on trust.
func ReadLlama2C(model, tokenizer []byte) (*Checkpoint, error) {
	return readLlama2C(model, tokenizer, maxParams)
}

func readLlama2C(model, tokenizer []byte, maxParams int) (*Checkpoint, error) {
	c, err := llama2cConfig(model)
	if err != nil {
		return nil, err
	}
	if err := c.fits(maxParams); err != nil {
		return nil, err
	}
	checkpoint := &Checkpoint{Name: "llama2.c"}
	if tokenizer != nil {
		if checkpoint.Tokenizer, err = llama2cTokenizer(tokenizer, c.Vocab); err != nil {
			return nil, err
		}
	}
	checkpoint.Weights = NewWeights(c)
	if err := readWeights(checkpoint.Weights, model); err != nil {
		return nil, err
	}
	return checkpoint, nil
}

// llama2cConfig reads the header and checks that the file has the size of such a model.
func llama2cConfig(model []byte) (Config, error) {
	switch {
	case len(model) > MaxFile:
		return Config{}, fault("llama2.c: the model has ", len(model), " bytes, want ", MaxFile, " at most")
	case len(model) < llama2cHeader:
		return Config{}, fault("llama2.c: the model has ", len(model), " bytes, want a header of ", llama2cHeader)
	}
	field := func(i int) int { return int(int32(binary.LittleEndian.Uint32(model[4*i:]))) }
	c := Config{
		Dim:     field(0),
		Hidden:  field(1),
		Layers:  field(2),
		Heads:   field(3),
		KVHeads: field(4),
		Vocab:   field(5),
		Context: field(6),

		RopeTheta: llama2cTheta,
		NormEps:   llama2cEps,
	}
	if c.Vocab < 0 { // says that the output matrix is not the embedding
		c.Vocab, c.Untied = -c.Vocab, true
	}
	if c.Heads < 1 || c.Dim%c.Heads != 0 {
		return Config{}, fault("llama2.c: byte 12: ", c.Heads, " heads do not divide a width of ", c.Dim)
	}
	c.HeadDim = c.Dim / c.Heads
	if err := c.Validate(); err != nil {
		return Config{}, fault("llama2.c: header: ", err.Error())
	}
	// No overflow: Validate limits the weights to 1<<31 and the angles to 1<<36.
	want := llama2cHeader + 4*(uint64(c.Params())+llama2cAngles(c))
	if uint64(len(model)) != want {
		return Config{}, fault("llama2.c: the model has ", len(model), " bytes, want ", want, " for dim ", c.Dim, ", hidden ", c.Hidden, ", layers ", c.Layers, ", heads ", c.Heads, ", kv heads ", c.KVHeads, ", vocab ", c.Vocab, ", context ", c.Context)
	}
	return c, nil
}

// llama2cAngles is the number of cosines and sines in the file, which nobody reads any
// more: they follow from the position.
func llama2cAngles(c Config) uint64 { return uint64(c.Context) * uint64(c.HeadDim) }

// readWeights fills w from a file of the right size. The file holds one kind of matrix
// after another, each for all layers.
func readWeights(w *Weights, model []byte) error {
	at := llama2cHeader
	read := func(name string, dst []float32) error {
		decode(dst, model[at:], F32)
		if i := indexNotFinite(dst); i >= 0 {
			return fault("llama2.c: byte ", at+4*i, ": weight ", i, " of ", name, " is infinite or not a number")
		}
		at += 4 * len(dst)
		return nil
	}
	if err := read("the embedding", w.Embed); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		of   func(b Block) []float32
	}{
		{"the attention gain", func(b Block) []float32 { return b.AttnNorm }},
		{"wq", func(b Block) []float32 { return b.Wq }},
		{"wk", func(b Block) []float32 { return b.Wk }},
		{"wv", func(b Block) []float32 { return b.Wv }},
		{"wo", func(b Block) []float32 { return b.Wo }},
		{"the feed-forward gain", func(b Block) []float32 { return b.FFNorm }},
		{"w1", func(b Block) []float32 { return b.W1 }},
		{"w2", func(b Block) []float32 { return b.W2 }},
		{"w3", func(b Block) []float32 { return b.W3 }},
	} {
		for l, b := range w.Blocks {
			if err := read(message(part.name, " of layer ", l), part.of(b)); err != nil {
				return err
			}
		}
	}
	if err := read("the last gain", w.Norm); err != nil {
		return err
	}
	if !w.Config.Untied {
		return nil
	}
	at += 4 * int(llama2cAngles(w.Config))
	return read("the output matrix", w.Output)
}

// llama2cTokenizer reads tokenizer.bin: the length of the longest token, then for each
// of vocab tokens its score, its length and its bytes.
func llama2cTokenizer(data []byte, vocab int) (*Tokenizer, error) {
	const entry = 4 + 4 // a score and a length
	if len(data) > MaxFile || len(data) < 4+vocab*entry {
		return nil, fault("llama2.c: the tokenizer has ", len(data), " bytes, want ", 4+vocab*entry, " to ", MaxFile, " for ", vocab, " tokens")
	}
	if vocab <= llama2cEOS {
		return nil, fault("llama2.c: a vocabulary of ", vocab, ", want 3 at least, for the unknown token, BOS and EOS")
	}
	t := &Tokenizer{bos: llama2cBOS, eos: llama2cEOS, spacePrefix: true}
	at := 4
	for id := range vocab {
		if len(data)-at < entry {
			return nil, fault("llama2.c: tokenizer byte ", at, ": the file ends before token ", id, " of ", vocab)
		}
		score, n := float32At(data[at:]), int(int32(binary.LittleEndian.Uint32(data[at+4:])))
		if indexNotFinite([]float32{score}) >= 0 {
			return nil, fault("llama2.c: tokenizer byte ", at, ": the score of token ", id, " is infinite or not a number")
		}
		at += entry
		if n < 0 || n > len(data)-at {
			return nil, fault("llama2.c: tokenizer byte ", at-4, ": token ", id, " has ", n, " bytes, want 0 to ", len(data)-at)
		}
		t.addLlama2C(id, string(data[at:at+n]))
		t.scores = append(t.scores, score)
		at += n
	}
	if at != len(data) {
		return nil, fault("llama2.c: tokenizer byte ", at, ": the last of ", vocab, " tokens ends here, but the file has ", len(data), " bytes")
	}
	if b := t.index(); b >= 0 {
		return nil, fault("llama2.c: no token stands for the byte ", byteName(byte(b)), ", want all 256")
	}
	return t, nil
}

// addLlama2C adds token id under the name that the file gives it. Its kind follows from
// its name and number, as the file does not say.
func (t *Tokenizer) addLlama2C(id int, name string) {
	switch b, ok := parseByteName(name); {
	case id == llama2cUnknown:
		t.add(name, unknownToken)
	case id == llama2cBOS || id == llama2cEOS:
		t.add(strings.TrimSpace(name), controlToken) // llama2.c writes them on lines of their own
	case ok:
		t.add(string([]byte{b}), byteToken)
	default:
		t.add(name, normalToken)
	}
}
