package protocol

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"gqaplayground/attention"
)

// A message on the wire is one byte that names its type, then its fields in the order of
// the struct: whole numbers as varints (signed ones zigzag), floats as little-endian
// bits, strings and lists after their length.
//
// Every message is described once, by a fields method that a coder walks in either
// direction. There is exactly one encoding of every message; Parse refuses everything
// else.

// Type bytes. A gap keeps commands and events from being mistaken for each other.
const (
	tagUse = 1 + iota
	tagTell
	tagDecode
	tagMeasure
	tagProbe
	tagTrap
	tagLoad
	tagScore
	tagSave
	tagLook
)

const (
	tagReady = 65 + iota
	tagLost
	tagUsing
	tagTold
	tagDecoded
	tagMeasured
	tagFailed
	tagProbed
	tagTrapped
	tagLoaded
	tagScored
	tagSaved
	tagLooked
)

// Limits of what Parse accepts.
const (
	MaxMessage = 64 << 20
	maxText    = 1 << 20 // bytes of one string
	maxList    = 1 << 20 // elements of one list
)

// AppendCommand appends the encoding of m to b.
func AppendCommand(b []byte, m Command) []byte {
	c := coder{buf: b}
	switch m := m.(type) {
	case Use:
		c.message(tagUse, &m)
	case Tell:
		c.message(tagTell, &m)
	case Decode:
		c.message(tagDecode, &m)
	case Measure:
		c.message(tagMeasure, &m)
	case Probe:
		c.message(tagProbe, &m)
	case Trap:
		c.message(tagTrap, &m)
	case Load:
		c.message(tagLoad, &m)
	case Score:
		c.message(tagScore, &m)
	case Save:
		c.message(tagSave, &m)
	case Look:
		c.message(tagLook, &m)
	default:
		panic("protocol: unknown command")
	}
	return c.buf
}

// ParseCommand reads the one command that b holds.
func ParseCommand(b []byte) (Command, error) {
	c, tag, err := parse(b)
	if err != nil {
		return nil, err
	}
	switch tag {
	case tagUse:
		return finish[Command](c, read[Use](c))
	case tagTell:
		return finish[Command](c, read[Tell](c))
	case tagDecode:
		return finish[Command](c, read[Decode](c))
	case tagMeasure:
		return finish[Command](c, read[Measure](c))
	case tagProbe:
		return finish[Command](c, read[Probe](c))
	case tagTrap:
		return finish[Command](c, read[Trap](c))
	case tagLoad:
		return finish[Command](c, read[Load](c))
	case tagScore:
		return finish[Command](c, read[Score](c))
	case tagSave:
		return finish[Command](c, read[Save](c))
	case tagLook:
		return finish[Command](c, read[Look](c))
	}
	return nil, errType
}

// AppendEvent appends the encoding of m to b.
func AppendEvent(b []byte, m Event) []byte {
	c := coder{buf: b}
	switch m := m.(type) {
	case Ready:
		c.message(tagReady, &m)
	case Lost:
		c.message(tagLost, &m)
	case Using:
		c.message(tagUsing, &m)
	case Told:
		c.message(tagTold, &m)
	case Decoded:
		c.message(tagDecoded, &m)
	case Measured:
		c.message(tagMeasured, &m)
	case Failed:
		c.message(tagFailed, &m)
	case Probed:
		c.message(tagProbed, &m)
	case Trapped:
		c.message(tagTrapped, &m)
	case Loaded:
		c.message(tagLoaded, &m)
	case Scored:
		c.message(tagScored, &m)
	case Saved:
		c.message(tagSaved, &m)
	case Looked:
		c.message(tagLooked, &m)
	default:
		panic("protocol: unknown event")
	}
	return c.buf
}

