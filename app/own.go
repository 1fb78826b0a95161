package main

import (
	"path"
	"slices"
	"strings"

	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Brought is a model that the reader brings: the file on its way, the model that it held, and
// what is done with it.
type Brought struct {
	Pick   Pick // the files chosen last
	Wanted bool // they are to be loaded
	Have   int  // bytes that the engine has of them
	Asked  int  // Pick.N of the piece that the engine was given last

	Model   Model
	Held    bool // by the engine
	InUse   bool // in place of the shipped models
	Source  protocol.Source
	Before  Before // what was chosen of the shipped models
	Risky   bool   // the engine is at what may be too large for it
	Trouble OwnTrouble

	Text     string // to be scored, and to be trained on
	Scoring  Scoring
	Learning Learning
	Saving   Saving
}

// Pick is files that were chosen together: a model, and its tokenizer if that is a file
// of its own.
type Pick struct {
	N                     int // of all times that files were chosen
	Model, Tokenizer      int // which of the files; -1 is none
	Name                  string
	ModelSize, TokensSize int
}

// Size is the bytes of both.
func (p Pick) Size() int { return p.ModelSize + p.TokensSize }

// Model is a model that has been loaded.
type Model struct {
	Pick
	Title      string
	Config     attention.Config // as in the file
	ParamBytes int
}

// Loaded says whether there is one.
func (m Model) Loaded() bool { return m.Config.Heads > 0 }

// Before is what to go back to.
type Before struct {
	KVHeads int
	Source  protocol.Source
}

// OwnTrouble is what went wrong with a model of the reader's.
type OwnTrouble struct {
	Kind   OwnTroubleKind
	Name   string // of the file
	Size   int
	Reason string // in the engine's or the browser's words
}

// OwnTroubleKind is the sentence to say.
type OwnTroubleKind uint8

const (
	NoOwnTrouble OwnTroubleKind = iota
	TooManyFiles
	EmptyFile
	FileTooLarge
	FileUnreadable
	FileRefused
	ModelKilled // the engine died of it
	TextNotScored
	ModelNotSaved
)

// Scoring is a text read by two models: as it was before conversion, and as in use.
type Scoring struct {
	Text     string
	Uses     []protocol.Use // never changed in place
	Results  []Scored       // of those done
	Progress float32        // of the one under way
	Wanted   bool
}

// Scored is how likely a text is to a model.
type Scored struct {
	Use    protocol.Use
	Losses []float32 // nats, one a token
	Window int
}

// Saving is the model in use on its way into a file.
type Saving struct {
	Format protocol.Format
	Wanted bool
	At     int          // bytes that have come
	Size   int          // of all, once known
	Use    protocol.Use // the model in it
	Files  int          // that are complete
}

// maxScoredText is the longest text that is scored, in bytes.
const maxScoredText = 32 << 10

// Messages about it.
type (
	PickFiles struct { // files were chosen or dropped
		N      int
		Files  []FileInfo
		Learnt bool // it is what Learning has made
	}
	FileInfo struct {
		Name string
		Size int
	}
	FileFailed struct { // a piece of a file could not be read
		N      int
		Reason string
	}
	StopLoad      struct{}
	UseOwn        struct{ Own bool } // or the shipped models
	ForgetOwn     struct{}
	SetOwnSource  struct{ Source protocol.Source }
	SetScoredText struct{ Text string }
	ScoreNow      struct{}
	StopScore     struct{}
	SetFormat     struct{ Format protocol.Format }
	SaveModel     struct{}
)

// ownUpdate is the state after a message about the reader's model.
func (s State) ownUpdate(msg any) State {
	o := &s.Own
	switch m := msg.(type) {
	case PickFiles:
		s = s.picked(m)
	case FileFailed:
		s.Busy = false // the engine was not asked after all
		if m.N == o.Pick.N && o.Wanted {
			s = s.ownFailed(OwnTrouble{FileUnreadable, o.Pick.Name, o.Pick.Size(), m.Reason})
		}
	case StopLoad:
		o.Wanted = false
	case UseOwn:
		switch {
		case m.Own && o.Model.Loaded() && !o.InUse:
			s = s.toOwn()
		case !m.Own && o.InUse:
			s = s.toShipped()
		}
	case ForgetOwn:
		if o.InUse {
			s = s.toShipped()
		}
		if o.Learning.working() {
			s = s.learnt()
		}
		s.Own = Brought{Pick: Pick{N: o.Pick.N}, Text: o.Text, Saving: Saving{Format: o.Saving.Format, Files: o.Saving.Files},
			Learning: Learning{Steps: o.Learning.Steps, Rate: o.Learning.Rate, Models: o.Learning.Models}}
		if s.Engine == Running || s.Engine == Starting { // the only way to free memory
			s = s.lost(Starting, "")
			s.Busy = false
			s.Starts++
		}
	case SetOwnSource:
		if slices.Contains(ownSources, m.Source) {
			o.Source = m.Source
			s.Refused = protocol.Use{}
			s = s.awake()
		}
	case SetScoredText:
		o.Text = cut(m.Text, maxScoredText)
	case ScoreNow:
		if text := strings.TrimSpace(o.Text); text != "" {
			o.Scoring = Scoring{Text: text, Uses: []protocol.Use{s.asItIs()}, Wanted: true}
			if now := s.chosen(); now != s.asItIs() {
				o.Scoring.Uses = append(o.Scoring.Uses, now)
			}
			o.Trouble = OwnTrouble{}
			s.Story.Playing, s.Story.Due, s.Refused = false, 0, protocol.Use{}
			s = s.awake()
		}
	case StopScore, Play, Step, NewStory, Again, Begin:
		o.Scoring.Wanted = false
	case SetFormat:
		o.Saving.Format = min(m.Format, protocol.Q8)
	case SaveModel:
		o.Saving.Wanted, o.Saving.At, o.Saving.Size = true, 0, 0
		o.Trouble, s.Refused = OwnTrouble{}, protocol.Use{}
		s = s.awake()

	case Asked:
		switch c := m.Command.(type) {
		case protocol.Load:
			o.Risky, o.Asked = true, o.Pick.N
		case protocol.Save:
			o.Risky = true
			if c.At == 0 { // the file is made now, whatever is in use when its last piece comes
				o.Saving.Use = s.Have
			}
		case protocol.Use:
			o.Risky = c.Own
		default:
			o.Risky = false
		}
	case protocol.Loaded:
		s = s.loaded(m)
	case protocol.Scored:
		s = s.scored(m)
	case protocol.Saved:
		if o.Saving.Wanted && m.Save.At == o.Saving.At {
			o.Saving.At += len(m.Data)
			o.Saving.Size = m.Size
			if o.Saving.At == m.Size {
				o.Saving.Wanted = false
				o.Saving.Files++
			}
		}
	case protocol.Ready:
		s = s.again()
	case protocol.Lost:
		s = s.ownLost(m.Reason)
	case protocol.Failed:
		switch m.Command {
		case protocol.Start:
			s = s.ownLost(m.Reason)
		case "Load":
			if o.Wanted && o.Asked == o.Pick.N {
				s = s.ownFailed(OwnTrouble{FileRefused, o.Pick.Name, o.Pick.Size(), m.Reason})
			}
		case "Use":
			if s.Asked == s.want() { // the model to be scored or saved
				o.Scoring.Wanted, o.Saving.Wanted = false, false
			}
		case "Score":
			o.Scoring.Wanted = false
			o.Trouble = OwnTrouble{Kind: TextNotScored, Reason: m.Reason}
		case "Save":
			o.Saving.Wanted = false
			o.Trouble = OwnTrouble{Kind: ModelNotSaved, Reason: m.Reason}
		}
	}
	return s
}

// picked is the state after files were chosen. Nothing of them has been read, and what
// cannot be a model is refused by its size.
func (s State) picked(m PickFiles) State {
	s.Open[OwnRoom] = true
	p := Pick{N: m.N, Tokenizer: -1}
	switch len(m.Files) {
	case 0:
		return s
	case 1:
	case 2:
		if m.Files[0].Size < m.Files[1].Size {
			p.Model = 1
		}
		p.Tokenizer = 1 - p.Model
		p.TokensSize = m.Files[p.Tokenizer].Size
	}
	p.Name, p.ModelSize = cut(m.Files[p.Model].Name, 255), m.Files[p.Model].Size
	gguf := 0
	for _, f := range m.Files {
		if strings.EqualFold(path.Ext(f.Name), ".gguf") {
			gguf++
		}
	}
	s.Own.Trouble = OwnTrouble{Name: p.Name, Size: p.Size()}
	switch {
	case len(m.Files) > 2 || len(m.Files) == 2 && gguf > 0:
		s.Own.Trouble.Kind = TooManyFiles
	case p.ModelSize == 0:
		s.Own.Trouble.Kind = EmptyFile
	case p.Size() > attention.MaxFile:
		s.Own.Trouble.Kind = FileTooLarge
	default:
		s.Own.Trouble = OwnTrouble{}
		s.Own.Pick, s.Own.Wanted, s.Own.Have = p, true, 0
		s = s.awake()
	}
	return s
}

// loaded is the state after the engine has taken a piece, and with the last one the model.
func (s State) loaded(m protocol.Loaded) State {
	o := &s.Own
	if o.Asked != o.Pick.N {
		o.Held = o.Held && !m.Done // of files chosen before: what the engine holds is none of ours
		return s
	}
	if !m.Done {
		if o.Wanted {
			o.Have = m.Have
		}
		return s
	}
	again := o.Pick.N == o.Model.N // after the engine had died
	o.Wanted, o.Held, o.Have = false, true, 0
	o.Model = Model{o.Pick, m.Name, m.Config, m.ParamBytes}
	if !again {
		return s.toOwn()
	}
	s.Using = false // the model is another one to the engine, and its story gone
	if s.Story.Told {
		s = s.untold()
	}
	return s
}

// toOwn puts the reader's model in the place of the shipped ones.
func (s State) toOwn() State {
	o := &s.Own
	if !o.InUse {
		o.Before = Before{s.Settled, s.Source}
		o.InUse = true
	}
	o.Source = protocol.MeanPool
	s.Config = o.Model.Config
	s.KVHeads, s.Sizes = s.Config.KVHeads, Sizes{}
	if was := o.Learning.Before; was.N == o.Model.N { // it is gone back to
		s.KVHeads = was.KVHeads
		if was.Source != protocol.Uptrained {
			o.Source = was.Source
		}
	}
	s.Settled = s.KVHeads
	return s.changed().again().awake()
}

// again loads the model in use again, if the engine was started anew since.
func (s State) again() State {
	if o := &s.Own; o.InUse && !o.Held && !o.Wanted {
		o.Pick, o.Wanted, o.Have = o.Model.Pick, true, 0
	}
	return s
}

// toShipped goes back to the shipped models.
func (s State) toShipped() State {
	s.Own.InUse = false
	s.Config = shape
	s.KVHeads, s.Settled, s.Source = s.Own.Before.KVHeads, s.Own.Before.KVHeads, s.Own.Before.Source
	return s.changed()
}

// changed is the state with another model, of which nothing has been told or measured.
func (s State) changed() State {
	s.Using, s.Refused = false, protocol.Use{}
	s.Story = Story{}
	s.Measure = Measuring{Seed: s.Measure.Seed + 1}
	s.Lab = Lab{Panel: s.Lab.Panel, Seed: s.Lab.Seed + 1}
	s.Own.Scoring, s.Own.Saving.Wanted = Scoring{}, false
	s = s.lookAnew(nil)
	s.Inside.Layer, s.Inside.Head = 0, 0
	if s.Trouble.Kind == NoModel || s.Trouble.Kind == NoStory {
		s.Trouble = Trouble{}
	}
	return s
}

// ownFailed is the state after the files chosen last came to nothing. The model before
// them stays, unless it is the one that was to be loaded again.
func (s State) ownFailed(t OwnTrouble) State {
	o := &s.Own
	o.Wanted, o.Trouble = false, t
	if o.Pick.N == o.Model.N {
		if o.InUse {
			s = s.toShipped()
		}
		s.Own.Model = Model{}
	}
	return s.again()
}

// ownLost is the state after the engine has died, and with it the model. It is loaded
// again, unless it is what killed the engine.
func (s State) ownLost(reason string) State {
	o := &s.Own
	o.Held, o.Have = false, 0
	o.Scoring.Wanted, o.Saving.Wanted = false, false
	if o.Risky && (o.Wanted || o.InUse) {
		trouble := OwnTrouble{ModelKilled, o.Model.Name, o.Model.ParamBytes, reason}
		if o.Wanted {
			trouble.Name, trouble.Size = o.Pick.Name, o.Pick.Size()
		}
		if o.InUse {
			s = s.toShipped()
		}
		s.Own.Wanted, s.Own.Trouble = false, trouble
	}
	s.Own.Risky = false
	return s
}

// scored is the state after the engine has read on in a text.
func (s State) scored(m protocol.Scored) State {
	sc := &s.Own.Scoring
	if !sc.Wanted || m.Score.Use != sc.use() {
		return s
	}
	sc.Progress = m.Progress
	if m.Done {
		sc.Results = append(slices.Clone(sc.Results), Scored{m.Score.Use, m.Losses, m.Window})
		sc.Progress = 0
		sc.Wanted = len(sc.Results) < len(sc.Uses)
	}
	return s
}

// use is the model that reads the text next.
func (s Scoring) use() protocol.Use { return s.Uses[len(s.Results)] }

// ownNext is what to ask of the engine for the model in use; nil is nothing.
func (s State) ownNext() protocol.Command {
	switch o := s.Own; {
	case o.Scoring.Wanted:
		return protocol.Score{Use: o.Scoring.use(), Text: o.Scoring.Text}
	case o.Saving.Wanted:
		return protocol.Save{Format: o.Saving.Format, At: o.Saving.At}
	}
	return nil
}

// load is the piece of the files from a byte on, without its bytes.
func (p Pick) load(at int) protocol.Load {
	return protocol.Load{Name: p.Name, Size: p.Size(), Tokenizer: p.TokensSize, At: at}
}

// needs says whether files may have to be read again.
func (o Brought) needs(pick int) bool {
	return pick == o.Pick.N || pick == o.Model.N || o.Learning.knows(pick)
}

// ownSources are the ways to convert the reader's model.
var ownSources = []protocol.Source{protocol.MeanPool, protocol.FirstHead, protocol.RandomInit, protocol.Aligned}

// most is the largest G that the model in use can have: H, or as many KV heads as the
// reader's has.
func (s State) most() int {
	if s.Own.InUse {
		return s.Own.Model.Config.KVHeads
	}
	return s.Config.Heads
}

// top is the largest G of what is drawn.
func (s State) top() int {
	if s.modelled() {
		return s.most()
	}
	return s.heads()
}

// stops are the values that G can have there, in rising order.
func (s State) stops() []int { return attention.Divisors(s.top()) }

// asItIs is the model that the others are converted from.
func (s State) asItIs() protocol.Use {
	return protocol.Use{KVHeads: s.most(), Own: s.Own.InUse}
}

// ownUse is the reader's model, as chosen.
func (s State) ownUse() protocol.Use {
	u := protocol.Use{KVHeads: s.Settled, Source: s.Own.Source, Own: true}
	switch {
	case s.Settled == s.most():
		return s.asItIs()
	case u.Source == protocol.RandomInit:
		u.Seed = randomSeed
	}
	return u
}

// cut is the beginning of a text, of at most so many bytes.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return whole(text[:most])
}
