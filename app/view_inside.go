package main

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/habit"
	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

var insideView = roomView(HeadsRoom, insidePanel, func(s State) State {
	t := s.timed()
	t.Inside, t.Story, t.Have, t.Fetching = s.Inside, s.Story, s.Have, s.Fetching
	return t
})

// insidePanel is what the heads look at, and how they share.
func insidePanel(s State, send func(any)) app.UI {
	return room(s, HeadsRoom, func() []app.UI { return insideBody(s, send) }, send)
}

func insideBody(s State, send func(any)) []app.UI {
	var all []tab
	for i, name := range s.Lang.InsidePanels() {
		all = append(all, tab{name, ShowInside{InsidePanel(i)}})
	}
	var body []app.UI
	switch s.Inside.Panel {
	case GrowthPanel:
		body = growthBody(s, send)
	case LinesPanel:
		body = linesBody(s, send)
	case GuessPanel:
		body = guessBody(s, send)
	default:
		body = mapsBody(s, send)
	}
	return []app.UI{
		tabs("inside", "room-heads-title", all, int(s.Inside.Panel), send),
		tabPanel("inside", int(s.Inside.Panel), body...),
	}
}

// nothingTold is shown where there is nothing to look at yet.
func nothingTold(s State, says string, send func(any)) []app.UI {
	l := s.Lang
	return []app.UI{
		app.P().ID("inside-empty").Class("says").Text(says),
		app.Div().Class("work").Body(
			app.If(!s.Story.Playing, button("inside-play", l.TellStory(), "", Play{}, send).Disabled(s.Locked[storyLock])),
			app.P().Class("status").Text(storyStatus(s)),
		),
	}
}

