//go:build wasm

package app

import (
	"errors"
	"strings"
)

// Handler is the server's.
type Handler struct{}

// Environment is the server's, too.
type Environment map[string]string

func isRemoteLocation(path string) bool {
	return strings.HasPrefix(path, "https://") || strings.HasPrefix(path, "http://")
}

func isStaticResourcePath(path string) bool {
	return strings.HasPrefix(path, "/web/") || strings.HasPrefix(path, "web/")
}

var errNoCipher = errors.New("there is no cipher in this build")

func encrypt(key string, v []byte) ([]byte, error) { return nil, errNoCipher }
func decrypt(key string, v []byte) ([]byte, error) { return nil, errNoCipher }
