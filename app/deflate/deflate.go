// Package deflate compresses as small as it can, and takes its time for that: what is
// compressed once, when the site is built, is transferred often.
//
// The format is gzip's (RFC 1951, RFC 1952), which every browser inflates. A parse of the
// bytes into literals and matches costs as many bits as the codes take, and the codes follow
// from the parse; so both are improved in turn, a few times. compress/flate takes the first
// parse that is good: its files are larger by 5 % for programs.
package deflate

import (
	"encoding/binary"
	"hash/crc32"
	"sync"
)

// Gzip is content as a file of gzip.
func Gzip(content []byte) []byte {
	w := &writer{out: []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}}
	parsed := make([][]block, max(1, (len(content)+piece-1)/piece))
	var wait sync.WaitGroup
	for i := range parsed {
		wait.Go(func() { parsed[i] = parse(content, i*piece, min((i+1)*piece, len(content))) })
	}
	wait.Wait()
	for i, blocks := range parsed {
		for j, b := range blocks {
			w.block(b, i == len(parsed)-1 && j == len(blocks)-1)
		}
	}
	w.flush()
	w.out = binary.LittleEndian.AppendUint32(w.out, crc32.ChecksumIEEE(content))
	return binary.LittleEndian.AppendUint32(w.out, uint32(len(content)))
}

const (
	piece   = 1 << 19 // bytes parsed together, beside other pieces
	window  = 1 << 15
	longest = 258 // bytes of a match
	minimum = 3

	endOfBlock = 256
	literals   = 286 // codes for literals, the end, and lengths of matches
	distances  = 30
)

// item is a literal, if the length is 1, or a match.
type item struct {
	length, distance uint16 // the literal is in distance
}

// block is what has codes of its own.
type block struct {
	items []item
	uses  uses
}

// uses counts how often a code is used.
type uses struct {
	literal  [literals]int
	distance [distances]int
}

func (u *uses) add(i item) {
	if i.length == 1 {
		u.literal[i.distance]++
		return
	}
	u.literal[lengthCode[i.length]]++
	u.distance[distanceCode(int(i.distance))]++
}

// The codes of lengths and of distances, and how many bits follow them.
var (
	lengthCode  [longest + 1]uint16
	lengthBase  [literals]int
	lengthExtra [literals]int

	distanceBase  [distances]int
	distanceExtra [distances]int
	nearCode      [257]uint8 // of a distance, or of one less, divided by 128
)

func init() {
	length := minimum
	for c := endOfBlock + 1; c < literals; c++ {
		extra := max(0, (c-261)/4)
		if c == literals-1 {
			length, extra = longest, 0
		}
		lengthBase[c], lengthExtra[c] = length, extra
		for range 1 << extra {
			lengthCode[min(length, longest)] = uint16(c)
			length++
		}
	}
	distance := 1
	for c := range distances {
		distanceBase[c], distanceExtra[c] = distance, max(0, c/2-1)
		distance += 1 << distanceExtra[c]
	}
	for d, c := 1, 0; d <= 256; d++ {
		for c+1 < distances && distanceBase[c+1] <= d {
			c++
		}
		nearCode[d] = uint8(c)
	}
}

func distanceCode(d int) int {
	if d <= 256 {
		return int(nearCode[d])
	}
	return int(nearCode[(d-1)>>7+1]) + 14
}
