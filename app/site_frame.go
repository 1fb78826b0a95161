//go:build !js

package main

import (
	"bytes"
	"crypto/sha512"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
	"gqaplayground/attention"
)

// drawnHeads are the numbers of query heads that there are pictures and tables of.
var drawnHeads = []int{1, 2, 4, 8, 16, 32}

// folders are where other pages find what they take from the site: as it is now, and as
// it is in this version.
var folders = []string{"", "v/" + Version + "/"}

// frames adds what other pages take from the site: the page for frames, the element's
// script, pictures and tables, in both folders, and the gallery, which shows how. In a
// version's folder is also the whole page, to which its frames lead. What all of them load
// lies in web/ once.
func (b *builder) frames(page string) error {
	h := handler()
	h.Styles = append(h.Styles, "/web/frame.css")
	h.Scripts = append([]string{"/web/frame.js"}, h.Scripts...)
	framed, err := b.page(h, frameFolder)
	if err != nil {
		return err
	}
	if framed, err = replace(framed, `<link [^>]*rel="manifest"[^>]*>\n`, ``); err != nil {
		return err
	}
	b.place(folders[1]+"index.html", page)
	for _, folder := range folders {
		b.place(folder+"embed/index.html", framed)
		b.site[folder+"embed.js"] = []byte(packed(b.texts["web/embed.js"]))
	}
	for _, heads := range drawnHeads {
		for _, kvHeads := range attention.Divisors(heads) {
			if err := b.drawn(heads, kvHeads); err != nil {
				return err
			}
		}
	}
	for _, l := range words.Langs {
		if err := b.gallery(l); err != nil {
			return err
		}
	}
	return nil
}

// place puts a page at a path in the site.
func (b *builder) place(path, page string) {
	b.site[path] = []byte(b.addresses(page, strings.Repeat("../", strings.Count(path, "/"))))
}

// addressed is the page with what only a site can say that knows its address: where it
// is, and how other pages may show it (https://oembed.com), first of all in its head, as
// some read no further.
func (b *builder) addressed(page, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("-address %s: want an address such as https://example.org/gqa/", address)
	}
	address = strings.TrimSuffix(u.String(), "/") + "/"
	l, s := words.English, newState()
	frame := strings.ReplaceAll(frameOf(l, address, fmt.Sprintf("g=%d", s.KVHeads), s.KVHeads, s.Config.Heads, frameHeights[HeadsView]), "\n       ", "")
	picture := fmt.Sprintf("%sembed/pic/h%d-g%d.png", address, s.Config.Heads, s.KVHeads)
	width, height := pixelSize(scene(l, attention.Config{Heads: s.Config.Heads, KVHeads: s.KVHeads}))
	b.site["oembed.json"] = []byte(marshal(map[string]any{
		"version": "1.0", "type": "rich", "title": l.Title(), "provider_name": l.Title(), "provider_url": address, "cache_age": 3600,
		"html": strings.Replace(frame, `width="100%"`, `width="640"`, 1), "width": 640, "height": frameHeights[HeadsView],
		"thumbnail_url": picture, "thumbnail_width": width, "thumbnail_height": height,
	}))
	escape := html.EscapeString
	return replace(page, `<meta charset="UTF-8">\n`, `<meta charset="UTF-8">`+"\n"+
		`<link rel="alternate" type="application/json+oembed" href="`+escape(address)+`oembed.json">`+"\n"+
		`<link rel="canonical" href="`+escape(address)+`">`+"\n"+
		`<meta property="og:url" content="`+escape(address)+`">`+"\n"+
		`<meta property="og:image" content="`+escape(picture)+`">`+"\n")
}

// packed is a script without the comments and the margin that only its readers need.
func packed(script string) string {
	return regexp.MustCompile(`(?m)^ *//.*\n|^ +`).ReplaceAllString(script, "")
}

// drawn adds the pictures and the tables of one number of query and key/value heads.
func (b *builder) drawn(heads, kvHeads int) error {
	c := attention.Config{Heads: heads, KVHeads: kvHeads}
	name := fmt.Sprintf("h%d-g%d", heads, kvHeads)
	english := scene(words.English, c)
	for _, dark := range []bool{false, true} {
		to := "embed/pic/" + name
		if dark {
			to += "-dark"
		}
		l := words.English
		svg := []byte(english.Alone(l.PictureTitle(heads, kvHeads), l.PictureDesc(heads, kvHeads), dark).Document())
		png, err := pixels(english, dark)
		if err != nil {
			return err
		}
		for _, folder := range folders {
			b.site[folder+to+".svg"], b.site[folder+to+".png"] = svg, png
		}
	}
	for _, l := range words.Langs {
		type row struct{ Head, Queries string }
		var rows []row
		for g := range kvHeads {
			rows = append(rows, row{fmt.Sprintf("K%d, V%d", g+1, g+1), strings.Join(queriesOf(c, g), ", ")})
		}
		text, err := fill(tableTemplate, map[string]any{
			"Lang": l, "Policy": policy, "Name": name, "Heads": heads, "KVHeads": kvHeads,
			"Kind": l.Kind(heads, kvHeads), "Title": l.PictureTitle(heads, kvHeads), "Desc": l.PictureDesc(heads, kvHeads),
			"Share": l.CacheShare(heads, kvHeads), "Rows": rows,
			"Width": english.Width + 2*picture.Edge, "Height": english.Height + 2*picture.Edge,
		})
		if err != nil {
			return err
		}
		for _, folder := range folders {
			b.place(folder+"embed/table/"+name+strings.TrimPrefix("."+l.File(), ".index"), text)
		}
	}
	return nil
}

