//go:build goexperiment.simd && go1.27 && (amd64 || arm64 || wasm)

package vec

import "fmt"

func withLanes(n int, f func()) {
	defer func(n int) { lanesInUse = n }(lanesInUse)
	lanesInUse = n
	f()
}

func portably(f func()) { withLanes(0, f) }

func inEveryForm(f func(form string)) {
	for lanes := lanesInUse; 4*lanes >= Panel; lanes /= 2 { // narrower vectors do what wider ones have left of a panel
		withLanes(lanes, func() { f(fmt.Sprint(lanes, " lanes")) })
	}
}
