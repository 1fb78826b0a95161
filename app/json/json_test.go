package json

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// plain has everything that this package is for. Its names are digits, as encoding/json
// takes letters of any case.
type plain struct {
	Bool    bool             `json:"0"`
	Int     int8             `json:"1"`
	Uint    uint64           `json:"2"`
	Float   float64          `json:"3"`
	Half    float32          `json:"4,omitempty"`
	Text    string           `json:"5"`
	List    []string         `json:"6,omitempty"`
	Pairs   [][2]int         `json:"7"`
	Table   map[string]inner `json:"8"`
	Pointer *inner           `json:"9,omitempty"`
	Raw     RawMessage       `json:"10"`
	Zero    []int            `json:"11,omitzero"`
	Inner   inner            `json:"12"`
	Not     int              `json:"-"`
	Shared  any              `json:"-"`
	hidden  int
	embedded
}

type inner struct {
	X float64 `json:"20"`
	Y []int   `json:"21"`
}

type embedded struct {
	Of string `json:"30,omitempty"`
}

// theirs is the same for encoding/json, whose texts as they are written have a type of
// their own.
type theirs struct {
	Bool    bool             `json:"0"`
	Int     int8             `json:"1"`
	Uint    uint64           `json:"2"`
	Float   float64          `json:"3"`
	Half    float32          `json:"4,omitempty"`
	Text    string           `json:"5"`
	List    []string         `json:"6,omitempty"`
	Pairs   [][2]int         `json:"7"`
	Table   map[string]inner `json:"8"`
	Pointer *inner           `json:"9,omitempty"`
	Raw     json.RawMessage  `json:"10"`
	Zero    []int            `json:"11,omitzero"`
	Inner   inner            `json:"12"`
	Not     int              `json:"-"`
	Shared  any              `json:"-"`
	hidden  int
	embedded
}

func (p plain) theirs() theirs {
	return theirs{p.Bool, p.Int, p.Uint, p.Float, p.Half, p.Text, p.List, p.Pairs, p.Table, p.Pointer, json.RawMessage(p.Raw), p.Zero, p.Inner, p.Not, p.Shared, p.hidden, p.embedded}
}

var values = []plain{
	{Raw: RawMessage("0")},
	{
		Bool: true, Int: -128, Uint: math.MaxUint64, Float: -1.5e300, Half: 0.1, Text: "a \"b\" \\ /\n\t\x00 머리 😀 <>&",
		List: []string{"", "x"}, Pairs: [][2]int{{1, 2}, {-3, 0}}, Table: map[string]inner{"나": {Y: []int{}}, "": {X: 0.1}, "b": {Y: []int{1}}},
		Pointer: &inner{X: 1e-6}, Raw: RawMessage(`{"a":[1,"]"]}`), Zero: []int{}, Inner: inner{X: 123456789012345680}, embedded: embedded{"of"},
	},
	{Float: math.SmallestNonzeroFloat64, Inner: inner{X: math.MaxFloat64}, Half: math.MaxFloat32, Raw: RawMessage("null")},
}

// What this package writes is what encoding/json writes, but for the signs of HTML.
func TestWrite(t *testing.T) {
	for i, v := range values {
		for name, write := range map[string]func(any) ([]byte, error){"Marshal": Marshal, "Indented": Indented} {
			var b strings.Builder
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			if name == "Indented" {
				v.Raw = RawMessage("1")
				e.SetIndent("", "  ")
			}
			if err := e.Encode(v.theirs()); err != nil {
				t.Fatal(err)
			}
			got, err := write(v)
			if want := strings.TrimSuffix(b.String(), "\n"); err != nil || string(got) != want {
				t.Errorf("%s %d: %s, %v; want %s", name, i, got, err, want)
			}
		}
	}
	for _, bad := range []any{math.NaN(), []float64{math.Inf(1)}, func() {}} {
		if text, err := Marshal(bad); err == nil {
			t.Errorf("%v is %s", bad, text)
		}
	}
}

// Of a value that does not fit the others are read, and no text is read in part.
func TestRead(t *testing.T) {
	var p plain
	if err := Unmarshal([]byte(`{"1":1000,"2":3,"5":"a"}`), &p); err == nil || !strings.Contains(err.Error(), "byte 5 is not a int8") || p.Uint != 3 || p.Text != "a" {
		t.Errorf("%v, %+v", err, p)
	}
	p = plain{}
	if err := Unmarshal([]byte(`{"2":3,"5":"a}`), &p); err == nil || !strings.Contains(err.Error(), "at byte 14") || p.Uint != 0 {
		t.Errorf("%v, %+v", err, p)
	}
	for _, n := range []int{deepest, deepest + 1} {
		var raw RawMessage
		if err := Unmarshal([]byte(strings.Repeat("[", n)+strings.Repeat("]", n)), &raw); (err == nil) != (n <= deepest) {
			t.Errorf("%d lists in each other: %v", n, err)
		}
	}
}

// What encoding/json reads this package reads, to the same values, and nothing else.
func FuzzRead(f *testing.F) {
	for _, v := range values {
		text, _ := json.Marshal(v.theirs())
		f.Add(string(text))
	}
	for _, text := range []string{
		"", " ", "null", "nul", "truefalse", " [ ] ", "[1,]", "[,1]", "{}", "{\"0\" : true , \"1\":-0}", "{\"0\"}", "{0:1}", "01", "-", "1.", ".5", "1e", "1E+2", "-0.0e-0",
		`{"1":1.0}`, `{"1":null,"5":null,"9":null,"10":null,"6":null,"8":null,"7":null}`, `{"3":1e999}`, `{"4":1e39}`, `{"0":1}`, `{"6":[1,"a",null]}`,
		`{"7":[[1],[1,2,3],[]]}`, `{"8":{"a":{"20":1},"a":{}}}`, `{"9":{"20":"x","21":[1,{}]}}`, `{"10": [1, 2 ]}`, `{"30":"e","31":1}`,
		`"\ud83d\ude00\ud83d\u0041\ude00\ud83d"`, `{"5":"\ud83d\ude00\ud83dA\ude00\ud83d\n\/\b\f\r\t\"\\"}`, `{"5":"\ud83d\ud83d\ude00"}`, "\"\\x\"", "\"\\u12g4\"", "\"\\", "\"a\nb\"",
		"{\"5\":\"\xff\xf0\x9f\"}", "\ufeff1", "1\x00", "[1 2]", `{"a":1,}`, `{"a":1 "b":2}`, "\x00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Count(text, "[")+strings.Count(text, "{") > deepest || strings.Count(text, `"6"`) > 1 || strings.Count(text, `"21"`) > 1 {
			return // a second list begins as what was in the first
		}
		var got plain
		err := Unmarshal([]byte(text), &got)
		var want theirs
		if wantErr := json.Unmarshal([]byte(text), &want); (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, want %v", text, err, wantErr)
		}
		if !reflect.DeepEqual(got.theirs(), want) {
			t.Fatalf("%q: %+v, want %+v", text, got, want)
		}
		var raw RawMessage
		if err := Unmarshal([]byte(text), &raw); (err == nil) != json.Valid([]byte(text)) {
			t.Fatalf("%q: %v", text, err)
		}
		again, err := Marshal(text)
		var back string
		if err != nil || json.Unmarshal(again, &back) != nil || back != strings.ToValidUTF8(text, "\ufffd") && utf8.ValidString(text) {
			t.Fatalf("%q is written as %s, %v", text, again, err)
		}
	})
}
