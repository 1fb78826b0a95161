package main

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

func main() {
	window := app.Window()
	if location := window.Get("location"); !parses(location.Get("href").String()) {
		// go-app takes addresses that Go cannot read for none at all.
		dropFragment(window, location)
	}
	// The address that the page has shows it, whatever that is: the site may lie in any
	// folder. (A pattern for all addresses would bring package regexp.)
	app.RouteFunc("/", newPage)
	app.RouteFunc(strings.TrimPrefix(window.URL().Path, app.Getenv("GOAPP_ROOT_PREFIX")), newPage)
	app.RunWhenOnBrowser()
}

func parses(address string) bool {
	_, err := url.Parse(address)
	return err == nil
}

func dropFragment(window app.BrowserWindow, location app.Value) {
	defer func() { _ = recover() }() // a frame may forbid it
	window.Get("history").Call("replaceState", nil, "", location.Get("pathname").String()+location.Get("search").String())
}
