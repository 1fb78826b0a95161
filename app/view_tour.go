package main

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

var offerView = &view{offer, atRest(State.linked)}

// offer is the way to the tour and to the questions, in one line.
func offer(s State, _ func(any)) app.UI {
	l := s.Lang
	leads := !s.Locked[gLock] && !s.Locked[ctxLock] && !s.Locked[srcLock] // every step moves these
	return app.P().ID("offer").Class("offer").Body(
		app.If(leads, app.A().ID("offer-tour").Href(s.tourLink(max(1, s.Tour.Step))).Text(l.TourOffer())),
		app.A().ID("offer-questions").Href(s.roomLink(QuestionsRoom)).Text(l.PeopleAsk()),
	)
}

// tourPanel is the step of the tour that the reader is on. It lies at the bottom of the
// window, and the page above it stays in use.
func tourPanel(s State, send func(any)) app.UI {
	step := s.Tour.Step
	if step == 0 {
		return app.Div().ID("tour").Hidden(true)
	}
	l, at, done := s.Lang, tour[step-1], s.Tour.Done[step-1]
	says := at.Says(l, s.tourFacts())

	to, onward := step+1, l.TourNext()
	if step == len(tour) {
		to, onward = 0, l.TourEnd()
	}
	next := button("tour-next", onward, "", TourTo{to}, send)
	if done {
		next = next.Class("main")
	}
	where := app.UI(app.Button().ID("tour-where").Type("button").Text(l.TourWhere()).
		OnClick(func(app.Context, app.Event) { show(at.Target) }, at.ID))
	if step == len(tour) {
		where = app.A().ID("tour-more").Href(s.roomLink(TimeRoom)).Text(l.TourMore())
	}
	return app.Section().ID("tour").Class("tour").Aria("labelledby", "tour-title").DataSet("step", at.ID).Body(
		app.Div().Class("step").Body(
			app.Div().Class("title").Body(
				app.H2().ID("tour-title").TabIndex(-1).Body(
					app.Span().Class("count").Text(l.TourAt(step, len(tour))),
					app.Text(" "+says.Title),
				),
				button("tour-leave", "×", l.TourLeave(), TourTo{0}, send).Class("close"),
			),
			app.P().ID("tour-task").Text(says.Task),
			app.If(at.Target == "guess", guesses(s, send)),
			app.If(done, app.P().ID("tour-seen").Class("seen").Text(says.Seen)),
			app.Div().Class("buttons").Body(
				where,
				app.If(step > 1, button("tour-back", l.TourBack(), "", TourTo{step - 1}, send)),
				next,
			),
		),
	)
}

// guesses are the answers to the tour's question.
func guesses(s State, send func(any)) app.UI {
	l := s.Lang
	choices := []app.UI{app.Legend().Class("unseen").Text(l.TourGuess())}
	for share := 1; share <= shares; share++ {
		id := "guess-" + strconv.Itoa(share)
		input := app.Input().ID(id).Type("radio").Name("guess").Value(share).
			OnChange(func(app.Context, app.Event) { send(Guess{share}) }, share)
		if share == s.Tour.Guess {
			input = input.Checked(true)
		}
		if s.Locked[measureLock] { // the answer starts it
			input = input.Disabled(true)
		}
		choices = append(choices, app.Label().For(id).Body(input, app.Span().Text(l.TourShare(share))))
	}
	if s.Tour.Guess > 0 && s.Measure.Wanted {
		choices = append(choices, app.Span().ID("guess-status").Class("status").Text(timeStatus(s)))
	}
	return app.FieldSet().ID("guess").Class("sources").Body(choices...)
}

// show brings a control into sight and gives it the focus.
func show(id string) {
	e := app.Window().GetElementByID(id)
	if !e.Truthy() {
		return
	}
	behavior := "smooth"
	if app.Window().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool() {
		behavior = "auto"
	}
	e.Call("scrollIntoView", map[string]any{"block": "center", "behavior": behavior})
	if e.Get("tagName").String() == "FIELDSET" {
		e = e.Call("querySelector", "input:checked, input")
	}
	e.Call("focus", map[string]any{"preventScroll": true})
}
