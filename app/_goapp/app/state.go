//go:build wasm

package app

// The page keeps its state itself, and nothing of it in the browser's storage. go-app's own
// way to is not in its program.

// Observer, StateOption and State are of that way.
type (
	Observer    interface{ Value(recv any) }
	StateOption func(*State)
	State       struct{}
)

type store struct{}

func newStore(Dispatcher) *store { return nil }

func (*store) Set(key string, v any, opts ...StateOption)  { panic("app: " + key + " is not kept") }
func (*store) Get(key string, recv any)                    { panic("app: " + key + " is not kept") }
func (*store) Del(key string)                              { panic("app: " + key + " is not kept") }
func (*store) Observe(key string, elem UI) (none Observer) { panic("app: " + key + " is not kept") }
func (*store) Cleanup()                                    {}
func (*store) Close()                                      {}
