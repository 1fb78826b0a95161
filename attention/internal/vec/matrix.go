package vec

// PackedLen returns the length of a packed matrix of out rows of length in.
func PackedLen(out, in int) int { return (out + Panel - 1) / Panel * Panel * in }

// Pack stores w, (out, in), as panels of [Panel] rows, (⌈out/Panel⌉, in, Panel), which
// [MulPanels] reads in one stream. The missing rows of the last panel are zero.
func Pack(dst, w []float32, out, in int) {
	if out < 0 || in < 0 {
		panic("vec: negative size")
	}
	dst, w = first(dst, PackedLen(out, in)), first(w, out*in)
	for j := range (out + Panel - 1) / Panel * Panel {
		column := dst[j/Panel*Panel*in:]
		for k := range in {
			var v float32
			if j < out {
				v = w[j*in+k]
			}
			column[k*Panel+j%Panel] = v
		}
	}
}

// MulPanels multiplies the rows of a by the packed matrix p:
//
//	c[i*ldc+j] = Σk a[i*lda+k] * p[(j/Panel*K+k)*Panel + j%Panel]    i < m, k < K, j < n
//
// It sets exactly n columns of c. With m = 1 it is a decoding step; with a group of
// queries as rows and keys as panels it computes attention scores.
func MulPanels(c []float32, ldc int, a []float32, lda int, p []float32, m, k, n int) {
	if min(m, k, n, ldc, lda) < 0 {
		panic("vec: negative size")
	}
	if m == 0 || n == 0 {
		return
	}
	if k > 0 {
		a = first(a, (m-1)*lda+k)
	}
	p, c = first(p, PackedLen(n, k)), first(c, (m-1)*ldc+n)
	for j := mulPanels(c, ldc, a, lda, p, m, k, n); j < n; {
		panel := p[j/Panel*Panel*k:]
		first, end := j%Panel, min(Panel, n-j+j%Panel)
		for i := range m {
			var sum [Panel]float32
			row := a
			if k > 0 {
				row = a[i*lda:][:k]
			}
			for l, x := range row[:k] {
				for o, y := range panel[l*Panel:][:Panel] {
					sum[o] += float32(x * y)
				}
			}
			copy(c[i*ldc+j:], sum[first:end])
		}
		j += end - first
	}
}

// MulAdd adds a product to c, in the order of k:
//
//	c[i*ldc+j] += Σk a[i*lda+k] * b[k*ldb+j]    i < m, k < K, j < n
func MulAdd(c []float32, ldc int, a []float32, lda int, b []float32, ldb int, m, k, n int) {
	if min(m, k, n, ldc, lda, ldb) < 0 {
		panic("vec: negative size")
	}
	if m == 0 || k == 0 || n == 0 {
		return
	}
	a, b, c = first(a, (m-1)*lda+k), first(b, (k-1)*ldb+n), first(c, (m-1)*ldc+n)
	if j := mulAdd(c, ldc, a, lda, b, ldb, m, k, n, false); j < n {
		addProduct(c[j:], ldc, a, lda, 1, b[j:], ldb, m, k, n-j)
	}
}

// MulAddPanels is MulAdd of some rows of a matrix b in panels. It is stored as (⌈n/Panel⌉,
// height, [Panel]), the last panel as narrow as what is left, and the rows begin with from:
//
//	c[i*ldc+j] += Σk a[i*lda+k] * b(from+k, j)    i < m, k < K, j < n
func MulAddPanels(c []float32, ldc int, a []float32, lda int, p []float32, height, from, m, k, n int) {
	if min(m, k, n, ldc, lda, from, height-from-k) < 0 {
		panic("vec: negative size, or rows that are not there")
	}
	if m == 0 || k == 0 || n == 0 {
		return
	}
	a, p, c = first(a, (m-1)*lda+k), first(p, height*n), first(c, (m-1)*ldc+n)
	whole := n / Panel * Panel
	j := 0
	if whole > 0 {
		j = mulAddPanels(c, ldc, a, lda, p[from*Panel:], height*Panel, m, k, whole)
	}
	for ; j < whole; j += Panel {
		addProduct(c[j:], ldc, a, lda, 1, p[j*height+from*Panel:], Panel, m, k, Panel)
	}
	if rest := n - whole; rest > 0 {
		MulAdd(c[whole:], ldc, a, lda, p[whole*height+from*rest:], rest, m, k, rest)
	}
}

// MulAddTransposed is MulAdd with a transposed, as gradients need it:
//
//	c[i*ldc+j] += Σk a[k*lda+i] * b[k*ldb+j]    i < m, k < K, j < n
func MulAddTransposed(c []float32, ldc int, a []float32, lda int, b []float32, ldb int, m, k, n int) {
	if min(m, k, n, ldc, lda, ldb) < 0 {
		panic("vec: negative size")
	}
	if m == 0 || k == 0 || n == 0 {
		return
	}
	a, b, c = first(a, (k-1)*lda+m), first(b, (k-1)*ldb+n), first(c, (m-1)*ldc+n)
	if j := mulAdd(c, ldc, a, lda, b, ldb, m, k, n, true); j < n {
		addProduct(c[j:], ldc, a, 1, lda, b[j:], ldb, m, k, n-j)
	}
}

// addProduct adds to c[i*ldc+j] the sum over k of a[i*ai+k*ak] * b[k*ldb+j].
func addProduct(c []float32, ldc int, a []float32, ai, ak int, b []float32, ldb int, m, k, n int) {
	for i := range m {
		row := c[i*ldc:][:n]
		for l := range k {
			x := a[i*ai+l*ak]
			for o, y := range b[l*ldb:][:n] {
				row[o] += float32(x * y)
			}
		}
	}
}
