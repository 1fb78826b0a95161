//go:build js

// Bench.wasm measures in a browser what "gqa bench" measures natively, by the same
// code, and other programs beside it. The page hands it the driver's request and
// brings back what it says.
package main

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
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
		Contexts: request.Contexts, HeadDims: request.HeadDims, Pasts: request.Pasts, KVHeads: request.KVHeads,
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
	js         js.Value
	open       []js.Value
	tokenizers map[int]*attention.Tokenizer // by size
}

func (p *peers) Step(c *attention.Checkpoint, context int) (map[string]measure.Arm, error) {
	named := *c
	if named.Tokenizer == nil { // it does not run without
		named.Tokenizer = p.tokenizer(c.Weights.Config.Vocab)
	}
	longer := *c.Weights // it reads no further than a model was trained for
	longer.Config.Context = max(longer.Config.Context, context+1024)
	named.Weights = &longer
	data, err := named.AppendGGUF(nil, attention.F32)
	if err != nil {
		return nil, err
	}
	gguf := jsbytes.ToJS(data)
	return p.start(map[string][]any{"wllama": {gguf, context, letter(named.Tokenizer)}})
}

// letter is a token that is one letter.
func letter(t *attention.Tokenizer) int {
	for id := range t.Size() {
		if b := t.Bytes(id); len(b) == 1 && 'a' <= b[0] && b[0] <= 'z' {
			return id
		}
	}
	return 0
}

func (p *peers) Attention(c attention.Config, past int) (map[string]measure.Arm, error) {
	shape := []any{c.Heads, c.KVHeads, c.HeadDim, past}
	return p.start(map[string][]any{"onnx": shape, "yardstick": shape})
}

// start calls the functions of so many names.
func (p *peers) start(calls map[string][]any) (map[string]measure.Arm, error) {
	arms := map[string]measure.Arm{}
	for name, args := range calls {
		peer, err := await(p.js.Call(name, args...))
		if err != nil {
			return nil, errors.New(name + ": " + err.Error())
		}
		p.open = append(p.open, peer)
		arms[name] = measure.Arm{Name: name, Run: func(n int) (time.Duration, error) {
			result, err := await(peer.Call("run", n))
			if err != nil {
				return 0, err
			}
			return time.Duration(float64(n) * result.Get("ms").Float() * float64(time.Millisecond)), nil
		}}
	}
	return arms, nil
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

// tokenizer makes one of exactly so many tokens, of random words.
func (p *peers) tokenizer(size int) *attention.Tokenizer {
	if t := p.tokenizers[size]; t != nil {
		return t
	}
	r := rand.New(rand.NewPCG(1, 1))
	var text strings.Builder
	for range 2 * size {
		word := []byte{' ', 0, 0, 0, 0}
		for i := range word[1:] {
			word[i+1] = byte('a' + r.IntN(26))
		}
		text.Write(word)
		text.Write(word)
	}
	t := attention.TrainTokenizer([]string{text.String()}, size)
	if p.tokenizers == nil {
		p.tokenizers = map[int]*attention.Tokenizer{}
	}
	p.tokenizers[size] = t
	return t
}

// await returns what a promise comes to.
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
