//go:build !js

package main

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// framedState is the page in a frame, by a link.
func framedState(query string) State {
	return Update(Update(newState(), Framed{"https://gqa.example/embed/"}), Navigated{Query: query})
}

// letters are what a state has to post, and the state once it is posted.
func letters(t *testing.T, s State) ([]Letter, State) {
	t.Helper()
	all := s.Frame.Letters
	for _, l := range all {
		b, err := json.Marshal(l)
		if err != nil || len(b) > maxLetter {
			t.Errorf("a letter of %d bytes: %v", len(b), err)
		}
	}
	return all, Update(s, Posted{len(all)})
}

// answerTo is what a letter is answered with.
func answerTo(t *testing.T, s State, text string) (Letter, State) {
	t.Helper()
	all, s := letters(t, Update(s, Received{Text: text}))
	if len(all) != 1 {
		t.Fatalf("%s is answered by %d letters", text, len(all))
	}
	return all[0], s
}

// A letter and a link say the same, and are judged alike.
func TestLetterIsLink(t *testing.T) {
	for _, test := range []struct{ query, state string }{
		{"g=2", `{"g":2}`}, {"g=2", `{"g":"2"}`}, {"g=3", `{"g":3}`}, {"g=0", `{"g":0}`}, {"g=-1", `{"g":-1}`}, {"g=1e99", `{"g":1e99}`},
		{"g=1.5", `{"g":1.5}`}, {"g=true", `{"g":true}`}, {"g=null", `{"g":null}`}, {"g={}", `{"g":{}}`},
		{"h=32&g=16", `{"g":16,"h":32}`}, {"h=12&g=5", `{"h":12,"g":5}`}, {"h=33", `{"h":33}`},
		{"ctx=1000000&batch=4096&bytes=2&dh=256&layers=96", `{"ctx":1000000,"batch":4096,"bytes":2,"dh":256,"layers":96}`},
		{"hide=story,rooms&lock=g", `{"hide":["story","rooms"],"lock":"g"}`}, {"hide=x", `{"hide":["x"]}`},
		{"view=time&run=visible&links=0&motion=reduce&theme=dark", `{"view":"time","run":"visible","links":0,"motion":"reduce","theme":"dark"}`},
		{"prompt=%E2%80%AEa&temp=9&seed=-1", `{"prompt":"\u202ea","temp":9,"seed":-1}`},
		{"lang=ko", `{"lang":"ko"}`}, {"lang=xx", `{"lang":"xx"}`}, {"__proto__=1", `{"__proto__":1}`},
	} {
		linked := framedState(test.query)
		l, told := answerTo(t, framedState(""), `{"gqa":1,"type":"set","state":`+test.state+`}`)
		if l.Type != "reply" || wanted(told) != wanted(linked) {
			t.Errorf("%s: %+v, and by link %v", test.state, wanted(told), wanted(linked))
		}
		if got, want := l.Warnings, warnings(linked.Notes); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: warns of %v, by link of %v", test.state, got, want)
		}
	}
}

