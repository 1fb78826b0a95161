package vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Every function is run in every form this machine has, and in the portable form,
// on the same arguments: they must agree bit for bit. The arguments stand between
// guards of NaN, at every offset from an aligned address.

var nan = float32(math.NaN())

const guard = 16

// guarded is a slice with NaN on both sides.
type guarded struct{ all, x []float32 }

func newGuarded(n, offset int) guarded {
	all := make([]float32, guard+offset+n+guard)
	for i := range all {
		all[i] = nan
	}
	return guarded{all, all[guard+offset:][:n:n]}
}

func (g guarded) intact() bool {
	lo := (len(g.all) - len(g.x) - guard)
	for i, v := range g.all {
		if (i < lo || i >= lo+len(g.x)) && v == v {
			return false
		}
	}
	return true
}

func random(r *rand.Rand, x []float32, size float64) []float32 {
	for i := range x {
		x[i] = float32(r.NormFloat64() * size)
	}
	return x
}

// same says whether x and y are the same bits, any NaN being like any other.
func same(x, y []float32) bool {
	if len(x) != len(y) {
		return false
	}
	for i, v := range x {
		if math.Float32bits(v) != math.Float32bits(y[i]) && (v == v || y[i] == y[i]) {
			return false
		}
	}
	return true
}

var rate = [7]float32{1e-3, 0.9, 0.95, 1e-8, 0.1, 0.19, 0.0975}

// functions take slices of equal length and at most one returned number; the first
// writes of them are written.
var functions = []struct {
	name         string
	args, writes int
	run          func(x [][]float32) float32
}{
	{"Dot", 2, 0, func(x [][]float32) float32 { return Dot(x[0], x[1]) }},
	{"Max", 1, 0, func(x [][]float32) float32 { return Max(x[0]) }},
	{"Scale", 1, 1, func(x [][]float32) float32 { Scale(x[0], 1.1); return 0 }},
	{"Axpy", 2, 1, func(x [][]float32) float32 { Axpy(x[0], 1.1, x[1]); return 0 }},
	{"Add", 2, 1, func(x [][]float32) float32 { Add(x[0], x[1]); return 0 }},
	{"ExpSum", 1, 1, func(x [][]float32) float32 { return ExpSum(x[0], 30) }},
	{"RMSNorm", 3, 1, func(x [][]float32) float32 { return RMSNorm(x[0], x[1], x[2], 1e-5) }},
	{"Sigmoid", 2, 1, func(x [][]float32) float32 { Sigmoid(x[0], x[1]); return 0 }},
	{"SwiGLU", 3, 1, func(x [][]float32) float32 { SwiGLU(x[0], x[1], x[2]); return 0 }},
	{"Rotate", 3, 1, func(x [][]float32) float32 {
		n := len(x[0]) / 2
		Rotate(x[0], x[1][:n], x[2][:n])
		return 0
	}},
	{"AdamW", 4, 4, func(x [][]float32) float32 {
		for i, v := range x[3] {
			x[3][i] = v * v // the second moment is not negative
		}
		AdamW(x[0], x[1], x[2], x[3], rate[0], rate[1], rate[2], rate[3], rate[4], rate[5], rate[6])
		return 0
	}},
}

