package deflate

import (
	"bytes"
	"compress/gzip"
	"container/heap"
	"io"
	"math/rand/v2"
	"os"
	"testing"
)

// inflated is what Go's own package makes of a file.
func inflated(t *testing.T, file []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestGzip(t *testing.T) {
	random := make([]byte, piece+1)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	few := bytes.Clone(random[:1<<16]) // of one byte in four, and so with matches of three bytes
	for i, c := range few {
		few[i] = c & 3
	}
	steps := make([]byte, 0, 4*window) // what is far away once more, up to the window's end and beyond
	for n := window - 3; n <= window+3; n++ {
		steps = append(append(steps, random[:n]...), random[:300]...)
	}
	for name, content := range map[string][]byte{
		"nothing":        {},
		"a byte":         {0},
		"three":          []byte("aaa"),
		"four":           []byte("aaaa"),
		"zeros":          make([]byte, 2*piece),
		"zeros and more": append(make([]byte, piece-1), "abcabcabcabc"...),
		"random":         random,
		"less":           random[:piece-1],
		"few":            few,
		"steps":          steps,
	} {
		if got := inflated(t, Gzip(content)); !bytes.Equal(got, content) {
			t.Errorf("%s: inflates to other %d bytes, want %d", name, len(got), len(content))
		}
	}
}

// Any content inflates to itself.
func TestAny(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		content := make([]byte, r.IntN(1<<r.IntN(13)+1))
		bytes, repeats := 1+r.IntN(256), r.IntN(10)
		for i := range content {
			content[i] = byte(r.IntN(bytes))
			if back := 1 + r.IntN(300); back <= i && r.IntN(10) < repeats {
				content[i] = content[i-back]
			}
		}
		if got := inflated(t, Gzip(content)); string(got) != string(content) {
			t.Fatalf("%q inflates to %q", content, got)
		}
	}
}

// What it is for: it compresses better.
func TestSmaller(t *testing.T) {
	content, err := os.ReadFile("../state.go")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(content)
	w.Close()
	if n := len(Gzip(content)); n*100 > b.Len()*97 {
		t.Errorf("%d bytes, want 3 %% less than %d", n, b.Len())
	}
}

// Codes are Huffman's where the limit lets them, and complete.
func TestLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 10 {
		uses := make([]int, 2+r.IntN(285))
		for i := range uses {
			uses[i] = 1 + r.IntN(1<<r.IntN(14))
		}
		total := 0
		for i, n := range lengths(uses, 40) {
			total += uses[i] * n
		}
		if want := huffman(uses); total != want {
			t.Fatalf("%v: %d bits, want %d", uses, total, want)
		}
	}
	fibonacci := make([]int, 30)
	for i := range fibonacci {
		if fibonacci[i] = 1; i > 1 {
			fibonacci[i] = fibonacci[i-1] + fibonacci[i-2]
		}
	}
	room := 1 << 15
	for _, n := range lengths(fibonacci, 15) {
		if n < 1 || n > 15 {
			t.Fatalf("a word of %d bits", n)
		}
		room -= 1 << (15 - n)
	}
	if room != 0 {
		t.Errorf("%d of %d words are left", room, 1<<15)
	}
}

// huffman is how many bits the best code takes.
func huffman(uses []int) (total int) {
	h := weights(append([]int(nil), uses...))
	heap.Init(&h)
	for h.Len() > 1 {
		sum := heap.Pop(&h).(int) + heap.Pop(&h).(int)
		total += sum
		heap.Push(&h, sum)
	}
	return total
}

type weights []int

func (w weights) Len() int           { return len(w) }
func (w weights) Less(i, j int) bool { return w[i] < w[j] }
func (w weights) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *weights) Push(x any)        { *w = append(*w, x.(int)) }
func (w *weights) Pop() any {
	last := (*w)[len(*w)-1]
	*w = (*w)[:len(*w)-1]
	return last
}
