// Package attention is a decoder-only transformer with grouped-query attention
// (GQA; Ainslie et al. 2023, arXiv 2305.13245): its shape, its weights, its
// key/value cache, one forward pass for decoding, prompts and training, and the
// conversion of a multi-head checkpoint to fewer key/value heads.
//
// # Letters
//
// The paper's letters appear in comments only; code spells them out.
//
//	H  query heads                              Config.Heads
//	G  key/value heads, "groups" in the paper   Config.KVHeads
//	d  width of one head                        Config.HeadDim
//	T  positions seen so far                    KVCache.Len
//	L  layers                                   Config.Layers
//
// G = H is multi-head attention (MHA), G = 1 is multi-query attention (MQA), and
// everything between is GQA. H/G query heads, Config.GroupSize, share one
// key/value head: query head h reads key/value head h / (H/G).
//
// # Shapes
//
// A comment such as (Layers, KVHeads, Context, HeadDim) names the axes of a slice
// from the slowest to the fastest. Matrices are (outputs, inputs), row by row.
//
// # Errors
//
// Bad data (a checkpoint, a configuration read from one) is an error value that
// says what is wrong, where, and what would be right. A programmer's error (a step
// beyond the cache's capacity, a token outside the vocabulary) panics with a text
// that begins "attention: ".
package attention
