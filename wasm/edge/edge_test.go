package edge

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"gqaplayground/attention"
)

const own = "https://gqa.example"

// get asks the handler as Workers do: with a URL that is whole.
func get(target string) *http.Response {
	r := httptest.NewRequest("GET", own+target, nil)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// describe asks for the description of a URL; more is further parameters.
func describe(address, more string) *http.Response {
	return get("/oembed?url=" + url.QueryEscape(address) + more)
}

func TestOEmbed(t *testing.T) {
	for _, test := range []struct {
		url, more     string
		width, height int
		src           string
	}{
		{own, "", 800, 680, own + "/embed/"},
		{own + "/", "&format=json", 800, 680, own + "/embed/"},
		{"http://GQA.example/index.html?g=2", "", 800, 680, own + "/embed/?g=2"},
		{own + "/?lang=ko&g=2#cache", "&maxwidth=600", 600, 680, own + "/embed/?g=2&lang=ko"},
		{own + "/?g=1", "&maxwidth=320&maxheight=200", 320, 200, own + "/embed/?g=1"},
		{own + "/?g=1", "&maxwidth=9999&maxheight=9999", 800, 680, own + "/embed/?g=1"},
		{own + "/embed/?h=16&g=8", "", 800, 680, own + "/embed/?h=16&g=8"},
		{own + "/v/1.0.0/embed/index.html?view=time&evil=1", "", 800, 680, own + "/embed/?view=time"},
		{own + "/v/1.0.0/?g=2", "", 800, 680, own + "/embed/?g=2"},
		{own + "/?g=1", "&maxwidth=1&maxheight=1", 1, 1, own + "/embed/?g=1"},
		{own + "/?utm_source=x&g=8&g=1", "", 800, 680, own + "/embed/?g=8"},
		{own + "/?prompt=" + url.QueryEscape(`"><script>&amp;`), "", 800, 680, own + "/embed/?prompt=%22%3E%3Cscript%3E%26amp%3B"},
	} {
		r := describe(test.url, test.more)
		if r.StatusCode != 200 || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s%s: %s, %s", test.url, test.more, r.Status, r.Header.Get("Content-Type"))
			continue
		}
		var got rich
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Errorf("%s: %v", test.url, err)
		}
		if got.Version != "1.0" || got.Type != "rich" || got.Width != test.width || got.Height != test.height {
			t.Errorf("%s%s: %+v", test.url, test.more, got)
		}
		if got.ThumbnailWidth > test.width || got.ThumbnailHeight > test.height || got.ThumbnailWidth < 1 || got.ThumbnailHeight < 1 {
			t.Errorf("%s%s: the picture is %d by %d", test.url, test.more, got.ThumbnailWidth, got.ThumbnailHeight)
		}
		src := regexp.MustCompile(`^<iframe src="([^"<>]*)" title="[^"<>]*" [^<>]*></iframe>$`).FindStringSubmatch(got.HTML)
		if src == nil || html.UnescapeString(src[1]) != test.src {
			t.Errorf("%s: %s, want a frame of %s", test.url, got.HTML, test.src)
		}
	}
}

// What is not the page is refused, and nothing of it comes back.
func TestOEmbedRefuses(t *testing.T) {
	const mark = "evil"
	for _, test := range []struct {
		url, more string
		status    int
	}{
		{"https://evil.example/", "", 404},
		{"https://gqa.example.evil.example/", "", 404},
		{"https://gqa.example:8443/?evil", "", 404},
		{"https://evil@gqa.example/", "", 404},
		{"https://gqa.example@evil.example/", "", 404},
		{"//gqa.example/evil", "", 404},
		{"/evil", "", 404},
		{"evil", "", 404},
		{own + "/evil", "", 404},
		{own + "/..%2Fevil", "", 404},
		{own + "/v/evil/embed/", "", 404},
		{own + "/v/1.0.0/embed/evil", "", 404},
		{own + "/embed/../evil", "", 404},
		{own + "//evil.example", "", 404},
		{own + `\evil`, "", 400},
		{"javascript:evil()", "", 404},
		{"data:text/html,<script>evil</script>", "", 404},
		{"ftp://gqa.example/evil", "", 404},
		{"https://[evil", "", 400},
		{"https://gqa.example/%zzevil", "", 400},
		{own + "/\r\nevil: 1", "", 400},
		{own + "/?prompt=" + strings.Repeat("evil", 1000), "", 400},
		{"", "", 400},
		{own + "/?g=2", "&format=xml", 501},
		{own + "/?g=2", "&format=evil", 501},
		{own + "/?g=2", "&maxwidth=evil", 400},
		{own + "/?g=2", "&maxwidth=0", 400},
		{own + "/?g=2", "&maxheight=-1", 400},
		{own + "/?g=2", "&maxheight=1e3", 400},
	} {
		r := describe(test.url, test.more)
		text := body(t, r)
		if r.StatusCode != test.status || strings.Contains(text, mark) {
			t.Errorf("%q%s: %s: %s, want %d", test.url, test.more, r.Status, text, test.status)
		}
		for name, values := range r.Header {
			if strings.Contains(name+strings.Join(values, ""), mark) {
				t.Errorf("%q: %s: %q", test.url, name, values)
			}
		}
	}
}

