package train

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"gqaplayground/attention"
)

// Save writes what Restore needs to carry on: the steps done, the weights and
// AdamW's moments. Everything else is in the recipe and the seed.
func (t *Trainer) Save(w io.Writer) error {
	buffer := binary.LittleEndian.AppendUint64(nil, uint64(t.Done))
	for _, s := range t.state() {
		for _, x := range s.Slab() {
			buffer = binary.LittleEndian.AppendUint32(buffer, math.Float32bits(x))
		}
	}
	_, err := w.Write(buffer)
	return err
}

// Restore reads what Save wrote for a trainer of the same shape. On an error the
// trainer is not to be used.
func (t *Trainer) Restore(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	state := t.state()
	if want := 8 + 4*len(state)*len(t.weights.Slab()); len(data) != want {
		return fmt.Errorf("train: saved state has %d bytes, want %d", len(data), want)
	}
	t.Done = int(binary.LittleEndian.Uint64(data))
	data = data[8:]
	for _, s := range state {
		slab := s.Slab()
		for i := range slab {
			slab[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
		data = data[4*len(slab):]
	}
	t.net.Repack()
	return nil
}

func (t *Trainer) state() []*attention.Weights { return []*attention.Weights{t.weights, t.m, t.v} }
