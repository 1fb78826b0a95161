package uptrain

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
	"gqaplayground/wasm/protocol"
)

// readersText is some pages, of which the tiny model's tokenizer makes some thousand tokens.
var readersText = func() string {
	var text strings.Builder
	for i := range 3 {
		text.WriteString(stories.Tell(stories.HeldOut, 3, i, stories.English).Text + "\n")
	}
	return text.String()
}()

// textOfTwo trains the tiny model on it.
var textOfTwo = protocol.Learn{Run: protocol.TextRun{KVHeads: 2, Steps: 8, Rate: 3e-3, Seed: 4}, Text: readersText, Workers: 1}

// bring brings a file in pieces.
func bring(t testing.TB, s *Session, data []byte) {
	t.Helper()
	at := 0
	for piece := range slices.Chunk(data, len(data)/3+1) {
		e := must[protocol.Loaded](t, s, protocol.Load{Name: "mine.gguf", Size: len(data), At: at, Data: piece})
		at += len(piece)
		if e.Have != at || e.Done != (at == len(data)) {
			t.Fatalf("after %d of %d bytes: %+v", at, len(data), e)
		}
	}
}

// learn carries on until it is over, and returns the losses of all steps.
func learn(t testing.TB, s *Session, c protocol.Learn) (losses []float64, e protocol.Learned) {
	t.Helper()
	for range 100_000 {
		e = must[protocol.Learned](t, s, c)
		losses = append(losses[:e.First:e.First], e.Losses...)
		if len(losses) != e.Done || e.Learn.Text != "" {
			t.Fatalf("%d losses of %d steps; %+v", len(losses), e.Done, e.Learn)
		}
		if e.Over {
			return losses, e
		}
	}
	t.Fatal("it has no end")
	return nil, e
}

// take takes the trained model away in pieces.
func take(t testing.TB, s *Session) (file []byte) {
	t.Helper()
	for {
		e := must[protocol.Saved](t, s, protocol.Save{At: len(file)})
		if file = append(file, e.Data...); len(file) == e.Size {
			return file
		}
	}
}

// textNatively is what "gqa uptrain -text" makes of a command: the losses that it prints,
// those of all steps, and the file that it writes.
func textNatively(t testing.TB, c protocol.Learn) (printed [3]protocol.TextLoss, losses []float64, file []byte) {
	t.Helper()
	checkpoint, err := attention.ReadGGUF(modelFile(t))
	if err != nil {
		t.Fatal(err)
	}
	run := train.TextRun(c.Run)
	tr, parts, err := run.Start(checkpoint, c.Text)
	if err != nil {
		t.Fatal(err)
	}
	of := func(w *attention.Weights) protocol.TextLoss {
		return protocol.TextLoss{Trained: parts.Loss(w, parts.Trained), HeldOut: parts.Loss(w, parts.HeldOut)}
	}
	printed[0], printed[1] = of(checkpoint.Weights), of(tr.Weights())
	for tr.Done < run.Steps {
		losses = append(losses, tr.Step())
	}
	printed[2] = of(tr.Weights())
	checkpoint.Weights, checkpoint.Notes = tr.Weights(), run.Notes(tr.Done)
	file, err = checkpoint.AppendGGUF(nil, attention.F32)
	if err != nil {
		t.Fatal(err)
	}
	return printed, losses, file
}

