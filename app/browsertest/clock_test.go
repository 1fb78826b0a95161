//go:build browser

package browsertest

import (
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
)

// A clock that moves a millisecond at a time.
const coarseClock = `{ const now = performance.now.bind(performance); performance.now = () => Math.floor(now()); }
`

// A turned-away tab, a machine at a sixth of its speed for a while, and a clock of a
// millisecond may take longer and give wider intervals, but no other times.
func TestDisturbedClock(t *testing.T) {
	if !haveModels(t) {
		t.Skip("there is no model in assets/models yet")
	}
	const address = "/?g=1&ctx=4096"
	p := newTab(t)
	p.openLive(server.String() + address)
	p.wait(engineRuns)
	want := p.measured(func() {})

	alike(t, "turned away, then slow", p.measured(func() {
		other := newTabIn(t, p.profile)
		other.do(page.BringToFront())
		if !eval[bool](p, `document.hidden`) {
			// Chromium without a screen shows every tab at once; this is what it does to one
			// that nobody sees.
			p.do(page.SetWebLifecycleState(page.SetWebLifecycleStateStateFrozen))
		}
		time.Sleep(2 * time.Second)
		p.do(page.SetWebLifecycleState(page.SetWebLifecycleStateStateActive), page.BringToFront())
		slowly(t, 2*time.Second)
	}), want)

	p = newTab(t, workers(coarseClock))
	p.openLive(server.String() + address)
	p.wait(engineRuns)
	alike(t, "a coarse clock", p.measured(func() {}), want)
}

// measured are the times per token that the page shows, in milliseconds, after do has
// happened while it measured; by the number of key/value heads.
func (p *tab) measured(do func()) map[string]float64 {
	p.t.Helper()
	p.click("measure")
	p.wait(`document.getElementById("time-progress")`)
	do()
	p.wait(`!document.getElementById("time-progress")`)
	said := eval[string](p, `document.querySelector("#time svg").textContent`)
	p.t.Log(said, eval[string](p, `document.getElementById("time-details").innerText + " " + document.getElementById("time-status").innerText`))
	times := map[string]float64{}
	for _, m := range regexp.MustCompile(`G = (\d): ([\d.]+) ms`).FindAllStringSubmatch(said, -1) {
		times[m[1]], _ = strconv.ParseFloat(m[2], 64)
	}
	return times
}

// alike fails where a time, or how it compares with another, is another than it should be. A
// sixth of the speed, or a sleep, would be; what else goes on here, and rounding, is not.
func alike(t *testing.T, what string, got, want map[string]float64) {
	t.Helper()
	if len(got) < 4 || len(want) < 4 {
		t.Logf("%s: the machine is too busy to measure", what)
		return
	}
	for g, ms := range want {
		if got[g] < ms/2.5 || got[g] > 2.5*ms {
			t.Errorf("%s: %v ms for G = %s, want about %v", what, got[g], g, ms)
		}
	}
	if a, b := got["8"]/got["1"], want["8"]/want["1"]; a < b/2 || a > 2*b {
		t.Errorf("%s: G = 8 takes %.2f times as long as G = 1, want about %.2f", what, a, b)
	}
}

// slowly lets what shows pages run a sixth of the time.
func slowly(t *testing.T, during time.Duration) {
	t.Helper()
	all, err := systeminfo.GetProcessInfo().Do(cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser))
	if err != nil {
		t.Fatal(err)
	}
	signal := func(s syscall.Signal) {
		for _, process := range all {
			if process.Type == "renderer" {
				syscall.Kill(int(process.ID), s)
			}
		}
	}
	for end := time.Now().Add(during); time.Now().Before(end); {
		signal(syscall.SIGSTOP)
		time.Sleep(50 * time.Millisecond)
		signal(syscall.SIGCONT)
		time.Sleep(10 * time.Millisecond)
	}
}
