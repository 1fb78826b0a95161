//go:build js

// Package promise waits for JavaScript's promises.
package promise

import "syscall/js"

// Rejected is the error of a promise that was rejected, with the reason given.
type Rejected struct{ Reason js.Value }

func (r Rejected) Error() string { return js.Global().Get("String").Invoke(r.Reason).String() }

// Await returns what a promise resolves to. Other goroutines may run meanwhile.
func Await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	fulfilled := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{value: args[0]}
		return nil
	})
	defer fulfilled.Release()
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{err: Rejected{args[0]}}
		return nil
	})
	defer rejected.Release()
	promise.Call("then", fulfilled, rejected)
	o := <-done
	return o.value, o.err
}
