package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Real models.

func (l Lang) Models() string { return l.say("Real models", "실제 모델") }
func (l Lang) ModelsLead() string {
	return l.say("How large the KV caches of published models are, and what another G would change.",
		"공개된 모델의 KV 캐시가 얼마나 큰지, G가 다르면 무엇이 바뀌는지 보여 줍니다.")
}

// ModelsParts are the names of the room's parts.
func (l Lang) ModelsParts(models int) [3]string {
	if l == Korean {
		return [3]string{"모델 하나", fmt.Sprintf("모델 %d개", models), "GQA 너머"}
	}
	return [3]string{"One model", fmt.Sprintf("All %d models", models), "Beyond GQA"}
}

// What is asked.

func (l Lang) ModelName() string  { return l.say("Model", "모델") }
func (l Lang) OwnNumbers() string { return l.say("Your own numbers", "직접 넣은 숫자") }

// ModelKinds are the kinds of models, the common ones first.
func (l Lang) ModelKinds() [7]string {
	if l == Korean {
		return [7]string{"멀티 헤드(MHA)", "그룹 쿼리(GQA)", "멀티 쿼리(MQA)", "슬라이딩 윈도", "층끼리 KV 공유", "잠재 벡터(MLA)", "혼합: 일부 층만 캐시"}
	}
	return [7]string{"Multi-head (MHA)", "Grouped-query (GQA)", "Multi-query (MQA)", "Sliding windows", "Layers that share KV", "Latent vector (MLA)", "Hybrid: a cache in some layers only"}
}

// KindShort is a kind in the table: what its heads are, and what else makes its cache
// smaller.
func (l Lang) KindShort(heads int, windows, shared, linear bool) string {
	s := [...]string{"MHA", "GQA", "MQA", 5: "MLA"}[heads]
	for _, more := range []struct {
		has  bool
		text string
	}{{windows, l.say("windows", "윈도")}, {shared, l.say("shared layers", "층 공유")}, {linear, l.say("hybrid", "혼합")}} {
		if more.has {
			s += ", " + more.text
		}
	}
	return s
}
func (l Lang) SequenceTokens() string {
	return l.say("Tokens in a sequence", "시퀀스 하나의 토큰 수")
}
func (l Lang) BatchSize() string {
	return l.say("Sequences at once", "동시에 다루는 시퀀스 수")
}
func (l Lang) CacheNumber() string { return l.say("Number format, cache", "캐시 숫자 형식") }
func (l Lang) WeightNumber() string {
	return l.say("Number format, weights", "가중치 숫자 형식")
}
func (l Lang) ChipName() string   { return l.say("Accelerator", "가속기") }
func (l Lang) ChipCount() string  { return l.say("How many of them, T", "칩 수 T") }
func (l Lang) OwnLayers() string  { return l.say("Layers", "층 수") }
func (l Lang) OwnHeads() string   { return l.say("H, query heads", "H, 쿼리 헤드 수") }
func (l Lang) OwnHeadDim() string { return l.say("Numbers in a head, d", "헤드 하나의 차원 d") }
func (l Lang) OwnParams() string  { return l.say("Weights, in billions", "가중치 수(10억 개)") }
func (l Lang) UpTo(label string, most int) string {
	return label + l.say(" (1 to "+Int(most)+")", " (1–"+Int(most)+")")
}

// What it takes.

func (l Lang) PerToken() string { return l.say("one token", "토큰 하나") }
func (l Lang) PerSequence(n int) string {
	return l.say("a sequence of "+Int(n)+" "+plural(n, "token", "tokens"), "토큰 "+Int(n)+"개짜리 시퀀스 하나")
}
func (l Lang) PerBatch(n int) string {
	return l.say(Int(n)+" such "+plural(n, "sequence", "sequences"), "그런 시퀀스 "+Int(n)+"개")
}
func (l Lang) ExactBytes(n float64) string {
	return apart(strconv.FormatFloat(n, 'f', 0, 64)) + l.say(" bytes", "바이트")
}

// ModelFormula is the bytes of a token. headDim is of one of the kvHeads heads; a latent
// vector has latent and rope numbers instead.
func (l Lang) ModelFormula(layers, kvHeads, headDim, latent, rope int, size float64, bytes int) string {
	s := Short(size, 2)
	if latent > 0 {
		return l.sayf("(%d latent + %d rotary) × %d layers × %s bytes = %s bytes",
			"(잠재 %d + 회전 %d) × %d층 × %s바이트 = %s바이트", latent, rope, layers, s, Int(bytes))
	}
	return l.sayf("2 (K, V) × %d layers × %d KV %s × d = %d numbers a head × %s bytes a number = %s bytes",
		"2 (K, V) × %[1]d층 × KV 헤드 %[2]d × 헤드당 수 d = %[4]d개 × %[5]s바이트 = %[6]s바이트", layers, kvHeads, plural(kvHeads, "head", "heads"), headDim, s, Int(bytes))
}

