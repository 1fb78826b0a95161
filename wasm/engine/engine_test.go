package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gqaplayground/attention"
	"gqaplayground/wasm/internal/parcel"
	"gqaplayground/wasm/protocol"
)

// files are tiny checkpoints with random weights under the shipped names.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	multiHead := attention.NewWeights(tiny)
	multiHead.Init(rand.New(rand.NewPCG(1, 2)))
	files := make(map[string][]byte)
	for _, g := range shipped {
		w, err := attention.Convert(multiHead, g, attention.MeanPool, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[fileName(g)] = encodeCheckpoint(t, w, fmt.Sprintf("tiny, %d KV heads", g))
	}
	return files
}

// start returns an engine that has files, and a count of its fetches.
func start(t testing.TB, files map[string][]byte) (*Engine, *int) {
	fetched := new(int)
	begun := time.Now()
	return New(func(name string) ([]byte, error) {
		*fetched++
		if data, ok := files[name]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}, func() time.Duration { return time.Since(begun) }), fetched
}

// must carries out c, whose answer has to be an M.
func must[M protocol.Event](t testing.TB, e *Engine, c protocol.Command) M {
	t.Helper()
	answer := e.Do(c)
	m, ok := answer.(M)
	if !ok {
		t.Fatalf("%+v is answered with %T %+v", c, answer, answer)
	}
	return m
}

// tellOn decodes until the story is over, and returns its tokens and the last answer.
func tellOn(t testing.TB, e *Engine) ([]int, protocol.Decoded) {
	t.Helper()
	var tokens []int
	for range 10_000 {
		d := must[protocol.Decoded](t, e, protocol.Decode{Tokens: 5})
		for _, p := range d.Pieces {
			tokens = append(tokens, p.Token)
		}
		if d.End && d.Behind == 0 {
			return tokens, d
		}
	}
	t.Fatal("the story has no end")
	return nil, protocol.Decoded{}
}

var once = protocol.Tell{Prompt: "once", Temperature: 1, TopP: 1, Seed: 3}

func TestScript(t *testing.T) {
	e, fetched := start(t, files(t))
	ready, ok := e.First().(protocol.Ready)
	if !ok || ready.ClockStep <= 0 || ready.Kernel == "" {
		t.Errorf("first word: %+v", e.First())
	}
	if *fetched > 0 {
		t.Error("a model was fetched before it was asked for")
	}

	using := must[protocol.Using](t, e, protocol.Use{KVHeads: 4})
	if using.Config.KVHeads != 4 || using.Name != "tiny, 4 KV heads" || using.Behind != 0 || using.Len != 0 || using.Cap != tiny.Context {
		t.Errorf("Use: %+v", using)
	}
	must[protocol.Using](t, e, protocol.Use{KVHeads: 4})
	if *fetched != 1 {
		t.Errorf("one model took %d fetches", *fetched)
	}

	told := must[protocol.Told](t, e, once)
	if told.Len+told.Behind != len(told.Pieces) || told.Dropped != 0 || len(told.Pieces[0].Text) != 0 {
		t.Errorf("Tell: %+v", told)
	}
	for behind := told.Behind; behind > 0; { // a slow machine reads the prompt in slices
		behind = must[protocol.Decoded](t, e, protocol.Decode{}).Behind
	}
	text := ""
	for _, p := range told.Pieces {
		text += string(p.Text)
	}
	if strings.TrimSpace(text) != once.Prompt {
		t.Errorf("the prompt was read as %q", text)
	}

	d := must[protocol.Decoded](t, e, protocol.Decode{Tokens: 3})
	if len(d.Pieces) == 0 || d.Elapsed <= 0 || d.Len != len(told.Pieces)+len(d.Pieces) {
		t.Fatalf("Decode: %+v", d)
	}
	if want := 2 * using.Config.Layers * using.Config.KVDim() * d.Len * 4; d.CacheBytes != want {
		t.Errorf("the cache holds %d bytes, want %d", d.CacheBytes, want)
	}
	for _, p := range d.Pieces {
		if !(p.Probability > 0 && p.Probability <= 1) {
			t.Errorf("probability %g", p.Probability)
		}
	}

	_, last := tellOn(t, e)
	if last.Len > using.Cap {
		t.Errorf("%d positions in a cache of %d", last.Len, using.Cap)
	}
	again := must[protocol.Decoded](t, e, protocol.Decode{Tokens: 3})
	if len(again.Pieces) > 0 || !again.End {
		t.Errorf("after the end: %+v", again)
	}
}

