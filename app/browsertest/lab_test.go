//go:build browser

package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The panels about time: opened by a link, the trap measured, the machine probed, the
// rest stopped; and files of what there is.
func TestTimePanels(t *testing.T) {
	p := newTab(t, `
		window.files = [];
		URL.createObjectURL = blob => { files.push(blob); return "#"; };
		const press = HTMLAnchorElement.prototype.click;
		HTMLAnchorElement.prototype.click = function () { this.download ? files.at(-1).download = this.download : press.call(this); };`)
	p.openLive(server.String() + "/?g=2&ctx=1024&panel=trap")
	p.click("lab-measure")
	p.wait(`document.querySelector("#lab-progress")`)
	p.wait(`!document.querySelector("#lab-progress")`)
	if n := eval[int](p, `document.querySelectorAll('[data-part="bars"]').length`); n != 3 {
		t.Errorf("%d ways are drawn; it says %q, %q", n, eval[string](p, `document.querySelector("#lab-says").innerText`), eval[string](p, `document.querySelector("#lab-status").innerText`))
	}
	t.Log(eval[string](p, `document.querySelector("#lab-says").innerText`))

	// The arrow keys go from tab to tab.
	p.do(chromedp.Focus("#lab-tab-2", chromedp.ByQuery), chromedp.KeyEvent("\u0303"))
	p.wait(`document.activeElement.id == "lab-tab-3" && document.activeElement.ariaSelected == "true"`)
	p.click("lab-measure")
	p.wait(`document.querySelector('[data-name="gqa-roofline"] [data-part="line"]')`)
	p.click("lab-measure")
	p.wait(`!document.querySelector("#lab-progress")`)
	t.Log(eval[string](p, `document.querySelector("#lab-notes").innerText`))

	for _, id := range []string{"lab-svg-0", "lab-png-0", "lab-csv", "lab-json"} {
		p.click(id)
	}
	p.wait(`files.length == 4`)
	eval[any](p, `files.sort((a, b) => a.type < b.type ? -1 : 1); 0`) // PNG takes its time
	if names := eval[string](p, `files.map(f => f.download + " " + f.type).join()`); names !=
		"gqa-samples.json application/json,gqa-roofline.png image/png,gqa-roofline.svg image/svg+xml,gqa-roofline.csv text/csv" {
		t.Errorf("the files are %s", names)
	}
	if size := eval[[]int](p, `createImageBitmap(files[1]).then(i => [i.width, i.height])`); len(size) != 2 || size[0] != 1260 || size[1] != 804 {
		t.Errorf("the picture has %v pixels", size)
	}
	if !eval[bool](p, `files[0].text().then(text => JSON.parse(text).Trap.Ways[0].Samples.length > 5)`) {
		t.Error("samples are missing")
	}
	p.clean(server.String())
}