func TestEveryFormAgrees(t *testing.T) {
	for _, f := range functions {
		t.Run(f.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for n := range 301 {
				args := make([]guarded, f.args)
				before := make([][]float32, f.args)
				want := make([][]float32, f.args)
				for i := range args {
					args[i] = newGuarded(n, (n+i)%4)
					before[i] = random(r, make([]float32, n), 30)
					if n > 20 && i < 2 && f.name != "RMSNorm" && f.name != "Dot" {
						before[i][n/2] = []float32{nan, negInf, -negInf, 0}[n%4]
					}
					if f.name == "ExpSum" { // its argument 30 is not less than the largest
						for j, v := range before[i] {
							before[i][j] = min(v, 30)
						}
					}
					if f.name == "Max" {
						before[i] = random(r, before[i], 1)
					}
					want[i] = append([]float32(nil), before[i]...)
				}
				var result float32
				portably(func() { result = f.run(want) })
				inEveryForm(func(form string) {
					x := make([][]float32, f.args)
					for i := range args {
						copy(args[i].x, before[i])
						x[i] = args[i].x
					}
					if got := f.run(x); !same([]float32{got}, []float32{result}) {
						t.Fatalf("%s, n=%d: got %v, want %v", form, n, got, result)
					}
					for i := range args {
						if !same(x[i], want[i]) {
							t.Fatalf("%s, n=%d: argument %d is %v, want %v", form, n, i, x[i], want[i])
						}
						if i >= f.writes && !same(x[i], before[i]) {
							t.Fatalf("%s, n=%d: argument %d was written", form, n, i)
						}
						if !args[i].intact() {
							t.Fatalf("%s, n=%d: wrote beside argument %d", form, n, i)
						}
					}
				})
			}
		})
	}
}

// matrix is guarded rows with a gap of NaN between them.
func matrix(r *rand.Rand, rows, columns, stride int) guarded {
	g := newGuarded(max(0, (rows-1)*stride+columns), r.IntN(4))
	if rows == 0 || columns == 0 {
		return guarded{g.all, g.x[:0]}
	}
	for i := range rows {
		random(r, g.x[i*stride:][:columns], 1)
	}
	return g
}

func clone(x []float32) []float32 { return append([]float32(nil), x...) }

var sizes = []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 31, 32, 33, 40, 64, 77, 100, 128, 200}

func TestMulPanels(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pick := func(sizes []int) int { return sizes[r.IntN(len(sizes))] }
	for range 1500 {
		m, k, n := pick(sizes[:13]), pick(append(sizes, 256, 300, 513)), pick(sizes)
		lda, ldc := k+r.IntN(3), n+r.IntN(3)
		a, c := matrix(r, m, k, lda), matrix(r, m, n, ldc)
		w := random(r, make([]float32, n*k), 1)
		p := newGuarded(PackedLen(n, k), r.IntN(4))
		Pack(p.x, w, n, k)
		beforeA, beforeC := clone(a.x), clone(c.x)

		want := clone(c.x)
		for i := range m {
			for j := range n {
				want[i*ldc+j] = 0
				for l := range k {
					want[i*ldc+j] += float32(a.x[i*lda+l] * w[j*k+l])
				}
			}
		}
		check := func(form string) {
			copy(c.x, beforeC)
			MulPanels(c.x, ldc, a.x, lda, p.x, m, k, n)
			if !same(c.x, want) || !same(a.x, beforeA) || !c.intact() {
				t.Fatalf("%s: wrong for m=%d k=%d n=%d", form, m, k, n)
			}
			// Row by row: the blocking of rows must not show.
			for i := range m {
				row := make([]float32, n)
				if MulPanels(row, n, a.x[min(i*lda, len(a.x)):], lda, p.x, 1, k, n); n > 0 && !same(row, want[i*ldc:][:n]) {
					t.Fatalf("%s: row %d alone differs for m=%d k=%d n=%d", form, i, m, k, n)
				}
			}
		}
		portably(func() { check("portable") })
		inEveryForm(check)
	}
}

func TestMulAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	pick := func(sizes []int) int { return sizes[r.IntN(len(sizes))] }
	for range 1500 {
		m, k, n := pick(sizes[:15]), pick(append(sizes, 256, 300, 513)), pick(sizes)
		ldb, ldc := n+r.IntN(3), n+r.IntN(3)
		mulAdd, lda := MulAdd, k+r.IntN(3)
		a, ai, ak := matrix(r, m, k, lda), lda, 1
		transposed := r.IntN(2) == 0
		if transposed {
			mulAdd, lda = MulAddTransposed, m+r.IntN(3)
			a, ai, ak = matrix(r, k, m, lda), 1, lda
		}
		b, c := matrix(r, k, n, ldb), matrix(r, m, n, ldc)
		beforeA, beforeB, beforeC := clone(a.x), clone(b.x), clone(c.x)

		want := clone(c.x)
		for i := range m {
			for j := range n {
				for l := range k {
					want[i*ldc+j] += float32(a.x[i*ai+l*ak] * b.x[l*ldb+j])
				}
			}
		}
		check := func(form string) {
			copy(c.x, beforeC)
			mulAdd(c.x, ldc, a.x, lda, b.x, ldb, m, k, n)
			if !same(c.x, want) || !same(a.x, beforeA) || !same(b.x, beforeB) || !c.intact() {
				t.Fatalf("%s: wrong for m=%d k=%d n=%d lda=%d, transposed %v", form, m, k, n, lda, transposed)
			}
		}
		portably(func() { check("portable") })
		inEveryForm(check)
	}
}

func TestMulAddPanels(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	pick := func(sizes []int) int { return sizes[r.IntN(len(sizes))] }
	for range 1500 {
		m, k, n := pick(sizes[:13]), pick(append(sizes, 256, 300, 513)), pick(sizes)
		from := r.IntN(20)
		height := from + k + r.IntN(20)
		lda, ldc := k+r.IntN(3), n+r.IntN(3)
		a, c := matrix(r, m, k, lda), matrix(r, m, n, ldc)
		b := random(r, make([]float32, height*n), 1)
		p := newGuarded(len(b), r.IntN(4))
		for j := range n {
			first := j / Panel * Panel
			for l := range height {
				p.x[first*height+l*min(Panel, n-first)+j-first] = b[l*n+j]
			}
		}
		beforeA, beforeP, beforeC := clone(a.x), clone(p.x), clone(c.x)

		want := clone(c.x)
		for i := range m {
			for j := range n {
				for l := range k {
					want[i*ldc+j] += float32(a.x[i*lda+l] * b[(from+l)*n+j])
				}
			}
		}
		check := func(form string) {
			copy(c.x, beforeC)
			MulAddPanels(c.x, ldc, a.x, lda, p.x, height, from, m, k, n)
			if !same(c.x, want) || !same(a.x, beforeA) || !same(p.x, beforeP) || !c.intact() {
				t.Fatalf("%s: wrong for m=%d k=%d n=%d, from %d of %d", form, m, k, n, from, height)
			}
		}
		portably(func() { check("portable") })
		inEveryForm(check)
	}
}

func TestPack(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, out := range sizes {
		for _, in := range []int{0, 1, 5, 32} {
			w := random(r, make([]float32, out*in), 1)
			p := newGuarded(PackedLen(out, in), 1)
			Pack(p.x, w, out, in)
			if !p.intact() {
				t.Fatalf("Pack(%d, %d) wrote beside its panels", out, in)
			}
			for i, v := range p.x {
				j, k := i/(Panel*in)*Panel+i%Panel, i/Panel%in
				want := float32(0)
				if j < out {
					want = w[j*in+k]
				}
				if v != want {
					t.Fatalf("Pack(%d, %d): output %d, input %d is %v, want %v", out, in, j, k, v, want)
				}
			}
		}
	}
}

func TestExp(t *testing.T) {
	const n = 1 << 20
	x := make([]float32, 1)
	for i := range n + 1 {
		v := float32(-87 + 175*float64(i)/n)
		x[0] = v
		ExpSum(x, 0)
		want := math.Exp(float64(v))
		if e := math.Abs(float64(x[0])-want) / want; e > expError(v) {
			t.Fatalf("exp(%v) = %v, want %v: relative error %.3g, want at most %.3g", v, x[0], want, e, expError(v))
		}
	}
	x = []float32{negInf, -1e30, -88, -87.5, math.Nextafter32(-87, -88), negInf, 0}
	if sum := ExpSum(x, 0); sum != 1 || !same(x, []float32{0, 0, 0, 0, 0, 0, 1}) {
		t.Errorf("masked scores became %v, sum %v", x, sum)
	}
}

