//go:build !js

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/attention"
	"gqaplayground/wasm/edge"
)

var first *builder

// built is a site with programs and models that are not any.
func built(t *testing.T) *builder {
	t.Helper()
	if first == nil {
		first = buildAnew(t)
	}
	return first
}

func buildAnew(t *testing.T) *builder {
	t.Helper()
	app.RouteWithRegexpFunc(".*", newPage)
	web := fstest.MapFS{"wasm_exec.js": {Data: []byte("// Go's\n")}}
	for _, name := range []string{"app.wasm", "engine.wasm", "trainer.wasm"} {
		web[name] = &fstest.MapFile{Data: []byte("\x00asm" + strings.Repeat(name, 1000))}
	}
	for _, pattern := range []string{"*.js", "*.css"} {
		names, err := globFiles("../web", pattern)
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range names {
			web[name] = &fstest.MapFile{Data: content}
		}
	}
	assets := fstest.MapFS{}
	for g := range 4 {
		assets[fmt.Sprintf("models/story-g%d.gguf", 1<<g)] = &fstest.MapFile{Data: []byte(strings.Repeat("GGUF", 1000+g))}
	}
	icons, err := globFiles("../assets/icons", "*")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range icons {
		assets["icons/"+name] = &fstest.MapFile{Data: content}
	}
	b, err := build(web, assets, "", false)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func globFiles(dir, pattern string) (map[string][]byte, error) {
	fsys := os.DirFS(dir)
	files := make(map[string][]byte)
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if ok := e.Name() != "wasm_exec.js" && regexp.MustCompile("^"+strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")+"$").MatchString(e.Name()); ok {
			f, err := fsys.Open(e.Name())
			if err != nil {
				return nil, err
			}
			if files[e.Name()], err = io.ReadAll(f); err != nil {
				return nil, err
			}
		}
	}
	return files, err
}

// files.json says the truth of every file, and everything that the page names is there.
func TestSite(t *testing.T) {
	b := built(t)
	var list struct {
		Version string
		Files   map[string]file
	}
	if err := json.Unmarshal(b.site["files.json"], &list); err != nil {
		t.Fatal(err)
	}
	named := make(map[string]bool)
	for name, f := range list.Files {
		for f := &f; f != nil; f = f.Inflated {
			named[f.Path] = true
			content, ok := b.site[f.Path]
			if !ok || len(content) != f.Bytes || fmt.Sprintf("%x", sha256.Sum256(content)) != f.SHA256 {
				t.Errorf("%s is not as files.json says", name)
			}
			if strings.HasPrefix(f.Path, "web/") && !forEver(f.Path) {
				t.Errorf("%s does not name its content", f.Path)
			}
		}
	}
	for path := range b.site {
		if strings.HasPrefix(path, "web/") && !named[path] {
			t.Errorf("files.json lacks %s", path)
		}
	}
	for at, page := range b.site { // of pages below, too
		for _, m := range regexp.MustCompile(`<(?:script|link|img)[^>]* (?:src|href)="(\.\.?/[^"]*)"`).FindAllStringSubmatch(string(page), -1) {
			if _, ok := b.site[path.Join(path.Dir(at), m[1])]; !ok && strings.HasSuffix(at, ".html") && at != "404.html" {
				t.Errorf("%s names %s", at, m[1])
			}
		}
	}
	page := string(b.site["index.html"])
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		switch address := m[1]; {
		case strings.HasPrefix(address, "?") || strings.HasPrefix(address, "#") || strings.HasPrefix(address, "https://"):
		case strings.HasPrefix(address, "./"):
			if _, ok := b.site[strings.TrimPrefix(address, "./")]; !ok && !strings.HasSuffix(address, "/") {
				t.Errorf("the page names %s", address)
			}
		default:
			t.Errorf("the page names %s", address)
		}
	}
	if n := strings.Count(page, "<template id=\"still-"); n != 7 {
		t.Errorf("there are %d stills besides the page's own, want 7", n)
	}
	// With headers it is what a server sends before it waits for an answer (RFC 6928): so the
	// page is there one round trip sooner.
	if n := len(compress([]byte(page))); n > 10*1460-700 {
		t.Errorf("the page is of %d bytes, compressed", n)
	}
	if again := buildAnew(t); !maps.EqualFunc(b.site, again.site, slices.Equal) {
		t.Error("two builds of the same differ")
	}
	if f := (&builder{site: make(site), plain: true}).store("web/a.wasm", nil); f.Path != "web/a.wasm" {
		t.Errorf("%s is no plain name", f.Path)
	}
}

