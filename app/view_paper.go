package main

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/assets"
)

var paperView = roomView(PaperRoom, paperPanel, func(s State) State {
	t := paperFigureView.shows(s)
	t.Training, t.Paper, t.Own.Learning.Work = s.Training, s.Paper, s.Own.Learning.Work
	return t
})

// paperPanel is the paper, done again.
func paperPanel(s State, send func(any)) app.UI {
	return room(s, PaperRoom, func() []app.UI { return paperBody(s, send) }, send)
}

func paperBody(s State, send func(any)) []app.UI {
	l := s.Lang
	var all []tab
	for i, name := range l.PaperPanels() {
		all = append(all, tab{name, ShowPaper{PaperPanel(i)}})
	}
	return []app.UI{
		app.P().Class("says").Text(l.RedoneIntro(paperAlpha)),
		trainingView.panel(s, send),
		tabs("paper", "room-paper-title", all, int(s.Paper.Panel), send),
		paperFigureView.panel(s, send),
		retellings(s),
	}
}

var paperFigureView = &view{paperFigure, func(s State) State {
	return State{Lang: s.Lang, KVHeads: s.KVHeads, Context: s.Context, Config: s.Config, Sizes: s.Sizes, Measure: Measuring{Results: s.Measure.Results}, Paper: s.Paper,
		Own: Brought{InUse: s.Own.InUse, Model: s.Own.Model}}
}}

// paperFigure is what a panel shows.
func paperFigure(s State, send func(any)) app.UI {
	f := s.paperFigure(s.Paper.Panel)
	return tabPanel("paper", int(s.Paper.Panel),
		app.P().ID("paper-says").Class("says").Text(together(f.Says)),
		orders(f),
		tracing(figurePictures(s, PaperRoom, "paper", f, send), send),
		app.P().Class("small").Text(f.Details),
		paperOrigin(s, f, send),
		figureFiles(s, PaperRoom, "paper", f, send),
	)
}

// orders are what stands before what, one order a line.
func orders(f Figure) app.UI {
	var lines []app.UI
	for _, o := range f.Orders {
		lines = append(lines, app.Li().Text(together(o)))
	}
	return app.Ul().ID("paper-orders").Class("orders").Body(lines...)
}

// together keeps a symbol and its value on one line.
func together(text string) string { return strings.ReplaceAll(text, "G = ", "G\u00a0=\u00a0") }

// tracing makes the dots of pictures ask where their numbers come from.
func tracing(pictures app.HTMLDiv, send func(any)) app.UI {
	return pictures.OnClick(func(_ app.Context, e app.Event) {
		if dot := e.Get("target").Call("closest", "[data-point]"); dot.Truthy() {
			send(Trace{dot.Call("getAttribute", "data-point").String()})
		}
	})
}

// paperOrigin is a figure in numbers, and where each comes from: seeds, runs and commands.
func paperOrigin(s State, f Figure, send func(any)) app.UI {
	l := s.Lang
	head := []app.UI{app.Th().Scope("col").Text(l.ColPoint())}
	for _, h := range f.Table.Head {
		head = append(head, app.Th().Scope("col").Text(h))
	}
	var rows []app.UI
	for i, o := range f.Origins {
		id := strconv.Itoa(i)
		cells := []app.UI{app.Th().Scope("row").Body(
			button("paper-point-"+id, o.Name, "", Trace{id}, send).Class("quiet").Aria("pressed", strconv.FormatBool(id == s.Paper.Traced)))}
		for _, c := range f.Table.Rows[i] {
			cells = append(cells, app.Td().Text(c))
		}
		rows = append(rows, app.Tr().Body(cells...))
	}
	var runs []app.UI
	if i, err := strconv.Atoi(s.Paper.Traced); err == nil && i < len(f.Origins) {
		runs = origin(s, f.Origins[i])
	}
	details := app.Details().ID("paper-origin").Class("more")
	if s.Paper.Traced != "" {
		details = details.Open(true)
	}
	return details.Body(
		app.Summary().Text(l.Origin()),
		app.P().Class("small").Text(l.OriginHint()),
		app.Div().ID("paper-runs").Role("status").Body(runs...),
		app.Div().Class("wide").TabIndex(0).Role("region").Aria("label", l.Origin()).Body(
			app.Table().ID("paper-table").Body(app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...))),
	)
}

