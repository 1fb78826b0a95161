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
	with string // is in the text of that test, or of the file it is in
}

// Where the tests are.
const (
	urls     = "app: TestBadURLs"
	anything = "app: TestAnything"
	gguf     = "attention: TestGGUFRefusesBrokenFiles"
	variants = "attention: TestGGUFReadsVariants"
	llama2c  = "attention: TestLlama2CRefusesBrokenFiles"
	extremes = "attention: TestExtremeWeights"
	refused  = "app/browsertest: TestOwnRefused"
	dropped  = "app/browsertest: TestOwnDropped"
	prompts  = "wasm/engine: TestPrompts"
	storm    = "wasm/engine: TestStorm"
	dies     = "app/browsertest: TestEngineDies"
	hosts    = "app/browsertest: TestConditions"
	update   = "app/browsertest: TestNewVersion"
	life     = "wasm/client: TestRestart"

	unproved = 10 // of the eighty
)

// badInputs are eighty bad things that happen to a page like this one, and where each is
// proved to end in a sentence or in the documented default.
var badInputs = [80]struct {
	what   string
	proofs []proof // none: it has not been proved yet
}{
	// The address.
	{"g=0", []proof{{urls, `"g=0"`}}},
	{"g=-1", []proof{{urls, `"g=-1"`}}},
	{"g=3 of 8 heads", []proof{{urls, `"g=3"`}}},
	{"g=9", []proof{{urls, `"g=9"`}}},
	{"g=1e309", []proof{{urls, `"g=1e309"`}}},
	{"g=NaN", []proof{{urls, `"g=NaN"`}}},
	{"g=0x4", []proof{{urls, `"g=0x4"`}}},
	{"g in full-width digits", []proof{{urls, `"g=２"`}}},
	{"g twice", []proof{{urls, `"g=2&g=4"`}}},
	{"an empty g", []proof{{urls, `"g="`}}},
	{"g=%00", []proof{{urls, `"g=%00"`}}},
	{"a bad escape", []proof{{urls, `"g=%E0%A4%A"`}}},
	{"h=1e9", []proof{{urls, `"h=1e9"`}}},
	{"ctx beyond 2^53, and products beyond 32 bits", []proof{{urls, `"ctx=9007199254740993"`}, {"wasm/engine: TestRefusals", "1<<53 + 1"}}},
	{"view=__proto__", []proof{{urls, "__proto__"}}},
	{"a tag in theme", []proof{{urls, "onerror=alert(1)"}}},
	{"a prompt of 100 kB", []proof{{urls, "100_000"}, {prompts, `"100 kB"`}}},
	{"a prompt of lone surrogates, overrides, joiners, NUL, marks", []proof{{urls, "u202e"}, {prompts, "10 000 marks"}, {prompts, "lone surrogate"}}},
	{"?wasm=false", []proof{{urls, "wasm=false"}, {"app/browsertest: TestRoomsAreFolded", "wasm=false"}}},
	{"#?secret= and text fragments", []proof{{hosts, "#?secret=abc"}, {urls, "#?secret=abc"}}},
	{"an address of 60 kB", []proof{{urls, "60_000"}}},
	{"odd paths", []proof{{"app/browsertest: TestOddPaths", "..%2f"}}},
	{"seed=-1 and 2^32", []proof{{urls, "seed=-1"}, {urls, "seed=4294967296"}}},

	// Files of models.
	{"empty", []proof{{gguf, "{nil, {}"}, {refused, "empty.gguf"}}},
	{"1 to 7 bytes", []proof{{gguf, `[]byte("GGU")`}, {llama2c, "model[:1]"}}},
	{"random", []proof{{gguf, "randomBytes(1 << 20)"}}},
	{"gzip, zip, HTML, PNG", []proof{{gguf, "gzip"}, {gguf, "PNG"}, {refused, "a.zip"}, {refused, "page.gguf"}}},
	{"lengths of 2^63, 2^64-1, and beyond the file", []proof{{gguf, "1<<63"}, {gguf, "bytes.Repeat([]byte{255}, 8)"}}},
	{"a header that is too long", []proof{{gguf, "want 4096 at most"}, {gguf, "MaxFile+1"}}},
	{"keys not UTF-8, twice, nested, a million tensors", []proof{{gguf, `"gqa.\xff"`}, {gguf, "is there twice"}, {gguf, "no array of arrays"}, {gguf, "want 16384 at most"}}},
	{"products that overflow", []proof{{gguf, "1 << 63, 2"}}},
	{"negative and huge sizes", []proof{{gguf, "layers is 1000000"}, {llama2c, "math.MinInt32"}, {gguf, "1e30"}}},
	{"overlaps, holes, beyond the end, trailing bytes", []proof{{gguf, "where the one before it ends"}, {gguf, "bytes hold tensors"}, {gguf, "the tensors end here"}}},
	{"another or an unknown format", []proof{{gguf, "has the format 12"}, {gguf, `g.tensor("blk.0.attn_q.weight").format = 1`}}},
	{"tensors that are missing, too many, or of another layer", []proof{{gguf, `"blk.0.attn_k.weight" is missing`}, {gguf, "does not belong"}}},
	{"KV heads above H, not dividing, 0", []proof{{gguf, "3 kv heads do not divide 4"}, {gguf, "8 kv heads"}, {gguf, "kv heads is 0"}, {llama2c, "kv heads is 0"}}},
	{"NaN, infinite, tiny, zero and huge weights", []proof{{gguf, "infinite or not a number"}, {extremes, "3e38"}, {extremes, "1e-45"}}},
	{"big-endian", []proof{{gguf, "big-endian"}}},
	{"other versions; a negative vocabulary", []proof{{gguf, "version 1, want 2 or 3"}, {llama2c, "vocab is 2147483648"}, {variants, "version = 2"}}},
	{"cut off anywhere", []proof{{gguf, "good[:len(good)*i/40]"}, {llama2c, "model[:len(model)*i/40]"}}},
	{"500 MB, changed meanwhile, a folder, 20 files", []proof{{refused, "large.gguf"}, {dropped, "NotReadableError"}, {dropped, "folder"}, {refused, "twenty"}}},
	{"names with tags and of 255 characters", []proof{{refused, "<script>"}, {refused, "250"}}},

	// Prompts and tokens.
	{"empty, too long, outside the vocabulary, temperatures that are none, pressed 100 times a second", []proof{
		{prompts, `"empty"`}, {"wasm/engine: TestTemperature", "nan"}, {"attention: TestTokenOutsideTheVocabularyPanics", "Bytes"}, {anything, "randomMessage"}}},

	// Pages around a frame.
	{"10,000 messages a second", nil},
	{"huge, cyclic, exotic messages", nil},
	{"forged messages", nil},
	{"values of other types", nil},
	{"no origin", []proof{{hosts, "sandbox"}}},
	{"a frame that is removed, moved, sent elsewhere", nil},
	{"frames of no size, resize storms", nil},
	{"isolated parents, no scripts, credentialless", nil},
	{"two versions on a page", nil},
	{"an overlay that steals clicks", nil},

	// Storage, workers, caches.
	{"localStorage throws", []proof{{hosts, "localStorage"}}},
	{"stored state that is none", []proof{{"wasm/uptrain: TestBadStorage", "storage"}}},
	{"IndexedDB is refused", []proof{{hosts, "indexedDB"}}},
	{"a private window", []proof{{hosts, "no data may be kept"}}},
	{"no service worker; old and new in two tabs", []proof{{hosts, "serviceWorker"}, {update, "newer"}}},
	{"cache entries that are not the file", []proof{{"app/browsertest: TestRepair", "cache"}}},
	{"caches wiped meanwhile", []proof{{"app/browsertest: TestCachesWiped", "caches.delete"}}},
	{"the clock set back", []proof{{"wasm/engine: TestClockStep", "back"}}},
	{"no network, half a file, wrong lengths, a page for everything", []proof{{hosts, "no network after the first visit"}, {hosts, "the connection is cut"}, {hosts, "a page for everything"}, {hosts, "gzip twice"}}},

	// The browser's engine.
	{"no WebAssembly", []proof{{hosts, "no WebAssembly"}}},
	{"no SIMD", []proof{{"app/browsertest: TestNoVectors", "Wasm SIMD unsupported"}}},
	{"no Worker", []proof{{hosts, "no Workers"}, {"wasm/client: TestNoWorkers", "forbidden here"}}},
	{"no SharedArrayBuffer", []proof{{hosts, "nothing wrong"}}},
	{"no DecompressionStream, no observers", []proof{{hosts, "no inflating"}, {"app/browsertest: TestOldBrowser", "delete self.IntersectionObserver"}}},
	{"little memory, and none when more is asked for", []proof{{"app/browsertest: TestOutOfMemory", "wasm-max-mem-pages"}, {"wasm/engine: TestOwnBudget", "MiB this page allows itself"}}},
	{"the worker killed, trapped, hung, out of memory", []proof{{dies, `"terminate", "trap", "hang", "memory"`}, {life, "out of memory"}, {"wasm/client: TestSilence", "does not answer"}}},
	{"a slow processor", []proof{{"wasm/engine: TestReadingTakesManySlices", "Slice"}, {"app/browsertest: TestDragWhileDecoding", "trace"}}},
	{"a hidden tab, sleep", []proof{{"wasm/engine: TestMeasurePauses", "time.Hour"}, {"wasm/engine: TestMeasurePauses", "time.Minute"}}},
	{"slow timers", []proof{{"wasm/client: TestSilence", "heartbeat"}}},
	{"coarse clocks", []proof{{"wasm/engine: TestMeasureCoarseClocks", "16_667"}}},
	{"large letters, zoom, forced colours, print", []proof{{"app/browsertest: TestLook", "390"}, {"app/browsertest: TestAccessible", "axe"}}},
	{"translators and scripts of others in the page", []proof{{"app/browsertest: TestTranslated", "font"}}},
	{"browsers that keep nothing for long", []proof{{hosts, "no data may be kept"}}},
	{"pen, touch and keyboard at once", []proof{{"app/browsertest: TestTakeOverWaitsForDrag", "drag"}, {"app/browsertest: TestTourByKeyboard", "key"}}},
	{"commas in decimals", []proof{{"app/words: TestNumbers", "Measured"}}},
	{"many frames on a page", nil},
	{"a thousand runs, ten thousand moves", []proof{{"app/browsertest: TestMemoryStaysFlat", "1000 and 10000"}}},
}

