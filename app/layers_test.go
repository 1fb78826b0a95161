package main

import (
	"testing"
	"time"

	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

// While the slider goes on and on, no frame draws more than the picture and one layer, none
// waits for long, and when it rests all of them show what is.
func TestLayers(t *testing.T) {
	s := newState()
	send := func(m any) { s = Update(s, m) }
	send(OpenRoom{PaperRoom, true})
	s.Story.Told = true
	var l layered
	now := time.Now()
	frame := func(all bool) (drawn int, behind bool) {
		before, is := l.shown, s.layers()
		shown, behind := l.next(s, all, now)
		left := false
		for i := range is {
			if renewed(inLayer[i], before[i], shown[i]) {
				drawn++
			}
			left = left || renewed(inLayer[i], shown[i], is[i])
		}
		if left != behind {
			t.Errorf("a layer is behind: %v, and it says %v", left, behind)
		}
		return drawn, behind
	}
	if drawn, behind := frame(true); drawn == 0 || behind {
		t.Errorf("at first %d layers are drawn, and some are behind: %v", drawn, behind)
	}

	const step = 40 * time.Millisecond
	waits := [layers]time.Duration{}
	counts := [layers]int{}
	for i := range 100 {
		now = now.Add(step)
		send(Drag{[]int{1, 2, 4, 8}[i%4]})
		send(protocol.Decoded{Pieces: []protocol.Piece{{Text: []byte(" on")}}})
		before := l.shown
		drawn, _ := frame(false)
		if drawn > 1 {
			t.Fatalf("%d layers are drawn in one frame with the picture", drawn)
		}
		for layer := range waits {
			waits[layer] += step
			if renewed(inLayer[layer], before[layer], l.shown[layer]) {
				waits[layer] = 0
				counts[layer]++
			}
			if layer != roomsLayer && waits[layer] > 2*lag { // the rooms wait for the slider to rest
				t.Fatalf("layer %d has not been drawn for %v", layer, waits[layer])
			}
		}
	}
	if counts[costsLayer] < 10 || counts[storyLayer] < 10 {
		t.Errorf("in 100 frames the layers were drawn %v times", counts)
	}

	send(Rest{})
	for frames := 0; ; frames++ {
		now = now.Add(step)
		if _, behind := frame(false); !behind {
			break
		}
		if frames > layers {
			t.Fatal("the layers are behind for ever")
		}
	}

	// Where nothing moves an answer is drawn at once.
	s.Lang = words.Korean
	if drawn, behind := frame(false); drawn != int(layers) || behind {
		t.Errorf("%d layers are drawn, and some are behind: %v", drawn, behind)
	}
}
