package protocol

import (
	"slices"
	"time"

	"gqaplayground/attention"
)

// What the page and the trainer say to each other. The trainer is the program, in a Web
// Worker of its own, that converts the multi-head model and trains it further. It keeps
// the engine's rules, except for the time that a command may take: TrainingSlice. Ready,
// Lost and Failed are shared, and so are Load and Save, for a model of the reader's.

// TrainingSlice is about the longest time that the trainer works on one command before it
// answers, on a machine that trains on at least 2,000 tokens a second: a sequence, the
// smallest piece of a training step, is never left half done.
const TrainingSlice = 125 * time.Millisecond

// Grouping says which heads share a key/value head after conversion.
type Grouping uint8

const (
	Contiguous Grouping = iota // neighbours, as in figure 2 of the paper
	Similar                    // heads whose projections are most alike
)

// Conversion is a way to make a model with fewer key/value heads from the multi-head one.
type Conversion struct {
	KVHeads  int // the multi-head model's own number: nothing is converted, the control
	Method   attention.Method
	Grouping Grouping
	Seed     uint64 // of RandomInit; and, in Uptrain, of the stories
}

// Convert asks for one more slice of a conversion and of the evaluation of the model
// before and after it, on Stories held-out stories, half of them English and half Korean.
// Repeating the same command carries on. A training under way is given up.
type Convert struct {
	Conversion Conversion
	Stories    int
}

// Uptrain asks for one more slice of the training of a converted model. Repeating it
// carries on with the same training, even with another number of Workers; any other
// begins anew, and so does one after a Convert.
type Uptrain struct {
	Conversion Conversion
	Alpha      float64 // fraction of the steps of pre-training
	Rate       float32 // peak learning rate; 0: that of pre-training
	Workers    int     // that share a step, at least 1; the result does not depend on it
}

// Evaluate asks for one more slice of an evaluation on Stories held-out stories.
// Repeating it carries on, until the model is trained on.
type Evaluate struct{ Stories int }

// Sample asks for the beginning of a story, told by the model that the last Convert,
// Uptrain or Restore was about, as it is now. Evaluate and Export are about the same
// model.
type Sample struct {
	Prompt      string
	Temperature float32 // 0 is greedy
	Seed        uint64
	Tokens      int // at most
}

// Export asks for the model as a GGUF file.
type Export struct {
	Format Format
}

// Learn asks for one more slice of training the reader's model, which Load has brought,
// on a text. The model's loss on the text is measured before and after. Repeating the
// command carries on, even with another number of Workers; another run or text begins
// anew, and so does one after a Load, a Convert or an Uptrain of another model. Save asks
// for the trained model.
type Learn struct {
	Run     TextRun
	Text    string
	Workers int  // as Uptrain's
	Enough  bool // no more steps: all that is left is to read the text
}

// TextRun is what the result of Learn depends on, besides the model and the text.
type TextRun struct {
	KVHeads int
	Method  attention.Method
	Steps   int
	Rate    float32 // peak of the learning rate
	Seed    uint64  // of the pieces of the text, and of RandomInit
}

// TrainingMemory is the memory that trainings may take, in bytes, all workers together.
const TrainingMemory = 2 << 30

// Keep asks for the training to be kept in this browser, which also happens now and then
// while it goes on.
type Keep struct{}

// Restore asks to resume what was kept in this browser.
type Restore struct{}

// Useless is the Command of the Failed that answers Restore if nothing is kept that could be
// resumed another time.
const Useless = "Useless"

// Forget asks to remove what was kept. The model stays, and so does its training.
type Forget struct{}

// Differentiate asks for the gradient of one sequence. The trainer asks this of the
// workers beside it; the page never does.
type Differentiate struct {
	Config  attention.Config
	Ticket  int // comes back with the answer
	Tokens  []int
	Scale   float32 // of the gradient
	Weights []byte  // float32, little-endian; none: those of the command before
}

// Quality is how good a model is on held-out stories. Intervals are 95 %, over those
// stories.
type Quality struct {
	Stories    int // 0 before there is anything
	Tokens     int
	Loss       float64 // nats a token
	LossLow    float64
	LossHigh   float64
	Answers    int // words that can be known only from the text before them
	Right      int // the model's answers that are right
	RecallLow  float64
	RecallHigh float64
}

// Recall is the share of answers that are right.
func (q Quality) Recall() float64 { return float64(q.Right) / float64(max(1, q.Answers)) }

