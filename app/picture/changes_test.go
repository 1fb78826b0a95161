package picture

import (
	"encoding/xml"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gqaplayground/attention"
)

// node is an element as a browser has it.
type node struct {
	parent   *node
	tag      string
	attrs    map[string]string
	text     string
	children []*node
}

// parse is the document of some markup, under a node of its own.
func parse(t *testing.T, markup string) *node {
	t.Helper()
	root := &node{}
	at := root
	for d := xml.NewDecoder(strings.NewReader(markup)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return root
		}
		if err != nil {
			t.Fatal(err, markup)
		}
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{parent: at, tag: token.Name.Local, attrs: make(map[string]string)}
			for _, a := range token.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			at.children = append(at.children, n)
			at = n
		case xml.EndElement:
			at = at.parent
		case xml.CharData:
			at.text += string(token)
		}
	}
}

// all are a node and all under it in the order of the document.
func (n *node) all() []*node {
	nodes := []*node{n}
	for _, c := range n.children {
		nodes = append(nodes, c.all()...)
	}
	return nodes
}

func (n *node) equal(m *node) bool {
	same := n.tag == m.tag && n.text == m.text && len(n.attrs) == len(m.attrs)
	for name, value := range n.attrs {
		got, has := m.attrs[name]
		same = same && has && got == value
	}
	return same && slices.EqualFunc(n.children, m.children, (*node).equal)
}

// redraw does what boot.js does.
func (n *node) redraw(t *testing.T, changes string) {
	t.Helper()
	if changes == "" {
		return
	}
	all, parts := n.all(), strings.Split(changes, "\x00")
	if len(parts)%4 != 0 {
		t.Fatalf("%d parts", len(parts))
	}
	for c := range slices.Chunk(parts, 4) {
		i, err := strconv.Atoi(c[0])
		if err != nil || i >= len(all) {
			t.Fatalf("place %q of %d", c[0], len(all))
		}
		switch e := all[i]; c[1] {
		case "set":
			e.attrs[c[2]] = c[3]
		case "drop":
			delete(e.attrs, c[2])
		case "text":
			if len(e.children) > 0 {
				t.Fatal("a text in the place of elements")
			}
			e.text = c[3]
		case "remove":
			e.parent.children = slices.DeleteFunc(e.parent.children, func(n *node) bool { return n == e })
		case "append":
			if e.text != "" {
				t.Fatal("elements beside a text")
			}
			added := parse(t, c[3]).children
			for _, n := range added {
				n.parent = e
			}
			e.children = append(e.children, added...)
		default:
			t.Fatalf("what is %q?", c[1])
		}
	}
}

// become makes of the document of one picture that of another, and says in how many changes.
func become(t *testing.T, from, to Element) int {
	t.Helper()
	shown := parse(t, from.String())
	changes := from.Changes(to)
	shown.children[0].redraw(t, changes)
	if !shown.equal(parse(t, to.String())) {
		t.Fatalf("%s\nwants to be\n%s\nby\n%q", from, to, changes)
	}
	return (strings.Count(changes, "\x00") + 1) / 4
}

func TestChanges(t *testing.T) {
	for _, from := range attention.Divisors(8) {
		for _, to := range attention.Divisors(8) {
			scene := func(g int) Element {
				s := Heads(attention.Config{Heads: 8, KVHeads: g}, english)
				s.Lit = g / 2
				return s.SVG().Titled("a", strconv.Itoa(g), "<&>")
			}
			n := become(t, scene(from), scene(to))
			if from == to && n > 0 {
				t.Errorf("%d changes of a picture to itself", n)
			}
			cache := func(g int) Element { return Cache(8, g) }
			become(t, cache(from), cache(to))
		}
	}
	points := []Point{{Label: "1", Value: 1}, {Label: "2", Value: 3}, {Label: "4", Value: 2}}
	for n := range points {
		become(t, Points(points, 4), Points(points[:n], 4))
		become(t, Points(points[:n], 4), Points(points, 4))
	}
}

// Any picture can become any other one.
func TestChangesOfAny(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	texts := []string{"", "a", "b & c", "<d>", `"`, "가"}
	var tree func(depth int) Element
	tree = func(depth int) Element {
		e := Element{Tag: []string{"g", "text", "path"}[rng.IntN(3)]}
		for _, name := range []string{"x", "y", "data-lit"} {
			if rng.IntN(2) > 0 {
				e.Attrs = append(e.Attrs, Attr{name, texts[rng.IntN(len(texts))]})
			}
		}
		if depth == 0 || rng.IntN(4) == 0 {
			return e.text(texts[rng.IntN(len(texts))])
		}
		for range rng.IntN(4) {
			e.Children = append(e.Children, tree(depth-1))
		}
		return e
	}
	picture := func() Element {
		e := svg(1, 1)
		for range rng.IntN(4) {
			e.Children = append(e.Children, tree(3))
		}
		return e
	}
	for range 5000 {
		become(t, picture(), picture())
	}
}

// What lies between the texts of changes cannot be in one of them.
func TestChangesWithNUL(t *testing.T) {
	name := func(text string) Element { return svg(1, 1).with(element("text", "x", text).text(text)) }
	if changes, want := name("a").Changes(name("b\x00c")), "1\x00set\x00x\x00b\uFFFDc\x001\x00text\x00\x00b\uFFFDc"; changes != want {
		t.Errorf("got %q, want %q", changes, want)
	}
}