// mapsBody is one map, and the rest of its group when it is asked for.
func mapsBody(s State, send func(any)) []app.UI {
	l, in, c := s.Lang, s.Inside, s.used()
	if len(in.Now.Rows) == 0 {
		body := nothingTold(s, l.InsideEmpty(), send)
		switch {
		case in.Now.Refused != "":
			body = []app.UI{app.P().Class("says").Text(l.InsideFailed(in.Now.Refused))}
		case s.Story.Told:
			body = []app.UI{app.P().Class("says").Text(l.InsideWaits())}
		}
		return body
	}
	f := s.mapFigure()
	group := c.KVHead(in.Head)
	from, to := group*c.GroupSize()+1, (group+1)*c.GroupSize()
	look := s.look()
	p := f.Pictures[0]

	notes := []string{l.MapKeys()}
	if at, _ := s.shownTokens(); at > 0 {
		notes = append(notes, l.MapLead(at-1))
	}
	if len(in.Tokens) > protocol.MostLooked {
		notes = append(notes, l.InsideBound(protocol.MostLooked))
	}
	if in.Before.Refused != "" && c.KVHeads != c.Heads {
		notes = append(notes, l.InsideAlone(in.Before.Refused))
	}

	var layers, groups, heads []app.UI
	for i := range c.Layers {
		layers = append(layers, option(strconv.Itoa(i), strconv.Itoa(i+1), i == in.Layer))
	}
	for g := range c.KVHeads {
		name := strconv.Itoa(g+1) + ": " + l.AllQueries(g*c.GroupSize()+1, (g+1)*c.GroupSize())
		groups = append(groups, option(strconv.Itoa(g), name, g == group))
	}
	for h := from - 1; h < to; h++ {
		heads = append(heads, option(strconv.Itoa(h), "Q"+strconv.Itoa(h+1), h == in.Head))
	}
	return []app.UI{
		app.Div().Class("picks").Body(
			mapChoice("map-layer", l.Layer(), layers, func(i int) { send(SetLayer{i}) }),
			mapChoice("map-group", l.Group(), groups, func(i int) { send(SetGroup{i}) }),
			mapChoice("map-head", l.Head(), heads, func(i int) { send(SetHead{i}) }),
		),
		app.P().ID("map-says").Class("says").Text(l.MapSays(in.Layer+1, group+1, from, to)),
		app.Div().Class("maproom").Body(
			app.Figure().Class("figure looks").DataSet("name", p.Name).Body(
				app.Div().ID("map").Class("map").TabIndex(0).Role("application").
					Aria("label", l.MapName(in.Layer+1, in.Head+1)).Aria("describedby", "map-look map-notes").
					Body(draw(hidden(p.Drawn))).
					OnKeyDown(func(ctx app.Context, e app.Event) { mapKey(e, send) }).
					OnClick(func(ctx app.Context, e app.Event) { mapClick(ctx, e, send) }),
				app.Div().Class("buttons files").Body(pictureFiles(s, HeadsRoom, "map", 0, p, send)...),
			),
			app.Div().Class("beside").Body(
				app.P().ID("map-look").Class("look").Aria("live", "polite").Body(
					app.Span().Text(l.LookSays(look)+" "),
					app.Span().Class("muted").Text(l.LookTrace(look)),
				),
				app.P().ID("map-habit").Class("habit").Text(l.HeadSays(in.Head+1, habitSays(l, in.Now, c.Heads, in.Layer, in.Head))),
				mapPad(s, send),
				app.P().ID("map-notes").Class("small").Text(strings.Join(notes, " ")),
			),
		),
		fold("side", l.SideBySide(from, to), in.Abreast, func(open bool) any { return Abreast{open} }, func() []app.UI {
			return []app.UI{app.Div().Class("pairs").Body(mapPairs(s, from-1, to, send)...)}
		}, send),
		fold("every", l.EveryHead(), in.All, func(open bool) any { return AllHeads{open} }, func() []app.UI { return everyHead(s) }, send),
		fold("row", l.TableOf(look.Query), in.Numbers, func(open bool) any { return RowNumbers{open} }, func() []app.UI {
			query, key := s.pointed()
			return []app.UI{tableOf("map-table", l.TableOf(look.Query), s.rowTable(query, query+1), key)}
		}, send),
		app.Div().Class("buttons files").Body(button("map-csv", l.SaveCSV(), "", Save{Room: HeadsRoom, What: TableFile}, send).Class("quiet")),
	}
}

// mapChoice is a list of numbered things to choose from.
func mapChoice(id, label string, options []app.UI, chosen func(i int)) app.UI {
	return app.Label().Class("pick").Body(
		app.Span().Text(label+" "),
		app.Select().ID(id).Body(options...).OnChange(func(ctx app.Context, e app.Event) {
			if i, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil {
				chosen(i)
			}
		}, id),
	)
}

// fold is a part that is drawn only while it is open.
func fold(id, title string, open bool, toggled func(open bool) any, body func() []app.UI, send func(any)) app.UI {
	children := []app.UI{app.Summary().ID(id + "-summary").Text(title)}
	if open {
		children = append(children, body()...)
	}
	details := app.Details().ID(id).Class("more")
	if open {
		details = details.Open(true)
	}
	return details.Body(children...).OnToggle(func(ctx app.Context, e app.Event) {
		send(toggled(ctx.JSSrc().Get("open").Bool()))
	}, id)
}

// hidden is a picture that is said otherwise.
func hidden(e picture.Element) picture.Element {
	e.Attrs = append(e.Attrs, picture.Attr{Name: "aria-hidden", Value: "true"})
	return e
}

