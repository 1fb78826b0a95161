package main

import (
	"testing"

	"gqaplayground/wasm/protocol"
)

// pickedTwice is the state in which the engine has been given a piece of the first pick, and
// the reader has chosen other files of the same name and size since.
func pickedTwice() State {
	s := Update(Update(Update(newState(), Idle{}), protocol.Ready{}), Asked{protocol.Use{}})
	s = Update(s, protocol.Using{Use: s.want(), Config: shape})
	for n := range 2 {
		s = Update(s, PickFiles{N: n + 1, Files: []FileInfo{{"model.bin", 1000}}})
		if n == 0 {
			s = Update(s, Asked{next(s)})
		}
	}
	return s
}

// What comes of files that the reader has done with since does not become of others.
func TestOwnFilesLate(t *testing.T) {
	s := pickedTwice()
	if got := next(s); got != nil {
		t.Fatalf("%#v is asked for while the engine is at a piece", got)
	}
	first := protocol.Load{Name: "model.bin", Size: 1000}
	for name, late := range map[string]any{
		"cannot be read": FileFailed{1, "the disk is gone"},
		"is refused":     protocol.Failed{Command: "Load", Reason: "byte 0: no model"},
		"goes on":        protocol.Loaded{Load: first, Have: 600},
		"is loaded":      protocol.Loaded{Load: first, Have: 1000, Done: true, Name: "other", Config: fox},
	} {
		got := Update(s, late)
		if load, ok := next(got).(protocol.Load); !ok || load.At != 0 || got.Own.InUse || got.Own.Trouble.Kind != NoOwnTrouble {
			t.Errorf("the first pick %s: then %#v is asked for, with %+v", name, next(got), got.Own.Trouble)
		}
	}
	stopped := Update(Update(s, StopLoad{}), FileFailed{1, "the disk is gone"})
	if stopped.Busy {
		t.Error("the engine is waited for, and was not asked")
	}
}

// A model that is refused is the one that was asked for, whatever is chosen meanwhile.
func TestRefusedLate(t *testing.T) {
	w := ready(t)
	w.send(Settle{2})
	w.send(Rest{})
	s := Update(Update(w.s, Settle{8}), Rest{})
	if s.Asked.KVHeads != 2 || !s.Busy {
		t.Fatalf("%+v was asked for, busy: %v", s.Asked, s.Busy)
	}
	s = Update(s, protocol.Failed{Command: "Use", Reason: "2.gguf: HTTP 404"})
	if got, want := next(s), (protocol.Use{KVHeads: 8}); got != want || s.Trouble.Kind == NoModel {
		t.Errorf("%#v is asked for, with %+v, want %#v", got, s.Trouble, want)
	}
}

// A file is named after the model that was saved, whatever is in use when its last piece
// comes.
func TestSavedName(t *testing.T) {
	s := ready(t).s
	s.Have = protocol.Use{KVHeads: 4}
	s = Update(Update(s, SaveModel{}), Asked{protocol.Save{}})
	s = Update(s, protocol.Saved{Data: make([]byte, 4), Size: 8})
	s.Have = protocol.Use{KVHeads: 2, Source: protocol.MeanPool}
	s = Update(Update(s, Asked{protocol.Save{At: 4}}), protocol.Saved{Save: protocol.Save{At: 4}, Data: make([]byte, 4), Size: 8})
	if got := savedName(s); got != "story-g4.gguf" || s.Own.Saving.Files != 1 {
		t.Errorf("%d files, the last %q", s.Own.Saving.Files, got)
	}
}
