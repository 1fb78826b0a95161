package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/attention"
)

// Origin is where the numbers of a row come from: stored runs, the reader's own, or a
// place in the paper.
type Origin struct {
	Name    string
	Runs    []assets.Row
	Own     *OwnModel
	Printed string // where,
	Address string // and of what
}

// paperFigure is what a panel about the paper shows.
func (s State) paperFigure(p PaperPanel) Figure {
	switch p {
	case MethodPanel:
		return s.methodFigure()
	case AlphaPanel:
		return s.alphaFigure()
	case ShapePanel:
		return s.shapeFigure()
	case OthersPanel:
		return s.othersFigure()
	}
	return s.tradeFigure()
}

// newPaperFigure is a figure with the head of its table.
func (s State) newPaperFigure(name string) Figure {
	l, r := s.Lang, results()
	f := Figure{Name: name, Says: l.NoResults(), Table: picture.Table{Head: []string{
		l.ColWhere(), l.ColWay(), "G", l.ColAlpha(), l.ColPeak(), l.ColLoss(), l.ColLow(), l.ColHigh(), l.ColRecall(), l.ColLow(), l.ColHigh(),
		l.ColN(), l.ColBytes(), l.ColScore(), l.ColSeconds(), l.ColNote(),
	}}}
	if len(r.Rows) > 0 {
		f.Details = l.Seeds(len(r.Seeds), r.EvaluationStories, r.EvaluationAnswers, r.ValidationStories) + " " + l.Signs()
	}
	return f
}

// row adds a row to the table and returns what it can be asked for by.
func (f *Figure) row(o Origin, cells ...string) (id string) {
	f.Table.Rows = append(f.Table.Rows, cells)
	f.Origins = append(f.Origins, o)
	return strconv.Itoa(len(f.Table.Rows) - 1)
}

// stored adds a stored point to the table.
func (f *Figure) stored(s State, p assets.Point) (id string) {
	l := s.Lang
	note := ""
	switch {
	case p.Matched:
		note = l.NoteMatched()
	case p.AtEdge:
		note = l.NoteEdge()
	}
	o := Origin{Name: s.fullNameOf(p)}
	for _, r := range results().Rows {
		if r.KVHeads == p.KVHeads && r.Method == p.Method && r.Alpha == p.Alpha && r.Rate == p.Rate {
			o.Runs = append(o.Runs, r)
		}
	}
	cells := []string{l.Stored(), s.wayOf(p.KVHeads, p.Method, p.Alpha), strconv.Itoa(p.KVHeads), words.Percent(p.Alpha), rate(p.Rate)}
	for _, m := range []measure{lossMeasure, recallMeasure} {
		value, low, high := m.of(p)
		cells = append(cells, digits(value), digits(low), digits(high))
	}
	return f.row(o, append(cells, strconv.Itoa(p.Seeds), strconv.Itoa(p.CacheBytes), "", "", note)...)
}

// own adds a model of the reader's to the table.
func (f *Figure) own(s State, m OwnModel) (id string) {
	l, method := s.Lang, m.Method.String()
	cells := []string{l.Yours(), s.wayOf(m.KVHeads, method, m.Alpha), strconv.Itoa(m.KVHeads), words.Percent(m.Alpha), rate(m.Rate)}
	for _, of := range []measure{lossMeasure, recallMeasure} {
		value, low, high := of.own(m)
		cells = append(cells, digits(value), digits(low), digits(high))
	}
	name := fmt.Sprintf("%s: G = %d, %s, %s", l.Yours(), m.KVHeads, l.MethodName(method), words.Percent(m.Alpha))
	return f.row(Origin{Name: name, Own: &m}, append(cells, "1", strconv.Itoa(withKVHeads(m.KVHeads).CacheBytes(1)), "", "", "")...)
}

// both adds all points of a table but the matched ones, and the reader's own. It returns
// their IDs, by index in each.
func (f *Figure) both(s State, t assets.Table) (stored map[int]string, owned []string) {
	stored = make(map[int]string)
	for i, p := range t.Points {
		if !p.Matched {
			stored[i] = f.stored(s, p)
		}
	}
	for _, o := range s.Paper.Own {
		owned = append(owned, f.own(s, o))
	}
	return stored, owned
}

