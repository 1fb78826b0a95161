//go:build browser

package browsertest

import (
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"
)

// interactions keeps, for each interaction of the reader's, how long the page took to show
// what came of it, as browsers measure it (Event Timing, in steps of 8 ms); those under
// 16 ms are not told.
const interactions = `self.interactions = new Map();
new PerformanceObserver((list) => {
	for (const { interactionId, duration } of list.getEntries()) {
		if (interactionId) interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
	}
}).observe({ type: "event", durationThreshold: 16, buffered: true });`

// The slider is dragged and moved by keys while the model tells its story and a model is
// being trained, at a quarter of the machine's speed. What an interaction costs is this
// machine's time, and is only told; that the page goes on with everything meanwhile is
// asked.
func TestInteractionsWhileTraining(t *testing.T) {
	if !haveModels(t) {
		t.Skip("there is no model in assets/models yet")
	}
	p := newTab(t, interactions)
	p.openLive(server.String() + "/?open=paper&to=1&how=mean&alpha=0.05")
	p.click("train-start")
	p.trains(`document.querySelector('[data-name="gqa-uptraining-loss"] [data-own="yes"] [data-part="line"]')`)
	p.tells()
	told := func() int { return eval[int](p, `document.getElementById("story-text").innerText.length`) }
	trained := func() string { return eval[string](p, `document.getElementById("train-status").innerText`) }
	toldBefore, trainedBefore := told(), trained()

	p.do(emulation.SetCPUThrottlingRate(4))
	eval[any](p, `interactions.clear()`)
	const drags, keys = 10, 50
	for range drags {
		p.drag(1, 400*time.Millisecond)
	}
	eval[any](p, `document.getElementById("g").focus()`)
	for i := range keys {
		p.key([]string{kb.ArrowLeft, kb.ArrowRight}[i/3%2])
		time.Sleep(30 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond) // the last is told a little later
	took := eval[[]float64](p, `[...interactions.values()]`)
	p.do(emulation.SetCPUThrottlingRate(1))

	slices.Sort(took)
	took = append(make([]float64, max(0, drags+keys-len(took))), took...) // with those that are not told
	n := len(took)
	t.Logf("INP %.0f ms, the median %.0f, the longest %.0f of %d interactions", took[n-1-n/50], took[n/2], took[n-1], n)
	if told() == toldBefore {
		t.Error("the story stood still")
	}
	if trained() == trainedBefore {
		t.Error("the training stood still")
	}
	p.clean(server.String())
}
