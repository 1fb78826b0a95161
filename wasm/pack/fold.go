package main

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Go's compiler puts a constant offset into a load of an integer, but not into that of a
// vector or a float32, nor into the store of a vector: there the address is added up
// first. It fills a vector with two instructions where there is one, and it leaves
// instructions that do nothing. The loops of attention and of all matrix products consist
// of these: in Chromium they are a fifth faster without.

const codeSection = 10

// The instructions of the WebAssembly specification that are looked at.
const (
	opUnreachable = 0x00
	opNop         = 0x01
	opBlock       = 0x02
	opLoop        = 0x03
	opIf          = 0x04
	opElse        = 0x05
	opEnd         = 0x0b
	opBr          = 0x0c
	opBrIf        = 0x0d
	opBrTable     = 0x0e
	opReturn      = 0x0f
	opCall        = 0x10
	opCallAny     = 0x11
	opLocalGet    = 0x20
	opLocalSet    = 0x21
	opLocalTee    = 0x22
	opGlobalSet   = 0x24
	opFirstLoad   = 0x28
	opI64Load     = 0x29
	opF32Load     = 0x2a
	opF64Load     = 0x2b
	opI32Store    = 0x36
	opI64Store    = 0x37
	opF32Store    = 0x38
	opF64Store    = 0x39
	opLastStore   = 0x3e
	opI32Const    = 0x41
	opI64Const    = 0x42
	opI32Add      = 0x6a
	opI32Sub      = 0x6b
	opI64Add      = 0x7c
	opI32Wrap     = 0xa7
	opI64ExtendU  = 0xad
	opBulk        = 0xfc
	opVector      = 0xfd
	vecLoad       = 0x00
	vecLoad32     = 0x09 // load32_splat
	vecStore      = 0x0b
	vecF32Splat   = 0x13

	void = -0x40 // the type of a block
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
	groups := body.uint()
	text := body
	variables := uint64(1) // the one that the function gets
	for n := groups; n > 0 && body != nil; n-- {
		variables += body.uint()
		body.byte()
	}
	if body == nil {
		return nil, fmt.Errorf("ends within its variables")
	}
	text = text[:len(text)-len(body)]
	var f folder
	for len(body) > 0 {
		i, ok := body.instruction()
		if !ok {
			return nil, fmt.Errorf("has the instruction %#x, which Go's compiler does not write", i.op)
		}
		f.add(i)
	}
	made, more := structured(f, variables)
	out := append(binary.AppendUvarint(nil, groups+uint64(len(more))), text...)
	for _, kind := range more {
		out = append(out, 1, kind)
	}
	for _, i := range made {
		out = append(out, i.text...)
	}
	return out, nil
}

// folder is the instructions so far.
type folder []instruction

// instruction is an instruction as it is written, with what has to be known of it: op is
// its first byte, and sub what follows that in instructions of more bytes.
type instruction struct {
	op, sub uint64
	text    []byte
	memory  memory   // of a load
	value   int64    // of a constant; which variable; how many blocks a branch leaves
	table   []uint64 // of br_table
}

// memory is how a load finds its place: at an offset from its operand.
type memory struct{ align, offset uint64 }

func (f *folder) add(i instruction) {
	switch {
	case i.op == opNop:
		return
	case f.endsIn(opF32Load) && i.op == opVector && i.sub == vecF32Splat:
		// A number and a vector filled with it.
		load := (*f)[len(*f)-1]
		f.drop(1)
		i = vectorMemory(vecLoad32, load.memory)
	case i.op == opF32Load:
		if m, ok := f.near(i.memory); ok {
			i = instruction{op: opF32Load, text: m.append([]byte{opF32Load}), memory: m}
		}
	case i.op == opVector && i.sub == vecLoad:
		if m, ok := f.near(i.memory); ok {
			i = vectorMemory(vecLoad, m)
		}
	case i.op == opVector && i.sub == vecStore && f.endsIn(opLocalGet):
		value := (*f)[len(*f)-1]
		f.drop(1)
		if m, ok := f.near(i.memory); ok {
			i = vectorMemory(vecStore, m)
		}
		*f = append(*f, value)
	}
	*f = append(*f, i)
}

// near moves a constant offset from the address that the instructions end in into m. In a
// Go program, an address and one a constant further on are in the same memory: the sum
// does not wrap around.
func (f *folder) near(m memory) (memory, bool) {
	if !f.endsIn(opI64Const, opI64Add, opI32Wrap) {
		return m, false
	}
	c := (*f)[len(*f)-3].value
	m.offset += uint64(c)
	if c < 0 || m.offset > math.MaxInt32 {
		return m, false
	}
	wrap := (*f)[len(*f)-1]
	f.drop(3)
	*f = append(*f, wrap)
	return m, true
}

func vectorMemory(sub uint64, m memory) instruction {
	return instruction{op: opVector, sub: sub, text: m.append(binary.AppendUvarint([]byte{opVector}, sub)), memory: m}
}

func (m memory) append(to []byte) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(to, m.align), m.offset)
}

func (f *folder) drop(n int) { *f = (*f)[:len(*f)-n] }

// endsIn says whether the last instructions are these. None of them begins or ends a block,
// so no branch leads between them.
func (f *folder) endsIn(ops ...uint64) bool {
	if len(*f) < len(ops) {
		return false
	}
	for k, i := range (*f)[len(*f)-len(ops):] {
		if i.op != ops[k] {
			return false
		}
	}
	return true
}

// instruction reads one of the instructions that Go's compiler writes.
func (r *reader) instruction() (i instruction, ok bool) {
	before := *r
	i.op = uint64(r.byte())
	switch op := i.op; {
	case op == opI64Const:
		i.value = r.long()
	case op == opI32Const:
		i.value = r.long()
	case op == opBlock || op == opLoop || op == opIf: // a type
		i.value = r.long()
	case op == opBrTable:
		for n := r.uint() + 1; n > 0 && *r != nil; n-- {
			i.table = append(i.table, r.uint())
		}
	case op == opBr || op == opBrIf || op == opCall || 0x20 <= op && op <= 0x24 || op == 0x3f || op == 0x40:
		i.value = int64(r.uint())
	case op == opCallAny:
		r.uint()
		r.uint()
	case opFirstLoad <= op && op <= opLastStore:
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
	case op == opUnreachable || op == opNop || op == opElse || op == opEnd || op == opReturn || op == 0x1a || op == 0x1b || 0x45 <= op && op <= 0xc4:
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

// long reads a signed number of 64 bits.
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
