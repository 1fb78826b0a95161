package main

import (
	_ "embed"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// attendLines are the loops of attention/attend.go; a test sees to it that they are.
//
//go:generate sh -c "sed -n '/^\tfor g := range c.KVHeads {$/,/^\t}$/p' ../attention/attend.go > attend.txt"
//go:embed attend.txt
var attendLines string

// lineNotes say what lines do at the slider's G. A line is known by how it begins.
var lineNotes = []struct {
	line string
	note func(l words.Lang, c attention.Config) string
}{
	{"for g := range c.KVHeads {", func(l words.Lang, c attention.Config) string { return l.LineGroups(c.KVHeads) }},
	{"keys, values := kv.head(l, g)", func(l words.Lang, c attention.Config) string {
		return l.LineHead(c.CacheBytes(1) / c.Layers / c.KVHeads)
	}},
	{"rows := (i1 - i0) * group", func(l words.Lang, c attention.Config) string { return l.LineRows(c.GroupSize()) }},
	{"vec.MulPanels(scores,", func(l words.Lang, c attention.Config) string { return l.LineKeys(c.GroupSize()) }},
	{"clear(row[visible:])", func(l words.Lang, c attention.Config) string { return l.LineMask() }},
	{"s.total[r] += vec.ExpSum(", func(l words.Lang, c attention.Config) string { return l.LineSoftmax() }},
	{"vec.MulAddPanels(sums,", func(l words.Lang, c attention.Config) string { return l.LineValues(c.GroupSize()) }},
	{"row := rowsOf(weights,", func(l words.Lang, c attention.Config) string { return l.LineWeights() }},
}

// lineNote is what is said of a line, if anything is.
func lineNote(l words.Lang, c attention.Config, line string) string {
	line = strings.TrimSpace(line)
	for _, n := range lineNotes {
		if strings.HasPrefix(line, n.line) {
			return n.note(l, c)
		}
	}
	return ""
}

// Copied says whether the lines could be copied to the clipboard.
type Copied struct{ Done bool }

// What became of the last copying.
const (
	notCopied = iota
	copyDone
	copyFailed
)

// linesBody is the kernel, with the slider's G beside it.
func linesBody(s State, send func(any)) []app.UI {
	l, c := s.Lang, s.shape()
	var lines []app.UI
	for line := range strings.Lines(attendLines) {
		line = strings.TrimSuffix(strings.TrimPrefix(line, "\t"), "\n")
		body := []app.UI{app.Code().Text(strings.ReplaceAll(line, "\t", "  ") + "\n")}
		row := app.Div().Class("line")
		if note := lineNote(l, c, line); note != "" {
			row = row.Class("noted")
			body = append(body, app.Span().Class("note").Text(note))
		}
		lines = append(lines, row.Body(body...))
	}
	return []app.UI{
		app.P().ID("lines-say").Class("says").Text(l.LinesSay(c.KVHeads, c.GroupSize())),
		app.Div().ID("lines").Class("lines").TabIndex(0).Role("region").Aria("label", l.LinesFrom()).Lang("en").Body(lines...),
		app.P().Class("small").Text(l.LinesFrom()),
		app.Div().Class("work").Body(
			app.Button().ID("lines-copy").Type("button").Text(l.CopyLines()).OnClick(func(ctx app.Context, _ app.Event) { copyText(ctx, attendLines, send) }, "lines"),
			app.P().ID("lines-copied").Class("status").Role("status").Text(s.Inside.copied(l)),
		),
	}
}

// copied says what became of the last copying.
func (in Inside) copied(l words.Lang) string {
	switch {
	case in.Copy == copyDone:
		return l.Copied()
	case in.Copy == copyFailed:
		return l.NotCopied()
	}
	return ""
}

// copyText gives a text to the clipboard, where the browser lets it.
func copyText(ctx app.Context, text string, send func(any)) {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() { // not a secure page
		send(Copied{})
		return
	}
	end := func(ok bool) func(app.Value) {
		return func(app.Value) { ctx.Dispatch(func(app.Context) { send(Copied{ok}) }) }
	}
	then(clipboard.Call("writeText", text), end(true), end(false))
}
