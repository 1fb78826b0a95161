//go:build browser

package browsertest

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// window is a page in some browser.
type window interface {
	open(address string)
	evaluate(js string) (json.RawMessage, error)
	resize(width, height int)
	pdf() []byte
}

type chromium struct{ *tab }

func (c chromium) evaluate(js string) (json.RawMessage, error) {
	return json.RawMessage(eval[string](c.tab, "(async () => JSON.stringify(await ("+js+")) ?? 'null')()", asReader)), nil
}
func (c chromium) resize(width, height int) {
	c.do(chromedp.EmulateViewport(int64(width), int64(height)))
}
func (c chromium) pdf() (b []byte) {
	c.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		b, _, err = page.PrintToPDF().WithPrintBackground(true).Do(ctx)
		return err
	}))
	return b
}

// value is the value of a JavaScript expression in a window.
func value[T any](t *testing.T, w window, js string) (v T) {
	t.Helper()
	text, err := w.evaluate(js)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		t.Fatalf("%s: %v: %s", js, err, text)
	}
	return v
}

// until waits until a JavaScript expression is true.
func until(t *testing.T, w window, js string) {
	t.Helper()
	for begun := time.Now(); !value[bool](t, w, "!!("+js+")"); time.Sleep(100 * time.Millisecond) {
		if time.Since(begun) > patience {
			t.Fatalf("never true: %s; heard %s", js, value[json.RawMessage](t, w, `heard.slice(-12)`))
		}
	}
}

// hostJS is what every page around does: it keeps what its frames say, and asks them.
// seen is what a frame shows, which probe.js in it tells.
const hostJS = `"use strict";
const heard = [], seen = [], frames = () => [...document.querySelectorAll("iframe")];
addEventListener("message", ({ source, data }) => {
	const from = frames().findIndex((f) => f.contentWindow === source);
	if (data?.probe) seen[from] = data.probe;
	else heard.push({ from, data });
});
const said = (type, from = 0) => heard.filter((h) => h.from === from && h.data?.type === type).map((h) => h.data);
const tell = (letter, to = 0) => frames()[to].contentWindow.postMessage(letter, "*");
let asked = 0;
const ask = async (letter, to = 0) => {
	const id = "t" + ++asked;
	const slow = ["measure", "load", "run"].includes(letter.type);
	for (let i = 0; ; i++) { // again, as one of too many is not answered
		if (i === 0 || i % 100 === 0 && !slow) tell({ gqa: 1, ...letter, id }, to);
		const answer = heard.find((h) => h.data?.id === id);
		if (answer) return answer.data;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
};`

// probeJS tells the page around, or the one that opened it, what the frame shows. It
// presses everything there is once it is told to.
const probeJS = `let workers = 0;
self.Worker = class extends Worker { constructor(...how) { super(...how); workers++; } };
addEventListener("message", ({ data }) => {
	if (data === "press everything") for (const e of document.querySelectorAll("a, button, input, select, summary, [tabindex]")) {
		top.postMessage({ pressed: e.outerHTML.slice(0, 200) }, "*");
		e.click();
	}
});
const stored = () => { try { return localStorage.length + sessionStorage.length + document.cookie.length; } catch { return 0; } };
setInterval(() => {
	const all = (selector) => [...document.querySelectorAll(selector)];
	(opener ?? top).postMessage({ probe: {
		workers,
		stored: stored(),
		queries: all("#picture [data-part=query]").length,
		keys: all("#picture [data-part=key]:not([data-merged])").length,
		stands: document.getElementById("picture")?.getBoundingClientRect().height ?? 0,
		live: !!(` + live + `),
		line: ` + line + `,
		told: document.querySelector("#story-text")?.innerText ?? "",
		wide: document.documentElement.scrollWidth - innerWidth,
		bytes: document.getElementById("numbers")?.dataset.bytes,
		focus: document.hasFocus(),
		isolated: self.crossOriginIsolated,
		url: location.href,
		foot: document.getElementById("attribution")?.innerText ?? "",
	} }, "*");
}, 200);`

// frames serves pages that hold frames of the site, which is another host's. Pages are
// HTML by path; hello is a frame for most of them.
func newPages(t *testing.T, pages map[string]string, headers ...string) (address string) {
	site := newHost(t, "/gqa/", func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case strings.HasSuffix(r.URL.Path, "/probe.js"):
			w.Header().Set("Content-Type", "text/javascript")
			w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
			w.Write([]byte(probeJS))
		case strings.HasSuffix(r.URL.Path, "/embed/"):
			for _, name := range []string{"Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy", "Access-Control-Allow-Origin"} {
				w.Header().Set(name, siteHeader(t, name))
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write(bytes.Replace(file(t, strings.TrimPrefix(r.URL.Path, "/")+"index.html"), []byte("</head>"), []byte(`<script src="../probe.js"></script></head>`), 1))
		default:
			return false
		}
		return true
	})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/host.js" {
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte(hostJS))
			return
		}
		body, ok := pages[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!DOCTYPE html><title>A page</title><link rel=icon href=data:,><script src=\"/host.js\"></script><body>%s", strings.NewReplacer("SITE", site.address,
			"SANDBOX", `sandbox="allow-scripts allow-popups" width="640" height="480"`).Replace(body))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

