//go:build browser

package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"gqaplayground/attention"
)

// mortal is put before the engine's worker, which then dies at a word.
const mortal = `addEventListener("message", (e) => {
	if (typeof e.data !== "string") return;
	e.stopImmediatePropagation();
	switch (e.data) {
	case "trap": setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }); break;
	case "hang": for (;;) ;
	case "memory": postMessage({ error: "the engine stopped (exit code 2)" }); break; // as it says itself, see TestOutOfMemory
	}
});
`

// workers lets a script in the page reach the workers that it starts, each of which has
// read something before.
func workers(before string) string {
	return fmt.Sprintf(`self.workers = [];
		self.Worker = class extends Worker {
			constructor(url) {
				const at = new URL(url, location.href).href;
				super(URL.createObjectURL(new Blob([%s, `+"`self.site = ${JSON.stringify({ base: new URL('./', location.href).href })}; importScripts(${JSON.stringify(at)});`"+`])));
				self.workers.push(this);
			}
		};`, strconv.Quote(before))
}

// newMortal opens a page whose engine dies at a word.
func newMortal(t *testing.T, query string) *tab {
	p := newTab(t, workers(mortal))
	p.openLive(server.String() + "/" + query)
	p.wait(engineRuns)
	return p
}

// die ends the engine in a way, and waits for the new one.
func (p *tab) die(way string) {
	p.t.Helper()
	n := eval[int](p, `self.workers.length`)
	if way == "terminate" {
		eval[any](p, `self.workers.at(-1).terminate()`)
	} else {
		eval[any](p, fmt.Sprintf(`self.workers.at(-1).postMessage(%q)`, way))
	}
	p.wait(fmt.Sprintf(`self.workers.length === %d`, n+1))
	p.wait(`document.getElementById("trouble")?.innerText.includes("The engine has restarted")`)
	p.wait(engineRuns)
}

// However the engine dies, and whatever it was at, the page says so, starts another one,
// and what the reader had is there.
func TestEngineDies(t *testing.T) {
	for _, way := range []string{"terminate", "trap", "hang", "memory"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel() // what takes time is waiting for a sign of life
			const address = "?g=2&src=mean&ctx=512&prompt=A+little+fox&temp=0&seed=7&theme=dark&open=own"
			p := newMortal(t, address)
			const text = `document.querySelector("#story-text .told")?.innerText ?? ""`
			p.click("play")
			p.wait(`(` + text + `).length > 30`)
			p.die(way)
			if told := eval[string](p, text); len(told) < 30 {
				t.Errorf("what was told is %q", told)
			}
			p.click("play")
			p.wait(`document.getElementById("play").dataset.playing === "yes" && (` + text + `).length > 10`)
			p.click("play")

			p.click("measure")
			p.wait(`document.getElementById("time-status").innerText.includes("measuring")`)
			p.die(way)
			p.wait(`document.getElementById("time-status").innerText.includes("could not be measured")`)
			p.click("measure")
			p.wait(`parseInt(document.getElementById("time-median").dataset.n) > 0`)

			p.shows(2)
			if got := eval[string](p, `location.search`); got != address {
				t.Errorf("the address is %s, want %s", got, address)
			}
		})
	}
}

// A model of the reader's is loaded again when the engine dies, with the G it had; the
// file is not asked for again.
func TestOwnSurvives(t *testing.T) {
	p := newMortal(t, "?open=own")
	p.choose(writeModel(t, "fox", manyHeads, attention.F16))
	p.wait(`document.getElementById("in-use").innerText.includes("your model, as it is")`)
	p.click("fewer")
	p.wait(`document.getElementById("in-use").innerText.includes("G = 4")`)
	for _, way := range []string{"trap", "terminate"} {
		p.click("play")
		p.wait(`document.querySelector("#story-text .told")?.innerText.length > 5`)
		p.die(way)
		p.wait(`document.getElementById("in-use").innerText.includes("G = 4 · your model, merged: Mean")`)
	}
	p.click("play")
	p.wait(`document.getElementById("play").dataset.playing === "yes" && document.querySelector("#story-text .told")?.innerText.length > 5`)
}

