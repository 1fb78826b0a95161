//go:build browser

package browsertest

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The page as a single file runs without any server, and tells its story.
func TestSingle(t *testing.T) {
	page := filepath.Join(t.TempDir(), "a page.html")
	write := exec.Command(program, "-single", page)
	write.Dir = "../.."
	if out, err := write.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p := newTab(t)
	address := "file://" + strings.ReplaceAll(page, " ", "%20")
	p.openLive(address + "?g=2")
	p.shows(2)
	p.tells()
	p.slide(8)
	p.shows(8)
	p.wait(`document.querySelector("#story-text .told[data-g='8']")`)
	if said := eval[string](p, line); said != "" {
		t.Errorf("the line says %q", said)
	}
	p.clean(address)
}
