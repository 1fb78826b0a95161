//go:build browser

package browsertest

import (
	"fmt"
	"strings"
	"testing"
)

// The slider shows every G in pictures, also without the program, and in Korean too.
func TestStill(t *testing.T) {
	for _, query := range []string{"", "?g=2&lang=ko"} {
		t.Run("still"+query, func(t *testing.T) {
			p := newTab(t, `delete window.WebAssembly`)
			p.open(server.String() + "/" + query)
			if query != "" {
				p.shows(2)
				p.wait(`document.getElementById("play").innerText === "재생"`)
			}
			for _, g := range []int{8, 1, 2, 4} {
				p.slide(g)
				p.shows(g)
			}
			p.click("fewer")
			p.shows(2)
			if !eval[bool](p, `document.getElementById("play").disabled && document.getElementById("ctx").disabled`) {
				t.Error("what cannot be done without the program can be pressed")
			}
		})
	}
}

// failed waits for the sentence and its button.
func (p *tab) failed(want string) {
	p.t.Helper()
	p.wait(fmt.Sprintf(`document.querySelector("#boot [role=alert]")?.innerText.includes(%q)`, want))
	if got := eval[string](p, `document.querySelector("#boot button").innerText`); got != "Reload" {
		p.t.Errorf("the button says %q", got)
	}
}

func TestSentenceInKorean(t *testing.T) {
	p := newTab(t, `delete window.WebAssembly`)
	p.open(server.String() + "/?lang=ko")
	p.wait(`document.querySelector("#boot [role=alert]")`)
	if got := eval[string](p, line); !strings.Contains(got, "WebAssembly가 없거나") || !strings.Contains(got, "다시 불러오기") {
		t.Errorf("the line says %q", got)
	}
	if got := eval[string](p, `document.getElementById("boot").lang`); got != "ko" {
		t.Errorf("the line is in %q", got)
	}
}