// ParseEvent reads the one event that b holds.
func ParseEvent(b []byte) (Event, error) {
	c, tag, err := parse(b)
	if err != nil {
		return nil, err
	}
	switch tag {
	case tagReady:
		return finish[Event](c, read[Ready](c))
	case tagLost:
		return finish[Event](c, read[Lost](c))
	case tagUsing:
		return finish[Event](c, read[Using](c))
	case tagTold:
		return finish[Event](c, read[Told](c))
	case tagDecoded:
		return finish[Event](c, read[Decoded](c))
	case tagMeasured:
		return finish[Event](c, read[Measured](c))
	case tagFailed:
		return finish[Event](c, read[Failed](c))
	case tagProbed:
		return finish[Event](c, read[Probed](c))
	case tagTrapped:
		return finish[Event](c, read[Trapped](c))
	case tagLoaded:
		return finish[Event](c, read[Loaded](c))
	case tagScored:
		return finish[Event](c, read[Scored](c))
	case tagSaved:
		return finish[Event](c, read[Saved](c))
	case tagLooked:
		return finish[Event](c, read[Looked](c))
	}
	return nil, errType
}

func (m *Use) fields(c *coder) {
	c.int(&m.KVHeads)
	c.byte((*uint8)(&m.Source))
	c.uint64(&m.Seed)
	c.bool(&m.Own)
}

func (m *Load) fields(c *coder) {
	c.text(&m.Name)
	c.int(&m.Size)
	c.int(&m.Tokenizer)
	c.int(&m.At)
	c.bytes(&m.Data)
}

func (m *Score) fields(c *coder) {
	m.Use.fields(c)
	c.text(&m.Text)
}

func (m *Save) fields(c *coder) {
	c.byte((*uint8)(&m.Format))
	c.int(&m.At)
}

func (m *Tell) fields(c *coder) {
	c.text(&m.Prompt)
	c.float32(&m.Temperature)
	c.float32(&m.TopP)
	c.uint64(&m.Seed)
}

func (m *Decode) fields(c *coder) {
	c.int(&m.Tokens)
}

func (m *Measure) fields(c *coder) {
	list(c, &m.KVHeads, c.int)
	c.int(&m.Context)
	c.uint64(&m.Seed)
}

func (m *Probe) fields(c *coder) {
	c.uint64(&m.Seed)
}

func (m *Trap) fields(c *coder) {
	c.int(&m.KVHeads)
	c.int(&m.Context)
	c.uint64(&m.Seed)
}

func (m *Look) fields(c *coder) {
	m.Use.fields(c)
	c.int(&m.From)
}

func (m *Ready) fields(c *coder) {
	c.text(&m.Kernel)
	c.duration(&m.ClockStep)
}

func (m *Lost) fields(c *coder) {
	c.text(&m.Reason)
	c.int(&m.Try)
}

func (m *Using) fields(c *coder) {
	m.Use.fields(c)
	c.config(&m.Config)
	c.text(&m.Name)
	c.int(&m.Len)
	c.int(&m.Cap)
	c.int(&m.CacheBytes)
	c.int(&m.Behind)
}

func (c *coder) config(m *attention.Config) {
	c.int(&m.Dim)
	c.int(&m.Layers)
	c.int(&m.Heads)
	c.int(&m.KVHeads)
	c.int(&m.HeadDim)
	c.int(&m.Hidden)
	c.int(&m.Vocab)
	c.int(&m.Context)
	c.float32(&m.RopeTheta)
	c.float32(&m.NormEps)
	c.bool(&m.Untied)
}

func (m *Loaded) fields(c *coder) {
	m.Load.fields(c)
	c.int(&m.Have)
	c.bool(&m.Done)
	c.text(&m.Name)
	c.config(&m.Config)
	c.int(&m.ParamBytes)
}

func (m *Scored) fields(c *coder) {
	m.Score.fields(c)
	list(c, &m.Losses, c.float32)
	c.int(&m.Window)
	c.float32(&m.Progress)
	c.bool(&m.Done)
}

func (m *Saved) fields(c *coder) {
	m.Save.fields(c)
	c.int(&m.Size)
	c.bytes(&m.Data)
}

