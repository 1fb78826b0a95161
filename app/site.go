//go:build !js

package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// site is the page as static files: slash-separated path -> content.
type site map[string][]byte

// file says where a file of the site lies, and how to make sure of it.
type file struct {
	Path     string `json:"path"`
	Bytes    int    `json:"bytes"`
	SHA256   string `json:"sha256"`
	Inflated *file  `json:"inflated,omitempty"` // what is in it, for browsers that cannot inflate
}

// builder gathers a site.
type builder struct {
	site  site
	files map[string]file   // by the names that they have in this repository
	texts map[string]string // scripts, before they are told of the files
	plain bool              // these names also in the site, for whoever looks into it: not for caches
}

// Where go-app wants an absolute address it gets this. In the site, addresses are
// relative, so that it runs from any folder of any host.
const baseMark = "/@base"

// build renders the page and gathers what it fetches from two folders of this
// repository: web/, with the programs that make has built there, and assets/.
func build(web, assets fs.FS, address string, plain bool) (*builder, error) {
	b := &builder{make(site), make(map[string]file), make(map[string]string), plain}
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
			content, err := fs.ReadFile(from.fsys, name)
			if err != nil {
				return nil, err
			}
			name = path.Join(from.to, path.Base(name))
			if path.Ext(name) == ".js" {
				b.texts[name] = string(content)
			} else {
				b.add(name, content)
			}
		}
	}
	for _, name := range []string{"web/app.wasm", "web/engine.wasm", "web/trainer.wasm"} {
		if _, ok := b.files[name]; !ok {
			return nil, fmt.Errorf("%s is not built: run make site", name)
		}
	}
	h := handler()
	script, err := rendered(h, "/app.js", relocateScript)
	if err != nil {
		return nil, err
	}
	b.texts["web/app.js"] = script
	for name, text := range b.texts {
		switch {
		case name == "web/load.js" || name == "web/program.js" || name == "web/boot.js" || name == "web/app-worker.js" || name == "web/embed.js" || name == "web/404.js": // parts of others, or later
		case isWorker(name):
			b.add(name, []byte(b.list(isFetched)+b.worker(name)))
		default:
			b.add(name, []byte(text))
		}
	}
	b.add("web/boot.js", []byte(b.list(func(name string) bool { return isFetched(name) || path.Ext(name) == ".js" })+
		b.texts["web/load.js"]+b.texts["web/boot.js"]))
	b.add("web/404.js", []byte(b.texts["web/404.js"]))

	manifest, err := rendered(h, "/manifest.webmanifest", relocateManifest)
	if err != nil {
		return nil, err
	}
	b.put("manifest.webmanifest", []byte(b.addresses(manifest, "./")))
	page, err := b.page(h, "/")
	if err != nil {
		return nil, err
	}
	if address != "" {
		if page, err = b.addressed(page, address); err != nil {
			return nil, err
		}
	}
	b.put("index.html", []byte(b.addresses(page, "./")))
	if err := b.frames(page); err != nil {
		return nil, err
	}
	if err := b.serviceWorker(); err != nil {
		return nil, err
	}
	for name, text := range map[string]string{
		"404.html":   b.notFound(),
		"_headers":   headersFile(),
		"nginx.conf": nginxConf(),
		"robots.txt": "User-agent: *\nAllow: /\n",
		".nojekyll":  "",
	} {
		b.site[name] = []byte(text)
	}
	return b, nil
}

// handler is go-app's, which knows the page's head and draws what is in it.
func handler() *app.Handler {
	return &app.Handler{
		Name:            words.English.Title(),
		Title:           words.English.Title(),
		Description:     words.English.Subject() + ". " + words.English.Headline(),
		Icon:            app.Icon{Default: "/web/icons/icon-192.png", Large: "/web/icons/icon-512.png", SVG: "/web/icons/icon.svg"},
		BackgroundColor: "#ffffff",
		ThemeColor:      "#1b2a41",
		Styles:          []string{"/web/app.css"},
		Scripts:         []string{"/web/boot.js"},
		HTML: func() app.HTMLHtml { // what boot.js has to know
			s := newState()
			return app.Html().DataSet("stops", strings.Trim(fmt.Sprint(attention.Divisors(shape.Heads)), "[]")).
				DataSet("built", fmt.Sprintf("h=%d&dh=%d&layers=%d&ctx=%d&batch=%d&bytes=%d", shape.Heads, shape.HeadDim, shape.Layers, s.Context, s.Batch, s.NumberBytes))
		},
		Resources: app.CustomProvider("", baseMark),
		Version:   "1", // nothing asks for it
	}
}

// add puts a file into the site under a name that says what is in it, so that it may be
// kept for ever. What the page fetches itself is compressed, as not every host does it.
func (b *builder) add(name string, content []byte) {
	f := b.store(name, content)
	if isFetched(name) {
		inflated := f
		f = b.store(name+".gz", compress(content))
		f.Inflated = &inflated
	}
	b.files[name] = f
}

