// Package browsertest opens the built site in Chromium: go test -tags browser. It needs
// dist's ingredients ("make browser" builds them) and a Chromium or Chrome; CHROME names
// one that is not found by itself.
package browsertest
