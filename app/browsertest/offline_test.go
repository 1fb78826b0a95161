//go:build browser

package browsertest

import (
	"net/http"
	"testing"
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

// A copy that is not whole is fetched again and put right.
func TestRepair(t *testing.T) {
	h := newHost(t, "/", none)
	p := newTab(t)
	p.openLive(h.address)
	p.kept()
	const name = `(await caches.keys()).find((k) => k.startsWith("gqa:/:"))`
	for _, path := range []string{"", inSite(t, "web/app.wasm").Path, inSite(t, "web/engine.wasm").Path} {
		eval[any](p, `(async () => {
			const cache = await caches.open(`+name+`);
			await cache.put("`+h.address+path+`", new Response("spoilt"));
		})()`)
	}
	p.openLive(h.address)
	p.tells()
	offline := gone
	h.mistake.Store(&offline)
	p.openLive(h.address)
	p.tells()
}

// A new version comes with the next visit, and then the page says so.
func TestNewVersion(t *testing.T) {
	h := newHost(t, "/", none)
	p := newTab(t)
	p.openLive(h.address)
	p.kept()
	newer := at("/app-worker.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		w.Write(append(file(t, "app-worker.js"), "// newer\n"...))
	})
	h.mistake.Store(&newer)
	p.openLive(h.address)
	p.failed("There is a new version of this page.")
}
