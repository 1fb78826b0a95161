//go:build browser

package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// The page mounts, without an error and without asking anyone else.
func TestMounts(t *testing.T) {
	for _, base := range []string{"/", "/a/b/"} {
		t.Run(base, func(t *testing.T) {
			h := newHost(t, base, none)
			p := newTab(t)
			p.openLive(h.address)
			p.wait(line + ` === ""`)
			p.clean(h.address)
		})
	}
}

// Every stop of the slider shows its heads, its links and its bytes.
func TestStops(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String())
	for _, g := range []int{8, 4, 2, 1} {
		t.Run(fmt.Sprint("G=", g), func(t *testing.T) {
			p.t = t
			p.slide(g)
			p.shows(g)
		})
	}
}

// slide puts the slider, which has a place for every divisor of 8, on G.
func (p *tab) slide(g int) {
	p.t.Helper()
	place := map[int]int{1: 0, 2: 1, 4: 2, 8: 3}[g]
	eval[any](p, fmt.Sprintf(`(() => {
		const slider = document.getElementById("g");
		slider.value = %d;
		slider.dispatchEvent(new Event("input", { bubbles: true }));
		slider.dispatchEvent(new Event("change", { bubbles: true }));
	})()`, place))
}

// shown is what the page shows that depends on G.
type shown struct {
	Queries, Keys, Values, Links int
	Groups                       map[string]int // query heads by the group that they read
	CacheBytes                   int
}

// shows waits until the page shows G: the picture's heads and links, and the bytes of
// the cache as the formula has them.
func (p *tab) shows(g int) {
	p.t.Helper()
	context := eval[int](p, `Number(document.getElementById("ctx").value)`)
	const heads, layers, headDim, bytesPerNumber = 8, 4, 16, 4
	want := shown{heads, g, g, heads, map[string]int{}, 2 * layers * g * context * headDim * bytesPerNumber}
	for group := range g {
		want.Groups[fmt.Sprint(group+1)] = heads / g
	}
	var got shown
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(50 * time.Millisecond) {
		got = eval[shown](p, `(() => {
			const all = (selector) => [...document.querySelectorAll("#picture " + selector)];
			const links = all("[data-part=links] line");
			return {
				Queries: all("[data-part=query]").length,
				Keys: all("[data-part=key]:not([data-merged])").length,
				Values: all("[data-part=value]:not([data-merged])").length,
				Links: links.length,
				Groups: links.reduce((n, l) => ({ ...n, [l.dataset.group]: (n[l.dataset.group] ?? 0) + 1 }), {}),
				CacheBytes: Number(document.getElementById("cache-bytes").dataset.bytes),
			};
		})()`)
		if reflect.DeepEqual(got, want) {
			return
		}
	}
	p.t.Errorf("the page shows %+v, want %+v", got, want)
}

// Korean by the address, and by the browser.
func TestKorean(t *testing.T) {
	for _, test := range []struct{ query, script string }{
		{"?lang=ko", ``},
		{"", `Object.defineProperty(navigator, "language", { get: () => "ko-KR" })`},
	} {
		t.Run("lang="+test.query, func(t *testing.T) {
			p := newTab(t, test.script)
			p.openLive(server.String() + "/" + test.query)
			p.wait(`document.documentElement.lang === "ko" && document.title.includes("놀이터")`)
			if got := eval[string](p, `document.getElementById("play").innerText`); got != "재생" {
				t.Errorf("play is called %q", got)
			}
			p.slide(2)
			p.shows(2)
			p.clean(server.String())
		})
	}
}

// What an address says is taken as far as it makes sense; never does it break the page.
func TestAddresses(t *testing.T) {
	for query, g := range map[string]int{
		"?g=0": 4, "?g=-1": 4, "?g=3": 2, "?g=9": 8, "?g=1e309": 4, "?g=NaN": 4, "?g=0x4": 4, "?g=２": 4,
		"?g=2&g=8": 2, "?g=": 4, "?g=%00": 4, "?g=%E0%A4%A": 4, "?g=1&ctx=9007199254740993": 1,
		"?theme=\"><img src=x onerror=alert(1)>": 4, "?lang=__proto__": 4, "?seed=-1&temp=NaN": 4,
		"?g=2#?secret=x": 2, "?g=2#:~:text=x": 2, "?prompt=%EF%BF%BE%E2%80%AE%00": 4,
		"?prompt=" + strings.Repeat("a", 60_000): 4,
	} {
		t.Run(query[:min(len(query), 40)], func(t *testing.T) {
			p := newTab(t)
			p.openLive(server.String() + "/" + query)
			p.shows(g)
			p.clean(server.String())
		})
	}
}

