//go:build browser

package browsertest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// waiting is a host that keeps the page's program back until it is let go.
func waiting(t *testing.T) (h *host, letGo func()) {
	wait := make(chan bool)
	path := "/" + inSite(t, "web/app.wasm").Path
	h = newHost(t, "/", func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == path {
			<-wait
		}
		return false
	})
	letGo = sync.OnceFunc(func() { close(wait) })
	t.Cleanup(letGo)
	return h, letGo
}

// shifts counts what moves on the page without the reader's doing, as Cumulative Layout
// Shift does.
const shifts = `self.shifts = []; new PerformanceObserver((list) => {
	for (const e of list.getEntries()) if (!e.hadRecentInput) {
		self.shifts.push({ value: e.value, what: e.sources.map((s) => s.node?.id || s.node?.className || s.node?.nodeName).join(" ") });
	}
}).observe({ type: "layout-shift", buffered: true })`

// Nothing moves when the program takes the page over, nor when the model comes.
func TestTakeOverMovesNothing(t *testing.T) {
	for _, query := range []string{"", "?g=2&lang=ko&theme=dark"} {
		for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
			h, letGo := waiting(t)
			p := newTab(t, shifts)
			p.do(chromedp.EmulateViewport(size[0], size[1]))
			p.open(h.address + query)
			p.wait(`document.body?.firstElementChild?.dataset.still`)
			const look = `(() => { const { height } = document.body.getBoundingClientRect(), { color, backgroundColor } = getComputedStyle(document.body);
				return [height, color, backgroundColor, ...document.body.firstElementChild.innerText.split("\n")].map(String) })()`
			before := eval[[]string](p, look)
			letGo()
			p.wait(live)
			if after := eval[[]string](p, look); !slices.Equal(after, before) {
				for i := range before {
					if i >= len(after) || after[i] != before[i] {
						t.Errorf("%q at %d: the page said %q, and then %q", query, size[0], before[i:], after[min(i, len(after)):])
						break
					}
				}
			}
			time.Sleep(2 * time.Second)
			type shift struct {
				Value float64
				What  string
			}
			sum := 0.0
			all := eval[[]shift](p, `self.shifts`)
			for _, s := range all {
				sum += s.Value
			}
			if sum > 0.02 {
				t.Errorf("%q at %d: the page moves by %.3f: %v", query, size[0], sum, all)
			}
		}
	}
}

// What the reader has done before the program runs is done, and nothing is torn out of
// the reader's hands.
func TestTakeOverLosesNothing(t *testing.T) {
	h, letGo := waiting(t)
	p := newTab(t)
	p.open(h.address)
	p.wait(`document.body?.firstElementChild?.dataset.still`)
	p.do(
		chromedp.Click("#room-time-summary"),
		chromedp.Click("#fields > summary"),
	)
	eval[any](p, `for (const [id, value] of [["ctx", "1024"], ["theme", "dark"]]) {
		const control = document.getElementById(id);
		control.value = value;
		control.dispatchEvent(new Event("change", { bubbles: true }));
	}`)
	p.click("src-mean")
	p.slide(2)
	p.click("play")
	eval[any](p, `document.getElementById("prompt").focus(), document.getElementById("prompt").select()`)
	p.do(input.InsertText("The little hen"))
	eval[any](p, `document.getElementById("prompt").setSelectionRange(4, 10)`)
	letGo()
	p.wait(live)
	type state struct {
		Ctx, Theme, Source, Prompt, Focus, Selected, Address string
		Room, Fields                                         bool
	}
	want := state{"1024", "dark", "src-mean", "The little hen", "prompt", "little", "?g=2&ctx=1024&src=mean&prompt=The+little+hen&open=time&theme=dark", true, true}
	var got state
	for begun := time.Now(); time.Since(begun) < patience/3 && got != want; time.Sleep(50 * time.Millisecond) {
		text := eval[string](p, `JSON.stringify({
			Ctx: document.getElementById("ctx").value,
			Theme: document.getElementById("page").dataset.theme,
			Source: document.querySelector("[name=src]:checked, input[type=radio]:checked").id,
			Prompt: document.getElementById("prompt").value,
			Focus: document.activeElement.id,
			Selected: ((e) => e.value?.slice(e.selectionStart, e.selectionEnd) ?? "")(document.activeElement),
			Address: location.search,
			Room: document.querySelector("#room-time > details").open && !!document.querySelector("#room-time [role=tab]"),
			Fields: document.getElementById("fields").open,
		})`)
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
	}
	if got != want {
		t.Errorf("the page is as %+v, want %+v", got, want)
	}
	p.shows(2)
	p.wait(`document.querySelector("#story-text .told")`) // play was pressed
	if text := eval[string](p, `document.querySelector("#story-text .given").innerText`); !strings.Contains(text, "The little hen") {
		t.Errorf("the story begins with %q", text)
	}
	p.clean(h.address)
}

// A drag goes on while the program has come, and the page is taken over after it.
func TestTakeOverWaitsForDrag(t *testing.T) {
	h, letGo := waiting(t)
	p := newTab(t)
	p.open(h.address)
	p.wait(`document.body?.firstElementChild?.dataset.still`)
	eval[any](p, `document.getElementById("g").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }))`)
	letGo()
	p.wait(`performance.getEntriesByType("resource").some((e) => e.name.includes("/app.") && e.name.includes(".wasm") && e.responseEnd)`)
	time.Sleep(1500 * time.Millisecond)
	if eval[bool](p, live) {
		t.Error("the slider was taken out of the reader's hand")
	}
	eval[any](p, `document.getElementById("g").dispatchEvent(new PointerEvent("pointerup", { bubbles: true }))`)
	p.wait(live)
}
