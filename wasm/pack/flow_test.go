package main

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
)

// Functions of the shape that Go's compiler writes, with jumps at random, do what they did
// before, piece by piece.
func TestStructured(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	made, framed, loops := 0, 0, 0
	for n := range 3000 {
		f := parse(t, append(shaped(r, 1+r.IntN(12), n%2 == 0), opEnd))
		got, kinds := structured(f, variables)
		if &got[0] == &f[0] {
			continue
		}
		made++
		framed += len(kinds)
		if slices.ContainsFunc(got, func(i instruction) bool { return i.op == opBrTable }) {
			t.Fatal("the table is still there")
		}
		if slices.ContainsFunc(got, func(i instruction) bool { return i.op == opLoop }) {
			loops++
		}
		var text []byte
		for _, i := range got {
			text = append(text, i.text...)
		}
		got = parse(t, text)
		for range 20 {
			script := int64(r.Uint64())
			before, after := run(t, f, script), run(t, got, script)
			if !slices.Equal(before, after) {
				t.Fatalf("function %d, script %x: %d, want %d", n, script, after, before)
			}
		}
	}
	t.Logf("%d of 3000 made anew, %d of them with loops, %d variables", made, loops, framed)
	if made < 1500 || loops < 300 || framed < 300 {
		t.Error("too few to tell")
	}
}

// Functions that Go's runtime may enter elsewhere than at their beginning, and what is of
// another shape, are left as they are.
func TestStructuredLeaves(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	whole := append(shaped(r, 3, true), opEnd)
	if f := parse(t, whole); !changed(f) {
		t.Fatal("the function that all are made of is left as it is")
	}
	for name, change := range map[string]func(f []instruction) []instruction{
		"a call in the middle": func(f []instruction) []instruction {
			for k, i := range f {
				if i.op == opI64Const && f[k+2].op == opI32Const && f[k+3].op == opCall {
					f[k].value |= 9 // where the function goes on after it
				}
			}
			return f
		},
		"a call of a variable": func(f []instruction) []instruction {
			return slices.Insert(f, len(f)-6, instruction{op: opCallAny})
		},
		"the number of a piece that is used": func(f []instruction) []instruction {
			return slices.Insert(f, len(f)-6, instruction{op: opLocalGet, value: pc})
		},
		"a jump to a number that is computed": func(f []instruction) []instruction {
			for k, i := range f {
				if i.op == opI32Const && f[k+1].op == opLocalSet && f[k+1].value == pc {
					f[k].op = opLocalGet
				}
			}
			return f
		},
		"no table": func(f []instruction) []instruction {
			k := slices.IndexFunc(f, func(i instruction) bool { return i.op == opBrTable })
			return slices.Delete(f, k, k+1)
		},
		"cut off": func(f []instruction) []instruction { return f[:len(f)-3] },
	} {
		if f := change(parse(t, whole)); changed(f) {
			t.Errorf("%s: made anew", name)
		}
	}
}

func changed(f []instruction) bool {
	made, _ := structured(f, variables)
	return &made[0] != &f[0]
}

// Variables of the functions of shaped: the piece to go to, the stack's end, what is left of
// the script, the pieces so far and how many they were.
const (
	script = 2 + iota
	trace
	count
	variables
)

const frame = 32

// shaped writes a function, but for its end, of so many pieces after the first. Each of them
// appends its number to the trace, also by way of the frame, and jumps as the bits of the script say.
func shaped(r *rand.Rand, n int, exit bool) []byte {
	var b []byte
	op := func(code byte, args ...uint64) {
		b = append(b, code)
		for _, a := range args {
			b = binary.AppendUvarint(b, a)
		}
	}
	constant := func(code byte, x int) { b = appendInt(append(b, code), x) }
	get, set := func(v uint64) { op(opLocalGet, v) }, func(v uint64) { op(opLocalSet, v) }
	move := func(by int, code byte) {
		get(sp)
		constant(opI32Const, by)
		op(code)
		op(opLocalTee, sp)
		op(opGlobalSet, 0)
	}
	op(globalGet, 0)
	set(sp)
	if exit {
		op(opBlock, 0x40)
	}
	op(opLoop, 0x40)
	for range n + 1 {
		op(opBlock, 0x40)
	}
	get(pc)
	table := []uint64{uint64(n)}
	for i := range uint64(n) {
		table = append(table, i)
	}
	op(opBrTable, append(table, uint64(n))...)
	op(opEnd)
	// To piece k from piece i, within so many blocks of that.
	jump := func(i, k, inner int) {
		constant(opI32Const, k)
		set(pc)
		op(opBr, uint64(n-i+inner))
	}
	slot := func() uint64 { return uint64(8 * r.IntN(frame/8)) }
	for i := range n + 1 {
		if i == 0 && exit {
			// Ask for a larger stack.
			get(script)
			constant(opI64Const, 3)
			op(i64RemU)
			op(opI32Wrap)
			op(i32Eqz)
			op(opIf, 0x40)
			move(8, opI32Sub)
			get(sp)
			constant(opI64Const, 7<<16)
			op(opI64Store, 3, 0)
			constant(opI32Const, 0)
			op(opCall, 0)
			op(globalGet, 0)
			set(sp)
			op(opBrIf, uint64(n+2))
			op(opEnd)
		}
		if i == 0 {
			move(frame, opI32Sub)
		}
		get(trace)
		constant(opI64Const, 31)
		op(i64Mul)
		constant(opI64Const, i+1)
		op(opI64Add)
		set(trace)
		get(count)
		constant(opI64Const, 1)
		op(opI64Add)
		set(count)
		if at := slot(); r.IntN(2) == 0 {
			get(sp)
			get(trace)
			op(opI64Store, 3, at)
		} else if r.IntN(4) > 0 {
			get(sp)
			op(opI64Load, 3, at)
			get(trace)
			op(opI64Add)
			set(trace)
		} else {
			get(sp)
			op(i64Load8, 0, at+4) // a part of what is there
			set(trace)
		}
		for range r.IntN(3) {
			get(script)
			constant(opI64Const, 1)
			op(i64And)
			get(script)
			constant(opI64Const, 1)
			op(i64ShrU)
			set(script)
			op(opI32Wrap)
			op(opIf, 0x40)
			jump(i, r.IntN(n+1), 1)
			op(opEnd)
		}
		switch r.IntN(4) {
		case 0:
			move(frame, opI32Add)
			constant(opI32Const, 0)
			op(opReturn)
		case 1:
			jump(i, r.IntN(n+1), 0)
			get(trace) // which nothing reaches
			set(trace)
		}
		op(opEnd)
	}
	op(opUnreachable)
	if exit {
		op(opEnd)
	}
	if exit || r.IntN(2) == 0 { // others may end with what is not reached
		constant(opI32Const, 1)
	}
	return b
}

