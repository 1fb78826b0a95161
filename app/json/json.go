// Package json reads and writes JSON as encoding/json does, for plain values: truth values,
// numbers, texts, structs with the same tags, lists, maps by string, pointers to these. Names
// of fields are read as they are written.
//
// It asks no type how it wants to be written. encoding/json does, and so a program with it
// holds everything that any type in it could answer, down to the time zones: that would make
// the page a tenth larger to transfer.
package json

import (
	"reflect"
	"strings"
)

// RawMessage is a value as it is written.
type RawMessage []byte

var rawMessage = reflect.TypeFor[RawMessage]()

// field is a field of a struct, as it is in JSON.
type field struct {
	name      string
	index     []int
	omitEmpty bool
	omitZero  bool
}

// fieldsOf are the fields of a struct, with those of structs embedded in it.
func fieldsOf(t reflect.Type) (all []field) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				all = append(all, inner)
			}
			continue
		}
		if !f.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		all = append(all, field{name, f.Index, strings.Contains(options, "omitempty"), strings.Contains(options, "omitzero")})
	}
	return all
}
