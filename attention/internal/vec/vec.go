// Package vec is the arithmetic of the model: matrix products, softmax, RMSNorm,
// SwiGLU, rotation and AdamW over slices of float32.
//
// It gives one result on every machine. The loops in this package's portable half
// are the specification; the vector forms (128 bits on WebAssembly and arm64, up to
// 512 bits on amd64) equal them bit for bit, because
//
//   - the lanes of a vector are always independent outputs, each summed over k in
//     order, so neither the vector width nor the blocking of rows and columns shows;
//   - a product and a sum are rounded separately, never fused. Scalar code says so
//     with float32(x*y): a conversion forbids fusing;
//   - a reduction is sixteen partial sums, element i in sum i mod 16, added in the
//     fixed tree of [Dot].
//
// This holds for numbers; the bits of a NaN may differ.
//
// Every vector form handles a prefix of its arguments and returns how many elements it
// has done; the portable loop does the rest, or everything where there are no vectors. No
// function allocates. Slices that are too short and negative sizes are programmer's
// errors and panic.
package vec

import "math"

// first is x[:n], bounded by the length of x instead of its capacity.
func first(x []float32, n int) []float32 {
	if n > len(x) {
		panic("vec: slice too short")
	}
	return x[:n]
}

// Dot returns the sum of a[i]*b[i]. Its sixteen partial sums s are folded in halves:
//
//	s[i] += s[i+8], s[i] += s[i+4], s[i] += s[i+2], s[0] + s[1]
func Dot(a, b []float32) float32 {
	b = first(b, len(a))
	var s partial
	for i := dot(&s, a, b); i < len(a); i++ {
		s[i%16] += float32(a[i] * b[i])
	}
	return s.sum()
}

// partial holds the sixteen partial sums of a reduction.
type partial [16]float32

func (s *partial) sum() float32 {
	quarter := func(i int) float32 { return (s[i] + s[i+8]) + (s[i+4] + s[i+12]) }
	return (quarter(0) + quarter(2)) + (quarter(1) + quarter(3))
}

// Max returns the largest element of x, -Inf for none.
func Max(x []float32) float32 {
	m, i := largest(x)
	for _, v := range x[i:] {
		if v > m {
			m = v
		}
	}
	return m + 0 // always +0: whether -0 or +0 comes out could depend on the order
}

var negInf = float32(math.Inf(-1))

// Scale multiplies x by s: x[i] *= s.
func Scale(x []float32, s float32) {
	for i := scale(x, s); i < len(x); i++ {
		x[i] *= s
	}
}

// Axpy adds a times x to y: y[i] += a * x[i].
func Axpy(y []float32, a float32, x []float32) {
	x = first(x, len(y))
	for i := axpy(y, a, x); i < len(y); i++ {
		y[i] += float32(a * x[i])
	}
}

// Add adds x to y: y[i] += x[i].
func Add(y, x []float32) {
	x = first(x, len(y))
	for i := add(y, x); i < len(y); i++ {
		y[i] += x[i]
	}
}

// ExpSum is the heart of a softmax: x[i] = exp(x[i]-max) in place. It returns the sum, in
// the order of [Dot]. A masked score, -Inf, becomes exactly 0, as does anything more than
// 87 below max; no result is denormal. No element may be more than 88 above max.
func ExpSum(x []float32, max float32) float32 {
	var s partial
	for i := expSum(&s, x, max); i < len(x); i++ {
		x[i] = exp(x[i] - max)
		s[i%16] += x[i]
	}
	return s.sum()
}

// RMSNorm sets y[i] = x[i] * scale * gain[i], with scale = 1/sqrt(mean(x²)+eps),
// and returns scale. Zhang and Sennrich 2019. y may be x.
func RMSNorm(y, x, gain []float32, eps float32) (scale float32) {
	x, gain = first(x, len(y)), first(gain, len(y))
	mean := Dot(x, x) / float32(len(x))
	scale = 1 / sqrt(mean+eps)
	for i := scaleMul(y, x, scale, gain); i < len(y); i++ {
		y[i] = float32(x[i]*scale) * gain[i]
	}
	return scale
}

