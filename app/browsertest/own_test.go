//go:build browser

package browsertest

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gqaplayground/attention"
)

// writeModel writes a GGUF file with random weights, and returns its path.
func writeModel(t *testing.T, name string, c attention.Config, format attention.Format) string {
	t.Helper()
	tok := attention.TrainTokenizer([]string{"once upon a time there was a fox, and once upon a time there was a hen"}, 300)
	c.Vocab = max(c.Vocab, tok.Size())
	w := attention.NewWeights(c)
	w.Init(rand.New(rand.NewPCG(1, 2)))
	checkpoint := &attention.Checkpoint{Name: name, Weights: w, Tokenizer: tok}
	if c.Vocab > tok.Size() {
		t.Fatal("a vocabulary larger than its tokenizer")
	}
	data, err := checkpoint.AppendGGUF(nil, format)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name+".gguf")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// shapes are those of models that readers have: like SmolLM-135M's heads, like
// Mistral's, and one with 64 heads.
var (
	nineHeads = attention.Config{Dim: 72, Layers: 2, Heads: 9, KVHeads: 3, HeadDim: 64, Hidden: 64, Context: 256, RopeTheta: 10000, NormEps: 1e-5}
	manyHeads = attention.Config{Dim: 64, Layers: 2, Heads: 32, KVHeads: 8, HeadDim: 16, Hidden: 64, Context: 256, RopeTheta: 10000, NormEps: 1e-5}
	mostHeads = attention.Config{Dim: 64, Layers: 1, Heads: 64, KVHeads: 64, HeadDim: 4, Hidden: 64, Context: 256, RopeTheta: 10000, NormEps: 1e-5}
)

// choose chooses files for the reader's own model.
func (p *tab) choose(paths ...string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles("#own-file", paths, chromedp.ByQuery))
}

const ownTrouble = `document.getElementById("own-trouble").innerText`

// A model of the reader's is seen, runs, is converted, is scored and saved; and the
// shipped ones are back when the reader wants them.
func TestOwnModel(t *testing.T) {
	for name, c := range map[string]attention.Config{"nine": nineHeads, "many": manyHeads, "most": mostHeads} {
		t.Run(name, func(t *testing.T) {
			path := writeModel(t, name, c, attention.Q8_0)
			p := newTab(t)
			p.openLive(server.String() + "/?open=own")
			p.choose(path)
			p.wait(fmt.Sprintf(`document.getElementById("own-name")?.innerText === %q`, name))
			p.wait(fmt.Sprintf(`document.getElementById("picture").dataset.g === "%d"`, c.KVHeads))
			if n := eval[int](p, `document.querySelectorAll("[data-part=query]").length`); n != c.Heads {
				t.Errorf("the picture has %d query heads, want %d", n, c.Heads)
			}
			if got := eval[string](p, `document.getElementById("own-facts").innerText`); !strings.Contains(got, name+".gguf") || !strings.Contains(got, fmt.Sprint(c.HeadDim)) {
				t.Errorf("its numbers: %q", got)
			}
			p.wait(`document.getElementById("in-use").innerText.includes("your model, as it is")`)
			p.click("play")
			p.wait(`document.querySelector(".told")?.innerText.length > 20`)
			p.click("fewer")
			p.wait(`document.getElementById("in-use").innerText.includes("merged: Mean")`)
			p.click("play")
			p.click("own-aligned")
			p.wait(`document.getElementById("in-use").innerText.includes("Aligned")`)

			eval[any](p, `(() => { const e = document.getElementById("own-text"); e.value = "once upon a time there was a fox"; e.dispatchEvent(new Event("input")); })()`)
			p.wait(`!document.getElementById("own-score").disabled`)
			p.click("own-score")
			p.wait(`document.querySelectorAll("#own-score-table tbody tr").length === 2 && document.getElementById("own-score-says").innerText.includes("nats per token")`)
			p.wait(`document.getElementById("in-use").innerText.includes("Aligned")`)

			// The file that is saved is one that can be loaded again.
			eval[any](p, `(() => {
				self.saved = [];
				URL.createObjectURL = (b) => { self.saved.push(b); return "blob:nothing"; };
				HTMLAnchorElement.prototype.click = function () { self.savedName = this.download; };
			})()`)
			p.click("own-save")
			p.wait(`self.saved.length === 1`)
			data, err := base64.StdEncoding.DecodeString(eval[string](p, `new Promise((done) => { const r = new FileReader(); r.onload = () => done(r.result.split(",")[1]); r.readAsDataURL(self.saved[0]); })`))
			if err != nil {
				t.Fatal(err)
			}
			saved, err := attention.ReadGGUF(data)
			if err != nil {
				t.Fatal(err)
			}
			if got := saved.Weights.Config; got.KVHeads >= c.KVHeads || got.Heads != c.Heads || got.HeadDim != c.HeadDim {
				t.Errorf("saved %+v", got)
			}
			trains := fmt.Sprintf("gqa uptrain -kv-heads %d -method aligned -steps 100 -rate 0.001 -seed 1 -text text.txt model.gguf own.gguf", saved.Weights.Config.KVHeads)
			if got := eval[string](p, `document.querySelector("#room-own .command code").innerText`); !strings.HasSuffix(got, trains) {
				t.Errorf("the command that trains it on is %q, want one that ends in %q", got, trains)
			}
			want := fmt.Sprintf("%s-g%d-aligned.gguf", name, saved.Weights.Config.KVHeads)
			if got := eval[string](p, `self.savedName`); got != want {
				t.Errorf("saved as %q, want %q", got, want)
			}

			p.click("own-back")
			p.wait(`document.getElementById("in-use").innerText.includes("uptrained")`)
			p.shows(4)
			p.click("own-use")
			p.wait(`document.getElementById("in-use").innerText.includes("your model, as it is")`)
			p.click("own-forget")
			p.wait(`!document.getElementById("own-name")`)
			p.wait(`document.getElementById("in-use").innerText.includes("uptrained")`)
			p.clean(server.String())
		})
	}
}

