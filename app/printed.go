package main

// What Ainslie et al. 2023 (arXiv 2305.13245) report. Table 1 is as printed; values of
// figures are read from the pixels of the paper's pictures, to about 0.02 of a score and
// 0.01 s.

const paperAddress = "https://arxiv.org/abs/2305.13245"

// paperAlpha is the fraction of the steps of pre-training that the paper settles on.
const paperAlpha = 0.05

// paperTasks are the columns of table 1: Rouge-1 of five summaries, BLEU of a
// translation, F1 of answers.
var paperTasks = []string{"CNN R1", "arXiv R1", "PubMed R1", "MediaSum R1", "MultiNews R1", "WMT BLEU", "TriviaQA F1"}

// paperModel is a row of table 1.
type paperModel struct {
	Name    string
	Seconds float64 // per sample
	Average float64 // as printed
	Scores  []float64
}

// The rows of table 1.
const (
	paperLarge = iota
	paperMHA
	paperMQA
	paperGQA
)

var table1 = []paperModel{
	paperLarge: {"MHA-Large", 0.37, 46.0, []float64{42.9, 44.6, 46.2, 35.5, 46.6, 27.7, 78.2}},
	paperMHA:   {"MHA-XXL", 1.51, 47.2, []float64{43.8, 45.6, 47.5, 36.4, 46.9, 28.4, 81.9}},
	paperMQA:   {"MQA-XXL", 0.24, 46.6, []float64{43.0, 45.0, 46.9, 36.1, 46.5, 28.5, 81.3}},
	paperGQA:   {"GQA-8-XXL", 0.28, 47.1, []float64{43.5, 45.4, 47.7, 36.3, 47.2, 28.4, 81.6}},
}

// mean is the mean of the scores as printed.
func (m paperModel) mean() (mean float64) {
	for _, s := range m.Scores {
		mean += s / float64(len(m.Scores))
	}
	return mean
}

// figure3 is table 1 as it is drawn, in the same order.
var figure3 = []struct{ Seconds, Score float64 }{{0.37, 45.95}, {1.51, 47.21}, {0.24, 46.57}, {0.275, 47.14}}

// figure4 is T5-Large converted to MQA, after alpha = 0.05: the mean score of three tasks.
var figure4 = []struct {
	Method string
	Score  float64
}{{"mean", 55.55}, {"first", 55.45}, {"random", 55.23}}

// figure4MHA is MHA-Large's mean score of the same three tasks, by table 1.
const figure4MHA = 55.90

// figure5 is T5-XXL at the three alphas that were measured, on the same three tasks.
var figure5 = []struct{ Alpha, GQA, MQA float64 }{{0, 56.72, 53.93}, {0.05, 57.41, 56.92}, {0.10, 57.57, 57.15}}

// figure5MHA is the line of MHA in figure 5.
const figure5MHA = 57.54

// figure6 is seconds per sample of T5-XXL on TPU v4 with so many groups; 1 is MQA, 64 is
// MHA.
var figure6 = []struct {
	Groups  int
	Seconds float64
}{{1, 0.50}, {4, 0.48}, {8, 0.52}, {16, 0.60}, {32, 0.80}, {64, 2.52}}

// ablation is what others found when they trained all three kinds from scratch.
type ablation struct {
	Name, Source, Address string
	Tasks                 []string
	MHA, GQA, MQA         []float64
}

var ablations = []ablation{
	{
		"DeepSeek-V2", "DeepSeek-V2, table 8", "https://arxiv.org/abs/2405.04434",
		[]string{"BBH", "MMLU", "C-Eval", "CMMLU"},
		[]float64{37.0, 45.2, 42.9, 43.5},
		[]float64{35.6, 41.2, 37.7, 38.4},
		[]float64{33.2, 37.9, 30.0, 34.6},
	},
	{
		"Llama 2", "Llama 2, table 18", "https://arxiv.org/abs/2307.09288",
		[]string{"BoolQ", "PIQA", "HellaSwag", "ARC-e", "ARC-c", "NQ", "TriviaQA", "MMLU", "GSM8K", "HumanEval"},
		[]float64{71.0, 79.3, 75.1, 71.2, 43.0, 12.4, 44.7, 28.0, 4.9, 7.9},
		[]float64{69.4, 78.8, 75.4, 72.1, 42.5, 14.0, 46.2, 26.9, 5.3, 7.9},
		[]float64{70.6, 79.0, 74.5, 71.6, 41.9, 14.5, 42.8, 26.5, 4.8, 7.3},
	},
}
