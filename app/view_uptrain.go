package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

var trainingView = &view{trainingPanel, func(s State) State {
	return State{Lang: s.Lang, Training: s.Training, Paper: Paper{Own: s.Paper.Own}, Own: Brought{Learning: Learning{Work: s.Own.Learning.Work}}}
}}

// trainingPanel is a model of the reader's own: converted, uptrained, measured.
func trainingPanel(s State, send func(any)) app.UI {
	t := s.Training
	body := []app.UI{trainingOffer(s, send), trainingChoices(s, send), trainingWork(s, send), trainingFields(s, send)}
	var pictures []app.UI
	if t.converting() {
		pictures = append(pictures, conversionView.panel(s, send))
	}
	if len(t.Trained.Losses) > 0 {
		pictures = append(pictures, trainingPicture(s, "loss", s.lossFigure(), send))
	}
	if len(pictures) > 0 {
		body = append(body, trainingStages(s, send), app.Div().Class("figures").Body(pictures...), trainingNumbers(s))
		if t.Work == NoTraining && len(t.Trained.Losses) > 0 {
			body = append(body, figureTable(s, "train", s.smoothed()))
		}
	}
	if len(t.Tales) > 0 {
		body = append(body, trainingTales(s))
	}
	if t.Last > 0 {
		body = append(body, trainingResult(s, send))
	}
	return app.Div().ID("train").Class("training").Body(body...)
}

// conversionView is the picture of a conversion, which is large and stays while the model
// is trained.
var conversionView = &view{
	func(s State, send func(any)) app.UI {
		return trainingPicture(s, "train", s.conversionFigure(), send)
	},
	func(s State) State {
		t := s.Training
		return State{Lang: s.Lang, Training: Training{Run: t.Run, Layer: t.Layer, Stage: t.Stage, Converted: protocol.Converted{Layers: t.Converted.Layers}}}
	},
}

// trainingPicture is the one picture of a figure.
func trainingPicture(s State, name string, f Figure, send func(any)) app.UI {
	p := f.Pictures[0]
	return figurePicture(name, f.Says, p, pictureFiles(s, PaperRoom, name, f.First, p, send))
}

// trainingOffer is to take up what was broken off.
func trainingOffer(s State, send func(any)) app.UI {
	l, t := s.Lang, s.Training
	if t.Kept.Steps == 0 || t.Left || t.Work != NoTraining {
		return app.Div().ID("train-offer")
	}
	c := t.Kept.Choice
	return app.Div().ID("train-offer").Class("notice").Body(
		app.P().Text(l.Offer(c.KVHeads, l.MethodName(c.Method.String()), c.Alpha(), t.Kept.Step, t.Kept.Steps)),
		app.Div().Class("buttons").Body(
			passing("train", "train-restore", l.TakeUp(), ResumeTrain{}, send).Disabled(s.Own.Learning.working()),
			passing("train-start", "train-leave", l.LetGo(), LeaveKept{}, send)),
	)
}

// trainingChoices are the three that make a model: G, the method, alpha.
func trainingChoices(s State, send func(any)) app.UI {
	l, c := s.Lang, s.Training.Choice
	radios := func(name, legend string, what ChoiceOf, chosen int, values []int, text func(int) string) app.UI {
		all := []app.UI{app.Legend().Text(legend)}
		for _, v := range values {
			id := "train-" + name + "-" + strconv.Itoa(v)
			input := app.Input().ID(id).Type("radio").Name("train-"+name).Value(v).
				OnChange(func(app.Context, app.Event) { send(Decide{what, v}) }, name, v)
			if v == chosen {
				input = input.Checked(true)
			}
			all = append(all, app.Label().For(id).Body(input, app.Span().Text(text(v))))
		}
		return app.FieldSet().ID("train-" + name).Class("sources").Body(all...)
	}
	var methods []int
	for _, m := range []attention.Method{attention.MeanPool, attention.Aligned, attention.FirstHead, attention.RandomInit} {
		methods = append(methods, int(m))
	}
	steps := int(float64(results().Steps)*c.Alpha() + 0.5)
	return app.Div().Class("choices").Body(
		radios("g", l.ChooseG(), ChooseKVHeads, c.KVHeads, attention.Divisors(shape.Heads), func(g int) string {
			number, name := stop(shape.Heads, g)
			return strings.TrimSpace(number + " " + name)
		}),
		radios("method", l.ChooseMethod(), ChooseMethod, int(c.Method), methods, func(m int) string { return l.MethodName(attention.Method(m).String()) }),
		app.Div().Class("alpha").Body(
			app.Label().For("train-alpha").Text(l.ChooseAlpha()),
			app.Input().ID("train-alpha").Type("range").Min(0).Max(maxMille).Step(5).Attr("value", strconv.Itoa(c.Mille)).
				Aria("valuetext", l.AlphaMeans(c.Alpha(), steps, steps*tokensPerStep)).
				OnInput(func(ctx app.Context, e app.Event) {
					if n, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil {
						send(Decide{ChooseMille, n})
					}
				}),
			app.Output().ID("train-alpha-means").For("train-alpha").Text(l.AlphaMeans(c.Alpha(), steps, steps*tokensPerStep)),
		),
	)
}

