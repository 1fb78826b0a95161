package main

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// wanted is the part of a state that the URL holds.
func wanted(s State) [18]any {
	return [...]any{s.KVHeads, s.Context, s.Source, s.Temperature, s.Seed, s.Prompt, s.Lang, s.Theme,
		s.Sizes, s.Batch, s.NumberBytes, s.Frame.View, s.Frame.Run, s.Hidden, s.Locked, s.Calm, s.NoLinks, s.Models}
}

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	prompts := []string{"", "a", "곰이 & 여우가 = ? #", "two\nlines", strings.Repeat("é", maxPrompt)}
	for range 2000 {
		s := newState()
		if r.IntN(2) == 0 {
			s.Sizes = Sizes{1 + r.IntN(mostHeads), leastHeadDim + r.IntN(mostHeadDim-leastHeadDim), 1 + r.IntN(mostLayers)}
			s.Batch, s.NumberBytes = 1+r.IntN(mostBatch), 1<<r.IntN(3)
		}
		for i, size := range []*int{&s.Sizes.Heads, &s.Sizes.HeadDim, &s.Sizes.Layers} {
			if *size == []int{shape.Heads, shape.HeadDim, shape.Layers}[i] {
				*size = 0
			}
		}
		divisors := attention.Divisors(s.heads())
		s.KVHeads = divisors[r.IntN(len(divisors))]
		s.Frame.View, s.Frame.Run = FrameView(r.IntN(len(viewNames))), RunWhen(r.IntN(len(runNames)))
		s.Hidden[r.IntN(parts)], s.Locked[r.IntN(locks)] = true, true
		s.Calm, s.NoLinks = r.IntN(2) == 0, r.IntN(2) == 0
		s.Context = 1 + r.IntN(mostContext)
		s.Source = protocol.Source(r.IntN(4))
		s.Temperature = float32(r.IntN(21)) / 10
		s.Seed = uint64(r.Uint32())
		s.Lang, s.LangChosen = words.Langs[r.IntN(2)], true
		s.Theme = Theme(r.IntN(3))
		s.Prompt = s.Lang.Prompt()
		if r.IntN(2) == 0 {
			s.Prompt = prompts[1+r.IntN(len(prompts)-1)]
		}
		got := Update(newState(), Navigated{Query: query(s), Browser: "en"})
		if wanted(got) != wanted(s) || len(got.Notes) > 0 {
			t.Fatalf("%s is read as\n%v, want\n%v; notes %v", query(s), wanted(got), wanted(s), got.Notes)
		}
		if query(got) != query(s) {
			t.Fatalf("%s becomes %s", query(s), query(got))
		}
	}
	if q := query(newState()); q != "" {
		t.Errorf("the page as it opens has the query %s", q)
	}
}

