package picture

import (
	"strconv"
	"strings"
)

// Cache is the cache's heads as cells, keys over values: the model's own, and the
// outlines of those that multi-head attention would have besides. A cell stands for the
// same number of bytes everywhere.
func Cache(heads, kvHeads int) Element {
	const cell, gap, height = 24.0, 4.0, 18.0
	var keys, values, ghosts strings.Builder
	for i := range heads {
		x := gap/2 + float64(i)*(cell+gap)
		key, value := rounded(x, 2, cell, height, 3), rounded(x, 2+height+gap, cell, height, 3)
		if i < kvHeads {
			keys.WriteString(key)
			values.WriteString(value)
		} else {
			ghosts.WriteString(key + value)
		}
	}
	return svg(float64(heads)*(cell+gap), 2*height+gap+4).with(
		element("path", "data-part", "ghosts", "fill", "none", "stroke", faintColour, "stroke-dasharray", "3 3", "d", ghosts.String()),
		element("path", "data-part", "keys", "fill", keyColour, "d", keys.String()),
		element("path", "data-part", "values", "fill", valueColour, "d", values.String()))
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
	const height, foot, column = 46.0, 20.0, 56.0
	if !(top > 0) {
		top = 1
	}
	y := func(v float64) float64 { return 4 + (height-4)*(1-max(0, min(1, v/top))) }
	axis := element("path", "data-part", "axis", "fill", "none", "stroke", faintColour,
		"d", "M0 "+num(height)+"H"+num(column*float64(len(points))))
	marks := []Element{axis}
	for i, p := range points {
		x := column * (float64(i) + 0.5)
		mark := func(tag, part string, attrs ...string) Element {
			current := "no"
			if p.Current {
				current = "yes"
			}
			return element(tag, append([]string{"data-part", part, "data-current", current}, attrs...)...)
		}
		if p.Known {
			line := "M" + num(x) + " " + num(height) + "V" + num(y(p.Value))
			if p.High > 0 {
				low, high := num(y(p.Low)), num(y(p.High))
				line += "M" + num(x-5) + " " + low + "h10M" + num(x) + " " + low + "V" + high + "M" + num(x-5) + " " + high + "h10"
			}
			marks = append(marks,
				mark("path", "interval", "fill", "none", "stroke", inkColour, "stroke-width", "1.5", "d", line),
				mark("circle", "dot", "cx", num(x), "cy", num(y(p.Value)), "r", radius(p.Current), "fill", inkColour))
		}
		marks = append(marks, mark("text", "label", "x", num(x), "y", num(height+foot-4), "text-anchor", "middle", "font-size", "13", "fill", inkColour).text(p.Label))
	}
	return svg(column*float64(len(points)), height+foot).with(marks...)
}

func radius(current bool) string {
	if current {
		return "5"
	}
	return strconv.Itoa(3)
}