// Losses and weights are those of the command, bit for bit, with any number of workers, also
// when they die.
func TestTextSameAsNative(t *testing.T) {
	printed, want, file := textNatively(t, textOfTwo)
	if printed[2].HeldOut >= printed[1].HeldOut {
		t.Fatalf("nothing is learned: %+v", printed)
	}
	for name, crew := range map[string]func() (Crew, int){
		"1 worker":  func() (Crew, int) { return Alone{}, 1 },
		"2 workers": func() (Crew, int) { return newTeam(t), 2 },
		"4 workers": func() (Crew, int) { return newTeam(t), 4 },
		"one that dies": func() (Crew, int) {
			m := newTeam(t)
			m.deadly = func(asked int) bool { return asked%3 == 2 }
			return m, 3
		},
	} {
		t.Run(name, func(t *testing.T) {
			crew, workers := crew()
			s := newSession(t, &drawer{}, crew)
			bring(t, s, modelFile(t))
			c := textOfTwo
			c.Workers = workers
			losses, e := learn(t, s, c)
			if !slices.Equal(losses, want) {
				t.Errorf("losses %v, want %v", losses, want)
			}
			if got := [3]protocol.TextLoss{e.Before, e.Converted, e.After}; got != printed {
				t.Errorf("the text costs %+v, want %+v", got, printed)
			}
			if !bytes.Equal(take(t, s), file) {
				t.Error("the file is another one")
			}
			if e.Done != 8 || e.NowAt != 7 || e.Now <= e.After.HeldOut-1 || e.TokensPerStep != 1024 || e.Trained < 9*e.HeldOut || e.Spent <= 0 {
				t.Errorf("%+v", e)
			}
			if m, ok := crew.(*team); ok && (m.asked == 0 || m.deadly == nil && e.Workers != workers || len(m.members) > 0) {
				t.Errorf("%d commands to the crew; %d workers; %d are left", m.asked, e.Workers, len(m.members))
			}
		})
	}
}

// A slice is over in time, whatever it is at; a training that is stopped counts as far as it
// is, and a model as it is needs no conversion.
func TestTextSlices(t *testing.T) {
	s := newSession(t, &drawer{}, Alone{})
	bring(t, s, modelFile(t))
	c := textOfTwo
	c.Run.KVHeads = 4
	within, steps := 0, map[int]bool{} // slices that ended within the text, and after a step
	var e protocol.Learned
	for e.Done < 3 {
		e = must[protocol.Learned](t, s, c)
		steps[e.Done] = true
		if e.Read > 0 && e.Read < e.Trained+e.HeldOut {
			within++
		}
	}
	if within == 0 || !steps[1] || !steps[2] {
		t.Errorf("%d slices end within the text; and they do after the steps %v", within, steps)
	}
	c.Enough = true
	for !e.Over {
		e = must[protocol.Learned](t, s, c)
	}
	if e.Done != 3 && e.Done != 4 || e.Converted != (protocol.TextLoss{}) || e.After.HeldOut == 0 || e.After == e.Before || e.Before.HeldOut == 0 {
		t.Errorf("stopped: %+v", e)
	}
	model, err := attention.ReadGGUF(take(t, s))
	if err != nil {
		t.Fatal(err)
	}
	if got := model.Notes[2]; got.Key != "steps" || got.Value != "3" && got.Value != "4" || model.Weights.Config.KVHeads != 4 {
		t.Errorf("notes %v of a model with %d KV heads", model.Notes, model.Weights.Config.KVHeads)
	}

	// Another run begins anew; so does the same one after another model has been brought.
	c.Enough, c.Run.Seed = false, 9
	if e := must[protocol.Learned](t, s, c); e.Done != 0 || e.First != 0 || e.Before.HeldOut != 0 {
		t.Errorf("another seed goes on with %+v", e)
	}
	bring(t, s, modelFile(t))
	if f, failed := s.Do(protocol.Save{}).(protocol.Failed); !failed || !strings.Contains(f.Reason, "has been trained") {
		t.Errorf("a model that was only brought is given back: %+v", f)
	}

	// Stories and texts are not trained on at a time, and do not get into each other's way.
	learn(t, s, textOfTwo)
	must[protocol.Trained](t, s, meanOfTwo)
	if f, failed := s.Do(protocol.Save{}).(protocol.Failed); !failed {
		t.Errorf("%+v", f)
	}
}

