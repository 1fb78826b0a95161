// Package experiment redoes the experiments of the paper on grouped-query attention
// (Ainslie et al. 2023, arXiv 2305.13245) with the small models of this playground.
//
// A [Cell] is a way to make a model: so many key/value heads, made from those of a
// multi-head model by some method, uptrained for a fraction alpha of the steps of
// pre-training. A [Plan] says which cells there are and from which pre-training seeds
// each is made. A [Lab] makes them: it trains, measures, and keeps every finished piece
// in a file, so that an interrupted experiment carries on where it was.
//
// What the numbers mean:
//
//   - Two models that started from the same pre-training seed share more than two that
//     did not, so cells are compared seed by seed: [Pair] is about the differences.
//   - The learning rate of a cell is chosen on the Validation split, with the first
//     seed, and used for all seeds. Nothing is chosen on the HeldOut split.
//   - All seeds share one tokenizer and one set of stories to measure on: otherwise
//     losses per token could not be compared.
//
// Nothing here reads a clock, and no result depends on the machine.
package experiment
