package edge

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

const (
	frameWidth  = 800 // as large as the page is shown if there is room
	frameHeight = 680
	maxURL      = 2000 // bytes
)

// rich is the answer of oEmbed, section 2.3.4.4.
type rich struct {
	Version         string `json:"version"`
	Type            string `json:"type"`
	Title           string `json:"title"`
	ProviderName    string `json:"provider_name"`
	ProviderURL     string `json:"provider_url"`
	CacheAge        int    `json:"cache_age"`
	HTML            string `json:"html"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
	ThumbnailURL    string `json:"thumbnail_url"`
	ThumbnailWidth  int    `json:"thumbnail_width"`
	ThumbnailHeight int    `json:"thumbnail_height"`
}

// oembed describes a link to the page. The status of an error is as in section 2.3.5: 404
// for anything but the page, 501 for a format other than JSON; and 400 for what is not an
// oEmbed request. Nothing from a link that is not ours is repeated in the answer.
func oembed(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if format := query.Get("format"); format != "" && format != "json" {
		http.Error(w, "There is JSON only.", http.StatusNotImplemented)
		return
	}
	width, err1 := atMost(frameWidth, query.Get("maxwidth"))
	height, err2 := atMost(frameHeight, query.Get("maxheight"))
	if err := errors.Join(err1, err2); err != nil {
		http.Error(w, "maxwidth and maxheight are whole numbers of pixels.", http.StatusBadRequest)
		return
	}
	address := query.Get("url")
	u, err := url.Parse(address)
	if address == "" || len(address) > maxURL || err != nil {
		http.Error(w, fmt.Sprintf("url is the address of the page, of at most %d bytes.", maxURL), http.StatusBadRequest)
		return
	}
	own := origin(r)
	if !isPage(u, own) {
		http.Error(w, "There is no such page here.", http.StatusNotFound)
		return
	}
	l := newLink(own, u.Query())
	preview := l.preview()
	across, down := float64(preview.width), float64(preview.height)
	scale := min(1, float64(width)/across, float64(height)/down) // of what is shown of it
	text, err := json.Marshal(rich{
		Version:         "1.0",
		Type:            "rich",
		Title:           l.lang.Title() + ": " + l.sharing(),
		ProviderName:    l.lang.Title(),
		ProviderURL:     own + "/",
		CacheAge:        maxAge,
		HTML:            l.html(width, height),
		Width:           width,
		Height:          height,
		ThumbnailURL:    preview.address,
		ThumbnailWidth:  max(1, int(scale*across)),
		ThumbnailHeight: max(1, int(scale*down)),
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, "application/json", string(text))
}

// atMost is a size in pixels, or the limit on it if that is smaller.
func atMost(size int, limit string) (int, error) {
	if limit == "" {
		return size, nil
	}
	n, err := strconv.Atoi(limit)
	if err == nil && n < 1 {
		err = strconv.ErrRange
	}
	return min(size, n), err
}

// isPage says whether a URL is that of the page at this origin, by either scheme.
func isPage(u *url.URL, own string) bool {
	_, host, _ := strings.Cut(own, "://")
	return (u.Scheme == "https" || u.Scheme == "http") && u.User == nil && strings.EqualFold(u.Host, host) &&
		pagePaths.MatchString(u.Path)
}

// pagePaths are the paths of the page and of its short form, now and in any version.
var pagePaths = regexp.MustCompile(`^(|(/v/\d+\.\d+\.\d+)?/(embed/)?(index\.html)?)$`)

// html is the page as a frame. It only needs to run scripts: it has no origin, no
// storage, and nothing of the page around it.
func (l link) html(width, height int) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="%d" height="%d" loading="lazy" `+
		`sandbox="allow-scripts allow-popups" referrerpolicy="no-referrer"></iframe>`,
		html.EscapeString(l.frame()), html.EscapeString(l.sharing()), width, height)
}
