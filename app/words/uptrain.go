package words

import (
	"fmt"
	"strings"
)

// Making a model of one's own.

func (l Lang) MakeOne() string {
	return l.say("Convert and uptrain", "변환하고 추가 학습하기")
}
func (l Lang) JustConvert() string {
	return l.say("Convert", "변환하기")
}
func (l Lang) TrainControl() string {
	return l.say("Train multi-head further", "멀티 헤드를 그대로 더 학습하기")
}
func (l Lang) PauseTraining() string  { return l.say("Pause", "일시 정지") }
func (l Lang) ResumeTraining() string { return l.say("Resume", "이어서 하기") }
func (l Lang) StopTraining() string   { return l.say("Stop here", "여기서 끝내기") }
func (l Lang) StopAtOnce() string     { return l.say("Stop", "멈춤") }

func (l Lang) TrainingTakes() string {
	return l.say("Takes minutes. You can pause it and resume later; it is kept in this browser if possible.",
		"몇 분 걸립니다. 멈췄다가 나중에 이어서 할 수 있고, 가능하면 이 브라우저에 보관됩니다.")
}

func (l Lang) ChooseG() string { return l.say("KV heads G", "KV 헤드 수 G") }
func (l Lang) ChooseMethod() string {
	return l.say("Each group’s head is", "그룹의 헤드를 만드는 방법")
}
func (l Lang) ChooseAlpha() string {
	return l.say("Alpha: share of the pre-training steps", "알파: 사전 학습 스텝 대비 비율")
}

// AlphaMeans is what an alpha comes to; steps = 0: how many is not known.
func (l Lang) AlphaMeans(alpha float64, steps, tokens int) string {
	switch {
	case alpha == 0:
		return l.say("0%: converted, not trained", "0%: 변환만 하고 학습하지 않음")
	case steps == 0:
		return Percent(alpha)
	}
	return l.say(fmt.Sprintf("%s: %s steps, %s tokens", Percent(alpha), Int(steps), Int(tokens)), fmt.Sprintf("%s: %s스텝, 토큰 %s개", Percent(alpha), Int(steps), Int(tokens)))
}
func (l Lang) TrainingFields() string {
	return l.say("Seed, learning rate, grouping, workers", "시드, 학습률, 그룹 나누기, 워커")
}
func (l Lang) PeakRate() string { return l.say("Peak learning rate", "최고 학습률") }
func (l Lang) StoredRate(rate string) string {
	if rate == "" {
		return l.say("as in pre-training", "사전 학습과 같게")
	}
	return l.say("as in the stored experiment: "+rate, "저장된 실험과 같게: "+rate)
}
func (l Lang) Grouping() string { return l.say("Heads in a group", "한 그룹으로 묶는 헤드") }
func (l Lang) GroupNeighbours() string {
	return l.say("neighbours, as in the paper", "이웃한 헤드(논문처럼)")
}
func (l Lang) GroupAlike() string { return l.say("the most alike", "가장 닮은 헤드") }
func (l Lang) Workers() string    { return l.say("Workers", "워커 수") }
func (l Lang) WorkersAuto(n int) string {
	return l.say(fmt.Sprintf("one per core: %d", n), fmt.Sprintf("코어마다 하나: %d", n))
}

// How far it is.

// MeasureWaitsTraining says why nothing is measured.
func (l Lang) MeasureWaitsTraining() string {
	return l.say("waits until the training pauses", "학습이 멈추면 측정합니다")
}

