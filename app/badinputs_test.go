//go:build !js

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// proof is a test that a bad input does no harm, and what in it stands for that input.
type proof struct {
	test string // "folder: TestName" of the repository
	with string // is in the text of that test, or of what it calls
}

// Where the tests are.
const (
	inUrls     = "app: TestBadURLs"
	inAnything = "app: TestAnything"
	inGguf     = "attention: TestGGUFRefusesBrokenFiles"
	inVariants = "attention: TestGGUFReadsVariants"
	inLlama2c  = "attention: TestLlama2CRefusesBrokenFiles"
	inExtremes = "attention: TestExtremeWeights"
	inRefused  = "app/browsertest: TestOwnRefused"
	inDropped  = "app/browsertest: TestOwnDropped"
	inPrompts  = "wasm/engine: TestPrompts"
	inStorm    = "wasm/engine: TestStorm"
	inDies     = "app/browsertest: TestEngineDies"
	inHosts    = "app/browsertest: TestConditions"
	inHostile  = "app/browsertest: TestHostilePages"
	inUpdate   = "app/browsertest: TestNewVersion"
	inLife     = "wasm/client: TestRestart"
)

// badInputs are eighty bad things that happen to a page like this one, and where each is
// proved to end in a sentence or in the documented default.
var badInputs = [80]struct {
	what   string
	proofs []proof
}{
	// The address.
	{"g=0", []proof{{inUrls, `"g=0"`}}},
	{"g=-1", []proof{{inUrls, `"g=-1"`}}},
	{"g=3 of 8 heads", []proof{{inUrls, `"g=3"`}}},
	{"g=9", []proof{{inUrls, `"g=9"`}}},
	{"g=1e309", []proof{{inUrls, `"g=1e309"`}}},
	{"g=NaN", []proof{{inUrls, `"g=NaN"`}}},
	{"g=0x4", []proof{{inUrls, `"g=0x4"`}}},
	{"g in full-width digits", []proof{{inUrls, `"g=２"`}}},
	{"g twice", []proof{{inUrls, `"g=2&g=4"`}}},
	{"an empty g", []proof{{inUrls, `"g="`}}},
	{"g=%00", []proof{{inUrls, `"g=%00"`}}},
	{"a bad escape", []proof{{inUrls, `"g=%E0%A4%A"`}}},
	{"h=1e9", []proof{{inUrls, `"h=1e9"`}}},
	{"ctx beyond 2^53, and products beyond 32 bits", []proof{{inUrls, `"ctx=9007199254740993"`}, {"wasm/engine: TestRefusals", "1<<53 + 1"}}},
	{"view=__proto__", []proof{{inUrls, "__proto__"}}},
	{"a tag in theme", []proof{{inUrls, "onerror=alert(1)"}}},
	{"a prompt of 100 kB", []proof{{inUrls, "100_000"}, {inPrompts, `"100 kB"`}}},
	{"a prompt of lone surrogates, overrides, joiners, NUL, marks", []proof{{inUrls, "u202e"}, {inPrompts, "10 000 marks"}, {inPrompts, "lone surrogate"}}},
	{"?wasm=false", []proof{{inUrls, "wasm=false"}, {"app/browsertest: TestRoomsAreFolded", "wasm=false"}}},
	{"#?secret= and text fragments", []proof{{inHosts, "#?secret=abc"}, {inUrls, "#?secret=abc"}}},
	{"an address of 60 kB", []proof{{inUrls, "60_000"}}},
	{"odd paths", []proof{{"app/browsertest: TestOddPaths", "..%2f"}}},
	{"seed=-1 and 2^32", []proof{{inUrls, "seed=-1"}, {inUrls, "seed=4294967296"}}},

	// Files of models.
	{"empty", []proof{{inGguf, "{nil, {}"}, {inRefused, "empty.gguf"}}},
	{"1 to 7 bytes", []proof{{inGguf, `[]byte("GGU")`}, {inLlama2c, "model[:1]"}}},
	{"random", []proof{{inGguf, "randomBytes(1 << 20)"}}},
	{"gzip, zip, HTML, PNG", []proof{{inGguf, "gzip"}, {inGguf, "PNG"}, {inRefused, "a.zip"}, {inRefused, "page.gguf"}}},
	{"lengths of 2^63, 2^64-1, and beyond the file", []proof{{inGguf, "1<<63"}, {inGguf, "bytes.Repeat([]byte{255}, 8)"}}},
	{"a header that is too long", []proof{{inGguf, "want 4096 at most"}, {inGguf, "MaxFile+1"}}},
	{"keys not UTF-8, twice, nested, a million tensors", []proof{{inGguf, `"gqa.\xff"`}, {inGguf, "is there twice"}, {inGguf, "no array of arrays"}, {inGguf, "want 16384 at most"}}},
	{"products that overflow", []proof{{inGguf, "1 << 63, 2"}}},
	{"negative and huge sizes", []proof{{inGguf, "layers is 1000000"}, {inLlama2c, "math.MinInt32"}, {inGguf, "1e30"}}},
	{"overlaps, holes, beyond the end, trailing bytes", []proof{{inGguf, "where the one before it ends"}, {inGguf, "bytes hold tensors"}, {inGguf, "the tensors end here"}}},
	{"another or an unknown format", []proof{{inGguf, "has the format 12"}, {inGguf, `g.tensor("blk.0.attn_q.weight").format = 1`}}},
	{"tensors that are missing, too many, or of another layer", []proof{{inGguf, `"blk.0.attn_k.weight" is missing`}, {inGguf, "does not belong"}}},
	{"KV heads above H, not dividing, 0", []proof{{inGguf, "3 kv heads do not divide 4"}, {inGguf, "8 kv heads"}, {inGguf, "kv heads is 0"}, {inLlama2c, "kv heads is 0"}}},
	{"NaN, infinite, tiny, zero and huge weights", []proof{{inGguf, "infinite or not a number"}, {inExtremes, "3e38"}, {inExtremes, "1e-45"}}},
	{"big-endian", []proof{{inGguf, "big-endian"}}},
	{"other versions; a negative vocabulary", []proof{{inGguf, "version 1, want 2 or 3"}, {inLlama2c, "vocab is 2147483648"}, {inVariants, "version = 2"}}},
	{"cut off anywhere", []proof{{inGguf, "good[:len(good)*i/40]"}, {inLlama2c, "model[:len(model)*i/40]"}}},
	{"500 MB, changed meanwhile, a folder, 20 files", []proof{{inRefused, "large.gguf"}, {inDropped, "NotReadableError"}, {inDropped, `"folder"`}, {inRefused, "twenty"}}},
	{"names with tags and of 255 characters", []proof{{inRefused, "<script>"}, {inRefused, `strings.Repeat("a", 250)`}}},

	// Prompts and tokens.
	{"empty, too long, outside the vocabulary, temperatures that are none, pressed 100 times a second", []proof{
		{inPrompts, `"empty"`}, {"wasm/engine: TestTemperature", "{nan, nan, 0, 1}"}, {"attention: TestTokenOutsideTheVocabularyPanics", ".Bytes(id)"}, {inAnything, "randomMessage"}}},

	// Pages around a frame.
	{"10,000 messages a second", []proof{{inHostile, "10_000"}}},
	{"huge, cyclic, exotic messages", []proof{{inHostile, "loop.state = loop"}, {inHostile, "100 << 20"}, {"app/browsertest: TestFrameLoads", "65 << 20"}}},
	{"forged messages", []proof{{inHostile, "/sibling"}, {"app/browsertest: TestForgedLetters", "popup.postMessage"}}},
	{"values of other types", []proof{{inHostile, `g: "2"`}, {"app: TestLetterIsLink", `"g":null`}}},
	{"no origin", []proof{{inHosts, "sandbox"}}},
	{"a frame that is removed, moved, sent elsewhere", []proof{{"app/browsertest: TestFrameTaken", "about:blank"}}},
	{"frames of no size, resize storms", []proof{{"app/browsertest: TestFrameSizes", "height + 1"}, {"app/browsertest: TestFrameSizes", "zoom: 7"}}},
	{"isolated parents, no scripts, credentialless", []proof{{"app/browsertest: TestHosts", "credentialless"}, {"app/browsertest: TestHosts", "no scripts"}, {"app/browsertest: TestHosts", "nothing allowed"}}},
	{"two versions on a page", []proof{{"app/browsertest: TestHosts", "two versions"}}},
	{"an overlay that steals clicks", []proof{{"app/browsertest: TestOverlay", "press everything"}}},

	// Storage, workers, caches.
	{"localStorage throws", []proof{{inHosts, "localStorage"}}},
	{"stored state that is none", []proof{{"wasm/uptrain: TestBadStorage", "without storage"}}},
	{"IndexedDB is refused", []proof{{inHosts, "indexedDB"}}},
	{"a private window", []proof{{inHosts, "no data may be kept"}}},
	{"no service worker; old and new in two tabs", []proof{{inHosts, "serviceWorker"}, {inUpdate, "isNewer"}}},
	{"cache entries that are not the file", []proof{{"app/browsertest: TestRepair", "cache.put(url, new Response("}}},
	{"caches wiped meanwhile", []proof{{"app/browsertest: TestCachesWiped", "caches.delete"}}},
	{"the clock set back", []proof{{"attention/probe: TestClockStep", "runs backwards"}}},
	{"no network, half a file, wrong lengths, a page for everything", []proof{{inHosts, "no network after the first visit"}, {inHosts, "the connection is cut"}, {inHosts, "a page for everything"}, {inHosts, "gzip twice"}}},

	// The browser's engine.
	{"no WebAssembly", []proof{{inHosts, "no WebAssembly"}}},
	{"no SIMD", []proof{{"app/browsertest: TestNoVectors", "Wasm SIMD unsupported"}}},
	{"no Worker", []proof{{inHosts, "no Workers"}, {"wasm/client: TestNoWorkers", "forbidden here"}}},
	{"no SharedArrayBuffer", []proof{{inHosts, "nothing wrong"}}},
	{"no DecompressionStream, no observers", []proof{{inHosts, "no inflating"}, {"app/browsertest: TestOldBrowser", "delete self.IntersectionObserver"}}},
	{"little memory, and none when more is asked for", []proof{{"app/browsertest: TestOutOfMemory", "wasm-max-mem-pages"}, {"wasm/engine: TestOwnBudget", "MiB this page allows itself"}}},
	{"the worker killed, trapped, hung, out of memory", []proof{{inDies, `"terminate", "trap", "hang", "memory"`}, {inLife, "out of memory"}, {"wasm/client: TestSilence", "does not answer"}}},
	{"a slow processor", []proof{{"wasm/engine: TestReadingTakesManySlices", "protocol.Slice / 3"}, {"app/browsertest: TestDragWhileDecoding", "p.trace("}}},
	{"a hidden tab, sleep", []proof{{"wasm/engine: TestMeasurePauses", "time.Hour"}, {"wasm/engine: TestMeasurePauses", "time.Minute"}}},
	{"slow timers", []proof{{"wasm/client: TestSilence", "5 * mostBeats * heartbeat"}}},
	{"coarse clocks", []proof{{"wasm/engine: TestMeasureCoarseClocks", "16_667"}}},
	{"large inLetters, zoom, forced colours, print", []proof{{"app/browsertest: TestLook", "{390, 844}"}, {"app/browsertest: TestAccessible", "axeCore(t)"}}},
	{"translators and scripts of others in the page", []proof{{"app/browsertest: TestTranslated", `createElement("font")`}}},
	{"browsers that keep nothing for long", []proof{{inHosts, "no data may be kept"}}},
	{"pen, touch and keyboard at once", []proof{{"app/browsertest: TestTakeOverWaitsForDrag", "pointerdown"}, {"app/browsertest: TestTourByKeyboard", "p.key(kb.ArrowLeft)"}}},
	{"commas in decimals", []proof{{"app/words: TestNumbers", "Measured(12.3456, 11, 14)"}}},
	{"many frames on a page", []proof{{"app/browsertest: TestManyFrames", ", 50)"}}},
	{"a thousand runs, ten thousand moves", []proof{{"app/browsertest: TestMemoryStaysFlat", `count("GQA_MOVES"`}}},
}

