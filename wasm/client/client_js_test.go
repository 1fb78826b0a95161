package client

import (
	"fmt"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/protocol"
)

// fakeWorkers puts a class Worker in place whose instances only record what happens
// to them, and returns the list of instances.
func fakeWorkers(t *testing.T) js.Value {
	firstWait, heartbeat = 20*time.Millisecond, 10*time.Millisecond
	workers := js.Global().Get("Function").New(`
		const workers = [];
		globalThis.Worker = class {
			constructor(url) { this.url = url; this.sent = []; workers.push(this); }
			postMessage(array, transfer) { this.sent.push(structuredClone(array, {transfer})); }
			terminate() { this.dead = true; }
		};
		return workers;`).Invoke()
	t.Cleanup(func() { js.Global().Delete("Worker") })
	return workers
}

// log collects events, and waits for them.
type log struct {
	t      *testing.T
	events chan protocol.Event
}

func newLog(t *testing.T) *log { return &log{t, make(chan protocol.Event, 100)} }

func (l *log) on(e protocol.Event) { l.events <- e }

func (l *log) want(e protocol.Event) {
	l.t.Helper()
	select {
	case got := <-l.events:
		if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", e) {
			l.t.Errorf("event %#v, want %#v", got, e)
		}
	case <-time.After(2 * time.Second):
		l.t.Fatalf("no event, want %#v", e)
	}
}

