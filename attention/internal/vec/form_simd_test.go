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
	for widest := lanesInUse; widest > 0; widest /= 2 {
		if widest >= 4 {
			withLanes(widest, func() { f(fmt.Sprint(widest, " lanes")) })
		}
	}
}