// siteHeader is a header that the site sends.
func siteHeader(t *testing.T, name string) string {
	r, err := http.Head(server.String() + "/embed/")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	return r.Header.Get(name)
}

// both runs a test in every browser that there is; open gives it a new window.
func both(t *testing.T, test func(t *testing.T, w window)) {
	t.Run("Chromium", func(t *testing.T) {
		p := newTab(t)
		test(t, chromium{p})
		for _, e := range p.errors() {
			t.Errorf("on the console: %s", e)
		}
	})
	t.Run("Firefox", func(t *testing.T) { test(t, newFirefox(t)) })
}

const frameHTML = `<iframe src="SITEembed/?g=2" title="GQA" SANDBOX></iframe>`

// hosts are the pages that the frame has to do well in.
var hosts = []struct {
	name, html string
	headers    []string
	check      func(t *testing.T, w window)
}{
	{"plain", `<iframe src="SITEembed/?g=2" title="GQA" width="100%" height="480"></iframe>`, nil, func(t *testing.T, w window) {
		until(t, w, `seen[0]?.keys === 2 && seen[0].queries === 8`)
		if value[bool](t, w, `seen[0].live || said("ready").length > 0`) {
			t.Error("it has loaded the program, which nobody has asked for")
		}
		if foot := value[string](t, w, `seen[0].foot`); !strings.Contains(foot, "1.") || !strings.Contains(foot, "MIT") {
			t.Errorf("it says of itself %q", foot)
		}
		ready := value[struct {
			Version  string
			Warnings []any
			State    struct{ H, G int }
			Numbers  struct{ CacheBytes int }
		}](t, w, `ask({ type: "hello" })`)
		if ready.Version == "" || ready.State.G != 2 || ready.State.H != 8 || ready.Numbers.CacheBytes != 2*4*2*4096*16*4 || ready.Warnings == nil {
			t.Errorf("ready says %+v", ready)
		}
		if value[bool](t, w, `seen[0].focus && document.activeElement === frames()[0]`) {
			t.Error("it has taken the focus")
		}
	}},
	{"element", `<script src="SITEembed.js"></script><p>Before</p><gqa-playground h="8" g="2" view="cache" height="480">` +
		`<a href="SITEembed/?g=2"><img src="SITEembed/pic/h8-g2.svg" alt="" width="624" height="309"></a></gqa-playground><p id="after">After</p>`, nil, func(t *testing.T, w window) {
		value[any](t, w, `(self.gqa = document.querySelector("gqa-playground"), self.events = [], self.top0 = after.offsetTop,
			["ready", "change", "error"].forEach((e) => gqa.addEventListener("gqa-" + e, () => events.push(e))), null)`)
		until(t, w, `gqa.state?.g === 2 && events.includes("ready")`)
		if !value[bool](t, w, `gqa.querySelector("a").hidden && after.offsetTop === top0`) {
			t.Error("the picture is still there, or the page has moved")
		}
		if got := value[struct{ G, Bytes int }](t, w, `gqa.set({ g: 1 }).then((r) => ({ G: gqa.state.g, Bytes: r.numbers.cacheBytes }))`); got.G != 1 || got.Bytes != 2*4*1*4096*16*4 {
			t.Errorf("set says %+v", got)
		}
		until(t, w, `events.includes("change") && seen[0].keys === 1`)
		if got := value[string](t, w, `gqa.toPNG().then(async (b) => b.type + " " + [...new Uint8Array(await b.arrayBuffer()).slice(1, 4)])`); got != "image/png 80,78,71" {
			t.Errorf("the PNG is %s", got)
		}
	}},
	{"sandbox", `<iframe src="SITEembed/?g=2" title="GQA" sandbox="allow-scripts" width="640" height="480"></iframe>`, nil, func(t *testing.T, w window) {
		value[any](t, w, `ask({ type: "hello" })`)
		if haveModels(t) {
			value[any](t, w, `ask({ type: "run" })`)
			until(t, w, `said("run").some((r) => r.phase === "running" && r.stats.text.length > 30)`)
			value[any](t, w, `ask({ type: "stop" })`)
			until(t, w, `said("run").at(-1).phase === "paused"`)
		}
		if line := value[string](t, w, `seen[0].line`); line != "" {
			t.Errorf("the line says %q", line)
		}
	}},
	{"WordPress", `<iframe src="SITEembed/?g=2#?secret=abcDEF1234" data-secret="abcDEF1234" sandbox="allow-scripts" security="restricted" title="GQA"` +
		` width="600" height="338" style="position:absolute;visibility:hidden"></iframe>`, nil, func(t *testing.T, w window) {
		height := `heard.filter((h) => h.data?.message === "height" && h.data.secret === "abcDEF1234").map((h) => h.data.value)`
		until(t, w, height+`.length > 0`)
		value[any](t, w, `(self.before = `+height+`.length, tell({ message: "ready", secret: "abcDEF1234" }), null)`)
		until(t, w, height+`.length > before`)
		value[any](t, w, `(frames()[0].style.cssText = "height:" + Math.min(1000, Math.max(200, `+height+`.at(-1))) + "px", null)`)
		until(t, w, `seen[0]?.stands > 50`)
	}},
	{"listeners", frameHTML, nil, func(t *testing.T, w window) {
		until(t, w, `heard.some((h) => typeof h.data === "string" && JSON.parse(h.data).context === "iframe.resize" && JSON.parse(h.data).src === frames()[0].src && JSON.parse(h.data).height > 300)`)
		until(t, w, `heard.some((h) => h.data?.subject === "lti.frameResize" && h.data.height > 300)`)
		until(t, w, `said("resize").at(-1).height > 300`)
	}},
	{"COEP", frameHTML, []string{"Cross-Origin-Embedder-Policy", "require-corp", "Cross-Origin-Opener-Policy", "same-origin"}, func(t *testing.T, w window) {
		until(t, w, `self.crossOriginIsolated && seen[0]?.keys === 2`)
		value[any](t, w, `ask({ type: "hello" })`)
	}},
	{"credentialless", strings.Replace(frameHTML, "<iframe", "<iframe credentialless", 1), []string{"Cross-Origin-Embedder-Policy", "require-corp"}, func(t *testing.T, w window) {
		until(t, w, `seen[0]?.keys === 2`)
		value[any](t, w, `ask({ type: "hello" })`)
	}},
	{"nothing allowed", strings.Replace(frameHTML, "<iframe", `<iframe allow="" referrerpolicy="no-referrer"`, 1), []string{"Permissions-Policy", "fullscreen=(), cross-origin-isolated=()"}, func(t *testing.T, w window) {
		until(t, w, `seen[0]?.keys === 2`)
		value[any](t, w, `ask({ type: "hello" })`)
	}},
	{"no scripts", `<iframe src="SITEembed/?g=2" title="GQA" sandbox="" width="640" height="480"></iframe>`, nil, func(t *testing.T, w window) {
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1000))`)
		if value[bool](t, w, `seen.length + heard.length > 0`) {
			t.Error("there are scripts: the test says nothing")
		}
		if !blue.Match(inflated(w.pdf())) {
			t.Error("there is no picture")
		}
	}},
	{"two versions", `<script src="SITEembed.js"></script><script src="SITEv/` + versionFolder + `/embed.js"></script><iframe src="SITEembed/?g=2" title="GQA" SANDBOX></iframe>` +
		`<iframe src="SITEv/` + versionFolder + `/embed/?g=8" title="GQA" SANDBOX></iframe><gqa-playground g="4"></gqa-playground>`, nil, func(t *testing.T, w window) {
		value[any](t, w, `Promise.all([ask({ type: "hello" }, 0), ask({ type: "hello" }, 1)])`)
		value[any](t, w, `ask({ type: "set", state: { g: 1 } }, 1)`)
		value[any](t, w, `(document.querySelector("gqa-playground").scrollIntoView(), null)`)
		until(t, w, `seen[0].keys === 2 && seen[1].keys === 1 && document.querySelector("gqa-playground").state?.g === 4`)
		if where := value[string](t, w, `seen[1].url`); !strings.Contains(where, "/v/") {
			t.Errorf("the other version is at %s", where)
		}
	}},
	{"invisible", `<iframe src="SITEembed/?g=2&run=auto" title="GQA" SANDBOX style="visibility:hidden"></iframe>`, nil, func(t *testing.T, w window) {
		until(t, w, `said("ready").length > 0 && said("resize").length > 0`)
	}},
	{"not displayed", `<div hidden>` + frameHTML + `</div>`, nil, func(t *testing.T, w window) {
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1000))`)
		value[any](t, w, `(document.querySelector("div").hidden = false, null)`)
		until(t, w, `seen[0]?.stands > 50 && said("resize").at(-1)?.height > 300`)
		value[any](t, w, `ask({ type: "hello" })`)
	}},
	{"below", `<script src="SITEembed.js"></script><div style="height:8000px"></div><gqa-playground g="2"><img src="SITEembed/pic/h8-g2.png" alt=""></gqa-playground>`, nil, func(t *testing.T, w window) {
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1500))`)
		if value[bool](t, w, `frames().length > 0 || !document.querySelector("gqa-playground img").checkVisibility()`) {
			t.Error("it loads before it is seen")
		}
		value[any](t, w, `(document.querySelector("gqa-playground").scrollIntoView(), null)`)
		until(t, w, `seen[0]?.keys === 2`)
	}},
	{"two", frameHTML + strings.Replace(frameHTML, "g=2", "g=8", 1), nil, func(t *testing.T, w window) {
		value[any](t, w, `Promise.all([ask({ type: "hello" }, 0), ask({ type: "hello" }, 1)])`)
		value[any](t, w, `ask({ type: "set", state: { g: 1 } }, 1)`)
		until(t, w, `seen[0].keys === 2 && seen[1].keys === 1`)
	}},
	{"narrow", `<iframe src="SITEembed/?g=2&view=all" title="GQA" sandbox="allow-scripts" width="320" height="480"></iframe>`, nil, func(t *testing.T, w window) {
		value[any](t, w, `ask({ type: "hello" })`)
		until(t, w, `seen[0]?.live`)
		if wide := value[float64](t, w, `seen[0].wide`); wide > 0 {
			t.Errorf("it is %g pixels too wide", wide)
		}
	}},
	{"reveal", `<iframe data-src="SITEembed/?g=2" title="GQA" SANDBOX></iframe>`, nil, func(t *testing.T, w window) {
		for n := 1; n <= 2; n++ {
			value[any](t, w, `(frames()[0].src = frames()[0].dataset.src, null)`)
			until(t, w, `seen[0]?.keys === 2`)
			value[any](t, w, `ask({ type: "set", state: { g: 8 } })`)
			until(t, w, `seen[0]?.keys === 8`)
			value[any](t, w, `(frames()[0].removeAttribute("src"), frames()[0].src = "about:blank", seen.length = 0, null)`)
		}
	}},
	{"print", `<iframe src="SITEembed/?g=2" title="GQA" SANDBOX></iframe>`, nil, func(t *testing.T, w window) {
		until(t, w, `seen[0]?.keys === 2`)
		if !blue.Match(inflated(w.pdf())) {
			t.Error("there are no query heads on paper")
		}
		value[any](t, w, `(frames()[0].src = frames()[0].src + "&hide=picture,slider,story", seen.length = 0, null)`)
		until(t, w, `seen[0]?.live && seen[0].queries === 0`)
		if blue.Match(inflated(w.pdf())) {
			t.Error("there is the queries' blue also without the picture: the test says nothing")
		}
	}},
}

// versionFolder is the folder of the version that the site has besides its newest.
var versionFolder = func() string {
	all, _ := filepath.Glob("../../dist/v/*")
	return filepath.Base(strings.Join(all, " "))
}()

// blue is the query heads' colour (#0072b2) as PDF fills with it.
var blue = regexp.MustCompile(`\b0(\.0+)? 0?\.447\d* 0?\.698\d* (rg|sc|scn)\b`)

// inflated is what is in a PDF's compressed streams.
func inflated(pdf []byte) (all []byte) {
	for _, part := range bytes.Split(pdf, []byte("stream"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(part, "\r\n")))
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(r) // it ends where the stream does
		all = append(all, text...)
	}
	return all
}

// The frame in pages of all kinds.
func TestHosts(t *testing.T) {
	both(t, func(t *testing.T, w window) {
		for _, host := range hosts {
			t.Run(host.name, func(t *testing.T) {
				if c, ok := w.(chromium); ok {
					c.t = t
				}
				w.open(newPages(t, map[string]string{"": host.html}, host.headers...))
				host.check(t, w)
			})
		}
	})
}

// Where no script runs, the page is its picture, with a table and where it is from.
func TestFrameWithoutScripts(t *testing.T) {
	text := string(file(t, "embed/index.html"))
	text, _, _ = strings.Cut(text, "<template")
	for _, want := range []string{`data-part="query"`, `<table>`, `id="attribution"`, `"cache"`} {
		if !strings.Contains(text, want) && want != `"cache"` {
			t.Errorf("the frame's page has no %s", want)
		}
	}
	if inline := regexp.MustCompile(`<script>|<style| style=| on[a-z]+=`).FindString(text); inline != "" {
		t.Errorf("the frame's page has %s", inline)
	}
}

// A page around that wishes the frame ill gets nothing but words.
func TestHostilePages(t *testing.T) {
	both(t, func(t *testing.T, w window) {
		w.open(newPages(t, map[string]string{
			"": frameHTML + `<iframe src="/sibling" title="Sibling"></iframe><iframe srcdoc="<script src='/host.js'></script><iframe id=inner src='SITEembed/?g=8' sandbox='allow-scripts'></iframe>
				<script>addEventListener('message', ({ data }) => parent.postMessage({ relayed: data }, '*')); setInterval(() => inner.contentWindow.postMessage({ gqa: 1, type: 'hello', id: 7 }, '*'), 500)</script>"
				sandbox="allow-scripts" title="None"></iframe>`,
			"sibling": `<script>const forge = () => { parent.frames[0].postMessage({ gqa: 1, type: "set", state: { g: 1 } }, "*"); parent.postMessage({ gqa: 1, type: "ready", state: { g: 99 } }, "*"); }; setInterval(forge, 300)</script>`,
		}))
		value[any](t, w, `ask({ type: "hello" })`)
		state := func() string {
			return value[string](t, w, `ask({ type: "get" }).then((r) => [r.type, r.state?.g, r.state?.prompt].join())`)
		}
		const still = "reply,2,Once upon a time"
		if got := state(); got != still {
			t.Errorf("after letters of a sibling: %s", got)
		}
		rest := func() { value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1200))`) }

		// 44: 10,000 letters at once.
		value[any](t, w, `(() => { heard.length = 0; for (let i = 0; i < 10_000; i++) tell({ gqa: 1, type: "set", state: { g: 8 >> (i % 4) } }); })()`)
		until(t, w, `said("error").some((e) => e.code === "too-many")`)
		rest()
		if n := value[int](t, w, `heard.filter((h) => h.from === 0).length`); n > 500 {
			t.Errorf("10,000 letters are answered by %d", n)
		}
		value[any](t, w, `ask({ type: "set", state: { g: 2 } })`)

		// 45: what no letter is made of.
		value[any](t, w, `(() => {
			const loop = { gqa: 1, type: "set" }; loop.state = loop;
			let deep = {}; for (let i = 0; i < 3000; i++) deep = { deep };
			for (const letter of [{ gqa: 1, type: "set", state: { prompt: "x".repeat(1 << 20) } }, loop, { gqa: 1, type: "set", state: { g: 1n } },
				{ gqa: 1, type: "set", state: deep }, new Blob(["x"]), new ArrayBuffer(9), [1], null, 7, "x", { gqa: 2 }, new Map(), new Date(),
				JSON.parse('{"gqa":1,"type":"set","state":{"__proto__":{"g":1},"constructor":1}}'), { gqa: 1 }, { gqa: 1, type: "__proto__" },
				{ gqa: 1, type: "set", state: "g=1" }, { gqa: 1, type: "get", id: { a: 1 } }, { gqa: 1, type: "set", state: { get g() { return 1n; } } },
				{ gqa: 1, type: "set", state: { prompt: "x".repeat(100 << 20) } }, { gqa: 1, type: "set", state: { g: new Array(3e6).fill(1) } }]) tell(letter);
		})()`)
		rest()
		if code := value[string](t, w, `ask({ type: "set", state: { g: new Uint8Array(100 << 20) } }).then((r) => r.code)`); code != "bad-message" {
			t.Errorf("100 MB are answered by %s", code)
		}
		if got := state(); got != still {
			t.Errorf("after what is no letter: %s", got)
		}

		// 47: values that are not what they should be.
		if got := value[string](t, w, `ask({ type: "set", state: { g: "2" } }).then((r) => r.warnings.length + " " + r.state.g)`); got != "0 2" {
			t.Errorf("g as a text: %s", got)
		}
		for _, g := range []string{`[2, 4]`, `{ g: 1 }`, `null`, `1.5`, `-1`, `1e99`, `true`, `"０"`, `""`} {
			if got := value[string](t, w, `ask({ type: "set", state: { g: `+g+` } }).then((r) => r.warnings.map((w) => w.param + w.used) + " " + r.state.g)`); got != "g2 2" {
				t.Errorf("g as %s: %s", g, got)
			}
			time.Sleep(50 * time.Millisecond)
		}

		// 48: a page around without an origin.
		until(t, w, `heard.some((h) => h.data?.relayed?.type === "ready" && h.data.relayed.id === 7 && h.data.relayed.state.g === 8)`)
	})
}