// Instructions of shaped that packing does not look at.
const (
	globalGet = 0x23
	i64Load8  = 0x31 // without a sign
	i32Eqz    = 0x45
	i64Mul    = 0x7e
	i64RemU   = 0x82
	i64And    = 0x83
	i64ShrU   = 0x88
)

func parse(t *testing.T, text []byte) (f []instruction) {
	for body := reader(text); len(body) > 0; {
		i, ok := body.instruction()
		if !ok {
			t.Fatalf("instruction %#x", i.op)
		}
		f = append(f, i)
	}
	return f
}

// run interprets a function, until it ends or 100 pieces have passed: it returns what it has
// returned, -1 for a trap, the trace and how many pieces there were. A call says that there is
// no more stack.
func run(t *testing.T, f []instruction, bits int64) []int64 {
	ends := map[int]int{}
	var open []int
	for k, i := range f {
		switch {
		case i.op == opBlock || i.op == opLoop || i.op == opIf:
			open = append(open, k)
		case i.op == opEnd && len(open) > 0:
			ends[open[len(open)-1]], open = k, open[:len(open)-1]
		}
	}
	ends[-1] = len(f) - 1
	local := make([]int64, 100)
	local[script] = bits
	memory, global, stack := map[int64]byte{}, int64(1000), []int64{}
	pop := func() int64 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		return x
	}
	push := func(x int64) { stack = append(stack, x) }
	result := func(x int64) []int64 { return []int64{x, local[trace], local[count]} }
	open = []int{-1}
	for k := 0; k < len(f); k++ {
		branch := func(depth int64) {
			to := open[len(open)-1-int(depth)]
			open = open[:len(open)-int(depth)]
			if k = to; to < 0 || f[to].op != opLoop {
				k, open = ends[to], open[:len(open)-1]
			}
		}
		switch i := f[k]; i.op {
		case opUnreachable:
			return result(-1)
		case opBlock, opLoop:
			open = append(open, k)
		case opIf:
			if pop() == 0 {
				k = ends[k]
			} else {
				open = append(open, k)
			}
		case opEnd:
			if len(open) == 0 || len(open) == 1 {
				return result(pop())
			}
			open = open[:len(open)-1]
		case opBr:
			branch(i.value)
		case opBrIf:
			if pop() != 0 {
				branch(i.value)
			}
		case opBrTable:
			branch(int64(i.table[min(int(pop()), len(i.table)-1)]))
		case opReturn:
			return result(pop())
		case opCall:
			pop()
			push(1)
		case opLocalGet:
			push(local[i.value])
		case opLocalSet:
			local[i.value] = pop()
			if i.value == count && local[count] == 100 {
				return result(2)
			}
		case opLocalTee:
			local[i.value] = stack[len(stack)-1]
		case globalGet:
			push(global)
		case opGlobalSet:
			global = pop()
		case opI32Const, opI64Const:
			push(i.value)
		case opI64Store:
			x, at := uint64(pop()), pop()+int64(i.memory.offset)
			for n := range int64(8) {
				memory[at+n] = byte(x >> (8 * n))
			}
		case opI64Load:
			x, at := uint64(0), pop()+int64(i.memory.offset)
			for n := range int64(8) {
				x |= uint64(memory[at+n]) << (8 * n)
			}
			push(int64(x))
		case i64Load8:
			push(int64(memory[pop()+int64(i.memory.offset)]))
		case i32Eqz:
			if pop() == 0 {
				push(1)
			} else {
				push(0)
			}
		case opI32Wrap:
			push(int64(uint32(pop())))
		default:
			b, a := pop(), pop()
			switch i.op {
			case opI32Add, opI64Add:
				push(a + b)
			case opI32Sub:
				push(a - b)
			case i64Mul:
				push(a * b)
			case i64RemU:
				push(int64(uint64(a) % uint64(b)))
			case i64And:
				push(a & b)
			case i64ShrU:
				push(int64(uint64(a) >> b))
			default:
				t.Fatalf("instruction %#x", i.op)
			}
		}
	}
	t.Fatal("no end")
	return nil
}
