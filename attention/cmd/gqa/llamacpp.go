package main

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/measure"
)

//go:embed llamacpp.mjs
var llamaCppScript []byte

// llamaCpp is llama.cpp as a peer: a Node process for every model, which waits while
// another is timed.
type llamaCpp struct {
	modules string // folder with node_modules/node-llama-cpp
	open    []llamaCppProcess
}

type llamaCppProcess struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	folder string // of its files
}

func (l *llamaCpp) Step(c *attention.Checkpoint, context int) (map[string]measure.Arm, error) {
	return l.start(c, "step", context)
}

func (l *llamaCpp) Prompt(c *attention.Checkpoint, tokens int) (map[string]measure.Arm, error) {
	return l.start(c, "prompt", tokens)
}

// Attention returns no arms: llama.cpp cannot run one layer alone.
func (l *llamaCpp) Attention(attention.Config, int) (map[string]measure.Arm, error) { return nil, nil }

func (l *llamaCpp) start(c *attention.Checkpoint, work string, positions int) (map[string]measure.Arm, error) {
	gguf, letter, err := measure.ForPeers(c, positions)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "gqa-bench")
	if err != nil {
		return nil, err
	}
	p := llamaCppProcess{folder: folder}
	model, script := filepath.Join(folder, "model.gguf"), filepath.Join(folder, "llamacpp.mjs")
	if err := errors.Join(os.WriteFile(model, gguf, 0o600), os.WriteFile(script, llamaCppScript, 0o600)); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	p.cmd = exec.Command("node", script, l.modules, model, work, strconv.Itoa(positions), strconv.Itoa(letter))
	p.cmd.Stderr = os.Stderr
	in, err1 := p.cmd.StdinPipe()
	out, err2 := p.cmd.StdoutPipe()
	if err := errors.Join(err1, err2, p.cmd.Start()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	p.in, p.out = in, bufio.NewReader(out)
	l.open = append(l.open, p)
	if line, err := p.out.ReadString('\n'); line != "ready\n" {
		return nil, fmt.Errorf("llama.cpp: %q instead of ready: %w", line, err)
	}
	return map[string]measure.Arm{"llama.cpp": {Name: "llama.cpp", Run: p.run}}, nil
}

func (p llamaCppProcess) run(n int) (time.Duration, error) {
	if _, err := fmt.Fprintln(p.in, n); err != nil {
		return 0, err
	}
	line, err := p.out.ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("llama.cpp: %w", err)
	}
	ms, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
	return time.Duration(float64(n) * ms * float64(time.Millisecond)), err
}

func (l *llamaCpp) Close() error {
	var errs []error
	for _, p := range l.open {
		errs = append(errs, p.in.Close(), p.cmd.Wait(), os.RemoveAll(p.folder))
	}
	l.open = nil
	return errors.Join(errs...)
}
