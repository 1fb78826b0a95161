package main

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gqaplayground/app/json"
	"gqaplayground/assets"
	"gqaplayground/attention"
)

// Models is what the reader asks about real models. All of it is in the URL.
type Models struct {
	Part    ModelsPart
	Model   string // the key of a model in the catalogue, or ownModel
	Own     Own    // the reader's numbers, if the model is ownModel
	Context int    // positions of one sequence
	Batch   int    // sequences decoded together
	Cache   int    // index into precisions: a number in the cache,
	Weights int    // and one of the weights
	Chip    int    // index into accelerators
	Chips   int    // that share the work
	Order   string // the column that the table is sorted by, with a minus for falling
}

// ModelsPart is one part of the room.
type ModelsPart uint8

const (
	OneModel ModelsPart = iota
	AllModels
	BeyondGQA
	modelsParts = iota
)

// Own is a model of the reader's.
type Own struct {
	Layers, Heads, KVHeads, HeadDim int
	Params                          float64 // in billions
}

const (
	ownModel     = "own"
	defaultModel = "llama-3.1-8b"
)

func newModels() Models {
	return Models{
		Model: defaultModel, Own: Own{Layers: 32, Heads: 32, KVHeads: 8, HeadDim: 128, Params: 8},
		Context: 8192, Batch: 1, Cache: 1, Weights: 1, Chip: slices.Index(acceleratorKeys, "h100"), Chips: 1,
		Order: "-bytes",
	}
}

// AskModels sets one of modelFields, by its name in the URL.
type AskModels struct{ Name, Value string }

// asked is the state after it, the same if the value cannot be taken.
func (m Models) asked(ask AskModels) Models {
	f := modelField(ask.Name)
	t := m
	if f == nil || f.own && m.Model != ownModel || !f.set(&t, ask.Value) {
		return m
	}
	if t.Model == ownModel && m.Model != ownModel {
		t.Own = m.subject().own() // the reader goes on from the model that was there
	}
	if f.name == "model" {
		t.Part = OneModel // where it is shown
	}
	return t
}

// precisions are the sizes of a number, in the order of precisionKeys.
var precisions = []struct {
	Name string
	Size attention.Precision
}{
	{"float32", attention.Float32},
	{"bfloat16, float16", attention.BFloat16},
	{"int8, float8", attention.Int8},
	{"int4", attention.Int4},
}

// Accelerator is a chip with its memory in bytes.
type Accelerator struct {
	Name   string
	Memory float64
	attention.Machine
	URL string
}

// The tables of Austin et al. 2025, How to Scale Your Model.
const (
	tpus = "https://jax-ml.github.io/scaling-book/tpus/#key-takeaways"
	gpus = "https://jax-ml.github.io/scaling-book/gpus/#summary-of-gpu-specs"
)

// accelerators are in the order of acceleratorKeys. Peaks are of 16-bit operations, and the
// gigabytes that makers give are taken for 10⁹ bytes.
var accelerators = []Accelerator{
	{"TPU v4", 32e9, attention.Machine{Bandwidth: 1.2e12, Peak: 2.75e14}, tpus},
	{"TPU v5e", 16e9, attention.Machine{Bandwidth: 8.19e11, Peak: 1.97e14}, "https://docs.cloud.google.com/tpu/docs/v5e"},
	{"TPU v5p", 96e9, attention.Machine{Bandwidth: 2.8e12, Peak: 4.59e14}, tpus},
	{"TPU v6e", 32e9, attention.Machine{Bandwidth: 1.6e12, Peak: 9.2e14}, tpus},
	{"NVIDIA A100 80 GB", 80e9, attention.Machine{Bandwidth: 2.0e12, Peak: 3.1e14}, gpus},
	{"NVIDIA H100", 80e9, attention.Machine{Bandwidth: 3.35e12, Peak: 9.9e14}, gpus},
	{"NVIDIA H200", 141e9, attention.Machine{Bandwidth: 4.8e12, Peak: 9.9e14}, gpus},
	{"NVIDIA B200", 192e9, attention.Machine{Bandwidth: 8.0e12, Peak: 2.3e15}, gpus},
}

// chips are how many of them can share the work.
var chips = []int{1, 2, 4, 8, 16, 32, 64}

// Bounds of what can be asked.
const (
	maxLayers, maxHeads, maxHeadDim = 512, 512, 1024
	maxParams                       = 10_000 // billions
	maxSequence                     = 1 << 24
	maxBatch                        = 1 << 16
)

// Catalogue is the published models, and where their numbers come from.
type Catalogue struct {
	Sources map[string]assets.RealSource
	Models  []*subject
}

