//go:build !js

// This program builds the page as a static site, and serves it for a look.
//
//	go run ./app DIR                       write the site into DIR, which is emptied if it holds one
//	go run ./app -serve localhost:8000 DIR ... and serve it
//	go run ./app -single FILE              write the page as one file, which needs no server
//	go run ./app -address URL DIR          write the site for this address, which it then says itself
//	go run ./app -plain ...                files keep their names, for a look into them
//
// It reads web/ and assets/ of the working directory. "make run" does the rest.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/wasm/edge"
)

func main() {
	addr := flag.String("serve", "", "also serve the site at this `address`")
	address := flag.String("address", "", "where the site will be, such as https://example.org/gqa/: for links to it to show more")
	single := flag.String("single", "", "write the page as one `file`")
	plain := flag.Bool("plain", false, "leave the content out of the names of files")
	flag.Parse()
	if (flag.NArg() == 1) == (*single != "") {
		fmt.Fprintln(os.Stderr, "usage: go run ./app [-plain] [-serve localhost:8000] DIR, or go run ./app -single FILE\nDIR is new, empty, or holds a site, which is replaced.")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *addr, *single, *address, *plain); err != nil {
		fmt.Fprintln(os.Stderr, "app:", err)
		os.Exit(1)
	}
}

func run(dir, addr, single, address string, plain bool) error {
	app.RouteWithRegexpFunc(".*", newPage)
	b, err := build(os.DirFS("web"), os.DirFS("assets"), address, plain)
	if err != nil {
		return err
	}
	if single != "" {
		text, err := b.single()
		if err != nil {
			return err
		}
		return os.WriteFile(single, []byte(text), 0o644)
	}
	if err := b.site.write(dir); err != nil {
		return err
	}
	if addr == "" {
		fmt.Print(b.sizes())
		return nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("%w (make run PORT=8001 takes another port)", err)
	}
	host, _, _ := net.SplitHostPort(addr)
	fmt.Printf("The playground runs at http://%s:%d\n", host, l.Addr().(*net.TCPAddr).Port)
	return http.Serve(l, b.site.handler())
}

// sizes says what is transferred until when, where the host compresses texts.
func (b *builder) sizes() string {
	size := func(names ...string) (n int) {
		for _, name := range names {
			f := b.files[name]
			if z := compressed(f.Path, b.site[f.Path]); z != nil {
				n += len(z)
			} else {
				n += f.Bytes
			}
		}
		return n
	}
	first := size("index.html", "web/app.css", "web/boot.js", "web/icons/icon.svg")
	page := size("web/wasm_exec.js", "web/app.js", "web/app.wasm")
	engine := size("web/engine-worker.js", "web/engine.wasm")
	model := size(fmt.Sprintf("web/models/story-g%d.gguf", newState().KVHeads))
	all := 0
	for name := range b.files {
		all += size(name)
	}
	return fmt.Sprintf("bytes transferred: first view %s, page %s, engine %s, one model %s: %s; all that is kept for offline %s\n",
		words.Int(first), words.Int(page), words.Int(engine), words.Int(model), words.Int(first+page+engine+model), words.Int(all))
}

// policy is what the page may do: fetch from where it lies, and nothing else.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; " +
	"img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"

// headers go with every file. It may be framed by anyone and read by a frame without an
// origin.
var headers = [][2]string{
	{"Content-Security-Policy", policy},
	{"Access-Control-Allow-Origin", "*"},
	{"Cross-Origin-Resource-Policy", "cross-origin"},
	{"Cross-Origin-Embedder-Policy", "require-corp"}, // so that pages with that policy may frame it
	{"X-Content-Type-Options", "nosniff"},
}

// A file whose name says what is in it may be kept for ever. Of all others a browser has
// to ask whether they are still the same.
const (
	keepForEver = "public, max-age=31536000, immutable"
	askAgain    = "no-cache"
)

// headersFile is the same for hosts that read a file called _headers. Of theirs, those
// that we know let browsers ask again by themselves.
func headersFile() string {
	var b strings.Builder
	b.WriteString("/*\n")
	for _, h := range headers {
		fmt.Fprintf(&b, "  %s: %s\n", h[0], h[1])
	}
	fmt.Fprintf(&b, "/web/*\n  Cache-Control: %s\n", keepForEver)
	return b.String()
}

// nginxConf is the same for nginx, as part of a server block.
func nginxConf() string {
	var b strings.Builder
	b.WriteString("# For a server block: include this file where root is the folder of the site.\n" +
		"gzip on;\ngzip_types text/css text/javascript application/javascript application/json application/manifest+json image/svg+xml;\n" +
		"error_page 404 /404.html;\n")
	for _, cache := range [][2]string{{"/", askAgain}, {"/web/", keepForEver}} {
		fmt.Fprintf(&b, "location %s {\n", cache[0])
		for _, h := range append(headers, [2]string{"Cache-Control", cache[1]}) {
			fmt.Fprintf(&b, "  add_header %s \"%s\" always;\n", h[0], h[1])
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// types are the media types of the site's files. The system's own list may miss some.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".gguf":        "application/octet-stream",
	".gz":          "application/gzip",
	".html":        "text/html; charset=utf-8",
	".conf":        "text/plain; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

// handler serves the site as a static host would: compressed, with an ETag for each
// file, and 404.html for what is not there; and the answers that static files cannot give.
func (s site) handler() http.Handler {
	etags, small := make(map[string]string), make(map[string][]byte)
	for name, content := range s {
		etags[name] = fmt.Sprintf("%x", sha256.Sum256(content))
		small[name] = compressed(name, content)
	}
	mux := http.NewServeMux()
	dynamic := edge.Handler()
	mux.Handle("GET /oembed", dynamic)
	mux.Handle("GET /og.svg", dynamic)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h[0], h[1])
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		b, ok := s[name]
		if !ok {
			w.Header().Set("Cache-Control", askAgain)
			w.Header().Set("Content-Type", types[".html"])
			w.WriteHeader(http.StatusNotFound)
			w.Write(s["404.html"])
			return
		}
		cache := askAgain
		if forEver(name) {
			cache = keepForEver
		}
		etag := etags[name]
		if z := small[name]; z != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			b, etag = z, etag+"-gzip"
		}
		w.Header().Set("Cache-Control", cache)
		w.Header().Set("Content-Type", types[path.Ext(name)])
		w.Header().Set("ETag", `"`+etag+`"`)
		w.Header().Set("Vary", "Accept-Encoding")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(b))
	})
	return mux
}

// compressed is a text as a host compresses it; nil is what it leaves as it is.
func compressed(name string, content []byte) []byte {
	switch path.Ext(name) {
	case ".gguf", ".gz", ".png", ".wasm":
		return nil
	}
	return compress(content)
}

func compress(b []byte) []byte {
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
	w.Write(b) // none can fail: it writes to memory
	w.Close()
	return z.Bytes()
}
