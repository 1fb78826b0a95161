package protocol

import (
	"reflect"
	"testing"
)

// Two states can go on from one: neither writes into what the other holds.
func TestThen(t *testing.T) {
	told := Progress{Done: 4, First: 2, Losses: append(make([]float64, 0, 8), 5, 4)}
	next := Progress{Done: 5, First: 4, Losses: []float64{3}, Workers: 2, Since: 1, Spent: 7}
	got := told.Then(next)
	told.Then(Progress{Done: 5, First: 4, Losses: []float64{6}})
	want := next
	want.First, want.Losses = 2, []float64{5, 4, 3}
	if !reflect.DeepEqual(got, want) || len(told.Losses) != 2 || next.First != 4 {
		t.Errorf("%+v, want %+v", got, want)
	}
}