func TestBadURLs(t *testing.T) {
	d := newState()
	for _, test := range []struct {
		query string
		g     int
		noted string // names of parameters
	}{
		{"g=0", d.KVHeads, "g"},
		{"g=-1", d.KVHeads, "g"},
		{"g=3", 2, "g"},
		{"g=9", 8, "g"},
		{"g=1e309", d.KVHeads, "g"},
		{"g=NaN", d.KVHeads, "g"},
		{"g=0x4", d.KVHeads, "g"},
		{"g=２", d.KVHeads, "g"},
		{"g=%EF%BC%92", d.KVHeads, "g"},
		{"g=2&g=4", 2, ""},
		{"g=", d.KVHeads, "g"},
		{"g=%00", d.KVHeads, "g"},
		{"g=%E0%A4%A", d.KVHeads, "g"},
		{"g=2;ctx=512", d.KVHeads, "g"},
		{"h=1e9", d.KVHeads, "h"},
		{"h=33", d.KVHeads, "h"},
		{"h=32&g=16", 16, ""},
		{"h=7", 1, ""},
		{"g=6&h=12", 6, ""}, // in any order
		{"h=12&g=5", 4, "g"},
		{"h=4&g=8", 4, "g"},
		{"dh=7&layers=97&batch=0&bytes=3", d.KVHeads, "dh layers batch bytes"},
		{"dh=8&layers=96&batch=4096&bytes=1", d.KVHeads, ""},
		{"view=all&run=visible&motion=reduce&links=0", d.KVHeads, ""},
		{"view=&run=now&motion=1&links=2", d.KVHeads, "view run motion links"},
		{"hide=story,rooms&lock=g", d.KVHeads, ""},
		{"hide=story,__proto__&lock=G", d.KVHeads, "hide lock"},
		{"open=foo&hide=foo&lock=foo&tour=12", d.KVHeads, "tour open hide lock"},
		{"ctx=9007199254740993", d.KVHeads, "ctx"},
		{"ctx=18446744073709551616", d.KVHeads, "ctx"},
		{"ctx=300&g=2", 2, ""},
		{"ctx=1000001&g=2", 2, "ctx"},
		{"ctx=0", d.KVHeads, "ctx"},
		{"ctx=+5", d.KVHeads, "ctx"},
		{"view=__proto__&constructor=1&__proto__=2", d.KVHeads, "view"},
		{`theme="><img src=x onerror=alert(1)>`, d.KVHeads, "theme"},
		{"theme=Dark", d.KVHeads, "theme"},
		{"lang=ko-KR", d.KVHeads, "lang"},
		{"lang=xx", d.KVHeads, "lang"},
		{"src=constructor", d.KVHeads, "src"},
		{"temp=-1&seed=-1", d.KVHeads, "temp seed"},
		{"temp=NaN", d.KVHeads, "temp"},
		{"temp=Inf", d.KVHeads, "temp"},
		{"temp=1e9", d.KVHeads, "temp"},
		{"temp=0x1p0", d.KVHeads, "temp"},
		{"seed=4294967296", d.KVHeads, "seed"},
		{"seed=4294967295", d.KVHeads, ""},
		{"wasm=false&utm_source=x", d.KVHeads, ""},
		{"&&==&=&g", d.KVHeads, "g"},
		{"g=2#?secret=abc", d.KVHeads, "g"},
		{"prompt=" + strings.Repeat("a", 1000), d.KVHeads, "prompt"},
		{"prompt=" + strings.Repeat("a", 100_000), d.KVHeads, "?"},
		{"prompt=%ED%A0%80", d.KVHeads, "prompt"},
		{"prompt=" + url.QueryEscape("a\u202eb"), d.KVHeads, "prompt"},
		{"prompt=%00", d.KVHeads, "prompt"},
		{"prompt=" + url.QueryEscape("👨‍👩‍👧"), d.KVHeads, ""},
		{"prompt=" + url.QueryEscape("e"+strings.Repeat("\u0301", 1000)), d.KVHeads, "prompt"},
		{"x=" + strings.Repeat("y", 60_000) + "&g=2", d.KVHeads, "?"},
	} {
		s := Update(newState(), Navigated{Query: test.query})
		var noted []string
		for _, n := range s.Notes {
			noted = append(noted, n.Name)
			if len([]rune(n.Value)) > maxShown+1 {
				t.Errorf("%.40s: shows %d characters", test.query, len(n.Value))
			}
			if note := s.Lang.Note(n.Name, n.Value, n.Used); strings.Contains(note, "too long") != (n.Name == "?") || strings.Contains(note, "; "+n.Used+" is used") && n.Used == "" {
				t.Errorf("%.40s: says %q", test.query, note)
			}
		}
		if got := strings.Join(noted, " "); got != test.noted {
			t.Errorf("%.40s: notes of %q, want %q", test.query, got, test.noted)
		}
		if s.KVHeads != test.g || s.Settled != test.g {
			t.Errorf("%.40s: G = %d, settled at %d, want %d", test.query, s.KVHeads, s.Settled, test.g)
		}
		if len([]rune(s.Prompt)) > maxPrompt {
			t.Errorf("%.40s: a prompt of %d bytes", test.query, len(s.Prompt))
		}
		if again := Update(newState(), Navigated{Query: query(s)}); wanted(again) != wanted(s) || len(again.Notes) > 0 {
			t.Errorf("%.40s: is written as %s, which is another state", test.query, query(s))
		}
	}
}

// The browser's language counts where neither reader nor URL has said anything.
func TestBrowserLanguage(t *testing.T) {
	for _, test := range []struct {
		query, browser string
		want           words.Lang
	}{
		{"", "ko-KR", words.Korean}, {"", "ko", words.Korean}, {"", "de-DE", words.English}, {"", "", words.English},
		{"lang=en", "ko", words.English}, {"lang=ko", "en-US", words.Korean}, {"lang=xx", "ko", words.Korean},
	} {
		s := Update(newState(), Navigated{Query: test.query, Browser: test.browser})
		if s.Lang != test.want || s.Prompt != test.want.Prompt() {
			t.Errorf("%q in a %q browser: %s, %q", test.query, test.browser, s.Lang.Tag(), s.Prompt)
		}
	}
}

func FuzzURL(f *testing.F) {
	f.Add("g=2&ctx=4096&lang=ko&src=mean&temp=0.8&seed=1&theme=dark")
	f.Add("g=%zz&prompt=%ff")
	f.Add("open=models&model=own&own-h=12&own-g=4&own-params=0.5&len=100&chips=16&sort=-late")
	f.Fuzz(func(t *testing.T, q string) {
		s := Update(newState(), Navigated{Query: q})
		again := Update(newState(), Navigated{Query: query(s)})
		if wanted(again) != wanted(s) || len(again.Notes) > 0 {
			t.Errorf("%q is written as %q, which is another state: %v, %v", q, query(s), wanted(again), again.Notes)
		}
	})
}