// printed adds a point of the paper to the table.
func (f *Figure) printed(s State, name, g, alpha string, score, seconds float64, where string) (id string) {
	l := s.Lang
	cells := []string{l.ThePaper(), name, g, alpha, "", "", "", "", "", "", "", "", "", "", "", where}
	if score > 0 {
		cells[13] = digits(score)
	}
	if seconds > 0 {
		cells[14] = digits(seconds)
	}
	full := l.ThePaper() + ": " + name
	if g != "" && !strings.Contains(name, g) {
		full += ", G = " + g
	}
	if alpha != "" {
		full += ", " + alpha
	}
	return f.row(Origin{Name: full, Printed: where, Address: paperAddress}, cells...)
}

func rate(r float32) string {
	if r == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(r), 'g', -1, 32)
}

// wayOf names a way to come to a model.
func (s State) wayOf(kvHeads int, method string, alpha float64) string {
	if kvHeads == shape.Heads && method == "mean" {
		if alpha == 0 {
			return "MHA, " + s.Lang.Untrained()
		}
		return "MHA"
	}
	return s.Lang.MethodName(method)
}

// nameOf names a stored point, as short as can be.
func (s State) nameOf(p assets.Point) string {
	l := s.Lang
	switch {
	case p.Method == smaller:
		return l.SmallMHA()
	case p.KVHeads == shape.Heads && p.Alpha == 0:
		return "MHA"
	case p.KVHeads == shape.Heads:
		return l.MHAOn(p.Alpha)
	case p.Method == scratch:
		return fmt.Sprintf("G = %d, %s", p.KVHeads, l.FromScratch())
	}
	return fmt.Sprintf("G = %d", p.KVHeads)
}

// fullNameOf tells a stored point from every other.
func (s State) fullNameOf(p assets.Point) string {
	name := s.nameOf(p)
	if p.KVHeads < shape.Heads && p.Method != smaller && p.Method != scratch {
		name += ", " + s.Lang.MethodName(p.Method) + ", " + words.Percent(p.Alpha)
	}
	if p.Matched {
		name += ", " + s.Lang.ColPeak() + " " + rate(p.Rate)
	}
	return name
}

// ranked orders some points of a table by how good they are.
func (m measure) ranked(t assets.Table, points []int, name func(assets.Point) string) (all []words.Ranked) {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b int) int {
		x, _, _ := m.of(t.Points[a])
		y, _, _ := m.of(t.Points[b])
		return m.better(x, y)
	})
	for i, p := range points {
		value, _, _ := m.of(t.Points[p])
		r := words.Ranked{Name: name(t.Points[p]), Value: words.Loss(value)}
		if m == recallMeasure {
			r.Value = share(value/100) + "%"
		}
		if i > 0 {
			_, r.Apart, _ = m.difference(t, points[i-1], p)
		}
		all = append(all, r)
	}
	return all
}

// present are the indices of the cells that the table has.
func present(t assets.Table, cells ...cell) (points []int) {
	for _, c := range cells {
		if i := find(t, c); i >= 0 {
			points = append(points, i)
		}
	}
	return points
}

// dot is a stored point in a plot.
func (m measure) dot(x float64, p assets.Point, id string) picture.Dot {
	d := picture.Dot{X: x, ID: id}
	d.Value, d.Low, d.High = m.of(p)
	return d
}

// ownDot is a reader's point in a plot. It is one run: it has no interval over seeds.
func (m measure) ownDot(x float64, o OwnModel, id string) picture.Dot {
	value, _, _ := m.own(o)
	return picture.Dot{X: x, Value: value, ID: id}
}

// axis is the name of the measure's axis, and how to read it.
func (m measure) axis(l words.Lang) (name, details string) {
	if m == recallMeasure {
		return l.AxisRecall(), l.HigherBetter()
	}
	return l.AxisLoss(), l.LowerBetter()
}

// shown says whether there is anything of our own to draw.
func (s State) shown() bool { return len(results().Rows) > 0 || len(s.Paper.Own) > 0 }

