package attention

import "slices"

// Regroup returns a model that computes the same as w, with its key/value heads in
// another order: those most alike stand together, where they will become one of kvHeads
// heads. Heads may change places because their results are added up: the rows of Wq, Wk
// and Wv that belong to a head move, and the columns of Wo with them. Order says, for
// every layer, which head of w stands where.
//
// Heads are alike if their matrices are close to the mean of the group; keys and values
// count equally.
func Regroup(w *Weights, kvHeads int) (regrouped *Weights, order [][]int) {
	c := w.Config
	if err := c.CanMerge(kvHeads); err != nil {
		panic("attention: " + err.Error())
	}
	regrouped = w.Clone()
	for l := range w.Blocks {
		from, to := &w.Blocks[l], &regrouped.Blocks[l]
		places := grouping(likeness(c, from), kvHeads)
		order = append(order, places)
		rows := func(to, from []float32, size int) { // size of what belongs to one head
			for place, head := range places {
				copy(to[place*size:(place+1)*size], from[head*size:])
			}
		}
		width := c.GroupSize() * c.HeadDim // of the queries of one key/value head
		rows(to.Wq, from.Wq, width*c.Dim)
		rows(to.Wk, from.Wk, c.HeadDim*c.Dim)
		rows(to.Wv, from.Wv, c.HeadDim*c.Dim)
		for i := range c.Dim {
			rows(to.Wo[i*c.QueryDim():(i+1)*c.QueryDim()], from.Wo[i*c.QueryDim():], width)
		}
	}
	return regrouped, order
}

// likeness is (KVHeads, KVHeads): the products of every two heads' matrices, of keys and
// of values, each kind in units of its own size. What a group loses by taking its mean is
// the size of its members less the sum of the products within it divided by their number.
func likeness(c Config, b *Block) [][]float64 {
	size := c.HeadDim * c.Dim
	like := make([][]float64, c.KVHeads)
	for i := range like {
		like[i] = make([]float64, c.KVHeads)
	}
	for _, m := range [][]float32{b.Wk, b.Wv} {
		var all float64
		for _, x := range m {
			all += float64(x) * float64(x)
		}
		if all == 0 {
			continue
		}
		for i := range like {
			for j := range i + 1 {
				var s float64
				y := m[j*size : (j+1)*size]
				for k, x := range m[i*size : (i+1)*size] {
					s += float64(x) * float64(y[k])
				}
				like[i][j] += s / all
				like[j][i] = like[i][j]
			}
		}
	}
	return like
}

// grouping puts heads into groups of equal size. It starts from neighbours and swaps two
// heads, always those whose swap adds most to the likeness within groups, until no swap
// adds any. Groups stand in the order of their first heads.
func grouping(like [][]float64, groups int) []int {
	n := len(like)
	members := n / groups
	places := make([]int, n)
	for i := range places {
		places[i] = i
	}
	within := func(place, head, but int) (s float64) { // likeness of head to the group at place, but for one
		first := place / members * members
		for p := first; p < first+members; p++ {
			if p != but {
				s += like[head][places[p]]
			}
		}
		return s
	}
	for {
		best, at, with := 1e-9, 0, 0
		for a := range n {
			for b := (a/members + 1) * members; b < n; b++ {
				x, y := places[a], places[b]
				gain := within(b, x, b) + within(a, y, a) - within(a, x, a) - within(b, y, b)
				if gain > best {
					best, at, with = gain, a, b
				}
			}
		}
		if best == 1e-9 {
			break
		}
		places[at], places[with] = places[with], places[at]
	}
	tidy := make([][]int, 0, groups)
	for first := 0; first < n; first += members {
		group := places[first : first+members]
		slices.Sort(group)
		tidy = append(tidy, group)
	}
	slices.SortFunc(tidy, func(a, b []int) int { return a[0] - b[0] })
	return slices.Concat(tidy...)
}