func TestLetters(t *testing.T) {
	s := framedState("g=3")
	l, s := answerTo(t, s, `{"gqa":1,"type":"hello","id":"a"}`)
	if l.Type != "ready" || string(l.ID) != `"a"` || l.Version != Version || l.State.G != 2 || len(l.Warnings) != 1 || l.Warnings[0] != (Warning{"g", "3", "2"}) {
		t.Errorf("hello: %+v", l)
	}
	for _, test := range []struct{ letter, kind, code string }{
		{`{"gqa":1,"type":"get"}`, "reply", ""},
		{`{"gqa":1,"type":"stop","id":7}`, "reply", ""},
		{`{"gqa":1,"type":"subscribe","types":["change"]}`, "reply", ""},
		{`{"gqa":1,"type":"subscribe","types":["all"]}`, "error", badMessage},
		{`{"gqa":1,"type":"snapshot"}`, "snapshot", ""},
		{`{"gqa":1,"type":"snapshot","mime":"image/png","theme":"dark"}`, "snapshot", ""},
		{`{"gqa":1,"type":"snapshot","mime":"text/html"}`, "error", unsupported},
		{`{"gqa":1,"type":"measure","contexts":[0]}`, "error", badMessage},
		{`{"gqa":1,"type":"measure","groups":[3]}`, "error", badMessage},
		{`{"gqa":1,"type":"measure","contexts":[1,2,3,4,5,6,7,8,9]}`, "error", badMessage},
		{`{"gqa":1,"type":"measure","contexts":"1"}`, "error", badMessage},
		{`{"gqa":2,"type":"get"}`, "error", badMessage},
		{`{"gqa":1,"type":"navigate"}`, "error", badMessage},
		{`{"gqa":1,"type":"get","id":{}}`, "error", badMessage},
		{`{"gqa":1,"type":"get","id":"` + strings.Repeat("x", 100) + `"}`, "error", badMessage},
		{`[]`, "error", badMessage}, {`null`, "error", badMessage}, {``, "error", badMessage}, {`{`, "error", badMessage},
		{`{"gqa":1,"type":"` + strings.Repeat("x", maxLetter) + `"}`, "error", badMessage},
	} {
		before := wanted(s)
		l, s = answerTo(t, s, test.letter)
		if l.Type != test.kind || l.Code != test.code || wanted(s) != before {
			t.Errorf("%.60s: %s %s", test.letter, l.Type, l.Code)
		}
	}
	if l, _ := answerTo(t, framedState("h=16"), `{"gqa":1,"type":"run"}`); l.Code != noModel {
		t.Errorf("a model of 16 heads: %+v", l)
	}
	if s := Update(newState(), Received{Text: `{"gqa":1,"type":"set","state":{"g":1}}`}); s.KVHeads != newState().KVHeads || len(s.Frame.Letters) > 0 {
		t.Error("the whole page takes letters")
	}
}

// A measurement is asked of the engine length by length, and its results come together.
func TestLetterMeasures(t *testing.T) {
	s := framedState("")
	s = Update(s, Received{Text: `{"gqa":1,"type":"measure","id":1,"contexts":[512,256],"groups":[8,1,8]}`})
	if s.Engine != Starting {
		t.Fatal("no engine is asked for")
	}
	s = Update(s, protocol.Ready{})
	var asked []protocol.Measure
	for range 100 {
		c := next(s)
		if c == nil {
			break
		}
		s = Update(s, Asked{c})
		switch c := c.(type) {
		case protocol.Use:
			s = Update(s, protocol.Using{Use: c, Config: shape})
		case protocol.Measure:
			asked = append(asked, c)
			m := protocol.Measured{Measure: c, Done: len(asked)%2 == 0}
			for _, g := range c.KVHeads {
				m.Timings = append(m.Timings, protocol.Timing{KVHeads: g, N: 10, Median: 2e6, Low: 1e6, High: 3e6, Ratio: 1, RatioLow: 0.9, RatioHigh: 1.1})
			}
			s = Update(s, m)
		}
	}
	all, s := letters(t, s)
	if len(asked) != 4 || len(all) != 1 || len(all[0].Results) != 2 || s.Frame.Bench.Active {
		t.Fatalf("asked %v, answered %+v", asked, all)
	}
	for i, r := range all[0].Results {
		if want := []int{512, 256}[i]; r.Context != want || len(r.Times) != 2 || r.Times[0].G != 1 || r.Times[1].Median != 2 || r.Times[1].Low != 1 {
			t.Errorf("%+v", r)
		}
	}
	if len(s.Measure.Results) > 0 {
		t.Error("it shows as the page's own")
	}

	s = Update(s, Received{Text: `{"gqa":1,"type":"measure","id":2}`})
	l, _ := answerTo(t, Update(s, Posted{9}), `{"gqa":1,"type":"measure","id":3}`)
	if l.Code != busy {
		t.Errorf("a second one: %+v", l)
	}
	all, _ = letters(t, Update(s, protocol.Lost{Reason: "gone"}))
	if len(all) != 1 || all[0].Code != notMeasured || string(all[0].ID) != "2" {
		t.Errorf("the engine is lost: %+v", all)
	}

	// A model of the reader's has no more KV heads than it came with.
	s = framedState("")
	s.Own.InUse, s.Own.Model.Config = true, s.Config
	s.Own.Model.Config.KVHeads = 4
	if l, _ := answerTo(t, s, `{"gqa":1,"type":"measure","groups":[8]}`); l.Code != badMessage || l.Message != "groups are divisors of 4." {
		t.Errorf("more KV heads than there are: %+v", l)
	}
	if l, _ := answerTo(t, s, `{"gqa":1,"type":"get"}`); l.Numbers.Loss != 0 || l.Numbers.Recall != 0 {
		t.Errorf("a model that nobody has measured: %+v", l.Numbers)
	}
	s = Update(s, Received{Text: `{"gqa":1,"type":"measure"}`})
	if groups := s.Frame.Bench.Groups; !slices.Equal(groups, []int{1, 2, 4}) {
		t.Errorf("of 4 KV heads, %v are measured", groups)
	}
}

