package uptrain

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gqaplayground/attention"
	"gqaplayground/attention/stories"
	"gqaplayground/attention/train"
	"gqaplayground/wasm/protocol"
)

// vocabulary is the tokenizer of the tiny model: bytes and little more.
var vocabulary = attention.TrainTokenizer([]string{stories.Tell(stories.Train, 1, 1, stories.English).Text}, 300)

const pretraining = 60 // steps, as the file says

// modelFile is a tiny multi-head model with random weights.
func modelFile(t testing.TB) []byte {
	t.Helper()
	w := attention.NewWeights(attention.Config{Dim: 32, Layers: 2, Heads: 4, KVHeads: 4, HeadDim: 8, Hidden: 24,
		Vocab: vocabulary.Size(), Context: 256, RopeTheta: 10000, NormEps: 1e-5})
	w.Init(rand.New(rand.NewPCG(1, 2)))
	c := attention.Checkpoint{Name: "tiny", Weights: w, Tokenizer: vocabulary,
		Notes: []attention.Note{{Key: "source", Value: "pretrained"}, {Key: "steps", Value: fmt.Sprint(pretraining)}}}
	data, err := c.AppendGGUF(nil, attention.Q8_0)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// drawer is a Storage in memory.
type drawer struct {
	data []byte
	fail error
}

func (d *drawer) Put(b []byte) error {
	if d.fail == nil {
		d.data = bytes.Clone(b)
	}
	return d.fail
}
func (d *drawer) Get() ([]byte, error) { return d.data, d.fail }
func (d *drawer) Delete() error        { d.data = nil; return d.fail }

// newSession returns a session that has the tiny model. Its clock moves on whenever it is
// looked at, so that a slice holds a step at most.
func newSession(t testing.TB, storage Storage, crew Crew) *Session {
	t.Helper()
	data, clock := modelFile(t), time.Duration(0)
	return New(func(name string) ([]byte, error) {
		if name != ModelFile {
			return nil, errors.New("no such file")
		}
		return data, nil
	}, func() time.Duration { clock += 30 * time.Millisecond; return clock }, storage, crew)
}

// must carries out c, whose answer has to be an M.
func must[M protocol.Event](t testing.TB, s *Session, c protocol.Command) M {
	t.Helper()
	answer := s.Do(c)
	m, ok := answer.(M)
	if !ok {
		t.Fatalf("%+v is answered with %T %+v", c, answer, answer)
	}
	return m
}

// trainOn carries on after the steps of losses until so many are done, and returns the
// losses of all.
func trainOn(t testing.TB, s *Session, c protocol.Uptrain, steps int, losses ...float64) ([]float64, protocol.Trained) {
	t.Helper()
	for range 100_000 {
		e := must[protocol.Trained](t, s, c)
		losses = append(losses[:e.First:e.First], e.Losses...)
		if len(losses) != e.Done {
			t.Fatalf("%d losses of %d steps", len(losses), e.Done)
		}
		if e.Done >= steps {
			return losses, e
		}
	}
	t.Fatal("the training has no end")
	return nil, protocol.Trained{}
}

var meanOfTwo = protocol.Uptrain{Conversion: protocol.Conversion{KVHeads: 2, Seed: 3}, Alpha: 0.1, Rate: 2e-3, Workers: 1}

// natively is what package train makes of a command, all at once.
func natively(t testing.TB, c protocol.Uptrain) (losses []float64, w *attention.Weights) {
	t.Helper()
	file, err := attention.ReadGGUF(modelFile(t))
	if err != nil {
		t.Fatal(err)
	}
	recipe := train.Uptraining(train.Pretraining(pretraining), c.Alpha)
	recipe.Peak = c.Rate
	tr, err := train.Uptrain(file.Weights, file.Tokenizer, c.Conversion.KVHeads, c.Conversion.Method, recipe, c.Conversion.Seed)
	if err != nil {
		t.Fatal(err)
	}
	for tr.Done < recipe.Steps {
		losses = append(losses, tr.Step())
	}
	return losses, tr.Weights()
}

// team is a crew whose members are sessions. Messages go through their bytes.
type team struct {
	t       *testing.T
	members map[int]chan []byte
	born    int
	reports chan report
	asked   int
	deadly  func(asked int) bool // which of the commands kills its member
	mute    bool                 // members answer nonsense
}

type report struct {
	member int
	event  protocol.Event
}

func newTeam(t *testing.T) *team {
	m := &team{t: t, members: map[int]chan []byte{}, reports: make(chan report, 100)}
	t.Cleanup(func() { m.Want(0) })
	return m
}

func (m *team) Want(n int) {
	for _, id := range m.Ready() {
		if len(m.members) > n {
			close(m.members[id])
			delete(m.members, id)
		}
	}
	for len(m.members) < n {
		m.born++
		id, work := m.born, make(chan []byte, 10)
		m.members[id] = work
		s := newSession(m.t, &drawer{}, Alone{})
		go func() {
			for b := range work {
				if b == nil {
					m.reports <- report{id, nil}
					return
				}
				c, err := protocol.ParseTrainerCommand(b)
				if err != nil {
					panic(err)
				}
				e, err := protocol.ParseTrainerEvent(protocol.AppendTrainerEvent(nil, s.Do(c)))
				if err != nil {
					panic(err)
				}
				m.reports <- report{id, e}
			}
		}()
	}
}

func (m *team) Ready() (ids []int) {
	for id := range m.members {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (m *team) Ask(member int, c protocol.Differentiate) {
	work := m.members[member]
	if work == nil {
		return // it has died meanwhile
	}
	m.asked++
	switch {
	case m.deadly != nil && m.deadly(m.asked):
		work <- nil
		delete(m.members, member)
	case m.mute:
		c.Tokens = nil
		fallthrough
	default:
		work <- protocol.AppendTrainerCommand(nil, c)
	}
}

func (m *team) Hear(wait time.Duration) (int, protocol.Event, bool) {
	select {
	case r := <-m.reports:
		return r.member, r.event, true
	case <-time.After(wait):
		return 0, nil, false
	}
}

// A crew that has no share of some steps is the same afterwards, and nothing is lost.
func TestCrewRests(t *testing.T) {
	want, _ := natively(t, meanOfTwo)
	crew := newTeam(t)
	s := newSession(t, &drawer{}, crew)
	c := meanOfTwo
	var losses []float64
	var last protocol.Trained
	for i, workers := range []int{3, 1, 3} {
		c.Workers = workers
		losses, last = trainOn(t, s, c, len(losses)+2, losses...)
		if last.Workers != workers || crew.born != 2 {
			t.Errorf("%d: %d workers at work, want %d; %d members were born, want 2", i, last.Workers, workers, crew.born)
		}
	}
	if !slices.Equal(losses, want[:len(losses)]) {
		t.Errorf("losses %v, want %v", losses, want)
	}
}

// The result is that of package train, bit for bit, with any number of workers, also
// when they die or fail.
func TestSameAsNative(t *testing.T) {
	want, weights := natively(t, meanOfTwo)
	file, err := (&attention.Checkpoint{Weights: weights, Tokenizer: vocabulary}).AppendGGUF(nil, attention.F32)
	if err != nil {
		t.Fatal(err)
	}
	reference, err := attention.ReadGGUF(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, crew := range map[string]func() (Crew, int){
		"1 worker":               func() (Crew, int) { return Alone{}, 1 },
		"2 workers":              func() (Crew, int) { return newTeam(t), 2 },
		"3 workers":              func() (Crew, int) { return newTeam(t), 3 },
		"4 workers":              func() (Crew, int) { return newTeam(t), 4 },
		"9 workers":              func() (Crew, int) { return newTeam(t), 9 },
		"asked for, but not had": func() (Crew, int) { return Alone{}, 4 },
		"one that dies": func() (Crew, int) {
			m := newTeam(t)
			m.deadly = func(asked int) bool { return asked%3 == 2 }
			return m, 3
		},
		"all die at once": func() (Crew, int) {
			m := newTeam(t)
			m.deadly = func(asked int) bool { return true }
			return m, 4
		},
		"members that fail": func() (Crew, int) {
			m := newTeam(t)
			m.mute = true
			return m, 3
		},
	} {
		t.Run(name, func(t *testing.T) {
			crew, workers := crew()
			s := newSession(t, &drawer{}, crew)
			c := meanOfTwo
			c.Workers = workers
			losses, last := trainOn(t, s, c, len(want))
			if !slices.Equal(losses, want) {
				t.Errorf("losses %v, want %v", losses, want)
			}
			if last.Steps != len(want) || last.Pretraining != pretraining || last.Base != "tiny" || last.Rate != c.Rate || last.TokensPerStep != 1024 {
				t.Errorf("%+v", last)
			}
			if m, ok := crew.(*team); ok && (m.asked == 0 || m.deadly == nil && last.Workers != min(workers, 4)) {
				t.Errorf("%d commands to the crew; %d workers", m.asked, last.Workers)
			}
			e := must[protocol.Exported](t, s, protocol.Export{Format: protocol.F32})
			got, err := attention.ReadGGUF(e.GGUF)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Weights.Slab(), reference.Weights.Slab()) || got.Weights.Config.KVHeads != 2 || got.Tokenizer == nil || e.Step != len(want) {
				t.Errorf("the exported model %q at step %d is another one", got.Name, e.Step)
			}
		})
	}
}

// A training that was kept is taken up where it was, in another session.
func TestResume(t *testing.T) {
	want, _ := natively(t, meanOfTwo)
	d := &drawer{}
	s := newSession(t, d, Alone{})
	losses, _ := trainOn(t, s, meanOfTwo, 2)
	stored := must[protocol.Stored](t, s, protocol.Keep{})
	if stored.Step != len(losses) {
		t.Errorf("kept at step %d of %d", stored.Step, len(losses))
	}
	s = newSession(t, d, Alone{})
	e := must[protocol.Trained](t, s, protocol.Restore{})
	if e.Uptrain != meanOfTwo || e.Done != len(losses) || e.First != 0 || !slices.Equal(e.Losses, losses) || e.Kept != e.Done {
		t.Fatalf("restored as %+v", e)
	}
	c := e.Uptrain
	c.Workers = 2 // nobody comes
	rest, e := trainOn(t, s, c, e.Steps, e.Losses...)
	if !slices.Equal(rest, want) {
		t.Errorf("losses %v, want %v", rest, want)
	}
	if e.Kept != e.Steps {
		t.Errorf("kept at step %d of %d at the end", e.Kept, e.Steps)
	}

	must[protocol.Stored](t, s, protocol.Forget{})
	if f, _ := s.Do(protocol.Restore{}).(protocol.Failed); f.Command != protocol.Useless {
		t.Errorf("what was forgotten is restored: %+v", f)
	}
	if e := must[protocol.Trained](t, s, c); e.First != e.Steps || e.Kept != 0 {
		t.Errorf("after Forget the training goes on at step %d, kept at %d", e.First, e.Kept)
	}
}

// Whatever lies in the storage, nothing but a training of this model is taken up.
func TestBadStorage(t *testing.T) {
	d := &drawer{}
	s := newSession(t, d, Alone{})
	trainOn(t, s, meanOfTwo, 1)
	must[protocol.Stored](t, s, protocol.Keep{})
	whole := d.data
	kept, err := protocol.ParseKept(whole)
	if err != nil {
		t.Fatal(err)
	}
	change := func(f func(k *protocol.Kept)) []byte {
		k := kept
		f(&k)
		return protocol.AppendKept(nil, k)
	}
	for name, data := range map[string][]byte{
		"nothing":         nil,
		"noise":           []byte("noise"),
		"half":            whole[:len(whole)/2],
		"another version": change(func(k *protocol.Kept) { k.Version++ }),
		"another model":   change(func(k *protocol.Kept) { k.Model++ }),
		"five heads":      change(func(k *protocol.Kept) { k.Uptrain.Conversion.KVHeads = 5 }),
		"another shape":   change(func(k *protocol.Kept) { k.Uptrain.Conversion.KVHeads = 1 }),
		"a loss missing":  change(func(k *protocol.Kept) { k.Losses = k.Losses[1:] }),
		"NaN":             change(func(k *protocol.Kept) { k.Uptrain.Alpha = math.NaN() }),
	} {
		d.data = data
		if f, failed := s.Do(protocol.Restore{}).(protocol.Failed); !failed || f.Command != protocol.Useless {
			t.Errorf("%s is restored", name)
		}
	}
	d.data = whole
	s.base = nil
	s.fetch = func(string) ([]byte, error) { return nil, errors.New("offline") }
	if f, failed := s.Do(protocol.Restore{}).(protocol.Failed); !failed || f.Command != "Restore" { // another time, perhaps
		t.Errorf("without the model: %+v", f)
	}
	s.fetch = newSession(t, d, Alone{}).fetch
	must[protocol.Trained](t, s, protocol.Restore{})

	d.fail = errors.New("the quota is used up")
	other := meanOfTwo
	other.Conversion.Seed++
	_, last := trainOn(t, s, other, 6)
	if last.Unkept != "the quota is used up" || last.Done != last.Steps {
		t.Errorf("without storage: %+v", last)
	}
}

func TestConvert(t *testing.T) {
	file, err := attention.ReadGGUF(modelFile(t))
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(t, &drawer{}, Alone{})
	for _, c := range []protocol.Conversion{{KVHeads: 2}, {KVHeads: 1, Method: attention.RandomInit, Seed: 5},
		{KVHeads: 2, Method: attention.Aligned}, {KVHeads: 2, Grouping: protocol.Similar}, {KVHeads: 4}} {
		command := protocol.Convert{Conversion: c, Stories: 6}
		var e protocol.Converted
		for e = must[protocol.Converted](t, s, command); !e.Done; e = must[protocol.Converted](t, s, command) {
		}
		w := file.Weights
		if c.Grouping == protocol.Similar {
			w, _ = attention.Regroup(w, c.KVHeads)
		}
		converted, err := attention.Convert(w, c.KVHeads, c.Method, c.Seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			got protocol.Quality
			of  *attention.Weights
		}{{e.Before, file.Weights}, {e.After, converted}} {
			want := train.Evaluate(x.of, vocabulary, stories.HeldOut, train.EvaluationSeed, 3)
			recall := want.Total(nil)
			if x.got.Stories != 6 || x.got.Loss != want.Loss || x.got.Answers != recall.Answers || x.got.Right != recall.Right || x.got.Tokens != want.Tokens {
				t.Errorf("%+v: %+v, want %+v", c, x.got, want)
			}
		}
		if e.Progress != 1 || e.Config.KVHeads != c.KVHeads || len(e.Layers) != 2 {
			t.Errorf("%+v: %+v", c, e)
		}
		for l, p := range e.Layers {
			if len(p.Keys) != 4 || len(p.Values) != 4 || len(p.PooledKeys) != c.KVHeads || len(p.PooledValues) != c.KVHeads || len(p.Order) != 4 ||
				(len(p.TurnedKeys) == 4) != (c.Method == attention.Aligned) {
				t.Errorf("%+v: layer %d has %+v", c, l, p)
			}
			// What is shown of the mean is the mean of what is shown.
			if c == (protocol.Conversion{KVHeads: 2}) {
				for i, got := range p.PooledKeys[1] {
					want := (float64(p.Keys[2][i]) + float64(p.Keys[3][i])) / 2
					if math.Abs(float64(got)-want) > 1 {
						t.Errorf("cell %d of the mean is %d, of its heads %d and %d", i, got, p.Keys[2][i], p.Keys[3][i])
					}
				}
			}
		}
	}
}

// Evaluate, Sample and Export are about the model that was asked for last, as it is.
func TestSubject(t *testing.T) {
	s := newSession(t, &drawer{}, Alone{})
	for _, c := range []protocol.Command{protocol.Evaluate{Stories: 2}, protocol.Sample{Tokens: 3}, protocol.Export{}, protocol.Keep{}} {
		if _, failed := s.Do(c).(protocol.Failed); !failed {
			t.Errorf("%T without a model does not fail", c)
		}
	}
	convert := protocol.Convert{Conversion: protocol.Conversion{KVHeads: 1}, Stories: 2}
	must[protocol.Converted](t, s, convert)
	if e := must[protocol.Exported](t, s, protocol.Export{Format: protocol.Q8}); e.Step != 0 || e.Uptrain != (protocol.Uptrain{Conversion: convert.Conversion}) {
		t.Errorf("%+v", e)
	}
	losses, _ := trainOn(t, s, meanOfTwo, 3)
	evaluate := func() (e protocol.Evaluated) {
		for !e.Done {
			e = must[protocol.Evaluated](t, s, protocol.Evaluate{Stories: 4})
		}
		return e
	}
	third := evaluate()
	sampled := must[protocol.Sampled](t, s, protocol.Sample{Prompt: "Once", Tokens: 5, Temperature: 1, Seed: 2})
	if again := must[protocol.Sampled](t, s, protocol.Sample{Prompt: "Once", Tokens: 5, Temperature: 1, Seed: 2}); !reflect.DeepEqual(again, sampled) || len(sampled.Text) == 0 {
		t.Errorf("sampled %+v, then %+v", sampled, again)
	}
	trainOn(t, s, meanOfTwo, 6, losses...)
	last := evaluate()
	_, weights := natively(t, meanOfTwo)
	want := train.Evaluate(weights, vocabulary, stories.HeldOut, train.EvaluationSeed, 2)
	if third.Step >= last.Step || last.Step != 6 || last.Quality.Loss != want.Loss || third.Quality.Loss == last.Quality.Loss {
		t.Errorf("step %d: %+v; step %d: %+v, want %+v", third.Step, third.Quality, last.Step, last.Quality, want)
	}
	e := must[protocol.Exported](t, s, protocol.Export{Format: protocol.Q8})
	file, err := attention.ReadGGUF(e.GGUF)
	if err != nil {
		t.Fatal(err)
	}
	if want := runOf(meanOfTwo).Notes(6); !slices.Equal(file.Notes, want) || !strings.Contains(file.Name, "2 KV heads") {
		t.Errorf("%s, %v; want %v", file.Name, file.Notes, want)
	}
	must[protocol.Converted](t, s, convert)
	if e := must[protocol.Sampled](t, s, protocol.Sample{Prompt: "Once", Tokens: 1}); e.Step != 0 {
		t.Error("after Convert the sample is of the training")
	}
	if e := must[protocol.Trained](t, s, meanOfTwo); e.First != 0 {
		t.Error("after Convert the training goes on")
	}
}

func TestBadCommands(t *testing.T) {
	s := newSession(t, &drawer{}, Alone{})
	good := meanOfTwo
	with := func(f func(c *protocol.Uptrain)) protocol.Uptrain {
		c := good
		f(&c)
		return c
	}
	config := attention.Config{Dim: 32, Layers: 1, Heads: 2, KVHeads: 2, HeadDim: 8, Hidden: 8, Vocab: 300, Context: 64, RopeTheta: 500}
	for _, c := range []protocol.Command{
		protocol.Convert{Stories: 2},
		protocol.Convert{Conversion: protocol.Conversion{KVHeads: 3}, Stories: 2},
		protocol.Convert{Conversion: protocol.Conversion{KVHeads: 2}},
		protocol.Convert{Conversion: protocol.Conversion{KVHeads: 2, Method: 9}, Stories: 2},
		protocol.Convert{Conversion: protocol.Conversion{KVHeads: 2, Grouping: 9}, Stories: 2},
		protocol.Convert{Conversion: protocol.Conversion{KVHeads: 2}, Stories: 1 << 40},
		with(func(c *protocol.Uptrain) { c.Workers = 0 }),
		with(func(c *protocol.Uptrain) { c.Conversion.KVHeads = -2 }),
		with(func(c *protocol.Uptrain) { c.Alpha = math.Inf(1) }),
		with(func(c *protocol.Uptrain) { c.Alpha = -1 }),
		with(func(c *protocol.Uptrain) { c.Rate = float32(math.NaN()) }),
		with(func(c *protocol.Uptrain) { c.Rate = -1 }),
		protocol.Differentiate{},
		protocol.Differentiate{Config: config, Tokens: []int{1, 2}},
		protocol.Differentiate{Config: config, Tokens: make([]int, 100)},
		protocol.Differentiate{Config: config, Tokens: []int{1, 300}, Weights: make([]byte, 4*config.Params())},
		protocol.Decode{},
	} {
		if f, failed := s.Do(c).(protocol.Failed); !failed || f.Reason == "" || strings.Contains(f.Reason, "an error in the trainer") {
			t.Errorf("%+v is answered with %+v", c, f)
		}
	}
	if e := must[protocol.Trained](t, s, with(func(c *protocol.Uptrain) { c.Alpha = 0 })); e.Steps != 0 || e.Done != 0 {
		t.Errorf("alpha 0: %+v", e)
	}
	s = New(func(string) ([]byte, error) { return []byte("<html>"), nil }, func() time.Duration { return 0 }, &drawer{}, Alone{})
	if f, failed := s.Do(good).(protocol.Failed); !failed || !strings.Contains(f.Reason, ModelFile) {
		t.Errorf("%+v", f)
	}
}
