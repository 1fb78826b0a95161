// Package say joins texts and numbers into messages. It stands in for fmt, which would
// make the programs that a browser downloads larger by a seventh.
package say

import (
	"errors"
	"strconv"
)

// Error returns an error whose message is the parts joined.
func Error(parts ...any) error { return errors.New(Text(parts...)) }

// Text joins the parts: texts, errors, whole numbers and lists of them.
func Text(parts ...any) string {
	var s []byte
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			s = append(s, part...)
		case error:
			s = append(s, part.Error()...)
		case int:
			s = strconv.AppendInt(s, int64(part), 10)
		case []int:
			for i, n := range part {
				if i > 0 {
					s = append(s, ", "...)
				}
				s = strconv.AppendInt(s, int64(n), 10)
			}
		default:
			s = append(s, '?')
		}
	}
	return string(s)
}
