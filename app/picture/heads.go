package picture

import (
	"math"
	"strconv"
	"strings"

	"gqaplayground/attention"
)

// Scene is which query heads share which key/value head, as in figure 2 of the paper:
// values over keys over queries. x is to the right, y down, in units of the picture.
//
// There is a key and a value box for every query head, as multi-head attention has it.
// The boxes of one group lie over each other, in its middle: all but its first are
// Merged. So sharing is a movement of boxes, and not another set of boxes.
type Scene struct {
	Width, Height         float64
	BoxWidth, FontSize    float64
	Values, Keys, Queries []Box    // one a query head
	Links                 []Link   // one a query head
	Groups                []Group  // one a key/value head
	Rows                  [4]Label // values, keys, queries, groups
	Lit                   int      // the group that is pointed at, from 1; 0 is none
}

// Box is one head.
type Box struct {
	Head   int // query head, or the one that the key or value belonged to
	Group  int
	X, Y   float64 // top left
	Merged bool    // into the first box of its group
	Label  string
}

// Link says that a query head reads a key head.
type Link struct {
	Query, Group   int
	X1, Y1, X2, Y2 float64
}

// Group is the bracket under the query heads that share one key/value head.
type Group struct {
	Index  int
	X1, X2 float64
	Y      float64
	Label  string
}

// Label is a word beside a row.
type Label struct {
	X, Y float64
	Text string
}

// Words are the words in the picture.
type Words struct{ Values, Keys, Queries, Groups string }

// Sizes, in units of the picture.
const (
	roomy     = 64.0      // from one query head to the next, for up to 8 of them
	tight     = 26.0      // ... for 32
	boxShare  = 50.0 / 64 // of that
	narrow    = 40.0      // has no room for a head's letter: its row's name has to do
	BoxHeight = 42.0
	Corner    = 7.0  // less than half of the narrowest box
	margin    = 80.0 // left of the boxes, for the words
	valueRow  = 4.0
	keyRow    = valueRow + BoxHeight + 8
	queryRow  = keyRow + BoxHeight + 96
	bracket   = queryRow + BoxHeight + 9
	GroupLine = 21.0 // middle of the groups' numbers, under their brackets
	bottom    = bracket + 34
)

// MostAtOnce is how many query heads are legible without scrolling.
const MostAtOnce = 32

// Heads is the scene for a model's shape.
func Heads(c attention.Config, w Words) Scene {
	slot := max(tight, min(roomy, math.Floor(8*roomy/float64(c.Heads))))
	boxWidth := 2 * math.Floor(slot*boxShare/2) // half of it is a whole number, too
	s := Scene{
		Width:    margin + slot*max(4, float64(c.Heads)),
		Height:   bottom,
		BoxWidth: boxWidth,
		FontSize: min(16, boxWidth*0.55),
		Rows: [4]Label{
			{margin - 14, valueRow + BoxHeight/2, w.Values},
			{margin - 14, keyRow + BoxHeight/2, w.Keys},
			{margin - 14, queryRow + BoxHeight/2, w.Queries},
			{margin - 14, bracket + GroupLine, w.Groups},
		},
	}
	size := c.GroupSize()
	centre := func(head float64) float64 { return margin + slot*(head+0.5) }
	for h := range c.Heads {
		g := c.KVHead(h)
		own := centre(float64(h))
		shared := centre(float64(g*size) + float64(size-1)/2)
		merged := h%size != 0
		name := strconv.Itoa(g + 1)
		key, value := "K"+name, "V"+name
		if merged {
			key, value = "", "" // it is one with the first
		}
		s.Queries = append(s.Queries, Box{h, g, own - boxWidth/2, queryRow, false, "Q" + strconv.Itoa(h+1)})
		s.Keys = append(s.Keys, Box{h, g, shared - boxWidth/2, keyRow, merged, key})
		s.Values = append(s.Values, Box{h, g, shared - boxWidth/2, valueRow, merged, value})
		s.Links = append(s.Links, Link{h, g, own, queryRow, shared, keyRow + BoxHeight})
	}
	for g := range c.KVHeads {
		s.Groups = append(s.Groups, Group{
			Index: g,
			X1:    centre(float64(g*size)) - boxWidth/2,
			X2:    centre(float64((g+1)*size-1)) + boxWidth/2,
			Y:     bracket,
			Label: strconv.Itoa(g + 1),
		})
	}
	return s
}

// Light says whether a box is drawn by its outline alone. That alternates from group to group,
// so that neighbours differ without their hue.
func (b Box) Light() bool {
	return b.Group%2 == 1 && !b.Merged
}

func (b Box) tone() string {
	if b.Light() {
		return "b"
	}
	return "a"
}

// SVG is the scene as a picture. data-part and data-group tell what an element is, and
// data-tone how a box is drawn; data-merged marks a box that lies under another one, and
// data-lit one of the group that is pointed at, where one is (data-pointed). The page's style
// sheet gives the boxes their colours by these, so that fewer attributes change when they move.
func (s Scene) SVG() Element { return s.svg(false) }

