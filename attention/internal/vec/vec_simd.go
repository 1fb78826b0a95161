//go:build goexperiment.simd && go1.27 && (amd64 || arm64 || wasm)

package vec

import (
	"math"
	"simd/archsimd"
	"unsafe"
)

//go:generate go run gen.go

// The loops of vec.go four lanes at a time. The caller has checked the lengths.

type float4 = archsimd.Float32x4

func load(p unsafe.Pointer, i int) float4 {
	return archsimd.LoadFloat32x4Array((*[4]float32)(unsafe.Add(p, 4*i)))
}

func store(p unsafe.Pointer, i int, v float4) {
	v.StoreArray((*[4]float32)(unsafe.Add(p, 4*i)))
}

func fill(x float32) float4 { return archsimd.BroadcastFloat32x4(x) }

func ptr(x []float32) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(x)) }

// whole is how many of n elements fill whole vectors of so many lanes. Where it is 0 the
// machine may have no vectors, and nothing may touch one.
func whole(n, lanes int) int {
	if lanesInUse == 0 {
		return 0
	}
	return n &^ (lanes - 1)
}

func (s *partial) put(s0, s1, s2, s3 float4) {
	p := unsafe.Pointer(s)
	store(p, 0, s0)
	store(p, 4, s1)
	store(p, 8, s2)
	store(p, 12, s3)
}

func dot(s *partial, a, b []float32) int {
	n, pa, pb := whole(len(a), 16), ptr(a), ptr(b)
	if n == 0 {
		return 0
	}
	var s0, s1, s2, s3 float4
	for i := 0; i < n; i += 16 {
		s0 = s0.Add(load(pa, i).Mul(load(pb, i)))
		s1 = s1.Add(load(pa, i+4).Mul(load(pb, i+4)))
		s2 = s2.Add(load(pa, i+8).Mul(load(pb, i+8)))
		s3 = s3.Add(load(pa, i+12).Mul(load(pb, i+12)))
	}
	s.put(s0, s1, s2, s3)
	return n
}

// largest compares floats by their bits, as the integers that they are in two's
// complement: above zero the largest float is the largest of these, and if all are below
// zero it is the smallest. WebAssembly's own maximum of floats, which minds NaN and the
// sign of 0, takes several instructions.
func largest(x []float32) (float32, int) {
	n, p := whole(len(x), 16), ptr(x)
	if n == 0 {
		return negInf, 0
	}
	bits := func(i int) archsimd.Int32x4 { return load(p, i).ToBits().BitsToInt32() }
	h0, h1, h2, h3 := bits(0), bits(4), bits(8), bits(12)
	l0, l1, l2, l3 := h0, h1, h2, h3
	for i := 16; i < n; i += 16 {
		x0, x1, x2, x3 := bits(i), bits(i+4), bits(i+8), bits(i+12)
		h0, h1, h2, h3 = h0.Max(x0), h1.Max(x1), h2.Max(x2), h3.Max(x3)
		l0, l1, l2, l3 = l0.Min(x0), l1.Min(x1), l2.Min(x2), l3.Min(x3)
	}
	h0, l0 = h0.Max(h1).Max(h2.Max(h3)), l0.Min(l1).Min(l2.Min(l3))
	top := max(h0.GetElem(0), h0.GetElem(1), h0.GetElem(2), h0.GetElem(3))
	if top < 0 {
		top = min(l0.GetElem(0), l0.GetElem(1), l0.GetElem(2), l0.GetElem(3))
	}
	return math.Float32frombits(uint32(top)), n
}

func scale(x []float32, s float32) int {
	n, p := whole(len(x), 4), ptr(x)
	if n == 0 {
		return 0
	}
	v := fill(s)
	for i := 0; i < n; i += 4 {
		store(p, i, load(p, i).Mul(v))
	}
	return n
}

