//go:build browser

package browsertest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// trains waits until js is true, for as long as the training says that it goes on.
func (p *tab) trains(js string) {
	p.t.Helper()
	for status := ""; !eval[bool](p, "!!("+js+")"); {
		p.wait(`(` + js + `) || document.querySelector("#train-status").innerText != ` + strconv.Quote(status))
		status = eval[string](p, `document.querySelector("#train-status").innerText`)
	}
}

// A reader converts the multi-head model and trains it for as short as can be: the loss
// falls, the page notes the training down and forgets it, and the model is a star in the
// figures, a file, and the model on the slider.
func TestPaperRoom(t *testing.T) {
	p := newTab(t, `
		window.files = [];
		URL.createObjectURL = blob => { files.push(blob); return "#"; };
		const press = HTMLAnchorElement.prototype.click;
		HTMLAnchorElement.prototype.click = function () { this.download ? files.at(-1).download = this.download : press.call(this); };
		window.slow = 0; // the longest time between two frames while it trains, ms
		let last = performance.now();
		(function frame(now) { slow = Math.max(slow, now - last); last = now; requestAnimationFrame(frame); })(last);`)
	p.openLive(server.String() + "/?open=paper&to=1&how=first&alpha=0.005&paper=method")
	p.wait(`document.querySelector("#train-g-1").checked && document.querySelector("#train-method-1").checked`)
	p.click("train-start")
	p.wait(`document.querySelectorAll('[data-matrix] [data-part="pooled"]').length == 2`)
	if n := eval[int](p, `document.querySelectorAll('[data-matrix="key"] [data-part="member"]').length`); n != 8 {
		t.Errorf("%d heads are drawn", n)
	}
	p.wait(`document.querySelector('#train-tales q')`)
	p.trains(`document.querySelector('[data-name="gqa-uptraining-loss"] [data-own="yes"] [data-part="line"]')`)
	eval[any](p, `slow = 0`)
	p.click("train-pause")
	p.wait(`document.querySelector("#train-resume")`)
	p.wait(`localStorage["gqa-training"]`)
	p.click("train-resume")
	p.trains(`document.querySelector('[data-work="5"]')`) // it is measured
	t.Logf("the longest frame while it trains: %.0f ms", eval[float64](p, `slow`))
	p.trains(`document.querySelector("#train-result")`)
	t.Log(eval[string](p, `document.querySelector("#train-result").innerText`))
	if !eval[bool](p, `document.querySelector('#paper-panel [data-part="dot"][data-own="yes"][data-point]') != null`) {
		t.Error("there is no star in the figures")
	}
	if eval[bool](p, `localStorage["gqa-training"] !== undefined`) {
		t.Error("what is over is kept to be taken up")
	}
	losses := eval[[]float64](p, `[...document.querySelectorAll("#train-table tbody td")].map(td => +td.textContent)`)
	if n := len(losses); n < 5 || losses[n-1] > losses[0]-0.5 {
		t.Errorf("the loss goes from %v", losses)
	}

	p.click("train-json")
	p.click("train-gguf")
	p.wait(`files.length == 2 && files[1].download`)
	if names := eval[string](p, `files.map(f => f.download).join()`); names != "gqa-g1-first-alpha0_005-seed1.json,gqa-g1-first-alpha0_005-seed1.gguf" {
		t.Errorf("the files are %s", names)
	}
	if magic := eval[string](p, `files[1].slice(0, 4).text()`); magic != "GGUF" {
		t.Errorf("the model begins with %q", magic)
	}
	// What the page says of its training, another program does again to the same bit.
	file := filepath.Join(t.TempDir(), "run.json")
	if err := os.WriteFile(file, []byte(eval[string](p, `files[0].text()`)), 0o644); err != nil {
		t.Fatal(err)
	}
	again := exec.Command("go", "run", "../../attention/cmd/gqa", "uptrain", "-from", file, "-stories", "1", "../../assets/models/paper-g8.gguf")
	if out, err := again.CombinedOutput(); err != nil {
		t.Errorf("the run done again: %v\n%s", err, out)
	} else {
		t.Logf("%s", out[max(0, len(out)-100):])
	}
	p.click("train-use")
	p.wait(`document.querySelector("#room-own").innerText.includes("gqa-g1-first-alpha0_005-seed1")`)

	// A number in a figure leads to where it comes from.
	eval[any](p, `document.querySelector('#paper-panel [data-part="dot"][data-own="yes"][data-point]').dispatchEvent(new MouseEvent("click", {bubbles: true}))`)
	p.wait(`document.querySelector("#paper-runs code")`)
	if command := eval[string](p, `document.querySelector("#paper-runs code").innerText`); !strings.Contains(command, "uptrain -kv-heads 1 -method first -alpha 0.005") {
		t.Errorf("the command is %s", command)
	}
	p.clean(server.String())
}
