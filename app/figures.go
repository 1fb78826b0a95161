package main

import (
	"math"
	"slices"
	"strconv"
	"time"

	"gqaplayground/app/json"
	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Figure is one panel about time: a sentence that says what was seen, the pictures and
// the numbers in them.
type Figure struct {
	Name     string // of its files
	Says     string
	Orders   []string // what stands before what
	Details  string   // how to read it
	Pictures []Picture
	First    int // the place of the first among all pictures of the room; from their end if negative
	Table    picture.Table
	Origins  []Origin // of the table's rows, where they can be asked for
}

// Picture is a picture with its name.
type Picture struct {
	Name, Title, Details string
	Drawn                picture.Element
}

// figure is what a panel shows.
func (s State) figure(p LabPanel) Figure {
	switch p {
	case GroupsPanel:
		return s.groupsFigure()
	case TrapPanel:
		return s.trapFigure()
	case RoofPanel:
		return s.roofFigure()
	}
	return s.curveFigure()
}

// compared is how the largest G compares with G = 1 at a depth.
func (s State) compared(depth int) words.Compared {
	c := words.Compared{Depth: depth, Heads: s.most()}
	one, ok := s.timingAt(depth, 1)
	if !ok || one.High == 0 || !(one.RatioLow > 0) {
		return c
	}
	// The ratio measured is of G = 1 to the largest.
	c.Known = true
	c.Ratio, c.Low, c.High = 1/one.Ratio, 1/one.RatioHigh, 1/one.RatioLow
	c.One = inMs(one.Median)
	if s.Lab.Probed.Done {
		_, fixed := s.least(depth, 1)
		c.Fixed = 1000 * fixed
	}
	return c
}

// falling are the numbers of key/value heads, the most first.
func (s State) falling() []int {
	g := s.stops()
	slices.Reverse(g)
	return g
}

func dotOf(x float64, t protocol.Timing) picture.Dot {
	return picture.Dot{X: x, Value: inMs(t.Median), Low: inMs(t.Low), High: inMs(t.High)}
}

// curveFigure is time per token against depth, for every G.
func (s State) curveFigure() Figure {
	l := s.Lang
	f := Figure{
		Name: "gqa-time-by-length", Says: l.LabNothing(), Details: l.ByLength(),
		Table: picture.Table{Head: []string{l.ColDepth(), "G", l.ColMedian(), l.ColLow(), l.ColHigh(), l.ColN(), l.ColLeast(), l.ColFixed(), l.ColBytes()}},
	}
	plot := picture.Plot{X: l.AxisTokens(), Y: l.AxisMS(), Dodge: true}
	for _, n := range sortedDepths {
		plot.XTicks = append(plot.XTicks, picture.Tick{Value: float64(n), Label: thousands(n)})
		if s.Lab.Probed.Done {
			_, fixed := s.least(n, 1)
			plot.Below = append(plot.Below, picture.XY{X: float64(n), Y: 1000 * fixed})
		}
	}
	for i, g := range s.falling() {
		series := picture.Series{Label: "G = " + strconv.Itoa(g), Shape: i, Current: g == s.KVHeads}
		for _, n := range sortedDepths {
			row := []string{strconv.Itoa(n), strconv.Itoa(g), "", "", "", "", "", "", strconv.Itoa(s.shapeOf(g).CacheBytes(n))}
			t, ok := s.timingAt(n, g)
			if ok {
				series.Dots = append(series.Dots, dotOf(float64(n), t))
				copy(row[2:], timed(t))
			}
			if s.Lab.Probed.Done {
				least, fixed := s.least(n, g)
				series.Line = append(series.Line, picture.XY{X: float64(n), Y: 1000 * least})
				row[6], row[7] = digits(1000*least), digits(1000*fixed)
			}
			if ok || s.Lab.Probed.Done {
				f.Table.Rows = append(f.Table.Rows, row)
			}
		}
		plot.Series = append(plot.Series, series)
	}
	for _, n := range deepestFirst {
		if _, ok := s.timingAt(n, s.most()); ok {
			f.Says = l.ByLengthSays(s.compared(n))
			break
		}
	}
	f.Pictures = []Picture{{Name: f.Name, Title: l.ByLengthTitle(), Drawn: plot.SVG()}}
	return f
}

// groupsFigure is the reader's own figure 6, and the paper's beside it.
func (s State) groupsFigure() Figure {
	l := s.Lang
	depth, _ := s.focus()
	here := picture.Plot{X: l.AxisG(), Y: l.AxisMS(), Linear: true}
	f := Figure{
		Name:  "gqa-time-by-g",
		Table: picture.Table{Head: []string{l.ColWhere(), "G", l.ColMedian(), l.ColLow(), l.ColHigh(), l.ColN(), l.ColLeast(), l.ColSeconds()}},
	}
	all := picture.Series{Current: true}
	for _, g := range s.stops() {
		x := float64(g)
		here.XTicks = append(here.XTicks, picture.Tick{Value: x, Label: strconv.Itoa(g)})
		row := []string{l.WhereHere(), strconv.Itoa(g), "", "", "", "", "", ""}
		t, ok := s.timingAt(depth, g)
		if ok {
			all.Dots = append(all.Dots, dotOf(x, t))
			copy(row[2:], timed(t))
		}
		if s.Lab.Probed.Done {
			least, _ := s.least(depth, g)
			all.Line = append(all.Line, picture.XY{X: x, Y: 1000 * least})
			row[6] = digits(1000 * least)
		}
		if ok || s.Lab.Probed.Done {
			f.Table.Rows = append(f.Table.Rows, row)
		}
	}
	here.Series = []picture.Series{all}

	paper := s.paperFigure6(nil)
	for _, p := range figure6 {
		f.Table.Rows = append(f.Table.Rows, []string{l.WherePaper(), strconv.Itoa(p.Groups), "", "", "", "", "", digits(p.Seconds)})
	}

	first, last, before := figure6[0], figure6[len(figure6)-1], figure6[len(figure6)-2]
	f.Says = l.ByGSays(s.compared(depth), words.PaperRise{
		Groups: last.Groups / first.Groups, All: last.Seconds / first.Seconds, Double: last.Seconds / before.Seconds})
	f.Pictures = []Picture{
		{f.Name, l.ByGTitle(depth), l.ByGDetails(), here.SVG()},
		{"gqa-paper-figure-6", l.ByGPaper(), l.ByGPaperDetails(), paper.SVG()},
	}
	return f
}

// trapFigure is the three ways of attending to one cache.
func (s State) trapFigure() Figure {
	l, t := s.Lang, s.Lab.Trapped
	f := Figure{
		Name: "gqa-repeat-kv-trap", Says: l.TrapLead() + " " + l.LabNothing(),
		Table: picture.Table{Head: []string{l.Way(), l.ColHeld(), l.ColRoom(), l.ColRead(), l.ColWritten(), l.ColMedian(), l.ColLow(), l.ColHigh(), l.ColN()}},
	}
	if len(t.Ways) != len(l.TrapWays()) || t.Ways[protocol.Grouped].Timing.N == 0 {
		return f
	}
	var groups []picture.BarGroup
	grouped := t.Ways[protocol.Grouped]
	for i, w := range t.Ways {
		title := l.TrapWays()[i]
		ms := inMs(w.Timing.Median)
		time := words.Measured(ms, inMs(w.Timing.Low), inMs(w.Timing.High)) + " ms"
		groups = append(groups, picture.BarGroup{Title: title, Current: i == protocol.Grouped, Bars: []picture.Bar{
			{Label: l.Held(), Text: words.Bytes(w.Held + w.Room), Value: float64(w.Held + w.Room), More: float64(w.Room)},
			{Label: l.Moved(), Text: words.Bytes(w.Read + w.Written), Value: float64(w.Read + w.Written), More: float64(w.Written)},
			{Label: l.Takes(), Text: time, Value: ms, Low: inMs(w.Timing.Low), High: inMs(w.Timing.High)},
		}})
		row := []string{title, strconv.Itoa(w.Held), strconv.Itoa(w.Room), strconv.Itoa(w.Read), strconv.Itoa(w.Written), "", "", "", ""}
		copy(row[5:], timed(w.Timing))
		f.Table.Rows = append(f.Table.Rows, row)
	}
	against := func(i int, bytes, of int) words.TrapCompared {
		timing := t.Ways[i].Timing
		return words.TrapCompared{Bytes: float64(bytes) / float64(of), Ratio: timing.Ratio, Low: timing.RatioLow, High: timing.RatioHigh,
			Known: timing.High > 0}
	}
	repeated, expanded := t.Ways[protocol.Repeated], t.Ways[protocol.Expanded]
	f.Says = l.TrapSays(against(protocol.Repeated, repeated.Read+repeated.Written, grouped.Read+grouped.Written),
		against(protocol.Expanded, expanded.Held, grouped.Held))
	f.Details = l.TrapDetails(t.Trap.KVHeads, t.Trap.Context)
	f.Pictures = []Picture{{Name: f.Name, Title: l.TrapTitle(t.Trap.KVHeads, t.Trap.Context), Drawn: picture.Bars(groups)}}
	return f
}

// roofFigure is where steps with every G stand on this machine's roofline.
func (s State) roofFigure() Figure {
	l := s.Lang
	f := Figure{
		Name: "gqa-roofline", Says: l.LabNothing(),
		Table: picture.Table{Head: []string{"G", l.ColIntensity(), l.ColAttention(), l.ColSpeed(), l.ColLow(), l.ColHigh(), l.ColRoof()}},
	}
	if !s.Lab.Probed.Done {
		return f
	}
	depth, _ := s.focus()
	limits := s.Lab.Probed.Limits
	r := words.Roof{Depth: depth, Heads: s.most(), RidgeLow: math.Inf(1)}
	plot := picture.Plot{X: l.AxisIntensity(), Y: l.AxisSpeed(), Above: true}
	low, high := math.Inf(1), 0.0
	var dots []picture.Series
	falling := s.falling()
	bandwidth := make([]float64, len(falling))
	for i, g := range falling {
		c := s.shapeOf(g)
		weightFLOPs, attentionFLOPs := c.StepFLOPs(depth)
		weightBytes, cacheBytes := c.StepBytes(depth)
		flops, bytes := float64(weightFLOPs+attentionFLOPs), float64(weightBytes+cacheBytes)
		m := limits.At(bytes)
		bandwidth[i] = m.Bandwidth
		at, ridge := flops/bytes, m.Peak/m.Bandwidth
		low, high = min(low, at, ridge), max(high, at, ridge)
		r.RidgeLow, r.RidgeHigh = min(r.RidgeLow, ridge), max(r.RidgeHigh, ridge)
		if at < ridge {
			r.Memory = append(r.Memory, g)
		} else {
			r.Compute = append(r.Compute, g)
		}
		if g == 1 {
			r.Most = at
		}
		if g == s.most() {
			r.Fewest = at
		}
		row := []string{strconv.Itoa(g), digits(at), digits(c.Intensity(depth, 4)), "", "", "", digits(min(m.Peak, at*m.Bandwidth) / 1e9)}
		series := picture.Series{Label: "G = " + strconv.Itoa(g), Shape: i, Current: g == s.KVHeads}
		if t, ok := s.timingAt(depth, g); ok {
			speed := func(d time.Duration) float64 {
				if d == 0 {
					return 0
				}
				return flops / d.Seconds() / 1e9
			}
			reach := speed(t.Median) * 1e9 / min(m.Peak, at*m.Bandwidth)
			if r.ReachHigh == 0 {
				r.ReachLow = reach
			}
			r.ReachLow, r.ReachHigh = min(r.ReachLow, reach), max(r.ReachHigh, reach)
			series.Dots = []picture.Dot{{X: at, Value: speed(t.Median), Low: speed(t.High), High: speed(t.Low)}}
			row[3] = digits(speed(t.Median))
			if t.High > 0 {
				row[4], row[5] = digits(speed(t.High)), digits(speed(t.Low))
			}
		}
		dots = append(dots, series)
		f.Table.Rows = append(f.Table.Rows, row)
	}
	low, high = math.Exp2(math.Floor(math.Log2(low))), math.Exp2(math.Ceil(math.Log2(high)+0.2))
	for v := low; v <= high; v *= 2 {
		plot.XTicks = append(plot.XTicks, picture.Tick{Value: v, Label: digits(v)})
	}
	roof := func(label string, bandwidth float64) picture.Series {
		ridge := limits.Peak / bandwidth
		return picture.Series{Label: label, Faint: true, Line: []picture.XY{
			{X: low, Y: low * bandwidth / 1e9}, {X: min(ridge, high), Y: min(limits.Peak, high*bandwidth) / 1e9}, {X: high, Y: min(limits.Peak, high*bandwidth) / 1e9}}}
	}
	slope := func(g int, bandwidth float64) picture.Series { // its name, where it begins
		return picture.Series{Label: l.RoofMemory(g), Faint: true, Line: []picture.XY{{X: low, Y: low * bandwidth / 1e9}}}
	}
	most, one := bandwidth[0], bandwidth[len(bandwidth)-1]
	plot.Series = append([]picture.Series{roof("", most), roof(l.RoofPeak(), one), slope(falling[0], most), slope(1, one)}, dots...)
	f.Says = l.RoofSays(r)
	f.Details = l.RoofDetails()
	f.Pictures = []Picture{{Name: f.Name, Title: l.RoofTitle(depth), Drawn: plot.SVG()}}
	return f
}

// limits says what the machine can do at best.
func (s State) limits() string {
	p := s.Lab.Probed
	if !p.Done || len(p.Limits.Bandwidth) == 0 {
		return ""
	}
	most, least := 0.0, math.Inf(1)
	for _, b := range p.Limits.Bandwidth {
		most, least = max(most, b.PerSecond), min(least, b.PerSecond)
	}
	const probe = 0.01 // seconds that one look lasts
	return s.Lang.Limits(p.Limits.Peak/1e9, most/1e9, least/1e9, p.ClockStep.Seconds()/probe)
}

// timed is a timing as the cells of a table: median, interval, n.
func timed(t protocol.Timing) []string {
	cells := []string{digits(inMs(t.Median)), "", "", strconv.Itoa(t.N)}
	if t.High > 0 {
		cells[1], cells[2] = digits(inMs(t.Low)), digits(inMs(t.High))
	}
	return cells
}

// digits is a number to four digits.
func digits(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

// thousands writes a power of two as short as can be.
func thousands(n int) string {
	if n >= 1024 && n%1024 == 0 {
		return strconv.Itoa(n/1024) + "K"
	}
	return strconv.Itoa(n)
}

// Samples is everything that was measured, sample by sample, with what it was measured
// on. Times are in seconds, speeds per second.
type Samples struct {
	Page      string
	Browser   string
	Isolated  bool // the browser gives a finer clock to pages that are
	Kernel    string
	ClockStep float64
	Model     attention.Config
	Limits    *attention.Limits `json:",omitempty"`
	Depths    []DepthSamples
	Trap      *TrapSamples `json:",omitempty"`
}

// DepthSamples is time per token at one depth.
type DepthSamples struct {
	Context, Discarded, Paused int // Discarded and Paused are blocks
	Seed                       uint64
	Done                       bool
	Times                      []Times
}

// TrapSamples is the three ways of attending.
type TrapSamples struct {
	KVHeads, Context, Discarded, Paused int
	Seed                                uint64
	Done                                bool
	Ways                                []WaySamples
}

// WaySamples is one of them.
type WaySamples struct {
	Way                       string
	Held, Room, Read, Written int // bytes
	Times
}

// Times is a timing in seconds. Samples are in the order of the blocks.
type Times struct {
	KVHeads, CacheBytes, TokensInSample int
	Median, Low, High, P10, P90         float64
	Ratio, RatioLow                     float64
	RatioHigh                           *float64 // null: not known yet
	Samples                             []float64
}

func timesOf(t protocol.Timing) Times {
	x := Times{
		KVHeads: t.KVHeads, CacheBytes: t.CacheBytes, TokensInSample: t.TokensInSample,
		Median: t.Median.Seconds(), Low: t.Low.Seconds(), High: t.High.Seconds(), P10: t.P10.Seconds(), P90: t.P90.Seconds(),
		Ratio: t.Ratio, RatioLow: t.RatioLow, Samples: []float64{},
	}
	if !math.IsInf(t.RatioHigh, 0) {
		x.RatioHigh = &t.RatioHigh
	}
	for _, d := range t.Samples {
		x.Samples = append(x.Samples, d.Seconds())
	}
	return x
}

// samples is the file of all samples.
func (s State) samples(browser string, isolated bool) string {
	all := Samples{
		Page: "GQA Playground", Browser: browser, Isolated: isolated, Kernel: s.Kernel, ClockStep: s.ClockStep, Model: s.multiHead(),
		Depths: []DepthSamples{},
	}
	if s.Lab.Probed.Done {
		all.Limits = &s.Lab.Probed.Limits
	}
	for _, n := range sortedDepths {
		m, ok := s.Measure.Results[n]
		if !ok {
			continue
		}
		d := DepthSamples{Context: n, Discarded: m.Discarded, Paused: m.Paused, Seed: m.Measure.Seed, Done: m.Done, Times: []Times{}}
		for _, t := range m.Timings {
			d.Times = append(d.Times, timesOf(t))
		}
		all.Depths = append(all.Depths, d)
	}
	if t := s.Lab.Trapped; len(t.Ways) > 0 {
		all.Trap = &TrapSamples{KVHeads: t.Trap.KVHeads, Context: t.Trap.Context, Discarded: t.Discarded, Paused: t.Paused, Seed: t.Trap.Seed, Done: t.Done}
		for i, w := range t.Ways {
			all.Trap.Ways = append(all.Trap.Ways, WaySamples{words.English.TrapWays()[i], w.Held, w.Room, w.Read, w.Written, timesOf(w.Timing)})
		}
	}
	b, err := json.Indented(all)
	if err != nil {
		return err.Error()
	}
	return string(b) + "\n"
}
