package main

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
)

var shareView = roomView(ShareRoom, sharePanel, func(s State) State {
	t := s.linked()
	t.Share, t.Measure.Results = s.Share, s.Measure.Results
	return t
})

// sharePanel is the page as it is now, to take along: as a link, a code and a picture.
func sharePanel(s State, send func(any)) app.UI {
	l := s.Lang
	return room(s, ShareRoom, func() []app.UI {
		f := s.shareFigure()
		return []app.UI{app.Div().Class("share").Body(
			app.Div().Class("takes").Body(
				copyField(s, "share-link", l.ShareLink(), s.link(), 2, send),
				app.P().Class("small").Text(l.ShareHolds()),
				app.H3().Text(l.SharePicture()),
				app.P().Class("small").Text(l.ShareNumbers()),
				app.Div().Class("buttons").Body(
					button("share-svg", "SVG", l.SavePicture(f.Pictures[0].Title, "SVG"), Save{ShareRoom, VectorFile, 0}, send).Class("quiet"),
					button("share-png", "PNG", l.SavePicture(f.Pictures[0].Title, "PNG"), Save{ShareRoom, PixelFile, 0}, send).Class("quiet"),
					button("share-csv", l.SaveCSV(), "", Save{ShareRoom, TableFile, 0}, send).Class("quiet"),
				),
			),
			qrCode(s),
		), lesson(s, send)}
	}, send)
}

// lesson is where a teacher chooses what a page of theirs shows and who may move it.
func lesson(s State, send func(any)) app.UI {
	l, lesson := s.Lang, s.Share.Lesson
	var shown, locked, views []app.UI
	for i, name := range l.LessonParts() {
		p := part(i)
		shown = append(shown, tick("show-"+hideNames[p], name, !lesson.Hidden[p], func(on bool) { send(TeachHide{p, !on}) }))
	}
	for i, name := range l.LessonLocks() {
		locked = append(locked, tick("lock-"+lockNames[i], name, lesson.Locked[i], func(on bool) { send(TeachLock{i, on}) }))
	}
	for i, name := range l.LessonViews() {
		views = append(views, option(viewNames[i], name, lesson.View == FrameView(i)))
	}
	return app.Section().ID("lesson").Class("lesson").Aria("labelledby", "lesson-title").Body(
		app.H3().ID("lesson-title").Text(l.LessonTitle()),
		app.P().Class("small").Text(l.LessonLead()),
		app.Div().Class("ticks").Body(
			app.FieldSet().Body(append([]app.UI{app.Legend().Text(l.LessonShown())}, shown...)...),
			app.FieldSet().Body(append([]app.UI{app.Legend().Text(l.LessonLocked())}, locked...)...),
		),
		copyField(s, "lesson-link", l.LessonLink(), s.lesson().link(), 2, send),
		app.Label().Class("choice").Body(
			app.Span().Text(l.LessonView()),
			app.Select().ID("lesson-view").Body(views...).OnChange(func(ctx app.Context, e app.Event) {
				send(TeachView{FrameView(max(0, slices.Index(viewNames[:], ctx.JSSrc().Get("value").String())))})
			}),
		),
		copyField(s, "lesson-code", l.LessonCode(), s.lessonCode(), 4, send),
	)
}

// tick is a checkbox.
func tick(id, text string, on bool, do func(bool)) app.UI {
	input := app.Input().ID(id).Type("checkbox").OnChange(func(ctx app.Context, e app.Event) { do(ctx.JSSrc().Get("checked").Bool()) }, id)
	if on {
		input = input.Checked(true)
	}
	return app.Label().For(id).Class("tick").Body(input, app.Span().Text(text))
}

// copyField is a text to copy: with a button where the browser lets the page, and else
// selected for the reader to do so.
func copyField(s State, id, label, text string, rows int, send func(any)) app.UI {
	says := ""
	field := Field{id, text}
	if s.Share.Copied == field { // and has not changed since
		says = s.Lang.CopiedSays(!s.Share.Failed)
	}
	return app.Div().Class("copy").Body(
		app.Label().For(id).Text(label),
		app.Textarea().ID(id).ReadOnly(true).Rows(rows).Attr("spellcheck", "false").Text(text),
		app.Div().Class("buttons").Body(
			app.Button().ID(id+"-copy").Type("button").Aria("label", s.Lang.Copy()+": "+label).Text(s.Lang.Copy()).
				OnClick(func(app.Context, app.Event) { send(FieldCopied{field, copySelected(id)}) }, field),
			app.Span().ID(id+"-says").Class("status").Role("status").Text(says),
		),
	)
}

// copySelected selects a field's text and copies it, where the browser lets it.
func copySelected(id string) (copied bool) {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return false
	}
	field.Call("focus")
	field.Call("select")
	return app.Window().Get("document").Call("execCommand", "copy").Truthy()
}

func qrCode(s State) app.UI {
	l := s.Lang
	code, ok := picture.QR(s.link())
	if !ok {
		return app.P().ID("qr").Class("small").Text(l.QRTooLong())
	}
	return app.Figure().ID("qr").Class("qr").Body(draw(code.Titled("qr-code", l.QRTitle(), l.QRDesc())), app.FigCaption().Class("small").Text(l.QRDesc()))
}
