package main

import (
	"cmp"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
)

// cost is one of the three numbers that follow from G.
type cost struct {
	name, short, value, note string // short is the name where no note says more
	known                    bool
}

// costs are the cache's bytes, the time of a token and the quality of the text, as far as
// there is a model to have them.
func (s State) costs() []cost {
	l, c := s.Lang, s.shape()
	all := []cost{{l.Cache(), "", words.Bytes(s.cacheBytes(c)), l.ShareAt(s.Context, c.Heads, c.KVHeads), true}}
	if !s.modelled() {
		return all
	}
	time := cost{name: l.TimeShort(), value: l.NotMeasured(), note: l.TimeHere()}
	if t, timed := s.timing(s.KVHeads); timed {
		time = cost{time.name, "", milliseconds(t) + " ms", timeAgainst(s, t), true}
	}
	quality := cost{name: l.Quality(), value: l.QualityNone()}
	if m, known := model(provenance, c.Heads, c.KVHeads, s.Source); known && !s.Own.InUse {
		quality = cost{quality.name, l.Recall(), recall(m.Recall), l.Recall() + "; " + l.Loss() + " " + words.Loss(m.Loss), true}
	}
	return append(all, time, quality)
}

// costed is the state with what these are about.
func (s State) costed() State {
	t := s.counted()
	t.Source, t.Measure = s.Source, s.Measure
	return t
}

var stripView = &view{strip, func(s State) State {
	t := s.costed()
	t.Hidden = s.Hidden
	return t
}}

// strip is those numbers directly under the slider, where the window has no room for the
// cards beside it. The cards say it all to screen readers.
func strip(s State, _ func(any)) app.UI {
	var list []app.UI
	for i, c := range s.costs() {
		if s.Hidden[numbersPart] || !s.shows(cachePart+part(i)) {
			continue
		}
		if !c.known {
			c.value = "–"
		}
		list = append(list, app.Div().Body(app.Dt().Text(cmp.Or(c.short, c.name)), app.Dd().Text(c.value)))
	}
	return app.Dl().ID("numbers").Class("strip").Aria("hidden", true).Body(list...)
}
