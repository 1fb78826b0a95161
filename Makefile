# The GQA Playground. "make run" needs Go and make alone; "make" lists the rest.

# Vectors, in WebAssembly too, and a page that is 0.2 MB smaller.
export GOTOOLCHAIN = go1.27.1
EXPERIMENTS = simd,nojsonv2
export GOEXPERIMENT = $(EXPERIMENTS)

# Everything also works without vectors, and with the oldest Go that go.mod allows.
PLAIN = GOTOOLCHAIN=auto GOEXPERIMENT=
JS    = GOOS=js GOARCH=wasm
PORT  = 8000

.PHONY: help run site single wasm test fmt-check vet arch native plain node browser fuzz corpus oracle lighthouse bench pretrain clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: wasm ## build the page and serve it at http://localhost:8000 (PORT=8001: elsewhere)
	go run ./app -plain -serve localhost:$(PORT) dist

site: wasm ## build the page as static files in dist/, for any folder of any host
	go run ./app dist

single: wasm ## build the page as one file, gqa-playground.html, which needs no host at all
	go run ./app -single gqa-playground.html

# The package of go-app that the page needs also holds what it does not need: a server, ciphers,
# address patterns, a store, and JSON for any type. A browser gets go-app without these, which is
# a third less to load. It also draws when the browser is about to show a frame, instead of by a
# clock of its own. app/_goapp has what takes their place; nothing else of go-app is changed.
SLIM   = .cache/goapp
GO_APP = github.com/maxence-charriere/go-app/v9
$(SLIM)/go.mod: go.mod $(wildcard app/_goapp/*/*) Makefile
	@rm -rf $(SLIM) && mkdir -p $(SLIM)/pkg/app
	@go mod download $(GO_APP)
	@dir=$$(go list -m -f '{{.Dir}}' $(GO_APP)) && for f in $$dir/pkg/app/*.go; do name=$$(basename $$f); \
		case $$name in *_test.go) continue;; crypto.go|http.go|resource.go|route.go|state.go) tag='//go:build !wasm';; *) tag=;; esac; \
		{ echo "$$tag"; echo; sed 's|"encoding/json"|"$(OURS)/app/json"|; s|time.NewTicker(frameDuration)|newFrames(frameDuration)|' $$f; } >$(SLIM)/pkg/app/$$name; done && \
		cp -r app/_goapp/app app/_goapp/errors $(SLIM)/pkg && cp go.mod $(SLIM).mod && cp go.sum $(SLIM).sum && \
		go mod edit -replace $(GO_APP)=./$(SLIM) -replace github.com/google/uuid=./app/_goapp/uuid $(SLIM).mod && \
		cp $$dir/go.mod $@ && chmod u+w $@

# This makes the page and the engine smaller by 3 %: their garbage collector and allocator need
# not be tuned for servers.
wasm: export GOEXPERIMENT = $(EXPERIMENTS),nogreenteagc,nosizespecializedmalloc
# $(call within,FILE,BYTES): compressed, FILE takes no more than BYTES.
within = @n=$$(gzip -9 < $(1) | wc -c); test $$n -le $(2) || { echo "$(1): $$n bytes with gzip -9, want $(2) at most"; exit 1; }
wasm: $(SLIM)/go.mod
	$(JS) go build -modfile=$(SLIM).mod -trimpath -ldflags='-s -w' -o web/app.wasm ./app
	$(JS) go build -trimpath -ldflags='-s -w' -o web/engine.wasm ./wasm/worker
	$(JS) go build -trimpath -ldflags='-s -w' -o web/trainer.wasm ./wasm/trainer
	cp -f "$$(go env GOROOT)/lib/wasm/wasm_exec.js" web/wasm_exec.js
	GOEXPERIMENT=$(EXPERIMENTS) go run ./wasm/pack web/app.wasm web/engine.wasm web/trainer.wasm
	$(call within,web/app.wasm,1880000)
	$(call within,web/engine.wasm,680000)
	$(call within,web/trainer.wasm,850000)

test: fmt-check vet arch native plain node ## everything; on Debian and Ubuntu, installs Chromium, Firefox and a font, with sudo
	$(MAKE) -j2 browser fuzz

fmt-check: ## what gofmt would change
	@files=$$(gofmt -l app assets attention wasm); test -z "$$files" || { echo "gofmt -w" $$files; exit 1; }

vet: ## go vet, natively and for the browser
	go vet -tags browser,edge ./...
	$(JS) go vet ./...

# $(call apart,ENV,PACKAGES,PATTERN): PACKAGES do not depend, even indirectly, on what PATTERN matches.
apart = @deps=$$($(1) go list -deps $(2)) || exit 1; bad=$$(echo "$$deps" | grep -xE '$(3)') || exit 0; \
	echo "$(1) $(2) must not need" $$bad; exit 1
OURS  = gqaplayground
GOAPP = github.com/maxence-charriere/.*
arch: $(SLIM)/go.mod ## who may import whom
	$(call apart,,./attention/internal/vec,$(OURS)/(app|wasm).*|$(OURS)/attention(/[^i].*)?)
	$(call apart,,./attention,$(OURS)/(app|wasm|attention/[^i]).*)
	$(call apart,,./attention/...,$(OURS)/(app|wasm).*|.*[.].*/.*|net/http|syscall/js)
	$(call apart,$(JS),./wasm/worker,$(OURS)/app.*|$(GOAPP)|net/http|encoding/json)
	$(call apart,$(JS),./wasm/trainer,$(OURS)/app.*|$(OURS)/wasm/engine|$(GOAPP)|net/http|encoding/json)
	$(call apart,,./wasm/engine ./wasm/uptrain ./wasm/protocol,$(OURS)/app.*|$(GOAPP)|net/http|syscall/js)
	$(call apart,$(JS),./wasm/engine ./wasm/uptrain ./wasm/worker ./wasm/trainer ./wasm/client ./app,github.com/syumai/.*)
	$(call apart,,./wasm/edge,$(OURS)/(app|wasm/(engine|uptrain|worker|trainer|client))|$(GOAPP)|github.com/syumai/.*|syscall/js)
	$(call apart,,./app/picture ./app/words,$(GOAPP)|net/http|syscall/js)
	$(call apart,$(JS),./app,$(OURS)/(wasm/(engine|uptrain|worker|trainer)|attention/[^i]).*)
	$(call apart,$(JS) GOFLAGS=-modfile=$(SLIM).mod,./app,net/http.*|crypto/.*|text/template|regexp.*|encoding/json)

