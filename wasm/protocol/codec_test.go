package protocol

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"
)

// fill sets every field below v to a value of its own, so that a field the codec
// forgets or swaps is seen.
func fill(v reflect.Value, next *int) {
	*next++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), next)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range v.Len() {
			fill(v.Index(i), next)
		}
	case reflect.String:
		v.SetString(strings.Repeat("é\x00", *next))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*next) * 1_000_003 * int64(1-2*(*next%2)))
	case reflect.Uint8, reflect.Uint16:
		v.SetUint(uint64(*next))
	case reflect.Uint64:
		v.SetUint(math.MaxUint64 - uint64(*next))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(*next) / 4)
	default:
		panic("fill: " + v.Kind().String())
	}
}

func filled[M any]() M {
	var m M
	n := 0
	fill(reflect.ValueOf(&m).Elem(), &n)
	return m
}

// commands and events hold every message twice: empty, and with every field set.
func commands() []Command {
	return []Command{
		Use{}, Tell{}, Decode{}, Measure{}, Probe{}, Trap{}, Load{}, Score{}, Save{}, Look{},
		filled[Use](), filled[Tell](), filled[Decode](), filled[Measure](), filled[Probe](), filled[Trap](),
		filled[Load](), filled[Score](), filled[Save](), filled[Look](),
	}
}

func events() []Event {
	return []Event{
		Ready{}, Lost{}, Using{}, Told{}, Decoded{}, Measured{}, Failed{}, Probed{}, Trapped{},
		Loaded{}, Scored{}, Saved{}, Looked{},
		filled[Ready](), filled[Lost](), filled[Using](), filled[Told](),
		filled[Decoded](), filled[Measured](), filled[Failed](), filled[Probed](), filled[Trapped](),
		filled[Loaded](), filled[Scored](), filled[Saved](), filled[Looked](),
	}
}

// The same of what the trainer and the page say to each other.
func trainerCommands() []Command {
	return []Command{
		Convert{}, Uptrain{}, Evaluate{}, Sample{}, Export{}, Keep{}, Restore{}, Forget{}, Differentiate{}, Load{}, Learn{}, Save{},
		filled[Convert](), filled[Uptrain](), filled[Evaluate](), filled[Sample](), filled[Export](), filled[Differentiate](),
		filled[Load](), filled[Learn](), filled[Save](),
	}
}

func trainerEvents() []Event {
	return []Event{
		Ready{}, Lost{}, Failed{}, Converted{}, Trained{}, Evaluated{}, Sampled{}, Exported{}, Stored{}, Differentiated{}, Loaded{}, Learned{}, TooShort{}, Saved{},
		filled[Ready](), filled[Lost](), filled[Failed](), filled[Converted](), filled[Trained](), filled[Evaluated](),
		filled[Sampled](), filled[Exported](), filled[Stored](), filled[Differentiated](),
		filled[Loaded](), filled[Learned](), filled[TooShort](), filled[Saved](),
	}
}

