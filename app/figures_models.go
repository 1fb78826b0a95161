package main

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// modelsFigure is what the room shows.
func (s State) modelsFigure() Figure {
	switch s.Models.Part {
	case AllModels:
		return s.allModelsFigure()
	case BeyondGQA:
		return s.beyondFigure()
	}
	return s.oneModelFigure()
}

// subjectName is the model's name.
func (s State) subjectName(r *subject) string {
	if r.Name == "" {
		return s.Lang.OwnNumbers()
	}
	return r.Name
}

// oneModelFigure is a model's cache and what another G would change: its bytes, how many
// sequences fit, and how fast they are decoded at most.
func (s State) oneModelFigure() Figure {
	l, m := s.Lang, s.Models
	r := m.subject()
	f := Figure{
		Name: "gqa-" + m.Model,
		Table: picture.Table{Head: []string{"G", "H/G", l.ColToken(), l.ColTokenLate(), l.ColSequence(), l.ColBatch(), l.ColShareMHA(),
			l.ColPerChip(), l.ColLargest(), l.ColStep(), l.ColRate()}},
	}
	multi := r.with(r.Heads)
	whole := m.bytes(multi.Numbers(m.Context))
	var rungs []picture.Rung
	row := func(name, size string, layout attention.CacheLayout, fit Fit) {
		bytes := m.bytes(layout.Numbers(m.Context))
		share := words.Percent(float64(bytes) / float64(whole))
		rungs = append(rungs, picture.Rung{Label: name, Text: l.Rung(words.Bytes(bytes), share), Value: float64(bytes), Current: fit.KVHeads == r.KVHeads})
		cells := []string{strings.TrimPrefix(name, "G = "), size, strconv.Itoa(m.bytes(layout.Growth(1))), strconv.Itoa(m.bytes(layout.Growth(maxSequence))),
			strconv.Itoa(bytes), product(m.Batch, bytes), share, digits(fit.PerChip), "", "", ""}
		if m.held(r) > 0 {
			cells[8] = strconv.Itoa(fit.Largest)
			if fit.Largest > 0 {
				cells[9], cells[10] = digits(1000*fit.StepTime), digits(float64(fit.Largest)/fit.StepTime)
			}
		}
		f.Table.Rows = append(f.Table.Rows, cells)
	}
	for _, g := range r.falling() {
		row("G = "+strconv.Itoa(g), strconv.Itoa(r.Heads/g), r.with(g), m.fit(r, g))
	}
	if r.latent() {
		row("MLA", "", r.layout(), m.fit(r, 0))
		f.Says = l.LatentSays(s.subjectName(r), r.Heads, r.HeadDim, float64(r.Latent+r.Rope)/float64(2*r.HeadDim))
	} else {
		f.Says = l.LadderSays(s.subjectName(r), r.Heads, r.KVHeads)
	}
	f.Pictures = []Picture{{Name: f.Name + "-cache", Title: l.LadderTitle(r.Heads, m.Context), Drawn: picture.Ladder(rungs)}}
	if plot, ok := s.stepPlot(r); ok {
		f.Pictures = append(f.Pictures, Picture{Name: f.Name + "-step", Title: l.CapacityTitle(accelerators[m.Chip].Name, m.Chips), Drawn: plot.SVG()})
	}
	f.Details = l.CapacityDetails(r.Active > 0)
	return f
}

// headsName names what a model caches.
func headsName(r *subject, kvHeads int) string {
	switch kvHeads {
	case 0:
		return "MLA"
	case r.Heads:
		return "MHA"
	case 1:
		return "MQA"
	}
	return "G = " + strconv.Itoa(kvHeads)
}

// capacity is how much the chips hold.
func (s State) capacity(r *subject) words.Capacity {
	m := s.Models
	chip, here, multi := accelerators[m.Chip], m.fit(r, r.KVHeads), m.fit(r, r.Heads)
	return words.Capacity{
		Chip: chip.Name, Chips: m.Chips, Memory: float64(m.Chips) * chip.Memory, Weights: m.held(r), Context: m.Context,
		Name: headsName(r, r.KVHeads), Multi: r.KVHeads == r.Heads, Fits: here.Largest, FitsMulti: multi.Largest,
		Step: here.StepTime, StepMulti: multi.StepTime, Experts: r.Active > 0,
	}
}

