//go:build js

// Engine.wasm: the engine in a Web Worker, started by web/engine-worker.js.
package main

import (
	"time"

	"gqaplayground/wasm/engine"
	"gqaplayground/wasm/internal/program"
	"gqaplayground/wasm/protocol"
)

func main() {
	inbox := program.NewInbox()
	begun := time.Now()
	e := engine.New(program.FetchModel, func() time.Duration { return time.Since(begun) })
	inbox.Answer(program.Program{First: e.First(), Parse: protocol.ParseCommand, Do: e.Do, Append: protocol.AppendEvent})
}