// Every bad input has its proof: a test of that name, which has the input in it.
func TestBadInputs(t *testing.T) {
	folders := make(map[string]map[string]declaration)
	for i, row := range badInputs {
		if row.what == "" {
			t.Errorf("row %d is empty", i+1)
		}
		if len(row.proofs) == 0 {
			t.Errorf("row %d, %s, is not proved", i+1, row.what)
		}
		for _, p := range row.proofs {
			folder, name, _ := strings.Cut(p.test, ": ")
			if folders[folder] == nil {
				folders[folder] = declarations(t, filepath.Join("..", folder))
			}
			switch text := textOf(name, folders[folder]); {
			case text == "":
				t.Errorf("row %d, %s: there is no test %s", i+1, row.what, p.test)
			case p.with == "" || !strings.Contains(text, p.with):
				t.Errorf("row %d, %s: %s has no %q", i+1, row.what, p.test, p.with)
			}
		}
	}
}

// textOf is a test's text and that of all that it needs of what its folder's tests declare.
func textOf(name string, declared map[string]declaration) string {
	var text strings.Builder
	seen := make(map[string]bool)
	var add func(name string)
	add = func(name string) {
		if d, ok := declared[name]; ok && !seen[name] {
			seen[name] = true
			text.WriteString(d.text)
			for _, n := range d.names {
				add(n)
			}
		}
	}
	add(name)
	return text.String()
}

// declaration is one of a folder's tests, or of what they need.
type declaration struct {
	text  string
	names []string // in it
}

// declarations are those of a folder's tests, by name, but for methods.
func declarations(t *testing.T, folder string) map[string]declaration {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]declaration)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		add := func(name *ast.Ident, node ast.Node) {
			d := declaration{text: string(text[set.Position(node.Pos()).Offset:set.Position(node.End()).Offset])}
			ast.Inspect(node, func(n ast.Node) bool {
				if name, ok := n.(*ast.Ident); ok {
					d.names = append(d.names, name.Name)
				}
				return true
			})
			all[name.Name] = d
		}
		for _, d := range tree.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					add(d.Name, d)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if v, ok := s.(*ast.ValueSpec); ok {
						for _, name := range v.Names {
							add(name, v)
						}
					}
				}
			}
		}
	}
	return all
}
