package words

import (
	"fmt"
	"strconv"
	"strings"
)

// The paper, done again.

func (l Lang) Redone() string { return l.say("The paper, redone", "논문 다시 해 보기") }
func (l Lang) RedoneLead() string {
	return l.say("Convert the multi-head model, train it a little more, and put your own points beside the paper’s.",
		"멀티 헤드 모델을 변환하고 조금 더 학습해, 논문의 점 옆에 내 점을 찍어 봅니다.")
}

// RedoneIntro is what the paper did.
func (l Lang) RedoneIntro(alpha float64) string {
	return l.say("The paper took a finished multi-head model, made one key and one value head out of each group of heads, and trained all of its weights further, for "+Percent(alpha)+" of the pre-training steps. Here you can do the same.",
		"논문은 학습이 끝난 멀티 헤드 모델에서 그룹마다 키 헤드와 값 헤드를 하나로 합치고, 사전 학습 스텝 수의 "+Percent(alpha)+"만큼 가중치 전부를 더 학습했습니다. 여기서 똑같이 해 볼 수 있습니다.")
}

// PaperPanels are the names of the panels.
func (l Lang) PaperPanels() [5]string {
	if l == Korean {
		return [5]string{"품질과 캐시(그림 3)", "변환 방법(그림 4)", "알파(그림 5)", "그룹 수(그림 6)", "다른 연구"}
	}
	return [5]string{"Quality and cache (figure 3)", "Method (figure 4)", "Alpha (figure 5)", "Groups (figure 6)", "What others found"}
}

func (l Lang) NoResults() string {
	return l.say("The stored experiments are not in this build yet: it shows only the paper’s numbers and your own.",
		"이 빌드에는 아직 저장된 실험이 없습니다. 논문의 숫자와 직접 만든 점만 보입니다.")
}

// Names of models in pictures: short.

func (l Lang) SmallMHA() string { return l.say("small MHA", "작은 MHA") }
func (l Lang) MHAOn(alpha float64) string {
	return "MHA +" + Percent(alpha)
}
func (l Lang) FromScratch() string { return l.say("from scratch", "처음부터") }
func (l Lang) Yours() string       { return l.say("yours", "내 점") }
func (l Lang) Stored() string      { return l.say("stored", "저장된 실험") }
func (l Lang) ThePaper() string    { return l.say("the paper", "논문") }

// MethodName names a method of conversion, or another way to come to a model.
func (l Lang) MethodName(method string) string {
	switch method {
	case "mean":
		return l.say("mean", "평균")
	case "first":
		return l.say("first head", "첫째 헤드")
	case "random":
		return l.say("random", "무작위")
	case "aligned":
		return l.say("aligned mean", "정렬 후 평균")
	case "scratch":
		return l.FromScratch()
	case "smaller":
		return l.SmallMHA()
	}
	return method
}

// Axes.

func (l Lang) AxisLoss() string {
	return l.say("held-out loss, nats per token", "검증 손실, 토큰당 nat")
}
func (l Lang) AxisRecall() string { return l.say("recall, %", "회상률, %") }
func (l Lang) AxisCache() string {
	return l.say("bytes of cache per token", "토큰당 캐시 바이트")
}
func (l Lang) AxisAlpha() string {
	return l.say("alpha, % of the pre-training steps", "알파, 사전 학습 스텝 수의 %")
}
func (l Lang) AxisScore() string { return l.say("average score", "평균 점수") }
func (l Lang) AxisGroups() string {
	return l.say("groups G", "그룹 수 G")
}
func (l Lang) AxisPoints() string {
	return l.say("points above (right) or below (left) MHA", "MHA보다 높은(오른쪽), 낮은(왼쪽) 점수")
}

// Titles of the pictures.

