// Package parcel carries files between the page and its programs in pieces, so that
// neither is kept from its other work for longer than one piece takes.
package parcel

import (
	"runtime"

	"gqaplayground/attention"
	"gqaplayground/wasm/internal/say"
	"gqaplayground/wasm/protocol"
)

// In is a model of the reader's on its way here.
type In struct {
	load protocol.Load // the first piece, without Data
	data []byte
}

// Take takes a piece of a file. With the last piece it returns a model of at most
// maxParams weights; until then, model is nil.
func (p *In) Take(c protocol.Load, maxParams int) (loaded protocol.Loaded, model *attention.Checkpoint, err error) {
	piece := c.Data
	c.Data = nil
	if c.At == 0 {
		switch {
		case c.Size < 1 || c.Size > attention.MaxFile:
			return loaded, nil, say.Error(c.Name, ": ", c.Size, " bytes, want 1 to ", attention.MaxFile)
		case c.Tokenizer < 0 || c.Tokenizer >= c.Size:
			return loaded, nil, say.Error(c.Name, ": ", c.Tokenizer, " of ", c.Size, " bytes are the tokenizer")
		}
		*p = In{load: c}
		runtime.GC() // what came before
		p.data = make([]byte, 0, c.Size)
	}
	want := p.load
	want.At = len(p.data)
	if c.At != want.At || c.Name != want.Name || c.Size != want.Size || c.Tokenizer != want.Tokenizer || len(piece) > c.Size-c.At {
		*p = In{}
		return loaded, nil, say.Error(c.Name, ": byte ", c.At, " came where byte ", want.At, " of ", want.Name, " was due")
	}
	p.data = append(p.data, piece...)
	loaded = protocol.Loaded{Load: c, Have: len(p.data)}
	if loaded.Have < c.Size {
		return loaded, nil, nil
	}
	model, err = read(p.data, c, maxParams)
	*p = In{}
	if err == nil {
		config := model.Weights.Config
		loaded.Done, loaded.Name, loaded.Config, loaded.ParamBytes = true, model.Name, config, 4*config.Params()
	}
	return loaded, model, err
}

// read reads a file that c has described.
func read(data []byte, c protocol.Load, maxParams int) (*attention.Checkpoint, error) {
	var tokenizer []byte
	model := data[:c.Size-c.Tokenizer]
	if c.Tokenizer > 0 {
		tokenizer = data[len(model):]
	}
	checkpoint, err := attention.Read(model, tokenizer, maxParams)
	if err == nil {
		err = checkpoint.CanTell()
	}
	if err != nil {
		return nil, say.Error(c.Name, ": ", err)
	}
	if checkpoint.Name == "" || c.Tokenizer > 0 {
		checkpoint.Name = c.Name
	}
	return checkpoint, nil
}

// Out is a file on its way to the page.
type Out struct{ data []byte }

// Piece is how many bytes are handed over at a time.
const Piece = 1 << 20

// Hand hands over the piece that c asks for. The first request makes the file, the last
// forgets it.
func (p *Out) Hand(c protocol.Save, file func() ([]byte, error)) (s protocol.Saved, err error) {
	if c.At == 0 {
		if p.data, err = file(); err != nil {
			return s, err
		}
	}
	if c.At < 0 || c.At >= len(p.data) {
		return s, say.Error("no byte ", c.At, " of ", len(p.data), " is there to be saved")
	}
	s = protocol.Saved{Save: c, Size: len(p.data), Data: p.data[c.At:min(c.At+Piece, len(p.data))]}
	if c.At+len(s.Data) == s.Size {
		p.data = nil
	}
	return s, nil
}

// GGUF is a model as a file.
func GGUF(model attention.Checkpoint, f protocol.Format) ([]byte, error) {
	formats := [...]attention.Format{protocol.F32: attention.F32, protocol.F16: attention.F16, protocol.Q8: attention.Q8_0}
	if int(f) >= len(formats) {
		return nil, say.Error("unknown format ", int(f))
	}
	if f == protocol.F32 && 4*model.Weights.Config.Params() > attention.MaxFile {
		return nil, say.Error("the file would have more than ", attention.MaxFile>>20, " MiB, which could not be read again; a smaller format fits")
	}
	return model.AppendGGUF(nil, formats[f])
}