// stepPlot is the predicted time of a step against the batch: of multi-head attention, of
// the model as it is, and of multi-query attention, each as far as memory goes.
func (s State) stepPlot(r *subject) (plot picture.Plot, ok bool) {
	l, m := s.Lang, s.Models
	if m.held(r) == 0 {
		return plot, false
	}
	plot = picture.Plot{X: l.AxisBatch(), Y: l.AxisStep(), Linear: true}
	most := 0
	shown := []int{r.Heads}
	for _, g := range []int{r.KVHeads, 1} {
		if !slices.Contains(shown, g) {
			shown = append(shown, g)
		}
	}
	for i, g := range shown {
		fit := m.fit(r, g)
		if fit.Largest == 0 {
			continue
		}
		most = max(most, fit.Largest)
		line := picture.Series{Label: headsName(r, g), Shape: i, Current: g == r.KVHeads}
		for b := 1; b < fit.Largest; b *= 2 {
			line.Line = append(line.Line, picture.XY{X: float64(b), Y: 1000 * m.stepTime(r, g, b)})
		}
		end := picture.XY{X: float64(fit.Largest), Y: 1000 * fit.StepTime}
		line.Line = append(line.Line, end)
		line.Dots = []picture.Dot{{X: end.X, Value: end.Y}}
		plot.Series = append(plot.Series, line)
	}
	if most == 0 {
		return plot, false
	}
	const ticks = 6
	factor := 2
	for power(factor, ticks-1) < most {
		factor *= 2
	}
	for b := 1; ; b *= factor {
		plot.XTicks = append(plot.XTicks, picture.Tick{Value: float64(b), Label: thousands(b)})
		if b >= most && b > 1 {
			break
		}
	}
	return plot, true
}

// product is one that may be larger than any int.
func product(a, b int) string { return strconv.FormatFloat(float64(a)*float64(b), 'f', -1, 64) }

func power(x, n int) int {
	p := 1
	for range n {
		p *= x
	}
	return p
}

// divided is a table of what chips hold when the heads are divided among them.
func (s State) divided(r *subject) picture.Table {
	l, m := s.Lang, s.Models
	t := picture.Table{Head: []string{l.ColChips(), l.ColHeadsHere(), l.ColCopies(), l.ColPerChip(), l.ColAllChips()}}
	m.Chips = 1
	whole := m.perChip(r, r.KVHeads)
	for _, n := range chips {
		m.Chips = n
		here, copies := "MLA", float64(n)
		if !r.latent() {
			here, copies = strconv.Itoa(attention.HeadsPerDevice(n, r.KVHeads)), attention.Replication(n, r.KVHeads)
		}
		held := int(m.perChip(r, r.KVHeads))
		t.Rows = append(t.Rows, []string{strconv.Itoa(n), here, words.Short(copies, 3), words.Int(held), words.Int(int(math.Round(copies * whole)))})
	}
	return t
}

// jump is the memory behind figure 6 of the paper, in all and for every number of groups:
// T5-XXL on 8 TPU v4, up to 32 samples on each, 2,048 tokens in and 512 out.
func (s State) jump() (words.Jump, picture.Table) {
	l := s.Lang
	const chipCount, each, input, output = 8, 32, 2048, 512
	t5 := published("t5-xxl-decoder-mha-the-paper")
	m := newModels()
	sample := func(kvHeads int) float64 { return float64(m.bytes(t5.with(kvHeads).Numbers(input + output))) }
	last, before := figure6[len(figure6)-1], figure6[len(figure6)-2]
	v4 := accelerators[slices.Index(acceleratorKeys, "v4")]
	j := words.Jump{
		Heads: t5.Heads, Seconds: last.Seconds, Half: before.Seconds, Input: input, Output: output, Chips: chipCount, Each: each,
		Cache: sample(last.Groups), Weights: m.held(t5), Memory: chipCount * v4.Memory,
	}
	j.Needs = j.Weights + chipCount*each*j.Cache
	j.NeedsHalf = j.Weights + chipCount*each*sample(before.Groups)
	t := picture.Table{Head: []string{"G", l.ColNeeds(chipCount * each), l.ColLargest(), l.ColPaper()}}
	for _, p := range figure6 {
		j.Fits = attention.Serving{WeightBytes: j.Weights, CacheBytes: sample(p.Groups)}.LargestBatch(j.Memory)
		needs := j.Weights + chipCount*each*sample(p.Groups)
		t.Rows = append(t.Rows, []string{strconv.Itoa(p.Groups), words.GB(needs), strconv.Itoa(min(j.Fits, chipCount*each)), digits(p.Seconds)})
	}
	return j, t
}

// fewerHeads is table 1 of the MQA paper (arXiv 1911.02150).
var fewerHeads = words.FewerHeads{Heads: 8, Multi: 26.7, MQA: 26.5, One: 25.8}