// roundTrip says whether every message comes back from its bytes as it was, and
// whether no bytes but those are taken for one.
func roundTrip[M any](t *testing.T, messages []M, add func([]byte, M) []byte, parse func([]byte) (M, error)) {
	t.Helper()
	for _, m := range messages {
		whole := add(nil, m)
		got, err := parse(whole)
		if err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%T came back as %+v, error %v; want %+v", m, got, err, m)
		}
		for n := range whole {
			if _, err := parse(whole[:n]); err == nil {
				t.Errorf("%T cut to %d of %d bytes is accepted", m, n, len(whole))
			}
		}
		if _, err := parse(append(whole, 0)); err != errTrailing {
			t.Errorf("%T with a byte to spare is accepted", m)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	roundTrip(t, commands(), AppendCommand, ParseCommand)
	roundTrip(t, events(), AppendEvent, ParseEvent)
	roundTrip(t, trainerCommands(), AppendTrainerCommand, ParseTrainerCommand)
	roundTrip(t, trainerEvents(), AppendTrainerEvent, ParseTrainerEvent)
	roundTrip(t, []Kept{{}, filled[Kept]()}, AppendKept, ParseKept)
}

// A message of the engine's is none of the trainer's, and the other way round.
func TestApart(t *testing.T) {
	for _, m := range commands() {
		if got, err := ParseTrainerCommand(AppendCommand(nil, m)); err != errType {
			t.Errorf("the trainer takes %T for %T", m, got)
		}
	}
	for _, m := range trainerCommands() {
		if got, err := ParseCommand(AppendTrainerCommand(nil, m)); err != errType {
			t.Errorf("the engine takes %T for %T", m, got)
		}
	}
}

func TestExtremes(t *testing.T) {
	for _, n := range []int{math.MinInt, -1, 0, 1, 63, 64, math.MaxInt} {
		got, err := ParseCommand(AppendCommand(nil, Decode{n}))
		if err != nil || got != (Decode{n}) {
			t.Errorf("Decode{%d} came back as %v, error %v", n, got, err)
		}
	}
	b := AppendCommand(nil, Tell{Temperature: float32(math.NaN()), TopP: float32(math.Inf(-1))})
	got, err := ParseCommand(b)
	if tell, ok := got.(Tell); err != nil || !ok || tell.Temperature == tell.Temperature || !math.IsInf(float64(tell.TopP), -1) {
		t.Errorf("NaN and -Inf came back as %+v, error %v", got, err)
	}
}

// What is not a message is refused.
func TestStrict(t *testing.T) {
	bad := map[string][]byte{
		"an unknown type":           {200},
		"an event":                  AppendEvent(nil, Failed{}),
		"type 0":                    {0},
		"a varint with leading 0":   {tagDecode, 0x80, 0x00},
		"a varint over 64 bits":     {tagDecode, 255, 255, 255, 255, 255, 255, 255, 255, 255, 127},
		"a text longer than it is":  {tagTell, 50, 'x'},
		"a text of 2^63 bytes":      {tagTell, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01},
		"a list longer than it is":  {tagMeasure, 9, 0, 0},
		"a text of 1 MiB and 1":     AppendCommand(nil, Tell{Prompt: strings.Repeat("x", maxText+1)}),
		"a message of over 64 MiB":  make([]byte, MaxMessage+1),
		"a list of 2^20 and 1 ints": AppendCommand(nil, Measure{KVHeads: make([]int, maxList+1)}),
	}
	for name, b := range bad {
		if m, err := ParseCommand(b); err == nil || m != nil {
			t.Errorf("%s is accepted as %v, error %v", name, m, err)
		}
	}
	// A truth value of 2: the last byte of an empty Decoded.
	b := AppendEvent(nil, Decoded{})
	b[len(b)-1] = 2
	if _, err := ParseEvent(b); err != errBool {
		t.Errorf("truth value 2: %v", err)
	}
}

// Parsed messages share no memory with the bytes they came from.
func TestParseCopies(t *testing.T) {
	m := filled[Decoded]()
	b := AppendEvent(nil, m)
	got, err := ParseEvent(b)
	if err != nil {
		t.Fatal(err)
	}
	clear(b)
	if !reflect.DeepEqual(got, m) {
		t.Error("overwriting the bytes changed the message")
	}
}

func FuzzParseCommand(f *testing.F) { fuzz(f, commands(), AppendCommand, ParseCommand) }

func FuzzParseEvent(f *testing.F) { fuzz(f, events(), AppendEvent, ParseEvent) }

func FuzzParseTrainerCommand(f *testing.F) {
	fuzz(f, trainerCommands(), AppendTrainerCommand, ParseTrainerCommand)
}

func FuzzParseTrainerEvent(f *testing.F) {
	fuzz(f, trainerEvents(), AppendTrainerEvent, ParseTrainerEvent)
}

func FuzzParseKept(f *testing.F) { fuzz(f, []Kept{{}, filled[Kept]()}, AppendKept, ParseKept) }

// fuzz looks for bytes that are taken for a message whose bytes are others.
func fuzz[M any](f *testing.F, messages []M, add func([]byte, M) []byte, parse func([]byte) (M, error)) {
	for _, m := range messages {
		f.Add(add(nil, m))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parse(b)
		if err == nil && !bytes.Equal(add(nil, m), b) {
			t.Errorf("%x is accepted as %+v, whose bytes are %x", b, m, add(nil, m))
		}
	})
}
