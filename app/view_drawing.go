package main

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
)

// drawing is a picture as part of the page. The browser gets its markup whole, and later only
// what has changed in it, all at once: pictures have hundreds of elements, and go-app would
// keep each of them, and go to the browser for each change.
type drawing struct {
	app.Compo
	Of func() picture.Element // a function, as go-app takes one for another picture every time

	shown  picture.Element
	markup string // of the picture that was there first
}

// draw makes a picture part of the page.
func draw(e picture.Element) app.UI {
	return &drawing{Of: func() picture.Element { return e }}
}

func (d *drawing) Render() app.UI {
	e := d.Of()
	if d.markup == "" || app.IsServer {
		d.markup = e.String()
	} else if changes := d.shown.Changes(e); changes != "" {
		app.Window().Get("site").Call("redraw", d.JSValue(), changes)
	}
	d.shown = e
	return app.Raw(d.markup)
}
