#!/bin/sh
# Runs a test program in node as "go test -exec" asks, packed as the programs of the page are:
#	node.sh PACK EXEC PROGRAM ARGUMENTS...     EXEC is Go's go_js_wasm_exec
pack=$1 exec=$2
shift 2
"$pack" "$1" && exec "$exec" "$@"
