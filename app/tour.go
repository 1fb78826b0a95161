package main

import (
	"strconv"

	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

const tourSteps = 9

// Tour is where the reader is in the tour, and how far it has been done.
type Tour struct {
	Step  int // from 1; 0 is not on it
	Done  [tourSteps]bool
	Guess int // the answer to the last step's question, from 1; 0 is none

	// Since the step began: what Done of a step may ask for.
	Begun int // the step
	Tried uint8
	Told  int // bytes told when it began
}

// tourStep is a step of the tour: a sentence or two to read, and then something to do
// with a control of the page. It is done when the state says so, in whatever way.
type tourStep struct {
	ID     string
	Start  tourStart
	Target string // id of the control to use
	Says   func(words.Lang, words.TourFacts) words.TourStep
	Done   func(State) bool
}

// tourStart is the part of the state that a step begins in. Each step but a skipped one
// leaves off where the next begins.
type tourStart struct {
	KVHeads int
	Source  protocol.Source
	Context int
}

// Depths of the tour. The question is about one that no step before has had measured.
const (
	tourShort   = 4096
	tourLong    = 16384
	tourPredict = 8192
)

var tour = [tourSteps]tourStep{
	{"heads", tourStart{8, protocol.Uptrained, tourShort}, "g", words.Lang.TourHeads,
		func(s State) bool { return s.KVHeads == 4 }},
	{"token", tourStart{4, protocol.Uptrained, tourShort}, "step", words.Lang.TourToken,
		func(s State) bool { return s.Story.told() > 0 && s.Story.told() != s.Tour.Told }},
	{"cache", tourStart{4, protocol.Uptrained, tourShort}, "ctx", words.Lang.TourCache,
		func(s State) bool { return s.Context == tourLong }},
	{"one", tourStart{4, protocol.Uptrained, tourLong}, "g", words.Lang.TourOne,
		func(s State) bool { return s.KVHeads == 1 }},
	{"cost", tourStart{1, protocol.Uptrained, tourLong}, "play", words.Lang.TourCost,
		func(s State) bool {
			const some = 50 // bytes told with one key/value head
			last := len(s.Story.Passages) - 1
			return last >= 0 && s.Story.Passages[last].KVHeads == 1 && len(s.Story.Passages[last].Bytes) > some && s.Story.told() != s.Tour.Told
		}},
	{"middle", tourStart{1, protocol.Uptrained, tourLong}, "g", words.Lang.TourMiddle,
		func(s State) bool { return s.KVHeads == 2 || s.KVHeads == 4 }},
	{"convert", tourStart{2, protocol.Uptrained, tourLong}, "src", words.Lang.TourConvert,
		func(s State) bool {
			return s.Tour.tried(protocol.MeanPool) && s.Tour.tried(protocol.FirstHead) && s.Tour.tried(protocol.RandomInit)
		}},
	{"uptrain", tourStart{2, protocol.MeanPool, tourLong}, "src", words.Lang.TourUptrain,
		func(s State) bool { return s.Source == protocol.Uptrained }},
	{"predict", tourStart{2, protocol.Uptrained, tourPredict}, "guess", words.Lang.TourPredict,
		func(s State) bool {
			_, measured := s.timing(2)
			return s.Tour.Guess > 0 && s.Context == tourPredict && measured && s.Measure.Results[s.Context].Done
		}},
}

// Messages about the tour.
type (
	TourTo struct{ Step int } // 0 leaves it
	Guess  struct{ Share int }
)

// shares are the answers that can be given to the tour's question: multi-head's time, in
// quarters.
const shares = 4

// tourUpdate is the state after a message, as far as the tour goes.
func (s State) tourUpdate(msg any) State {
	switch m := msg.(type) {
	case TourTo:
		s = s.toured(m.Step)
	case Guess:
		if m.Share < 1 || m.Share > shares {
			break
		}
		s.Tour.Guess = m.Share
		s.Story.Playing, s.Story.Due = false, 0 // the measurement would wait for it
		s.Measure = s.Measure.want(s.Context)
		s = s.awake()
	case SetSource:
		s.Tour.Tried |= 1 << s.Source
	}
	if step := s.Tour.Step; step > 0 && !s.Tour.Done[step-1] && tour[step-1].Done(s) {
		s.Tour.Done[step-1] = true
	}
	return s
}

// toured is the state at the beginning of a step. What has been told and measured stays. The
// tour is about the shipped models.
func (s State) toured(step int) State {
	if step < 0 || step > len(tour) {
		return s
	}
	s.Tour.Step = step
	if step == 0 {
		return s
	}
	if s.Tour.Begun != step {
		s.Tour.Begun, s.Tour.Tried, s.Tour.Told = step, 0, s.Story.told()
		s.Tour.Done[step-1] = false
		s.Measure.Wanted = false // of what the step before has shown
		if step == len(tour) {
			s.Tour.Guess = 0
		}
	}
	if s.Own.InUse {
		s = s.toShipped()
	}
	s.Sizes, s.Lit = Sizes{}, 0
	start := tour[step-1].Start
	s.KVHeads = lowerDivisor(s.Config.Heads, start.KVHeads)
	s.Settled = s.KVHeads
	s.Source, s.Context = start.Source, start.Context
	return s
}

// byDefault is the state that the URL's parameters are compared with: the tour's steps
// have defaults of their own.
func (s State) byDefault() State { return atFirst.toured(s.Tour.Step) }

func (t Tour) tried(s protocol.Source) bool { return t.Tried&(1<<s) != 0 }

// told is how many bytes have been told.
func (s Story) told() (bytes int) {
	for _, p := range s.Passages {
		bytes += len(p.Bytes)
	}
	return bytes
}

// tourFacts are the numbers in the tour's sentences.
func (s State) tourFacts() words.TourFacts {
	c := s.shape()
	f := words.TourFacts{
		Heads: c.Heads, KVHeads: c.KVHeads, GroupSize: c.GroupSize(),
		PerToken: words.Bytes(c.CacheBytes(1)),
		Cache:    words.Bytes(s.cacheBytes(c)),
		MHACache: words.Bytes(s.cacheBytes(s.multiHead())),
		Context:  s.Context,
		Guess:    s.Tour.Guess,
		Failed:   s.Measure.Failed,
	}
	recallOf := func(kvHeads int, source protocol.Source) float64 {
		m, known := model(provenance, c.Heads, kvHeads, source)
		if !known {
			f.Unknown = true
		}
		f.Alpha = max(f.Alpha, m.Alpha)
		return m.Recall.Share
	}
	f.Recall, f.MHARecall, f.MQARecall = recallOf(c.KVHeads, protocol.Uptrained), recallOf(c.Heads, protocol.Uptrained), recallOf(1, protocol.Uptrained)
	for i, source := range []protocol.Source{protocol.MeanPool, protocol.FirstHead, protocol.RandomInit} {
		f.Converted[i] = recallOf(2, source)
	}
	f.Uptrained = recallOf(2, protocol.Uptrained)
	if t, ok := s.timing(2); ok && s.Measure.Results[s.Context].Done && t.High > 0 {
		f.Ratio, f.RatioLow, f.RatioHigh = t.Ratio, t.RatioLow, t.RatioHigh
	}
	return f
}

// tourSaid is what is said of a step that has just been done.
func (s State) tourSaid() string {
	step := s.Tour.Step
	if step == 0 || !s.Tour.Done[step-1] {
		return ""
	}
	return s.Lang.TourDone(step) + " " + tour[step-1].Says(s.Lang, s.tourFacts()).Seen
}

// tourTarget is the control that the step is about.
func (s State) tourTarget() string {
	if s.Tour.Step == 0 {
		return ""
	}
	return tour[s.Tour.Step-1].Target
}

// tourLink is the address of the page as it is, on a step of the tour; 0 is none.
func (s State) tourLink(step int) string {
	t := s
	if step > 0 {
		t = s.toured(step)
	}
	t.Tour.Step = step
	return "?" + query(t)
}

// tourName is the step's number in the URL, setTour reads it.
func (s State) tourName() string { return unless(s.Tour.Step == 0, strconv.Itoa(s.Tour.Step)) }

func (s *State) setTour(v string) bool {
	step, err := strconv.Atoi(v)
	if err != nil || step < 1 || step > len(tour) {
		return false
	}
	*s = s.toured(step)
	return true
}
