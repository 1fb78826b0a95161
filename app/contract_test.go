//go:build !js

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gqaplayground/wasm/edge"
)

// Other people's pages rely on what a version does. TestContract holds it to what was
// written down: a change of that is a new version.
func TestContract(t *testing.T) {
	name := "testdata/contract-" + Version + ".txt"
	now := contract(t)
	written, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		if err := os.WriteFile(name, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Fatalf("version %s is new: app/%s now says what it promises, and belongs into the repository", Version, name)
	}
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Split(string(written), "\n")
	after := strings.Split(now, "\n")
	for _, line := range before {
		if !slices.Contains(after, line) {
			t.Errorf("version %s promises\n\t%s", Version, line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			t.Errorf("this is\n\t%s", line)
		}
	}
	if t.Failed() {
		t.Errorf("other pages rely on app/%s: take the change back, or give it a new Version in app/frame.go and run this once more", name)
	}
}

// contract is what a version promises to other pages, in lines.
func contract(t *testing.T) string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }

	// Pages name the script with its digest, so not even its comments may change: it has none.
	b, folder := built(t), "v/"+Version+"/"
	say("embed.js %s", integrity(b.site[folder+"embed.js"]))
	in := make(map[string][]string)
	for name := range b.site {
		if below, ok := strings.CutPrefix(name, folder); ok {
			in[path.Dir(below)] = append(in[path.Dir(below)], path.Base(below))
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(in)) {
		slices.Sort(in[dir])
		say("addresses in %s: %s", dir, strings.Join(in[dir], " "))
	}

	// What values the parameters of a frame can have, and what becomes of others.
	values := strings.Fields("0 1 2 3 4 5 7 8 9 12 16 32 33 96 97 256 257 4096 4097 1000000 1000001 -1 0.3 1.5 2.5 1e3 x en ko " +
		"18446744073709551615 18446744073709551616 picture,story g,measure")
	for _, names := range [][]string{sourceNames[:], viewNames[:], runNames[:], hideNames[:], lockNames[:], motionNames[:], themeNames[:]} {
		values = append(values, names...)
	}
	slices.Sort(values)
	values = slices.Compact(values)
	for _, name := range edge.Parameters {
		var taken, changed []string
		instead := make(map[string][]string) // what is taken in the place of which values
		for _, v := range append(values, "") {
			s := framedState(name + "=" + v)
			l, _ := answerTo(t, s, `{"gqa":1,"type":"get"}`)
			text, err := json.Marshal(l.State)
			if err != nil {
				t.Fatal(err)
			}
			var state map[string]any
			d := json.NewDecoder(strings.NewReader(string(text)))
			d.UseNumber()
			if err := d.Decode(&state); err != nil {
				t.Fatal(err)
			}
			became := fmt.Sprint(state[name])
			switch {
			case len(s.Notes) == 0 && became == v:
				taken = append(taken, v)
			case len(s.Notes) == 0:
				changed = append(changed, fmt.Sprintf("%q as %q", v, became))
			default:
				instead[became] = append(instead[became], fmt.Sprintf("%q", v))
			}
		}
		say("%s takes %s", name, strings.Join(append(taken, changed...), " "))
		for _, became := range slices.Sorted(maps.Keys(instead)) {
			say("%s is %q, with a warning, for %s", name, became, strings.Join(instead[became], " "))
		}
	}

	// The letters, and what is in them.
	say("letters in: %s; unasked: %s", strings.Join(caps, " "), strings.Join(subscriptions, " "))
	inLetter(say, "letter in", reflect.TypeFor[request]())
	inLetter(say, "letter out", reflect.TypeFor[Letter]())
	say("codes of errors: %s", strings.Join([]string{badMessage, unsupported, busy, noEngine, noModel, noStory, notMeasured, stopped, refused}, " "))
	for _, limit := range regexp.MustCompile(`(?m)^  const (?:maxLetter|maxBytes|mostIn|quiet) = [^;]*|error\("[a-z-]*"`).FindAllString(b.texts["web/frame.js"], -1) {
		say("frame.js: %s", strings.TrimSpace(limit))
	}
	return strings.Join(lines, "\n") + "\n"
}

// inLetter says what there is in a JSON object of a type, and in those below it.
func inLetter(say func(string, ...any), name string, t reflect.Type) {
	var own []string
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		own = append(own, tag+" "+f.Type.String())
		for f.Type.Kind() == reflect.Pointer || f.Type.Kind() == reflect.Slice {
			f.Type = f.Type.Elem()
		}
		if f.Type.Kind() == reflect.Struct {
			inLetter(say, name+"."+tag, f.Type)
		}
	}
	say("%s: %s", name, strings.Join(own, ", "))
}
