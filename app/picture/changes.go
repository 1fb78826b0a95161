package picture

import (
	"strconv"
	"strings"
)

// Changes says what makes of a picture another one, to a browser that shows it: four texts
// a change, NUL between all of them, and nothing where the pictures are the same.
//
//	place  what    name       value     does
//	7      set     transform  scale(2)  gives an attribute of the 8th element another value
//	7      drop    data-lit             takes one away
//	7      text               K2        gives it another text
//	7      remove                       takes it out, with all in it
//	7      append             <g/>      adds markup after all in it
//
// Places are those that the elements have in the markup of the picture that is shown,
// from 0, whatever the changes before did. Elements stay where they are of the same kind,
// so that they can move from where they were.
func (e Element) Changes(to Element) string {
	var c changes
	c.element(e, to)
	return strings.Join(c.parts, "\x00")
}

type changes struct {
	parts []string
	at    int // the place of the next element
}

func (c *changes) add(place int, what, name, value string) {
	value = strings.ReplaceAll(value, "\x00", "\uFFFD") // as markup has it
	c.parts = append(c.parts, strconv.Itoa(place), what, name, value)
}

func (c *changes) element(from, to Element) {
	at := c.at
	c.at++
	for _, a := range to.Attrs {
		if i := from.attr(a.Name); i < 0 || from.Attrs[i].Value != a.Value {
			c.add(at, "set", a.Name, a.Value)
		}
	}
	for _, a := range from.Attrs {
		if to.attr(a.Name) < 0 {
			c.add(at, "drop", a.Name, "")
		}
	}
	if from.Text != to.Text {
		c.add(at, "text", "", to.Text)
	}
	same := 0
	for same < min(len(from.Children), len(to.Children)) && from.Children[same].becomes(to.Children[same]) {
		c.element(from.Children[same], to.Children[same])
		same++
	}
	for _, gone := range from.Children[same:] {
		c.add(c.at, "remove", "", "")
		c.at += gone.size()
	}
	if added := to.Children[same:]; len(added) > 0 {
		var markup strings.Builder
		for _, child := range added {
			child.write(&markup)
		}
		c.add(at, "append", "", markup.String())
	}
}

// becomes says whether an element can be made of another by changes: not where one has a
// text, and the other has elements in it.
func (e Element) becomes(to Element) bool {
	return e.Tag == to.Tag && (e.Text == "" || len(to.Children) == 0) && (to.Text == "" || len(e.Children) == 0)
}

// size is the number of elements in the markup.
func (e Element) size() int {
	n := 1
	for _, c := range e.Children {
		n += c.size()
	}
	return n
}