// Notes on a model.

func (l Lang) WindowNote(layers, of, window int) string {
	return l.sayf("%d of %d layers keep only the last %s tokens.",
		"%[2]d개 층 가운데 %[1]d개는 마지막 토큰 %[3]s개만 담습니다.", layers, of, Int(window))
}
func (l Lang) GrowthNote(bytes int) string {
	if bytes == 0 {
		return l.say("Once the windows are full, the cache stops growing.", "윈도가 다 차면 캐시는 더 커지지 않습니다.")
	}
	return l.say("Once the windows are full, a token adds "+Int(bytes)+" bytes.", "윈도가 다 차면 토큰 하나에 "+Int(bytes)+"바이트씩 늘어납니다.")
}
func (l Lang) SharedNote(layers, of int) string {
	return l.sayf("%d of %d layers read the cache of an earlier layer and keep none.",
		"%[2]d개 층 가운데 %[1]d개는 앞선 층의 캐시를 읽고 자기 캐시는 두지 않습니다.", layers, of)
}
func (l Lang) LinearNote(layers, of int) string {
	return l.sayf("%d of %d layers keep a state of constant size instead of a cache; that state is not counted.",
		"%[2]d개 층 가운데 %[1]d개는 캐시 대신 크기가 일정한 상태를 두며, 여기서는 세지 않습니다.", layers, of)
}
func (l Lang) CrossNote() string {
	return l.say("This is the decoder of an encoder–decoder model: it keeps as many bytes again for every token of the input.",
		"인코더–디코더의 디코더입니다. 입력 토큰마다 같은 바이트를 따로 더 담습니다.")
}
func (l Lang) BeyondContextNote(context int) string {
	return l.say("The model is designed for texts of up to "+Int(context)+" tokens.", "이 모델은 토큰 "+Int(context)+"개까지의 글을 다루도록 만들어졌습니다.")
}
func (l Lang) QuantisedNote() string {
	return l.say("The scales that quantised numbers share are not counted.", "양자화한 수들이 함께 쓰는 스케일은 세지 않습니다.")
}
func (l Lang) UnsureNote() string {
	return l.say("≈: general knowledge, not found in the sources.", "≈: 출처에서 확인하지 못한, 널리 알려진 값입니다.")
}
func (l Lang) SourcesOf() string { return l.say("Sources:", "출처:") }

// What another G would change.

func (l Lang) LadderTitle(heads, context int) string {
	return l.sayf("The cache of a sequence of %s %s for every G that divides H = %d",
		"토큰 %[1]s개짜리 시퀀스의 캐시, H = %[3]d의 약수인 모든 G마다", Int(context), plural(context, "token", "tokens"), heads)
}

// LadderSays compares the model with multi-head attention.
func (l Lang) LadderSays(name string, heads, kvHeads int) string {
	switch kvHeads {
	case heads:
		return l.sayf("%s is multi-head: each of its H = %d query heads has its own key/value head, so G = %d and H/G = 1.",
			"%s: 멀티 헤드라서 쿼리 헤드 H = %d개마다 키/값 헤드가 하나씩 있습니다. G = %d, H/G = 1입니다.", name, heads, kvHeads)
	case 1:
		return l.sayf("%s is multi-query: all H = %d query heads share one key/value head, so G = 1 and H/G = %d. Its cache is %s of what multi-head would take.",
			"%s: 멀티 쿼리라서 쿼리 헤드 H = %d개가 키/값 헤드 하나를 함께 씁니다. G = 1, H/G = %d이고 캐시는 멀티 헤드의 %s입니다.", name, heads, heads, percent(heads, 1))
	}
	return l.sayf("%s: H = %d query heads share G = %d key/value heads, H/G = %d each. Its cache is %s of what multi-head would take.",
		"%s: 쿼리 헤드 H = %d개가 키/값 헤드 G = %d개를 나눠 쓰며, 하나에 H/G = %d개입니다. 캐시는 멀티 헤드의 %s입니다.", name, heads, kvHeads, heads/kvHeads, percent(heads, kvHeads))
}

