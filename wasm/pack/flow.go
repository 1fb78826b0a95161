package main

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// WebAssembly has no jumps except out of a block and to the beginning of a loop, so Go's
// compiler cuts a function with a loop into pieces: where one jumps to another, it stores
// that one's number and goes around a loop, which encloses everything and finds the piece
// by a table:
//
//	block ;; the way out, while a stack is unwound
//	  loop
//	    block … block
//	      local.get $pc  br_table …
//	    end  piece 0
//	    end  piece 1 … i32.const 7  local.set $pc  br (the loop) …
//	    end  …
//	  end  unreachable
//	end  i32.const 1
//
// A browser's compiler has to assume that any piece may follow any other, and keeps all
// variables ready for every one of them at each turn of the inner loops. Here the pieces
// get blocks and loops of their own, by Ramsey's method ("Beyond Relooper", ICFP 2022): a
// piece where paths meet follows a block that holds the piece through which all of those
// paths pass, and a piece to which a path leads back begins a loop.
//
// This is correct only if a function is always entered at its beginning. One that calls
// others may be entered again after each call, and stays as it is; asking for a larger
// stack is not such a call, as the function starts over after it.

// structured is f with loops of its own and, numbered from next on, variables of these
// kinds; or f itself.
func structured(f []instruction, next uint64) (made []instruction, kinds []byte) {
	w, ok := dismantle(f)
	if !ok || !w.order() {
		return f, nil
	}
	kinds = w.unframed(next)
	w.tree(0)
	return append(append(slices.Clone(f[:w.begin]), w.out...), w.tail...), kinds
}

// weaver remakes a function from its pieces.
type weaver struct {
	begin  int             // of what is remade
	exit   bool            // whether there is a way out
	pieces [][]instruction // jumps in them are op == opJump
	tail   []instruction   // what comes after them

	ways [][]int // from each piece
	rank []int   // of each piece, in an order in which a piece comes after those that lead to it, but for loops; -1 where no way leads
	over []int   // the nearest piece that all ways to a piece lead through
	meet []bool  // whether more than one way leads to a piece, but for loops
	back []bool  // whether a piece begins a loop

	out    []instruction
	labels []label // of the blocks that are open
}

// label is where a branch out of a block leads.
type label struct {
	kind  int
	piece int
}

const (
	within  = iota // a block of a piece
	wayOut         // the end of the function
	before         // the beginning of a piece that comes after the block
	looping        // the beginning of a piece that begins a loop
)

const (
	opJump = 0x100 // to the piece value
	opExit = 0x101 // a branch of the kind sub to the way out

	pc = 0 // the variable with the number of a piece
)

// dismantle finds the pieces of a function.
func dismantle(f []instruction) (w weaver, ok bool) {
	loop := slices.IndexFunc(f, func(i instruction) bool { return i.op == opLoop })
	if loop < 0 {
		return w, false
	}
	w.begin = loop
	if loop > 0 && f[loop-1].op == opBlock {
		w.begin, w.exit = loop-1, true
	}
	for _, i := range f[:w.begin] {
		if i.op < opEnd || i.op == opCall {
			return w, false // not the loop about everything
		}
	}
	rest := f[loop+1:]
	n := 0 // pieces
	for n < len(rest) && rest[n].op == opBlock {
		n++
	}
	if n == 0 || len(rest) < n+3 || rest[n].op != opLocalGet || rest[n].value != pc || rest[n+1].op != opBrTable || rest[n+2].op != opEnd {
		return w, false
	}
	table := rest[n+1].table
	rest = rest[n+3:]
	for i := range n {
		end, ok := w.piece(rest, i, n, table)
		if !ok {
			return w, false
		}
		rest = rest[end+1:]
	}
	if len(rest) == 0 || rest[0].op != opUnreachable {
		return w, false
	}
	w.tail = rest[1:]
	ends := func(ops ...uint64) bool {
		return slices.EqualFunc(w.tail, ops, func(i instruction, op uint64) bool { return i.op == op })
	}
	if w.exit {
		return w, ends(opEnd, opI32Const, opEnd)
	}
	return w, ends(opI32Const, opEnd) || ends(opEnd)
}

