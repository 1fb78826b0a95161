//go:build browser

package browsertest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
)

// savesFiles keeps models that are saved, and the name of the last.
const savesFiles = `self.saved = [];
	URL.createObjectURL = ((create) => (b) => b.type === "application/octet-stream" ? (self.saved.push(b), "#") : create.call(URL, b))(URL.createObjectURL);
	HTMLAnchorElement.prototype.click = function () { self.savedName = this.download; };`

// A reader's model is converted and trained on the reader's text. What comes of it is told
// by, and is the file that the page's command makes, to the last bit; one can go back. When
// the trainer dies, the page says so, all else is as it was, and the next one does it.
func TestOwnLearns(t *testing.T) {
	small := attention.Config{Dim: 32, Layers: 1, Heads: 4, KVHeads: 4, HeadDim: 8, Hidden: 48, Context: 128, RopeTheta: 10000, NormEps: 1e-5}
	path := writeModel(t, "hen", small, attention.Q8_0)
	var text strings.Builder
	for i := range 5 {
		text.WriteString(stories.Tell(stories.HeldOut, 3, i, stories.English).Text + "\n")
	}
	p := newTab(t, savesFiles, workers(mortal))
	p.openLive(server.String() + "/?open=own")
	write := func(text string) {
		eval[any](p, `(() => { const e = document.getElementById("own-text"); e.value = `+strconv.Quote(text)+`; e.dispatchEvent(new Event("input")); })()`)
	}
	result := func(want string) {
		t.Helper()
		p.wait(fmt.Sprintf(`document.getElementById("learn-result").innerText.includes(%q)`, want))
	}
	inUse := func(want string) {
		t.Helper()
		p.wait(fmt.Sprintf(`document.getElementById("in-use").innerText.includes(%q)`, want))
	}
	p.wait(`document.getElementById("learn").disabled && document.getElementById("learn-status").textContent.includes("choose a model")`)
	p.choose(path)
	inUse("your model, as it is")
	p.click("fewer")
	p.click("own-first")
	inUse("G = 2 · your model, merged: First")
	p.wait(`document.getElementById("learn-status").innerText.includes("Put a text")`)
	for _, field := range []string{"learn-steps", "learn-rate"} { // the first of steps, the last of rates
		eval[any](p, fmt.Sprintf(`(() => { const e = document.getElementById(%q); e.value = e.id === "learn-steps" ? 0 : 3; e.dispatchEvent(new Event("change")); })()`, field))
	}

	write("Once upon a time.")
	p.press("learn")
	result("too short")
	write(text.String())
	p.wait(`!document.getElementById("learn").disabled`)
	p.press("learn")
	result("After 10 steps")
	inUse("G = 2 · your model, uptrained on your text")
	if id := eval[string](p, `document.activeElement.id`); id != "learn" {
		t.Errorf("the focus is at %q", id)
	}
	t.Log(eval[string](p, `document.getElementById("learn-result").innerText`))
	cells := eval[[]float64](p, `[...document.querySelectorAll("#learn-table td")].map((td) => +td.innerText)`)
	if len(cells) != 6 || !(cells[4] < cells[2]) || !(cells[5] < cells[3]) || cells[0] <= 0 {
		t.Errorf("losses before, converted, after, held out and not: %v", cells)
	}
	p.click("play")
	p.wait(`document.querySelector(".told")?.innerText.length > 5`)

	// The file is that of the command, which the page has told.
	p.click("own-save")
	p.wait(`self.saved.length === 1`)
	if name := eval[string](p, `self.savedName`); name != "hen-uptrained-g2.gguf" {
		t.Errorf("it is saved as %s", name)
	}
	saved, err := base64.StdEncoding.DecodeString(eval[string](p, `new Promise((done) => { const r = new FileReader(); r.onload = () => done(r.result.split(",")[1]); r.readAsDataURL(self.saved[0]); })`))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, own := filepath.Join(dir, "text.txt"), filepath.Join(dir, "own.gguf")
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	line := strings.NewReplacer("text.txt", file, "model.gguf", path, "own.gguf", own).Replace(eval[string](p, `document.querySelector("#own-learning code").innerText`))
	again := exec.Command("sh", "-c", line)
	again.Dir = "../.."
	if out, err := again.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	} else {
		t.Logf("%s\n%s", line, out)
	}
	if want, err := os.ReadFile(own); err != nil || !bytes.Equal(saved, want) {
		t.Errorf("the page has made %d bytes, the command %d others, %v", len(saved), len(want), err)
	}

	p.click("learn-way")
	inUse("G = 2 · your model, merged: First")
	p.click("learn-way")
	inUse("uptrained on your text")
	p.click("learn-way")
	inUse("merged: First")

	// It dies in the middle.
	eval[any](p, `(() => { const e = document.getElementById("learn-steps"); e.value = 3; e.dispatchEvent(new Event("change")); })()`)
	engines := eval[int](p, `self.workers.length`)
	p.click("learn")
	p.wait(`document.getElementById("learn-status").innerText.match(/^step [1-9]/)`)
	if !eval[bool](p, `document.getElementById("own-learning").innerText.includes("Stop here") && !document.getElementById("learn-result").innerText`) {
		t.Error("what came of the one before is still there")
	}
	eval[any](p, `self.workers.at(-1).postMessage("trap")`)
	result("The training broke off")
	inUse("merged: First")
	t.Log(eval[string](p, `document.getElementById("learn-result").innerText`))
	if n := eval[int](p, `self.workers.length`); n != engines+1 || eval[bool](p, `!!document.getElementById("trouble")?.innerText`) {
		t.Errorf("%d workers were started for one training, or the engine has noticed", n-engines)
	}

	// The next one is stopped, and counts.
	p.click("learn")
	p.wait(`document.getElementById("learn-status").innerText.match(/^step ([2-9]|\d\d)/)`)
	p.click("learn")
	result("the end of the text")
	inUse("uptrained on your text")
	if said := eval[string](p, `document.getElementById("learn-says").innerText`); strings.Contains(said, "300 steps") {
		t.Errorf("stopped, and it says %s", said)
	}
	p.clean(server.String())
}
