package main

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gqaplayground/app/words"
	"gqaplayground/wasm/protocol"
)

// param is how a part of the state is written in the URL. get is empty for the default;
// set says whether it could take the value as it was.
type param struct {
	name string
	get  func(s State) string
	set  func(s *State, value string) bool
}

// params says how the state is written in the URL, one row a parameter.
var params = slices.Concat([]param{
	{"tour", State.tourName, (*State).setTour}, // first: a step begins in a state that the rest may change
	{"h", func(s State) string { return unless(s.Sizes.Heads == 0, strconv.Itoa(s.Sizes.Heads)) },
		func(s *State, v string) bool { return takeSize(&s.Sizes.Heads, v, mostHeads, s.Config.Heads) }},
	{"g", func(s State) string {
		g, heads := s.KVHeads, s.heads()
		if s.Own.InUse { // which no link can bring
			g, heads = s.Own.Before.KVHeads, shape.Heads
		}
		return unless(g == lowerDivisor(heads, s.byDefault().KVHeads), strconv.Itoa(g))
	}, func(s *State, v string) bool {
		n, ok := parseCount(v, math.MaxInt)
		if !ok {
			return false
		}
		if s.Own.InUse {
			s.Own.Before.KVHeads = lowerDivisor(shape.Heads, n)
			return s.Own.Before.KVHeads == n
		}
		s.KVHeads = lowerDivisor(s.heads(), n)
		s.Settled = s.KVHeads
		return s.KVHeads == n
	}},
	{"dh", func(s State) string { return unless(s.Sizes.HeadDim == 0, strconv.Itoa(s.Sizes.HeadDim)) },
		func(s *State, v string) bool {
			n, ok := parseCount(v, mostHeadDim)
			return ok && n >= leastHeadDim && takeSize(&s.Sizes.HeadDim, v, mostHeadDim, s.Config.HeadDim)
		}},
	{"layers", func(s State) string { return unless(s.Sizes.Layers == 0, strconv.Itoa(s.Sizes.Layers)) },
		func(s *State, v string) bool { return takeSize(&s.Sizes.Layers, v, mostLayers, s.Config.Layers) }},
	{"ctx", func(s State) string {
		return unless(s.Context == s.byDefault().Context, strconv.Itoa(s.Context))
	}, func(s *State, v string) bool {
		n, ok := parseCount(v, mostContext)
		if ok {
			s.Context = n
		}
		return ok
	}},
	{"batch", func(s State) string { return unless(s.Batch == 1, strconv.Itoa(s.Batch)) },
		func(s *State, v string) bool {
			n, ok := parseCount(v, mostBatch)
			if ok {
				s.Batch = n
			}
			return ok
		}},
	{"bytes", func(s State) string { return unless(s.NumberBytes == 4, strconv.Itoa(s.NumberBytes)) },
		func(s *State, v string) bool {
			n, ok := parseCount(v, 4)
			ok = ok && n != 3
			if ok {
				s.NumberBytes = n
			}
			return ok
		}},
	{"src", func(s State) string {
		return unless(s.Source == s.byDefault().Source, sourceNames[s.Source])
	}, func(s *State, v string) bool {
		i := slices.Index(sourceNames[:protocol.Aligned], v)
		if i < 0 {
			return false
		}
		s.Source = protocol.Source(i)
		return true
	}},
	{"temp", func(s State) string {
		return unless(s.Temperature == atFirst.Temperature, formatTemperature(s.Temperature))
	}, func(s *State, v string) bool {
		t, ok := parseTemperature(v)
		if ok {
			s.Temperature, s.TemperatureSet = t, t
		}
		return ok
	}},
	{"seed", func(s State) string {
		return unless(s.Seed == atFirst.Seed, strconv.FormatUint(s.Seed, 10))
	}, func(s *State, v string) bool {
		n, ok := parseSeed(v)
		if ok {
			s.Seed, s.SeedSet = n, n
		}
		return ok
	}},
	{"prompt", func(s State) string {
		return unless(s.Prompt == s.Lang.Prompt(), s.Prompt)
	}, func(s *State, v string) bool {
		text, ok := cleanPrompt(v)
		if text == "" {
			return false
		}
		s.Prompt, s.PromptSet = text, text
		return ok
	}},
	{"panel", func(s State) string {
		return unless(s.Lab.Panel == CurvePanel, panelNames[s.Lab.Panel])
	}, func(s *State, v string) bool {
		i := slices.Index(panelNames[:], v)
		if i < 0 {
			return false
		}
		s.Open[TimeRoom], s.Lab.Panel = true, LabPanel(i)
		return true
	}},
	{"paper", func(s State) string {
		return unless(s.Paper.Panel == TradePanel, paperNames[s.Paper.Panel])
	}, func(s *State, v string) bool {
		i := slices.Index(paperNames[:], v)
		if i < 0 {
			return false
		}
		s.Open[PaperRoom], s.Paper.Panel = true, PaperPanel(i)
		return true
	}},
	{"open", State.open, (*State).opened},
	{"lang", func(s State) string {
		return unless(!s.LangChosen, s.Lang.Tag())
	}, func(s *State, v string) bool {
		l, ok := words.Of(v)
		if ok && l.Tag() == v {
			s.Lang, s.LangChosen = l, true
			return true
		}
		return false
	}},
	{"theme", func(s State) string {
		return unless(s.Theme == AutoTheme, themeNames[s.Theme])
	}, func(s *State, v string) bool {
		i := slices.Index(themeNames[:], v)
		if i < 0 {
			return false
		}
		s.Theme = Theme(i)
		return true
	}},
}, insideParams, trainingParams(), modelParams(), frameParams())