func (l Lang) TrainerStarts() string {
	return l.say("loading the trainer …", "학습기를 불러오는 중 …")
}
func (l Lang) Restoring() string { return l.say("resuming …", "이어서 시작하는 중 …") }
func (l Lang) ConvertingNow(stories, of int) string {
	return l.say(fmt.Sprintf("converted; reading held-out stories with both models: %d of %d", stories, of), fmt.Sprintf("변환했습니다. 두 모델로 검증 이야기를 읽는 중: %d / %d", stories, of))
}
func (l Lang) UptrainingNow(step, steps int, speed, left float64) string {
	s := l.say(fmt.Sprintf("step %s of %s", Int(step), Int(steps)), fmt.Sprintf("%s스텝째, 전체 %s스텝", Int(step), Int(steps)))
	if speed > 0 {
		s += l.say(fmt.Sprintf(", %s tokens/s, %s left", Int(int(speed)), l.duration(left)), fmt.Sprintf(", 초당 토큰 %s개, %s 남음", Int(int(speed)), l.duration(left)))
	}
	return s
}

// duration writes seconds as one would say them.
func (l Lang) duration(seconds float64) string {
	n := int(seconds + 0.5)
	if n < 60 {
		return l.say(fmt.Sprintf("%d s", n), fmt.Sprintf("%d초", n))
	}
	return l.say(fmt.Sprintf("%d min %d s", n/60, n%60), fmt.Sprintf("%d분 %d초", n/60, n%60))
}
func (l Lang) PausedAt(step, steps int, kept bool) string {
	s := l.say(fmt.Sprintf("paused at step %s of %s", Int(step), Int(steps)), fmt.Sprintf("%s스텝째에서 멈춤, 전체 %s스텝", Int(step), Int(steps)))
	if kept {
		s += l.say("; kept in this browser", "; 이 브라우저에 보관함")
	}
	return s
}
func (l Lang) EvaluatingNow(stories, of int) string {
	return l.say(fmt.Sprintf("reading held-out stories: %d of %d", stories, of), fmt.Sprintf("검증 이야기를 읽는 중: %d / %d", stories, of))
}
func (l Lang) MakingFile() string { return l.say("making the file …", "파일을 만드는 중 …") }
func (l Lang) TrainingFailed(reason string) string {
	return l.say("The training broke off: "+reason+". Nothing else has changed.", "학습이 중단되었습니다: "+reason+". 다른 것은 그대로입니다.")
}

// TrainingLater says why no other model can be made now.
func (l Lang) TrainingLater() string {
	return l.say("Your own model is being trained on your text, in the section “"+l.Own()+"”. Only one model is trained at a time: this one can begin when that one is finished or stopped.",
		"‘"+l.Own()+"’ 섹션에서 내 모델을 내 글로 학습하고 있습니다. 학습은 한 번에 하나씩 합니다. 그것이 끝나거나 멈추면 시작할 수 있습니다.")
}
func (l Lang) NotKept(reason string) string {
	return l.say("It is not kept in this browser: "+reason+".", "이 브라우저에 보관하지 못합니다: "+reason+".")
}

// Offer is a training that was broken off.
func (l Lang) Offer(kvHeads int, method string, alpha float64, step, steps int) string {
	return l.say(fmt.Sprintf("This browser has kept an unfinished training: G = %d, %s, alpha %s, step %s of %s.", kvHeads, method, Percent(alpha), Int(step), Int(steps)),
		fmt.Sprintf("이 브라우저에 끝나지 않은 학습이 있습니다: G = %d, %s, 알파 %s, 전체 %s스텝 가운데 %s스텝째.", kvHeads, method, Percent(alpha), Int(steps), Int(step)))
}
func (l Lang) TakeUp() string { return l.say("Resume", "이어서 하기") }
func (l Lang) LetGo() string  { return l.say("Not now", "나중에") }

// The picture of the conversion.

func (l Lang) ConversionTitle(layer int) string {
	return l.say(fmt.Sprintf("The key and value matrices of layer %d", layer), fmt.Sprintf("%d층의 키 행렬과 값 행렬", layer))
}
func (l Lang) ConversionStages(heads int, turned bool) []string {
	before, after := l.sayf("%d original heads", "원래 헤드 %d개", heads), l.say("1 per group", "그룹마다 1개")
	if turned {
		return []string{before, l.say("aligned", "정렬한 헤드"), after}
	}
	return []string{before, after}
}
func (l Lang) StagesLabel() string { return l.say("Before and after", "변환 전과 후") }

