//go:build !js

// Command bench times decoding in headless Chromium: it builds bench.wasm, serves it and
// records what it reports.
//
//	go run ./wasm/bench                          three models of random weights
//	go run ./wasm/bench -model FILE.gguf         a checkpoint of the llama architecture
//	go run ./wasm/bench -peers                   beside wllama, onnxruntime-web and a hand-written kernel, from npm
package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"gqaplayground/attention/measure"
)

//go:embed index.html peers
var page embed.FS

// cache is where what is built and installed is kept, outside git.
const cache = ".cache/bench"

func main() {
	var r Request
	flag.StringVar(&r.Models, "models", "ABC", "which of A, B and C, of random weights")
	flag.StringVar(&r.File, "model", "", "a GGUF file to time instead")
	flag.BoolVar(&r.Peers, "peers", false, "time other programs beside")
	contexts := flag.String("contexts", "", "positions in the cache (default 0,1024,4096,16384; beside peers, which read a prompt as long, not the last)")
	prompts := flag.String("prompts", "512", "lengths of prompts")
	heads := flag.String("kv-heads", "8,4,2,1", "numbers of key/value heads")
	widths := flag.String("head-dims", "16,32,64", "of attention alone")
	pasts := flag.String("pasts", "1024,4096,16384", "positions for attention alone")
	flag.IntVar(&r.Plan.Blocks, "blocks", 15, "samples of each time")
	flag.DurationVar(&r.Plan.Budget, "budget", time.Minute, "for the blocks of one comparison")
	flag.Uint64Var(&r.Plan.Seed, "seed", 1, "of the order within blocks")
	jsonFile := flag.String("json", "", "write every sample to this file")
	flag.Parse()
	if *contexts == "" {
		*contexts = measure.Contexts(r.Peers)
	}
	if err := errors.Join(measure.Numbers(*contexts, 0, &r.Contexts), measure.Numbers(*prompts, 1, &r.Prompts),
		measure.Numbers(*heads, 1, &r.KVHeads), measure.Numbers(*widths, 1, &r.HeadDims), measure.Numbers(*pasts, 1, &r.Pasts)); err != nil {
		fail(err)
	}
	if r.File != "" {
		r.Models, r.HeadDims = "", nil
	}
	data, err := run(r)
	if err != nil {
		fail(err)
	}
	var report measure.Report
	if err := json.Unmarshal(data, &report); err != nil {
		fail(err)
	}
	report.WriteTable(os.Stdout)
	if *jsonFile != "" {
		if err := os.WriteFile(*jsonFile, data, 0o644); err != nil {
			fail(err)
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

// run serves the page to Chromium until it has a report, which is JSON.
func run(r Request) ([]byte, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	if err := build(); err != nil {
		return nil, err
	}
	if r.Peers {
		if err := install(); err != nil {
			return nil, err
		}
	}
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return nil, err
	}
	outcome := make(chan any, 1)
	server := http.Server{Handler: handler(r, outcome)}
	go server.Serve(listener)
	defer server.Close()

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("enable-precise-memory-info", true))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	tab, cancel := chromedp.NewContext(allocator)
	defer cancel()
	address := "http://" + listener.Addr().String() + "/"
	if r.Peers {
		address += "?Peers"
	}
	if err := chromedp.Run(tab, chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	select {
	case o := <-outcome:
		if err, failed := o.(error); failed {
			return nil, err
		}
		return o.([]byte), nil
	case <-tab.Done():
		return nil, errors.New("Chromium has gone")
	}
}

// build makes bench.wasm the way the page's programs are made, with the vectors that the
// environment asks for.
func build() error {
	program := filepath.Join(cache, "bench.wasm")
	compile := exec.Command("go", "build", "-trimpath", "-o", program, "gqaplayground/wasm/bench")
	compile.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	for _, cmd := range []*exec.Cmd{compile, exec.Command("go", "run", "gqaplayground/wasm/pack", program)} {
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%v: %w", cmd, err)
		}
	}
	return nil
}

// install fetches the peers, in the versions of peers/package.json.
func install() error {
	list, err := page.ReadFile("peers/package.json")
	if err != nil {
		return err
	}
	installed, _ := os.ReadFile(filepath.Join(cache, "installed.json"))
	if bytes.Equal(installed, list) {
		return nil
	}
	if err := os.WriteFile(filepath.Join(cache, "package.json"), list, 0o644); err != nil {
		return err
	}
	cmd := exec.Command("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir, cmd.Stderr = cache, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("npm install: %w", err)
	}
	return os.WriteFile(filepath.Join(cache, "installed.json"), list, 0o644)
}

// handler serves the page and what it needs, and takes its report.
func handler(r Request, outcome chan<- any) http.Handler {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		fail(err)
	}
	mux := http.NewServeMux()
	file := func(path, name string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, q *http.Request) { http.ServeFile(w, q, name) })
	}
	mux.Handle("GET /", http.FileServerFS(page))
	mux.Handle("GET /node_modules/", http.FileServer(http.Dir(cache)))
	file("/bench.wasm", filepath.Join(cache, "bench.wasm"))
	file("/wasm_exec.js", filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec.js"))
	file("/model.gguf", r.File)
	mux.HandleFunc("GET /request", func(w http.ResponseWriter, _ *http.Request) { json.NewEncoder(w).Encode(r) })
	take := func(path string, f func([]byte)) {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, q *http.Request) {
			if data, err := io.ReadAll(q.Body); err == nil {
				f(data)
			}
		})
	}
	take("/progress", func(b []byte) { fmt.Fprintln(os.Stderr, string(b)) })
	take("/done", func(b []byte) { outcome <- b })
	take("/failed", func(b []byte) { outcome <- errors.New(string(b)) })
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		// An isolated page has the finest clock.
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		if strings.HasSuffix(q.URL.Path, ".mjs") {
			w.Header().Set("Content-Type", "text/javascript")
		}
		mux.ServeHTTP(w, q)
	})
}