// mapKey moves the place pointed at by the keyboard.
func mapKey(e app.Event, send func(any)) {
	var m any
	switch e.Get("key").String() {
	case "ArrowLeft":
		m = Move{0, -1}
	case "ArrowRight":
		m = Move{0, 1}
	case "ArrowUp":
		m = Move{-1, 0}
	case "ArrowDown":
		m = Move{1, 0}
	case "PageUp":
		m = Move{-mapTokens, 0}
	case "PageDown":
		m = Move{mapTokens, 0}
	case "Home":
		m = Move{0, -protocol.MostLooked}
	case "End":
		m = Move{0, protocol.MostLooked}
	case "Escape":
		m = Follow{}
	default:
		return
	}
	if e.Get("ctrlKey").Bool() || e.Get("altKey").Bool() || e.Get("metaKey").Bool() {
		return
	}
	e.PreventDefault()
	send(m)
}

// mapClick points at what lies under the pointer.
func mapClick(ctx app.Context, e app.Event, send func(any)) {
	svg := ctx.JSSrc().Call("querySelector", "svg")
	frame, view := svg.Call("getBoundingClientRect"), svg.Get("viewBox").Get("baseVal")
	if width := frame.Get("width").Float(); width > 0 {
		scale := view.Get("width").Float() / width
		send(PointMap{(e.Get("clientX").Float() - frame.Get("left").Float()) * scale, (e.Get("clientY").Float() - frame.Get("top").Float()) * scale})
	}
}

// mapPad moves the place pointed at by touch.
func mapPad(s State, send func(any)) app.UI {
	l := s.Lang
	names := l.MapMoves()
	pad := []app.UI{
		button("map-left", "←", names[0], Move{0, -1}, send),
		button("map-right", "→", names[1], Move{0, 1}, send),
		button("map-up", "↑", names[2], Move{-1, 0}, send),
		button("map-down", "↓", names[3], Move{1, 0}, send),
	}
	if s.Inside.Pointed {
		pad = append(pad, passing("map", "map-follow", l.MapFollow(), Follow{}, send).Class("quiet"))
	}
	return app.Div().Class("buttons pad").Role("group").Aria("label", l.MapPad()).Body(pad...)
}

// look is the place pointed at.
func (s State) look() words.Look {
	in, c := s.Inside, s.used()
	query, key := s.pointed()
	group := c.KVHead(in.Head)
	k := words.Look{
		Head: in.Head + 1, Query: s.spoken(query), Key: s.spoken(key), Back: query - key,
		Weight: in.Now.row(c, in.Layer, in.Head, query)[key],
		KVHead: group + 1, First: group*c.GroupSize() + 1, Last: (group + 1) * c.GroupSize(),
	}
	if s.merged() && query < len(in.Before.Rows) {
		k.Merged, k.Was = true, in.Before.row(c, in.Layer, in.Head, query)[key]
	}
	return k
}

// spoken is a token as it is said.
func (s State) spoken(i int) string {
	text := s.tokenText(i)
	if trimmed := strings.TrimSpace(text); trimmed != "" {
		return trimmed
	}
	return strings.NewReplacer("\n", "↵", " ", "␣").Replace(text)
}

// habitSays is what a head does, with its measure.
func habitSays(l words.Lang, looks Looks, heads, layer, head int) string {
	i := layer*heads + head
	if i >= len(looks.Tallies) || !looks.Tallies[i].Seen() {
		return l.HabitEarly()
	}
	all := looks.Tallies[i].Habits()
	if !all[0].Enough {
		return l.HabitMixed(l.HabitMeasure(all[0]))
	}
	says := l.HabitName(all[0]) + ": " + l.HabitMeasure(all[0])
	if all[1].Enough && (all[1].Kind == habit.Echo || all[1].Kind == habit.Copy) {
		says += "; " + l.HabitMeasure(all[1])
	}
	return says
}

// habitShort is that in a few words.
func habitShort(l words.Lang, looks Looks, heads, layer, head int) string {
	i := layer*heads + head
	if i >= len(looks.Tallies) || !looks.Tallies[i].Seen() {
		return ""
	}
	h := looks.Tallies[i].Habits()[0]
	if !h.Enough {
		return l.HabitName(h)
	}
	return l.HabitName(h) + " " + words.Share(h.Share)
}