// cellsByG is the cell with every number of key/value heads, the most first.
func (s State) cellsByG(method string, alpha float64) (cells []cell) {
	for _, g := range fewer() {
		cells = append(cells, cell{g, method, alpha})
	}
	return cells
}

// tradeFigure is figure 3: quality against what the cache takes.
func (s State) tradeFigure() Figure {
	l, t := s.Lang, results().Main
	f := s.newPaperFigure("gqa-quality-for-cache")
	heads := shape.Heads
	untouched, small := find(t, cell{heads, "mean", 0}), slices.IndexFunc(t.Points, func(p assets.Point) bool { return p.Method == smaller })
	all := present(t, append([]cell{{heads, "mean", 0}}, s.cellsByG("mean", paperAlpha)...)...)
	if small >= 0 {
		all = append(all, small)
	}
	var stored, own []string // IDs
	for _, i := range all {
		stored = append(stored, f.stored(s, t.Points[i]))
	}
	for _, o := range s.Paper.Own {
		own = append(own, f.own(s, o))
	}

	// plot draws the points where x says.
	plot := func(m measure, x func(kvHeads int, smaller bool) (float64, bool)) picture.Plot {
		p := picture.Plot{Near: true}
		p.Y, _ = m.axis(l)
		for j, i := range all {
			point := t.Points[i]
			if at, ok := x(point.KVHeads, i == small); ok {
				p.Series = append(p.Series, picture.Series{Label: s.nameOf(point), Shape: shapeOf(point.KVHeads), Current: point.KVHeads == s.KVHeads && i != small && point.Alpha > 0,
					Faint: i == small, Dots: []picture.Dot{m.dot(at, point, stored[j])}})
			}
		}
		for j, o := range s.Paper.Own {
			if at, ok := x(o.KVHeads, false); ok {
				p.Series = append(p.Series, picture.Series{Own: true, Dots: []picture.Dot{m.ownDot(at, o, own[j])}})
			}
		}
		return p
	}
	byBytes := func(kvHeads int, small bool) (float64, bool) {
		bytes := withKVHeads(kvHeads).CacheBytes(1)
		if small {
			bytes = t.Points[slices.IndexFunc(t.Points, func(p assets.Point) bool { return p.Method == smaller })].CacheBytes
		}
		return float64(bytes), true
	}
	if s.shown() {
		for _, m := range []measure{lossMeasure, recallMeasure} {
			p := plot(m, byBytes)
			p.X = l.AxisCache()
			for _, g := range attention.Divisors(heads) {
				bytes := withKVHeads(g).CacheBytes(1)
				p.XTicks = append(p.XTicks, picture.Tick{Value: float64(bytes), Label: words.Bytes(bytes)})
			}
			title, name := l.LossByCache(), f.Name
			if m == recallMeasure {
				title, name = l.RecallByCache(), "gqa-recall-for-cache"
			}
			_, better := m.axis(l)
			f.Pictures = append(f.Pictures, Picture{name, title, better + " " + l.Near(), p.SVG()})
		}
	}
	if depth, timed := s.timedDepth(); s.shown() {
		last := &f.Pictures[0].Details
		if !timed {
			*last += " " + l.BytesNotTime()
		} else {
			p := plot(lossMeasure, func(kvHeads int, small bool) (float64, bool) {
				at, ok := s.timingAt(depth, kvHeads)
				return inMs(at.Median), ok && !small
			})
			p.X, p.XLinear = l.AxisMS(), true
			p.XTicks = ticksTo(p)
			f.Pictures = append(f.Pictures, Picture{"gqa-loss-for-time", l.LossByTime(depth), l.LowerBetter() + " " + l.Near() + " " + l.TimedHere(), p.SVG()})
		}
	}

	paper := picture.Plot{X: l.AxisSeconds(), Y: l.AxisScore(), XLinear: true, Near: true,
		XTicks: []picture.Tick{{Value: 0, Label: "0"}, {Value: 0.5, Label: "0.5"}, {Value: 1, Label: "1"}, {Value: 1.5, Label: "1.5"}}}
	groups := []string{paperLarge: "", paperMHA: "64", paperMQA: "1", paperGQA: "8"}
	alphas := []string{paperMQA: words.Percent(paperAlpha), paperGQA: words.Percent(paperAlpha)}
	for i, m := range table1 {
		id := f.printed(s, m.Name, groups[i], alphas[i], m.Average, m.Seconds, l.InTable1())
		paper.Series = append(paper.Series, picture.Series{Label: m.Name, Shape: i, Faint: true,
			Dots: []picture.Dot{{X: figure3[i].Seconds, Value: figure3[i].Score, ID: id}}})
	}
	slip := table1[paperMQA]
	f.Pictures = append(f.Pictures, Picture{"gqa-paper-figure-3", l.PaperFigure(3),
		l.PaperTrade() + " " + l.FigureRead() + " " + l.AverageSlip(slip.Name, slip.Average, slip.mean()), paper.SVG()})

	if untouched < 0 || len(present(t, s.cellsByG("mean", paperAlpha)...)) < len(fewer()) {
		return f
	}
	falling := fewer()
	traded := words.Traded{Few: falling[1]}
	traded.Loss = lossMeasure.ranked(t, all, s.nameOf)
	traded.Recall = recallMeasure.ranked(t, all, s.nameOf)
	deficit, apart, ok := lossMeasure.difference(t, untouched, small)
	traded.Smaller, traded.Deficit = ok, apart && deficit > 0
	of := func(kvHeads int) float64 {
		d, _, _ := lossMeasure.difference(t, untouched, find(t, cell{kvHeads, "mean", paperAlpha}))
		return d / deficit
	}
	traded.ShareFew, traded.ShareOne = of(falling[1]), of(1)
	paperDeficit := figure3[paperMHA].Score - figure3[paperLarge].Score
	traded.PaperFew = (figure3[paperMHA].Score - figure3[paperGQA].Score) / paperDeficit
	traded.PaperOne = (figure3[paperMHA].Score - figure3[paperMQA].Score) / paperDeficit
	traded.Behind, traded.Level = s.against(t)
	if d, apart, _ := lossMeasure.difference(t, untouched, find(t, cell{shape.Heads, "mean", paperAlpha})); apart && d > 0 {
		traded.ControlWorse = d
	}
	f.Says, f.Orders = l.TradeSays(traded), l.TradeOrders(traded)
	return f
}