// LatentSays compares a latent vector with heads: it is as large as so many of them.
func (l Lang) LatentSays(name string, heads, headDim int, equal float64) string {
	e := Short(equal, 3)
	return l.sayf("%s keeps one latent vector per token for all H = %d query heads, as large as %s KV heads of %d numbers each. The bars show what the keys and values of such heads would take.",
		"%[1]s: 쿼리 헤드 H = %[2]d개를 위해 토큰마다 잠재 벡터 하나만 담습니다. 차원이 %[4]d인 KV 헤드 %[3]s개와 같은 크기입니다. 막대는 그런 헤드로 키와 값을 담았을 때의 크기입니다.", name, heads, e, headDim)
}
func (l Lang) Rung(bytes, share string) string { return bytes + " · " + share }

// Capacity is how many sequences fit on accelerators beside the weights, and how fast
// they are decoded at most.
type Capacity struct {
	Chip            string
	Chips           int
	Memory, Weights float64 // bytes of all chips together, and of the weights; 0: not known
	Context         int
	Name            string // of the model's heads: "G = 8" or "MLA"
	Multi           bool   // they are multi-head
	Fits, FitsMulti int
	Step, StepMulti float64 // seconds
	Experts         bool    // only some of the weights are needed for one token
}

func (l Lang) chipsOf(c Capacity) string {
	if c.Chips == 1 {
		return l.say("one "+c.Chip, c.Chip+" 하나")
	}
	return fmt.Sprintf(l.say("%d × %s", "%d × %s"), c.Chips, c.Chip)
}

// CapacitySays is what fits, and what that is worth.
func (l Lang) CapacitySays(c Capacity) string {
	where := l.chipsOf(c)
	switch {
	case c.Weights == 0:
		return l.say("The number of weights is not known here, so neither is how many sequences fit beside them. You can enter it under “"+l.OwnNumbers()+"”.",
			"가중치 수를 모르므로 그 옆에 시퀀스가 몇 개 들어가는지 알 수 없습니다. ‘"+l.OwnNumbers()+"’에서 넣을 수 있습니다.")
	case c.Weights >= c.Memory:
		return l.sayf("The weights alone take %s, and %s %s %s: choose more chips, or a smaller number format for the weights.",
			"가중치만 %[1]s인데 %[2]s에는 %[4]s까지 들어갑니다. 칩을 늘리거나 가중치 숫자 형식을 더 작게 고르세요.", GB(c.Weights), where, plural(c.Chips, "holds", "hold"), GB(c.Memory))
	case c.Fits == 0:
		return l.sayf("Beside %s of weights, not one sequence of %s tokens fits on %s (%s).",
			"가중치 %[1]s를 두고 나면 %[3]s(%[4]s)에는 토큰 %[2]s개짜리 시퀀스가 하나도 들어가지 않습니다.", GB(c.Weights), Int(c.Context), where, GB(c.Memory))
	}
	rate := func(n int, step float64) string { return Int(int(float64(n)/step + .5)) }
	s := l.sayf("Beside %s of weights, %s (%s) %s %s sequences of %s tokens with %s",
		"가중치 %[1]s를 두고 나면 %[2]s(%[3]s)에는 토큰 %[6]s개짜리 시퀀스가 %[7]s일 때 %[5]s개 들어갑니다", GB(c.Weights), where, GB(c.Memory), plural(c.Chips, "holds", "hold"), Int(c.Fits), Int(c.Context), c.Name)
	same := c.Fits == c.FitsMulti && c.Step == c.StepMulti
	switch {
	case c.Multi:
	case same:
		s += l.say(", and no more than with multi-head attention", ". 멀티 헤드와 똑같습니다")
	default:
		s += l.say(", and "+Int(c.FitsMulti)+" with multi-head attention", ". 멀티 헤드라면 "+Int(c.FitsMulti)+"개입니다")
	}
	s += l.say(". Predicted: a step of the full batch takes at least "+Seconds(c.Step)+", so at most "+rate(c.Fits, c.Step)+" tokens a second",
		". 예측: 꽉 찬 배치의 한 스텝은 최소 "+Seconds(c.Step)+", 따라서 최대 초당 "+rate(c.Fits, c.Step)+"토큰")
	if !c.Multi && !same && c.FitsMulti > 0 {
		s += l.say(", against "+rate(c.FitsMulti, c.StepMulti)+" with multi-head", "이고, 멀티 헤드라면 "+rate(c.FitsMulti, c.StepMulti)+"토큰")
	}
	return s + l.say(".", "입니다.")
}

