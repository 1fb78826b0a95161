package picture

import (
	"fmt"
	"strings"
	"testing"
)

func heads(n int) (all [][]byte) {
	for i := range n {
		head := make([]byte, 16*16)
		for j := range head {
			head[j] = byte((i*31 + j*7) % 256)
		}
		all = append(all, head)
	}
	return all
}

// Heads end where their group's one head is, and only what is there is seen.
func TestConversion(t *testing.T) {
	for how, name := range []string{"average", "turn", "keep one", "begin new"} {
		for _, groups := range []int{1, 2, 4} {
			c := Conversion{Order: []int{0, 2, 1, 3, 4, 5, 6, 7}, How: Pooling(how), Rows: []ConversionRow{
				{Label: "K", Heads: heads(8), Pooled: heads(groups)}, {Label: "V", Value: true, Heads: heads(8), Pooled: heads(groups)}}}
			last := 1
			if c.How == Turn {
				last = 2
				c.Rows[0].Turned, c.Rows[1].Turned = heads(8), heads(8)
			}
			size := 8 / groups
			for stage := range last + 1 {
				c.Stage = stage
				e := c.SVG()
				wellFormed(t, e.Document())
				seen := map[string]int{}
				places := map[string][][2]float64{}
				var walk func(Element)
				walk = func(e Element) {
					if part := e.Attr("data-part"); part == "member" || part == "turned" || part == "pooled" {
						if (e.Attr("data-gone") == "yes") != (e.Attr("opacity") == "0") {
							t.Errorf("%s: %s of opacity %s", part, e.Attr("data-gone"), e.Attr("opacity"))
						}
						if e.Attr("data-gone") == "no" {
							seen[part]++
						}
						var x, y float64
						if _, err := fmt.Sscanf(e.Attr("transform"), "translate(%g %g)", &x, &y); err != nil {
							t.Fatal(e.Attr("transform"))
						}
						places[part] = append(places[part], [2]float64{x, y})
					}
					for _, c := range e.Children {
						walk(c)
					}
				}
				walk(e)
				want := map[string]int{"member": 16}
				switch {
				case stage == last:
					want = map[string]int{"pooled": 2 * groups}
				case stage == 1:
					want = map[string]int{"turned": 16}
				}
				if fmt.Sprint(seen) != fmt.Sprint(want) {
					t.Errorf("%s, %d groups, stage %d: %v are seen, want %v", name, groups, stage, seen, want)
				}
				if stage < last {
					continue
				}
				for i := range 8 {
					at, to := places["member"][i], places["pooled"][i/size]
					moved := at == to
					switch c.How {
					case Average:
						if !moved {
							t.Errorf("%s, %d groups: head %d ends at %v, its group's is at %v", name, groups, i, at, to)
						}
					case KeepOne:
						if moved != (i%size == 0) || !moved && at[1] <= to[1] {
							t.Errorf("%s, %d groups: head %d ends at %v, its group's is at %v", name, groups, i, at, to)
						}
					case Turn:
						if places["turned"][i] != to {
							t.Errorf("%s, %d groups: the turned head %d ends at %v, its group's is at %v", name, groups, i, places["turned"][i], to)
						}
					}
				}
			}
		}
	}
	if e := (Conversion{}).SVG(); len(e.Children) > 0 {
		t.Error("nothing is drawn as something")
	}
}

// A cell has the colour of its sign, and more of it the larger it is; what is near 0 has
// none.
func TestHeatmap(t *testing.T) {
	cells := make([]byte, 16)
	for i := range cells {
		cells[i] = 128
	}
	cells[0], cells[1], cells[2], cells[5], cells[6] = 255, 255, 128+50, 1, 128-20
	found := map[string]string{}
	for _, e := range heatmap(cells, 8, true) {
		found[e.Attr("data-part")+e.Attr("fill-opacity")] += e.Attr("d")
	}
	for part, want := range map[string]string{"plus1": "M0 0h2v2h-2zM2 0h2v2h-2z", "plus.62": "M4 0h2v2h-2z", "minus1": "M2 2h2v2h-2z", "minus.3": "M4 2h2v2h-2z"} {
		if found[part] != want {
			t.Errorf("%s: %q, want %q", part, found[part], want)
		}
	}
	if n := strings.Count(fmt.Sprint(found), "M"); n != 5 {
		t.Errorf("%d cells have a colour", n)
	}
}
