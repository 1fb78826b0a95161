//go:build browser

package browsertest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// personality is how a host serves files: what it makes of an answer that is right.
type personality struct {
	name  string
	serve func(w http.ResponseWriter, r *http.Request, content []byte)
	spa   bool // it has the page for everything that it does not have
}

var personalities = []personality{
	{name: "right", serve: func(w http.ResponseWriter, r *http.Request, content []byte) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if small := strings.HasPrefix(w.Header().Get("Content-Type"), "text/"); small {
			w.Header().Set("Content-Encoding", "gzip")
			content = gzipped(content)
		}
		w.Write(content)
	}},
	{name: "octet-stream", serve: func(w http.ResponseWriter, r *http.Request, content []byte) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/") {
			w.Header().Set("Content-Type", "application/octet-stream")
		}
		w.Write(content)
	}},
	{name: "plain", serve: func(w http.ResponseWriter, r *http.Request, content []byte) { w.Write(content) }},
	{name: "gzip twice", serve: func(w http.ResponseWriter, r *http.Request, content []byte) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(gzipped(content))
	}},
	{name: "gzip taken for an encoding", serve: func(w http.ResponseWriter, r *http.Request, content []byte) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if strings.HasSuffix(r.URL.Path, ".gz") {
			w.Header().Set("Content-Encoding", "gzip")
		}
		w.Write(content)
	}},
	{name: "a page for everything", spa: true, serve: func(w http.ResponseWriter, r *http.Request, content []byte) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Write(content)
	}},
	{name: "must-revalidate", serve: func(w http.ResponseWriter, r *http.Request, content []byte) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cache-Control", "public, max-age=0, must-revalidate")
		etag := fmt.Sprintf(`"%x"`, sha256.Sum256(content))
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write(content)
	}},
}

func gzipped(content []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	z.Write(content)
	z.Close()
	return b.Bytes()
}

// dist is the built site.
var dist = sync.OnceValue(func() map[string][]byte { return readSite("../../dist") })

func readSite(dir string) map[string][]byte {
	site := make(map[string][]byte)
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			site[name], err = os.ReadFile(filepath.Join(dir, name))
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	return site
}