// CapacityDetails is what the prediction leaves out.
func (l Lang) CapacityDetails(experts bool) string {
	s := l.say("A prediction by the roofline, not a measurement: in each step, all caches are read once at full bandwidth; to that comes reading the weights once, or multiplying them at the peak speed for 16-bit numbers, whichever takes longer. Communication between chips and everything else are left out. GB are 10⁹ bytes.",
		"측정값이 아니라 루프라인으로 예측한 값입니다. 한 스텝마다 모든 캐시를 최대 대역폭으로 한 번 읽는 시간에, 가중치를 한 번 읽는 시간과 16비트 수의 최고 속도로 곱하는 시간 가운데 긴 쪽을 더합니다. 칩 사이의 통신을 비롯한 나머지는 셈에서 뺍니다. GB는 10⁹바이트입니다.")
	if experts {
		s += l.say(" Of the experts, only those of one token are counted as read; a batch reads more.", " 전문가(expert)는 토큰 하나가 쓰는 것만 읽는다고 셉니다. 배치는 더 많이 읽습니다.")
	}
	return s
}
func (l Lang) CapacityTitle(chip string, n int) string {
	return l.sayf("Predicted time of a step against sequences at once, %d × %s; each line ends where memory does",
		"동시에 다루는 시퀀스 수에 따른 한 스텝의 예측 시간, %d × %s. 선은 메모리가 다 찬 곳에서 끝납니다", n, chip)
}
func (l Lang) AxisBatch() string {
	return l.say("sequences at once", "동시에 다루는 시퀀스 수")
}
func (l Lang) AxisStep() string     { return l.say("ms per step, predicted", "스텝당 ms, 예측") }
func (l Lang) ChipSource() string   { return l.say("source of its numbers", "수치의 출처") }
func (l Lang) ColShareMHA() string  { return l.say("of MHA", "MHA 대비") }
func (l Lang) ColToken() string     { return l.say("Bytes a token", "토큰당 바이트") }
func (l Lang) ColTokenLate() string { return l.say("with full windows", "윈도가 찬 뒤") }
func (l Lang) ColSequence() string  { return l.say("Bytes a sequence", "시퀀스당 바이트") }
func (l Lang) ColBatch() string     { return l.say("Bytes of the batch", "배치 바이트") }
func (l Lang) ColPerChip() string {
	return l.say("Bytes of a sequence on one chip", "칩 하나의 시퀀스당 바이트")
}
func (l Lang) ColLargest() string { return l.say("Largest batch", "가장 큰 배치") }
func (l Lang) ColStep() string {
	return l.say("Shortest step, ms (predicted)", "스텝 최소 ms(예측)")
}
func (l Lang) ColRate() string {
	return l.say("Most tokens/s (predicted)", "초당 최대 토큰(예측)")
}
func (l Lang) ColCopies() string { return l.say("Copies of a head", "헤드의 사본 수") }
func (l Lang) ColChips() string  { return "T" }
func (l Lang) ColHeadsHere() string {
	return l.say("KV heads on a chip", "칩 하나의 KV 헤드")
}
func (l Lang) ColAllChips() string {
	return l.say("Bytes on all chips", "모든 칩의 바이트")
}
func (l Lang) ColPaper() string     { return l.say("The paper, seconds", "논문, 초") }
func (l Lang) ColModel() string     { return l.say("Model", "모델") }
func (l Lang) ColModelKind() string { return l.say("Kind", "종류") }
func (l Lang) ColLayers() string    { return l.say("Layers", "층") }
func (l Lang) ColContext() string   { return l.say("Longest text", "최대 컨텍스트") }
func (l Lang) ColParams() string    { return l.say("Weights, 10⁹", "가중치, 10⁹") }
func (l Lang) ColSource() string    { return l.say("Source", "출처") }
func (l Lang) SortBy(c string) string {
	return l.say("Sort by: "+c, "정렬 기준: "+c)
}

// Crossover is the length at which the cache of a batch is as large as the weights; ok
// is false if it never is.
func (l Lang) Crossover(batch, n int, ok bool, multi int, multiOK bool) string {
	of := l.say(Int(batch)+" "+plural(batch, "sequence", "sequences"), "시퀀스 "+Int(batch)+"개")
	switch {
	case !ok:
		return l.say("With "+of+" the cache never grows as large as the weights: its windows fill up first.", of+"의 캐시는 가중치만큼 커지지 않습니다. 그 전에 윈도가 찹니다.")
	case !multiOK || multi == n:
		return l.say("With "+of+" the cache is as large as the weights from "+Int(n)+" tokens on. For shorter texts the weights are the larger part.",
			of+"의 캐시는 토큰 "+Int(n)+"개부터 가중치만큼 커집니다. 글이 더 짧으면 가중치가 더 큽니다.")
	}
	return l.say("With "+of+" the cache is as large as the weights from "+Int(n)+" tokens on; with multi-head attention, from "+Int(multi)+" on. For shorter texts the weights are the larger part.",
		of+"의 캐시는 토큰 "+Int(n)+"개부터, 멀티 헤드라면 "+Int(multi)+"개부터 가중치만큼 커집니다. 글이 더 짧으면 가중치가 더 큽니다.")
}

