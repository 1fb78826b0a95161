package words

import (
	"fmt"
	"math"
	"strings"
)

// TourStep is what a step of the tour says: what there is to see and to do, and, once it
// is done, what came of it.
type TourStep struct{ Title, Task, Seen string }

// TourFacts are the numbers that the tour speaks of, as they are when it does.
type TourFacts struct {
	Heads, KVHeads, GroupSize, Context int

	PerToken, Cache, MHACache string // bytes

	// Recall with the slider's G, of multi-head and of multi-query attention, and with G = 2:
	// just converted in three ways, and uptrained for Alpha of the training.
	Unknown                      bool
	Recall, MHARecall, MQARecall float64
	Converted                    [3]float64
	Uptrained, Alpha             float64

	// The question, its answer in quarters of multi-head's time, and what was measured.
	Guess                      int
	Ratio, RatioLow, RatioHigh float64 // 0: no interval
	Failed                     string
}

func (l Lang) TourOffer() string {
	return l.say("Take the tour: nine steps, five minutes", "둘러보기: 아홉 단계, 5분")
}
func (l Lang) TourName() string { return l.say("Tour", "둘러보기") }
func (l Lang) TourAt(step, of int) string {
	return l.say(fmt.Sprintf("Step %d of %d", step, of), fmt.Sprintf("%d / %d단계", step, of))
}
func (l Lang) TourNext() string  { return l.say("Next", "다음") }
func (l Lang) TourBack() string  { return l.say("Back", "이전") }
func (l Lang) TourLeave() string { return l.say("Leave the tour", "둘러보기 그만두기") }
func (l Lang) TourEnd() string   { return l.say("Finish", "마치기") }
func (l Lang) TourWhere() string { return l.say("Show me where", "어디인지 보기") }
func (l Lang) TourDone(step int) string {
	return l.say(fmt.Sprintf("Step %d is done.", step), fmt.Sprintf("%d단계를 마쳤습니다.", step))
}

func recall(x float64) string { return fmt.Sprintf("%.1f%%", 100*x) }

func (l Lang) TourHeads(f TourFacts) TourStep {
	s := TourStep{
		l.say("Queries ask, keys and values answer", "쿼리가 묻고 키와 값이 답합니다"),
		l.say(fmt.Sprintf("Each of the %d query heads looks back over the text in its own way. With G = %d it has a key head and a value head to itself: multi-head attention. Drag G to 4.", f.Heads, f.Heads),
			fmt.Sprintf("쿼리 헤드 %d개가 저마다 앞의 글을 되돌아봅니다. G = %d이면 쿼리 헤드마다 키 헤드와 값 헤드가 따로 있습니다. 이것이 멀티 헤드 어텐션입니다. G를 4로 끌어 보세요.", f.Heads, f.Heads)),
		l.say(fmt.Sprintf("Now H/G = %d: %d query heads read the same keys and values. No query head is gone; there are only fewer keys and values for them to read.", f.GroupSize, f.GroupSize),
			fmt.Sprintf("이제 H/G = %d입니다. 쿼리 헤드 %d개가 같은 키와 값을 읽습니다. 쿼리 헤드는 그대로이고, 읽히는 쪽이 줄었습니다.", f.GroupSize, f.GroupSize)),
	}
	if f.GroupSize == 1 { // the slider has been moved back since
		s.Seen = l.say("Now each query head has keys and values of its own again. With a smaller G, it shares them; no query head is ever gone.",
			"다시 쿼리 헤드마다 키와 값이 따로 있습니다. G가 작아지면 나눠 씁니다. 쿼리 헤드가 없어지는 일은 없습니다.")
	}
	return s
}