// A checkpoint is answered once the engine has taken or refused it.
func TestLetterLoads(t *testing.T) {
	const load = `{"gqa":1,"type":"load","id":5,"name":"mine.gguf"}`
	if l, _ := answerTo(t, framedState(""), load); l.Code != badMessage {
		t.Errorf("without a file: %+v", l)
	}
	s := Update(framedState(""), PickFiles{N: 1, Files: []FileInfo{{"mine.gguf", 0}}})
	if all, _ := letters(t, Update(s, Received{Text: load, File: true})); len(all) != 1 || all[0].Code != refused {
		t.Errorf("an empty file: %+v", all)
	}
	s = Update(framedState(""), PickFiles{N: 2, Files: []FileInfo{{"mine.gguf", 1000}}})
	s = Update(s, Received{Text: load, File: true})
	s = Update(s, protocol.Ready{})
	c, ok := next(s).(protocol.Load)
	if !ok || len(s.Frame.Letters) > 0 {
		t.Fatalf("the engine is asked for %+v, and the page around told %v", next(s), s.Frame.Letters)
	}
	s = Update(s, Asked{c})
	if all, _ := letters(t, Update(s, protocol.Failed{Command: "Load", Reason: "no GGUF"})); len(all) != 1 || all[0].Code != refused || all[0].Message != "no GGUF" {
		t.Errorf("no model: %+v", all)
	}
	// A file that is refused meanwhile has an answer of its own.
	empty := Update(s, PickFiles{N: 3, Files: []FileInfo{{"empty.gguf", 0}}})
	all, empty := letters(t, Update(empty, Received{Text: strings.Replace(load, "5", "6", 1), File: true}))
	if len(all) != 1 || string(all[0].ID) != "6" || all[0].Code != refused || empty.Frame.Loading.N != 2 {
		t.Errorf("an empty file meanwhile: %+v, %+v", all, empty.Frame.Loading)
	}
	config := shape
	config.Heads, config.KVHeads = 12, 3
	all, s = letters(t, Update(s, protocol.Loaded{Load: c, Done: true, Config: config}))
	if len(all) != 1 || all[0].Type != "reply" || string(all[0].ID) != "5" || all[0].State.H != 12 || all[0].State.G != 3 {
		t.Errorf("a model: %+v", all)
	}
	if all, _ := letters(t, Update(s, Idle{})); len(all) != 0 {
		t.Errorf("and once more: %+v", all)
	}
}

