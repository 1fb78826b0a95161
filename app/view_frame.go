package main

import (
	"html"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// frameHeights are the heights that frames are given if nothing says otherwise: enough, where
// a text is as wide as texts are, for the picture, the slider, what the view shows and the three
// numbers, or for the beginning of what is longer.
var frameHeights = [...]int{HeadsView: 680, CacheView: 880, TimeView: 920, ConvertView: 920, PaperView: 920, AllView: 920}

// frameBody is the page as another page shows it: the picture, the slider, the view that was
// chosen, and three numbers.
func frameBody(s State, panel func(*view) app.UI, send func(any)) []app.UI {
	body := []app.UI{
		app.H1().ID("headline").Class("unseen").Text(s.Lang.Headline()),
		troubles(s, send),
	}
	var rooms []app.UI
	if !s.Hidden[roomsPart] {
		rooms = frameRooms(s, panel)
	}
	all := s.Frame.View == AllView
	if all {
		body = append(body, stage(s, panel, send))
	} else {
		body = append(body, heads(s, panel, nil, send))
		for _, v := range []struct {
			view FrameView
			part part
			of   *view
		}{{CacheView, cachePart, cacheView}, {TimeView, timePart, timeView}, {ConvertView, qualityPart, qualityView}} {
			if v.view == s.Frame.View && s.shows(v.part) {
				body = append(body, panel(v.of))
			}
		}
		if s.Frame.View == PaperView {
			body, rooms = append(body, rooms...), nil
		}
		body = append(body, app.If(!s.Hidden[numbersPart], panel(numbersView)))
		if !s.modelled() {
			body = append(body, otherSizes(s))
		}
	}
	if s.shows(storyPart) && s.Frame.View != CacheView && s.Frame.View != PaperView {
		body = append(body, panel(storyView))
	}
	body = append(body, rooms...)
	return []app.UI{app.Main().ID("main").Body(body...), attribution(s, send), spoken(s)}
}

// frameRooms are the rooms that belong to a view.
func frameRooms(s State, panel func(*view) app.UI) []app.UI {
	switch s.Frame.View {
	case TimeView:
		return []app.UI{app.If(s.modelled(), panel(labView))}
	case PaperView:
		return []app.UI{panel(paperView)}
	case AllView:
		return allRooms(s, panel)
	}
	return nil
}

var numbersView = &view{numbers, State.costed}

// numbers are what G costs, in one line: bytes, time, quality.
func numbers(s State, _ func(any)) app.UI {
	var list []app.UI
	for i, c := range s.costs() {
		list = append(list, app.Div().ID("n-"+hideNames[cachePart+part(i)]).Body(
			app.Dt().Text(c.name), app.Dd().Class("big").DataSet("known", yes(c.known)).Text(c.value), app.Dd().Class("against").Text(c.note)))
	}
	return app.Dl().ID("numbers").Class("panel costs").DataSet("bytes", s.cacheBytes(s.shape())).Body(list...)
}

// attribution says what this is and where there is more of it.
func attribution(s State, send func(any)) app.UI {
	l := s.Lang
	line := []app.UI{app.Span().Text(l.Title() + " " + Version), app.Span().Text(l.License()),
		leaving(s, "../?"+fullQuery(s), l.OpenFull()),
		app.Button().ID("code-open").Type("button").Class("link").Text(l.CopyCode()).OnClick(func(ctx app.Context, e app.Event) {
			send(ShowCode{})
			ctx.Defer(func(app.Context) { send(ShowCode{Copied: copySelected("code")}) })
		}),
	}
	foot := []app.UI{app.P().ID("attribution").Class("attribution").Body(line...)}
	if s.Frame.Code {
		foot = append(foot,
			app.Label().For("code").ID("code-says").Text(l.CodeIs(s.Frame.Copied)),
			app.Textarea().ID("code").ReadOnly(true).Rows(4).Attr("spellcheck", "false").Text(s.embedCode()))
	}
	return app.Footer().Class("foot").Body(foot...)
}

// fullQuery is the state for the whole page.
func fullQuery(s State) string {
	s.Frame = Frame{}
	return query(s)
}

// embedCode is HTML that shows the frame as it is now.
func (s State) embedCode() string {
	src := s.Frame.Address
	if q := query(s); q != "" {
		src += "?" + q
	}
	return `<iframe src="` + html.EscapeString(src) + `" title="` + html.EscapeString(s.Lang.FrameTitle(s.heads(), s.KVHeads)) +
		`" width="100%" height="` + strconv.Itoa(frameHeights[s.Frame.View]) + `" loading="lazy" sandbox="allow-scripts allow-popups" referrerpolicy="no-referrer"></iframe>`
}

// leaving is a link to another page, which go-app would take for one of its own; where
// links are not wanted it is words alone.
func leaving(s State, address, text string) app.UI {
	if s.NoLinks {
		return app.Span().Text(text)
	}
	a := app.A().Href(address).Rel("noopener noreferrer").Text(text).
		OnClick(func(ctx app.Context, e app.Event) { e.Call("stopPropagation") })
	if s.Frame.On {
		a = a.Target("_blank")
	}
	return a
}