// Divided among chips.

func (l Lang) DividedTitle() string {
	return l.say("Divided among chips", "여러 칩에 나누기")
}

// DividedSays is what becomes of G heads on so many chips. Where they are not more than
// the heads, twice the heads serve as the example.
func (l Lang) DividedSays(chips, kvHeads, here int, copies float64) string {
	if kvHeads == 0 {
		return l.say("The latent vector belongs to all heads, so each chip keeps all of it: T chips hold T times the cache.",
			"잠재 벡터는 모든 헤드의 것이므로 칩마다 통째로 담습니다. 그래서 칩 T개에는 캐시가 T배로 담깁니다.")
	}
	s := l.sayf("The G = %d KV %s divided among T chips, and each chip holds at least one whole head. ",
		"KV 헤드 G = %[1]d개를 칩 T개에 나누며, 칩마다 적어도 헤드 하나를 통째로 담습니다. ", kvHeads, plural(kvHeads, "head is", "heads are"))
	if chips > kvHeads {
		return s + l.sayf("T = %d is more than G, so each head is held max(1, T/G) = %s times, and so is the cache.",
			"T = %d개로 G보다 많으므로 헤드마다 max(1, T/G) = %s번씩 담기고, 캐시도 그만큼 늘어납니다.", chips, Short(copies, 3))
	}
	return s + l.sayf("With T = %d, a chip holds %d of them at most, and nothing is held twice. Beyond T = %d, some is: with T = %d, each head is held max(1, T/G) = 2 times, and so is the cache.",
		"T = %d이면 칩 하나에 많아야 %d개이고 두 번 담기는 것이 없습니다. T가 %d개를 넘으면 달라집니다. T = %d이면 헤드마다 max(1, T/G) = 2번씩 담기고, 캐시도 그만큼 늘어납니다.", chips, here, kvHeads, 2*kvHeads)
}

// Questions that learners ask, with the numbers of the model chosen.

func (l Lang) Questions() string {
	return l.say("Answers in this model’s numbers", "이 모델의 숫자로 답하면")
}
func (l Lang) AskCompute() string {
	return l.say("Does GQA save arithmetic?", "GQA는 연산도 줄이나요?")
}
func (l Lang) AnswerCompute(context, operations, bytes, multi int, same bool) string {
	s := l.sayf("Not in attention. To attend to %s tokens, one token takes 4·L·H·d·n = %s operations, whatever G is: every query head still meets every key. ",
		"어텐션 연산은 줄지 않습니다. 토큰 하나가 토큰 %s개를 보는 데 드는 연산은 4·L·H·d·n = %s번이며, G와 상관없습니다. 쿼리 헤드마다 모든 키를 만나기 때문입니다. ", Int(context), Int(operations))
	if same {
		return s + l.sayf("What G changes is how many bytes are read for it, here %s.",
			"G가 바꾸는 것은 그때 읽는 바이트이고, 여기서는 %s바이트입니다.", Int(bytes))
	}
	return s + l.sayf("What shrinks is what is read for it: %s bytes instead of %s with multi-head attention. Only computing the keys and values takes less arithmetic, too.",
		"줄어드는 것은 그때 읽는 바이트입니다. 멀티 헤드의 %[2]s바이트 대신 %[1]s바이트를 읽습니다. 연산은 키와 값을 계산할 때만 함께 줄어듭니다.", Int(bytes), Int(multi))
}
func (l Lang) AnswerParallel() string {
	return l.say("The table above says it:", "위의 표에 있습니다:")
}
func (l Lang) AskParallel() string {
	return l.say("What happens on several chips?", "여러 칩에 나누면 어떻게 되나요?")
}
func (l Lang) AskNames() string {
	return l.say("Is G the number of heads or the size of a group?", "G는 헤드 수인가요, 그룹 크기인가요?")
}
func (l Lang) AnswerNames(name string, heads, kvHeads int) string {
	return l.sayf("In the paper and here, G is the number of KV heads, which is the number of groups; Hugging Face calls it num_key_value_heads. %s: G = %d. The size of a group is H/G = %d/%d = %d query heads, which Hugging Face calls num_key_value_groups.",
		"논문과 이 페이지에서 G는 KV 헤드의 수, 곧 그룹의 수이고, Hugging Face에서는 num_key_value_heads라고 합니다. %s: G = %d. 그룹의 크기는 쿼리 헤드 H/G = %d/%d = %d개이고, Hugging Face에서는 이것을 num_key_value_groups라고 합니다.", name, kvHeads, heads, kvHeads, heads/kvHeads)
}
func (l Lang) AskJump() string {
	return l.say("Why does figure 6 of the paper jump at MHA?", "논문의 그림 6은 왜 MHA에서 뛰어오르나요?")
}

