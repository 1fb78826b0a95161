//go:build browser

package browsertest

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// firefox is a Firefox of a test's own, spoken to by WebDriver BiDi.
type firefox struct {
	t    *testing.T
	conn net.Conn
	page string // the browsing context

	mu    sync.Mutex
	last  int
	waits map[int]chan json.RawMessage
}

// newFirefox starts Firefox, where there is one.
func newFirefox(t *testing.T) *firefox {
	path := os.Getenv("FIREFOX")
	for _, name := range []string{"firefox-esr", "firefox"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		t.Skip("there is no Firefox here: apt-get install firefox-esr, or FIREFOX=path")
	}
	profile := t.TempDir()
	prefs := `user_pref("dom.disable_open_during_load", false);` + "\n" + `user_pref("intl.accept_languages", "en-US");` + "\n"
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", profile)
	cmd.Env = append(os.Environ(), "MOZ_CRASHREPORTER_DISABLE=1", "HOME="+profile)
	errors, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); cmd.Wait() })
	address := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(errors)
		for lines.Scan() {
			if _, at, ok := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); ok {
				address <- at
			}
		}
	}()
	f := &firefox{t: t, waits: make(map[int]chan json.RawMessage)}
	select {
	case at := <-address:
		if f.conn, _, _, err = ws.Dial(ctx, at+"/session"); err != nil {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("Firefox does not say where it listens")
	}
	t.Cleanup(func() { f.conn.Close() })
	go f.read()
	f.call("session.new", map[string]any{"capabilities": map[string]any{}}, nil)
	var created struct{ Context string }
	f.call("browsingContext.create", map[string]any{"type": "tab"}, &created)
	f.page = created.Context
	f.call("browsingContext.setViewport", map[string]any{"context": f.page, "viewport": map[string]int{"width": 1280, "height": 800}}, nil)
	return f
}

func (f *firefox) read() {
	for {
		text, err := wsutil.ReadServerText(f.conn)
		if err != nil {
			return
		}
		var m struct{ ID int }
		if json.Unmarshal(text, &m) != nil || m.ID == 0 {
			continue
		}
		f.mu.Lock()
		if w := f.waits[m.ID]; w != nil {
			w <- text
		}
		f.mu.Unlock()
	}
}

// call gives a command and waits for its result.
func (f *firefox) call(method string, params, result any) {
	f.t.Helper()
	if err := f.try(method, params, result); err != nil {
		f.t.Fatalf("%s: %v", method, err)
	}
}

func (f *firefox) try(method string, params, result any) error {
	f.mu.Lock()
	f.last++
	id, answer := f.last, make(chan json.RawMessage, 1)
	f.waits[id] = answer
	f.mu.Unlock()
	text, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err != nil {
		return err
	}
	if err := wsutil.WriteClientText(f.conn, text); err != nil {
		return err
	}
	select {
	case text := <-answer:
		var m struct {
			Error, Message string
			Result         json.RawMessage
		}
		if err := json.Unmarshal(text, &m); err != nil {
			return err
		}
		if m.Error != "" {
			return fmt.Errorf("%s: %s", m.Error, m.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-time.After(patience):
		return fmt.Errorf("no answer")
	}
}

func (f *firefox) open(address string) {
	f.t.Helper()
	f.call("browsingContext.navigate", map[string]any{"context": f.page, "url": address, "wait": "complete"}, nil)
}

// evaluate is the value of a JavaScript expression as JSON; a promise's value is waited for.
func (f *firefox) evaluate(js string) (json.RawMessage, error) {
	var r struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := f.try("script.evaluate", map[string]any{
		"expression":   "(async () => JSON.stringify(await (" + js + ")) ?? 'null')()",
		"awaitPromise": true, "target": map[string]string{"context": f.page},
	}, &r)
	if err == nil && r.Type != "success" {
		err = fmt.Errorf("%s", r.ExceptionDetails.Text)
	}
	return json.RawMessage(r.Result.Value), err
}

func (f *firefox) resize(width, height int) {
	f.call("browsingContext.setViewport", map[string]any{"context": f.page, "viewport": map[string]int{"width": width, "height": height}}, nil)
}

// pdf is the page as it is printed.
func (f *firefox) pdf() []byte {
	var r struct{ Data string }
	f.call("browsingContext.print", map[string]any{"context": f.page}, &r)
	b, err := base64.StdEncoding.DecodeString(r.Data)
	if err != nil {
		f.t.Fatal(err)
	}
	return b
}
