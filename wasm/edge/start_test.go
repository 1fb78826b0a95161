//go:build edge

package edge

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"
)

// BenchmarkStart is how long a server that has just been started takes to answer its first
// request and those after it, each at an address that no cache knows. It starts one server
// for every iteration and route, and takes medians.
func BenchmarkStart(b *testing.B) {
	for _, route := range []struct{ name, target, agent string }{
		{"oembed", "/oembed?url=http://%s/%%3Fg=2%%26seed=%d", ""},
		{"card", "/og.svg?host=%s&g=2&n=%d", ""},
		{"head", "/?host=%s&g=2&n=%d", "Slackbot-LinkExpanding 1.0"},
		{"page", "/?host=%s&g=2&n=%d", "Mozilla/5.0"}, // a file
	} {
		b.Run(route.name, func(b *testing.B) {
			var first, after []time.Duration
			for range b.N {
				b.StopTimer()
				host, stop := startHost(b)
				b.StartTimer()
				for n := range 11 {
					took := answers(b, host, fmt.Sprintf(route.target, host, n), route.agent)
					if n == 0 {
						first = append(first, took)
					} else {
						after = append(after, took)
					}
				}
				b.StopTimer()
				stop()
				b.StartTimer()
			}
			report := func(name string, d []time.Duration) {
				slices.Sort(d)
				ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
				b.ReportMetric(ms(d[len(d)/2]), "ms-"+name)
				b.ReportMetric(ms(d[len(d)-1]), "ms-"+name+"-longest")
			}
			report("first", first)
			report("after", after)
			b.ReportMetric(0, "ns/op") // of starting servers
		})
	}
}

// answers is how long a request takes until all of the answer has come.
func answers(b *testing.B, host, target, agent string) time.Duration {
	r, err := http.NewRequest("GET", "http://"+host+target, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("User-Agent", agent)
	begun := time.Now()
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != 200 {
		b.Fatalf("%s: %s, %v", target, answer.Status, err)
	}
	return time.Since(begun)
}
