package main

import "time"

// The page is drawn in turns: the picture at once when the slider moves, and what follows
// from that one panel a frame, once the picture is shown. So nothing is in the slider's way
// for longer than one of them takes.

// followers are the panels that follow, in the order of their turns where they have waited
// for as long.
var followers = append([]*view{numbersView, stripView, cacheView, timeView, qualityView, storyView, tableView, headerView, offerView, footerView}, roomViews...)

var roomViews = []*view{insideView, labView, paperView, modelsView, ownView, questionsView, glossaryView, shareView}

// While the slider goes on and on, a panel is put off for lag at least, and for longer where
// the machine is busy: not more than one frame in so many has a panel in it.
const (
	lag    = 250 * time.Millisecond
	rarely = 6
)

// fluent is the longest that a frame takes where the machine keeps up. On one that does not,
// the panels wait until the slider has been still for so many frames, as each of them would
// be in the way of its next move.
const (
	fluent = 20 * time.Millisecond
	still  = 2
)

// turns is what the followers show, which may be what was.
type turns struct {
	last  map[*view]turn
	moves int           // State.Moves as the picture shows it
	moved time.Time     // since when
	given time.Time     // when a panel had its turn last
	asked time.Time     // the frame before this one, where this one is to follow it at once
	pace  time.Duration // from one such frame to the next
}

type turn struct {
	shown  image
	behind time.Time // since when it is not what is; zero: it is
}

// next gives the turn of a frame to the panel that has been behind for longest, and says
// whether others are behind then, and how long it is until the next turn. All show what is
// where the reader asks for more than the slider's move, and where the slider has not moved.
func (t *turns) next(s State, all bool, now time.Time) (behind bool, wait time.Duration) {
	if t.last == nil {
		t.last, all = make(map[*view]turn), true
	}
	all = all || s.Moves == 0 && t.moves == 0 && !t.anyBehind()
	if s.Moves != t.moves {
		t.moves, t.moved = s.Moves, now
	}
	if !t.asked.IsZero() {
		t.pace = now.Sub(t.asked)
	}
	rest := t.moved // until when the slider moves
	if t.pace > fluent {
		rest = rest.Add(still * t.pace)
	}
	free := s.Moves == 0 || now.After(rest)
	var first *view // that has waited for longest
	var shown image // that it is to show
	waiting := 0
	for _, v := range followers {
		is, last := v.image(s), t.last[v]
		switch {
		case all || is == last.shown && free:
			t.last[v] = turn{shown: is}
		case is == last.shown: // by chance, as the slider goes to and fro
		default:
			if last.behind.IsZero() {
				last.behind = now
				t.last[v] = last
			}
			if waiting++; first == nil || last.behind.Before(t.last[first].behind) {
				first, shown = v, is
			}
		}
	}
	if first != nil {
		late := max(lag-now.Sub(t.last[first].behind), rarely*t.pace-now.Sub(t.given)) // until it has waited too long
		if free || late <= 0 {
			t.last[first] = turn{shown: shown}
			t.given = now
			waiting-- // and the next frame tells how long this one took
		} else {
			wait = min(late, rest.Sub(now))
		}
	}
	if t.asked = (time.Time{}); waiting > 0 && wait == 0 {
		t.asked = now
	}
	return waiting > 0, wait
}

func (t *turns) anyBehind() bool {
	for _, turn := range t.last {
		if !turn.behind.IsZero() {
			return true
		}
	}
	return false
}
