// Command gqa trains, converts and measures the models of the playground.
//
//	gqa pretrain                      train the multi-head model, convert and uptrain it; write assets/models
//	gqa tell FILE.gguf                tell a story
//	gqa eval FILE.gguf                loss and recall on held-out stories
//	gqa convert IN.gguf OUT.gguf      fewer key/value heads
//	gqa uptrain IN.gguf OUT.gguf      convert, and train on: on stories, or on a text of your own (-text FILE)
//	gqa experiment                    redo the paper's experiments; write assets/results.json
//	gqa bench [FILE.gguf]             time decoding and prompts
//
// Every command prints its flags with -h.
package main

import (
	"fmt"
	"os"
)

func main() {
	commands := map[string]func(args []string) error{
		"pretrain": pretrain, "tell": tell, "eval": eval, "convert": convert,
		"uptrain": uptrain, "experiment": runExperiment, "bench": bench,
	}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: gqa pretrain | tell | eval | convert | uptrain | experiment | bench [flags] [files]; gqa COMMAND -h for its flags")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "gqa:", err)
		os.Exit(1)
	}
}
