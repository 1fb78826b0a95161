package main

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// labPanel is time on this machine at every length.
func labPanel(s State, send func(any)) app.UI {
	return room(s, TimeRoom, s.Lang.Lab(), s.Lang.LabLead(), func() []app.UI { return labBody(s, send) }, send)
}

func labBody(s State, send func(any)) []app.UI {
	l := s.Lang
	var tabs []app.UI
	for i, name := range l.LabPanels() {
		tabs = append(tabs, labTab(s, LabPanel(i), name, send))
	}
	f := s.figure(s.Lab.Panel)
	var pictures []app.UI
	for _, p := range f.Pictures {
		pictures = append(pictures, app.Figure().Class("figure").DataSet("name", p.Name).Body(
			app.FigCaption().Text(p.Title),
			draw(p.Drawn.Titled("lab-"+p.Name, p.Title, f.Says)),
			app.P().Class("small").Text(p.Details),
		))
	}
	return []app.UI{
		app.Div().Class("tabs").Role("tablist").Aria("labelledby", "room-time-title").Body(tabs...),
		app.Div().ID("lab-panel").Role("tabpanel").Aria("labelledby", labTabID(s.Lab.Panel)).Body(
			labWork(s, send),
			app.P().ID("lab-says").Class("says").Text(f.Says),
			app.Div().Class("figures").Body(pictures...),
			app.P().Class("small").Text(f.Details),
			labNotes(s),
			labTable(s, f),
			labFiles(s, f, send),
		),
	}
}

func labTabID(p LabPanel) string { return "lab-tab-" + strconv.Itoa(int(p)) }

// labTab is the tab of one panel. The arrow keys go from tab to tab.
func labTab(s State, p LabPanel, name string, send func(any)) app.UI {
	b := button(labTabID(p), name, "", ShowPanel{p}, send).Role("tab").Aria("selected", strconv.FormatBool(p == s.Lab.Panel)).
		Aria("controls", "lab-panel").TabIndex(-1)
	if p == s.Lab.Panel {
		b = b.TabIndex(0)
	}
	return b.OnKeyDown(func(ctx app.Context, e app.Event) {
		to := p
		switch e.Get("key").String() {
		case "ArrowRight":
			to = (p + 1) % labPanels
		case "ArrowLeft":
			to = (p + labPanels - 1) % labPanels
		case "Home":
			to = 0
		case "End":
			to = labPanels - 1
		default:
			return
		}
		e.PreventDefault()
		send(ShowPanel{to})
		app.Window().GetElementByID(labTabID(to)).Call("focus")
	}, int(p))
}

// labWork starts what the panel shows, says how far it is, and stops it.
func labWork(s State, send func(any)) app.UI {
	l := s.Lang
	work, text, hint := AllDepth, l.MeasureAll(), l.AboutAMinute()
	switch {
	case s.Lab.Panel == TrapPanel:
		t := s.trap()
		work, text, hint = ThreeWays, l.MeasureTrap(t.KVHeads, t.Context), l.SomeSeconds()
	case s.curveDone():
		text = l.MeasureAgain()
	case s.Lab.Probed.Done:
		text = l.MeasureOn()
	}
	status := hint
	progress, depth := s.labProgress()
	percent := int(100 * progress)
	switch {
	case s.Lab.Wanted == NoWork && s.Lab.Failed != "":
		status = l.MeasureFailed(s.Lab.Failed)
	case s.Lab.Wanted == NoWork:
	case s.Story.Playing:
		status = l.MeasureWaits()
	case s.Engine != Running || !s.Using:
		status = l.MeasureStarting()
	case depth == 0:
		status = l.Probing(int(100 * s.Lab.Probed.Progress))
	default:
		status = l.MeasuringAt(depth, percent)
	}
	action := button("lab-measure", text, "", StartWork{work}, send).DataSet("working", "no")
	if s.Lab.Wanted != NoWork {
		action = button("lab-measure", l.StopMeasuring(), "", StopWork{}, send).DataSet("working", "yes")
	}
	return app.Div().Class("work").Body(
		action,
		app.P().ID("lab-status").Class("status").Text(status),
		app.If(s.Lab.Wanted != NoWork, app.Progress().ID("lab-progress").Max(100).Value(percent).Aria("label", l.Lab())),
	)
}

