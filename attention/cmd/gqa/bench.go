package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"gqaplayground/attention/measure"
)

// bench times decoding on this machine: of three models with random weights, or of a
// file.
func bench(args []string) error {
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	contexts := flags.String("contexts", "", "positions in the cache (default 0,1024,4096,16384; beside a peer, which reads a prompt as long, not the last)")
	prompts := flags.String("prompts", "512", "lengths of prompts")
	modules := flags.String("peers", "", "folder with node_modules/node-llama-cpp: time llama.cpp beside, one thread")
	models := flags.String("models", "ABC", "which of A, B and C, of random weights")
	blocks := flags.Int("blocks", 15, "samples of each time")
	seed := flags.Uint64("seed", 1, "of the order within blocks")
	jsonFile := flags.String("json", "", "write every sample to this file")
	flags.Parse(args)

	begun := time.Now()
	now := measure.Clock(func() time.Duration { return time.Since(begun) })
	r := measure.Request{
		Plan:      measure.Plan{Blocks: *blocks, Budget: time.Minute, Seed: *seed},
		Progress:  func(what string) { fmt.Fprintln(os.Stderr, what) },
		Where:     "native, " + runtime.GOARCH + ", " + runtime.Version(),
		ProbeUpTo: 256 << 20,
	}
	if *modules != "" {
		r.Peers = &llamaCpp{modules: *modules}
	}
	if *contexts == "" {
		*contexts = measure.Contexts(r.Peers != nil)
	}
	if err := errors.Join(measure.Numbers(*contexts, 0, &r.Contexts), measure.Numbers(*prompts, 1, &r.Prompts)); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	if flags.NArg() > 0 {
		c, err := open(flags)
		if err != nil {
			return err
		}
		r.Shapes = []measure.Shape{measure.File(flags.Arg(0), c)}
	} else {
		r.HeadDims, r.Pasts = []int{16, 32, 64}, []int{1024, 4096, 16384}
		for _, s := range measure.Shapes {
			if strings.Contains(*models, s.Name) {
				r.Shapes = append(r.Shapes, s)
			}
		}
	}
	report, err := now.Bench(r)
	if err != nil {
		return err
	}
	report.WriteTable(os.Stdout)
	if *jsonFile == "" {
		return nil
	}
	data, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(*jsonFile, data, 0o644)
}
