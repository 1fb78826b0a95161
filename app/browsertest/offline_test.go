//go:build browser

package browsertest

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// tells waits until the model tells a story, where there is a model.
func (p *tab) tells() {
	p.t.Helper()
	if haveModels(p.t) {
		p.click("play")
		p.wait(`document.querySelector("#story-text .told")`)
	}
}

// kept waits until the service worker has the page and keeps the whole site.
func (p *tab) kept() {
	p.t.Helper()
	p.wait(`navigator.serviceWorker.controller?.state === "activated"`)
}

// Once visited, the page runs without the network, whatever its parameters.
func TestOffline(t *testing.T) {
	h := newHost(t, "/a/b/", none)
	p := newTab(t)
	p.openLive(h.address)
	eval[any](p, `caches.open("a neighbour's").then(() => true)`)
	p.kept()

	offline := gone
	h.mistake.Store(&offline)
	for _, query := range []string{"", "?g=2", "index.html?g=1&lang=ko"} {
		p.openLive(h.address + query)
	}
	p.tells()
	if !eval[bool](p, `caches.has("a neighbour's")`) {
		t.Error("another page's cache is gone")
	}
}

// A copy that is not the file, or not all of it, is fetched again and put right for good.
func TestRepair(t *testing.T) {
	h := newHost(t, "/", none)
	p := newTab(t)
	p.openLive(h.address)
	p.kept()
	const name = `(await caches.keys()).find((k) => k.startsWith("gqa:/:"))`
	for path, spoilt := range map[string]string{
		"":                                 `"spoilt"`,
		inSite(t, "web/app.wasm").Path:     `"spoilt"`,
		inSite(t, "web/engine.wasm").Path:  `(await (await cache.match(url)).arrayBuffer()).slice(0, 1000)`,
		inSite(t, "web/app.css").Path:      `""`,
		inSite(t, "web/wasm_exec.js").Path: `(await (await cache.match(url)).text()).replace("e", "f")`, // as long as it was
	} {
		eval[any](p, `(async () => {
			const cache = await caches.open(`+name+`), url = "`+h.address+path+`";
			await cache.put(url, new Response(`+spoilt+`));
		})()`)
	}
	p.openLive(h.address)
	p.tells()
	offline := gone
	h.mistake.Store(&offline)
	p.openLive(h.address)
	p.tells()
	p.clean(h.address)
}

// newer is the next version of the site: everything that is loaded has another name, and
// the page's style says that it is newer.
func newer(t *testing.T) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "web"), os.DirFS("../../web")); err != nil {
		t.Fatal(err)
	}
	for name, more := range map[string]string{
		"app.css":     ":root { --newer: yes; }\n",
		"app.wasm":    "\x00\x06\x05newer", // a section without a meaning
		"engine.wasm": "\x00\x06\x05newer",
		"load.js":     "// newer\n",
	} {
		f, err := os.OpenFile(filepath.Join(dir, "web", name), os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString(more)
		}
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	assets, err := filepath.Abs("../../assets")
	if err == nil {
		err = os.Symlink(assets, filepath.Join(dir, "assets"))
	}
	if err != nil {
		t.Fatal(err)
	}
	build := exec.Command(program, "dist")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return readSite(filepath.Join(dir, "dist"))
}

// A new version comes with the next visit, whatever the browser has kept of the one
// before, and the page says so. A tab that is still open goes on with what it began with,
// also with what it has yet to load and the host has no longer.
func TestNewVersion(t *testing.T) {
	h := newStatic(t, "/", personality{serve: func(w http.ResponseWriter, r *http.Request, content []byte) {
		w.Header().Set("Cache-Control", "max-age=600") // as GitHub Pages has it, for everything
		w.Write(content)
	}}, none)
	p := newTab(t)
	p.do(chromedp.EmulateViewport(390, 700)) // the story is out of sight
	p.openLive(h.address)
	p.kept()

	site := newer(t)
	h.site.Store(&site)
	q := newTabIn(t, p.profile)
	q.openLive(h.address)
	for _, tab := range []*tab{p, q} {
		tab.failed("A new version of this page is available.")
	}
	const isNewer = `getComputedStyle(document.documentElement).getPropertyValue("--newer")`
	if eval[string](p, isNewer) != "" || eval[string](p, engineRuns+` + ""`) != "false" {
		t.Error("the open tab has changed")
	}
	p.tells()

	q.openLive(h.address + "?g=2")
	if eval[string](q, isNewer) != "yes" {
		t.Error("the next visit has the old version")
	}
	offline := gone
	h.mistake.Store(&offline)
	q.openLive(h.address + "?g=1")
	if eval[string](q, isNewer) != "yes" {
		t.Error("without the network it has the old version")
	}
	q.tells()
	if n := eval[int](q, `caches.keys().then((keys) => keys.length)`); n > 2 {
		t.Errorf("%d versions are kept", n)
	}
}
