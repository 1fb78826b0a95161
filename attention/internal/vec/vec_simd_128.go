//go:build goexperiment.simd && go1.27 && (arm64 || wasm)

package vec

import "unsafe"

// Name says which form of the arithmetic runs: scalar, simd128, avx2 or avx512.
const Name = "simd128"

// lanesInUse is the width of the matrix kernels; 0 means no vectors at all.
var lanesInUse = 4

// block multiplies onto m rows and n columns of c, less the last n%4 columns. Distances
// are in bytes.
func block(m, n, k int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int, add bool) {
	block4(m, n, k, a, lda, b, ldb, next, c, ldc, add)
}

// blockTransposed is block with a transposed.
func blockTransposed(m, n, k int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int, add bool) {
	blockT4(m, n, k, a, lda, b, ldb, next, c, ldc, add)
}

func read(x []float32) int {
	if lanesInUse == 0 {
		return 0
	}
	return read4(ptr(x), len(x))
}

func peak(rounds int) int {
	if lanesInUse == 0 {
		return 0
	}
	return peak4(rounds)
}
