package main

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
)

// Room is a part of the page below the story, folded away until it is asked for.
type Room uint8

const (
	TimeRoom Room = iota
	PaperRoom
	ModelsRoom
	HeadsRoom
	QuestionsRoom
	GlossaryRoom
	ShareRoom
	OwnRoom
	rooms = iota
)

// roomNames are the rooms in the URL's "open" parameter.
var roomNames = [rooms]string{
	TimeRoom:      "time",
	PaperRoom:     "paper",
	ModelsRoom:    "models",
	HeadsRoom:     "heads",
	QuestionsRoom: "questions",
	GlossaryRoom:  "glossary",
	ShareRoom:     "share",
	OwnRoom:       "own",
}

// roomAbout is what each room is called, what it is about, and the terms that it is about.
var roomAbout = [rooms]struct {
	title, lead func(words.Lang) string
	terms       []string
}{
	TimeRoom:      {words.Lang.Lab, words.Lang.LabLead, []string{"median", "bandwidth", "roofline", "intensity", "repeat"}},
	PaperRoom:     {words.Lang.Redone, words.Lang.RedoneLead, []string{"convert", "mean", "first", "uptrain", "alpha"}},
	ModelsRoom:    {words.Lang.Models, words.Lang.ModelsLead, []string{"layer", "d", "context", "prefill", "decoding", "tensor"}},
	HeadsRoom:     {words.Lang.Inside, words.Lang.InsideLead, []string{"attention", "head", "query", "key", "value"}},
	QuestionsRoom: {words.Lang.PeopleAsk, words.Lang.PeopleAskLead, nil},
	GlossaryRoom:  {words.Lang.Glossary, words.Lang.GlossaryLead, nil},
	ShareRoom:     {words.Lang.Share, words.Lang.ShareLead, nil},
	OwnRoom:       {words.Lang.Own, words.Lang.OwnLead, []string{"checkpoint", "convert", "loss", "uptrain"}},
}

// OpenRoom says that a room is opened or folded away.
type OpenRoom struct {
	Room Room
	Open bool
}

// open returns the rooms that are open, as the URL has them.
func (s State) open() string {
	var names []string
	for r, open := range s.Open {
		if open {
			names = append(names, roomNames[r])
		}
	}
	return strings.Join(names, ".")
}

// opened opens the rooms that the URL names.
func (s *State) opened(names string) (ok bool) {
	ok = true
	for name := range strings.SplitSeq(names, ".") {
		if i := slices.Index(roomNames[:], name); i >= 0 {
			s.Open[i] = true
		} else {
			ok = false
		}
	}
	return ok
}

// roomID is the id of a room's section.
func roomID(r Room) string { return "room-" + roomNames[r] }

// roomLink is the address of a room, on the page as it is.
func (s State) roomLink(r Room) string { return "?" + query(s.in(r)) + "#" + roomID(r) }

// in is the state with a room open. Two rooms are about a model, and are there only with the
// sizes of one.
func (s State) in(r Room) State {
	s.Open[r] = true
	if (r == HeadsRoom || r == TimeRoom) && !s.modelled() {
		s.Sizes = Sizes{}
		s.KVHeads = lowerDivisor(s.most(), s.KVHeads)
		s.Settled = s.KVHeads
	}
	return s
}

// room is the frame of a room: its name, what it is about, and, once it is open, what
// body returns, and its terms.
func room(s State, r Room, body func() []app.UI, send func(any)) app.UI {
	id, about := roomID(r), roomAbout[r]
	children := []app.UI{app.Summary().ID(id+"-summary").Body(
		app.H2().ID(id+"-title").Text(about.title(s.Lang)),
		app.Span().Class("small").Text(about.lead(s.Lang)),
	)}
	if s.Open[r] {
		children = append(append(children, body()...), roomTerms(s.Lang, r))
	}
	details := app.Details()
	if s.Open[r] { // in a file any value of the attribute opens it, "false" too
		details = details.Open(true)
	}
	return app.Section().ID(id).Class("panel room").Aria("labelledby", id+"-title").Body(
		details.Body(children...).OnToggle(func(ctx app.Context, e app.Event) {
			send(OpenRoom{r, ctx.JSSrc().Get("open").Bool()})
		}, int(r)),
	)
}

// roomTerms are the terms of a room, each of which says what it means.
func roomTerms(l words.Lang, r Room) app.UI {
	var list []app.UI
	for _, id := range roomAbout[r].terms {
		list = append(list, app.Li().Body(defined(l, roomNames[r], id, termOf(l, id).Name, "")))
	}
	if list == nil {
		return nil
	}
	return app.Ul().Class("terms").Aria("label", l.RoomTerms()).Body(list...)
}
