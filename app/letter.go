package main

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"gqaplayground/app/json"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Letter is what the frame says to the page around it. Every kind uses some of the
// fields; a letter with an ID answers one that had it.
type Letter struct {
	GQA  int             `json:"gqa"` // version of the messages: 1
	Type string          `json:"type"`
	ID   json.RawMessage `json:"id,omitempty"`

	OK       bool         `json:"ok,omitempty"`        // reply
	Version  string       `json:"version,omitempty"`   // ready
	Caps     []string     `json:"caps,omitempty"`      // ready
	State    *LetterState `json:"state,omitempty"`     // ready, change, reply
	Numbers  *Numbers     `json:"numbers,omitempty"`   // ready, change, reply
	Warnings []Warning    `json:"warnings,omitzero"`   // ready, reply
	Phase    string       `json:"phase,omitempty"`     // run
	Stats    *Stats       `json:"stats,omitempty"`     // run
	Code     string       `json:"code,omitempty"`      // error
	Message  string       `json:"message,omitempty"`   // error
	MIME     string       `json:"mime,omitempty"`      // snapshot
	Data     string       `json:"data,omitempty"`      // snapshot: SVG, also where MIME is PNG
	Types    []string     `json:"types,omitempty"`     // reply to subscribe
	Results  []Result     `json:"results,omitempty"`   // reply to measure
	ClockMS  float64      `json:"clockStep,omitempty"` // reply to measure, milliseconds
}

// LetterState is the state as parameters, by their names in the URL.
type LetterState struct {
	H      int     `json:"h"`
	G      int     `json:"g"`
	DH     int     `json:"dh"`
	Layers int     `json:"layers"`
	Ctx    int     `json:"ctx"`
	Batch  int     `json:"batch"`
	Bytes  int     `json:"bytes"`
	Src    string  `json:"src"`
	Temp   float64 `json:"temp"`
	Seed   uint64  `json:"seed"`
	Prompt string  `json:"prompt"`
	Lang   string  `json:"lang"`
	Theme  string  `json:"theme"`
	View   string  `json:"view"`
	Run    string  `json:"run"`
	Hide   string  `json:"hide"`
	Lock   string  `json:"lock"`
	Motion string  `json:"motion"`
	Links  string  `json:"links"`
}

// Numbers are those that the frame shows.
type Numbers struct {
	GroupSize      int     `json:"groupSize"`
	CacheBytes     int     `json:"cacheBytes"`
	MultiHeadBytes int     `json:"multiHeadBytes"`
	Loss           float64 `json:"loss,omitempty"`   // nats a token, held out
	Recall         float64 `json:"recall,omitempty"` // share of answers
	Time           *Time   `json:"time,omitempty"`   // at ctx, if it has been measured
}

// Time is a measured time per token, in milliseconds, with the 95 % interval of the
// median. There is no interval, and no ratio to the most heads, before there are enough
// samples.
type Time struct {
	G      int       `json:"g"`
	Median float64   `json:"median"`
	Low    float64   `json:"low,omitempty"`
	High   float64   `json:"high,omitempty"`
	N      int       `json:"n"`
	Ratio  *Interval `json:"ratio,omitempty"`
}

// Interval is a value and its 95 % interval.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Result is the time at one length.
type Result struct {
	Context   int    `json:"context"`
	Times     []Time `json:"times"`
	Discarded int    `json:"discarded"` // blocks, as the machine changed speed
	Paused    int    `json:"paused"`    // blocks, as it slept
}

// Stats are how far the story is.
type Stats struct {
	G    int    `json:"g"`
	Src  string `json:"src"`
	Text string `json:"text"`
}

// Warning says that a parameter was not taken as it was given.
type Warning struct {
	Param string `json:"param"`
	Value string `json:"value"`
	Used  string `json:"used"`
}

// Codes of errors.
const (
	badMessage  = "bad-message"
	unsupported = "unsupported"
	busy        = "busy"
	noEngine    = "no-engine"
	noModel     = "no-model"
	noStory     = "no-story"
	notMeasured = "not-measured"
	stopped     = "stopped"
	refused     = "refused"
)

// caps are the letters that the frame answers.
var caps = []string{"hello", "set", "get", "run", "stop", "snapshot", "subscribe", "measure", "load"}

// subscriptions are the letters that come unasked and can be declined.
var subscriptions = []string{"change", "run", "resize"}

const (
	maxLetter   = 64 << 10 // bytes of a letter
	maxID       = 80
	maxContexts = 8 // lengths measured for one letter
)

// failure is the letter that says that something went wrong.
func failure(id json.RawMessage, code, message string) Letter {
	return Letter{GQA: 1, Type: "error", ID: id, Code: code, Message: message}
}

// reply is the letter that says that what was asked is done.
func reply(id json.RawMessage) Letter { return Letter{GQA: 1, Type: "reply", ID: id, OK: true} }

// ready is the frame's first letter.
func (s State) ready(id json.RawMessage) Letter {
	l := Letter{GQA: 1, Type: "ready", ID: id, Version: Version, Caps: caps, Warnings: warnings(s.Notes)}
	return l.with(s)
}

