package attention

import "math"

// Align turns the heads of each group so that they agree as well as they can, and
// returns a model that computes the same as w (Jin et al. 2024, arXiv 2412.20677). The
// mean of heads that agree loses less.
//
// A head may be turned because only products leave it: scores are q · k, so queries and
// keys may be turned together, and a head's output goes through Wo, so values may be
// turned and Wo turned back. Values allow any orthogonal matrix. Keys and queries are
// rotated by their position pair by pair (RoPE), so only a rotation of each pair, which
// commutes with that one, leaves the scores unchanged.
func Align(w *Weights, kvHeads int) *Weights {
	c := w.Config
	if err := c.CanMerge(kvHeads); err != nil {
		panic("attention: " + err.Error())
	}
	a := w.Clone()
	members := c.KVHeads / kvHeads // of a new group
	for l := range a.Blocks {
		b := &a.Blocks[l]
		for first := 0; first < c.KVHeads; first += members {
			alignKeys(c, b, first, members)
			alignValues(c, b, first, members)
		}
	}
	return a
}

// rounds of turning every head towards the mean of the group and taking the mean
// again (generalised Procrustes analysis, Gower 1975).
const rounds = 8

// alignKeys turns the key heads first, first+1, ... of a block, and the query heads
// that read them. A pair of rows of Wk is a vector of complex numbers x + iy; the turn
// that brings z closest to a mean m is the angle of Σ m · conj(z).
func alignKeys(c Config, b *Block, first, members int) {
	pair := func(m []float32, head, i int) (x, y []float32) {
		at := (head*c.HeadDim + 2*i) * c.Dim
		return m[at : at+c.Dim], m[at+c.Dim : at+2*c.Dim]
	}
	meanX, meanY := make([]float64, c.Dim), make([]float64, c.Dim)
	for i := range c.HeadDim / 2 {
		turns := make([]float64, members)
		for range rounds {
			clear(meanX)
			clear(meanY)
			for h := range members {
				x, y := pair(b.Wk, first+h, i)
				sin, cos := math.Sincos(turns[h])
				for j := range meanX {
					meanX[j] += cos*float64(x[j]) - sin*float64(y[j])
					meanY[j] += sin*float64(x[j]) + cos*float64(y[j])
				}
			}
			for h := range turns {
				x, y := pair(b.Wk, first+h, i)
				var re, im float64
				for j := range meanX {
					re += meanX[j]*float64(x[j]) + meanY[j]*float64(y[j])
					im += meanY[j]*float64(x[j]) - meanX[j]*float64(y[j])
				}
				turns[h] = math.Atan2(im, re)
			}
		}
		for h, turn := range turns {
			x, y := pair(b.Wk, first+h, i)
			turnPair(x, y, turn)
			for q := range c.GroupSize() {
				x, y := pair(b.Wq, (first+h)*c.GroupSize()+q, i)
				turnPair(x, y, turn)
			}
		}
	}
}

func turnPair(x, y []float32, angle float64) {
	sin, cos := math.Sincos(angle)
	for j := range x {
		p, q := float64(x[j]), float64(y[j])
		x[j], y[j] = float32(cos*p-sin*q), float32(sin*p+cos*q)
	}
}

// alignValues turns the value heads first, first+1, ... of a block and turns the
// columns of Wo that belong to them back. The orthogonal matrix that brings V closest
// to a mean M is the orthogonal factor of M · Vᵀ (Schönemann 1966).
func alignValues(c Config, b *Block, first, members int) {
	d := c.HeadDim
	head := func(h int) []float32 { return b.Wv[(first+h)*d*c.Dim : (first+h+1)*d*c.Dim] }
	turns := make([][]float64, members) // (HeadDim, HeadDim) each
	for h := range turns {
		turns[h] = make([]float64, d*d)
		for i := range d {
			turns[h][i*d+i] = 1
		}
	}
	mean := make([]float64, d*c.Dim)
	for range rounds {
		clear(mean)
		for h, turn := range turns {
			for i := range d {
				for k := range d {
					for j, x := range head(h)[k*c.Dim : (k+1)*c.Dim] {
						mean[i*c.Dim+j] += turn[i*d+k] * float64(x)
					}
				}
			}
		}
		for h := range turns {
			for i := range d {
				for k := range d {
					var s float64
					for j, x := range head(h)[k*c.Dim : (k+1)*c.Dim] {
						s += mean[i*c.Dim+j] * float64(x)
					}
					turns[h][i*d+k] = s
				}
			}
			orthogonalFactor(turns[h], d)
		}
	}
	turned := make([]float32, d*c.Dim)
	for h, turn := range turns {
		for i := range d {
			for j := range c.Dim {
				var s float64
				for k := range d {
					s += turn[i*d+k] * float64(head(h)[k*c.Dim+j])
				}
				turned[i*c.Dim+j] = float32(s)
			}
		}
		copy(head(h), turned)
		column := make([]float64, d)
		for q := range c.GroupSize() { // Wo · turnᵀ
			at := ((first+h)*c.GroupSize() + q) * d
			for row := range c.Dim {
				o := b.Wo[row*c.QueryDim()+at:][:d]
				for i := range d {
					column[i] = 0
					for k := range d {
						column[i] += turn[i*d+k] * float64(o[k])
					}
				}
				for i := range d {
					o[i] = float32(column[i])
				}
			}
		}
	}
}

// orthogonalFactor replaces the n by n matrix a = U · S · Wᵀ by U · Wᵀ. Pairs of
// columns are turned until all are orthogonal, which gives a · W = U · S (one-sided
// Jacobi; Hestenes 1958).
//
// Where S is 0, as when heads cancel, any orthogonal U would do (U = 0 would lose the
// head): a trace of the identity settles which.
func orthogonalFactor(a []float64, n int) {
	var squares float64
	for _, x := range a {
		squares += x * x
	}
	for i := range n {
		a[i*n+i] += 1e-9*math.Sqrt(squares) + 1e-150
	}
	w := make([]float64, n*n)
	for i := range n {
		w[i*n+i] = 1
	}
	for range 40 {
		largest := 0.0
		for p := range n {
			for q := p + 1; q < n; q++ {
				var pp, qq, pq float64
				for i := range n {
					pp += a[i*n+p] * a[i*n+p]
					qq += a[i*n+q] * a[i*n+q]
					pq += a[i*n+p] * a[i*n+q]
				}
				if pq == 0 {
					continue
				}
				largest = max(largest, math.Abs(pq)/math.Sqrt(pp*qq))
				angle := 0.5 * math.Atan2(2*pq, pp-qq)
				sin, cos := math.Sincos(angle)
				for _, m := range [][]float64{a, w} {
					for i := range n {
						x, y := m[i*n+p], m[i*n+q]
						m[i*n+p], m[i*n+q] = cos*x+sin*y, cos*y-sin*x
					}
				}
			}
		}
		if largest < 1e-12 {
			break
		}
	}
	for q := range n { // a becomes U
		var s float64
		for i := range n {
			s += a[i*n+q] * a[i*n+q]
		}
		s = math.Sqrt(s)
		for i := range n {
			a[i*n+q] /= s
		}
	}
	u := append([]float64(nil), a...)
	for i := range n {
		for j := range n {
			var s float64
			for k := range n {
				s += u[i*n+k] * w[j*n+k]
			}
			a[i*n+j] = s
		}
	}
}
