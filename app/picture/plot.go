package picture

import (
	"math"
	"slices"
	"strconv"
)

// Plot is a chart of dots with intervals over lines. Its axes are logarithmic unless it
// says otherwise.
type Plot struct {
	X, Y    string // what the axes show
	XTicks  []Tick
	XLinear bool // the x axis is
	Linear  bool // the y axis is: it begins at 0
	Near    bool // the y axis is linear and as long as what is in it: it does not begin at 0
	Series  []Series
	Below   []XY // what is below it, is shaded
	Dodge   bool // dots with the same x stand side by side
	Above   bool // the name of a dot stands over its interval, where it is in no other's way
}

// Series is one thing in a plot: what was measured of it as dots, what was predicted
// as a line.
type Series struct {
	Label   string
	Shape   int  // of its dots
	Current bool // it is the one that the page is about
	Faint   bool // it is there for comparison
	Own     bool // it is the reader's
	Dots    []Dot
	Line    []XY
}

// Dot is a value with its interval; Low = High = 0: there is none yet.
type Dot struct {
	X, Value, Low, High float64
	ID                  string // by which it can be asked for; empty: it cannot
}

// XY is a place in the plot's own numbers.
type XY struct{ X, Y float64 }

// Tick is a mark on an axis.
type Tick struct {
	Value float64
	Label string
}

// Sizes of a plot. It is small, so that its letters can still be read on a phone.
const (
	plotWidth  = 420.0
	plotHeight = 268.0
	plotLeft   = 44.0
	plotRight  = 62.0 // for the labels of the series
	plotTop    = 26.0
	plotBottom = 42.0
	dodge      = 4.5
	labelStep  = 13.0
)

// scale is an axis: values from low to high lie from a to b, evenly or by their
// logarithm.
type scale struct {
	low, high, a, b float64
	linear          bool
}

func (s scale) at(v float64) float64 {
	v = max(s.low, min(s.high, v))
	if s.linear {
		return s.a + (s.b-s.a)*(v-s.low)/(s.high-s.low)
	}
	return s.a + (s.b-s.a)*math.Log(v/s.low)/math.Log(s.high/s.low)
}

// scales are the plot's axes, as wide as what is in it.
func (p Plot) scales() (x, y scale) {
	x = scale{math.Inf(1), 0, plotLeft + 12, plotWidth - plotRight - 10, p.XLinear}
	for _, t := range p.XTicks {
		x.low, x.high = min(x.low, t.Value), max(x.high, t.Value)
	}
	y = scale{math.Inf(1), 0, plotHeight - plotBottom, plotTop, p.Linear || p.Near}
	see := func(v float64) {
		if v > 0 && !math.IsInf(v, 0) {
			y.low, y.high = min(y.low, v), max(y.high, v)
		}
	}
	for _, s := range p.Series {
		for _, d := range s.Dots {
			see(d.Value)
			see(d.Low)
			see(d.High)
		}
		for _, l := range s.Line {
			see(l.Y)
		}
	}
	for _, b := range p.Below {
		see(b.Y)
	}
	if y.high == 0 {
		y.low, y.high = 0.1, 10
	}
	if !(x.high > x.low) {
		x.low, x.high = 1, 2
	}
	switch {
	case p.Near:
		y = y.near()
	case p.Linear:
		y.low, y.high = 0, 1.05*y.high
	default:
		y.low, y.high = y.low/1.3, y.high*1.3
	}
	return x, y
}

// near is a linear axis with a little room at both ends.
func (s scale) near() scale {
	room := 0.08 * (s.high - s.low)
	if !(room > 0) {
		room = 0.1 * max(s.high, 1e-3)
	}
	s.low, s.high = s.low-room, s.high+room
	return s
}

