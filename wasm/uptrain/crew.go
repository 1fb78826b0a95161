package uptrain

import (
	"time"

	"gqaplayground/attention/train"
	"gqaplayground/wasm/protocol"
)

// Crew is the workers beside this one that compute gradients for it. They are expendable:
// whatever one of them leaves undone is done here.
type Crew interface {
	// Want says how many there should be. They come and go in their own time.
	Want(n int)
	// Ready lists those that can be given work now. No two members ever have the same
	// number.
	Ready() []int
	// Ask gives one of them work. It does not wait for the answer.
	Ask(member int, c protocol.Differentiate)
	// Hear returns the next answer, waiting at most so long; ok is false if there was
	// none. A member that is lost answers with nil, once.
	Hear(wait time.Duration) (member int, answer protocol.Event, ok bool)
}

// Alone is a crew without members.
type Alone struct{}

func (Alone) Want(int)                                       {}
func (Alone) Ready() []int                                   { return nil }
func (Alone) Ask(int, protocol.Differentiate)                {}
func (Alone) Hear(time.Duration) (int, protocol.Event, bool) { return 0, nil, false }

// differentiate does the work of a member of another session's crew.
func (s *Session) differentiate(c protocol.Differentiate) (protocol.Event, error) {
	if err := c.Config.Validate(); err != nil {
		return nil, err
	}
	if len(c.Tokens) < 2 || len(c.Tokens) > c.Config.Context+1 {
		return nil, errTokens
	}
	d := s.differentiator
	if d == nil || d.Config() != c.Config || d.Tokens() != len(c.Tokens)-1 {
		if len(c.Weights) != 4*c.Config.Params() { // before any memory is taken for them
			return nil, errWeights
		}
		s.differentiator = nil // there may not be room for two
		d = train.NewDifferentiator(c.Config, len(c.Tokens)-1)
	}
	if len(c.Weights) > 0 {
		if err := d.SetWeights(c.Weights); err != nil {
			return nil, err
		}
	}
	s.differentiator = d
	gradient, loss, err := d.Gradient(c.Tokens, c.Scale)
	return protocol.Differentiated{Ticket: c.Ticket, Loss: loss, Gradient: gradient}, err
}
