// Package assets is what the build reads: the shipped checkpoints and what is known
// of them. The checkpoints themselves are files beside this one, fetched when needed;
// their provenance is small and is linked into the page.
package assets

import _ "embed"

// ProvenanceJSON is the text of models/provenance.json, a [Provenance].
//
//go:embed models/provenance.json
var ProvenanceJSON []byte

// Provenance says where the shipped models come from and how good they are. It is
// written by "gqa pretrain".
type Provenance struct {
	Placeholder bool   `json:"placeholder,omitempty"` // nothing has been trained yet
	Command     string `json:"command"`
	Kernel      string `json:"kernel"`      // which vectors it ran on; the result is the same on all
	WallSeconds int    `json:"wallSeconds"` // of the command's last run, which carries on what an earlier one saved
	Seed        uint64 `json:"seed"`
	Steps       int    `json:"steps"`  // of pre-training
	Tokens      int    `json:"tokens"` // of pre-training
	Vocab       int    `json:"vocab"`

	// What every model was measured on: stories that no model was trained on, the same
	// for all.
	EvaluationStories int `json:"evaluationStories"`
	EvaluationTokens  int `json:"evaluationTokens"`

	Models []Model `json:"models"`
}

// Model is one checkpoint, shipped or made in the page from a shipped one.
type Model struct {
	File    string  `json:"file,omitempty"` // in assets/models; empty if it is not shipped
	SHA256  string  `json:"sha256,omitempty"`
	Bytes   int     `json:"bytes,omitempty"`
	KVHeads int     `json:"kvHeads"`
	Source  string  `json:"source"`          // "pretrained", "uptrained", "mean", "first", "random"
	Alpha   float64 `json:"alpha,omitempty"` // fraction of the steps of pre-training
	Steps   int     `json:"steps,omitempty"` // of this training: pre-training or uptraining
	Tokens  int     `json:"tokens,omitempty"`
	Seed    uint64  `json:"seed,omitempty"` // of this training, or of the random heads

	// Cross entropy on the held-out stories, nats a token, with its 95 % interval over
	// stories.
	Loss     float64 `json:"loss"`
	LossLow  float64 `json:"lossLow"`
	LossHigh float64 `json:"lossHigh"`

	Recall  Recall   `json:"recall"`  // of all answers
	English Recall   `json:"english"` // of the English ones
	Korean  Recall   `json:"korean"`
	ByKind  []Recall `json:"byKind,omitempty"`
}

// Recall counts answers that only the text before them can tell.
type Recall struct {
	Kind    string  `json:"kind,omitempty"`
	Answers int     `json:"answers"`
	Share   float64 `json:"share"` // that is right,
	Low     float64 `json:"low"`   // with Wilson's 95 % interval
	High    float64 `json:"high"`
}
