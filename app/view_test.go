//go:build !js

package main

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/assets"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// fakeProvenance has results for every model, none of them true.
func fakeProvenance() (p assets.Provenance) {
	add := func(g int, source string, loss, recall float64) {
		r := func(x float64) assets.Recall {
			return assets.Recall{Answers: 1234, Share: x, Low: x - 0.02, High: x + 0.02}
		}
		p.Models = append(p.Models, assets.Model{KVHeads: g, Source: source, Alpha: 0.05, Loss: loss, LossLow: loss - 0.01, LossHigh: loss + 0.01,
			Recall: r(recall), English: r(recall + 0.01), Korean: r(recall - 0.01)})
	}
	add(8, "pretrained", 1.21, 0.93)
	for g, x := range map[int]float64{4: 1, 2: 2, 1: 3} {
		add(g, "uptrained", 1.21+0.02*x, 0.93-0.04*x)
		add(g, "mean", 1.21+0.3*x, 0.83-0.14*x)
		add(g, "first", 1.21+0.5*x, 0.73-0.16*x)
		add(g, "random", 1.21+0.9*x, 0.53-0.16*x)
	}
	return p
}

// tags are the start tags of a page, as the site has them.
func tags(s State) (html string, tags []string) { return tagsOf(View(s, func(any) {})) }

func tagsOf(ui app.UI) (html string, tags []string) {
	html = startTag.ReplaceAllStringFunc(app.HTMLString(ui), tidyTag)
	return html, anyTag.FindAllString(html, -1)
}

var anyTag = regexp.MustCompile(`<[a-zA-Z][^>]*>`)

// identified returns the ids of a page's tags, none of which may be there twice, nor a
// style inline.
func identified(t *testing.T, where string, tags []string) (ids map[string]bool) {
	t.Helper()
	ids = make(map[string]bool)
	for _, tag := range tags {
		if strings.Contains(tag, " style=") {
			t.Errorf("%s: inline style in %s", where, tag)
		}
		if _, id, ok := strings.Cut(tag, ` id="`); ok {
			id, _, _ = strings.Cut(id, `"`)
			if ids[id] {
				t.Errorf("%s: two elements are called %s", where, id)
			}
			ids[id] = true
		}
	}
	return ids
}

// states are the page in all kinds of situations.
func states() map[string]State {
	all := make(map[string]State)
	for _, l := range words.Langs {
		s := Update(newState(), Navigated{Query: "lang=" + l.Tag()})
		add := func(name string, messages ...any) State {
			t := s
			for _, m := range messages {
				t = Update(t, m)
			}
			all[l.Tag()+" "+name] = t
			return t
		}
		for _, g := range attention.Divisors(shape.Heads) {
			add("G="+strconv.Itoa(g), Settle{g})
		}
		add("bad link", Navigated{Query: `g=3&ctx=1&lang=` + l.Tag() + `&theme="><script>alert(1)</script>`})
		add("dark", SetTheme{Dark})
		add("lost", Idle{}, protocol.Lost{Reason: "out of <memory>", Try: 2})
		add("broken", Idle{}, protocol.Failed{Command: protocol.Start, Reason: "no workers"})
		running := []any{Idle{}, protocol.Ready{Kernel: "simd128", ClockStep: 100 * time.Microsecond}, Asked{protocol.Use{}},
			protocol.Using{Use: protocol.Use{KVHeads: 4}, Config: shape}}
		add("no model", append(running, Settle{2}, protocol.Failed{Command: "Use", Reason: "2.gguf: HTTP 404"})...)
		add("measuring", append(running, MeasureNow{})...)
		measure := s.measure()
		measure.Seed = 1
		timings := func(n int) (ts []protocol.Timing) {
			for _, g := range measure.KVHeads {
				ms := func(x float64) time.Duration { return time.Duration(x * float64(g) * 1e5) }
				t := protocol.Timing{KVHeads: g, N: n, Median: ms(2), Ratio: float64(g) / 8, RatioHigh: math.Inf(1)}
				if n > 5 {
					t.Low, t.High, t.RatioLow, t.RatioHigh = ms(1.9), ms(2.1), float64(g)/8-0.01, float64(g)/8+0.01
				}
				ts = append(ts, t)
			}
			return ts
		}
		add("few samples", append(running, MeasureNow{}, protocol.Measured{Measure: measure, Timings: timings(3), Progress: 0.2, ClockStep: time.Microsecond})...)
		add("measured", append(running, MeasureNow{}, protocol.Measured{Measure: measure, Timings: timings(20), Progress: 1, Done: true, Discarded: 2, ClockStep: 16 * time.Millisecond})...)
		add("not measured", append(running, MeasureNow{}, protocol.Failed{Command: "Measure", Reason: "the clock does not move"})...)
		story := append(running, Play{}, Asked{protocol.Tell{}}, protocol.Told{Pieces: []protocol.Piece{{Text: []byte("Once <b>")}}, Dropped: 3},
			protocol.Decoded{Pieces: []protocol.Piece{{Text: []byte(" upon\x00 \xff")}, {Text: []byte("한")[:2]}}})
		add("story", story...)
		add("story by two", append(story, protocol.Using{Use: protocol.Use{KVHeads: 2, Source: protocol.MeanPool}, Config: shape, Behind: 9}, Tick{},
			protocol.Decoded{Pieces: []protocol.Piece{{Text: []byte("the end")}}, End: true})...)
	}
	return all
}