// svg is that, with colours in it where no style sheet is.
func (s Scene) svg(coloured bool) Element {
	var outlines strings.Builder // where multi-head attention has its keys and values
	for _, q := range s.Queries {
		outlines.WriteString(rounded(q.X, valueRow, s.BoxWidth, BoxHeight, Corner) + rounded(q.X, keyRow, s.BoxWidth, BoxHeight, Corner))
	}
	ghosts := element("path", "data-part", "ghosts", "fill", "none", "stroke", faintColour, "stroke-dasharray", "3 4", "d", outlines.String())
	links := element("g", "data-part", "links", "stroke", inkColour, "stroke-width", "2")
	for _, l := range s.Links {
		links.Children = append(links.Children, l.element())
	}
	values, keys, queries := element("g"), element("g"), element("g")
	for i := range s.Queries {
		// The first box of a group comes last, so it lies on top.
		last := len(s.Queries) - 1 - i
		values.Children = append(values.Children, s.Values[last].element(s, "value", valueColour, coloured))
		keys.Children = append(keys.Children, s.Keys[last].element(s, "key", keyColour, coloured))
		queries.Children = append(queries.Children, s.Queries[i].element(s, "query", queryColour, coloured))
	}
	groups := element("g", "data-part", "groups", "text-anchor", "middle", "font-size", "15", "fill", inkColour)
	for _, g := range s.Groups {
		groups.Children = append(groups.Children, g.elements()...)
	}
	rows := element("g", "data-part", "rows", "text-anchor", "end", "font-size", "15", "fill", inkColour)
	for _, r := range s.Rows {
		rows.Children = append(rows.Children, element("text", "x", num(r.X), "y", num(r.Y), "dy", ".35em").text(r.Text))
	}
	picture := svg(s.Width, s.Height).with(ghosts, links, values, keys, queries, groups, rows)
	if s.Lit > 0 {
		picture.light(strconv.Itoa(s.Lit))
		picture.Attrs = append(picture.Attrs, Attr{"data-pointed", "yes"})
	}
	return picture
}

// light marks the elements of a group.
func (e *Element) light(group string) {
	if e.Attr("data-group") == group {
		e.Attrs = append(e.Attrs, Attr{"data-lit", "yes"})
	}
	for i := range e.Children {
		e.Children[i].light(group)
	}
}

// Label is what a box has room for.
func (s Scene) Label(b Box) string {
	if s.BoxWidth < narrow && b.Label != "" {
		return b.Label[1:]
	}
	return b.Label
}

func (b Box) element(s Scene, part, colour string, coloured bool) Element {
	e := element("g", "data-part", part, "data-group", strconv.Itoa(b.Group+1),
		"data-tone", b.tone(), "transform", "translate("+num(b.X)+" "+num(b.Y)+")")
	if b.Merged {
		e.Attrs = append(e.Attrs, Attr{"data-merged", "yes"})
	}
	box := element("rect", "width", num(s.BoxWidth), "height", num(BoxHeight), "rx", num(Corner), "stroke-width", "2")
	label := element("text", "x", num(s.BoxWidth/2), "y", num(BoxHeight/2), "dy", ".35em", "text-anchor", "middle",
		"font-size", num(s.FontSize), "font-weight", "600")
	if coloured {
		fill, ink := colour, "#FFFFFF"
		if b.Light() {
			fill, ink = "#FFFFFF", inkColour
		}
		box.Attrs = append(box.Attrs, Attr{"fill", fill}, Attr{"stroke", colour})
		label.Attrs = append(label.Attrs, Attr{"fill", ink})
		if b.Merged {
			e.Attrs = append(e.Attrs, Attr{"opacity", "0"})
		}
	}
	return e.with(box, label.text(s.Label(b)))
}

// element is an upright line, skewed: so the far end of it moves by its transform alone.
func (l Link) element() Element {
	height := l.Y1 - l.Y2
	angle := math.Round(1e3*math.Atan((l.X1-l.X2)/height)*180/math.Pi) / 1e3
	return element("line", "data-group", strconv.Itoa(l.Group+1),
		"y2", num(-height), "vector-effect", "non-scaling-stroke",
		"transform", "translate("+num(l.X1)+" "+num(l.Y1)+") skewX("+num(angle)+")")
}

func (g Group) elements() []Element {
	return []Element{
		element("path", "data-group", g.Label, "fill", "none", "stroke", inkColour, "stroke-width", "2",
			"d", "M"+num(g.X1)+" "+num(g.Y)+"v6H"+num(g.X2)+"v-6"),
		element("text", "x", num((g.X1+g.X2)/2), "y", num(g.Y+GroupLine), "dy", ".35em").text(g.Label),
	}
}

// rounded is a box as part of a path.
func rounded(x, y, width, height, radius float64) string {
	arc := func(dx, dy float64) string {
		return "a" + num(radius) + " " + num(radius) + " 0 0 1 " + num(dx) + " " + num(dy)
	}
	return "M" + num(x+radius) + " " + num(y) + "h" + num(width-2*radius) + arc(radius, radius) + "v" + num(height-2*radius) + arc(-radius, radius) +
		"h" + num(2*radius-width) + arc(-radius, -radius) + "v" + num(2*radius-height) + arc(radius, -radius) + "z"
}
