package train

import (
	"math/rand/v2"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
)

// Corpus is the generated stories as sequences of tokens. Nothing is stored and nothing
// repeats: sequence i is a function of the seed and i.
type Corpus struct {
	Tokenizer *attention.Tokenizer
	Split     stories.Split
	Seed      uint64
	// WarmUp is the number of sequences at the beginning, most of which are drills: a
	// model that has first learned to look back learns the stories from fewer tokens.
	WarmUp int
}

// Shares of the sequences that hold drills alone, in percent.
const (
	drillsInWarmUp = 70
	drillsAfter    = 20
)

// Sequence returns n tokens: documents, each after a beginning-of-text token, until
// there is no more room. Half of them are English, half Korean.
func (c Corpus) Sequence(i, n int) []int {
	r := rand.New(rand.NewPCG(c.Seed, uint64(i)))
	share := drillsAfter
	if i < c.WarmUp {
		share = drillsInWarmUp
	}
	tell := stories.Tell
	if r.IntN(100) < share {
		tell = stories.Drill
	}
	sequence := make([]int, 0, n+256)
	for number := i * 64; len(sequence) < n; number++ {
		story := tell(c.Split, c.Seed, number, stories.Lang(r.IntN(2)))
		sequence = append(sequence, c.Tokenizer.BOS())
		sequence = append(sequence, c.Tokenizer.Encode(story.Text)...)
		tell = stories.Drill // what is left after a story is short
	}
	return sequence[:n]
}

// NewTokenizer trains the tokenizer of the shipped models on stories of the corpus.
func NewTokenizer(seed uint64, vocab int) *attention.Tokenizer {
	var texts []string
	for i := range 1500 {
		for _, lang := range []stories.Lang{stories.English, stories.Korean} {
			texts = append(texts, stories.Tell(stories.Train, seed, i, lang).Text, stories.Drill(stories.Train, seed, i, lang).Text)
		}
	}
	return attention.TrainTokenizer(texts, vocab)
}