func TestPage(t *testing.T) {
	defer func(p assets.Provenance) { provenance = p }(provenance)
	for _, p := range []assets.Provenance{{}, fakeProvenance()} {
		provenance = p
		for name, s := range states() {
			html, tags := tags(s)
			if len(tags) > 420 {
				t.Errorf("%s: %d elements", name, len(tags))
			}
			ids := identified(t, name, tags)
			for _, id := range []string{"page", "main", "headline", "heads", "sharing", "picture", "g", "fewer", "more", "table", "cache", "cache-bytes", "ctx",
				"time", "time-median", "measure", "quality", "quality-loss", "src-uptrained", "src-mean", "src-first", "src-random",
				"story", "story-text", "play", "step", "stop", "new", "prompt", "temp", "seed", "again", "spoken", "lang-en", "lang-ko", "theme"} {
				if !ids[id] {
					t.Errorf("%s: nothing is called %s", name, id)
				}
			}
			for _, bad := range []string{"%!", "NaN", "Inf", "<script", "<b>", `open="false"`, "&lt;nil&gt;", "\x00"} {
				if strings.Contains(html, bad) {
					t.Errorf("%s: there is %q", name, bad)
				}
			}
			g, heads := s.KVHeads, s.Config.Heads
			_, formula := s.Lang.CacheFormula(s.Batch, s.Config.Layers, g, s.Context, s.Config.HeadDim, s.NumberBytes)
			for part, want := range map[string]int{"query": heads, "key": heads, "value": heads} {
				if n := strings.Count(html, `data-part="`+part+`"`); n != want {
					t.Errorf("%s: %d of %s, want %d", name, n, part, want)
				}
			}
			if n := strings.Count(html, `data-merged="yes"`); n != 2*(heads-g) {
				t.Errorf("%s: %d merged boxes, want %d", name, n, 2*(heads-g))
			}
			for _, want := range []string{
				`data-bytes="` + strconv.Itoa(s.shape().CacheBytes(s.Context)) + `"`,
				words.Int(s.shape().CacheBytes(s.Context)),
				"<strong>G = " + strconv.Itoa(g) + "</strong>",
				"<strong>H/G = " + strconv.Itoa(heads/g) + "</strong>",
				`aria-valuetext="` + s.Lang.SliderValue(heads, g, words.Bytes(s.shape().CacheBytes(s.Context))) + `"`,
				s.Lang.Headline(),
				`>d</button>`, formula,
			} {
				if !strings.Contains(html, want) {
					t.Errorf("%s: there is no %s", name, want)
				}
			}
			if announcement(s) == "" {
				t.Errorf("%s: nothing is said", name)
			}
		}
	}
}