// example is one way of the gallery to put the page elsewhere.
type example struct {
	ID, Title, Says string
	Demo            template.HTML
	Codes           []code
}

// code is a text to copy.
type code struct{ Name, Text string }

// gallery adds the gallery in a language.
func (b *builder) gallery(l words.Lang) error {
	script := b.site["embed.js"]
	text, err := fill(galleryTemplate, map[string]any{
		"Lang": l, "Langs": words.Langs, "Policy": policy, "Version": Version,
		"Raw": len(script), "Gzip": len(compress(script)),
		"Examples": examples(l, integrity(script)),
	})
	if err != nil {
		return err
	}
	b.place("gallery/"+l.File(), text)
	return nil
}

// integrity is the digest of a script by which a page makes sure of it.
func integrity(script []byte) string {
	sum := sha512.Sum384(script)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}

var (
	//go:embed gallery.html
	galleryHTML     string
	galleryTemplate = template.Must(template.New("gallery.html").Funcs(template.FuncMap{"entries": entries}).Parse(galleryHTML))

	//go:embed table.html
	tableHTML     string
	tableTemplate = template.Must(template.New("table.html").Parse(tableHTML))
)

// entries is a table of the gallery's reference.
func entries(columns [2]string, of []words.Entry) map[string]any {
	return map[string]any{"Columns": columns, "Entries": of}
}

// fill is a page by its template.
func fill(t *template.Template, data any) (string, error) {
	var text bytes.Buffer
	if err := t.Execute(&text, data); err != nil {
		return "", err
	}
	return text.String(), nil
}

// anyHost stands in the snippets for the address of the site, which does not know it.
const anyHost = "https://your.host/gqa/"

// frameOf is the HTML of a frame, on a site whose folder is base.
func frameOf(l words.Lang, base, query string, kvHeads, heads, height int) string {
	return fmt.Sprintf(`<iframe src="%sembed/?%s" title="%s" width="100%%" height="%d" loading="lazy"`+"\n"+
		`        sandbox="allow-scripts allow-popups" referrerpolicy="no-referrer"></iframe>`,
		base, html.EscapeString(query), html.EscapeString(l.FrameTitle(heads, kvHeads)), height)
}

