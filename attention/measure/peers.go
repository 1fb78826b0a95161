package measure

import (
	"math/rand/v2"
	"strings"

	"gqaplayground/attention"
)

// Peers makes arms, by name, of other programs that do the same work.
type Peers interface {
	// Step decodes one token with so many positions in the cache.
	Step(c *attention.Checkpoint, context int) (map[string]Arm, error)
	// Prompt reads so many tokens into an empty cache.
	Prompt(c *attention.Checkpoint, tokens int) (map[string]Arm, error)
	// Attention is one layer's attention over so many positions.
	Attention(c attention.Config, past int) (map[string]Arm, error)
	// Close frees all arms.
	Close() error
}

// alone has no peers.
type alone struct{}

func (alone) Step(*attention.Checkpoint, int) (map[string]Arm, error)   { return nil, nil }
func (alone) Prompt(*attention.Checkpoint, int) (map[string]Arm, error) { return nil, nil }
func (alone) Attention(attention.Config, int) (map[string]Arm, error)   { return nil, nil }
func (alone) Close() error                                              { return nil }

// ForPeers is c as a GGUF file that other programs can run over so many positions and
// what they generate after them: they read no further than a model says it was trained
// for, and run none without a tokenizer. letter is a token that is one letter.
func ForPeers(c *attention.Checkpoint, positions int) (gguf []byte, letter int, err error) {
	named := *c
	if named.Tokenizer == nil {
		named.Tokenizer = tokenizer(c.Weights.Config.Vocab)
	}
	longer := *c.Weights
	longer.Config.Context = max(longer.Config.Context, positions+1024)
	named.Weights = &longer
	gguf, err = named.AppendGGUF(nil, attention.F32)
	for id := range named.Tokenizer.Size() {
		if b := named.Tokenizer.Bytes(id); len(b) == 1 && 'a' <= b[0] && b[0] <= 'z' {
			letter = id
			break
		}
	}
	return gguf, letter, err
}

// tokenizer makes one of exactly so many tokens, of random words.
func tokenizer(size int) *attention.Tokenizer {
	if t := tokenizers[size]; t != nil {
		return t
	}
	r := rand.New(rand.NewPCG(1, 1))
	var text strings.Builder
	for range 2 * size {
		word := []byte{' ', 0, 0, 0, 0}
		for i := range word[1:] {
			word[i+1] = byte('a' + r.IntN(26))
		}
		text.Write(word)
		text.Write(word)
	}
	tokenizers[size] = attention.TrainTokenizer([]string{text.String()}, size)
	return tokenizers[size]
}

var tokenizers = map[int]*attention.Tokenizer{}