func (l Lang) LossByCache() string {
	return l.say("Here: loss against cache", "여기: 캐시에 따른 손실")
}
func (l Lang) RecallByCache() string {
	return l.say("Here: recall against cache", "여기: 캐시에 따른 회상률")
}
func (l Lang) LossByTime(depth int) string {
	return l.say(fmt.Sprintf("Here: loss against time measured at %s tokens", Int(depth)),
		fmt.Sprintf("여기: 토큰 %s개에서 측정한 시간에 따른 손실", Int(depth)))
}
func (l Lang) LossByMethod() string {
	return l.say("Here: loss by method", "여기: 방법에 따른 손실")
}
func (l Lang) RecallByMethod() string {
	return l.say("Here: recall by method", "여기: 방법에 따른 회상률")
}
func (l Lang) LossByAlpha() string {
	return l.say("Here: loss by alpha", "여기: 알파에 따른 손실")
}
func (l Lang) RecallByAlpha() string {
	return l.say("Here: recall by alpha", "여기: 알파에 따른 회상률")
}
func (l Lang) LossByGroups() string {
	return l.say("Here: loss by groups", "여기: 그룹 수에 따른 손실")
}
func (l Lang) RecallByGroups() string {
	return l.say("Here: recall by groups", "여기: 그룹 수에 따른 회상률")
}
func (l Lang) TimeByGroups(depth int) string {
	return l.say(fmt.Sprintf("Here: time measured at %s tokens", Int(depth)), fmt.Sprintf("여기: 토큰 %s개에서 측정한 시간", Int(depth)))
}
func (l Lang) PaperFigure(n int) string {
	return l.say(fmt.Sprintf("The paper’s figure %d", n), fmt.Sprintf("논문의 그림 %d", n))
}

// Notes under the pictures.

// Near says that an axis does not begin at 0.
func (l Lang) Near() string {
	return l.say("The axis does not begin at 0.", "축이 0에서 시작하지 않습니다.")
}
func (l Lang) LowerBetter() string  { return l.say("Lower is better.", "낮을수록 좋습니다.") }
func (l Lang) HigherBetter() string { return l.say("Higher is better.", "높을수록 좋습니다.") }
func (l Lang) BytesNotTime() string {
	return l.say("Bytes are exact; time is not shown here until you measure it.", "바이트는 정확한 값입니다. 시간은 직접 측정하면 나타납니다.")
}
func (l Lang) TimedHere() string {
	return l.say("Times are medians measured on your machine; the small model was not timed.",
		"시간은 이 기기에서 측정한 중앙값입니다. 작은 모델의 시간은 측정하지 않았습니다.")
}

// Seeds says what the stored dots are.
func (l Lang) Seeds(n, stories, answers int, validation int) string {
	return l.say(fmt.Sprintf("Stored dots: means over %d pre-training seeds with 95%% intervals, on %s held-out stories with %s answers to recall. Each cell’s learning rate was chosen on %s other stories.", n, Int(stories), Int(answers), Int(validation)),
		fmt.Sprintf("저장된 점: 사전 학습 시드 %d개의 평균과 95%% 구간. 검증 이야기 %s편, 회상할 답 %s개. 학습률은 칸마다 다른 이야기 %s편으로 골랐습니다.", n, Int(stories), Int(answers), Int(validation)))
}

// Signs says what stands between the models of an order.
func (l Lang) Signs() string {
	return l.say("Between two models, < and > say that the 95% interval of their paired differences over the seeds excludes 0, and ≈ that it does not; there is no correction for the number of comparisons.",
		"모델 사이의 <와 >는 시드별로 짝지은 차이의 95% 구간이 0을 포함하지 않음을, ≈는 포함함을 뜻합니다. 비교 횟수에 대한 보정은 없습니다.")
}

// FigureRead says how the paper's values were read.
func (l Lang) FigureRead() string {
	return l.say("Read from the paper’s picture, to about 0.02 of a score and 0.01 s; it gives no intervals. The model, the tasks and the machine are different: only the shape can be compared.",
		"논문의 그림에서 읽은 값입니다(점수 ±0.02, 시간 ±0.01초쯤). 논문에는 구간이 없습니다. 모델도 과제도 기기도 다르므로 모양만 비교할 수 있습니다.")
}

