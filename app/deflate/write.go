package deflate

import (
	"cmp"
	"math/bits"
	"slices"
)

// writer writes bits, the low ones first.
type writer struct {
	out  []byte
	bits uint64
	n    int
}

func (w *writer) write(x uint64, n int) {
	w.bits |= x << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.bits))
		w.bits >>= 8
	}
}

func (w *writer) flush() { w.write(0, (8-w.n)%8) }

func (w *writer) block(b block, last bool) {
	literal, distance := newCode(b.uses.literal[:], 15), newCode(b.uses.distance[:], 15)
	kind := uint64(2 << 1) // codes of its own
	if last {
		kind |= 1
	}
	w.write(kind, 3)
	w.codes(literal.lengths, distance.lengths)
	for _, i := range b.items {
		if i.length == 1 {
			literal.write(w, int(i.distance))
			continue
		}
		c := int(lengthCode[i.length])
		literal.write(w, c)
		w.write(uint64(int(i.length)-lengthBase[c]), lengthExtra[c])
		c = distanceCode(int(i.distance))
		distance.write(w, c)
		w.write(uint64(int(i.distance)-distanceBase[c]), distanceExtra[c])
	}
	literal.write(w, endOfBlock)
}

// codes writes how long the codes of a block are.
func (w *writer) codes(literal, distance []int) {
	used := func(lengths []int, least int) []int {
		n := len(lengths)
		for n > least && lengths[n-1] == 0 {
			n--
		}
		return lengths[:n]
	}
	literal, distance = used(literal, 257), used(distance, 1)
	type run struct{ symbol, extra, bits int }
	var runs []run
	uses := make([]int, 19)
	add := func(symbol, extra, bits int) {
		runs = append(runs, run{symbol, extra, bits})
		uses[symbol]++
	}
	all := slices.Concat(literal, distance)
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i+n] == all[i] {
			n++
		}
		x := all[i]
		i += n
		if x != 0 {
			add(x, 0, 0)
			n--
		}
		for n > 0 {
			switch {
			case n < 3:
				add(x, 0, 0)
				n--
			case x != 0:
				k := min(n, 6)
				add(16, k-3, 2)
				n -= k
			case n <= 10:
				add(17, n-3, 3)
				n = 0
			default:
				k := min(n, 138)
				add(18, k-11, 7)
				n -= k
			}
		}
	}
	order := []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	c := newCode(uses, 7)
	n := len(order)
	for n > 4 && c.lengths[order[n-1]] == 0 {
		n--
	}
	w.write(uint64(len(literal)-257), 5)
	w.write(uint64(len(distance)-1), 5)
	w.write(uint64(n-4), 4)
	for _, s := range order[:n] {
		w.write(uint64(c.lengths[s]), 3)
	}
	for _, r := range runs {
		c.write(w, r.symbol)
		w.write(uint64(r.extra), r.bits)
	}
}

// code is a Huffman code.
type code struct {
	lengths []int
	words   []uint64 // as they are written
}

func (c *code) write(w *writer, symbol int) { w.write(c.words[symbol], c.lengths[symbol]) }

// newCode is the best code of which no word is longer than limit.
func newCode(uses []int, limit int) *code {
	c := &code{lengths(uses, limit), make([]uint64, len(uses))}
	word := uint64(0)
	for n := 1; n <= limit; n++ {
		word <<= 1
		for symbol, length := range c.lengths {
			if length == n {
				c.words[symbol] = bits.Reverse64(word) >> (64 - n)
				word++
			}
		}
	}
	return c
}

// lengths finds the lengths of the words by package-merge: each bit of a word is a coin
// as dear as the symbol is used, coins of half the worth are merged by twos, and the
// cheapest that are worth enough are bought.
func lengths(uses []int, limit int) []int {
	type coin struct {
		price   int
		symbols []int
	}
	var symbols []coin
	for s, n := range uses {
		if n > 0 {
			symbols = append(symbols, coin{n, []int{s}})
		}
	}
	lengths := make([]int, len(uses))
	if len(symbols) < 2 {
		for _, c := range symbols {
			lengths[c.symbols[0]] = 1
		}
		return lengths
	}
	byPrice := func(a, b coin) int { return cmp.Compare(a.price, b.price) }
	slices.SortStableFunc(symbols, byPrice)
	coins := symbols
	for range limit - 1 {
		merged := slices.Clone(symbols)
		for pair := range slices.Chunk(coins[:len(coins)/2*2], 2) {
			merged = append(merged, coin{pair[0].price + pair[1].price, slices.Concat(pair[0].symbols, pair[1].symbols)})
		}
		slices.SortStableFunc(merged, byPrice)
		coins = merged
	}
	for _, c := range coins[:2*len(symbols)-2] {
		for _, s := range c.symbols {
			lengths[s]++
		}
	}
	return lengths
}