// The model of llama2.c's own repository tells its story.
func TestOwnLlama2C(t *testing.T) {
	dir := os.Getenv("GQA_FIXTURES")
	if dir == "" {
		t.Skip("GQA_FIXTURES names no folder with stories260K")
	}
	p := newTab(t)
	p.openLive(server.String() + "/?open=own&prompt=Once+upon+a+time&temp=0")
	p.choose(filepath.Join(dir, "stories260K/tok512.bin"), filepath.Join(dir, "stories260K/stories260K.bin"))
	p.wait(`document.getElementById("own-name")?.innerText === "stories260K.bin"`)
	p.wait(engineRuns)
	p.click("play")
	p.wait(`document.getElementById("story-text").innerText.includes("there was a little girl named Lily")`)
	p.clean(server.String())
}

// A file is refused in words that name it, and nothing that the reader had is lost.
func TestOwnRefused(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := writeModel(t, "good", nineHeads, attention.F32)
	bytes, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	p := newTab(t)
	p.openLive(server.String() + "/?open=own&g=2")
	p.wait(engineRuns)
	p.click("play")
	p.wait(`document.querySelector(".told")?.innerText.length > 20`)
	p.click("play")
	told := func() string { return eval[string](p, `document.querySelector(".told").innerText`) }
	before := told()
	for next := ""; next != before; { // a token may have been under way
		time.Sleep(300 * time.Millisecond)
		before, next = told(), before
	}
	var twenty []string
	for i := range 20 {
		twenty = append(twenty, file(fmt.Sprintf("%d.gguf", i), []byte("GGUF")))
	}
	for _, c := range []struct {
		want  string
		paths []string
	}{
		{"empty.gguf is empty", []string{file("empty.gguf", nil)}},
		{"begins with \"PK\\x03\\x04\"", []string{file("a.zip", []byte("PK\x03\x04 and more"))}},
		{"begins with \"<!do\"", []string{file("page.gguf", []byte("<!doctype html>"))}},
		{"gguf: byte", []string{file("cut.gguf", bytes[:len(bytes)/2])}},
		{"<script>alert(1)<", []string{file("<script>alert(1)<.gguf", []byte("GGUF"))}},
		{strings.Repeat("a", 50), []string{file(strings.Repeat("a", 250)+".gguf", []byte("GGUF"))}},
		{"Choose one GGUF file", twenty},
		{"Choose one GGUF file", []string{good, file("b.gguf", []byte("x"))}},
	} {
		p.choose(c.paths...)
		p.wait(fmt.Sprintf(`%s.includes(%q)`, ownTrouble, c.want))
		p.shows(2)
		if after := told(); after != before {
			t.Errorf("%v: the story was %q and is %q", c.paths, before, after)
		}
	}

	// 500 MB are refused before a byte is read.
	large := file("large.gguf", nil)
	if err := os.Truncate(large, 500<<20); err != nil {
		t.Fatal(err)
	}
	eval[any](p, `self.read = 0; Blob.prototype.slice = new Proxy(Blob.prototype.slice, { apply(f, b, a) { self.read++; return Reflect.apply(f, b, a); } }); 0`)
	p.choose(large)
	p.wait(ownTrouble + `.includes("large.gguf is 500 MiB; this page reads 256 MiB at most")`)
	if n := eval[int](p, `self.read`); n != 0 {
		t.Errorf("%d pieces of a file that is too large were read", n)
	}

	// What was told goes on.
	p.click("play")
	p.wait(fmt.Sprintf(`document.querySelector(".told").innerText.length > %d`, len(before)+5))
	p.clean(server.String())
}

