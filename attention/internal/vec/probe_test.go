//go:build amd64

package vec

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Peak is no limit if the compiler finds that two of its chains calculate the same: then
// it counts operations that are not done.
func TestPeakKeepsItsChains(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "vec.a")
	if out, err := exec.Command("go", "build", "-o", archive, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	code, err := exec.Command("go", "tool", "objdump", "-s", `[pP]eak\d*$`, archive).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, code)
	}
	functions := strings.Split(string(code), "TEXT ")[1:]
	if len(functions) == 0 {
		t.Fatal("nothing of Peak in the program")
	}
	for _, f := range functions {
		name, _, _ := strings.Cut(f, "(")
		want := 7 * 8 // of vectors: chains, each written out so often
		if strings.HasSuffix(name, ".Peak") {
			want = 4
		} else if strings.HasSuffix(name, ".peak") {
			continue // calls one of the others
		}
		for _, op := range []string{"MUL", "ADD"} {
			if n := strings.Count(f, op+"PS") + strings.Count(f, op+"SS"); n < want {
				t.Errorf("%s: %s %d times, want %d", name, op, n, want)
			}
		}
	}
}
