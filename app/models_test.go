//go:build !js

package main

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/attention"
)

// The cache of every model, against figures that were computed from the models' own
// configurations by another program: bytes a token in bfloat16, at first and with all
// windows full, and GiB of a sequence.
func TestCachesOfRealModels(t *testing.T) {
	file, err := os.Open("testdata/cache.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[1:]
	if len(rows) != 74 || len(catalogue().Models) != len(rows) {
		t.Fatalf("%d models, %d rows", len(catalogue().Models), len(rows))
	}
	keys := make(map[string]bool)
	for i, row := range rows {
		r := catalogue().Models[i]
		layout := r.layout()
		gib := func(n int) string {
			x := math.RoundToEven(1e4*float64(attention.BFloat16.Bytes(layout.Numbers(n)))/(1<<30)) / 1e4
			return strconv.FormatFloat(x, 'f', -1, 64)
		}
		want := func(s string) string { // as many digits as are there
			x, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			return strconv.FormatFloat(x, 'f', -1, 64)
		}
		got := []string{r.Name, strconv.Itoa(attention.BFloat16.Bytes(layout.Growth(1))), strconv.Itoa(attention.BFloat16.Bytes(layout.Growth(maxSequence))), gib(8192), gib(32768)}
		for j, w := range []string{row[0], row[2], row[3], want(row[4]), want(row[5])} {
			if got[j] != w {
				t.Errorf("%s: %s, want %s", r.Name, got[j], w)
			}
		}
		kind := map[string]ModelKind{"MHA": MultiHead, "GQA": Grouped, "MQA": MultiQuery, "MLA": Latent, "GQA+KV-share": Sharing, "hybrid (3/4 linear)": Hybrid}[row[1]]
		if k := r.kind(); k != kind && !(k == Windowed && r.heads() == kind && row[2] != row[3]) {
			t.Errorf("%s: kind %d, want %d (%s)", r.Name, k, kind, row[1])
		}
		if keys[r.Key] || r.Key == ownModel || published(r.Key) != r {
			t.Errorf("%s: key %q", r.Name, r.Key)
		}
		keys[r.Key] = true
		if len(r.Sources) == 0 || r.KVHeads > 0 && r.Heads%r.KVHeads != 0 {
			t.Errorf("%s: %+v", r.Name, r.RealModel)
		}
		for _, s := range r.Sources {
			if !strings.HasPrefix(catalogue().Sources[s].URL, "https://") {
				t.Errorf("%s: source %s", r.Name, s)
			}
		}
	}
}

// From how many tokens on the cache is as large as the weights; how many sequences fit; the
// copies on several chips. Computed by hand.
func TestRealModels(t *testing.T) {
	for _, test := range []struct {
		query           string
		cross, multi    int // tokens
		largest, multis int // sequences on the chips
		perChip         float64
	}{
		// 16.06e9 bytes of weights, 131,072 a token: 122,528.07; with 32 heads 4 times as many bytes.
		{"model=llama-3.1-8b", 122_529, 30_633, 59, 14, 1 << 30},
		// 13.476e9 / 524,288 = 25,703.4; (80e9 - 13.476e9) / 2^32 = 15.49
		{"model=llama-2-7b", 25_704, 25_704, 15, 15, 1 << 32},
		// a batch of 8 needs an eighth of the tokens: 15,316.01
		{"model=llama-3.1-8b&seqs=8", 15_317, 3_830, 59, 14, 1 << 30},
		// Weights in int4 and a cache in int8: 4.015e9 / 65,536 = 61,264.04; (80e9-4.015e9)/2^29 = 141.5
		{"model=llama-3.1-8b&kv=int8&weights=int4", 61_265, 15_317, 141, 35, 1 << 29},
		// 16 chips hold one of 8 heads each, twice in all: 2^30/8 a chip; (80e9-16.06e9/16)/2^27 = 588.57; MHA has two heads a chip.
		{"model=llama-3.1-8b&chips=16", 122_529, 30_633, 588, 294, 1 << 27},
		// 1,342e9 bytes of weights: 19,097,222.8 times 70,272 and 335,693.4 times 3,997,696. Each of 32 chips
		// holds the latent vectors whole, 70,272 × 8,192, or 4 of 128 heads: 38.0625e9 of memory is left, for 66.1 or 37.2.
		{"model=deepseek-v3-r1-671b&chips=32", 19_097_223, 335_694, 66, 37, 575_668_224},
	} {
		s := Update(newState(), Navigated{test.query, ""})
		if len(s.Notes) > 0 {
			t.Fatalf("%s: %v", test.query, s.Notes)
		}
		m := s.Models
		r := m.subject()
		numbers := m.held(r) / float64(precisions[m.Cache].Size) / float64(m.Batch)
		cross, _ := r.layout().PositionsFor(numbers)
		multi, _ := r.with(r.Heads).PositionsFor(numbers)
		fit, all := m.fit(r, r.KVHeads), m.fit(r, r.Heads)
		if cross != test.cross || multi != test.multi || fit.Largest != test.largest || all.Largest != test.multis || fit.PerChip != test.perChip {
			t.Errorf("%s: %d, %d tokens, %d and %d sequences, %g bytes a chip; want %+v", test.query, cross, multi, fit.Largest, all.Largest, fit.PerChip, test)
		}
	}
}

// Figure 6 of the paper: 256 samples do not fit with 64 heads, and do with 32.
func TestJump(t *testing.T) {
	j, table := newState().jump()
	if j.Heads != 64 || j.Cache != 393_216*2560 || j.Weights != 22e9 || j.Memory != 256e9 || j.Fits != 232 {
		t.Errorf("%+v", j)
	}
	for i, row := range [][]string{{"1", "26.03 GB", "256", "0.5"}, {"4", "38.11 GB", "256", "0.48"}, {"8", "54.21 GB", "256", "0.52"}, {"16", "86.42 GB", "256", "0.6"},
		{"32", "150.8 GB", "256", "0.8"}, {"64", "279.7 GB", "232", "2.52"}} {
		if !slices.Equal(table.Rows[i], row) {
			t.Errorf("%q, want %q", table.Rows[i], row)
		}
	}
	if !(j.Needs > j.Memory && j.NeedsHalf < j.Memory) {
		t.Errorf("%g and %g of %g bytes", j.Needs, j.NeedsHalf, j.Memory)
	}
}

// What the reader asks is in the URL and comes back from it; what cannot be is left as it was.
func TestModelsURL(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(names []string) string { return names[r.IntN(len(names))] }
	models := []string{ownModel}
	for _, m := range catalogue().Models {
		models = append(models, m.Key)
	}
	for range 1000 {
		s := newState()
		ask := func(name, value string) { s = Update(s, AskModels{name, value}) }
		ask("model", pick(models))
		if s.Models.Model == ownModel {
			ask("own-layers", strconv.Itoa(1+r.IntN(maxLayers)))
			ask("own-h", strconv.Itoa(1+r.IntN(maxHeads)))
			ask("own-g", strconv.Itoa(1+r.IntN(s.Models.Own.Heads)))
			ask("own-d", strconv.Itoa(1+r.IntN(maxHeadDim)))
			ask("own-params", formatParams(float64(r.IntN(1000))/8))
		}
		ask("len", strconv.Itoa(1+r.IntN(maxSequence)))
		ask("seqs", strconv.Itoa(1+r.IntN(maxBatch)))
		ask("kv", pick(precisionKeys))
		ask("weights", pick(precisionKeys))
		ask("chip", pick(acceleratorKeys))
		ask("chips", strconv.Itoa(chips[r.IntN(len(chips))]))
		ask("sort", pick([]string{"", "-"})+columns[r.IntN(len(columns))].name)
		ask("part", pick(partNames))
		got := Update(newState(), Navigated{query(s), ""})
		if got.Models != s.Models || len(got.Notes) > 0 {
			t.Fatalf("%s is read as\n%+v, want\n%+v; notes %v", query(s), got.Models, s.Models, got.Notes)
		}
		if o := got.Models.Own; o.Heads%o.KVHeads != 0 {
			t.Fatalf("%s: %+v", query(s), o)
		}
	}
	if len(precisionKeys) != len(precisions) || len(acceleratorKeys) != len(accelerators) || len(partNames) != modelsParts {
		t.Fatal("a name is missing")
	}
	for q, used := range map[string]string{
		"model=gpt-9": defaultModel, "len=0": "8192", "len=1e3": "8192", "seqs=99999999": "1", "kv=fp3": "bf16", "chip=abacus": "h100", "chips=3": "1",
		"part=none": "one", "sort=price": "-bytes", "model=own&own-h=12&own-g=5": "4", "model=own&own-d=-1": "128", "model=own&own-params=NaN": "8",
		"model=own&own-layers=0": "32", "model=own&own-h=x": "32", "weights=": "bf16",
	} {
		s := Update(newState(), Navigated{q, ""})
		if len(s.Notes) != 1 || s.Notes[0].Used != used {
			t.Errorf("%s: notes %+v, want one of %s", q, s.Notes, used)
		}
	}
	s := newState()
	for _, m := range []AskModels{{"model", "gpt-9"}, {"len", "-4"}, {"nothing", "1"}, {"lang", "ko"}, {"own-h", "4"}} {
		if got := Update(s, m); got.Models != s.Models || got.Lang != s.Lang {
			t.Errorf("%+v changes %+v", m, got.Models)
		}
	}
	// One goes on from the model that was there, and comes to a model from the table.
	s = Update(s, AskModels{"model", "deepseek-v2-lite-16b"})
	s = Update(s, AskModels{"model", ownModel})
	if want := (Own{27, 16, 16, 128, 15.7}); s.Models.Own != want {
		t.Errorf("own numbers are %+v, want %+v", s.Models.Own, want)
	}
	s = Update(Update(s, AskModels{"part", "all"}), AskModels{"model", "gemma-2b"})
	if s.Models.Part != OneModel {
		t.Error("the model chosen is not shown")
	}
}

// The room with every model, in every part, language and size.
func TestModelsRoom(t *testing.T) {
	var queries []string
	for _, m := range catalogue().Models {
		queries = append(queries, "model="+m.Key)
	}
	for _, more := range []string{"model=own", "model=own&own-params=0", "model=own&own-h=1&own-layers=1&own-d=1&len=1", "kv=int4&weights=int4&chips=64&seqs=65536&len=16777216",
		"part=all", "part=all&sort=name", "part=beyond", "model=gpt-3-175b", "model=own&own-h=512&own-g=1&chips=64"} {
		queries = append(queries, more)
	}
	for i, q := range queries {
		l := words.Langs[i%2]
		s := Update(newState(), Navigated{"open=models&lang=" + l.Tag() + "&" + q, ""})
		if len(s.Notes) > 0 || !s.Open[ModelsRoom] {
			t.Fatalf("%s: %v", q, s.Notes)
		}
		html, tags := tags(s)
		ids := identified(t, q, tags)
		for _, bad := range []string{"%!", "NaN", "Inf", "&lt;nil&gt;"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s: there is %q", q, bad)
			}
		}
		f := s.modelsFigure()
		for _, row := range f.Table.Rows {
			if len(row) != len(f.Table.Head) {
				t.Errorf("%s: a row of %d cells under %d heads", q, len(row), len(f.Table.Head))
			}
		}
		if s.Models.Part != OneModel {
			continue
		}
		if !ids["models-model"] || !ids["models-len"] || !ids["models-jump"] || ids["models-own-g"] != (s.Models.Model == ownModel) {
			t.Errorf("%s: controls or answers are missing", q)
		}
		r := s.Models.subject()
		bytes := s.Models.bytes(r.layout().Numbers(s.Models.Context))
		if want := words.Int(bytes); !strings.Contains(html, want) {
			t.Errorf("%s: there is no %s", q, want)
		}
	}
}