// A site takes the place of another, and of nothing else.
func TestWrite(t *testing.T) {
	dir := t.TempDir() + "/dist"
	for _, s := range []site{
		{listFile: []byte("{}"), "web/old.js": []byte("old")},
		{listFile: []byte("{}"), "web/new.js": []byte("new")},
	} {
		if err := s.write(dir); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(dir + "/web/old.js"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file of the site before: %v", err)
	}
	if text, err := os.ReadFile(dir + "/web/new.js"); string(text) != "new" {
		t.Errorf("a file of the site: %q, %v", text, err)
	}

	home := t.TempDir()
	letter := home + "/letter.txt"
	if err := os.WriteFile(letter, []byte("Dear"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{home, letter} {
		if err := (site{listFile: nil}).write(dir); err == nil {
			t.Errorf("%s is written over", dir)
		}
	}
	if text, err := os.ReadFile(letter); string(text) != "Dear" {
		t.Errorf("what was there: %q, %v", text, err)
	}
	if err := (site{listFile: nil}).write(t.TempDir()); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
}

// What is shown of a link is a picture of the site, of the size that is said.
func TestPreview(t *testing.T) {
	b := built(t)
	for _, g := range attention.Divisors(shape.Heads) {
		w := httptest.NewRecorder()
		edge.Handler().ServeHTTP(w, httptest.NewRequest("GET", fmt.Sprintf("https://gqa.example/?lang=ko&g=%d", g), nil))
		said := make(map[string]string)
		for _, m := range regexp.MustCompile(`property="og:image([^"]*)" content="([^"]*)"`).FindAllStringSubmatch(w.Body.String(), -1) {
			said[m[1]] = m[2]
		}
		c, err := png.DecodeConfig(bytes.NewReader(b.site[strings.TrimPrefix(said[""], "https://gqa.example/")]))
		if err != nil || said[":width"] != fmt.Sprint(c.Width) || said[":height"] != fmt.Sprint(c.Height) {
			t.Errorf("G = %d: %v is %d by %d: %v", g, said, c.Width, c.Height, err)
		}
	}
}

// The page as one file names nothing else, and runs no script that its policy does not.
func TestSinglePage(t *testing.T) {
	page, err := built(t).single()
	if err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`<(?:script|link|img|iframe)[^>]*(?:src|href)="([^d"][^"]*)"`).FindAllString(page, -1); len(m) > 0 {
		t.Errorf("it names %q", m)
	}
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy"`).FindStringIndex(page)
	if policy == nil {
		t.Fatal("there is no policy")
	}
	scripts := regexp.MustCompile(`(?s)<(?:script|style)>(.*?)</(?:script|style)>`).FindAllStringSubmatch(page, -1)
	if len(scripts) < 5 {
		t.Errorf("%d scripts and styles", len(scripts))
	}
	for _, s := range scripts {
		sum := sha256.Sum256([]byte(s[1]))
		if !strings.Contains(page[:policy[1]], "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Errorf("the policy forbids what begins with %q", s[1][:min(40, len(s[1]))])
		}
	}
}

// The server is a static host, and answers besides what files cannot.
func TestServer(t *testing.T) {
	b := built(t)
	s := httptest.NewServer(b.site.handler())
	defer s.Close()
	get := func(path string, header ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequest("GET", s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { answer.Body.Close() })
		return answer
	}
	for _, test := range []struct {
		path             string
		status           int
		mediaType, cache string
	}{
		{"/", 200, "text/html; charset=utf-8", askAgain},
		{"/?g=2", 200, "text/html; charset=utf-8", askAgain},
		{"/app-worker.js", 200, "text/javascript; charset=utf-8", askAgain},
		{"/" + b.files["web/boot.js"].Path, 200, "text/javascript; charset=utf-8", keepForEver},
		{"/" + b.files["web/app.wasm"].Path, 200, "application/gzip", keepForEver},
		{"/" + b.files["web/app.wasm"].Inflated.Path, 200, "application/wasm", keepForEver},
		{"/no/such/page", 404, "text/html; charset=utf-8", askAgain},
		{"/og.svg?g=2", 200, "image/svg+xml", "public, max-age=3600"},
		{"/oembed?url=" + s.URL + "/%3Fg=2", 200, "application/json", "public, max-age=3600"},
		{"/oembed?url=https://evil.example/", 404, "text/plain; charset=utf-8", ""},
	} {
		r := get(test.path)
		if r.StatusCode != test.status || r.Header.Get("Content-Type") != test.mediaType || r.Header.Get("Cache-Control") != test.cache {
			t.Errorf("%s: %s, %s, %q", test.path, r.Status, r.Header.Get("Content-Type"), r.Header.Get("Cache-Control"))
		}
		if etag := r.Header.Get("ETag"); etag != "" {
			if again := get(test.path, "If-None-Match", etag); again.StatusCode != 304 {
				t.Errorf("%s again: %s", test.path, again.Status)
			}
		}
	}
}
