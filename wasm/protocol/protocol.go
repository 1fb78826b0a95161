// Package protocol is what the page and the engine say to each other: the page sends a
// Command, the engine answers with one Event, in order, and never speaks unasked, except
// for one Ready (or Failed) when it starts. Both sides are written in Go and use this
// package, so there is one definition of every message and of its encoding.
package protocol

import (
	"time"

	"gqaplayground/attention"
)

// Command is what the page asks of the engine. Every command does at most one Slice of
// work, so that the next one (the slider, stop) is never kept waiting.
type Command interface{ command() }

// Event is the engine's answer to one command.
type Event interface{ event() }

// Slice is the longest time that the engine works on one command before it answers.
const Slice = 16 * time.Millisecond

// Source says where the weights for a number of key/value heads come from.
type Source uint8

const (
	Uptrained Source = iota // the shipped checkpoint: converted, then trained a little more
	MeanPool                // the multi-head checkpoint, converted here and not trained since
	FirstHead
	RandomInit
	Aligned // as MeanPool, once the heads of a group have been turned to agree
)

// Method is the conversion that the weights come from; ok is false if they come from none.
func (s Source) Method() (m attention.Method, ok bool) {
	switch s {
	case MeanPool:
		return attention.MeanPool, true
	case FirstHead:
		return attention.FirstHead, true
	case RandomInit:
		return attention.RandomInit, true
	case Aligned:
		return attention.Aligned, true
	}
	return 0, false
}

// Use asks for a model: this many key/value heads, from this source.
type Use struct {
	KVHeads int
	Source  Source
	Seed    uint64 // of RandomInit
	Own     bool   // of the checkpoint that Load brought; Uptrained means that one as it is
}

// Load brings a checkpoint of the reader's: a GGUF file, or a model of llama2.c followed
// by its tokenizer.bin. Large files come in pieces, in order, starting At 0. What was
// loaded before stays until the last piece has proved to complete a model.
type Load struct {
	Name      string // of the file
	Size      int    // bytes in all
	Tokenizer int    // how many of them, at the end, are the tokenizer's
	At        int    // where Data belongs
	Data      []byte
}

// Score asks for one more slice of reading a text: how probable each of its tokens is to
// the model that Use names, which has to be in use. Repeating it carries on, as with
// Measure.
type Score struct {
	Use  Use
	Text string
}

// Save asks for the model in use as a GGUF file, one piece at a time: for the piece that
// begins At a byte of it. The first request makes the file, the last forgets it.
type Save struct {
	Format Format
	At     int
}

// Format is how a saved file stores the numbers of a matrix.
type Format uint8

const (
	F32 Format = iota
	F16
	Q8
)

// Tell begins a new story: the cache is emptied and the prompt is read, as far as
// one Slice goes; Decode reads the rest.
type Tell struct {
	Prompt      string
	Temperature float32 // 0 is greedy
	TopP        float32
	Seed        uint64
}

// TopP is the share of the probability that stories are sampled from, unless a Tell says
// otherwise.
const TopP = 0.95

// Decode asks for up to Tokens more tokens of the story. Tokens that the model has yet to
// read (a long prompt; after Use, the whole story) are read first, and the answer says
// how many are left: Decode{0} reads and adds nothing.
type Decode struct{ Tokens int }

// Measure asks for one more slice of a measurement: time per token at a depth of Context
// positions, for each of KVHeads, in random interleaved blocks. Repeating the same
// command carries on with the same measurement, and returns its result once it is done; a
// different one (another Seed is enough) begins anew.
type Measure struct {
	KVHeads []int
	Context int
	Seed    uint64
}

// Probe asks for one more slice of finding out what the machine can do at best, which
// takes about a second and a half. Repeating it carries on, as with Measure.
type Probe struct{ Seed uint64 }

// Trap asks for one more slice of a measurement of the three Ways of attending to one
// cache with this many key/value heads, at a depth of Context positions. Repeating it
// carries on, as with Measure.
type Trap struct {
	KVHeads int
	Context int
	Seed    uint64
}

// Look asks for one more slice of how the tokens of the story look back: the attention
// weights of the token From and of those after it, with the model that Use names. That
// need not be the model in use; it reads the story by itself.
type Look struct {
	Use  Use
	From int
}

// MostLooked is how many tokens of a story can be looked at, counted from its first.
const MostLooked = 256

// Ready is the engine's first word: it runs.
type Ready struct {
	Kernel    string        // "simd128", "scalar", ...
	ClockStep time.Duration // smallest step of the clock seen
}

// Lost is said by the client, never by the engine: the engine has died with everything
// that it held, and is started again. A Ready follows, and all commands have to be given
// anew; or, if it cannot be started, a Failed whose Command is Start.
type Lost struct {
	Reason string
	Try    int // how many times it has been started again
}

// Start is the Command of a Failed that is final: there is no engine.
const Start = "Start"

