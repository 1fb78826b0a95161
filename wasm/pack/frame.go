package main

import (
	"encoding/binary"
	"slices"
)

// Go's compiler has sixteen variables of each kind and keeps what does not fit on the
// goroutine's stack, in memory. A loop that reads there what its last turn has written
// waits for memory every time. A browser's compiler knows better how many variables the
// machine has room for; here it gets all of them.

// place is some bytes that a function keeps at an offset from the end of its stack.
type place struct {
	offset, bytes uint64
	kind          byte // of variable, 0 for a part of one
}

// Kinds of variables.
const (
	kindI64 = 0x7e
	kindF32 = 0x7d
	kindF64 = 0x7c
	kindVec = 0x7b
)

const sp = 1 // the variable with the stack's end

// unframed puts what the pieces of a function keep in its frame into variables, which are
// numbered from next on, and returns their kinds. Nothing else knows of these places: no
// other function runs before this one has returned.
func (w *weaver) unframed(next uint64) (kinds []byte) {
	frame, begin, ok := frameOf(w.pieces[0])
	if !ok || w.back[0] { // or the function makes room again and again
		return nil
	}
	var places []place
	for n, piece := range w.pieces {
		if n == 0 {
			piece = piece[begin:]
		}
		for k, i := range piece {
			if i.op != opLocalGet || i.value != sp {
				continue
			}
			if p, _, ok := kept(piece[k:]); ok && !slices.Contains(places, p) {
				places = append(places, p)
			} else if !ok && !foreign(piece[k:], frame) {
				return nil // the frame is known to others
			}
		}
	}
	variable := map[place]uint64{}
	for _, p := range places {
		shared := slices.ContainsFunc(places, func(q place) bool {
			return q != p && p.offset < q.offset+q.bytes && q.offset < p.offset+p.bytes
		})
		if p.kind != 0 && p.offset+p.bytes <= frame && !shared {
			variable[p] = next + uint64(len(kinds))
			kinds = append(kinds, p.kind)
		}
	}
	for n, piece := range w.pieces {
		k := 0
		if n == 0 {
			k = begin
		}
		made := slices.Clone(piece[:k])
		for k < len(piece) {
			p, value, ok := kept(piece[k:])
			v, mine := variable[p]
			switch {
			case !ok || !mine:
				made = append(made, piece[k])
				k++
			case value:
				made = append(made, piece[k+1], withVariable(opLocalSet, v))
				k += 3
			default:
				made = append(made, withVariable(opLocalGet, v))
				k += 2
			}
		}
		w.pieces[n] = made
	}
	return kinds
}

// frameOf finds where a function makes room on the stack, for how many bytes.
func frameOf(piece []instruction) (bytes uint64, after int, ok bool) {
	for k := range piece {
		// In front of it there may be room for the 8 bytes that say where a call goes on.
		if n := moves(piece[k:], opI32Sub); n > 8 {
			return uint64(n), k + 5, true
		}
	}
	return 0, 0, false
}

// moves says by how much the instructions move the stack's end up or down, or 0.
func moves(f []instruction, op uint64) int64 {
	if len(f) >= 5 && f[0].op == opLocalGet && f[0].value == sp && f[1].op == opI32Const && f[2].op == op &&
		f[3].op == opLocalTee && f[3].value == sp && f[4].op == opGlobalSet {
		return f[1].value
	}
	return 0
}

// kept is the place that two instructions read, or that three put a value into.
func kept(f []instruction) (p place, value, ok bool) {
	if len(f) < 3 || f[0].op != opLocalGet || f[0].value != sp {
		return p, false, false
	}
	if p, ok := placeOf(f[1], false); ok {
		return p, false, true
	}
	if f[1].op == opLocalGet && f[1].value != sp || f[1].op == opI64Const {
		p, ok = placeOf(f[2], true)
	}
	return p, true, ok
}

// placeOf is what a load, or a store, is about.
func placeOf(i instruction, store bool) (p place, ok bool) {
	p.offset = i.memory.offset
	switch {
	case store && i.op == opI64Store || !store && i.op == opI64Load:
		p.bytes, p.kind = 8, kindI64
	case store && i.op == opF32Store || !store && i.op == opF32Load:
		p.bytes, p.kind = 4, kindF32
	case store && i.op == opF64Store || !store && i.op == opF64Load:
		p.bytes, p.kind = 8, kindF64
	case i.op == opVector && (store && i.sub == vecStore || !store && i.sub == vecLoad):
		p.bytes, p.kind = 16, kindVec
	case i.op == opVector && i.sub == vecLoad32 && !store:
		p.bytes = 4
	case store && opI32Store <= i.op && i.op <= opLastStore || !store && opFirstLoad <= i.op && i.op < opI32Store:
		p.bytes = 8
	default:
		return p, false
	}
	return p, true
}

// foreign says whether the instructions deal with the caller's frame, or end the
// function's own.
func foreign(f []instruction, frame uint64) bool {
	return moves(f, opI32Add) > 0 ||
		len(f) > 3 && f[1].op == opI64ExtendU && f[2].op == opI64Const && f[2].value >= int64(frame) && f[3].op == opI64Add
}

func withVariable(op, v uint64) instruction {
	return instruction{op: op, value: int64(v), text: binary.AppendUvarint([]byte{byte(op)}, v)}
}
