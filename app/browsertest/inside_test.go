//go:build browser

package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Screenshots of the room about the heads, to look at.
func TestLookInside(t *testing.T) {
	dir, err := os.MkdirTemp("", "gqa-inside")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("screenshots are in %s", dir)
	axe := axeCore(t)
	for i, size := range [][2]int64{{1280, 800}, {320, 640}} {
		for j, look := range []struct{ name, scheme, query string }{
			{"maps", "light", "?g=2&inside=maps"}, {"maps-ko", "dark", "?g=2&inside=maps&lang=ko"},
			{"cache", "light", "?g=2&inside=cache"}, {"cache-ko", "dark", "?g=4&inside=cache&lang=ko"},
			{"lines", "light", "?g=2&inside=lines"}, {"lines-ko", "dark", "?g=1&inside=lines&lang=ko"},
			{"guess", "light", "?g=8&inside=guess"}, {"guess-ko", "dark", "?g=8&inside=guess&lang=ko"},
			{"none", "light", "?inside=maps"},
		} {
			if look.name != "none" && (i+j/2+j)%2 > 0 {
				continue // the other language is looked at in the other width
			}
			t.Run(fmt.Sprintf("%s-%d", look.name, size[0]), func(t *testing.T) {
				t.Parallel() // what takes time is waiting for the story
				p := newTab(t)
				p.do(chromedp.EmulateViewport(size[0], size[1]), colours(look.scheme))
				p.openLive(server.String() + "/" + look.query)
				if look.name != "none" {
					p.tells()
					p.wait(`document.querySelector("#story-text .told")?.innerText.length > 150`)
					p.click("play")
				}
				if look.name[0] == 'm' {
					p.wait(`document.querySelector("#map")`)
					p.click("side-summary")
					p.click("every-summary")
					p.click("row-summary")
					p.wait(`document.querySelector("#map-table") && document.querySelector("#pair-5-before-title") && document.querySelector("#every-table")`)
				}
				if look.name[0] == 'g' {
					p.click("guess-bytes-2")
					p.click("guess-time-5")
					p.wait(`document.querySelector("#guess-time-answer")`)
				}
				if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > int(size[0]) {
					t.Errorf("%dx%d %s: the page is %d wide", size[0], size[1], look.query, wide)
				}
				var png []byte
				p.do(chromedp.Screenshot("#room-heads", &png, chromedp.ByQuery))
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", look.name, size[0])), png, 0o644); err != nil {
					t.Fatal(err)
				}
				p.accessible(axe)
				p.clean(server.String())
			})
		}
	}
}

// A story is told, the room opened, and the map gone about in by keyboard: what is said
// is the weight of the place that is shown.
func TestInsideByKeyboard(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String() + "/?g=2&lang=en")
	p.tells()
	p.wait(`document.querySelector("#story-text .told")?.innerText.length > 120`)
	p.click("play")
	p.do(chromedp.Focus("#room-heads-summary", chromedp.ByQuery), chromedp.KeyEvent("\r"))
	p.wait(`document.querySelector("#map") && document.querySelector("#map-habit").innerText.startsWith("Q5")`)
	const place = `document.querySelector("#map [data-part=cross]").getAttribute("d").split("h")[0]`
	const says = `document.querySelector("#map-look").innerText`
	p.wait(says + `.includes("before merging")`) // both models have come to the end
	p.do(chromedp.Focus("#row-summary", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	p.wait(`document.querySelector("#map-table")`)
	p.do(chromedp.Focus("#map", chromedp.ByQuery), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.Home))
	p.wait(says + `.includes("looks at “start”")`)
	was, said := eval[string](p, place), eval[string](p, says)
	for _, key := range []string{kb.ArrowRight, kb.ArrowRight, kb.PageUp, kb.ArrowLeft} {
		p.do(chromedp.KeyEvent(key))
		p.wait(fmt.Sprintf(`%s != %q`, says, said)) // between, the place is in the grey column
		said = eval[string](p, says)
	}
	if now := eval[string](p, place); now == was {
		t.Errorf("the mark is at %s all the time", now)
	}
	t.Log(said)
	if !eval[bool](p, `document.activeElement.id == "map"`) {
		t.Error("the map has lost the focus")
	}
	// The table of the row that is pointed at has the same weight, at the same distance.
	same := eval[bool](p, `(() => {
		const [, back, weight, was] = document.querySelector("#map-look").innerText.match(/(\d+) tokens? before: ([\d.]+) of Q5’s weight \(([\d.]+) before merging\)/);
		const rows = [...document.querySelectorAll("#map-table tbody tr")].map((r) => [...r.children].map((c) => c.textContent));
		const row = rows[rows.length - 1 - back];
		return row[1] === was && row[2] === weight;
	})()`)
	if !same {
		t.Errorf("the table says otherwise: %s", eval[string](p, `document.querySelector("#map-table").innerText`))
	}
	p.do(chromedp.KeyEvent(kb.Escape))
	p.wait(`!document.querySelector("#map-follow")`)

	// A touch of the map points, too.
	eval[any](p, `(() => {
		const { left, top, width, height } = document.querySelector("#map svg").getBoundingClientRect();
		document.querySelector("#map svg").dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: left + 2, clientY: top + height / 2 }));
	})()`)
	p.wait(`document.querySelector("#map-look").innerText.includes("looks at “start”")`)

	// What takes the mark away goes with it, and passes the focus on.
	p.do(chromedp.Focus("#map-follow", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	p.wait(`!document.querySelector("#map-follow")`)
	if id := eval[string](p, `document.activeElement.id`); id != "map" {
		t.Errorf("the focus is with %q, want the map", id)
	}
	p.clean(server.String())
}