// newStatic serves the site from the folder base as some host would. It is asked for a
// path first, and returns true if it has answered.
func newStatic(t *testing.T, base string, as personality, mistake func(w http.ResponseWriter, r *http.Request) bool) *host {
	h := new(host)
	h.mistake.Store(&mistake)
	site := dist()
	h.site.Store(&site)
	s := httptest.NewServer(http.StripPrefix(strings.TrimSuffix(base, "/"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if (*h.mistake.Load())(w, r) {
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		site := *h.site.Load()
		content, ok := site[name]
		if !ok && as.spa {
			name = "index.html"
			content, ok = site[name]
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		mediaType := mime.TypeByExtension(path.Ext(name))
		switch path.Ext(name) {
		case ".gz":
			mediaType = "application/gzip"
		case ".webmanifest":
			mediaType = "application/manifest+json"
		}
		w.Header().Set("Content-Type", mediaType)
		as.serve(w, r, content)
	})))
	t.Cleanup(s.Close)
	h.address = s.URL + base
	return h
}

// condition is something that is wrong, or unusual, and how the page has to meet it.
type condition struct {
	name    string
	script  string                                                                           // run before the page's own
	mistake func(t *testing.T, as personality) func(http.ResponseWriter, *http.Request) bool // of the host
	frame   string                                                                           // attributes of the frame that the page is in
	query   string
	want    string // in the line; "" is a page that runs
	spa     string // the same, where the host has the page for everything
	then    func(p *tab, h *host)
}

// change answers with something else for a file.
func change(name string, edit func(w http.ResponseWriter, content []byte) []byte) func(*testing.T, personality) func(http.ResponseWriter, *http.Request) bool {
	return func(t *testing.T, as personality) func(http.ResponseWriter, *http.Request) bool {
		where := name
		if name != "" && name != "frame" {
			where = inSite(t, name).Path
		}
		return func(w http.ResponseWriter, r *http.Request) bool {
			if strings.TrimPrefix(r.URL.Path, "/") != where {
				return false
			}
			content := bytes.Clone(dist()[where])
			if name == "" {
				content = bytes.Clone(dist()["index.html"])
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
			}
			if content = edit(w, content); content != nil {
				as.serve(w, r, content)
			}
			return true
		}
	}
}

func header(name, value string) func(http.ResponseWriter, []byte) []byte {
	return func(w http.ResponseWriter, content []byte) []byte {
		w.Header().Set(name, value)
		return content
	}
}

// strict is the policy that the page says of itself that it needs.
const strict = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'"

// blocked is a browser that keeps all data of a site from it.
const blocked = `for (const [of, names] of [[window, ["localStorage", "sessionStorage", "indexedDB", "caches"]], [Navigator.prototype, ["serviceWorker"]]]) {
	for (const name of names) Object.defineProperty(of, name, { get() { throw new DOMException("The operation is insecure.", "SecurityError") } });
}`

var conditions = []condition{
	{name: "nothing wrong", then: (*tab).tellsTheSame},
	{name: "the program is missing", mistake: change("web/app.wasm", func(w http.ResponseWriter, _ []byte) []byte {
		w.WriteHeader(http.StatusNotFound)
		w.Write([]byte("no such file"))
		return nil
	}), want: "web/app.wasm: the server answered 404"},
	{name: "the program was renamed", mistake: func(*testing.T, personality) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, ".wasm.gz") {
				r.URL.Path = "/no/such/file"
			}
			return false
		}
	}, want: "web/app.wasm: the server answered 404", spa: "web/app.wasm: the server sent a page instead"},
	{name: "the program is cut short", mistake: change("web/app.wasm", func(w http.ResponseWriter, b []byte) []byte { return b[:len(b)/2] }), want: "bytes were received"},
	{name: "the connection is cut", mistake: change("web/app.wasm", func(w http.ResponseWriter, b []byte) []byte {
		w.Write(b[:len(b)/2])
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}), want: "bytes were received"},
	{name: "the program is spoilt", mistake: change("web/app.wasm", func(w http.ResponseWriter, b []byte) []byte {
		b[len(b)/2] ^= 0xff // a single bit may be one that gzip leaves unused
		return b
	}), want: "is not the original file"},
	{name: "a policy without WebAssembly", mistake: change("", header("Content-Security-Policy", "default-src 'self'")), want: "The program could not be loaded"},
	{name: "a strict policy", mistake: change("", header("Content-Security-Policy", strict)), then: (*tab).everyRoom},
	{name: "a sandbox that may read nothing", frame: `sandbox="allow-scripts"`, mistake: func(t *testing.T, as personality) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool { return plainly(w, r) }
	}, want: "Access-Control-Allow-Origin"},
	{name: "a sandbox", frame: `sandbox="allow-scripts"`, mistake: func(t *testing.T, as personality) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			return false
		}
	}},
	{name: "a hidden frame", frame: `sandbox="allow-scripts allow-same-origin" style="position: absolute; visibility: hidden"`, query: "#?secret=abc"},
	{name: "no data may be kept", script: blocked, then: (*tab).tellsTheSame},
	{name: "no WebAssembly", script: `delete self.WebAssembly`, want: "has no WebAssembly", then: func(p *tab, h *host) {
		p.slide(1)
		p.shows(1)
	}},
	{name: "no Workers", script: `delete self.Worker`, want: "has no Web Workers"},
	{name: "no inflating", script: `delete self.DecompressionStream`},
	{name: "a panic", then: func(p *tab, h *host) {
		eval[any](p, `setTimeout(() => goappNav())`) // without the address that go-app expects
		p.failed("The program has stopped (exit code 2)")
		p.slide(1)
		p.shows(1)
	}},
	{name: "no network after the first visit", then: func(p *tab, h *host) {
		p.kept()
		offline := gone
		h.mistake.Store(&offline)
		p.openLive(h.address + "?g=2")
		p.shows(2)
		p.tellsTheSame(h)
	}},
	{name: "the model's program is missing", mistake: change("web/engine.wasm", func(w http.ResponseWriter, _ []byte) []byte {
		w.WriteHeader(http.StatusNotFound)
		return nil
	}), then: func(p *tab, h *host) {
		p.click("play")
		p.wait(`document.getElementById("trouble")?.innerText.includes("404")`)
		works := none
		h.mistake.Store(&works)
		p.wait(`document.querySelector("#story-text .told") || (document.getElementById("retry")?.click(), document.getElementById("play").dataset.playing === "no" && document.getElementById("play").click())`)
	}},
	{name: "a model is spoilt", mistake: change("web/models/story-g4.gguf", func(w http.ResponseWriter, b []byte) []byte {
		b[len(b)/2] ^= 0xff // a single bit may be one that gzip leaves unused
		return b
	}), then: func(p *tab, h *host) {
		p.click("play")
		p.wait(`document.getElementById("trouble")?.innerText.includes("not the original file")`)
		p.slide(2)
		p.wait(`document.getElementById("in-use").innerText.includes("G = 2")`)
	}},
}

