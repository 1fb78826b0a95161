package attention

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Tokenizer turns text into tokens and back. Both of its rules start from small
// symbols and join two neighbours, the best pair first, until no pair can be joined:
//
//   - byte pairs (GPT-2; Sennrich et al. 2016, arXiv 1508.07909): the symbols are
//     bytes, the best pair is the one that training joined first, and nothing is
//     joined across the end of a word. This is the rule of TrainTokenizer;
//   - scores (SentencePiece, as in Llama 2): the symbols are characters, the best
//     pair is the one whose token has the highest score, and words make no
//     difference. A character that is not a token becomes its bytes.
//
// Every text can be encoded, because each of the 256 bytes is a token.
type Tokenizer struct {
	pieces []string // the bytes that a token stands for; the name of a control token
	kinds  []tokenKind
	bos    int
	eos    int

	merges []pair // the rule of byte pairs: what is joined, the best first

	scores      []float32 // the rule of scores, one for each token; nil for byte pairs
	spacePrefix bool      // Encode puts a space before the text, Decode takes it away

	// What index derives from the fields above.
	ids     map[string]int32 // the bytes of a token that text can become -> the token
	bytes   [256]int32
	joins   map[pair]join
	ranks   []int32 // the rule of scores: tokens by falling score, equal ones alike
	longest int
}

// tokenKind says what a token is, with the numbers of GGUF's tokenizer.ggml.token_type.
type tokenKind uint8

const (
	normalToken  tokenKind = 1
	unknownToken tokenKind = 2
	controlToken tokenKind = 3
	userToken    tokenKind = 4 // text that only a chat template writes
	unusedToken  tokenKind = 5
	byteToken    tokenKind = 6
)

// isText says whether a token stands for bytes of a text.
func (k tokenKind) isText() bool {
	return k == normalToken || k == userToken || k == byteToken
}

// pair is two neighbouring tokens.
type pair [2]int32

// join is what becomes of a pair: the pair of lowest rank is joined first.
type join struct{ rank, id int32 }

// endOfText is the name of token 0 of a trained tokenizer. It begins a text and ends it.
const endOfText = "<|endoftext|>"

// minVocab is the smallest vocabulary: the control token and every byte.
const minVocab = 1 + 256

// TrainTokenizer makes a tokenizer of at most vocab tokens: token 0 begins and ends a
// text, 1 to 256 are the bytes, and each of the rest joins the pair of tokens that was
// most frequent in texts when it was made (of pairs equally frequent, the one with the
// smaller tokens). Such a token is whole characters or the beginning of one. There are
// fewer than vocab tokens if at some point no pair occurs twice. TrainTokenizer panics if
// vocab is less than 257.
func TrainTokenizer(texts []string, vocab int) *Tokenizer {
	if vocab < minVocab {
		panic("attention: a vocabulary of " + strconv.Itoa(vocab) + " cannot hold the bytes, want 257 or more")
	}
	t := &Tokenizer{pieces: []string{endOfText}, kinds: []tokenKind{controlToken}}
	made := map[string]int32{}
	for b := range 256 {
		t.add(string([]byte{byte(b)}), normalToken)
	}
	words := countWords(texts)
	freq, where := map[pair]int{}, map[pair][]int{} // where may list a word twice, or in vain
	for i, w := range words {
		for p := range w.pairs {
			freq[p] += w.count
			where[p] = append(where[p], i)
		}
	}
	for len(t.pieces) < vocab {
		best := t.mostFrequent(freq)
		if freq[best] < 2 {
			break
		}
		piece := t.pieces[best[0]] + t.pieces[best[1]]
		id, ok := made[piece] // "a" and "aa" make what "aa" and "a" made before
		if !ok {
			id = int32(len(t.pieces))
			made[piece] = id
			t.add(piece, normalToken)
		}
		t.merges = append(t.merges, best)
		for _, i := range where[best] {
			w := &words[i]
			if !w.has(best) {
				continue
			}
			for p := range w.pairs {
				freq[p] -= w.count
			}
			w.join(best, id)
			for p := range w.pairs {
				freq[p] += w.count
				if p[0] == id || p[1] == id {
					where[p] = append(where[p], i)
				}
			}
		}
		delete(freq, best)
		delete(where, best)
	}
	t.index()
	return t
}