func axpy(y []float32, a float32, x []float32) int {
	n, py, px := whole(len(y), 4), ptr(y), ptr(x)
	if n == 0 {
		return 0
	}
	v := fill(a)
	for i := 0; i < n; i += 4 {
		store(py, i, load(py, i).Add(v.Mul(load(px, i))))
	}
	return n
}

func add(y, x []float32) int {
	n, py, px := whole(len(y), 4), ptr(y), ptr(x)
	if n == 0 {
		return 0
	}
	for i := 0; i < n; i += 4 {
		store(py, i, load(py, i).Add(load(px, i)))
	}
	return n
}

func scaleMul(y, x []float32, s float32, b []float32) int {
	n, py, px, pb := whole(len(y), 4), ptr(y), ptr(x), ptr(b)
	if n == 0 {
		return 0
	}
	v := fill(s)
	for i := 0; i < n; i += 4 {
		store(py, i, load(px, i).Mul(v).Mul(load(pb, i)))
	}
	return n
}

// The constants of exp, four times each: a load costs less than filling a vector, and
// there are not enough registers to keep them.
var quads = func() (q [kinds][4]float32) {
	for i, x := range [kinds]float32{
		kLow: expLow, kLog2e: log2e, kRound: roundBits,
		k0: 1, k1: e1, k2: e2, k3: e3, k4: e4, k5: e5, kSigmoidLow: sigmoidLow,
	} {
		q[i] = [4]float32{x, x, x, x}
	}
	return q
}()

const (
	kLow = iota
	kLog2e
	kRound
	k0
	k1
	k2
	k3
	k4
	k5
	kSigmoidLow
	kinds
)

func quad(kind int) float4 { return archsimd.LoadFloat32x4Array(&quads[kind]) }

// zeroWhere is x with zeros in the lanes of mask.
func zeroWhere(mask archsimd.Mask32x4, x float4) float4 {
	return x.ToBits().BitsToInt32().AndNot(mask.ToInt32x4()).ToBits().BitsToFloat32()
}

// exp in four lanes is raise(split(x)), each half small enough to be inlined: a call
// would store every vector in use.
//
// split returns x·log₂e = n + f as f and, in its low bits, n; zero is where exp is 0.
func split(x float4) (f float4, n archsimd.Uint32x4, zero archsimd.Mask32x4) {
	y := x.Mul(quad(kLog2e))
	t := y.Add(quad(kRound))
	return y.Sub(t.Sub(quad(kRound))), t.ToBits(), x.Less(quad(kLow))
}

// raise returns 2ⁿ·2ᶠ.
func raise(f float4, n archsimd.Uint32x4, zero archsimd.Mask32x4) float4 {
	p := f.Mul(quad(k5)).Add(quad(k4))
	p = p.Mul(f).Add(quad(k3))
	p = p.Mul(f).Add(quad(k2))
	p = p.Mul(f).Add(quad(k1))
	p = p.Mul(f).Add(quad(k0))
	return zeroWhere(zero, p.ToBits().Add(n.ShiftAllLeft(23)).BitsToFloat32())
}

// sigmoid4 is sigmoid of x where e is exp(-x).
func sigmoid4(x, e float4) float4 {
	one := quad(k0)
	return zeroWhere(x.Less(quad(kSigmoidLow)), one.Div(one.Add(e)))
}

