package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

// View is the page for a state. Panels are functions, one a file.
func View(s State, send func(any)) app.UI {
	return viewOf(s, func(v *view) app.UI { return v.panel(s, send) }, send)
}

// viewOf is the page with the picture as it is now, and the panels that follow it as they are
// given.
func viewOf(s State, panel func(*view) app.UI, send func(any)) app.UI {
	root := app.Div().ID("page").Class("page").Lang(s.Lang.Tag()).
		DataSet("theme", themeNames[s.Theme]).DataSet("lang", s.Lang.Tag()).DataSet("tour", s.tourTarget()).
		DataSet("motion", named(motionNames, s.Calm))
	if s.Moves > 1 {
		root = root.DataSet("moving", "yes")
	}
	if s.Frame.On {
		return root.Class("frame").Body(frameBody(s, panel, send)...)
	}
	return dropHere(root, send).Body(
		panel(headerView),
		app.Main().ID("main").Body(
			app.H1().ID("headline").Text(s.Lang.Headline()),
			panel(offerView),
			notices(s, send),
			tourPanel(s, send),
			stage(s, panel, send),
			app.If(s.shows(storyPart), panel(storyView)),
			app.If(!s.Hidden[roomsPart], allRooms(s, panel)...),
		),
		panel(footerView),
		spoken(s),
	)
}

// allRooms are what is below the story.
func allRooms(s State, panel func(*view) app.UI) (rooms []app.UI) {
	views := roomViews
	if s.Frame.On {
		views = views[:len(views)-1]
	}
	if !s.modelled() {
		views = views[2:]
	}
	for _, v := range views {
		rooms = append(rooms, panel(v))
	}
	return rooms
}

// shows says whether a part is part of the page: nothing has left it out, and there is
// something to show.
func (s State) shows(p part) bool {
	return !s.Hidden[p] && (s.modelled() || p < timePart)
}

// stage is the picture with what it costs.
func stage(s State, panel func(*view) app.UI, send func(any)) app.UI {
	var cards []app.UI
	for i, v := range []*view{cacheView, timeView, qualityView} {
		if s.shows(cachePart + part(i)) {
			cards = append(cards, panel(v))
		}
	}
	if !s.modelled() {
		cards = append(cards, otherSizes(s))
	}
	return app.Div().Class("stage").Body(heads(s, panel, panel(stripView), send), app.Div().Class("cards").Body(cards...))
}

// otherSizes says that these sizes are the reader's own.
func otherSizes(s State) app.UI {
	c := s.shape()
	return app.P().ID("no-model").Class("panel small").Text(s.Lang.NoSuchModel(c.Layers, c.Heads, c.HeadDim, s.Config.Layers, s.Config.Heads, s.Config.HeadDim))
}

func spoken(s State) app.UI {
	return app.Div().ID("spoken").Class("unseen").Role("status").Aria("live", "polite").Text(s.Spoken)
}

var headerView = &view{header, atRest(State.linked)}

func header(s State, send func(any)) app.UI {
	l := s.Lang
	var languages []app.UI
	for _, other := range words.Langs {
		t := s
		t.Lang, t.LangChosen = other, true
		if t.Prompt == l.Prompt() {
			t.Prompt = other.Prompt()
		}
		a := app.A().ID("lang-"+other.Tag()).Href("?"+query(t)).Lang(other.Tag()).Attr("hreflang", other.Tag()).Text(other.Name())
		if other == l {
			a = a.Aria("current", "page")
		}
		languages = append(languages, a)
	}
	var themes []app.UI
	for i, name := range []string{l.ThemeAuto(), l.ThemeLight(), l.ThemeDark()} {
		themes = append(themes, option(themeNames[i], name, s.Theme == Theme(i)))
	}
	return app.Header().Class("top").Body(
		app.P().Class("mark").Body(
			app.Strong().Text(l.Title()),
			app.Span().Text(l.Subject()),
		),
		app.If(!s.Hidden[settingsPart], app.Div().Class("settings").Body(
			app.Nav().Class("languages").Aria("label", l.Languages()).Body(languages...),
			app.Label().Class("theme").Body(
				app.Span().Class("unseen").Text(l.Theme()),
				app.Select().ID("theme").Body(themes...).OnChange(func(ctx app.Context, e app.Event) {
					for i, name := range themeNames {
						if name == ctx.JSSrc().Get("value").String() {
							send(SetTheme{Theme(i)})
						}
					}
				}),
			),
		)),
	)
}

// notices are what went wrong, in a sentence and with a way on.
func notices(s State, send func(any)) app.UI {
	l := s.Lang
	var lines []app.UI
	for _, n := range s.Notes {
		lines = append(lines, app.P().Class("note").Text(l.Note(n.Name, n.Value, n.Used)))
	}
	if len(lines) > 0 {
		lines = []app.UI{app.Div().ID("notes").Class("notice").Body(
			app.Div().Body(lines...),
			passing("headline", "dismiss", l.Close(), Dismiss{}, send),
		)}
	}
	return app.Div().Class("notices").Body(append(lines, troubles(s, send))...)
}

