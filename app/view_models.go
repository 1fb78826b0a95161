package main

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
)

var modelsView = roomView(ModelsRoom, modelsPanel, func(s State) State { return State{Models: s.Models} })

// modelsPanel is real models: their caches, and what another G would change.
func modelsPanel(s State, send func(any)) app.UI {
	return room(s, ModelsRoom, func() []app.UI { return modelsBody(s, send) }, send)
}

func modelsBody(s State, send func(any)) []app.UI {
	var all []tab
	for i, name := range s.Lang.ModelsParts(len(catalogue().Models)) {
		all = append(all, tab{name, AskModels{"part", partNames[i]}})
	}
	f := s.modelsFigure()
	var body []app.UI
	switch s.Models.Part {
	case OneModel:
		body = oneModel(s, f, send)
	case AllModels:
		body = allModels(s, f, send)
	case BeyondGQA:
		body = beyond(s, f, send)
	}
	return []app.UI{
		tabs("models", "room-models-title", all, int(s.Models.Part), send),
		tabPanel("models", int(s.Models.Part), body...),
	}
}

// choice is a labelled list to choose from.
func choice(label, param string, options []app.UI, send func(any)) app.UI {
	return app.Label().Body(
		app.Span().Text(label),
		app.Select().ID("models-"+param).Body(options...).OnChange(func(ctx app.Context, e app.Event) {
			send(AskModels{param, ctx.JSSrc().Get("value").String()})
		}, param),
	)
}

// numberField is a labelled field for a whole number from 1. What cannot be taken goes back to
// what was there.
func numberField(label, param string, value, most int, send func(any)) app.UI {
	return field(label, param, strconv.Itoa(value), 1, most, send)
}

func field(label, param, value string, least, most int, send func(any)) app.UI {
	return app.Label().Body(
		app.Span().Text(label),
		app.Input().ID("models-"+param).Type("number").Min(least).Max(most).Attr("step", "any").Attr("inputmode", "decimal").Attr("value", value).
			OnChange(func(ctx app.Context, e app.Event) {
				asked := ctx.JSSrc().Get("value").String()
				ctx.JSSrc().Set("value", value)
				send(AskModels{param, asked})
			}, param, value),
	)
}

func oneModel(s State, f Figure, send func(any)) []app.UI {
	l, m := s.Lang, s.Models
	r := m.subject()
	return []app.UI{
		modelsAsk(s, r, send),
		modelsBytes(s, r),
		app.P().ID("models-says").Class("says").Text(f.Says),
		app.P().ID("models-capacity").Class("says").Text(l.CapacitySays(s.capacity(r))),
		figurePictures(s, ModelsRoom, "models", f, send),
		app.P().Class("small").Body(
			app.Text(f.Details+" "+accelerators[m.Chip].Name+": "),
			app.A().Href(accelerators[m.Chip].URL).Rel("noreferrer").Text(l.ChipSource()),
			app.Text("."),
		),
		figureTable(s, "models", f),
		figureFiles(s, ModelsRoom, "models", f, send),
		modelsDivided(s, r),
		modelsQuestions(s, r),
	}
}

// modelsAsk is the model and what is asked about it.
func modelsAsk(s State, r *subject, send func(any)) app.UI {
	l, m := s.Lang, s.Models
	byKind := make([][]app.UI, modelKinds)
	for _, r := range catalogue().Models {
		byKind[r.kind()] = append(byKind[r.kind()], option(r.Key, r.Name, r.Key == m.Model))
	}
	models := []app.UI{option(ownModel, l.OwnNumbers(), m.Model == ownModel)}
	for k, name := range l.ModelKinds() {
		models = append(models, app.Elem("optgroup").Attr("label", name).Body(byKind[k]...))
	}
	numbers := func(chosen int) (all []app.UI) {
		for i, p := range precisions {
			all = append(all, option(precisionKeys[i], p.Name, i == chosen))
		}
		return all
	}
	var chipNames, chipCounts []app.UI
	for i, a := range accelerators {
		chipNames = append(chipNames, option(acceleratorKeys[i], a.Name, i == m.Chip))
	}
	for _, n := range chips {
		chipCounts = append(chipCounts, option(strconv.Itoa(n), strconv.Itoa(n), n == m.Chips))
	}
	asks := []app.UI{choice(l.ModelName(), "model", models, send)}
	if m.Model == ownModel {
		o := m.Own
		var groups []app.UI
		for _, g := range attention.Divisors(o.Heads) {
			groups = append(groups, option(strconv.Itoa(g), strconv.Itoa(g), g == o.KVHeads))
		}
		asks = append(asks,
			numberField(l.UpTo(l.OwnLayers(), maxLayers), "own-layers", o.Layers, maxLayers, send),
			numberField(l.UpTo(l.OwnHeads(), maxHeads), "own-h", o.Heads, maxHeads, send),
			choice(l.SliderLabel(), "own-g", groups, send),
			numberField(l.UpTo(l.OwnHeadDim(), maxHeadDim), "own-d", o.HeadDim, maxHeadDim, send),
			field(l.OwnParams(), "own-params", formatParams(o.Params), 0, maxParams, send),
		)
	}
	asks = append(asks,
		numberField(l.SequenceTokens(), "len", m.Context, maxSequence, send),
		numberField(l.BatchSize(), "seqs", m.Batch, maxBatch, send),
		choice(l.CacheNumber(), "kv", numbers(m.Cache), send),
		choice(l.WeightNumber(), "weights", numbers(m.Weights), send),
		choice(l.ChipName(), "chip", chipNames, send),
		choice(l.ChipCount(), "chips", chipCounts, send),
	)
	return app.Div().Class("fields asks").Body(asks...)
}