// ticks are round values of an axis, about four of them.
func (s scale) ticks() (ticks []float64) {
	if s.linear {
		step := math.Pow(10, math.Floor(math.Log10((s.high-s.low)/3)))
		for _, m := range []float64{1, 2, 5, 10} {
			if (s.high-s.low)/(m*step) <= 5 {
				step *= m
				break
			}
		}
		for i := math.Ceil(s.low / step); i*step <= s.high; i++ {
			v := i * step
			if v == 0 {
				v = 0 // and not -0
			}
			ticks = append(ticks, v)
		}
		return ticks
	}
	steps := []float64{1, 2, 5}
	switch {
	case s.high/s.low > 300:
		steps = steps[:1]
	case s.high/s.low < 6:
		steps = []float64{1, 1.5, 2, 3, 4, 5, 7}
	}
	for e := math.Floor(math.Log10(s.low)); e <= math.Log10(s.high); e++ {
		for _, m := range steps {
			if v := m * math.Pow(10, e); v >= s.low && v <= s.high {
				ticks = append(ticks, v)
			}
		}
	}
	return ticks
}

// SVG is the plot as a picture. data-part tells what an element is, data-current the
// series that the page is about.
func (p Plot) SVG() Element {
	x, y := p.scales()
	grid := element("g", "data-part", "grid", "stroke", gridColour, "stroke-width", "1")
	numbers := element("g", "data-part", "ticks", "font-size", "12", "fill", inkColour)
	for _, v := range y.ticks() {
		at := num1(y.at(v))
		grid.Children = append(grid.Children, element("path", "d", "M"+num1(plotLeft)+" "+at+"H"+num1(plotWidth-plotRight)))
		numbers.Children = append(numbers.Children, element("text", "x", num1(plotLeft-6), "y", at, "dy", ".35em", "text-anchor", "end").
			text(tickLabel(v)))
	}
	for _, t := range p.XTicks {
		at := num1(x.at(t.Value))
		grid.Children = append(grid.Children, element("path", "d", "M"+at+" "+num1(y.a)+"v4"))
		numbers.Children = append(numbers.Children, element("text", "x", at, "y", num1(y.a+17), "text-anchor", "middle").text(t.Label))
	}
	axes := element("g", "data-part", "names", "font-size", "12", "fill", inkColour).with(
		element("text", "x", "2", "y", "13").text(p.Y),
		element("text", "x", num1((x.a+x.b)/2), "y", num1(plotHeight-6), "text-anchor", "middle").text(p.X),
	)
	all := []Element{}
	if len(p.Below) > 1 {
		d := "M" + num1(x.at(p.Below[0].X)) + " " + num1(y.a)
		for _, b := range p.Below {
			d += "L" + num1(x.at(b.X)) + " " + num1(y.at(b.Y))
		}
		d += "V" + num1(y.a) + "Z"
		all = append(all, element("path", "data-part", "below", "fill", gridColour, "d", d))
	}
	all = append(all, grid, numbers, axes)
	labels := p.labels(x, y)
	for i, s := range p.Series {
		g := element("g", "data-part", "series", "data-label", s.Label, "data-current", yes(s.Current), "data-faint", yes(s.Faint), "data-own", yes(s.Own))
		if len(s.Line) > 1 {
			d := "M"
			for j, l := range s.Line {
				if j > 0 {
					d += "L"
				}
				d += num1(x.at(l.X)) + " " + num1(y.at(l.Y))
			}
			g.Children = append(g.Children, element("path", "data-part", "line", "fill", "none", "stroke", strokeOf(s), "stroke-width", "1.5", "d", d))
		}
		shift := 0.0
		if p.Dodge {
			shift = dodge * (float64(i) - float64(len(p.Series)-1)/2)
		}
		for _, dot := range s.Dots {
			at := x.at(dot.X) + shift
			if dot.High > dot.Low {
				g.Children = append(g.Children, element("path", "data-part", "interval", "fill", "none", "stroke", strokeOf(s), "stroke-width", "1.5",
					"d", "M"+num1(at-2.5)+" "+num1(y.at(dot.Low))+"h5M"+num1(at)+" "+num1(y.at(dot.Low))+"V"+num1(y.at(dot.High))+"M"+num1(at-2.5)+" "+num1(y.at(dot.High))+"h5"))
			}
			g.Children = append(g.Children, mark(s.Shape, at, y.at(dot.Value), s.Current, s.Own, strokeOf(s), dot.ID))
		}
		if l := labels[i]; l.Text != "" {
			g.Children = append(g.Children, element("text", "x", num1(l.X), "y", num1(l.Y), "dy", ".35em", "font-size", "12", "fill", inkColour).text(l.Text))
		}
		all = append(all, g)
	}
	return svg(plotWidth, plotHeight, "data-part", "plot").with(all...)
}