// The same seed tells the same story, however it is cut into commands.
func TestSameSeedSameStory(t *testing.T) {
	e, _ := start(t, files(t))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 2})
	must[protocol.Told](t, e, once)
	first, _ := tellOn(t, e)
	must[protocol.Told](t, e, once)
	var second []int
	for n := 0; ; n = (n + 1) % 4 {
		d := must[protocol.Decoded](t, e, protocol.Decode{Tokens: n})
		for _, p := range d.Pieces {
			second = append(second, p.Token)
		}
		if d.End {
			break
		}
	}
	if !reflect.DeepEqual(first, second) {
		t.Errorf("two stories from one seed:\n%v\n%v", first, second)
	}
}

// Another model reads the story told so far and goes on as if it had read it from
// the beginning; the way there and back changes nothing.
func TestUseDuringStory(t *testing.T) {
	e, _ := start(t, files(t))
	tell := func(detour bool) []int {
		must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
		must[protocol.Told](t, e, once)
		var d protocol.Decoded
		for told := 0; told < 4; told += len(d.Pieces) {
			d = must[protocol.Decoded](t, e, protocol.Decode{Tokens: 4 - told})
		}
		if detour {
			for _, u := range []protocol.Use{
				{KVHeads: 1},
				{KVHeads: 4, Source: protocol.MeanPool},
				{KVHeads: 2, Source: protocol.RandomInit, Seed: 5},
				{KVHeads: 8},
			} {
				using := must[protocol.Using](t, e, u)
				if using.Len+using.Behind != d.Len || using.Config.KVHeads != u.KVHeads {
					t.Errorf("%+v after %d tokens: %+v", u, d.Len, using)
				}
			}
		}
		rest, _ := tellOn(t, e)
		return rest
	}
	if straight, detour := tell(false), tell(true); !reflect.DeepEqual(straight, detour) {
		t.Errorf("after the detour:\n%v\nwant\n%v", detour, straight)
	}
}

// On a slow machine a long story is read anew over many commands, none of which
// takes long.
func TestReadingTakesManySlices(t *testing.T) {
	e, _ := start(t, files(t))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
	must[protocol.Told](t, e, protocol.Tell{Prompt: strings.Repeat("tell me a story ", 4)})
	_, told := tellOn(t, e)

	clock := 10 * protocol.Slice
	e.now = func() time.Duration { clock += protocol.Slice / 3; return clock }
	using := must[protocol.Using](t, e, protocol.Use{KVHeads: 1})
	if using.Behind == 0 || using.Len == 0 {
		t.Errorf("all or none of %d tokens were read in one slice", told.Len)
	}
	answers := 0
	for behind := using.Behind; behind > 0; answers++ {
		d := must[protocol.Decoded](t, e, protocol.Decode{Tokens: 0})
		if d.Behind >= behind || d.Len+d.Behind != told.Len || len(d.Pieces) > 0 || d.Elapsed != 0 {
			t.Fatalf("%d tokens behind, then %+v", behind, d)
		}
		behind = d.Behind
	}
	if answers < 2 {
		t.Errorf("%d tokens were read in %d answers", told.Len, answers)
	}
}

