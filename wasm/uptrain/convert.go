package uptrain

import (
	"math"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
	"gqaplayground/wasm/internal/parcel"
	"gqaplayground/wasm/internal/say"
	"gqaplayground/wasm/protocol"
)

// maxStories bounds an evaluation to some minutes.
const maxStories = 5000

// conversion is a converted model and what is known of it.
type conversion struct {
	command protocol.Convert
	weights *attention.Weights
	layers  []protocol.Projections
	after   *train.Evaluation
}

// convert begins a conversion or carries on with its evaluation.
func (s *Session) convert(c protocol.Convert) (protocol.Event, error) {
	begun := s.now()
	if err := s.load(); err != nil {
		return nil, err
	}
	if err := canEvaluate(c.Stories); err != nil {
		return nil, err
	}
	if s.conversion == nil || s.conversion.command != c {
		if err := s.known(c.Conversion); err != nil {
			return nil, err
		}
		made, err := s.newConversion(c)
		if err != nil {
			return nil, err
		}
		s.conversion, s.lesson = made, nil
	}
	s.run, s.evaluation = nil, nil
	s.crew.Want(0)
	m := s.conversion
	for m.after.Stories() < c.Stories && s.room(begun) {
		if n := m.after.Stories(); s.before.Stories() == n {
			s.before.Read() // both models read the same stories
		} else {
			m.after.Read()
		}
	}
	n := m.after.Stories()
	return protocol.Converted{
		Convert: c, Config: m.weights.Config, Layers: m.layers,
		Before: quality(s.before, n), After: quality(m.after, n),
		Progress: float32(n) / float32(c.Stories), Done: n == c.Stories,
	}, nil
}

func canEvaluate(n int) error {
	if n < 1 || n > maxStories {
		return say.Error(n, " stories to evaluate on, want 1 to ", maxStories)
	}
	return nil
}

func (s *Session) newConversion(c protocol.Convert) (*conversion, error) {
	w, order := s.base.Weights, [][]int(nil)
	if c.Conversion.Grouping == protocol.Similar {
		w, order = attention.Regroup(w, c.Conversion.KVHeads)
	}
	pool, method := w, c.Conversion.Method
	if method == attention.Aligned {
		pool, method = attention.Align(w, c.Conversion.KVHeads), attention.MeanPool
	}
	converted, err := attention.Convert(pool, c.Conversion.KVHeads, method, c.Conversion.Seed)
	if err != nil {
		return nil, err
	}
	m := &conversion{command: c, weights: converted,
		after: train.NewEvaluation(converted, s.base.Tokenizer, stories.HeldOut, train.EvaluationSeed)}
	for l := range w.Blocks {
		var p protocol.Projections
		for h := range w.Config.KVHeads {
			p.Order = append(p.Order, h)
		}
		if order != nil {
			p.Order = order[l]
		}
		from, turned, to := w.Blocks[l], pool.Blocks[l], converted.Blocks[l]
		keys, values := from.Wk, from.Wv
		heat := func(k, v []float32) (protocol.Heat, protocol.Heat) {
			c := w.Config
			return heatOf(k, c.HeadDim, c.Dim, largestCell(c, keys, to.Wk)), heatOf(v, c.HeadDim, c.Dim, largestCell(c, values, to.Wv))
		}
		p.Keys, p.Values = heat(from.Wk, from.Wv)
		p.PooledKeys, p.PooledValues = heat(to.Wk, to.Wv)
		if pool != w {
			p.TurnedKeys, p.TurnedValues = heat(turned.Wk, turned.Wv)
		}
		m.layers = append(m.layers, p)
	}
	return m, nil
}

// cells returns the means of the weights that each cell of a head's picture covers, one
// head after another. If a head has fewer rows or columns than a picture, some are shown
// twice.
func cells(matrix []float32, rows, columns int) []float64 {
	const side = protocol.HeatSide
	var all []float64
	for ; len(matrix) > 0; matrix = matrix[rows*columns:] {
		for i := range side {
			for j := range side {
				top, left := i*rows/side, j*columns/side
				bottom, right := max(top+1, (i+1)*rows/side), max(left+1, (j+1)*columns/side)
				var sum float64
				for y := top; y < bottom; y++ {
					for _, x := range matrix[y*columns+left : y*columns+right] {
						sum += float64(x)
					}
				}
				all = append(all, sum/float64((bottom-top)*(right-left)))
			}
		}
	}
	return all
}

