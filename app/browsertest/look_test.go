//go:build browser

package browsertest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Screenshots to look at: the log says where they are. Nothing is wider than the window.
func TestLook(t *testing.T) {
	dir, err := os.MkdirTemp("", "gqa-screenshots")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("screenshots are in %s", dir)
	for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
		for _, scheme := range []string{"light", "dark"} {
			for _, query := range []string{"?g=2", "?g=2&lang=ko"} {
				p := newTab(t)
				p.do(chromedp.EmulateViewport(size[0], size[1]), colours(scheme))
				p.openLive(server.String() + "/" + query)
				p.shows(2)
				p.tells()
				if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > int(size[0]) {
					t.Errorf("%dx%d %s: the page is %d wide", size[0], size[1], query, wide)
				}
				var png []byte
				eval[any](p, `scrollTo(0, 0)`)
				p.do(chromedp.CaptureScreenshot(&png))
				name := fmt.Sprintf("%dx%d-%s%s.png", size[0], size[1], scheme, query[4:])
				if err := os.WriteFile(filepath.Join(dir, name), png, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func colours(scheme string) chromedp.Action {
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}})
}

// axeCore is the program that knows what keeps people out.
func axeCore(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("there is no npm to get axe-core with")
	}
	dir := t.TempDir()
	if out, err := exec.Command("npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "axe-core@4.14.1").CombinedOutput(); err != nil {
		t.Skipf("axe-core cannot be had: %v\n%s", err, out)
	}
	axe, err := os.ReadFile(filepath.Join(dir, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(axe)
}

// accessible reports what axe-core finds on the page as it is.
func (p *tab) accessible(axe string) {
	p.t.Helper()
	eval[any](p, axe+"; 0")
	type violation struct{ ID, Help, Target string }
	for _, v := range eval[[]violation](p, `axe.run().then((r) => r.violations.flatMap((v) => v.nodes.map((n) => ({
		ID: v.id, Help: v.help, Target: n.target.join(" ") + " " + (n.any[0]?.message ?? ""),
	}))))`) {
		p.t.Errorf("%s: %s: %s", v.ID, v.Help, v.Target)
	}
}
