package picture

// Edge is the room around a picture that stands alone.
const Edge = 16.0

// Pixels is how many pixels are drawn for one unit of a picture.
const Pixels = 2.0

// Alone is the scene as a picture of its own, on a ground, with a name and a description.
func (s Scene) Alone(title, desc string, dark bool) Element {
	width, height := s.Width+2*Edge, s.Height+2*Edge
	scene := s.svg(true)
	scene.Attrs = append(scene.Attrs, Attr{"x", num(Edge)}, Attr{"y", num(Edge)}, Attr{"width", num(s.Width)}, Attr{"height", num(s.Height)})
	e := svg(width, height).with(
		element("rect", "width", "100%", "height", "100%", "fill", "#FFFFFF"), scene)
	if dark {
		e = e.dark()
	}
	return e.Titled("picture", title, desc)
}

// Palette are the colours of a picture that stands alone.
type Palette struct{ Query, Key, Value, Ink, Faint, Ground string }

// Colours are those on a white ground, or on a dark one.
func Colours(dark bool) Palette {
	if dark {
		return Palette{"#56B4E9", "#FF9A4D", "#3FCFA6", "#E8EBEF", "#6B7683", "#191F26"}
	}
	return Palette{queryColour, keyColour, valueColour, inkColour, faintColour, "#FFFFFF"}
}

// inTheDark are the colours on a dark ground for those on white.
var inTheDark = func() map[string]string {
	l, d := Colours(false), Colours(true)
	return map[string]string{l.Query: d.Query, l.Key: d.Key, l.Value: d.Value, l.Ink: d.Ink, l.Faint: d.Faint, l.Ground: d.Ground}
}()

// dark is the element in colours for a dark ground.
func (e Element) dark() Element {
	attrs := make([]Attr, len(e.Attrs))
	for i, a := range e.Attrs {
		if colour := inTheDark[a.Value]; colour != "" {
			a.Value = colour
		}
		attrs[i] = a
	}
	children := make([]Element, len(e.Children))
	for i, c := range e.Children {
		children[i] = c.dark()
	}
	e.Attrs, e.Children = attrs, children
	return e
}