// change says how the state is, run how far the story.
func (s State) change() Letter { return Letter{GQA: 1, Type: "change"}.with(s) }
func (s State) runs() Letter {
	l := Letter{GQA: 1, Type: "run", Phase: s.phase()}
	if s.Using {
		l.Stats = &Stats{G: s.Have.KVHeads, Src: sourceNames[s.Have.Source], Text: s.Story.text()}
	}
	return l
}

// phase is how far the story is, or the measurement.
func (s State) phase() string {
	switch {
	case s.Engine == Broken:
		return "failed"
	case s.Frame.Bench.Active:
		return "measuring"
	case s.Story.End:
		return "ended"
	case s.Story.Playing && s.Frame.Away:
		return "paused"
	case s.Story.Playing && s.Story.Told:
		return "running"
	case s.Story.Playing:
		return "starting"
	case s.Story.Told:
		return "paused"
	}
	return "idle"
}

// text is all of the story.
func (s Story) text() string {
	text := s.Given
	for _, p := range s.Passages {
		text += p.Text()
	}
	return visible(text)
}

// with is the letter with the state and its numbers.
func (l Letter) with(s State) Letter {
	c := s.shape()
	l.State = &LetterState{
		H: c.Heads, G: c.KVHeads, DH: c.HeadDim, Layers: c.Layers, Ctx: s.Context, Batch: s.Batch, Bytes: s.NumberBytes,
		Src: sourceNames[s.Source], Temp: tidy(s.Temperature), Seed: s.Seed, Prompt: s.Prompt, Lang: s.Lang.Tag(), Theme: themeNames[s.Theme],
		View: viewNames[s.Frame.View], Run: runNames[s.Frame.Run],
		Hide: listed(s.Hidden[:], hideNames[:]), Lock: listed(s.Locked[:], lockNames[:]),
		Motion: named(motionNames, s.Calm), Links: named(linksNames, s.NoLinks),
	}
	l.Numbers = &Numbers{GroupSize: c.GroupSize(), CacheBytes: s.cacheBytes(c), MultiHeadBytes: s.cacheBytes(s.multiHead())}
	if !s.modelled() {
		return l
	}
	if m, known := model(provenance, s.Config.Heads, s.KVHeads, s.Source); known && !s.Own.InUse {
		l.Numbers.Loss, l.Numbers.Recall = m.Loss, m.Recall.Share
	}
	if t, ok := s.timing(s.KVHeads); ok {
		time := newTime(t)
		l.Numbers.Time = &time
	}
	return l
}

// tidy is the decimal that was written.
func tidy(x float32) float64 {
	y, _ := strconv.ParseFloat(formatTemperature(x), 64)
	return y
}

func newTime(t protocol.Timing) Time {
	n := Time{G: t.KVHeads, Median: inMs(t.Median), N: t.N}
	if t.High > 0 {
		n.Low, n.High = inMs(t.Low), inMs(t.High)
		n.Ratio = &Interval{t.Ratio, t.RatioLow, t.RatioHigh}
	}
	return n
}

func warnings(notes []Note) []Warning {
	w := []Warning{}
	for _, n := range notes {
		w = append(w, Warning{n.Name, n.Value, n.Used})
	}
	return w
}

func benchReply(b Bench) Letter {
	l := reply(b.ID)
	for _, m := range b.Results {
		r := Result{Context: m.Measure.Context, Times: []Time{}, Discarded: m.Discarded, Paused: m.Paused}
		for _, t := range m.Timings {
			if t.N == 0 { // the machine was too busy for even one
				continue
			}
			r.Times = append(r.Times, newTime(t))
		}
		l.Results = append(l.Results, r)
		l.ClockMS = inMs(m.ClockStep)
	}
	return l
}

// request is a letter of the page around.
type request struct {
	GQA      int                        `json:"gqa"`
	Type     string                     `json:"type"`
	ID       json.RawMessage            `json:"id"`
	State    map[string]json.RawMessage `json:"state"`
	MIME     string                     `json:"mime"`
	Theme    string                     `json:"theme"`
	Types    []string                   `json:"types"`
	Contexts []int                      `json:"contexts"`
	Groups   []int                      `json:"groups"`
}

