package assets

import _ "embed"

// ModelsJSON is the text of models.json, a [RealModels].
//
//go:embed models.json
var ModelsJSON []byte

// RealModels are published models, with where their numbers can be looked up.
type RealModels struct {
	Sources map[string]RealSource `json:"sources"`
	Models  []RealModel           `json:"models"`
}

// RealSource is where numbers come from.
type RealSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// RealModel is a published model, as far as its cache goes.
type RealModel struct {
	Name    string `json:"name"`
	Layers  int    `json:"layers"`
	Heads   int    `json:"heads"`             // H
	KVHeads int    `json:"kvHeads,omitempty"` // G; 0: the cache holds a latent vector instead
	HeadDim int    `json:"headDim"`           // of a value, where keys differ
	Latent  int    `json:"latent,omitempty"`  // numbers of the latent vector,
	Rope    int    `json:"rope,omitempty"`    // and of the key that bears the positions

	// Cached are the layers with a cache of their own, as pairs: how many, and their
	// window, 0 for none. Missing: all, without a window.
	Cached [][2]int `json:"cached,omitempty"`
	Others string   `json:"others,omitempty"` // what the other layers do: "shared" reads the cache of a layer before, "linear" keeps a state of constant size

	CrossAttention bool `json:"crossAttention,omitempty"` // the decoder also caches as much for every token of its input

	Context int      `json:"context,omitempty"` // the longest text that it is made for; 0: not known
	Params  float64  `json:"params,omitempty"`  // in billions; 0: not known
	Active  float64  `json:"active,omitempty"`  // in billions, of one token, in a mixture of experts
	Unsure  []string `json:"unsure,omitempty"`  // "context", "params": not found in the sources
	Sources []string `json:"sources"`
}
