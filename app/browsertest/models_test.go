//go:build browser

package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Rooms are folded away until they are asked for, in the page as it was built, too.
func TestRoomsAreFolded(t *testing.T) {
	p := newTab(t)
	for _, query := range []string{"?wasm=false", "?g=4"} {
		p.open(server.String() + "/" + query)
		if query == "?g=4" {
			p.wait(live)
		}
		p.wait(`document.querySelector("#room-models-summary")`)
		if n := eval[int](p, `document.querySelectorAll(".room > details[open]").length`); n > 0 {
			t.Errorf("%s: %d rooms are open", query, n)
		}
	}
	p.click("room-models-summary")
	p.wait(`document.querySelector("#models-model") && new URL(location).searchParams.get("open") == "models"`)
	p.click("room-models-summary")
	p.wait(`!document.querySelector("#models-model") && !new URL(location).searchParams.get("open")`)
}

// Real models: opened by a link, asked with the keyboard, sorted, chosen from the table
// and taken away; the address follows.
func TestRealModels(t *testing.T) {
	p := newTab(t, `
		window.files = [];
		URL.createObjectURL = blob => { files.push(blob); return "#"; };
		const press = HTMLAnchorElement.prototype.click;
		HTMLAnchorElement.prototype.click = function () { this.download ? files.at(-1).download = this.download : press.call(this); };`)
	p.openLive(server.String() + "/?open=models&model=llama-2-7b&len=1000")
	p.wait(`document.querySelector("#models-sequence")?.dataset.bytes == 2 * 32 * 32 * 128 * 2 * 1000`)

	// A number that can be taken, and one that cannot.
	p.do(chromedp.Focus("#models-len", chromedp.ByQuery), chromedp.KeyEvent(kb.End+kb.Backspace+kb.Enter))
	p.wait(`document.querySelector("#models-sequence").dataset.bytes == 2 * 32 * 32 * 128 * 2 * 100`)
	p.do(chromedp.Focus("#models-len", chromedp.ByQuery), chromedp.KeyEvent(kb.Home+"-"+kb.Enter))
	p.wait(`document.querySelector("#models-len").value == "100"`)

	// Own numbers go on from the model.
	eval[any](p, `(() => { const s = document.querySelector("#models-model"); s.value = "own"; s.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	p.wait(`document.querySelector("#models-own-h")?.value == "32" && document.querySelector("#models-own-g").value == "32"`)
	p.wait(`new URL(location).searchParams.get("own-g") == "32"`)

	p.click("models-tab-1")
	p.wait(`document.querySelectorAll("#models-all tbody tr").length == 74`)
	p.do(chromedp.Focus("#models-sort-name", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	p.wait(`document.querySelector("#models-all [aria-sort=ascending]")?.innerText.startsWith("Model") && document.querySelector("#models-all tbody th").innerText == "Aya-23-8B"`)
	p.click("models-csv")
	p.click("models-row-gemma-2b")
	p.wait(`document.querySelector("#models-model")?.value == "gemma-2b" && document.querySelector("#models-token").dataset.bytes == 18432`)
	p.wait(`new URL(location).searchParams.get("model") == "gemma-2b"`)

	p.click("models-tab-2")
	p.wait(`document.querySelector('[data-name="beyond-gqa"] [data-part="axes"]')`)
	p.click("models-svg-0")
	p.wait(`files.length == 2`)
	if names := eval[string](p, `files.map(f => f.download + " " + f.type).join()`); names != "gqa-models.csv text/csv,beyond-gqa.svg image/svg+xml" {
		t.Errorf("the files are %s", names)
	}
	p.clean(server.String())
}
