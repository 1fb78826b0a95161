//go:build browser

package browsertest

import (
	"strings"
	"testing"
)

// The link that is shared is copied, or at least selected; a page opened by it is the
// same; and the teacher's link leaves out what was ticked away.
func TestShare(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String() + "/?g=2&open=share&ctx=1024")
	link := func(id string) string { return eval[string](p, `document.getElementById("`+id+`").value`) }
	p.click("share-link-copy")
	p.wait(`document.getElementById("share-link-says").innerText`)
	if got := eval[string](p, `getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)`); got != link("share-link") {
		t.Errorf("selected is %q, not %q", got, link("share-link"))
	}
	p.slide(1)
	p.wait(`document.getElementById("share-link").value.includes("g=1")`)

	p.click("show-story")
	p.click("lock-g")
	p.wait(`document.getElementById("lesson-link").value.includes("hide=story")`)
	p.wait(`document.getElementById("lesson-code").value.includes("lock=g")`)
	lesson, shared := link("lesson-link"), link("share-link")
	if !strings.HasPrefix(lesson, server.String()) {
		t.Errorf("the link is %s", lesson)
	}
	p.openLive(shared)
	p.shows(1)
	p.openLive(lesson)
	p.wait(`!document.getElementById("story") && document.getElementById("g").disabled`)
	p.clean(server.String())
}
