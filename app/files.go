package main

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Save asks for a file of what a room shows.
type Save struct {
	Room    Room
	What    SaveKind
	Picture int // which of those shown; from their end if negative
}

// SaveKind is a kind of file.
type SaveKind uint8

const (
	NoFile     SaveKind = iota
	VectorFile          // a picture as SVG
	PixelFile           // a picture as PNG
	TableFile
	SamplesFile
	RunFile   // a model of the reader's, as the commands that make it again
	LossFile  // the loss of each step of a training
	ModelFile // that model itself
)

// file is the last Save as a file; name is empty if there is none. A PixelFile is given
// as the SVG that the browser draws it from.
func (s State) file(browser string, isolated bool) (name, kind, content string) {
	switch s.Save.What {
	case RunFile:
		return s.runFile(s.Save.Picture)
	case LossFile:
		return "gqa-uptraining-loss.csv", "text/csv", s.lossTable().CSV()
	}
	f, ok := s.figureIn(s.Save.Room)
	if !ok {
		return "", "", ""
	}
	switch i := s.Save.Picture; s.Save.What {
	case VectorFile, PixelFile:
		if i < 0 {
			i += len(f.Pictures)
		}
		if i >= 0 && i < len(f.Pictures) {
			p := f.Pictures[i]
			return p.Name + ".svg", "image/svg+xml", p.Drawn.Titled(p.Name, p.Title, f.Says).Document()
		}
	case TableFile:
		return f.Name + ".csv", "text/csv", f.Table.CSV()
	case SamplesFile:
		if s.Save.Room == TimeRoom {
			return "gqa-samples.json", "application/json", s.samples(browser, isolated)
		}
	}
	return "", "", ""
}

// figureIn is the figure that a room shows.
func (s State) figureIn(r Room) (f Figure, ok bool) {
	switch r {
	case TimeRoom:
		return s.figure(s.Lab.Panel), true
	case PaperRoom:
		f := s.paperFigure(s.Paper.Panel)
		f.Pictures = append(append(f.Pictures, s.lossFigure().Pictures...), s.conversionFigure().Pictures...)
		return f, true
	case ModelsRoom:
		return s.modelsFigure(), true
	case OwnRoom:
		return s.learningFigure(), true
	case HeadsRoom:
		return s.insideFigure()
	case ShareRoom:
		return s.shareFigure(), true
	}
	return f, false
}

// save carries out the last Save.
func save(s State) {
	window := app.Window()
	browser := window.Get("navigator").Get("userAgent").String()
	if s.Save.What == ModelFile {
		saveModel(s)
		return
	}
	name, kind, content := s.file(browser, window.Get("crossOriginIsolated").Truthy())
	switch {
	case name == "":
	case s.Save.What == PixelFile:
		savePixels(name, content)
	default:
		saveBlob(name, window.Get("Blob").New([]any{content}, map[string]any{"type": kind}))
	}
}

// saveModel gives the reader the model that the trainer has put into a file.
func saveModel(s State) {
	window, data := app.Window(), s.Training.Exported.GGUF
	if s.Training.Last == 0 || len(data) == 0 {
		return
	}
	saveBlob(s.Paper.Own[s.Training.Last-1].fileName()+".gguf", window.Get("Blob").New(arrayOf(data), map[string]any{"type": "application/octet-stream"}))
}

// arrayOf is data as the browser makes files of.
func arrayOf(data []byte) app.Value { return app.Window().Get("Array").Call("of", byteArray(data)) }

// byteArray is data as a Uint8Array.
func byteArray(data []byte) app.Value {
	bytes := app.Window().Get("Uint8Array").New(len(data))
	app.CopyBytesToJS(bytes, data)
	return bytes
}

// then calls one of done and failed with what becomes of a promise, from the event loop.
func then(promise app.Value, done, failed func(app.Value)) {
	var fulfilled, rejected app.Func
	end := func(do func(app.Value)) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			fulfilled.Release()
			rejected.Release()
			do(args[0])
			return nil
		})
	}
	fulfilled, rejected = end(done), end(failed)
	promise.Call("then", fulfilled, rejected)
}

// saveBlob gives the reader a file. Where the page is framed without leave to do so,
// nothing happens.
func saveBlob(name string, blob app.Value) {
	window := app.Window()
	address := window.Get("URL").Call("createObjectURL", blob)
	a := window.Get("document").Call("createElement", "a")
	a.Set("href", address)
	a.Set("download", name)
	a.Call("click")
	window.Call("setTimeout", window.Get("URL").Get("revokeObjectURL").Call("bind", window.Get("URL"), address), 10_000)
}

// pixelScale is how many pixels a PNG has for one of the picture's own.
const pixelScale = 3

// savePixels draws an SVG on white and gives it to the reader as PNG. The picture needs
// no files and no scripts, so drawing it is all the browser does with it.
func savePixels(name, svg string) {
	window := app.Window()
	image := window.Get("Image").New()
	var loaded app.Func
	loaded = app.FuncOf(func(app.Value, []app.Value) any {
		loaded.Release()
		width, height := pixelScale*image.Get("width").Float(), pixelScale*image.Get("height").Float()
		canvas := window.Get("document").Call("createElement", "canvas")
		canvas.Set("width", width)
		canvas.Set("height", height)
		pen := canvas.Call("getContext", "2d")
		pen.Set("fillStyle", "white")
		pen.Call("fillRect", 0, 0, width, height)
		pen.Call("drawImage", image, 0, 0, width, height)
		var drawn app.Func
		drawn = app.FuncOf(func(_ app.Value, args []app.Value) any {
			drawn.Release()
			if len(args) == 1 && args[0].Truthy() {
				saveBlob(strings.TrimSuffix(name, ".svg")+".png", args[0])
			}
			return nil
		})
		canvas.Call("toBlob", drawn, "image/png")
		return nil
	})
	image.Set("onload", loaded)
	image.Set("src", "data:image/svg+xml;charset=utf-8,"+window.Call("encodeURIComponent", svg).String())
}
