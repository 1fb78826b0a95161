// Package edge answers what static files cannot: how a link to the page is shown
// elsewhere, in the state that the link describes. It runs on Cloudflare Workers, through
// ./worker.
//
// There, every request is answered by a new instance of the program, within a few
// milliseconds. So nothing is kept from one request to the next, and the routes are few:
//
//	GET /oembed?url=  the page as a frame, by oEmbed (https://oembed.com)
//	GET /og.svg?g=2   the picture with its name, as a card
//	GET /?g=2         the page, for those who read no more of it than its head
package edge

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// Handler serves the routes.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /oembed", oembed)
	mux.HandleFunc("GET /og.svg", drawCard)
	mux.HandleFunc("GET /{$}", head)
	return mux
}

// The page as a link without parameters opens it.
const (
	heads   = 8 // H, of the shipped models
	kvHeads = 4 // G
)

// maxHeads is the largest H that a link can ask for.
const maxHeads = 32

// Parameters are those that a link to the page can have. The page itself judges their
// values: only h, g and lang are read here, and the rest are passed on.
var Parameters = []string{"h", "g", "dh", "layers", "ctx", "batch", "bytes", "src", "temp", "seed", "prompt",
	"view", "hide", "lock", "motion", "run", "links", "lang", "theme"}

// link is a link to the page.
type link struct {
	origin  string // of the page: scheme and host
	query   string // with the parameters that the page knows, each once
	heads   int
	kvHeads int
	lang    words.Lang
}

// newLink reads a link's parameters as the page does: an invalid value gives the default,
// and a G that does not divide H the next lower one that does.
func newLink(origin string, query url.Values) link {
	l := link{origin: origin, heads: heads}
	if h, err := strconv.Atoi(query.Get("h")); err == nil && h >= 1 && h <= maxHeads {
		l.heads = h
	}
	most := kvHeads
	if g, err := strconv.Atoi(query.Get("g")); err == nil && g >= 1 {
		most = g
	}
	for _, d := range attention.Divisors(l.heads) {
		if d <= most {
			l.kvHeads = d
		}
	}
	if lang, ok := words.Of(query.Get("lang")); ok && lang.Tag() == query.Get("lang") {
		l.lang = lang
	}
	var pairs []string
	for _, name := range Parameters {
		if query.Has(name) {
			pairs = append(pairs, name+"="+url.QueryEscape(query.Get(name)))
		}
	}
	l.query = strings.Join(pairs, "&")
	return l
}

// page is the link itself.
func (l link) page() string {
	return l.at("/")
}

// frame is the link's page in its short form, for other pages.
func (l link) frame() string { return l.at("/embed/") }

func (l link) at(path string) string {
	if l.query == "" {
		return l.origin + path
	}
	return l.origin + path + "?" + l.query
}

// preview is a picture to show for a link: a PNG of the site, as most services that show
// previews show no SVG, or otherwise the card.
func (l link) preview() preview {
	if l.heads > 32 || l.heads&(l.heads-1) != 0 { // the site has pictures of no other numbers
		return preview{l.origin + "/og.svg?h=" + strconv.Itoa(l.heads) + "&g=" + strconv.Itoa(l.kvHeads) + "&lang=" + l.lang.Tag(),
			"image/svg+xml", picture.CardWidth, picture.CardHeight}
	}
	scene := picture.Heads(attention.Config{Heads: l.heads, KVHeads: l.kvHeads}, picture.Words{})
	size := func(x float64) int { return int(math.Ceil(picture.Pixels * (x + 2*picture.Edge))) }
	return preview{fmt.Sprintf("%s/embed/pic/h%d-g%d.png", l.origin, l.heads, l.kvHeads), "image/png", size(scene.Width), size(scene.Height)}
}

type preview struct {
	address, mediaType string
	width, height      int // pixels
}

// oembed is the address of the link's description.
func (l link) oembed() string { return l.origin + "/oembed?url=" + url.QueryEscape(l.page()) }

// kind names what the page shows; sharing says it in a sentence.
func (l link) kind() string    { return l.lang.Kind(l.heads, l.kvHeads) }
func (l link) sharing() string { return l.lang.PictureTitle(l.heads, l.kvHeads) }

// card is the picture with its caption.
func (l link) card() picture.Element {
	say := l.lang
	scene := picture.Heads(attention.Config{Heads: l.heads, KVHeads: l.kvHeads},
		picture.Words{Values: say.Values(), Keys: say.Keys(), Queries: say.Queries(), Groups: say.Groups()})
	return scene.Card(l.kind(), l.sharing(), say.Title()).
		Titled("card", l.sharing(), say.PictureDesc(l.heads, l.kvHeads))
}

// drawCard serves the card for any parameters: nothing else of them is shown.
func drawCard(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	answer(w, "image/svg+xml", newLink(origin(r), r.URL.Query()).card().Document())
}

// origin is the scheme and host by which a request reached us. On Workers its URL says
// so.
func origin(r *http.Request) string {
	scheme, host := r.URL.Scheme, r.URL.Host
	if scheme == "" {
		scheme = "http"
	}
	if host == "" {
		host = r.Host
	}
	return scheme + "://" + host
}

// maxAge is how many seconds an answer may be kept. It depends only on its address and on
// the words of this version.
const maxAge = 3600

func answer(w http.ResponseWriter, mediaType, text string) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(text)))
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(maxAge))
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	w.Write([]byte(text))
}
