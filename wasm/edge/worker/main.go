//go:build js

// Edge.wasm: package edge on Cloudflare Workers. entry.mjs starts it, once per request.
package main

import (
	"github.com/syumai/workers"

	"gqaplayground/wasm/edge"
)

func main() { workers.Serve(edge.Handler()) }
