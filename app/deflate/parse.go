package deflate

import (
	"encoding/binary"
	"math"
	"slices"
)

const (
	passes = 3   // over a block
	unit   = 256 // items that belong to one block
	nice   = 64  // bytes of a match that is taken as it is
	depth  = 64  // matches looked at
)

// parse parses a piece of content into blocks.
func parse(content []byte, from, to int) []block {
	p := newParser(content, from, to)
	blocks := divide(p.best(0, to-from, generic()))
	at := 0
	for i, b := range blocks {
		end := at
		for _, i := range b.items {
			end += int(i.length)
		}
		for range passes {
			b = p.best(at, end, prices(&b.uses))
		}
		blocks[i], at = b, end
	}
	return blocks
}

// parser knows all matches of a piece.
type parser struct {
	bytes   []byte
	matches []item // at each byte ever longer ones, each as near as can be
	first   []int  // match at each byte
}

func newParser(content []byte, from, to int) *parser {
	p := &parser{bytes: content[from:to], first: make([]int, to-from+1)}
	f := newFinder(content[max(0, from-window):to])
	skip := from - max(0, from-window)
	for i := range f.bytes {
		if i < skip {
			f.find(i, nil)
			continue
		}
		p.first[i-skip] = len(p.matches)
		p.matches = f.find(i, p.matches)
	}
	p.first[to-from] = len(p.matches)
	return p
}

// price is what codes cost, in parts of a bit.
type price struct {
	literal  [256]int32
	length   [longest + 1]int32 // with its extra bits
	distance [distances]int32   // the same
}

const bit = 64

// best is the cheapest parse of some bytes.
func (p *parser) best(from, to int, price *price) block {
	n := to - from
	cost := make([]int32, n+1) // from a byte to the end
	choice := make([]item, n)
	for i := n - 1; i >= 0; i-- {
		at := from + i
		c := p.bytes[at]
		best, chosen := price.literal[c]+cost[i+1], item{1, uint16(c)}
		length := minimum
		for _, m := range p.matches[p.first[at]:p.first[at+1]] {
			longest := min(int(m.length), n-i)
			if longest >= nice {
				length = longest
			}
			d := price.distance[distanceCode(int(m.distance))]
			for ; length <= longest; length++ {
				if x := d + price.length[length] + cost[i+length]; x < best {
					best, chosen = x, item{uint16(length), m.distance}
				}
			}
		}
		cost[i], choice[i] = best, chosen
	}
	b := block{}
	b.uses.literal[endOfBlock] = 1
	for i := 0; i < n; i += int(choice[i].length) {
		b.items = append(b.items, choice[i])
		b.uses.add(choice[i])
	}
	return b
}

// generic are prices while nothing is known.
func generic() *price {
	var u uses
	for c := range u.literal {
		u.literal[c] = 4
		if c > endOfBlock {
			u.literal[c] = 16
		}
	}
	for c := range u.distance {
		u.distance[c] = 1
	}
	return prices(&u)
}

// prices are what codes cost for uses: as much as they say.
func prices(u *uses) *price {
	var p price
	literal, distance := tariff(u.literal[:]), tariff(u.distance[:])
	copy(p.literal[:], literal)
	for n := minimum; n <= longest; n++ {
		c := lengthCode[n]
		p.length[n] = literal[c] + bit*int32(lengthExtra[c])
	}
	for c := range p.distance {
		p.distance[c] = distance[c] + bit*int32(distanceExtra[c])
	}
	return &p
}

func tariff(uses []int) []int32 {
	sum := 0
	for _, n := range uses {
		sum += n
	}
	all := math.Log2(float64(max(sum, 1)))
	b := make([]int32, len(uses))
	for i, n := range uses {
		b[i] = int32(bit * max(1, all-math.Log2(max(float64(n), 0.5))))
	}
	return b
}