// piece reads piece i of n, and returns where it ends.
func (w *weaver) piece(f []instruction, i, n int, table []uint64) (end int, ok bool) {
	var piece []instruction
	var ways []int
	ended := false // what follows is not reached
	inner := 0     // blocks of the piece itself that are open
	for at, in := range f {
		if inner == 0 && in.op == opEnd {
			if !ended && i+1 < n {
				piece, ways = append(piece, instruction{op: opJump, value: int64(i + 1)}), append(ways, i+1)
			} else if !ended {
				piece = append(piece, instruction{op: opUnreachable, text: []byte{opUnreachable}})
			}
			w.pieces, w.ways = append(w.pieces, piece), append(w.ways, ways)
			return at, true
		}
		switch in.op {
		case opBlock, opLoop, opIf:
			if in.value != void {
				return 0, false
			}
			inner++
		case opEnd:
			inner--
		}
		if ended {
			continue
		}
		ended = inner == 0 && (in.op == opBr || in.op == opReturn || in.op == opUnreachable)
		switch in.op {
		case opBr, opBrIf:
			switch out := int(in.value) - inner; {
			case out < 0:
			case out == n-1-i && in.op == opBr && len(piece) >= 2:
				// To the table, with the number of a piece.
				number, set := piece[len(piece)-2], piece[len(piece)-1]
				if number.op != opI32Const || set.op != opLocalSet || set.value != pc || number.value < 0 {
					return 0, false
				}
				to := int(table[min(int(number.value), len(table)-1)])
				if to >= n {
					return 0, false
				}
				piece = piece[:len(piece)-2]
				in = instruction{op: opJump, value: int64(to)}
				ways = append(ways, to)
			case out == n-i && w.exit:
				in = instruction{op: opExit, sub: in.op}
			default:
				return 0, false
			}
		case opBrTable, opCallAny:
			return 0, false
		case opCall:
			// A function that is called finds in memory where its caller goes on: the
			// piece is in the low bits.
			if k := len(piece); k < 3 || piece[k-1].op != opI32Const || piece[k-2].op != opI64Store || piece[k-3].op != opI64Const || piece[k-3].value&0xffff != 0 {
				return 0, false
			}
		case opLocalGet, opLocalTee:
			if in.value == pc {
				return 0, false
			}
		}
		piece = append(piece, in)
	}
	return 0, false
}

// order finds how the pieces relate to each other. It fails if a loop has two beginnings.
func (w *weaver) order() bool {
	n := len(w.pieces)
	var post []int
	seen := make([]bool, n)
	var visit func(x int)
	visit = func(x int) {
		seen[x] = true
		for _, y := range w.ways[x] {
			if !seen[y] {
				visit(y)
			}
		}
		post = append(post, x)
	}
	visit(0)
	slices.Reverse(post)
	w.rank = slices.Repeat([]int{-1}, n)
	for r, x := range post {
		w.rank[x] = r
	}

	// Cooper, Harvey and Kennedy 2001, "A Simple, Fast Dominance Algorithm".
	w.over = slices.Repeat([]int{-1}, n)
	w.over[0] = 0
	common := func(a, b int) int {
		for a != b {
			for w.rank[a] > w.rank[b] {
				a = w.over[a]
			}
			for w.rank[b] > w.rank[a] {
				b = w.over[b]
			}
		}
		return a
	}
	for changed := true; changed; {
		changed = false
		for _, x := range post {
			for _, y := range w.ways[x] {
				over := x
				if w.over[y] >= 0 {
					over = common(x, w.over[y])
				}
				if y != 0 && over != w.over[y] {
					w.over[y], changed = over, true
				}
			}
		}
	}

	forward := make([]int, n)
	w.back, w.meet = make([]bool, n), make([]bool, n)
	for _, x := range post {
		for _, y := range w.ways[x] {
			if w.rank[y] > w.rank[x] {
				forward[y]++
				w.meet[y] = forward[y] > 1
				continue
			}
			w.back[y] = true
			a := x
			for a != y && a != w.over[a] {
				a = w.over[a]
			}
			if a != y {
				return false
			}
		}
	}
	return true
}

// tree writes piece x and all that only x leads to.
func (w *weaver) tree(x int) {
	if x == 0 && w.exit {
		w.open(opBlock, label{kind: wayOut})
	}
	if w.back[x] {
		w.open(opLoop, label{looping, x})
	}
	var after []int
	for y := range w.pieces {
		if y != 0 && w.over[y] == x && w.meet[y] {
			after = append(after, y)
		}
	}
	slices.SortFunc(after, func(a, b int) int { return cmp.Compare(w.rank[b], w.rank[a]) })
	for _, y := range after {
		w.open(opBlock, label{before, y})
	}
	for _, i := range w.pieces[x] {
		w.write(x, i)
	}
	for _, y := range slices.Backward(after) {
		w.close()
		w.tree(y)
	}
	if w.back[x] {
		w.close()
	}
	if x == 0 {
		w.out = append(w.out, instruction{op: opUnreachable, text: []byte{opUnreachable}})
	}
}

func (w *weaver) write(x int, i instruction) {
	switch i.op {
	case opJump:
		w.way(x, int(i.value))
		return
	case opExit:
		w.branch(i.sub, label{kind: wayOut})
		return
	case opBlock, opLoop, opIf:
		w.labels = append(w.labels, label{})
	case opEnd:
		w.labels = w.labels[:len(w.labels)-1]
	}
	w.out = append(w.out, i)
}

// way writes how piece x leads to y.
func (w *weaver) way(x, y int) {
	switch {
	case w.rank[y] <= w.rank[x]:
		w.branch(opBr, label{looping, y})
	case w.meet[y]:
		w.branch(opBr, label{before, y})
	default:
		w.tree(y)
	}
}

func (w *weaver) open(op uint64, l label) {
	w.labels = append(w.labels, l)
	w.out = append(w.out, instruction{op: op, text: []byte{byte(op), 0x40}})
}

func (w *weaver) close() {
	w.labels = w.labels[:len(w.labels)-1]
	w.out = append(w.out, instruction{op: opEnd, text: []byte{opEnd}})
}

func (w *weaver) branch(op uint64, to label) {
	depth := len(w.labels) - 1 - slices.Index(w.labels, to)
	w.out = append(w.out, instruction{op: op, text: binary.AppendUvarint([]byte{byte(op)}, uint64(depth))})
}
