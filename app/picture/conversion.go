package picture

import "strconv"

// Conversion is what becomes of the heads of each group as a model is converted: every
// head as a small picture of its matrix.
type Conversion struct {
	Order []int // of the model's heads, group by group
	Rows  []ConversionRow
	How   Pooling
	Stage int // 0: as they were; the last: one head for each group; with Turn there is one between
}

// Pooling is how a group's heads become one.
type Pooling uint8

const (
	Average  Pooling = iota // they fade into their mean
	Turn                    // they are turned to agree, and then do that
	KeepOne                 // the first stays, the others leave
	BeginNew                // all of them make way for noise
)

// ConversionRow is the keys or the values. A head is a square of cells, 128 is 0.
type ConversionRow struct {
	Label  string
	Value  bool     // not keys
	Heads  [][]byte // in the order of Conversion.Order
	Turned [][]byte // none but for Turn
	Pooled [][]byte // one for each group
}

// SVG is that as a picture. What moves, moves by its transform; data-gone says what is
// not to be seen.
func (c Conversion) SVG() Element {
	const width, left, head, gap, between, top, pitch = 420.0, 22.0, 40.0, 5.0, 12.0, 20.0, 58.0
	if len(c.Rows) == 0 || len(c.Rows[0].Pooled) == 0 || len(c.Order)%len(c.Rows[0].Pooled) != 0 {
		return svg(width, 1)
	}
	size := len(c.Order) / len(c.Rows[0].Pooled)
	x := func(i int) float64 { return left + float64(i)*(head+gap) + float64(i/size)*between*boolean(size > 1) }
	middle := func(group int) float64 { return (x(group*size) + x(group*size+size-1)) / 2 }
	scale := 1.0
	if over := x(len(c.Order)-1) + head; over > width {
		scale = width / over
	}
	last := 1
	if c.How == Turn {
		last = 2
	}
	pooled := c.Stage >= last

	names := element("g", "data-part", "head-names", "font-size", "12", "fill", inkColour, "text-anchor", "middle")
	for i, h := range c.Order {
		names.Children = append(names.Children, element("text", "x", num1(x(i)+head/2), "y", "13").text(strconv.Itoa(h+1)))
	}
	all := []Element{names}
	for r, row := range c.Rows {
		y := top + pitch*float64(r)
		part := "key"
		if row.Value {
			part = "value"
		}
		g := element("g", "data-matrix", part)
		g.Children = append(g.Children, element("text", "x", "2", "y", num1(y+head/2), "dy", ".35em", "font-size", "13", "font-weight", "600", "fill", inkColour).text(row.Label))
		put := func(what string, heat []byte, at, down float64, gone bool) {
			opacity := "1"
			if gone {
				opacity = "0"
			}
			e := element("g", "data-part", what, "data-gone", yes(gone), "opacity", opacity, "transform", "translate("+num1(at)+" "+num1(y+down)+")")
			g.Children = append(g.Children, e.with(heatmap(heat, head, row.Value)...))
		}
		for i := range row.Heads {
			g.Children = append(g.Children, element("rect", "data-part", "place", "x", num1(x(i)), "y", num1(y), "width", num1(head), "height", num1(head), "fill", "none", "stroke", gridColour))
		}
		for i, heat := range row.Heads {
			at, down, group := x(i), 0.0, i/size
			if pooled {
				switch {
				case c.How == Average, c.How == KeepOne && i%size == 0:
					at = middle(group)
				case c.How == KeepOne:
					down = pitch
				}
			}
			put("member", heat, at, down, pooled || c.How == Turn && c.Stage > 0)
		}
		for i, heat := range row.Turned {
			at := x(i)
			if pooled {
				at = middle(i / size)
			}
			put("turned", heat, at, 0, c.Stage != 1)
		}
		for group, heat := range row.Pooled {
			put("pooled", heat, middle(group), 0, !pooled)
		}
		all = append(all, g)
	}
	root := svg(width, top+pitch*float64(len(c.Rows)), "data-part", "conversion")
	if scale < 1 {
		return root.with(element("g", "transform", "scale("+num(scale)+")").with(all...))
	}
	return root.with(all...)
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// heatmap is a square of cells: larger numbers in stronger colours, those below 0 in
// another one. Cells of one colour are one path.
func heatmap(cells []byte, size float64, value bool) []Element {
	side := 1
	for side*side < len(cells) {
		side++
	}
	const levels = 3
	var paths [2 * levels][]byte
	cell := size / float64(side)
	places := make([]string, side)
	for i := range places {
		places[i] = num(cell * float64(i))
	}
	square := "h" + num(cell) + "v" + num(cell) + "h" + num(-cell) + "z"
	for i, c := range cells {
		v := (float64(c) - 128) / 127
		at, sign := 0, v
		if v < 0 {
			at, sign = levels, -v
		}
		switch {
		case sign < 0.12:
			continue
		case sign >= 0.6:
			at += 2
		case sign >= 0.3:
			at++
		}
		p := append(append(paths[at], 'M'), places[i%side]...)
		paths[at] = append(append(append(p, ' '), places[i/side]...), square...)
	}
	frame := element("rect", "data-part", "frame", "width", num1(size), "height", num1(size), "fill", "#fff", "stroke", faintColour)
	all := []Element{frame}
	for i, d := range paths {
		if len(d) == 0 {
			continue
		}
		part, colour := "plus", keyColour
		if value {
			colour = valueColour
		}
		if i >= levels {
			part, colour = "minus", queryColour
		}
		all = append(all, element("path", "data-part", part, "fill", colour, "fill-opacity", []string{".3", ".62", "1"}[i%levels], "d", string(d)))
	}
	return all
}