// plainly serves a file without any header but its type.
func plainly(w http.ResponseWriter, r *http.Request) bool {
	name := strings.TrimPrefix(r.URL.Path, "/")
	content, ok := dist()[name]
	if !ok {
		return false
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Write(content)
	return true
}

// place is where a condition is tried: on a host, in a folder of it.
type place struct {
	as   personality
	base string
}

// places are where condition i is tried: each once, in turn; with GQA_MATRIX=1 on every
// host, at the top and in a folder.
func places(i int) []place {
	bases := []string{"/", "/a/b/"}
	if os.Getenv("GQA_MATRIX") == "" {
		return []place{{personalities[i%len(personalities)], bases[(i/len(personalities)+i)%len(bases)]}}
	}
	var all []place
	for _, as := range personalities {
		for _, base := range bases {
			all = append(all, place{as, base})
		}
	}
	return all
}

// Whatever is wrong with a host or a browser ends in a page that runs, or in a sentence
// and a way on; the picture moves in any case.
func TestConditions(t *testing.T) {
	slots := make(chan bool, 3) // tabs at once
	for i, c := range conditions {
		for _, at := range places(i) {
			t.Run(fmt.Sprintf("%s, %s, %s", c.name, at.as.name, at.base), func(t *testing.T) {
				t.Parallel()
				slots <- true
				defer func() { <-slots }()
				c.meet(t, at.as, at.base)
			})
		}
	}
}

func (c condition) meet(t *testing.T, as personality, base string) {
	mistake := none
	if c.mistake != nil {
		mistake = c.mistake(t, as)
	}
	h := newStatic(t, base, as, func(w http.ResponseWriter, r *http.Request) bool {
		return c.framed(w, r, as) || mistake(w, r)
	})
	p := newTab(t, c.script, `self.violations = []; addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective + " " + e.blockedURI));`)
	if c.frame != "" {
		p.open(h.address + "frame")
		p.wait(`self.framed && (self.framed.line || self.framed.live)`)
		said := eval[string](p, `self.framed.line`)
		if c.want == "" && said != "" || !strings.Contains(said, c.want) || c.want != "" && !strings.Contains(said, "Reload") {
			t.Errorf("the line says %q, want %q", said, c.want)
		}
		if c.want == "" {
			p.wait(`self.framed.live && self.framed.model`)
		} else if !strings.Contains(said, "new window") {
			t.Errorf("there is no way out of the frame: %q", said)
		}
		return
	}
	p.open(h.address + c.query)
	want := c.want
	if as.spa && c.spa != "" {
		want = c.spa
	}
	if want != "" {
		p.failed(want)
		if n := eval[int](p, `document.querySelectorAll("#picture [data-part=query]").length`); n != 8 {
			t.Errorf("the picture has %d query heads", n)
		}
		p.slide(2)
		p.shows(2)
	} else {
		p.wait(live)
		p.wait(line + ` === ""`)
	}
	if c.then != nil {
		c.then(p, h)
	}
	if v := eval[[]string](p, `self.violations`); len(v) > 0 && !strings.Contains(c.name, "without WebAssembly") {
		t.Errorf("against the policy: %q", v)
	}
}

// framed serves a page with the playground in a frame, and in that a script that tells it
// how it is.
func (c condition) framed(w http.ResponseWriter, r *http.Request, as personality) bool {
	switch r.URL.Path {
	case "/frame":
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!DOCTYPE html><script>
			addEventListener("message", (e) => { if (e.data.probe) self.framed = e.data });
		</script><iframe %s src="./framed%s" width="1200" height="1000"></iframe>`, c.frame, c.query)
	case "/framed":
		w.Header().Set("Content-Type", "text/html")
		w.Write(bytes.Replace(dist()["index.html"], []byte("</head>"), []byte(`<script src="./probe.js"></script></head>`), 1))
	case "/probe.js":
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprintf(w, `setInterval(() => document.readyState === "complete" && parent.postMessage({
			probe: true,
			live: !!(%s),
			line: %s,
			model: %s,
		}, "*"), 200)`, live, line, engineRuns)
	default:
		return false
	}
	return true
}

// beginning is how much of a story is looked at, in characters.
const beginning = 60

var toldFirst struct {
	sync.Mutex
	text string
}

// same reports what the model tells from one seed if it told something else elsewhere: on
// another host, in another browser.
func same(t *testing.T, told string) {
	t.Helper()
	toldFirst.Lock()
	defer toldFirst.Unlock()
	if toldFirst.text == "" {
		toldFirst.text = told
	} else if toldFirst.text != told {
		t.Errorf("the model tells %q, and elsewhere %q", told, toldFirst.text)
	}
}

// tellsTheSame has the model tell the beginning of a story, greedily.
func (p *tab) tellsTheSame(h *host) {
	p.t.Helper()
	if !haveModels(p.t) {
		return
	}
	p.openLive(h.address + "?g=2&temp=0&seed=7")
	p.shows(2)
	p.click("play")
	p.wait(fmt.Sprintf(`document.querySelector("#story-text .told")?.innerText.length > %d`, beginning))
	same(p.t, eval[string](p, fmt.Sprintf(`document.querySelector("#story-text .told").innerText.slice(0, %d)`, beginning)))
}

// everyRoom opens all rooms, and has a look at their controls for a moment.
func (p *tab) everyRoom(h *host) {
	p.t.Helper()
	eval[any](p, `for (const s of document.querySelectorAll("[id^=room-] > details:not([open]) > summary")) s.click()`)
	p.wait(`![...document.querySelectorAll("[id^=room-] > details")].some((d) => !d.open || d.children.length < 2)`)
	p.tells()
	time.Sleep(time.Second)
	for _, tabs := range eval[[]string](p, `[...document.querySelectorAll("[role=tab]")].map((e) => e.id)`) {
		eval[any](p, fmt.Sprintf(`document.getElementById(%q)?.click()`, tabs))
		time.Sleep(100 * time.Millisecond)
	}
	p.clean(h.address)
}

// From an address where there is nothing a link leads to the page, on a host that has the
// site in a folder, and at any depth.
func TestNoSuchPage(t *testing.T) {
	p := newTab(t)
	for _, base := range []string{"/", "/a/b/"} {
		h := newHost(t, base, none)
		for _, missing := range []string{"x", "x/", "embed/x?g=2", "v/0.0.1/embed/pic/x.svg", "web/a/b/c/d/"} {
			p.do(chromedp.Navigate(h.address + missing))
			if to := eval[string](p, `document.querySelector("#home:not([hidden]) a")?.href`); to != h.address {
				t.Errorf("%s leads to %s, want %s", h.address+missing, to, h.address)
			}
		}
		eval[any](p, `document.querySelector("#home a").click()`)
		p.wait(live)
	}
}
