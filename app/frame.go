package main

import (
	"cmp"
	"slices"

	"gqaplayground/app/json"
	"gqaplayground/wasm/protocol"
)

// Version is the version of what others build on: parameters, messages and embed.js.
// The site has a copy of it under v/, which does not change while this does not.
const Version = "1.0.0"

// Frame is the page within another page: a short form of it, which talks to the page
// around it in letters.
type Frame struct {
	On      bool
	Address string // of the page for frames, without parameters
	View    FrameView
	Run     RunWhen
	Away    bool // scrolled out of sight, or hidden: nothing runs
	Begun   bool // the story has been begun as Run says
	Code    bool // the code to copy is shown
	Copied  bool

	Letters []Letter // to be posted, oldest first
	Bench   Bench
	Loading Loading
}

// Loading is a checkpoint that came with a letter, on its way to the engine.
type Loading struct {
	ID json.RawMessage
	N  int // Pick.N of it; 0 is none
}

// FrameView is what a frame shows besides the picture, its slider and three numbers.
type FrameView uint8

const (
	HeadsView FrameView = iota
	CacheView
	TimeView
	ConvertView
	PaperView
	AllView
)

var viewNames = [...]string{HeadsView: "heads", CacheView: "cache", TimeView: "time", ConvertView: "convert", PaperView: "paper", AllView: "all"}

// RunWhen is when a frame's model begins to tell its story.
type RunWhen uint8

const (
	OnClick RunWhen = iota
	OnSight
	AtOnce
)

var runNames = [...]string{OnClick: "click", OnSight: "visible", AtOnce: "auto"}

// Parts of the page that a link can leave out.
type part = uint8

const (
	picturePart part = iota
	sliderPart
	tablePart
	numbersPart
	cachePart
	timePart
	qualityPart
	storyPart
	roomsPart
	settingsPart
	parts = iota
)

var hideNames = [parts]string{"picture", "slider", "table", "numbers", "cache", "time", "quality", "story", "rooms", "settings"}

// Controls that a link can lock.
const (
	gLock = iota
	ctxLock
	srcLock
	storyLock
	measureLock
	locks = iota
)

var lockNames = [locks]string{"g", "ctx", "src", "story", "measure"}

// frameParams are the rows of params about what is shown, and who may move it.
func frameParams() []param {
	return []param{
		{"view", func(s State) string { return unless(s.Frame.View == HeadsView, viewNames[s.Frame.View]) },
			func(s *State, v string) bool { return takeName(&s.Frame.View, viewNames[:], v) }},
		{"run", func(s State) string { return unless(s.Frame.Run == OnClick, runNames[s.Frame.Run]) },
			func(s *State, v string) bool { return takeName(&s.Frame.Run, runNames[:], v) }},
		{"hide", func(s State) string { return listed(s.Hidden[:], hideNames[:]) },
			func(s *State, v string) bool { return takeNames(s.Hidden[:], hideNames[:], v) }},
		{"lock", func(s State) string { return listed(s.Locked[:], lockNames[:]) },
			func(s *State, v string) bool { return takeNames(s.Locked[:], lockNames[:], v) }},
		{"motion", func(s State) string { return unless(!s.Calm, motionNames[1]) },
			func(s *State, v string) bool { return takeBool(&s.Calm, motionNames, v) }},
		{"links", func(s State) string { return unless(!s.NoLinks, linksNames[1]) },
			func(s *State, v string) bool { return takeBool(&s.NoLinks, linksNames, v) }},
	}
}

// Messages about the frame.
type (
	Framed   struct{ Address string } // the page is the one for frames, at this address without its query
	Received struct {                 // a letter of the page around
		Text string // JSON
		File bool   // it came with a checkpoint, which has been chosen by now
	}
	Seen     struct{ Yes bool }    // the frame comes into sight, or leaves it
	Posted   struct{ Letters int } // so many letters have been posted
	ShowCode struct{ Copied bool } // the code to copy
)

// navigated is the frame at a new address.
func (f Frame) navigated() Frame {
	f.View, f.Run = HeadsView, OnClick
	return f
}

// Bench is a measurement that the page around has asked for.
type Bench struct {
	ID       json.RawMessage
	Groups   []int
	Contexts []int
	Seed     uint64
	Results  []protocol.Measured // of the first Contexts; never changed in place
	Active   bool
	Asked    bool // the engine has it
}