func TestPreview(t *testing.T) {
	for query, want := range map[string]string{
		"":                  "8 query heads share 4 key and value heads",
		"g=2":               "8 query heads share 2 key and value heads",
		"g=1&lang=en":       "8 query heads share 1 key and value head",
		"g=7":               "8 query heads share 4 key and value heads", // the next lower divisor
		"g=99":              "8 query heads share 8 key and value heads",
		"h=32&g=16":         "32 query heads share 16 key and value heads",
		"h=7":               "7 query heads share 1 key and value head",
		"h=99":              "8 query heads share 4 key and value heads",
		"g=0":               "8 query heads share 4 key and value heads",
		"g=<script>":        "8 query heads share 4 key and value heads",
		"g=2&g=8":           "8 query heads share 2 key and value heads",
		"g=2&lang=ko":       "쿼리 헤드 8개가 키/값 헤드 2개를 나눠 씁니다",
		"g=2&lang=ko-KR":    "8 query heads share 2 key and value heads",
		"g=2&lang=<script>": "8 query heads share 2 key and value heads",
	} {
		r := get("/og.svg?" + query)
		text := body(t, r)
		if r.StatusCode != 200 || r.Header.Get("Content-Type") != "image/svg+xml" {
			t.Errorf("%s: %s, %s", query, r.Status, r.Header.Get("Content-Type"))
		}
		if !strings.Contains(text, "<title id=\"card-title\">"+want+"</title>") || strings.Contains(text, "script") {
			t.Errorf("%s: no %q in %s", query, want, text)
		}
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", query, err)
			}
		}
	}
}

// The head leads to answers for the same state.
func TestHead(t *testing.T) {
	text := body(t, get("/?g=2&lang=ko&prompt="+url.QueryEscape(`"><script>`)))
	if strings.Contains(text, "script>") || strings.ContainsAny(text, "{}") {
		t.Errorf("%s", text)
	}
	address := func(pattern string) string {
		m := regexp.MustCompile(pattern).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("no %s in %s", pattern, text)
		}
		target, ok := strings.CutPrefix(html.UnescapeString(m[1]), own)
		if !ok {
			t.Fatalf("%s leads elsewhere", m[0])
		}
		return target
	}
	var got rich
	if err := json.NewDecoder(get(address(`json\+oembed" href="([^"]*)"`)).Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	page, picture := address(`og:url" content="([^"]*)"`), address(`og:image" content="([^"]*)"`)
	if page != "/?g=2&prompt=%22%3E%3Cscript%3E&lang=ko" || !strings.Contains(got.HTML, html.EscapeString(own+"/embed"+page)) {
		t.Errorf("the page is %s, and in a frame %s", page, got.HTML)
	}
	if got.ThumbnailURL != own+picture || picture != "/embed/pic/h8-g2.png" {
		t.Errorf("the picture is %s, and in a frame %s", picture, got.ThumbnailURL)
	}
}

func TestOthers(t *testing.T) {
	if r := get("/web/app.wasm"); r.StatusCode != 404 {
		t.Errorf("a file: %s", r.Status)
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest("POST", own+"/oembed", nil))
	if w.Code != 405 {
		t.Errorf("POST: %d", w.Code)
	}
}

// A server without TLS has requests without an origin in their URL.
func TestNative(t *testing.T) {
	s := httptest.NewServer(Handler())
	defer s.Close()
	r, err := http.Get(s.URL + "/oembed?url=" + url.QueryEscape(s.URL+"/?g=2"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if text := body(t, r); r.StatusCode != 200 || !strings.Contains(text, s.URL+"/embed/?g=2") {
		t.Errorf("%s: %s", r.Status, text)
	}
}

// The shape is that of the shipped models.
func TestShape(t *testing.T) {
	data, err := os.ReadFile("../../assets/models/story-g8.gguf")
	if os.IsNotExist(err) {
		t.Skip("there are no models yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	c, err := attention.ReadGGUF(data)
	if err != nil {
		t.Fatal(err)
	}
	if h := c.Weights.Config.Heads; h != heads {
		t.Errorf("the models have %d heads", h)
	}
}
