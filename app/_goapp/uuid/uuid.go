// Package uuid takes the place of github.com/google/uuid in the page's program. go-app asks
// it for one thing: a name that nothing else has.
package uuid

import (
	"math/rand/v2"
	"strconv"
)

// NewString returns a new name.
func NewString() string {
	return strconv.FormatUint(rand.Uint64(), 16) + strconv.FormatUint(rand.Uint64(), 16)
}