// Ainslie names what the paper measured.
func (l Lang) PaperTrade() string {
	return l.say("T5 Large and XXL, mean of seven tasks, seconds per sample on TPU v4.", "T5 Large와 XXL, 과제 일곱 개의 평균, TPU v4에서 표본당 초.")
}
func (l Lang) PaperMethods(mha float64) string {
	return l.say(fmt.Sprintf("T5-Large converted to MQA, alpha = 5%%, mean of three tasks; by table 1, MHA-Large has %.2f on them.", mha),
		fmt.Sprintf("MQA로 변환한 T5-Large, 알파 5%%, 과제 세 개의 평균. 표 1에 따르면 같은 과제에서 MHA-Large는 %.2f점입니다.", mha))
}
func (l Lang) PaperAlphas() string {
	return l.say("T5-XXL, mean of three tasks; only these three alphas were measured.", "T5-XXL, 과제 세 개의 평균. 논문이 측정한 알파는 이 세 값뿐입니다.")
}

// AverageSlip is the note on table 1: a printed average that its cells do not have.
func (l Lang) AverageSlip(model string, printed, mean float64) string {
	return l.say(fmt.Sprintf("Table 1 as printed: it gives %s an average of %.1f, but the mean of its seven scores is %.2f. Which number is wrong cannot be told.", model, printed, mean),
		fmt.Sprintf("표 1은 인쇄된 그대로입니다. 거기 적힌 %s의 평균은 %.1f이지만 일곱 점수의 평균은 %.2f입니다. 어느 값이 잘못 적혔는지는 알 수 없습니다.", model, printed, mean))
}

// Orders.

// Ranked is a model in an order, the better first.
type Ranked struct {
	Name, Value string
	Apart       bool // it is separated from the one before
}

// order writes models with what stands between them.
func order(all []Ranked, sign string) string {
	var b strings.Builder
	for i, r := range all {
		if i > 0 {
			if r.Apart {
				b.WriteString(" " + sign + " ")
			} else {
				b.WriteString(" ≈ ")
			}
		}
		b.WriteString(r.Name)
		if r.Value != "" {
			b.WriteString(" " + r.Value)
		}
	}
	return b.String()
}

// orders writes the same models in order by loss and by recall.
func (l Lang) orders(loss, recall []Ranked) []string {
	return []string{l.say("By loss: ", "손실: ") + order(loss, "<"), l.say("By recall: ", "회상률: ") + order(recall, ">")}
}

// Traded is what figure 3 shows: how the models stand by loss and by recall, and what
// share of the smaller model's deficit the others have, here and in the paper.
type Traded struct {
	Loss, Recall  []Ranked
	Behind, Level []int   // G that are separated from multi-head trained as long, by loss, and that are not
	ControlWorse  float64 // loss that multi-head gains by being trained on, if separated
	Smaller       bool    // there is a smaller model,
	Deficit       bool    // and it is worse than the large one, and separated
	Few           int     // the G next to multi-head's
	ShareFew      float64
	ShareOne      float64
	PaperFew      float64 // GQA-8
	PaperOne      float64
}

// TradeOrders are the orders.
func (l Lang) TradeOrders(t Traded) []string { return l.orders(t.Loss, t.Recall) }

