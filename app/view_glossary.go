package main

import (
	"fmt"
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
)

var glossaryView = roomView(GlossaryRoom, glossaryPanel, State.linked)

// glossaryPanel is every term of the page with what it means, and where it is seen.
func glossaryPanel(s State, send func(any)) app.UI {
	l := s.Lang
	return room(s, GlossaryRoom, func() []app.UI {
		var groups []app.UI
		for _, g := range l.Terms() {
			var list []app.UI
			for _, t := range g.Terms {
				list = append(list, app.Dt().ID("term-"+t.ID).Text(t.Name), app.Dd().Body(append([]app.UI{app.Text(t.Says)}, seen(s, t.ID)...)...))
			}
			groups = append(groups, app.Div().Body(app.H3().Text(g.Name), app.Dl().Body(list...)))
		}
		return []app.UI{app.Div().Class("glossary").Body(groups...)}
	}, send)
}

// seen are links to the rooms that are about a term.
func seen(s State, id string) (links []app.UI) {
	for r, about := range roomAbout {
		if slices.Contains(about.terms, id) {
			links = append(links, app.Text(" "), app.A().Href(s.roomLink(Room(r))).Text(about.title(s.Lang)))
		}
	}
	return links
}

// term is text of the first screen that says what it means, with a link to the glossary.
func term(s State, place, id, text string) app.UI {
	return defined(s.Lang, place, id, text, imageOf(s.below().linked()))
}

// defined is text that says what it means when it is pressed: the browser shows and hides
// the definition, also before the program is there. A place has a term but once.
func defined(l words.Lang, place, id, text string, linked image) app.UI {
	d := &definition{Lang: l, ID: "definition-" + place + "-" + id, Term: id, Linked: linked}
	return app.Span().Class("defined").Body(
		app.Button().Type("button").Class("term").Attr("popovertarget", d.ID).Text(text),
		d,
	)
}

// definition is what a term means. It is drawn anew when that is another term or its link
// another one, and not whenever the text is.
type definition struct {
	app.Compo
	Lang     words.Lang
	ID, Term string
	Linked   image // the state in which the glossary is linked; none without a link
}

func (d *definition) Render() app.UI {
	t := termOf(d.Lang, d.Term)
	body := []app.UI{app.Strong().Text(t.Name), app.Span().Text(" " + t.Says)}
	if d.Linked != "" {
		s := *d.Linked.state()
		more := app.UI(app.A().Href(s.glossaryLink(d.Term)).Text(d.Lang.GlossaryMore()))
		if s.Frame.On {
			more = leaving(s, "../"+s.glossaryLink(d.Term), d.Lang.GlossaryMore())
		}
		body = append(body, app.Text(" "), more)
	}
	return app.Span().ID(d.ID).Class("definition").Attr("popover", "auto").Body(body...)
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
