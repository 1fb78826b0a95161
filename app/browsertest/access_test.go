//go:build browser

package browsertest

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// asks reports what axe-core, which is there, finds within a part of the page, and a page that is
// wider than the window.
func (p *tab) asks(where, within string) {
	p.t.Helper()
	type violation struct{ ID, Help, Target string }
	for _, v := range eval[[]violation](p, fmt.Sprintf(`axe.run(document.querySelector(%q) ?? document, { resultTypes: ["violations"] }).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => ({
		ID: v.id, Help: v.help, Target: n.target.join(" ") + " " + (n.any[0]?.message ?? n.all[0]?.message ?? ""),
	}))))`, within)) {
		p.t.Errorf("%s: %s: %s: %s", where, v.ID, v.Help, v.Target)
	}
	for _, wide := range eval[[]string](p, `(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return [];
		return [...document.querySelectorAll("main *")].filter(e => {
			const scrolls = e.parentElement.closest(".wide, .lines, svg, .tall") ?? [...(function* () { for (let p = e.parentElement; p; p = p.parentElement) yield p; })()].find(p => getComputedStyle(p).overflowX !== "visible" && p !== document.body && p !== document.documentElement);
			return !scrolls && e.getBoundingClientRect().right > width + 1;
		}).slice(0, 3).map(e => e.outerHTML.slice(0, 150));
	})()`) {
		p.t.Errorf("%s: wider than the window: %s", where, wide)
	}
}

// Nothing that axe-core knows about keeps anyone out of any part of the page, and nothing
// is wider than the window: in every language and theme, at the widths of a telephone
// (or a page at 400 %), a tablet and a desk.
func TestAccessible(t *testing.T) {
	script := axeCore(t) + "; 0"
	for _, lang := range []string{"en", "ko"} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(lang+" "+scheme, func(t *testing.T) {
				t.Parallel()
				p := newTab(t)
				p.do(colours(scheme), chromedp.EmulateViewport(1280, 800))
				p.open(server.String() + "/?wasm=false&lang=" + lang)
				eval[any](p, script)
				p.asks("as it was built", "html")

				p.openLive(server.String() + "/?lang=" + lang)
				eval[any](p, script)
				eval[any](p, `document.querySelectorAll(".room > details, main details").forEach(d => d.open = true)`)
				p.wait(`[...document.querySelectorAll(".room > details")].every(d => d.children.length > 1)`)
				rooms := eval[[]string](p, `[...document.querySelectorAll(".room")].map(r => r.id)`)
				for _, width := range []int64{1280, 768, 320} {
					p.do(chromedp.EmulateViewport(width, 800))
					p.asks(fmt.Sprintf("%d wide", width), "html")
					for _, room := range rooms {
						for n := range eval[int](p, `document.querySelectorAll("#`+room+` [role=tab]").length`) {
							tab := fmt.Sprintf(`document.querySelectorAll("#%s [role=tab]")[%d]`, room, n)
							eval[any](p, tab+`.click()`)
							p.wait(tab + `.ariaSelected === "true"`)
							p.asks(fmt.Sprintf("%d wide, %s, tab %d", width, room, n+1), "#"+room)
						}
					}
				}
			})
		}
	}
}

// The tour and what the words mean, too, in the course of use; and the page in a frame.
func TestAccessibleInUse(t *testing.T) {
	script := axeCore(t) + "; 0"
	for _, query := range []string{"?tour=1", "?tour=9&lang=ko&theme=dark", "embed/index.html?view=all", "embed/index.html?view=time&lang=ko&theme=dark"} {
		p := newTab(t)
		p.do(chromedp.EmulateViewport(320, 800))
		p.openLive(server.String() + "/" + query)
		eval[any](p, script)
		p.asks(query, "html")
		eval[any](p, `document.querySelector(".term")?.click()`)
		time.Sleep(100 * time.Millisecond)
		p.asks(query+", with a term explained", "html")
	}
}

// What cannot be moved or pressed looks so.
func TestLockedLooksLocked(t *testing.T) {
	p := newTab(t)
	for _, locked := range []bool{false, true} {
		address := server.String() + "/?g=2"
		if locked {
			address += "&lock=g,ctx,src,story,measure"
		}
		p.openLive(address)
		for _, control := range []string{"#g", "#more", "#ctx", "#play", "#prompt", "#temp", "#measure", "#src-mean + span"} {
			if faint := eval[float64](p, `Number(getComputedStyle(document.querySelector("`+control+`")).opacity)`) < 0.9; faint != locked {
				t.Errorf("locked %t: %s is faint %t", locked, control, faint)
			}
		}
		if shown := eval[float64](p, `Number(getComputedStyle(document.getElementById("src-mean")).opacity)`); shown != 0 {
			t.Errorf("locked %t: the radio button itself is seen", locked)
		}
	}
}

// What a finger presses is large enough for it, except words in a text.
func TestTouch(t *testing.T) {
	p := newTab(t)
	p.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch), emulation.SetTouchEmulationEnabled(true))
	p.openLive(server.String() + "/?tour=9")
	if !eval[bool](p, `matchMedia("(pointer: coarse)").matches`) {
		t.Skip("this browser does not play a touch screen")
	}
	eval[any](p, `document.querySelectorAll("details").forEach(d => d.open = true)`)
	p.wait(`[...document.querySelectorAll(".room > details")].every(d => d.children.length > 1)`)
	for _, small := range eval[[]string](p, `[...document.querySelectorAll("button:not(.term), select, summary, input, .offer a, .languages a")].filter(e => {
		const box = (e.matches("input[type=radio], input[type=checkbox]") ? e.closest("label") ?? e : e).getBoundingClientRect();
		return box.height > 0 && (box.height < 43.5 || box.width < 43.5);
	}).map(e => { const b = e.getBoundingClientRect(); return e.outerHTML.slice(0, 110) + " " + b.width + "x" + b.height; })`) {
		t.Errorf("too small for a finger: %s", small)
	}
}
