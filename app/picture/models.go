package picture

import "strconv"

// Rung is a bar of a ladder: a length with its name and its value in words.
type Rung struct {
	Label, Text string
	Value       float64
	Current     bool
}

// Ladder is bars of one quantity, from zero, one under another.
func Ladder(rungs []Rung) Element {
	const width, left, right, thick, pitch = 420.0, 70.0, 152.0, 13.0, 24.0
	top := 0.0
	for _, r := range rungs {
		top = max(top, r.Value)
	}
	var all []Element
	for i, r := range rungs {
		y := pitch * float64(i)
		length := 0.0
		if top > 0 {
			length = (width - left - right) * r.Value / top
		}
		colour := mutedColour
		if r.Current {
			colour = accentColour
		}
		middle := num1(y + thick/2 + 3)
		all = append(all, element("g", "data-part", "bars", "data-current", yes(r.Current)).with(
			element("text", "x", num1(left-8), "y", middle, "dy", ".35em", "text-anchor", "end", "font-size", "12", "fill", inkColour).text(r.Label),
			element("rect", "data-part", "bar", "x", num1(left), "y", num1(y+3), "width", num1(max(1, length)), "height", num1(thick), "fill", colour),
			element("text", "x", num1(left+max(1, length)+8), "y", middle, "dy", ".35em", "font-size", "12", "fill", inkColour).text(r.Text),
		))
	}
	return svg(width, max(1, pitch*float64(len(rungs))), "data-part", "ladder").with(all...)
}

// Axis is one factor of the cache's size, with the works that make it smaller, by year.
type Axis struct {
	Title, Factor string
	Works         []Work
}

// Work is a work on an axis.
type Work struct {
	Name    string
	Year    int
	Current bool // it is what the page is about
}

// Axes are the factors of the cache's size, two beside each other, each a line of years
// with the works along it.
func Axes(axes []Axis) Element {
	const width, half, line, head, gap, year = 420.0, 214.0, 18.0, 40.0, 14.0, 52.0
	say := func(part, text string, x, y float64, colour string) Element {
		return element("text", "data-part", part, "x", num1(x), "y", num1(y), "dy", ".35em", "font-size", "12", "fill", colour).text(text)
	}
	var all []Element
	y, tall := 0.0, 0.0
	for i, a := range axes {
		x := half * float64(i%2)
		if i%2 == 0 {
			y, tall = y+tall, 0
		}
		from, to := y+head, y+head+line*float64(len(a.Works))
		parts := []Element{
			say("title", a.Title, x+2, y+10, inkColour), say("factor", a.Factor, x+2, y+27, mutedColour),
			element("path", "data-part", "line", "fill", "none", "stroke", faintColour, "stroke-width", "1.5", "d", "M"+num1(x+year-8)+" "+num1(from)+"V"+num1(to)),
		}
		for j, w := range a.Works {
			at := from + line*(float64(j)+.5)
			if j == 0 || w.Year != a.Works[j-1].Year {
				parts = append(parts, say("year", strconv.Itoa(w.Year), x+2, at, mutedColour))
			}
			colour := mutedColour
			if w.Current {
				colour = accentColour
			}
			parts = append(parts, element("g", "data-part", "work", "data-current", yes(w.Current)).with(
				element("path", "data-part", "dot", "fill", colour, "d", shape(i, x+year-8, at, w.Current)),
				say("name", w.Name, x+year+2, at, inkColour)))
		}
		tall = max(tall, to-y+gap)
		all = append(all, element("g", "data-part", "axis", "data-label", a.Title).with(parts...))
	}
	return svg(width, y+tall, "data-part", "axes").with(all...)
}