func TestPrompts(t *testing.T) {
	e, _ := start(t, files(t))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
	long := strings.Repeat("all work and no play ", 5000)
	for name, prompt := range map[string]string{
		"empty":                "",
		"spaces":               "    ",
		"NUL":                  "a\x00b",
		"emoji":                "👩‍👩‍👧‍👦🇰🇷",
		"Korean":               "옛날 옛적에",
		"right to left":        "\u202eevil",
		"lone surrogate":       "a\xed\xa0\x80b",
		"no UTF-8":             "\xff\xfe\x80",
		"10 000 marks":         strings.Repeat("\u0301", 10_000),
		"100 kB":               long,
		"100 kB of characters": strings.Repeat("가", 33_000),
		"100 kB of no UTF-8":   strings.Repeat("\x80a", 50_000),
	} {
		told := must[protocol.Told](t, e, protocol.Tell{Prompt: prompt, Temperature: 1, TopP: 0.9})
		if n := len(told.Pieces); n > told.Cap*promptShare/4 || n == 0 || n != told.Len+told.Behind {
			t.Errorf("%s: %d pieces, %d positions, %d behind, room for %d", name, n, told.Len, told.Behind, told.Cap)
		}
		if (told.Dropped > 0) != (len(prompt) > 5000) {
			t.Errorf("%s: %d of %d bytes left out", name, told.Dropped, len(prompt))
		}
		text := ""
		for _, p := range told.Pieces {
			text += string(p.Text)
		}
		if told.Dropped == 0 && strings.TrimSpace(text) != strings.TrimSpace(strings.ToValidUTF8(prompt, string(utf8.RuneError))) {
			t.Errorf("%s: read as %q", name, text)
		}
		if name == "100 kB" && (!strings.HasSuffix(prompt, text) || told.Dropped+len(text) != len(prompt)) {
			t.Errorf("%s: kept %q, dropped %d", name, text, told.Dropped)
		}
		tellOn(t, e)
	}
}

func TestTemperature(t *testing.T) {
	e, _ := start(t, files(t))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct{ temperature, topP, wantTemperature, wantTopP float32 }{
		{0.8, 0.9, 0.8, 0.9},
		{nan, nan, 0, 1},
		{-1, -1, 0, 1},
		{1e9, 2, 10, 1},
		{inf, inf, 10, 1},
		{-inf, 0, 0, 1},
		{1e-30, 1e-30, 1e-30, 1e-30},
	} {
		told := must[protocol.Told](t, e, protocol.Tell{Temperature: c.temperature, TopP: c.topP})
		if told.Temperature != c.wantTemperature || told.TopP != c.wantTopP {
			t.Errorf("%g, %g: used %g, %g", c.temperature, c.topP, told.Temperature, told.TopP)
		}
		tellOn(t, e)
	}
}

