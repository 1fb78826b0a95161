//go:build js

package main

import (
	"errors"
	"strconv"
	"syscall/js"

	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/internal/promise"
)

// largestModel bounds what is fetched before any of it is looked at.
const largestModel = 64 << 20

// fetchModel gets a file out of models/, next to engine-worker.js, which leaves the
// address of its own folder in engineBase. It waits without stopping the worker.
func fetchModel(name string) ([]byte, error) {
	base := js.Global().Get("engineBase").String()
	response, err := promise.Await(js.Global().Call("fetch", base+"models/"+name))
	if err != nil {
		return nil, err
	}
	if !response.Get("ok").Bool() {
		return nil, errors.New("could not be loaded (HTTP " + strconv.Itoa(response.Get("status").Int()) + ")")
	}
	buffer, err := promise.Await(response.Call("arrayBuffer"))
	if err != nil {
		return nil, err
	}
	if n := buffer.Get("byteLength").Int(); n > largestModel {
		return nil, errors.New(strconv.Itoa(n) + " bytes, more than a model may have")
	}
	b, _ := jsbytes.ToGo(js.Global().Get("Uint8Array").New(buffer))
	return b, nil
}