// catalogue is assets/models.json, read when it is first asked for.
var catalogue = sync.OnceValue(func() (c Catalogue) {
	var all assets.RealModels
	if err := json.Unmarshal(assets.ModelsJSON, &all); err != nil {
		panic("models.json: " + err.Error())
	}
	c.Sources = all.Sources
	for _, m := range all.Models {
		c.Models = append(c.Models, &subject{m, modelKey(m.Name)})
	}
	return c
})

// modelKey is the name of a model as it is in the URL.
func modelKey(name string) string {
	key := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.':
			return r
		}
		return '-'
	}, name)
	for strings.Contains(key, "--") {
		key = strings.ReplaceAll(key, "--", "-")
	}
	return strings.Trim(key, "-")
}

// published is the model of a key, nil if there is none.
func published(key string) *subject {
	all := catalogue().Models
	if i := slices.IndexFunc(all, func(r *subject) bool { return r.Key == key }); i >= 0 {
		return all[i]
	}
	return nil
}

// subject is a model that the numbers are about. It is never changed.
type subject struct {
	assets.RealModel
	Key string
}

func (m Models) subject() *subject {
	if m.Model != ownModel {
		return published(m.Model)
	}
	o := m.Own
	return &subject{assets.RealModel{Layers: o.Layers, Heads: o.Heads, KVHeads: o.KVHeads, HeadDim: o.HeadDim, Params: o.Params}, ownModel}
}

// own is the model as numbers of the reader's: without what those do not have. A latent
// vector becomes multi-head attention.
func (r *subject) own() Own {
	return Own{Layers: r.Layers, Heads: r.Heads, KVHeads: cmp.Or(r.KVHeads, r.Heads), HeadDim: r.HeadDim, Params: r.Params}
}

// config is the shape of the model's attention with so many key/value heads.
func (r *subject) config(kvHeads int) attention.Config {
	return attention.Config{Layers: r.Layers, Heads: r.Heads, KVHeads: kvHeads, HeadDim: r.HeadDim}
}

// latent says whether the cache holds a latent vector in place of keys and values.
func (r *subject) latent() bool { return r.KVHeads == 0 }

// windowed says whether there are layers that see a window.
func (r *subject) windowed() bool {
	return slices.ContainsFunc(r.Cached, func(c [2]int) bool { return c[1] > 0 })
}

// layout is what the model caches.
func (r *subject) layout() attention.CacheLayout {
	if r.latent() {
		return r.layers(r.Latent + r.Rope)
	}
	return r.with(r.KVHeads)
}

// with is what the model would cache with so many key/value heads.
func (r *subject) with(kvHeads int) attention.CacheLayout {
	return r.layers(2 * r.config(kvHeads).KVDim())
}

// layers is a layout of the model's layers with so many numbers a position.
func (r *subject) layers(numbers int) attention.CacheLayout {
	if len(r.Cached) == 0 {
		return attention.CacheLayout{{Layers: r.Layers, Numbers: numbers}}
	}
	var c attention.CacheLayout
	for _, l := range r.Cached {
		c = append(c, attention.CachedLayers{Layers: l[0], Numbers: numbers, Window: l[1]})
	}
	return c
}

// cachedLayers is how many layers have a cache of their own.
func (r *subject) cachedLayers() int {
	n := 0
	for _, l := range r.layout() {
		n += l.Layers
	}
	return n
}

// ModelKind is what a model's cache is like. Of several things the rarest names it.
type ModelKind uint8

const (
	MultiHead ModelKind = iota
	Grouped
	MultiQuery
	Windowed
	Sharing
	Latent
	Hybrid
	modelKinds = iota
)

// kind is the model's kind.
func (r *subject) kind() ModelKind {
	switch {
	case r.Others == "linear":
		return Hybrid
	case r.latent():
		return Latent
	case r.Others == "shared":
		return Sharing
	case r.windowed():
		return Windowed
	}
	return r.heads()
}

// heads is the kind by the numbers of heads alone.
func (r *subject) heads() ModelKind {
	switch r.KVHeads {
	case 0:
		return Latent
	case r.Heads:
		return MultiHead
	case 1:
		return MultiQuery
	}
	return Grouped
}

// The bytes of a cache, at the precision chosen.
func (m Models) bytes(numbers int) int { return precisions[m.Cache].Size.Bytes(numbers) }

// held is the weights' bytes in memory, and read those that one token needs at least; 0:
// not known.
func (m Models) held(r *subject) float64 { return 1e9 * r.Params * float64(precisions[m.Weights].Size) }
func (m Models) read(r *subject) float64 {
	return 1e9 * cmp.Or(r.Active, r.Params) * float64(precisions[m.Weights].Size)
}

