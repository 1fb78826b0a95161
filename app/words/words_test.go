package words

import (
	"reflect"
	"strings"
	"testing"
)

// Every sentence says something, with all that it is given, in both languages.
func TestSentences(t *testing.T) {
	for _, l := range Langs {
		v := reflect.ValueOf(l)
		for i := range v.NumMethod() {
			name, m := v.Type().Method(i).Name, v.Method(i)
			var arguments []reflect.Value
			for n := range m.Type().NumIn() {
				switch m.Type().In(n) {
				case reflect.TypeFor[string]():
					arguments = append(arguments, reflect.ValueOf("x"))
				case reflect.TypeFor[bool]():
					arguments = append(arguments, reflect.ValueOf(true))
				case reflect.TypeFor[float64]():
					arguments = append(arguments, reflect.ValueOf(0.5))
				case reflect.TypeFor[Lang]():
					arguments = append(arguments, reflect.ValueOf(Korean))
				case reflect.TypeFor[int]():
					arguments = append(arguments, reflect.ValueOf(2))
				default:
					arguments = append(arguments, reflect.Zero(m.Type().In(n)))
				}
			}
			result := m.Call(arguments)[0]
			if result.Kind() != reflect.String {
				continue
			}
			text := result.String()
			if strings.TrimSpace(text) == "" || strings.Contains(text, "%!") {
				t.Errorf("%s: %s is %q", l.Tag(), name, text)
			}
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