func (l Lang) TourToken(f TourFacts) TourStep {
	return TourStep{
		l.say("A token leaves keys and values behind", "토큰은 키와 값을 남깁니다"),
		l.say("Press “"+l.Step()+"”. The model writes one token and keeps that token’s keys and values, so that no later token has to work them out again. What it keeps is the KV cache.",
			"‘"+l.Step()+"’을 눌러 보세요. 모델은 토큰 하나를 쓰고 그 토큰의 키와 값을 저장해 둡니다. 뒤에 올 토큰이 다시 계산하지 않도록 하기 위해서입니다. 이렇게 저장해 둔 것이 KV 캐시입니다."),
		l.say(fmt.Sprintf("With G = %d, H/G = %d, that token left %s in the cache. Every token from here on reads it, along with all that came before.", f.KVHeads, f.GroupSize, f.PerToken),
			fmt.Sprintf("G = %d, H/G = %d에서 그 토큰은 캐시에 %s를 남겼습니다. 이제부터 모든 토큰이 이것과 앞서 남은 것을 모두 읽습니다.", f.KVHeads, f.GroupSize, f.PerToken)),
	}
}

func (l Lang) TourCache(f TourFacts) TourStep {
	return TourStep{
		l.say("The cache grows with the text", "캐시는 글이 길어질수록 커집니다"),
		l.say(fmt.Sprintf("The card “%s” says how large it is at %s tokens. Choose 16,384 tokens there: a long document.", l.Cache(), Int(f.Context)),
			fmt.Sprintf("‘%s’ 카드에 토큰 %s개일 때의 크기가 있습니다. 거기서 16,384토큰을 골라 보세요. 긴 문서 하나쯤 됩니다.", l.Cache(), Int(f.Context))),
		l.say(fmt.Sprintf("That is %s, and the model reads all of it for every token it writes. These bytes are computed exactly; in a large model that serves many people at once, they can outgrow the weights.", f.Cache),
			fmt.Sprintf("캐시는 %s입니다. 모델은 토큰 하나를 쓸 때마다 이것을 모두 읽습니다. 이 바이트 수는 계산으로 정확히 나옵니다. 큰 모델을 여럿이 함께 쓰면 가중치보다 커지기도 합니다.", f.Cache)),
	}
}

func (l Lang) TourOne(f TourFacts) TourStep {
	return TourStep{
		l.say("One for all", "모두가 하나를"),
		l.say(fmt.Sprintf("The smallest cache comes with a single KV head that all %d query heads read: multi-query attention (MQA). Drag G to 1.", f.Heads),
			fmt.Sprintf("KV 헤드가 하나뿐이고 쿼리 헤드 %d개가 모두 그것을 읽으면 캐시가 가장 작습니다. 멀티 쿼리 어텐션(MQA)입니다. G를 1로 끌어 보세요.", f.Heads)),
		l.say(fmt.Sprintf("G = %d, H/G = %d: %s instead of multi-head’s %s.", f.KVHeads, f.GroupSize, f.Cache, f.MHACache),
			fmt.Sprintf("G = %d, H/G = %d: 멀티 헤드의 %s 대신 %s입니다.", f.KVHeads, f.GroupSize, f.MHACache, f.Cache)),
	}
}

func (l Lang) TourCost(f TourFacts) TourStep {
	s := TourStep{
		l.say("What it costs", "그 대가"),
		l.say("Recall is how often the model gets right what only the text before can tell, such as who was given what. It has fallen under “"+l.Quality()+"”. Press “"+l.Play()+"” and read: what does one KV head mix up?",
			"회상률은 누가 무엇을 받았는지처럼 앞의 글을 기억해야만 알 수 있는 답을 맞힌 비율입니다. ‘"+l.Quality()+"’ 카드에서 회상률이 떨어졌습니다. ‘"+l.Play()+"’을 누르고 읽어 보세요. KV 헤드 하나는 무엇을 헷갈릴까요?"),
		l.say("It still tells a story, but loses track of who did what.", "여전히 이야기는 하지만, 누가 무엇을 했는지 놓칩니다."),
	}
	if !f.Unknown {
		s.Seen += l.say(fmt.Sprintf(" Recall is %s with G = 1; with G = %d it is %s.", recall(f.MQARecall), f.Heads, recall(f.MHARecall)),
			fmt.Sprintf(" 회상률은 G = 1에서 %s, G = %d에서 %s입니다.", recall(f.MQARecall), f.Heads, recall(f.MHARecall)))
	}
	return s
}