func (l Lang) AskRepeat() string {
	return l.say("Is anything saved if KV heads are repeated for their query heads?", "KV 헤드를 쿼리 헤드마다 되풀이해도 아끼는 것이 있나요?")
}

// AnswerRepeat says what the cache takes with the heads repeated before they are stored.
func (l Lang) AnswerRepeat(repeat, bytes, multi int) string {
	return l.sayf("Not if they are repeated before they are stored: with each head %d times, the cache of the sequence takes %s bytes, as with multi-head attention, instead of %s. If they are repeated when they are read, that costs time: the repeat-KV trap measures it here.",
		"저장하기 전에 되풀이하면 아끼는 것이 없습니다. 헤드마다 %d번씩 되풀이하면 시퀀스의 캐시가 %[3]s바이트 대신 멀티 헤드와 같은 %[2]s바이트가 됩니다. 읽을 때 되풀이하면 시간이 듭니다. repeat-KV 함정에서 직접 측정할 수 있습니다.", repeat, Int(multi), Int(bytes))
}
func (l Lang) AskFewer() string {
	return l.say("Why not fewer query heads instead?", "쿼리 헤드를 줄이면 안 되나요?")
}

// FewerHeads is what the MQA paper measured: BLEU on WMT 2014 of its multi-head model with
// Heads heads, of MQA, and of one head alone, with as many weights in all.
type FewerHeads struct {
	Heads           int
	Multi, MQA, One float64
}

// AnswerFewer is the MQA paper's answer.
func (l Lang) AnswerFewer(f FewerHeads) string {
	return l.sayf("That costs more quality. In the MQA paper (Shazeer 2019; WMT 2014, dev BLEU, equal numbers of weights), %d heads reach %.1f, the same heads with one KV head for all of them %.1f, but a single query head with its own KV head only %.1f.",
		"품질을 더 잃습니다. MQA 논문(Shazeer 2019, WMT 2014 개발 집합 BLEU, 전체 가중치 수는 같음)에서 헤드 %d개는 %.1f, 그 헤드들이 KV 헤드 하나를 함께 쓰면 %.1f이지만, 쿼리 헤드도 하나뿐이면 %.1f입니다.", f.Heads, f.Multi, f.MQA, f.One)
}

// Jump is figure 6 of the paper and the memory behind it: Heads heads and half as many.
type Jump struct {
	Heads            int
	Seconds, Half    float64 // the paper's, with Heads and with half as many
	Input, Output    int
	Chips, Each      int     // the paper's chips, and its most samples on each
	Cache            float64 // bytes of one sample with Heads
	Weights, Memory  float64 // bytes
	Needs, NeedsHalf float64 // bytes, with the weights
	Fits             int
}

// ColNeeds heads what so many samples and the weights take.
func (l Lang) ColNeeds(samples int) string {
	return l.sayf("%d samples and the weights", "표본 %d개와 가중치", samples)
}

// AnswerJump is our reading of the figure.
func (l Lang) AnswerJump(j Jump) string {
	return l.sayf(
		"From G = %d to %d the bytes double, but the paper’s time rises %s × (from %s to %s s per sample). Memory may be why: the paper takes the largest batch that fits, up to %d samples on each of %d TPU v4. With %s tokens in and %s out, one sample’s cache is %s at G = %[2]d. %[11]d of them and %[12]s of weights need %[13]s, but the chips hold %[14]s, so at most %[15]d fit, or %[16]d if batches are powers of two. With G = %[1]d, all of them need %[17]s. This is our reading: the paper does not say which batch it used, and this arithmetic does not predict its seconds.",
		"G = %d에서 %d까지 바이트는 두 배가 되는데 논문의 시간은 %s배가 됩니다(표본당 %s초에서 %s초). 메모리 때문일 수 있습니다. 논문은 들어가는 가장 큰 배치를 쓰되, TPU v4 %[7]d개에 하나당 표본 %[6]d개까지입니다. 입력 %[8]s토큰, 출력 %[9]s토큰이면 G = %[2]d에서 표본 하나의 캐시가 %[10]s입니다. 표본 %[11]d개와 가중치 %[12]s에는 %[13]s가 필요한데 칩에는 %[14]s까지 들어가므로 최대 %[15]d개, 배치가 2의 거듭제곱이라면 %[16]d개입니다. G = %[1]d이면 모두 해서 %[17]s입니다. 이것은 우리의 해석입니다. 논문은 배치 크기를 밝히지 않았고, 이 계산으로 논문의 시간이 나오지는 않습니다.",
		j.Heads/2, j.Heads, Short(j.Seconds/j.Half, 3), Short(j.Half, 2), Short(j.Seconds, 3), j.Each, j.Chips, Int(j.Input), Int(j.Output), GB(j.Cache),
		j.Chips*j.Each, GB(j.Weights), GB(j.Needs), GB(j.Memory), j.Fits, power(j.Fits), GB(j.NeedsHalf))
}

