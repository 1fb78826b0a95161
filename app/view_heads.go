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

// headsPanel is the picture of which heads share, and the slider that moves it.
func headsPanel(s State, send func(any)) app.UI {
	l, c := s.Lang, s.shape()
	scene := picture.Heads(c, picture.Words{Values: l.Values(), Keys: l.Keys(), Queries: l.Queries(), Groups: l.Groups()})
	return app.Section().ID("heads").Class("panel heads").Aria("labelledby", "kind").Body(
		app.H2().ID("kind").Class("kind").Text(l.Kind(c.Heads, c.KVHeads)),
		app.P().ID("sharing").Class("sharing").Body(
			app.Strong().Text("G = "+strconv.Itoa(c.KVHeads)),
			app.Span().Text(" "+l.KVHeads(c.KVHeads)),
			app.Span().Class("dot").Text(" · "),
			app.Strong().Text("H/G = "+strconv.Itoa(c.GroupSize())),
			app.Span().Text(" "+l.Shares(c.GroupSize())),
		),
		app.Div().ID("picture").Class("picture").DataSet("g", c.KVHeads).Body(
			draw(scene.SVG().Titled("picture", l.PictureTitle(c.Heads, c.KVHeads), l.PictureDesc(c.Heads, c.KVHeads)))),
		slider(s, send),
		app.Details().ID("table").Class("more").Body(
			app.Summary().Text(l.AsTable()),
			headsTable(l, c, s.Context),
		),
	)
}

// slider is a native slider over the places of the divisors of H, as no other number of
// key/value heads can be had.
func slider(s State, send func(any)) app.UI {
	l, c := s.Lang, s.shape()
	stops := attention.Divisors(c.Heads)
	at := slices.Index(stops, c.KVHeads)
	cache := words.Bytes(c.CacheBytes(s.Context))
	var labels []app.UI
	for _, g := range stops {
		current := "no"
		if g == c.KVHeads {
			current = "yes"
		}
		labels = append(labels, app.Span().DataSet("current", current).Text(stop(c.Heads, g)))
	}
	moved := func(ctx app.Context) int {
		i, _ := strconv.Atoi(ctx.JSSrc().Get("value").String())
		return stops[max(0, min(len(stops)-1, i))]
	}
	return app.Div().Class("slider").Body(
		app.Label().For("g").Text(l.SliderLabel()),
		app.Div().Class("rail").Body(
			button("fewer", "−", l.Fewer(), Settle{stops[max(0, at-1)]}, send).Class("round"),
			app.Div().Class("track").Body(
				app.Input().ID("g").Name("g").Type("range").Min(0).Max(len(stops)-1).Step(1).Value(at).
					Aria("valuetext", l.SliderValue(c.Heads, c.KVHeads, cache)).
					OnInput(func(ctx app.Context, e app.Event) { send(Drag{moved(ctx)}) }).
					OnChange(func(ctx app.Context, e app.Event) { send(Settle{moved(ctx)}) }),
				app.Div().Class("stops").Body(labels...),
			),
			button("more", "+", l.More(), Settle{stops[min(len(stops)-1, at+1)]}, send).Class("round"),
		),
	)
}

// headsTable says in a table what the picture shows.
func headsTable(l words.Lang, c attention.Config, context int) app.UI {
	one := c
	one.KVHeads = 1 // and with it what one key/value head takes
	var rows []app.UI
	for g := range c.KVHeads {
		var queries []string
		for h := range c.Heads {
			if c.KVHead(h) == g {
				queries = append(queries, "Q"+strconv.Itoa(h+1))
			}
		}
		n := strconv.Itoa(g + 1)
		rows = append(rows, app.Tr().Body(
			app.Th().Scope("row").Text("K"+n+", V"+n),
			app.Td().Text(strings.Join(queries, ", ")),
		))
	}
	return app.Table().Body(
		app.Caption().Text(l.PictureTitle(c.Heads, c.KVHeads)+". "+l.TableBytes(words.Int(one.CacheBytes(context)))),
		app.THead().Body(app.Tr().Body(
			app.Th().Scope("col").Text(l.TableGroup()),
			app.Th().Scope("col").Text(l.TableQueries()),
		)),
		app.TBody().Body(rows...),
	)
}
