package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/experiment"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
)

func main() {
	steps, _ := strconv.Atoi(os.Args[1])
	peak, _ := strconv.ParseFloat(os.Args[2], 32)
	restarts := os.Args[3] == "restarts"
	theta, _ := strconv.ParseFloat(os.Args[4], 32)
	c := experiment.MultiHead
	c.RopeTheta = float32(theta)
	tok := train.NewTokenizer(1, c.Vocab)
	r := train.Pretraining(steps)
	r.Peak = float32(peak)
	t := experiment.Pretrain(c, tok, r, 1)
	if !restarts {
		t.Recipe.Restarts = nil
	}
	var _ *attention.Weights
	start := time.Now()
	loss := 0.0
	for t.Done < t.Recipe.Steps {
		l := t.Step()
		loss += 0.02 * (l - loss)
		if t.Done%500 == 0 {
			q := train.Evaluate(t.Weights(), tok, stories.Validation, experiment.EvaluationSeed, 100)
			fmt.Printf("%v %d train %.4f val %.4f recall %.3f  %.0fs\n", os.Args[1:], t.Done, loss, q.Loss, q.Total(nil).Share(), time.Since(start).Seconds())
		}
	}
}