var (
	sourceNames = [...]string{protocol.Uptrained: "uptrained", protocol.MeanPool: "mean", protocol.FirstHead: "first", protocol.RandomInit: "random", protocol.Aligned: "aligned"}
	panelNames  = [...]string{CurvePanel: "length", GroupsPanel: "groups", TrapPanel: "trap", RoofPanel: "roof"}
	paperNames  = [...]string{TradePanel: "cache", MethodPanel: "method", AlphaPanel: "alpha", ShapePanel: "groups", OthersPanel: "others"}
	insideNames = [...]string{MapsPanel: "maps", GrowthPanel: "cache", LinesPanel: "lines", GuessPanel: "guess"}
	themeNames  = [...]string{AutoTheme: "auto", Light: "light", Dark: "dark"}
	motionNames = [2]string{"auto", "reduce"}
	linksNames  = [2]string{"1", "0"}
)

const (
	maxQuery = 8 << 10 // bytes of a URL's query that are read
	maxShown = 24      // characters of a bad value that are shown
)

// query is the state as a URL's query, without the question mark. What is as by
// default is left out.
func query(s State) string {
	var b strings.Builder
	for _, p := range params {
		if v := p.get(s); v != "" {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(p.name + "=" + url.QueryEscape(v))
		}
	}
	return b.String()
}

// navigated is the state for a URL. What the URL does not say is as by default; the
// engine, the story and what was measured stay. A parameter that cannot be taken as it
// is leaves a note, one that is not known is passed over, and of two the first counts.
func navigated(s State, m Navigated) State {
	lang, _ := words.Of(m.Browser)
	d := newState()
	d.Lang, d.Prompt = lang, ""
	d.Config, d.Story, d.Measure, d.Lab = s.Config, s.Story, s.Measure, s.Lab
	d.Lab.Panel = CurvePanel
	d.Paper, d.Training = s.Paper, s.Training
	d.Training.Choice, d.Training.SeedSet = newTraining().Choice, newTraining().SeedSet
	d.Paper.Panel = TradePanel
	d.Address = s.Address
	d.Tour = s.Tour
	d.Tour.Step = 0
	in := d.Inside
	d.Inside = s.Inside
	d.Inside.Panel, d.Inside.Layer, d.Inside.Head = in.Panel, min(in.Layer, s.Config.Layers-1), min(in.Head, s.Config.Heads-1)
	d.Engine, d.Starts, d.Busy, d.Kernel, d.ClockStep = s.Engine, s.Starts, s.Busy, s.Kernel, s.ClockStep
	d.Using, d.Have, d.Refused, d.Trouble = s.Using, s.Have, s.Refused, s.Trouble
	d.Fetching = s.Fetching
	d.Saves, d.Save, d.Spoken = s.Saves, s.Save, s.Spoken
	d.Frame = s.Frame.navigated()
	if d.Own = s.Own; d.Own.InUse {
		d.KVHeads, d.Settled = s.KVHeads, s.Settled
		d.Own.Before.KVHeads = newState().KVHeads
	}

	values := make(map[string]string)
	if len(m.Query) > maxQuery {
		d.Notes = append(d.Notes, Note{Name: "?", Value: shown(m.Query)})
	} else {
		for pair := range strings.SplitSeq(m.Query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			if _, known := values[name]; known {
				continue
			}
			text, err := url.QueryUnescape(value)
			if err != nil {
				text = value // a bad escape is a bad value
			}
			values[name] = text
		}
	}
	d.Notes = append(d.Notes, d.take(values)...)
	if d.Prompt == "" {
		d.Prompt = d.Lang.Prompt()
		d.PromptSet = d.Prompt
	}
	d.Measure.Wanted = d.Measure.Wanted && !d.Measure.Results[d.Context].Done
	return d
}

// take sets parameters, in the order of the table. What is not given stays; there is a
// note for each value that cannot be taken as it is.
func (s *State) take(values map[string]string) (notes []Note) {
	for _, p := range params {
		if value, given := values[p.name]; given && !p.set(s, value) {
			notes = append(notes, Note{Name: p.name, Value: shown(value)})
		}
	}
	if s.Own.InUse { // whose sizes are its own
		s.Sizes = Sizes{}
	}
	if g := lowerDivisor(s.top(), s.KVHeads); g != s.KVHeads { // h has changed under it
		s.KVHeads, s.Settled = g, g
	}
	for i, n := range notes {
		notes[i].Used = used(*s, n.Name)
	}
	return notes
}

