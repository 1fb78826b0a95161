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

// The same lecture's memory and tokens a second; the time is memory over bandwidth.
func TestMemoryOfPublishedTable(t *testing.T) {
	for _, row := range []struct {
		kvHeads, batch int
		memory, rate   string // GB; tokens a second
	}{{40, 64, "79.72", "2689.5"}, {8, 64, "33.41", "6416.7"}, {8, 256, "65.63", "13068.2"}} {
		c := Config{Dim: 5120, Layers: 40, Heads: 40, KVHeads: row.kvHeads, HeadDim: 128, Hidden: 13824, Vocab: 32000, Untied: true}
		norms := (2*c.Layers + 1) * c.Dim // which the lecture leaves out
		memory := BFloat16.Bytes(c.Params()-norms) + row.batch*BFloat16.Bytes(1024*c.CacheElements())
		if got := fmt.Sprintf("%.2f", float64(memory)/1e9); got != row.memory {
			t.Errorf("%d heads, batch %d: %s GB, want %s", row.kvHeads, row.batch, got, row.memory)
		}
		if got := fmt.Sprintf("%.1f", float64(row.batch)/(float64(memory)/3.35e12)); got != row.rate {
			t.Errorf("%d heads, batch %d: %s tokens a second, want %s", row.kvHeads, row.batch, got, row.rate)
		}
	}
}

// Layers with windows stop growing one after another; those without never do.
func TestCacheLayout(t *testing.T) {
	mixed := CacheLayout{{3, 10, 4}, {2, 10, 0}} // 3 layers that see 4 positions, 2 that see all
	for n, want := range []int{0, 50, 100, 150, 200, 220, 240} {
		if got := mixed.Numbers(n); got != want {
			t.Errorf("%d positions: %d numbers, want %d", n, got, want)
		}
	}
	if a, b := mixed.Growth(4), mixed.Growth(5); a != 50 || b != 20 {
		t.Errorf("position 4 adds %d and 5 adds %d", a, b)
	}
	for numbers, want := range map[float64]int{1: 1, 200: 4, 200.5: 5, 220: 5, 20_120: 1000} {
		if n, ok := mixed.PositionsFor(numbers); n != want || !ok {
			t.Errorf("%g numbers from %d positions on, want %d", numbers, n, want)
		}
	}
	if n, ok := (CacheLayout{{3, 10, 4}}).PositionsFor(121); ok {
		t.Errorf("3 layers of 10 numbers and 4 positions hold 121 numbers after %d positions", n)
	}
	if n, ok := (CacheLayout{{512, 2 * 512 * 1024, 0}}).PositionsFor(1 << 30); n != 2 || !ok {
		t.Errorf("the largest of layouts holds 2^30 numbers from %d positions on, want 2", n)
	}
	if Int4.Bytes(3) != 2 || BFloat16.Bytes(3) != 6 || Float32.Bytes(3) != 12 {
		t.Error("bytes of three numbers")
	}
	for _, test := range [][3]int{{1, 8, 8}, {4, 8, 2}, {8, 8, 1}, {16, 8, 1}, {4, 10, 3}, {3, 1, 1}} {
		if got := HeadsPerDevice(test[0], test[1]); got != test[2] {
			t.Errorf("%d devices, %d heads: %d on one, want %d", test[0], test[1], got, test[2])
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