native: ## tests with vectors
	go test ./...

plain: ## tests without
	$(PLAIN) go build ./... && $(PLAIN) go test ./...

node: ## tests in WebAssembly, where there is node
	@mkdir -p .cache && go build -o .cache/pack ./wasm/pack
	@command -v node >/dev/null || { echo "no node: the tests in WebAssembly are left out"; exit 0; }; \
	$(JS) go test -exec "$(CURDIR)/wasm/pack/node.sh $(CURDIR)/.cache/pack $$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./attention/... ./wasm/...

browser: site ## tests of the page in Chromium, and of frames in Firefox, too, where there is one
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null || test -n "$$FIREFOX" || ! command -v apt-get >/dev/null || \
		$$(test $$(id -u) = 0 || echo sudo) sh -c 'apt-get update && apt-get install -y --no-install-recommends firefox-esr' || \
		echo "no Firefox: the tests in it are left out"
	@for c in $$CHROME chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$c >/dev/null && exit 0; done; command -v apt-get >/dev/null || exit 0; \
		$$(test $$(id -u) = 0 || echo sudo) sh -c 'apt-get update && apt-get install -y fonts-noto-cjk && \
		{ apt-get install -y chromium || apt-get install -y chromium-browser; }'
	go test -tags browser -count 1 -timeout 30m -v ./app/browsertest

