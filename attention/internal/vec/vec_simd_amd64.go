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

// block multiplies onto m rows and n columns of c, less the last n%4 columns. Distances
// are in bytes.
func block(m, n, k int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int, add bool) {
	j := 0
	switch lanesInUse {
	case 16:
		j = block16(m, n, k, a, lda, b, ldb, next, c, ldc, add)
		archsimd.ClearAVXUpperBits()
	case 8:
		j = block8(m, n, k, a, lda, b, ldb, next, c, ldc, add)
		archsimd.ClearAVXUpperBits()
	}
	if n-j >= 4 {
		// Fewer columns than the widest vector has: they are in one panel.
		b = unsafe.Add(b, j/Panel*next+j%Panel*4)
		block4(m, n-j, k, a, lda, b, ldb, next, unsafe.Add(c, 4*j), ldc, add)
	}
}

// blockTransposed is block with a transposed.
func blockTransposed(m, n, k int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int, add bool) {
	j := 0
	switch lanesInUse {
	case 16:
		j = blockT16(m, n, k, a, lda, b, ldb, next, c, ldc, add)
		archsimd.ClearAVXUpperBits()
	case 8:
		j = blockT8(m, n, k, a, lda, b, ldb, next, c, ldc, add)
		archsimd.ClearAVXUpperBits()
	}
	if n-j >= 4 {
		b = unsafe.Add(b, j/Panel*next+j%Panel*4)
		blockT4(m, n-j, k, a, lda, b, ldb, next, unsafe.Add(c, 4*j), ldc, add)
	}
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