// tokensPerStep is that of the recipe of the stored experiments.
const tokensPerStep = 1024

// trainingWork starts, pauses and stops, and says how far it is.
func trainingWork(s State, send func(any)) app.UI {
	l, t := s.Lang, s.Training
	var buttons []app.UI
	switch t.Work {
	case NoTraining, Downloading, Handing:
		text := l.MakeOne()
		switch {
		case t.Choice.Mille == 0:
			text = l.JustConvert()
		case t.Choice.KVHeads == shape.Heads:
			text = l.TrainControl()
		}
		buttons = append(buttons, button("train-start", text, "", StartTrain{}, send).Class("main").Disabled(t.Work != NoTraining || s.Own.Learning.working()))
	case Uptraining:
		buttons = append(buttons, button("train-pause", l.PauseTraining(), "", PauseTrain{}, send), button("train-stop", l.StopTraining(), "", StopTrain{}, send))
	case Paused:
		buttons = append(buttons, button("train-resume", l.ResumeTraining(), "", ResumeTrain{}, send).Class("main"), button("train-stop", l.StopTraining(), "", StopTrain{}, send))
	default:
		buttons = append(buttons, button("train-stop", l.StopAtOnce(), "", StopTrain{}, send))
	}
	status, done := trainingStatus(s)
	work := []app.UI{app.Div().Class("buttons").Body(buttons...), app.P().ID("train-status").Class("status").Text(status)}
	if t.Work != NoTraining {
		work = append(work, app.Progress().ID("train-progress").Max(1000).Value(int(1000*done)).Aria("label", l.Redone()))
	}
	return app.Div().Class("work").DataSet("work", int(t.Work)).Body(work...)
}

// trainingStatus says how far the work is, and what share of it is done.
func trainingStatus(s State) (text string, done float64) {
	l, t := s.Lang, s.Training
	along := float64(t.Trained.Done) / float64(max(1, t.Trained.Steps))
	switch {
	case s.Own.Learning.working():
		return l.TrainingLater(), 0
	case t.Work == NoTraining && t.Failed != "":
		return l.TrainingFailed(t.Failed), 0
	case t.Work == NoTraining && t.Last == 0 && t.Choice.Mille > 0:
		return l.TrainingTakes(), 0
	case t.Work == NoTraining:
		return "", 0
	case t.Engine != Running:
		return l.TrainerStarts(), 0
	}
	switch t.Work {
	case Restoring:
		return l.Restoring(), 0
	case Converting:
		of := heldOut
		if t.Run.Mille > 0 {
			of = quickStories
		}
		return l.ConvertingNow(t.Converted.After.Stories, of), min(1, float64(t.Converted.After.Stories)/float64(of))
	case Uptraining:
		speed, left := pace(t.Trained.Progress, t.Trained.TokensPerStep, (t.Trained.Steps-t.Trained.Done)*t.Trained.TokensPerStep)
		text = l.UptrainingNow(t.Trained.Done, t.Trained.Steps, speed, left)
		if t.Trained.Unkept != "" {
			text += ". " + l.NotKept(t.Trained.Unkept)
		}
		return text, along
	case Paused:
		return l.PausedAt(t.Trained.Done, t.Trained.Steps, t.Trained.Kept == t.Trained.Done), along
	case Evaluating:
		return l.EvaluatingNow(t.Evaluated.Quality.Stories, heldOut), float64(t.Evaluated.Progress)
	}
	return l.MakingFile(), 1
}

