//go:build goexperiment.simd && go1.27

package vec

import (
	"simd/archsimd"
	"unsafe"
)

// Name says which form of the arithmetic runs: scalar, simd128, avx2 or avx512.
var Name = map[int]string{16: "avx512", 8: "avx2", 0: "scalar"}[lanesInUse]

// lanesInUse is the width of the matrix kernels; 0 means no vectors at all. Below
// AVX2, which Broadcast needs even for 128 bits, there are none.
var lanesInUse = func() int {
	switch {
	case archsimd.X86.AVX512():
		return 16
	case archsimd.X86.AVX2():
		return 8
	}
	return 0
}()

// Panel is the number of outputs that lie side by side in a packed matrix.
const Panel = 32

// The tile of the most rows has so many of them, and so many columns.
const (
	tallest = 4
	wide    = Panel
)

// narrow is the panel of the tiles with vectors of four.
const narrow = 4

// blockSet multiplies a by b into m rows and n columns of c, less the last n%4 columns.
// Distances are in bytes.
func blockSet(m, n, k, depth int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int) {
	j := 0
	switch lanesInUse {
	case 16:
		block16Set(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
		archsimd.ClearAVXUpperBits()
		j = n &^ 15
	case 8:
		block8Set(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
		archsimd.ClearAVXUpperBits()
		j = n &^ 7
	}
	if n-j >= 4 {
		block4Set(m, n-j, k, depth, a, lda, rest(b, j, next), ldb, 4*narrow, unsafe.Add(c, 4*j), ldc)
	}
}

// blockAdd is blockSet that adds to c.
func blockAdd(m, n, k, depth int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int) {
	j := 0
	switch lanesInUse {
	case 16:
		block16Add(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
		archsimd.ClearAVXUpperBits()
		j = n &^ 15
	case 8:
		block8Add(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
		archsimd.ClearAVXUpperBits()
		j = n &^ 7
	}
	if n-j >= 4 {
		block4Add(m, n-j, k, depth, a, lda, rest(b, j, next), ldb, 4*narrow, unsafe.Add(c, 4*j), ldc)
	}
}

// blockAddT is blockAdd with a transposed.
func blockAddT(m, n, k, depth int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int) {
	j := 0
	switch lanesInUse {
	case 16:
		block16AddT(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
		archsimd.ClearAVXUpperBits()
		j = n &^ 15
	case 8:
		block8AddT(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
		archsimd.ClearAVXUpperBits()
		j = n &^ 7
	}
	if n-j >= 4 {
		block4AddT(m, n-j, k, depth, a, lda, rest(b, j, next), ldb, 4*narrow, unsafe.Add(c, 4*j), ldc)
	}
}

// rest is where column j of b begins: what is left there, fewer columns than the widest
// vector has, is in one panel.
func rest(b unsafe.Pointer, j, next int) unsafe.Pointer {
	return unsafe.Add(b, j/Panel*next+j%Panel*4)
}

func read(x []float32) (n int) {
	switch lanesInUse {
	case 16:
		n = read16(ptr(x), len(x))
		archsimd.ClearAVXUpperBits()
	case 8:
		n = read8(ptr(x), len(x))
		archsimd.ClearAVXUpperBits()
	}
	return n
}

func peak(rounds int) (operations int) {
	switch lanesInUse {
	case 16:
		operations = peak16(rounds)
		archsimd.ClearAVXUpperBits()
	case 8:
		operations = peak8(rounds)
		archsimd.ClearAVXUpperBits()
	}
	return operations
}
