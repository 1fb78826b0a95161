//go:build js

// Package program is what the programs in Web Workers have in common. A message is the
// encoding of one command, its answer that of one event; an empty message is answered
// with an empty one at once, which says that the worker is alive. web/program.js starts
// the programs.
package program

import (
	"errors"
	"syscall/js"

	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/internal/promise"
	"gqaplayground/wasm/protocol"
)

// Program is one of them.
type Program struct {
	First  protocol.Event // its first word
	Parse  func([]byte) (protocol.Command, error)
	Do     func(protocol.Command) protocol.Event
	Append func([]byte, protocol.Event) []byte
}

// Inbox receives messages from the moment it is made.
type Inbox chan []byte

// NewInbox returns an inbox. A program has one command from the client at a time; there
// is room for many more because a message must not wait here, which would stop the whole
// worker.
func NewInbox() Inbox {
	worker, inbox := js.Global(), make(Inbox, 256)
	worker.Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		b, ok := jsbytes.ToGo(args[0].Get("data"))
		switch {
		case !ok:
			b = []byte{0} // no message begins with that
		case len(b) == 0:
			jsbytes.Post(worker, nil)
			return nil
		}
		select {
		case inbox <- b:
		default: // whoever sends so many does not wait for the answers
		}
		return nil
	}))
	return inbox
}

// Answer answers commands one after another, for ever.
func (inbox Inbox) Answer(p Program) {
	send := func(e protocol.Event) { jsbytes.Post(js.Global(), p.Append(nil, e)) }
	send(p.First)
	for b := range inbox {
		if c, err := p.Parse(b); err != nil {
			send(protocol.Failed{Reason: err.Error()})
		} else {
			send(p.Do(c))
		}
	}
}

// FetchModel gets a model of the site through program.js, which knows where it is and
// verifies it. It waits without blocking the worker.
func FetchModel(name string) ([]byte, error) {
	content, err := promise.Await(js.Global().Call("fetchFile", "web/models/"+name))
	if err != nil {
		return nil, err
	}
	b, ok := jsbytes.ToGo(content)
	if !ok {
		return nil, errors.New("is not bytes")
	}
	return b, nil
}