// cells are a model's row of the table, as the page shows them.
func (s State) cells(r *subject) []string {
	l, m := s.Lang, s.Models
	unsure := func(what, text string) string {
		if slices.Contains(r.Unsure, what) {
			return "≈ " + text
		}
		return text
	}
	whole := func(n int) string {
		if n == 0 {
			return "–"
		}
		return words.Int(n)
	}
	params := "–"
	if r.Params > 0 {
		params = words.Short(r.Params, 5)
	}
	if r.Active > 0 {
		params += " (" + words.Short(r.Active, 4) + ")"
	}
	layout := r.layout()
	headDim := strconv.Itoa(r.HeadDim)
	if r.latent() {
		headDim = strconv.Itoa(r.Latent) + "+" + strconv.Itoa(r.Rope)
	}
	return []string{r.Name, l.KindShort(int(r.heads()), r.windowed(), r.Others == "shared", r.Others == "linear"),
		whole(r.KVHeads), whole(r.sharing()),
		words.Int(m.bytes(layout.Growth(1))), words.Int(m.bytes(layout.Growth(maxSequence))), words.Int(m.bytes(layout.Numbers(m.Context))),
		strconv.Itoa(r.Heads), headDim, strconv.Itoa(r.Layers), unsure("context", whole(r.Context)), unsure("params", params)}
}

// modelsHead are the heads of the table's columns, in the order of columns.
func (s State) modelsHead() []string {
	l := s.Lang
	return []string{l.ColModel(), l.ColModelKind(), "G", "H/G", l.ColToken(), l.ColTokenLate(), l.ColSequence(), "H", "d", l.ColLayers(), l.ColContext(), l.ColParams()}
}

// allModelsFigure is the table of all models.
func (s State) allModelsFigure() Figure {
	l, m := s.Lang, s.Models
	f := Figure{Name: "gqa-models", Details: l.AllModelsDetails(m.Context), Table: picture.Table{Head: append(s.modelsHead(), l.ColSource())}}
	for _, r := range m.sorted() {
		var sources []string
		for _, key := range r.Sources {
			sources = append(sources, catalogue().Sources[key].URL)
		}
		row := s.cells(r)
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], ",", "") // for programs that read it
		}
		row[1] = s.cells(r)[1]
		f.Table.Rows = append(f.Table.Rows, append(row, strings.Join(sources, " ")))
	}
	f.Pictures = []Picture{{Name: "gqa-models-bytes", Title: l.ScatterTitle(), Drawn: s.scatter().SVG()}}
	m.Order = "bytes"
	rising := m.sorted()
	least, most := rising[0], rising[len(rising)-1]
	bytes := func(r *subject) int { return m.bytes(r.layout().Growth(1)) }
	f.Says = l.AllModelsSays(most.Name, words.Int(bytes(most)), least.Name, words.Int(bytes(least)), float64(bytes(most))/float64(bytes(least)))
	return f
}

// scatter is what a token adds to the cache of each model against its weights, a shape
// for each kind.
func (s State) scatter() picture.Plot {
	l, m := s.Lang, s.Models
	plot := picture.Plot{X: l.AxisWeights(), Y: l.AxisKiB()}
	for x := 0.1; x <= 1000; x *= 10 {
		plot.XTicks = append(plot.XTicks, picture.Tick{Value: x, Label: words.Short(x, 1)})
	}
	dot := func(r *subject) picture.Dot {
		return picture.Dot{X: r.Params, Value: float64(m.bytes(r.layout().Growth(1))) / 1024}
	}
	for i, kind := range []struct {
		name string
		ModelKind
	}{{"MHA", MultiHead}, {"GQA", Grouped}, {"MQA", MultiQuery}, {"MLA", Latent}} {
		series := picture.Series{Label: kind.name, Shape: i}
		for _, r := range catalogue().Models {
			if r.heads() == kind.ModelKind && r.Params > 0 && r.Key != m.Model {
				series.Dots = append(series.Dots, dot(r))
			}
		}
		plot.Series = append(plot.Series, series)
	}
	if r := m.subject(); r.Params > 0 {
		plot.Series = append(plot.Series, picture.Series{Label: s.subjectName(r), Current: true, Dots: []picture.Dot{dot(r)}})
	}
	return plot
}

// beyondFigure places works on the factors of the cache's size.
func (s State) beyondFigure() Figure {
	l := s.Lang
	f := Figure{Name: "beyond-gqa", Says: l.BeyondSays(), Table: picture.Table{Head: []string{l.ColWork(), l.ColYear(), l.ColAxis(), l.ColIdea(), l.ColLink()}}}
	var axes []picture.Axis
	for _, a := range l.Axes() {
		axes = append(axes, picture.Axis{Title: a[0], Factor: a[1]})
	}
	ideas := l.Ideas()
	for i, w := range followUps {
		a := &axes[w.Axis]
		a.Works = append(a.Works, picture.Work{Name: w.Name, Year: w.Year, Current: w.Name == "GQA"})
		f.Table.Rows = append(f.Table.Rows, []string{w.Name, strconv.Itoa(w.Year), a.Title, ideas[i], w.URL})
	}
	f.Pictures = []Picture{{Name: f.Name, Title: l.BeyondTitle(), Drawn: picture.Axes(axes)}}
	return f
}
