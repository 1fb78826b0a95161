package picture

import "math"

// Strip is values along one axis, thing under thing (a dot plot: Cleveland 1984).
type Strip struct {
	X      string // what the axis shows
	Log    bool   // it is logarithmic; else it is as long as what is in it
	Zero   bool   // 0 is on it, and marked
	Key    []Mark // what the marks mean
	Groups []StripGroup
}

// StripGroup is rows under a title.
type StripGroup struct {
	Title   string
	Current bool
	Rows    []StripRow
}

// StripRow is one thing with its values.
type StripRow struct {
	Label string
	Marks []Mark
}

// Mark is a value with its interval; Low = High: there is none.
type Mark struct {
	Label            string // in the key
	Value, Low, High float64
	Shape            int
	Faint, Own       bool
	ID               string // by which it can be asked for; empty: it cannot
}

// SVG is the strip as a picture, as [Plot.SVG] is.
func (s Strip) SVG() Element {
	const width, left, right, head, pitch, key, foot = 420.0, 92.0, 20.0, 22.0, 21.0, 24.0, 40.0
	x := scale{low: math.Inf(1), high: math.Inf(-1), a: left, b: width - right, linear: !s.Log}
	height := 4.0
	for _, g := range s.Groups {
		height += head + pitch*float64(len(g.Rows))
		for _, r := range g.Rows {
			for _, m := range r.Marks {
				x.low, x.high = min(x.low, m.Value), max(x.high, m.Value)
				if m.High > m.Low {
					x.low, x.high = min(x.low, m.Low), max(x.high, m.High)
				}
			}
		}
	}
	if s.Zero {
		x.low, x.high = min(0, x.low), max(0, x.high)
	}
	switch {
	case math.IsInf(x.low, 0):
		x.low, x.high = 1, 2
	case s.Log:
		x.low, x.high = x.low/1.06, x.high*1.06
	default:
		x = x.near()
	}
	top := 0.0
	all := []Element{}
	if len(s.Key) > 0 {
		g := element("g", "data-part", "key", "font-size", "12", "fill", inkColour)
		at := 6.0
		for _, m := range s.Key {
			g.Children = append(g.Children, m.draw(at, 9, ""), element("text", "x", num1(at+9), "y", "9", "dy", ".35em").text(m.Label))
			at += 9 + 18 + textWidth(m.Label)
		}
		all = append(all, g)
		top = key
	}
	bottom := top + height
	grid := element("g", "data-part", "grid", "stroke", gridColour, "stroke-width", "1")
	numbers := element("g", "data-part", "ticks", "font-size", "12", "fill", inkColour)
	for _, v := range x.ticks() {
		at := num1(x.at(v))
		grid.Children = append(grid.Children, element("path", "d", "M"+at+" "+num1(top)+"V"+num1(bottom)))
		numbers.Children = append(numbers.Children, element("text", "x", at, "y", num1(bottom+15), "text-anchor", "middle").
			text(tickLabel(v)))
	}
	if s.Zero {
		grid.Children = append(grid.Children, element("path", "data-part", "zero", "stroke", mutedColour, "d", "M"+num1(x.at(0))+" "+num1(top)+"V"+num1(bottom)))
	}
	all = append(all, grid, numbers, element("g", "data-part", "names", "font-size", "12", "fill", inkColour).with(
		element("text", "x", num1((x.a+x.b)/2), "y", num1(bottom+foot-6), "text-anchor", "middle").text(s.X)))
	y := top + 4
	for _, group := range s.Groups {
		g := element("g", "data-part", "strip", "data-current", yes(group.Current))
		g.Children = append(g.Children, element("text", "x", "2", "y", num1(y+14), "font-size", "13", "font-weight", "600", "fill", inkColour).text(group.Title))
		y += head
		for _, r := range group.Rows {
			middle := y + pitch/2
			g.Children = append(g.Children, element("text", "x", num1(left-12), "y", num1(middle), "dy", ".35em", "text-anchor", "end", "font-size", "12", "fill", inkColour).text(r.Label))
			for _, m := range r.Marks {
				if m.High > m.Low {
					low, high := num1(x.at(m.Low)), num1(x.at(m.High))
					g.Children = append(g.Children, element("path", "data-part", "interval", "data-faint", yes(m.Faint), "data-own", yes(m.Own), "fill", "none", "stroke", m.colour(), "stroke-width", "1.5",
						"d", "M"+low+" "+num1(middle-3)+"v6M"+low+" "+num1(middle)+"H"+high+"M"+high+" "+num1(middle-3)+"v6"))
				}
				g.Children = append(g.Children, m.draw(x.at(m.Value), middle, m.ID))
			}
			y += pitch
		}
		all = append(all, g)
	}
	return svg(width, bottom+foot, "data-part", "strips").with(all...)
}

// draw is the mark at a place.
func (m Mark) draw(x, y float64, id string) Element {
	e := mark(m.Shape, x, y, false, m.Own, m.colour(), id)
	e.Attrs = append(e.Attrs, Attr{"data-faint", yes(m.Faint)}, Attr{"data-own", yes(m.Own)})
	return e
}

func (m Mark) colour() string { return strokeOf(Series{Faint: m.Faint, Own: m.Own}) }

// textWidth is about how wide a text is, in letters of 12 units; those of Korean are as
// wide as high.
func textWidth(s string) (w float64) {
	for _, r := range s {
		if r >= 0x1100 {
			w += 12
		} else {
			w += 6.4
		}
	}
	return w
}
