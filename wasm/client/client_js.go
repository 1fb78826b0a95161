package client

import (
	"errors"
	"syscall/js"
	"time"

	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/protocol"
)

const (
	mostTries = 3  // times that a dead engine is started again
	mostBeats = 5  // unanswered questions after which it counts as dead
	longBeats = 30 // the same, while it works on a model that may be large
)

var ( // shorter in tests
	firstWait = time.Second     // before the first new start; twice as long before each further one
	recovered = time.Minute     // of life, after which earlier starts no longer count
	heartbeat = 2 * time.Second // between two questions
)

// Client is a Worker with a program in it, or the one that has taken its place.
type Client struct {
	url      string
	language language
	on       func(protocol.Event)

	worker   js.Value
	handlers map[string]js.Func // of worker
	ready    bool               // worker has spoken
	held     []protocol.Command // sent before that
	waiting  int                // commands without an answer yet
	beats    int                // heartbeats that the last command may take
	silent   int                // heartbeats since the worker's last message
	since    time.Time          // it is ready
	tries    int
	timer    *time.Timer // the next heartbeat or start
	stopped  bool
}

// Start starts the engine: the worker at url, web/engine-worker.js. All events go to on,
// one at a time, from the event loop; on must not block.
func Start(url string, on func(protocol.Event)) *Client { return start(url, engineLanguage, on) }

// StartTrainer does the same with the trainer, web/trainer-worker.js.
func StartTrainer(url string, on func(protocol.Event)) *Client {
	return start(url, trainerLanguage, on)
}

// language is how a program's messages are encoded.
type language struct {
	append func([]byte, protocol.Command) []byte
	parse  func([]byte) (protocol.Event, error)
}

var (
	engineLanguage  = language{protocol.AppendCommand, protocol.ParseEvent}
	trainerLanguage = language{protocol.AppendTrainerCommand, protocol.ParseTrainerEvent}
)

func start(url string, l language, on func(protocol.Event)) *Client {
	c := &Client{url: url, language: l, on: on, handlers: make(map[string]js.Func)}
	c.timer = time.AfterFunc(0, c.start) // so that on is not called before Start returns
	return c
}

// Send gives the program a command. It waits for the program to be Ready; if that is Lost
// first, the command is forgotten.
func (c *Client) Send(m protocol.Command) {
	switch {
	case c.stopped:
	case c.ready:
		c.waiting++
		c.beats = mostBeats
		switch m.(type) {
		case protocol.Load, protocol.Use, protocol.Save, protocol.Learn:
			c.beats = longBeats
		}
		jsbytes.Post(c.worker, c.language.append(nil, m))
	default:
		c.held = append(c.held, m)
	}
}

// Stop ends the program and frees its memory. No more events come.
func (c *Client) Stop() {
	c.stopped = true
	c.timer.Stop()
	c.drop()
}

// start makes a worker.
func (c *Client) start() {
	if c.stopped {
		return
	}
	if js.Global().Get("Worker").IsUndefined() {
		c.on(protocol.Failed{Command: protocol.Start, Reason: "this browser has no Web Workers"})
		return
	}
	worker, err := newWorker(c.url)
	if err != nil {
		c.on(protocol.Failed{Command: protocol.Start, Reason: "the worker could not be started: " + err.Error()})
		return
	}
	c.worker = worker
	c.handle("onmessage", func(event js.Value) { c.receive(event.Get("data")) })
	c.handle("onmessageerror", func(js.Value) { c.lose("a message could not be read") })
	c.handle("onerror", func(event js.Value) {
		event.Call("preventDefault")
		reason := "the worker failed"
		if m := event.Get("message"); m.Type() == js.TypeString && m.String() != "" {
			reason += ": " + m.String()
		} else {
			reason += " or could not be loaded"
		}
		c.lose(reason)
	})
	c.timer = time.AfterFunc(heartbeat, c.beat)
}

