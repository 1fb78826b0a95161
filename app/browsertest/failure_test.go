//go:build browser

package browsertest

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// file is a file of the built site.
func file(t *testing.T, name string) []byte {
	b, err := os.ReadFile(filepath.Join("../../dist", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Whatever is wrong, there is a sentence and a way on, and the page stays as it is.
func TestSentence(t *testing.T) {
	wasm := file(t, "web/app.wasm")
	for _, test := range []struct {
		name    string
		script  string // run before the page's own
		mistake func(w http.ResponseWriter, r *http.Request) bool
		want    string
	}{
		{"no WebAssembly", `delete window.WebAssembly`, none, "has no WebAssembly"},
		{"no Worker", `delete window.Worker`, none, "has no Web Workers"},
		{"404", ``, at("/web/app.wasm", http.NotFound), "could not be loaded (the server answers 404)"},
		{"500", ``, at("/web/app.wasm", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
		}), "(the server answers 500)"},
		{"a page in its place", ``, at("/web/app.wasm", func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("<!DOCTYPE html><title>Home</title>"))
		}), "is not WebAssembly"},
		{"cut off", ``, at("/web/app.wasm", func(w http.ResponseWriter, r *http.Request) {
			w.Write(wasm[:len(wasm)/2])
		}), "bytes came"},
		{"not a program", ``, at("/web/app.wasm", func(w http.ResponseWriter, r *http.Request) {
			b := make([]byte, len(wasm))
			copy(b, "\x00asm\x01\x00\x00\x00")
			w.Write(b)
		}), "could not be loaded"},
		{"no script", ``, at("/app.js", http.NotFound), "app.js is missing"},
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
		if r.URL.Path == "/web/app.wasm" {
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
	wasm := file(t, "web/app.wasm")
	p := newTab(t)
	h := newHost(t, "/", at("/web/app.wasm", func(w http.ResponseWriter, r *http.Request) {
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
