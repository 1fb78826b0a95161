package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// State is all that the page knows. Only Update writes it, View and next read it. Its
// zero value is not in use: see newState.
type State struct {
	// What the reader wants.
	Lang        words.Lang
	LangChosen  bool // by the reader or the URL, and not by the browser
	Theme       Theme
	KVHeads     int // G as the slider stands
	Settled     int // G where it was let go: what the engine is to use
	Moves       int // of the slider since it last rested
	Rested      int // G before those, if there are any: as the rooms below show it
	Source      protocol.Source
	Context     int // positions in the cache, for its bytes and for time
	Batch       int // sequences, for the cache's bytes
	NumberBytes int // that a number in the cache takes, for its bytes
	Sizes       Sizes
	Prompt      string
	Temperature float32
	Seed        uint64

	Open    [rooms]bool
	Tour    Tour
	Lit     int         // the group that the reader points at, in the picture or in words; 0 is none
	Hidden  [parts]bool // parts of the page that are left out
	Locked  [locks]bool // controls that the reader may see and not move
	Calm    bool        // nothing moves by itself
	NoLinks bool        // the page leads nowhere else
	Frame   Frame
	Share   Share
	Address string // of the page, without its query

	// What the page has set in fields that the reader also writes to. These change only
	// with it, so that drawing never undoes what is being typed.
	PromptSet      string
	TemperatureSet float32
	SeedSet        uint64

	// The engine, as far as it has answered.
	Engine    Engine
	Starts    int  // engines asked for
	Busy      bool // a command is with the engine
	Config    attention.Config
	Kernel    string
	ClockStep float64 // seconds
	Fetching  protocol.Fetching
	Using     bool // the engine holds the model Have
	Have      protocol.Use
	Asked     protocol.Use // the model that it was asked for last
	Refused   protocol.Use // could not be carried out, and is not asked for again

	Story   Story
	Measure Measuring
	Lab     Lab
	Paper   Paper
	Models  Models
	Inside  Inside
	Own     Brought

	Training Training

	Saves int  // files asked for
	Save  Save // the last of them

	Trouble Trouble
	Notes   []Note
	Spoken  string // said to screen readers
}

// Sizes are those of the attention that is drawn and counted, where they are not the
// model's own: 0 is as the model has it.
type Sizes struct{ Heads, HeadDim, Layers int }

// Theme is light or dark.
type Theme uint8

const (
	AutoTheme Theme = iota // as the system says
	Light
	Dark
)

// Engine says where the engine is in its life.
type Engine uint8

const (
	Off Engine = iota
	Starting
	Running
	Broken // it cannot be started
)

// Story is what is told under the picture.
type Story struct {
	Wanted   bool // is to be told from the beginning
	Told     bool // the engine holds it
	Playing  bool
	Due      int // tokens asked for and not yet told
	Given    string
	Passages []Passage
	Behind   int  // tokens that the model in use has yet to read
	End      bool // it is over
	Dropped  int  // bytes of the prompt that did not fit
}

// begun says whether there is a story, or is to be one.
func (s Story) begun() bool { return s.Wanted || s.Told || s.Playing || len(s.Passages) > 0 }

// Passage is what one model has told of a story.
type Passage struct {
	KVHeads int
	Source  protocol.Source
	Bytes   string // of whole tokens: may end within a character
}

// Text is the passage as far as its characters are whole.
func (p Passage) Text() string { return whole(p.Bytes) }

// Measuring is what is known of time.
type Measuring struct {
	Wanted  bool
	Seed    uint64
	Results map[int]protocol.Measured // by Context; never changed in place
	Failed  string                    // why there is none
}

// Trouble is what went wrong, and what is to be said of it.
type Trouble struct {
	Kind   TroubleKind
	Reason string // in the engine's words
	Try    int
}

// TroubleKind is the sentence to say.
type TroubleKind uint8

const (
	NoTrouble  TroubleKind = iota
	Restarting             // the engine died, another one is being started
	Restarted              // ... and runs
	NoEngine
	NoModel
	NoStory
)

// Note is a parameter of the URL that could not be taken as it was.
type Note struct{ Name, Value, Used string }

// The shipped models' shape. The true one comes with protocol.Using.
var shape = attention.Config{
	Dim: 128, Layers: 4, Heads: 8, KVHeads: 8, HeadDim: 16, Hidden: 352,
	Vocab: 1024, Context: 256, RopeTheta: 10000, NormEps: 1e-5,
}

