package main

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// fakeEngine answers as the real one does, without a model.
type fakeEngine struct {
	r        *rand.Rand
	sure     bool // nothing fails by chance
	use      protocol.Use
	using    bool
	told     bool
	own      bool
	tokens   int
	measured protocol.Measure
	slices   int
}

const fakeStory = 40 // tokens

// fox is the shape of a reader's model.
var fox = attention.Config{
	Dim: 576, Layers: 30, Heads: 9, KVHeads: 3, HeadDim: 64, Hidden: 1536, Vocab: 49152, Context: 2048, RopeTheta: 10000, NormEps: 1e-5,
}

func (e *fakeEngine) do(c protocol.Command) protocol.Event {
	if !e.sure && e.r.IntN(40) == 0 {
		name := reflect.TypeOf(c).Name()
		return protocol.Failed{Command: name, Reason: "by chance"}
	}
	switch c := c.(type) {
	case protocol.Use:
		if c.Own && !e.own {
			return protocol.Failed{Command: "Use", Reason: "no model of yours"}
		}
		if c.Own != e.use.Own {
			e.tokens, e.told = 0, false
		}
		e.use, e.using = c, true
		config := shape
		if c.Own {
			config = fox
		}
		config.KVHeads = c.KVHeads
		return protocol.Using{Use: c, Config: config, Behind: e.tokens}
	case protocol.Tell:
		e.told, e.tokens = true, 3
		return protocol.Told{Pieces: []protocol.Piece{{}, {Token: 5, Text: []byte(c.Prompt)}, {Token: 6}}, Behind: e.r.IntN(3)}
	case protocol.Decode:
		if !e.told || !e.using {
			return protocol.Failed{Command: "Decode", Reason: "no story"}
		}
		if e.r.IntN(3) == 0 {
			return protocol.Decoded{Behind: 1}
		}
		var d protocol.Decoded
		for range c.Tokens {
			e.tokens++
			d.Pieces = append(d.Pieces, protocol.Piece{Text: []byte("한")[:1+e.r.IntN(3)]})
		}
		d.End = e.tokens >= fakeStory
		return d
	case protocol.Measure:
		if !reflect.DeepEqual(c, e.measured) {
			e.measured, e.slices = c, 0
		}
		e.slices++
		m := protocol.Measured{Measure: c, Progress: float32(e.slices) / 5, Done: e.slices >= 5}
		for _, g := range c.KVHeads {
			m.Timings = append(m.Timings, protocol.Timing{KVHeads: g, N: e.slices, Median: time.Millisecond})
		}
		return m
	case protocol.Probe:
		e.slices++
		p := protocol.Probed{Probe: c, Progress: 0.5}
		if e.slices%3 == 0 {
			p.Progress, p.Done = 1, true
			p.Limits = attention.Limits{Peak: 1e9, Bandwidth: []attention.Bandwidth{{Bytes: 1 << 20, PerSecond: 1e9}}}
		}
		return p
	case protocol.Trap:
		e.slices++
		m := protocol.Trapped{Trap: c, Ways: make([]protocol.Way, 3), Done: e.slices%3 == 0}
		for i := range m.Ways {
			m.Ways[i].Timing = protocol.Timing{KVHeads: c.KVHeads, N: e.slices, Median: time.Millisecond}
		}
		return m
	case protocol.Look:
		if !e.told {
			return protocol.Failed{Command: "Look", Reason: "no story"}
		}
		looked := protocol.Looked{Look: c}
		for i := c.From; i < min(e.tokens, c.From+1+e.r.IntN(9)); i++ {
			looked.Weights = append(looked.Weights, make([]byte, 2*shape.Layers*shape.Heads*(i+1))...)
		}
		return looked
	case protocol.Load:
		l := protocol.Loaded{Load: c, Have: c.At + 1 + e.r.IntN(c.Size-c.At)}
		if l.Have == c.Size {
			e.own = true
			l.Done, l.Name, l.Config = true, "mine", fox
			if e.use.Own {
				e.using, e.tokens, e.told = false, 0, false // by the next Use
			}
		}
		return l
	case protocol.Score:
		if c.Use != e.use {
			panic("a text is scored by a model that is not in use")
		}
		e.slices++
		s := protocol.Scored{Score: protocol.Score{Use: c.Use}, Progress: 0.5, Window: 32}
		if e.slices%3 == 0 {
			s.Done, s.Losses = true, []float32{1, 2, 3}
		}
		return s
	case protocol.Save:
		return protocol.Saved{Save: c, Size: 10, Data: make([]byte, min(4, 10-c.At))}
	}
	panic("unknown command")
}

