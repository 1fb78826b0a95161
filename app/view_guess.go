package main

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// speedups are the bounds of the answers about time, between no measurable difference
// and as much as the cache shrinks.
var speedups = [...]float64{1.5, 3, 6}

// guessBody asks what G = 1 will do before the reader sees it, and answers with what is
// exact and what was measured.
func guessBody(s State, send func(any)) []app.UI {
	l, g := s.Lang, s.Inside.Guess
	var parts []string
	for _, d := range attention.Divisors(s.most()) {
		parts = append(parts, l.GuessPart(d))
	}
	times := []string{l.GuessSame(), l.GuessFaster(0, speedups[0])}
	for i := range len(speedups) - 1 {
		times = append(times, l.GuessFaster(speedups[i], speedups[i+1]))
	}
	times = append(times, l.GuessFaster(speedups[len(speedups)-1], 0))

	// Each question has a frame of its own: an answer that comes does not put the next
	// question in another place, where a press on its way to it would be lost.
	bytes := []app.UI{asking("guess-bytes", l.GuessBytes(s.Context), parts, g.Bytes, func(i int) any { return GuessBytes{i} }, send)}
	if g.Bytes > 0 {
		bytes = append(bytes, answer("guess-bytes-answer", l, g.Bytes == len(parts),
			l.GuessBytesAnswer(s.most(), words.Bytes(s.shapeOf(s.most()).CacheBytes(s.Context)), words.Bytes(s.shapeOf(1).CacheBytes(s.Context)))))
	}
	time := []app.UI{asking("guess-time", l.GuessTime(s.Context), times, g.Time, func(i int) any { return GuessTime{i} }, send)}
	if g.Time > 0 {
		time = append(time, timeAnswer(s, send))
	}
	body := []app.UI{app.P().Class("says").Text(l.GuessLead(s.most())), app.Div().Body(bytes...), app.Div().Body(time...)}
	if g != (Guesses{}) {
		body = append(body, app.Div().Class("buttons files").Body(passing("guess-bytes", "guess-again", l.GuessAgain(), GuessAgain{}, send).Class("quiet")))
	}
	return body
}

// asking is a question with its answers, which are numbered from 1. One that has been
// answered stays so.
func asking(name, text string, answers []string, given int, chosen func(i int) any, send func(any)) app.UI {
	var all []app.UI
	for i, a := range answers {
		id := name + "-" + strconv.Itoa(i+1)
		all = append(all, app.Label().For(id).Body(
			app.Input().ID(id).Type("radio").Name(name).Value(strconv.Itoa(i+1)).Checked(given == i+1).Disabled(given > 0).
				OnChange(func(app.Context, app.Event) { send(chosen(i + 1)) }, id),
			app.Span().Text(a),
		))
	}
	return app.FieldSet().ID(name).Class("asking").Body(app.Legend().Text(text), app.Div().Class("replies").Body(all...))
}

// answer is how a question comes out.
func answer(id string, l words.Lang, right bool, text string) app.UI {
	yes := "no"
	if right {
		yes = "yes"
	}
	return app.P().ID(id).Class("verdict").Role("status").DataSet("right", yes).Body(
		app.Strong().Text(l.GuessVerdict(right)),
		app.Span().Text(" "+text),
	)
}

// timeAnswer is what was measured, or how to measure it.
func timeAnswer(s State, send func(any)) app.UI {
	l, c := s.Lang, s.compared(s.Context)
	one, ok := s.timing(1)
	if !ok || !c.Known {
		return app.Div().ID("guess-time-answer").Body(
			app.P().Class("verdict").Text(l.GuessUnmeasured()),
			app.Div().Class("work").Body(
				app.If(!s.Measure.Wanted && s.Context <= deepest, button("guess-measure", l.MeasureIt(), "", MeasureNow{}, send).Disabled(s.Locked[measureLock])),
				app.P().Class("status").Role("status").Text(timeStatus(s)),
			),
		)
	}
	right, text := timeOutcome(l, c, one.N)
	why := l.ByLengthSays(c)
	return app.Div().Body(
		answer("guess-time-answer", l, right == s.Inside.Guess.Time, text),
		app.P().Class("small").Text(why),
	)
}

// timeOutcome is which answer was right, and what was measured.
func timeOutcome(l words.Lang, c words.Compared, n int) (right int, text string) {
	switch {
	case c.Low <= 1 && 1 <= c.High:
		return 1, l.GuessTimeSame(c.Low, c.High, n)
	case c.Ratio < 1:
		return 0, l.GuessTimeSlower(c.Ratio, c.Low, c.High, n)
	}
	i, exact := slices.BinarySearch(speedups[:], c.Ratio)
	if exact {
		i++
	}
	return 2 + i, l.GuessTimeAnswer(c.Ratio, c.Low, c.High, n)
}
