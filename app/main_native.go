//go:build !js

// This program builds the page as a static site, and serves it for a look.
//
//	go run ./app DIR                       write the site into DIR
//	go run ./app -serve localhost:8000 DIR ... and serve it
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
)

func main() {
	addr := flag.String("serve", "", "also serve the site at this `address`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: go run ./app [-serve localhost:8000] DIR")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *addr); err != nil {
		fmt.Fprintln(os.Stderr, "app:", err)
		os.Exit(1)
	}
}

func run(dir, addr string) error {
	routes()
	s, err := buildSite(os.DirFS("web"), os.DirFS("assets"))
	if err != nil {
		return err
	}
	if err := s.write(dir); err != nil || addr == "" {
		return err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("%w (make run PORT=8001 takes another port)", err)
	}
	host, _, _ := net.SplitHostPort(addr)
	fmt.Printf("The playground runs at http://%s:%d\n", host, l.Addr().(*net.TCPAddr).Port)
	return http.Serve(l, s.handler())
}

// headers go with every file. The page fetches nothing from elsewhere, may be framed
// by anyone and read by a frame without an origin, and asks whether a file is still
// the same instead of trusting its copy: names do not change from version to version.
var headers = [][2]string{
	{"Cache-Control", "no-cache"},
	{"Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; " +
		"img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"},
	{"Access-Control-Allow-Origin", "*"},
	{"Cross-Origin-Resource-Policy", "cross-origin"},
	{"X-Content-Type-Options", "nosniff"},
}

// headersFile is the same for hosts that read a file called _headers.
func headersFile() string {
	var b strings.Builder
	b.WriteString("/*\n")
	for _, h := range headers {
		fmt.Fprintf(&b, "  %s: %s\n", h[0], h[1])
	}
	return b.String()
}

// types are the media types of the site's files. The system's own list may miss some.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".gguf":        "application/octet-stream",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

// handler serves the site as a static host would: compressed, with an ETag for each
// file, and 404.html for what is not there.
func (s site) handler() http.Handler {
	etags, compressed := make(map[string]string), make(map[string][]byte)
	for name, b := range s {
		etags[name] = fmt.Sprintf("%x", sha256.Sum256(b))
		switch path.Ext(name) {
		case ".gguf", ".png":
		default:
			compressed[name] = compress(b)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h[0], h[1])
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		b, ok := s[name]
		if !ok {
			w.Header().Set("Content-Type", types[".html"])
			w.WriteHeader(http.StatusNotFound)
			w.Write(s["404.html"])
			return
		}
		etag := etags[name]
		if z := compressed[name]; z != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			b, etag = z, etag+"-gzip"
		}
		w.Header().Set("Content-Type", types[path.Ext(name)])
		w.Header().Set("ETag", `"`+etag+`"`)
		w.Header().Set("Vary", "Accept-Encoding")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(b))
	})
}

func compress(b []byte) []byte {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(b) // neither can fail: it writes to memory
	w.Close()
	return z.Bytes()
}
