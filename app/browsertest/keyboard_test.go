//go:build browser

package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keyTo goes to an element with the tab key alone, and checks at every stop that the
// focus can be seen.
func (p *tab) keyTo(id string) {
	p.t.Helper()
	for range 200 {
		at := eval[struct {
			There, Before, Seen bool
			Where               string
		}](p, fmt.Sprintf(`(() => {
			const to = document.getElementById(%q), at = document.activeElement;
			const shown = [at, at.nextElementSibling].filter(e => e).map(e => getComputedStyle(e));
			return {
				There: at === to,
				Before: at !== document.body && !!(to.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
				Seen: at === document.body || at.tabIndex < 0 || shown.some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2),
				Where: at.outerHTML.slice(0, 120),
			};
		})()`, id))
		if !at.Seen {
			p.t.Errorf("the focus cannot be seen on %s", at.Where)
		}
		if at.There {
			return
		}
		if at.Before {
			p.key(kb.Tab, input.ModifierShift)
		} else {
			p.key(kb.Tab)
		}
	}
	p.t.Fatalf("the tab key does not lead to %s", id)
}

// key presses a key.
func (p *tab) key(key string, modifiers ...input.Modifier) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// press goes to a button or a link and presses it.
func (p *tab) press(id string) {
	p.t.Helper()
	p.keyTo(id)
	p.key(kb.Enter)
}

// The tour from its first to its last step, with the keyboard alone.
func TestTourByKeyboard(t *testing.T) {
	if !haveModels(t) {
		t.Skip("there is no model in assets/models yet")
	}
	p := newTab(t)
	p.openLive(server.String())
	p.press("offer-tour")
	for step, use := range []func(){
		func() { p.keyTo("g"); p.key(kb.ArrowLeft) },
		func() { p.press("step") },
		func() { p.keyTo("ctx"); p.key(kb.ArrowDown); p.key(kb.ArrowDown) },
		func() { p.keyTo("g"); p.key(kb.Home) },
		func() { p.press("play") },
		func() { p.press("more") },
		func() {
			p.keyTo("src-uptrained")
			for _, next := range []string{"mean", "first", "random"} {
				p.key(kb.ArrowRight)
				p.wait(`new URLSearchParams(location.search).get("src") === "` + next + `"`)
			}
		},
		func() { p.keyTo("src-mean"); p.key(kb.ArrowLeft) }, // the radio buttons are one stop, at the one that is chosen
		func() { p.keyTo("guess-1"); p.key(" ") },
	} {
		p.wait(fmt.Sprintf(`new URLSearchParams(location.search).get("tour") === "%d" && !document.getElementById("tour-seen")`, step+1))
		p.wait(`document.activeElement.id === "tour-title"`)
		use()
		// The answer to the last step's question is measured, for as long as it takes.
		p.wait(`document.getElementById("tour-seen") || /[1-9]\d*%/.test(document.getElementById("guess-status")?.innerText)`)
		t.Log(eval[string](p, `(document.getElementById("tour-seen") ?? document.getElementById("guess-status")).innerText`))
		p.press("tour-next")
	}
	p.wait(`document.activeElement.id === "offer-tour" && document.getElementById("tour").hidden`)
	p.clean(server.String())
}

// What the words mean, with the keyboard alone: shown, left again, and followed.
func TestTermsByKeyboard(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String() + "/?g=2")
	term := `document.querySelector("#cache-title .term")`
	definition := `document.querySelector("#cache-title .definition")`
	eval[any](p, term+`.id = "a-term"`)
	p.press("a-term")
	p.wait(definition + `.matches(":popover-open")`)
	p.key(kb.Escape)
	p.wait(`!` + definition + `.matches(":popover-open") && document.activeElement === ` + term)
	p.key(kb.Enter)
	p.key(kb.Tab)
	p.key(kb.Enter)
	p.wait(`document.activeElement.id === "term-cache"`)
	p.shows(2)
	p.clean(server.String())
}
