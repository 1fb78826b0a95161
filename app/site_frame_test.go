//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"testing"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/attention"
	"gqaplayground/wasm/edge"
)

// Every picture has the size that pages are told, and shows its heads in their colours.
func TestPixels(t *testing.T) {
	for _, heads := range drawnHeads {
		for _, g := range attention.Divisors(heads) {
			s := scene(words.English, attention.Config{Heads: heads, KVHeads: g})
			for _, dark := range []bool{false, true} {
				b, err := pixels(s, dark)
				if err != nil {
					t.Fatal(err)
				}
				image, err := png.Decode(bytes.NewReader(b))
				if err != nil {
					t.Fatal(err)
				}
				if size := image.Bounds().Size(); size.X != int(2*(s.Width+2*picture.Edge)) || size.Y != int(2*(s.Height+2*picture.Edge)) {
					t.Errorf("h%d-g%d: %v", heads, g, size)
				}
				// A box that lies on top is filled beside its label; where one has been merged
				// away there is the ground.
				hex := func(x, y float64) string {
					const digits = "0123456789ABCDEF"
					r, g, b, _ := image.At(int(2*(x+picture.Edge)), int(2*(y+picture.Edge))).RGBA()
					text := "#"
					for _, c := range []uint32{r, g, b} {
						text += string(digits[c>>12]) + string(digits[c>>8&15])
					}
					return text
				}
				c := picture.Colours(dark)
				for i, b := range s.Keys {
					want := c.Key
					if b.Light() {
						want = c.Ground
					}
					if got := hex(b.X+s.BoxWidth/2, b.Y+5); !b.Merged && got != want {
						t.Errorf("h%d-g%d: key %d is %s, want %s", heads, g, i, got, want)
					}
				}
				if got := hex(-picture.Edge/2, -picture.Edge/2); got != c.Ground {
					t.Errorf("h%d-g%d: on %s", heads, g, got)
				}
			}
		}
	}
}

// What is told about the site's address is whole, and a wrong address is refused.
func TestAddressed(t *testing.T) {
	b := &builder{site: make(site)}
	const page = `<head>` + "\n" + `<meta charset="UTF-8">` + "\n"
	for _, address := range []string{"example.org", "ftp://example.org/", "https:///", "https://example.org/?g=2", "javascript:alert(1)"} {
		if _, err := b.addressed(page, address); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
	text, err := b.addressed(page, `https://example.org/a&b`)
	if err != nil || !strings.Contains(text, `href="https://example.org/a&amp;b/oembed.json"`) {
		t.Errorf("%v: %s", err, text)
	}
	var told struct {
		HTML, Thumbnail_URL               string
		Thumbnail_Width, Thumbnail_Height int
	}
	if err := json.Unmarshal(b.site["oembed.json"], &told); err != nil || !strings.Contains(told.HTML, `src="https://example.org/a&b/embed/?g=4"`) && !strings.Contains(told.HTML, `src="https://example.org/a&amp;b/embed/?g=4"`) {
		t.Errorf("%v: %+v", err, told)
	}
	if _, err := url.Parse(told.Thumbnail_URL); err != nil || !strings.HasSuffix(told.Thumbnail_URL, "/embed/pic/h8-g4.png") {
		t.Errorf("%v: %s", err, told.Thumbnail_URL)
	}
	drawn, err := pixels(scene(words.English, attention.Config{Heads: 8, KVHeads: 4}), false)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(drawn)); err != nil || c.Width != told.Thumbnail_Width || c.Height != told.Thumbnail_Height {
		t.Errorf("%v: %d by %d, of which is told %+v", err, c.Width, c.Height, told)
	}
}

// What the edge passes on is what the page knows.
func TestEdgeParameters(t *testing.T) {
	known := make(map[string]bool)
	for _, p := range params {
		known[p.name] = true
	}
	for _, name := range edge.Parameters {
		if !known[name] {
			t.Errorf("the page knows no %s", name)
		}
	}
	for _, p := range frameParams() {
		if !strings.Contains(" "+strings.Join(edge.Parameters, " ")+" ", " "+p.name+" ") {
			t.Errorf("the edge knows no %s", p.name)
		}
	}
}

// The gallery's reference names every parameter that stays within a version, every letter
// that a frame takes, and nothing else.
func TestReference(t *testing.T) {
	known := make(map[string]bool)
	for _, p := range params {
		known[p.name] = true
	}
	for _, l := range words.Langs {
		named := make(map[string]bool)
		for _, e := range l.Parameters() {
			for _, name := range e.Names {
				named[name] = true
				if !known[name] {
					t.Errorf("%v: there is no parameter %s", l, name)
				}
			}
		}
		for _, name := range edge.Parameters {
			if !named[name] {
				t.Errorf("%v: %s is not in the reference", l, name)
			}
		}
		var letters []string
		for _, e := range l.Letters() {
			letters = append(letters, e.Names...)
		}
		if slices.Sort(letters); !slices.Equal(letters, slices.Sorted(slices.Values(caps))) {
			t.Errorf("%v: letters %v, want %v", l, letters, caps)
		}
	}
}