// power is the largest power of two that is not above n.
func power(n int) int {
	p := 1
	for 2*p <= n {
		p *= 2
	}
	return p
}

// The table of all models.

func (l Lang) AllModelsSays(name, bytes, least, leastBytes string, ratio float64) string {
	r := Int(int(ratio + .5))
	return l.sayf("From %s, which at first adds %s bytes with every token, to %s with %s: %s ×.",
		"처음에 토큰마다 %[2]s바이트를 더하는 %[1]s부터 %[4]s바이트인 %[3]s까지, %[5]s배 차이입니다.", name, bytes, least, leastBytes, r)
}
func (l Lang) AllModelsDetails(context int) string {
	return l.say("Bytes a token: what the first tokens add in all layers, then what a token adds once all windows are full. A sequence has "+Int(context)+" tokens, even where the model is designed for fewer. Click a column heading to sort, a name to choose the model.",
		"토큰당 바이트: 처음에 토큰 하나가 모든 층에 더하는 바이트와, 윈도가 다 찬 뒤에 더하는 바이트. 시퀀스는 그보다 짧은 글을 다루도록 만든 모델도 토큰 "+Int(context)+"개로 셉니다. 열 제목을 누르면 정렬하고, 이름을 누르면 그 모델을 고릅니다.")
}

func (l Lang) ScatterTitle() string {
	return l.say("What a token adds to the cache against the model’s number of weights, one dot per model",
		"모델의 가중치 수에 따라 토큰 하나가 캐시에 더하는 크기, 모델마다 점 하나")
}
func (l Lang) AxisWeights() string { return l.say("billions of weights", "가중치 수(10억 개)") }
func (l Lang) AxisKiB() string     { return l.say("KiB per token", "토큰당 KiB") }

// Beyond GQA.

func (l Lang) BeyondTitle() string {
	return l.say("Four ways to a smaller cache, and works that take them", "캐시를 줄이는 네 갈래와 그 연구들")
}
func (l Lang) BeyondSays() string {
	return l.say("The size of the cache is a product: KV heads × numbers in a head × layers × positions (× 2 for K and V, × bytes per number). GQA makes the first factor smaller; the works below take that further or shrink another factor, and they can be combined.",
		"캐시의 크기는 곱입니다. KV 헤드 수 × 헤드 하나의 차원 × 층 수 × 위치 수(× K와 V라서 2 × 수 하나의 바이트). GQA는 첫째 인수를 줄이고, 아래 연구들은 그것을 더 밀고 나가거나 다른 인수를 줄입니다. 함께 쓸 수도 있습니다.")
}

// Axes are the factors and what is done to each.
func (l Lang) Axes() [4][2]string {
	if l == Korean {
		return [4][2]string{{"헤드", "KV 헤드를 줄인다"}, {"차원", "헤드마다 수를 줄인다"}, {"층", "층끼리 나눠 쓴다"}, {"위치", "토큰을 덜 담는다"}}
	}
	return [4][2]string{{"Heads", "fewer KV heads"}, {"Features", "fewer, smaller numbers"}, {"Layers", "layers share"}, {"Positions", "fewer tokens kept"}}
}
func (l Lang) ColWork() string { return l.say("Work", "연구") }
func (l Lang) ColYear() string { return l.say("Year", "연도") }
func (l Lang) ColAxis() string { return l.say("Factor", "인수") }
func (l Lang) ColIdea() string { return l.say("What it does", "내용") }
func (l Lang) ColLink() string { return l.say("Link", "링크") }

