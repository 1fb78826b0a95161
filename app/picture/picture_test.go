package picture

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"

	"gqaplayground/attention"
)

var english = Words{"Values", "Keys", "Queries", "Groups"}

func TestHeads(t *testing.T) {
	for _, heads := range []int{1, 2, 6, 8, 12, 32} {
		for _, g := range attention.Divisors(heads) {
			c := attention.Config{Heads: heads, KVHeads: g}
			s := Heads(c, english)
			if len(s.Queries) != heads || len(s.Links) != heads || len(s.Groups) != g {
				t.Errorf("%d/%d: %d queries, %d links, %d groups", heads, g, len(s.Queries), len(s.Links), len(s.Groups))
			}
			for name, boxes := range map[string][]Box{"keys": s.Keys, "values": s.Values} {
				seen := make(map[float64]int) // place -> boxes on top
				for _, b := range boxes {
					if !b.Merged {
						seen[b.X]++
					}
					if want := c.KVHead(b.Head); b.Group != want {
						t.Errorf("%d/%d: %s of head %d are in group %d, want %d", heads, g, name, b.Head, b.Group, want)
					}
					if b.Merged != (b.Label == "") || !b.Merged && b.Label[1:] != strconv.Itoa(b.Group+1) {
						t.Errorf("%d/%d: head %d of group %d is called %s", heads, g, b.Head, b.Group, b.Label)
					}
				}
				if len(boxes) != heads || len(seen) != g {
					t.Errorf("%d/%d: %d boxes of %s at %d places", heads, g, len(boxes), name, len(seen))
				}
				for _, b := range boxes {
					if seen[b.X] != 1 {
						t.Errorf("%d/%d: %d boxes of %s lie on top at %g", heads, g, seen[b.X], name, b.X)
					}
				}
			}
			for h, l := range s.Links {
				if l.Query != h || l.Group != c.KVHead(h) {
					t.Errorf("%d/%d: link %+v", heads, g, l)
				}
				if q, k := s.Queries[h], s.Keys[h]; l.X1 != q.X+s.BoxWidth/2 || l.X2 != k.X+s.BoxWidth/2 || l.Y1 != q.Y || l.Y2 != k.Y+BoxHeight {
					t.Errorf("%d/%d: link %+v does not join %+v and %+v", heads, g, l, q, k)
				}
			}
			for i, group := range s.Groups {
				first, last := s.Queries[i*heads/g], s.Queries[(i+1)*heads/g-1]
				if group.X1 != first.X || group.X2 != last.X+s.BoxWidth {
					t.Errorf("%d/%d: bracket %+v", heads, g, group)
				}
				if middle := s.Keys[first.Head].X + s.BoxWidth/2; math.Abs(middle-(group.X1+group.X2)/2) > 1e-9 {
					t.Errorf("%d/%d: key of group %d is at %g, not in its middle", heads, g, i, middle)
				}
			}
		}
	}
}

// The elements stay the same for every G, so that they move and are not replaced.
func TestSameElements(t *testing.T) {
	parts := func(g int) (names []string) {
		for _, part := range Heads(attention.Config{Heads: 8, KVHeads: g}, english).SVG().Children[:5] {
			for _, e := range part.Children {
				name := e.Tag + e.Attr("data-part")
				if name == "gquery" {
					name = e.Children[1].Text // which is always the same
				}
				names = append(names, name)
			}
		}
		return names
	}
	want := strings.Join(parts(8), " ")
	for _, g := range []int{4, 2, 1} {
		if got := strings.Join(parts(g), " "); got != want {
			t.Errorf("G = %d: %s, want %s", g, got, want)
		}
	}
}

// Links are upright lines, skewed: their far end has to meet the key.
func TestSkew(t *testing.T) {
	for _, l := range Heads(attention.Config{Heads: 8, KVHeads: 1}, english).Links {
		transform := l.element().Attr("transform")
		_, skew, _ := strings.Cut(transform, "skewX(")
		angle, err := strconv.ParseFloat(strings.TrimSuffix(skew, ")"), 64)
		if err != nil {
			t.Fatal(transform)
		}
		if x := l.X1 + (l.Y2-l.Y1)*math.Tan(angle*math.Pi/180); math.Abs(x-l.X2) > 0.01 {
			t.Errorf("the link of query %d ends at %g, want %g", l.Query, x, l.X2)
		}
	}
}

