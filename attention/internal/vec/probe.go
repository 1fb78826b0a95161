package vec

// Two probes of the machine, for a roofline. What they compute has no meaning.

// Read reads x once, as fast as this machine can.
func Read(x []float32) {
	sum := float32(0)
	for _, v := range x[read(x):] {
		sum += v
	}
	probed[0] += sum
}

// Peak multiplies and adds in registers alone, and returns the number of operations done,
// a multiple of rounds. It is as fast as they can be if a product and a sum are rounded
// separately, as everywhere in this package.
func Peak(rounds int) (operations int) {
	if n := peak(rounds); n > 0 {
		return n
	}
	var s0, s1, s2, s3 float32
	for range rounds {
		s0 = float32(s0*0.999) + 0.001
		s1 = float32(s1*0.999) + 0.001
		s2 = float32(s2*0.999) + 0.001
		s3 = float32(s3*0.999) + 0.001
	}
	probed = [16]float32{s0, s1, s2, s3}
	return 8 * rounds
}

var probed [16]float32
