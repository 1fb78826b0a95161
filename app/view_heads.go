package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// heads is the picture of which heads share, and the slider that moves it, with what stands
// under that.
func heads(s State, panel func(*view) app.UI, under app.UI, send func(any)) app.UI {
	return app.Section().ID("heads").Class("panel heads").Aria("labelledby", "kind").Body(
		kindView.panel(s, send),
		sharingView.panel(s, send),
		app.If(!s.Hidden[picturePart], pictureView.panel(s, send)),
		app.If(!s.Hidden[sliderPart], sliderView.panel(s, send)),
		under,
		app.If(!s.Hidden[tablePart], panel(tableView)),
	)
}

// counted is the shape that is drawn, and what its cache takes.
func (s State) counted() State {
	return State{Lang: s.Lang, KVHeads: s.KVHeads, Config: s.Config, Sizes: s.Sizes, Context: s.Context, Batch: s.Batch, NumberBytes: s.NumberBytes,
		Locked: s.Locked, Own: Brought{InUse: s.Own.InUse, Model: s.Own.Model}}
}

// lit is that with the group that is pointed at.
func (s State) lit() State {
	t := s.counted()
	t.Lit = s.Lit
	return t
}

var kindView = &view{kind, State.linked}

// kind is the name of this way of sharing.
func kind(s State, _ func(any)) app.UI {
	c := s.shape()
	return app.H2().ID("kind").Class("kind").Body(term(s, "kind", kindTerm(c), s.Lang.Kind(c.Heads, c.KVHeads)))
}

var sharingView = &view{sharing, State.linked}

// sharing is how many share, in numbers.
func sharing(s State, _ func(any)) app.UI {
	l, c := s.Lang, s.shape()
	return app.P().ID("sharing").Class("sharing").Body(
		app.Strong().Text("G = "+strconv.Itoa(c.KVHeads)),
		app.Text(" "),
		term(s, "sharing", "g", l.KVHeads(c.KVHeads)),
		app.Span().Class("dot").Text(" · "),
		app.Strong().Text("H/G = "+strconv.Itoa(c.GroupSize())),
		app.Text(" "),
		term(s, "sharing", "hg", l.Shares(c.GroupSize())),
	)
}

var pictureView = &view{pictureOf, State.lit}

// pictureOf is the picture, and how to read it.
func pictureOf(s State, send func(any)) app.UI {
	l, c := s.Lang, s.shape()
	scene := scene(l, c)
	scene.Lit = s.Lit
	frame := app.Div().ID("picture").Class("picture").DataSet("g", c.KVHeads).DataSet("h", c.Heads)
	if c.Heads > picture.MostAtOnce { // it is wider than its frame, and scrolls
		frame = frame.DataSet("many", "yes").TabIndex(0)
	}
	return frame.Body(
		draw(scene.SVG().Titled("picture", l.PictureTitle(c.Heads, c.KVHeads), l.PictureDesc(c.Heads, c.KVHeads))),
		app.P().ID("caption").Class("caption").Text(caption(s)),
	).
		OnMouseOver(func(_ app.Context, e app.Event) { send(Point{groupAt(e)}) }).
		OnMouseLeave(func(app.Context, app.Event) { send(Point{0}) }).
		OnClick(func(_ app.Context, e app.Event) { send(Point{groupAt(e)}) })
}

// scene is the picture in a language.
func scene(l words.Lang, c attention.Config) picture.Scene {
	return picture.Heads(c, picture.Words{Values: l.Values(), Keys: l.Keys(), Queries: l.Queries(), Groups: l.Groups()})
}

var sliderView = &view{slider, State.counted}

