//go:build goexperiment.simd && go1.27 && (arm64 || wasm)

package vec

import "unsafe"

// Name says which form of the arithmetic runs: scalar, simd128, avx2 or avx512.
const Name = "simd128"

var lanesInUse = 4

func block(m, n, k int, a unsafe.Pointer, ai, ak int, b unsafe.Pointer, ldb int, c unsafe.Pointer, ldc int, add bool) {
	block4(m, n, k, a, ai, ak, b, ldb, c, ldc, add)
}
