//go:build js

// Package jsbytes carries bytes between Go and JavaScript.
package jsbytes

import "syscall/js"

// ToJS returns a Uint8Array that holds a copy of b.
func ToJS(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}

// ToGo returns a copy of what v, a Uint8Array, holds; ok is false if v is anything else.
func ToGo(v js.Value) (b []byte, ok bool) {
	if !v.InstanceOf(js.Global().Get("Uint8Array")) {
		return nil, false
	}
	b = make([]byte, v.Get("length").Int())
	js.CopyBytesToGo(b, v)
	return b, true
}

// Post sends b through to.postMessage, transferring the memory itself to the receiver.
func Post(to js.Value, b []byte) {
	array := ToJS(b)
	to.Call("postMessage", array, []any{array.Get("buffer")})
}