// labNotes are the machine's limits, and what could not be measured.
func labNotes(s State) app.UI {
	l := s.Lang
	var notes []app.UI
	note := func(text string) {
		if text != "" {
			notes = append(notes, app.P().Class("small").Text(text))
		}
	}
	discarded := 0
	if s.Lab.Panel == TrapPanel {
		discarded = s.Lab.Trapped.Discarded
	} else {
		note(s.limits())
		for _, n := range sortedDepths {
			discarded += s.Measure.Results[n].Discarded
			if why, ok := s.Lab.Refused[n]; ok {
				note(l.DepthRefused(n, why))
			}
		}
	}
	if discarded > 0 {
		note(l.Discarded(discarded))
	}
	return app.Div().ID("lab-notes").Body(notes...)
}

// labTable is the picture in numbers.
func labTable(s State, f Figure) app.UI {
	if len(f.Table.Rows) == 0 {
		return app.Div()
	}
	var head, rows []app.UI
	for _, h := range f.Table.Head {
		head = append(head, app.Th().Scope("col").Text(h))
	}
	for _, r := range f.Table.Rows {
		var cells []app.UI
		for i, c := range r {
			if i == 0 {
				cells = append(cells, app.Th().Scope("row").Text(c))
			} else {
				cells = append(cells, app.Td().Text(c))
			}
		}
		rows = append(rows, app.Tr().Body(cells...))
	}
	return app.Details().Class("more").Body(
		app.Summary().Text(s.Lang.LabNumbers()),
		app.Div().Class("wide").TabIndex(0).Role("region").Aria("label", s.Lang.LabNumbers()).Body(
			app.Table().ID("lab-table").Body(app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...)),
		),
	)
}

// labFiles are the pictures, the numbers and every sample, to take away.
func labFiles(s State, f Figure, send func(any)) app.UI {
	l := s.Lang
	if len(f.Table.Rows) == 0 {
		return app.Div()
	}
	var files []app.UI
	for i, p := range f.Pictures {
		text := l.SaveSVG()
		if len(f.Pictures) > 1 {
			text += ": " + p.Title
		}
		files = append(files, button("lab-svg-"+strconv.Itoa(i), text, "", Save{PictureFile, i}, send).Class("quiet"))
	}
	files = append(files, button("lab-csv", l.SaveCSV(), "", Save{What: TableFile}, send).Class("quiet"))
	if len(s.Measure.Results) > 0 || len(s.Lab.Trapped.Ways) > 0 {
		files = append(files, button("lab-json", l.SaveJSON(), "", Save{What: SamplesFile}, send).Class("quiet"))
	}
	return app.Div().Class("buttons files").Body(files...)
}

// save carries out the last Save.
func save(s State) {
	window := app.Window()
	browser := window.Get("navigator").Get("userAgent").String()
	if name, kind, content := s.file(browser, window.Get("crossOriginIsolated").Truthy()); name != "" {
		saveFile(name, kind, content)
	}
}

// saveFile gives the reader a file. Where the page is framed without leave to do so,
// nothing happens.
func saveFile(name, kind, content string) {
	window := app.Window()
	blob := window.Get("Blob").New([]any{content}, map[string]any{"type": kind})
	address := window.Get("URL").Call("createObjectURL", blob)
	a := window.Get("document").Call("createElement", "a")
	a.Set("href", address)
	a.Set("download", name)
	a.Call("click")
	window.Call("setTimeout", window.Get("URL").Get("revokeObjectURL").Call("bind", window.Get("URL"), address), 10_000)
}
