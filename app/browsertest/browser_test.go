//go:build browser

package browsertest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is how long anything may take on a machine that is busy with other things.
const patience = 90 * time.Second

var (
	program string          // that builds and serves the site
	server  *url.URL        // where the program under test serves the site
	browser context.Context // one Chromium for all tests
)

func TestMain(m *testing.M) {
	code, err := testAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "browsertest:", err)
		code = 1
	}
	os.Exit(code)
}

func testAll(m *testing.M) (code int, err error) {
	temp, err := os.MkdirTemp("", "browsertest")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(temp)
	program = filepath.Join(temp, "app")
	if out, err := exec.Command("go", "build", "-o", program, "gqaplayground/app").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, out)
	}
	serve := exec.Command(program, "-serve", "localhost:0", "dist")
	serve.Dir = "../.." // of the repository
	serve.Stderr = os.Stderr
	out, err := serve.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := serve.Start(); err != nil {
		return 0, err
	}
	defer serve.Wait()
	defer serve.Process.Kill()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("the server does not say where it runs: %w", err)
	}
	if server, err = url.Parse(line[strings.Index(line, "http") : len(line)-1]); err != nil {
		return 0, err
	}

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("lang", "en-US"), chromedp.WSURLReadTimeout(patience))
	if path := os.Getenv("CHROME"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	var stopBrowser context.CancelFunc
	browser, stopBrowser = chromedp.NewContext(allocator, chromedp.WithBrowserOption(chromedp.WithDialTimeout(patience)))
	defer stopBrowser()
	if err := chromedp.Run(browser); err != nil {
		return 0, fmt.Errorf("Chromium or Chrome has to be installed, or CHROME has to name it: %w", err)
	}
	return m.Run(), nil
}

// tab is a page in a profile of its own: no storage, no caches, no service worker.
type tab struct {
	t       *testing.T
	ctx     context.Context
	profile cdp.BrowserContextID

	mu      sync.Mutex
	wrong   []string // errors on the console, of any kind
	fetched []string // addresses asked for
}

// newTab opens a tab. The scripts run in every document before its own.
func newTab(t *testing.T, scripts ...string) *tab {
	// chromedp's WithNewBrowserContext asks for a tab in the profile's window, and a new
	// profile has none.
	all := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	profile, err := target.CreateBrowserContext().Do(all)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { target.DisposeBrowserContext(profile).Do(all) })
	return newTabIn(t, profile, scripts...)
}

// newTabIn opens a tab of a profile.
func newTabIn(t *testing.T, profile cdp.BrowserContextID, scripts ...string) *tab {
	all := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(all)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := chromedp.NewContext(browser, chromedp.WithTargetID(id))
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	p := &tab{t: t, ctx: ctx, profile: profile}
	chromedp.ListenTarget(ctx, func(event any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			p.wrong = append(p.wrong, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError || e.Type == runtime.APITypeAssert {
				for _, a := range e.Args {
					p.wrong = append(p.wrong, string(a.Value)+a.Description)
				}
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == log.LevelError {
				p.wrong = append(p.wrong, e.Entry.Text+" "+e.Entry.URL)
			}
		case *network.EventRequestWillBeSent:
			p.fetched = append(p.fetched, e.Request.URL)
		}
	})
	p.do(network.Enable(), log.Enable(), chromedp.EmulateViewport(1280, 800))
	for _, script := range scripts {
		p.do(chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
			return err
		}))
	}
	return p
}

// live is true once the program has drawn the page, which boot.js has marked before.
const live = `document.body?.firstElementChild?.lang && !document.body.firstElementChild.dataset.still`

// do carries out actions.
func (p *tab) do(actions ...chromedp.Action) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	if err := chromedp.Run(ctx, actions...); err != nil {
		p.t.Fatalf("%v; the console: %q", err, p.errors())
	}
}

// open goes to an address, and moves the mouse: then the page starts its program at once.
func (p *tab) open(address string) {
	p.t.Helper()
	p.do(chromedp.Navigate(address), chromedp.MouseEvent(input.MouseMoved, 1, 1))
}

