package picture

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"gqaplayground/attention"
)

// mapOf is a map of n tokens from from on, whose tokens give alike to all before them.
func mapOf(from, n int) (m Map) {
	m = Map{From: from, More: "weight"}
	for query := from; query < from+n; query++ {
		row := make([]float64, query+1)
		for key := range row {
			row[key] = 1 / float64(query+1)
		}
		m.Labels = append(m.Labels, "t"+strconv.Itoa(query))
		m.Weights = append(m.Weights, row)
	}
	return m
}

// Whatever part of a text is shown, every row adds up to all of its token's attention.
func TestMapColumns(t *testing.T) {
	for _, from := range []int{0, 1, 2, 7, 200} {
		m := mapOf(from, 24)
		for row := range m.Weights {
			sum := 0.0
			for _, w := range m.columns(row) {
				sum += w
			}
			if math.Abs(sum-1) > 1e-9 || len(m.columns(row)) != min(from, 2)+row+1 {
				t.Errorf("from %d, row %d: %g in %d columns", from, row, sum, len(m.columns(row)))
			}
		}
	}
	if c := mapOf(9, 3).columns(0); math.Abs(c[0]-.1) > 1e-9 || math.Abs(c[1]-.8) > 1e-9 || math.Abs(c[2]-.1) > 1e-9 {
		t.Errorf("%v, want the first, those between, and its own", c)
	}
}

// The middle of a cell is that cell, and what is under no cell is the nearest of its row.
func TestMapUnder(t *testing.T) {
	for _, from := range []int{0, 1, 2, 40} {
		m := mapOf(from, 12)
		for query := from; query < from+12; query++ {
			for key := range query + 1 {
				if from > 2 && key > 1 && key < from {
					continue // its column is that of token 1
				}
				p, ok := m.Under(m.x(m.column(key), mapCell)+mapCell/2, mapTop+(float64(query-from)+.5)*mapCell)
				if !ok || p != (Place{query, key}) {
					t.Fatalf("from %d: at %d, %d there is %+v, %t", from, query, key, p, ok)
				}
			}
		}
		width, height := m.Size()
		if p, ok := m.Under(width, mapTop+1); !ok || p != (Place{from, from}) {
			t.Errorf("right of the first row: %+v, %t", p, ok)
		}
		if p, ok := m.Under(-5, height-mapCell); !ok || p.Key != 0 {
			t.Errorf("left of the last row: %+v, %t", p, ok)
		}
		for _, y := range []float64{-100, 0, mapTop - 1, height + mapCell} {
			if p, ok := m.Under(10, y); ok {
				t.Errorf("at height %g there is %+v", y, p)
			}
		}
	}
	if _, ok := (Map{}).Under(10, 30); ok {
		t.Error("there is something under an empty map")
	}
}

func TestDarkness(t *testing.T) {
	last := 0
	for w := 0.0; w <= 1; w += 1.0 / 1024 {
		d := darkness(w)
		if d < last || d > darkest {
			t.Fatalf("%g is %d dark, after %d", w, d, last)
		}
		last = d
	}
	if darkness(0) != 0 || darkness(1) != darkest || darkness(2) != darkest || darkness(-1) != 0 || darkness(0.01) == 0 {
		t.Error("the ends are wrong")
	}
}

// Every cell with attention is drawn once, names end their rows, and nothing lies outside.
func TestMapSVG(t *testing.T) {
	for _, from := range []int{0, 1, 30} {
		m := mapOf(from, 24)
		m.At = &Place{from + 20, from + 3}
		for name, e := range map[string]Element{"map": m.SVG(), "thumbnail": m.Thumbnail()} {
			wellFormed(t, e.Document())
			cells := 0
			var count func(e Element)
			count = func(e Element) {
				if p := e.Attr("data-part"); e.Tag == "path" && (p == "look" || p == "rest") {
					cells += strings.Count(e.Attr("d"), "M")
				}
				for _, c := range e.Children {
					count(c)
				}
			}
			count(e)
			want := 24*25/2 + 24*min(from, 2) // all of them have some
			if cells != want {
				t.Errorf("%s from %d: %d cells, want %d", name, from, cells, want)
			}
		}
		var view [4]float64
		for i, v := range strings.Fields(m.SVG().Attr("viewBox")) {
			view[i], _ = strconv.ParseFloat(v, 64)
		}
		if width, height := m.Size(); view[2] != width || view[3] != height {
			t.Errorf("%v, want %g x %g", view, width, height)
		}
		if n := strings.Count(m.SVG().String(), `data-current="yes"`); n != 2 {
			t.Errorf("%d names are marked, want those of query and key", n)
		}
	}
	none := Map{More: "weight", At: &Place{3, 1}}
	wellFormed(t, none.SVG().Document())
	if strings.Contains(none.SVG().String(), "cross") {
		t.Error("an empty map is pointed at")
	}
}

// The cache has a cell for every key/value head and position shown, and an outline for
// each head that multi-head attention would have besides.
func TestGrowth(t *testing.T) {
	for _, g := range []int{1, 2, 4, 8} {
		for _, n := range []int{0, 1, 5, 24, 300} {
			growth := Growth{Config: attention.Config{Heads: 8, KVHeads: g}, Len: n, Columns: 24, Newest: "<new>", Before: "before", Readers: make([]string, g)}
			e := growth.SVG()
			wellFormed(t, e.Document())
			shown := min(n, 24)
			for part, want := range map[string]int{"keys": g * shown, "values": g * shown, "ghosts": 8 - g, "fresh": g * min(n, 1)} {
				for _, c := range e.Children {
					if c.Attr("data-part") == part && strings.Count(c.Attr("d"), "M") != want {
						t.Errorf("G = %d, %d positions: %d of %s, want %d", g, n, strings.Count(c.Attr("d"), "M"), part, want)
					}
				}
			}
			if strings.Contains(e.String(), "before") != (n > 24) {
				t.Errorf("%d positions: what is not shown is not said", n)
			}
		}
	}
}
