package picture

import "strconv"

// Cache is the cache's heads as cells, keys over values: the model's own, and the
// outlines of those that multi-head attention would have besides. A cell stands for the
// same number of bytes everywhere.
func Cache(heads, kvHeads int) Element {
	const cell, gap, height = 30.0, 4.0, 11.0
	keys := element("g", "data-part", "keys", "fill", keyColour)
	values := element("g", "data-part", "values", "fill", valueColour)
	ghosts := element("g", "data-part", "ghosts", "fill", "none", "stroke", faintColour, "stroke-dasharray", "3 3")
	for i := range heads {
		x := gap/2 + float64(i)*(cell+gap)
		rect := func(y float64) Element {
			return element("rect", "x", num(x), "y", num(y), "width", num(cell), "height", num(height), "rx", "2")
		}
		if i < kvHeads {
			keys.Children = append(keys.Children, rect(2))
			values.Children = append(values.Children, rect(2+height+gap))
		} else {
			ghosts.Children = append(ghosts.Children, rect(2), rect(2+height+gap))
		}
	}
	return svg(float64(heads)*(cell+gap), 2*height+gap+4).with(ghosts, keys, values)
}

// Point is a value with its interval.
type Point struct {
	Label            string // under it
	Known            bool
	Value, Low, High float64 // Low = High = 0: there is no interval
	Current          bool
}

// Points is a small chart: one column a point, from zero up to top; what is not known
// leaves its column empty.
func Points(points []Point, top float64) Element {
	const width, height, foot, column = 280.0, 52.0, 18.0, 70.0
	if !(top > 0) {
		top = 1
	}
	y := func(v float64) float64 { return 4 + (height-4)*(1-max(0, min(1, v/top))) }
	axis := element("path", "data-part", "axis", "fill", "none", "stroke", faintColour,
		"d", "M0 "+num(height)+"H"+num(column*float64(len(points))))
	marks := []Element{axis}
	for i, p := range points {
		x := column * (float64(i) + 0.5)
		current := "no"
		if p.Current {
			current = "yes"
		}
		g := element("g", "data-part", "point", "data-label", p.Label, "data-current", current)
		if p.Known {
			g.Children = append(g.Children, element("path", "data-part", "stem", "fill", "none", "stroke", faintColour, "stroke-width", "1",
				"d", "M"+num(x)+" "+num(height)+"V"+num(y(p.Value))))
			if p.High > 0 {
				low, high := num(y(p.Low)), num(y(p.High))
				g.Children = append(g.Children, element("path", "data-part", "interval", "fill", "none", "stroke", inkColour, "stroke-width", "2",
					"d", "M"+num(x-5)+" "+low+"h10M"+num(x)+" "+low+"V"+high+"M"+num(x-5)+" "+high+"h10"))
			}
			g.Children = append(g.Children, element("circle", "cx", num(x), "cy", num(y(p.Value)), "r", radius(p.Current), "fill", inkColour))
		}
		g.Children = append(g.Children, element("text", "x", num(x), "y", num(height+foot-4), "text-anchor", "middle", "font-size", "12", "fill", inkColour).text(p.Label))
		marks = append(marks, g)
	}
	return svg(max(width, column*float64(len(points))), height+foot).with(marks...)
}

func radius(current bool) string {
	if current {
		return "5"
	}
	return strconv.Itoa(3)
}