// against are the G that are behind multi-head trained as long, by loss and separated,
// and those that are not separated from it.
func (s State) against(t assets.Table) (behind, level []int) {
	control := find(t, cell{shape.Heads, "mean", paperAlpha})
	for _, g := range fewer()[1:] {
		d, apart, ok := lossMeasure.difference(t, control, find(t, cell{g, "mean", paperAlpha}))
		switch {
		case apart && d > 0:
			behind = append(behind, g)
		case ok && !apart:
			level = append(level, g)
		}
	}
	return behind, level
}

// ticksTo are round marks from 0 to the largest x in a plot.
func ticksTo(p picture.Plot) (ticks []picture.Tick) {
	top := 0.0
	for _, s := range p.Series {
		for _, d := range s.Dots {
			top = max(top, d.X)
		}
	}
	if !(top > 0) {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10(top/2)))
	for _, m := range []float64{1, 2, 5} {
		if top/(m*step) <= 5 {
			step *= m
			break
		}
	}
	for i := 0.0; i*step < top+step; i++ {
		ticks = append(ticks, picture.Tick{Value: i * step, Label: digits(i * step)})
	}
	return ticks
}

// shapeOf is the shape of the dots of a number of key/value heads.
func shapeOf(kvHeads int) int {
	shape := 0
	for g := kvHeads; g > 1; g /= 2 {
		shape++
	}
	return shape
}

