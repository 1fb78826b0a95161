//go:build !js

package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Everything that go.mod and the package.json files name is in the README, with a licence
// and what it is for; and nothing else is.
func TestSupply(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile("../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	used := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v`).FindAllStringSubmatch(read("go.mod"), -1) {
		used[m[1]] = true
	}
	for _, name := range []string{"attention/testdata/package.json", "wasm/bench/peers/package.json"} {
		var p struct{ Dependencies map[string]string }
		if err := json.Unmarshal([]byte(read(name)), &p); err != nil {
			t.Fatal(err)
		}
		for module, version := range p.Dependencies {
			if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(version) {
				t.Errorf("%s: %s is of version %q, want one", name, module, version)
			}
			if !strings.HasPrefix(module, "@node-llama-cpp/") { // the program of node-llama-cpp
				used["npm: "+module] = true
			}
		}
	}
	for _, m := range regexp.MustCompile(`\b(axe-core|lighthouse)@\d`).FindAllStringSubmatch(read("Makefile")+read("app/browsertest/look_test.go")+read("app/browsertest/access_test.go"), -1) {
		used["npm: "+m[1]] = true
	}
	_, table, ok := strings.Cut(read("README.md"), "| module | licence | for |")
	if !ok {
		t.Fatal("the README has no table of modules")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	listed := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^\| (\S+|npm: \S+) \| ([A-Za-z0-9.-]+) \| (.+) \|$`).FindAllStringSubmatch(table, -1) {
		if m[1] != "---" {
			listed[m[1]] = true
		}
	}
	for module := range used {
		if !listed[module] {
			t.Errorf("%s is used, and not in the README with a licence", module)
		}
	}
	for module := range listed {
		if !used[module] {
			t.Errorf("%s is in the README, and not used", module)
		}
	}
}