// trainingFields are the choices that most readers leave as they are.
func trainingFields(s State, send func(any)) app.UI {
	l, c := s.Lang, s.Training.Choice
	choose := func(id, label string, what ChoiceOf, chosen int, texts ...string) app.UI {
		return chooseOne(id, label, chosen, texts, func(n int) { send(Decide{what, n}) })
	}
	stored := c
	stored.Rate = 0
	peaks := []string{l.StoredRate(rate(s.trainingRate(stored)))}
	for _, r := range rates[1:] {
		peaks = append(peaks, rate(r))
	}
	auto := s
	auto.Training.Choice.Workers = 0
	workers := []string{l.WorkersAuto(auto.workers())}
	for n := range maxWorkers {
		workers = append(workers, strconv.Itoa(n+1))
	}
	return app.Details().ID("train-fields").Class("more").Body(
		app.Summary().Text(l.TrainingFields()),
		app.Div().Class("fields").Body(
			app.Label().Body(app.Span().Text(l.Seed()),
				app.Input().ID("train-seed").Type("number").Min(0).Max(maxSeed).Step(1).Attr("value", strconv.FormatUint(s.Training.SeedSet, 10)).
					OnChange(func(ctx app.Context, e app.Event) {
						if n, ok := parseSeed(ctx.JSSrc().Get("value").String()); ok {
							send(Decide{ChooseSeed, int(n)})
						}
					})),
			choose("train-rate", l.PeakRate(), ChooseRate, slices.Index(rates, c.Rate), peaks...),
			choose("train-grouping", l.Grouping(), ChooseGrouping, int(c.Grouping), l.GroupNeighbours(), l.GroupAlike()),
			choose("train-workers", l.Workers(), ChooseWorkers, c.Workers, workers...),
		),
	)
}

// chooseOne is a choice among texts.
func chooseOne(id, label string, chosen int, texts []string, choose func(n int)) app.UI {
	var options []app.UI
	for i, text := range texts {
		options = append(options, option(strconv.Itoa(i), text, i == chosen))
	}
	return app.Label().Body(app.Span().Text(label), app.Select().ID(id).Body(options...).OnChange(func(ctx app.Context, e app.Event) {
		if n, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil {
			choose(n)
		}
	}, id))
}

// converting says whether there is a conversion to be seen: matrices that have changed.
func (t Training) converting() bool {
	return t.Layer < len(t.Converted.Layers) && t.Run.KVHeads < shape.Heads
}

// conversionFigure is the matrices of the model in the making as they are converted.
func (s State) conversionFigure() (f Figure) {
	l, t := s.Lang, s.Training
	if !t.converting() {
		return f
	}
	p := t.Converted.Layers[t.Layer]
	method := t.Run.Method.String()
	how := map[attention.Method]picture.Pooling{attention.MeanPool: picture.Average, attention.Aligned: picture.Turn, attention.FirstHead: picture.KeepOne, attention.RandomInit: picture.BeginNew}
	c := picture.Conversion{Order: p.Order, How: how[t.Run.Method], Stage: t.Stage, Rows: []picture.ConversionRow{
		{Label: "K", Heads: p.Keys, Turned: p.TurnedKeys, Pooled: p.PooledKeys},
		{Label: "V", Value: true, Heads: p.Values, Turned: p.TurnedValues, Pooled: p.PooledValues},
	}}
	f.Says = l.ConversionDesc(method, groupsOf(p.Order, t.Run.KVHeads))
	f.Pictures = []Picture{{"gqa-conversion", l.ConversionTitle(t.Layer + 1), l.ConversionDetails(method) + " " + l.HeatKey(), c.SVG()}}
	f.First = -1 // it is the last of the room
	return f
}

// lossFigure is the loss of that model as it falls.
func (s State) lossFigure() (f Figure) {
	l, t := s.Lang, s.Training
	if len(t.Trained.Losses) == 0 {
		return f
	}
	plot, window := s.lossPlot()
	f.Says = l.LiveSays(len(t.Trained.Losses), t.Trained.Losses[len(t.Trained.Losses)-1])
	f.Pictures = []Picture{{"gqa-uptraining-loss", l.LiveLoss(), l.LiveDetails(window), plot.SVG()}}
	f.First = -1
	if t.converting() {
		f.First--
	}
	return f
}

// lossTable is the loss of every step as files have it.
func (s State) lossTable() picture.Table {
	l, t := s.Lang, s.Training
	table := picture.Table{Head: []string{l.AxisSteps(), l.ColLoss()}}
	if t.converting() {
		table.Rows = append(table.Rows, []string{"0", digits(t.Converted.After.Loss)})
	}
	for i, x := range t.Trained.Losses {
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), digits(x)})
	}
	return table
}