// Fit is what the accelerators hold and do with so many key/value heads; 0: as the model
// is, with a latent vector.
type Fit struct {
	KVHeads  int
	PerChip  float64 // bytes of one sequence's cache on the chip with the most of it
	Largest  int     // sequences that fit beside the weights
	StepTime float64 // seconds at least, for the largest batch; 0: nothing fits
}

// serving is one chip's share of the work for a batch: what it holds, and what it reads in
// a step at least.
func (m Models) serving(r *subject, kvHeads int, batch float64) (held, read attention.Serving) {
	n := float64(m.Chips)
	held = attention.Serving{Params: 1e9 * cmp.Or(r.Active, r.Params) / n, WeightBytes: m.held(r) / n, CacheBytes: m.perChip(r, kvHeads), Batch: batch}
	read = held
	read.WeightBytes = m.read(r) / n
	return held, read
}

// perChip is the bytes of one sequence's cache on the chip with the most of it. Heads are
// divided among chips, but a latent vector belongs to all heads: each chip has it whole.
func (m Models) perChip(r *subject, kvHeads int) float64 {
	if kvHeads == 0 {
		return float64(m.bytes(r.layout().Numbers(m.Context)))
	}
	return float64(m.bytes(r.with(attention.HeadsPerDevice(m.Chips, kvHeads)).Numbers(m.Context)))
}

// fit is what the chips hold and do.
func (m Models) fit(r *subject, kvHeads int) Fit {
	held, _ := m.serving(r, kvHeads, 0)
	f := Fit{KVHeads: kvHeads, PerChip: held.CacheBytes, Largest: held.LargestBatch(accelerators[m.Chip].Memory)}
	if f.Largest > 0 {
		f.StepTime = m.stepTime(r, kvHeads, f.Largest)
	}
	return f
}

// stepTime is the least time in seconds of one step for a batch.
func (m Models) stepTime(r *subject, kvHeads, batch int) float64 {
	_, read := m.serving(r, kvHeads, float64(batch))
	return accelerators[m.Chip].StepTime(read)
}

// falling are the numbers of key/value heads that the model's query heads can share, the
// most first.
func (r *subject) falling() []int {
	g := attention.Divisors(r.Heads)
	slices.Reverse(g)
	return g
}

// column is a column of the table of models: its name in the URL and what it is sorted by;
// nil: by the models' names.
type column struct {
	name string
	of   func(m Models, r *subject) float64
}

var columns = []column{
	{"name", nil},
	{"kind", func(_ Models, r *subject) float64 { return float64(r.kind()) }},
	{"g", func(_ Models, r *subject) float64 { return float64(r.KVHeads) }},
	{"hg", func(_ Models, r *subject) float64 { return float64(r.sharing()) }},
	{"bytes", func(_ Models, r *subject) float64 { return float64(r.layout().Growth(1)) }},
	{"late", func(_ Models, r *subject) float64 { return float64(r.layout().Growth(maxSequence)) }},
	{"sequence", func(m Models, r *subject) float64 { return float64(r.layout().Numbers(m.Context)) }},
	{"h", func(_ Models, r *subject) float64 { return float64(r.Heads) }},
	{"d", func(_ Models, r *subject) float64 { return float64(r.HeadDim) }},
	{"layers", func(_ Models, r *subject) float64 { return float64(r.Layers) }},
	{"context", func(_ Models, r *subject) float64 { return float64(r.Context) }},
	{"params", func(_ Models, r *subject) float64 { return r.Params }},
}

// sharing is H/G, 0 for a latent vector.
func (r *subject) sharing() int {
	if r.latent() {
		return 0
	}
	return r.Heads / r.KVHeads
}

// order is the column that the table is sorted by.
func (m Models) order() (by int, falling bool) {
	name, falling := strings.CutPrefix(m.Order, "-")
	return slices.IndexFunc(columns, func(c column) bool { return c.name == name }), falling
}