// What is measured, and what is not, is said so.
func TestTimeWords(t *testing.T) {
	for _, test := range []struct {
		g               int
		ratio, low, top float64
		known           bool
		want            string
	}{
		{8, 1, 1, 1, true, "baseline"},
		{4, 0.98, 0.95, 1.01, true, "no measurable difference"},
		{4, 0.70, 0.65, 0.75, true, "0.7 × multi-head"},
		{4, 1.30, 1.25, 1.35, true, "1.3 × multi-head"},
		{4, 0.70, 0, math.Inf(1), false, "too few"},
	} {
		if got := words.English.TimeAgainst(8, 8, test.g, test.ratio, test.low, test.top, test.known); !strings.Contains(got, test.want) {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

func TestTags(t *testing.T) {
	p := fakeProvenance()
	s := newState()
	for _, test := range []struct {
		g      int
		source protocol.Source
		want   string
	}{
		{8, protocol.MeanPool, "multi-head original"}, {4, protocol.MeanPool, "converted, not uptrained"},
		{2, protocol.Uptrained, "uptrained 5%"}, {1, protocol.RandomInit, "converted, not uptrained"},
	} {
		if got := tag(s, p, test.g, test.source); got != test.want {
			t.Errorf("G = %d, %v: %q, want %q", test.g, test.source, got, test.want)
		}
	}
}

// There is nothing to convert at G = H, and nothing to choose; what was chosen counts again at
// the next G.
func TestNothingToConvert(t *testing.T) {
	chosen := Update(newState(), SetSource{protocol.MeanPool})
	for _, g := range attention.Divisors(shape.Heads) {
		s := Update(chosen, Settle{g})
		html, all := tags(s)
		for _, tag := range all {
			if !strings.Contains(tag, ` name="src"`) {
				continue
			}
			if disabled := strings.Contains(tag, " disabled"); disabled != (g == shape.Heads) {
				t.Errorf("G = %d: %s", g, tag)
			}
			if checked := strings.Contains(tag, " checked"); checked != (g < shape.Heads && strings.Contains(tag, "src-mean")) {
				t.Errorf("G = %d: %s", g, tag)
			}
		}
		if says := strings.Contains(html, s.Lang.SourceOriginal()); says != (g == shape.Heads) {
			t.Errorf("G = %d: it says %t that there is nothing to convert", g, says)
		}
	}
}

// A story can be begun anew once there is one.
func TestStartOver(t *testing.T) {
	all := states()
	for name, s := range all {
		_, tags := tags(s)
		for _, tag := range tags {
			if strings.Contains(tag, ` id="stop"`) && strings.Contains(tag, " disabled") == strings.Contains(name, " story") {
				t.Errorf("%s: %s", name, tag)
			}
		}
	}
	if s := all["en story"]; Update(s, Stop{}).Story.begun() {
		t.Error("there is a story after starting over")
	}
}

func TestProvenance(t *testing.T) {
	for _, text := range []string{"", "{", `{"placeholder": true, "models": [{"kvHeads": 8, "source": "pretrained"}]}`} {
		if p := readProvenance([]byte(text)); len(p.Models) > 0 {
			t.Errorf("%q has models", text)
		}
	}
}

// Where the cards are below the window the strip says their numbers, to eyes alone, and no
// number that a link has left out.
func TestStrip(t *testing.T) {
	for name, s := range states() {
		html, _ := tags(s)
		_, strip, ok := strings.Cut(html, `<dl aria-hidden="true" class="strip" id="numbers">`)
		strip, _, _ = strings.Cut(strip, "</dl>")
		want := []string{words.Bytes(s.cacheBytes(s.shape()))}
		if m, known := model(provenance, s.Config.Heads, s.KVHeads, s.Source); known {
			want = append(want, recall(m.Recall))
		}
		if timing, ok := s.timing(s.KVHeads); ok {
			want = append(want, milliseconds(timing)+" ms")
		}
		for _, w := range want {
			if !ok || !strings.Contains(strip, w) {
				t.Errorf("%s: the strip is %q, without %s", name, strip, w)
			}
		}
	}
	for query, want := range map[string]int{"": 3, "hide=time": 2, "hide=cache,quality": 1, "hide=numbers": 0, "h=16": 1} {
		html := app.HTMLString(strip(Update(newState(), Navigated{Query: query}), nil))
		if got := strings.Count(html, "<dd>"); got != want {
			t.Errorf("%q: %d numbers, want %d", query, got, want)
		}
	}
}

// What is done with a model of the reader's is folded away until there is one; what would be
// saved meanwhile is the story's, and the button says so.
func TestOwnWorkIsFolded(t *testing.T) {
	s := Update(newState(), OpenRoom{OwnRoom, true})
	for _, there := range []bool{false, true} {
		if there {
			s.Own.Model.N, s.Own.Model.Config = 1, fox
		}
		_, tags := tagsOf(ownPanel(s, func(any) {}))
		for _, tag := range tags {
			if strings.Contains(tag, `id="own-work"`) && strings.Contains(tag, " open") != s.Own.Model.Loaded() {
				t.Errorf("a model is there: %t; %s", s.Own.Model.Loaded(), tag)
			}
		}
		if s.Own.Model.Loaded() != there {
			t.Fatal("no model was brought")
		}
	}
	if html := app.HTMLString(ownPanel(s, func(any) {})); !strings.Contains(html, "Save the story model with G = 4 as GGUF") {
		t.Error("it is not said which model would be saved")
	}
}

// The table of all models begins with what it is there for; a heading stands over its own column.
func TestModelsColumns(t *testing.T) {
	s := newState()
	head, row := s.modelsHead(), s.cells(published("t5-xxl-decoder-mha-the-paper"))
	if len(head) != len(columns) || len(row) != len(columns) {
		t.Fatalf("%d headings, %d cells, %d columns", len(head), len(row), len(columns))
	}
	r := published("t5-xxl-decoder-mha-the-paper")
	for i, c := range columns {
		if want := map[string]string{"g": strconv.Itoa(r.KVHeads), "h": strconv.Itoa(r.Heads), "d": strconv.Itoa(r.HeadDim), "layers": strconv.Itoa(r.Layers),
			"bytes": words.Int(s.Models.bytes(r.layout().Growth(1)))}[c.name]; want != "" && row[i] != want {
			t.Errorf("under %s is %s, want %s", c.name, row[i], want)
		}
	}
	if head[4] != s.Lang.ColToken() || head[2] != "G" || head[7] != "H" {
		t.Errorf("the headings are %q", head)
	}
}

// Language and colours can be left out, as a link says.
func TestHideSettings(t *testing.T) {
	for query, want := range map[string]bool{"": true, "hide=settings": false} {
		html, _ := tags(Update(newState(), Navigated{Query: query}))
		if strings.Contains(html, `id="theme"`) != want || strings.Contains(html, `id="lang-ko"`) != want {
			t.Errorf("?%s: settings are there: %v, want %v", query, !want, want)
		}
	}
}

// A control that a teacher has locked is locked wherever it is shown, and no tour leads past it.
func TestLockedElsewhere(t *testing.T) {
	html, all := tags(Update(newState(), Navigated{Query: "open=time.heads&lock=g,measure,story"}))
	for _, id := range []string{"lab-measure", "inside-play"} {
		i := slices.IndexFunc(all, func(tag string) bool { return strings.Contains(tag, `id="`+id+`"`) })
		if i < 0 || !strings.Contains(all[i], " disabled") {
			t.Errorf("#%s is not locked", id)
		}
	}
	if strings.Contains(html, `id="offer-tour"`) {
		t.Error("the tour is offered, which moves what is locked")
	}
}
