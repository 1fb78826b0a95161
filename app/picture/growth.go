package picture

import (
	"strconv"
	"strings"

	"gqaplayground/attention"
)

// Growth is the cache of one layer as a story grows: a row for each key/value head, keys
// over values, a column for each position. There is room for a row for every query head,
// as multi-head attention has them; those that are not there are outlines.
type Growth struct {
	Config  attention.Config
	Len     int    // positions in the cache
	Columns int    // that are shown of them at most, the last ones
	Newest  string // the name of the last one
	Before  string // what is said of those not shown
	Readers []string
}

// Sizes, in units of the picture.
const (
	growthCell  = 14.0
	growthBand  = 10.0 // of keys, and of values
	growthRow   = 2*growthBand + 7
	growthLeft  = 52.0
	growthTop   = 22.0
	growthRight = 84.0
)

// shown is the number of columns.
func (g Growth) shown() int { return min(g.Len, g.Columns) }

// SVG is the picture: what was read in the last step is filled, and what was written in
// it besides has an outline.
func (g Growth) SVG() Element {
	c := g.Config
	n := g.shown()
	width := growthLeft + float64(g.Columns)*growthCell + growthRight
	height := growthTop + float64(c.Heads)*growthRow + 4
	var keys, values, fresh, ghosts strings.Builder
	names := element("g", "data-part", "names", "font-size", "13", "fill", inkColour)
	text := func(x, y float64, anchor, text string) {
		names.Children = append(names.Children, element("text", "x", num(x), "y", num(y), "dy", ".35em", "text-anchor", anchor).text(text))
	}
	if g.Len > n {
		text(growthLeft, growthTop/2, "start", g.Before)
	}
	if n > 0 {
		text(growthLeft+float64(n)*growthCell, growthTop/2, "end", g.Newest)
	}
	for h := range c.Heads {
		y := growthTop + float64(h)*growthRow
		if h%c.GroupSize() != 0 {
			ghosts.WriteString(box(growthLeft, y, float64(max(1, n))*growthCell-2, 2*growthBand))
			continue
		}
		group := c.KVHead(h)
		label := strconv.Itoa(group + 1)
		text(growthLeft-6, y+growthBand, "end", "K"+label+" V"+label)
		text(growthLeft+float64(n)*growthCell+8, y+growthBand, "start", g.Readers[group])
		for i := range n {
			x := growthLeft + float64(i)*growthCell
			keys.WriteString(box(x, y, growthCell-2, growthBand-0.5))
			values.WriteString(box(x, y+growthBand+0.5, growthCell-2, growthBand-0.5))
			if i == n-1 {
				fresh.WriteString(box(x-1.5, y-1.5, growthCell+1, 2*growthBand+3))
			}
		}
	}
	return svg(width, height).with(
		element("path", "data-part", "ghosts", "fill", "none", "stroke", faintColour, "stroke-dasharray", "3 3", "d", ghosts.String()),
		element("path", "data-part", "keys", "fill", keyColour, "d", keys.String()),
		element("path", "data-part", "values", "fill", valueColour, "d", values.String()),
		element("path", "data-part", "fresh", "fill", "none", "stroke", inkColour, "stroke-width", "2", "d", fresh.String()),
		names)
}
