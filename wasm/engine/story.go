package engine

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// story is what has been told: the tokens, whichever models read and wrote them. The
// decoder follows it; it is behind by the tokens that are not yet in its cache.
type story struct {
	tokens  []int
	sampler *attention.Sampler
	logits  []float32 // after the last token, once the decoder has read it
	over    bool
}

const (
	// longestStory, in tokens, and storyCache, in bytes, bound the cache of a story,
	// whatever the model was trained for.
	longestStory = 4096
	storyCache   = 128 << 20
	// promptShare is the part of the cache that a prompt may fill, in quarters.
	promptShare = 3
	// readAtOnce is how many tokens are read between two looks at the clock.
	readAtOnce = 8
	// longestToken is more bytes than any but a few rare tokens have.
	longestToken = 16
)

// newDecoder returns a decoder for stories.
func newDecoder(w *attention.Weights) *attention.Decoder {
	return attention.NewDecoder(w, longest(w.Config))
}

// longest is the number of tokens that a story by such a model may have.
func longest(c attention.Config) int {
	return min(c.Context, longestStory, max(1, storyCache/c.CacheBytes(1)))
}

// capacity is how many tokens a story may have.
func (e *Engine) capacity() int { return longest(e.weights.Config) }

// behind is how many tokens of the story the decoder has yet to read.
func (e *Engine) behind() int { return len(e.story.tokens) - e.decoder.Len() }

// cacheBytes is how much of the cache's buffers the positions read so far take.
func (e *Engine) cacheBytes() int {
	return e.decoder.CacheBytes() / e.decoder.Cap() * e.decoder.Len()
}

// tell begins a story.
func (e *Engine) tell(c protocol.Tell) (protocol.Event, error) {
	if e.decoder == nil {
		return nil, errors.New("no model is in use")
	}
	begun := e.now()
	temperature, topP := sensible(c.Temperature, c.TopP)
	prompt, dropped := e.encode(c.Prompt)
	e.story = story{
		tokens:  append([]int{e.from.Tokenizer.BOS()}, prompt...),
		sampler: attention.NewSampler(c.Seed, temperature, topP),
	}
	e.decoder.Reset()
	e.looks = nil
	e.read(begun)

	told := protocol.Told{
		Pieces:      []protocol.Piece{{Token: e.from.Tokenizer.BOS()}},
		Dropped:     dropped,
		Temperature: temperature,
		TopP:        topP,
		Len:         e.decoder.Len(),
		Cap:         e.capacity(),
		CacheBytes:  e.cacheBytes(),
		Behind:      e.behind(),
	}
	for _, t := range prompt {
		told.Pieces = append(told.Pieces, e.piece(t, 0))
	}
	return told, nil
}

// encode returns the tokens of the end of a prompt, as much of it as leaves room for a
// story, and how many bytes before that were left out.
func (e *Engine) encode(prompt string) (tokens []int, dropped int) {
	prompt = strings.ToValidUTF8(prompt, string(utf8.RuneError))
	room := max(0, e.capacity()*promptShare/4-1)
	if cut := len(prompt) - room*longestToken; cut > 0 {
		for cut < len(prompt) && !utf8.RuneStart(prompt[cut]) {
			cut++
		}
		prompt, dropped = prompt[cut:], cut
	}
	tokens = e.from.Tokenizer.Encode(prompt)
	if len(tokens) <= room {
		return tokens, dropped
	}
	kept := 0
	tokens = tokens[len(tokens)-room:]
	for _, t := range tokens {
		kept += len(e.from.Tokenizer.Bytes(t))
	}
	return tokens, dropped + max(0, len(prompt)-kept)
}

// sensible returns the nearest values that a sampler can use.
func sensible(temperature, topP float32) (float32, float32) {
	if !(temperature > 0) { // NaN too
		temperature = 0
	}
	if !(topP > 0 && topP < 1) {
		topP = 1
	}
	return min(temperature, 10), topP
}

func (e *Engine) piece(token int, probability float32) protocol.Piece {
	return protocol.Piece{Token: token, Text: e.from.Tokenizer.Bytes(token), Probability: probability}
}

// read lets the decoder read on in the story until the slice that began at begun is over.
func (e *Engine) read(begun time.Duration) {
	for e.behind() > 0 && e.now()-begun < protocol.Slice {
		rest := e.story.tokens[e.decoder.Len():]
		e.story.logits = e.decoder.Prompt(rest[:min(readAtOnce, len(rest))])
	}
}

// decode reads what is left to read, then continues the story.
func (e *Engine) decode(c protocol.Decode) (protocol.Event, error) {
	if e.decoder == nil {
		return nil, errors.New("no model is in use")
	}
	if len(e.story.tokens) == 0 {
		return nil, errors.New("no story has been begun")
	}
	begun := e.now()
	e.read(begun)

	var d protocol.Decoded
	s := &e.story
	for e.behind() == 0 && !s.over && len(d.Pieces) < c.Tokens && e.now()-begun < protocol.Slice {
		token, probability := s.sampler.Sample(s.logits)
		if token == e.from.Tokenizer.EOS() || token == e.from.Tokenizer.BOS() {
			s.over = true
			break
		}
		start := e.now()
		s.logits = e.decoder.Step(token)
		d.Elapsed += e.now() - start
		s.tokens = append(s.tokens, token)
		s.over = len(s.tokens) >= e.capacity()
		d.Pieces = append(d.Pieces, e.piece(token, probability))
	}

	d.Len, d.Cap = e.decoder.Len(), e.capacity()
	d.CacheBytes = e.cacheBytes()
	d.Behind = e.behind()
	d.End = s.over
	return d, nil
}
