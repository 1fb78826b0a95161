package json

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Marshal is v in JSON.
func Marshal(v any) ([]byte, error) { return write(v, false) }

// Indented is the same for people to read, each value on a line.
func Indented(v any) ([]byte, error) { return write(v, true) }

func write(v any, indented bool) ([]byte, error) {
	w := writer{indented: indented}
	w.value(reflect.ValueOf(v))
	return w.text, w.err
}

type writer struct {
	text     []byte
	indented bool
	depth    int
	err      error // the first
}

func (w *writer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		w.text = strconv.AppendBool(w.text, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.text = strconv.AppendInt(w.text, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.text = strconv.AppendUint(w.text, v.Uint(), 10)
	case reflect.Float32, reflect.Float64:
		w.float(v.Float(), v.Type().Bits())
	case reflect.String:
		w.string(v.String())
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			w.null()
			return
		}
		w.value(v.Elem())
	case reflect.Slice:
		switch {
		case v.IsNil():
			w.null()
		case v.Type() == rawMessage:
			w.text = append(w.text, v.Bytes()...)
		default:
			w.list(v)
		}
	case reflect.Array:
		w.list(v)
	case reflect.Struct:
		w.structure(v)
	case reflect.Map:
		w.table(v)
	case reflect.Invalid:
		w.null()
	default:
		w.fail("json: there is no JSON for a " + v.Kind().String())
	}
}

func (w *writer) null() { w.text = append(w.text, "null"...) }

func (w *writer) fail(text string) {
	if w.err == nil {
		w.err = errors.New(text)
	}
}

// float writes the shortest decimal that is read as x.
func (w *writer) float(x float64, bits int) {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		w.fail("json: there is no JSON for " + strconv.FormatFloat(x, 'g', -1, bits))
		return
	}
	format := byte('f')
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	w.text = strconv.AppendFloat(w.text, x, format, -1, bits)
}

func (w *writer) string(s string) {
	w.text = append(w.text, '"')
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == '"' || c == '\\':
			w.text = append(w.text, '\\', byte(c))
		case c == '\n':
			w.text = append(w.text, `\n`...)
		case c == '\t':
			w.text = append(w.text, `\t`...)
		case c < ' ':
			w.text = append(w.text, `\u00`...)
			w.text = append(w.text, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default: // where it is not UTF-8, the sign for that
			w.text = utf8.AppendRune(w.text, c)
		}
		i += size
	}
	w.text = append(w.text, '"')
}

func (w *writer) list(v reflect.Value) {
	w.begin('[')
	for i := range v.Len() {
		w.next(i)
		w.value(v.Index(i))
	}
	w.end(']', v.Len())
}

func (w *writer) structure(v reflect.Value) {
	w.begin('{')
	n := 0
	for _, f := range fieldsOf(v.Type()) {
		x := v.FieldByIndex(f.index)
		if f.omitEmpty && isEmpty(x) || f.omitZero && x.IsZero() {
			continue
		}
		w.next(n)
		w.key(f.name)
		w.value(x)
		n++
	}
	w.end('}', n)
}

// isEmpty says whether omitempty leaves out a value.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func (w *writer) table(v reflect.Value) {
	if v.IsNil() {
		w.null()
		return
	}
	var keys []string
	for _, k := range v.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	w.begin('{')
	for i, k := range keys {
		w.next(i)
		w.key(k)
		w.value(v.MapIndex(reflect.ValueOf(k)))
	}
	w.end('}', len(keys))
}

func (w *writer) key(name string) {
	w.string(name)
	w.text = append(w.text, ':')
	if w.indented {
		w.text = append(w.text, ' ')
	}
}

// begin, next and end write what is around n values and between them.
func (w *writer) begin(bracket byte) {
	w.text = append(w.text, bracket)
	w.depth++
}

func (w *writer) next(i int) {
	if i > 0 {
		w.text = append(w.text, ',')
	}
	w.line()
}

func (w *writer) end(bracket byte, n int) {
	w.depth--
	if n > 0 {
		w.line()
	}
	w.text = append(w.text, bracket)
}

func (w *writer) line() {
	if w.indented {
		w.text = append(w.text, '\n')
		for range w.depth {
			w.text = append(w.text, "  "...)
		}
	}
}
