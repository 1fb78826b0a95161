//go:build js

// Engine.wasm: the engine in a Web Worker. A message is the bytes of one command, the
// answer the bytes of one event; an empty message is answered with an empty one at
// once, which says that the worker is alive. web/engine-worker.js starts it.
package main

import (
	"syscall/js"
	"time"

	"gqaplayground/wasm/engine"
	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/protocol"
)

func main() {
	worker := js.Global()
	send := func(e protocol.Event) { jsbytes.Post(worker, protocol.AppendEvent(nil, e)) }

	// The client has one command with the engine at a time; there is room for many
	// more, as a message must not wait here: waiting would stop the whole worker.
	commands := make(chan []byte, 256)
	worker.Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		b, ok := jsbytes.ToGo(args[0].Get("data"))
		switch {
		case !ok:
			send(protocol.Failed{Reason: "a message that is not a Uint8Array"})
		case len(b) == 0:
			jsbytes.Post(worker, nil)
		default:
			select {
			case commands <- b:
			default:
				send(protocol.Failed{Reason: "too many commands at once"})
			}
		}
		return nil
	}))

	begun := time.Now()
	e := engine.New(fetchModel, func() time.Duration { return time.Since(begun) })
	send(e.First())
	for b := range commands {
		if c, err := protocol.ParseCommand(b); err != nil {
			send(protocol.Failed{Reason: err.Error()})
		} else {
			send(e.Do(c))
		}
	}
}
