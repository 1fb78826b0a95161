package main

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
)

var storyView = &view{storyPanel, func(s State) State {
	return State{Lang: s.Lang, Locked: s.Locked, Prompt: s.Prompt, PromptSet: s.PromptSet, TemperatureSet: s.TemperatureSet, SeedSet: s.SeedSet,
		Story: s.Story, Engine: s.Engine, Using: s.Using, Have: s.Have, Config: s.Config, Fetching: s.Fetching,
		Own: Brought{Model: s.Own.Model, Learning: Learning{After: s.Own.Learning.After}}}
}}

// storyPanel is what the model tells, token by token.
func storyPanel(s State, send func(any)) app.UI {
	l, story := s.Lang, s.Story
	play := button("play", l.Play(), "", Play{}, send).Class("main").Disabled(s.Locked[storyLock]).DataSet("playing", "no")
	if story.Playing {
		play = button("play", l.Pause(), "", Play{}, send).Class("main").Disabled(s.Locked[storyLock]).DataSet("playing", "yes")
	}
	return app.Section().ID("story").Class("panel story").Aria("labelledby", "story-title").Body(
		app.Div().Class("title").Body(
			app.H2().ID("story-title").Text(l.Story()),
			app.P().ID("in-use").Class("tag").Text(inUse(s)),
			app.Div().Class("buttons").Body(
				play,
				button("step", l.Step(), "", Step{}, send).Disabled(s.Locked[storyLock]),
				app.Button().ID("stop").Type("button").Text(l.Stop()).Disabled(s.Locked[storyLock] || !story.begun()).
					OnClick(func(ctx app.Context, e app.Event) {
						send(Stop{})
						focusLater(ctx, "play") // as a button that cannot be pressed any more loses the focus
					}),
				button("new", l.New(), "", NewStory{}, send).Disabled(s.Locked[storyLock]),
			),
		),
		told(s),
		app.P().ID("story-status").Class("status").Text(storyStatus(s)),
		fields(s, send),
	)
}

// told is the story itself: what was given, then a passage for each model that told it.
func told(s State) app.UI {
	l, story := s.Lang, s.Story
	given := story.Given
	if !story.Told && given == "" {
		given = s.Prompt
	}
	body := []app.UI{app.Span().Class("given").Text(visible(given))}
	for i, p := range story.Passages {
		if i > 0 {
			body = append(body, app.Span().Class("switch").Text(" G = "+strconv.Itoa(p.KVHeads)+" "))
		}
		body = append(body, app.Span().Class("told").DataSet("g", p.KVHeads).DataSet("src", sourceNames[p.Source]).Text(visible(p.Text())))
	}
	if len(story.Passages) == 0 && !story.Playing {
		body = append(body, app.Span().Class("hint").Text(" … "+l.StoryHint()))
	}
	if story.End {
		body = append(body, app.Span().Class("hint").Text(" "+l.StoryEnd()))
	}
	return app.P().ID("story-text").Class("text").Body(body...)
}

// visible is text without what is not: bytes that are no characters, and controls.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

func inUse(s State) string {
	if !s.Using {
		return ""
	}
	if s.Have.Own {
		return s.Lang.InUse(s.Have.KVHeads, ownTag(s, s.Have))
	}
	return s.Lang.InUse(s.Have.KVHeads, tag(s, provenance, s.Have.KVHeads, s.Have.Source))
}

func storyStatus(s State) string {
	l, story := s.Lang, s.Story
	switch f := s.Fetching; {
	case (story.Wanted || story.Playing) && f.All > 0:
		return l.Fetching(f.Got, f.All, f.Left)
	case (story.Wanted || story.Playing) && !s.Using && s.Engine != Broken:
		return l.Loading()
	case story.Told && story.Due > 0 && story.Behind > 0:
		return l.Reading(story.Behind)
	case story.Dropped > 0:
		return l.Dropped()
	}
	return ""
}

// fields are what the next story begins with.
func fields(s State, send func(any)) app.UI {
	l := s.Lang
	prompt := app.Textarea().ID("prompt").Disabled(s.Locked[storyLock]).Rows(2).MaxLength(maxPrompt).
		OnInput(func(ctx app.Context, e app.Event) { send(SetPrompt{ctx.JSSrc().Get("value").String()}) })
	if app.IsClient {
		prompt = prompt.Attr("value", s.PromptSet)
	} else {
		prompt = prompt.Text(s.PromptSet)
	}
	var begins []app.UI
	for _, other := range words.Langs {
		begins = append(begins, button("begin-"+other.Tag(), other.Prompt()+" …", "", Begin{other}, send).Lang(other.Tag()).Title(l.PromptIn(other)).Disabled(s.Locked[storyLock]))
	}
	return app.Details().ID("fields").Class("more").Body(
		app.Summary().Text(l.Fields()),
		app.Div().Class("fields").Body(
			app.Div().Class("wide").Body(
				app.Label().For("prompt").Text(l.PromptLabel()),
				prompt,
				app.Div().Class("buttons").Body(begins...),
			),
			app.Label().Body(
				app.Span().Text(l.Temperature()),
				app.Input().ID("temp").Disabled(s.Locked[storyLock]).Type("number").Min(0).Max(maxTemperature).Step(0.1).Attr("value", formatTemperature(s.TemperatureSet)).
					OnChange(func(ctx app.Context, e app.Event) {
						if t, ok := parseTemperature(ctx.JSSrc().Get("value").String()); ok {
							send(SetTemperature{t})
						}
					}),
			),
			app.Label().Body(
				app.Span().Text(l.Seed()),
				app.Input().ID("seed").Disabled(s.Locked[storyLock]).Type("number").Min(0).Max(maxSeed).Step(1).Attr("value", strconv.FormatUint(s.SeedSet, 10)).
					OnChange(func(ctx app.Context, e app.Event) {
						if n, ok := parseSeed(ctx.JSSrc().Get("value").String()); ok {
							send(SetSeed{n})
						}
					}),
			),
			button("again", l.TellIt(), "", Again{}, send).Disabled(s.Locked[storyLock]),
		),
	)
}
