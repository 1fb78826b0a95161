package main

// followUp is a work that makes the cache smaller.
type followUp struct {
	Name string
	Year int
	Axis int // of the four factors of the cache's size, as words.Lang.Axes has them
	URL  string
}

const (
	headsAxis = iota
	featuresAxis
	layersAxis
	positionsAxis
)

// followUps are works on every factor, by factor and year. What each does is said by
// words.Lang.Ideas, in the same order.
var followUps = [...]followUp{
	{"MQA", 2019, headsAxis, arXiv + "1911.02150"},
	{"Pope et al.", 2022, headsAxis, arXiv + "2211.05102"},
	{"GQA", 2023, headsAxis, arXiv + "2305.13245"},
	{"GQKVA", 2023, headsAxis, arXiv + "2311.03426"},
	{"QCQA", 2024, headsAxis, arXiv + "2406.10247"},
	{"AsymGQA", 2024, headsAxis, arXiv + "2406.14963"},
	{"DHA", 2024, headsAxis, arXiv + "2406.06567"},
	{"Low-rank KV heads", 2024, headsAxis, arXiv + "2406.07056"},
	{"WGQA", 2024, headsAxis, arXiv + "2407.10855"},
	{"KDGQA", 2024, headsAxis, arXiv + "2408.08454"},
	{"Aligned heads", 2024, headsAxis, arXiv + "2412.20677"},
	{"Cost-optimal GQA", 2025, headsAxis, arXiv + "2503.09579"},
	{"KIVI", 2024, featuresAxis, arXiv + "2402.02750"},
	{"MLA", 2024, featuresAxis, arXiv + "2405.04434"},
	{"ThinK", 2024, featuresAxis, arXiv + "2407.21018"},
	{"TPA", 2025, featuresAxis, arXiv + "2501.06425"},
	{"TransMLA", 2025, featuresAxis, arXiv + "2502.07864"},
	{"GTA, GLA", 2025, featuresAxis, arXiv + "2505.21487"},
	{"CLA", 2024, layersAxis, arXiv + "2405.12981"},
	{"YOCO", 2024, layersAxis, arXiv + "2405.05254"},
	{"Gemma 3n", 2025, layersAxis, "https://github.com/google-deepmind/gemma/tree/7691fd4/gemma/gm/nn/gemma3n"},
	{"Qwen3-Next", 2025, layersAxis, maxtext + "qwen3-next-80b-a3b.yml"},
	{"H2O", 2023, positionsAxis, arXiv + "2306.14048"},
	{"vLLM (paged)", 2023, positionsAxis, arXiv + "2309.06180"},
	{"StreamingLLM", 2023, positionsAxis, arXiv + "2309.17453"},
	{"Mistral 7B", 2023, positionsAxis, arXiv + "2310.06825"},
	{"Gemma 2", 2024, positionsAxis, arXiv + "2408.00118"},
	{"HeadKV", 2024, positionsAxis, arXiv + "2410.19258"},
	{"Gemma 3", 2025, positionsAxis, arXiv + "2503.19786"},
	{"Llama 4", 2025, positionsAxis, maxtext + "llama4-17b-16e.yml"},
	{"gpt-oss", 2025, positionsAxis, "https://github.com/openai/gpt-oss/blob/7b58334/gpt_oss/torch/model.py"},
	{"OLMo 3", 2025, positionsAxis, maxtext + "olmo3-7b.yml"},
}

const (
	arXiv   = "https://arxiv.org/abs/"
	maxtext = "https://github.com/AI-Hypercomputer/maxtext/blob/e591f30cb/src/maxtext/configs/models/"
)
