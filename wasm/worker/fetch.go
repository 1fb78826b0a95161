//go:build js

package main

import (
	"errors"
	"syscall/js"

	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/internal/promise"
)

// fetchModel gets a model of the site through engine-worker.js, which knows where it lies
// and makes sure of it. It waits without stopping the worker.
func fetchModel(name string) ([]byte, error) {
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