func (l Lang) TourMiddle(f TourFacts) TourStep {
	s := TourStep{
		l.say("In the middle", "그 사이"),
		l.say("Between one KV head for all and one for each lies grouped-query attention (GQA): each group of query heads shares one. Drag G to 2 or 4, and watch recall and cache.",
			"모두가 하나를 쓰는 것과 저마다 하나씩 쓰는 것 사이에 그룹 쿼리 어텐션(GQA)이 있습니다. 그룹마다 쿼리 헤드들이 하나를 함께 씁니다. G를 2나 4로 끌면서 회상률과 캐시를 보세요."),
		l.say(fmt.Sprintf("G = %d, H/G = %d: %s of cache instead of %s", f.KVHeads, f.GroupSize, f.Cache, f.MHACache),
			fmt.Sprintf("G = %d, H/G = %d: 캐시는 %s 대신 %s", f.KVHeads, f.GroupSize, f.MHACache, f.Cache)),
	}
	if !f.Unknown {
		s.Seen += l.say(fmt.Sprintf(", and recall of %s instead of %s", recall(f.Recall), recall(f.MHARecall)),
			fmt.Sprintf(", 회상률은 %s 대신 %s", recall(f.MHARecall), recall(f.Recall)))
	}
	s.Seen += l.say(". That is the trade-off; the paper’s large models lose less by it than this small one.",
		"입니다. 이것이 GQA의 절충입니다. 논문의 큰 모델은 이 작은 모델보다 잃는 것이 적습니다.")
	return s
}

func (l Lang) TourConvert(f TourFacts) TourStep {
	s := TourStep{
		l.say("Eight heads into two", "여덟 헤드를 둘로"),
		l.say(fmt.Sprintf("No model here started with fewer heads: all are made from the multi-head one. Under “%s”, try the three ways to turn a group’s KV heads into one: “%s”, “%s” and “%s”.", l.Quality(), l.SourceMean(), l.SourceFirst(), l.SourceRandom()),
			fmt.Sprintf("여기 모델은 모두 멀티 헤드 모델에서 만들었습니다. 그룹의 KV 헤드를 하나로 만드는 방법은 ‘%s’, ‘%s’, ‘%s’ 세 가지입니다. ‘%s’ 카드에서 모두 골라 보세요.", l.SourceMean(), l.SourceFirst(), l.SourceRandom(), l.Quality())),
		l.say("Right after conversion, none of the three is usable", "변환만 해서는 셋 다 쓸 만하지 않습니다"),
	}
	if f.Unknown {
		s.Seen += "."
	} else {
		s.Seen += l.say(fmt.Sprintf(": recall is %s, %s and %s.", recall(f.Converted[0]), recall(f.Converted[1]), recall(f.Converted[2])),
			fmt.Sprintf(". 회상률은 차례로 %s, %s, %s입니다.", recall(f.Converted[0]), recall(f.Converted[1]), recall(f.Converted[2])))
	}
	return s
}

func (l Lang) TourUptrain(f TourFacts) TourStep {
	s := TourStep{
		l.say("A little more training", "조금 더 학습하면"),
		l.say("The paper’s remedy: train the converted model a little longer. Choose “"+l.SourceUptrained()+"”.",
			"논문의 처방은 변환한 모델을 조금 더 학습하는 것입니다. ‘"+l.SourceUptrained()+"’을 골라 보세요."),
		l.say("The model has learned to share.", "모델이 나눠 쓰는 법을 배웠습니다."),
	}
	if lost := f.MHARecall - f.Converted[0]; !f.Unknown && lost > 0 {
		back := Percent(math.Round(100*(f.Uptrained-f.Converted[0])/lost) / 100)
		s.Seen = l.say(fmt.Sprintf("Recall is back up from %s to %s: %s of the original training steps won back %s of what was lost.", recall(f.Converted[0]), recall(f.Uptrained), Percent(f.Alpha), back),
			fmt.Sprintf("회상률이 %s에서 %s로 다시 올랐습니다. 처음 학습 스텝 수의 %s만큼 더 학습해서 잃은 것의 %s를 되찾았습니다.", recall(f.Converted[0]), recall(f.Uptrained), Percent(f.Alpha), back))
	}
	return s
}