// A model that takes more memory than the browser gives ends the engine, and not the
// page: it says so, and the story models are back.
func TestOutOfMemory(t *testing.T) {
	large := nineHeads
	large.Dim, large.Hidden, large.Layers, large.Context = 576, 1536, 18, 2048
	path := writeModel(t, "large", large, attention.Q8_0)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("lang", "en-US"), chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("js-flags", "--wasm-max-mem-pages=4096")) // 256 MiB
	if name := os.Getenv("CHROME"); name != "" {
		options = append(options, chromedp.ExecPath(name))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, stopTab := chromedp.NewContext(allocator, chromedp.WithBrowserOption(chromedp.WithDialTimeout(patience)))
	defer stopTab()
	p := &tab{t: t, ctx: ctx}
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(1280, 800))
	p.openLive(server.String() + "/?open=own&g=2")
	p.choose(path)
	p.wait(ownTrouble + `.includes("may need more memory")`)
	p.wait(`document.getElementById("in-use").innerText.includes("G = 2") && !document.getElementById("own-name")`)
	p.click("play")
	p.wait(`document.querySelector("#story-text .told")?.innerText.length > 10`)
}

// Memory stays flat however often a story is told and the slider moved. GQA_RUNS and
// GQA_MOVES are how often; the full counts are 1000 and 10000.
func TestMemoryStaysFlat(t *testing.T) {
	count := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return otherwise
	}
	runs, moves := count("GQA_RUNS", 40), count("GQA_MOVES", 600)
	p := newTab(t, `const instantiate = WebAssembly.instantiate;
		WebAssembly.instantiate = async (...args) => { const r = await instantiate(...args); self.program = r.instance ?? r; return r; };`, workers(""))
	p.openLive(server.String() + "/?temp=0")
	p.wait(engineRuns)
	// memory is the program's own, and the page's JavaScript objects after a collection.
	memory := func() (program, objects, elements int) {
		p.do(chromedp.ActionFunc(func(ctx context.Context) error {
			if err := heapprofiler.CollectGarbage().Do(ctx); err != nil {
				return err
			}
			used, _, _, _, err := runtime.GetHeapUsage().Do(ctx)
			objects = int(used)
			return err
		}))
		program = eval[int](p, `self.program?.exports.mem.buffer.byteLength ?? 0`)
		return program, objects, eval[int](p, `document.querySelectorAll("*").length`)
	}
	some := func(runs, moves int) {
		eval[any](p, fmt.Sprintf(`(async () => {
			const pause = (ms) => new Promise((done) => setTimeout(done, ms));
			const g = () => document.getElementById("g");
			for (let i = 0; i < %d; i++) {
				g().value = [0, 1, 2, 3][i %% 4];
				g().dispatchEvent(new Event("input", { bubbles: true }));
				if (i %% 10 === 9) { g().dispatchEvent(new Event("change", { bubbles: true })); await pause(5); }
			}
			for (let i = 0; i < %d; i++) {
				document.getElementById("again").click();
				const until = performance.now() + 5000;
				while (!document.querySelector("#story-text .told") && performance.now() < until) await pause(5);
				document.getElementById("stop").click();
				await pause(1);
			}
		})()`, moves, runs))
	}
	work := func(runs, moves int) { // a little at a time, as machines may be slow
		for ; moves > 0; moves -= 100 {
			some(0, min(100, moves))
		}
		for ; runs > 0; runs -= 5 {
			some(min(5, runs), 0)
		}
	}
	work(20, 400) // what is made once is made
	program, objects, elements := memory()
	for part := range 10 {
		work(runs/10, moves/10)
		if part%3 == 0 {
			a, b, c := memory()
			t.Logf("after %d of %d runs, %d of %d moves: program %d KiB, objects %d KiB, %d elements", (part+1)*runs/10, runs, (part+1)*moves/10, moves, a>>10, b>>10, c)
		}
	}
	programAfter, objectsAfter, elementsAfter := memory()
	t.Logf("%d runs, %d moves: program %d to %d KiB, objects %d to %d KiB, %d to %d elements", runs, moves, program>>10, programAfter>>10, objects>>10, objectsAfter>>10, elements, elementsAfter)
	if programAfter > program+8<<20 {
		t.Errorf("the program's memory went from %d to %d bytes", program, programAfter)
	}
	if objectsAfter > objects+1<<20 {
		t.Errorf("the page's objects went from %d to %d bytes", objects, objectsAfter)
	}
	if elementsAfter > elements+20 {
		t.Errorf("the page went from %d to %d elements", elements, elementsAfter)
	}
	if n := eval[int](p, `self.workers.length`); n != 1 {
		t.Errorf("%d engines were started", n)
	}
}

