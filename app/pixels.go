//go:build !js

package main

import (
	"bytes"
	"math"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"

	"gqaplayground/app/picture"
)

// pixelSize is the size of a picture as PNG.
func pixelSize(s picture.Scene) (width, height int) {
	size := func(x float64) int { return int(math.Ceil(picture.Pixels * (x + 2*picture.Edge))) }
	return size(s.Width), size(s.Height)
}

// pixels draws a picture as PNG, for those who show no SVG. It knows what the pictures
// of this package are made of, and no more of SVG: rectangles, upright and skewed lines,
// the outlines and brackets of picture.Heads, and Latin text.
func pixels(s picture.Scene, dark bool) ([]byte, error) {
	const scale = picture.Pixels
	c := picture.Colours(dark)
	dc := gg.NewContext(pixelSize(s))
	dc.SetHexColor(c.Ground)
	dc.Clear()
	dc.Scale(scale, scale)
	dc.Translate(picture.Edge, picture.Edge)

	var err error
	write := func(text string, x, y, anchor, size float64, ttf []byte, colour string) {
		face, e := fontFace(ttf, scale*size)
		if e != nil {
			err = e
			return
		}
		dc.SetFontFace(face)
		dc.SetHexColor(colour)
		x, y = dc.TransformPoint(x, y)
		dc.Push()
		dc.Identity()
		dc.DrawStringAnchored(text, x, y, anchor, 0.35)
		dc.Pop()
	}

	dc.SetLineWidth(1 * scale)
	dc.SetHexColor(c.Faint)
	dc.SetDash(3*scale, 4*scale)
	for _, row := range [][]picture.Box{s.Values, s.Keys} {
		for i, q := range s.Queries {
			dc.DrawRoundedRectangle(q.X, row[i].Y, s.BoxWidth, picture.BoxHeight, picture.Corner)
			dc.Stroke()
		}
	}
	dc.SetDash()
	dc.SetLineWidth(2 * scale)
	dc.SetHexColor(c.Ink)
	for _, l := range s.Links {
		dc.DrawLine(l.X1, l.Y1, l.X2, l.Y2)
		dc.Stroke()
	}
	for _, row := range []struct {
		boxes  []picture.Box
		colour string
	}{{s.Values, c.Value}, {s.Keys, c.Key}, {s.Queries, c.Query}} {
		for _, b := range row.boxes {
			if b.Merged {
				continue
			}
			fill, ink := row.colour, c.Ground
			if b.Light() {
				fill, ink = c.Ground, c.Ink
			}
			dc.DrawRoundedRectangle(b.X, b.Y, s.BoxWidth, picture.BoxHeight, picture.Corner)
			dc.SetHexColor(fill)
			dc.FillPreserve()
			dc.SetHexColor(row.colour)
			dc.Stroke()
			write(s.Label(b), b.X+s.BoxWidth/2, b.Y+picture.BoxHeight/2, 0.5, s.FontSize, gobold.TTF, ink)
		}
	}
	for _, g := range s.Groups {
		dc.SetHexColor(c.Ink)
		dc.MoveTo(g.X1, g.Y)
		dc.LineTo(g.X1, g.Y+6)
		dc.LineTo(g.X2, g.Y+6)
		dc.LineTo(g.X2, g.Y)
		dc.Stroke()
		write(g.Label, (g.X1+g.X2)/2, g.Y+picture.GroupLine, 0.5, 15, goregular.TTF, c.Ink)
	}
	for _, r := range s.Rows {
		write(r.Text, r.X, r.Y, 1, 15, goregular.TTF, c.Ink)
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = dc.EncodePNG(&b)
	return b.Bytes(), err
}

func fontFace(ttf []byte, size float64) (font.Face, error) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
}