// methodFigure is figure 4: the methods of conversion, before and after uptraining.
func (s State) methodFigure() Figure {
	l, t := s.Lang, results().ByMethod
	f := s.newPaperFigure("gqa-loss-by-method")
	before, after := picture.Mark{Label: words.Percent(0), Shape: 1, Faint: true}, picture.Mark{Label: words.Percent(paperAlpha)}
	own := picture.Mark{Label: l.Yours(), Own: true}
	stored, owned := f.both(s, t)
	methods := []string{"mean", "aligned", "first", "random"}
	strip := func(m measure) picture.Strip {
		x := picture.Strip{Log: m == lossMeasure, Key: []picture.Mark{before, after}}
		x.X, _ = m.axis(l)
		for _, g := range fewer()[1:] {
			group := picture.StripGroup{Title: "G = " + strconv.Itoa(g), Current: g == s.KVHeads}
			for _, method := range methods {
				row := picture.StripRow{Label: l.MethodName(method)}
				for _, mark := range []struct {
					alpha float64
					mark  picture.Mark
				}{{0, before}, {paperAlpha, after}} {
					if i := find(t, cell{g, method, mark.alpha}); i >= 0 {
						k := mark.mark
						k.Value, k.Low, k.High = m.of(t.Points[i])
						k.ID = stored[i]
						row.Marks = append(row.Marks, k)
					}
				}
				for i, o := range s.Paper.Own {
					if o.KVHeads == g && o.Method.String() == method {
						k := own
						k.Value, _, _ = m.own(o)
						k.ID = owned[i]
						row.Marks = append(row.Marks, k)
					}
				}
				if len(row.Marks) > 0 {
					group.Rows = append(group.Rows, row)
				}
			}
			x.Groups = append(x.Groups, group)
		}
		if len(s.Paper.Own) > 0 {
			x.Key = append(x.Key, own)
		}
		return x
	}
	if s.shown() {
		f.Pictures = append(f.Pictures,
			Picture{f.Name, l.LossByMethod(), l.LowerBetter(), strip(lossMeasure).SVG()},
			Picture{"gqa-recall-by-method", l.RecallByMethod(), l.HigherBetter(), strip(recallMeasure).SVG()})
	}
	paper := picture.Strip{X: l.AxisScore(), Groups: []picture.StripGroup{{Title: "MQA"}}}
	for _, p := range figure4 {
		id := f.printed(s, l.MethodName(p.Method), "1", words.Percent(paperAlpha), p.Score, 0, l.InFigure(4))
		paper.Groups[0].Rows = append(paper.Groups[0].Rows, picture.StripRow{Label: l.MethodName(p.Method), Marks: []picture.Mark{{Value: p.Score, Faint: true, ID: id}}})
	}
	f.Pictures = append(f.Pictures, Picture{"gqa-paper-figure-4", l.PaperFigure(4), l.PaperMethods(figure4MHA) + " " + l.FigureRead() + " " + l.Near(), paper.SVG()})

	said := words.Methods{Alpha: paperAlpha}
	for _, g := range fewer()[1:] {
		at := func(method string, alpha float64) int { return find(t, cell{g, method, alpha}) }
		var a, b []cell
		for _, m := range methods {
			a, b = append(a, cell{g, m, paperAlpha}), append(b, cell{g, m, 0})
		}
		if len(present(t, a...)) < 2 {
			continue
		}
		name := func(p assets.Point) string { return l.MethodName(p.Method) }
		said.ByG = append(said.ByG, words.Converted{KVHeads: g, After: lossMeasure.ranked(t, present(t, a...), name), Before: lossMeasure.ranked(t, present(t, b...), name)})
		// ahead says whether one method is better than another, and separated.
		ahead := func(one, other string, alpha float64) bool {
			d, apart, _ := lossMeasure.difference(t, at(one, alpha), at(other, alpha))
			return apart && d > 0
		}
		add := func(list *[]int, is bool) {
			if is {
				*list = append(*list, g)
			}
		}
		said.Aligned = said.Aligned || at("aligned", paperAlpha) >= 0
		add(&said.Holds, ahead("mean", "first", paperAlpha) && ahead("first", "random", paperAlpha))
		add(&said.FirstAhead, ahead("first", "mean", 0))
		add(&said.AlignAhead, ahead("aligned", "mean", 0))
		add(&said.AlignAfter, ahead("aligned", "mean", paperAlpha))
		add(&said.AlignBehind, ahead("mean", "aligned", paperAlpha))
	}
	if len(results().Rows) > 0 {
		f.Says = l.OneMethod()
	}
	if len(said.ByG) > 0 {
		f.Says, f.Orders = l.MethodSays(said), l.MethodOrders(said)
	}
	return f
}

