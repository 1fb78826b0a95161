//go:build browser

package browsertest

import (
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// until waits until a JavaScript expression is true in Firefox.
func (f *firefox) until(t *testing.T, js string) {
	t.Helper()
	var last error
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(100 * time.Millisecond) {
		value, err := f.evaluate("!!(" + js + ")")
		if err == nil && string(value) == "true" {
			return
		}
		last = err
	}
	said, _ := f.evaluate(`[` + line + `, location.href, document.readyState, document.getElementById("g")?.value, document.body?.firstElementChild?.dataset.still]`)
	t.Fatalf("never true in Firefox: %s (%v); the line says, and the page is %s", js, last, said)
}

// touch does what makes the page start its program at once.
const touch = `dispatchEvent(new Event("pointermove"))`

// The same in Firefox: every condition that needs no more than a page to look at.
func TestConditionsInFirefox(t *testing.T) {
	f := newFirefox(t)
	for i, c := range conditions {
		for _, at := range places(i) {
			t.Run(fmt.Sprintf("%s, %s, %s", c.name, at.as.name, at.base), func(t *testing.T) {
				f.meet(t, c, at.as, at.base)
			})
		}
	}
}

// meet meets a condition.
func (f *firefox) meet(t *testing.T, c condition, as personality, base string) {
	mistake := none
	if c.mistake != nil {
		mistake = c.mistake(t, as)
	}
	h := newStatic(t, base, as, func(w http.ResponseWriter, r *http.Request) bool {
		return c.framed(w, r, as) || mistake(w, r)
	})
	var added struct{ Script string }
	f.call("script.addPreloadScript", map[string]any{"functionDeclaration": "() => {" + c.script + "}"}, &added)
	defer f.call("script.removePreloadScript", map[string]any{"script": added.Script}, nil)
	want := c.want
	if as.spa && c.spa != "" {
		want = c.spa
	}
	if c.frame != "" {
		f.open(h.address + "frame")
		if want != "" {
			f.until(t, fmt.Sprintf(`self.framed?.line.includes(%q)`, want))
		} else {
			f.until(t, `self.framed?.live && self.framed.model && self.framed.line === ""`)
		}
		return
	}
	f.open(h.address + c.query)
	f.evaluate(touch)
	if want != "" {
		f.until(t, fmt.Sprintf(`document.querySelector("#boot [role=alert]")?.innerText.includes(%q)`, want))
	} else {
		f.until(t, live+` && !document.querySelector("#boot:not([hidden])")`)
	}
	if _, err := f.evaluate(`((slider) => {
		slider.value = 1;
		for (const type of ["input", "change"]) slider.dispatchEvent(new Event(type, { bubbles: true }));
	})(document.getElementById("g"))`); err != nil {
		t.Fatal(err)
	}
	f.until(t, `document.getElementById("picture").dataset.g === "2"`)
	if c.name == "nothing wrong" {
		f.tellsTheSame(t, h.address)
	}
}

// tellsTheSame is tab.tellsTheSame in Firefox.
func (f *firefox) tellsTheSame(t *testing.T, address string) {
	t.Helper()
	f.open(address + "?g=2&temp=0&seed=7")
	f.evaluate(touch)
	f.until(t, live)
	f.evaluate(`document.getElementById("play").click()`)
	f.until(t, fmt.Sprintf(`document.querySelector("#story-text .told")?.innerText.length > %d`, beginning))
	told, err := f.evaluate(fmt.Sprintf(`document.querySelector("#story-text .told").innerText.slice(0, %d)`, beginning))
	if err != nil {
		t.Fatal(err)
	}
	same(t, strings.Trim(string(told), `"`))
}

// The page as a single file, in Firefox.
func TestSingleInFirefox(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	write := exec.Command(program, "-single", page)
	write.Dir = "../.."
	if out, err := write.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	newFirefox(t).tellsTheSame(t, "file://"+page)
}
