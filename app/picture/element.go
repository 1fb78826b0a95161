// Package picture makes the page's pictures as values: boxes and lines with their
// places, from the shape of the model and numbers alone. It knows no browser. Pictures
// render as SVG that stands alone; the page draws the same elements and gives them its
// own colours.
package picture

import (
	"html"
	"slices"
	"strconv"
	"strings"
)

// Element is an element of SVG.
type Element struct {
	Tag      string
	Attrs    []Attr
	Text     string // instead of children
	Children []Element
}

// Attr is an attribute of an element.
type Attr struct{ Name, Value string }

// Colours on white, safe for colour-blind eyes (Okabe and Ito).
const (
	queryColour = "#0072B2"
	keyColour   = "#D55E00"
	valueColour = "#009E73"
	inkColour   = "#1B2430"
	faintColour = "#9AA5B1"
	lookColour  = "#7A3E9D" // attention
)

// element makes an element from pairs of names and values.
func element(tag string, attrs ...string) Element {
	e := Element{Tag: tag, Attrs: make([]Attr, 0, len(attrs)/2+1)} // and one more
	for i := 0; i < len(attrs); i += 2 {
		e.Attrs = append(e.Attrs, Attr{attrs[i], attrs[i+1]})
	}
	return e
}

func (e Element) with(children ...Element) Element {
	e.Children = children
	return e
}

func (e Element) text(s string) Element {
	e.Text = s
	return e
}

// Attr is the value of an attribute, empty if there is none.
func (e Element) Attr(name string) string {
	if i := e.attr(name); i >= 0 {
		return e.Attrs[i].Value
	}
	return ""
}

// attr is the index of an attribute, or -1.
func (e Element) attr(name string) int {
	return slices.IndexFunc(e.Attrs, func(a Attr) bool { return a.Name == name })
}

// String is the element as text.
func (e Element) String() string {
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e Element) write(b *strings.Builder) {
	b.WriteString("<" + e.Tag)
	for _, a := range e.Attrs {
		b.WriteString(" " + a.Name + `="` + html.EscapeString(a.Value) + `"`)
	}
	if e.Text == "" && len(e.Children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">")
	b.WriteString(html.EscapeString(e.Text))
	for _, c := range e.Children {
		c.write(b)
	}
	b.WriteString("</" + e.Tag + ">")
}

// svg is the picture's root.
func svg(width, height float64, attrs ...string) Element {
	return element("svg", append([]string{"viewBox", "0 0 " + num(width) + " " + num(height)}, attrs...)...)
}

// Titled is a picture with a name and a description for those who do not see it. id
// has to be unlike any other's on the page.
func (e Element) Titled(id, title, desc string) Element {
	e.Attrs = append(e.Attrs, Attr{"role", "img"}, Attr{"aria-labelledby", id + "-title " + id + "-desc"})
	e.Children = append([]Element{
		element("title", "id", id+"-title").text(title),
		element("desc", "id", id+"-desc").text(desc),
	}, e.Children...)
	return e
}

// Document is a picture as a file of its own, with a size of its own.
func (e Element) Document() string {
	file := []Attr{{"xmlns", "http://www.w3.org/2000/svg"}, {"font-family", "system-ui, sans-serif"}}
	if box := strings.Fields(e.Attr("viewBox")); len(box) == 4 {
		file = append(file, Attr{"width", box[2]}, Attr{"height", box[3]})
	}
	e.Attrs = append(file, e.Attrs...)
	return e.String()
}

func num(x float64) string {
	if n := int(x); float64(n) == x { // the most are
		return strconv.Itoa(n)
	}
	return strconv.FormatFloat(x, 'f', -1, 32)
}
