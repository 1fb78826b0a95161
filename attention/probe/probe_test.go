package probe

import (
	"slices"
	"testing"
)

func TestSteady(t *testing.T) {
	for name, c := range map[string]struct {
		controls [][2]float64
		want     []int
	}{
		"nothing":                    {nil, nil},
		"one":                        {[][2]float64{{3, 3}}, []int{0}},
		"always alike":               {[][2]float64{{100, 101}, {101, 99}, {99, 104}}, []int{0, 1, 2}},
		"a change within a block":    {[][2]float64{{100, 100}, {100, 130}, {130, 100}, {100, 100}}, []int{0, 3}},
		"another speed for a while":  {[][2]float64{{200, 200}, {200, 200}, {100, 100}, {100, 100}, {100, 100}}, []int{2, 3, 4}},
		"a block between two speeds": {[][2]float64{{100, 100}, {100, 100}, {150, 150}}, []int{0, 1}},
	} {
		if got := Steady(c.controls); !slices.Equal(got, c.want) {
			t.Errorf("%s: blocks %v, want %v", name, got, c.want)
		}
	}
}
