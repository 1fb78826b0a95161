package main

import "gqaplayground/attention/measure"

// Request is what the driver asks of bench.wasm.
type Request struct {
	Models   string // some of A, B and C
	File     string // instead: the name of a checkpoint
	Contexts []int
	Prompts  []int
	KVHeads  []int
	HeadDims []int
	Pasts    []int
	Peers    bool
	Plan     measure.Plan
}
