package main

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
)

var glossaryView = roomView(GlossaryRoom, glossaryPanel, func(State) State { return State{} })

// glossaryPanel is every term of the page with what it means.
func glossaryPanel(s State, send func(any)) app.UI {
	l := s.Lang
	return room(s, GlossaryRoom, l.Glossary(), l.GlossaryLead(), func() []app.UI {
		var groups []app.UI
		for _, g := range l.Terms() {
			var list []app.UI
			for _, t := range g.Terms {
				list = append(list, app.Dt().ID("term-"+t.ID).Text(t.Name), app.Dd().Text(t.Says))
			}
			groups = append(groups, app.Div().Body(app.H3().Text(g.Name), app.Dl().Body(list...)))
		}
		return []app.UI{app.Div().Class("glossary").Body(groups...)}
	}, send)
}

// term is text that says what it means when it is pressed: the browser shows and hides
// the definition, also before the program is there. A place has a term but once.
func term(s State, place, id, text string) app.UI {
	t := termOf(s.Lang, id)
	definition := "definition-" + place + "-" + id
	return app.Span().Class("defined").Body(
		app.Button().Type("button").Class("term").Attr("popovertarget", definition).Text(text),
		app.Span().ID(definition).Class("definition").Attr("popover", "auto").Body(
			app.Strong().Text(t.Name),
			app.Span().Text(" "+t.Says+" "),
			app.If(!s.Frame.On, app.A().Href(s.glossaryLink(id)).Text(s.Lang.GlossaryMore())),
			app.If(s.Frame.On, leaving(s, "../"+s.glossaryLink(id), s.Lang.GlossaryMore())),
		),
	)
}

// glossaryLink is the address of a term in the glossary, on the page as it is.
func (s State) glossaryLink(id string) string {
	s.Open[GlossaryRoom] = true
	return "?" + query(s) + "#term-" + id
}

func termOf(l words.Lang, id string) words.Term {
	for _, g := range l.Terms() {
		for _, t := range g.Terms {
			if t.ID == id {
				return t
			}
		}
	}
	panic(fmt.Sprintf("glossary: no term is called %s", id))
}
