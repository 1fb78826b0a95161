package probe

import (
	"testing"
	"time"
)

func TestClockStep(t *testing.T) {
	var at time.Duration
	for name, c := range map[string]struct {
		now  func() time.Duration
		want time.Duration
	}{
		"stands still":   {func() time.Duration { return 5 }, 0},
		"runs backwards": {func() time.Duration { at -= time.Second; return at }, 0},
		"moves finely":   {func() time.Duration { at += 3 * time.Microsecond; return at }, 3 * time.Microsecond},
		"moves coarsely": {func() time.Duration { at += time.Microsecond; return at.Truncate(16 * time.Millisecond) }, 16 * time.Millisecond},
	} {
		at = 0
		if got := ClockStep(c.now); got != c.want {
			t.Errorf("%s: steps of %v, want %v", name, got, c.want)
		}
	}
}