// Ideas say what each of the works does, in their order.
func (l Lang) Ideas() [32]string {
	if l == Korean {
		return [32]string{
			"모든 쿼리 헤드가 KV 헤드 하나를 함께 쓴다",
			"MQA의 캐시를 배치로 칩에 나눈다. 글의 길이가 32배까지 늘어난다",
			"KV 헤드를 G개 둔다. 헤드를 평균해 만들고 5% 더 학습한다",
			"쿼리도 그룹으로 묶어 모든 조합을 비교한다",
			"진화 탐색으로 그룹을 찾는다",
			"활성값을 보고 크기가 다른 그룹을 만든다",
			"층마다 K와 V의 헤드 수를 따로 정하고 차츰 합친다",
			"캐시의 저랭크 형태를 따라 헤드를 합친다",
			"단순 평균 대신 학습한 가중 평균으로 합친다",
			"키 헤드의 노름을 보고 쿼리를 그룹에 나눈다(DGQA, PGQA도)",
			"평균하기 전에 헤드를 돌려 서로 맞춘다",
			"글의 길이에 맞춰 H와 G를 모델 너비와 따로 정한다",
			"2비트로 담는다. 키는 채널마다, 값은 토큰마다 스케일을 둔다",
			"모든 헤드를 위해 토큰마다 잠재 벡터 하나를 담는다",
			"쿼리가 쓰지 않는 키의 채널을 버린다",
			"키와 값을 작은 인수들의 곱으로 담는다",
			"모든 GQA는 캐시 크기가 같은 MLA임을 보이고 그렇게 변환한다",
			"키와 값이 한 상태를 함께 쓴다(GTA). 칩에 나눌 수 있는 잠재 벡터(GLA)",
			"이웃한 층이 캐시 하나를 함께 쓴다",
			"위쪽 절반의 층이 캐시 하나를 함께 읽는다",
			"35개 층 가운데 15개가 앞선 층의 캐시를 읽는다",
			"4개 층 가운데 3개는 커지는 캐시가 없는 선형 어텐션이다",
			"어텐션을 가장 많이 받은 토큰을 남긴다",
			"페이지로 나눠 담는다. 시퀀스마다 낭비하는 자리가 한 페이지를 넘지 않는다",
			"처음 몇 토큰과 마지막 윈도를 남긴다",
			"모든 층이 마지막 4,096토큰만 본다",
			"한 층 걸러 4,096토큰만 본다",
			"남길 토큰의 수를 헤드마다 정한다",
			"6개 층 가운데 5개가 윈도만 본다",
			"4개 층 가운데 3개가 8,192토큰씩 나눠 본다",
			"한 층 걸러 128토큰만 본다",
			"4개 층 가운데 3개가 4,096토큰만 본다",
		}
	}
	return [32]string{
		"one KV head for all query heads",
		"divides MQA’s cache among chips by batch: texts up to 32 times as long",
		"G KV heads, made by averaging and 5% more training",
		"groups the queries, too, and compares all combinations",
		"finds groups by evolutionary search",
		"makes groups of unequal size by their activations",
		"chooses how many heads K and V have in each layer, and fuses them step by step",
		"merges heads along a low-rank form of the cache",
		"merges by learned weights instead of the mean",
		"allots queries to groups by the norms of the keys (with DGQA and PGQA)",
		"rotates heads to be alike before averaging them",
		"chooses H and G for the length of text, apart from the model’s width",
		"2-bit numbers, with scales by channel for keys and by token for values",
		"one latent vector a token for all heads",
		"drops channels of the keys that the query does not use",
		"keeps keys and values as products of small factors",
		"shows that any GQA is an MLA with a cache of the same size, and converts it",
		"one state for key and value (GTA); a latent vector that divides among chips (GLA)",
		"neighbouring layers share one cache",
		"the upper half of the layers reads one cache",
		"15 of 35 layers read the cache of an earlier layer",
		"3 of 4 layers are linear attention, without a cache that grows",
		"keeps the tokens that got most attention",
		"keeps the cache in pages: less than one page a sequence is wasted",
		"keeps the first tokens and a window of the last ones",
		"every layer sees the last 4,096 tokens only",
		"every other layer sees 4,096 tokens only",
		"decides head by head how many tokens to keep",
		"5 of 6 layers see a window only",
		"3 of 4 layers see chunks of 8,192 tokens",
		"every other layer sees 128 tokens only",
		"3 of 4 layers see 4,096 tokens only",
	}
}

// sayf is a sentence with what it is about. The languages share the arguments, so that
// each is written down once.
func (l Lang) sayf(english, korean string, about ...any) string {
	return fmt.Sprintf(l.say(english, korean), about...)
}

// Short writes a number to so many digits, and its thousands apart.
func Short(x float64, digits int) string {
	if x >= 1000 {
		return Int(int(round(x, digits)))
	}
	return strconv.FormatFloat(round(x, digits), 'f', -1, 64)
}

// GB writes bytes in units of 10⁹, as makers of memory do.
func GB(bytes float64) string { return Short(bytes/1e9, 4) + " GB" }

// Seconds writes a short time.
func Seconds(s float64) string {
	if s < 1 {
		return Short(1000*s, 3) + " ms"
	}
	return Short(s, 3) + " s"
}

// Sentences joins sentences that are there.
func Sentences(all ...string) string {
	return strings.Join(strings.FieldsFunc(strings.Join(all, "\x00"), func(r rune) bool { return r == 0 }), " ")
}
