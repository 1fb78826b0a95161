//go:build goexperiment.simd && go1.27 && (arm64 || wasm)

package vec

import "unsafe"

// Name says which form of the arithmetic runs: scalar, simd128, avx2 or avx512.
const Name = "simd128"

// lanesInUse is the width of the matrix kernels; 0 means no vectors at all.
var lanesInUse = 4

// Panel is the number of outputs that lie side by side in a packed matrix.
const Panel = 4

// The tile of the most rows has so many of them, and so many columns.
const (
	tallest = 2
	wide    = 4 * Panel
)

// blockSet multiplies a by b into m rows and n columns of c, less the last n%4 columns.
// Distances are in bytes.
func blockSet(m, n, k, depth int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int) {
	block4Set(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
}

// blockAdd is blockSet that adds to c.
func blockAdd(m, n, k, depth int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int) {
	block4Add(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
}

// blockAddT is blockAdd with a transposed.
func blockAddT(m, n, k, depth int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int) {
	block4AddT(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
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