// contexts are the depths of the cache that can be chosen.
var contexts = []int{256, 512, 1024, 2048, 4096, 8192, 16384}

const (
	randomSeed = 1 // of the heads that RandomInit makes

	mostHeads    = 32
	leastHeadDim = 8
	mostHeadDim  = 256
	mostLayers   = 96
	mostContext  = 1_000_000
	mostBatch    = 4096

	maxPrompt      = 512 // characters
	maxTemperature = 2
	maxSeed        = 1<<32 - 1
)

func newState() State {
	s := State{
		KVHeads:     4,
		Settled:     4,
		Context:     4096,
		Batch:       1,
		NumberBytes: 4,
		Prompt:      words.English.Prompt(),
		Temperature: 0.8,
		Seed:        1,
		Config:      shape,
		Training:    newTraining(),
		Own:         Brought{Learning: newLearning()},
		Models:      newModels(),
		Inside:      Inside{Layer: 3, Head: 4}, // which looks at the token before: a map that is easy to read
	}
	s.PromptSet, s.TemperatureSet, s.SeedSet = s.Prompt, s.Temperature, s.Seed
	return s
}

// atFirst is such a state, to compare with: links are written with every drawing.
var atFirst = newState()

// Messages: what can happen, besides the events of the engine.
type (
	Navigated      struct{ Query, Browser string } // the URL's query; the browser's language
	Drag           struct{ KVHeads int }           // the slider moves
	Settle         struct{ KVHeads int }           // and is let go
	Nudge          struct{ Stops int }             // it moves by so many stops, and is let go
	Rest           struct{}                        // it has not moved for a moment
	SetSource      struct{ Source protocol.Source }
	SetContext     struct{ Context int }
	Point          struct{ Group int } // at a group of heads; 0 at none
	SetTheme       struct{ Theme Theme }
	SetPrompt      struct{ Text string }
	SetTemperature struct{ Temperature float32 }
	SetSeed        struct{ Seed uint64 }
	Play           struct{} // or pause
	Step           struct{}
	Stop           struct{}
	NewStory       struct{}
	Again          struct{}                  // the story from its beginning, as the fields say
	Begin          struct{ Lang words.Lang } // a story in this language
	Tick           struct{}                  // time for the next token
	MeasureNow     struct{}
	StopMeasure    struct{}
	Idle           struct{} // the story has come into sight
	Retry          struct{}
	Dismiss        struct{}              // the notes
	Spoke          struct{ Text string } // it has been quiet: say this
	Waited         struct{}              // for the slider: what gave way to it goes on
	Asked          struct{ Command protocol.Command }
)