// modelsBytes is what the cache takes, exactly.
func modelsBytes(s State, r *subject) app.UI {
	l, m := s.Lang, s.Models
	layout := r.layout()
	token, sequence := m.bytes(layout.Growth(1)), m.bytes(layout.Numbers(m.Context))
	amount := func(id, what string, bytes float64) app.UI {
		return app.Div().Body(
			app.Elem("dt").Text(what),
			app.Elem("dd").Body(
				app.Span().ID(id).Class("big").DataSet("bytes", strconv.FormatFloat(bytes, 'f', -1, 64)).Text(words.Bytes(bytes)),
				app.Span().Class("small").Text(l.ExactBytes(bytes)),
			),
		)
	}
	own := r.cachedLayers()
	notes := []string{l.ModelFormula(own, r.KVHeads, r.HeadDim, r.Latent, r.Rope, float64(precisions[m.Cache].Size), token) + "."}
	for _, c := range layout {
		if c.Window > 0 {
			notes = append(notes, l.WindowNote(c.Layers, r.Layers, c.Window))
		}
	}
	if r.windowed() {
		notes = append(notes, l.GrowthNote(m.bytes(layout.Growth(maxSequence))))
	}
	switch r.Others {
	case "shared":
		notes = append(notes, l.SharedNote(r.Layers-own, r.Layers))
	case "linear":
		notes = append(notes, l.LinearNote(r.Layers-own, r.Layers))
	}
	if r.CrossAttention {
		notes = append(notes, l.CrossNote())
	}
	if r.Context > 0 && m.Context > r.Context {
		notes = append(notes, l.BeyondContextNote(r.Context))
	}
	if precisions[m.Cache].Size < attention.BFloat16 {
		notes = append(notes, l.QuantisedNote())
	}
	if w := m.held(r); w > 0 {
		numbers := w / float64(precisions[m.Cache].Size) / float64(m.Batch)
		n, ok := layout.PositionsFor(numbers)
		multi, multiOK := r.with(r.Heads).PositionsFor(numbers)
		notes = append(notes, l.Crossover(m.Batch, n, ok, multi, multiOK))
	}
	return app.Div().Body(
		app.Div().Role("status").Body(app.Elem("dl").Class("amounts").Body(
			amount("models-token", l.PerToken(), float64(token)),
			amount("models-sequence", l.PerSequence(m.Context), float64(sequence)),
			amount("models-batch-bytes", l.PerBatch(m.Batch), float64(m.Batch)*float64(sequence)),
		)),
		app.P().ID("models-notes").Class("small").Text(words.Sentences(notes...)),
		app.If(len(r.Sources) > 0, app.P().Class("small").Body(append([]app.UI{app.Text(l.SourcesOf() + " ")}, sourceLinks(r)...)...)),
	)
}

// modelsDivided is what chips hold when the heads are divided among them.
func modelsDivided(s State, r *subject) app.UI {
	l := s.Lang
	return app.Section().ID("models-divided").Body(
		app.Elem("h3").Text(l.DividedTitle()),
		app.P().Class("says").Text(s.dividedSays(r)),
		tableOf("models-chips-table", l.DividedTitle(), s.divided(r), slices.Index(chips, s.Models.Chips)),
	)
}

func (s State) dividedSays(r *subject) string {
	if r.latent() {
		return s.Lang.DividedSays(s.Models.Chips, 0, 0, float64(s.Models.Chips))
	}
	n := s.Models.Chips
	return s.Lang.DividedSays(n, r.KVHeads, attention.HeadsPerDevice(n, r.KVHeads), attention.Replication(n, r.KVHeads))
}