// newest waits for the n-th worker.
func newest(t *testing.T, workers js.Value, n int) js.Value {
	t.Helper()
	for range 200 {
		if workers.Length() >= n {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if workers.Length() != n {
		t.Fatalf("%d workers, want %d", workers.Length(), n)
	}
	return workers.Index(n - 1)
}

func says(worker js.Value, e protocol.Event) {
	worker.Call("onmessage", map[string]any{"data": jsbytes.ToJS(protocol.AppendEvent(nil, e))})
}

func dies(worker js.Value, reason string) {
	worker.Call("onmessage", map[string]any{"data": map[string]any{"error": reason}})
}

// heard are the commands that a worker was sent.
func heard(t *testing.T, worker js.Value) (commands []protocol.Command, beats int) {
	sent := worker.Get("sent")
	for i := range sent.Length() {
		b, ok := jsbytes.ToGo(sent.Index(i))
		if !ok {
			t.Fatal("sent something else than bytes")
		}
		if len(b) == 0 {
			beats++
			continue
		}
		c, err := protocol.ParseCommand(b)
		if err != nil {
			t.Fatal(err)
		}
		commands = append(commands, c)
	}
	return commands, beats
}

func TestLife(t *testing.T) {
	workers, l := fakeWorkers(t), newLog(t)
	c := Start("web/engine-worker.js", l.on)
	c.Send(protocol.Use{KVHeads: 2})
	w := newest(t, workers, 1)
	if url := w.Get("url").String(); url != "web/engine-worker.js" {
		t.Errorf("started %s", url)
	}
	if commands, _ := heard(t, w); len(commands) > 0 {
		t.Error("a command was sent before the engine was ready")
	}
	ready := protocol.Ready{Kernel: "k", ClockStep: 5}
	says(w, ready)
	l.want(ready)
	if commands, _ := heard(t, w); len(commands) != 1 || commands[0] != (protocol.Use{KVHeads: 2}) {
		t.Errorf("heard %v", commands)
	}
	says(w, protocol.Using{Name: "m"})
	l.want(protocol.Using{Name: "m"})
	c.Stop()
	c.Send(protocol.Decode{Tokens: 1})
	if !w.Get("dead").Truthy() || !w.Get("onmessage").IsNull() {
		t.Error("the worker outlives Stop")
	}
}

func TestRestart(t *testing.T) {
	workers, l := fakeWorkers(t), newLog(t)
	c := Start("w", l.on)
	defer c.Stop()
	reasons := []string{"out of memory", "exit code 2", "again", "and again"}
	for try := 1; try <= mostTries; try++ {
		w := newest(t, workers, try)
		says(w, protocol.Ready{})
		l.want(protocol.Ready{})
		c.Send(protocol.Decode{Tokens: try})
		dies(w, reasons[try-1])
		l.want(protocol.Lost{Reason: reasons[try-1], Try: try})
		if !w.Get("dead").Truthy() {
			t.Error("a dead worker was not ended")
		}
	}
	w := newest(t, workers, mostTries+1)
	if commands, _ := heard(t, w); len(commands) > 0 {
		t.Errorf("the new engine was sent old commands %v", commands)
	}
	dies(w, reasons[mostTries])
	l.want(protocol.Failed{Command: protocol.Start, Reason: reasons[mostTries]})
	time.Sleep(20 * firstWait)
	newest(t, workers, mostTries+1)
}

// Long lives do not add up to too many deaths.
func TestRecovered(t *testing.T) {
	defer func(d time.Duration) { recovered = d }(recovered)
	recovered = 0
	workers, l := fakeWorkers(t), newLog(t)
	c := Start("w", l.on)
	defer c.Stop()
	for n := 1; n <= 2*mostTries; n++ {
		w := newest(t, workers, n)
		says(w, protocol.Ready{})
		l.want(protocol.Ready{})
		time.Sleep(time.Millisecond)
		dies(w, "x")
		l.want(protocol.Lost{Reason: "x", Try: 1})
	}
}

func TestSilence(t *testing.T) {
	workers, l := fakeWorkers(t), newLog(t)
	c := Start("w", l.on)
	defer c.Stop()
	w := newest(t, workers, 1)
	says(w, protocol.Ready{})
	l.want(protocol.Ready{})
	time.Sleep(5 * mostBeats * heartbeat)
	if _, beats := heard(t, w); beats > 0 {
		t.Errorf("%d heartbeats while no answer was due", beats)
	}
	c.Send(protocol.Decode{Tokens: 1})
	for range 3 * mostBeats { // it is slow, but lives
		time.Sleep(heartbeat)
		w.Call("onmessage", map[string]any{"data": jsbytes.ToJS(nil)})
	}
	if len(l.events) > 0 {
		t.Fatalf("a living worker was given up: %#v", <-l.events)
	}
	l.want(protocol.Lost{Reason: "the worker does not answer", Try: 1})
}

func TestBadMessages(t *testing.T) {
	for name, event := range map[string]map[string]any{
		"a string":   {"data": "hello"},
		"null":       {"data": nil},
		"an object":  {"data": map[string]any{"error": 5}},
		"wrong code": {"data": jsbytes.ToJS([]byte{250, 1})},
	} {
		workers, l := fakeWorkers(t), newLog(t)
		c := Start("w", l.on)
		newest(t, workers, 1).Call("onmessage", event)
		if lost, ok := (<-l.events).(protocol.Lost); !ok || lost.Reason == "" {
			t.Errorf("%s: %#v", name, lost)
		}
		c.Stop()
	}
}

func TestErrorEvents(t *testing.T) {
	workers, l := fakeWorkers(t), newLog(t)
	c := Start("w", l.on)
	defer c.Stop()
	event := js.Global().Get("Function").New(`return {message: "SyntaxError", preventDefault() {}}`).Invoke()
	newest(t, workers, 1).Call("onerror", event)
	l.want(protocol.Lost{Reason: "the worker failed: SyntaxError", Try: 1})
	event.Delete("message") // as for a script that is not there
	newest(t, workers, 2).Call("onerror", event)
	l.want(protocol.Lost{Reason: "the worker failed or could not be loaded", Try: 2})
}

func TestNoWorkers(t *testing.T) {
	js.Global().Delete("Worker")
	l := newLog(t)
	Start("w", l.on)
	l.want(protocol.Failed{Command: protocol.Start, Reason: "this browser has no Web Workers"})

	fakeWorkers(t)
	js.Global().Set("Worker", js.Global().Get("Function").New(`throw new Error("forbidden here")`))
	Start("w", l.on)
	if f, ok := (<-l.events).(protocol.Failed); !ok || f.Command != protocol.Start || !strings.Contains(f.Reason, "forbidden here") {
		t.Errorf("a constructor that throws: %#v", f)
	}
}