// 46: what is not the frame's own cannot speak for it, and what is not the page around
// cannot speak to it: a frame beside it, and a page that has opened it.
func TestForgedLetters(t *testing.T) {
	both(t, func(t *testing.T, w window) {
		w.open(newPages(t, map[string]string{
			"": `<script src="SITEembed.js"></script><gqa-playground g="2" autoheight></gqa-playground><iframe src="/sibling" title="Sibling"></iframe>
				<script>
					const begin = () => {
						self.popup = open("SITEembed/?g=2");
						setInterval(() => popup.postMessage({ gqa: 1, type: "set", state: { g: 1 } }, "*"), 200);
					};
				</script>`,
			"sibling": `<script>setInterval(() => {
				for (const type of ["ready", "resize", "change", "reply"]) parent.postMessage({ gqa: 1, type, id: 1, height: 3999, drawn: true, state: { g: 99 } }, "*");
				for (let i = 0; i < parent.length; i++) if (parent[i] !== self) parent[i].postMessage({ gqa: 1, type: "set", state: { g: 1 } }, "*");
			}, 20)</script>`,
		}))
		value[any](t, w, `(self.gqa = document.querySelector("gqa-playground"), self.told = [], gqa.addEventListener("gqa-ready", (e) => told.push(e.detail.state.g)),
			gqa.addEventListener("gqa-change", (e) => told.push(e.detail.state.g)), null)`)
		until(t, w, `gqa.state`)
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1500))`)
		if got := value[string](t, w, `[gqa.state.g, ...new Set(told)].join()`); got != "2,2" {
			t.Errorf("the element believes %s", got)
		}
		if height := value[float64](t, w, `gqa.getBoundingClientRect().height`); height > 3000 {
			t.Errorf("it is %g high", height)
		}
		value[any](t, w, `begin()`)
		until(t, w, `seen[-1]?.live`)
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1500))`)
		if keys := value[int](t, w, `seen[-1].keys`); keys != 2 {
			t.Errorf("opened by a page that sends letters, it shows %d", keys)
		}
		value[any](t, w, `(popup.close(), null)`)
	})
}