// Nothing runs while the frame is out of sight; and nothing by itself unless a link says so.
func TestFrameRests(t *testing.T) {
	running := func(query string) State {
		s := Update(framedState(query), Idle{})
		if s.Engine == Off {
			return s
		}
		s = Update(s, protocol.Ready{})
		s = Update(s, protocol.Using{Use: s.want(), Config: shape})
		return s
	}
	if s := Update(running(""), Seen{true}); s.Engine != Off || s.Story.Playing {
		t.Error("it begins by itself")
	}
	if s := running("run=auto"); !s.Story.Playing || next(s) == nil {
		t.Error("run=auto does not run")
	}
	if s := Update(running("run=visible"), Seen{true}); !s.Story.Playing || s.Engine != Starting {
		t.Error("run=visible does not run once seen")
	}
	s := Update(running("run=auto"), Seen{false})
	if next(s) != nil || s.phase() != "paused" {
		t.Error("it goes on out of sight")
	}
	if next(Update(s, Seen{true})) == nil {
		t.Error("it does not go on once seen again")
	}
}

// Bytes are exact in JSON's numbers, too, which others read as float64.
func TestExactBytes(t *testing.T) {
	s := framedState("")
	s.Context, s.Batch, s.NumberBytes = mostContext-1, mostBatch-1, 4
	for heads := 1; heads <= mostHeads; heads++ {
		for _, layers := range []int{1, mostLayers - 1, mostLayers} {
			for _, dim := range []int{leastHeadDim, mostHeadDim - 1, mostHeadDim} {
				n := s.cacheBytes(attention.Config{Heads: heads, KVHeads: heads, Layers: layers, HeadDim: dim})
				if int(float64(n)) != n || n > math.MaxInt64/2 || n/heads/layers/dim/s.Context/s.Batch != 8 {
					t.Errorf("%d heads, %d layers of %d: %d bytes", heads, layers, dim, n)
				}
			}
		}
	}
}

// FuzzMessage: no letter breaks the frame, or leaves it in a state that a link could not.
func FuzzMessage(f *testing.F) {
	for _, text := range []string{`{"gqa":1,"type":"set","id":1,"state":{"g":2,"h":"16","hide":["story"]}}`, `{"gqa":1,"type":"measure","contexts":[256],"groups":[1]}`,
		`{"gqa":1,"type":"run"}`, `{"gqa":1,"type":"snapshot","mime":"image/png"}`, `{"gqa":1,"type":"subscribe","types":["run"]}`, `{"gqa":1e0,"type":null,"id":-}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := Update(framedState("g=2"), Received{Text: text})
		s = Update(s, Received{Text: text})
		all, s := letters(t, s)
		if len(all) < 1 || len(all) > 3 {
			t.Errorf("%q is answered by %d letters", text, len(all))
		}
		if again := framedState(query(s)); wanted(again) != wanted(s) || len(again.Notes) > 0 {
			t.Errorf("%q leads to %q, which is another state: %v", text, query(s), again.Notes)
		}
		if heads := s.heads(); heads%s.KVHeads != 0 || heads%s.Settled != 0 {
			t.Errorf("%q: %d of %d heads", text, s.KVHeads, heads)
		}
	})
}

// What a link locks can be seen and not moved.
func TestLocked(t *testing.T) {
	for lock, ids := range map[string][]string{
		"g": {"g", "fewer", "more"}, "ctx": {"ctx"}, "src": {"src-uptrained", "src-mean"}, "story": {"play", "step", "stop", "new", "again", "prompt", "temp", "seed"}, "measure": {"measure"},
	} {
		for _, query := range []string{"", "lock=" + lock} {
			_, all := tags(Update(Update(newState(), Navigated{Query: query}), Play{})) // as there is nothing to start over before
			for _, id := range ids {
				for _, tag := range all {
					if strings.Contains(tag, ` id="`+id+`"`) && strings.Contains(tag, " disabled") != (query != "") {
						t.Errorf("%q: %s", query, tag)
					}
				}
			}
		}
	}
}