// tickLabel writes a round value.
func tickLabel(v float64) string {
	if v >= 1000 {
		return num1(v)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// labels are the names of the series at their right ends, apart from each other.
func (p Plot) labels(x, y scale) []Label {
	labels := make([]Label, len(p.Series))
	var order []int
	for i, s := range p.Series {
		last := XY{X: -1}
		for _, l := range s.Line {
			if l.X >= last.X {
				last = l
			}
		}
		for _, d := range s.Dots {
			if d.X >= last.X {
				last = XY{d.X, d.Value}
			}
		}
		if last.X < 0 || s.Label == "" {
			continue
		}
		labels[i] = Label{x.at(last.X) + 16, y.at(last.Y), s.Label}
		if n := len(s.Dots); p.Above && n > 0 {
			d := s.Dots[n-1]
			labels[i] = Label{x.at(d.X) - 14, y.at(max(d.Value, d.High)) - labelStep, s.Label}
		}
		order = append(order, i)
	}
	// From the top down, each at least a line below the one before; then back up from
	// the bottom, as they must not leave the picture.
	slices.SortStableFunc(order, func(a, b int) int { return int(math.Copysign(1, labels[a].Y-labels[b].Y)) })
	near := func(a, b Label) bool { return math.Abs(a.X-b.X) < 40 }
	for j := 1; j < len(order); j++ {
		for k := range j {
			a, b := labels[order[k]], &labels[order[j]]
			if near(a, *b) && b.Y < a.Y+labelStep && b.Y > a.Y-labelStep {
				b.Y = a.Y + labelStep
			}
		}
	}
	floor := y.a
	for j := len(order) - 1; j >= 0; j-- {
		l := &labels[order[j]]
		if l.Y > floor {
			l.Y = floor
			floor -= labelStep
		}
	}
	return labels
}

// mark is a dot. The reader's own are stars; ID is what a dot can be asked for by.
func mark(kind int, x, y float64, current, own bool, colour, id string) Element {
	if own {
		kind, current = star, true
	}
	e := element("path", "data-part", "dot", "fill", colour, "d", shape(kind, x, y, current))
	if id != "" {
		e.Attrs = append(e.Attrs, Attr{"data-point", id})
	}
	return e
}

// star is the shape of the reader's own dots.
const star = -1

// shape is the outline of a dot: each series has one of its own, as colours alone do
// not tell them apart for everyone.
func shape(kind int, x, y float64, current bool) string {
	r := 3.2
	if current {
		r = 4.4
	}
	at := func(dx, dy float64) string { return num1(x+r*dx) + " " + num1(y+r*dy) }
	switch kind % 5 {
	case star:
		d := "M"
		for i := range 10 {
			long, angle := 1.7, math.Pi*float64(i)/5
			if i%2 == 1 {
				long = 0.75
			}
			if i > 0 {
				d += "L"
			}
			d += at(long*math.Sin(angle), -long*math.Cos(angle))
		}
		return d + "Z"
	case 1:
		return "M" + at(-.9, -.9) + "L" + at(.9, -.9) + "L" + at(.9, .9) + "L" + at(-.9, .9) + "Z"
	case 2:
		return "M" + at(0, -1.25) + "L" + at(1.25, 0) + "L" + at(0, 1.25) + "L" + at(-1.25, 0) + "Z"
	case 3:
		return "M" + at(0, -1.2) + "L" + at(1.15, .8) + "L" + at(-1.15, .8) + "Z"
	case 4:
		return "M" + at(0, 1.2) + "L" + at(1.15, -.8) + "L" + at(-1.15, -.8) + "Z"
	}
	return "M" + at(-1, 0) + "a" + num1(r) + " " + num1(r) + " 0 1 0 " + num1(2*r) + " 0a" + num1(r) + " " + num1(r) + " 0 1 0 " + num1(-2*r) + " 0Z"
}

func strokeOf(s Series) string {
	if s.Current || s.Own {
		return accentColour
	}
	if s.Faint {
		return faintColour
	}
	return mutedColour
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// num1 is a place to a tenth of a unit.
func num1(x float64) string { return strconv.FormatFloat(math.Round(10*x)/10, 'f', -1, 64) }

const (
	accentColour = "#0072B2"
	mutedColour  = "#5A6573"
	gridColour   = "#E4E1DA"
)

// Bar is a length with its value in words, and an interval where it was measured.
type Bar struct {
	Label, Text string
	Value       float64
	More        float64 // what of Value is of the other kind, at its end
	Low, High   float64
}

// BarGroup is a thing with its bars: one for each quantity, in the same order in every
// group. A quantity has one scale in the whole picture.
type BarGroup struct {
	Title   string
	Current bool
	Bars    []Bar
}

// Bars are groups of bars, one over another.
func Bars(groups []BarGroup) Element {
	const width, left, right, head, thick, pitch, gap = 420.0, 92.0, 96.0, 20.0, 11.0, 19.0, 12.0
	var top []float64 // of each quantity
	for _, g := range groups {
		for i, b := range g.Bars {
			if i == len(top) {
				top = append(top, 0)
			}
			top[i] = max(top[i], b.Value, b.High)
		}
	}
	y := 0.0
	var all []Element
	for _, g := range groups {
		e := element("g", "data-part", "bars", "data-current", yes(g.Current))
		e.Children = append(e.Children, element("text", "x", "2", "y", num1(y+14), "font-size", "13", "font-weight", "600", "fill", inkColour).text(g.Title))
		y += head
		for i, b := range g.Bars {
			length := func(v float64) float64 {
				if !(top[i] > 0) {
					return 0
				}
				return (width - left - right) * v / top[i]
			}
			middle := num1(y + thick/2)
			e.Children = append(e.Children, element("text", "x", num1(left-8), "y", middle, "dy", ".35em", "text-anchor", "end", "font-size", "12", "fill", inkColour).text(b.Label))
			colour := mutedColour
			if g.Current {
				colour = accentColour
			}
			solid := b.Value - b.More
			e.Children = append(e.Children, element("rect", "data-part", "bar", "x", num1(left), "y", num1(y), "width", num1(length(solid)), "height", num1(thick), "fill", colour))
			if b.More > 0 {
				e.Children = append(e.Children, element("rect", "data-part", "more", "x", num1(left+length(solid)), "y", num1(y), "width", num1(length(b.More)), "height", num1(thick),
					"fill", colour, "fill-opacity", ".45"))
			}
			if b.High > 0 {
				low, high := num1(left+length(b.Low)), num1(left+length(b.High))
				e.Children = append(e.Children, element("path", "data-part", "interval", "fill", "none", "stroke", inkColour, "stroke-width", "1.5",
					"d", "M"+low+" "+num1(y+1)+"v"+num1(thick-2)+"M"+low+" "+middle+"H"+high+"M"+high+" "+num1(y+1)+"v"+num1(thick-2)))
			}
			e.Children = append(e.Children, element("text", "x", num1(left+max(length(b.Value), length(b.High))+8), "y", middle, "dy", ".35em", "font-size", "12", "fill", inkColour).text(b.Text))
			y += pitch
		}
		y += gap
		all = append(all, e)
	}
	return svg(width, max(1, y-gap), "data-part", "bar-chart").with(all...)
}