// mapPairs are the heads of a group, each before and after merging.
func mapPairs(s State, from, to int, send func(any)) []app.UI {
	l, in, c := s.Lang, s.Inside, s.used()
	var pairs []app.UI
	for h := from; h < to; h++ {
		id := "pair-" + strconv.Itoa(h+1)
		one := func(name, when string, looks Looks) app.UI {
			does := habitShort(l, looks, c.Heads, in.Layer, h)
			return app.Figure().Class("figure").Body(
				draw(s.mapOf(looks, h).Thumbnail().Titled(id+"-"+name, l.MapName(in.Layer+1, h+1)+", "+when, does)),
				app.FigCaption().Body(app.Span().Class("muted").Text(when+" "), app.Span().Text(does)),
			)
		}
		var maps []app.UI
		stays := ""
		if s.merged() && len(in.Before.Rows) > 0 {
			maps = append(maps, one("before", l.BeforeMerging(in.Before.Use.KVHeads), in.Before))
			if share, ok := in.InPlace.share(c, in.Layer, h); ok {
				stays = l.Stayed(share)
			}
		}
		maps = append(maps, one("now", l.AfterMerging(c.KVHeads), in.Now))
		current := "no"
		if h == in.Head {
			current = "yes"
		}
		pairs = append(pairs, app.Div().ID(id).Class("pairing").DataSet("current", current).Body(
			app.Div().Class("title").Body(
				button(id+"-show", "Q"+strconv.Itoa(h+1), l.ShowHead(h+1), SetHead{h}, send).Class("quiet").Aria("pressed", strconv.FormatBool(h == in.Head)),
				app.Span().Class("small").Text(stays),
			),
			app.Div().Class("maps").Body(maps...),
		))
	}
	return pairs
}

// everyHead is a table of what all heads do.
func everyHead(s State) []app.UI {
	l := s.Lang
	return []app.UI{
		app.P().Class("small").Text(l.EveryHeadHow()),
		tableOf("every-table", l.EveryHead(), s.habitTable(), s.Inside.Layer*s.Config.Heads+s.Inside.Head),
	}
}