// Files are dropped anywhere on the page, which stays.
func TestOwnDropped(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String())
	drop := func(files string) {
		eval[any](p, `(() => {
			const data = new DataTransfer();
			for (const f of `+files+`) data.items.add(f);
			const over = new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true });
			const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
			document.getElementById("headline").dispatchEvent(over);
			document.getElementById("headline").dispatchEvent(drop);
			self.prevented = over.defaultPrevented && drop.defaultPrevented;
		})()`)
		if !eval[bool](p, `self.prevented`) {
			t.Error("a file dropped takes the page's place")
		}
	}
	drop(`[new File(["GGUF?"], "dropped.gguf")]`)
	p.wait(`document.getElementById("own-trouble")?.innerText.includes("dropped.gguf is not a model")`)

	// One that changes or vanishes while it is read, as folders do.
	eval[any](p, `Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotReadableError")); 0`)
	drop(`[new File(["GGUF?"], "folder")]`)
	p.wait(ownTrouble + `.includes("could not be read to the end") && ` + ownTrouble + `.includes("gone")`)
	p.clean(server.String())
}

// 60 MB come with progress, while the page answers.
func TestOwnLarge(t *testing.T) {
	c := nineHeads
	c.Dim, c.Hidden, c.Layers, c.Context = 576, 1536, 18, 2048
	path := writeModel(t, "large", c, attention.Q8_0)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", info.Size())
	if info.Size() < 58e6 {
		t.Fatalf("a file of %d bytes, want 60 MB", info.Size())
	}
	p := newTab(t)
	p.openLive(server.String() + "/?open=own")
	p.wait(engineRuns)
	eval[any](p, `
		self.steps = new Set(); self.tasks = [];
		new MutationObserver(() => { const e = document.getElementById("own-progress"); if (e) self.steps.add(e.value); })
			.observe(document.body, { subtree: true, childList: true, attributes: true });
		new PerformanceObserver((list) => { for (const e of list.getEntries()) self.tasks.push(Math.round(e.startTime - self.begun) + ":" + Math.round(e.duration)); })
			.observe({ type: "longtask" });
		self.begun = performance.now();
		0`)
	p.choose(path)
	p.wait(`document.getElementById("own-name")?.innerText === "large"`)
	loaded := eval[float64](p, `performance.now() - self.begun`)
	p.wait(`document.getElementById("in-use").innerText.includes("your model, as it is")`)
	t.Logf("loaded after %.0f ms, in use after %.0f ms; %d steps of progress; the page's long tasks, begin:length in ms: %s",
		loaded, eval[float64](p, `performance.now() - self.begun`), eval[int](p, `self.steps.size`), eval[string](p, `self.tasks.join(" ")`))
	if n := eval[int](p, `self.steps.size`); n < 20 {
		t.Errorf("%d steps of progress", n)
	}
	p.click("play")
	p.wait(`document.querySelector(".told")?.innerText.length > 5`)
	p.click("fewer")
	p.wait(`document.getElementById("in-use").innerText.includes("merged: Mean")`)
	p.clean(server.String())
}