// Update is the state after something has happened. It is the only writer of State,
// changes nothing in place and does nothing else: what is to be done follows from the
// state, see next.
func Update(s State, msg any) State {
	switch m := msg.(type) {
	case Navigated:
		s = navigated(s, m)
	case Drag:
		s = s.moved(m.KVHeads)
	case Rest:
		s.Moves = 0
	case Settle:
		s = s.moved(m.KVHeads)
		s.Settled = s.KVHeads
		s.Refused = protocol.Use{}
		s = s.stirred()
	case Nudge:
		stops := s.stops()
		at := slices.Index(stops, s.KVHeads) + m.Stops
		s = Update(s, Settle{stops[max(0, min(len(stops)-1, at))]})
	case SetSource:
		s.Source = min(m.Source, protocol.RandomInit)
		s.Refused = protocol.Use{}
		s = s.awake()
	case SetContext:
		s.Context = max(1, min(mostContext, m.Context))
		s = s.stirred()
	case Point:
		if m.Group >= 0 && m.Group <= s.KVHeads {
			s.Lit = m.Group
		}
	case OpenRoom:
		s.Open[m.Room%rooms] = m.Open
	case Save:
		s.Saves++
		s.Save = m
	case AskModels:
		s.Models = s.Models.asked(m)
	case SetTheme:
		s.Theme = min(m.Theme, Dark)
	case SetPrompt:
		s.Prompt, _ = cleanPrompt(m.Text)
	case SetTemperature:
		s.Temperature = max(0, min(maxTemperature, m.Temperature))
	case SetSeed:
		s.Seed = min(maxSeed, m.Seed)

	case Play:
		switch {
		case s.Story.Playing:
			s.Story.Playing, s.Story.Due = false, 0
		case s.Story.End:
			s = Update(s, NewStory{})
		default:
			s.Story.Playing = true
			s = s.tellOn()
		}
	case Step:
		s.Story.Playing = false
		s = s.tellOn()
	case Stop:
		s.Story = Story{}
	case NewStory:
		s.Seed = (s.Seed + 1) & maxSeed
		s.SeedSet = s.Seed
		s = Update(s, Again{})
	case Again:
		s.Story = Story{Playing: true}
		s = s.tellOn()
	case Begin:
		s.Prompt = m.Lang.Prompt()
		s.PromptSet = s.Prompt
		s = Update(s, Again{})
	case Tick:
		if s.Story.Playing && s.Story.Told {
			s.Story.Due = 1
		}

	case MeasureNow:
		s.Measure.Seed++
		s.Measure.Wanted, s.Measure.Failed = s.Context <= deepest, ""
		s.Measure.Results = maps.Clone(s.Measure.Results)
		delete(s.Measure.Results, s.Context)
		s = s.awake()
	case StopMeasure:
		s.Measure.Wanted = false
	case Idle:
		if !s.Frame.On {
			s = s.awake()
		}
	case Retry:
		s.Refused, s.Trouble = protocol.Use{}, Trouble{}
		if s.Engine == Broken {
			s.Engine = Off
		}
		s = s.awake()
	case Dismiss:
		s.Notes = nil
	case Spoke:
		s.Spoken = m.Text

	case Asked:
		s.Busy = true
		switch c := m.Command.(type) {
		case protocol.Use:
			s.Asked = c
		case protocol.Tell:
			s.Story.Wanted = false
		case protocol.Decode:
			s.Story.Due = max(0, s.Story.Due-c.Tokens)
		}
	case protocol.Fetching:
		s.Fetching = m
	case protocol.Event:
		s = answered(s, m)
	}
	s = s.ownUpdate(msg).labUpdate(msg).paperUpdate(msg).trainingUpdate(msg).learnUpdate(msg).insideUpdate(msg).tourUpdate(msg).frameUpdate(msg).shareUpdate(msg)
	if s.Lit > s.KVHeads { // there is no such group any more
		s.Lit = 0
	}
	return s
}

// moved is the state with the slider on another G.
func (s State) moved(g int) State {
	s.Lit = 0
	if g = lowerDivisor(s.top(), g); g == s.KVHeads {
		return s
	}
	if s.Moves == 0 {
		s.Rested = s.KVHeads
	}
	s.Moves++
	s.KVHeads = g
	return s
}

// pace is how long what goes on by itself waits from one piece to the next, where it waits so
// long at other times: while the slider moves, it leaves the machine to the reader.
func (s State) pace(usual time.Duration) time.Duration {
	if s.Moves > 0 {
		return usual + givenWay
	}
	return usual
}

// below is the state as the rooms show it, and as links and the address say it. They take
// time, and follow the slider once it rests.
func (s State) below() State {
	if s.Moves > 0 {
		s.KVHeads = lowerDivisor(s.top(), s.Rested)
	}
	s.Moves, s.Rested = 0, 0
	return s
}

// answered is the state after the engine has said something.
func answered(s State, e protocol.Event) State {
	s.Busy = false
	s.Fetching = protocol.Fetching{}
	switch e := e.(type) {
	case protocol.Ready:
		s.Engine = Running
		s.Kernel, s.ClockStep = e.Kernel, e.ClockStep.Seconds()
		if s.Trouble.Kind == Restarting {
			s.Trouble.Kind = Restarted
		} else if s.Trouble.Kind == NoEngine {
			s.Trouble = Trouble{}
		}
	case protocol.Lost:
		s = s.lost(Starting, e.Reason)
		s.Trouble = Trouble{Restarting, e.Reason, e.Try}
	case protocol.Using:
		if s.Story.Told && e.Len+e.Behind == 0 {
			s = s.untold() // it was of other tokens, or too long for this model
		}
		s.Using, s.Have = true, e.Use
		s.Config = e.Config
		s.Story.Behind = e.Behind
		if s.Trouble.Kind == NoModel {
			s.Trouble = Trouble{}
		}
	case protocol.Told:
		if s.Story.Wanted {
			break // it is to begin anew already
		}
		if s.Trouble.Kind != NoModel {
			s.Trouble = Trouble{}
		}
		s.Story.Told = true
		s.Story.Behind, s.Story.Dropped = e.Behind, e.Dropped
		s.Story.Given = join(e.Pieces)
		s.Story.Passages = nil
		s.Story.End = false
	case protocol.Decoded:
		if !s.Story.Told || s.Story.Wanted {
			break // of a story that has been stopped
		}
		s.Story.Behind = e.Behind
		s.Story = s.Story.add(s.Have, join(e.Pieces))
		if e.End {
			s.Story.End, s.Story.Playing, s.Story.Due = true, false, 0
		}
	case protocol.Measured:
		if e.Measure.Seed != s.Measure.Seed {
			break // it is to begin anew already
		}
		results := maps.Clone(s.Measure.Results)
		if results == nil {
			results = make(map[int]protocol.Measured)
		}
		results[e.Measure.Context] = e
		s.Measure.Results = results
		if e.Done && e.Measure.Context == s.Context {
			s.Measure.Wanted = false
		}
	case protocol.Failed:
		s = failed(s, e)
	}
	return s
}

