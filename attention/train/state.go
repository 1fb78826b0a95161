package train

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strconv"

	"gqaplayground/attention"
)

// Save writes what Restore needs to carry on: the steps done, the weights and
// AdamW's moments. Everything else is in the recipe and the seed.
func (t *Trainer) Save(w io.Writer) error {
	state := t.state()
	buffer := make([]byte, 0, 8+4*len(state)*len(t.weights.Slab()))
	buffer = binary.LittleEndian.AppendUint64(buffer, uint64(t.Done))
	for _, s := range state {
		buffer = AppendFloats(buffer, s.Slab())
	}
	_, err := w.Write(buffer)
	return err
}

// Restore reads what Save wrote for a trainer of the same shape. After an error the
// trainer must not be used.
func (t *Trainer) Restore(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	state := t.state()
	if want := 8 + 4*len(state)*len(t.weights.Slab()); len(data) != want {
		return errors.New("train: saved state has " + strconv.Itoa(len(data)) + " bytes, want " + strconv.Itoa(want))
	}
	t.Done = int(binary.LittleEndian.Uint64(data))
	data = data[8:]
	for _, s := range state {
		size := 4 * len(s.Slab())
		if err := floats(s.Slab(), data[:size]); err != nil {
			return err
		}
		data = data[size:]
	}
	t.net.Repack()
	return nil
}

func (t *Trainer) state() []*attention.Weights { return []*attention.Weights{t.weights, t.m, t.v} }

// AppendFloats appends the bytes of x to b, little-endian.
func AppendFloats(b []byte, x []float32) []byte {
	for _, v := range x {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

// floats reads what AppendFloats wrote.
func floats(x []float32, b []byte) error {
	if len(b) != 4*len(x) {
		return errors.New("train: " + strconv.Itoa(len(b)) + " bytes for " + strconv.Itoa(len(x)) + " numbers, want " + strconv.Itoa(4*len(x)))
	}
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return nil
}