// newWorker is new Worker(url), which throws where workers are forbidden.
func newWorker(url string) (worker js.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("the browser forbids it")
			if e, is := r.(error); is { // what JavaScript has thrown
				err = e
			}
		}
	}()
	return js.Global().Get("Worker").New(url), nil
}

// handle sets a handler of the worker.
func (c *Client) handle(name string, f func(event js.Value)) {
	handler := js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() { // what a worker says never ends the page
			if recover() != nil {
				c.lose("a message could not be taken")
			}
		}()
		f(args[0])
		return nil
	})
	c.handlers[name] = handler
	c.worker.Set(name, handler)
}

// receive takes a message: an event; an empty one, which says that the worker lives; what
// is being fetched; or {error: text}, from before or after the program's life.
func (c *Client) receive(data js.Value) {
	c.silent = 0
	b, ok := jsbytes.ToGo(data)
	if f, is := fetching(data); is {
		c.on(f)
		return
	}
	if !ok {
		reason := "the worker sent what is not a message"
		if data.Type() == js.TypeObject && data.Get("error").Type() == js.TypeString {
			reason = data.Get("error").String()
		}
		c.lose(reason)
		return
	}
	if len(b) == 0 {
		return
	}
	m, err := c.language.parse(b)
	if err != nil {
		c.lose(err.Error()) // an old program with a new page
		return
	}
	if c.ready {
		c.waiting--
	}
	if _, first := m.(protocol.Ready); first {
		c.ready, c.since = true, time.Now()
		held := c.held
		c.held = nil
		for _, m := range held {
			c.Send(m)
		}
	}
	c.on(m)
}

// fetching reads {fetching: [name, bytes, of how many, seconds left]}.
func fetching(data js.Value) (f protocol.Fetching, ok bool) {
	if data.Type() != js.TypeObject {
		return f, false
	}
	list := data.Get("fetching")
	if list.Type() != js.TypeObject || list.Length() < 3 {
		return f, false
	}
	f = protocol.Fetching{Name: list.Index(0).String(), Got: list.Index(1).Int(), All: list.Index(2).Int()}
	if left := list.Index(3); left.Type() == js.TypeNumber {
		f.Left = time.Duration(left.Float() * float64(time.Second))
	}
	return f, true
}

// beat asks the worker whether it is alive, while an answer is due. Beats are counted,
// not timed: in a hidden tab or after sleep, the clock proves nothing.
func (c *Client) beat() {
	if c.stopped {
		return
	}
	if c.ready && c.waiting > 0 {
		if c.silent == c.beats {
			c.lose("the worker does not answer")
			return
		}
		c.silent++
		jsbytes.Post(c.worker, nil)
	}
	c.timer = time.AfterFunc(heartbeat, c.beat)
}

// lose gives the worker up and starts another, if that is worth trying.
func (c *Client) lose(reason string) {
	if c.ready && time.Since(c.since) > recovered {
		c.tries = 0
	}
	c.timer.Stop()
	c.drop()
	if c.tries == mostTries {
		c.on(protocol.Failed{Command: protocol.Start, Reason: reason})
		return
	}
	c.timer = time.AfterFunc(firstWait<<c.tries, c.start)
	c.tries++
	c.on(protocol.Lost{Reason: reason, Try: c.tries})
}

// unheard takes the error of a worker that has been dropped, as of a script that it was still
// loading. Where nobody takes it, it is an error of the worker that had started this one.
var unheard = js.FuncOf(func(_ js.Value, args []js.Value) any {
	args[0].Call("preventDefault")
	return nil
})

// drop ends the worker. Messages already on their way find no handler.
func (c *Client) drop() {
	for name, handler := range c.handlers {
		c.worker.Set(name, js.Null())
		handler.Release()
	}
	clear(c.handlers)
	if c.worker.Truthy() {
		c.worker.Set("onerror", unheard)
		c.worker.Call("terminate")
	}
	c.worker = js.Undefined()
	c.ready, c.waiting, c.silent, c.held = false, 0, 0, nil
}