// 53: someone who is led to press anything in a frame does no harm: no other page is
// gone to, and nothing is kept.
func TestOverlay(t *testing.T) {
	both(t, func(t *testing.T, w window) {
		w.open(newPages(t, map[string]string{"": `<iframe src="SITEembed/?g=2&view=convert" title="GQA" width="640" height="480"></iframe>`}))
		value[any](t, w, `ask({ type: "hello" })`)
		until(t, w, `seen[0]?.live`)
		value[any](t, w, `(self.was = [location.href, seen[0].url].join(), null)`)
		for range 2 { // also what the first time has opened
			value[any](t, w, `(tell("press everything"), new Promise((resolve) => setTimeout(resolve, 1000)))`)
		}
		value[any](t, w, `(seen.length = 0, null)`)
		until(t, w, `seen[0]`)
		if n := value[int](t, w, `heard.filter((h) => h.data?.pressed).length`); n < 10 {
			t.Errorf("%d things have been pressed", n)
		}
		if !value[bool](t, w, `was === [location.href, seen[0].url].join()`) {
			t.Errorf("another page: %s", value[string](t, w, `[was, location.href, seen[0].url].join()`))
		}
		if n := value[int](t, w, `seen[0].stored`); n > 0 {
			t.Errorf("%d things are kept", n)
		}
	})
}