// benchSeed keeps these measurements apart from the page's own.
const benchSeed = 1 << 40

// next is what to ask of the engine.
func (b Bench) next() protocol.Command {
	return protocol.Measure{KVHeads: b.Groups, Context: b.Contexts[len(b.Results)], Seed: b.Seed}
}

// frameUpdate is the state after a message about the frame.
func (s State) frameUpdate(msg any) State {
	if m, ok := msg.(Framed); ok {
		s.Frame.On, s.Frame.Address = m.Address != "", m.Address
	}
	if !s.Frame.On {
		return s
	}
	switch m := msg.(type) {
	case Received:
		s = s.received(m)
	case Idle:
		if s.Frame.Run == AtOnce {
			s = s.run()
		}
	case Seen:
		s.Frame.Away = !m.Yes
		if m.Yes && s.Frame.Run == OnSight && !s.Frame.Begun {
			s = s.run()
		}
	case Posted:
		s.Frame.Letters = slices.Clone(s.Frame.Letters[min(m.Letters, len(s.Frame.Letters)):])
	case ShowCode:
		s.Frame.Code, s.Frame.Copied = true, m.Copied
	case Asked:
		c, ok := m.Command.(protocol.Measure)
		s.Frame.Bench.Asked = ok && c.Seed == s.Frame.Bench.Seed
		if s.Frame.Bench.Asked {
			s.Lab.Asked = 0 // whatever comes of it is not the lab's
		}
	case protocol.Measured:
		b := s.Frame.Bench
		if !b.Active || m.Measure.Seed != b.Seed || m.Measure.Context != b.Contexts[len(b.Results)] || !m.Done {
			break
		}
		b.Results = append(slices.Clip(b.Results), m)
		if len(b.Results) == len(b.Contexts) {
			s = s.post(benchReply(b))
			b = Bench{Seed: b.Seed}
		}
		s.Frame.Bench = b
	case protocol.Lost:
		s = s.benchFailed("the engine stopped: " + m.Reason)
	case protocol.Failed:
		switch {
		case m.Command == protocol.Start:
			s = s.benchFailed(m.Reason)
			s = s.post(failure(nil, noEngine, m.Reason))
		case m.Command == "Use":
			s = s.benchFailed(m.Reason)
			s = s.post(failure(nil, noModel, m.Reason))
		case m.Command == "Measure" && s.Frame.Bench.Asked:
			s = s.benchFailed(m.Reason)
		case m.Command == "Tell" || m.Command == "Decode":
			s = s.post(failure(nil, noStory, m.Reason))
		}
	}
	return s.loadAnswered()
}

// loadAnswered tells the page around what has become of its checkpoint.
func (s State) loadAnswered() State {
	l, o := s.Frame.Loading, s.Own
	if l.N == 0 {
		return s
	}
	switch {
	case o.Pick.N == l.N && o.Wanted:
		return s
	case o.Model.N == l.N && o.Model.Loaded():
		s = s.post(reply(l.ID).with(s))
	case o.Trouble.Kind != NoOwnTrouble:
		s = s.post(failure(l.ID, refused, s.ownTrouble()))
	default:
		s = s.post(failure(l.ID, stopped, "Another file took its place."))
	}
	s.Frame.Loading = Loading{}
	return s
}

// ownTrouble is what is wrong with a checkpoint.
func (s State) ownTrouble() string {
	return cmp.Or(s.Own.Trouble.Reason, "It is no file with a model.")
}

// benchFailed gives up the measurement that the page around has asked for.
func (s State) benchFailed(reason string) State {
	if b := s.Frame.Bench; b.Active {
		s = s.post(failure(b.ID, notMeasured, reason))
		s.Frame.Bench = Bench{Seed: b.Seed}
	}
	return s
}

// run goes on with the story, or begins it.
func (s State) run() State {
	s.Frame.Begun = true
	if s.Engine == Broken {
		s = Update(s, Retry{})
	}
	if !s.Story.Playing {
		s = Update(s, Play{})
	}
	return s
}

// post puts a letter to those that are to be posted.
func (s State) post(l Letter) State {
	s.Frame.Letters = append(slices.Clip(s.Frame.Letters), l)
	return s
}