// What cannot be is refused in words, and what does not fit before there is memory for it.
func TestTextRefused(t *testing.T) {
	s := newSession(t, &drawer{}, Alone{})
	if f, failed := s.Do(textOfTwo).(protocol.Failed); !failed || !strings.Contains(f.Reason, "no model has been brought") {
		t.Errorf("%+v", f)
	}
	bring(t, s, modelFile(t))
	with := func(f func(c *protocol.Learn)) protocol.Learn {
		c := textOfTwo
		f(&c)
		return c
	}
	for want, c := range map[string]protocol.Command{
		"3 KV heads":                with(func(c *protocol.Learn) { c.Run.KVHeads = 3 }),
		"0 KV heads":                with(func(c *protocol.Learn) { c.Run.KVHeads = 0 }),
		"unknown method":            with(func(c *protocol.Learn) { c.Run.Method = 9 }),
		"0 steps":                   with(func(c *protocol.Learn) { c.Run.Steps = 0 }),
		"1048576 steps":             with(func(c *protocol.Learn) { c.Run.Steps = 1 << 20 }),
		"learning rate":             with(func(c *protocol.Learn) { c.Run.Rate = float32(math.NaN()) }),
		"0 workers":                 with(func(c *protocol.Learn) { c.Workers = 0 }),
		"no byte -1":                protocol.Save{At: -1},
		"has been trained":          protocol.Save{},
		"byte 7 came":               protocol.Load{Name: "other.gguf", Size: 10, At: 7},
		"0 bytes, want":             protocol.Load{Name: "none.gguf"},
		"it is no GGUF file":        protocol.Load{Name: "page.html", Size: 9, Data: []byte("<!doctype")},
		"trillion.gguf: 4000000000": protocol.Load{Name: "trillion.gguf", Size: 4e9},
	} {
		if f, failed := s.Do(c).(protocol.Failed); !failed || !strings.Contains(f.Reason, want) || strings.Contains(f.Reason, "an error in the trainer") {
			t.Errorf("%T is answered with %+v, want one of %q", c, f, want)
		}
	}
	if e := must[protocol.TooShort](t, s, with(func(c *protocol.Learn) { c.Text = "Once upon a time" })); e.Tokens < 4 || e.Tokens > 16 || e.Least != 320 {
		t.Errorf("a short text: %+v", e)
	}

	// A model whose weights would fit, and whose training would not: nothing is asked for.
	large := attention.Config{Dim: 512, Layers: 30, Heads: 32, KVHeads: 32, HeadDim: 16, Hidden: 512, Vocab: vocabulary.Size(), Context: 256, RopeTheta: 10000, NormEps: 1e-5}
	if large.Params() > maxBrought || large.TrainingBytes(2) < protocol.TrainingMemory {
		t.Fatalf("%d weights, %d bytes", large.Params(), large.TrainingBytes(2))
	}
	s.brought = &attention.Checkpoint{Weights: &attention.Weights{Config: large}, Tokenizer: vocabulary} // which would panic if it were read
	if f, failed := s.Do(textOfTwo).(protocol.Failed); !failed || !strings.Contains(f.Reason, "MiB, more than the 2048 MiB this page allows itself") {
		t.Errorf("a large model: %+v", f)
	}
}

// There are no more workers than there is memory for, and none beside a model that is longer
// than a message.
func TestTextWorkers(t *testing.T) {
	s := new(Session)
	for name, test := range map[string]struct {
		config attention.Config
		want   int
	}{
		"small":  {attention.Config{Dim: 64, Layers: 5, Heads: 8, KVHeads: 4, HeadDim: 8, Hidden: 172, Vocab: 512, Context: 512}, 4},
		"middle": {attention.Config{Dim: 288, Layers: 6, Heads: 6, KVHeads: 6, HeadDim: 48, Hidden: 768, Vocab: 32000, Context: 256}, 2},
		"large":  {attention.Config{Dim: 512, Layers: 8, Heads: 8, KVHeads: 8, HeadDim: 64, Hidden: 1376, Vocab: 4096, Context: 256}, 1},
	} {
		s.brought = &attention.Checkpoint{Weights: &attention.Weights{Config: test.config}}
		c := textOfTwo
		c.Workers = 4
		t.Logf("%s: %d weights, %d MiB, and %d for each worker more", name, test.config.Params(), test.config.TrainingBytes(2)>>20, test.config.GradientBytes(2)>>20)
		if test.config.TrainingBytes(2) > protocol.TrainingMemory {
			t.Errorf("%s does not fit", name)
		}
		if got := s.share(c); got != test.want {
			t.Errorf("%s: %d workers, want %d", name, got, test.want)
		}
	}
}
