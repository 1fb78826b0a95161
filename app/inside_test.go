//go:build !js

package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// rowsOf are the weights of tokens from to to: what a token gives to key.
func rowsOf(from, to int, weight func(layer, head, query, key int) float64) (b []byte) {
	for query := from; query < to; query++ {
		for layer := range shape.Layers {
			for head := range shape.Heads {
				for key := range query + 1 {
					b = binary.LittleEndian.AppendUint16(b, uint16(math.Round(protocol.WholeWeight*weight(layer, head, query, key))))
				}
			}
		}
	}
	return b
}

// looked is a page whose model, with G = 2, has told n tokens and looked back at them all:
// now every head rests on the first token, before it looked at the token before.
func looked(t *testing.T, l words.Lang, n int) State {
	t.Helper()
	s := Update(newState(), Navigated{"g=2&open=heads&lang=" + l.Tag(), ""})
	pieces := []protocol.Piece{{Token: 1}}
	for i := range n - 1 {
		pieces = append(pieces, protocol.Piece{Token: 2 + i, Text: []byte(" w" + strconv.Itoa(i+1))})
	}
	for _, m := range []any{Idle{}, protocol.Ready{}, Asked{protocol.Use{}}, protocol.Using{Use: protocol.Use{KVHeads: 2}, Config: shape},
		Step{}, Asked{protocol.Tell{}}, protocol.Told{Pieces: pieces[:min(n, 3)]}, Asked{protocol.Decode{Tokens: 1}}, protocol.Decoded{Pieces: pieces[min(n, 3):]}} {
		s = Update(s, m)
	}
	for range 2*n + 2 {
		c, ok := next(s).(protocol.Look)
		if !ok {
			break
		}
		s = Update(s, Asked{c})
		s = Update(s, protocol.Looked{Look: c, Weights: rowsOf(c.From, min(n, c.From+7, protocol.MostLooked), func(_, _, query, key int) float64 {
			at := 0
			if c.Use.KVHeads == 8 {
				at = max(0, query-1)
			}
			if key == at {
				return 1
			}
			return 0
		})})
	}
	return s
}

// Both models are looked with until the story's end or the bound, and no further.
func TestLooks(t *testing.T) {
	for _, n := range []int{1, 2, 40, protocol.MostLooked, protocol.MostLooked + 30} {
		s := looked(t, words.English, n)
		want := min(n, protocol.MostLooked)
		if len(s.Inside.Now.Rows) != want || len(s.Inside.Before.Rows) != want || len(s.Inside.Tokens) != n {
			t.Errorf("of %d tokens, %d and %d were looked at, %d are known", n, len(s.Inside.Now.Rows), len(s.Inside.Before.Rows), len(s.Inside.Tokens))
		}
		if c, ok := next(s).(protocol.Look); ok {
			t.Errorf("%d tokens: still asks %+v", n, c)
		}
	}
	s := looked(t, words.English, 30)
	for name, m := range map[string]any{
		"rows from elsewhere": protocol.Looked{Look: protocol.Look{Use: s.Have, From: 3}, Weights: rowsOf(3, 5, func(_, _, _, _ int) float64 { return 0.1 })},
		"another model":       protocol.Looked{Look: protocol.Look{Use: protocol.Use{KVHeads: 4}, From: 30}, Weights: rowsOf(30, 31, func(_, _, _, _ int) float64 { return 0.1 })},
		"half a row":          protocol.Looked{Look: protocol.Look{Use: s.Have, From: 30}, Weights: make([]byte, 77)},
		"no such token":       protocol.Looked{Look: protocol.Look{Use: s.Have, From: 30}, Weights: rowsOf(30, 31, func(_, _, _, _ int) float64 { return 0.1 })},
	} {
		if got := Update(s, m); !reflect.DeepEqual(got.Inside.Now.Rows, s.Inside.Now.Rows) || !reflect.DeepEqual(got.Inside.Before.Rows, s.Inside.Before.Rows) {
			t.Errorf("%s were taken", name)
		}
	}
	for name, m := range map[string]any{"another G": protocol.Using{Use: protocol.Use{KVHeads: 4}, Config: shape, Behind: 9}, "no story": Stop{}} {
		if got := Update(s, m); len(got.Inside.Now.Rows) > 0 {
			t.Errorf("%s: the maps stay", name)
		}
	}
	if got := Update(s, protocol.Using{Use: protocol.Use{KVHeads: 4}, Config: shape, Behind: 9}); len(got.Inside.Before.Rows) != 30 {
		t.Error("what was before merging is forgotten with another G")
	}
	if got := Update(Update(s, Asked{protocol.Look{Use: s.Have}}), protocol.Failed{Command: "Look", Reason: "by chance"}); next(got) != nil || !got.Story.Told {
		t.Errorf("after a failure: %+v is asked, story told: %t", next(got), got.Story.Told)
	}
}

