package main

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// code is a module with one function of these instructions, without variables.
func code(body string) string {
	section := appendBytes([]byte{1}, []byte("\x00"+body+"\x0b"))
	return string(appendBytes([]byte(preamble+"\x0a"), section))
}

func TestFold(t *testing.T) {
	const (
		get      = "\x20\x02" // a variable
		wrap     = "\xa7"
		plus16   = "\x42\x10\x7c"
		plus100  = "\x42\xe4\x00\x7c"
		less8    = "\x42\x78\x7c"
		float    = "\x2a\x02\x00"
		vec      = "\xfd\x00\x00\x00"
		fill     = "\xfd\x13"
		integer  = "\x29\x03\x00"
		endBlock = "\x0b"
		block    = "\x02\x40"
		nop      = "\x01"
	)
	for name, test := range map[string]struct{ code, want string }{
		"nothing":                 {get + get + "\x7c", get + get + "\x7c"},
		"a vector":                {get + plus16 + wrap + vec, get + wrap + "\xfd\x00\x00\x10"},
		"a float":                 {get + plus100 + wrap + float, get + wrap + "\x2a\x02\x64"},
		"one with a distance":     {get + plus100 + wrap + "\xfd\x00\x00\x40", get + wrap + "\xfd\x00\x00\xa4\x01"},
		"a vector that is filled": {get + wrap + float + fill, get + wrap + "\xfd\x09\x02\x00"},
		"both":                    {get + plus16 + wrap + float + fill, get + wrap + "\xfd\x09\x02\x10"},
		"idle":                    {get + nop + plus16 + nop + wrap + nop + vec + nop, get + wrap + "\xfd\x00\x00\x10"},
		"back":                    {get + less8 + wrap + vec, get + less8 + wrap + vec},
		"too far":                 {get + "\x42\xff\xff\xff\xff\x07\x7c" + wrap + "\xfd\x00\x00\x01", get + "\x42\xff\xff\xff\xff\x07\x7c" + wrap + "\xfd\x00\x00\x01"},
		"an integer, as Go does":  {get + plus16 + wrap + integer, get + plus16 + wrap + integer},
		"after a block":           {block + get + plus16 + wrap + endBlock + vec, block + get + plus16 + wrap + endBlock + vec},
		"what looks like one": { // a vector of numbers that are the bytes of instructions
			"\xfd\x0c" + "\x42\x10\x7c\xa7\xfd\x00\x00\x00\x42\x10\x7c\xa7\xfd\x00\x00\x00",
			"\xfd\x0c" + "\x42\x10\x7c\xa7\xfd\x00\x00\x00\x42\x10\x7c\xa7\xfd\x00\x00\x00"},
		"every length": {
			"\x41\x7f\x43abcd\x44abcdefgh\x0e\x02\x00\x01\x02\x11\x00\x00\xfc\x0a\x00\x00\xfc\x0b\x00\xfd\x15\x03\xfd\x54\x00\x00\x03\xfd\x0d0123456789abcdef\xfd\x5c\x02\x08",
			"\x41\x7f\x43abcd\x44abcdefgh\x0e\x02\x00\x01\x02\x11\x00\x00\xfc\x0a\x00\x00\xfc\x0b\x00\xfd\x15\x03\xfd\x54\x00\x00\x03\xfd\x0d0123456789abcdef\xfd\x5c\x02\x08"},
	} {
		got, err := pack([]byte(code(test.code)))
		if err != nil || string(got) != code(test.want) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, code(test.want))
		}
	}
	for _, bad := range []struct{ code, want string }{
		{"\xfb\x00", "the instruction 0xfb"},
		{"\xd0\x70", "the instruction 0xd0"},
		{"\xfc\x08\x00\x00", "the instruction 0xfc"},
		{"\x42\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "the instruction 0x42"},
	} {
		if _, err := pack([]byte(code(bad.code))); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%q: %v, want one with %q", bad.code, err, bad.want)
		}
	}
}

// No module makes it panic, and what it writes it reads.
func FuzzPack(f *testing.F) {
	f.Add([]byte(code("\x20\x02\x42\x10\x7c\xa7\x2a\x02\x00\xfd\x13")))
	for seed := range uint64(8) {
		f.Add([]byte(code(string(shaped(rand.New(rand.NewPCG(seed, 0)), 4, seed%2 == 0)))))
	}
	f.Add([]byte(module("\x01\x00\x41\xc0\x00\x0b\x02ab")))
	f.Fuzz(func(t *testing.T, module []byte) {
		packed, err := pack(module)
		if err != nil {
			return
		}
		if _, err := pack(packed); err != nil {
			t.Fatalf("of what it wrote, %q: %v", packed, err)
		}
	})
}
