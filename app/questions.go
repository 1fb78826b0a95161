package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
)

// question is what people ask about GQA, and where on this page the answer is seen.
type question struct {
	Says  func(words.Lang) words.Question
	State func(State) State // the page that answers it
	Part  string            // id of the part of it to look at
}

// inRoom opens a room, in which the answer is.
func inRoom(r Room) func(State) State {
	return func(s State) State { return s.in(r) }
}

// inTime opens a panel about time.
func inTime(p LabPanel) func(State) State {
	return func(s State) State {
		s = s.in(TimeRoom)
		s.Lab.Panel = p
		return s
	}
}

var questions = []question{
	{words.Lang.QuestionCompute, inTime(RoofPanel), roomID(TimeRoom)},
	{words.Lang.QuestionSlower, inTime(TrapPanel), roomID(TimeRoom)},
	{words.Lang.QuestionWhich, func(s State) State { return Update(s, Settle{2}) }, "heads"},
	{words.Lang.QuestionCached, func(s State) State {
		s = s.in(HeadsRoom)
		s.Inside.Panel = GrowthPanel
		return s
	}, roomID(HeadsRoom)},
	{words.Lang.QuestionParallel, func(s State) State {
		s.Open[ModelsRoom], s.Models.Part = true, OneModel
		return s
	}, "models-divided"},
	{words.Lang.QuestionConvert, inRoom(OwnRoom), roomID(OwnRoom)},
	{words.Lang.QuestionGroups, inRoom(GlossaryRoom), "term-hg"},
	{words.Lang.QuestionMean, func(s State) State {
		s.Open[PaperRoom], s.Paper.Panel = true, MethodPanel
		return s
	}, roomID(PaperRoom)},
}

// link is the address of the answer, from the page as it is.
func (q question) link(s State) string { return "?" + query(q.State(s)) + "#" + q.Part }

var questionsView = roomView(QuestionsRoom, questionsPanel, State.linked)

// questionsPanel is what people ask, each with a short answer and the way to see it.
func questionsPanel(s State, send func(any)) app.UI {
	l := s.Lang
	return room(s, QuestionsRoom, func() []app.UI {
		var list []app.UI
		for _, q := range questions {
			says := q.Says(l)
			list = append(list, app.Div().Class("question").Body(
				app.H3().Text(says.Question),
				app.P().Body(
					app.Text(says.Answer+" "),
					app.A().Href(q.link(s)).Text(says.See),
				),
			))
		}
		return []app.UI{app.Div().Class("questions").Body(list...)}
	}, send)
}