// 79: of fifty frames, those in sight alone are there, and of these no more run than are
// seen.
func TestManyFrames(t *testing.T) {
	both(t, func(t *testing.T, w window) {
		w.open(newPages(t, map[string]string{"": `<script src="SITEembed.js"></script>` + strings.Repeat(`<gqa-playground g="2" run="visible" view="all"></gqa-playground>`, 50)}))
		until(t, w, `seen.some((s) => s?.workers > 0)`)
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 2000))`)
		if n := value[int](t, w, `frames().length`); n < 1 || n > 3 {
			t.Errorf("%d of 50 frames are loaded", n)
		}
		if n := value[int](t, w, `seen.reduce((n, s) => n + (s?.workers ?? 0), 0)`); n < 1 || n > 2 {
			t.Errorf("%d workers have been started", n)
		}
	})
}

// 49: a frame that is taken away, moved, or sent elsewhere while it runs.
func TestFrameTaken(t *testing.T) {
	both(t, func(t *testing.T, w window) {
		w.open(newPages(t, map[string]string{"": `<script src="SITEembed.js"></script><div id="a"><gqa-playground g="2"><p>Picture</p></gqa-playground></div><div id="b"></div>`}))
		value[any](t, w, `(self.gqa = document.querySelector("gqa-playground"), null)`)
		until(t, w, `gqa.state`)
		got := value[string](t, w, `(() => {
			const asked = gqa.measure({ contexts: [16384], groups: [1, 8] }).then(() => "done", (e) => e.message);
			gqa.remove();
			return asked;
		})()`)
		if got != "the frame is gone" || !value[bool](t, w, `!gqa.querySelector("p").hidden && gqa.state === undefined`) {
			t.Errorf("taken away while it measures: %s", got)
		}
		value[any](t, w, `(b.append(gqa), null)`)
		until(t, w, `gqa.state?.g === 2`)
		value[any](t, w, `(a.append(gqa), null)`) // moved: the browser begins it anew
		until(t, w, `gqa.state?.g === 2`)
		value[any](t, w, `(self.src = gqa.querySelector("iframe").src, gqa.querySelector("iframe").src = "about:blank", new Promise((resolve) => setTimeout(resolve, 500)))`)
		value[any](t, w, `(gqa.querySelector("iframe").src = src.replace("g=2", "g=4"), null)`)
		until(t, w, `gqa.state?.g === 4`)
	})
}

// 50: frames of any size, and a page around that always gives a little more.
func TestFrameSizes(t *testing.T) {
	both(t, func(t *testing.T, w window) {
		w.open(newPages(t, map[string]string{"": frameHTML}))
		value[any](t, w, `ask({ type: "hello" })`)
		value[any](t, w, `(addEventListener("message", ({ data }) => { if (data?.type === "resize") frames()[0].style.height = data.height + 1 + "px"; }), null)`)
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1000))`)
		value[any](t, w, `(self.n = said("resize").length, null)`)
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 2000))`)
		if more := value[int](t, w, `said("resize").length - n`); more > 1 {
			t.Errorf("it never comes to rest: %d more heights", more)
		}
		for _, size := range []int{0, 1, 20_000, 640} {
			value[any](t, w, `(Object.assign(frames()[0].style, { width: "`+strconv.Itoa(size)+`px", height: "`+strconv.Itoa(size)+`px" }), null)`)
			value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 300))`)
		}
		for _, style := range []string{`{ transform: "scale(0.1) rotate(30deg)" }`, `{ transform: "scale(40)" }`, `{ transform: "", zoom: 0.1 }`, `{ zoom: 7 }`, `{ zoom: "" }`} {
			value[any](t, w, `(Object.assign(frames()[0].style, `+style+`), new Promise((resolve) => setTimeout(resolve, 200)))`)
		}
		value[any](t, w, `(() => { let i = 0; const id = setInterval(() => { frames()[0].style.width = 300 + 5 * (i++ % 60) + "px"; if (i > 60) clearInterval(id); }, 16); })()`)
		value[any](t, w, `(self.n = said("resize").length, null)`)
		value[any](t, w, `new Promise((resolve) => setTimeout(resolve, 1500))`)
		if more := value[int](t, w, `said("resize").length - n`); more > 18 {
			t.Errorf("%d heights in a second and a half", more)
		}
		if g := value[int](t, w, `ask({ type: "get" }).then((r) => r.state.g)`); g != 2 {
			t.Errorf("g is %d", g)
		}
	})
}