// alphaFigure is figure 5: how far uptraining goes.
func (s State) alphaFigure() Figure {
	l, t := s.Lang, results().ByAlpha
	f := s.newPaperFigure("gqa-loss-by-alpha")
	heads := shape.Heads
	stored, owned := f.both(s, t)
	var alphas []float64
	for i := range stored {
		if alpha := t.Points[i].Alpha; !slices.Contains(alphas, alpha) {
			alphas = append(alphas, alpha)
		}
	}
	slices.Sort(alphas)
	plot := func(m measure) picture.Plot {
		p := picture.Plot{X: l.AxisAlpha(), XLinear: true, Dodge: true, Linear: m == recallMeasure}
		p.Y, _ = m.axis(l)
		for _, a := range []float64{0, 0.02, 0.05, 0.1} {
			p.XTicks = append(p.XTicks, picture.Tick{Value: 100 * a, Label: digits(100 * a)})
		}
		if i := find(t, cell{heads, "mean", 0}); i >= 0 {
			value, _, _ := m.of(t.Points[i])
			p.Series = append(p.Series, picture.Series{Faint: true, Line: []picture.XY{{X: 0, Y: value}, {X: 10, Y: value}}})
		}
		for _, g := range fewer() {
			series := picture.Series{Label: stopName(heads, g), Shape: shapeOf(g), Current: g == s.KVHeads}
			for _, a := range alphas {
				if i := find(t, cell{g, "mean", a}); i >= 0 {
					series.Dots = append(series.Dots, m.dot(100*a, t.Points[i], stored[i]))
					series.Line = append(series.Line, picture.XY{X: 100 * a, Y: series.Dots[len(series.Dots)-1].Value})
				}
			}
			p.Series = append(p.Series, series)
		}
		own := picture.Series{Own: true}
		for i, o := range s.Paper.Own {
			own.Dots = append(own.Dots, m.ownDot(100*o.Alpha, o, owned[i]))
		}
		if len(own.Dots) > 0 {
			own.Label = l.Yours()
			p.Series = append(p.Series, own)
		}
		return p
	}
	if s.shown() {
		f.Pictures = append(f.Pictures,
			Picture{f.Name, l.LossByAlpha(), l.LowerBetter(), plot(lossMeasure).SVG()},
			Picture{"gqa-recall-by-alpha", l.RecallByAlpha(), l.HigherBetter(), plot(recallMeasure).SVG()})
	}
	paper := picture.Plot{X: l.AxisAlpha(), Y: l.AxisScore(), XLinear: true, Near: true}
	gqa, mqa := picture.Series{Label: "GQA-8", Shape: 3, Faint: true}, picture.Series{Label: "MQA", Faint: true}
	for _, p := range figure5 {
		paper.XTicks = append(paper.XTicks, picture.Tick{Value: 100 * p.Alpha, Label: digits(100 * p.Alpha)})
		for _, to := range []struct {
			series *picture.Series
			score  float64
			g      string
		}{{&gqa, p.GQA, "8"}, {&mqa, p.MQA, "1"}} {
			id := f.printed(s, to.series.Label, to.g, words.Percent(p.Alpha), to.score, 0, l.InFigure(5))
			to.series.Dots = append(to.series.Dots, picture.Dot{X: 100 * p.Alpha, Value: to.score, ID: id})
			to.series.Line = append(to.series.Line, picture.XY{X: 100 * p.Alpha, Y: to.score})
		}
	}
	last := 100 * figure5[len(figure5)-1].Alpha
	paper.Series = []picture.Series{{Label: "MHA", Faint: true, Line: []picture.XY{{X: 0, Y: figure5MHA}, {X: last, Y: figure5MHA}}}, gqa, mqa}
	f.Pictures = append(f.Pictures, Picture{"gqa-paper-figure-5", l.PaperFigure(5), l.PaperAlphas() + " " + l.FigureRead() + " " + l.Near(), paper.SVG()})

	if len(alphas) < 2 || !slices.Contains(alphas, paperAlpha) {
		return f
	}
	most := alphas[len(alphas)-1]
	first, middle, end := figure5[0], figure5[1], figure5[len(figure5)-1]
	said := words.Alphas{Alpha: paperAlpha, Most: most,
		PaperFew: (middle.GQA - first.GQA) / (end.GQA - first.GQA), PaperOne: (middle.MQA - first.MQA) / (end.MQA - first.MQA),
		KeptFew: first.GQA / figure5MHA, KeptOne: first.MQA / figure5MHA}
	recall := func(c cell) float64 {
		value, _, _ := recallMeasure.of(t.Points[find(t, c)])
		return value
	}
	for _, g := range fewer()[1:] {
		if len(present(t, cell{g, "mean", 0}, cell{g, "mean", paperAlpha}, cell{g, "mean", most}, cell{heads, "mean", 0})) < 4 {
			return f
		}
		from, to := recall(cell{g, "mean", 0}), recall(cell{g, "mean", most})
		r := words.Recovered{KVHeads: g, Share: (recall(cell{g, "mean", paperAlpha}) - from) / (to - from), Kept: from / recall(cell{heads, "mean", 0}), Level: -1}
		for _, a := range slices.Backward(alphas) {
			_, apart, ok := lossMeasure.difference(t, find(t, cell{heads, "mean", a}), find(t, cell{g, "mean", a}))
			if !ok || apart || a == 0 {
				break
			}
			r.Level = a
		}
		said.Here = append(said.Here, r)
	}
	f.Says = l.AlphaSays(said)
	return f
}