// openLive goes to an address and waits until the program has drawn the page.
func (p *tab) openLive(address string) {
	p.t.Helper()
	p.open(address)
	p.wait(live)
}

// wait waits until a JavaScript expression is true. A page that is being left answers
// nothing: then the next one is asked.
func (p *tab) wait(js string) {
	p.t.Helper()
	begun := time.Now()
	for {
		var is bool
		err := chromedp.Run(p.ctx, chromedp.Evaluate("!!("+js+")", &is))
		if err == nil && is {
			return
		}
		if err != nil && !strings.Contains(err.Error(), "navigated") {
			p.t.Fatalf("%v; the console: %q", err, p.errors())
		}
		if time.Since(begun) > patience {
			p.t.Fatalf("never true: %s; the line says %q; the console: %q", js, eval[string](p, line), p.errors())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// click presses a button, which may be another one at any time: it is drawn anew.
func (p *tab) click(id string) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf(`document.getElementById(%q).click()`, id))
}

// eval is the value of a JavaScript expression; a promise's value is waited for.
func eval[T any](p *tab, js string, how ...chromedp.EvaluateOption) (value T) {
	p.t.Helper()
	how = append(how, func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) })
	p.do(chromedp.Evaluate(js, &value, how...))
	return value
}

// asReader evaluates as if the reader had just pressed something: windows may be opened.
func asReader(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithUserGesture(true) }

// errors are the errors on the console so far.
func (p *tab) errors() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.wrong...)
}

// clean reports errors on the console, and what was asked of other hosts than host.
func (p *tab) clean(host string) {
	p.t.Helper()
	for _, e := range p.errors() {
		if strings.Contains(e, "/web/models/") && !haveModels(p.t) {
			continue
		}
		p.t.Errorf("on the console: %s", e)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, u := range p.fetched {
		if !strings.HasPrefix(u, host) && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") {
			p.t.Errorf("asked of another host: %s", u)
		}
	}
}

// haveModels says whether there is a model to run.
func haveModels(t *testing.T) bool {
	models, err := filepath.Glob("../../assets/models/*.gguf")
	if err != nil {
		t.Fatal(err)
	}
	return len(models) > 0
}

// engineRuns is true once the engine holds a model, as JavaScript.
const engineRuns = `!!document.getElementById("in-use").innerText`

// line is what boot.js has to say, as JavaScript.
const line = `document.querySelector("#boot:not([hidden])")?.innerText ?? ""`

// host serves the site as some other host would: from the folder base, and with its own
// mistakes. It is asked first, and returns true if it has answered.
type host struct {
	address string
	site    atomic.Pointer[map[string][]byte] // of newStatic
	mistake atomic.Pointer[func(w http.ResponseWriter, r *http.Request) bool]
}

func newHost(t *testing.T, base string, mistake func(w http.ResponseWriter, r *http.Request) bool) *host {
	h := new(host)
	h.mistake.Store(&mistake)
	site := httputil.NewSingleHostReverseProxy(server)
	mux := http.NewServeMux()
	mux.Handle(base, http.StripPrefix(strings.TrimSuffix(base, "/"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !(*h.mistake.Load())(w, r) {
			site.ServeHTTP(w, r)
		}
	})))
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	h.address = s.URL + base
	return h
}

func none(http.ResponseWriter, *http.Request) bool { return false }

// gone breaks every connection off.
func gone(w http.ResponseWriter, r *http.Request) bool { panic(http.ErrAbortHandler) }

// listed is what files.json says of a file.
type listed struct {
	Path, SHA256 string
	Bytes        int
	Inflated     *listed
}

// inSite says where a file of the repository lies in the built site.
func inSite(t *testing.T, name string) listed {
	t.Helper()
	var list struct{ Files map[string]listed }
	if err := json.Unmarshal(file(t, "files.json"), &list); err != nil {
		t.Fatal(err)
	}
	f, ok := list.Files[name]
	if !ok {
		t.Fatalf("files.json has no %s", name)
	}
	return f
}

// file is a file of the built site.
func file(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../dist", path))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// at makes a mistake for one file alone.
func at(path string, answer http.HandlerFunc) func(w http.ResponseWriter, r *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != path {
			return false
		}
		answer(w, r)
		return true
	}
}