// While a story is told the maps follow some tokens behind; closed, nothing is asked.
func TestLooksWait(t *testing.T) {
	s := looked(t, words.English, 30)
	s = Update(s, Play{})
	s.Story.Due = 0
	for i := range 2 * lookBehind {
		s = Update(s, protocol.Decoded{Pieces: []protocol.Piece{{Token: 9, Text: []byte("x")}}})
		if c, asked := next(s).(protocol.Look); asked != (i+1 >= lookBehind) {
			t.Errorf("%d tokens on: %+v", i+1, c)
		}
	}
	if _, asked := next(Update(s, ShowInside{GuessPanel})).(protocol.Look); asked {
		t.Error("another panel asks for maps")
	}
	if _, asked := next(Update(s, OpenRoom{HeadsRoom, false})).(protocol.Look); asked {
		t.Error("the closed room asks for maps")
	}
}

// What is pointed at follows the story, then the reader, and never leaves the map.
func TestPointing(t *testing.T) {
	s := looked(t, words.English, 60)
	if q, k := s.pointed(); q != 59 || k != 0 {
		t.Errorf("the last token looks at the first: %d, %d", q, k)
	}
	move := func(queries, keys int) { s = Update(s, Move{queries, keys}) }
	check := func(query, key, from int) {
		t.Helper()
		q, k := s.pointed()
		f, to := s.shownTokens()
		if q != query || k != key || f != from || to != f+mapTokens {
			t.Errorf("at %d, %d of %d to %d; want %d, %d of %d", q, k, f, to, query, key, from)
		}
	}
	check(59, 0, 36)
	move(0, 1)
	check(59, 1, 36)
	move(0, 1000)
	check(59, 59, 36)
	move(-1, 0) // no token sees a later one
	check(58, 58, 36)
	move(-30, 0)
	check(28, 28, 28)
	move(40, -100)
	check(59, 0, 36)
	move(-1000, 0)
	check(0, 0, 0)
	move(30, 5)
	check(30, 5, 7)
	for x := -50.0; x < 700; x += 7 {
		for y := -50.0; y < 700; y += 7 {
			p := Update(s, PointMap{x, y})
			from, to := p.shownTokens()
			if q, k := p.pointed(); q < from || q >= to || k < 0 || k > q {
				t.Fatalf("at %g, %g: %d, %d", x, y, q, k)
			}
		}
	}
	if s = Update(s, Follow{}); s.Inside.Pointed {
		t.Error("it does not follow")
	}
	check(59, 0, 36)
}

func TestKept(t *testing.T) {
	s := looked(t, words.English, 41)
	// Only the first two of 41 tokens can but look at the first one.
	if share, ok := s.Inside.InPlace.share(s.Config, 2, 3); !ok || math.Abs(share-2.0/41) > 1e-9 {
		t.Errorf("%g stayed, want %g", share, 2.0/41)
	}
	s.Inside.Before, s.Inside.InPlace = s.Inside.Now, InPlace{}
	if share, _ := s.Inside.inPlace(s.Config).share(s.Config, 0, 0); math.Abs(share-1) > 1e-9 {
		t.Errorf("%g of itself", share)
	}
	if k := Update(s, protocol.Using{Use: protocol.Use{KVHeads: 4}, Config: shape, Behind: 9}).Inside.InPlace; k.Tokens > 0 {
		t.Errorf("of another model, %d tokens are compared", k.Tokens)
	}
}

