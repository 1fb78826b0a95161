package main

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
)

var cacheView = &view{cachePanel, State.linked}

// cachePanel is how many bytes the key/value cache takes: arithmetic, and exact.
func cachePanel(s State, send func(any)) app.UI {
	l, c := s.Lang, s.shape()
	bytes := s.cacheBytes(c)
	mha := s.cacheBytes(s.multiHead())
	lengths := contexts
	if !slices.Contains(lengths, s.Context) {
		lengths = slices.Sorted(slices.Values(append(slices.Clip(contexts), s.Context)))
	}
	upTo, from := l.CacheFormula(s.Batch, c.Layers, c.KVHeads, s.Context, c.HeadDim, s.NumberBytes)
	var depths []app.UI
	for _, n := range lengths {
		depths = append(depths, option(strconv.Itoa(n), words.Int(n), n == s.Context))
	}
	return app.Section().ID("cache").Class("panel card").Aria("labelledby", "cache-title").Body(
		app.Div().Class("title").Body(
			app.H2().ID("cache-title").Body(term(s, "cache", "cache", l.Cache())),
			app.Label().Class("depth").Body(
				app.Span().Class("unseen").Text(l.Context()),
				app.Select().ID("ctx").Disabled(s.Locked[ctxLock]).Body(depths...).OnChange(func(ctx app.Context, e app.Event) {
					n, _ := strconv.Atoi(ctx.JSSrc().Get("value").String())
					send(SetContext{n})
				}),
				app.Span().Text(" "+l.Tokens()),
			),
		),
		app.Div().Class("numbers").Body(
			app.P().ID("cache-bytes").Class("big").DataSet("bytes", bytes).Text(words.Bytes(bytes)),
			app.P().ID("cache-against").Class("against").Text(l.CacheAgainst(c.Heads, c.KVHeads, words.Bytes(mha))),
		),
		app.Div().Class("chart").Body(
			draw(picture.Cache(c.Heads, c.KVHeads).Titled("cache-chart", l.Cache(), l.CacheChart(c.Heads, c.KVHeads)))),
		app.P().ID("cache-formula").Class("small").Body(
			app.Span().Text(upTo), term(s, "formula", "d", "d"), app.Span().Text(from+" = "),
			app.Strong().Text(l.ExactBytes(float64(bytes))),
		),
	)
}
