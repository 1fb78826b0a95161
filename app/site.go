//go:build !js

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// site is the page as static files: slash-separated path -> content.
type site map[string][]byte

// Where go-app wants an absolute address and a version it gets these. In the site,
// addresses are relative, so that it runs from any folder of any host.
const (
	baseMark    = "/@base"
	versionMark = "@version"
)

// buildSite renders the page and gathers what it fetches from two folders of this
// repository: web/, with the programs that make has built there, and assets/.
func buildSite(web, assets fs.FS) (site, error) {
	s := site{
		"404.html":   []byte(notFoundHTML),
		"_headers":   []byte(headersFile()),
		"robots.txt": []byte("User-agent: *\nAllow: /\n"),
		".nojekyll":  nil,
	}
	for _, from := range []struct {
		fsys    fs.FS
		pattern string
		to      string
	}{
		{web, "*.js", "web"},
		{web, "*.css", "web"},
		{web, "*.wasm", "web"},
		{assets, "models/*.gguf", "web/models"},
		{assets, "icons/*", "web/icons"},
	} {
		names, err := fs.Glob(from.fsys, from.pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			b, err := fs.ReadFile(from.fsys, name)
			if err != nil {
				return nil, err
			}
			s[path.Join(from.to, path.Base(name))] = b
		}
	}
	for _, name := range []string{"web/app.wasm", "web/engine.wasm", "web/engine_exec.js"} {
		if s[name] == nil {
			return nil, fmt.Errorf("%s is not built: run make site", name)
		}
	}
	worker := string(s["web/app-worker.js"]) // a template; the worker has to lie at the top
	delete(s, "web/app-worker.js")

	stops := attention.Divisors(shape.Heads)
	h := &app.Handler{
		Name:            words.English.Title(),
		Title:           words.English.Title(),
		Description:     words.English.Subject() + ". " + words.English.Headline(),
		Icon:            app.Icon{Default: "/web/icons/icon-192.png", Large: "/web/icons/icon-512.png", SVG: "/web/icons/icon.svg"},
		BackgroundColor: "#ffffff",
		ThemeColor:      "#1b2a41",
		Styles:          []string{"/web/boot.css", "/web/app.css"},
		Scripts:         []string{"/web/boot.js"},
		HTML: func() app.HTMLHtml { // what boot.js has to know
			return app.Html().DataSet("wasm-bytes", len(s["web/app.wasm"])).DataSet("stops", strings.Trim(fmt.Sprint(stops), "[]"))
		},
		Resources: app.CustomProvider("", baseMark),
		Version:   versionMark,
	}
	for name, edit := range map[string]func(string) (string, error){
		"index.html":           relocatePage,
		"app.js":               relocateScript,
		"manifest.webmanifest": relocateManifest,
	} {
		text, err := render(h, "/"+strings.TrimSuffix(name, "index.html"))
		if err == nil {
			text, err = edit(text)
		}
		if err == nil && strings.Contains(text, baseMark) {
			err = fmt.Errorf("an absolute address is left")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s[name] = []byte(text)
	}
	for _, l := range words.Langs {
		for _, g := range stops {
			name := fmt.Sprintf("web/still/%s-%d.html", l.Tag(), g)
			text, err := render(h, fmt.Sprintf("/?lang=%s&g=%d", l.Tag(), g))
			if err == nil {
				text, err = relocatePage(text)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			s[name] = []byte(text)
		}
	}
	s["wasm_exec.js"] = s["web/engine_exec.js"] // go-app's own may belong to another Go

	version := s.version()
	s["app.js"] = bytes.ReplaceAll(s["app.js"], []byte(versionMark), []byte(version))
	var err error
	s["app-worker.js"], err = s.serviceWorker(worker, version)
	return s, err
}

// version is the same for the same content, and another one for any other.
func (s site) version() string {
	h := sha256.New()
	for _, name := range s.names() {
		fmt.Fprintf(h, "%s %d\n", name, len(s[name]))
		h.Write(s[name])
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

func (s site) names() []string {
	var names []string
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// serviceWorker fills in the version and the files that the page needs offline, each
// with its size.
func (s site) serviceWorker(text, version string) ([]byte, error) {
	sizes := make(map[string]int)
	for name, b := range s {
		switch name {
		case "404.html", "_headers", "robots.txt", ".nojekyll":
		case "index.html":
			sizes["./"] = len(b)
		default:
			sizes["./"+name] = len(b)
		}
	}
	files, err := json.MarshalIndent(sizes, "", "  ")
	if err != nil {
		return nil, err
	}
	t, err := template.New("app-worker.js").Parse(text)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, struct{ Version, Files string }{version, string(files)})
	return b.Bytes(), err
}

// write makes dir hold the site and nothing else.
func (s site) write(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	for name, b := range s {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// render returns what go-app serves at a path.
func render(h *app.Handler, path string) (string, error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != 200 {
		return "", fmt.Errorf("go-app answers %d", w.Code)
	}
	return w.Body.String(), nil
}

// relocatePage makes go-app's page the one we want: relative, free to zoom, and never
// hidden behind a loader, whose place boot.js's line takes.
func relocatePage(text string) (string, error) {
	text = startTag.ReplaceAllStringFunc(text, tidyTag)
	for _, e := range []struct{ old, new string }{
		{`, maximum-scale=1, user-scalable=0, viewport-fit=cover`, ``},
		{`(?s)<aside [^>]*id="app-wasm-loader".*?</aside>`, `<aside hidden id="boot"></aside>`},
		{`<link [^>]*href="` + baseMark + `/app\.css"[^>]*>\n`, ``}, // it shows the loader
		{`<meta [^>]*property="og:url"[^>]*>\n`, ``},
		{`<meta content [^>]*>\n`, ``}, // what we leave empty
		{`"` + baseMark + `/`, `"./`},
	} {
		var err error
		if text, err = replace(text, e.old, e.new); err != nil {
			return "", err
		}
	}
	return text, nil
}

// relocateScript makes go-app's script find its folder when it runs, and leaves
// starting app.wasm to boot.js.
func relocateScript(text string) (string, error) {
	for _, e := range []struct{ old, new string }{
		{`(?m)^goappInitWebAssembly\(\);\n`, ``},
		{`"` + baseMark + `"`, `base`},
		{`"` + baseMark + `/`, `base + "/`},
		{`\A`, "const base = new URL(\".\", document.currentScript.src).pathname.slice(0, -1);\n"},
	} {
		var err error
		if text, err = replace(text, e.old, e.new); err != nil {
			return "", err
		}
	}
	return text, nil
}

func relocateManifest(text string) (string, error) {
	return replace(text, `"`+baseMark+`/`, `"./`)
}

// replace replaces all matches of a pattern; none is an error, as then go-app has
// changed and this file has to follow.
func replace(text, pattern, by string) (string, error) {
	re := regexp.MustCompile(pattern)
	if !re.MatchString(text) {
		return "", fmt.Errorf("go-app's text has no %s", pattern)
	}
	return re.ReplaceAllString(text, strings.ReplaceAll(by, "$", "$$")), nil
}

var (
	startTag  = regexp.MustCompile(`<([A-Za-z][\w-]*)((?: [\w:.-]+(?:="(?:[^"\\]|\\.)*")?)+)>`)
	attribute = regexp.MustCompile(` ([\w:.-]+)(="(?:[^"\\]|\\.)*")?`)
)

// tidyTag writes a start tag's attributes as HTML wants them. go-app writes them in
// random order, with Go's quoting, and "true" as nothing, which ARIA takes for false.
func tidyTag(tag string) string {
	parts := startTag.FindStringSubmatch(tag)
	var attributes []string
	for _, a := range attribute.FindAllStringSubmatch(parts[2], -1) {
		name, value := a[1], a[2]
		if quoted, ok := strings.CutPrefix(value, "="); ok {
			text, err := strconv.Unquote(quoted)
			if err != nil {
				panic(fmt.Sprintf("go-app wrote %s: %v", tag, err))
			}
			value = `="` + html.EscapeString(text) + `"`
		} else if strings.HasPrefix(name, "aria-") {
			value = `="true"`
		}
		attributes = append(attributes, " "+name+value)
	}
	slices.Sort(attributes)
	return "<" + parts[1] + strings.Join(attributes, "") + ">"
}

// notFoundHTML says that there is nothing at an address; it does not know where the
// site begins. Hosts serve it with status 404, and without it some serve index.html
// for everything.
const notFoundHTML = `<!DOCTYPE html>
<html lang="en">
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GQA Playground: no such page</title>
<main>
<h1>No such page</h1>
<p>There is nothing at this address. <a href="./">Is the playground here?</a></p>
<p lang="ko">이 주소에는 아무것도 없습니다. <a href="./">놀이터로 가기</a></p>
</main>
</html>
`
