package main

import (
	"math"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

var ownView = roomView(OwnRoom, ownPanel, func(s State) State {
	return State{Settled: s.Settled, Refused: s.Refused, Config: s.Config, Own: s.Own, Training: Training{Engine: s.Training.Engine, Work: s.Training.Work}}
})

// ownPanel is a model that the reader brings.
func ownPanel(s State, send func(any)) app.UI {
	l := s.Lang
	return room(s, OwnRoom, func() []app.UI {
		body := []app.UI{ownFile(s, send), ownTrouble(s)}
		if s.Own.Model.Loaded() {
			body = append(body, broughtModel(s, send))
		}
		// The story's model can be scored and saved, too, but that is not what brings readers here.
		work := app.Details().ID("own-work").Class("more")
		if s.Own.Model.Loaded() {
			work = work.Open(true)
		}
		return append(body, work.Body(
			app.Summary().Text(l.OwnWork(s.Own.Model.Loaded())),
			ownScore(s, send), ownLearning(s, send), ownSave(s, send)))
	}, send)
}

// dropHere lets files be dropped anywhere on the page, whose place they would take
// otherwise.
func dropHere(page app.HTMLDiv, send func(any)) app.HTMLDiv {
	dragged := func(e app.Event) (data app.Value, files bool) { // and not a text
		data = e.Get("dataTransfer")
		return data, data.Truthy() && data.Get("types").Call("includes", "Files").Bool()
	}
	return page.
		OnDragOver(func(_ app.Context, e app.Event) {
			if _, files := dragged(e); files {
				e.PreventDefault()
			}
		}).
		OnDrop(func(_ app.Context, e app.Event) {
			if data, files := dragged(e); files {
				e.PreventDefault()
				send(Choose{Files: data.Get("files")})
			}
		})
}

// ownFile is where a file is chosen, and how far it has come.
func ownFile(s State, send func(any)) app.UI {
	l, o := s.Lang, s.Own
	var said []app.UI
	if o.Wanted {
		size := o.Pick.Size()
		text := l.OwnLoading(shownName(o.Pick.Name), words.Bytes(o.Have), words.Bytes(size))
		if size-o.Have <= filePiece {
			text = l.OwnMaking(shownName(o.Pick.Name))
		}
		said = []app.UI{
			app.Progress().ID("own-progress").Max(size).Value(o.Have).Aria("label", l.Own()),
			app.Span().ID("own-status").Class("status").Text(text),
			passing("own-file", "own-stop", l.OwnStop(), StopLoad{}, send).Class("quiet"),
		}
	}
	return app.Div().ID("own-drop").Class("drop").Body(
		app.Label().For("own-file").Text(l.OwnChoose()),
		app.Input().ID("own-file").Type("file").Multiple(true).OnChange(func(ctx app.Context, e app.Event) {
			input := ctx.JSSrc()
			send(Choose{Files: input.Get("files")})
			input.Set("value", "") // so that the same file can be chosen again
		}),
		app.P().Class("small").Text(l.OwnRead(words.Bytes(attention.MaxFile))),
		app.If(o.Wanted, app.Div().Class("work").Body(said...)),
	)
}

// ownTrouble is what went wrong, in a sentence and with a way on.
func ownTrouble(s State) app.UI {
	l, t := s.Lang, s.Own.Trouble
	name := shownName(t.Name)
	sentence := ""
	switch t.Kind {
	case NoOwnTrouble:
		return app.Div().ID("own-trouble").Role("alert")
	case TooManyFiles:
		sentence = l.OwnTooMany()
	case EmptyFile:
		sentence = l.OwnEmpty(name)
	case FileTooLarge:
		sentence = l.OwnTooLarge(name, words.Bytes(t.Size), words.Bytes(attention.MaxFile))
	case FileUnreadable:
		sentence = l.OwnUnreadable(name)
	case FileRefused:
		sentence = l.OwnRefused(name)
	case ModelKilled:
		sentence = l.OwnKilled(name)
	case TextNotScored:
		sentence = l.OwnNotScored()
	case ModelNotSaved:
		sentence = l.OwnNotSaved()
	}
	body := []app.UI{app.P().Text(sentence)}
	if t.Reason != "" {
		body = append(body, app.P().Class("reason").Text(l.Reason()+": "+visible(cut(t.Reason, 1000))))
	}
	return app.Div().ID("own-trouble").Role("alert").Body(app.Div().Class("notice").Body(app.Div().Body(body...)))
}

// broughtModel is the model: its numbers, and how its heads are merged.
func broughtModel(s State, send func(any)) app.UI {
	l, o := s.Lang, s.Own
	c := o.Model.Config
	facts := l.OwnFacts()
	var rows []app.UI
	for i, v := range []string{
		shownName(o.Model.Name) + " (" + words.Bytes(o.Model.Size()) + ")",
		words.Int(c.Heads), words.Int(c.KVHeads), words.Int(c.HeadDim), words.Int(c.Layers), words.Int(c.Dim), words.Int(c.Hidden),
		words.Int(c.Vocab), words.Int(c.Context), words.Int(c.Params()), words.Bytes(o.Model.ParamBytes),
	} {
		rows = append(rows, app.Tr().Body(app.Th().Scope("row").Text(facts[i]), app.Td().Text(v)))
	}
	var cache []app.UI
	for _, g := range attention.Divisors(c.KVHeads) {
		c.KVHeads = g
		cache = append(cache, app.Tr().Body(app.Th().Scope("row").Text("G = "+strconv.Itoa(g)), app.Td().Text(l.OwnBytes(words.Int(c.CacheBytes(1))))))
	}
	c = o.Model.Config
	action, where := button("own-use", l.OwnUse(), "", UseOwn{true}, send), l.OwnAside()
	if o.InUse {
		action, where = button("own-back", l.OwnBack(), "", UseOwn{false}, send), l.OwnInUse()
	}
	return app.Div().ID("own-model").Body(
		app.H3().ID("own-name").Text(shownName(o.Model.Title)),
		app.P().ID("own-says").Class("says").Text(l.OwnSays(c.Heads, c.KVHeads, l.OwnBytes(words.Int(c.CacheBytes(1))))),
		app.Div().Class("work").Body(
			action,
			passing("own-file", "own-forget", l.OwnForget(), ForgetOwn{}, send),
			app.Span().ID("own-where").Class("status").Text(where),
		),
		app.Div().Class("side").Body(
			app.Div().Class("wide").Body(app.Table().ID("own-facts").Body(app.TBody().Body(rows...))),
			app.Div().Class("wide").Body(app.Table().ID("own-cache").Body(app.Caption().Text(l.OwnCacheCaption()), app.TBody().Body(cache...))),
		),
		ownMethods(s, send),
	)
}

// ownMethods chooses how heads are merged.
func ownMethods(s State, send func(any)) app.UI {
	l, o := s.Lang, s.Own
	if !o.InUse {
		return app.Div()
	}
	choices := []app.UI{app.Legend().Text(l.OwnMethod())}
	for _, source := range ownSources {
		id := "own-" + sourceNames[source]
		input := app.Input().ID(id).Type("radio").Name("own-method").Value(sourceNames[source]).
			OnChange(func(app.Context, app.Event) { send(SetOwnSource{source}) }, source)
		if source == o.Source {
			input = input.Checked(true)
		}
		choices = append(choices, app.Label().For(id).Body(input, app.Span().Text(sourceName(l, source))))
	}
	return app.Div().Body(
		app.FieldSet().ID("own-methods").Class("sources").Body(choices...),
		app.P().Class("small").Text(l.OwnMethodHint(s.most())),
	)
}

// ownScore is a text, and what the model makes of it before and after.
func ownScore(s State, send func(any)) app.UI {
	l, sc := s.Lang, s.Own.Scoring
	action := button("own-score", l.ScoreIt(), "", ScoreNow{}, send).Disabled(s.Own.Text == "")
	status := ""
	if sc.Wanted {
		action = button("own-score", l.OwnStop(), "", StopScore{}, send)
		status = l.Scoring(int(100 * (float64(len(sc.Results)) + float64(sc.Progress)) / float64(len(sc.Uses))))
	}
	return app.Div().Class("part").Body(
		app.H3().ID("own-score-title").Text(l.ScoreTitle()),
		app.Div().Class("fields").Body(app.Div().Class("wide").Body(
			app.Label().For("own-text").Text(l.ScoreLabel()),
			app.Textarea().ID("own-text").Rows(4).Aria("describedby", "own-text-hint").
				OnInput(func(ctx app.Context, e app.Event) { send(SetScoredText{ctx.JSSrc().Get("value").String()}) }),
			app.P().ID("own-text-hint").Class("small").Text(l.ScoreHint(words.Bytes(maxScoredText))),
		)),
		app.Div().Class("work").Body(action, app.Span().ID("own-score-status").Class("status").Text(status)),
		scoreResults(s),
	)
}

// scoreResults are the losses as a sentence and as a table.
func scoreResults(s State) app.UI {
	l, results := s.Lang, s.Own.Scoring.Results
	if len(results) == 0 {
		return app.Div().ID("own-scores").Role("status")
	}
	head := l.ScoreHead()
	var cells, rows []app.UI
	for _, h := range head {
		cells = append(cells, app.Th().Scope("col").Text(h))
	}
	for _, r := range results {
		name := l.ScoreAsItIs(r.Use.KVHeads)
		if r.Use.Source != protocol.Uptrained || !r.Use.Own && r.Use.KVHeads != s.most() {
			name = l.ScoreMerged(r.Use.KVHeads, sourceName(l, r.Use.Source))
		}
		m, low, high := meanOf(r.Losses)
		rows = append(rows, app.Tr().Body(app.Th().Scope("row").Text(name), app.Td().Text(words.Loss(m)),
			app.Td().Text(words.Loss(low)+"–"+words.Loss(high)), app.Td().Text(words.Int(len(r.Losses)))))
	}
	says := l.ScoreOne()
	if len(results) == 2 && len(results[0].Losses) == len(results[1].Losses) {
		difference := make([]float32, len(results[0].Losses))
		for i, after := range results[1].Losses {
			difference[i] = after - results[0].Losses[i]
		}
		d, low, high := meanOf(difference)
		says = l.ScoreSays(results[1].Use.KVHeads, d, low, high, len(difference))
	} else if s.Own.Scoring.Wanted {
		says = ""
	}
	return app.Div().ID("own-scores").Role("status").Body(
		app.P().ID("own-score-says").Class("says").Text(says),
		app.Div().Class("wide").Body(app.Table().ID("own-score-table").Body(app.THead().Body(app.Tr().Body(cells...)), app.TBody().Body(rows...))),
		app.P().Class("small").Text(l.ScoreWindow(results[0].Window)),
	)
}

// meanOf is the mean of a sample and its 95 % interval, by the normal distribution.
func meanOf(x []float32) (mean, low, high float64) {
	var sum, squares float64
	for _, v := range x {
		sum += float64(v)
	}
	n := float64(len(x))
	mean = sum / n
	for _, v := range x {
		squares += (float64(v) - mean) * (float64(v) - mean)
	}
	half := 0.0
	if n > 1 {
		half = 1.96 * math.Sqrt(squares/(n-1)/n)
	}
	return mean, mean - half, mean + half
}

// ownSave takes the model in use away.
func ownSave(s State, send func(any)) app.UI {
	l, sv := s.Lang, s.Own.Saving
	var formats []app.UI
	for i, name := range formatNames {
		formats = append(formats, option(strconv.Itoa(i), name, int(sv.Format) == i))
	}
	status := ""
	switch {
	case sv.Wanted && sv.Size > 0:
		status = l.SavingIt(100 * sv.At / sv.Size)
	case sv.Wanted:
		status = l.SavingIt(0)
	case sv.Files > 0:
		status = l.SavedIt()
	}
	return app.Div().Class("part").Body(
		app.H3().Text(l.SaveTitle()),
		app.Div().Class("work").Body(
			button("own-save", l.SaveIt(s.Settled, s.Own.InUse), "", SaveModel{}, send).Disabled(sv.Wanted),
			app.Label().Body(app.Span().Text(l.SaveFormat()+" "), app.Select().ID("own-format").Body(formats...).OnChange(func(ctx app.Context, e app.Event) {
				n, _ := strconv.Atoi(ctx.JSSrc().Get("value").String())
				send(SetFormat{protocol.Format(max(0, n))})
			})),
			app.Span().ID("own-save-status").Class("status").Role("status").Text(status),
		),
		app.P().Class("small").Text(l.SaveHint()),
	)
}

var formatNames = [...]string{protocol.F32: "F32", protocol.F16: "F16", protocol.Q8: "Q8_0"}

// shownName is a name from outside as it can be shown.
func shownName(name string) string { return shownUpTo(name, 60) }

// ownQuality is the card of quality for a model of the reader's: what was measured on the
// reader's own text.
func ownQuality(s State) []app.UI {
	l := s.Lang
	for _, r := range s.Own.Scoring.Results {
		if r.Use == s.chosen() {
			m, low, high := meanOf(r.Losses)
			return []app.UI{
				app.Div().Class("numbers").Body(
					app.P().ID("quality-loss").Class("big").Text(words.Loss(m)),
					app.P().Class("against").Text(l.OwnLoss()),
				),
				app.P().ID("quality-details").Class("small").Text(l.OwnQualityDetails(words.Loss(low), words.Loss(high), len(r.Losses))),
			}
		}
	}
	return []app.UI{
		app.Div().Class("numbers").Body(app.P().ID("quality-loss").Class("big none").Text(l.OwnQuality())),
		app.P().ID("quality-details").Class("small").Text(l.OwnQualityWhy()),
	}
}

// ownTag says what has been done to the weights of the reader's model.
func ownTag(s State, u protocol.Use) string {
	switch l := s.Own.Learning; {
	case u.Source == protocol.Uptrained && l.After.N > 0 && l.After.N == s.Own.Model.N:
		return s.Lang.TagOwnLearnt()
	case u.Source == protocol.Uptrained:
		return s.Lang.TagOwn()
	}
	return s.Lang.TagOwnConverted(sourceName(s.Lang, u.Source))
}