// habitTable is what every head does, before and after merging.
func (s State) habitTable() (t picture.Table) {
	l, in, c := s.Lang, s.Inside, s.used()
	both := s.merged() && len(in.Before.Rows) > 0
	t.Head = []string{l.ColLayer(), l.ColHead()}
	if both {
		t.Head = append(t.Head, l.ColBefore(), l.ColNow(), l.ColStayed())
	} else {
		t.Head = append(t.Head, l.ColNow())
	}
	for layer := range c.Layers {
		for h := range c.Heads {
			row := []string{strconv.Itoa(layer + 1), "Q" + strconv.Itoa(h+1)}
			if both {
				row = append(row, habitShort(l, in.Before, c.Heads, layer, h))
			}
			row = append(row, habitShort(l, in.Now, c.Heads, layer, h))
			if both {
				share, _ := in.InPlace.share(c, layer, h)
				row = append(row, words.Share(share))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// mapFigure is the map looked at, without its numbers.
func (s State) mapFigure() Figure {
	l, in := s.Lang, s.Inside
	title := l.MapTitle(in.Layer+1, in.Head+1, s.used().KVHeads)
	return Figure{
		Name: "gqa-attention", Says: l.LookSays(s.look()),
		Pictures: []Picture{{Name: "gqa-attention-map", Title: title, Drawn: s.lookMap().SVG()}},
	}
}

// rowTable is how the tokens of a range look back, with all heads of the group.
func (s State) rowTable(from, to int) (t picture.Table) {
	l, in, c := s.Lang, s.Inside, s.used()
	group := c.KVHead(in.Head)
	first, end := group*c.GroupSize(), (group+1)*c.GroupSize()
	both := s.merged() && len(in.Before.Rows) >= to
	if to-from > 1 {
		t.Head = append(t.Head, l.ColQuery())
	}
	t.Head = append(t.Head, l.ColKey())
	for h := first; h < end; h++ {
		if both {
			t.Head = append(t.Head, l.ColWas(h+1))
		}
		t.Head = append(t.Head, "Q"+strconv.Itoa(h+1))
	}
	for query := from; query < to; query++ {
		for key := range query + 1 {
			name := func(i int) string { return strconv.Itoa(i) + " " + s.spoken(i) }
			var row []string
			if to-from > 1 {
				row = append(row, name(query))
			}
			t.Rows = append(t.Rows, append(row, name(key)))
		}
	}
	at := 0
	for query := from; query < to; query++ {
		for h := first; h < end; h++ {
			var was []float64
			if both {
				was = in.Before.row(c, in.Layer, h, query)
			}
			for key, w := range in.Now.row(c, in.Layer, h, query) {
				row := &t.Rows[at+key]
				if both {
					*row = append(*row, words.Share(was[key]))
				}
				*row = append(*row, words.Share(w))
			}
		}
		at += query + 1
	}
	return t
}

// insideFigure is what the room shows, as files have it.
func (s State) insideFigure() (f Figure, ok bool) {
	switch s.Inside.Panel {
	case MapsPanel:
		if len(s.Inside.Now.Rows) == 0 {
			return f, false
		}
		f = s.mapFigure()
		from, to := s.shownTokens()
		f.Table = s.rowTable(from, to)
		return f, true
	case GrowthPanel:
		return s.growthFigure(), true
	}
	return f, false
}

// growthBody is the cache as the story has filled it.
func growthBody(s State, send func(any)) []app.UI {
	if len(s.Inside.Tokens) == 0 {
		return nothingTold(s, s.Lang.GrowthEmpty(), send)
	}
	f := s.growthFigure()
	return []app.UI{
		app.P().ID("growth-says").Class("says").Text(f.Says),
		figurePictures(s, HeadsRoom, "growth", f, send),
		figureTable(s, "growth", f),
		figureFiles(s, HeadsRoom, "growth", f, send),
	}
}

// growthFigure is the cache of one layer after the last step.
func (s State) growthFigure() Figure {
	l, c := s.Lang, s.used()
	n := max(0, len(s.Inside.Tokens)-s.Story.Behind)
	mha := s.multiHead()
	says := l.GrowthSays(words.Growth{
		Len: n, Layers: c.Layers, Heads: c.Heads, KVHeads: c.KVHeads,
		Written: c.CacheBytes(1), Read: c.CacheBytes(n), ReadLayer: c.CacheBytes(n) / c.Layers, ReadMH: mha.CacheBytes(n),
	})
	g := picture.Growth{Config: c, Len: n, Columns: mapTokens, Before: l.GrowthBefore(n - mapTokens)}
	if n > 0 {
		g.Newest = s.tokenLabel(n - 1)
	}
	t := picture.Table{Head: []string{l.TableGroup(), l.ColPositions(), l.ColRowBytes(), l.ColReadBy(), l.ColUses()}}
	for group := range c.KVHeads {
		from, to := group*c.GroupSize()+1, (group+1)*c.GroupSize()
		g.Readers = append(g.Readers, l.GrowthReaders(from, to))
		label := strconv.Itoa(group + 1)
		t.Rows = append(t.Rows, []string{"K" + label + ", V" + label, strconv.Itoa(n), strconv.Itoa(c.CacheBytes(n) / c.Layers / c.KVHeads),
			l.AllQueries(from, to), strconv.Itoa(c.GroupSize())})
	}
	return Figure{
		Name: "gqa-cache-growth", Says: says,
		Pictures: []Picture{{Name: "gqa-cache-growth", Title: l.GrowthTitle(c.KVHeads), Details: l.GrowthDetails(), Drawn: g.SVG()}},
		Table:    t,
	}
}