func TestTokenLabels(t *testing.T) {
	var pieces []protocol.Piece
	for _, text := range []string{"", "On", "ce", " up", "\n", " ", ".", " \"", "한"[:1], "한"[1:], "국", " extraordinarily", "\xff", ""} {
		pieces = append(pieces, protocol.Piece{Text: []byte(text)})
	}
	s := looked(t, words.English, 2)
	s.Inside.Tokens = addTokens(nil, pieces)
	var got []string
	for i := range pieces {
		got = append(got, s.tokenLabel(i))
	}
	want := []string{"start", "On", "-ce", "up", "↵", "␣", ".", "\"", "한…", "…한", "-국", "extraord…", "\uFFFD…", "□"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The room says what is there, in both languages, without two elements of one name.
func TestInsideView(t *testing.T) {
	for _, l := range words.Langs {
		for _, n := range []int{1, 60} {
			s := looked(t, l, n)
			for _, messages := range [][]any{
				{}, {Abreast{true}, AllHeads{true}, RowNumbers{true}}, {Move{-1, 0}}, {ShowInside{GrowthPanel}}, {ShowInside{LinesPanel}}, {ShowInside{GuessPanel}},
				{ShowInside{GuessPanel}, GuessBytes{4}, GuessTime{1}}, {Stop{}}, {Stop{}, ShowInside{GrowthPanel}}, {SetLayer{99}, SetGroup{99}, SetHead{99}, SetLayer{-1}},
			} {
				p := s
				for _, m := range messages {
					p = Update(p, m)
				}
				html, tags := tags(p)
				identified(t, fmt.Sprintf("%+v", messages), tags)
				for _, bad := range []string{"%!", "NaN", "+Inf", "&lt;nil&gt;"} {
					if strings.Contains(html, bad) {
						t.Errorf("%+v: there is %q", messages, bad)
					}
				}
			}
		}
	}
	s := Update(looked(t, words.English, 60), Abreast{true})
	room := app.HTMLString(insidePanel(s, func(any) {}))
	for _, want := range []string{"Q5–Q8 read the same keys, K2", "first token: 1.00 of its weight on the first token", "previous token 1.00", "0.03 of its weight stayed in place",
		"“w59” looks at “start”, 59 tokens before: 1.00 of Q5’s weight (0.00 before merging)", "column … sums up the next 35 tokens"} {
		if !strings.Contains(room, want) {
			t.Errorf("nothing says %q", want)
		}
	}
}

// Files hold what is shown, and all of its numbers.
func TestInsideFiles(t *testing.T) {
	s := looked(t, words.English, 60)
	s.Save = Save{Room: HeadsRoom, What: VectorFile}
	if name, kind, content := s.file("", false); name != "gqa-attention-map.svg" || kind != "image/svg+xml" || !strings.Contains(content, "w59") {
		t.Errorf("%s, %s: %.100s", name, kind, content)
	}
	s.Save.What = TableFile
	name, _, content := s.file("", false)
	lines := strings.Split(strings.TrimSpace(content), "\r\n")
	rows := 0
	for query := 36; query < 60; query++ {
		rows += query + 1
	}
	if name != "gqa-attention.csv" || len(lines) != 1+rows || lines[0] != "Query token,Key token,Q5 before,Q5,Q6 before,Q6,Q7 before,Q7,Q8 before,Q8" {
		t.Errorf("%s: %d lines, want %d; the first is %q", name, len(lines), 1+rows, lines[0])
	}
	if want := "36 w36,0 start,0.00,1.00,0.00,1.00,0.00,1.00,0.00,1.00"; lines[1] != want {
		t.Errorf("%q, want %q", lines[1], want)
	}
	s = Update(s, ShowInside{GrowthPanel})
	if name, _, content := s.file("", false); name != "gqa-cache-growth.csv" || !strings.Contains(content, "\"K1, V1\",60,7680,Q1–Q4,4\r\n") {
		t.Errorf("%s: %q", name, content)
	}
}

// The lines shown are those of the kernel, and every note has its line.
func TestLines(t *testing.T) {
	source, err := os.ReadFile("../attention/attend.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, ok := strings.Cut(string(source), "\tfor g := range c.KVHeads {\n")
	body, _, ok2 := strings.Cut(body, "\n\t}\n")
	if want := "\tfor g := range c.KVHeads {\n" + body + "\n\t}\n"; !ok || !ok2 || attendLines != want {
		t.Error("app/attend.txt is not what is in attention/attend.go: run go generate ./app")
	}
	for _, n := range lineNotes {
		count := 0
		for line := range strings.Lines(attendLines) {
			if strings.HasPrefix(strings.TrimSpace(line), n.line) {
				count++
			}
		}
		if count != 1 {
			t.Errorf("%d lines begin with %q", count, n.line)
		}
	}
	for _, g := range attention.Divisors(shape.Heads) {
		s := Update(newState(), Navigated{"inside=lines&lang=en&g=" + strconv.Itoa(g), ""})
		room := app.HTMLString(insidePanel(s, func(any) {}))
		for _, want := range []string{"G = " + strconv.Itoa(g) + ": ", "one KV head: 128 bytes a position", "H/G = " + strconv.Itoa(8/g) + " query row"} {
			if !strings.Contains(room, want) {
				t.Errorf("G = %d: nothing says %q", g, want)
			}
		}
	}
}

// A guess is answered by what is exact and what was measured, and only after it.
func TestGuess(t *testing.T) {
	s, _ := measuring(t, words.English, false)
	s = Update(s, Navigated{"inside=guess&lang=en", ""})
	html := func() string { return app.HTMLString(insidePanel(s, func(any) {})) }
	if room := html(); strings.Contains(room, "exactly") || strings.Contains(room, "Measured on") {
		t.Error("the answer comes before the guess")
	}
	s = Update(Update(s, GuessBytes{4}), GuessTime{1})
	room := html()
	for _, want := range []string{"16 MiB becomes 2 MiB", "Measured on this machine", `data-right="yes"`} {
		if !strings.Contains(room, want) {
			t.Errorf("nothing says %q", want)
		}
	}
	for _, test := range []struct {
		ratio, low, high float64
		right            int
		says             string
	}{
		{1.02, .97, 1.1, 1, "no measurable difference"},
		{1.2, 1.1, 1.3, 2, "1.2 ×"},
		{1.5, 1.4, 1.6, 3, "1.5 ×"},
		{2.9, 2.8, 3.2, 3, "2.9 ×"},
		{5, 4, 6, 4, "5 ×"},
		{7.5, 7, 8, 5, "8 ×"},
		{.8, .7, .9, 0, "slower"},
	} {
		right, says := timeOutcome(words.English, words.Compared{Depth: 4096, Heads: 8, Ratio: test.ratio, Low: test.low, High: test.high, Known: true}, 12)
		if right != test.right || !strings.Contains(says, test.says) {
			t.Errorf("%+v: answer %d, %q", test, right, says)
		}
	}
	s = Update(s, SetContext{256})
	s.Measure.Results = nil
	if room := html(); !strings.Contains(room, "Nobody knows before it is measured") || strings.Contains(room, "Measured on this machine: ") {
		t.Error("an answer without a measurement")
	}
	if s = Update(s, GuessAgain{}); s.Inside.Guess != (Guesses{}) {
		t.Error("the guess stays")
	}
}

func TestInsideAddress(t *testing.T) {
	s := Update(newState(), Navigated{"inside=cache&layer=2&head=7&lang=en", ""})
	if !s.Open[HeadsRoom] || s.Inside.Panel != GrowthPanel || s.Inside.Layer != 1 || s.Inside.Head != 6 || len(s.Notes) > 0 {
		t.Errorf("%+v, %+v", s.Inside, s.Notes)
	}
	if q := query(s); !strings.Contains(q, "inside=cache&layer=2&head=7") || !strings.Contains(q, "open=heads") {
		t.Error(q)
	}
	s = Update(s, Navigated{"layer=9&head=0&inside=x&lang=en", ""})
	if d := newState().Inside; s.Inside.Layer != d.Layer || s.Inside.Head != d.Head || s.Inside.Panel != MapsPanel || len(s.Notes) != 3 {
		t.Errorf("%+v, %+v", s.Inside, s.Notes)
	}
}

func BenchmarkInside(b *testing.B) {
	s := looked(&testing.T{}, words.English, 256)
	s = Update(Update(s, Abreast{true}), AllHeads{true})
	for b.Loop() {
		insidePanel(s, func(any) {})
	}
}
