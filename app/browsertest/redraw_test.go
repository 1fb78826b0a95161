//go:build browser

package browsertest

import (
	"maps"
	"testing"
	"time"
)

// pictures are the page's, by their names, each as markup whose attributes are in order.
const pictures = `(() => {
	const markup = (n) => n.nodeType === 3 ? n.data :
		"<" + n.localName + [...n.attributes].map((a) => " " + a.name + "=" + JSON.stringify(a.value)).sort().join("") + ">" +
		[...n.childNodes].map(markup).join("") + "</" + n.localName + ">";
	return Object.fromEntries([...document.querySelectorAll("svg[aria-labelledby]")].map((svg) => [svg.getAttribute("aria-labelledby"), markup(svg)]));
})()`

// A picture that has been redrawn, change by change, is what a page has that opens with it.
func TestPicturesRedrawn(t *testing.T) {
	p := newTab(t)
	shown := func() map[string]string {
		all := eval[map[string]string](p, pictures)
		delete(all, "time-chart-title time-chart-desc") // is measured anew
		return all
	}
	for _, panel := range []string{"cache", "method", "alpha", "groups", "others"} {
		rest := "&paper=" + panel + "&open=paper.models.questions.share"
		p.openLive(server.String() + "/?g=2" + rest)
		p.wait(`document.querySelector("#room-paper svg") && document.querySelector("#qr svg")`)
		want := shown()
		if len(want) < 5 {
			t.Errorf("%s: only %d pictures", panel, len(want))
		}

		p.openLive(server.String() + "/?g=8" + rest)
		p.wait(`document.querySelector("#room-paper svg") && document.querySelector("#qr svg")`)
		if maps.Equal(shown(), want) {
			t.Errorf("%s: the pictures are the same for G = 8", panel)
		}
		p.slide(2)
		var got map[string]string
		for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			if got = shown(); maps.Equal(got, want) { // the rooms follow the slider
				break
			}
		}
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s: %s is\n%s\nwant\n%s", panel, name, got[name], want[name])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d pictures, want %d", panel, len(got), len(want))
		}
	}
	p.clean(server.String())
}