// TradeSays is what they come to.
func (l Lang) TradeSays(t Traded) string {
	says := l.against(t.Behind, t.Level)
	if t.ControlWorse > 0 {
		says += l.say(" Further training even raises multi-head’s own loss by "+Loss(t.ControlWorse)+", as the learning rate is raised again.",
			" 더 학습하면 학습률이 다시 올라가므로 멀티 헤드 자신도 손실이 "+Loss(t.ControlWorse)+" 늘어납니다.")
	}
	share := func(x float64) string { return Percent(round(x, 2)) }
	if !t.Smaller {
		return says + l.say(fmt.Sprintf(" In the paper, GQA-8 lost %s and MQA %s of what a smaller multi-head model lost to the large one; here there is no smaller model to compare with.", share(t.PaperFew), share(t.PaperOne)),
			fmt.Sprintf(" 논문에서는 작은 멀티 헤드 모델이 큰 모델에 뒤지는 폭을 100%%로 보면 GQA-8은 %s, MQA는 %s 뒤졌습니다. 여기에는 비교할 작은 모델이 없습니다.", share(t.PaperFew), share(t.PaperOne)))
	}
	if !t.Deficit {
		return says + l.say(fmt.Sprintf(" The paper’s baseline, a smaller multi-head model, is not separated from the large one here; in the paper, GQA-8 lost %s and MQA %s of what that model lost.", share(t.PaperFew), share(t.PaperOne)),
			fmt.Sprintf(" 논문의 기준인 작은 멀티 헤드 모델이 여기서는 큰 모델과 구분되지 않습니다. 논문에서는 그 모델이 뒤지는 폭을 100%%로 보면 GQA-8은 %s, MQA는 %s 뒤졌습니다.", share(t.PaperFew), share(t.PaperOne)))
	}
	costs := l.say("MQA costs more here", "여기서 MQA의 대가가 더 큽니다")
	if t.ShareOne < t.PaperOne {
		costs = l.say("MQA costs less here", "여기서 MQA의 대가가 더 작습니다")
	}
	return says + l.say(
		fmt.Sprintf(" Of what the smaller multi-head model loses to the large one, G = %d loses %s and G = 1 loses %s; in the paper, GQA-8 lost %s and MQA %s: %s.", t.Few, share(t.ShareFew), share(t.ShareOne), share(t.PaperFew), share(t.PaperOne), costs),
		fmt.Sprintf(" 작은 멀티 헤드 모델이 큰 모델에 뒤지는 폭을 100%%로 보면 G = %d%s %s, G = 1은 %s 뒤집니다. 논문에서는 GQA-8이 %s, MQA가 %s였으므로 %s.", t.Few, topic(t.Few), share(t.ShareFew), share(t.ShareOne), share(t.PaperFew), share(t.PaperOne), costs))
}

// against says which G are behind multi-head and which are level with it.
func (l Lang) against(behind, level []int) string {
	b, e := "G = "+list(behind), "G = "+list(level)
	switch {
	case len(level) == 0:
		return l.say("By loss, every G ("+list(behind)+") is behind multi-head trained as long, and separated from it.", "손실로 보면 모든 G("+list(behind)+")가 같은 만큼 더 학습한 멀티 헤드에 뒤지고, 모두 구분됩니다.")
	case len(behind) == 0:
		return l.say("By loss, no G ("+list(level)+") is separated from multi-head trained as long.", "손실로 보면 어느 G("+list(level)+")도 같은 만큼 더 학습한 멀티 헤드와 구분되지 않습니다.")
	}
	return l.say("By loss, "+b+" "+plural(len(behind), "is", "are")+" behind multi-head trained as long; "+e+" "+plural(len(level), "is", "are")+" not separated from it.",
		"손실로 보면 같은 만큼 더 학습한 멀티 헤드에 뒤지는 것은 "+b+"이고, "+e+topic(level[len(level)-1])+" 구분되지 않습니다.")
}

// Converted is what figure 4 shows for one G: the order of the methods after uptraining
// and before it.
type Converted struct {
	KVHeads       int
	After, Before []Ranked
}

// Methods is what figure 4 shows.
type Methods struct {
	Alpha       float64
	Aligned     bool // there are models with their heads turned to agree
	ByG         []Converted
	Holds       []int // G for which mean, first, random is the order, each separated
	FirstAhead  []int // G for which the first head beats the mean before uptraining, separated
	AlignAhead  []int // G for which aligned beats mean before uptraining, separated
	AlignAfter  []int // and after it
	AlignBehind []int // G for which mean beats aligned after it, separated
}

// OneMethod says that there is nothing to compare.
func (l Lang) OneMethod() string {
	return l.say("The stored experiments have only one method, so there is no order to see here.", "저장된 실험에 방법이 하나뿐이라 비교할 순서가 없습니다.")
}