// sorted are all models in the table's order.
func (m Models) sorted() []*subject {
	all := slices.Clone(catalogue().Models)
	by, falling := m.order()
	slices.SortStableFunc(all, func(a, b *subject) int {
		if falling {
			a, b = b, a
		}
		if of := columns[by].of; of != nil {
			return cmp.Compare(of(m, a), of(m, b))
		}
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}

// modelsField is a part of Models as text: in the URL and in its controls. set says whether it
// could take the value as it was.
type modelsField struct {
	name string
	get  func(m *Models) string
	set  func(m *Models, value string) bool
	own  bool // only if the model is the reader's
}

var modelFields = []modelsField{
	{name: "part", get: func(m *Models) string { return partNames[m.Part] }, set: func(m *Models, v string) bool {
		i := slices.Index(partNames, v)
		m.Part = ModelsPart(max(0, i))
		return i >= 0
	}},
	{name: "model", get: func(m *Models) string { return m.Model }, set: func(m *Models, v string) bool {
		if v != ownModel && published(v) == nil {
			return false
		}
		m.Model = v
		return true
	}},
	ownField("own-layers", maxLayers, func(o *Own) *int { return &o.Layers }),
	ownField("own-h", maxHeads, func(o *Own) *int { return &o.Heads }),
	ownField("own-g", maxHeads, func(o *Own) *int { return &o.KVHeads }),
	ownField("own-d", maxHeadDim, func(o *Own) *int { return &o.HeadDim }),
	{"own-params", func(m *Models) string { return formatParams(m.Own.Params) }, func(m *Models, v string) bool {
		p, err := strconv.ParseFloat(v, 64)
		if err != nil || strings.ContainsAny(v, "xX_") || math.IsNaN(p) || p < 0 || p > maxParams {
			return false
		}
		m.Own.Params = math.Round(1e6*p) / 1e6
		return m.Own.Params == p
	}, true},
	wholeField("len", maxSequence, func(m *Models) *int { return &m.Context }),
	wholeField("seqs", maxBatch, func(m *Models) *int { return &m.Batch }),
	nameField("kv", precisionKeys, func(m *Models) *int { return &m.Cache }),
	nameField("weights", precisionKeys, func(m *Models) *int { return &m.Weights }),
	nameField("chip", acceleratorKeys, func(m *Models) *int { return &m.Chip }),
	{name: "chips", get: func(m *Models) string { return strconv.Itoa(m.Chips) }, set: func(m *Models, v string) bool {
		n, err := strconv.Atoi(v)
		if err != nil || !slices.Contains(chips, n) {
			return false
		}
		m.Chips = n
		return true
	}},
	{name: "sort", get: func(m *Models) string { return m.Order }, set: func(m *Models, v string) bool {
		if by, _ := (Models{Order: v}).order(); by < 0 {
			return false
		}
		m.Order = v
		return true
	}},
}

var (
	partNames       = []string{OneModel: "one", AllModels: "all", BeyondGQA: "beyond"}
	precisionKeys   = []string{"f32", "bf16", "int8", "int4"}
	acceleratorKeys = []string{"v4", "v5e", "v5p", "v6e", "a100", "h100", "h200", "b200"}
)

// wholeField is a whole number from 1.
func wholeField(name string, most int, at func(m *Models) *int) modelsField {
	return modelsField{name: name, get: func(m *Models) string { return strconv.Itoa(*at(m)) }, set: func(m *Models, v string) bool {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > most {
			return false
		}
		*at(m) = n
		return true
	}}
}

// ownField is one of the reader's own numbers. It keeps G a divisor of H.
func ownField(name string, most int, at func(o *Own) *int) modelsField {
	f := wholeField(name, most, func(m *Models) *int { return at(&m.Own) })
	set := f.set
	f.own, f.set = true, func(m *Models, v string) bool {
		ok := set(m, v)
		g := m.Own.KVHeads
		m.Own.KVHeads = lowerDivisor(m.Own.Heads, g)
		return ok && (name != "own-g" || m.Own.KVHeads == g)
	}
	return f
}

// nameField is one of some names, held by its place among them.
func nameField(name string, names []string, at func(m *Models) *int) modelsField {
	return modelsField{name: name, get: func(m *Models) string { return names[*at(m)] }, set: func(m *Models, v string) bool {
		i := slices.Index(names, v)
		if i < 0 {
			return false
		}
		*at(m) = i
		return true
	}}
}

// modelField is the field of a name, nil if there is none.
func modelField(name string) *modelsField {
	if i := slices.IndexFunc(modelFields, func(f modelsField) bool { return f.name == name }); i >= 0 {
		return &modelFields[i]
	}
	return nil
}

// modelParams are the fields as parameters of the URL. The reader's own numbers count with
// a model of theirs alone.
func modelParams() (all []param) {
	d := newModels()
	for _, f := range modelFields {
		byDefault := f.get(&d)
		all = append(all, param{f.name, func(s State) string {
			if f.own && s.Models.Model != ownModel {
				return ""
			}
			m := s.Models // alone: all of s would be put on the heap, for each field
			v := f.get(&m)
			return unless(v == byDefault, v)
		}, func(s *State, v string) bool {
			return f.own && s.Models.Model != ownModel || f.set(&s.Models, v)
		}})
	}
	return all
}

func formatParams(p float64) string { return strconv.FormatFloat(p, 'f', -1, 64) }