func (m *Piece) fields(c *coder) {
	c.int(&m.Token)
	c.bytes(&m.Text)
	c.float32(&m.Probability)
}

func (m *Told) fields(c *coder) {
	list(c, &m.Pieces, func(p *Piece) { p.fields(c) })
	c.int(&m.Dropped)
	c.float32(&m.Temperature)
	c.float32(&m.TopP)
	c.int(&m.Len)
	c.int(&m.Cap)
	c.int(&m.CacheBytes)
	c.int(&m.Behind)
}

func (m *Decoded) fields(c *coder) {
	list(c, &m.Pieces, func(p *Piece) { p.fields(c) })
	c.duration(&m.Elapsed)
	c.int(&m.Len)
	c.int(&m.Cap)
	c.int(&m.CacheBytes)
	c.int(&m.Behind)
	c.bool(&m.End)
}

func (m *Timing) fields(c *coder) {
	c.int(&m.KVHeads)
	c.int(&m.CacheBytes)
	c.int(&m.N)
	c.duration(&m.Median)
	c.duration(&m.Low)
	c.duration(&m.High)
	c.duration(&m.P10)
	c.duration(&m.P90)
	c.float64(&m.Ratio)
	c.float64(&m.RatioLow)
	c.float64(&m.RatioHigh)
	c.int(&m.TokensInSample)
	list(c, &m.Samples, c.duration)
}

func (m *Measured) fields(c *coder) {
	m.Measure.fields(c)
	list(c, &m.Timings, func(t *Timing) { t.fields(c) })
	c.int(&m.Discarded)
	c.int(&m.Paused)
	c.duration(&m.ClockStep)
	c.float32(&m.Progress)
	c.bool(&m.Done)
}

func (m *Probed) fields(c *coder) {
	m.Probe.fields(c)
	c.float64(&m.Limits.Peak)
	list(c, &m.Limits.Bandwidth, func(b *attention.Bandwidth) {
		c.int(&b.Bytes)
		c.float64(&b.PerSecond)
	})
	c.duration(&m.ClockStep)
	c.float32(&m.Progress)
	c.bool(&m.Done)
}

func (m *Trapped) fields(c *coder) {
	m.Trap.fields(c)
	list(c, &m.Ways, func(w *Way) {
		c.int(&w.Held)
		c.int(&w.Room)
		c.int(&w.Read)
		c.int(&w.Written)
		w.Timing.fields(c)
	})
	c.int(&m.Discarded)
	c.int(&m.Paused)
	c.duration(&m.ClockStep)
	c.float32(&m.Progress)
	c.bool(&m.Done)
}

func (m *Looked) fields(c *coder) {
	m.Look.fields(c)
	c.bytes(&m.Weights)
}

func (m *Failed) fields(c *coder) {
	c.text(&m.Command)
	c.text(&m.Reason)
}

var (
	errType     = errors.New("protocol: unknown message type")
	errShort    = errors.New("protocol: message ends too early")
	errLong     = errors.New("protocol: message or length over its limit")
	errTrailing = errors.New("protocol: bytes after the message")
	errVarint   = errors.New("protocol: number not in its shortest form")
	errBool     = errors.New("protocol: truth value not 0 or 1")
)

// coder walks the fields of a message. Writing, it appends them to buf; reading, it takes
// them off buf, and after the first error leaves every field as it is.
type coder struct {
	buf     []byte
	reading bool
	err     error
}

func parse(b []byte) (*coder, byte, error) {
	switch {
	case len(b) == 0:
		return nil, 0, errShort
	case len(b) > MaxMessage:
		return nil, 0, errLong
	}
	return &coder{buf: b[1:], reading: true}, b[0], nil
}

// finish returns the message that c has read, or what is wrong with it.
func finish[M any](c *coder, m M) (none M, err error) {
	if c.err == nil && len(c.buf) > 0 {
		c.err = errTrailing
	}
	if c.err != nil {
		return none, c.err
	}
	return m, nil
}