// MethodOrders are the orders of the methods for each G.
func (l Lang) MethodOrders(m Methods) (orders []string) {
	for _, c := range m.ByG {
		orders = append(orders, fmt.Sprintf("G = %d, ", c.KVHeads)+l.say("just converted: ", "변환만: ")+order(c.Before, "<"),
			fmt.Sprintf("G = %d, +%s: ", c.KVHeads, Percent(m.Alpha))+order(c.After, "<"))
	}
	return orders
}

// MethodSays is what they come to.
func (l Lang) MethodSays(m Methods) (says string) {
	switch {
	case len(m.Holds) == len(m.ByG):
		says = l.say("After uptraining, the paper’s order by loss (mean, first, random) holds at every G, with each step separated.", "추가 학습 뒤 손실로 보면 논문의 순서(평균, 첫째, 무작위)가 모든 G에서 그대로이고 모두 구분됩니다.")
	case len(m.Holds) > 0:
		says = l.say("After uptraining, the paper’s order by loss (mean, first, random) holds with each step separated only at G = "+list(m.Holds)+".",
			"추가 학습 뒤 손실로 보면 논문의 순서(평균, 첫째, 무작위)가 모두 구분되며 그대로인 것은 G = "+list(m.Holds)+"뿐입니다.")
	default:
		says = l.say("After uptraining, the paper’s order by loss (mean, first, random) does not hold with each step separated at any G.", "추가 학습 뒤 손실로 보면 논문의 순서(평균, 첫째, 무작위)가 모두 구분되며 그대로인 G는 없습니다.")
	}
	if len(m.FirstAhead) > 0 {
		says += l.say(" Before uptraining, the first head beats the mean at G = "+list(m.FirstAhead)+", which the paper does not look at.",
			" 추가 학습 전에는 G = "+list(m.FirstAhead)+"에서 첫째 헤드가 평균보다 낫습니다. 이것은 논문이 다루지 않은 점입니다.")
	}
	if !m.Aligned {
		return says
	}
	return says + " " + l.aligned(m)
}

// aligned compares turning heads before they are averaged with not doing so.
func (l Lang) aligned(m Methods) string {
	at := func(g []int, none string) string {
		if len(g) == 0 {
			return none
		}
		return "G = " + list(g)
	}
	if len(m.AlignBehind) > 0 {
		return l.say("Aligning the heads before averaging beats the plain mean before uptraining at "+at(m.AlignAhead, "no G")+" and after it at "+at(m.AlignAfter, "no G")+"; after it, the plain mean is ahead at "+at(m.AlignBehind, "no G")+".",
			"헤드를 먼저 정렬해서 그냥 평균보다 나은 경우: 추가 학습 전 "+at(m.AlignAhead, "없음")+", 추가 학습 뒤 "+at(m.AlignAfter, "없음")+". 추가 학습 뒤 그냥 평균이 앞서는 경우: "+at(m.AlignBehind, "")+".")
	}
	return l.say("Aligning the heads before averaging beats the plain mean before uptraining at "+at(m.AlignAhead, "no G")+" and after it at "+at(m.AlignAfter, "no G")+".",
		"헤드를 먼저 정렬해서 그냥 평균보다 나은 경우: 추가 학습 전 "+at(m.AlignAhead, "없음")+", 추가 학습 뒤 "+at(m.AlignAfter, "없음")+".")
}

// Recovered is what figure 5 shows for one G: how much of the recall gained up to the
// largest alpha is there at the paper's, and what is left right after conversion.
type Recovered struct {
	KVHeads int
	Share   float64 // of the gain
	Kept    float64 // of multi-head's recall at alpha 0
	Level   float64 // alpha from which it is not separated from the control by loss; -1: never
}

// Alphas is what figure 5 shows.
type Alphas struct {
	Alpha, Most        float64 // the paper's and the largest
	Here               []Recovered
	PaperFew, PaperOne float64 // the paper's shares, GQA-8 and MQA
	KeptFew, KeptOne   float64 // of MHA's score at alpha 0 in the paper
}