// Every bad input has its proof: a test of that name, which has the input in it.
func TestBadInputs(t *testing.T) {
	type source struct{ test, file string }
	read := make(map[string]source)
	find := func(folder, name string) (s source, ok bool) {
		if s, ok := read[folder+name]; ok {
			return s, true
		}
		files, err := filepath.Glob(filepath.Join("..", folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
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
			for _, d := range tree.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
					read[folder+f.Name.Name] = source{string(text[set.Position(f.Pos()).Offset:set.Position(f.End()).Offset]), string(text)}
				}
			}
		}
		s, ok = read[folder+name]
		return s, ok
	}
	open := 0
	for i, row := range badInputs {
		if row.what == "" {
			t.Errorf("row %d is empty", i+1)
		}
		if len(row.proofs) == 0 {
			open++
			t.Logf("not proved yet: %d, %s", i+1, row.what)
		}
		for _, p := range row.proofs {
			folder, name, _ := strings.Cut(p.test, ": ")
			s, ok := find(folder, name)
			switch {
			case !ok:
				t.Errorf("row %d, %s: there is no test %s", i+1, row.what, p.test)
			case p.with == "" || !strings.Contains(s.file, p.with):
				t.Errorf("row %d, %s: %s has no %q", i+1, row.what, p.test, p.with)
			}
		}
	}
	if open != unproved {
		t.Errorf("%d rows have no proof, want %d", open, unproved)
	}
}