// Heat is a picture of the matrices that project to keys or values in one layer: for each
// head, HeatSide by HeatSide cells, each the mean of the weights it covers. 128 is 0; 255
// and 1 are the largest size of a cell in the layer, before or after conversion.
type Heat [][]byte

// HeatSide is the number of rows and of columns of a head in a Heat.
const HeatSide = 16

// Projections are the key and value heads of one layer before and after conversion. The
// heads before stand group by group; Order says which of the model's they are. Turned are
// the same heads after Aligned has turned them; there are none for other methods.
type Projections struct {
	Order                    []int
	Keys, Values             Heat
	TurnedKeys, TurnedValues Heat
	PooledKeys, PooledValues Heat
}

// Converted answers Convert. The picture is complete from the first answer on.
type Converted struct {
	Convert  Convert
	Config   attention.Config // after conversion
	Before   Quality          // of the multi-head model, on the stories so far
	After    Quality
	Layers   []Projections
	Progress float32 // 0 to 1
	Done     bool
}

// Trained answers Uptrain, and Restore.
type Trained struct {
	Uptrain       Uptrain
	Base          string  // the name of the multi-head model
	Pretraining   int     // steps of it that Alpha is a fraction of
	Rate          float32 // peak of the learning rate
	Steps         int     // of this training
	TokensPerStep int
	Progress
	Kept   int    // the step at which the training was last kept in this browser; 0 is never
	Unkept string // why it could not be kept the last time; "" if it could
}

// Progress is how far a training has come. An answer has the losses since the last
// answer; the answer to Restore has all of them.
type Progress struct {
	Done    int           // steps
	First   int           // the step of Losses[0]
	Losses  []float64     // of the batch of each step, nats per token
	Workers int           // at work now: perhaps fewer than asked for
	Since   int           // steps done before the clock of Spent was started
	Spent   time.Duration // on the steps from Since to Done
}

// Then is next with the losses of p before its own.
func (p Progress) Then(next Progress) Progress {
	next.First, next.Losses = p.First, append(slices.Clip(p.Losses), next.Losses...)
	return next
}

// Evaluated answers Evaluate.
type Evaluated struct {
	Evaluate Evaluate
	Step     int
	Quality  Quality
	Progress float32
	Done     bool
}

// Sampled answers Sample.
type Sampled struct {
	Sample Sample
	Step   int
	Text   []byte // what follows the prompt; may end within a character
	End    bool   // the story is over
}

// Exported answers Export.
type Exported struct {
	Uptrain Uptrain // its Conversion alone, if the model is only converted
	Step    int
	Name    string // of the model
	GGUF    []byte
}

// Learned answers Learn.
type Learned struct {
	Learn         Learn // without Text
	Trained       int   // tokens of the text that are trained on
	HeldOut       int   // tokens at its end that are not
	TokensPerStep int

	Before    TextLoss // of the model as it was
	Converted TextLoss // zero if nothing had to be converted
	Now       float64  // loss on what is held out, at the step NowAt; 0: not known
	NowAt     int
	After     TextLoss
	Read      int // tokens of the text, in the reading under way

	Progress
	Over bool
}

// TextLoss is a model's loss on a text, in nats per token; 0 means not known.
type TextLoss struct {
	Trained float64 // on the part that it is trained on
	HeldOut float64 // on the last tenth, which it is not trained on
}

// TooShort also answers Learn: the text has so many tokens, and Least are needed.
type TooShort struct{ Tokens, Least int }

// Stored answers Keep and Forget: what is kept now.
type Stored struct{ Step int }

// Differentiated answers Differentiate.
type Differentiated struct {
	Ticket   int
	Loss     float64 // sum over tokens, nats
	Gradient []byte  // float32, little-endian, in the order of the weights
}

// Kept is a training as the browser's storage holds it.
type Kept struct {
	Version int
	Model   uint64 // a hash of the file that it began with
	Uptrain Uptrain
	Losses  []float64
	State   []byte
}

func (Convert) command()       {}
func (Uptrain) command()       {}
func (Evaluate) command()      {}
func (Sample) command()        {}
func (Export) command()        {}
func (Learn) command()         {}
func (Keep) command()          {}
func (Restore) command()       {}
func (Forget) command()        {}
func (Differentiate) command() {}

func (Converted) event()      {}
func (Trained) event()        {}
func (Evaluated) event()      {}
func (Sampled) event()        {}
func (Exported) event()       {}
func (Learned) event()        {}
func (TooShort) event()       {}
func (Stored) event()         {}
func (Differentiated) event() {}
