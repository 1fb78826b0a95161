package picture

import (
	"math"
	"strconv"
	"strings"
)

// Map is how a head looks back: every row is a token that asks, every column one that
// answers, and a cell is as dark as much of the row's attention goes to the column. No
// token sees a later one, so the upper right is empty, and holds the tokens' names: a
// name ends its row and stands over its column.
//
// A map shows the tokens from From on. The first token of all, and those between it and
// From taken together, have a column each on the left, the latter in grey, so that
// nothing that is looked at is left out.
type Map struct {
	From    int
	Labels  []string    // of the tokens From, From+1, ...
	Weights [][]float64 // of each of them, to all tokens up to it: (From+row+1)
	More    string      // what darkness is
	At      *Place      // what is pointed at
}

// Place is a cell of a map.
type Place struct{ Query, Key int } // tokens, counted from the first of all

// Sizes, in units of the picture.
const (
	mapCell   = 16.0
	mapTop    = 20.0 // for the names of the columns before From
	mapGap    = 4.0  // after each of them
	mapNames  = 84.0 // for names, right of the last column
	mapLegend = 112.0
	mapLeast  = 10 // rows that a map has room for at least
)

// darkest is the number of steps from nothing to all. Darkness grows with the root of a
// weight, as most weights are small.
const darkest = 10

func darkness(weight float64) int {
	return int(math.Round(darkest * math.Sqrt(max(0, min(1, weight)))))
}

// lead is how many columns come before the tokens shown.
func (m Map) lead() int { return min(m.From, 2) }

// column is where a token's column is, among all.
func (m Map) column(key int) int {
	switch {
	case key >= m.From:
		return m.lead() + key - m.From
	case key == 0:
		return 0
	}
	return 1
}

// columns are the weights of a row as its columns have them.
func (m Map) columns(row int) []float64 {
	columns := make([]float64, m.lead()+row+1)
	for key, w := range m.Weights[row] {
		columns[m.column(key)] += w
	}
	return columns
}

func (m Map) x(column int, cell float64) float64 {
	return float64(column)*cell + float64(min(column, m.lead()))*mapGap
}

// Under is the place under a point of the picture.
func (m Map) Under(x, y float64) (p Place, ok bool) {
	row := int(math.Floor((y - mapTop) / mapCell))
	if row < 0 || row >= len(m.Weights) {
		return p, false
	}
	column := m.lead() + row
	for column > 0 && x < m.x(column, mapCell) {
		column--
	}
	p = Place{Query: m.From + row, Key: m.From + column - m.lead()}
	if column < m.lead() {
		p.Key = column
	}
	return p, true
}

// Size is the picture's.
func (m Map) Size() (width, height float64) {
	rows := max(mapLeast, len(m.Weights))
	return m.x(m.lead()+rows, mapCell) + mapNames, mapTop + float64(rows)*mapCell + 2
}

// SVG is the map with its names and what is pointed at.
func (m Map) SVG() Element {
	width, height := m.Size()
	names := element("g", "data-part", "names", "font-size", "13", "fill", inkColour)
	if m.From > 0 {
		names.Children = append(names.Children, element("text", "x", num(m.x(0, mapCell)+mapCell/2), "y", num(mapTop-6), "text-anchor", "middle").text("1"))
	}
	if m.From > 1 {
		names.Children = append(names.Children, element("text", "x", num(m.x(1, mapCell)+mapCell/2), "y", num(mapTop-6), "text-anchor", "middle").text("…"))
	}
	for row, label := range m.Labels {
		name := element("text", "x", num(m.x(m.lead()+row+1, mapCell)+4), "y", num(mapTop+(float64(row)+0.5)*mapCell), "dy", ".35em").text(label)
		if m.At != nil && (m.At.Query == m.From+row || m.At.Key == m.From+row) {
			name.Attrs = append(name.Attrs, Attr{"data-current", "yes"}, Attr{"font-weight", "700"})
		}
		names.Children = append(names.Children, name)
	}
	cells := element("g", "transform", "translate(0 "+num(mapTop)+")").with(m.cells(mapCell)...)
	all := []Element{cells, names, m.legend(width)}
	if m.At != nil && m.At.Query >= m.From && m.At.Query < m.From+len(m.Weights) {
		all = append(all, m.cross(*m.At))
	}
	return svg(width, height).with(all...)
}