// AlphaSays is that in words.
func (l Lang) AlphaSays(a Alphas) string {
	share := func(x float64) string { return strconv.FormatFloat(100*x, 'f', 1, 64) + "%" }
	var gained, kept, level []string
	for _, r := range a.Here {
		gained = append(gained, fmt.Sprintf("G = %d: %s", r.KVHeads, share(r.Share)))
		kept = append(kept, fmt.Sprintf("G = %d: %s", r.KVHeads, share(r.Kept)))
		if r.Level >= 0 {
			level = append(level, l.say(fmt.Sprintf("G = %d from alpha = %s", r.KVHeads, Percent(r.Level)), fmt.Sprintf("G = %d%s 알파 %s부터", r.KVHeads, topic(r.KVHeads), Percent(r.Level))))
		}
	}
	says := ""
	if a.Most > a.Alpha {
		says = l.say(fmt.Sprintf("Of the recall gained up to alpha = %s, alpha = %s already brings %s (in the paper’s score: GQA-8 %s, MQA %s). ", Percent(a.Most), Percent(a.Alpha), strings.Join(gained, ", "), share(a.PaperFew), share(a.PaperOne)),
			fmt.Sprintf("알파 %s까지 되찾는 회상률 가운데 알파 %s에서 이미 되찾은 몫은 %s입니다(논문의 점수로는 GQA-8 %s, MQA %s). ", Percent(a.Most), Percent(a.Alpha), strings.Join(gained, ", "), share(a.PaperFew), share(a.PaperOne)))
	}
	if len(level) > 0 {
		says += l.say("Not separated from multi-head trained as long, by loss: "+strings.Join(level, ", ")+". ", "같은 만큼 더 학습한 멀티 헤드와 손실로 구분되지 않는 것: "+strings.Join(level, ", ")+". ")
	} else {
		says += l.say("At every alpha above 0, each G is separated from multi-head trained as long, by loss. ", "0보다 큰 모든 알파에서 어느 G든 같은 만큼 더 학습한 멀티 헤드와 손실로 구분됩니다. ")
	}
	return says + l.say(fmt.Sprintf("Right after conversion, these shares of multi-head’s recall are left: %s; in the paper, GQA-8 kept %s of the score and MQA %s.", strings.Join(kept, ", "), share(a.KeptFew), share(a.KeptOne)),
		fmt.Sprintf("변환만 했을 때 남는 멀티 헤드 회상률의 몫은 %s이고, 논문에서 남은 점수는 GQA-8 %s, MQA %s였습니다.", strings.Join(kept, ", "), share(a.KeptFew), share(a.KeptOne)))
}

// Grouped is what figure 6 shows with quality in place of time.
type Grouped struct {
	Heads         int
	Loss, Recall  []Ranked
	Behind, Level []int // as in Traded
	Scratch       []FromScratch
	Time          string // what was measured here; empty: nothing
}

// FromScratch compares a model trained with so few heads from the beginning with one
// converted and uptrained.
type FromScratch struct {
	KVHeads   int
	Less      float64 // loss of the one from scratch less the other
	Separated bool
}

// GroupsOrders are the orders.
func (l Lang) GroupsOrders(g Grouped) []string { return l.orders(g.Loss, g.Recall) }

// GroupsSays is what they come to.
func (l Lang) GroupsSays(g Grouped) string {
	says := l.say(fmt.Sprintf("Each KV head removed saves exactly 1/%d of multi-head’s cache.", g.Heads), fmt.Sprintf("KV 헤드가 하나 줄 때마다 캐시는 정확히 멀티 헤드의 1/%d씩 줄어듭니다.", g.Heads))
	if g.Time != "" {
		says += " " + g.Time
	}
	if len(g.Behind)+len(g.Level) > 0 {
		says += " " + l.against(g.Behind, g.Level)
	}
	return says + l.fromScratch(g.Scratch)
}