// What is measured for the page around comes with its intervals.
func TestFrameMeasures(t *testing.T) {
	if !haveModels(t) {
		t.Skip("there is no model in assets/models yet")
	}
	p := newTab(t)
	w := chromium{p}
	w.open(newPages(t, map[string]string{"": frameHTML}))
	type times struct {
		G, N              int
		Median, Low, High float64
	}
	got := value[struct {
		Type    string
		Results []struct {
			Context int
			Times   []times
		}
	}](t, w, `ask({ type: "measure", contexts: [256], groups: [8, 1] })`)
	if got.Type != "reply" || len(got.Results) != 1 || got.Results[0].Context != 256 {
		t.Fatalf("%+v", got)
	}
	if len(got.Results[0].Times) == 0 {
		t.Log("the machine is too busy to measure")
	}
	for i, m := range got.Results[0].Times {
		if m.G != []int{1, 8}[i] || m.N < 1 || m.Low > m.Median || m.High > 0 && m.High < m.Median {
			t.Errorf("%+v", m)
		}
	}
	for _, bad := range []string{`contexts: []`, `contexts: [0]`, `contexts: [1e6]`, `groups: [3]`, `groups: []`, `contexts: "256"`, `contexts: [1.5]`} {
		if code := value[string](t, w, `ask({ type: "measure", `+bad+` }).then((r) => r.code)`); code != "bad-message" {
			t.Errorf("%s: %s", bad, code)
		}
	}
}

