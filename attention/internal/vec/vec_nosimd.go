//go:build !(goexperiment.simd && go1.27 && (amd64 || arm64 || wasm))

package vec

// Name says which form of the arithmetic runs: scalar, simd128, avx2 or avx512.
const Name = "scalar"

// Panel is the number of outputs that lie side by side in a packed matrix.
const Panel = 16

func dot(s *partial, a, b []float32) int                  { return 0 }
func largest(x []float32) (float32, int)                  { return negInf, 0 }
func scale(x []float32, s float32) int                    { return 0 }
func axpy(y []float32, a float32, x []float32) int        { return 0 }
func add(y, x []float32) int                              { return 0 }
func expSum(s *partial, x []float32, max float32) int     { return 0 }
func scaleMul(y, x []float32, s float32, b []float32) int { return 0 }
func sigmoid(y, x []float32) int                          { return 0 }
func swiGLU(y, gate, up []float32) int                    { return 0 }

func adamW(w, g, m, v []float32, lr, beta1, beta2, eps, decay, correct1, correct2 float32) int {
	return 0
}

func mulPanels(c []float32, ldc int, a []float32, lda int, p []float32, m, k, n int) int { return 0 }

func mulAddPanels(c []float32, ldc int, a []float32, lda int, p []float32, next, m, k, n int) int {
	return 0
}

func mulAdd(c []float32, ldc int, a []float32, lda int, b []float32, ldb int, m, k, n int, transposed bool) int {
	return 0
}

func read(x []float32) int { return 0 }
func peak(rounds int) int  { return 0 }