// add appends a token.
func (t *Tokenizer) add(piece string, kind tokenKind) {
	t.pieces = append(t.pieces, piece)
	t.kinds = append(t.kinds, kind)
}

// mostFrequent is the pair with the highest count that may become a token; of equals,
// the smallest.
func (t *Tokenizer) mostFrequent(freq map[pair]int) pair {
	best, most := pair{}, 0
	for p, n := range freq {
		if n < most || n == most && slices.Compare(p[:], best[:]) > 0 {
			continue
		}
		if readable(t.pieces[p[0]] + t.pieces[p[1]]) {
			best, most = p, n
		}
	}
	return best
}

// readable says whether piece is whole characters or the beginning of a single one. Any
// other piece, such as the end of one Korean syllable and the next, would be a token
// that nobody can read and that compresses no better.
func readable(piece string) bool {
	return utf8.ValidString(piece) || !utf8.FullRuneInString(piece)
}

// trainingWord is a distinct word of the training texts: its tokens so far, and how
// often it occurs.
type trainingWord struct {
	tokens []int32
	count  int
}

// countWords cuts texts into words and counts the distinct ones.
func countWords(texts []string) []trainingWord {
	var words []trainingWord
	seen := map[string]int{}
	for _, text := range texts {
		for len(text) > 0 {
			n := wordLen(text)
			i, ok := seen[text[:n]]
			if !ok {
				i = len(words)
				seen[text[:n]] = i
				tokens := make([]int32, n)
				for j := range n {
					tokens[j] = 1 + int32(text[j])
				}
				words = append(words, trainingWord{tokens: tokens})
			}
			words[i].count++
			text = text[n:]
		}
	}
	return words
}

// pairs yields the pairs of neighbours of w, from left to right.
func (w *trainingWord) pairs(yield func(pair) bool) {
	for i := 1; i < len(w.tokens); i++ {
		if !yield(pair{w.tokens[i-1], w.tokens[i]}) {
			return
		}
	}
}

func (w *trainingWord) has(want pair) bool {
	for p := range w.pairs {
		if p == want {
			return true
		}
	}
	return false
}

// join replaces every occurrence of p by id.
func (w *trainingWord) join(p pair, id int32) {
	joined := w.tokens[:0]
	for i := 0; i < len(w.tokens); i++ {
		if i+1 < len(w.tokens) && w.tokens[i] == p[0] && w.tokens[i+1] == p[1] {
			joined = append(joined, id)
			i++
		} else {
			joined = append(joined, w.tokens[i])
		}
	}
	w.tokens = joined
}

// index derives the tables that Encode needs. The join of every merge must be a token.
// missing is a byte that is not a token, or -1 if all bytes are, as they must be.
func (t *Tokenizer) index() (missing int) {
	t.ids = make(map[string]int32, len(t.pieces))
	for b := range t.bytes {
		t.bytes[b] = -1
	}
	for id, piece := range t.pieces {
		switch kind := t.kinds[id]; {
		case piece == "":
		case kind == byteToken:
			t.bytes[piece[0]] = int32(id)
		case kind == normalToken:
			if _, ok := t.ids[piece]; !ok {
				t.ids[piece] = int32(id)
			}
			t.longest = max(t.longest, len(piece))
		}
	}
	for b := range t.bytes {
		if id, ok := t.ids[string([]byte{byte(b)})]; ok && t.bytes[b] < 0 {
			t.bytes[b] = id
		}
		if t.bytes[b] < 0 {
			return b
		}
	}
	if t.scores != nil {
		t.rankScores()
		return -1
	}
	t.joins = make(map[pair]join, len(t.merges))
	for rank, m := range t.merges {
		if _, ok := t.joins[m]; !ok {
			t.joins[m] = join{int32(rank), t.ids[t.pieces[m[0]]+t.pieces[m[1]]]}
		}
	}
	return -1
}

