package json

import (
	"errors"
	"reflect"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Unmarshal reads text into what into points to. If text is not JSON, that stays as it was;
// where a value does not fit, all others are read, and the error says which does not.
func Unmarshal(text []byte, into any) error {
	r := reader{text: text}
	if !r.skip(0) || r.space() != 0 || r.at < len(text) {
		return errors.New("json: not JSON at byte " + strconv.Itoa(r.at))
	}
	r.at = 0
	r.value(reflect.ValueOf(into).Elem())
	return r.err
}

// deepest is how far lists and structs may lie within each other.
const deepest = 1000

type reader struct {
	text   []byte
	at     int
	err    error // the first value that does not fit
	fields map[reflect.Type][]field
}

// space passes over space and returns the byte after it; 0 at the end.
func (r *reader) space() byte {
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// skip passes over a value, and says whether it is one.
func (r *reader) skip(depth int) bool {
	c := r.space()
	switch {
	case c == '"':
		return r.skipString()
	case c == '-' || isDigit(c):
		return r.skipNumber()
	case c == '[' || c == '{':
		return depth < deepest && r.skipAll(c, depth+1)
	}
	for _, word := range []string{"null", "true", "false"} {
		if len(r.text)-r.at >= len(word) && string(r.text[r.at:r.at+len(word)]) == word {
			r.at += len(word)
			return true
		}
	}
	return false
}

// skipAll passes over a list or an object.
func (r *reader) skipAll(bracket byte, depth int) bool {
	r.at++
	if r.space() == bracket+2 { // which is how ASCII has ] and }
		r.at++
		return true
	}
	for {
		if bracket == '{' {
			if r.space() != '"' || !r.skipString() || r.space() != ':' {
				return false
			}
			r.at++
		}
		if !r.skip(depth) {
			return false
		}
		switch r.space() {
		case ',':
			r.at++
		case bracket + 2:
			r.at++
			return true
		default:
			return false
		}
	}
}

func (r *reader) skipString() bool {
	for r.at++; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return true
		case c < ' ':
			return false
		case c == '\\':
			if r.at++; r.at == len(r.text) {
				return false
			}
			switch r.text[r.at] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if _, ok := r.unit(r.at + 1); !ok {
					return false
				}
				r.at += 4
			default:
				return false
			}
		}
	}
	return false
}

// unit is the number of four hexadecimal digits.
func (r *reader) unit(at int) (rune, bool) {
	if len(r.text)-at < 4 {
		return 0, false
	}
	x := rune(0)
	for _, c := range r.text[at : at+4] {
		switch {
		case isDigit(c):
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		x = x<<4 | rune(c)
	}
	return x, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (r *reader) skipNumber() bool {
	is := func(any string) bool {
		if r.at == len(r.text) {
			return false
		}
		for i := range len(any) {
			if r.text[r.at] == any[i] {
				r.at++
				return true
			}
		}
		return false
	}
	digits := func() bool {
		from := r.at
		for r.at < len(r.text) && isDigit(r.text[r.at]) {
			r.at++
		}
		return r.at > from
	}
	is("-")
	if !is("0") && !digits() || is(".") && !digits() {
		return false
	}
	if is("eE") {
		is("+-")
		return digits()
	}
	return true
}

// value reads the next value, which skip has passed.
func (r *reader) value(v reflect.Value) {
	c := r.space()
	switch {
	case v.Type() == rawMessage:
		from := r.at
		r.skip(0)
		v.SetBytes(append([]byte(nil), r.text[from:r.at]...))
	case c == 'n':
		r.skip(0)
		switch v.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			v.SetZero()
		}
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		r.value(v.Elem())
	case c == '{' && v.Kind() == reflect.Struct:
		r.structure(v)
	case c == '{' && v.Kind() == reflect.Map:
		r.table(v)
	case c == '[' && v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		r.each(func(i int) {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			r.value(v.Index(i))
		})
	case c == '[' && v.Kind() == reflect.Array:
		v.SetZero()
		r.each(func(i int) {
			if i < v.Len() {
				r.value(v.Index(i))
			} else {
				r.skip(0)
			}
		})
	case c == '"' && v.Kind() == reflect.String:
		v.SetString(r.string())
	default:
		from := r.at
		r.skip(0)
		if text := string(r.text[from:r.at]); !scalar(v, text) && r.err == nil {
			r.err = errors.New("json: the value at byte " + strconv.Itoa(from) + " is not a " + v.Type().String())
		}
	}
}

// scalar sets v to a number or a truth value, if v can hold it.
func scalar(v reflect.Value, text string) bool {
	switch v.Kind() {
	case reflect.Bool:
		if text != "true" && text != "false" {
			return false
		}
		v.SetBool(text == "true")
		return true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		x, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err == nil {
			v.SetInt(x)
		}
		return err == nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		x, err := strconv.ParseUint(text, 10, v.Type().Bits())
		if err == nil {
			v.SetUint(x)
		}
		return err == nil
	case reflect.Float32, reflect.Float64:
		x, err := strconv.ParseFloat(text, v.Type().Bits())
		if err == nil {
			v.SetFloat(x)
		}
		return err == nil
	}
	return false
}

// each passes over a list and calls do where each value begins.
func (r *reader) each(do func(i int)) {
	r.at++
	for i := 0; r.space() != ']'; i++ {
		if i > 0 {
			r.at++ // the comma
		}
		do(i)
	}
	r.at++
}

// pairs does the same for an object.
func (r *reader) pairs(do func(name string)) {
	r.at++
	for r.space() != '}' {
		if r.text[r.at] == ',' {
			r.at++
			r.space()
		}
		name := r.string()
		r.space()
		r.at++ // the colon
		do(name)
	}
	r.at++
}

func (r *reader) structure(v reflect.Value) {
	t := v.Type()
	fields, ok := r.fields[t]
	if !ok {
		if r.fields == nil {
			r.fields = make(map[reflect.Type][]field)
		}
		fields = fieldsOf(t)
		r.fields[t] = fields
	}
	r.pairs(func(name string) {
		for _, f := range fields {
			if f.name == name {
				r.value(v.FieldByIndex(f.index))
				return
			}
		}
		r.skip(0)
	})
}

func (r *reader) table(v reflect.Value) {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	r.pairs(func(name string) {
		x := reflect.New(v.Type().Elem()).Elem()
		r.value(x)
		v.SetMapIndex(reflect.ValueOf(name), x)
	})
}

// string reads a text, which skipString has passed.
func (r *reader) string() string {
	var s []byte
	for r.at++; r.text[r.at] != '"'; {
		c, size := utf8.DecodeRune(r.text[r.at:])
		r.at += size
		if c == '\\' {
			c = rune(r.text[r.at])
			r.at++
			switch c {
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'u':
				c, _ = r.unit(r.at)
				r.at += 4
				if utf16.IsSurrogate(c) {
					c = r.pair(c)
				}
			}
		}
		s = utf8.AppendRune(s, c)
	}
	r.at++
	return string(s)
}

// pair is what a surrogate says together with the one that follows it.
func (r *reader) pair(high rune) rune {
	if r.text[r.at] == '\\' && r.text[r.at+1] == 'u' {
		low, _ := r.unit(r.at + 2)
		if c := utf16.DecodeRune(high, low); c != utf8.RuneError {
			r.at += 6
			return c
		}
	}
	return utf8.RuneError
}
