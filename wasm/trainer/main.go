//go:build js

// Trainer.wasm: conversion and uptraining in a Web Worker, started by
// web/trainer-worker.js. It starts more workers like itself and gives them a share of its
// work.
package main

import (
	"time"

	"gqaplayground/wasm/internal/program"
	"gqaplayground/wasm/protocol"
	"gqaplayground/wasm/uptrain"
)

func main() {
	inbox := program.NewInbox()
	begun := time.Now()
	s := uptrain.New(program.FetchModel, func() time.Duration { return time.Since(begun) }, database{}, newCrew())
	inbox.Answer(program.Program{First: s.First(), Parse: protocol.ParseTrainerCommand, Do: s.Do, Append: protocol.AppendTrainerEvent})
}