// stopName names a number of key/value heads in a picture.
func stopName(heads, kvHeads int) string {
	if kvHeads == heads {
		return "MHA"
	}
	return "G = " + strconv.Itoa(kvHeads)
}

// shapeFigure is figure 6: the number of groups.
func (s State) shapeFigure() Figure {
	l, t := s.Lang, results().ByGroups
	f := s.newPaperFigure("gqa-loss-by-groups")
	heads := shape.Heads
	stored, owned := f.both(s, t)
	plot := func(m measure) picture.Plot {
		p := picture.Plot{X: l.AxisGroups(), Near: true, Dodge: true}
		p.Y, _ = m.axis(l)
		up, fresh, own := picture.Series{Label: "+" + words.Percent(paperAlpha), Current: true}, picture.Series{Label: l.FromScratch(), Shape: 2}, picture.Series{Own: true}
		for _, g := range attention.Divisors(heads) {
			x := float64(g)
			p.XTicks = append(p.XTicks, picture.Tick{Value: x, Label: strconv.Itoa(g)})
			if i := find(t, cell{g, "mean", paperAlpha}); i >= 0 {
				up.Dots = append(up.Dots, m.dot(x, t.Points[i], stored[i]))
				up.Line = append(up.Line, picture.XY{X: x, Y: up.Dots[len(up.Dots)-1].Value})
			}
			from := cell{g, scratch, 0}
			if g == heads {
				from.Method = "mean" // as pre-trained
			}
			if i := find(t, from); i >= 0 {
				fresh.Dots = append(fresh.Dots, m.dot(x, t.Points[i], stored[i]))
			}
		}
		for i, o := range s.Paper.Own {
			own.Dots = append(own.Dots, m.ownDot(float64(o.KVHeads), o, owned[i]))
		}
		p.Series = []picture.Series{up, fresh}
		if len(own.Dots) > 0 {
			own.Label = l.Yours()
			p.Series = append(p.Series, own)
		}
		return p
	}
	if s.shown() {
		f.Pictures = append(f.Pictures,
			Picture{f.Name, l.LossByGroups(), l.LowerBetter() + " " + l.Near(), plot(lossMeasure).SVG()},
			Picture{"gqa-recall-by-groups", l.RecallByGroups(), l.HigherBetter() + " " + l.Near(), plot(recallMeasure).SVG()})
	}
	if depth, ok := s.timedDepth(); ok {
		time := s.groupsFigure()
		f.Pictures = append(f.Pictures, Picture{"gqa-time-by-groups", l.TimeByGroups(depth), l.ByGDetails(), time.Pictures[0].Drawn})
	}
	paper := s.paperFigure6(func(groups int, seconds float64) string {
		return f.printed(s, "GQA-XXL", strconv.Itoa(groups), words.Percent(paperAlpha), 0, seconds, l.InFigure(6))
	})
	f.Pictures = append(f.Pictures, Picture{"gqa-paper-figure-6", l.PaperFigure(6), l.ByGPaperDetails(), paper.SVG()})

	said := words.Grouped{Heads: heads}
	cells := append(s.cellsByG("mean", paperAlpha), cell{heads, "mean", 0})
	if points := present(t, cells...); len(points) > 1 {
		said.Loss, said.Recall = lossMeasure.ranked(t, points, s.nameOf), recallMeasure.ranked(t, points, s.nameOf)
		said.Behind, said.Level = s.against(t)
		f.Orders = l.GroupsOrders(said)
	}
	for _, g := range fewer()[1:] {
		up, fresh := find(t, cell{g, "mean", paperAlpha}), find(t, cell{g, scratch, 0})
		if up >= 0 && fresh >= 0 {
			d, apart, _ := lossMeasure.difference(t, up, fresh)
			said.Scratch = append(said.Scratch, words.FromScratch{KVHeads: g, Less: d, Separated: apart})
		}
	}
	if depth, ok := s.timedDepth(); ok {
		said.Time = l.ByLengthSays(s.compared(depth))
	}
	if len(results().Rows) > 0 {
		f.Says = l.GroupsSays(said)
	} else {
		f.Says = l.NoResults() + " " + l.GroupsSays(said)
	}
	return f
}