// received does what a letter asks. What cannot be understood is answered, and leaves
// the state as it was.
func (s State) received(m Received) State {
	var r request
	if len(m.Text) > maxLetter {
		return s.post(failure(nil, badMessage, "A message has at most "+strconv.Itoa(maxLetter)+" bytes."))
	}
	err := json.Unmarshal([]byte(m.Text), &r)
	if !isID(r.ID) {
		return s.post(failure(nil, badMessage, "An id is a number or a text of at most "+strconv.Itoa(maxID)+" bytes."))
	}
	if err != nil || r.GQA != 1 {
		return s.post(failure(r.ID, badMessage, "A message is {gqa: 1, type, id?} and the fields of its type."))
	}
	switch r.Type {
	case "hello":
		return s.post(s.ready(r.ID))
	case "get":
		return s.post(reply(r.ID).with(s))
	case "set":
		values := make(map[string]string)
		for name, value := range r.State {
			values[name] = parameter(value)
		}
		lang := s.Lang
		notes := s.take(values)
		if s.Prompt == lang.Prompt() {
			s.Prompt = s.Lang.Prompt()
			s.PromptSet = s.Prompt
		}
		s.Refused = protocol.Use{}
		l := reply(r.ID).with(s)
		l.Warnings = warnings(notes)
		return s.post(l)
	case "run":
		if !s.modelled() {
			return s.post(failure(r.ID, noModel, "There is no model with these sizes: picture and bytes only."))
		}
		return s.run().post(reply(r.ID))
	case "stop":
		if s.Story.Playing {
			s = Update(s, Play{})
		}
		s = Update(Update(s, StopMeasure{}), StopWork{})
		if b := s.Frame.Bench; b.Active {
			s = s.post(failure(b.ID, stopped, "The measurement was stopped."))
			s.Frame.Bench = Bench{Seed: b.Seed}
		}
		return s.post(reply(r.ID))
	case "snapshot":
		return s.post(s.snapshot(r))
	case "subscribe":
		for _, t := range r.Types {
			if !slices.Contains(subscriptions, t) {
				return s.post(failure(r.ID, badMessage, "types are among "+strings.Join(subscriptions, ", ")+"."))
			}
		}
		l := reply(r.ID)
		l.Types = slices.Compact(slices.Sorted(slices.Values(r.Types)))
		return s.post(l)
	case "measure":
		return s.bench(r)
	case "load":
		switch {
		case !m.File:
			return s.post(failure(r.ID, badMessage, "bytes are those of a GGUF file, as an ArrayBuffer or a view of one."))
		case !s.Own.Wanted || s.Own.Trouble.Kind != NoOwnTrouble: // the one before may be on its way
			return s.post(failure(r.ID, refused, s.ownTrouble()))
		}
		s.Frame.Loading = Loading{r.ID, s.Own.Pick.N}
		return s
	}
	return s.post(failure(r.ID, badMessage, "type is one of "+strings.Join(caps, ", ")+"."))
}

// isID says whether a letter can have this id.
func isID(id json.RawMessage) bool {
	return len(id) <= maxID && (len(id) == 0 || id[0] == '"' || id[0] == '-' || '0' <= id[0] && id[0] <= '9')
}

// parameter is a value of a letter as a link would have it. What is neither a text, nor a
// number, nor a list of texts is as wrong there as here.
func parameter(value json.RawMessage) string {
	var list []string
	if json.Unmarshal(value, &list) == nil && list != nil {
		return strings.Join(list, ",")
	}
	var text string
	if json.Unmarshal(value, &text) == nil && !bytes.Equal(value, []byte("null")) {
		return text
	}
	return string(value)
}

// snapshot is the picture.
func (s State) snapshot(r request) Letter {
	mime := r.MIME
	if mime == "" {
		mime = "image/svg+xml"
	}
	if mime != "image/svg+xml" && mime != "image/png" {
		return failure(r.ID, unsupported, "mime is image/svg+xml or image/png.")
	}
	return Letter{GQA: 1, Type: "snapshot", ID: r.ID, MIME: mime, Data: s.document(r.Theme == "dark")}
}

// document is the picture as a file of its own.
func (s State) document(dark bool) string {
	l, c := s.Lang, s.shape()
	e := scene(l, c).Alone(l.PictureTitle(c.Heads, c.KVHeads), l.PictureDesc(c.Heads, c.KVHeads), dark)
	return e.Document()
}

// bench begins a measurement for the page around.
func (s State) bench(r request) State {
	divisors := attention.Divisors(s.most())
	if r.Contexts == nil {
		r.Contexts = []int{min(s.Context, deepest)}
	}
	if r.Groups == nil {
		r.Groups = divisors
	}
	switch {
	case !s.modelled():
		return s.post(failure(r.ID, noModel, "There is no model with these sizes: picture and bytes only."))
	case s.Frame.Bench.Active:
		return s.post(failure(r.ID, busy, "Another measurement is under way."))
	case len(r.Contexts) == 0 || len(r.Contexts) > maxContexts || slices.Min(r.Contexts) < 1 || slices.Max(r.Contexts) > deepest:
		return s.post(failure(r.ID, badMessage, "contexts are 1 to "+strconv.Itoa(maxContexts)+" numbers from 1 to "+strconv.Itoa(deepest)+"."))
	case len(r.Groups) == 0 || slices.ContainsFunc(r.Groups, func(g int) bool { return !slices.Contains(divisors, g) }):
		return s.post(failure(r.ID, badMessage, "groups are divisors of "+strconv.Itoa(s.most())+"."))
	}
	s.Frame.Bench = Bench{
		ID:       r.ID,
		Groups:   slices.Compact(slices.Sorted(slices.Values(r.Groups))),
		Contexts: r.Contexts,
		Seed:     max(benchSeed, s.Frame.Bench.Seed) + 1,
		Active:   true,
	}
	if s.Story.Playing {
		s = Update(s, Play{}) // it would hold the measurement up
	}
	if s.Engine == Broken {
		s = Update(s, Retry{})
	}
	return s.awake()
}
