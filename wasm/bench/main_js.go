//go:build js

// Bench.wasm measures in a browser what "gqa bench" measures natively, with the same
// code, and other programs beside it. The page passes on the driver's request and brings
// back the answer.
package main

import (
	"encoding/json"
	"errors"
	"strings"
	"syscall/js"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/measure"
	"gqaplayground/wasm/internal/jsbytes"
	"gqaplayground/wasm/internal/promise"
)

func main() {
	report, err := bench()
	if err != nil {
		say("failed", []byte(err.Error()))
	} else if data, err := json.Marshal(report); err != nil {
		say("failed", []byte(err.Error()))
	} else {
		say("done", data)
	}
	select {}
}

func bench() (*measure.Report, error) {
	var request Request
	query, err := await(js.Global().Call("fetch", "request"))
	if err != nil {
		return nil, err
	}
	text, err := await(query.Call("text"))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(text.String()), &request); err != nil {
		return nil, err
	}
	begun := time.Now()
	now := measure.Clock(func() time.Duration { return time.Since(begun) })
	r := measure.Request{
		Contexts: request.Contexts, Prompts: request.Prompts, HeadDims: request.HeadDims, Pasts: request.Pasts, KVHeads: request.KVHeads,
		Plan:      request.Plan,
		Progress:  func(what string) { say("progress", []byte(what)) },
		Where:     js.Global().Get("navigator").Get("userAgent").String(),
		ProbeUpTo: 128 << 20,
	}
	if request.Peers {
		r.Peers = &peers{js: js.Global().Get("peers")}
	}
	for _, s := range measure.Shapes {
		if strings.Contains(request.Models, s.Name) {
			r.Shapes = append(r.Shapes, s)
		}
	}
	if request.File != "" {
		response, err := await(js.Global().Call("fetch", "model.gguf"))
		if err != nil {
			return nil, err
		}
		buffer, err := await(response.Call("arrayBuffer"))
		if err != nil {
			return nil, err
		}
		data, _ := jsbytes.ToGo(js.Global().Get("Uint8Array").New(buffer))
		c, err := attention.ReadGGUF(data)
		if err != nil {
			return nil, err
		}
		r.Shapes = []measure.Shape{measure.File(request.File, c)}
	}
	return now.Bench(r)
}

func say(path string, data []byte) { await(js.Global().Call("say", path, jsbytes.ToJS(data))) }

// peers are the programs of peers/*.mjs.
type peers struct {
	js   js.Value
	open []js.Value
}

func (p *peers) Step(c *attention.Checkpoint, context int) (map[string]measure.Arm, error) {
	return p.wllama("wllama", c, context)
}

func (p *peers) Prompt(c *attention.Checkpoint, tokens int) (map[string]measure.Arm, error) {
	return p.wllama("prompted", c, tokens)
}

// wllama starts a function of peers/wllama.mjs.
func (p *peers) wllama(function string, c *attention.Checkpoint, positions int) (map[string]measure.Arm, error) {
	gguf, letter, err := measure.ForPeers(c, positions)
	if err != nil {
		return nil, err
	}
	a, err := p.start("wllama", function, jsbytes.ToJS(gguf), positions, letter)
	return map[string]measure.Arm{a.Name: a}, err
}

func (p *peers) Attention(c attention.Config, past int) (map[string]measure.Arm, error) {
	arms := map[string]measure.Arm{}
	for _, name := range []string{"onnx", "yardstick"} {
		a, err := p.start(name, name, c.Heads, c.KVHeads, c.HeadDim, past)
		if err != nil {
			return nil, err
		}
		arms[name] = a
	}
	return arms, nil
}

// start calls a function of the page that starts the program of that name.
func (p *peers) start(name, function string, args ...any) (measure.Arm, error) {
	peer, err := await(p.js.Call(function, args...))
	if err != nil {
		return measure.Arm{}, errors.New(name + ": " + err.Error())
	}
	p.open = append(p.open, peer)
	return measure.Arm{Name: name, Run: func(n int) (time.Duration, error) {
		result, err := await(peer.Call("run", n))
		if err != nil {
			return 0, err
		}
		return time.Duration(float64(n) * result.Get("ms").Float() * float64(time.Millisecond)), nil
	}}, nil
}

func (p *peers) Close() error {
	for _, peer := range p.open {
		if closed := peer.Call("close"); closed.Type() == js.TypeObject {
			if _, err := await(closed); err != nil {
				return err
			}
		}
	}
	p.open = nil
	return nil
}

// await returns what a promise resolves to.
func await(p js.Value) (js.Value, error) {
	value, err := promise.Await(p)
	if r, ok := err.(promise.Rejected); ok {
		err = errors.New(reason(r.Reason))
	}
	return value, err
}

// reason is what a promise was rejected with, and where.
func reason(v js.Value) string {
	text := js.Global().Get("String").Invoke(v).String()
	if v.Type() == js.TypeObject && v.Get("stack").Type() == js.TypeString {
		text += "\n" + v.Get("stack").String()
	}
	return text
}
