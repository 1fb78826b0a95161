//go:build edge

package edge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long anything may take on a machine that is busy with other things.
const patience = 2 * time.Minute

// What "make edge" has built, and the site in it.
const (
	built = "../../.cache/edge"
	site  = "../../dist"
)

// TestWorkers runs the Worker on this machine: wrangler starts workerd, which is the
// server of Cloudflare Workers.
func TestWorkers(t *testing.T) {
	host, _ := startHost(t)
	get := func(t *testing.T, target string, header ...string) (*http.Response, []byte) {
		t.Helper()
		r, err := http.NewRequest("GET", "http://"+host+target, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer, err := http.DefaultTransport.RoundTrip(r) // redirects are answers too
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer, body
	}

	t.Run("as natively", func(t *testing.T) {
		oembed := "/oembed?url=" + url.QueryEscape("http://"+host+"/?g=2")
		for _, test := range []struct{ target, agent string }{
			{oembed, ""},
			{oembed + "&maxwidth=320&maxheight=200&format=json", ""},
			{oembed + "&format=xml", ""},
			{oembed + "&maxwidth=0", ""},
			{"/oembed", ""},
			{"/oembed?url=https%3A%2F%2Fevil.example%2F", ""},
			{"/og.svg?g=2", ""},
			{"/og.svg?g=1&lang=ko", ""},
			{"/?g=2&lang=ko", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
		} {
			w := httptest.NewRecorder()
			Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://"+host+test.target, nil))
			for range 2 { // the second comes from the cache
				begun := time.Now()
				r, body := get(t, test.target, "User-Agent", test.agent)
				t.Logf("%s: %d, %v", test.target, r.StatusCode, time.Since(begun).Round(time.Millisecond))
				if r.StatusCode != w.Code || !bytes.Equal(body, w.Body.Bytes()) {
					t.Errorf("%s: %s: %s, want %d: %s", test.target, r.Status, body, w.Code, w.Body)
				}
				for name := range w.Header() {
					if got, want := r.Header.Get(name), w.Header().Get(name); name != "Content-Length" && got != want {
						t.Errorf("%s: %s is %q, want %q", test.target, name, got, want)
					}
				}
			}
		}
	})

	t.Run("cache", func(t *testing.T) {
		for i, want := range []string{"", "HIT"} {
			if r, _ := get(t, "/og.svg?g=8&lang=ko"); r.Header.Get("Cf-Cache-Status") != want {
				t.Errorf("request %d: %q, want %q", i, r.Header.Get("Cf-Cache-Status"), want)
			}
			time.Sleep(time.Second) // it is filled after the answer
		}
	})

	t.Run("files", func(t *testing.T) {
		headers, forEver := readHeaders(t)
		var list struct {
			Files map[string]struct{ Path string }
		}
		text, err := os.ReadFile(site + "/files.json")
		if err == nil {
			err = json.Unmarshal(text, &list)
		}
		if err != nil {
			t.Fatal(err)
		}
		path := func(name string) string { return list.Files[name].Path }
		for _, test := range []struct{ target, file, mediaType string }{
			{"/", "index.html", "text/html; charset=utf-8"},
			{"/?g=2&lang=ko", "index.html", "text/html; charset=utf-8"},
			{"/app-worker.js", "app-worker.js", "text/javascript; charset=utf-8"},
			{"/manifest.webmanifest", "manifest.webmanifest", "application/manifest+json"},
			{"/" + path("web/app.css"), path("web/app.css"), "text/css; charset=utf-8"},
			{"/" + path("web/boot.js"), path("web/boot.js"), "text/javascript; charset=utf-8"},
			{"/" + path("web/app.wasm"), path("web/app.wasm"), "application/gzip"},
			{"/" + path("web/engine.wasm"), path("web/engine.wasm"), "application/gzip"},
			{"/no/such/page", "404.html", "text/html; charset=utf-8"},
		} {
			r, body := get(t, test.target, "User-Agent", "Mozilla/5.0")
			want, err := os.ReadFile(site + "/" + test.file)
			if err != nil {
				t.Fatal(err)
			}
			if sha256.Sum256(body) != sha256.Sum256(want) {
				t.Errorf("%s is not %s", test.target, test.file)
			}
			if ok := test.file != "404.html"; ok != (r.StatusCode == 200) || !ok && r.StatusCode != 404 {
				t.Errorf("%s: %s", test.target, r.Status)
			}
			if got := r.Header.Get("Content-Type"); got != test.mediaType {
				t.Errorf("%s is %q, want %q", test.target, got, test.mediaType)
			}
			for name, value := range headers {
				if got := r.Header.Get(name); got != value {
					t.Errorf("%s: %s is %q, want %q", test.target, name, got, value)
				}
			}
			if got, want := r.Header.Get("Cache-Control"), forEver; strings.HasPrefix(test.target, "/web/") && got != want {
				t.Errorf("%s: may be kept %q, want %q", test.target, got, want)
			}
			etag := r.Header.Get("ETag")
			if r, _ := get(t, test.target, "User-Agent", "Mozilla/5.0", "If-None-Match", etag); r.StatusCode != 304 && test.file != "404.html" {
				t.Errorf("%s again: %s", test.target, r.Status)
			}
		}
	})
}

// readHeaders reads the site's file of headers, which has one rule for all files, and one
// for those that may be kept.
func readHeaders(t *testing.T) (headers map[string]string, forEver string) {
	b, err := os.ReadFile(site + "/_headers")
	if err != nil {
		t.Fatal(err)
	}
	rule, lines, _ := strings.Cut(string(b), "\n")
	if rule != "/*" {
		t.Fatalf("the first rule is for %s", rule)
	}
	lines, forEver, ok := strings.Cut(lines, "/web/*\n  Cache-Control: ")
	if !ok {
		t.Fatal("no rule for what may be kept")
	}
	headers = make(map[string]string)
	for line := range strings.Lines(lines) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		headers[name] = value
	}
	return headers, strings.TrimSpace(forEver)
}

// startHost runs wrangler until it is stopped or the test ends. It asks nothing of any
// other machine.
func startHost(t testing.TB) (host string, end func()) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host = l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(host)

	ctx, stop := context.WithCancel(context.Background())
	var out bytes.Buffer
	c := exec.CommandContext(ctx, "node_modules/.bin/wrangler", "dev", "--local", "--ip", "127.0.0.1", "--port", port, "--inspector-port", "0")
	c.Dir = built
	c.Env = append(os.Environ(), "CI=true", "WRANGLER_HIDE_BANNER=true", "CLOUDFLARE_CF_FETCH_ENABLED=false")
	c.Stdout, c.Stderr = &out, &out
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) } // so it ends workerd too
	c.WaitDelay = 10 * time.Second
	if err := c.Start(); err != nil {
		t.Fatalf("%v (make edge-test builds it)", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	end = sync.OnceFunc(func() {
		stop()
		<-ended
	})
	t.Cleanup(func() {
		end()
		if t.Failed() {
			t.Logf("wrangler said: %s", out.Bytes())
		}
	})
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if r, err := http.Get("http://" + host + "/robots.txt"); err == nil {
			r.Body.Close()
			return host, end
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("wrangler ended: %v", err)
		default:
		}
	}
	t.Fatal("wrangler does not answer")
	return "", nil
}