func TestCache(t *testing.T) {
	for _, g := range []int{1, 2, 4, 8} {
		e := Cache(8, g)
		for _, part := range e.Children {
			want := g
			if part.Attr("data-part") == "ghosts" {
				want = 2 * (8 - g)
			}
			if n := strings.Count(part.Attr("d"), "M"); n != want {
				t.Errorf("G = %d: %d cells of %s, want %d", g, n, part.Attr("data-part"), want)
			}
		}
	}
}

func TestPoints(t *testing.T) {
	e := Points([]Point{
		{Label: "MQA"},
		{Label: "2", Known: true, Value: 1, Low: 0.5, High: 1.5, Current: true},
		{Label: "4", Known: true, Value: math.Inf(1)},
		{Label: "MHA", Known: true, Value: 2},
	}, 2)
	var circles, intervals int
	for _, mark := range e.Children {
		switch {
		case mark.Tag == "circle":
			circles++
		case mark.Attr("data-part") == "interval" && strings.Contains(mark.Attr("d"), "h10"):
			intervals++
		}
	}
	if circles != 3 || intervals != 1 {
		t.Errorf("%d circles and %d intervals, want 3 and 1", circles, intervals)
	}
	wellFormed(t, e.Document())
	wellFormed(t, Points(nil, 0).Document())
}

func TestDocument(t *testing.T) {
	e := Heads(attention.Config{Heads: 8, KVHeads: 2}, Words{`<&">`, "키", "쿼리", "그룹"}).SVG().Titled("x", `a "title" & more`, "<desc>")
	text := e.Document()
	wellFormed(t, text)
	for _, want := range []string{`role="img"`, `aria-labelledby="x-title x-desc"`, `<title id="x-title">a &#34;title&#34; &amp; more</title>`, "<desc id="} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %.200s", want, text)
		}
	}
	if strings.Contains(text, "style=") {
		t.Error("there is an inline style")
	}
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
}

// A QR code has its dark modules where the encoder has them, with white all around.
func TestQR(t *testing.T) {
	for _, text := range []string{"https://a.b/?g=2", "https://a.b/?prompt=" + strings.Repeat("%EA%B0%80", 90)} {
		e, ok := QR(text)
		code, err := qr.Encode(text, qr.L)
		if !ok || err != nil {
			t.Fatalf("%s: %t, %v", text, ok, err)
		}
		dark := make(map[[2]int]bool)
		for _, run := range strings.FieldsFunc(e.Children[1].Attr("d"), func(r rune) bool { return r == 'z' }) {
			var x, y, n, back int
			if _, err := fmt.Sscanf(run, "M%d %dh%dv1H%d", &x, &y, &n, &back); err != nil || back != x {
				t.Fatalf("%s: %v", run, err)
			}
			for i := range n {
				dark[[2]int{x + i, y}] = true
			}
		}
		for y := -4; y < code.Size+4; y++ {
			for x := -4; x < code.Size+4; x++ {
				if dark[[2]int{x + 4, y + 4}] != code.Black(x, y) {
					t.Fatalf("%s: module %d, %d", text, x, y)
				}
			}
		}
	}
	if _, ok := QR(strings.Repeat("x", 3000)); ok {
		t.Error("a code for a text that no camera reads")
	}
}

// A dot's name over its interval is in the way of neither.
func TestLabelsAbove(t *testing.T) {
	dots := func(above bool) (label, top float64) {
		e := Plot{Above: above, XTicks: []Tick{{1, "1"}, {2, "2"}}, Series: []Series{
			{Label: "G = 1", Dots: []Dot{{X: 1, Value: 2, Low: 1, High: 4}}}, {Dots: []Dot{{X: 2, Value: 5, Low: 4, High: 6}}}}}.SVG()
		for _, g := range e.Children {
			if g.Attr("data-label") != "G = 1" {
				continue
			}
			for _, c := range g.Children {
				switch c.Attr("data-part") {
				case "interval":
					_, rest, _ := strings.Cut(c.Attr("d"), "V")
					rest, _, _ = strings.Cut(rest, "M")
					top, _ = strconv.ParseFloat(rest, 64)
				case "":
					label, _ = strconv.ParseFloat(c.Attr("y"), 64)
				}
			}
		}
		return label, top
	}
	if label, top := dots(true); !(label < top-6) {
		t.Errorf("the name is at %g, and the interval begins at %g", label, top)
	}
	if label, top := dots(false); !(label > top) {
		t.Errorf("beside the dot the name is at %g, and the interval begins at %g", label, top)
	}
}
