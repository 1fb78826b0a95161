package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

var labView = roomView(TimeRoom, labPanel, State.timed)

// labPanel is time on this machine at every length.
func labPanel(s State, send func(any)) app.UI {
	return room(s, TimeRoom, func() []app.UI { return labBody(s, send) }, send)
}

func labBody(s State, send func(any)) []app.UI {
	var all []tab
	for i, name := range s.Lang.LabPanels() {
		all = append(all, tab{name, ShowPanel{LabPanel(i)}})
	}
	f := s.figure(s.Lab.Panel)
	var samples []app.UI
	if len(s.Measure.Results) > 0 || len(s.Lab.Trapped.Ways) > 0 {
		samples = append(samples, button("lab-json", s.Lang.SaveJSON(), "", Save{Room: TimeRoom, What: SamplesFile}, send).Class("quiet"))
	}
	return []app.UI{
		tabs("lab", "room-time-title", all, int(s.Lab.Panel), send),
		tabPanel("lab", int(s.Lab.Panel),
			labWork(s, send),
			app.P().ID("lab-says").Class("says").Text(f.Says),
			figurePictures(s, TimeRoom, "lab", f, send),
			app.P().Class("small").Text(f.Details),
			labNotes(s),
			figureTable(s, "lab", f),
			figureFiles(s, TimeRoom, "lab", f, send, samples...),
		),
	}
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
	case s.isTraining():
		status = l.MeasureWaitsTraining()
	case s.Story.Playing:
		status = l.MeasureWaits()
	case s.Engine != Running || !s.Using:
		status = l.MeasureStarting()
	case depth == 0:
		status = l.Probing(int(100 * s.Lab.Probed.Progress))
	default:
		status = l.MeasuringAt(depth, percent)
	}
	action := button("lab-measure", text, "", StartWork{work}, send).DataSet("working", "no").Disabled(s.Locked[measureLock])
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
