package main

import "time"

// The page is drawn in turns: the picture at once when the slider moves, and what follows
// from that one panel a frame, once the picture is shown. So nothing is in the slider's way
// for longer than one of them takes.

// followers are the panels that follow, in the order of their turns where they have waited
// for as long.
var followers = append([]*view{numbersView, stripView, cacheView, timeView, qualityView, storyView, tableView, headerView, offerView, footerView}, roomViews...)

var roomViews = []*view{insideView, labView, paperView, modelsView, ownView, questionsView, glossaryView, shareView}

// lag is how long a panel is put off at most while the slider goes on and on.
const lag = 250 * time.Millisecond

// turns is what the followers show, which may be what was.
type turns struct {
	last  map[*view]turn
	moves int // State.Moves as the picture shows it
}

type turn struct {
	shown  image
	behind time.Time // since when it is not what is; zero: it is
}

// next gives the turn of a frame to the panel that has been behind for longest, and says
// whether others are behind then. All show what is where the reader asks for more than the
// slider's move, and where the slider has not moved.
func (t *turns) next(s State, all bool, now time.Time) (behind bool) {
	if t.last == nil {
		t.last, all = make(map[*view]turn), true
	}
	free := s.Moves == t.moves || s.Moves == 0
	all = all || s.Moves == 0 && t.moves == 0 && !t.anyBehind()
	t.moves = s.Moves
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
	if first != nil && (free || now.Sub(t.last[first].behind) >= lag) {
		t.last[first] = turn{shown: shown}
		waiting--
	}
	return waiting > 0
}

func (t *turns) anyBehind() bool {
	for _, turn := range t.last {
		if !turn.behind.IsZero() {
			return true
		}
	}
	return false
}
