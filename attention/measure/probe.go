package measure

import (
	"gqaplayground/attention"
	"gqaplayground/attention/probe"
)

// Limits are what the machine can do at best: a roofline.
type Limits = attention.Limits

// Probe finds the limits, for working sets up to the given size, in about a second.
func (now Clock) Probe(largest int) Limits { return probe.Limits(now, largest) }