// rankScores numbers the tokens by falling score; tokens of one score share a rank.
func (t *Tokenizer) rankScores() {
	falling := make([]float64, len(t.scores)) // their negatives, rising
	for i, score := range t.scores {
		falling[i] = -float64(score)
	}
	slices.Sort(falling)
	t.ranks = make([]int32, len(t.scores))
	for id, score := range t.scores {
		rank, _ := slices.BinarySearch(falling, -float64(score))
		t.ranks[id] = int32(rank)
	}
}

// Size is the number of tokens.
func (t *Tokenizer) Size() int { return len(t.pieces) }

// BOS is the token that begins a text, -1 if there is none.
func (t *Tokenizer) BOS() int { return t.bos }

// EOS is the token that ends a text, -1 if there is none. It may be BOS itself.
func (t *Tokenizer) EOS() int { return t.eos }

// Bytes is the text that token stands for, which may be part of a character. That of a
// control token is empty.
func (t *Tokenizer) Bytes(token int) []byte {
	if token < 0 || token >= len(t.pieces) {
		panic("attention: token " + strconv.Itoa(token) + " is outside a vocabulary of " + strconv.Itoa(len(t.pieces)))
	}
	if !t.kinds[token].isText() {
		return nil
	}
	return []byte(t.pieces[token])
}

// Decode is the text of tokens. It undoes Encode: the space that Encode may put before a
// text is removed.
func (t *Tokenizer) Decode(tokens []int) []byte {
	var text []byte
	for _, token := range tokens {
		text = append(text, t.Bytes(token)...)
	}
	if t.spacePrefix && len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	return text
}

// Encode is the tokens of text, without BOS and EOS. Text never becomes a control token,
// and bytes that are not UTF-8 are bytes like any other. It takes nearly linear time,
// whatever the text.
func (t *Tokenizer) Encode(text string) []int {
	var tokens []int
	m := merger{t: t}
	if t.scores != nil {
		if t.spacePrefix && text != "" {
			text = " " + text
		}
		return m.appendTokens(tokens, text)
	}
	for len(text) > 0 {
		n := wordLen(text)
		tokens = m.appendTokens(tokens, text[:n])
		text = text[n:]
	}
	return tokens
}

// merger joins the symbols of one word after another; it keeps its memory.
type merger struct {
	t       *Tokenizer
	text    string
	symbols []symbol // in the order of the text
	queue   []merge  // a heap, the best merge first
}

// symbol is a stretch of text. Joining extends the left symbol and empties the right.
type symbol struct {
	start, end int
	prev, next int32 // -1 at the ends
	id         int32 // -1: no token
}

// merge is two neighbouring symbols that may be joined, as they were when it was queued.
type merge struct {
	order       uint64 // rank, then place: of equal pairs the leftmost is first
	left, right int32
	size        int
	id          int32
}

// appendTokens appends the tokens of text, which is one word.
func (m *merger) appendTokens(tokens []int, text string) []int {
	m.split(text)
	for i := 1; i < len(m.symbols); i++ {
		m.consider(int32(i-1), int32(i))
	}
	for len(m.queue) > 0 {
		best := m.pop()
		left, right := &m.symbols[best.left], &m.symbols[best.right]
		if left.start == left.end || right.start == right.end || right.end-left.start != best.size {
			continue // one of them has been joined to another symbol since
		}
		left.end, right.start = right.end, right.end
		left.id, left.next = best.id, right.next
		if left.next >= 0 {
			m.symbols[left.next].prev = best.left
		}
		m.consider(left.prev, best.left)
		m.consider(best.left, left.next)
	}
	for i := int32(0); i >= 0 && len(m.symbols) > 0; i = m.symbols[i].next {
		if s := m.symbols[i]; s.id >= 0 {
			tokens = append(tokens, int(s.id))
		} else {
			for _, b := range []byte(text[s.start:s.end]) {
				tokens = append(tokens, int(m.t.bytes[b]))
			}
		}
	}
	return tokens
}

