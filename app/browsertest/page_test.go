//go:build browser

package browsertest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
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
// keeps the page from answering.
func TestDragWhileDecoding(t *testing.T) {
	if !haveModels(t) {
		t.Skip("there is no model in assets/models yet")
	}
	p := newTab(t)
	p.openLive(server.String())
	p.do(chromedp.Click("#play"))
	p.wait(`document.querySelector("#story-text .told")`)

	// Other programs may hold up a task for long: the best of a few tries counts.
	var longest float64
	for range 3 {
		eval[any](p, `(() => {
			window.tasks = [];
			new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
		})()`)
		before := eval[int](p, `document.getElementById("story-text").innerText.length`)
		p.drag(20, 5*time.Second)
		longest = eval[float64](p, `Math.max(0, ...tasks)`)
		after := eval[int](p, `document.getElementById("story-text").innerText.length`)
		t.Logf("longest task %.0f ms, %d characters told", longest, after-before)
		if longest <= 50 {
			break
		}
		p.do(chromedp.Click("#new"))
	}
	if longest > 50 {
		t.Errorf("a task of the page took %.0f ms in the best of three tries", longest)
	}
	p.clean(server.String())
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
