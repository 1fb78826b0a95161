//go:build !js

package client

import (
	"os"
	"path/filepath"
	"sync"
	"time"

	"gqaplayground/wasm/engine"
	"gqaplayground/wasm/protocol"
	"gqaplayground/wasm/uptrain"
)

// Client is a program in this process, which carries out one command after another.
type Client struct {
	mu      sync.Mutex
	queue   []protocol.Command
	changed *sync.Cond // queue or stopped
	stopped bool
}

// Start starts an engine whose models are in models/, next to the file at url. All events
// go to on, one at a time.
func Start(url string, on func(protocol.Event)) *Client {
	return start(on, engine.New(files(url), clock()))
}

// StartTrainer does the same with a trainer, which keeps trainings as long as it lives.
func StartTrainer(url string, on func(protocol.Event)) *Client {
	return start(on, uptrain.New(files(url), clock(), new(memory), uptrain.Alone{}))
}

func files(url string) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(filepath.Dir(url), "models", name))
	}
}

func clock() func() time.Duration {
	begun := time.Now()
	return func() time.Duration { return time.Since(begun) }
}

// memory is a trainer's storage.
type memory struct{ data []byte }

func (m *memory) Put(data []byte) error { m.data = data; return nil }
func (m *memory) Get() ([]byte, error)  { return m.data, nil }
func (m *memory) Delete() error         { m.data = nil; return nil }

// program is an engine or a trainer.
type program interface {
	First() protocol.Event
	Do(protocol.Command) protocol.Event
}

func start(on func(protocol.Event), p program) *Client {
	c := new(Client)
	c.changed = sync.NewCond(&c.mu)
	go func() {
		for m := p.First(); ; {
			c.mu.Lock()
			stopped := c.stopped
			c.mu.Unlock()
			if stopped {
				return
			}
			on(m)
			command, ok := c.next()
			if !ok {
				return
			}
			m = p.Do(command)
		}
	}()
	return c
}

// Send gives the program a command. It does not wait for the answer.
func (c *Client) Send(m protocol.Command) {
	c.mu.Lock()
	c.queue = append(c.queue, m)
	c.mu.Unlock()
	c.changed.Signal()
}

// Stop ends the program after the command that it is working on. No more events come,
// except for one with which on is being called already.
func (c *Client) Stop() {
	c.mu.Lock()
	c.stopped = true
	c.mu.Unlock()
	c.changed.Signal()
}

// next waits for a command; ok is false once the client is stopped.
func (c *Client) next() (m protocol.Command, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.queue) == 0 && !c.stopped {
		c.changed.Wait()
	}
	if c.stopped {
		return nil, false
	}
	m, c.queue = c.queue[0], c.queue[1:]
	return m, true
}