// divide divides a block into those that cost least.
func divide(whole block) []block {
	if len(whole.items) == 0 {
		return []block{whole}
	}
	var all []block
	var costs []float64 // of each
	for items := range slices.Chunk(whole.items, unit) {
		b := block{items: items}
		b.uses.literal[endOfBlock] = 1
		for _, i := range items {
			b.uses.add(i)
		}
		all = append(all, b)
		costs = append(costs, cost(&b.uses))
	}
	both := make([]float64, len(all)) // of each with the next, more than apart
	join := func(i int) {
		both[i] = math.Inf(1)
		if i+1 < len(all) {
			u := sum(&all[i].uses, &all[i+1].uses)
			both[i] = cost(&u) - costs[i] - costs[i+1]
		}
	}
	for i := range all {
		join(i)
	}
	for len(all) > 1 {
		i := 0
		for j, c := range both {
			if c < both[i] {
				i = j
			}
		}
		if both[i] >= 0 {
			break
		}
		all[i] = block{slices.Concat(all[i].items, all[i+1].items), sum(&all[i].uses, &all[i+1].uses)}
		costs[i] += costs[i+1] + both[i]
		all, costs, both = slices.Delete(all, i+1, i+2), slices.Delete(costs, i+1, i+2), slices.Delete(both, i+1, i+2)
		join(i)
		if i > 0 {
			join(i - 1)
		}
	}
	return all
}

func sum(a, b *uses) uses {
	u := *a
	for c, n := range b.literal {
		u.literal[c] += n
	}
	for c, n := range b.distance {
		u.distance[c] += n
	}
	u.literal[endOfBlock] = 1
	return u
}

// cost is about how many bits a block takes.
func cost(u *uses) float64 {
	total := 100.0
	for _, uses := range [][]int{u.literal[:], u.distance[:]} {
		sum := 0
		for _, n := range uses {
			if n > 0 {
				sum += n
				total += 4 - float64(n)*math.Log2(float64(n))
			}
		}
		if sum > 0 {
			total += float64(sum) * math.Log2(float64(sum))
		}
	}
	return total
}

// finder finds matches with a sorted tree of what begins with the same four bytes, the
// latest at its root.
type finder struct {
	bytes []byte
	three []int32 // latest place of three bytes, by a hash of them
	four  []int32
	child []int32 // two of each place in the window: what is less, and what is more
}

const hashBits = 16

func newFinder(b []byte) *finder {
	f := &finder{b, make([]int32, 1<<hashBits), make([]int32, 1<<hashBits), make([]int32, 2*window)}
	for _, all := range [][]int32{f.three, f.four} {
		for i := range all {
			all[i] = -window
		}
	}
	return f
}

// find appends the matches at a place, which comes after the last one.
func (f *finder) find(at int, matches []item) []item {
	most := min(longest, len(f.bytes)-at)
	if most < 4 {
		return matches
	}
	b := f.bytes[at:]
	word := binary.LittleEndian.Uint32(b)
	oldest := int32(at - window)
	h := (word << 8) * 0x9e3779b1 >> (32 - hashBits)
	if last := f.three[h]; last > oldest && f.bytes[last] == b[0] && f.bytes[last+1] == b[1] && f.bytes[last+2] == b[2] {
		matches = append(matches, item{3, uint16(at - int(last))})
	}
	f.three[h] = int32(at)
	h = word * 0x9e3779b1 >> (32 - hashBits)
	node := f.four[h]
	f.four[h] = int32(at)

	less, more := 2*(at%window), 2*(at%window)+1
	lessLength, moreLength, best := 0, 0, minimum
	for range depth {
		if node <= oldest {
			break
		}
		other := f.bytes[node:]
		n := min(lessLength, moreLength)
		for n < most && other[n] == b[n] {
			n++
		}
		children := 2 * (int(node) % window)
		if n > best {
			best = n
			matches = append(matches, item{uint16(n), uint16(at - int(node))})
		}
		if n == most {
			f.child[less], f.child[more] = f.child[children], f.child[children+1]
			return matches
		}
		if other[n] < b[n] {
			f.child[less] = node
			less, lessLength = children+1, n
			node = f.child[less]
		} else {
			f.child[more] = node
			more, moreLength = children, n
			node = f.child[more]
		}
	}
	f.child[less], f.child[more] = -window, -window
	return matches
}