// origin is where one number comes from.
func origin(s State, o Origin) []app.UI {
	l := s.Lang
	switch {
	case o.Printed != "":
		return []app.UI{app.P().Text(l.Cited(o.Name, o.Printed)), app.P().Body(app.A().Href(o.Address).Rel("noreferrer").Text(o.Address))}
	case o.Own != nil:
		m := *o.Own
		body := []app.UI{app.P().Text(o.Name), app.P().Text(l.OwnRun(m.Seed, m.Steps, m.Tokens))}
		if one := ownCommand(m); one != "" {
			body = append(body, command(l.ThisRun(), one))
		}
		return body
	}
	head := []string{l.ColSeed(), l.ColStories(), l.ColPeak(), l.ColSteps(), l.ColTokens(), l.ColLoss(), l.ColLow(), l.ColHigh(), l.ColRecall(), l.ColLow(), l.ColHigh(), l.ColAnswers()}
	var cells, rows []app.UI
	for _, h := range head {
		cells = append(cells, app.Th().Scope("col").Text(h))
	}
	for _, r := range o.Runs {
		row := []app.UI{app.Th().Scope("row").Text(strconv.FormatUint(r.PretrainSeed, 10))}
		stories := ""
		if r.UptrainSeed > 0 {
			stories = strconv.FormatUint(r.UptrainSeed, 10)
		}
		for _, c := range []string{stories, rate(r.Rate), strconv.Itoa(r.Steps), strconv.Itoa(r.Tokens), digits(r.Loss), digits(r.LossLow), digits(r.LossHigh),
			digits(100 * r.Recall), digits(100 * r.RecallLow), digits(100 * r.RecallHigh), strconv.Itoa(r.Answers)} {
			row = append(row, app.Td().Text(c))
		}
		rows = append(rows, app.Tr().Body(row...))
	}
	name := l.OriginOf(o.Name, len(o.Runs))
	body := []app.UI{
		app.Div().Class("wide").TabIndex(0).Role("region").Aria("label", name).Body(
			app.Table().ID("paper-runs-table").Body(app.Caption().Text(name), app.THead().Body(app.Tr().Body(cells...)), app.TBody().Body(rows...))),
	}
	if len(o.Runs) > 0 {
		if one := storedCommand(o.Runs[0]); one != "" {
			body = append(body, command(l.ThisRun(), one))
		}
	}
	return append(body, command(l.AllRuns(), results().Command))
}

// command is a command line, and what it makes.
func command(makes, line string) app.UI {
	return app.P().Class("command").Body(app.Span().Text(makes), app.Code().TabIndex(0).Text(line))
}

// storedCommand makes one stored model from the checkpoint of the first seed; empty if
// it is not made from that.
func storedCommand(r assets.Row) string {
	if r.Alpha == 0 || r.Method == scratch || r.Method == smaller {
		return ""
	}
	return uptrainCommand(r.KVHeads, r.Method, r.Alpha, r.Rate, r.PretrainSeed) + checkpoints()
}

// ownCommand makes a model of the reader's; empty if it was only converted. If it was stopped
// before its end, the run is in a file that the page offers.
func ownCommand(m OwnModel) string {
	switch {
	case m.Steps == 0:
		return ""
	case m.Alpha != m.Asked:
		return "go run ./attention/cmd/gqa uptrain -from " + m.fileName() + ".json" + checkpoints()
	}
	line := uptrainCommand(m.KVHeads, m.Method.String(), m.Asked, m.Rate, m.Seed)
	if m.Similar {
		line += " -grouping similar"
	}
	return line + checkpoints()
}

func uptrainCommand(kvHeads int, method string, alpha float64, peak float32, seed uint64) string {
	line := "go run ./attention/cmd/gqa uptrain -kv-heads " + strconv.Itoa(kvHeads) + " -method " + method +
		" -alpha " + strconv.FormatFloat(alpha, 'g', -1, 64) + " -seed " + strconv.FormatUint(seed, 10) + " -stories " + strconv.Itoa(heldOut/2)
	if peak > 0 {
		line += " -rate " + rate(peak)
	}
	return line
}

// checkpoints are the file that a model is made from, and one to write.
func checkpoints() string {
	return " assets/models/" + cmp.Or(results().Checkpoint, "paper-g8.gguf") + " own.gguf"
}

// retellings are corrections of what is often told about the paper.
func retellings(s State) app.UI {
	var lines []app.UI
	for _, r := range s.Lang.Retellings() {
		lines = append(lines, app.Li().Text(r))
	}
	return app.Details().ID("paper-retold").Class("more").Body(app.Summary().Text(s.Lang.Retold()), app.Ul().Body(lines...))
}
