package main

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/json"
)

// frameFolder is where the page for frames lies, below the site or a version of it.
const frameFolder = "/embed/"

// frameAddress is the address of the page for frames, without its query; empty if u is
// another page.
func frameAddress(u *url.URL) string {
	if !strings.HasSuffix(strings.TrimSuffix(u.Path, "index.html"), frameFolder) {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// framed is the page's end of frame.js, which carries letters to and from the page
// around.
type framed struct {
	begun         bool
	changed, runs string // the last letters about these
}

// begin listens to frame.js, and says that the frame is ready.
func (f *framed) begin(ctx app.Context, s State, send func(any)) {
	if f.begun {
		return
	}
	f.begun = true
	for _, n := range s.Notes {
		app.Window().Get("console").Call("warn", "GQA Playground: "+s.Lang.Note(n.Name, n.Value, n.Used))
	}
	f.changed, f.runs = text(s.change()), text(s.runs())
	on := func(do func(args []app.Value) any) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			ctx.Dispatch(func(app.Context) { send(do(args)) })
			return nil
		})
	}
	frame().Call("listen", map[string]any{
		"letter": on(func(args []app.Value) any {
			if args[1].Truthy() { // as if the reader had chosen it
				send(Choose{Files: args[1]})
			}
			return Received{Text: args[0].String(), File: args[1].Truthy()}
		}),
		"seen": on(func(args []app.Value) any { return Seen{args[0].Bool()} }),
	})
	frame().Call("post", text(s.ready(nil)))
}

// post sends what is to be posted, and what has changed.
func (f *framed) post(s State) State {
	for _, l := range s.Frame.Letters {
		frame().Call("post", text(l))
	}
	if n := len(s.Frame.Letters); n > 0 {
		s = Update(s, Posted{n})
	}
	if c := text(s.change()); c != f.changed {
		f.changed = c
		frame().Call("post", c)
	}
	if r := text(s.runs()); r != f.runs {
		f.runs = r
		frame().Call("post", r)
	}
	return s
}

// frame is what frame.js offers.
func frame() app.Value { return app.Window().Get("gqaFrame") }

func text(l Letter) string {
	b, err := json.Marshal(l)
	if err != nil {
		panic("app: a letter cannot be written: " + err.Error()) // it has no such values
	}
	return string(b)
}