func failed(s State, e protocol.Failed) State {
	switch e.Command {
	case protocol.Start:
		s = s.lost(Broken, e.Reason)
		s.Trouble = Trouble{Kind: NoEngine, Reason: e.Reason}
	case "Use":
		s.Refused = s.Asked
		if s.Asked == s.want() { // still
			s.Trouble = Trouble{Kind: NoModel, Reason: e.Reason}
		}
	case "Measure":
		if s.Lab.Asked == s.Context {
			s.Measure.Wanted, s.Measure.Failed = false, e.Reason
		}
	case "Probe", "Trap", "Look", "Load", "Score", "Save":
	default:
		s.Story.Playing, s.Story.Due, s.Story.Wanted, s.Story.Told = false, 0, false, false
		s.Trouble = Trouble{Kind: NoStory, Reason: e.Reason}
	}
	return s
}

// lost is the state without an engine. What has been told and measured stays; what was
// under way is not taken up again by itself, as it may be what killed the engine.
func (s State) lost(e Engine, reason string) State {
	s.Engine = e
	s.Using, s.Have, s.Refused = false, protocol.Use{}, protocol.Use{}
	s = s.untold()
	s.Story.Wanted = false
	if s.Measure.Wanted {
		s.Measure.Wanted, s.Measure.Failed = false, reason
	}
	s.Lab = s.Lab.lost(reason)
	return s
}

// untold is the state in which the engine holds no story. What has been told stays.
func (s State) untold() State {
	s.Story.Told, s.Story.Playing, s.Story.Due = false, false, 0
	return s
}

// awake is the state with an engine asked for.
func (s State) awake() State {
	if s.Engine == Off && s.modelled() {
		s.Engine = Starting
		s.Starts++
	}
	return s
}

// stirred is the state with time measured for what has been chosen. A frame fetches no
// model for that alone.
func (s State) stirred() State {
	if s.Frame.On && s.Engine != Running {
		return s
	}
	s = s.awake()
	s.Measure = s.Measure.want(s.Context)
	return s
}

// tellOn asks for one more token, and for the story's beginning if it has none.
func (s State) tellOn() State {
	if s.Story.End {
		s.Story.Playing = false
		return s
	}
	if !s.Story.Told && !s.Story.Wanted {
		s.Story = Story{Wanted: true, Playing: s.Story.Playing}
	}
	s.Story.Due = 1
	s.Refused = protocol.Use{}
	return s.awake()
}

// next is what to ask of the engine; nil is nothing. It follows from the state alone:
// a drag across five values regroups once, to the last.
func next(s State) protocol.Command {
	if s.Engine != Running || s.Busy || s.Frame.Away || !s.modelled() {
		return nil
	}
	want := s.want()
	story, measure := s.Story, s.measure()
	switch {
	case s.Own.Wanted:
		return s.Own.Pick.load(s.Own.Have)
	case want != s.Refused && !(s.Using && want == s.Have):
		return want
	case !s.Using:
		return nil
	case story.Wanted:
		return protocol.Tell{Prompt: s.Prompt, Temperature: s.Temperature, TopP: protocol.TopP, Seed: s.Seed}
	case story.Told && story.Due > 0 && story.Behind > 0:
		return protocol.Decode{}
	case story.Told && story.Due > 0 && !story.End:
		return protocol.Decode{Tokens: 1}
	case s.ownNext() != nil:
		return s.ownNext()
	case s.Frame.Bench.Active && !story.Playing:
		return s.Frame.Bench.next()
	case s.insideNext() != nil:
		return s.insideNext()
	case s.isTraining(), s.Moves > 1: // which would be in the way of measuring
	case s.Measure.Wanted && !story.Playing && !s.Measure.Results[s.Context].Done:
		return measure
	case !story.Playing:
		return s.labNext()
	}
	return nil
}

