package attention

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// The tables of two courses, to the digit they print.
func TestStepTimeOfPublishedTables(t *testing.T) {
	// Austin et al. 2025, "All About Transformer Inference": 16 TPU v5e, 30 B parameters
	// in int8, 8,192 positions of 100 kB; and Llama 2 13B in bfloat16 on 8 of them.
	const bandwidth, peak = 8.2e11, 1.97e14 // of one TPU v5e
	sixteen, eight := Machine{16 * bandwidth, 16 * peak}, Machine{8 * bandwidth, math.Inf(1)}
	large := func(batch float64) Serving { return Serving{30e9, 30e9, 8192 * 100e3, batch} }
	llama := func(cache, batch float64) Serving { return Serving{13e9, 26e9, cache, batch} }
	// Stanford CS336, lecture on inference: a model like Llama 2 13B on one H100, 1,024
	// positions, with 40 and with 8 key/value heads; arithmetic left out.
	h100 := Machine{3.35e12, math.Inf(1)}
	cs336 := func(kvHeads int, batch float64) Serving {
		c := Config{Dim: 5120, Layers: 40, Heads: 40, KVHeads: kvHeads, HeadDim: 128, Hidden: 13824, Vocab: 32000, Untied: true}
		params := float64(c.Params())
		return Serving{params, 2 * params, float64(c.CacheElements()) * 2 * 1024, batch}
	}
	for _, row := range []struct {
		machine Machine
		load    Serving
		want    string // milliseconds
	}{
		{sixteen, large(4), "2.5"},
		{sixteen, large(256), "21"},
		{eight, llama(6.7e9, 1), "4.98"},
		{eight, llama(6.7e9, 64), "69.33"},
		{eight, llama(6.7e9, 240), "249.09"},
		{eight, llama(1.34e9, 1), "4.17"},
		{eight, llama(1.34e9, 64), "17.04"},
		{eight, llama(1.34e9, 240), "52.99"},
		{h100, cs336(40, 64), "23.80"},
		{h100, cs336(8, 64), "9.97"},
		{h100, cs336(8, 256), "19.59"},
	} {
		_, fraction, _ := strings.Cut(row.want, ".")
		if got := fmt.Sprintf("%.*f", len(fraction), 1e3*row.machine.StepTime(row.load)); got != row.want {
			t.Errorf("%+v: %s ms, want %s", row.load, got, row.want)
		}
	}
}

// What a step costs, against a count made by hand for a model of one layer.
func TestStepCosts(t *testing.T) {
	c := Config{Dim: 4, Layers: 1, Heads: 2, KVHeads: 1, HeadDim: 2, Hidden: 6, Vocab: 10, Context: 8}
	// Wq and Wo 16 each, Wk and Wv 8 each, W1 W2 W3 24 each, output 40.
	const weights = 16 + 16 + 8 + 8 + 3*24 + 40
	if w, a := c.StepFLOPs(5); w != 2*weights || a != 4*2*2*5 {
		t.Errorf("operations %d and %d", w, a)
	}
	if w, kv := c.StepBytes(5); w != 4*weights || kv != 2*1*5*2*4 {
		t.Errorf("bytes %d and %d", w, kv)
	}
	if got, want := c.Intensity(1<<20, 2), 2.0; math.Abs(got-want) > 1e-4 { // H/G in 16 bits
		t.Errorf("intensity %g, want %g", got, want)
	}
	if Replication(8, 1) != 8 || Replication(8, 8) != 1 || Replication(4, 8) != 1 {
		t.Error("replication")
	}
}

// From the paper's model: T5-XXL's decoder, 24 layers of 64 heads of 64, in bfloat16.
func TestPaperCache(t *testing.T) {
	mha := Config{Layers: 24, Heads: 64, KVHeads: 64, HeadDim: 64}
	if got := 2 * mha.CacheElements(); got != 393_216 {
		t.Errorf("%d bytes a position, want 393,216", got)
	}
	for _, g := range []int{1, 4, 8, 16, 32} { // the groups of figure 6
		gqa := mha
		gqa.KVHeads = g
		if gqa.CacheElements()*gqa.GroupSize() != mha.CacheElements() {
			t.Errorf("G=%d: the cache is not smaller by H/G", g)
		}
	}
}

// Between probed sizes the bandwidth falls evenly with each doubling; beyond them it
// stays. A step takes the longer of bytes and operations, part by part.
func TestLeastTime(t *testing.T) {
	l := Limits{Peak: 1000, Bandwidth: []Bandwidth{{1 << 10, 900}, {1 << 14, 500}, {1 << 16, 100}}}
	for bytes, want := range map[float64]float64{1: 900, 1 << 10: 900, 1 << 11: 800, 1 << 12: 700, 1 << 14: 500, 1 << 15: 300, 1 << 30: 100} {
		if m := l.At(bytes); math.Abs(m.Bandwidth-want) > 1e-9 || m.Peak != 1000 {
			t.Errorf("%g bytes: %+v, want %g", bytes, m, want)
		}
	}
	c := Config{Dim: 4, Layers: 1, Heads: 2, KVHeads: 1, HeadDim: 2, Hidden: 6, Vocab: 10, Context: 8}
	l = Limits{Peak: 2, Bandwidth: []Bandwidth{{1, 2}}}
	for g, want := range map[int][2]float64{1: {4 * 160 / 2., 4 * 2 * 2 * 5 / 2.}, 2: {4 * 176 / 2., 2 * 2 * 2 * 5 * 4 / 2.}} {
		c.KVHeads = g
		if w, a := c.LeastTime(5, l); w != want[0] || a != want[1] {
			t.Errorf("G=%d: %g and %g s, want %g", g, w, a, want)
		}
	}
}