// fromScratch compares models trained from scratch with uptrained ones.
func (l Lang) fromScratch(all []FromScratch) (says string) {
	var lower, higher, same []string
	for _, f := range all {
		name, by := fmt.Sprintf("G = %d", f.KVHeads), fmt.Sprintf("G = %d (%s)", f.KVHeads, Loss(abs(f.Less)))
		switch {
		case !f.Separated:
			same = append(same, name)
		case f.Less < 0:
			lower = append(lower, by)
		default:
			higher = append(higher, by)
		}
	}
	if len(lower) > 0 {
		says += l.say(" Training from scratch gives a lower loss than uptraining for "+strings.Join(lower, ", ")+": that much of the gap is not due to the number of heads.",
			" 처음부터 학습하면 추가 학습한 것보다 손실이 낮은 것은 "+strings.Join(lower, ", ")+"입니다. 그만큼의 차이는 헤드 수 때문이 아닙니다.")
	}
	if len(higher) > 0 {
		says += l.say(" Training from scratch gives a higher loss than uptraining for "+strings.Join(higher, ", ")+": uptraining does better here.",
			" 처음부터 학습하면 추가 학습한 것보다 손실이 높은 것은 "+strings.Join(higher, ", ")+"입니다. 여기서는 추가 학습이 낫습니다.")
	}
	if len(same) > 0 {
		says += l.say(" Losses from scratch and after uptraining are not separated for "+strings.Join(same, ", ")+".",
			" 처음부터 학습한 것과 추가 학습한 것의 손실이 구분되지 않는 것은 "+strings.Join(same, ", ")+"입니다.")
	}
	return says
}

// Beside is what others found: on how many of their tasks each kind scored below MHA.
type Beside struct {
	Name             string
	Tasks            int
	GQA, MQA         int     // tasks on which it is below MHA
	MeanGQA, MeanMQA float64 // what it has more than MHA, in points
}

// OthersSays is that in words.
func (l Lang) OthersSays(all []Beside) string {
	var parts []string
	for _, b := range all {
		parts = append(parts, l.say(
			fmt.Sprintf("in %s, GQA is below MHA on %d of %d tasks (mean %s points) and MQA on %d (%s)", b.Name, b.GQA, b.Tasks, signed(b.MeanGQA), b.MQA, signed(b.MeanMQA)),
			fmt.Sprintf("%s에서는 과제 %d개 가운데 GQA가 %d개(평균 %s점), MQA가 %d개(%s점)에서 MHA에 뒤집니다", b.Name, b.Tasks, b.GQA, signed(b.MeanGQA), b.MQA, signed(b.MeanMQA))))
	}
	return l.say("When models are trained from scratch rather than uptrained, the picture is mixed: ", "추가 학습이 아니라 처음부터 학습하면 결과가 엇갈립니다. ") + strings.Join(parts, l.say("; ", ". ")) + "."
}
func (l Lang) OthersDetails() string {
	return l.say("Scores as published, one training run each, no intervals. DeepSeek-V2 used dense models of about 7 B; Llama 2 models of about 30 B, with wider feed-forward layers where attention has fewer weights.",
		"발표된 점수 그대로이고, 한 번씩 학습했으며 구간은 없습니다. DeepSeek-V2는 7B쯤의 밀집(dense) 모델, Llama 2는 30B쯤의 모델을 썼고, Llama 2는 어텐션 가중치가 줄어든 만큼 피드포워드 층을 넓혔습니다.")
}
func (l Lang) OthersTitle() string {
	return l.say("Scores of GQA and MQA against MHA", "MHA와 비교한 GQA와 MQA의 점수")
}

// Retold are corrections of what is often told about the paper.
func (l Lang) Retold() string { return l.say("Often retold wrongly", "흔히 잘못 전해지는 것") }
func (l Lang) Retellings() [4]string {
	if l == Korean {
		return [4]string{
			"알파는 사전 학습 스텝 수에 대한 비율입니다. 파라미터의 몇 퍼센트만 학습한다는 뜻이 아닙니다.",
			"추가 학습에서는 가중치 전부를 학습합니다. 바뀐 키와 값만 학습하지 않습니다.",
			"합치는 것은 키와 값의 투영 행렬입니다. 활성값도, 쿼리도, 출력 행렬도 아닙니다.",
			"G는 KV 헤드의 수, 곧 그룹의 수입니다. 그룹의 크기는 H/G입니다.",
		}
	}
	return [4]string{
		"Alpha is a fraction of the pre-training steps, not of the parameters.",
		"Uptraining trains all weights, not only the new keys and values.",
		"Pooling applies to the projection matrices of keys and values, not to activations, queries or the output matrix.",
		"G is the number of KV heads, which is the number of groups; the size of a group is H/G.",
	}
}