func TestRefusals(t *testing.T) {
	good := files(t)
	refuse := func(e *Engine, c protocol.Command, reason string) {
		t.Helper()
		f, ok := e.Do(c).(protocol.Failed)
		if !ok || !strings.Contains(f.Reason, reason) || c != nil && !strings.Contains(fmt.Sprintf("%T", c), f.Command) {
			t.Errorf("%+v: %+v, want a reason with %q", c, f, reason)
		}
	}
	e, _ := start(t, good)
	refuse(e, nil, "unknown command")
	refuse(e, once, "no model")
	refuse(e, protocol.Decode{Tokens: 1}, "no model")
	for _, g := range []int{0, -1, 3, 16, math.MaxInt, math.MinInt} {
		refuse(e, protocol.Use{KVHeads: g}, "no checkpoint")
		refuse(e, protocol.Use{KVHeads: g, Source: protocol.FirstHead}, "")
	}
	refuse(e, protocol.Use{KVHeads: 8, Source: 77}, "unknown source")
	must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
	refuse(e, protocol.Decode{Tokens: 1}, "no story")
	refuse(e, protocol.Use{KVHeads: 5}, "no checkpoint")
	must[protocol.Told](t, e, once) // the model in use is still there
	must[protocol.Decoded](t, e, protocol.Decode{Tokens: -5})

	for _, c := range []protocol.Measure{
		{Context: 32},
		{KVHeads: []int{3}, Context: 32},
		{KVHeads: []int{0}, Context: 32},
		{KVHeads: []int{-8}, Context: 32},
		{KVHeads: []int{8, 8}, Context: 32},
		{KVHeads: make([]int, 1000), Context: 32},
		{KVHeads: []int{8}, Context: 0},
		{KVHeads: []int{8}, Context: -1},
		{KVHeads: []int{8}, Context: math.MaxInt},
		{KVHeads: []int{8}, Context: 1<<53 + 1},
	} {
		refuse(e, c, "want")
	}
	refuse(e, protocol.Measure{KVHeads: []int{8, 4, 2, 1}, Context: maxDepth}, "MiB this page allows itself")
	for _, c := range []protocol.Trap{
		{Context: 32},
		{KVHeads: 3, Context: 32},
		{KVHeads: 16, Context: 32},
		{KVHeads: -1, Context: 32},
		{KVHeads: 2},
		{KVHeads: 2, Context: math.MaxInt},
		{KVHeads: 2, Context: -1},
	} {
		refuse(e, c, "want")
	}
	refuse(e, protocol.Trap{KVHeads: 8, Context: maxDepth}, "MiB this page allows itself")
	e.step = 0
	refuse(e, protocol.Probe{}, "clock does not move")
	refuse(e, protocol.Trap{KVHeads: 1, Context: 32}, "clock does not move")

	// Files that are missing, broken, or another model.
	other := tiny
	other.Hidden *= 2
	w := attention.NewWeights(other)
	w.Init(rand.New(rand.NewPCG(1, 2)))
	for name, data := range map[string][]byte{
		"missing":             nil,
		"empty":               {},
		"a page":              []byte("<!doctype html><title>Not found</title>"),
		"cut short":           good["story-g8.gguf"][:len(good["story-g8.gguf"])/2],
		"of another":          encodeCheckpoint(t, w, "other"),
		"of fewer KV":         good["story-g2.gguf"],
		"that begins no text": bytes.Replace(good["story-g8.gguf"], []byte("bos_token_id"), []byte("xxx_token_id"), 1),
	} {
		bad := map[string][]byte{"story-g1.gguf": good["story-g1.gguf"]}
		if name != "missing" {
			bad["story-g8.gguf"] = data
		}
		e, _ := start(t, bad)
		must[protocol.Using](t, e, protocol.Use{KVHeads: 1})
		refuse(e, protocol.Use{KVHeads: 8}, "story-g8.gguf: ")
		refuse(e, protocol.Use{KVHeads: 4, Source: protocol.MeanPool}, "story-g8.gguf: ")
		refuse(e, protocol.Measure{KVHeads: []int{1}, Context: 32}, "story-g8.gguf: ")
		refuse(e, protocol.Trap{KVHeads: 1, Context: 32}, "story-g8.gguf: ")
		must[protocol.Told](t, e, once)
	}
}

// A panic below is answered, and the engine can be used again.
func TestPanic(t *testing.T) {
	e, _ := start(t, files(t))
	must[protocol.Measured](t, e, protocol.Measure{KVHeads: []int{8, 1}, Context: 64})
	under := e.task
	fetch := e.fetch
	e.fetch = func(string) ([]byte, error) { panic(errors.New("boom")) }
	if f, ok := e.Do(protocol.Use{KVHeads: 4}).(protocol.Failed); !ok || f.Command != "Use" || !strings.Contains(f.Reason, "boom") {
		t.Errorf("a panic is answered with %+v", f)
	}
	if under.err != errStopped || e.task != nil {
		t.Errorf("what was under way is left with %v", under.err)
	}
	e.fetch = fetch
	must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
	must[protocol.Told](t, e, once)
}