// The works stand in the order of their factors and years, each with a sentence.
func TestFollowUps(t *testing.T) {
	for _, l := range words.Langs {
		if n := len(l.Ideas()); n != len(followUps) {
			t.Fatalf("%d sentences on %d works", n, len(followUps))
		}
		for i, idea := range l.Ideas() {
			w := followUps[i]
			if idea == "" || !strings.HasPrefix(w.URL, "https://") || w.Axis >= len(l.Axes()) {
				t.Errorf("%+v: %q", w, idea)
			}
			if i > 0 && (w.Axis < followUps[i-1].Axis || w.Axis == followUps[i-1].Axis && w.Year < followUps[i-1].Year) {
				t.Errorf("%s is out of order", w.Name)
			}
		}
	}
}

// Chips hold what the heads on them take, and all of them together the cache as often as each
// head is held, however G is divided among them.
func TestDivided(t *testing.T) {
	for _, test := range []struct{ kvHeads, chips, times int }{{10, 8, 1}, {12, 8, 1}, {8, 8, 1}, {8, 16, 2}, {1, 4, 4}} {
		s := newState()
		r := &subject{assets.RealModel{Layers: 3, Heads: 40, KVHeads: test.kvHeads, HeadDim: 16}, ownModel}
		want := words.Int(test.times * s.Models.bytes(r.layout().Numbers(s.Models.Context)))
		rows := s.divided(r).Rows
		i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == strconv.Itoa(test.chips) })
		if i < 0 {
			t.Fatalf("no row of %d chips", test.chips)
		}
		if got := rows[i][len(rows[i])-1]; got != want {
			t.Errorf("G = %d on %d chips: %s bytes on all, want %s", test.kvHeads, test.chips, got, want)
		}
	}
}

// A batch may take more bytes than any int can count.
func TestLargestBatch(t *testing.T) {
	s := Update(newState(), Navigated{Query: "open=models&model=gpt-3-175b&len=16777216&seqs=65536&kv=f32"})
	html, all := tags(s)
	if len(s.Notes) > 0 {
		t.Fatalf("the link is not understood: %+v", s.Notes)
	}
	i := slices.IndexFunc(all, func(tag string) bool { return strings.Contains(tag, `id="models-batch-bytes"`) })
	if i < 0 || !strings.Contains(all[i], `data-bytes="10376`) || !strings.Contains(html, "10,376,") {
		t.Errorf("a batch has %q", all[max(0, i)])
	}
}
