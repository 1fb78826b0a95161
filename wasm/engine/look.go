package engine

import (
	"errors"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// look is a model that reads the story told, with its attention watched. Its decoder
// holds the beginning of the story.
type look struct {
	use     protocol.Use
	decoder *attention.Decoder
}

// mostLooks is how many models take turns at looking at a story: one before and one after
// merging.
const mostLooks = 2

// lookBack reads the story with the model that c names, and tells how its tokens look
// back, from c.From on.
func (e *Engine) lookBack(c protocol.Look) (protocol.Event, error) {
	if e.decoder == nil || len(e.story.tokens) == 0 {
		return nil, errors.New("no story has been begun")
	}
	if c.Use.Own != e.use.Own {
		return nil, errors.New("that model knows other tokens")
	}
	begun := e.now()
	d, err := e.looking(c.Use)
	if err != nil {
		return nil, err
	}
	d.Truncate(max(0, min(c.From, d.Len())))
	tokens := e.story.tokens[:min(len(e.story.tokens), protocol.MostLooked)]
	looked := protocol.Looked{Look: c}
	for d.Len() < len(tokens) && e.now()-begun < protocol.Slice {
		d.Step(tokens[d.Len()])
		if d.Len() <= c.From {
			continue
		}
		for l := range d.Config().Layers {
			for _, weight := range d.Attention(l) {
				x := uint32(protocol.WholeWeight*weight + 0.5)
				looked.Weights = append(looked.Weights, byte(x), byte(x>>8))
			}
		}
	}
	return looked, nil
}

// looking returns a watched decoder for the model that u asks for.
func (e *Engine) looking(u protocol.Use) (*attention.Decoder, error) {
	for _, l := range e.looks {
		if l.use == u {
			return l.decoder, nil
		}
	}
	var d *attention.Decoder
	if positions := min(protocol.MostLooked, e.decoder.Cap()); u == e.use {
		d = e.decoder.Another(positions)
	} else {
		c, method, err := e.source(u)
		if err != nil {
			return nil, err
		}
		w, err := weights(c, u, method)
		if err != nil {
			return nil, err
		}
		d = attention.NewDecoder(w, positions)
	}
	d.Watch(true)
	if len(e.looks) == mostLooks {
		e.looks = e.looks[1:]
	}
	e.looks = append(e.looks, look{u, d})
	return d, nil
}
