package main

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
)

// tab is one of the tabs over a panel.
type tab struct {
	Text string
	Show any // the message that shows it
}

func tabID(room string, i int) string { return room + "-tab-" + strconv.Itoa(i) }

// tabs are the tabs of a room, over the element whose id is the room's and "-panel". The
// arrow keys go from tab to tab.
func tabs(room, labelledBy string, all []tab, selected int, send func(any)) app.UI {
	var buttons []app.UI
	for i, t := range all {
		b := button(tabID(room, i), t.Text, "", t.Show, send).Role("tab").Aria("selected", strconv.FormatBool(i == selected)).
			Aria("controls", room+"-panel").TabIndex(-1)
		if i == selected {
			b = b.TabIndex(0)
		}
		buttons = append(buttons, b.OnKeyDown(func(ctx app.Context, e app.Event) {
			to := i
			switch e.Get("key").String() {
			case "ArrowRight":
				to = (i + 1) % len(all)
			case "ArrowLeft":
				to = (i + len(all) - 1) % len(all)
			case "Home":
				to = 0
			case "End":
				to = len(all) - 1
			default:
				return
			}
			e.PreventDefault()
			send(all[to].Show)
			app.Window().GetElementByID(tabID(room, to)).Call("focus")
		}, room, i))
	}
	return app.Div().Class("tabs").Role("tablist").Aria("labelledby", labelledBy).Body(buttons...)
}

// tabPanel is what a tab shows.
func tabPanel(room string, selected int, body ...app.UI) app.UI {
	return app.Div().ID(room+"-panel").Role("tabpanel").Aria("labelledby", tabID(room, selected)).Body(body...)
}

// figurePictures are the pictures of a figure, side by side where there is room, each to
// take away.
func figurePictures(s State, r Room, room string, f Figure, send func(any)) app.HTMLDiv {
	var pictures []app.UI
	for i, p := range f.Pictures {
		var files []app.UI
		if len(f.Table.Rows) > 0 {
			files = pictureFiles(s, r, room, f.First+i, p, send)
		}
		pictures = append(pictures, figurePicture(room, f.Says, p, files))
	}
	return app.Div().Class("figures").Body(pictures...)
}

// figurePicture is one of them.
func figurePicture(room, says string, p Picture, files []app.UI) app.UI {
	return app.Figure().Class("figure").DataSet("name", p.Name).Body(
		app.FigCaption().Text(p.Title),
		draw(p.Drawn.Titled(room+"-"+p.Name, p.Title, says)),
		app.P().Class("small").Text(p.Details),
		app.Div().Class("buttons").Body(files...),
	)
}

// pictureFiles are a figure's picture, to take away.
func pictureFiles(s State, r Room, room string, i int, p Picture, send func(any)) []app.UI {
	file := func(id, text string, what SaveKind) app.UI {
		return button(room+"-"+id+"-"+strconv.Itoa(max(i, 0)), text, s.Lang.SavePicture(p.Title, text), Save{r, what, i}, send).Class("quiet")
	}
	return []app.UI{file("svg", "SVG", VectorFile), file("png", "PNG", PixelFile)}
}

// figureTable is a figure in numbers.
func figureTable(s State, room string, f Figure) app.UI {
	if len(f.Table.Rows) == 0 {
		return app.Div()
	}
	return app.Details().Class("more").Body(
		app.Summary().Text(s.Lang.LabNumbers()),
		tableOf(room+"-table", s.Lang.LabNumbers(), f.Table, -1),
	)
}

// tableOf is a table that scrolls where it is wider than the page; current is the row that
// the page is about.
func tableOf(id, label string, t picture.Table, current int) app.UI {
	var head, rows []app.UI
	for _, h := range t.Head {
		head = append(head, app.Th().Scope("col").Text(h))
	}
	for i, r := range t.Rows {
		cells := []app.UI{app.Th().Scope("row").Text(r[0])}
		for _, c := range r[1:] {
			cells = append(cells, app.Td().Text(c))
		}
		row := app.Tr().Body(cells...)
		if i == current {
			row = row.Aria("current", "true")
		}
		rows = append(rows, row)
	}
	return app.Div().Class("wide").TabIndex(0).Role("region").Aria("label", label).Body(
		app.Table().ID(id).Body(app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...)),
	)
}

// figureFiles are the numbers of a figure to take away, and what more the room has.
func figureFiles(s State, r Room, room string, f Figure, send func(any), more ...app.UI) app.UI {
	if len(f.Table.Rows) == 0 {
		return app.Div()
	}
	table := button(room+"-csv", s.Lang.SaveCSV(), "", Save{Room: r, What: TableFile}, send).Class("quiet")
	return app.Div().Class("buttons files").Body(append([]app.UI{table}, more...)...)
}
