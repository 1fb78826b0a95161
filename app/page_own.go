package main

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/wasm/client"
	"gqaplayground/wasm/protocol"
)

// filePiece is how much of a file goes to the engine at a time: little enough that the
// page answers between two pieces.
const filePiece = 1 << 20

// files are what the page holds for State.Own and State cannot: the files themselves, and
// the pieces of the file being saved.
type files struct {
	picks  int                 // times that files were chosen
	chosen map[int][]app.Value // by Pick.N; those that State knows of
	asked  int                 // pieces asked for by the engine
	saved  pieces
	given  int // State.Own.Saving.Files
}

// pieces are what has come of a file, an Array of Uint8Arrays. They are kept by the browser
// and not by the program, whose memory only grows.
type pieces struct{ array app.Value }

// add adds a piece; the first begins anew.
func (p *pieces) add(m protocol.Saved) {
	if m.Save.At == 0 {
		p.array = app.Window().Get("Array").New()
	}
	p.array.Call("push", byteArray(m.Data))
}

// Choose is the one message that Update never sees: files that were chosen or dropped, a
// FileList, or a model that was trained here, which is Learnt if that was on a text. The
// page keeps them, and tells the state what they are in PickFiles.
type Choose struct {
	Files  app.Value
	Learnt bool
}

// pick takes files that were chosen or dropped. None of their bytes is read.
func (p *page) pick(c Choose) {
	m, list := PickFiles{Learnt: c.Learnt}, c.Files
	var chosen []app.Value
	for i := range list.Length() {
		f := list.Index(i)
		chosen = append(chosen, f)
		m.Files = append(m.Files, FileInfo{f.Get("name").String(), f.Get("size").Int()})
	}
	if len(chosen) == 0 {
		return
	}
	p.files.picks++
	m.N = p.files.picks
	if p.files.chosen == nil {
		p.files.chosen = make(map[int][]app.Value)
	}
	p.files.chosen[m.N] = chosen
	p.send(m)
	for n := range p.files.chosen {
		if !p.state.Own.needs(n) {
			delete(p.files.chosen, n)
		}
	}
}

// sendPiece reads the piece of a file that the engine asks for.
func (p *page) sendPiece(c protocol.Load) {
	pick := p.state.Own.Pick
	p.files.feed(p.ctx, pick, c, &p.files.asked, func() *client.Client { return p.client }, func(reason string) {
		p.send(FileFailed{pick.N, reason})
	})
}

// feed reads the piece of the files picked that c asks for, and sends it with c to the client
// there is, or calls fail: unless that client has gone meanwhile, or something else has been
// asked.
func (f *files) feed(ctx app.Context, pick Pick, c protocol.Load, asked *int, there func() *client.Client, fail func(reason string)) {
	*asked++
	mine, to := *asked, there()
	due := func() bool { return mine == *asked && to == there() }
	f.read(ctx, pick, c, func(c protocol.Load) {
		if due() {
			to.Send(c)
		}
	}, func(reason string) {
		if due() {
			fail(reason)
		}
	})
}

// read reads the piece of the files picked that c asks for, and calls one of done, with the
// piece in c, and fail.
func (f *files) read(ctx app.Context, pick Pick, c protocol.Load, done func(protocol.Load), fail func(reason string)) {
	which, at, end := pick.Model, c.At, pick.ModelSize
	if at >= end {
		which, at, end = pick.Tokenizer, at-pick.ModelSize, pick.TokensSize
	}
	failed := func(reason string) { ctx.Dispatch(func(app.Context) { fail(reason) }) }
	chosen := f.chosen[pick.N]
	if which < 0 || which >= len(chosen) {
		failed("")
		return
	}
	end = min(end, at+filePiece)
	readFile(chosen[which], at, end, func(data []byte) {
		if len(data) != end-at {
			failed("")
			return
		}
		c.Data = data
		ctx.Dispatch(func(app.Context) { done(c) })
	}, failed)
}

// readFile reads the bytes of a File from one to another, and calls one of done and fail.
func readFile(file app.Value, from, to int, done func([]byte), fail func(reason string)) {
	then(file.Call("slice", from, to).Call("arrayBuffer"), func(buffer app.Value) {
		defer func() {
			if recover() != nil {
				fail("there is no memory for it")
			}
		}()
		array := app.Window().Get("Uint8Array").New(buffer)
		data := make([]byte, array.Get("length").Int())
		app.CopyBytesToGo(data, array)
		done(data)
	}, func(err app.Value) {
		fail(app.Window().Call("String", err).String())
	})
}

// giveSaved gives the reader the file that has come together.
func (p *page) giveSaved() {
	if p.files.given == p.state.Own.Saving.Files {
		return
	}
	p.files.given = p.state.Own.Saving.Files
	saveBlob(savedName(p.state), app.Window().Get("Blob").New(p.files.saved.array, map[string]any{"type": "application/octet-stream"}))
	p.files.saved = pieces{}
}

// savedName is a name for the file of the model that was saved.
func savedName(s State) string {
	name := "story"
	if s.Own.Saving.Use.Own {
		name = baseName(s.Own.Model.Name)
	}
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
	use := s.Own.Saving.Use
	name = clean + "-g" + strconv.Itoa(use.KVHeads)
	if use.Source != protocol.Uptrained {
		name += "-" + sourceNames[use.Source]
	}
	return name + ".gguf"
}

// baseName is the name of a model's file, without what it ends in.
func baseName(name string) string {
	for _, extension := range []string{".gguf", ".bin"} {
		if base, ok := strings.CutSuffix(name, extension); ok && base != "" {
			name = base
		}
	}
	return name
}
