//go:build browser

package browsertest

import (
	"encoding/json"
	"fmt"
	"strings"
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

// walkJS looks on while the keyboard walks through a part of the page. What is pressed is
// noted, and goes no further.
const walkJS = `"use strict";
const walk = {
	kinds: Object.entries(%s),
	controls(within) {
		return [...document.querySelectorAll(within + " :is(a[href], button, input, select, textarea, summary, [tabindex])")]
			.filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
	},
	begin(within, from) {
		const begun = document.querySelector(from);
		Object.assign(walk, { within, reached: new Set([begun]), names: new Set(), on: true });
		begun.focus();
	},
	// at says where the focus is, and what is to be heard of it if it is pressed as its kind is.
	at() {
		const e = document.activeElement, box = e.getBoundingClientRect();
		const out = e === document.body || !e.closest(walk.within);
		walk.heard = "";
		walk.reached.add(e);
		if (e.type === "radio") walk.names.add(e.name);
		return {
			Out: out,
			Kind: walk.kinds.find(([, { Matches }]) => e.matches(Matches))?.[0] ?? "",
			Last: "max" in e && e.value === e.max || e.selectedIndex === e.options?.length - 1,
			Alone: e.readOnly || e.options?.length === 1 || e.type === "radio" && document.getElementsByName(e.name).length === 1,
			Seen: [e, e.nextElementSibling].some((s) => s && getComputedStyle(s).outlineStyle !== "none" && parseFloat(getComputedStyle(s).outlineWidth) >= 2),
			Within: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
			Where: e.outerHTML.slice(0, 150),
		};
	},
	missed() {
		walk.on = false;
		return walk.controls(walk.within).filter((e) => !walk.reached.has(e) && !walk.names.has(e.name)).map((e) => e.outerHTML.slice(0, 150));
	},
};
for (const type of ["click", "input", "change"]) addEventListener(type, (event) => {
	if (!walk.on) return;
	walk.heard += type + " ";
	event.stopImmediatePropagation();
	if (type === "click" && event.target.type !== "radio" && event.target.type !== "checkbox") event.preventDefault();
}, true);
0`

// kinds are how controls are used by keyboard, and what is heard then; the first that
// matches counts.
var kinds = map[string]struct {
	Matches        string
	Key, KeyAtLast string
	Event          string
}{
	"1 button":   {"summary, button:not([role=tab]), [type=file]", kb.Enter, kb.Enter, "click"},
	"2 checkbox": {"[type=checkbox]", " ", " ", "click"},
	"3 choice":   {"[type=radio]", kb.ArrowDown, kb.ArrowUp, "input"},
	"4 slider":   {"[type=range]", kb.ArrowRight, kb.ArrowLeft, "input"},
	"5 list":     {"select", kb.ArrowDown, kb.ArrowUp, "input"},
	"6 number":   {"[type=number]", kb.ArrowUp, kb.ArrowDown, "input"},
	"7 text":     {"input, textarea", "1", "1", "input"},
}

// walk goes with the tab key from one element through a part of the page, and out of it,
// and uses every control that it meets. None may be passed over, hold the focus, hide it,
// or do nothing.
func (p *tab) walk(where, within, from string) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf(`walk.begin(%q, %q)`, within, from))
	used := 0
	for range 400 {
		p.key(kb.Tab)
		at := eval[struct {
			Out, Last, Alone, Seen, Within bool
			Kind, Where                    string
		}](p, `walk.at()`)
		if at.Out {
			for _, missed := range eval[[]string](p, `walk.missed()`) {
				p.t.Errorf("%s: the tab key passes over %s", where, missed)
			}
			p.t.Logf("%s: %d used", where, used)
			return
		}
		if !at.Seen || !at.Within {
			p.t.Errorf("%s: the focus cannot be seen on %s", where, at.Where)
		}
		if at.Kind == "" || at.Alone {
			continue // to be read, scrolled, or followed
		}
		key := kinds[at.Kind].Key
		if at.Last {
			key = kinds[at.Kind].KeyAtLast
		}
		p.key(key)
		if heard := eval[string](p, `walk.heard`); !strings.Contains(heard, kinds[at.Kind].Event) {
			p.t.Errorf("%s: a key does nothing to %s: %s", where, at.Where, heard)
		}
		used++
	}
	p.t.Errorf("%s: the tab key does not lead out", where)
}

// Every control of every room, and of the page around them, with the keyboard alone.
func TestEveryControlByKeyboard(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String() + "/?tour=1")
	p.tells()
	p.wait(`document.querySelector("#story-text .told")?.innerText.length > 120`)
	p.click("play")
	js, err := json.Marshal(kinds)
	if err != nil {
		t.Fatal(err)
	}
	eval[any](p, fmt.Sprintf(walkJS, js))
	p.walk("the page", "body", "body")
	for _, room := range eval[[]string](p, `[...document.querySelectorAll(".room")].map((r) => r.id)`) {
		summary := "#" + room + " > details > summary"
		eval[any](p, fmt.Sprintf(`document.querySelector(%q).focus()`, summary))
		p.key(kb.Enter)
		p.wait(fmt.Sprintf(`document.querySelector("#%s > details[open]")?.children.length > 1`, room))
		if room == "room-heads" {
			p.wait(`document.getElementById("map")`)
		}
		selected := fmt.Sprintf(`document.querySelector("#%s [role=tab][aria-selected=true]")`, room)
		for n := range max(1, eval[int](p, fmt.Sprintf(`document.querySelectorAll("#%s [role=tab]").length`, room))) {
			if n > 0 {
				eval[any](p, selected+`.focus()`)
				p.key(kb.ArrowRight)
				p.wait(fmt.Sprintf(`%s === document.querySelectorAll("#%s [role=tab]")[%d] && document.activeElement === %s`, selected, room, n, selected))
			}
			eval[any](p, fmt.Sprintf(`document.querySelectorAll("#%s details details:not([open]) > summary").forEach((s) => s.click())`, room))
			p.walk(fmt.Sprintf("%s, panel %d", room, n+1), "#"+room, summary)
		}
		eval[any](p, fmt.Sprintf(`document.querySelector(%q).focus()`, summary))
		p.key(kb.Enter)
	}
	p.clean(server.String())
}
