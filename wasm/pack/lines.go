package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// A program of Go's knows where in the source each of its instructions comes from, to tell of
// a goroutine that panics. That is a fifteenth of what a browser has to load, and more than
// it takes to have the functions that are called most in line, so it is left out: the stack
// of a panic has the names of functions, and "?:0" for where in them.
//
// The tables are those of runtime/symtab.go: a header, then names, units, files, numbers for
// each instruction (pctab), and functions, which say where in pctab theirs begin.

// A header begins with what says how the tables are laid out, and that addresses are of 8 bytes.
var pcHeader = []byte("\xf1\xff\xff\xff\x00\x00\x01\x08")

// Places in the header, of 8 bytes each, and in a function (runtime._func), of 4.
const (
	headFuncs, headNames, headUnits, headPCs, headFunctions, headEnd = 8, 32, 40, 56, 64, 72

	funcStack, funcFile, funcLine, funcTables, funcUnit, funcStart, funcEnd = 16, 20, 24, 28, 32, 36, 44
)

// findTables returns the memory from the header on: nil where there is none, as in a program
// of another Go.
func findTables(data []byte) []byte {
	for at := bytes.Index(data, pcHeader); at >= 0; at = bytes.Index(data, pcHeader) {
		data = data[at:]
		t := tables{data: data}
		if t.offset(headNames) == headEnd && t.offset(headUnits) <= t.offset(headPCs) && t.offset(headPCs) <= t.offset(headFunctions) && !t.short {
			return data
		}
		data = data[len(pcHeader):] // which were this program's own, or chance
	}
	return nil
}

// dropLines makes zeros of all that only says where the source of an instruction is.
func dropLines(data []byte) error {
	t := tables{data: findTables(data)}
	if t.data == nil {
		return nil
	}
	units, pcs, functions := t.offset(headUnits), t.offset(headPCs), t.offset(headFunctions)
	n := t.offset(headFuncs)
	needed, lines := make(map[int]bool), make(map[int]bool)
	for i := range min(n, len(t.data)/8) {
		f := functions + t.word(functions+8*i+4)
		needed[t.word(f+funcStack)] = true
		for j := range min(t.word(f+funcTables), len(t.data)/4) {
			needed[t.word(f+funcEnd+4*j)] = true
		}
		for _, place := range []int{funcFile, funcLine} {
			lines[t.word(f+place)] = true
			t.clear(f+place, 4)
		}
		t.clear(f+funcUnit, 4)
		t.clear(f+funcStart, 4)
	}
	t.clear(units, pcs-units) // and files
	for from := range lines {
		if from != 0 && !needed[from] { // at 0 there is none
			t.clear(pcs+from, t.steps(pcs+from))
		}
	}
	if t.short {
		return errors.New("has tables of functions that are not as Go's linker writes them")
	}
	return nil
}

// tables are the memory from the header on.
type tables struct {
	data  []byte
	short bool // has proved too short
}

func (t *tables) within(at, n int) bool {
	if at < 0 || n < 0 || at > len(t.data)-n {
		t.short = true
	}
	return !t.short
}

func (t *tables) offset(at int) int {
	if !t.within(at, 8) {
		return 0
	}
	x := binary.LittleEndian.Uint64(t.data[at:])
	if x > uint64(len(t.data)) {
		t.short = true
		return 0
	}
	return int(x)
}

func (t *tables) word(at int) int {
	if !t.within(at, 4) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(t.data[at:]))
}

func (t *tables) clear(at, n int) {
	if t.within(at, n) {
		clear(t.data[at : at+n])
	}
}

// steps is the length of a table of pctab: pairs of by how much the value changes and after
// how many instructions, to a value that does not.
func (t *tables) steps(at int) int {
	for begin := at; ; {
		if !t.within(at, 1) {
			return 0
		}
		r := reader(t.data[at:])
		changes := r.uint()
		if changes == 0 && at > begin {
			return at + 1 - begin
		}
		r.uint()
		if r == nil {
			t.short = true
			return 0
		}
		at = len(t.data) - len(r)
	}
}
