//go:build !js

package main

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
)

// The link opens the page as it is, wherever the site lies.
func TestShareLink(t *testing.T) {
	for _, address := range []string{"https://user.github.io/gqa/", "http://localhost:8000/", "https://a.b/v/1.0.0/"} {
		for _, state := range states() {
			s := Update(Update(state, Placed{address}), OpenRoom{ShareRoom, true})
			base, q, _ := strings.Cut(s.link(), "?")
			got := Update(newState(), Navigated{q, s.Lang.Tag()})
			if base != address || wanted(got) != wanted(s) || len(got.Notes) > 0 || got.Open[ShareRoom] {
				t.Fatalf("%s opens %v, want %v", s.link(), wanted(got), wanted(s))
			}
			if html := app.HTMLString(View(s, func(any) {})); !strings.Contains(html, `id="qr-code-title"`) {
				t.Fatalf("%s: there is no code to scan", s.link())
			}
		}
	}
	s := Update(Update(newState(), SetPrompt{strings.Repeat("한", maxPrompt)}), OpenRoom{ShareRoom, true})
	if html := app.HTMLString(View(s, func(any) {})); strings.Contains(html, "qr-code") || !strings.Contains(html, s.Lang.QRTooLong()) {
		t.Error("a link that is too long for a code is not said to be so")
	}
	for in, want := range map[string]string{
		"https://a.b/gqa/?g=2#heads":         "https://a.b/gqa/",
		"https://a.b/gqa/embed/?g=2":         "https://a.b/gqa/",
		"https://a.b/gqa/index.html?g=2":     "https://a.b/gqa/",
		"https://a.b/gqa/embed/index.html#x": "https://a.b/gqa/",
	} {
		if got := pageAddress(in); got != want {
			t.Errorf("the page of %s is %s, want %s", in, got, want)
		}
	}
}

// What is copied is said, and where the browser refuses, what to do.
func TestCopied(t *testing.T) {
	s := Update(newState(), OpenRoom{ShareRoom, true})
	for ok, want := range map[bool]string{true: "Copied.", false: "Ctrl+C"} {
		if html := app.HTMLString(View(Update(s, FieldCopied{Field{"share-link", s.link()}, ok}), func(any) {})); !strings.Contains(html, want) {
			t.Errorf("copied: %t: it is not said %q", ok, want)
		}
	}
	copied := Update(s, FieldCopied{Field{"share-link", s.link()}, true})
	if html := app.HTMLString(View(Update(copied, SetContext{1024}), func(any) {})); strings.Contains(html, "Copied.") {
		t.Error("the link is another one, and was not copied")
	}
}

// The picture as a file is SVG that says the configuration; the table has a row for every G.
func TestShareFile(t *testing.T) {
	for _, l := range words.Langs {
		for _, g := range []int{1, 2, 4, 8} {
			s := Update(Update(newState(), Navigated{"lang=" + l.Tag(), ""}), Settle{g})
			s = Update(s, Save{ShareRoom, VectorFile, 0})
			name, kind, content := s.file("", false)
			if name != "gqa-h8-g"+strconv.Itoa(g)+".svg" || kind != "image/svg+xml" {
				t.Errorf("the file is %s, %s", name, kind)
			}
			for _, want := range []string{"G = " + strconv.Itoa(g), "H/G = " + strconv.Itoa(8/g), words.Bytes(s.shape().CacheBytes(s.Context))} {
				if !strings.Contains(content, want) {
					t.Errorf("%s does not say %s", name, want)
				}
			}
			d := xml.NewDecoder(strings.NewReader(content))
			for {
				token, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if e, ok := token.(xml.StartElement); ok {
					seen := make(map[string]bool)
					for _, a := range e.Attr {
						if seen[a.Name.Local] {
							t.Errorf("%s: <%s> has %s twice", name, e.Name.Local, a.Name.Local)
						}
						seen[a.Name.Local] = true
					}
				}
			}
			s = Update(s, Save{Room: ShareRoom, What: TableFile})
			if name, kind, content = s.file("", false); strings.Count(content, "\r\n") != 5 || kind != "text/csv" || !strings.HasSuffix(name, ".csv") {
				t.Errorf("%s: %s", name, content)
			}
		}
	}
}

// A teacher's link and code say what was ticked, in the words that the page and the frame
// read.
func TestLesson(t *testing.T) {
	s := Update(newState(), Placed{"https://a.b/gqa/"})
	for _, m := range []any{Settle{2}, OpenRoom{ShareRoom, true}, TourTo{3}, TeachHide{storyPart, true}, TeachHide{tablePart, true}, TeachHide{tablePart, false},
		TeachLock{gLock, true}, TeachView{CacheView}} {
		s = Update(s, m)
	}
	_, q, _ := strings.Cut(s.lesson().link(), "?")
	got := Update(newState(), Navigated{q, ""})
	if !got.Hidden[storyPart] || got.Hidden[tablePart] || !got.Locked[gLock] || got.Locked[srcLock] || len(got.Notes) > 0 || got.Tour.Step != 3 {
		t.Errorf("%s is read as %v, %v, notes %v", q, got.Hidden, got.Locked, got.Notes)
	}
	html := app.HTMLString(View(got, func(any) {}))
	if strings.Contains(html, `id="story"`) || !strings.Contains(html, `id="table"`) {
		t.Error("the class sees what was to be left out, or not what was to be seen")
	}
	code := s.lessonCode()
	for _, want := range []string{`<iframe src="https://a.b/gqa/embed/?`, "view=cache", "hide=story", "lock=g", "sandbox=", "title="} {
		if !strings.Contains(code, want) {
			t.Errorf("%s: there is no %s", code, want)
		}
	}
	if strings.Contains(code, "tour=") || strings.Contains(code, "open=") {
		t.Errorf("%s: the frame has what is the page's", code)
	}
	if s.Hidden[storyPart] || s.Locked[gLock] {
		t.Error("the teacher's own page changes")
	}
	for _, l := range words.Langs {
		if len(l.LessonParts()) != parts || len(l.LessonLocks()) != locks || len(l.LessonViews()) != len(viewNames) {
			t.Errorf("%s: parts, locks or views lack names", l.Tag())
		}
	}
}