// examples are the gallery's.
func examples(l words.Lang, integrity string) []example {
	const heads, g = 8, 2
	lang := "&lang=" + l.Tag()
	version := "v/" + Version + "/"
	pic := func(base string) string {
		return fmt.Sprintf(`<img src="%sembed/pic/h%d-g%d.svg" alt="%s" width="624" height="309">`, base, heads, g, html.EscapeString(l.PictureTitle(heads, g)))
	}
	element := func(base, version, attrs string) string {
		return `<gqa-playground ` + attrs + `>` + "\n" +
			`  <a href="` + base + version + `embed/?h=8&amp;g=2&amp;lang=` + l.Tag() + `">` + pic(base+version) + "</a>\n</gqa-playground>"
	}
	attrs := fmt.Sprintf(`h="%d" g="%d" view="cache" height="%d" lang="%s" label="%s"`, heads, g, frameHeights[CacheView], l.Tag(), html.EscapeString(l.FrameTitle(heads, g)))
	scriptTag := `<script defer src="` + anyHost + version + `embed.js" integrity="` + integrity + `" crossorigin="anonymous"></script>`
	task := "h=32&g=8&dh=128&layers=32&ctx=8192&bytes=2&hide=story,rooms&lock=ctx" + lang
	slide := func(n, g int) string {
		return fmt.Sprintf("<section>\n<h3>%s</h3>\n"+`<iframe data-src="../embed/?g=%d%s" title="%s" height="%d" sandbox="allow-scripts allow-popups"></iframe>`+"\n</section>",
			l.Slide(n), g, html.EscapeString(lang), html.EscapeString(l.FrameTitle(heads, g)), frameHeights[HeadsView])
	}
	return []example{
		{"plain", l.InPlain(), l.InPlainSays(), template.HTML(frameOf(l, "../", "g=2"+lang, g, heads, frameHeights[HeadsView])),
			[]code{{"HTML", frameOf(l, anyHost, "g=2"+lang, g, heads, frameHeights[HeadsView])}}},
		{"blog", l.InBlog(), l.InBlogSays(), template.HTML(`<div class="article"><p>` + html.EscapeString(l.BlogBefore()) + `</p>` +
			element("../", "", attrs) + `<p>` + html.EscapeString(l.BlogAfter()) + `</p></div>`),
			[]code{{"HTML", scriptTag + "\n\n" + element(anyHost, version, attrs)}}},
		{"slides", l.InSlides(), l.InSlidesSays(), template.HTML(`<div class="slides">` + slide(1, 2) + slide(2, 1) +
			`<p class="buttons"><button type="button" id="slide-back">` + l.Back() + `</button> <button type="button" id="slide-on">` + l.Onward() + `</button></p></div>`),
			[]code{{"reveal.js", `<section>
  <h2>` + l.Slide(1) + `</h2>
  <iframe data-src="` + anyHost + `embed/?g=2` + html.EscapeString(lang) + `" title="` + html.EscapeString(l.FrameTitle(heads, g)) + `"
          width="960" height="` + strconv.Itoa(frameHeights[HeadsView]) + `" sandbox="allow-scripts allow-popups"></iframe>
</section>`}}},
		{"notebook", l.InNotebook(), l.InNotebookSays(), template.HTML(`<div class="cell"><span class="count">[2]:</span>` +
			frameOf(l, "../", "g=2"+lang, g, heads, frameHeights[HeadsView]) + `<span class="count">PDF</span><div class="picture-only">` + pic("../") + `</div></div>`),
			[]code{{"Python", `import urllib.parse, urllib.request

class GQA:
    """The GQA Playground in a notebook: a frame, and a picture where there are no frames."""
    base = "` + anyHost + version + `"

    def __init__(self, h=8, g=2, height=` + strconv.Itoa(frameHeights[HeadsView]) + `, **parameters):
        self.h, self.g, self.height = h, g, height
        self.query = urllib.parse.urlencode({"h": h, "g": g, **parameters})

    def _repr_mimebundle_(self, include=None, exclude=None):
        picture = f"{self.base}embed/pic/h{self.h}-g{self.g}.png"
        frame = (f'<iframe src="{self.base}embed/?{self.query.replace("&", "&amp;")}" width="100%" height="{self.height}"'
                 ' title="` + l.Subject() + `" sandbox="allow-scripts allow-popups"></iframe>')
        return {"text/html": frame, "image/png": urllib.request.urlopen(picture).read(),
                "text/plain": f"GQA(h={self.h}, g={self.g}): {picture}"}

GQA(h=8, g=2, lang="` + l.Tag() + `")`}}},
		{"quarto", l.InQuarto(), l.InQuartoSays(), template.HTML(`<div class="picture-only">` + pic("../") + `</div>`),
			[]code{{"Quarto", `::: {.content-visible when-format="html"}
` + frameOf(l, anyHost, "g=2"+lang, g, heads, frameHeights[HeadsView]) + `
:::

::: {.content-visible unless-format="html"}
![` + l.PictureTitle(heads, g) + `](` + anyHost + `embed/pic/h8-g2.png)
:::`}}},
		{"course", l.InCourse(), l.InCourseSays(), template.HTML(`<div class="lms"><p class="course">` + html.EscapeString(l.CoursePage()) + `</p>` +
			frameOf(l, "../", "g=4&view=time"+lang, 4, heads, frameHeights[TimeView]) + `</div>`),
			[]code{{"HTML", frameOf(l, anyHost, "g=4&view=time"+lang, 4, heads, frameHeights[TimeView])}}},
		{"task", l.InTask(), l.InTaskSays(), template.HTML(frameOf(l, "../", task, 8, 32, frameHeights[HeadsView])),
			[]code{{"HTML", frameOf(l, anyHost, task, 8, 32, frameHeights[HeadsView])}}},
		{"program", l.InProgram(), l.InProgramSays(), template.HTML(`<gqa-playground id="driven" g="4" height="` + strconv.Itoa(frameHeights[HeadsView]) + `" lang="` + l.Tag() + `" load="seen">` +
			pic("../") + `</gqa-playground><p class="buttons"><button type="button" data-set='{"g":1}'>set({g: 1})</button> ` +
			`<button type="button" data-set='{"g":8}'>set({g: 8})</button></p><p id="heard" class="told"></p>`),
			[]code{{"JavaScript", `const gqa = document.querySelector("gqa-playground");
gqa.addEventListener("gqa-change", ({ detail }) => console.log(detail.state.g, detail.numbers.cacheBytes));
await gqa.set({ g: 1 });
await gqa.run();
const { results } = await gqa.measure({ contexts: [1024, 4096], groups: [8, 1] });
console.log(results[1].times); // median of the time per token, its 95 % interval, n, ratio
document.body.append(Object.assign(new Image(), { src: URL.createObjectURL(await gqa.toPNG()) }));`}}},
		{"picture", l.InPicture(), l.InPictureSays(), template.HTML(`<div class="picture-only"><img src="../embed/pic/h32-g8.svg" alt="` + html.EscapeString(l.PictureTitle(32, 8)) +
			`" width="944" height="309"></div><p><a href="../embed/table/h32-g8` + path.Ext(strings.TrimSuffix("x."+l.File(), ".html")) + `.html">` + l.AsTable() + `</a></p>`),
			[]code{{"HTML", `<picture>
  <source srcset="` + anyHost + `embed/pic/h8-g2-dark.svg" media="(prefers-color-scheme: dark)">
  ` + pic(anyHost) + `
</picture>`}}},
	}
}