// expSum takes four vectors through the steps of split and raise side by side. Each
// step waits for the one before, and a processor looks only so far ahead.
func expSum(s *partial, x []float32, max float32) int {
	n, p := whole(len(x), 16), ptr(x)
	if n == 0 {
		return 0
	}
	top := fill(max)
	var s0, s1, s2, s3 float4
	for i := 0; i < n; i += 16 {
		x0, x1, x2, x3 := load(p, i).Sub(top), load(p, i+4).Sub(top), load(p, i+8).Sub(top), load(p, i+12).Sub(top)
		c := quad(kLow)
		z0, z1, z2, z3 := x0.Less(c), x1.Less(c), x2.Less(c), x3.Less(c)
		c = quad(kLog2e)
		x0, x1, x2, x3 = x0.Mul(c), x1.Mul(c), x2.Mul(c), x3.Mul(c)
		c = quad(kRound)
		t0, t1, t2, t3 := x0.Add(c), x1.Add(c), x2.Add(c), x3.Add(c)
		f0, f1, f2, f3 := x0.Sub(t0.Sub(c)), x1.Sub(t1.Sub(c)), x2.Sub(t2.Sub(c)), x3.Sub(t3.Sub(c))
		c = quad(k5)
		p0, p1, p2, p3 := horner(c, c, c, c, f0, f1, f2, f3, quad(k4))
		p0, p1, p2, p3 = horner(p0, p1, p2, p3, f0, f1, f2, f3, quad(k3))
		p0, p1, p2, p3 = horner(p0, p1, p2, p3, f0, f1, f2, f3, quad(k2))
		p0, p1, p2, p3 = horner(p0, p1, p2, p3, f0, f1, f2, f3, quad(k1))
		p0, p1, p2, p3 = horner(p0, p1, p2, p3, f0, f1, f2, f3, quad(k0))
		p0, p1 = zeroWhere(z0, power(p0, t0)), zeroWhere(z1, power(p1, t1))
		p2, p3 = zeroWhere(z2, power(p2, t2)), zeroWhere(z3, power(p3, t3))
		store(p, i, p0)
		store(p, i+4, p1)
		store(p, i+8, p2)
		store(p, i+12, p3)
		s0, s1, s2, s3 = s0.Add(p0), s1.Add(p1), s2.Add(p2), s3.Add(p3)
	}
	s.put(s0, s1, s2, s3)
	return n
}

func horner(p0, p1, p2, p3, f0, f1, f2, f3, c float4) (_, _, _, _ float4) {
	return p0.Mul(f0).Add(c), p1.Mul(f1).Add(c), p2.Mul(f2).Add(c), p3.Mul(f3).Add(c)
}

// power is p·2ⁿ, n being the low bits of t.
func power(p, t float4) float4 { return p.ToBits().Add(t.ToBits().ShiftAllLeft(23)).BitsToFloat32() }

func sigmoid(y, x []float32) int {
	n, py, px := whole(len(y), 4), ptr(y), ptr(x)
	if n == 0 {
		return 0
	}
	for i := 0; i < n; i += 4 {
		v := load(px, i)
		store(py, i, sigmoid4(v, raise(split(v.Neg()))))
	}
	return n
}

func swiGLU(y, gate, up []float32) int {
	n, py, pg, pu := whole(len(y), 4), ptr(y), ptr(gate), ptr(up)
	if n == 0 {
		return 0
	}
	for i := 0; i < n; i += 4 {
		g := load(pg, i)
		store(py, i, g.Mul(sigmoid4(g, raise(split(g.Neg())))).Mul(load(pu, i)))
	}
	return n
}

func adamW(w, g, m, v []float32, lr, beta1, beta2, eps, decay, correct1, correct2 float32) int {
	n, pw, pg, pm, pv := whole(len(w), 4), ptr(w), ptr(g), ptr(m), ptr(v)
	if n == 0 {
		return 0
	}
	old1, new1, old2, new2 := fill(beta1), fill(1-beta1), fill(beta2), fill(1-beta2)
	k1, k2, e, d, rate := fill(correct1), fill(correct2), fill(eps), fill(decay), fill(lr)
	for i := 0; i < n; i += 4 {
		gi, wi := load(pg, i), load(pw, i)
		mi := old1.Mul(load(pm, i)).Add(new1.Mul(gi))
		vi := old2.Mul(load(pv, i)).Add(new2.Mul(gi.Mul(gi)))
		store(pm, i, mi)
		store(pv, i, vi)
		step := mi.Div(k1).Div(vi.Div(k2).Sqrt().Add(e))
		store(pw, i, wi.Sub(rate.Mul(step.Add(d.Mul(wi)))))
	}
	return n
}

