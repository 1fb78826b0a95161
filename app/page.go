package main

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"gqaplayground/app/words"
	"gqaplayground/wasm/client"
	"gqaplayground/wasm/protocol"
)

const (
	tokenPace = 45 * time.Millisecond   // from one token of the story to the next: for reading, not for speed
	idleAfter = 1200 * time.Millisecond // of the story in sight: the engine starts by itself
	quiet     = 500 * time.Millisecond  // before something is said to a screen reader
	settled   = 300 * time.Millisecond  // before the rooms and the URL follow
	givenWay  = 400 * time.Millisecond  // to the slider while it moves, by the story and by a training before each piece
)

// page is the one component. It holds the state and turns the loop: message, Update,
// what follows from the new state, View.
type page struct {
	app.Compo
	state State
	ctx   app.Context // nil until mounted in a browser

	sheet *sheet // nil until mounted in a browser
	turns turns
	turn  alarm // of the next panel whose turn is waited for
	asked bool  // the reader has done something that may show anywhere

	client  *client.Client
	started int // State.Starts that have been seen to
	saved   int // State.Saves
	navs    int // addresses followed
	toured  int // State.Tour.Step that has been shown
	files   files
	ticking bool
	said    later
	written later
	resting later
	framed  framed
	trainer trainer
	titled  words.Lang // the language of the document's title, which is built in English
}

func newPage() app.Composer {
	p := &page{state: newState(), asked: true}
	if app.IsClient { // it is drawn once before OnNav
		p.state = Update(p.state, Framed{frameAddress(app.Window().URL())})
		p.state = Update(p.state, Navigated{app.Window().URL().RawQuery, browserLanguage()})
	}
	return p
}

func browserLanguage() string {
	if language := app.Window().Get("navigator").Get("language"); language.Truthy() {
		return language.String()
	}
	return ""
}

// OnPreRender makes the state for the page as a file.
func (p *page) OnPreRender(ctx app.Context) {
	p.state = Update(p.state, Framed{frameAddress(ctx.Page().URL())})
	p.state = Update(p.state, Navigated{Query: ctx.Page().URL().RawQuery})
	ctx.Page().SetLang(p.state.Lang.Tag())
}

func (p *page) OnMount(ctx app.Context) {
	p.ctx = ctx
	story := app.Window().GetElementByID("story")
	if p.state.Frame.On { // which fetches nothing unasked
		story = app.Null()
	}
	whenSeen(story, func() {
		ctx.After(idleAfter, func(app.Context) { p.send(Idle{}) })
	})
}

// OnNav follows the URL: at the start, by a link of the page, back and forward.
func (p *page) OnNav(ctx app.Context) {
	p.ctx, p.asked = ctx, true
	p.state = Update(p.state, Placed{pageAddress(ctx.Page().URL().String())})
	p.state = Update(p.state, Navigated{Query: ctx.Page().URL().RawQuery, Browser: browserLanguage()})
	p.written.text = query(p.state)
	p.said.text = announcement(p.state)
	if p.navs++; p.navs == 1 {
		p.toured = p.state.Tour.Step // nothing takes the focus of a page that opens
	}
	if part := ctx.Page().URL().Fragment; isPart(part) {
		p.written.text = "#" // is not in the address for long, so that its link can be followed again
		if p.navs > 1 {
			focusLater(ctx, part)
		}
	}
	if p.state.Frame.On {
		p.framed.begin(ctx, p.state, p.send)
	}
	p.follow()
	if p.sheet != nil {
		p.sheet.Update()
	}
	if boot := app.Window().Get("site"); boot.Truthy() {
		boot.Call("taken") // what the reader has done so far is done again
	}
}

func (p *page) OnDismount() {
	p.ctx = nil
	p.trainer.stop()
	if p.client != nil {
		p.client.Stop()
	}
}

// Render gives the page to the sheet.
func (p *page) Render() app.UI { return &sheet{page: p} }

// sheet is what the reader sees of the page. It is a component of its own, as go-app draws one
// anew after everything that is said to it, and much is said to the page that shows later.
type sheet struct {
	app.Compo
	page *page
}

func (s *sheet) OnMount(app.Context) { s.page.sheet = s }

// Render draws the state, with the panels whose turn it is.
func (s *sheet) Render() app.UI {
	p := s.page
	behind, wait := p.turns.next(p.state, p.asked, time.Now())
	p.asked = false
	switch {
	case behind && wait == 0:
		s.Update()
	case behind:
		p.turn.at(p.ctx, time.Now().Add(wait), s.Update)
	}
	return viewOf(p.state, func(v *view) app.UI { return v.showing(p.turns.last[v].shown, p.send) }, p.send)
}

// send says that something has happened. It is called on the UI goroutine only, as all
// of go-app's handlers are.
func (p *page) send(msg any) {
	if chosen, ok := msg.(Choose); ok {
		p.pick(chosen)
		return
	}
	draws := true
	switch msg.(type) {
	case Drag, Nudge:
	case Settle, Rest, Waited, Tick, Spoke, TrainerSaid, protocol.Event:
		draws = !p.turn.set // otherwise what it changes is drawn with that panel
	default: // something else of the reader's: the slider is done with
		p.asked = true
		p.state = Update(p.state, Rest{})
	}
	p.state = Update(p.state, msg)
	p.follow()
	if draws && p.sheet != nil {
		p.sheet.Update()
	}
}

