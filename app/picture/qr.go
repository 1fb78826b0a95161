package picture

import (
	"strings"

	"rsc.io/qr/coding"
)

// QR is a text as a QR code: black on white, whatever the page's colours, as cameras want
// it. ok is false for a text that is too long to be read off a screen.
func QR(text string) (e Element, ok bool) {
	const (
		longest = 1000 // bytes
		quiet   = 4    // modules of white around
	)
	if len(text) > longest {
		return Element{}, false
	}
	// Package qr itself would bring Go's images.
	version := coding.Version(coding.MinVersion)
	for coding.String(text).Bits(version) > 8*version.DataBytes(coding.L) {
		version++
	}
	plan, err := coding.NewPlan(version, coding.L, 0)
	if err != nil {
		return Element{}, false
	}
	code, err := plan.Encode(coding.String(text))
	if err != nil {
		return Element{}, false
	}
	var dark strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			begun := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > begun {
				dark.WriteString("M" + num(float64(begun+quiet)) + " " + num(float64(y+quiet)) + "h" + num(float64(x-begun)) + "v1H" + num(float64(begun+quiet)) + "z")
			}
		}
	}
	size := float64(code.Size + 2*quiet)
	return svg(size, size).with(
		element("rect", "width", num(size), "height", num(size), "fill", "#FFFFFF"),
		element("path", "data-part", "modules", "fill", "#000000", "shape-rendering", "crispEdges", "d", dark.String()),
	), true
}
