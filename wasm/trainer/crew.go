//go:build js

package main

import (
	"syscall/js"
	"time"

	"gqaplayground/wasm/client"
	"gqaplayground/wasm/protocol"
)

// crew is workers that run this same program.
type crew struct {
	members []*member
	born    int
	reports chan report
}

// member is one of them, or the one that has taken its place.
type member struct {
	client *client.Client
	number int // of this life; 0 while there is none
}

type report struct {
	member int
	answer protocol.Event // nil: it is lost
}

func newCrew() *crew { return &crew{reports: make(chan report, 256)} }

// Want starts members or ends some.
func (c *crew) Want(n int) {
	n = max(0, n)
	for len(c.members) > n {
		last := len(c.members) - 1
		c.members[last].client.Stop()
		c.members = c.members[:last]
	}
	for len(c.members) < n {
		m := new(member)
		m.client = client.StartTrainer(js.Global().Get("location").Get("href").String(), func(e protocol.Event) { c.hear(m, e) })
		c.members = append(c.members, m)
	}
}

// hear takes what a member says. One that cannot be started stays, so that no other is
// tried in its place.
func (c *crew) hear(m *member, e protocol.Event) {
	r := report{m.number, e}
	switch e := e.(type) {
	case protocol.Ready:
		c.born++
		m.number = c.born
		return
	case protocol.Fetching:
		return
	case protocol.Lost:
		r.answer, m.number = nil, 0
	case protocol.Failed:
		if e.Command == protocol.Start {
			r.answer, m.number = nil, 0
		}
	}
	select {
	case c.reports <- r:
	default: // nobody listens: the training was given up
	}
}

func (c *crew) Ready() (numbers []int) {
	for _, m := range c.members {
		if m.number > 0 {
			numbers = append(numbers, m.number)
		}
	}
	return numbers
}

func (c *crew) Ask(member int, d protocol.Differentiate) {
	for _, m := range c.members {
		if m.number == member {
			m.client.Send(d)
		}
	}
}

func (c *crew) Hear(wait time.Duration) (member int, answer protocol.Event, ok bool) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case r := <-c.reports:
		return r.member, r.answer, true
	case <-timer.C:
		return 0, nil, false
	}
}
