package main

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

// ownLearning trains the reader's model on the reader's text.
func ownLearning(s State, send func(any)) app.UI {
	l, o := s.Lang, s.Own.Learning
	body := []app.UI{
		app.H3().Text(l.LearnTitle()),
		app.P().ID("learn-hint").Class("small").Text(l.LearnHint()),
		learningFields(s, send),
		learningWork(s, send),
		learningResult(s),
		learningWays(s, send),
		learningPicture(s, send),
	}
	if s.Own.InUse {
		run := s.textRun()
		if o.Seen.Over {
			run = o.Run
		}
		body = append(body, command(l.LearnCommand(), textCommand(run)))
	}
	return app.Div().ID("own-learning").Class("part").Body(body...)
}

// learningFields are for how long, and how fast.
func learningFields(s State, send func(any)) app.UI {
	l, o := s.Lang, s.Own.Learning
	var steps, rates []string
	for _, n := range learnSteps {
		steps = append(steps, words.Int(n))
	}
	for _, r := range learnRates {
		rates = append(rates, rate(r))
	}
	return app.Div().Class("fields").Body(
		chooseOne("learn-steps", l.LearnSteps(), slices.Index(learnSteps, o.Steps), steps, func(n int) { send(SetLearnSteps{n}) }),
		chooseOne("learn-rate", l.PeakRate(), slices.Index(learnRates, o.Rate), rates, func(n int) { send(SetLearnRate{n}) }),
	)
}

// learningWork starts and stops it, and says how far it is.
func learningWork(s State, send func(any)) app.UI {
	l, o := s.Lang, s.Own.Learning
	if !o.working() {
		may := s.mayLearn()
		return app.Div().Class("work").Body(
			button("learn", l.Learn(s.ownUse().KVHeads), "", LearnText{}, send).Class("main").Disabled(may != LearnNow).Aria("describedby", "learn-status"),
			app.Span().ID("learn-status").Class("status").Text(mayLearn(s, may)),
		)
	}
	text := l.StopAtOnce()
	if o.counts() {
		text = l.StopTraining()
	}
	status, done := learningStatus(s)
	return app.Div().Class("work").Body(
		button("learn", text, "", StopLearning{}, send).Aria("describedby", "learn-status"),
		app.Span().ID("learn-status").Class("status").Text(status),
		app.Progress().ID("learn-progress").Max(1000).Value(int(1000*done)).Aria("label", l.LearnTitle()),
	)
}

// mayLearn says why a model cannot be trained now, or what there is to say before it is.
func mayLearn(s State, may MayLearn) string {
	l := s.Lang
	mib := func(n int) string { return words.Int(n >> 20) }
	switch may {
	case LearnNoModel:
		return l.LearnNoModel()
	case LearnUnconverted:
		return l.LearnUnconverted()
	case LearnTooLarge:
		return l.LearnTooLarge(mib(s.learningBytes()), mib(protocol.TrainingMemory))
	case LearnNoText:
		return l.LearnNoText()
	case LearnLater:
		return l.LearnLater()
	}
	return l.LearnTakes(mib(s.learningBytes()), mib(protocol.TrainingMemory))
}

// learningStatus says how far it is, and what share of the steps is done.
func learningStatus(s State) (text string, done float64) {
	l, o := s.Lang, s.Own.Learning
	seen := o.Seen
	read := 100 * seen.Read / max(1, seen.Trained+seen.HeldOut)
	if o.converts() && seen.After == (protocol.TextLoss{}) && seen.Done == 0 { // both models read it, one after the other
		if read /= 2; seen.Before.HeldOut > 0 {
			read += 50
		}
	}
	done = float64(seen.Done) / float64(o.Run.Steps)
	switch {
	case s.Training.Engine != Running:
		return l.TrainerStarts(), 0
	case o.Work == BringingModel:
		return l.OwnLoading(shownName(o.Of.Name), words.Bytes(o.Have), words.Bytes(o.Of.Size())), 0
	case o.Work == TakingModel:
		return l.MakingFile(), done
	case o.compared().HeldOut == 0:
		return l.LearnReading(read), 0
	case seen.Done == o.Run.Steps || o.Enough:
		return l.LearnReading(read), done
	}
	speed, left := pace(seen.Progress, seen.TokensPerStep, (o.Run.Steps-seen.Done)*seen.TokensPerStep+(seen.Trained+seen.HeldOut)/readingCost)
	return l.UptrainingNow(seen.Done, o.Run.Steps, speed, left) + l.LearnHeldOut(o.compared().HeldOut, seen.Now, seen.NowAt), done
}

