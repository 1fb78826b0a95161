package edge

import (
	"html"
	"net/http"
	"strconv"
	"strings"
)

// head serves the page to those who only show links to it: its head, with all addresses
// absolute, and the link. The static page cannot do this, as it knows neither its host
// nor its parameters.
func head(w http.ResponseWriter, r *http.Request) {
	l := newLink(origin(r), r.URL.Query())
	preview := l.preview()
	var pairs []string
	for _, v := range [][2]string{
		{"lang", l.lang.Tag()},
		{"site", l.lang.Title()},
		{"kind", l.kind()},
		{"sharing", l.sharing()},
		{"groups", l.lang.PictureDesc(l.heads, l.kvHeads)},
		{"headline", l.lang.Headline()},
		{"page", l.page()},
		{"oembed", l.oembed()},
		{"type", preview.mediaType},
		{"picture", preview.address},
		{"width", strconv.Itoa(preview.width)},
		{"height", strconv.Itoa(preview.height)},
	} {
		pairs = append(pairs, "{"+v[0]+"}", html.EscapeString(v[1]))
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	answer(w, "text/html; charset=utf-8", strings.NewReplacer(pairs...).Replace(headHTML))
}

const headHTML = `<!DOCTYPE html>
<html lang="{lang}">
<meta charset="UTF-8">
<link rel="alternate" type="application/json+oembed" href="{oembed}">
<title>{site}: {kind}</title>
<meta name="description" content="{sharing}. {headline}">
<meta name="twitter:card" content="summary_large_image">
<meta property="og:type" content="website">
<meta property="og:site_name" content="{site}">
<meta property="og:title" content="{kind}">
<meta property="og:description" content="{sharing}. {headline}">
<meta property="og:url" content="{page}">
<meta property="og:image" content="{picture}">
<meta property="og:image:type" content="{type}">
<meta property="og:image:width" content="{width}">
<meta property="og:image:height" content="{height}">
<meta property="og:image:alt" content="{groups}">
<p><a href="{page}">{sharing}</a></p>
</html>
`