// split starts over with the symbols of text: bytes or, with scores, characters.
func (m *merger) split(text string) {
	m.text, m.symbols = text, m.symbols[:0]
	for start := 0; start < len(text); {
		s := symbol{start: start, end: start + 1, prev: int32(len(m.symbols)) - 1, next: int32(len(m.symbols)) + 1}
		if m.t.scores == nil {
			s.id = m.t.bytes[text[start]]
		} else {
			_, n := utf8.DecodeRuneInString(text[start:])
			s.end = start + n
			id, ok := m.t.ids[text[start:s.end]]
			if !ok {
				id = -1
			}
			s.id = id
		}
		m.symbols = append(m.symbols, s)
		start = s.end
	}
	if n := len(m.symbols); n > 0 {
		m.symbols[n-1].next = -1
	}
}

// consider queues the merge of two symbols if their pair can be joined.
func (m *merger) consider(left, right int32) {
	if left < 0 || right < 0 {
		return
	}
	a, b := m.symbols[left], m.symbols[right]
	j, ok := m.t.join(a, b, m.text)
	if ok {
		m.push(merge{uint64(j.rank)<<32 | uint64(left), left, right, b.end - a.start, j.id})
	}
}

// join says what becomes of two neighbouring symbols of text.
func (t *Tokenizer) join(a, b symbol, text string) (join, bool) {
	if t.scores == nil {
		j, ok := t.joins[pair{a.id, b.id}]
		return j, ok
	}
	if b.end-a.start > t.longest {
		return join{}, false
	}
	id, ok := t.ids[text[a.start:b.end]]
	if !ok {
		return join{}, false
	}
	return join{t.ranks[id], id}, true
}

func (m *merger) push(x merge) {
	q := append(m.queue, x)
	i := len(q) - 1
	for i > 0 && x.order < q[(i-1)/2].order {
		q[i] = q[(i-1)/2]
		i = (i - 1) / 2
	}
	q[i] = x
	m.queue = q
}

func (m *merger) pop() merge {
	q := m.queue
	best, x := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	for i := 0; len(q) > 0; {
		child := 2*i + 1
		if child+1 < len(q) && q[child+1].order < q[child].order {
			child++
		}
		if child >= len(q) || x.order <= q[child].order {
			q[i] = x
			break
		}
		q[i] = q[child]
		i = child
	}
	m.queue = q
	return best
}

// wordLen is the length of the word that text begins with. The words are those of
// GPT-2, which llama.cpp calls the pre-tokenizer "gpt-2":
//
//	's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
//
// A word takes the space before it along, so that " river" is one token wherever it
// stands, and the same holds for a Korean word with its particle.
func wordLen(text string) int {
	if n := contraction(text); n > 0 {
		return n
	}
	n := 0
	if text[0] == ' ' {
		n = 1
	}
	if kind, _ := firstRune(text[n:]); kind == letter || kind == number || kind == mark {
		return n + runLen(text[n:], kind)
	}
	n = runLen(text, space)
	if n < len(text) { // the last space belongs to the word after it
		_, last := utf8.DecodeLastRuneInString(text[:n])
		if n > last {
			n -= last
		}
	}
	return n
}

// contraction is the length of an English ending such as 's, 0 if text begins with none.
func contraction(text string) int {
	if text[0] != '\'' || len(text) < 2 {
		return 0
	}
	switch text[1] {
	case 's', 't', 'm', 'd':
		return 2
	}
	if len(text) >= 3 {
		switch text[1:3] {
		case "re", "ve", "ll":
			return 3
		}
	}
	return 0
}

// runeKind is what a word may be made of.
type runeKind uint8

const (
	nothing runeKind = iota // the end of the text
	space
	letter
	number
	mark // anything else, bytes that are not UTF-8 among them
)

// firstRune is the kind and length of the character that text begins with.
func firstRune(text string) (runeKind, int) {
	if text == "" {
		return nothing, 0
	}
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case unicode.IsLetter(r):
		return letter, n
	case unicode.IsSpace(r):
		return space, n
	case unicode.IsNumber(r):
		return number, n
	}
	return mark, n
}

// runLen is the length of the characters of one kind that text begins with.
func runLen(text string, kind runeKind) int {
	n := 0
	for {
		k, size := firstRune(text[n:])
		if k != kind {
			return n
		}
		n += size
	}
}
