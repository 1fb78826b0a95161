// Pack makes WebAssembly files of Go's linker smaller to send and faster, in place:
//
//	go run ./wasm/pack FILE...
//
// The linker leaves every run of eight zeros out of a program's data, which makes a
// hundred thousand segments of it. After compression, the addresses where they begin take
// a fifth more than the zeros would.
//
// A program that has not been packed runs as well, and says in which line it panics.
package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
)

func main() {
	for _, name := range os.Args[1:] {
		if err := packFile(name); err != nil {
			fmt.Fprintf(os.Stderr, "pack: %s: %v\n", name, err)
			os.Exit(1)
		}
	}
}

func packFile(name string) error {
	module, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if module, err = pack(module); err != nil {
		return err
	}
	return os.WriteFile(name, module, 0o755)
}

const (
	preamble    = "\x00asm\x01\x00\x00\x00"
	dataSection = 11
	least       = 256 // zeros worth a segment of their own
)

// pack returns the same module with few segments of data, without the lines of its source,
// and with its functions remade: see lines.go, fold.go, flow.go and frame.go.
func pack(module []byte) ([]byte, error) {
	if len(module) < len(preamble) || string(module[:len(preamble)]) != preamble {
		return nil, errors.New("is not WebAssembly")
	}
	packed := []byte(preamble)
	for r := reader(module[len(preamble):]); len(r) > 0; {
		id := r.byte()
		content := r.bytes()
		if r == nil {
			return nil, errors.New("ends within a section")
		}
		var err error
		switch id {
		case codeSection:
			content, err = foldCode(content)
		case dataSection:
			content, err = remakeData(content)
		}
		if err != nil {
			return nil, err
		}
		packed = appendBytes(append(packed, id), content)
	}
	return packed, nil
}

// segment is a piece of memory as it is at the start.
type segment struct {
	at   int
	data []byte
}

// remakeData returns the same data in few segments, without the lines of the source.
func remakeData(section reader) ([]byte, error) {
	few, err := join(section)
	if err != nil {
		return nil, err
	}
	remade := binary.AppendUvarint(nil, uint64(len(few)))
	for _, s := range few {
		if err := dropLines(s.data); err != nil {
			return nil, err
		}
		remade = appendInt(append(remade, active, opI32Const), s.at)
		remade = appendBytes(append(remade, opEnd), s.data)
	}
	return remade, nil
}

// join joins the segments of a data section where few zeros lie between them.
func join(section reader) ([]segment, error) {
	var all []segment
	for n := section.uint(); n > 0; n-- {
		s, ok := section.segment()
		if !ok {
			return nil, errors.New("has data of a kind that Go's linker does not write")
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
	var few []segment
	for _, s := range all {
		if len(few) > 0 {
			last := &few[len(few)-1]
			zeros := s.at - last.at - len(last.data)
			if zeros < 0 {
				return nil, errors.New("has two data for one place")
			}
			if zeros < least {
				last.data = append(append(last.data, make([]byte, zeros)...), s.data...)
				continue
			}
		}
		few = append(few, segment{s.at, slices.Clone(s.data)})
	}
	return few, nil
}

const active = 0x00 // a segment of memory 0 whose place is a constant

// reader is what is left to read; nil once it has proved too short.
type reader []byte

func (r *reader) byte() byte {
	if len(*r) == 0 {
		*r = nil
		return 0
	}
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

func (r *reader) uint() uint64 {
	x, n := binary.Uvarint(*r)
	if n <= 0 {
		*r = nil
		return 0
	}
	*r = (*r)[n:]
	return x
}

// int reads a signed number of 32 bits.
func (r *reader) int() int {
	x := r.long()
	if x != int64(int32(x)) {
		*r = nil
		return 0
	}
	return int(x)
}

func (r *reader) bytes() []byte {
	n := r.uint()
	if n > uint64(len(*r)) {
		*r = nil
		return nil
	}
	b := (*r)[:n]
	*r = (*r)[n:]
	return b
}

func (r *reader) segment() (s segment, ok bool) {
	kind, op := r.byte(), r.byte()
	s.at = r.int()
	last := r.byte()
	s.data = r.bytes()
	return s, *r != nil && kind == active && op == opI32Const && last == opEnd
}

func appendBytes(to, b []byte) []byte {
	return append(binary.AppendUvarint(to, uint64(len(b))), b...)
}

func appendInt(to []byte, x int) []byte {
	for ; x < -64 || x >= 64; x >>= 7 {
		to = append(to, byte(x)|0x80)
	}
	return append(to, byte(x)&0x7f)
}