// paperFigure6 is figure 6 of the paper; point, unless nil, says what its points can be
// asked for by.
func (s State) paperFigure6(point func(groups int, seconds float64) string) picture.Plot {
	p := picture.Plot{X: s.Lang.AxisG(), Y: s.Lang.AxisSeconds(), Linear: true}
	theirs := picture.Series{Faint: true, Shape: 1}
	for _, x := range figure6 {
		id := ""
		if point != nil {
			id = point(x.Groups, x.Seconds)
		}
		p.XTicks = append(p.XTicks, picture.Tick{Value: float64(x.Groups), Label: strconv.Itoa(x.Groups)})
		theirs.Dots = append(theirs.Dots, picture.Dot{X: float64(x.Groups), Value: x.Seconds, ID: id})
	}
	p.Series = []picture.Series{theirs}
	return p
}

// othersFigure is what others found who trained all three kinds.
func (s State) othersFigure() Figure {
	l := s.Lang
	f := Figure{Name: "gqa-counter-evidence", Details: l.OthersDetails(),
		Table: picture.Table{Head: []string{l.ColModel(), l.ColTask(), "MHA", "GQA", "MQA"}}}
	gqa, mqa := picture.Mark{Label: "GQA", Shape: 2}, picture.Mark{Label: "MQA", Shape: 3, Faint: true}
	var said []words.Beside
	for _, a := range ablations {
		strip := picture.Strip{X: l.AxisPoints(), Zero: true, Key: []picture.Mark{gqa, mqa}, Groups: []picture.StripGroup{{Title: a.Name}}}
		b := words.Beside{Name: a.Name, Tasks: len(a.Tasks)}
		for i, task := range a.Tasks {
			id := f.row(Origin{Name: a.Name + ": " + task, Printed: a.Source, Address: a.Address}, a.Name, task, digits(a.MHA[i]), digits(a.GQA[i]), digits(a.MQA[i]))
			few, one := a.GQA[i]-a.MHA[i], a.MQA[i]-a.MHA[i]
			b.MeanGQA, b.MeanMQA = b.MeanGQA+few/float64(len(a.Tasks)), b.MeanMQA+one/float64(len(a.Tasks))
			if few < 0 {
				b.GQA++
			}
			if one < 0 {
				b.MQA++
			}
			g, m := gqa, mqa
			g.Value, g.ID, m.Value, m.ID = few, id, one, id
			strip.Groups[0].Rows = append(strip.Groups[0].Rows, picture.StripRow{Label: task, Marks: []picture.Mark{m, g}})
		}
		said = append(said, b)
		f.Pictures = append(f.Pictures, Picture{"gqa-others-" + a.Name, a.Source, l.OthersTitle() + ".", strip.SVG()})
	}
	f.Says = l.OthersSays(said)
	return f
}
