package words

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// said visits every sentence in a language, with numbers that are all n and yes or no to all.
func said(l Lang, n int, yes bool, visit func(name, text string)) {
	v := reflect.ValueOf(l)
	for i := range v.NumMethod() {
		if v.Type().Method(i).Name == "KindShort" {
			continue // its number is a kind
		}
		var arguments []reflect.Value
		for t := range v.Method(i).Type().Ins() {
			arguments = append(arguments, filled(t, n, yes))
		}
		for _, result := range v.Method(i).Call(arguments) {
			texts(result, func(text string) { visit(v.Type().Method(i).Name, text) })
		}
	}
}

// filled is a value of a type whose numbers are n, and which is yes or no.
func filled(t reflect.Type, n int, yes bool) reflect.Value {
	v := reflect.New(t).Elem()
	switch {
	case t == reflect.TypeFor[Lang]():
		v.Set(reflect.ValueOf(Korean))
	case v.CanInt():
		v.SetInt(int64(n))
	case v.CanUint():
		v.SetUint(uint64(n))
	case v.CanFloat():
		v.SetFloat(float64(n) / 2)
	case t.Kind() == reflect.String:
		v.SetString("x")
	case t.Kind() == reflect.Bool:
		v.SetBool(yes)
	case t.Kind() == reflect.Slice:
		v.Set(reflect.Append(v, filled(t.Elem(), n, yes)))
	case t.Kind() == reflect.Array:
		for i := range v.Len() {
			v.Index(i).Set(filled(t.Elem(), n, yes))
		}
	case t.Kind() == reflect.Struct:
		for i := range v.NumField() {
			v.Field(i).Set(filled(t.Field(i).Type, n, yes))
		}
	}
	return v
}

// texts visits the texts in a value.
func texts(v reflect.Value, visit func(string)) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), visit)
		}
	}
}

// Every sentence says something, with all that it is given, in both languages.
func TestSentences(t *testing.T) {
	for _, l := range Langs {
		said(l, 2, true, func(name, text string) {
			if strings.TrimSpace(text) == "" || strings.Contains(text, "%!") {
				t.Errorf("%s: %s is %q", l.Tag(), name, text)
			}
		})
	}
}

// Particles agree with the numbers before them, as these are read.
func TestParticles(t *testing.T) {
	wrong := regexp.MustCompile(`([013678](는|를|가|와|였)|[2459](은|을|이|과|으로|이었)|[036]로|[178]으로)([ ,.]|습)`)
	for n := range 11 {
		for _, yes := range []bool{false, true} {
			said(Korean, n+1, yes, func(name, text string) {
				if at := wrong.FindString(text); at != "" {
					t.Errorf("%s says %q in %q", name, at, text)
				}
			})
		}
	}
	for n, want := range []string{"0은 0과 0으로", "1은 1과 1로", "2는 2와 2로", "3은 3과 3으로", "4는 4와 4로", "5는 5와 5로", "6은 6과 6으로", "7은 7과 7로", "8은 8과 8로", "9는 9와 9로", "10은 10과 10으로"} {
		if got := fmt.Sprintf("%[1]d%[2]s %[1]d%[3]s %[1]d%[4]s", n, topic(n), with(n), into(n)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestOf(t *testing.T) {
	for _, test := range []struct {
		tag  string
		want Lang
		ok   bool
	}{{"ko", Korean, true}, {"ko-KR", Korean, true}, {"KO", Korean, true}, {"en-GB", English, true}, {"kok", English, false}, {"", English, false}} {
		if l, ok := Of(test.tag); l != test.want || ok != test.ok {
			t.Errorf("Of(%q) = %s, %t", test.tag, l.Tag(), ok)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{Int(0), "0"}, {Int(999), "999"}, {Int(1000), "1,000"}, {Int(-1234567), "-1,234,567"}, {Int(-100), "-100"}, {Int(67108864), "67,108,864"},
		{Bytes(512), "512 B"}, {Bytes(1 << 20), "1 MiB"}, {Bytes(524288), "512 KiB"}, {Bytes(1 << 26), "64 MiB"}, {Bytes(1_500_000), "1.43 MiB"},
		{Percent(0.25), "25%"}, {Percent(0.125), "12.5%"}, {Percent(1), "100%"}, {Percent(0), "0%"},
		{Measured(0.712, 0.69, 0.73), "0.71"}, {Measured(12.3456, 11, 14), "12"}, {Measured(1.23456, 1.2344, 1.2347), "1.2346"},
		{Measured(0.7123, 0, 0), "0.71"}, {Loss(1.25), "1.250"},
	} {
		if test.got != test.want {
			t.Errorf("got %s, want %s", test.got, test.want)
		}
	}
}
