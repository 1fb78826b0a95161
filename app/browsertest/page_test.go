//go:build browser

package browsertest

import (
	"fmt"
	"testing"
)

// The page mounts, without an error and without asking anyone else.
func TestMounts(t *testing.T) {
	for _, base := range []string{"/", "/a/b/"} {
		t.Run(base, func(t *testing.T) {
			h := newHost(t, base, none)
			p := newTab(t)
			p.openLive(h.address)
			p.wait(line + ` === ""`)
			p.clean(h.address)
		})
	}
}

// Every stop of the slider shows its heads, its links and its bytes.
func TestStops(t *testing.T) {
	p := newTab(t)
	p.openLive(server.String())
	for _, g := range []int{8, 4, 2, 1} {
		t.Run(fmt.Sprint("G=", g), func(t *testing.T) {
			p.t = t
			p.slide(g)
			p.shows(g)
		})
	}
}

// slide puts the slider, which has a place for every divisor of 8, on G.
func (p *tab) slide(g int) {
	p.t.Helper()
	place := map[int]int{1: 0, 2: 1, 4: 2, 8: 3}[g]
	eval[any](p, fmt.Sprintf(`(() => {
		const slider = document.getElementById("g");
		slider.value = %d;
		slider.dispatchEvent(new Event("input", { bubbles: true }));
		slider.dispatchEvent(new Event("change", { bubbles: true }));
	})()`, place))
}

// shows waits for the picture of G and compares all that is on the page with it.
func (p *tab) shows(g int) {
	p.t.Helper()
	p.wait(fmt.Sprintf(`document.getElementById("picture").dataset.g === "%d"`, g))
	count := func(selector string, want int) {
		p.t.Helper()
		if n := eval[int](p, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)); n != want {
			p.t.Errorf("%d of %s, want %d", n, selector, want)
		}
	}
	count("#picture [data-part=query]", 8)
	count("#picture [data-part=key]:not([data-merged])", g)
	count("#picture [data-part=value]:not([data-merged])", g)
	count("#picture [data-part=links] line", 8)
	links := eval[map[string]int](p, `[...document.querySelectorAll("#picture [data-part=links] line")]
		.reduce((n, l) => ({ ...n, [l.dataset.group]: (n[l.dataset.group] ?? 0) + 1 }), {})`)
	for group := 1; group <= g; group++ {
		if n := links[fmt.Sprint(group)]; n != 8/g {
			p.t.Errorf("%d query heads read group %d, want %d", n, group, 8/g)
		}
	}
	context := eval[int](p, `Number(document.getElementById("ctx").value)`)
	const layers, headDim, bytesPerNumber = 4, 16, 4
	want := 2 * layers * g * context * headDim * bytesPerNumber
	if got := eval[int](p, `Number(document.getElementById("cache-bytes").dataset.bytes)`); got != want {
		p.t.Errorf("the cache takes %d bytes, want %d", got, want)
	}
}