// groupsOf are the heads of each group, counted from 1.
func groupsOf(order []int, groups int) (all [][]int) {
	size := len(order) / max(1, groups)
	for i := 0; size > 0 && i+size <= len(order); i += size {
		var heads []int
		for _, h := range order[i : i+size] {
			heads = append(heads, h+1)
		}
		all = append(all, heads)
	}
	return all
}

// lossPlot is the loss of each step's batch, smoothed over a window, with multi-head's
// line.
func (s State) lossPlot() (p picture.Plot, window int) {
	l, t := s.Lang, s.Training
	steps := max(t.Trained.Steps, len(t.Trained.Losses))
	own, window := smooth(t.Trained.Losses, steps)
	own.Label = l.Yours()
	p = stepPlot(l, steps)
	if loss, ok := s.multiHeadLoss(); ok {
		p.Series = append(p.Series, picture.Series{Label: "MHA", Faint: true, Line: []picture.XY{{X: 0, Y: loss}, {X: float64(steps), Y: loss}}})
	}
	p.Series = append(p.Series, own)
	return p, window
}

// stepPlot is a plot of loss over so many steps, with nothing in it.
func stepPlot(l words.Lang, steps int) picture.Plot {
	p := picture.Plot{X: l.AxisSteps(), Y: l.AxisLossPlain(), XLinear: true}
	for _, n := range []int{0, steps / 2, steps} {
		p.XTicks = append(p.XTicks, picture.Tick{Value: float64(n), Label: strconv.Itoa(n)})
	}
	return p
}

// smooth is the loss of each step's batch of a training of so many steps, the mean over a
// window.
func smooth(losses []float64, steps int) (own picture.Series, window int) {
	const dots = 100
	window = max(1, (steps+dots-1)/dots)
	own.Own = true
	for from := 0; from < len(losses); from += window {
		to := min(len(losses), from+window)
		sum := 0.0
		for _, x := range losses[from:to] {
			sum += x
		}
		own.Line = append(own.Line, picture.XY{X: float64(from+to) / 2, Y: sum / float64(to-from)})
	}
	if len(own.Line) == 1 {
		own.Dots = []picture.Dot{{X: own.Line[0].X, Value: own.Line[0].Y}}
	}
	return own, window
}

// smoothed is the loss as it is drawn, in numbers.
func (s State) smoothed() Figure {
	f := Figure{Table: picture.Table{Head: []string{s.Lang.AxisSteps(), s.Lang.ColLoss()}}}
	plot, _ := s.lossPlot()
	for _, p := range plot.Series[len(plot.Series)-1].Line {
		f.Table.Rows = append(f.Table.Rows, []string{digits(p.X), digits(p.Y)})
	}
	return f
}

// trainingStages shows the conversion step by step, and layer by layer.
func trainingStages(s State, send func(any)) app.UI {
	l, t := s.Lang, s.Training
	if len(t.Converted.Layers) == 0 || t.Run.KVHeads == shape.Heads {
		return app.Div()
	}
	var stages, layers []app.UI
	for i, name := range l.ConversionStages(shape.Heads, t.stages() == 3) {
		stages = append(stages, button("train-stage-"+strconv.Itoa(i), name, "", ShowStage{i}, send).Class("quiet").Aria("pressed", strconv.FormatBool(i == t.Stage)))
	}
	for i := range t.Converted.Layers {
		layers = append(layers, option(strconv.Itoa(i), strconv.Itoa(i+1), i == t.Layer))
	}
	return app.Div().Class("stages").Body(
		app.Div().Class("buttons").Role("group").Aria("label", l.StagesLabel()).Body(stages...),
		app.Label().Body(app.Span().Text(l.Layer()+" "), app.Select().ID("train-layer").Body(layers...).OnChange(func(ctx app.Context, e app.Event) {
			if n, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil {
				send(ShowLayer{n})
			}
		})),
	)
}