// largestCell is the size of the largest cell of some matrices.
func largestCell(c attention.Config, matrices ...[]float32) (largest float64) {
	for _, m := range matrices {
		for _, x := range cells(m, c.HeadDim, c.Dim) {
			largest = max(largest, math.Abs(x))
		}
	}
	return largest
}

// heatOf returns pictures of heads, in units of the largest cell.
func heatOf(matrix []float32, rows, columns int, largest float64) protocol.Heat {
	const size = protocol.HeatSide * protocol.HeatSide
	all := cells(matrix, rows, columns)
	var heat protocol.Heat
	for ; len(all) > 0; all = all[size:] {
		head := make([]byte, size)
		for i, x := range all[:size] {
			if largest > 0 {
				x /= largest
			}
			head[i] = byte(math.Round(128 + 127*max(-1, min(1, x))))
		}
		heat = append(heat, head)
	}
	return heat
}

// quality is that of the model on the first n stories, for the page.
func quality(e *train.Evaluation, n int) protocol.Quality {
	if n == 0 {
		return protocol.Quality{}
	}
	q := e.Quality(n)
	all := q.Total(nil)
	low, high := all.Interval()
	return protocol.Quality{
		Stories: q.Stories, Tokens: q.Tokens,
		Loss: q.Loss, LossLow: q.Loss - 1.96*q.LossSE, LossHigh: q.Loss + 1.96*q.LossSE,
		Answers: all.Answers, Right: all.Right, RecallLow: low, RecallHigh: high,
	}
}

// evaluation is the evaluation of one model at one step.
type evaluation struct {
	weights *attention.Weights
	steps   int
	*train.Evaluation
}

// evaluate begins an evaluation or carries on with it.
func (s *Session) evaluate(c protocol.Evaluate) (protocol.Event, error) {
	begun := s.now()
	if err := canEvaluate(c.Stories); err != nil {
		return nil, err
	}
	w, steps, err := s.subject()
	if err != nil {
		return nil, err
	}
	s.crew.Want(0)
	if e := s.evaluation; e == nil || e.weights != w || e.steps != steps {
		s.evaluation = &evaluation{w, steps, train.NewEvaluation(w, s.base.Tokenizer, stories.HeldOut, train.EvaluationSeed)}
	}
	for s.evaluation.Stories() < c.Stories && s.room(begun) {
		s.evaluation.Read()
	}
	n := min(c.Stories, s.evaluation.Stories())
	return protocol.Evaluated{Evaluate: c, Step: steps, Quality: quality(s.evaluation.Evaluation, n),
		Progress: float32(n) / float32(c.Stories), Done: n == c.Stories}, nil
}

// sample tells the beginning of a story.
func (s *Session) sample(c protocol.Sample) (protocol.Event, error) {
	w, steps, err := s.subject()
	if err != nil {
		return nil, err
	}
	tok := s.base.Tokenizer
	sampled := protocol.Sampled{Sample: c, Step: steps}
	d := attention.NewDecoder(w, w.Config.Context)
	prompt := append([]int{tok.BOS()}, tok.Encode(c.Prompt)...)
	if len(prompt) > d.Cap()/2 {
		return nil, say.Error("a beginning of ", len(prompt), " tokens, want ", d.Cap()/2, " at most")
	}
	sampler := attention.NewSampler(c.Seed, c.Temperature, protocol.TopP)
	logits := d.Prompt(prompt)
	for range min(c.Tokens, d.Cap()-d.Len()) {
		token, _ := sampler.Sample(logits)
		if token == tok.EOS() || token == tok.BOS() {
			sampled.End = true
			break
		}
		sampled.Text = append(sampled.Text, tok.Bytes(token)...)
		logits = d.Step(token)
	}
	return sampled, nil
}

// export makes a file of the model.
func (s *Session) export(c protocol.Export) (protocol.Event, error) {
	w, steps, err := s.subject()
	if err != nil {
		return nil, err
	}
	file := attention.Checkpoint{Name: train.ModelName(w.Config.KVHeads), Weights: w, Tokenizer: s.base.Tokenizer}
	e := protocol.Exported{Step: steps, Name: file.Name}
	if s.run != nil {
		e.Uptrain = s.run.command
		file.Notes = runOf(e.Uptrain).Notes(steps)
	} else {
		e.Uptrain.Conversion = s.conversion.command.Conversion
		file.Notes = append(append(file.Notes, s.base.Notes...), attention.Note{Key: "method", Value: e.Uptrain.Conversion.Method.String()})
	}
	e.GGUF, err = parcel.GGUF(file, c.Format)
	return e, err
}
