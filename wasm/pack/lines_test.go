package main

import (
	"bytes"
	"debug/gosym"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// debug/gosym, which reads what Go's linker writes, finds the same functions in a packed
// program, and no lines.
func TestDropLines(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	name := filepath.Join(t.TempDir(), "program.wasm")
	build := exec.Command("go", "build", "-o", name, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("go build: %v\n%s", err, out) // as where there is no Go, in a browser or in node
	}
	module, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := pack(module)
	if err != nil {
		t.Fatal(err)
	}
	again, err := pack(packed)
	if err != nil || !bytes.Equal(again, packed) {
		t.Errorf("packed again it is %d bytes instead of %d, %v", len(again), len(packed), err)
	}
	before, after := functions(t, module), functions(t, packed)
	named := 0
	for i, f := range before.Funcs {
		g := after.Funcs[i]
		if f.Name != g.Name || f.Entry != g.Entry || f.End != g.End {
			t.Fatalf("function %d is %s, from %#x to %#x, want %s, from %#x to %#x", i, g.Name, g.Entry, g.End, f.Name, f.Entry, f.End)
		}
		if strings.HasPrefix(f.Name, "main.") {
			named++
		}
		if file, line, _ := after.PCToLine(g.Entry); line > 0 {
			t.Fatalf("%s is in %s:%d", g.Name, file, line)
		}
	}
	if _, line, _ := before.PCToLine(before.LookupFunc("main.main").Entry); named < 10 || line == 0 {
		t.Errorf("before there are %d functions of this package, and main in line %d", named, line)
	}
}

// functions are those of a program, as the library sees them.
func functions(t *testing.T, module []byte) *gosym.Table {
	t.Helper()
	for r := reader(module[len(preamble):]); len(r) > 0; {
		id, content := r.byte(), r.bytes()
		if id != dataSection {
			continue
		}
		joined, err := join(content)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range joined {
			if tables := findTables(s.data); tables != nil {
				table, err := gosym.NewTable(nil, gosym.NewLineTable(tables, 0))
				if err != nil {
					t.Fatal(err)
				}
				return table
			}
		}
	}
	t.Fatal("there is no table of functions")
	return nil
}
