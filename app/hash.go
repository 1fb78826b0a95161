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
	{"g", func(s State) string {
		return unless(s.KVHeads == s.byDefault().KVHeads, strconv.Itoa(s.KVHeads))
	}, func(s *State, v string) bool {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return false
		}
		s.KVHeads = lowerDivisor(s.Config.Heads, n)
		s.Settled = s.KVHeads
		return s.KVHeads == n
	}},
	{"ctx", func(s State) string {
		return unless(s.Context == s.byDefault().Context, strconv.Itoa(s.Context))
	}, func(s *State, v string) bool {
		n, err := strconv.Atoi(v)
		if err != nil || !slices.Contains(contexts, n) {
			return false
		}
		s.Context = n
		return true
	}},
	{"src", func(s State) string {
		return unless(s.Source == s.byDefault().Source, sourceNames[s.Source])
	}, func(s *State, v string) bool {
		i := slices.Index(sourceNames[:], v)
		if i < 0 {
			return false
		}
		s.Source = protocol.Source(i)
		return true
	}},
	{"temp", func(s State) string {
		return unless(s.Temperature == newState().Temperature, formatHeat(s.Temperature))
	}, func(s *State, v string) bool {
		t, ok := parseHeat(v)
		if ok {
			s.Temperature, s.TemperatureSet = t, t
		}
		return ok
	}},
	{"seed", func(s State) string {
		return unless(s.Seed == newState().Seed, strconv.FormatUint(s.Seed, 10))
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
		s.Prompt = text
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
}, modelParams())

var (
	sourceNames = [...]string{protocol.Uptrained: "uptrained", protocol.MeanPool: "mean", protocol.FirstHead: "first", protocol.RandomInit: "random"}
	panelNames  = [...]string{CurvePanel: "length", GroupsPanel: "groups", TrapPanel: "trap", RoofPanel: "roof"}
	themeNames  = [...]string{AutoTheme: "auto", Light: "light", Dark: "dark"}
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
	d.Tour = s.Tour
	d.Tour.Step = 0
	d.Engine, d.Starts, d.Busy, d.Kernel, d.ClockStep = s.Engine, s.Starts, s.Busy, s.Kernel, s.ClockStep
	d.Using, d.Have, d.Refused, d.Trouble = s.Using, s.Have, s.Refused, s.Trouble
	d.Fetching = s.Fetching
	d.Saves, d.Save, d.Spoken = s.Saves, s.Save, s.Spoken

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
	for _, p := range params {
		value, given := values[p.name]
		if p.name == "lang" && !given {
			continue
		}
		if given && !p.set(&d, value) {
			d.Notes = append(d.Notes, Note{Name: p.name, Value: shown(value)})
		}
	}
	if d.Prompt == "" {
		d.Prompt = d.Lang.Prompt()
	}
	d.PromptSet = d.Prompt
	d.Measure.Wanted = d.Measure.Wanted && !d.Measure.Results[d.Context].Done
	for i, n := range d.Notes {
		d.Notes[i].Used = used(d, n.Name)
	}
	return d
}

// used is the value that a parameter has after all.
func used(s State, name string) string {
	switch name {
	case "tour":
		return strconv.Itoa(s.Tour.Step)
	case "g":
		return strconv.Itoa(s.KVHeads)
	case "ctx":
		return strconv.Itoa(s.Context)
	case "src":
		return sourceNames[s.Source]
	case "temp":
		return formatHeat(s.Temperature)
	case "seed":
		return strconv.FormatUint(s.Seed, 10)
	case "panel":
		return panelNames[s.Lab.Panel]
	case "open":
		return s.open()
	case "lang":
		return s.Lang.Tag()
	case "theme":
		return themeNames[s.Theme]
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

func formatHeat(t float32) string { return strconv.FormatFloat(float64(t), 'g', -1, 32) }

// parseHeat reads a temperature.
func parseHeat(v string) (float32, bool) {
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
func shown(v string) string {
	var b strings.Builder
	n := 0
	for _, r := range v {
		if n == maxShown {
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
