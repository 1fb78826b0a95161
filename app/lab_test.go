//go:build !js

package main

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// laptop is a machine whose caches hold 1 MiB.
var laptop = attention.Limits{Peak: 44e9, Bandwidth: []attention.Bandwidth{
	{Bytes: 16 << 10, PerSecond: 105e9}, {Bytes: 1 << 20, PerSecond: 100e9}, {Bytes: 4 << 20, PerSecond: 34e9}, {Bytes: 64 << 20, PerSecond: 20e9}}}

// timingOf is a timing with this median and this ratio, to 2 %.
func timingOf(kvHeads int, seconds, ratio float64) protocol.Timing {
	d := func(x float64) time.Duration { return time.Duration(x * seconds * 1e9) }
	t := protocol.Timing{KVHeads: kvHeads, CacheBytes: 4096 * kvHeads, N: 15, Median: d(1), Low: d(.98), High: d(1.02), P10: d(.95), P90: d(1.1),
		Ratio: ratio, RatioLow: .98 * ratio, RatioHigh: 1.02 * ratio, TokensInSample: 7}
	for i := range t.N {
		t.Samples = append(t.Samples, d(1+float64(i-7)/500))
	}
	return t
}

// measuring is a page that measures all there is on a machine whose time is its least
// time and a quarter, or the same for every G. The deepest cache does not fit.
func measuring(t *testing.T, lang words.Lang, same bool) (s State, asked []protocol.Command) {
	t.Helper()
	s = newState()
	s.Lang = lang
	do := func(msg any) {
		s = Update(s, msg)
		for c := next(s); c != nil; c = next(s) {
			if len(asked) > 1000 {
				t.Fatalf("no end: %v", asked[990:])
			}
			asked = append(asked, c)
			s = Update(s, Asked{c})
			switch c := c.(type) {
			case protocol.Use:
				s = Update(s, protocol.Using{Use: c, Config: s.shapeOf(c.KVHeads)})
			case protocol.Probe:
				s = Update(s, protocol.Probed{Probe: c, Limits: laptop, ClockStep: time.Millisecond, Progress: 1, Done: true})
			case protocol.Measure:
				if c.Context == 32768 {
					s = Update(s, protocol.Failed{Command: "Measure", Reason: "too large"})
					continue
				}
				m := protocol.Measured{Measure: c, Progress: 1, Done: true, Discarded: 1, ClockStep: time.Millisecond}
				most, _ := s.least(c.Context, s.Config.Heads)
				for _, g := range c.KVHeads {
					least, _ := s.least(c.Context, g)
					if same {
						least = most
					}
					m.Timings = append(m.Timings, timingOf(g, 1.25*least, least/most))
				}
				s = Update(s, m)
			case protocol.Trap:
				m := protocol.Trapped{Trap: c, Progress: 1, Done: true, Ways: []protocol.Way{
					protocol.Expanded: {Held: 16 << 20, Read: 16 << 20, Timing: timingOf(c.KVHeads, 2e-3, 2)},
					protocol.Repeated: {Held: 4 << 20, Room: 4 << 20, Read: 20 << 20, Written: 16 << 20, Timing: timingOf(c.KVHeads, 5e-3, 5)},
					protocol.Grouped:  {Held: 4 << 20, Read: 4 << 20, Timing: timingOf(c.KVHeads, 1e-3, 1)},
				}}
				if same {
					m.Ways[protocol.Expanded].Timing = timingOf(c.KVHeads, 1e-3, 1)
				}
				s = Update(s, m)
			}
		}
	}
	do(Idle{})
	do(protocol.Ready{Kernel: "simd128", ClockStep: time.Millisecond})
	do(OpenRoom{TimeRoom, true})
	do(StartWork{AllDepth})
	do(StartWork{ThreeWays})
	return s, asked
}