// A browser without vectors cannot run the engine: the page says so, and stays.
func TestNoVectors(t *testing.T) {
	p := newTab(t, workers(`WebAssembly.instantiate = () => Promise.reject(new WebAssembly.CompileError("Wasm SIMD unsupported"));`))
	p.openLive(server.String() + "/?g=2")
	p.click("play")
	p.wait(`document.getElementById("trouble")?.innerText.includes("The model cannot run here")`)
	p.wait(`document.getElementById("trouble").innerText.includes("Wasm SIMD unsupported")`)
	p.slide(1)
	p.shows(1)
}

// Older browsers lack what is only a convenience.
func TestOldBrowser(t *testing.T) {
	p := newTab(t, `delete self.IntersectionObserver; delete self.ResizeObserver; delete self.DecompressionStream; delete self.SharedArrayBuffer;`)
	p.openLive(server.String() + "/?g=2")
	p.shows(2)
	p.click("play")
	p.wait(`document.querySelector("#story-text .told")?.innerText.length > 10`)
	p.clean(server.String())
}

// A translator puts every text of the page into elements of its own, and the page's
// program goes on.
func TestTranslated(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String())
	p.wait(engineRuns)
	eval[any](p, `(() => {
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), all = [];
		while (texts.nextNode()) if (!texts.currentNode.parentElement.closest("svg, script")) all.push(texts.currentNode);
		for (const text of all) {
			const font = document.createElement("font");
			text.replaceWith(font);
			font.textContent = "(" + text.data + ")";
		}
	})()`)
	for _, g := range []int{8, 1, 2} {
		p.slide(g)
		p.wait(fmt.Sprintf(`document.getElementById("picture").dataset.g === "%d"`, g))
	}
	p.click("play")
	p.wait(`document.querySelector("#story-text .told")?.innerText.length > 10`)
	p.wait(line + ` === ""`)
}

// What the browser has kept may go at any time.
func TestCachesWiped(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String() + "/?g=2")
	p.kept()
	eval[any](p, `caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => 0)`)
	p.slide(1)
	p.shows(1)
	p.click("play")
	p.wait(`document.querySelector("#story-text .told")?.innerText.length > 10`)
	p.openLive(server.String() + "/?g=4")
	p.shows(4)
	p.clean(server.String())
}

// Paths that the page is not at are answered with a page, and never with what lies beside
// the site.
func TestOddPaths(t *testing.T) {
	for _, path := range []string{"//evil.example/", "/..%2f..%2fgo.mod", "/web//app.wasm/", "/%00", "/a/../../go.mod"} {
		response, err := http.Get(server.String() + path)
		if err != nil {
			continue // not even asked
		}
		body := make([]byte, 4096)
		n, _ := response.Body.Read(body)
		response.Body.Close()
		if strings.Contains(string(body[:n]), "module gqaplayground") || response.Request.URL.Host != server.Host {
			t.Errorf("%s is answered by %s with %.80q", path, response.Request.URL, body[:n])
		}
	}
	p := newTab(t)
	p.open(server.String() + "//evil.example/..%2f?g=2")
	if at := eval[string](p, `location.host`); at != server.Host {
		t.Errorf("the page is at %s", at)
	}
}