// put puts a file at an address that stays.
func (b *builder) put(name string, content []byte) {
	b.site[name] = content
	b.files[name] = file{Path: name, Bytes: len(content), SHA256: fmt.Sprintf("%x", sha256.Sum256(content))}
}

func (b *builder) store(name string, content []byte) file {
	f := file{Path: name, Bytes: len(content), SHA256: fmt.Sprintf("%x", sha256.Sum256(content))}
	if !b.plain {
		dir, base := path.Split(name)
		stem, ends, _ := strings.Cut(base, ".")
		f.Path = dir + stem + "." + f.SHA256[:8] + "." + ends
	}
	b.site[f.Path] = content
	return f
}

// forEver says whether a path in the site names its content.
func forEver(path string) bool { return hashed.MatchString(path) }

var hashed = regexp.MustCompile(`\.[0-9a-f]{8}\.[^/]*$`)

// isFetched says whether a file is fetched by load.js.
func isFetched(name string) bool { return path.Ext(name) == ".wasm" || path.Ext(name) == ".gguf" }

func isWorker(name string) bool {
	return strings.HasSuffix(name, "-worker.js") && name != "web/app-worker.js"
}

// worker is the text of a worker that runs a Go program.
func (b *builder) worker(name string) string {
	return b.texts["web/load.js"] + b.texts["web/wasm_exec.js"] + b.texts["web/program.js"] + b.texts[name]
}

// list is the beginning of a script that has to know of files.
func (b *builder) list(is func(name string) bool) string {
	known := make(map[string]file)
	for name, f := range b.files {
		if is(name) {
			known[name] = f
		}
	}
	return "self.site = { files: " + marshal(known) + ", ...self.site };\n"
}

// marshal is a value as JavaScript, also within HTML.
func marshal(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("site: " + err.Error())
	}
	return string(text)
}

// page is the page for all languages and all G: one as it stands, the others as
// templates for boot.js. at is where go-app draws it.
func (b *builder) page(h *app.Handler, at string) (string, error) {
	text, err := rendered(h, at, relocatePage)
	if err != nil {
		return "", err
	}
	first := newState()
	var stills strings.Builder
	groups := attention.Divisors(shape.Heads)
	for _, l := range words.Langs {
		for _, g := range groups {
			if l == first.Lang && g == first.KVHeads {
				continue
			}
			other, err := rendered(h, fmt.Sprintf("%s?lang=%s&g=%d", at, l.Tag(), g), relocatePage)
			if err != nil {
				return "", err
			}
			_, other, _ = strings.Cut(other, "<body>")
			other, _, ok := strings.Cut(other, lineHTML)
			if !ok {
				return "", fmt.Errorf("the page has no body and line")
			}
			fmt.Fprintf(&stills, "<template id=\"still-%s%d\">%s</template>\n", l.Tag(), g, other)
		}
		slices.Reverse(groups) // each after the one that is most like it: compression looks back no further
	}
	return replace(text, `</body>`, stills.String()+"</body>")
}

// addresses turns the names of files in a page into where they lie; up leads from the
// page's folder to the site's.
func (b *builder) addresses(text, up string) string {
	return address.ReplaceAllStringFunc(text, func(quoted string) string {
		name := address.FindStringSubmatch(quoted)[1]
		if f, ok := b.files[name]; ok {
			name = f.Path
		}
		return `"` + up + name + `"`
	})
}

var address = regexp.MustCompile(`"\./([^"]*)"`)

// serviceWorker makes the service worker, and listFile with all that it keeps.
func (b *builder) serviceWorker() error {
	version := fmt.Sprintf("%x", sha256.Sum256([]byte(marshal(b.files)+b.texts["web/load.js"]+b.texts["web/app-worker.js"])))[:16]
	text, err := json.MarshalIndent(struct {
		Version string          `json:"version"`
		Files   map[string]file `json:"files"`
	}{version, b.files}, "", "\t")
	if err != nil {
		return err
	}
	b.site[listFile] = append(text, '\n')

	h := handler()
	h.Version = version
	files := maps.Clone(b.files)
	index := files["index.html"]
	index.Path = "./" // as it is asked for
	files["index.html"] = index
	h.ServiceWorkerTemplate = "self.site = { files: " + marshal(files) + ", base: self.registration.scope };\n" +
		b.texts["web/load.js"] + b.texts["web/app-worker.js"]
	worker, err := rendered(h, "/app-worker.js", func(text string) (string, error) { return text, nil })
	b.site["app-worker.js"] = []byte(worker)
	return err
}

// listFile lists the files of a site. Only a folder with it is emptied.
const listFile = "files.json"