// slider is a native slider over the places of the divisors of H, as no other number of
// key/value heads can be had.
func slider(s State, send func(any)) app.UI {
	l, c := s.Lang, s.shape()
	stops := s.stops()
	cache := words.Bytes(s.cacheBytes(c))
	locked := s.Locked[gLock]
	var labels []app.UI
	for _, g := range stops {
		current := "no"
		if g == c.KVHeads {
			current = "yes"
		}
		number, name := stop(c.Heads, g)
		labels = append(labels, app.Span().DataSet("current", current).Body(app.Text(number), app.If(name != "", app.Small().Text(name))))
	}
	moved := func(ctx app.Context) int {
		i, _ := strconv.Atoi(ctx.JSSrc().Get("value").String())
		return stops[max(0, min(len(stops)-1, i))]
	}
	return app.Div().Class("slider").Body(
		app.Label().For("g").Text(l.SliderLabel()),
		app.Div().Class("rail").Body(
			button("fewer", "−", l.Fewer(), Nudge{-1}, send).Class("round").Disabled(locked),
			app.Div().Class("track").Body(
				app.Input().ID("g").Name("g").Type("range").Min(0).Max(len(stops)-1).Step(1).Value(slices.Index(stops, c.KVHeads)).Disabled(locked).
					Aria("valuetext", l.SliderValue(c.Heads, c.KVHeads, cache)).
					OnInput(func(ctx app.Context, e app.Event) { send(Drag{moved(ctx)}) }, stops).
					OnChange(func(ctx app.Context, e app.Event) { send(Settle{moved(ctx)}) }, stops),
				app.Div().Class("stops").Body(labels...),
			),
			button("more", "+", l.More(), Nudge{1}, send).Class("round").Disabled(locked),
		),
	)
}

var tableView = &view{headsTable, atRest(State.lit)}

// headsTable says in a table what the picture shows.
func headsTable(s State, send func(any)) app.UI {
	l, c := s.Lang, s.shape()
	var rows []app.UI
	for g := range c.KVHeads {
		n := strconv.Itoa(g + 1)
		rows = append(rows, app.Tr().DataSet("group", n).DataSet("lit", yes(s.Lit == g+1)).Body(
			app.Th().Scope("row").Body(app.Button().ID("group-"+n).Type("button").Class("term").Text("K"+n+", V"+n)),
			app.Td().Text(strings.Join(queriesOf(c, g), ", ")),
		))
	}
	point := func(_ app.Context, e app.Event) { send(Point{groupAt(e)}) }
	away := func(app.Context, app.Event) { send(Point{0}) }
	table := app.Table().Body(
		app.Caption().Text(l.PictureTitle(c.Heads, c.KVHeads)+". "+l.TableBytes(words.Int(s.cacheOfOne()))),
		app.THead().Body(app.Tr().Body(
			app.Th().Scope("col").Text(l.TableGroup()),
			app.Th().Scope("col").Text(l.TableQueries()),
		)),
		app.TBody().Body(rows...),
	).OnMouseOver(point).OnMouseLeave(away).OnClick(point).On("focusin", point).On("focusout", away)
	return app.Details().ID("table").Class("more").Body(app.Summary().Text(l.AsTable()), table)
}

// queriesOf names the query heads that read a key/value head.
func queriesOf(c attention.Config, group int) (names []string) {
	for h := range c.Heads {
		if c.KVHead(h) == group {
			names = append(names, "Q"+strconv.Itoa(h+1))
		}
	}
	return names
}

// groupAt is the group that an event is about, in the picture or its table.
func groupAt(e app.Event) int {
	at := e.Get("target").Call("closest", "[data-group]")
	if !at.Truthy() {
		return 0
	}
	group, _ := strconv.Atoi(at.Get("dataset").Get("group").String())
	return group
}

// caption says what the reader points at, or how to read the picture.
func caption(s State) string {
	c := s.shape()
	if s.Lit > 0 {
		size := c.GroupSize()
		return s.Lang.CaptionGroup(s.Lit, (s.Lit-1)*size+1, s.Lit*size, words.Bytes(s.cacheOfOne()))
	}
	return s.Lang.CaptionAll(c.Heads, c.KVHeads)
}

// kindTerm is the term for a number of key/value heads.
func kindTerm(c attention.Config) string {
	switch c.KVHeads {
	case c.Heads:
		return "mha"
	case 1:
		return "mqa"
	}
	return "gqa"
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
