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
	hands   int // State.Training.Hands that have been seen to
}

// follow does what follows from the state of the training.
func (t *trainer) follow(ctx app.Context, s State, send func(any)) State {
	if t.started != s.Training.Starts {
		t.started = s.Training.Starts
		if t.client != nil {
			t.client.Stop()
		}
		t.client = client.StartTrainer(ctx.ResolveStaticResource("/web/trainer-worker.js"), func(e protocol.Event) {
			ctx.Dispatch(func(app.Context) { send(TrainerSaid{e}) })
		})
	}
	if c := nextTraining(s); c != nil {
		s = Update(s, TrainerAsked{c})
		t.client.Send(c)
	}
	if t.hands != s.Training.Hands {
		t.hands = s.Training.Hands
		name, data := s.Paper.Own[s.Training.Last-1].fileName()+".gguf", s.Training.Exported.GGUF
		ctx.Defer(func(app.Context) { // as if the reader had chosen the file
			file := app.Window().Get("File").New(arrayOf(data), name)
			send(Choose{app.Window().Get("Array").Call("of", file)})
		})
	}
	if s.Open[PaperRoom] && !t.met {
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
