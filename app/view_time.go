package main

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

var timeView = &view{timePanel, State.timed}

// timed is what the state knows of time, and of what it is about.
func (s State) timed() State {
	return State{Lang: s.Lang, KVHeads: s.KVHeads, Settled: s.Settled, Context: s.Context, Config: s.Config, Sizes: s.Sizes, Locked: s.Locked,
		Measure: s.Measure, Lab: s.Lab, Engine: s.Engine, Using: s.Using,
		Own: Brought{InUse: s.Own.InUse, Model: s.Own.Model, Learning: Learning{Work: s.Own.Learning.Work}}, Story: Story{Playing: s.Story.Playing}, Training: Training{Work: s.Training.Work}}
}

// timePanel is how long a token takes on this machine: measured, or not shown.
func timePanel(s State, send func(any)) app.UI {
	l, m := s.Lang, s.Measure
	result := m.Results[s.Context]
	t, known := s.timing(s.KVHeads)

	progress := int(100 * result.Progress)
	action := button("measure", l.MeasureIt(), "", MeasureNow{}, send)
	switch {
	case m.Wanted:
		action = button("measure", l.StopMeasuring(), "", StopMeasure{}, send)
	case known:
		action = button("measure", l.MeasureAgain(), "", MeasureNow{}, send)
	}

	action = action.Disabled(s.Locked[measureLock])

	big, against, details := l.NotMeasured(), "", l.TimeTrace()
	class := "big none"
	if known {
		class = "big"
		big = milliseconds(t) + " ms"
		against = timeAgainst(s, t)
		details = l.TimeEarly(t.N, step(result.ClockStep))
		if t.High > 0 {
			low, high := inMs(t.Low), inMs(t.High)
			details = l.TimeDetails(t.N, words.Measured(low, low, high), words.Measured(high, low, high), step(result.ClockStep))
			if s.KVHeads != s.most() {
				details += "; " + l.TimeRatio(words.Measured(t.RatioLow, t.RatioLow, t.RatioHigh), words.Measured(t.RatioHigh, t.RatioLow, t.RatioHigh))
			}
		}
		details += ". " + l.TimeTrace()
	}
	points, top := timePoints(s)
	return app.Section().ID("time").Class("panel card").Aria("labelledby", "time-title").Body(
		app.Div().Class("title").Body(
			app.H2().ID("time-title").Text(l.Time()),
			action.Class("quiet"),
		),
		app.Div().Class("numbers").Body(
			app.P().ID("time-median").Class(class).DataSet("n", t.N).Text(big),
			app.P().ID("time-against").Class("against").Text(against),
			app.P().ID("time-status").Class("status").Text(timeStatus(s)),
			app.If(m.Wanted && !result.Done, app.Progress().ID("time-progress").Max(100).Value(progress).Aria("label", l.Time())),
		),
		app.Div().Class("chart").Body(
			app.P().Class("axes").Text(l.TimeAxes()),
			draw(picture.Points(points, top).Titled("time-chart", l.Time(), l.TimeChart()+described(points, func(p picture.Point) string { return words.Measured(p.Value, p.Low, p.High) + " ms" })))),
		app.P().ID("time-details").Class("small").Text(details),
	)
}

// timeStatus says how far measuring is, or what became of it.
func timeStatus(s State) string {
	l, m := s.Lang, s.Measure
	result := m.Results[s.Context]
	_, known := s.timing(s.KVHeads)
	switch {
	case m.Wanted && s.isTraining():
		return l.MeasureWaitsTraining()
	case m.Wanted && s.Story.Playing:
		return l.MeasureWaits()
	case m.Wanted && (s.Engine != Running || !s.Using):
		return l.MeasureStarting()
	case m.Wanted:
		return l.Measuring(int(100 * result.Progress))
	case s.Context > deepest:
		return l.TooDeep(deepest)
	case m.Failed != "":
		return l.MeasureFailed(m.Failed)
	case known && result.Discarded > 0:
		return l.TimeUnsteady(result.Discarded)
	}
	return ""
}

// described is what a chart shows, in words.
func described(points []picture.Point, value func(picture.Point) string) string {
	said := ""
	for _, p := range points {
		if p.Known {
			said += "; G = " + p.Label + ": " + value(p)
		}
	}
	return said + "."
}

// timePoints are what the chart shows: a point for every stop of the slider.
func timePoints(s State) (points []picture.Point, top float64) {
	for _, g := range s.stops() {
		p := picture.Point{Label: strconv.Itoa(g), Current: g == s.KVHeads}
		if t, ok := s.timing(g); ok {
			p.Known, p.Value, p.Low, p.High = true, inMs(t.Median), inMs(t.Low), inMs(t.High)
			top = max(top, 1.1*max(p.Value, p.High))
		}
		points = append(points, p)
	}
	return points, top
}

func timeAgainst(s State, t protocol.Timing) string {
	return s.Lang.TimeAgainst(s.Config.Heads, s.most(), t.KVHeads, t.Ratio, t.RatioLow, t.RatioHigh, t.High > 0)
}

// milliseconds is the median with as many digits as its interval allows.
func milliseconds(t protocol.Timing) string {
	return words.Measured(inMs(t.Median), inMs(t.Low), inMs(t.High))
}

func inMs(d time.Duration) float64 { return d.Seconds() * 1000 }

// step writes the smallest step of the clock.
func step(d time.Duration) string {
	if d < time.Millisecond/20 {
		return strconv.FormatFloat(float64(d.Nanoseconds())/1000, 'g', 2, 64) + " µs"
	}
	return strconv.FormatFloat(inMs(d), 'g', 2, 64) + " ms"
}