// Dragging from end to end, again and again, while the model tells its story, never
// keeps the page from answering. What counts of a task is the processor's time, as other
// programs may hold it up for any length; what passed meanwhile is in the log.
func TestDragWhileDecoding(t *testing.T) {
	if !haveModels(t) {
		t.Skip("there is no model in assets/models yet")
	}
	p := newTab(t)
	p.openLive(server.String())
	p.tells()
	told := func() int { return eval[int](p, `document.getElementById("story-text").innerText.length`) }
	before := told()
	tasks := p.trace(func() { p.drag(20, 5*time.Second) })
	t.Logf("%d tasks; the longest took %v, %v of them at work; %d characters told",
		len(tasks), longest(tasks, func(t task) time.Duration { return t.passed }),
		longest(tasks, func(t task) time.Duration { return t.worked }), told()-before)
	if len(tasks) == 0 || told() == before {
		t.Error("nothing happened")
	}
	if l := longest(tasks, func(t task) time.Duration { return t.worked }); l > 50*time.Millisecond {
		t.Errorf("a task of the page took %v of work", l)
	}
	p.clean(server.String())
}

// task is something that a page's main thread did in one go.
type task struct{ passed, worked time.Duration }

func longest(tasks []task, length func(task) time.Duration) (l time.Duration) {
	for _, t := range tasks {
		l = max(l, length(t))
	}
	return l
}

// trace lists the tasks of pages while do runs.
func (p *tab) trace(do func()) []task {
	p.t.Helper()
	type event struct {
		Name      string
		Pid, Tid  int
		Dur, Tdur int // microseconds
		Args      struct{ Name string }
	}
	var events []event
	complete := make(chan bool)
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	chromedp.ListenTarget(ctx, func(e any) {
		switch e := e.(type) {
		case *tracing.EventDataCollected:
			for _, raw := range e.Value {
				var v event
				if json.Unmarshal(raw, &v) == nil && (v.Name == "RunTask" || v.Name == "thread_name") {
					events = append(events, v)
				}
			}
		case *tracing.EventTracingComplete:
			close(complete)
		}
	})
	p.do(chromedp.ActionFunc(func(ctx context.Context) error {
		return tracing.Start().WithTraceConfig(&tracing.TraceConfig{
			IncludedCategories: []string{"disabled-by-default-devtools.timeline"},
		}).Do(ctx)
	}))
	do()
	p.do(chromedp.ActionFunc(func(ctx context.Context) error { return tracing.End().Do(ctx) }))
	<-complete

	var tasks []task
	pages := make(map[[2]int]bool)
	for _, e := range events {
		if e.Args.Name == "CrRendererMain" {
			pages[[2]int{e.Pid, e.Tid}] = true
		}
	}
	for _, e := range events {
		if e.Name == "RunTask" && pages[[2]int{e.Pid, e.Tid}] {
			tasks = append(tasks, task{time.Duration(e.Dur) * time.Microsecond, time.Duration(e.Tdur) * time.Microsecond})
		}
	}
	return tasks
}

// drag takes the slider's thumb from end to end and back, with the mouse.
func (p *tab) drag(times int, within time.Duration) {
	p.t.Helper()
	r := eval[struct{ X, Y, Width, Height float64 }](p, `(() => {
		const slider = document.getElementById("g");
		slider.scrollIntoView({ block: "center" });
		const { x, y, width, height } = slider.getBoundingClientRect();
		return { X: x, Y: y, Width: width, Height: height };
	})()`)
	const steps = 8
	x := func(i int) float64 { return r.X + 8 + (r.Width-16)*float64(i)/steps }
	y := r.Y + r.Height/2
	begun := time.Now()
	p.do(chromedp.MouseEvent(input.MousePressed, x(0), y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	for i := range times * steps {
		at := i % (2 * steps)
		if at > steps {
			at = 2*steps - at
		}
		p.do(chromedp.MouseEvent(input.MouseMoved, x(at), y, chromedp.ButtonLeft))
		time.Sleep(time.Until(begun.Add(within * time.Duration(i) / time.Duration(times*steps))))
	}
	p.do(chromedp.MouseEvent(input.MouseReleased, x(0), y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

// On a telephone the three numbers stand under the slider, in sight while it moves; where there
// is room for the cards beside it they are not there.
func TestStrip(t *testing.T) {
	p := newTab(t)
	p.do(chromedp.EmulateViewport(390, 844))
	p.openLive(server.String() + "/?g=8")
	for _, g := range []int{8, 1} {
		p.slide(g)
		p.shows(g)
		p.wait(`document.querySelector("#numbers dd").innerText === document.getElementById("cache-bytes").innerText`)
		if bottom := eval[float64](p, `document.getElementById("numbers").getBoundingClientRect().bottom`); bottom < 300 || bottom > 844 {
			t.Errorf("G = %d: the numbers end at %g", g, bottom)
		}
	}
	p.do(chromedp.EmulateViewport(1280, 800))
	if high := eval[float64](p, `document.getElementById("numbers").getBoundingClientRect().height`); high > 0 {
		t.Errorf("in a wide window the numbers are %g high", high)
	}
}