// The machine is probed once, then each depth measured once; what does not fit is left
// out, and a second time all of it is done anew.
func TestLabWork(t *testing.T) {
	s, asked := measuring(t, words.English, false)
	var depth []int
	probes, traps := 0, 0
	for _, c := range asked {
		switch c := c.(type) {
		case protocol.Probe:
			probes++
		case protocol.Measure:
			depth = append(depth, c.Context)
		case protocol.Trap:
			traps++
			if c.KVHeads != s.Settled || c.Context != s.Context {
				t.Errorf("the trap is %+v", c)
			}
		}
	}
	if probes != 1 || traps != 1 || !slices.Equal(depth, depths) {
		t.Errorf("%d probes, %d traps, depths %v, want %v", probes, traps, depth, depths)
	}
	if s.Lab.Wanted != NoWork || !s.curveDone() || s.Lab.Refused[32768] != "too large" || s.Measure.Failed != "" {
		t.Errorf("in the end: %+v, %q", s.Lab, s.Measure.Failed)
	}
	again := Update(s, StartWork{AllDepth})
	if p, ok := next(again).(protocol.Probe); !ok || p.Seed == s.Lab.Probed.Probe.Seed || len(again.Measure.Results) > 0 {
		t.Errorf("again: %#v", next(again))
	}
	if s := Update(again, StopWork{}); next(s) != nil {
		t.Errorf("stopped, %#v is asked", next(s))
	}
	if s := Update(again, protocol.Lost{Reason: "out of memory"}); s.Lab.Wanted != NoWork || s.Lab.Failed != "out of memory" {
		t.Errorf("without an engine: %+v", s.Lab)
	}
	if g := Update(s, Settle{8}).trap().KVHeads; g != 2 {
		t.Errorf("the trap of multi-head attention is put with G = %d", g)
	}
}

// Each panel says what was seen: a ratio and why it is not H, or that there is none.
func TestLabSays(t *testing.T) {
	for _, l := range words.Langs {
		different, _ := measuring(t, l, false)
		same, _ := measuring(t, l, true)
		says := func(s State, p LabPanel) string { return s.figure(p).Says }
		none := [...]string{words.English: "no measurable difference", words.Korean: "측정되는 차이가 없"}[l]
		for p := range LabPanel(labPanels) {
			text := says(different, p)
			if strings.Contains(text, none) || strings.Contains(text, "%!") || strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Errorf("%s: %s", panelNames[p], text)
			}
			t.Log(text)
			t.Log(says(same, p))
			empty := newState()
			empty.Lang = l
			if text := says(empty, p); text == "" || strings.Contains(text, none) {
				t.Errorf("%s, nothing measured: %q", panelNames[p], text)
			}
		}
		for _, p := range []LabPanel{CurvePanel, GroupsPanel, TrapPanel} {
			if text := says(same, p); !strings.Contains(text, none) {
				t.Errorf("%s: %s", panelNames[p], text)
			}
		}
	}
	s, _ := measuring(t, words.English, false)
	c := s.compared(16384)
	eight, fixed := s.least(16384, 8)
	one, _ := s.least(16384, 1)
	if math.Abs(c.Ratio-eight/one) > 1e-9 || math.Abs(c.Fixed-1000*fixed) > 1e-9 || fixed > one || !(c.Low < c.Ratio && c.Ratio < c.High) {
		t.Errorf("%+v, want a ratio of %g and %g ms", c, eight/one, 1000*fixed)
	}
	if text := s.figure(CurvePanel).Says; !strings.Contains(text, "At 16,384 tokens") || !strings.Contains(text, "not 8 ×") {
		t.Error(text)
	}
	if text := s.figure(TrapPanel).Says; !strings.Contains(text, "moves 9 × the bytes") || !strings.Contains(text, "holds 4 × the bytes") {
		t.Error(text)
	}
	if text := s.figure(GroupsPanel).Says; !strings.Contains(text, "64 × the KV heads took 5.0 × the time, the last doubling alone 3.1 ×") && !strings.Contains(text, "3.2 ×") {
		t.Error(text)
	}
}