// depth is the number of k in a block: that much of the panels of a tile stays in a
// first-level cache while all rows of c are worked through.
const depth = 4096 / wide

// short is the number of k in a block of values that come from memory, where not all rows
// fit in a tile. Only the first of them wait for memory: with short blocks, the next one
// begins to come while the last rows of this one are calculated.
const short = 64

func mulPanels(c []float32, ldc int, a []float32, lda int, p []float32, m, k, n int) int {
	if lanesInUse == 0 || k == 0 {
		return 0
	}
	first := k
	if m > 4 { // or a panel need not stay
		first = min(k, depth)
	}
	blockSet(m, n, first, first, ptr(a), 4*lda, ptr(p), 4*Panel, 4*Panel*k, ptr(c), 4*ldc)
	if first < k {
		blockAdd(m, n, k-first, depth, unsafe.Add(ptr(a), 4*first), 4*lda,
			unsafe.Add(ptr(p), 4*Panel*first), 4*Panel, 4*Panel*k, ptr(c), 4*ldc)
	}
	return n &^ 3
}

func mulAddPanels(c []float32, ldc int, a []float32, lda int, p []float32, next, m, k, n int) int {
	if lanesInUse == 0 {
		return 0
	}
	steps := k
	if m > tallest {
		steps = short
	}
	blockAdd(m, n, k, steps, ptr(a), 4*lda, ptr(p), 4*Panel, 4*next, ptr(c), 4*ldc)
	return n &^ 3
}

func mulAdd(c []float32, ldc int, a []float32, lda int, b []float32, ldb int, m, k, n int, transposed bool) int {
	if lanesInUse == 0 {
		return 0
	}
	steps, column := depth, 1
	if transposed {
		// Fewer, as a is read by columns: rows whose distance is a power of two evict each
		// other from the first-level cache.
		steps, column = 32, lda
	}
	if m <= 8 || ldb == n && n <= Panel {
		// b as it is. Of more columns than a tile has, only that many stay in the cache: the
		// others would come from memory again for every tile.
		steps = min(steps, max(32, 4096/n&^31))
		addBlock(transposed, m, n, k, steps, ptr(a), 4*lda, ptr(b), 4*ldb, 4*Panel, ptr(c), 4*ldc)
		return n &^ 3
	}
	// For many rows of c it pays to copy so many rows of b into panels.
	var room [depth*wide + 16]float32
	panels := unsafe.Add(unsafe.Pointer(&room), -uintptr(unsafe.Pointer(&room))%64)
	for l := 0; l < k; l += steps {
		for j := 0; j < n; j += wide {
			rows, columns := min(steps, k-l), min(wide, n-j)
			for i := 0; i < columns; i += Panel {
				copyPanel(unsafe.Add(panels, 4*i*rows), b[l*ldb+j+i:], ldb, rows, min(Panel, columns-i))
			}
			addBlock(transposed, m, columns, rows, rows, unsafe.Add(ptr(a), 4*l*column), 4*lda, panels, 4*Panel, 4*Panel*rows, unsafe.Add(ptr(c), 4*j), 4*ldc)
		}
	}
	return n &^ 3
}

func addBlock(transposed bool, m, n, k, depth int, a unsafe.Pointer, lda int, b unsafe.Pointer, ldb, next int, c unsafe.Pointer, ldc int) {
	if transposed {
		blockAddT(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
	} else {
		blockAdd(m, n, k, depth, a, lda, b, ldb, next, c, ldc)
	}
}

// copyPanel copies so many rows of b into a panel.
func copyPanel(panel unsafe.Pointer, b []float32, ldb, rows, columns int) {
	b = b[:(rows-1)*ldb+columns]
	for r := range rows {
		to, from := unsafe.Add(panel, 4*Panel*r), b[ldb*r:][:columns]
		if columns < Panel {
			copy(unsafe.Slice((*float32)(to), columns), from)
			continue
		}
		for i := 0; i < Panel; i += 4 {
			store(to, i, load(ptr(from), i))
		}
	}
}
