package main

import (
	"unsafe"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// panel is a part of the page that is drawn anew only when something has changed that it
// shows. It is drawn from that alone, so it never shows what was.
type panel struct {
	app.Compo
	Of    *view // exported, as is Shown: go-app looks whether these have changed
	Shown image

	send func(any)
}

func (p *panel) Render() app.UI { return p.Of.draw(*p.Shown.state(), p.send) }

// view is how a part of the page is drawn, and from what.
type view struct {
	draw  func(s State, send func(any)) app.UI
	shows func(s State) State // the state with nothing but what is shown
}

// panel is that part for a state.
func (v *view) panel(s State, send func(any)) app.UI { return v.showing(v.image(s), send) }

func (v *view) showing(shown image, send func(any)) app.UI {
	return &panel{Of: v, Shown: shown, send: send}
}

// image is what is shown of a state.
func (v *view) image(s State) image { return imageOf(v.shows(s)) }

// image is the memory of a State, which is compared at once and not field by field. Where
// it is the same, the states are: nothing that they point at is changed in place.
type image string

func imageOf(s State) image {
	return image(unsafe.String((*byte)(unsafe.Pointer(&s)), unsafe.Sizeof(s)))
}

func (i image) state() *State { return (*State)(unsafe.Pointer(unsafe.StringData(string(i)))) }

// linked is what of the state an address can say: links are drawn from it.
func (s State) linked() State {
	return State{
		Lang: s.Lang, LangChosen: s.LangChosen, Theme: s.Theme,
		KVHeads: s.KVHeads, Moves: s.Moves, Rested: s.Rested, Source: s.Source,
		Context: s.Context, Batch: s.Batch, NumberBytes: s.NumberBytes, Sizes: s.Sizes, Config: s.Config,
		Prompt: s.Prompt, Temperature: s.Temperature, Seed: s.Seed,
		Open: s.Open, Tour: Tour{Step: s.Tour.Step}, Hidden: s.Hidden, Locked: s.Locked, Calm: s.Calm, NoLinks: s.NoLinks,
		Frame:    Frame{On: s.Frame.On, View: s.Frame.View, Run: s.Frame.Run},
		Address:  s.Address,
		Lab:      Lab{Panel: s.Lab.Panel},
		Paper:    Paper{Panel: s.Paper.Panel},
		Models:   s.Models,
		Inside:   Inside{Panel: s.Inside.Panel, Layer: s.Inside.Layer, Head: s.Inside.Head},
		Own:      Brought{InUse: s.Own.InUse, Before: s.Own.Before, Model: s.Own.Model},
		Training: Training{Choice: s.Training.Choice},
	}
}

// atRest is what is shown of the state as links have it, which follows the slider once it
// rests.
func atRest(shows func(s State) State) func(s State) State {
	return func(s State) State { return shows(s.below()) }
}

// roomView is the view of a room, which shows no more than its name while it is folded
// away.
func roomView(r Room, draw func(s State, send func(any)) app.UI, shows func(s State) State) *view {
	return &view{draw, func(s State) State {
		if !s.Open[r] && !(r == PaperRoom && s.Frame.View == PaperView) {
			return State{Lang: s.Lang}
		}
		t := shows(s.below())
		t.Lang, t.Open[r] = s.Lang, true
		return t
	}}
}