// troubles is what went wrong with the engine.
func troubles(s State, send func(any)) app.UI {
	l := s.Lang
	sentence, again := trouble(s)
	if sentence == "" {
		return nil
	}
	body := []app.UI{app.P().Text(sentence)}
	if s.Trouble.Reason != "" {
		body = append(body, app.P().Class("reason").Text(l.Reason()+": "+s.Trouble.Reason))
	}
	line := []app.UI{app.Div().Body(body...)}
	if again {
		line = append(line, passing("headline", "retry", l.TryAgain(), Retry{}, send))
	}
	return app.Div().ID("trouble").Class("notice").Body(line...)
}

// trouble says what went wrong, and whether trying again is a way on.
func trouble(s State) (sentence string, again bool) {
	switch l := s.Lang; s.Trouble.Kind {
	case Restarting:
		return l.Restarting(s.Trouble.Try), false
	case Restarted:
		return l.Restarted(), false
	case NoEngine:
		return l.NoEngine(), true
	case NoModel:
		return l.NoModel(), true
	case NoStory:
		return l.NoStory(), false
	}
	return "", false
}

var footerView = &view{footer, atRest(func(s State) State {
	return State{Lang: s.Lang, KVHeads: s.KVHeads, Config: s.Config, Sizes: s.Sizes, NoLinks: s.NoLinks,
		Frame: Frame{On: s.Frame.On}, Own: Brought{InUse: s.Own.InUse, Model: s.Own.Model}}
})}

func footer(s State, _ func(any)) app.UI {
	l := s.Lang
	about := l.Tiny(words.Int(s.shape().Params()))
	if s.Own.InUse {
		about = l.OwnFoot(shownName(s.Own.Model.Title), words.Int(s.shape().Params()))
	}
	return app.Footer().Class("foot").Body(
		app.P().ID("tiny").Text(about),
		app.P().Body(
			leaving(s, "https://arxiv.org/abs/2305.13245", l.Paper()),
			leaving(s, "./gallery/"+l.File(), l.EmbedIt()),
		),
	)
}

// announcement is what a screen reader is told once it has been quiet: one sentence,
// the news first.
func announcement(s State) string {
	l := s.Lang
	if sentence, _ := trouble(s); sentence != "" {
		return sentence
	}
	said := l.Said(s.heads(), s.KVHeads, words.Bytes(s.cacheBytes(s.shape())))
	if t, ok := s.timing(s.KVHeads); ok && s.Measure.Results[s.Context].Done {
		said += " " + l.SaidMeasured(s.KVHeads, milliseconds(t), timeAgainst(s, t))
	}
	if s.Story.End {
		said += " " + l.SaidEnd()
	}
	if s.Own.InUse {
		said = l.SaidOwn(shownName(s.Own.Model.Title), s.Config.Heads, s.most()) + " " + said
	}
	if s.Tour.Step > 0 {
		said = strings.TrimSpace(s.tourSaid() + " " + said)
	}
	return said
}

// button is a button that sends a message. The message is the handler's scope: go-app
// takes handlers with the same code for the same.
func button(id, text, label string, msg any, send func(any)) app.HTMLButton {
	b := app.Button().ID(id).Type("button").Text(text).
		OnClick(func(app.Context, app.Event) { send(msg) }, fmt.Sprintf("%T%v", msg, msg))
	if label != "" {
		b = b.Aria("label", label)
	}
	return b
}

// passing is a button that may be gone once it has been pressed: it passes the focus on first.
func passing(to, id, text string, msg any, send func(any)) app.HTMLButton {
	return button(id, text, "", msg, func(msg any) {
		focus(to)
		send(msg)
	})
}

func option(value, text string, selected bool) app.UI {
	o := app.Option().Value(value).Text(text)
	if selected {
		o = o.Selected(true)
	}
	return o
}

// sourceName names weights.
func sourceName(l words.Lang, s protocol.Source) string {
	switch s {
	case protocol.MeanPool:
		return l.SourceMean()
	case protocol.FirstHead:
		return l.SourceFirst()
	case protocol.RandomInit:
		return l.SourceRandom()
	case protocol.Aligned:
		return l.SourceAligned()
	}
	return l.SourceUptrained()
}

// stop is a number of key/value heads with the name that it has at either end, if any.
func stop(heads, kvHeads int) (number, name string) {
	switch kvHeads {
	case heads:
		name = "MHA"
	case 1:
		name = "MQA"
	}
	return strconv.Itoa(kvHeads), name
}