func (l Lang) TourPredict(f TourFacts) TourStep {
	s := TourStep{
		l.say("Your prediction", "예측해 보세요"),
		l.say(fmt.Sprintf("With G = 2 a token reads a quarter of multi-head’s cache. How much of multi-head’s time will it take on this machine, with %s tokens in the cache? Your answer starts the measurement.", Int(f.Context)),
			fmt.Sprintf("G = 2이면 토큰 하나가 읽는 캐시는 멀티 헤드의 4분의 1입니다. 캐시에 토큰이 %s개 있을 때, 이 기기에서 걸리는 시간은 멀티 헤드의 얼마일까요? 답을 고르면 측정을 시작합니다.", Int(f.Context))),
		"",
	}
	switch {
	case f.Failed != "":
		s.Seen = l.MeasureFailed(f.Failed)
	case f.Guess == 0 || f.Ratio == 0:
		s.Seen = l.say("Too few samples to tell: press “"+l.MeasureAgain()+"”.", "표본이 적어 알 수 없습니다. ‘"+l.MeasureAgain()+"’을 눌러 보세요.")
	default:
		s.Seen = l.say(fmt.Sprintf("You said: %s. Measured: %s × multi-head’s time (95%%: %s).", strings.ToLower(l.TourShare(f.Guess)), Measured(f.Ratio, f.RatioLow, f.RatioHigh), interval(f.RatioLow, f.RatioHigh)),
			fmt.Sprintf("예측: %s. 측정: 멀티 헤드 시간의 %s배(95%%: %s).", l.TourShare(f.Guess), Measured(f.Ratio, f.RatioLow, f.RatioHigh), interval(f.RatioLow, f.RatioHigh)))
		low, high := float64(f.Guess)/4-0.125, float64(f.Guess)/4+0.125
		nearest := int(max(1, min(4, math.Round(4*f.Ratio))))
		switch {
		case f.Guess < 4 && f.RatioLow > high:
			s.Seen += l.say(" It takes longer: weights and arithmetic are the same for every G, and only the cache shrinks.",
				" 더 걸립니다. 가중치와 연산은 G가 무엇이든 같고, 줄어드는 것은 캐시뿐입니다.")
		case f.RatioHigh < low:
			s.Seen += l.say(" It takes less time: at this length the cache is much of what a token reads.",
				" 덜 걸립니다. 이 길이에서는 토큰 하나가 읽는 것 가운데 캐시가 큰 몫입니다.")
		case f.Guess == nearest:
			s.Seen += l.say(" You were right.", " 맞혔습니다.")
		default:
			s.Seen += l.say(" Close: the interval reaches your answer, but “"+strings.ToLower(l.TourShare(nearest))+"” is nearer.",
				" 가깝습니다. 구간은 예측에 걸치지만 ‘"+l.TourShare(nearest)+"’이 더 가깝습니다.")
		}
	}
	return s
}

// TourShare is an answer to the tour's question, in quarters of multi-head's time.
func (l Lang) TourShare(quarters int) string {
	switch quarters {
	case 1:
		return l.say("About a quarter", "4분의 1쯤")
	case 2:
		return l.say("About half", "절반쯤")
	case 3:
		return l.say("About three quarters", "4분의 3쯤")
	}
	return l.say("About the same", "거의 같음")
}
func (l Lang) TourGuess() string { return l.say("Your prediction", "예측") }
func (l Lang) TourMore() string {
	return l.say("Time at every length, and why", "모든 길이에서의 시간과 그 이유")
}