// expError is the relative error that exp may have: what rounding to float32 three times
// makes, and what rounding x·log₂e and log₂e makes.
func expError(x float32) float64 { return (3 + 1.25*math.Abs(float64(x))) * 0x1p-24 }

func TestSigmoid(t *testing.T) {
	x := make([]float32, 1)
	for v := float32(-200); v <= 200; v += 0.01 {
		x[0] = v
		Sigmoid(x, x)
		want := 1 / (1 + math.Exp(-float64(v)))
		if d := math.Abs(float64(x[0]) - want); d > 1e-37 && d/want > expError(v)+0x1p-23 {
			t.Fatalf("Sigmoid(%v) = %v, want %v", v, x[0], want)
		}
	}
}

func TestMaxOfNone(t *testing.T) {
	inEveryForm(func(form string) {
		if got := Max(nil); got != negInf {
			t.Errorf("%s: Max(nil) = %v", form, got)
		}
		x := make([]float32, 100)
		x[3], x[40] = float32(math.Copysign(0, -1)), -1
		if got := Max(x); math.Float32bits(got) != 0 {
			t.Errorf("%s: Max of zeros has bits %x", form, math.Float32bits(got))
		}
	})
}

func TestPanics(t *testing.T) {
	x := make([]float32, 64)
	for name, f := range map[string]func(){
		"short x":             func() { Axpy(x, 1, x[:63]) },
		"negative rows":       func() { MulPanels(x, 1, x, 1, x, -1, 1, 1) },
		"short c":             func() { MulPanels(x[:7], 4, x, 1, x, 2, 1, 4) },
		"short a":             func() { MulAdd(x, 4, x[:7], 4, x, 4, 2, 4, 4) },
		"short a, transposed": func() { MulAddTransposed(x, 4, x[:13], 4, x, 4, 2, 4, 4) },
		"short b":             func() { MulAdd(x, 4, x, 4, x[:15], 4, 2, 4, 4) },
		"rows not there":      func() { MulAddPanels(x, 4, x, 2, x, 3, 2, 1, 2, 4) },
		"short panels":        func() { MulPanels(x, 4, x, 3, x[:3*Panel-1], 1, 3, 4) },
		"short dst":           func() { Pack(x[:2*Panel-1], x, 1, 2) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("did not panic")
				}
			}()
			f()
		})
	}
}

func TestProbes(t *testing.T) {
	probe := func(form string) {
		for n := range 300 {
			g := newGuarded(n, n%4)
			clear(g.x)
			if Read(g.x); !g.intact() {
				t.Fatalf("%s: Read wrote beside its argument", form)
			}
		}
		for _, x := range probed {
			if x != x {
				t.Errorf("%s: Read read beside its argument", form)
			}
		}
		if one, two := Peak(1), Peak(2); one < 1 || two != 2*one {
			t.Errorf("%s: Peak did %d operations, then %d", form, one, two)
		}
	}
	portably(func() { probe("portable") })
	inEveryForm(probe)
}

func TestNoAllocations(t *testing.T) {
	var x [256]float32
	if n := testing.AllocsPerRun(10, func() {
		y := x
		MulPanels(y[:], 8, x[:], 4, x[:], 2, 4, 8)
		MulAdd(y[:], 8, x[:], 4, x[:], 8, 2, 4, 8)
		MulAddTransposed(y[:], 8, x[:], 4, x[:], 8, 2, 4, 8)
		MulAdd(y[:], 4, x[:], 4, x[:], 4, 40, 4, 4)
		MulAddPanels(y[:], 8, x[:], 4, x[:], 4, 0, 2, 4, 8)
		RMSNorm(y[:], x[:], x[:], 1)
		ExpSum(y[:], 0)
		SwiGLU(y[:], x[:], x[:])
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
