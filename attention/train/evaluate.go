package train

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
)

// Quality is how good a model is on stories that it was not trained on.
type Quality struct {
	Stories int
	Tokens  int
	Loss    float64 // nats a token
	LossSE  float64 // standard error of Loss over stories
	Recall  []Recall
}

// Recall counts the answers of one kind in one language: words that can be known only
// from the text before them. An answer is right if every token of it is the model's first
// choice, given the true text before it.
type Recall struct {
	Lang    stories.Lang
	Kind    string
	Answers int
	Right   int
}

// Share is the fraction that is right.
func (r Recall) Share() float64 { return float64(r.Right) / float64(max(1, r.Answers)) }

// Interval is Wilson's 95 % interval of Share (Wilson 1927).
func (r Recall) Interval() (low, high float64) {
	const z = 1.96
	n, p := float64(r.Answers), r.Share()
	if n == 0 {
		return 0, 1
	}
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// Total adds up the kinds that keep accepts; nil accepts all.
func (q Quality) Total(keep func(Recall) bool) Recall {
	var sum Recall
	for _, r := range q.Recall {
		if keep == nil || keep(r) {
			sum.Answers += r.Answers
			sum.Right += r.Right
		}
	}
	return sum
}

// Evaluate measures a model on the first n stories of a split, in both languages. Models
// measured with the same seed see the same stories.
func Evaluate(w *attention.Weights, tok *attention.Tokenizer, split stories.Split, seed uint64, n int) Quality {
	net := attention.NewNet(w, w.Config.Context)
	results := make([]storyResult, 2*n)
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		wg.Go(func() {
			e := newEvaluation(net, tok, split, seed)
			for i := worker; i < len(results); i += workers {
				results[i] = e.story(i)
			}
		})
	}
	wg.Wait()
	return quality(results)
}

// Evaluation does what Evaluate does, one story at a time: first an English one, then the
// Korean one of the same number, and so on.
type Evaluation struct {
	reader
	tok     *attention.Tokenizer
	split   stories.Split
	seed    uint64
	results []storyResult
}

// NewEvaluation returns one that has read nothing yet.
func NewEvaluation(w *attention.Weights, tok *attention.Tokenizer, split stories.Split, seed uint64) *Evaluation {
	return newEvaluation(attention.NewNet(w, w.Config.Context), tok, split, seed)
}

func newEvaluation(net *attention.Net, tok *attention.Tokenizer, split stories.Split, seed uint64) *Evaluation {
	return &Evaluation{reader: newReader(net, net.Weights.Config.Context), tok: tok, split: split, seed: seed}
}

// Read reads one more story.
func (e *Evaluation) Read() { e.results = append(e.results, e.story(len(e.results))) }

// Stories is the number of those read.
func (e *Evaluation) Stories() int { return len(e.results) }

// Quality is how good the model is on the first n stories read.
func (e *Evaluation) Quality(n int) Quality { return quality(e.results[:n]) }

// story is how the model does on story i, of both languages.
func (e *Evaluation) story(i int) storyResult {
	return evaluateStory(e.reader, e.tok, stories.Tell(e.split, e.seed, i/2, stories.Lang(i%2)))
}

// quality sums up results, from the first story on.
func quality(results []storyResult) Quality {
	q := Quality{Stories: len(results)}
	var squares float64
	for i, r := range results {
		q.Tokens += r.tokens
		q.Loss += r.loss
		for kind, right := range r.recall {
			q.count(stories.Lang(i%2), kind, right)
		}
	}
	q.Loss /= float64(max(1, q.Tokens))
	for _, r := range results { // of a ratio of sums (Cochran 1977, section 2.11)
		e := r.loss - q.Loss*float64(r.tokens)
		squares += e * e
	}
	q.LossSE = math.Sqrt(squares) / float64(max(1, q.Tokens))
	slices.SortFunc(q.Recall, func(a, b Recall) int {
		if a.Lang != b.Lang {
			return int(a.Lang) - int(b.Lang)
		}
		return strings.Compare(a.Kind, b.Kind)
	})
	return q
}

func (q *Quality) count(lang stories.Lang, kind string, r answers) {
	i := slices.IndexFunc(q.Recall, func(x Recall) bool { return x.Lang == lang && x.Kind == kind })
	if i < 0 {
		i = len(q.Recall)
		q.Recall = append(q.Recall, Recall{Lang: lang, Kind: kind})
	}
	q.Recall[i].Answers += r.all
	q.Recall[i].Right += r.right
}

type answers struct{ all, right int }

type storyResult struct {
	tokens int
	loss   float64 // nats
	recall map[string]answers
}

// evaluateStory reads one story, cut at the model's context.
func evaluateStory(m reader, tok *attention.Tokenizer, s stories.Story) storyResult {
	c := m.net.Weights.Config
	tokens := append([]int{tok.BOS()}, tok.Encode(s.Text)...)
	if tok.EOS() >= 0 {
		tokens = append(tokens, tok.EOS())
	}
	tokens = tokens[:min(len(tokens), c.Context+1)]
	inputs, targets := tokens[:len(tokens)-1], tokens[1:]
	m.read(inputs)

	right := make([]bool, len(targets))
	for i, target := range targets {
		right[i] = attention.Argmax(m.tape.Logits[i*c.Vocab:(i+1)*c.Vocab]) == target
	}
	result := storyResult{tokens: len(targets), recall: map[string]answers{}}
	result.loss = crossEntropy(m.tape.Logits[:len(targets)*c.Vocab], targets, c.Vocab, 1)

	at := 0 // byte offset of the target in the story
	spans := s.Recall
	whole := true
	for i, target := range targets {
		end := at + len(tok.Bytes(target))
		for len(spans) > 0 && spans[0].Start < end && spans[0].End > at {
			whole = whole && right[i]
			if spans[0].End > end {
				break // the answer goes on in the next token
			}
			a := result.recall[spans[0].Kind]
			a.all++
			if whole {
				a.right++
			}
			result.recall[spans[0].Kind] = a
			spans, whole = spans[1:], true
		}
		at = end
	}
	return result
}