// modelsQuestions are questions that learners ask, answered with the model's numbers.
func modelsQuestions(s State, r *subject) app.UI {
	l, m := s.Lang, s.Models
	layout, multi := r.layout(), r.with(r.Heads)
	_, operations := attention.Config{Layers: r.cachedLayers(), Heads: r.Heads, KVHeads: r.Heads, HeadDim: r.HeadDim}.StepFLOPs(m.Context)
	var all []app.UI
	ask := func(id, question, answer string, more ...app.UI) {
		all = append(all, app.Elem("dt").ID(id).Body(app.A().Href("#"+id).Text(question)), app.Elem("dd").Body(append([]app.UI{app.Text(answer)}, more...)...))
	}
	if !r.latent() && !r.windowed() {
		bytes, whole := m.bytes(layout.Numbers(m.Context)), m.bytes(multi.Numbers(m.Context))
		ask("models-compute", l.AskCompute(), l.AnswerCompute(m.Context, operations, bytes, whole, bytes == whole))
	}
	ask("models-parallel", l.AskParallel(), l.AnswerParallel()+" ", app.A().Href("#models-divided").Text(l.DividedTitle()))
	if !r.latent() {
		ask("models-names", l.AskNames(), l.AnswerNames(s.subjectName(r), r.Heads, r.KVHeads))
	}
	if !r.latent() && r.KVHeads < r.Heads {
		ask("models-repeat", l.AskRepeat(), l.AnswerRepeat(r.Heads/r.KVHeads, m.bytes(layout.Numbers(m.Context)), m.bytes(multi.Numbers(m.Context))))
	}
	ask("models-fewer", l.AskFewer(), l.AnswerFewer(fewerHeads))
	j, t := s.jump()
	ask("models-jump", l.AskJump(), l.AnswerJump(j), tableOf("models-jump-table", l.AskJump(), t, len(t.Rows)-1))
	return app.Section().ID("models-questions").Body(
		app.Elem("h3").Text(l.Questions()),
		app.Elem("dl").Class("answers").Body(all...),
	)
}

func allModels(s State, f Figure, send func(any)) []app.UI {
	return []app.UI{
		app.P().ID("models-says").Class("says").Text(f.Says),
		modelsTable(s, send),
		app.P().Class("small").Text(f.Details + " " + s.Lang.UnsureNote()),
		figureFiles(s, ModelsRoom, "models", f, send),
		figurePictures(s, ModelsRoom, "models", f, send),
	}
}

// modelsTable is the table of all models. Its heads sort it, and a name chooses the model.
func modelsTable(s State, send func(any)) app.UI {
	l := s.Lang
	by, falling := s.Models.order()
	var head, rows []app.UI
	for i, text := range s.modelsHead() {
		order, sort := "-"+columns[i].name, "none" // the largest first,
		if i < 2 {
			order = columns[i].name // but names from A
		}
		if i == by {
			order, sort = "-"+columns[i].name, "ascending"
			if falling {
				order, sort = columns[i].name, "descending"
			}
		}
		head = append(head, app.Th().Scope("col").Aria("sort", sort).Body(
			button("models-sort-"+columns[i].name, text, l.SortBy(text), AskModels{"sort", order}, send).Class("sort")))
	}
	head = append(head, app.Th().Scope("col").Text(l.ColSource()))
	for _, r := range s.Models.sorted() {
		texts := s.cells(r)
		cells := []app.UI{app.Th().Scope("row").Body(passing(tabID("models", int(OneModel)), "models-row-"+r.Key, texts[0], AskModels{"model", r.Key}, send).Class("link"))}
		for _, c := range texts[1:] {
			cells = append(cells, app.Td().Text(c))
		}
		row := app.Tr().Body(append(cells, app.Td().Body(sourceLinks(r)...))...)
		if r.Key == s.Models.Model {
			row = row.Aria("current", "true")
		}
		rows = append(rows, row)
	}
	return app.Div().Class("wide tall").TabIndex(0).Role("region").Aria("label", l.ModelsParts(len(rows))[AllModels]).Body(
		app.Table().ID("models-all").Body(app.THead().Body(app.Tr().Body(head...)), app.TBody().Body(rows...)),
	)
}

// sourceLinks are where a model's numbers come from.
func sourceLinks(r *subject) (links []app.UI) {
	for _, key := range r.Sources {
		source := catalogue().Sources[key]
		links = append(links, app.A().Href(source.URL).Rel("noreferrer").Text(source.Name), app.Text(" "))
	}
	return links
}

func beyond(s State, f Figure, send func(any)) []app.UI {
	l := s.Lang
	var lists []app.UI
	for axis, name := range l.Axes() {
		var works []app.UI
		for i, w := range followUps {
			if w.Axis == axis {
				works = append(works, app.Elem("li").Body(
					app.A().Href(w.URL).Rel("noreferrer").Text(w.Name),
					app.Text(fmt.Sprintf(" (%d): %s", w.Year, l.Ideas()[i])),
				))
			}
		}
		lists = append(lists, app.Section().Body(app.Elem("h3").Text(name[0]+": "+name[1]), app.Elem("ul").Body(works...)))
	}
	return []app.UI{
		app.P().ID("models-says").Class("says").Text(f.Says),
		figurePictures(s, ModelsRoom, "models", f, send),
		app.Div().Class("works").Body(lists...),
		figureTable(s, "models", f),
		figureFiles(s, ModelsRoom, "models", f, send),
	}
}
