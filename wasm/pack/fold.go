package main

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Go's compiler puts a constant distance into a load of an integer, but not of a vector or
// a float32, which are added up first; it fills a vector in two instructions where there
// is one; and it leaves instructions that do nothing. The loops of attention and of all
// matrices consist of these: in Chromium they are a fifth faster without.

const codeSection = 10

// Instructions, of the WebAssembly specification, that are looked at.
const (
	opNop       = 0x01
	opF32Load   = 0x2a
	opI64Const  = 0x42
	opI64Add    = 0x7c
	opI32Wrap   = 0xa7
	opBulk      = 0xfc
	opVector    = 0xfd
	vecLoad     = 0x00
	vecLoad32   = 0x09 // load32_splat
	vecF32Splat = 0x13
)

// foldCode is a section of functions with their instructions folded.
func foldCode(section reader) ([]byte, error) {
	n := section.uint()
	folded := binary.AppendUvarint(nil, n)
	for i := range n {
		body := reader(section.bytes())
		if section == nil {
			return nil, fmt.Errorf("ends within function %d", i)
		}
		f, err := foldFunction(body)
		if err != nil {
			return nil, fmt.Errorf("function %d %w", i, err)
		}
		folded = appendBytes(folded, f)
	}
	return folded, nil
}

func foldFunction(body reader) ([]byte, error) {
	locals := body
	for n := body.uint(); n > 0 && body != nil; n-- {
		body.uint()
		body.byte()
	}
	if body == nil {
		return nil, fmt.Errorf("ends within its variables")
	}
	f := folder{out: append([]byte(nil), locals[:len(locals)-len(body)]...)}
	for len(body) > 0 {
		i, ok := body.instruction()
		if !ok {
			return nil, fmt.Errorf("has the instruction %#x, which Go's compiler does not write", i.op)
		}
		f.add(i)
	}
	return f.out, nil
}

// folder writes instructions, with an eye on the last ones.
type folder struct {
	out  []byte
	last []instruction // at the end of out, at most three
}

// instruction is one, as it is written, and what folding has to know of it: op is its
// first byte, and sub what follows that in those of more bytes.
type instruction struct {
	op, sub uint64
	text    []byte
	memory  memory // of a load
	value   int64  // of a constant
}

// memory is how a load reaches its place: so far from its operand.
type memory struct{ align, offset uint64 }

func (f *folder) add(i instruction) {
	switch {
	case i.op == opNop:
		return
	case f.endsIn(opF32Load) && i.op == opVector && i.sub == vecF32Splat:
		// A number and a vector filled with it.
		load := f.last[len(f.last)-1]
		f.drop(1)
		i = vectorLoad(vecLoad32, load.memory)
	case (i.op == opF32Load || i.op == opVector && i.sub == vecLoad) && f.endsIn(opI64Const, opI64Add, opI32Wrap):
		// An address in a Go program and one a constant further are in the same memory: the
		// sum does not wrap around, and the load may take it.
		c := f.last[len(f.last)-3].value
		m := memory{i.memory.align, i.memory.offset + uint64(c)}
		if c < 0 || m.offset > math.MaxInt32 {
			break
		}
		f.drop(3)
		f.put(instruction{op: opI32Wrap, text: []byte{opI32Wrap}})
		if i.op == opVector {
			i = vectorLoad(vecLoad, m)
		} else {
			i = instruction{op: opF32Load, text: m.append([]byte{opF32Load}), memory: m}
		}
	}
	f.put(i)
}

func vectorLoad(sub uint64, m memory) instruction {
	return instruction{op: opVector, sub: sub, text: m.append(binary.AppendUvarint([]byte{opVector}, sub)), memory: m}
}

func (m memory) append(to []byte) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(to, m.align), m.offset)
}

func (f *folder) put(i instruction) {
	f.out = append(f.out, i.text...)
	if len(f.last) == 3 {
		f.last = f.last[:copy(f.last, f.last[1:])]
	}
	f.last = append(f.last, i)
}

// drop takes back the last n instructions.
func (f *folder) drop(n int) {
	for _, i := range f.last[len(f.last)-n:] {
		f.out = f.out[:len(f.out)-len(i.text)]
	}
	f.last = f.last[:len(f.last)-n]
}

// endsIn says whether the last instructions are these. None of them begins or ends a block,
// so no branch leads between them.
func (f *folder) endsIn(ops ...uint64) bool {
	if len(f.last) < len(ops) {
		return false
	}
	for k, i := range f.last[len(f.last)-len(ops):] {
		if i.op != ops[k] {
			return false
		}
	}
	return true
}

// instruction reads one of those that Go's compiler writes.
func (r *reader) instruction() (i instruction, ok bool) {
	before := *r
	i.op = uint64(r.byte())
	switch op := i.op; {
	case op == opI64Const:
		i.value = r.long()
	case op == 0x41: // i32.const
		r.long()
	case op == 0x02 || op == 0x03 || op == 0x04: // block, loop, if: a type
		r.long()
	case op == 0x0e: // br_table
		for n := r.uint() + 1; n > 0 && *r != nil; n-- {
			r.uint()
		}
	case op == 0x0c || op == 0x0d || op == 0x10 || 0x20 <= op && op <= 0x24 || op == 0x3f || op == 0x40:
		r.uint()
	case op == 0x11: // call_indirect
		r.uint()
		r.uint()
	case 0x28 <= op && op <= 0x3e: // loads and stores
		i.memory = memory{r.uint(), r.uint()}
	case op == 0x43: // f32.const
		r.skip(4)
	case op == 0x44: // f64.const
		r.skip(8)
	case op == opBulk:
		switch i.sub = r.uint(); {
		case i.sub <= 7: // conversions
		case i.sub == 10: // memory.copy
			r.skip(2)
		case i.sub == 11: // memory.fill
			r.skip(1)
		default:
			return i, false
		}
	case op == opVector:
		switch i.sub = r.uint(); {
		case i.sub <= 11 || i.sub == 92 || i.sub == 93: // loads and the store
			i.memory = memory{r.uint(), r.uint()}
		case i.sub == 12 || i.sub == 13: // a constant, a shuffle
			r.skip(16)
		case 21 <= i.sub && i.sub <= 34: // lanes
			r.skip(1)
		case 84 <= i.sub && i.sub <= 91: // loads and stores of lanes
			i.memory = memory{r.uint(), r.uint()}
			r.skip(1)
		}
	case op <= 0x01 || op == 0x05 || op == 0x0b || op == 0x0f || op == 0x1a || op == 0x1b || 0x45 <= op && op <= 0xc4:
		// nothing follows
	default:
		return i, false
	}
	if *r == nil {
		return i, false
	}
	i.text = before[:len(before)-len(*r)]
	return i, true
}

// long reads a number with a sign, of 64 bits.
func (r *reader) long() int64 {
	var x int64
	for shift := 0; shift < 70; shift += 7 {
		b := r.byte()
		x |= int64(b&0x7f) << shift
		if b < 0x80 {
			if b&0x40 != 0 && shift < 57 {
				x |= -1 << (shift + 7)
			}
			return x
		}
	}
	*r = nil
	return 0
}

func (r *reader) skip(n int) {
	for range n {
		r.byte()
	}
}
