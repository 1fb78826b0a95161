package main

import "time"

// The page is drawn in layers: the picture at once when the slider moves, and what follows
// from that one layer a frame, once the picture is shown. So nothing is in the slider's way
// for longer than one of them takes.
const (
	costsLayer = iota // what the slider's G costs
	storyLayer
	roomsLayer // and all links
	layers
)

// lag is how long a layer is put off at most while the slider goes on and on.
const lag = 250 * time.Millisecond

var roomViews = []*view{insideView, labView, paperView, modelsView, ownView, questionsView, glossaryView, shareView}

// inLayer are the panels of each.
var inLayer = [layers][]*view{
	costsLayer: {cacheView, timeView, qualityView},
	storyLayer: {storyView},
	roomsLayer: append([]*view{headerView, offerView, footerView}, roomViews...),
}

// layers is what the state has for each.
func (s State) layers() [layers]State {
	below := s.below()
	return [layers]State{s, below, below}
}

// layered is what the layers show, which may be what was.
type layered struct {
	shown  [layers]State
	behind [layers]time.Time // since when it is not what is; zero: it is
	moves  int               // State.Moves as the picture shows it
}

// next is what they show in the next frame, and whether any is left behind then. All of it is
// what is where the reader asks for more than the slider's move, and where the slider has not
// moved.
func (l *layered) next(s State, all bool, now time.Time) (shown [layers]State, behind bool) {
	all = all || s.Moves == 0 && l.moves == 0 && l.behind == [layers]time.Time{}
	free, drawn := s.Moves == l.moves, false
	l.moves = s.Moves
	for i, is := range s.layers() {
		if !all && renewed(inLayer[i], l.shown[i], is) {
			if l.behind[i].IsZero() {
				l.behind[i] = now
			}
			if drawn || !free && now.Sub(l.behind[i]) < lag {
				behind = true
				continue
			}
			drawn = true
		}
		l.shown[i], l.behind[i] = is, time.Time{}
	}
	return l.shown, behind
}
