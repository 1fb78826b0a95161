package train

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"strconv"

	"gqaplayground/attention"
)

// Text is a text of the reader's to train on. Its last tenth is held out: it is never
// trained on, so what the model makes of it shows whether it has learned more than this
// text by heart.
type Text struct {
	Trained []int // tokens
	HeldOut []int

	begin int // the token that begins a text
	seed  uint64
}

const (
	heldOutShare = 10 // one token in so many
	leastHeldOut = 32 // tokens, of which a loss still says something

	// LeastText is the length of the shortest text to train on, in tokens.
	LeastText = heldOutShare * leastHeldOut
)

// ShortText is the error for a text too short to train on.
type ShortText struct{ Tokens int }

func (e ShortText) Error() string {
	return "uptrain: the text has " + strconv.Itoa(e.Tokens) + " tokens, want " + strconv.Itoa(LeastText) +
		" at least: its last tenth is held out, to tell what is learned from what is only remembered"
}

// NewText tokenises a text; tok must have a token to begin it with. The seed is that of
// the pieces that are cut from it.
func NewText(tok *attention.Tokenizer, text string, seed uint64) (*Text, error) {
	tokens := tok.Encode(text)
	held := len(tokens) / heldOutShare
	if held < leastHeldOut {
		return nil, ShortText{len(tokens)}
	}
	at := len(tokens) - held
	return &Text{tokens[:at], tokens[at:], tok.BOS(), seed}, nil
}

// Sequence returns n tokens: one that begins a text, then a piece of the part that is
// trained on, from any place in it.
func (t *Text) Sequence(i, n int) []int {
	r := rand.New(rand.NewPCG(t.seed, uint64(i)))
	at := r.IntN(len(t.Trained) - (n - 1) + 1)
	return append(append(make([]int, 0, n), t.begin), t.Trained[at:at+n-1]...)
}

// Loss is the mean of -ln of the probabilities that a model gives to tokens of the text,
// in nats. They are read in pieces as long as those that it trains on, each from its
// beginning.
func (t *Text) Loss(w *attention.Weights, tokens []int) float64 {
	r := t.Reader(w)
	var sum float64
	for rest := tokens; len(rest) > 0; {
		var loss float64
		loss, rest = r.Piece(rest)
		sum += loss
	}
	return sum / float64(len(tokens))
}

// piece is the number of tokens of a sequence that go through a model.
func (t *Text) piece(c attention.Config) int {
	return min(attention.TrainContext, c.Context, len(t.Trained))
}

// TextReader reads a text piece by piece.
type TextReader struct {
	reader
	begin, n int
}

// Reader returns a reader with memory of its own, for a model that does not change.
func (t *Text) Reader(w *attention.Weights) TextReader {
	n := t.piece(w.Config)
	return TextReader{newReader(attention.NewNet(w, n), n), t.begin, n}
}

// ReaderOf returns a reader for the model that a trainer from [TextRun.Start] trains on
// the text, as it is whenever a piece is read. Its memory is the trainer's.
func (t *Text) ReaderOf(trainer *Trainer) TextReader {
	return TextReader{trainer.passes[0].reader, t.begin, trainer.Recipe.Context}
}

// Piece reads the first piece of tokens. It returns the sum of -ln of the model's
// probability of each of them, in nats, and the tokens that are left.
func (r TextReader) Piece(tokens []int) (loss float64, rest []int) {
	piece, vocab := tokens[:min(r.n, len(tokens))], r.net.Weights.Config.Vocab
	r.read(append([]int{r.begin}, piece[:len(piece)-1]...))
	return crossEntropy(r.tape.Logits[:len(piece)*vocab], piece, vocab, 1), tokens[len(piece):]
}

// TextRun is one uptraining of any model on a text: all that its result depends on
// besides those two.
type TextRun struct {
	KVHeads int
	Method  attention.Method
	Steps   int
	Rate    float32 // peak of the learning rate
	Seed    uint64  // of the pieces of the text, and of random heads
}

// maxTextSteps is far beyond what a text of a few pages bears.
const maxTextSteps = 1 << 16

// Start converts a copy of the checkpoint's weights. It returns a trainer of them on the
// text, and the text as it is divided.
func (r TextRun) Start(c *attention.Checkpoint, text string) (*Trainer, *Text, error) {
	config := c.Weights.Config
	if err := cmp.Or(c.CanTell(), config.CanMerge(r.KVHeads)); err != nil {
		return nil, nil, errors.New("uptrain: " + err.Error())
	}
	switch {
	case r.Steps < 1 || r.Steps > maxTextSteps:
		return nil, nil, errors.New("uptrain: " + strconv.Itoa(r.Steps) + " steps, want 1 to " + strconv.Itoa(maxTextSteps))
	case !(r.Rate > 0 && r.Rate <= 1):
		return nil, nil, errors.New("uptrain: the learning rate is not between 0 and 1")
	}
	t, err := NewText(c.Tokenizer, text, r.Seed)
	if err != nil {
		return nil, nil, err
	}
	w, err := attention.Convert(c.Weights, r.KVHeads, r.Method, r.Seed)
	if err != nil {
		return nil, nil, err
	}
	recipe := Uptraining(Pretraining(r.Steps), 1)
	recipe.Peak, recipe.Context = r.Rate, t.piece(config)
	return New(w, t, recipe), t, nil
}

// Notes say where a model comes from that the run has trained for so many steps.
func (r TextRun) Notes(steps int) []attention.Note {
	return []attention.Note{
		{Key: "source", Value: "uptrained on a text"},
		{Key: "seed", Value: strconv.FormatUint(r.Seed, 10)},
		{Key: "steps", Value: strconv.Itoa(steps)},
		{Key: "rate", Value: strconv.FormatFloat(float64(r.Rate), 'g', -1, 32)},
		{Key: "method", Value: r.Method.String()},
	}
}
