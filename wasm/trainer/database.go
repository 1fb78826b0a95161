//go:build js

package main

import (
	"errors"
	"syscall/js"

	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/internal/say"
)

// database keeps one array of bytes in IndexedDB. A sandboxed frame has none, and a
// reader may have switched it off.
type database struct{}

const (
	databaseName = "gqa-playground"
	storeName    = "trainings"
	onlyKey      = "last"
)

func (database) Put(data []byte) error {
	_, err := transact("readwrite", func(store js.Value) js.Value { return store.Call("put", jsbytes.ToJS(data), onlyKey) })
	return err
}

func (database) Get() ([]byte, error) {
	value, err := transact("readonly", func(store js.Value) js.Value { return store.Call("get", onlyKey) })
	if err != nil || value.IsUndefined() {
		return nil, err
	}
	data, ok := jsbytes.ToGo(value)
	if !ok {
		return nil, errors.New("what is kept in this browser is not bytes")
	}
	return data, nil
}

func (database) Delete() error {
	_, err := transact("readwrite", func(store js.Value) js.Value { return store.Call("delete", onlyKey) })
	return err
}

// transact opens the database, makes one request in a transaction of its own, and waits
// for that to complete without blocking the worker.
func transact(mode string, request func(store js.Value) js.Value) (value js.Value, err error) {
	defer func() { // IndexedDB throws where it is forbidden
		if r := recover(); r != nil {
			err = say.Error("this browser keeps nothing here: ", r)
		}
	}()
	factory := js.Global().Get("indexedDB")
	if !factory.Truthy() {
		return value, errors.New("this browser keeps nothing here")
	}
	open := factory.Call("open", databaseName, 1)
	if err := settled(open, "success", func() {
		open.Get("result").Call("createObjectStore", storeName)
	}); err != nil {
		return value, err
	}
	db := open.Get("result")
	defer db.Call("close")
	transaction := db.Call("transaction", storeName, mode)
	r := request(transaction.Call("objectStore", storeName))
	if err := settled(transaction, "complete", nil); err != nil {
		return value, err
	}
	return r.Get("result"), nil
}

// settled waits for an event of a request or a transaction, or for its failure. upgrade
// is called if the database is new.
func settled(target js.Value, event string, upgrade func()) error {
	done := make(chan error, 1)
	var handlers []js.Func
	defer func() {
		for _, h := range handlers {
			h.Release()
		}
	}()
	on := func(event string, f func()) {
		h := js.FuncOf(func(js.Value, []js.Value) any { f(); return nil })
		handlers = append(handlers, h)
		target.Set("on"+event, h)
	}
	defer func() {
		for _, event := range []string{event, "error", "abort", "blocked", "upgradeneeded"} {
			target.Set("on"+event, js.Null())
		}
	}()
	finish := func(err error) {
		select {
		case done <- err:
		default:
		}
	}
	fail := func() {
		if e := target.Get("error"); e.Truthy() {
			finish(errors.New(e.Get("message").String()))
		} else {
			finish(errors.New("the browser's storage failed"))
		}
	}
	on(event, func() { finish(nil) })
	on("error", fail)
	on("abort", fail)
	on("blocked", func() { finish(errors.New("the browser's storage is in use by another version of this page")) })
	if upgrade != nil {
		on("upgradeneeded", upgrade)
	}
	return <-done
}
