package main

import (
	"maps"
	"slices"
	"testing"
	"time"

	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

// While the slider goes on and on, no frame draws more than the picture and one panel, few
// draw that, none waits for ever, and when it rests all of them show what is: at once where
// the machine keeps up, and else when two more frames have shown no move.
func TestTurns(t *testing.T) {
	for _, step := range []time.Duration{time.Second / 60, 40 * time.Millisecond} {
		t.Run(step.String(), func(t *testing.T) { testTurns(t, step) })
	}
}

func testTurns(t *testing.T, step time.Duration) {
	s := newState()
	send := func(m any) { s = Update(s, m) }
	send(OpenRoom{PaperRoom, true})
	s.Story.Told = true
	var all turns
	now := time.Now()
	frame := func(asked bool) (drawn []*view, behind bool) {
		before := maps.Clone(all.last)
		var wait time.Duration
		behind, wait = all.next(s, asked, now)
		left := false
		for _, v := range followers {
			if all.last[v].shown != before[v].shown {
				drawn = append(drawn, v)
			}
			left = left || all.last[v].shown != v.image(s)
		}
		if left != behind {
			t.Errorf("a panel is behind: %v, and it says %v", left, behind)
		}
		if wait < 0 || wait > max(lag, rarely*step) {
			t.Errorf("the next turn is in %v", wait)
		}
		return drawn, behind
	}
	if drawn, behind := frame(false); len(drawn) != len(followers) || behind {
		t.Errorf("at first %d panels are drawn, and some are behind: %v", len(drawn), behind)
	}

	moved := []*view{numbersView, stripView, cacheView, timeView, qualityView, storyView}
	longest := lag + time.Duration(len(moved))*(rarely+1)*step
	waits, counts, with := make(map[*view]time.Duration), make(map[*view]int), 0
	const frames = 400
	for i := range frames {
		now = now.Add(step)
		send(Drag{[]int{1, 2, 4, 8}[i%4]})
		send(protocol.Decoded{Pieces: []protocol.Piece{{Text: []byte(" on")}}})
		drawn, _ := frame(false)
		if len(drawn) > 1 {
			t.Fatalf("%d panels are drawn in one frame with the picture", len(drawn))
		}
		with += len(drawn)
		for _, v := range moved {
			if slices.Contains(drawn, v) {
				counts[v]++
			}
			if waits[v] += step; all.last[v].shown == v.image(s) {
				waits[v] = 0
			}
			if waits[v] > longest {
				t.Fatalf("panel %d has not been drawn for %v", slices.Index(followers, v), waits[v])
			}
		}
		for _, v := range drawn {
			if !slices.Contains(moved, v) {
				t.Fatalf("panel %d does not wait for the slider to rest", slices.Index(followers, v))
			}
		}
	}
	if with > frames/rarely {
		t.Errorf("%d of %d frames have a panel in them", with, frames)
	}
	for _, v := range moved {
		if least := int(frames * step / longest); counts[v] < least/2 {
			t.Errorf("in %d frames panel %d was drawn %d times", frames, slices.Index(followers, v), counts[v])
		}
	}

	send(Rest{})
	for frames := 0; ; frames++ {
		now = now.Add(step)
		if _, behind := frame(false); !behind {
			break
		}
		if frames > len(followers) {
			t.Fatal("panels are behind for ever")
		}
	}

	send(Drag{2})
	frame(false)
	for idle := 1; ; idle++ {
		now = now.Add(step)
		drawn, _ := frame(false)
		if first := idle == 1; len(drawn) > 0 {
			if first != (step <= fluent) {
				t.Errorf("a panel is drawn %d frames after the move", idle)
			}
			break
		}
		if idle > still {
			t.Fatalf("no panel is drawn in %d frames without a move", idle)
		}
	}

	// One that changes in every frame, as when time is being measured, does not keep the others
	// from their turns.
	send(Drag{1})
	frame(false)
	send(Rest{})
	s.Story.Told = false
	for range len(followers) + 1 {
		now = now.Add(step)
		s.Measure.Seed++
		frame(false)
	}
	for _, v := range followers {
		if v != timeView && v != numbersView && v != stripView && v != labView && all.last[v].shown != v.image(s) {
			t.Errorf("panel %d has not had its turn", slices.Index(followers, v))
		}
	}
	frame(true)

	// Where nothing moves an answer is drawn at once.
	s.Lang = words.Korean
	if drawn, behind := frame(false); len(drawn) != len(followers) || behind {
		t.Errorf("%d panels are drawn, and some are behind: %v", len(drawn), behind)
	}

	// So is everything where the reader asks for something else.
	send(Drag{1})
	frame(false)
	send(Drag{8})
	s.Lang = words.English
	if drawn, behind := frame(true); len(drawn) != len(followers) || behind {
		t.Errorf("%d panels are drawn when asked, and some are behind: %v", len(drawn), behind)
	}
}