// Thumbnail is the map alone, small.
func (m Map) Thumbnail() Element {
	const cell = 8.0
	rows := max(mapLeast, len(m.Weights))
	return svg(m.x(m.lead()+rows, cell), float64(rows)*cell).with(m.cells(cell)...)
}

// cells are the field and, a path for each step of darkness, the cells in it.
func (m Map) cells(cell float64) []Element {
	var field strings.Builder
	var steps, rest [darkest + 1]strings.Builder
	for row := range m.Weights {
		y := float64(row) * cell
		for column := range m.lead() {
			field.WriteString(box(m.x(column, cell), y, cell, cell))
		}
		left := m.x(m.lead(), cell)
		field.WriteString(box(left, y, float64(row+1)*cell, cell))
		for column, w := range m.columns(row) {
			d, to := darkness(w), &steps
			if m.From > 1 && column == 1 {
				to = &rest
			}
			to[d].WriteString(box(m.x(column, cell)+0.5, y+0.5, cell-1, cell-1))
		}
	}
	cells := []Element{element("path", "data-part", "field", "fill", "#EEF0F2", "d", field.String())}
	for d := 1; d <= darkest; d++ { // what is darkness 0 is the field
		opacity := num(float64(d) / darkest)
		cells = append(cells,
			element("path", "data-part", "look", "data-step", strconv.Itoa(d), "fill", lookColour, "fill-opacity", opacity, "d", steps[d].String()),
			element("path", "data-part", "rest", "data-step", strconv.Itoa(d), "fill", faintColour, "fill-opacity", opacity, "d", rest[d].String()))
	}
	return cells
}

// cross leads from a cell to the names of its two tokens.
func (m Map) cross(at Place) Element {
	row, column := at.Query-m.From, m.column(at.Key)
	x, y := m.x(column, mapCell), mapTop+float64(row)*mapCell
	path := box(x, y, mapCell, mapCell)
	if right := m.x(m.lead()+row+1, mapCell); right > x+mapCell {
		path += "M" + num(x+mapCell) + " " + num(y+mapCell/2) + "H" + num(right)
	}
	top := mapTop
	if column >= m.lead() {
		top += float64(column-m.lead()) * mapCell
	}
	if top < y {
		path += "M" + num(x+mapCell/2) + " " + num(y) + "V" + num(top)
	}
	return element("path", "data-part", "cross", "fill", "none", "stroke", inkColour, "stroke-width", "1.5", "d", path)
}

// legend says what darkness means, in the empty corner.
func (m Map) legend(width float64) Element {
	g := element("g", "data-part", "legend", "font-size", "12", "fill", inkColour, "text-anchor", "middle")
	x := width - mapLegend
	g.Children = append(g.Children, element("text", "x", num(width), "y", "12", "text-anchor", "end").text(m.More))
	for i, w := range []float64{0.01, 0.1, 0.5, 1} {
		at := x + float64(i)*mapLegend/4
		g.Children = append(g.Children,
			element("rect", "data-part", "look", "x", num(at+4), "y", "18", "width", num(mapLegend/4-4), "height", "10",
				"fill", lookColour, "fill-opacity", num(float64(darkness(w))/darkest)),
			element("text", "x", num(at+2+mapLegend/8), "y", "41").text(strconv.FormatFloat(w, 'f', -1, 64)))
	}
	return g
}

// box is a rectangle as part of a path.
func box(x, y, width, height float64) string {
	return "M" + num(x) + " " + num(y) + "h" + num(width) + "v" + num(height) + "h" + num(-width) + "z"
}