// ConversionDesc says what happens to the heads of each group.
func (l Lang) ConversionDesc(method string, groups [][]int) string {
	var all []string
	for i, g := range groups {
		all = append(all, l.say(fmt.Sprintf("group %d: heads %s", i+1, list(g)), fmt.Sprintf("그룹 %d: 헤드 %s", i+1, list(g))))
	}
	return l.ConversionDetails(method) + " " + strings.Join(all, "; ") + "."
}

// ConversionDetails says what a method does.
func (l Lang) ConversionDetails(method string) string {
	switch method {
	case "first":
		return l.say("The first head of a group stays as it is; the others are dropped.", "그룹의 첫째 헤드만 그대로 남고 나머지는 버립니다.")
	case "random":
		return l.say("All heads of a group are dropped, and one of random numbers takes their place.", "그룹의 헤드를 모두 버리고 무작위 수로 채운 헤드 하나를 둡니다.")
	case "aligned":
		return l.say("Each head is rotated so that the heads of a group agree and the model’s output stays the same; then their mean is taken.", "모델의 출력이 달라지지 않게 헤드를 회전해 그룹 안에서 서로 맞춘 다음 평균을 냅니다.")
	}
	return l.say("The heads of a group fade into their mean: what they do not share cancels out.", "그룹의 헤드들이 평균으로 합쳐집니다. 서로 다른 부분은 상쇄됩니다.")
}
func (l Lang) HeatKey() string {
	return l.say("Each square is one head’s matrix, and each cell is the mean of the weights it covers: in the key’s or the value’s colour above 0, in blue below.", "네모 하나가 헤드 하나의 행렬이고, 칸 하나는 그 자리 가중치의 평균입니다. 0보다 크면 키나 값의 색, 작으면 파란색입니다.")
}

// The numbers before and after.

func (l Lang) ColModelState() string { return l.say("The model", "모델") }
func (l Lang) RowBefore() string {
	return l.say("multi-head, before conversion", "멀티 헤드, 변환 전")
}
func (l Lang) RowConverted() string { return l.say("just converted", "변환만") }
func (l Lang) RowUptrained(steps int) string {
	return l.say(fmt.Sprintf("after %s steps", Int(steps)), fmt.Sprintf("%s스텝 뒤", Int(steps)))
}
func (l Lang) OnStories(n, answers int) string {
	return l.say(fmt.Sprintf("On %s held-out stories with %s answers to recall; 95%% intervals over these stories.", Int(n), Int(answers)), fmt.Sprintf("검증 이야기 %s편, 회상할 답 %s개. 이 이야기들에 대한 95%% 구간.", Int(n), Int(answers)))
}

func (l Lang) OnFirstStories(n int) string {
	return l.say(fmt.Sprintf("The values before training are for the first %s of them.", Int(n)), fmt.Sprintf("학습 전의 값은 그중 처음 %s편으로 측정했습니다.", Int(n)))
}

// The loss as it falls.

func (l Lang) AxisLossPlain() string { return l.say("loss, nats per token", "손실, 토큰당 nat") }

func (l Lang) LiveLoss() string { return l.say("Loss while training", "학습하는 동안의 손실") }
func (l Lang) AxisSteps() string {
	return l.say("steps", "스텝")
}
func (l Lang) LiveDetails(window int) string {
	return l.say(fmt.Sprintf("Loss on the stories it is trained on, the mean of %d steps; the level line is multi-head’s loss on held-out stories.", window),
		fmt.Sprintf("학습하는 이야기의 손실, %d스텝의 평균. 수평선은 검증 이야기에 대한 멀티 헤드의 손실.", window))
}
func (l Lang) LiveSays(step int, loss float64) string {
	return l.say(fmt.Sprintf("At step %s the loss is %s.", Int(step), Loss(loss)), fmt.Sprintf("%s스텝째의 손실은 %s입니다.", Int(step), Loss(loss)))
}

// Tales.