func randomMessage(r *rand.Rand) any {
	g := r.IntN(10)
	switch r.IntN(36) {
	case 0, 1, 2, 3:
		return Drag{g}
	case 4:
		return Settle{g}
	case 5:
		return Nudge{g - 5}
	case 6:
		return SetSource{protocol.Source(r.IntN(5))}
	case 7:
		return SetContext{contexts[r.IntN(len(contexts))]}
	case 8:
		return Play{}
	case 9:
		return Step{}
	case 10:
		return Stop{}
	case 11:
		return NewStory{}
	case 12, 13, 14:
		return Tick{}
	case 15:
		return MeasureNow{}
	case 16:
		return StopMeasure{}
	case 17:
		return Idle{}
	case 18:
		return Retry{}
	case 19:
		return Navigated{Query: fmt.Sprintf("g=%d&ctx=%d&src=%s", g, contexts[r.IntN(len(contexts))], sourceNames[r.IntN(4)])}
	case 20:
		return Begin{words.Langs[r.IntN(2)]}
	case 21:
		return OpenRoom{Room(r.IntN(rooms)), r.IntN(2) == 0}
	case 22:
		return ShowPanel{LabPanel(r.IntN(labPanels + 1))}
	case 23, 24:
		return StartWork{Work(r.IntN(4))}
	case 26:
		return TourTo{r.IntN(tourSteps + 2)}
	case 27:
		return Guess{r.IntN(shares + 2)}
	case 28:
		return Point{g - 1}
	case 29, 30:
		return []any{ShowInside{InsidePanel(r.IntN(insidePanels + 1))}, SetLayer{g - 1}, SetHead{g - 1}, SetGroup{g - 1}, Abreast{g < 5}, AllHeads{g < 5}, RowNumbers{g < 5},
			PointMap{float64(40 * g), float64(30 * g)}, Move{g - 5, g - 4}, Follow{}, GuessBytes{g}, GuessTime{g}, GuessAgain{}, Copied{g < 5}}[r.IntN(14)]
	case 31:
		return PickFiles{N: r.IntN(1000), Files: []FileInfo{{"mine.gguf", []int{1000, 1000, 1000, 0, 500e6}[r.IntN(5)]}, {"b", 1}, {"c", 1}}[:1+r.IntN(8)/6]}
	case 32:
		return UseOwn{r.IntN(2) == 0}
	case 33:
		return []any{ScoreNow{}, SetScoredText{"a text"}, SaveModel{}, StopScore{}, StopLoad{}, SetFormat{9}}[r.IntN(6)]
	case 34:
		return SetOwnSource{protocol.Source(r.IntN(6))}
	case 35:
		if r.IntN(4) == 0 {
			return ForgetOwn{}
		}
		return StopLoad{}
	case 25:
		return []any{StopWork{}, Save{Room(r.IntN(rooms)), SaveKind(r.IntN(6)), r.IntN(2)}}[r.IntN(2)]
	}
	return Dismiss{}
}

// world is a page without a browser: one State, one engine, and the command between.
type world struct {
	t        *testing.T
	s        State
	e        *fakeEngine
	inFlight protocol.Command
	sent     []protocol.Command
	starting bool
	started  int
	watched  bool // check that Update changes nothing in place: slow
}

