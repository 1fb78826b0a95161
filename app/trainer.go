package main

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/wasm/client"
	"gqaplayground/wasm/protocol"
)

// stagePace is from one picture of a conversion to the next.
const stagePace = 1400 * time.Millisecond

// keptKey is under what the browser keeps the note of a training that was broken off.
const keptKey = "gqa-training"

// trainer is the page's end of the trainer.
type trainer struct {
	client  *client.Client
	started int // State.Training.Starts that have been seen to
	met     bool
	note    string // as it is kept
	staging bool
	waiting bool // before it is asked for the next piece
	hands   int  // State.Training.Hands that have been seen to
	models  int  // State.Own.Learning.Models
	pieces  pieces
	asked   int // pieces of files, and what has come between
}

// follow does what follows from the state of the training.
func (t *trainer) follow(ctx app.Context, s State, files *files, send func(any)) State {
	if t.started != s.Training.Starts {
		t.started = s.Training.Starts
		if t.client != nil {
			t.client.Stop()
		}
		t.start(ctx, send)
	}
	if s.Training.Engine == Off && t.client != nil {
		t.client.Stop()
		t.client = nil
	}
	if c := nextTraining(s); c != nil && !t.waiting {
		if pace := s.pace(0); pace > 0 {
			t.waiting = true
			ctx.After(pace, func(app.Context) {
				t.waiting = false
				send(Waited{})
			})
		}
		s = Update(s, TrainerAsked{c})
		if load, ok := c.(protocol.Load); ok {
			files.feed(ctx, s.Own.Learning.Of.Pick, load, &t.asked, func() *client.Client { return t.client }, func(reason string) {
				send(TrainerSaid{protocol.Failed{Command: "Load", Reason: reason}})
			})
		} else {
			t.client.Send(c)
		}
	}
	if t.hands != s.Training.Hands {
		t.hands = s.Training.Hands
		give(ctx, arrayOf(s.Training.Exported.GGUF), s.Paper.Own[s.Training.Last-1].fileName()+".gguf", false, send)
	}
	if t.models != s.Own.Learning.Models {
		t.models = s.Own.Learning.Models
		give(ctx, t.pieces.array, s.Own.Learning.learntName(), true, send)
		t.pieces = pieces{}
	}
	if (s.Open[PaperRoom] || s.Open[OwnRoom]) && !t.met {
		t.met = true
		ctx.Defer(func(app.Context) { t.meet(send) })
	}
	if note := s.keptNote(); t.met && note != t.note {
		t.note = note
		keep(keptKey, note)
	}
	if s.Open[PaperRoom] && !s.Calm && s.Training.Converted.After.Stories > 0 && s.Training.Stage < s.Training.stages()-1 && !s.Training.Staged && !t.staging {
		t.staging = true
		to := s.Training.Stage + 1
		ctx.After(stagePace, func(app.Context) {
			t.staging = false
			if !app.Window().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool() {
				send(Unfold{to})
			}
		})
	}
	return s
}

// start starts the trainer.
func (t *trainer) start(ctx app.Context, send func(any)) {
	var started *client.Client
	started = client.StartTrainer(ctx.ResolveStaticResource("/web/trainer-worker.js"), func(e protocol.Event) {
		ctx.Dispatch(func(app.Context) {
			if t.client != started {
				return // one that was stopped meanwhile
			}
			t.asked++
			if saved, ok := e.(protocol.Saved); ok {
				t.pieces.add(saved)
			}
			send(TrainerSaid{e})
		})
	})
	t.client = started
}

// give gives the engine a model that was trained here, as if the reader had chosen the file.
func give(ctx app.Context, parts app.Value, name string, learnt bool, send func(any)) {
	ctx.Defer(func(app.Context) {
		file := app.Window().Get("File").New(parts, name)
		send(Choose{app.Window().Get("Array").Call("of", file), learnt})
	})
}

// meet tells the page what it runs on, and what this browser keeps.
func (t *trainer) meet(send func(any)) {
	if cores := app.Window().Get("navigator").Get("hardwareConcurrency"); cores.Truthy() {
		send(Machine{cores.Int()})
	}
	t.note = kept(keptKey)
	send(KeptFound{t.note})
}

func (t *trainer) stop() {
	if t.client != nil {
		t.client.Stop()
	}
}

// kept is what the browser keeps under a key; empty where it keeps nothing.
func kept(key string) (text string) {
	defer func() {
		_ = recover() // a frame may have no storage
	}()
	if v := app.Window().Get("localStorage").Call("getItem", key); v.Truthy() {
		text = v.String()
	}
	return text
}

// keep has the browser keep a text, or nothing any more.
func keep(key, text string) {
	defer func() {
		_ = recover() // ... or no room
	}()
	storage := app.Window().Get("localStorage")
	if text == "" {
		storage.Call("removeItem", key)
		return
	}
	storage.Call("setItem", key, text)
}