// trainingNumbers are loss and recall before conversion, after it and after uptraining.
func trainingNumbers(s State) app.UI {
	l, t := s.Lang, s.Training
	var rows []app.UI
	stories, answers := 0, 0
	add := func(name string, q protocol.Quality) {
		if q.Stories == 0 {
			return
		}
		stories, answers = q.Stories, q.Answers
		rows = append(rows, app.Tr().Body(app.Th().Scope("row").Text(name),
			app.Td().Text(words.Loss(q.Loss)), app.Td().Text(words.Loss(q.LossLow)+"–"+words.Loss(q.LossHigh)),
			app.Td().Text(share(q.Recall())+"%"), app.Td().Text(share(q.RecallLow)+"–"+share(q.RecallHigh)+"%")))
	}
	add(l.RowBefore(), t.Converted.Before)
	if t.Run.KVHeads < shape.Heads {
		add(l.RowConverted(), t.Converted.After)
	}
	first := stories
	add(l.RowUptrained(t.Evaluated.Step), t.Evaluated.Quality)
	if len(rows) == 0 {
		return app.Div()
	}
	note := l.OnStories(stories, answers)
	if first > 0 && first != stories {
		note += " " + l.OnFirstStories(first)
	}
	return app.Div().ID("train-numbers").Class("wide").TabIndex(0).Role("region").Aria("label", l.ColLoss()+", "+l.Recall()).Body(
		app.Table().Body(
			app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text(l.ColModelState()), app.Th().Scope("col").Text(l.ColLoss()), app.Th().Scope("col").Text("95%"),
				app.Th().Scope("col").Text(l.Recall()), app.Th().Scope("col").Text("95%"))),
			app.TBody().Body(rows...)),
		app.P().Class("small").Text(note))
}

// trainingTales are what the model tells as it recovers, the newest first.
func trainingTales(s State) app.UI {
	l, t := s.Lang, s.Training
	var items []app.UI
	for _, tale := range slices.Backward(t.Tales) {
		if tale.Text != "" {
			items = append(items, app.Li().Body(app.Span().Class("tag").Text(l.TaleAt(tale.Step)), app.Text(" "), app.Q().Text(tale.Text)))
		}
	}
	return app.Div().ID("train-tales").Body(
		app.H3().Text(l.Tales()),
		app.Ul().Class("tales").Body(items...),
		app.P().Class("small").Text(l.TalesDetails()))
}

// trainingResult is what came of it, and what can be done with it.
func trainingResult(s State, send func(any)) app.UI {
	l, t := s.Lang, s.Training
	m := s.Paper.Own[t.Last-1]
	files := []app.UI{
		button("train-use", l.UseOnSlider(), "", Hand{}, send).Disabled(t.Work != NoTraining || s.Own.Learning.working()),
		button("train-gguf", l.DownloadModel(), "", Download{}, send).Class("quiet").Disabled(t.Work != NoTraining || s.Own.Learning.working()),
	}
	if m.Steps > 0 {
		files = append(files, button("train-json", l.DownloadRun(), "", Save{PaperRoom, RunFile, t.Last - 1}, send).Class("quiet"))
	}
	if len(t.Trained.Losses) > 0 {
		files = append(files, button("train-csv", l.DownloadLosses(), "", Save{Room: PaperRoom, What: LossFile}, send).Class("quiet"))
	}
	return app.Div().ID("train-result").Body(
		app.P().Class("says").Role("status").Text(together(l.ResultSays(s.result(m)))),
		app.Div().Class("buttons").Body(files...))
}

// result is a model of the reader's beside the stored cell.
func (s State) result(m OwnModel) words.Result {
	r := words.Result{KVHeads: m.KVHeads, Method: s.Lang.MethodName(m.Method.String()), Alpha: m.Alpha, Seed: m.Seed, Loss: m.Loss, Recall: fmt.Sprintf("%s%%", share(m.Recall))}
	r.MHA, r.KnowsMHA = s.multiHeadLoss()
	if m.Similar {
		return r // there is none like it
	}
	all := results()
	c := cell{m.KVHeads, m.Method.String(), m.Alpha}
	for _, t := range []assets.Table{all.ByAlpha, all.ByMethod, all.ByGroups} {
		if i := find(t, c); i >= 0 {
			p := t.Points[i]
			r.Stored, r.Seeds, r.StoredLoss, r.StoredLow, r.StoredHigh = true, p.Seeds, p.Loss, p.LossLow, p.LossHigh
			break
		}
	}
	for _, row := range all.Rows {
		if row.KVHeads == m.KVHeads && row.Method == m.Method.String() && row.Alpha == m.Alpha && row.Rate == m.Rate && row.PretrainSeed == m.Seed && row.PretrainSeed == all.Seeds[0] {
			r.SameSeed, r.SameSeedLoss = true, row.Loss
		}
	}
	return r
}
