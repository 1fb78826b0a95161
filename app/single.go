//go:build !js

package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// single is the page as one file, with all that it would fetch in it: it runs where there
// is no server at all. Its policy names the scripts and styles by their content.
func (b *builder) single() (string, error) {
	files := make(map[string]any)
	for name, f := range b.files {
		switch {
		case isFetched(name):
			files[name] = struct {
				file
				Data string `json:"data"`
			}{f, base64.StdEncoding.EncodeToString(b.site[f.Path])}
		case isWorker(name):
			files[name] = map[string]string{"text": b.worker(name)}
		}
	}
	var scripts, styles []string // what the policy allows
	var err error
	inline := func(tag, text string, allowed *[]string) string {
		if strings.Contains(text, "</"+tag) || strings.Contains(text, "<!--") {
			err = fmt.Errorf("a %s that HTML cannot hold", tag)
		}
		sum := sha256.Sum256([]byte(text))
		*allowed = append(*allowed, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		return "<" + tag + ">" + text + "</" + tag + ">\n"
	}
	page := string(b.site["index.html"])
	for _, link := range singleLinks.FindAllStringSubmatch(page, -1) {
		by := ""
		switch content := b.site[link[1]]; path.Ext(link[1]) {
		case ".css":
			if strings.Contains(link[0], `rel="stylesheet"`) {
				by = inline("style", string(content), &styles)
			}
		case ".svg":
			by = `<link href="data:image/svg+xml;base64,` + base64.StdEncoding.EncodeToString(content) + `" rel="icon">` + "\n"
		}
		page = strings.Replace(page, link[0], by, 1)
	}
	first := inline("script", `self.site = { files: {}, base: new URL("./", location.href).href };`+"\n"+b.texts["web/load.js"]+b.texts["web/boot.js"], &scripts)
	last := inline("script", "site.files = "+marshal(files)+";\n", &scripts) +
		inline("script", b.texts["web/wasm_exec.js"], &scripts) +
		inline("script", b.texts["web/app.js"], &scripts)
	if err != nil {
		return "", err
	}
	own := "default-src 'none'; script-src 'wasm-unsafe-eval' " + strings.Join(scripts, " ") + "; worker-src blob:; style-src " +
		strings.Join(styles, " ") + "; img-src data: blob:; base-uri 'none'; form-action 'none'"
	for _, e := range [][2]string{
		{regexp.QuoteMeta(policy), own},
		{`<script src="[^"]*"></script>\n`, first},
		{`</body>`, last + "</body>"},
	} {
		if page, err = replace(page, e[0], e[1]); err != nil {
			return "", err
		}
	}
	if left := singleLinks.FindAllString(page, -1); len(left) > 0 {
		return "", fmt.Errorf("it would still fetch %q", left)
	}
	return page, nil
}

// singleLinks are the files that the page's head names.
var singleLinks = regexp.MustCompile(`<link [^>]*href="\./([^"]*)"[^>]*>\n`)