// The table and where its numbers come from.

func (l Lang) ColWay() string    { return l.say("Way", "만든 방법") }
func (l Lang) ColAlpha() string  { return l.say("Alpha", "알파") }
func (l Lang) ColPeak() string   { return l.say("Peak rate", "최고 학습률") }
func (l Lang) ColLoss() string   { return l.say("Loss", "손실") }
func (l Lang) ColRecall() string { return l.say("Recall, %", "회상률, %") }
func (l Lang) ColScore() string  { return l.say("Score", "점수") }
func (l Lang) ColNote() string   { return l.say("Note", "비고") }
func (l Lang) ColTask() string   { return l.say("Task", "과제") }
func (l Lang) ColSeed() string   { return l.say("Pre-training seed", "사전 학습 시드") }
func (l Lang) ColStories() string {
	return l.say("Uptraining seed", "추가 학습 시드")
}
func (l Lang) ColSteps() string   { return l.say("Steps", "스텝") }
func (l Lang) ColTokens() string  { return l.say("Tokens", "토큰") }
func (l Lang) ColAnswers() string { return l.say("Answers", "답") }
func (l Lang) ColCommand() string { return l.say("Command", "명령") }
func (l Lang) NoteMatched() string {
	return l.say("at the rate of other cells", "다른 칸의 학습률로")
}
func (l Lang) NoteEdge() string {
	return l.say("the lowest or highest rate tried", "시험한 학습률의 끝값")
}
func (l Lang) Untrained() string { return l.say("as pre-trained", "사전 학습 그대로") }

// Origin names the disclosure of a figure's numbers and where they come from.
func (l Lang) Origin() string {
	return l.say("The numbers, and where they come from", "숫자와 그 출처")
}
func (l Lang) OriginHint() string {
	return l.say("Press a point here, or its dot in a picture, for the runs behind it.", "여기의 점 이름이나 그림의 점을 누르면 그 점을 만든 실행이 나옵니다.")
}
func (l Lang) ColPoint() string { return l.say("Point", "점") }
func (l Lang) OriginOf(name string, runs int) string {
	return l.say(fmt.Sprintf("%s: %d %s", name, runs, plural(runs, "run", "runs")), fmt.Sprintf("%s: 실행 %d번", name, runs))
}
func (l Lang) Cited(name, where string) string { return name + ": " + where + "." }
func (l Lang) OwnRun(seed uint64, steps, tokens int) string {
	return l.say(fmt.Sprintf("Made in this page: seed %d, %s steps, %s tokens.", seed, Int(steps), Int(tokens)),
		fmt.Sprintf("이 페이지에서 만들었습니다: 시드 %d, %s스텝, 토큰 %s개.", seed, Int(steps), Int(tokens)))
}
func (l Lang) InTable1() string { return l.say("table 1, as printed", "표 1, 인쇄된 그대로") }
func (l Lang) InFigure(n int) string {
	return l.say("read from figure "+strconv.Itoa(n), "그림 "+strconv.Itoa(n)+"에서 읽음")
}
func (l Lang) AllRuns() string {
	return l.say("All seeds and cells:", "모든 시드와 칸:")
}
func (l Lang) ThisRun() string {
	return l.say("This one alone, from the first seed’s checkpoint:", "첫 시드의 체크포인트로 이것만:")
}

// signed writes a difference to a tenth.
func signed(x float64) string {
	sign := "+"
	if x < 0 {
		sign = "−"
	}
	return sign + strconv.FormatFloat(abs(x), 'f', 1, 64)
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