// Sigmoid sets y[i] = 1 / (1 + exp(-x[i])). y may be x.
func Sigmoid(y, x []float32) {
	x = first(x, len(y))
	for i := sigmoid(y, x); i < len(y); i++ {
		y[i] = logistic(x[i])
	}
}

// SwiGLU sets y[i] = gate[i] * sigmoid(gate[i]) * up[i]. Shazeer 2020.
// y may be gate or up.
func SwiGLU(y, gate, up []float32) {
	gate, up = first(gate, len(y)), first(up, len(y))
	for i := swiGLU(y, gate, up); i < len(y); i++ {
		y[i] = float32(gate[i]*logistic(gate[i])) * up[i]
	}
}

// Rotate turns each adjacent pair of x by its angle, as in the rotary embedding of Su et
// al. 2021: (x0, x1) becomes (x0·cos - x1·sin, x0·sin + x1·cos). len(x) is twice
// len(cos).
func Rotate(x, cos, sin []float32) {
	sin, x = first(sin, len(cos)), first(x, 2*len(cos))
	for i, c := range cos {
		s, x0, x1 := sin[i], x[2*i], x[2*i+1]
		x[2*i] = float32(x0*c) - float32(x1*s)
		x[2*i+1] = float32(x0*s) + float32(x1*c)
	}
}

// AdamW takes one step of Loshchilov and Hutter 2019 on the weights w with
// gradient g and moments m and v:
//
//	m[i] = beta1*m[i] + (1-beta1)*g[i]
//	v[i] = beta2*v[i] + (1-beta2)*g[i]²
//	w[i] -= lr * (m[i]/correct1 / (sqrt(v[i]/correct2) + eps) + decay*w[i])
//
// After t steps correct1 is 1-beta1^t and correct2 is 1-beta2^t.
func AdamW(w, g, m, v []float32, lr, beta1, beta2, eps, decay, correct1, correct2 float32) {
	g, m, v = first(g, len(w)), first(m, len(w)), first(v, len(w))
	new1, new2 := 1-beta1, 1-beta2
	for i := adamW(w, g, m, v, lr, beta1, beta2, eps, decay, correct1, correct2); i < len(w); i++ {
		m[i] = float32(beta1*m[i]) + float32(new1*g[i])
		v[i] = float32(beta2*v[i]) + float32(new2*float32(g[i]*g[i]))
		step := m[i] / correct1 / (sqrt(v[i]/correct2) + eps)
		w[i] -= float32(lr * (step + float32(decay*w[i])))
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// The exponential is 2ⁿ·2ᶠ with n + f = x·log₂e and |f| <= ½, where 2ᶠ is a polynomial
// and n is added to the exponent bits. Adding and subtracting roundBits rounds to an
// integer, which is then in the low bits of the sum. The polynomial is 1 at 0 and, of all
// such polynomials, the one with the smallest relative error, 9.2e-8 (Remez); rounding
// x·log₂e adds |x|·6e-8, as the rounding of x has before it.
const (
	expLow    = -87 // exp of less is 0; of more than 88, not defined
	log2e     = 1.44269504088896341
	roundBits = 3 << 22

	e1 = 0.6931469775988311 // eN is the coefficient of f to the N
	e2 = 0.2402224208517401
	e3 = 0.05550733743733048
	e4 = 0.009671512648874626
	e5 = 0.0013264727051944874
)

func exp(x float32) float32 {
	if x < expLow {
		return 0
	}
	y := float32(x * log2e)
	t := y + roundBits
	f := y - (t - roundBits)
	p := float32(e5*f) + e4
	p = float32(p*f) + e3
	p = float32(p*f) + e2
	p = float32(p*f) + e1
	p = float32(p*f) + 1
	return math.Float32frombits(math.Float32bits(p) + math.Float32bits(t)<<23)
}

const sigmoidLow = -88 // the sigmoid of less is 0

func logistic(x float32) float32 {
	if x < sigmoidLow {
		return 0
	}
	return 1 / (1 + exp(-x))
}