// A whole measurement on the real clock, with a story told between its slices.
func TestMeasure(t *testing.T) {
	e, _ := start(t, files(t))
	must[protocol.Using](t, e, protocol.Use{KVHeads: 8})
	must[protocol.Told](t, e, once)
	c := protocol.Measure{KVHeads: []int{8, 1}, Context: 64, Seed: 1}
	progress := float32(0)
	var m protocol.Measured
	begun := time.Now()
	for !m.Done {
		m = must[protocol.Measured](t, e, c)
		if m.Progress < progress || m.Progress > 1 {
			t.Errorf("progress %g after %g", m.Progress, progress)
		}
		progress = m.Progress
		must[protocol.Decoded](t, e, protocol.Decode{Tokens: 1})
		if time.Since(begun) > time.Minute {
			t.Fatalf("no end: %+v", m)
		}
	}
	for i, x := range m.Timings {
		if x.KVHeads != c.KVHeads[i] || x.CacheBytes != 2*tiny.Layers*x.KVHeads*tiny.HeadDim*64*4 {
			t.Errorf("timing %d: %+v", i, x)
		}
		if x.N > 0 && (x.Median <= 0 || x.Ratio <= 0) {
			t.Errorf("timing %d: %+v", i, x)
		}
	}
	t.Logf("%d blocks kept, %d discarded, %d paused", m.Timings[0].N, m.Discarded, m.Paused)
	if again := must[protocol.Measured](t, e, c); !reflect.DeepEqual(again, m) {
		t.Error("asked again, a finished measurement gives another result")
	}
	c.Seed++
	if other := must[protocol.Measured](t, e, c); other.Done || other.Progress != 0 {
		t.Errorf("another measurement begins with %+v", other)
	}
}

// The three ways are measured on one cache, and what they hold and move is exact.
func TestTrap(t *testing.T) {
	e, _ := start(t, files(t))
	c := protocol.Trap{KVHeads: 2, Context: 64, Seed: 1}
	var m protocol.Trapped
	for begun := time.Now(); !m.Done; {
		m = must[protocol.Trapped](t, e, c)
		if time.Since(begun) > time.Minute {
			t.Fatalf("no end: %+v", m)
		}
	}
	mha := 2 * tiny.Layers * 8 * tiny.HeadDim * 64 * 4
	for i, want := range []protocol.Way{
		protocol.Expanded: {Held: mha, Read: mha},
		protocol.Repeated: {Held: mha / 4, Room: mha / tiny.Layers, Read: mha/4 + mha, Written: mha},
		protocol.Grouped:  {Held: mha / 4, Read: mha / 4},
	} {
		got := m.Ways[i]
		timing := got.Timing
		got.Timing = protocol.Timing{}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("way %d: %+v, want %+v", i, got, want)
		}
		if timing.KVHeads != 2 || timing.N > 0 && (timing.Median <= 0 || timing.Ratio <= 0) {
			t.Errorf("way %d: %+v", i, timing)
		}
	}
	if again := must[protocol.Trapped](t, e, c); !reflect.DeepEqual(again, m) {
		t.Error("asked again, a finished measurement gives another result")
	}
}

// The probe is cut into slices, each with room for the next command; another command
// that takes long ends it, and it begins anew.
func TestProbe(t *testing.T) {
	e, _ := start(t, files(t))
	var longest time.Duration
	probe := func(slices int) (p protocol.Probed) {
		for n := 0; !p.Done && n < slices; n++ {
			begun := time.Now()
			last := p.Progress
			p = must[protocol.Probed](t, e, protocol.Probe{Seed: 1})
			longest = max(longest, time.Since(begun))
			if p.Progress < last || p.Done != (p.Progress == 1) || p.Done != (p.Limits.Peak > 0) {
				t.Fatalf("after progress %g: %+v", last, p)
			}
		}
		return p
	}
	if p := probe(5); p.Done || e.task.err != nil {
		t.Errorf("after five slices: %+v", p)
	}
	under := e.task
	must[protocol.Measured](t, e, protocol.Measure{KVHeads: []int{1}, Context: 32})
	if under.err != errStopped {
		t.Errorf("a probe that is given up ends with %v", under.err)
	}
	p := probe(10_000)
	if !p.Done || len(p.Limits.Bandwidth) < 10 || p.ClockStep <= 0 {
		t.Fatalf("the end: %+v", p)
	}
	for i, b := range p.Limits.Bandwidth {
		if !(b.PerSecond > 0) || i > 0 && b.Bytes <= p.Limits.Bandwidth[i-1].Bytes {
			t.Errorf("%+v", p.Limits)
		}
	}
	t.Logf("peak %.1f GFLOP/s, longest slice %v, worked %v", p.Limits.Peak/1e9, longest, e.task.worked)
	for _, b := range p.Limits.Bandwidth {
		t.Logf("%8d KiB: %.1f GB/s", b.Bytes>>10, b.PerSecond/1e9)
	}
}

