package protocol

import (
	"slices"
	"testing"

	"gqaplayground/attention"
)

// Every method of conversion is a source of weights, and of one only.
func TestSourceMethod(t *testing.T) {
	var got []string
	for s := range Source(255) {
		if m, ok := s.Method(); ok {
			got = append(got, m.String())
		}
	}
	if want := attention.Methods(); !slices.Equal(got, want) {
		t.Errorf("sources are the methods %v, want %v", got, want)
	}
}
