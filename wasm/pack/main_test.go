package main

import (
	"strings"
	"testing"
)

// module is a module with an empty section of types, and with this section of data.
func module(data string) string {
	return "\x00asm\x01\x00\x00\x00" + "\x01\x01\x00" + "\x0b" + string(rune(len(data))) + data
}

func TestPack(t *testing.T) {
	const ( // at 64, 72 and 1024: numbers with a sign, seven bits a byte
		at64   = "\x00\x41\xc0\x00\x0b\x02ab"
		at72   = "\x00\x41\xc8\x00\x0b\x01c"
		at1024 = "\x00\x41\x80\x08\x0b\x01d"
		joined = "\x00\x41\xc0\x00\x0b\x09ab\x00\x00\x00\x00\x00\x00c"
	)
	for name, test := range map[string]struct{ data, want string }{
		"none":      {"\x00", "\x00"},
		"one":       {"\x01" + at64, "\x01" + at64},
		"near":      {"\x02" + at64 + at72, "\x01" + joined},
		"far":       {"\x03" + at64 + at72 + at1024, "\x02" + joined + at1024},
		"any order": {"\x03" + at1024 + at72 + at64, "\x02" + joined + at1024},
	} {
		got, err := pack([]byte(module(test.data)))
		if err != nil || string(got) != module(test.want) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, module(test.want))
		}
	}
	for _, bad := range []struct{ module, want string }{
		{"", "is not WebAssembly"},
		{"\x00asm\x02\x00\x00\x00", "is not WebAssembly"},
		{module("\x02" + at64 + at64), "two data for one place"},
		{module("\x01\x01\x02ab"), "of a kind"}, // which waits until it is asked for
		{module("\x02" + at64), "of a kind"},
		{module("\x01" + at64)[:20], "within a section"},
	} {
		if _, err := pack([]byte(bad.module)); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%q: %v, want one with %q", bad.module, err, bad.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, x := range []int{0, 1, 63, 64, -1, -64, -65, 8191, 8192, 1<<31 - 1, -1 << 31} {
		r := reader(appendInt(nil, x))
		if got := r.int(); got != x || r == nil || len(r) != 0 {
			t.Errorf("%d is read as %d", x, got)
		}
	}
}