func (l Lang) Tales() string {
	return l.say("The same story as the model recovers", "학습하며 나아지는 같은 이야기")
}
func (l Lang) TaleAt(step int) string {
	if step == 0 {
		return l.RowConverted()
	}
	return l.say(fmt.Sprintf("step %s", Int(step)), fmt.Sprintf("%s스텝째", Int(step)))
}
func (l Lang) TalesDetails() string {
	return l.say("Always the likeliest next token, unedited.", "언제나 확률이 가장 높은 토큰을 고릅니다. 결과는 고치지 않았습니다.")
}

// What came of it.

// Result is a model of the reader's beside the stored experiment's cell.
type Result struct {
	KVHeads      int
	Method       string
	Alpha        float64
	Seed         uint64
	Loss         float64
	Recall       string
	MHA          float64 // its loss
	KnowsMHA     bool
	Stored       bool // there is a cell like it
	StoredLoss   float64
	StoredLow    float64
	StoredHigh   float64
	Seeds        int
	SameSeed     bool // a stored run has the same checkpoint, seed and rate
	SameSeedLoss float64
}

// ResultSays is that in words.
func (l Lang) ResultSays(r Result) string {
	says := l.say(fmt.Sprintf("Yours: G = %d, %s, alpha %s, seed %d: loss %s, recall %s", r.KVHeads, r.Method, Percent(round(r.Alpha, 2)), r.Seed, Loss(r.Loss), r.Recall),
		fmt.Sprintf("내 모델: G = %d, %s, 알파 %s, 시드 %d. 손실 %s, 회상률 %s", r.KVHeads, r.Method, Percent(round(r.Alpha, 2)), r.Seed, Loss(r.Loss), r.Recall))
	if r.KnowsMHA {
		says += l.say(fmt.Sprintf("; multi-head has a loss of %s.", Loss(r.MHA)), fmt.Sprintf(", 멀티 헤드의 손실은 %s입니다.", Loss(r.MHA)))
	} else {
		says += l.say(".", "입니다.")
	}
	switch {
	case r.SameSeed && r.SameSeedLoss == r.Loss:
		says += l.say(" The stored run with this seed has the same loss, bit for bit.", " 같은 시드로 저장된 실행의 손실과 비트까지 같습니다.")
	case r.Stored && (r.Loss < r.StoredLow || r.Loss > r.StoredHigh):
		says += l.say(fmt.Sprintf(" The stored mean of %d seeds is %s (95%%: %s–%s); yours lies outside.", r.Seeds, Loss(r.StoredLoss), Loss(r.StoredLow), Loss(r.StoredHigh)), fmt.Sprintf(" 저장된 시드 %d개의 평균은 %s(95%%: %s–%s)이고 내 점은 그 밖에 있습니다.", r.Seeds, Loss(r.StoredLoss), Loss(r.StoredLow), Loss(r.StoredHigh)))
	case r.Stored:
		says += l.say(fmt.Sprintf(" The stored mean of %d seeds is %s (95%%: %s–%s); yours lies within.", r.Seeds, Loss(r.StoredLoss), Loss(r.StoredLow), Loss(r.StoredHigh)), fmt.Sprintf(" 저장된 시드 %d개의 평균은 %s(95%%: %s–%s)이고 내 점은 그 안에 있습니다.", r.Seeds, Loss(r.StoredLoss), Loss(r.StoredLow), Loss(r.StoredHigh)))
	}
	return says + l.say(" It is the star in the figures below.", " 아래 그림의 별이 이 점입니다.")
}
func (l Lang) DownloadModel() string { return l.say("Download it (GGUF)", "내려받기(GGUF)") }
func (l Lang) DownloadRun() string {
	return l.say("The run, to be repeated (JSON)", "다시 실행할 수 있는 기록(JSON)")
}
func (l Lang) DownloadLosses() string {
	return l.say("Loss of every step (CSV)", "스텝별 손실(CSV)")
}
func (l Lang) UseOnSlider() string { return l.say("Use it on the slider", "슬라이더에서 쓰기") }
