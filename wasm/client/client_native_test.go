//go:build !js

package client

import (
	"testing"
	"time"

	"gqaplayground/wasm/protocol"
)

func TestInThisProcess(t *testing.T) {
	events := make(chan protocol.Event, 10)
	c := Start(t.TempDir()+"/engine-worker.js", func(e protocol.Event) { events <- e })
	c.Send(protocol.Use{KVHeads: 8})
	c.Send(protocol.Decode{Tokens: 1})
	if ready, ok := (<-events).(protocol.Ready); !ok {
		t.Errorf("the first word is %+v", ready)
	}
	for _, command := range []string{"Use", "Decode"} { // there are no models in that folder
		if f, ok := (<-events).(protocol.Failed); !ok || f.Command != command {
			t.Errorf("%s is answered with %+v", command, f)
		}
	}
	c.Stop()
	c.Send(protocol.Use{KVHeads: 8})
	select {
	case e := <-events:
		t.Errorf("after Stop: %+v", e)
	case <-time.After(50 * time.Millisecond):
	}
}