func newWorld(t *testing.T, seed uint64) *world {
	return &world{t: t, s: newState(), e: &fakeEngine{r: rand.New(rand.NewPCG(seed, 1))}}
}

// send does what page.send does.
func (w *world) send(msg any) {
	w.t.Helper()
	before, text := w.s, ""
	if w.watched {
		text = fmt.Sprintf("%#v", before)
	}
	w.s = Update(w.s, msg)
	if w.watched && fmt.Sprintf("%#v", before) != text {
		w.t.Fatalf("Update(%#v) changes the state before it", msg)
	}
	if w.started != w.s.Starts {
		w.started, w.starting, w.inFlight = w.s.Starts, true, nil // the one before is stopped
		*w.e = fakeEngine{r: w.e.r}
	}
	if c := next(w.s); c != nil {
		if w.inFlight != nil {
			w.t.Fatalf("%#v is asked while %#v is with the engine", c, w.inFlight)
		}
		w.s = Update(w.s, Asked{c})
		w.inFlight = c
		w.sent = append(w.sent, c)
	}
}

// answer lets the engine answer, if anything is asked.
func (w *world) answer() bool {
	switch {
	case w.starting:
		w.starting = false
		w.send(protocol.Ready{Kernel: "fake", ClockStep: time.Microsecond})
	case w.inFlight != nil:
		c := w.inFlight
		w.inFlight = nil
		w.send(w.e.do(c))
	default:
		return false
	}
	return true
}

// lose lets the engine die.
func (w *world) lose() {
	w.inFlight, w.starting = nil, true
	*w.e = fakeEngine{r: w.e.r}
	if w.e.r.IntN(3) == 0 {
		w.starting = false
		w.send(protocol.Failed{Command: protocol.Start, Reason: "dead for good"})
		return
	}
	w.send(protocol.Lost{Reason: "dead", Try: 1})
}

// Whatever happens, and in whatever order: one command at a time, and in the end the
// engine has what the reader wants.
func TestAnything(t *testing.T) {
	for seed := range uint64(300) {
		w := newWorld(t, seed)
		w.watched = seed < 10
		for range 200 {
			switch {
			case w.started > 0 && w.s.Engine != Broken && w.e.r.IntN(60) == 0:
				w.lose()
			case w.e.r.IntN(2) == 0:
				w.answer()
			default:
				w.send(randomMessage(w.e.r))
			}
		}
		w.send(Retry{})
		w.send(Rest{}) // comes once the slider is still
		for n := 0; w.answer(); n++ {
			if n > 1000 {
				t.Fatalf("seed %d: the engine is never left alone: %#v", seed, w.sent[len(w.sent)-5:])
			}
		}
		s := w.s
		if s.Busy {
			t.Fatalf("seed %d: still busy", seed)
		}
		if want := s.want(); s.Refused != want && (!s.Using || s.Have != want || w.e.use != want) {
			t.Fatalf("seed %d: the engine has %#v, the page thinks %#v and wants %#v", seed, w.e.use, s.Have, want)
		}
		if s.Story.Told && !w.e.told {
			t.Fatalf("seed %d: the page thinks that the engine has a story", seed)
		}
		if s.Measure.Wanted && !s.Story.Playing && s.Using {
			t.Fatalf("seed %d: the measurement is left undone", seed)
		}
	}
}

// ready is a world whose engine holds the model and is not asked for anything.
func ready(t *testing.T) *world {
	w := newWorld(t, 1)
	w.e.r = rand.New(rand.NewPCG(1, 12)) // nothing fails by chance in what follows
	w.send(Idle{})
	for w.answer() {
	}
	w.sent = nil
	return w
}