// A checkpoint in a letter takes the place of the models of the site.
func TestFrameLoads(t *testing.T) {
	models, err := filepath.Glob("../../assets/models/*-g2.gguf")
	if err != nil || len(models) == 0 {
		t.Skip("there is no model in assets/models yet")
	}
	p := newTab(t)
	w := chromium{p}
	w.open(newPages(t, map[string]string{"": strings.Replace(frameHTML, "g=2", "g=8", 1)}))
	model, err := os.ReadFile(models[0])
	if err != nil {
		t.Fatal(err)
	}
	value[any](t, w, `(self.model = Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(model)+`"), (c) => c.charCodeAt(0)), null)`)
	for _, test := range []struct{ bytes, want string }{
		{`model.slice(0, 5000)`, "error refused"}, {`new ArrayBuffer(0)`, "error refused"}, {`new ArrayBuffer(65 << 20)`, "error too-large"},
		{`"text"`, "error bad-message"}, {`model`, "reply 2"}, {`model.buffer`, "reply 2"},
	} {
		if got := value[string](t, w, `ask({ type: "load", name: "mine.gguf", bytes: `+test.bytes+` }).then((r) => r.type + " " + (r.code ?? r.state.g))`); got != test.want {
			t.Errorf("%s: %s, want %s", test.bytes, got, test.want)
		}
	}
}

// A version's folder has its frame and its page, which load what all share, wherever the
// site lies.
func TestVersion(t *testing.T) {
	versions, err := filepath.Glob("../../dist/v/*")
	if err != nil || len(versions) != 1 {
		t.Fatalf("the site has versions %v, %v", versions, err)
	}
	for _, base := range []string{"/", "/a/b/"} {
		h := newHost(t, base, none)
		p := newTab(t)
		p.openLive(h.address + "v/" + filepath.Base(versions[0]) + "/embed/?g=2&view=all")
		p.shows(2)
		p.wait(engineRuns + ` || document.getElementById("play").click()`)
		to := eval[string](p, `document.querySelector("#attribution a").href`)
		p.openLive(to)
		p.shows(2)
		p.clean(h.address)
	}
}

// The gallery shows what it says, in both languages.
func TestGallery(t *testing.T) {
	for _, name := range []string{"", "ko.html"} {
		p := newTab(t)
		p.open(server.String() + "/gallery/" + name)
		p.wait(`document.querySelectorAll(".example").length === 9`)
		for _, code := range eval[[]string](p, `[...document.querySelectorAll("pre code")].map((c) => c.textContent)`) {
			if strings.Contains(code, "your.host") || !strings.Contains(code, server.String()) && !strings.Contains(code, "gqa.set") {
				t.Errorf("a snippet does not say where this site is: %s", code)
			}
		}
		p.wait(`document.querySelector("#blog gqa-playground").scrollIntoView() || document.querySelector("#blog gqa-playground").state?.g === 2`)
		eval[any](p, `document.querySelector("[data-set]").scrollIntoView()`)
		eval[any](p, `document.querySelector("[data-set]").click()`)
		p.wait(`document.getElementById("heard").textContent.includes('"g":1')`)
		if wide := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
			t.Errorf("the gallery is %d too wide", wide)
		}
		p.clean(server.String())
	}
}