func (c *coder) fail(err error) {
	if c.err == nil {
		c.err = err
		c.buf = nil
	}
}

// take returns the next n bytes, or nil and an error.
func (c *coder) take(n int) []byte {
	if n > len(c.buf) {
		c.fail(errShort)
		return nil
	}
	b := c.buf[:n:n]
	c.buf = c.buf[n:]
	return b
}

// message appends a whole message.
func (c *coder) message(tag byte, m interface{ fields(*coder) }) {
	c.buf = append(c.buf, tag)
	m.fields(c)
}

// read takes the fields of an M off c.
func read[M any, P interface {
	*M
	fields(*coder)
}](c *coder) M {
	var m M
	P(&m).fields(c)
	return m
}

func (c *coder) byte(v *uint8) {
	if !c.reading {
		c.buf = append(c.buf, *v)
	} else if b := c.take(1); b != nil {
		*v = b[0]
	}
}

func (c *coder) bool(v *bool) {
	var b uint8
	if *v {
		b = 1
	}
	c.byte(&b)
	if b > 1 {
		c.fail(errBool)
		return
	}
	*v = b == 1
}

func (c *coder) uint64(v *uint64) {
	if !c.reading {
		c.buf = binary.AppendUvarint(c.buf, *v)
		return
	}
	x, n := binary.Uvarint(c.buf)
	switch {
	case n == 0:
		c.fail(errShort)
	case n < 0 || n > 1 && c.buf[n-1] == 0: // over 64 bits, or a leading zero
		c.fail(errVarint)
	default:
		*v = x
		c.buf = c.buf[n:]
	}
}

func (c *coder) int64(v *int64) {
	u := uint64(*v)<<1 ^ uint64(*v>>63)
	c.uint64(&u)
	*v = int64(u>>1) ^ -int64(u&1)
}

func (c *coder) int(v *int) {
	x := int64(*v)
	c.int64(&x)
	if int64(int(x)) != x {
		c.fail(errLong)
		return
	}
	*v = int(x)
}

func (c *coder) duration(v *time.Duration) { c.int64((*int64)(v)) }

func (c *coder) float32(v *float32) {
	if !c.reading {
		c.buf = binary.LittleEndian.AppendUint32(c.buf, math.Float32bits(*v))
	} else if b := c.take(4); b != nil {
		*v = math.Float32frombits(binary.LittleEndian.Uint32(b))
	}
}

func (c *coder) float64(v *float64) {
	if !c.reading {
		c.buf = binary.LittleEndian.AppendUint64(c.buf, math.Float64bits(*v))
	} else if b := c.take(8); b != nil {
		*v = math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
}

// length codes the length n of what follows. When reading, n is at most limit and at most
// what is left, since every element takes at least a byte.
func (c *coder) length(n, limit int) int {
	u := uint64(n)
	c.uint64(&u)
	if !c.reading {
		return n
	}
	switch {
	case c.err != nil:
		return 0
	case u > uint64(limit):
		c.fail(errLong)
		return 0
	case u > uint64(len(c.buf)):
		c.fail(errShort)
		return 0
	}
	return int(u)
}

func (c *coder) bytes(v *[]byte) {
	n := c.length(len(*v), MaxMessage)
	if !c.reading {
		c.buf = append(c.buf, *v...)
	} else if n > 0 {
		*v = append([]byte(nil), c.take(n)...) // the message may be overwritten later
	}
}

func (c *coder) text(v *string) {
	n := c.length(len(*v), maxText)
	if !c.reading {
		c.buf = append(c.buf, *v...)
	} else {
		*v = string(c.take(n))
	}
}

// list codes the elements of s one by one. When reading, it grows s as elements arrive,
// so that a length alone allocates nothing.
func list[T any](c *coder, s *[]T, element func(*T)) {
	n := c.length(len(*s), maxList)
	for i := 0; i < n && c.err == nil; i++ {
		if c.reading {
			var zero T
			*s = append(*s, zero)
		}
		element(&(*s)[i])
	}
}
