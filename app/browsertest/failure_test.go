//go:build browser

package browsertest

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Whatever is wrong, there is a sentence and a way on, and the page stays as it is.
func TestSentence(t *testing.T) {
	program := inSite(t, "web/app.wasm")
	wasm, path := file(t, program.Path), "/"+program.Path
	for _, test := range []struct {
		name    string
		script  string // run before the page's own
		mistake func(w http.ResponseWriter, r *http.Request) bool
		want    string
	}{
		{"no WebAssembly", `delete window.WebAssembly`, none, "has no WebAssembly"},
		{"no Worker", `delete window.Worker`, none, "has no Web Workers"},
		{"404", ``, at(path, http.NotFound), "could not be loaded (web/app.wasm: the server answers 404)"},
		{"500", ``, at(path, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
		}), "the server answers 500"},
		{"a page in its place", ``, at(path, func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("<!DOCTYPE html><title>Home</title>"))
		}), "sent a page in its place"},
		{"cut off", ``, at(path, func(w http.ResponseWriter, r *http.Request) {
			w.Write(wasm[:len(wasm)/2])
		}), "bytes came"},
		{"not a program", ``, at(path, func(w http.ResponseWriter, r *http.Request) {
			b := bytes.Clone(wasm)
			b[len(b)/2] ^= 1
			w.Write(b)
		}), "is not what was built"},
		{"no script", ``, at("/"+inSite(t, "web/app.js").Path, http.NotFound), "app.js is missing"},
		{"wasm forbidden", ``, func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/" {
				return false
			}
			w.Header().Set("Content-Security-Policy", "script-src 'self'")
			w.Write(file(t, "index.html"))
			return true
		}, "could not be loaded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newTab(t, test.script)
			p.open(newHost(t, "/", test.mistake).address)
			p.failed(test.want)
			if n := eval[int](p, `document.querySelectorAll("[data-part=query]").length`); n != 8 {
				t.Errorf("the picture has %d query heads", n)
			}
			p.do(chromedp.Click("#boot button"))
			p.wait(`performance.getEntriesByType("navigation")[0].type === "reload"`)
			p.failed(test.want)
		})
	}
}

// The slider shows every G in pictures, also without the program, and in Korean too.
func TestStill(t *testing.T) {
	for _, query := range []string{"", "?g=2&lang=ko"} {
		t.Run("still"+query, func(t *testing.T) {
			p := newTab(t, `delete window.WebAssembly`)
			p.open(server.String() + "/" + query)
			if query != "" {
				p.shows(2)
				p.wait(`document.getElementById("play").innerText === "재생"`)
			}
			for _, g := range []int{8, 1, 2, 4} {
				p.slide(g)
				p.shows(g)
			}
			p.click("fewer")
			p.shows(2)
			if !eval[bool](p, `document.getElementById("play").disabled && document.getElementById("ctx").disabled`) {
				t.Error("what cannot be done without the program can be pressed")
			}
		})
	}
}

// What was chosen before the program runs is what it shows.
func TestStillBecomesLive(t *testing.T) {
	wait := make(chan bool)
	h := newHost(t, "/", func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/"+inSite(t, "web/app.wasm").Path {
			<-wait
		}
		return false
	})
	p := newTab(t)
	p.open(h.address)
	p.slide(1)
	p.shows(1)
	close(wait)
	p.wait(live)
	p.shows(1)
	p.clean(h.address)
}

// failed waits for the sentence and its button.
func (p *tab) failed(want string) {
	p.t.Helper()
	p.wait(fmt.Sprintf(`document.querySelector("#boot [role=alert]")?.innerText.includes(%q)`, want))
	if got := eval[string](p, `document.querySelector("#boot button").innerText`); got != "Reload" {
		p.t.Errorf("the button says %q", got)
	}
}

func TestSentenceInKorean(t *testing.T) {
	p := newTab(t, `delete window.WebAssembly`)
	p.open(server.String() + "/?lang=ko")
	p.wait(`document.querySelector("#boot [role=alert]")`)
	if got := eval[string](p, line); !strings.Contains(got, "WebAssembly가 없거나") || !strings.Contains(got, "다시 불러오기") {
		t.Errorf("the line says %q", got)
	}
	if got := eval[string](p, `document.getElementById("boot").lang`); got != "ko" {
		t.Errorf("the line is in %q", got)
	}
}

// The program runs whatever type the server gives it.
func TestWrongType(t *testing.T) {
	path := inSite(t, "web/app.wasm").Path
	wasm := file(t, path)
	p := newTab(t)
	h := newHost(t, "/", at("/"+path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Write(wasm)
	}))
	p.openLive(h.address)
	p.clean(h.address)
}

// A panic in the page's program leaves a sentence and the page.
func TestPanic(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String())
	eval[any](p, `setTimeout(() => goappNav())`) // without the address that go-app expects
	p.failed("The program has stopped (exit code 2)")
	p.slide(1)
	p.shows(1)
}

// A sandboxed frame has no origin: no storage, no service worker, no worker but a blob.
func TestSandboxedFrame(t *testing.T) {
	page := strings.Replace(string(file(t, "index.html")), "</head>", `<script src="./probe.js"></script></head>`, 1)
	h := newHost(t, "/", func(w http.ResponseWriter, r *http.Request) bool {
		switch r.URL.Path {
		case "/frame":
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte(`<!DOCTYPE html><script>
				addEventListener("message", (e) => { self.framed = e.data });
			</script><iframe sandbox="allow-scripts" src="./framed" width="1200" height="700"></iframe>`))
		case "/framed":
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte(page))
		case "/probe.js":
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte(`setInterval(() => parent.postMessage({
					live: !!(` + live + `),
					line: ` + line + `,
					trouble: document.getElementById("trouble")?.innerText ?? "",
					model: ` + engineRuns + `,
				}, "*"), 200)`))
		default:
			return false
		}
		return true
	})
	p := newTab(t)
	p.open(h.address + "frame")
	p.wait(`self.framed?.live`)
	if haveModels(t) {
		p.wait(`self.framed?.model`)
	}
	if said := eval[string](p, `self.framed.line`); said != "" {
		t.Errorf("the line says %q", said)
	}
}