// want is the model to be in use: the one that the reader has chosen, unless a text is
// scored by another one, and while the slider goes on the one that is.
func (s State) want() protocol.Use {
	switch {
	case s.Own.Scoring.Wanted:
		return s.Own.Scoring.use()
	case s.Moves > 1 && s.Using:
		return s.Have
	}
	return s.chosen()
}

// chosen is the model that the reader has chosen.
func (s State) chosen() protocol.Use {
	if s.Own.InUse {
		return s.ownUse()
	}
	u := protocol.Use{KVHeads: s.Settled, Source: s.Source}
	switch {
	case s.Settled == s.Config.Heads:
		u.Source = protocol.Uptrained // nothing to convert
	case s.Source == protocol.RandomInit:
		u.Seed = randomSeed
	}
	return u
}

// measure is the measurement at the chosen depth, for all numbers of heads at once: it
// holds for wherever the slider goes next.
func (s State) measure() protocol.Measure {
	return protocol.Measure{
		KVHeads: attention.Divisors(s.most()),
		Context: s.Context,
		Seed:    s.Measure.Seed,
	}
}

// want asks for a measurement, if there is none.
func (m Measuring) want(context int) Measuring {
	m.Failed = ""
	m.Wanted = !m.Results[context].Done && context <= deepest
	return m
}

// shape is what is drawn and counted: the model's shape as the slider stands, or the
// reader's own sizes.
func (s State) shape() attention.Config {
	c := s.Config
	c.Heads = cmp.Or(s.Sizes.Heads, c.Heads)
	c.HeadDim = cmp.Or(s.Sizes.HeadDim, c.HeadDim)
	c.Layers = cmp.Or(s.Sizes.Layers, c.Layers)
	c.KVHeads = s.KVHeads
	return c
}

// heads is H of what is drawn.
func (s State) heads() int { return cmp.Or(s.Sizes.Heads, s.Config.Heads) }

// modelled says whether what is drawn is the model's shape. Of any other there are the
// picture and the bytes, and nothing to run.
func (s State) modelled() bool { return s.Sizes == Sizes{} }

// cacheBytes is what the cache of this shape takes with the chosen length, batch and
// numbers. It is less than 2^55 and, odd part by odd part, exact as a float64, too.
func (s State) cacheBytes(c attention.Config) int {
	return c.CacheBytes(s.Context) / 4 * s.NumberBytes * s.Batch
}

// cacheOfOne is what one key/value head takes of that.
func (s State) cacheOfOne() int {
	c := s.shape()
	c.KVHeads = 1
	return s.cacheBytes(c)
}

// multiHead is the shape that the others are compared with.
func (s State) multiHead() attention.Config {
	c := s.shape()
	c.KVHeads = c.Heads
	return c
}

// timing is what was measured at the chosen depth with this many key/value heads.
func (s State) timing(kvHeads int) (t protocol.Timing, ok bool) {
	for _, t := range s.Measure.Results[s.Context].Timings {
		if t.KVHeads == kvHeads && t.N > 0 {
			return t, true
		}
	}
	return t, false
}

// add is the story with more text by a model.
func (s Story) add(by protocol.Use, text string) Story {
	if text == "" {
		return s
	}
	s.Passages = slices.Clone(s.Passages)
	last := len(s.Passages) - 1
	if last < 0 || s.Passages[last].KVHeads != by.KVHeads || s.Passages[last].Source != by.Source {
		rest := ""
		if last >= 0 { // the new model finishes the other one's character
			whole := whole(s.Passages[last].Bytes)
			rest = s.Passages[last].Bytes[len(whole):]
			s.Passages[last].Bytes = whole
		}
		s.Passages = append(s.Passages, Passage{by.KVHeads, by.Source, rest})
		last++
	}
	s.Passages[last].Bytes += text
	return s
}

func join(pieces []protocol.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.Write(p.Text)
	}
	return b.String()
}

// whole is the text without the beginning of a character at its end.
func whole(s string) string {
	for n := 1; n < utf8.UTFMax && n <= len(s); n++ {
		tail := s[len(s)-n:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRuneInString(tail) {
				return s[:len(s)-n]
			}
			break
		}
	}
	return s
}

// lowerDivisor is the largest divisor of heads that is not above g, at least 1.
func lowerDivisor(heads, g int) int {
	lower := 1
	for _, d := range attention.Divisors(heads) {
		if d <= g {
			lower = d
		}
	}
	return lower
}
