package vec

// Two probes of the machine, for a roofline. What they compute has no meaning.

// Read reads x once, as fast as this machine can, from several places at once as the
// kernels do.
func Read(x []float32) {
	sum := float32(0)
	for _, v := range x[read(x):] {
		sum += v
	}
	probed[0] += sum
}

// Peak multiplies and adds in registers alone, as often the one as the other, and returns
// the number of operations done, a multiple of rounds. It is as fast as they can be if a
// product and a sum are rounded separately, as everywhere in this package.
func Peak(rounds int) (operations int) {
	if n := peak(rounds); n > 0 {
		return n
	}
	// Each chain begins with a number of its own: the compiler makes one of equal chains.
	const by = 1.5
	p0, p1, p2, p3 := float32(1), float32(2), float32(3), float32(4)
	s0, s1, s2, s3 := float32(1), float32(2), float32(3), float32(4)
	for range rounds {
		p0, p1, p2, p3 = p0*by, p1*by, p2*by, p3*by
		s0, s1, s2, s3 = s0+by, s1+by, s2+by, s3+by
	}
	probed = [16]float32{p0, p1, p2, p3, s0, s1, s2, s3}
	return 8 * rounds
}

var probed [16]float32