// Neither the gallery nor a table keeps anyone out. What is in its frames is asked of the
// page for frames.
func TestGalleryAccessible(t *testing.T) {
	script := axeCore(t) + "; 0"
	p := newTab(t)
	p.do(chromedp.EmulateViewport(320, 800))
	for _, address := range []string{"/gallery/", "/gallery/ko.html", "/embed/table/h32-g8.html", "/embed/table/h8-g2.ko.html"} {
		p.open(server.String() + address)
		eval[any](p, script)
		eval[any](p, `document.querySelectorAll("iframe, gqa-playground").forEach((e) => e.remove())`)
		p.asks(address, "html")
	}
}

// A frame of the code that is copied shows what its view is about right under the slider, and
// then the numbers, without being scrolled.
func TestFrameHeights(t *testing.T) {
	p := newTab(t)
	p.do(chromedp.EmulateViewport(700, 600))
	for view, below := range map[string]string{"heads": "numbers", "cache": "cache", "time": "time", "convert": "quality", "paper": "room-paper"} {
		for _, lang := range []string{"en", "ko"} {
			p.openLive(server.String() + "/embed/?g=8&view=" + view + "&lang=" + lang)
			p.click("code-open")
			p.wait(`document.getElementById("code")`)
			height := eval[float64](p, `Number(document.getElementById("code").value.match(/height="(\d+)"/)[1])`)
			if got := eval[string](p, `document.getElementById("heads").nextElementSibling.id`); got != below {
				t.Errorf("view=%s, %s: under the slider is %s, want %s", view, lang, got, below)
			}
			seen := `document.getElementById("numbers").getBoundingClientRect().bottom`
			if view == "paper" { // which is longer than any frame
				seen = `document.getElementById("room-paper").getBoundingClientRect().top + 300`
			}
			if seen := eval[float64](p, seen+` + scrollY`); seen > height {
				t.Errorf("view=%s, %s: it is %g high, and what it shows ends at %g", view, lang, height, seen)
			}
		}
	}
}