# Two at a time, at the lowest priority beside the tests of the page. They begin with what has been
# found so far. To make what is found as short as can be would take a minute each, all of the time
# there is, unless it is cut short.
FUZZTIME = 60s
CORPUS   = .ci/corpus.tar.gz
fuzz: ## look for bad input with each fuzz target for FUZZTIME=60s
	@found=$$(go env GOCACHE)/fuzz && mkdir -p "$$found" && tar -xzf $(CORPUS) -C "$$found"
	@go test -list '^Fuzz' ./... | awk '/^Fuzz/ { n++; name[n] = $$1 } /^ok/ { while (n > 0) print $$2, name[n--] }' | \
		xargs -P 2 -L 1 sh -c 'said=$$(nice -n 19 go test -run "^$$" -fuzz "^$$1$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x -parallel 1 $$0 2>&1) || \
		{ echo "$$said"; exit 1; }; echo "$$1: $$(echo "$$said" | grep execs | tail -1)"'

corpus: ## keep what fuzzing has found that is new
	tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$$(go env GOCACHE)/fuzz" -cf - $(OURS) | gzip -9n >$(CORPUS)

ORACLE = .cache/oracle
oracle: $(ORACLE)/package.json ## ask llama.cpp for the tokens and logits of our checkpoints, onnxruntime for our attention (npm)
	rm -f $(ORACLE)/*.gguf
	GQA_ORACLE=$(CURDIR)/$(ORACLE) go test ./attention -count 1 -run 'TestWriteForOracle|TestWriteForONNX'
	node attention/testdata/onnx.mjs $(ORACLE)
	node attention/testdata/oracle.mjs $(ORACLE)

LIGHTHOUSE = .cache/lighthouse
lighthouse: site ## Lighthouse (from npm) on the site, as a telephone opens it
	@command -v npm >/dev/null || { echo "no npm to get Lighthouse with"; exit 1; }
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(LIGHTHOUSE) lighthouse@12.8.2
	go build -o $(LIGHTHOUSE)/serve ./app
	CHROME=$${CHROME:-$$(command -v chromium || command -v chromium-browser || command -v google-chrome)} \
		node app/browsertest/lighthouse.mjs $(LIGHTHOUSE) $(LIGHTHOUSE)/serve -serve localhost:0 dist

# What is removed is llama.cpp for processors with AMX, where it finds NaN for some of our models in
# Q8_0: then it takes what comes next, which is for AVX-512.
$(ORACLE)/package.json: attention/testdata/package.json attention/testdata/package-lock.json
	mkdir -p $(ORACLE) && cp attention/testdata/package-lock.json $(ORACLE)
	cp attention/testdata/package.json $(ORACLE)/package.json
	npm install --silent --no-audit --no-fund --ignore-scripts --omit=optional --prefix $(ORACLE) || { rm $@; exit 1; }
	rm -f $(ORACLE)/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64/libggml-cpu-sapphirerapids.so

bench: $(if $(PEERS),$(ORACLE)/package.json) ## time per token, here and in Chromium; MODEL=FILE.gguf, CONTEXTS=0,1024, PEERS=1 beside other programs (npm)
	@mkdir -p .cache
	go run ./attention/cmd/gqa bench $(if $(CONTEXTS),-contexts $(CONTEXTS)) $(if $(PEERS),-peers $(ORACLE)) -json .cache/bench-native.json $(MODEL)
	go run ./wasm/bench $(if $(CONTEXTS),-contexts $(CONTEXTS)) $(if $(MODEL),-model $(MODEL)) $(if $(PEERS),-peers) \
		-json .cache/bench-browser.json

pretrain: ## train the models again and write assets/models
	go run ./attention/cmd/gqa pretrain

clean: ## remove what was built
	rm -rf dist gqa-playground.html web/*.wasm web/wasm_exec.js

include wasm/edge/edge.mk
