# Cloudflare Workers: the site, and the program beside it. Part of the Makefile at the top.

.PHONY: edge edge-run edge-test edge-bench deploy

EDGE = .cache/edge
WRANGLER = cd $(EDGE) && WRANGLER_HIDE_BANNER=true CLOUDFLARE_CF_FETCH_ENABLED=false node_modules/.bin/wrangler
MAX_EDGE = 3000000# bytes, compressed: what Cloudflare's free plan allows
edge: site ## build the site for Cloudflare Workers in .cache/edge
	go run github.com/syumai/workers/cmd/workers-assets-gen -mode=go -o $(EDGE)/build
	$(JS) go build -trimpath -ldflags='-s -w' -o $(EDGE)/build/app.wasm ./wasm/edge/worker
	cp -f wasm/edge/worker/entry.mjs wasm/edge/worker/wrangler.jsonc $(EDGE)
	@size=$$(gzip -9 -c $(EDGE)/build/app.wasm | wc -c); echo "edge.wasm: $$size bytes compressed, of $(MAX_EDGE)"; \
		test $$size -le $(MAX_EDGE)

$(EDGE)/node_modules/.bin/wrangler:
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(EDGE) wrangler@4.80.0

edge-run: edge $(EDGE)/node_modules/.bin/wrangler ## ... and run it at http://localhost:8000, with node 20
	$(WRANGLER) dev --local --port $(PORT)

edge-test: edge $(EDGE)/node_modules/.bin/wrangler ## ... and test it on workerd, the server of Workers
	go test -tags edge -count 1 ./wasm/edge

edge-bench: edge $(EDGE)/node_modules/.bin/wrangler ## ... and how long a server that has just started takes to answer
	go test -tags edge -run '^$$' -bench Start -benchtime 10x -timeout 20m ./wasm/edge

deploy: edge $(EDGE)/node_modules/.bin/wrangler ## ... and put it on Cloudflare; CLOUDFLARE_API_TOKEN says whose
	$(WRANGLER) deploy
