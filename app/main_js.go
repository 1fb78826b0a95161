package main

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

func main() {
	window := app.Window()
	if location := window.Get("location"); !parses(location.Get("href").String()) {
		// go-app takes addresses that Go cannot read for none at all.
		dropFragment(window, location)
	}
	routes()
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
