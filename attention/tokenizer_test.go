package attention

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gqaplayground/attention/stories"
)

// storyTexts are n stories, English and Korean by turns.
func storyTexts(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = stories.Tell(stories.Train, 1, i, stories.Lang(i%2)).Text
	}
	return texts
}

// scoredTokenizer is a small tokenizer of SentencePiece's kind.
func scoredTokenizer() *Tokenizer {
	t := &Tokenizer{bos: 1, eos: 2, spacePrefix: true}
	t.add("<unk>", unknownToken)
	t.add("<s>", controlToken)
	t.add("</s>", controlToken)
	for b := range 256 {
		t.add(string([]byte{byte(b)}), byteToken)
	}
	for _, piece := range []string{"he", " the", " t", "er", "re", " ", "t", "h", "e", "r", "한", "글", " 한글", "한글", "글한"} {
		t.add(piece, normalToken)
	}
	t.scores = make([]float32, t.Size())
	for i := range t.scores {
		t.scores[i] = -float32(i)
	}
	t.index()
	return t
}

var awkwardTexts = []string{
	"", " ", "  ", "a", "\n", " \n \n", "\x00", "\xff\xfe\xfd", "\xe2\x96", "한\xed\x95",
	"The fox's den wasn't far; they'll see, it'd been 1,024 steps.",
	"옛날 옛적에 용감한 여자아이가 살았어요. 이름은 지우였어요.",
	"👩‍👩‍👧‍👦 emoji 🦊, ‮right to left‬, e\u0301 combining, full-width １２３ ㎏",
	"<|endoftext|> <s> </s> <0x41> ▁",
	"tabs\t\tand\r\nlines\u00a0and\u3000wide  spaces   ",
}

func TestTokenizerUndoesItself(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := slices.Concat(awkwardTexts, storyTexts(6))
	for n := range 200 {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		texts = append(texts, string(b))
	}
	for name, tok := range map[string]*Tokenizer{
		"byte pairs": TrainTokenizer(storyTexts(100), 600),
		"bytes only": TrainTokenizer(nil, 1000),
		"scores":     scoredTokenizer(),
	} {
		for _, text := range texts {
			if got := tok.Decode(tok.Encode(text)); string(got) != text {
				t.Errorf("%s: %q became %q", name, text, got)
			}
		}
	}
}

func TestTokenizerNeverWritesControlTokens(t *testing.T) {
	for _, tok := range []*Tokenizer{TrainTokenizer(awkwardTexts, 400), scoredTokenizer()} {
		for _, text := range awkwardTexts {
			for _, id := range tok.Encode(text) {
				if tok.Bytes(id) == nil {
					t.Errorf("%q holds the control token %d", text, id)
				}
			}
		}
	}
}

func TestTrainedTokenizerCompresses(t *testing.T) {
	tok := TrainTokenizer(storyTexts(2000), 1024)
	if tok.Size() != 1024 || tok.BOS() != 0 || tok.EOS() != 0 {
		t.Fatalf("size %d, BOS %d, EOS %d, want 1024, 0, 0", tok.Size(), tok.BOS(), tok.EOS())
	}
	for _, test := range []struct {
		lang stories.Lang
		want float64
	}{{stories.English, 2.3}, {stories.Korean, 3.0}} {
		size, tokens := 0, 0
		for i := range 200 {
			text := stories.Tell(stories.HeldOut, 1, i, test.lang).Text
			size += len(text)
			tokens += len(tok.Encode(text))
		}
		ratio := float64(size) / float64(tokens)
		t.Logf("language %d: %.2f bytes a token", test.lang, ratio)
		if ratio < test.want {
			t.Errorf("language %d: %.2f bytes a token, want %.1f at least", test.lang, ratio, test.want)
		}
	}
}

func TestTrainingIsDeterministic(t *testing.T) {
	texts := storyTexts(50)
	a := TrainTokenizer(texts, 500)
	slices.Reverse(texts)
	b := TrainTokenizer(texts, 500)
	if !slices.Equal(a.merges, b.merges) {
		t.Error("the order of the texts changed the merges")
	}
}

func TestTrainedTokensAreReadableAndDistinct(t *testing.T) {
	texts := append(storyTexts(20), strings.Repeat("a", 99)+strings.Repeat(" aaaa", 50))
	tok := TrainTokenizer(texts, 900)
	seen := map[string]int{}
	for id, piece := range tok.pieces {
		if before, ok := seen[piece]; ok {
			t.Errorf("tokens %d and %d are both %q", before, id, piece)
		}
		seen[piece] = id
	}
	for id := minVocab; id < tok.Size(); id++ {
		if !readable(tok.pieces[id]) {
			t.Errorf("token %d, %q, is a part of one character and another", id, tok.pieces[id])
		}
		if got := tok.Encode(tok.pieces[id]); len(got) != 1 || got[0] != id {
			t.Errorf("token %d, %q, encodes to %v", id, tok.pieces[id], got)
		}
	}
}