// Random commands, sensible and not, are all answered.
func TestStorm(t *testing.T) {
	e, _ := start(t, files(t))
	r := rand.New(rand.NewPCG(11, 12))
	some := func(xs ...int) int { return xs[r.IntN(len(xs))] }
	strange := func() float32 {
		return []float32{0, 1, 0.7, -1, 1e9, float32(math.NaN()), float32(math.Inf(1))}[r.IntN(7)]
	}
	answers := make(map[string]int)
	_, own := ownModel(t, fox)
	use := func() protocol.Use {
		return protocol.Use{KVHeads: some(1, 2, 4, 8, 8, 3, 0, -1), Source: protocol.Source(r.IntN(6)), Seed: r.Uint64(), Own: r.IntN(3) == 0}
	}
	for range 1000 {
		var c protocol.Command
		switch r.IntN(13) {
		case 10:
			c = protocol.Load{Size: some(len(own), len(own), 0, -1, math.MaxInt), Tokenizer: some(0, 0, 0, 5, -1), At: some(0, 0, 1, math.MinInt), Data: own[:some(0, 100, len(own), len(own))]}
		case 11:
			c = protocol.Score{Use: e.use, Text: strings.Repeat("fox ", r.IntN(50))}
			if r.IntN(4) == 0 {
				c = protocol.Score{Use: use(), Text: "a"}
			}
		case 12:
			c = protocol.Save{Format: protocol.Format(r.IntN(4)), At: some(0, 0, 1, parcel.Piece, -1, math.MaxInt)}
		case 8:
			c = protocol.Trap{KVHeads: some(1, 2, 4, 8, 8, 3, 0, -1), Context: some(1, 31, 32, 33, 500, 0, math.MaxInt)}
		case 9:
			c = protocol.Probe{Seed: r.Uint64N(2)}
		case 0, 1:
			c = use()
		case 2:
			prompt := make([]byte, some(0, 1, 10, 100, 1000))
			for i := range prompt {
				prompt[i] = byte(r.Uint32())
			}
			c = protocol.Tell{Prompt: string(prompt), Temperature: strange(), TopP: strange(), Seed: r.Uint64()}
		case 3, 4, 5:
			c = protocol.Decode{Tokens: some(0, 1, 8, 100, -1, math.MaxInt)}
		default:
			c = protocol.Measure{KVHeads: [][]int{nil, {1}, {8, 4, 2, 1}, {3}, {8, 1}}[r.IntN(5)], Context: some(1, 31, 32, 33, 500, 0, math.MaxInt)}
		}
		answer := e.Do(c)
		if f, ok := answer.(protocol.Failed); ok && strings.Contains(f.Reason, "error in the engine") {
			t.Errorf("%+v: %s", c, f.Reason)
		}
		back, err := protocol.ParseEvent(protocol.AppendEvent(nil, answer))
		if err != nil || reflect.TypeOf(back) != reflect.TypeOf(answer) {
			t.Fatalf("%+v cannot be sent: %v", answer, err)
		}
		answers[fmt.Sprintf("%T", answer)]++
	}
	t.Log(answers)
}