func TestDrag(t *testing.T) {
	w := ready(t)
	w.send(MeasureNow{}) // the engine is busy
	w.sent = nil
	for _, g := range []int{8, 4, 2, 1, 2} {
		w.send(Drag{g})
		if w.s.KVHeads != g {
			t.Errorf("the picture shows G = %d, want %d", w.s.KVHeads, g)
		}
	}
	for range 3 {
		w.answer()
	}
	if len(w.sent) > 0 {
		t.Errorf("asked for %#v while dragging", w.sent)
	}
	w.send(Rest{})
	if want := []protocol.Command{w.s.measure()}; !reflect.DeepEqual(w.sent, want) {
		t.Errorf("asked for %#v once the slider rests, want the measurement to go on", w.sent)
	}
	w.sent = nil
	w.send(Settle{1})
	w.send(Settle{2})
	for w.answer() {
	}
	uses := func() []protocol.Command {
		return slices.DeleteFunc(w.sent, func(c protocol.Command) bool { _, ok := c.(protocol.Use); return !ok })
	}
	if early := uses(); len(early) > 0 {
		t.Errorf("%#v before the slider rests", early)
	}
	w.send(Rest{})
	for w.answer() {
	}
	if uses, want := uses(), ([]protocol.Command{protocol.Use{KVHeads: 2}}); !reflect.DeepEqual(uses, want) {
		t.Errorf("after the drag %#v, want %#v", uses, want)
	}
}

// At G = H there is nothing to convert, whatever the source.
func TestWant(t *testing.T) {
	for _, test := range []struct {
		g      int
		source protocol.Source
		want   protocol.Use
	}{
		{8, protocol.RandomInit, protocol.Use{KVHeads: 8}},
		{4, protocol.MeanPool, protocol.Use{KVHeads: 4, Source: protocol.MeanPool}},
		{1, protocol.RandomInit, protocol.Use{KVHeads: 1, Source: protocol.RandomInit, Seed: randomSeed}},
	} {
		s := Update(Update(newState(), SetSource{test.source}), Settle{test.g})
		if got := s.want(); got != test.want {
			t.Errorf("G = %d, %v: %#v, want %#v", test.g, test.source, got, test.want)
		}
	}
}

func TestPassages(t *testing.T) {
	a, b := protocol.Use{KVHeads: 4}, protocol.Use{KVHeads: 2}
	var s Story
	for _, part := range []struct {
		by   protocol.Use
		text string
	}{{a, "ab"}, {a, "한"[:1]}, {b, "한"[1:]}, {b, "!"}, {a, "글"[:2]}} {
		s = s.add(part.by, part.text)
	}
	want := []string{"ab", "한!", ""}
	for i, p := range s.Passages {
		if p.Text() != want[i] {
			t.Errorf("passage %d is %q, want %q", i, p.Text(), want[i])
		}
	}
	if len(s.Passages) != 3 || s.Passages[0].KVHeads != 4 || s.Passages[1].KVHeads != 2 {
		t.Errorf("passages %#v", s.Passages)
	}
}

func TestWhole(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""}, {"a", "a"}, {"한", "한"}, {"a" + "한"[:1], "a"}, {"한"[:2], ""},
		{"🦊"[:3], ""}, {"🦊", "🦊"}, {"\xff", "\xff"}, {"\x80\x80\x80\x80", "\x80\x80\x80\x80"},
	} {
		if got := whole(test.text); got != test.want {
			t.Errorf("whole(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestLowerDivisor(t *testing.T) {
	for g, want := range map[int]int{-5: 1, 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 7: 4, 8: 8, 9: 8, 1 << 40: 8} {
		if got := lowerDivisor(8, g); got != want {
			t.Errorf("lowerDivisor(8, %d) = %d, want %d", g, got, want)
		}
	}
}

// The page draws the default shape before there is a model.
func TestShape(t *testing.T) {
	if err := shape.Validate(); err != nil {
		t.Error(err)
	}
	s := newState()
	if !slices.Contains(attention.Divisors(s.Config.Heads), s.KVHeads) {
		t.Errorf("G = %d", s.KVHeads)
	}
}