// The files: pictures that are whole, tables without holes, and every sample.
func TestLabFiles(t *testing.T) {
	s, _ := measuring(t, words.English, false)
	for p := range LabPanel(labPanels) {
		s := Update(s, ShowPanel{p})
		f := s.figure(p)
		for i := range f.Pictures {
			name, kind, text := Update(s, Save{TimeRoom, VectorFile, i}).file("", false)
			if !strings.HasSuffix(name, ".svg") || kind != "image/svg+xml" || !strings.Contains(text, "<title ") || !strings.Contains(text, `xmlns="http://www.w3.org/2000/svg"`) {
				t.Errorf("%s, %s: %.200s", name, kind, text)
			}
			for _, bad := range []string{"NaN", "Inf", "e+"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s has a place %s", name, bad)
				}
			}
		}
		name, _, text := Update(s, Save{Room: TimeRoom, What: TableFile}).file("", false)
		lines := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
		if !strings.HasSuffix(name, ".csv") || len(lines) != len(f.Table.Rows)+1 || len(lines) < 4 {
			t.Errorf("%s: %q", name, lines)
		}
		for _, r := range f.Table.Rows {
			if len(r) != len(f.Table.Head) {
				t.Errorf("%s: row %q under %q", name, r, f.Table.Head)
			}
		}
	}
	if name, _, _ := Update(s, Save{TimeRoom, VectorFile, 9}).file("", false); name != "" {
		t.Errorf("a picture that is not there is %s", name)
	}

	_, _, text := Update(s, Save{Room: TimeRoom, What: SamplesFile}).file("A browser", true)
	var all Samples
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	if all.Browser != "A browser" || !all.Isolated || all.Kernel != "simd128" || all.ClockStep != 0.001 || all.Model != shape || !reflect.DeepEqual(*all.Limits, laptop) {
		t.Errorf("measured on %+v", all)
	}
	if len(all.Depths) != len(depths)-1 || len(all.Trap.Ways) != 3 {
		t.Fatalf("%d depths, %d ways", len(all.Depths), len(all.Trap.Ways))
	}
	for _, d := range all.Depths {
		for i, x := range d.Times {
			want := s.Measure.Results[d.Context].Timings[i]
			if d.Seed != s.Measure.Seed || !d.Done || len(x.Samples) != want.N || x.Samples[3] != want.Samples[3].Seconds() || x.RatioHigh == nil {
				t.Errorf("%d tokens: %+v", d.Context, d)
			}
		}
	}
	// What is not known yet can be written, too.
	early := Update(s, protocol.Measured{Measure: s.measure(), Timings: []protocol.Timing{{KVHeads: 8, RatioHigh: math.Inf(1)}}})
	if text := early.samples("", false); !json.Valid([]byte(text)) {
		t.Error(text)
	}
}

// The panels have no element twice and no inline style, whatever is shown.
func TestLabPage(t *testing.T) {
	for _, l := range words.Langs {
		full, _ := measuring(t, l, false)
		empty := newState()
		empty.Lang = l
		for i, s := range []State{full, Update(full, StartWork{ThreeWays}), Update(full, StartWork{AllDepth}), Update(empty, OpenRoom{TimeRoom, true})} {
			for p := range LabPanel(labPanels) {
				s := Update(s, ShowPanel{p})
				html, tags := tags(s)
				ids := identified(t, strconv.Itoa(i)+" "+panelNames[p], tags)
				for _, want := range []string{"lab-panel", "lab-says", "lab-measure", tabID("lab", int(p))} {
					if !ids[want] {
						t.Errorf("%d, %s: nothing is called %s", i, panelNames[p], want)
					}
				}
				if ids["lab-progress"] != (s.Lab.Wanted != NoWork) {
					t.Errorf("%d, %s: progress %t", i, panelNames[p], ids["lab-progress"])
				}
				for _, bad := range []string{"%!", "NaN", "Inf", "&lt;nil&gt;"} {
					if strings.Contains(html, bad) {
						t.Errorf("%d, %s: there is %q", i, panelNames[p], bad)
					}
				}
			}
		}
	}
	if q := query(Update(Update(newState(), OpenRoom{TimeRoom, true}), ShowPanel{TrapPanel})); q != "panel=trap&open=time" {
		t.Errorf("the URL says %q", q)
	}
	if s := Update(newState(), Navigated{Query: "panel=roof"}); !s.Open[TimeRoom] || s.Lab.Panel != RoofPanel || len(s.Notes) > 0 {
		t.Errorf("from the URL: %+v", s.Lab)
	}
}