// Using answers Use. The story told so far stays; the new model has yet to read it.
type Using struct {
	Use        Use
	Config     attention.Config
	Name       string // of the checkpoint
	Len, Cap   int
	CacheBytes int
	Behind     int
}

// Loaded answers Load.
type Loaded struct {
	Load       Load // without Data
	Have       int  // bytes that have come
	Done       bool
	Name       string           // of the checkpoint, once Done; so are those below
	Config     attention.Config // as it is in the file
	ParamBytes int              // of the weights in memory
}

// Scored answers Score.
type Scored struct {
	Score    Score     // without Text
	Losses   []float32 // once Done: -ln of the probability of each token
	Window   int       // tokens that the model sees at a time
	Progress float32
	Done     bool
}

// Saved answers Save.
type Saved struct {
	Save Save
	Size int // bytes in all
	Data []byte
}

// Piece is one token of the story.
type Piece struct {
	Token       int
	Text        []byte  // its bytes, perhaps only part of a character
	Probability float32 // that the model gave it; 0 in the prompt, which was given
}

// Told answers Tell: the prompt as the model reads it, one piece per position. The first
// piece is the mark that begins every story and has no text.
type Told struct {
	Pieces      []Piece
	Dropped     int     // bytes at the prompt's beginning that did not fit and were left out
	Temperature float32 // as used: a sensible number, whatever was asked for
	TopP        float32
	Len, Cap    int // positions in the cache, and room for
	CacheBytes  int // held by the cache's buffers for Len positions
	Behind      int // tokens of the story that the model has yet to read
}

// Decoded answers Decode.
type Decoded struct {
	Pieces     []Piece
	Elapsed    time.Duration // of the decoder's steps alone, one for each piece
	Len, Cap   int
	CacheBytes int
	Behind     int
	End        bool // the story is over, or the cache is full
}

// Looked answers Look: as many tokens as one Slice allows, none if none are left.
type Looked struct {
	Look    Look
	Weights []byte // (Layers, Heads, i+1) of token i, one token after another; see WholeWeight
}

// WholeWeight stands for a weight of 1, everything that a token can give. A weight is a
// whole number of two bytes, the low byte first.
const WholeWeight = 65535

// Timing is what was measured for one number of key/value heads.
type Timing struct {
	KVHeads        int
	CacheBytes     int           // held by the cache's buffers at this depth
	N              int           // samples kept
	Median         time.Duration // per token
	Low, High      time.Duration // 95 % interval of the median; both 0 while N < 6: there is none yet
	P10, P90       time.Duration
	Ratio          float64 // median of the paired ratios: time here / time with the largest KVHeads
	RatioLow       float64 // its 95 % interval; "no measurable difference" if it holds 1;
	RatioHigh      float64 // from 0 to +Inf while N < 6
	TokensInSample int
	Samples        []time.Duration // per token, one a block kept, in the order measured
}

// Measured answers Measure.
type Measured struct {
	Measure   Measure
	Timings   []Timing // in the order of Measure.KVHeads; N = 0 before there is one
	Discarded int      // blocks thrown away because the machine changed speed
	Paused    int      // blocks thrown away because the machine or the tab slept
	ClockStep time.Duration
	Progress  float32 // 0 to 1
	Done      bool
}

// Probed answers Probe.
type Probed struct {
	Probe     Probe
	Limits    attention.Limits // once Done
	ClockStep time.Duration
	Progress  float32 // 0 to 1
	Done      bool
}

// The ways of attending that Trap compares, in the order of Trapped.Ways.
const (
	Expanded = iota // heads repeated as they are stored
	Repeated        // heads repeated at every token, as they are read
	Grouped         // heads never repeated
)

// Way is what one way of attending holds, moves and takes. Bytes are those of all layers
// for one token, except in Room.
type Way struct {
	Held    int // by the cache's buffers
	Room    int // held in addition, to repeat one layer's heads in
	Read    int
	Written int
	Timing  Timing // of attention alone; its ratios are to the time of Grouped
}

// Trapped answers Trap.
type Trapped struct {
	Trap      Trap
	Ways      []Way
	Discarded int
	Paused    int
	ClockStep time.Duration
	Progress  float32
	Done      bool
}

// Failed answers any command that could not be carried out; the engine carries on.
type Failed struct {
	Command string // "Use", "Tell", ...; Start when the engine does not run at all
	Reason  string
}

func (Use) command()     {}
func (Tell) command()    {}
func (Decode) command()  {}
func (Measure) command() {}
func (Probe) command()   {}
func (Trap) command()    {}
func (Load) command()    {}
func (Score) command()   {}
func (Save) command()    {}
func (Look) command()    {}

func (Ready) event()    {}
func (Lost) event()     {}
func (Using) event()    {}
func (Told) event()     {}
func (Decoded) event()  {}
func (Measured) event() {}
func (Probed) event()   {}
func (Trapped) event()  {}
func (Loaded) event()   {}
func (Scored) event()   {}
func (Saved) event()    {}
func (Looked) event()   {}
func (Failed) event()   {}