func TestTrainingTakesTheMostFrequentPair(t *testing.T) {
	tok := TrainTokenizer([]string{"aaab aaab bb"}, 1000)
	// aa 4, ab 2, " a" 1 + ...: words are "aaab", " aaab", " bb".
	if got := tok.pieces[minVocab]; got != "aa" {
		t.Errorf("the first token made is %q, want aa", got)
	}
	if got := tok.Decode(tok.Encode("aaaaab")); string(got) != "aaaaab" {
		t.Errorf("got %q", got)
	}
	if tok.Size() >= 1000 {
		t.Error("training went on after no pair occurred twice")
	}
}

// TestWords compares the words with GPT-2's pattern, worked out by hand.
func TestWords(t *testing.T) {
	for _, test := range []struct{ text, words string }{
		{"Once upon a time", "Once| upon| a| time"},
		{"It's we'll they've I'd 'so", "It|'s| we|'ll| they|'ve| I|'d| '|so"},
		{"'so", "'s|o"},
		{"a  b", "a| | b"},
		{"a   b", "a|  | b"},
		{"a\n\nb", "a|\n|\n|b"},
		{"a \n", "a| \n"},
		{"a\n b", "a|\n| b"},
		{"abc123 456!?...", "abc|123| 456|!?..."},
		{"\"네!\" 지우가 말했어요.", "\"|네|!\"| 지우가| 말했어요|."},
		{"e\u0301", "e|\u0301"},
		{" ", " "},
		{"x\xff\xfey", "x|\xff\xfe|y"},
	} {
		var words []string
		for text := test.text; len(text) > 0; {
			n := wordLen(text)
			words = append(words, text[:n])
			text = text[n:]
		}
		if got := strings.Join(words, "|"); got != test.words {
			t.Errorf("%q: %q, want %q", test.text, got, test.words)
		}
	}
}

// TestMergesInOrder checks both rules against the plain description of them: look at
// all neighbours, join the best, start over.
func TestMergesInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	trained, scored := TrainTokenizer(storyTexts(40), 500), scoredTokenizer()
	for range 300 {
		text := make([]byte, r.IntN(40))
		for i := range text {
			text[i] = " ther"[r.IntN(5)]
		}
		for name, tok := range map[string]*Tokenizer{"byte pairs": trained, "scores": scored} {
			var want []int
			if tok.scores != nil && len(text) > 0 {
				want = plainEncode(tok, " "+string(text))
			} else {
				for rest := string(text); len(rest) > 0; {
					n := wordLen(rest)
					want = append(want, plainEncode(tok, rest[:n])...)
					rest = rest[n:]
				}
			}
			if got := tok.Encode(string(text)); !slices.Equal(got, want) {
				t.Fatalf("%s: %q is %v, want %v", name, text, got, want)
			}
		}
	}
}

func plainEncode(tok *Tokenizer, word string) []int {
	var symbols []symbol
	for i := range len(word) { // ASCII only
		id := tok.bytes[word[i]]
		if s, ok := tok.ids[word[i:i+1]]; ok {
			id = s
		}
		symbols = append(symbols, symbol{start: i, end: i + 1, id: id})
	}
	for {
		best, at := join{rank: 1 << 30}, -1
		for i := 1; i < len(symbols); i++ {
			if j, ok := tok.join(symbols[i-1], symbols[i], word); ok && j.rank < best.rank {
				best, at = j, i
			}
		}
		if at < 0 {
			break
		}
		symbols[at-1].end, symbols[at-1].id = symbols[at].end, best.id
		symbols = slices.Delete(symbols, at, at+1)
	}
	var ids []int
	for _, s := range symbols {
		ids = append(ids, int(s.id))
	}
	return ids
}

// TestEncodeTakesNearLinearTime would take minutes if a word cost the square of its
// length; the bound is loose, for slow machines.
func TestEncodeTakesNearLinearTime(t *testing.T) {
	long := TrainTokenizer([]string{strings.Repeat("a", 5000), strings.Repeat(" ", 5000)}, 300)
	start := time.Now()
	for _, tok := range []*Tokenizer{long, scoredTokenizer()} {
		for _, unit := range []string{"a", " ", "e", "한", "'", "\xff", "\u0301", "a "} {
			text := strings.Repeat(unit, 100_000/len(unit))
			if got := tok.Decode(tok.Encode(text)); string(got) != text {
				t.Errorf("100 kB of %q changed", unit)
			}
		}
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("100 kB took %v", took)
	}
}

func TestTokenOutsideTheVocabularyPanics(t *testing.T) {
	for _, id := range []int{-1, minVocab} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("token %d did not panic", id)
				}
			}()
			TrainTokenizer(nil, minVocab).Bytes(id)
		}()
	}
}

func FuzzTokenizer(f *testing.F) {
	for _, text := range awkwardTexts {
		f.Add([]byte(text))
	}
	tokenizers := []*Tokenizer{TrainTokenizer(storyTexts(40), 500), scoredTokenizer()}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, tok := range tokenizers {
			if got := tok.Decode(tok.Encode(string(text))); !bytes.Equal(got, text) {
				t.Errorf("%q became %q", text, got)
			}
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	texts := storyTexts(100)
	tok := TrainTokenizer(texts, 1024)
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, text := range texts {
			tok.Encode(text)
		}
	}
}

func BenchmarkTrainTokenizer(b *testing.B) {
	texts := storyTexts(8000)
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		TrainTokenizer(texts, 1024)
	}
}