// learningPicture shows it, to take away.
func learningPicture(s State, send func(any)) app.UI {
	f := s.learningFigure()
	if len(f.Pictures) == 0 {
		return app.Div().ID("learn-picture")
	}
	return app.Div().ID("learn-picture").Body(figurePictures(s, OwnRoom, "learn", f, send), figureFiles(s, OwnRoom, "learn", f, send))
}

// readingCost is how many tokens are read in the time in which one is trained on, whose
// gradient costs two passes besides.
const readingCost = 3

// learningFigure is the loss as it falls, on what is trained on and on what is not.
func (s State) learningFigure() Figure {
	l, o := s.Lang, s.Own.Learning
	f := Figure{Name: "gqa-own-uptraining", Table: picture.Table{Head: []string{l.AxisSteps(), l.LearnLossTrained(), l.LearnLossHeldOut()}}}
	if len(o.Seen.Losses) == 0 || o.diverged() {
		return f
	}
	trained, window := smooth(o.Seen.Losses, o.Run.Steps)
	trained.Label = l.LearnLossTrained()
	heldOut := picture.Series{Label: l.LearnLossHeldOut(), Shape: 1}
	seen := map[int]string{}
	for _, x := range o.looks() {
		heldOut.Dots = append(heldOut.Dots, picture.Dot{X: float64(x.Step), Value: x.Loss})
		heldOut.Line = append(heldOut.Line, picture.XY{X: float64(x.Step), Y: x.Loss})
		seen[x.Step] = digits(x.Loss)
	}
	f.Table.Rows = append(f.Table.Rows, []string{"0", "", seen[0]})
	for i, x := range o.Seen.Losses {
		f.Table.Rows = append(f.Table.Rows, []string{strconv.Itoa(i + 1), digits(x), seen[i+1]})
	}
	p := stepPlot(l, o.Run.Steps)
	p.Series = []picture.Series{trained, heldOut}
	f.Says = l.LiveSays(len(o.Seen.Losses), o.Seen.Losses[len(o.Seen.Losses)-1])
	f.Pictures = []Picture{{f.Name, l.LiveLoss(), l.LearnLossDetails(window), p.SVG()}}
	return f
}

// learningResult is what came of it, or why nothing did.
func learningResult(s State) app.UI {
	l, o := s.Lang, s.Own.Learning
	result := app.Div().ID("learn-result").Role("status")
	switch {
	case o.Failed != "":
		return result.Body(app.P().Class("says").Text(l.TrainingFailed(visible(cut(o.Failed, 1000)))))
	case o.Short.Least > 0:
		return result.Body(app.P().Class("says").Text(l.LearnShort(o.Short.Tokens, o.Short.Least)))
	case o.diverged():
		return result.Body(app.P().Class("says").Text(l.LearnDiverged()))
	case !o.Seen.Over:
		return result
	}
	head := l.LearnHead(o.Seen.HeldOut, o.Seen.Trained)
	table := picture.Table{Head: head[:]}
	add := func(name string, x protocol.TextLoss) {
		table.Rows = append(table.Rows, []string{name, words.Loss(x.HeldOut), words.Loss(x.Trained)})
	}
	add(l.ScoreAsItIs(o.Of.Config.KVHeads), o.Seen.Before)
	if o.converts() {
		add(l.ScoreMerged(o.Run.KVHeads, sourceName(l, o.Of.Source)), o.Seen.Converted)
	}
	add(l.LearnAfter(o.Run.KVHeads, o.Seen.Done), o.Seen.After)
	return result.Body(
		app.P().ID("learn-says").Class("says").Text(l.LearnSays(o.compared().HeldOut, o.Seen.After.HeldOut, o.Seen.HeldOut, o.Seen.Done)),
		tableOf("learn-table", l.LearnTitle(), table, -1),
		app.P().Class("small").Text(l.LearnOneText()),
	)
}

// learningWays lead back to the model that the last one was made of, and to that again.
func learningWays(s State, send func(any)) app.UI {
	l, o := s.Lang, s.Own.Learning
	ways := app.Div().ID("learn-ways").Class("work")
	switch {
	case o.After.N == 0:
		return ways
	case o.After.N == s.Own.Model.N:
		return ways.Body(button("learn-way", l.LearnBack(o.Before.KVHeads), "", UseLearnt{false}, send))
	}
	return ways.Body(button("learn-way", l.LearnAgain(), "", UseLearnt{true}, send))
}

// textCommand does the same natively.
func textCommand(r protocol.TextRun) string {
	return "go run ./attention/cmd/gqa uptrain -kv-heads " + strconv.Itoa(r.KVHeads) + " -method " + r.Method.String() +
		" -steps " + strconv.Itoa(r.Steps) + " -rate " + rate(r.Rate) + " -seed " + strconv.FormatUint(r.Seed, 10) + " -text text.txt model.gguf own.gguf"
}
