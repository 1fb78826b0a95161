package engine

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
	"time"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// lookAll asks until the rows of all tokens from one on are there.
func lookAll(t *testing.T, e *Engine, u protocol.Use, from, to int) [][]byte {
	t.Helper()
	var rows [][]byte
	for range 10_000 {
		looked := must[protocol.Looked](t, e, protocol.Look{Use: u, From: from + len(rows)})
		if len(looked.Weights) == 0 && from+len(rows) == to {
			return rows
		}
		for w := looked.Weights; len(w) > 0; {
			n := 2 * tiny.Layers * tiny.Heads * (from + len(rows) + 1)
			rows, w = append(rows, w[:n]), w[n:]
		}
	}
	t.Fatalf("%d rows, want those up to %d", len(rows), to)
	return nil
}

// What is looked at is what a decoder of that model does with the story's tokens, and
// the story goes on as if nobody had looked.
func TestLook(t *testing.T) {
	all := files(t)
	e, _ := start(t, all)
	must[protocol.Failed](t, e, protocol.Look{Use: protocol.Use{KVHeads: 8}})
	must[protocol.Using](t, e, protocol.Use{KVHeads: 2})
	must[protocol.Failed](t, e, protocol.Look{Use: protocol.Use{KVHeads: 2}}) // there is no story yet
	told := must[protocol.Told](t, e, once)
	tokens := []int{}
	for _, p := range told.Pieces {
		tokens = append(tokens, p.Token)
	}
	more := func() {
		for _, p := range must[protocol.Decoded](t, e, protocol.Decode{Tokens: 3}).Pieces {
			tokens = append(tokens, p.Token)
		}
	}
	check := func(u protocol.Use, from int) {
		t.Helper()
		c, err := attention.ReadGGUF(all[fileName(multiHeadKV)])
		if err != nil {
			t.Fatal(err)
		}
		w := c.Weights
		if u.KVHeads != multiHeadKV { // the tiny checkpoints are converted, not trained
			if w, err = attention.Convert(w, u.KVHeads, attention.MeanPool, 0); err != nil {
				t.Fatal(err)
			}
		}
		d := attention.NewDecoder(w, tiny.Context)
		d.Watch(true)
		rows := lookAll(t, e, u, from, len(tokens))
		for i, token := range tokens {
			d.Step(token)
			if i < from {
				continue
			}
			row := rows[i-from]
			for l := range tiny.Layers {
				for j, want := range d.Attention(l) {
					if got := float64(binary.LittleEndian.Uint16(row)) / protocol.WholeWeight; math.Abs(got-float64(want)) > 1.0/protocol.WholeWeight {
						t.Fatalf("G = %d, token %d, layer %d, weight %d: %g, want %g", u.KVHeads, i, l, j, got, want)
					}
					row = row[2:]
				}
			}
		}
	}
	check(protocol.Use{KVHeads: 2}, 0)
	check(protocol.Use{KVHeads: 8}, 0)
	more()
	at := len(tokens)
	more()
	check(protocol.Use{KVHeads: 2}, at) // goes on from where it was
	check(protocol.Use{KVHeads: 8}, 1)  // and back
	check(protocol.Use{KVHeads: 4, Source: protocol.MeanPool}, 0)
	check(protocol.Use{KVHeads: 2}, 2) // forgotten meanwhile, and read anew
	must[protocol.Failed](t, e, protocol.Look{Use: protocol.Use{KVHeads: 3}})

	straight, _ := start(t, all)
	must[protocol.Using](t, straight, protocol.Use{KVHeads: 2})
	must[protocol.Told](t, straight, once)
	want, _ := tellOn(t, straight)
	got, _ := tellOn(t, e)
	if got := append(tokens[len(told.Pieces):], got...); !slices.Equal(got, want) {
		t.Errorf("looking changed the story: %v, want %v", got, want)
	}

	// Another story is looked at from its beginning.
	told = must[protocol.Told](t, e, protocol.Tell{Prompt: "tell me a story", Seed: 9})
	tokens = tokens[:0]
	for _, p := range told.Pieces {
		tokens = append(tokens, p.Token)
	}
	check(protocol.Use{KVHeads: 2}, 0)
}

// Numbers that make no sense do no harm, and a slow machine looks over many commands.
func TestLookSlices(t *testing.T) {
	e, _ := start(t, files(t))
	u := protocol.Use{KVHeads: 8}
	must[protocol.Using](t, e, u)
	must[protocol.Told](t, e, once)
	_, last := tellOn(t, e)
	for _, from := range []int{last.Len, last.Len + 1, 1 << 40} {
		if looked := must[protocol.Looked](t, e, protocol.Look{Use: u, From: from}); len(looked.Weights) > 0 {
			t.Errorf("from %d on there are %d weights", from, len(looked.Weights))
		}
	}
	if looked := must[protocol.Looked](t, e, protocol.Look{Use: u, From: -5}); len(looked.Weights) == 0 {
		t.Error("before the beginning there is nothing")
	}
	clock := time.Duration(0)
	e.now = func() time.Duration { clock += protocol.Slice / 3; return clock }
	rows := 0
	answers := 0
	for ; rows < last.Len; answers++ {
		looked := must[protocol.Looked](t, e, protocol.Look{Use: u, From: rows})
		before := rows
		for w := looked.Weights; len(w) > 0; rows++ {
			w = w[2*tiny.Layers*tiny.Heads*(rows+1):]
		}
		if rows == before {
			t.Fatalf("no token was looked at; %d of %d are", rows, last.Len)
		}
	}
	if answers < 2 {
		t.Errorf("%d tokens in %d answers", rows, answers)
	}
}