// used is the value that a parameter has after all.
func used(s State, name string) string {
	switch name {
	case "tour":
		return s.tourName()
	case "h":
		return strconv.Itoa(s.heads())
	case "g":
		if s.Own.InUse {
			return strconv.Itoa(s.Own.Before.KVHeads)
		}
		return strconv.Itoa(s.KVHeads)
	case "dh":
		return strconv.Itoa(s.shape().HeadDim)
	case "layers":
		return strconv.Itoa(s.shape().Layers)
	case "batch":
		return strconv.Itoa(s.Batch)
	case "bytes":
		return strconv.Itoa(s.NumberBytes)
	case "view":
		return viewNames[s.Frame.View]
	case "run":
		return runNames[s.Frame.Run]
	case "hide":
		return listed(s.Hidden[:], hideNames[:])
	case "lock":
		return listed(s.Locked[:], lockNames[:])
	case "motion":
		return named(motionNames, s.Calm)
	case "links":
		return named(linksNames, s.NoLinks)
	case "ctx":
		return strconv.Itoa(s.Context)
	case "src":
		return sourceNames[s.Source]
	case "temp":
		return formatTemperature(s.Temperature)
	case "seed":
		return strconv.FormatUint(s.Seed, 10)
	case "panel":
		return panelNames[s.Lab.Panel]
	case "paper":
		return paperNames[s.Paper.Panel]
	case "inside":
		return insideNames[s.Inside.Panel]
	case "layer":
		return strconv.Itoa(s.Inside.Layer + 1)
	case "head":
		return strconv.Itoa(s.Inside.Head + 1)
	case "open":
		return s.open()
	case "lang":
		return s.Lang.Tag()
	case "theme":
		return themeNames[s.Theme]
	}
	if f, ok := choiceNamed(name); ok {
		return f.text(s.Training.Choice)
	}
	if f := modelField(name); f != nil {
		return f.get(&s.Models)
	}
	return ""
}

func unless(isDefault bool, v string) string {
	if isDefault {
		return ""
	}
	return v
}

func formatTemperature(t float32) string { return strconv.FormatFloat(float64(t), 'g', -1, 32) }

// parseCount reads a whole number from 1 on, in digits.
func parseCount(v string, most int) (int, bool) {
	n, err := strconv.Atoi(v)
	return n, err == nil && 1 <= n && n <= most && v[0] != '+'
}

// takeSize reads a size that is as the model has it, or another one.
func takeSize(size *int, v string, most, models int) bool {
	n, ok := parseCount(v, most)
	if ok {
		*size = n
		if n == models {
			*size = 0
		}
	}
	return ok
}

// takeName reads one of the names of a small type's values.
func takeName[T ~uint8](value *T, names []string, v string) bool {
	i := slices.Index(names, v)
	if i >= 0 {
		*value = T(i)
	}
	return i >= 0
}

// takeBool reads one of two names, for false and for true.
func takeBool(value *bool, names [2]string, v string) bool {
	i := slices.Index(names[:], v)
	if i >= 0 {
		*value = i == 1
	}
	return i >= 0
}

func named(names [2]string, value bool) string {
	if value {
		return names[1]
	}
	return names[0]
}

// takeNames reads a list of names, of what is on. Those it does not know it passes over.
func takeNames(on []bool, names []string, v string) bool {
	ok := true
	clear(on)
	for name := range strings.SplitSeq(v, ",") {
		if i := slices.Index(names, name); i >= 0 {
			on[i] = true
		} else if name != "" {
			ok = false
		}
	}
	return ok
}

// listed is that list as it is written.
func listed(on []bool, names []string) string {
	var list []string
	for i, name := range names {
		if on[i] {
			list = append(list, name)
		}
	}
	return strings.Join(list, ",")
}

// parseTemperature reads a temperature.
func parseTemperature(v string) (float32, bool) {
	t, err := strconv.ParseFloat(v, 32)
	if err != nil || math.IsNaN(t) || t < 0 || t > maxTemperature || strings.ContainsAny(v, "xX_") {
		return 0, false
	}
	return float32(t), true
}

// parseSeed reads a seed.
func parseSeed(v string) (uint64, bool) {
	n, err := strconv.ParseUint(v, 10, 32)
	return n, err == nil
}

// cleanPrompt is the text as a prompt can be: of bounded length and without what is
// not text, such as marks that reverse the direction of all that follows.
func cleanPrompt(v string) (text string, ok bool) {
	var b strings.Builder
	n, ok := 0, utf8.ValidString(v)
	for _, r := range v {
		if n == maxPrompt {
			return b.String(), false
		}
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
			ok = ok && r == '\r'
			continue
		}
		b.WriteRune(r)
		n++
	}
	return b.String(), ok
}

// shown is a value of the URL as it can be shown: short, and of visible characters.
func shown(v string) string { return shownUpTo(v, maxShown) }

func shownUpTo(v string, most int) string {
	var b strings.Builder
	n := 0
	for _, r := range v {
		if n == most {
			b.WriteRune('…')
			break
		}
		if !unicode.IsGraphic(r) || unicode.Is(unicode.Mn, r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}