// follow does what follows from the state.
func (p *page) follow() {
	if p.ctx == nil {
		return
	}
	if p.started != p.state.Starts {
		p.started = p.state.Starts
		p.startEngine()
	}
	if p.saved != p.state.Saves {
		p.saved = p.state.Saves
		save(p.state)
	}
	if step := p.state.Tour.Step; p.toured != step {
		if p.toured = step; step == 0 {
			focusLater(p.ctx, "offer-tour")
		} else {
			focusLater(p.ctx, "tour-title")
		}
	}
	p.giveSaved()
	if c := next(p.state); c != nil {
		p.state = Update(p.state, Asked{c})
		if load, ok := c.(protocol.Load); ok {
			p.sendPiece(load)
		} else {
			p.client.Send(c)
		}
	}
	p.state = p.trainer.follow(p.ctx, p.state, &p.files, p.send)
	if p.state.Frame.On {
		p.state = p.framed.post(p.state)
	}
	if p.state.Story.Playing && !p.state.Frame.Away && !p.ticking {
		p.ticking = true
		p.ctx.After(p.state.pace(tokenPace), func(app.Context) {
			p.ticking = false
			p.send(Tick{})
		})
	}
	p.resting.set(p.ctx, settled, strconv.Itoa(p.state.Moves), func(string) { p.send(Rest{}) })
	p.said.set(p.ctx, quiet, announcement(p.state), func(text string) { p.send(Spoke{text}) })
	if !p.state.Frame.On && p.state.Moves == 0 {
		ctx := p.ctx
		p.written.set(ctx, settled, query(p.state), func(text string) {
			whenIdle(func() {
				if text == p.written.text { // and nobody has gone elsewhere meanwhile
					writeURL(ctx, text)
				}
			})
		})
	}
	if page, l := p.ctx.Page(), p.state.Lang; p.titled != l {
		p.titled = l
		page.SetLang(l.Tag())
		page.SetTitle(l.Title())
	}
}

func (p *page) startEngine() {
	if p.client != nil {
		p.client.Stop()
	}
	ctx := p.ctx
	var started *client.Client
	started = client.Start(ctx.ResolveStaticResource("/web/engine-worker.js"), func(e protocol.Event) {
		ctx.Dispatch(func(app.Context) {
			if p.client != started {
				return // one that was stopped meanwhile
			}
			if saved, ok := e.(protocol.Saved); ok {
				p.files.saved.add(saved)
			}
			p.send(e)
		})
	})
	p.client = started
}

// alarm is something to be done at a time, which may be put off. However often it is, there is
// one clock: the slider puts off several with every move, and each clock takes of the page's time.
type alarm struct {
	due time.Time
	set bool
}

func (a *alarm) at(ctx app.Context, due time.Time, do func()) {
	a.due = due
	if !a.set {
		a.set = true
		a.wait(ctx, do)
	}
}

func (a *alarm) wait(ctx app.Context, do func()) {
	ctx.After(time.Until(a.due), func(app.Context) {
		if time.Now().Before(a.due) {
			a.wait(ctx, do)
			return
		}
		a.set = false
		do()
	})
}

// later is a text that is passed on once it has not changed for a while.
type later struct {
	text  string
	alarm alarm
}

func (l *later) set(ctx app.Context, after time.Duration, text string, do func(string)) {
	if text != l.text {
		l.text = text
		l.alarm.at(ctx, time.Now().Add(after), func() { do(l.text) })
	}
}

// writeURL shows the state in the address bar, where the browser lets it.
func writeURL(ctx app.Context, query string) {
	defer func() {
		_ = recover() // a frame may forbid it: then the address stays as it is
	}()
	var u url.URL = *ctx.Page().URL()
	u.RawQuery = query
	if isPart(u.Fragment) {
		u.Fragment = ""
	}
	ctx.Page().ReplaceURL(&u)
}

// whenIdle calls do once the browser has nothing else to do, or soon; at once where it
// cannot tell.
func whenIdle(do func()) {
	if !app.Window().Get("requestIdleCallback").Truthy() {
		do()
		return
	}
	var idle app.Func
	idle = app.FuncOf(func(app.Value, []app.Value) any {
		idle.Release()
		do()
		return nil
	})
	app.Window().Call("requestIdleCallback", idle, map[string]any{"timeout": 1000})
}

// whenSeen calls do, once, when an element comes into sight; at once where the browser
// cannot tell.
func whenSeen(element app.Value, do func()) {
	observer := app.Window().Get("IntersectionObserver")
	if !observer.Truthy() || !element.Truthy() {
		do()
		return
	}
	var seen app.Func
	seen = app.FuncOf(func(this app.Value, args []app.Value) any {
		for i := range args[0].Length() {
			if args[0].Index(i).Get("isIntersecting").Bool() {
				args[1].Call("disconnect")
				seen.Release()
				do()
				break
			}
		}
		return nil
	})
	observer.New(seen).Call("observe", element)
}

// isPart says whether an address's fragment names a part of the page. Some who frame the
// page have other uses for it.
func isPart(fragment string) bool { return fragment != "" && !strings.Contains(fragment, "=") }

// focusLater gives an element the focus once it is drawn.
func focusLater(ctx app.Context, id string) {
	ctx.Defer(func(app.Context) { focus(id) })
}

func focus(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		if e.Get("tabIndex").Int() < 0 {
			e.Set("tabIndex", -1) // can have the focus, and is passed over by the keyboard
		}
		e.Call("focus", map[string]any{"preventScroll": true})
	}
}
