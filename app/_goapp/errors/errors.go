// Package errors makes go-app's errors, which are texts.
package errors

import "fmt"

// Error is what went wrong, with what is known of it.
type Error struct {
	text  string
	cause error
}

// New is an error with this text.
func New(text string) Error { return Error{text: text} }

// WithType adds what kind of error it is.
func (e Error) WithType(name string) Error { return e.WithTag("type", name) }

// WithTag adds something that is known of it.
func (e Error) WithTag(name string, value any) Error {
	e.text += fmt.Sprintf(", %s: %v", name, value)
	return e
}

// Wrap adds its cause.
func (e Error) Wrap(cause error) Error {
	e.cause = cause
	return e
}

func (e Error) Error() string {
	if e.cause == nil {
		return e.text
	}
	return e.text + ": " + e.cause.Error()
}

func (e Error) Unwrap() error { return e.cause }