// write makes dir hold the site and nothing else. It must be new, empty or a site.
func (s site) write(dir string) error {
	switch there, err := os.ReadDir(dir); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case len(there) > 0 && !slices.ContainsFunc(there, func(e fs.DirEntry) bool { return e.Name() == listFile }):
		return fmt.Errorf("%s holds something other than a site, which would be lost: name a new folder, or empty this one", dir)
	}
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

// rendered returns what go-app serves at a path, as we want it.
func rendered(h *app.Handler, path string, edit func(string) (string, error)) (string, error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != 200 {
		return "", fmt.Errorf("%s: go-app answers %d", path, w.Code)
	}
	text, err := edit(w.Body.String())
	if err == nil && strings.Contains(text, baseMark) {
		err = fmt.Errorf("an absolute address is left")
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return text, nil
}

// lineHTML is where boot.js says what it has to say.
const lineHTML = `<aside hidden id="boot"></aside>`

// relocatePage makes go-app's page the one we want: relative, free to zoom, bound by our
// policy on any host, and never hidden behind a loader, whose place boot.js's line takes.
// The program's scripts come when boot.js asks for them.
func relocatePage(text string) (string, error) {
	text = startTag.ReplaceAllStringFunc(text, tidyTag)
	for _, e := range []struct{ old, new string }{
		{`, maximum-scale=1, user-scalable=0, viewport-fit=cover`, ``},
		{`(?s)<aside [^>]*id="app-wasm-loader".*?</aside>`, lineHTML},
		{`<meta charset="UTF-8">\n`, `<meta charset="UTF-8">` + "\n" + `<meta content="` + policy + `" http-equiv="Content-Security-Policy">` + "\n"},
		{`<script defer [^>]*></script>\n`, ``},
		{`<link [^>]*href="` + baseMark + `/app\.css"[^>]*>\n`, ``}, // it shows the loader
		{`<meta [^>]*property="og:url"[^>]*>\n`, ``},
		{`<meta content [^>]*>\n`, ``},    // what we leave empty
		{`<link as="style" [^>]*>\n`, ``}, // says what follows
		{`"` + baseMark + `/`, `"./`},
	} {
		var err error
		if text, err = replace(text, e.old, e.new); err != nil {
			return "", err
		}
	}
	// Between two elements go-app writes a line's end, which would be a space here and none
	// once the program draws the page.
	head, body, _ := strings.Cut(text, "<body>")
	return head + "<body>" + strings.ReplaceAll(body, ">\n<", "><"), nil
}

// relocateScript makes go-app's script find its folder when it runs, and leaves
// starting app.wasm and the service worker to boot.js.
func relocateScript(text string) (string, error) {
	for _, e := range []struct{ old, new string }{
		{`(?m)^goappInitWebAssembly\(\);\n`, ``},
		{`"` + baseMark + `"`, `base`},
		{`"` + baseMark + `/`, `base + "/`},
		{`(?m)^goappInitServiceWorker\(\);\n`, ``},
		{`\A`, "const base = new URL(site.base).pathname.slice(0, -1);\n"},
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

// switches are the attributes that are on as soon as they are there, whatever they say.
var switches = map[string]bool{"checked": true, "disabled": true, "hidden": true, "multiple": true, "open": true, "readonly": true, "required": true, "selected": true}

// tidyTag writes a start tag's attributes as HTML wants them. go-app writes them in
// random order, with Go's quoting, "true" as nothing, which ARIA takes for false, and
// "false" as a text, which switches take for true.
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
			if text == "false" && switches[name] {
				continue
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

// deepestFolder is how far above an address where there is nothing the site is looked for.
const deepestFolder = 6

// notFound is the page for an address where there is nothing. Hosts serve it with status
// 404 at that very address, so it cannot know where the site begins: it asks for its
// script in every folder above, and the one that is found knows. The nearest comes last.
// Without such a page some hosts serve index.html for everything.
func (b *builder) notFound() string {
	var scripts strings.Builder
	for depth := deepestFolder; depth >= 0; depth-- {
		fmt.Fprintf(&scripts, "<script src=\"./%s%s\"></script>\n", strings.Repeat("../", depth), b.files["web/404.js"].Path)
	}
	return strings.NewReplacer("{policy}", policy, "{scripts}", scripts.String()).Replace(notFoundHTML)
}

const notFoundHTML = `<!DOCTYPE html>
<html lang="en">
<meta charset="UTF-8">
<meta content="{policy}" http-equiv="Content-Security-Policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>GQA Playground: no such page</title>
<main>
<h1>No such page</h1>
<p>There is nothing at this address.</p>
<p lang="ko">이 주소에는 아무것도 없습니다.</p>
<p id="home" hidden><a href="./">To the playground <span lang="ko">놀이터로 가기</span></a></p>
<p id="above"><a href="./">This folder <span lang="ko">이 폴더</span></a>, <a href="../">one folder up <span lang="ko">한 폴더 위</span></a></p>
</main>
{scripts}</html>
`
