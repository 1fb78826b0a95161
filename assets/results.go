package assets

import _ "embed"

// ResultsJSON is the text of results.json, a [Results].
//
//go:embed results.json
var ResultsJSON []byte

// Results are the experiments of the paper, done again with models of the shipped
// shape. They are written by "gqa experiment".
type Results struct {
	Placeholder bool     `json:"placeholder,omitempty"` // nothing has been trained yet
	Command     string   `json:"command"`
	Kernel      string   `json:"kernel"` // which vectors it ran on; the result is the same on all
	Seeds       []uint64 `json:"seeds"`  // of pre-training
	Steps       int      `json:"steps"`  // of pre-training, each seed
	Tokens      int      `json:"tokens"` // of pre-training, each seed

	// The multi-head model of the first seed, for readers to convert and uptrain.
	Checkpoint string `json:"checkpoint"`
	SHA256     string `json:"sha256"`
	Bytes      int    `json:"bytes"`

	// Learning rates that were tried for each cell with the first seed, and the number of
	// stories that they were chosen on: others than those that the results are about.
	Rates             []float32 `json:"rates"`
	ValidationStories int       `json:"validationStories"`
	EvaluationStories int       `json:"evaluationStories"`
	EvaluationAnswers int       `json:"evaluationAnswers"` // to recall, in those

	Main     Table   `json:"main"`     // multi-head, fewer key/value heads, a smaller model
	ByMethod Table   `json:"byMethod"` // of conversion
	ByAlpha  Table   `json:"byAlpha"`
	ByGroups Table   `json:"byGroups"` // uptrained, and trained from scratch
	Rows     []Row   `json:"rows"`     // every model, a cell's by seed
	Trials   []Trial `json:"trials"`   // every learning rate that was tried
}

// Table is what is known of some cells, and which of them differ.
type Table struct {
	Points []Point `json:"points"`
	Pairs  []Pair  `json:"pairs"`
}

// Point is one cell, a way to come to a model, over its pre-training seeds. Low and
// High are the 95 % interval of the mean over seeds.
type Point struct {
	KVHeads    int     `json:"kvHeads"`
	Method     string  `json:"method"` // "mean", "first", "random", "aligned", "scratch", "smaller"
	Alpha      float64 `json:"alpha"`
	Rate       float32 `json:"rate"`       // peak of the learning rate of its last training
	Matched    bool    `json:"matched"`    // the control at the rate of other cells, not at its own best
	AtEdge     bool    `json:"atEdge"`     // Rate is the lowest or the highest tried: a better one may lie beyond
	Seeds      int     `json:"seeds"`      // with one there is no interval, and Low and High are the mean
	Steps      int     `json:"steps"`      // of its last training
	Tokens     int     `json:"tokens"`     // of those
	CacheBytes int     `json:"cacheBytes"` // of a position

	// Cross entropy on the held-out stories, nats a token.
	Loss     float64 `json:"loss"`
	LossLow  float64 `json:"lossLow"`
	LossHigh float64 `json:"lossHigh"`

	// Share of the answers that only the text before them can tell.
	Recall     float64 `json:"recall"`
	RecallLow  float64 `json:"recallLow"`
	RecallHigh float64 `json:"recallHigh"`
}

// Pair compares two points of a table: the differences are those of B less A, seed by
// seed, with the 95 % interval of their mean. The points are separated when that leaves
// out 0. Nothing corrects for the number of pairs.
type Pair struct {
	A               int     `json:"a"` // index of a point
	B               int     `json:"b"`
	Loss            float64 `json:"loss"`
	LossLow         float64 `json:"lossLow"`
	LossHigh        float64 `json:"lossHigh"`
	LossSeparated   bool    `json:"lossSeparated"`
	Recall          float64 `json:"recall"`
	RecallLow       float64 `json:"recallLow"`
	RecallHigh      float64 `json:"recallHigh"`
	RecallSeparated bool    `json:"recallSeparated"`
}

// Row is one model: a cell made from one pre-training seed.
type Row struct {
	KVHeads      int     `json:"kvHeads"`
	Method       string  `json:"method"`
	Alpha        float64 `json:"alpha"`
	Rate         float32 `json:"rate"`
	PretrainSeed uint64  `json:"pretrainSeed"`
	UptrainSeed  uint64  `json:"uptrainSeed,omitempty"` // of the stories of uptraining
	Steps        int     `json:"steps"`
	Tokens       int     `json:"tokens"`
	CacheBytes   int     `json:"cacheBytes"`

	// Cross entropy, nats a token: on the stories that rates are chosen on, and on the
	// held-out ones with its 95 % interval over stories.
	ValidationLoss float64 `json:"validationLoss"`
	Loss           float64 `json:"loss"`
	LossLow        float64 `json:"lossLow"`
	LossHigh       float64 `json:"lossHigh"`

	// Recall on the held-out stories with Wilson's 95 % interval.
	Answers    int     `json:"answers"`
	Recall     float64 `json:"recall"`
	RecallLow  float64 `json:"recallLow"`
	RecallHigh float64 `json:"recallHigh"`
}

// Trial is a learning rate that was tried for a cell, with the first seed.
type Trial struct {
	KVHeads        int     `json:"kvHeads"`
	Method         string  `json:"method"`
	Alpha          float64 `json:"alpha"`
	Rate           float32 `json:"rate"`
	ValidationLoss float64 `json:"validationLoss"`
	Chosen         bool    `json:"chosen"`
}

// Uptraining is what a reader exports of their own run: enough to run it again, with
// "gqa uptrain -from", and to see that it gives the same.
type Uptraining struct {
	KVHeads  int     `json:"kvHeads"`
	Method   string  `json:"method"`
	Grouping string  `json:"grouping,omitempty"` // "similar": heads that are most alike share; else neighbours
	Alpha    float64 `json:"alpha"`
	Rate     float32 `json:"rate"` // peak of the learning rate; 0 is that of pre-training
	Seed     uint64  `json:"seed"`
	Steps    int     `json:"steps"`   // done: fewer than Alpha asks for if the run was stopped
	Workers  int     `json:"workers"` // that shared a step; the result is the same for any number
	Loss     float64 `json:"loss"`    // of the last step's batch, nats a token, to the last bit
}
