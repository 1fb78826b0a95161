package main

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/json"
	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// provenance is what is known of the shipped models.
var provenance = readProvenance(assets.ProvenanceJSON)

func readProvenance(text []byte) (p assets.Provenance) {
	if err := json.Unmarshal(text, &p); err != nil || p.Placeholder {
		return assets.Provenance{}
	}
	return p
}

// model is what is known of the model with this many key/value heads.
func model(p assets.Provenance, heads, kvHeads int, s protocol.Source) (assets.Model, bool) {
	source := sourceNames[s]
	if kvHeads == heads {
		source = "pretrained"
	}
	for _, m := range p.Models {
		if m.KVHeads == kvHeads && m.Source == source {
			return m, true
		}
	}
	return assets.Model{}, false
}

var qualityView = &view{qualityPanel, func(s State) State {
	t := s.linked()
	t.Settled = s.Settled
	t.Own.Source, t.Own.Scoring.Results, t.Own.Learning.After = s.Own.Source, s.Own.Scoring.Results, s.Own.Learning.After
	return t
}}

// qualityPanel is how good the text is: measured when the models were made.
func qualityPanel(s State, send func(any)) app.UI {
	return quality(s, send, provenance)
}

func quality(s State, send func(any), p assets.Provenance) app.UI {
	l, heads := s.Lang, s.Config.Heads
	if s.Own.InUse {
		return app.Section().ID("quality").Class("panel card").Aria("labelledby", "quality-title").Body(append([]app.UI{app.Div().Class("title").Body(
			app.H2().ID("quality-title").Text(l.Quality()),
			app.P().ID("quality-tag").Class("tag").Text(ownTag(s, s.chosen())),
		)}, ownQuality(s)...)...)
	}
	m, known := model(p, heads, s.KVHeads, s.Source)
	mha, compared := model(p, heads, heads, s.Source)

	numbers := []app.UI{app.P().ID("quality-loss").Class("big none").Text(l.QualityNone())}
	details := l.QualityNoneWhy()
	if known {
		numbers = []app.UI{
			number("quality-loss", words.Loss(m.Loss), term(s, "quality", "loss", l.Loss()), l.LossUnit(),
				words.Loss(mha.Loss), compared && s.KVHeads != heads, l),
			number("quality-recall", recall(m.Recall), term(s, "quality", "recall", l.Recall()), "\u00a0↑", recall(mha.Recall), compared && s.KVHeads != heads, l),
		}
		details = l.QualityDetails(words.Loss(m.LossLow)+"–"+words.Loss(m.LossHigh), share(m.Recall.Low)+"–"+share(m.Recall.High), m.Recall.Answers)
		if m.English.Answers > 0 && m.Korean.Answers > 0 {
			details += "; " + l.QualityByLanguage(recall(m.English), recall(m.Korean))
		}
	}
	points := recallPoints(s, p)
	return app.Section().ID("quality").Class("panel card").Aria("labelledby", "quality-title").Body(
		app.Div().Class("title").Body(
			app.H2().ID("quality-title").Text(l.Quality()),
			app.P().ID("quality-tag").Class("tag").Body(tagTerm(s, tag(s, p, s.KVHeads, s.Source))),
		),
		app.Div().Class("numbers pair").Body(numbers...),
		app.Div().Class("chart").Body(
			app.P().Class("axes").Text(l.QualityAxes()),
			draw(picture.Points(points, 1).Titled("quality-chart", l.Recall(), l.QualityChart()+described(points, func(p picture.Point) string { return share(p.Value) + "%" })))),
		app.P().ID("quality-details").Class("small").Text(details),
		sources(s, send),
	)
}

// number is a number with what it is, its unit and the direction that is better.
func number(id, value string, what app.UI, unit, mha string, compared bool, l words.Lang) app.UI {
	against := ""
	if compared {
		against = l.Against() + " " + mha
	}
	return app.Div().Body(
		app.P().ID(id).Class("big").Text(value),
		app.P().Class("against").Body(what, app.Span().Text(unit)),
		app.P().Class("status").Text(against),
	)
}

func recall(r assets.Recall) string { return share(r.Share) + "%" }

func share(x float64) string { return strconv.FormatFloat(100*x, 'f', 1, 64) }

// recallPoints are what the chart shows: a point for every stop of the slider.
func recallPoints(s State, p assets.Provenance) (points []picture.Point) {
	for _, g := range attention.Divisors(s.Config.Heads) {
		m, known := model(p, s.Config.Heads, g, s.Source)
		points = append(points, picture.Point{
			Label: strconv.Itoa(g), Current: g == s.KVHeads,
			Known: known, Value: m.Recall.Share, Low: m.Recall.Low, High: m.Recall.High,
		})
	}
	return points
}

// tag says what has been done to the weights.
func tag(s State, p assets.Provenance, kvHeads int, source protocol.Source) string {
	switch {
	case kvHeads == s.Config.Heads:
		return s.Lang.TagOriginal()
	case source != protocol.Uptrained:
		return s.Lang.TagConverted()
	}
	if m, known := model(p, s.Config.Heads, kvHeads, source); known && m.Alpha > 0 {
		return s.Lang.TagUptrained(m.Alpha)
	}
	return s.Lang.SourceUptrained()
}

// tagTerm is that, and what it means.
func tagTerm(s State, text string) app.UI {
	switch {
	case s.KVHeads == s.Config.Heads:
		return app.Text(text)
	case s.Source != protocol.Uptrained:
		return term(s, "quality-tag", "convert", text)
	}
	return term(s, "quality-tag", "uptrain", text)
}

// sources chooses where the weights come from. Those of multi-head attention come from
// nowhere: there is nothing to choose then, and what has been chosen stays for the next G.
func sources(s State, send func(any)) app.UI {
	l := s.Lang
	original := s.KVHeads == s.Config.Heads
	legend := l.Source()
	if original {
		legend += ": " + l.SourceOriginal()
	}
	choice := func(source protocol.Source) app.UI {
		id := "src-" + sourceNames[source]
		input := app.Input().ID(id).Type("radio").Name("src").Disabled(original || s.Locked[srcLock]).Value(sourceNames[source]).
			OnChange(func(app.Context, app.Event) { send(SetSource{source}) }, source)
		if source == s.Source && !original {
			input = input.Checked(true)
		}
		return app.Label().For(id).Body(input, app.Span().Text(sourceName(l, source)))
	}
	return app.FieldSet().ID("src").Class("sources").Body(
		app.Legend().Text(legend),
		choice(protocol.Uptrained),
		app.Span().Class("between").Text(l.JustConverted()),
		choice(protocol.MeanPool), choice(protocol.FirstHead), choice(protocol.RandomInit),
	)
}
