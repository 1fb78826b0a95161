package attention

// MaxFile bounds the files that Read accepts, and so its memory: weights take at most
// eight times the file (Q4_0), and are allocated only once the layout has been checked.
const MaxFile = 256 << 20

// Read reads a model in either format: a GGUF file, or one of llama2.c with its
// tokenizer.bin, which may be nil. A model of more than maxParams weights is refused
// before any memory is allocated for them.
func Read(model, tokenizer []byte, maxParams int) (*Checkpoint, error) {
	if len(model) >= len(ggufMagic) && string(model[:len(ggufMagic)]) == ggufMagic {
		return readGGUF(model, maxParams)
	}
	if _, err := llama2cConfig(model); err != nil {
		return nil, fault("the file begins with ", quoted(model[:min(len(model), len(ggufMagic))]), ", so it is no GGUF file, and as ", err.Error())
	}
	return readLlama2C(model, tokenizer, maxParams)
}

// fits returns an error if the model has more than maxParams weights.
func (c Config) fits(maxParams int) error {
	if c.Params() > maxParams {
		return fault("the model has ", c.Params(), " weights, want ", maxParams, " at most")
	}
	return nil
}
