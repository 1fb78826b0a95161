package words

// Term is a word of the field.
type Term struct{ ID, Name, Says string }

// TermGroup is terms that belong together.
type TermGroup struct {
	Name  string
	Terms []Term
}

func (l Lang) Glossary() string { return l.say("Glossary", "용어집") }
func (l Lang) GlossaryLead() string {
	return l.say("The terms of the page, in a sentence each", "이 페이지의 용어, 한 문장씩")
}
func (l Lang) RoomTerms() string    { return l.say("Terms", "용어") }
func (l Lang) GlossaryMore() string { return l.say("in the glossary", "용어집에서 보기") }

// Terms are the words that the page uses, each with what it means in a sentence.
func (l Lang) Terms() []TermGroup {
	t := func(id, english, korean, says, saysKorean string) Term {
		return Term{id, l.say(english, korean), l.say(says, saysKorean)}
	}
	return []TermGroup{
		{l.say("Heads", "헤드"), []Term{
			t("token", "Token", "토큰(token)",
				"A piece of text, often a word or part of one, that a model reads or writes in one step.",
				"모델이 한 스텝에 읽거나 쓰는 글의 조각으로, 대개 단어 하나나 그 일부입니다."),
			t("attention", "Attention", "어텐션(attention)",
				"The step in which each token gathers what it needs from the tokens before it, weighted by how well its query matches their keys.",
				"토큰이 앞선 토큰들에서 필요한 것을 모으는 단계로, 쿼리가 키와 잘 맞을수록 그 값을 많이 가져옵니다."),
			t("head", "Head", "헤드(head)",
				"One of several attentions that run side by side, each with its own view of the text.",
				"나란히 도는 여러 어텐션 가운데 하나로, 저마다 글을 다르게 봅니다."),
			t("query", "Query (Q)", "쿼리(query, Q)",
				"What a head looks for at the present token: d numbers.",
				"헤드가 지금 토큰에서 찾는 것을 나타내는 수 d개입니다."),
			t("key", "Key (K)", "키(key, K)",
				"What a token offers to be found by: d numbers that are matched with queries.",
				"토큰이 자신을 찾을 수 있게 내놓는 수 d개로, 쿼리와 비교합니다."),
			t("value", "Value (V)", "값(value, V)",
				"What is taken from a token once its key matches: d numbers.",
				"키가 맞았을 때 그 토큰에서 가져오는 수 d개입니다."),
			t("d", "d, head dimension", "d, 헤드 차원",
				"How many numbers a query, a key or a value of one head has.",
				"헤드 하나의 쿼리, 키, 값 하나가 몇 개의 수인지입니다."),
			t("h", "H, query heads", "H, 쿼리 헤드 수",
				"How many query heads a layer has; grouping leaves H as it is.",
				"한 층의 쿼리 헤드 수로, 그룹으로 묶어도 그대로입니다."),
			t("g", "G, KV heads", "G, KV 헤드 수",
				"How many key/value heads a layer has, and so how many groups the query heads form: the paper’s G.",
				"한 층의 키/값 헤드 수이자 쿼리 헤드가 이루는 그룹의 수로, 논문의 G입니다."),
			t("hg", "H/G, group size", "H/G, 그룹 크기",
				"How many query heads share one KV head; some programs call this, and not G, the number of groups.",
				"KV 헤드 하나를 함께 쓰는 쿼리 헤드 수로, 이것을 그룹 수라고 부르는 프로그램도 있지만 논문에서 그룹 수는 G입니다."),
			t("mha", "MHA, multi-head attention", "MHA, 멀티 헤드 어텐션",
				"Every query head has a key and a value head of its own: G = H, H/G = 1.",
				"쿼리 헤드마다 키 헤드와 값 헤드가 따로 있습니다: G = H, H/G = 1."),
			t("mqa", "MQA, multi-query attention", "MQA, 멀티 쿼리 어텐션",
				"All query heads share one key head and one value head: G = 1, H/G = H.",
				"모든 쿼리 헤드가 키 헤드 하나와 값 헤드 하나를 함께 씁니다: G = 1, H/G = H."),
			t("gqa", "GQA, grouped-query attention", "GQA, 그룹 쿼리 어텐션",
				"The query heads form G groups, and each group of H/G shares one key head and one value head.",
				"쿼리 헤드가 G개의 그룹을 이루고, H/G개씩 키 헤드 하나와 값 헤드 하나를 함께 씁니다."),
		}},
		{l.say("Cache and time", "캐시와 시간"), []Term{
			t("cache", "KV cache", "KV 캐시(KV cache)",
				"The keys and values of all tokens so far, kept so that they are computed once: 2 × layers × G × tokens × d numbers.",
				"지금까지 나온 모든 토큰의 키와 값을 다시 계산하지 않도록 저장해 둔 것으로, 수의 개수는 2 × 층 × G × 토큰 × d입니다."),
			t("context", "Context", "컨텍스트(context)",
				"The tokens that a model has before it when it writes the next one; their number is the context’s length.",
				"모델이 다음 토큰을 쓸 때 앞에 둔 토큰들로, 그 수가 컨텍스트의 길이입니다."),
			t("layer", "Layer", "층(layer)",
				"One round of attention and arithmetic; a model has several, each with its own heads and its own cache.",
				"어텐션과 다른 연산을 한 차례 하는 단위로, 모델에는 여러 층이 있고 층마다 헤드와 캐시가 따로 있습니다."),
			t("decoding", "Decoding", "디코딩(decoding)",
				"Writing token by token: each step reads all weights and the whole KV cache to produce one token.",
				"한 토큰씩 쓰는 과정으로, 스텝마다 가중치와 KV 캐시를 모두 읽어 토큰 하나를 만듭니다."),
			t("prefill", "Prefill", "프리필(prefill)",
				"Reading the prompt: many tokens at once, so arithmetic rather than memory sets the pace, and GQA saves little.",
				"프롬프트를 읽는 과정으로, 많은 토큰을 한꺼번에 다루므로 메모리가 아니라 연산이 속도를 정하고 GQA가 아끼는 것이 적습니다."),
			t("bandwidth", "Memory bandwidth", "메모리 대역폭",
				"How many bytes per second a machine can read from memory.",
				"기기가 메모리에서 1초에 읽을 수 있는 바이트 수입니다."),
			t("intensity", "Arithmetic intensity", "연산 강도",
				"How many operations a program does for each byte that it reads; more query heads per KV head raise it.",
				"읽는 바이트마다 하는 연산의 수로, KV 헤드 하나를 쓰는 쿼리 헤드가 많을수록 커집니다."),
			t("roofline", "Roofline", "루프라인(roofline)",
				"The least time that a machine needs for something: what its memory or its arithmetic takes, whichever is longer.",
				"기기가 어떤 일을 하는 데 필요한 최소 시간으로, 메모리와 연산에 드는 시간 가운데 긴 쪽입니다."),
			t("median", "Median and 95% interval", "중앙값과 95% 구간",
				"The middle one of the measured times, and a range made so that it contains the true one in 95 of 100 repetitions.",
				"측정한 시간들의 한가운데 값과, 100번 되풀이하면 95번은 참값을 포함하도록 만든 범위입니다."),
			t("repeat", "Repeating KV heads", "KV 헤드 되풀이(repeat_kv)",
				"Copying each KV head for all its query heads before use, which gives the same numbers but throws away what GQA saves.",
				"쓰기 전에 KV 헤드를 쿼리 헤드 수만큼 복사하는 것으로, 결과는 같지만 GQA가 아낀 것을 도로 잃습니다."),
			t("tensor", "Tensor parallelism", "텐서 병렬화",
				"Splitting the heads of a layer over several chips; with more chips than KV heads, the KV heads are copied.",
				"한 층의 헤드를 여러 칩에 나누는 것으로, 칩이 KV 헤드보다 많으면 KV 헤드를 복사합니다."),
		}},
		{l.say("Conversion and quality", "변환과 품질"), []Term{
			t("checkpoint", "Checkpoint", "체크포인트(checkpoint)",
				"A trained model’s weights, as a file.",
				"학습한 모델의 가중치를 담은 파일입니다."),
			t("convert", "Conversion", "변환(conversion)",
				"Making a model with G KV heads from a multi-head one by turning the KV heads of each group into one.",
				"멀티 헤드 모델에서 그룹마다 KV 헤드를 하나로 만들어 KV 헤드 G개의 모델을 얻는 일입니다."),
			t("mean", "Mean pooling", "평균 풀링(mean pooling)",
				"Conversion by averaging a group’s key heads and its value heads: the paper’s choice.",
				"그룹의 키 헤드끼리, 값 헤드끼리 평균하는 변환으로, 논문이 고른 방법입니다."),
			t("first", "First head", "첫째 헤드",
				"Conversion by keeping the first key and value head of each group and dropping the rest.",
				"그룹마다 첫 키 헤드와 값 헤드만 남기고 나머지를 버리는 변환입니다."),
			t("uptrain", "Uptraining", "추가 학습(uptraining)",
				"Training a converted model further, for a small part of the original training steps.",
				"변환한 모델을 처음 학습의 작은 일부만큼 더 학습하는 일입니다."),
			t("alpha", "α, alpha", "α, 알파",
				"The size of that part: 0.05 is 5% of the original training steps.",
				"그 일부의 크기로, 0.05는 처음 학습 스텝 수의 5%입니다."),
			t("loss", "Held-out loss", "검증 손실(held-out loss)",
				"How badly the model predicts stories that it was not trained on, in nats per token: lower is better.",
				"학습하지 않은 이야기를 얼마나 못 맞히는지를 토큰당 nat으로 나타낸 것으로, 낮을수록 좋습니다."),
			t("recall", "Recall", "회상률(recall)",
				"The share of right answers where only the text before can tell, such as who got what.",
				"누가 무엇을 받았는지처럼 앞의 글로만 알 수 있는 답을 맞힌 비율입니다."),
			t("seed", "Seed", "시드(seed)",
				"The number that randomness starts from: the same seed gives the same story.",
				"난수가 시작되는 수로, 시드가 같으면 이야기도 같습니다."),
			t("temperature", "Temperature", "온도(temperature)",
				"How freely the next token is drawn: 0 always takes the likeliest one.",
				"다음 토큰을 얼마나 자유롭게 뽑을지 정하는 값으로, 0이면 언제나 확률이 가장 높은 것을 고릅니다."),
		}},
	}
}
