package words

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The page as a whole.

func (l Lang) Title() string { return l.say("GQA Playground", "GQA 놀이터") }
func (l Lang) Headline() string {
	return l.say("Drag G: watch heads share and the cache shrink, and see what it costs.",
		"G를 끌어 보세요. 헤드를 나눠 쓰면 캐시가 얼마나 줄고 무엇을 잃는지 보입니다.")
}
func (l Lang) Subject() string    { return l.say("Grouped-query attention", "그룹 쿼리 어텐션") }
func (l Lang) Languages() string  { return l.say("Language", "언어") }
func (l Lang) Theme() string      { return l.say("Colours", "화면 색") }
func (l Lang) ThemeAuto() string  { return l.say("Auto", "자동") }
func (l Lang) ThemeLight() string { return l.say("Light", "밝게") }
func (l Lang) ThemeDark() string  { return l.say("Dark", "어둡게") }

// The picture and its slider.

func (l Lang) Picture() string {
	return l.say("Which heads share", "어떤 헤드끼리 나눠 쓰는가")
}
func (l Lang) KVHeads(n int) string { return l.say(plural(n, "KV head", "KV heads"), "KV 헤드 수") }

// Shares says how many query heads read one key/value head.
func (l Lang) Shares(size int) string {
	if size == 1 {
		return l.say("query head each, none shared", "쿼리 헤드마다 하나씩, 나눠 쓰지 않음")
	}
	return l.say("query heads share each", "하나를 함께 쓰는 쿼리 헤드 수")
}

// Kind names a number of key/value heads.
func (l Lang) Kind(heads, kvHeads int) string {
	switch kvHeads {
	case heads:
		return l.say("Multi-head attention (MHA)", "멀티 헤드 어텐션(MHA)")
	case 1:
		return l.say("Multi-query attention (MQA)", "멀티 쿼리 어텐션(MQA)")
	}
	return l.say("Grouped-query attention (GQA)", "그룹 쿼리 어텐션(GQA)")
}

// PictureTitle names the picture.
func (l Lang) PictureTitle(heads, kvHeads int) string {
	return l.say(
		fmt.Sprintf("%d query heads share %d key and value %s", heads, kvHeads, plural(kvHeads, "head", "heads")),
		fmt.Sprintf("쿼리 헤드 %d개가 키/값 헤드 %d개를 나눠 씁니다", heads, kvHeads))
}

// PictureDesc says what the picture shows, group by group.
func (l Lang) PictureDesc(heads, kvHeads int) string {
	size := heads / kvHeads
	var groups []string
	for g := range kvHeads {
		queries := "Q" + fmt.Sprint(g*size+1)
		if size > 1 {
			queries += l.say(" to Q", "–Q") + fmt.Sprint((g+1)*size)
		}
		groups = append(groups, l.say(
			fmt.Sprintf("group %d: %s %s K%d and V%d", g+1, queries, plural(size, "reads", "read"), g+1, g+1),
			fmt.Sprintf("그룹 %d: %s → K%d, V%d", g+1, queries, g+1, g+1)))
	}
	return strings.Join(groups, "; ") + "."
}
func (l Lang) Queries() string { return l.say("Queries", "쿼리") }
func (l Lang) Keys() string    { return l.say("Keys", "키") }
func (l Lang) Values() string  { return l.say("Values", "값") }
func (l Lang) Groups() string  { return l.say("Groups", "그룹") }
func (l Lang) SliderLabel() string {
	return l.say("G, the number of key/value heads", "G, 키/값 헤드의 수")
}

// SliderValue is the slider's value in words.
func (l Lang) SliderValue(heads, kvHeads int, bytes string) string {
	size := heads / kvHeads
	return l.say(
		fmt.Sprintf("%d KV %s, %d query %s each, cache %s, %s of multi-head", kvHeads, plural(kvHeads, "head", "heads"),
			size, plural(size, "head", "heads"), bytes, percent(heads, kvHeads)),
		fmt.Sprintf("KV 헤드 %d개, 하나에 쿼리 헤드 %d개, 캐시 %s, 멀티 헤드의 %s", kvHeads, size, bytes, percent(heads, kvHeads)))
}

// Said is SliderValue as a sentence of its own.
func (l Lang) Said(heads, kvHeads int, bytes string) string {
	return "G = " + fmt.Sprint(kvHeads) + ": " + l.SliderValue(heads, kvHeads, bytes) + "."
}
func (l Lang) Fewer() string { return l.say("Fewer KV heads", "KV 헤드 줄이기") }
func (l Lang) More() string  { return l.say("More KV heads", "KV 헤드 늘리기") }
func (l Lang) AsTable() string {
	return l.say("The picture as a table", "그림을 표로 보기")
}
func (l Lang) TableGroup() string   { return l.say("KV head", "KV 헤드") }
func (l Lang) TableQueries() string { return l.say("Query heads that read it", "읽는 쿼리 헤드") }
func (l Lang) TableBytes(bytes string) string {
	return l.say("Each takes "+bytes+" bytes of cache.", "하나마다 캐시 "+bytes+"바이트를 씁니다.")
}

// CaptionGroup says which query heads read a key/value head, and what it takes in the
// cache. All are counted from 1.
func (l Lang) CaptionGroup(group, first, last int, bytes string) string {
	if first == last {
		return l.say(fmt.Sprintf("Q%d reads K%d and V%d: %s of cache.", first, group, group, bytes),
			fmt.Sprintf("Q%d → K%d, V%d: 캐시 %s.", first, group, group, bytes))
	}
	return l.say(fmt.Sprintf("Q%d to Q%d read K%d and V%d: %s of cache.", first, last, group, group, bytes),
		fmt.Sprintf("Q%d–Q%d → K%d, V%d: 캐시 %s.", first, last, group, group, bytes))
}

// CaptionAll says how to read the picture.
func (l Lang) CaptionAll(heads, kvHeads int) string {
	dashed := l.sayf("Dashed: multi-head’s %d key and value heads.", "점선: 멀티 헤드라면 있었을 키 헤드와 값 헤드 %d개씩.", heads)
	switch kvHeads {
	case 1:
		return dashed
	case heads:
		dashed = l.say("Each query head has its own key and value head.", "쿼리 헤드마다 키 헤드와 값 헤드가 따로 있습니다.")
	}
	return l.say("Fill only tells groups apart. ", "채움은 그룹을 구별할 뿐입니다. ") + dashed
}

// The cache.

func (l Lang) Cache() string   { return l.say("KV cache", "KV 캐시") }
func (l Lang) At() string      { return l.say("at", "길이") }
func (l Lang) Tokens() string  { return l.say("tokens", "토큰") }
func (l Lang) Context() string { return l.say("Tokens in the cache", "캐시에 든 토큰 수") }

// CacheAgainst compares with multi-head attention.
func (l Lang) CacheAgainst(heads, kvHeads int, mha string) string {
	if heads == kvHeads {
		return l.say("all of it: every query head has a cache of its own", "전부: 쿼리 헤드마다 캐시가 따로 있습니다")
	}
	return l.say(
		fmt.Sprintf("%s of multi-head’s %s", percent(heads, kvHeads), mha),
		fmt.Sprintf("멀티 헤드 %s의 %s", mha, percent(heads, kvHeads)))
}

// CacheShare says how much of multi-head attention's cache there is.
func (l Lang) CacheShare(heads, kvHeads int) string {
	return l.say("The cache takes "+percent(heads, kvHeads)+" of multi-head’s.", "캐시는 멀티 헤드의 "+percent(heads, kvHeads)+"입니다.")
}

// CacheFormula is the formula with its numbers, up to its d and from there on.
func (l Lang) CacheFormula(batch, layers, kvHeads, context, headDim, numberBytes int) (upTo, from string) {
	if batch > 1 {
		upTo = fmt.Sprintf(l.say("%s sequences × ", "시퀀스 %s × "), Int(batch))
	}
	upTo += l.say(
		fmt.Sprintf("2 (K, V) × %d %s × %d %s × %s %s × ", layers, plural(layers, "layer", "layers"),
			kvHeads, plural(kvHeads, "head", "heads"), Int(context), plural(context, "token", "tokens")),
		fmt.Sprintf("2 (K, V) × %d층 × 헤드 %d × %s토큰 × 헤드당 수 ", layers, kvHeads, Int(context)))
	return upTo, l.say(
		fmt.Sprintf(" = %d numbers a head × %d %s a number", headDim, numberBytes, plural(numberBytes, "byte", "bytes")),
		fmt.Sprintf(" = %d개 × %d바이트", headDim, numberBytes))
}
func (l Lang) CacheChart(heads, kvHeads int) string {
	return l.say(
		fmt.Sprintf("%d of %d heads are kept in the cache.", kvHeads, heads),
		fmt.Sprintf("헤드 %d개 가운데 %d개를 캐시에 둡니다.", heads, kvHeads))
}

// Time.

func (l Lang) Time() string {
	return l.say("Time per token, on this machine", "이 기기의 토큰당 시간")
}
func (l Lang) NotMeasured() string   { return l.say("not measured yet", "아직 측정하지 않음") }
func (l Lang) MeasureIt() string     { return l.say("Measure", "측정") }
func (l Lang) MeasureAgain() string  { return l.say("Measure again", "다시 측정") }
func (l Lang) StopMeasuring() string { return l.say("Stop measuring", "측정 중지") }
func (l Lang) Measuring(percent int) string {
	return l.say(fmt.Sprintf("measuring, %d%%", percent), fmt.Sprintf("측정 중, %d%%", percent))
}
func (l Lang) MeasureWaits() string {
	return l.say("waits for the story to pause", "이야기가 멈추면 측정합니다")
}
func (l Lang) MeasureStarting() string { return l.say("starting …", "준비하는 중 …") }
func (l Lang) MeasureFailed(reason string) string {
	return l.say("It could not be measured: ", "측정하지 못했습니다: ") + reason
}

// TimeAgainst compares with the largest G there is: multi-head attention, or most, fewer
// than heads. x is a paired ratio.
func (l Lang) TimeAgainst(heads, most, kvHeads int, x, low, high float64, known bool) string {
	switch {
	case kvHeads == most && most < heads:
		return l.say("the baseline (as in the file)", "기준(파일 그대로)")
	case kvHeads == most:
		return l.say("the baseline (multi-head)", "기준(멀티 헤드)")
	case !known:
		return l.say("too few samples to compare yet", "비교하기에는 아직 표본이 적습니다")
	case low <= 1 && 1 <= high && most < heads:
		return fmt.Sprintf(l.say("no measurable difference from G = %d", "G = %d일 때와 측정되는 차이가 없습니다"), most)
	case low <= 1 && 1 <= high:
		return l.say("no measurable difference from multi-head", "멀티 헤드와 측정되는 차이가 없습니다")
	case most < heads:
		return fmt.Sprintf(l.say("%[1]s × the time with G = %[2]d", "G = %[2]d일 때 시간의 %[1]s배"), Measured(x, low, high), most)
	}
	return fmt.Sprintf(l.say("%s × multi-head’s time", "멀티 헤드 시간의 %s배"), Measured(x, low, high))
}

// TimeDetails says how it was measured.
func (l Lang) TimeDetails(n int, low, high, step string) string {
	return l.say(
		fmt.Sprintf("median of n = %d, 95%% interval %s–%s ms; clock step %s", n, low, high, step),
		fmt.Sprintf("n = %d의 중앙값, 95%% 구간 %s–%s ms; 시계 눈금 %s", n, low, high, step))
}

// TimeEarly is that before there is an interval.
func (l Lang) TimeEarly(n int, step string) string {
	return l.say(fmt.Sprintf("median of n = %d so far; clock step %s", n, step), fmt.Sprintf("지금까지 n = %d의 중앙값; 시계 눈금 %s", n, step))
}
func (l Lang) TimeRatio(low, high string) string {
	return l.say(fmt.Sprintf("paired ratio %s–%s", low, high), fmt.Sprintf("짝지은 비율 %s–%s", low, high))
}
func (l Lang) TimeTrace() string {
	return l.say("Cache filled with a fixed trace, for timing only.",
		"캐시는 시간 측정용 고정 데이터로 채웁니다.")
}
func (l Lang) TimeUnsteady(n int) string {
	return l.say(fmt.Sprintf("%d %s discarded: the machine changed speed.", n, plural(n, "block was", "blocks were")), fmt.Sprintf("기기 속도가 바뀌어 측정 묶음 %d개를 버렸습니다.", n))
}
func (l Lang) TimeAxes() string { return l.say("ms per token by G", "G별 토큰당 ms") }
func (l Lang) TimeChart() string {
	return l.say("Median time per token for each G, from zero, with 95% intervals", "G마다 토큰당 시간의 중앙값과 95% 구간, 0부터")
}

// Quality.

func (l Lang) Quality() string  { return l.say("Quality", "품질") }
func (l Lang) Loss() string     { return l.say("held-out loss", "검증 손실") }
func (l Lang) LossUnit() string { return l.say("nats/token\u00a0↓", "토큰당 nat\u00a0↓") }
func (l Lang) Recall() string   { return l.say("recall", "회상률") }
func (l Lang) QualityNone() string {
	return l.say("not available yet", "아직 없음")
}
func (l Lang) QualityNoneWhy() string {
	return l.say("This build contains no training results.", "이 빌드에는 학습 결과가 없습니다.")
}
func (l Lang) Source() string { return l.say("Weights", "가중치") }
func (l Lang) SourceOriginal() string {
	return l.say("original, nothing to convert", "원본이라 변환할 것이 없습니다")
}
func (l Lang) SourceUptrained() string { return l.say("Uptrained", "추가 학습") }
func (l Lang) SourceMean() string      { return l.say("Mean", "평균") }
func (l Lang) SourceFirst() string     { return l.say("First", "첫째") }
func (l Lang) SourceRandom() string    { return l.say("Random", "무작위") }
func (l Lang) JustConverted() string   { return l.say("just converted:", "변환만:") }
func (l Lang) TagOriginal() string     { return l.say("multi-head original", "멀티 헤드 원본") }
func (l Lang) TagConverted() string {
	return l.say("converted, not uptrained", "변환만, 추가 학습 없음")
}
func (l Lang) TagUptrained(alpha float64) string {
	return l.say("uptrained ", "추가 학습 ") + Percent(alpha)
}
func (l Lang) Against() string     { return "MHA" }
func (l Lang) QualityAxes() string { return l.say("recall by G, 0–100%", "G별 회상률, 0–100%") }
func (l Lang) QualityChart() string {
	return l.say("Recall for each G, from 0 to 100%, with 95% intervals", "G마다 회상률과 95% 구간, 0–100%")
}
func (l Lang) QualityDetails(loss, recall string, answers int) string {
	return l.say(
		fmt.Sprintf("One training run; 95%% intervals over stories: loss %s nats, recall %s%% of %s answers", loss, recall, Int(answers)),
		fmt.Sprintf("학습 한 번, 이야기에 대한 95%% 구간: 손실 %s nat, 회상률 %s%%(답 %s개)", loss, recall, Int(answers)))
}
func (l Lang) QualityByLanguage(english, korean string) string {
	return l.say(fmt.Sprintf("English %s, Korean %s", english, korean), fmt.Sprintf("영어 %s, 한국어 %s", english, korean))
}

// The story.

func (l Lang) Story() string {
	return l.say("The model tells a story", "모델이 들려주는 이야기")
}
func (l Lang) Prompt() string { return l.say("Once upon a time", "옛날에") }
func (l Lang) Play() string   { return l.say("Play", "재생") }
func (l Lang) Pause() string  { return l.say("Pause", "일시 정지") }
func (l Lang) Step() string   { return l.say("One token", "한 토큰") }
func (l Lang) Stop() string   { return l.say("Start over", "처음으로") }
func (l Lang) New() string    { return l.say("New story", "새 이야기") }
func (l Lang) StoryHint() string {
	return l.say("Press “"+l.Play()+"”, then drag G while the story is told.", "‘"+l.Play()+"’을 누르고, 이야기가 이어지는 동안 G를 끌어 보세요.")
}
func (l Lang) StoryEnd() string { return l.say("The end.", "끝.") }
func (l Lang) Reading(n int) string {
	return l.say(fmt.Sprintf("reading the story so far: %d %s to go", n, plural(n, "token", "tokens")), fmt.Sprintf("지금까지의 이야기를 읽는 중: %d토큰 남음", n))
}
func (l Lang) Dropped() string {
	return l.say("The prompt was too long, so its beginning was left out.", "프롬프트가 길어서 앞부분을 뺐습니다.")
}
func (l Lang) Loading() string {
	return l.say("loading the model …", "모델을 불러오는 중 …")
}

// Fetching says how much of the model and its program has come.
func (l Lang) Fetching(got, all int, left time.Duration) string {
	mb := func(n int) string { return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) }
	said := fmt.Sprintf(l.say("loading the model: %s of %s MB", "모델을 받는 중: %[2]sMB 중 %[1]sMB"), mb(got), mb(all))
	if s := int(math.Ceil(left.Seconds())); s > 0 {
		said += fmt.Sprintf(l.say(", %d s left", ", %d초 남음"), s)
	}
	return said
}
func (l Lang) InUse(kvHeads int, tag string) string {
	return fmt.Sprintf("G = %d · %s", kvHeads, tag)
}
func (l Lang) Fields() string {
	return l.say("Prompt, temperature, seed", "프롬프트, 온도, 시드")
}
func (l Lang) PromptLabel() string { return l.say("How it begins", "시작하는 말") }
func (l Lang) Temperature() string { return l.say("Temperature (0 to 2)", "온도(0–2)") }
func (l Lang) Seed() string        { return l.say("Seed", "시드") }
func (l Lang) TellIt() string      { return l.say("Start with this", "이렇게 시작하기") }
func (l Lang) PromptIn(other Lang) string {
	return l.say("Begin in "+[...]string{English: "English", Korean: "Korean"}[other], [...]string{English: "영어", Korean: "한국어"}[other]+"로 시작")
}
func (l Lang) Tiny(params string) string {
	return l.say("A model of "+params+" weights, trained on made-up stories: it knows only their little world, and it runs here in your browser.",
		"지어낸 이야기로 학습한, 가중치 "+params+"개의 작은 모델입니다. 그 작은 세계만 알며, 여기 브라우저 안에서 돌아갑니다.")
}
func (l Lang) Paper() string {
	return l.say("After Ainslie et al. 2023, “GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints”",
		"논문: Ainslie 외 2023, “GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints”")
}

// What goes wrong.

func (l Lang) Restarting(try int) string {
	return l.say(fmt.Sprintf("The engine stopped and is restarting (attempt %d). The picture and the numbers stay.", try),
		fmt.Sprintf("엔진이 멈춰 다시 시작하고 있습니다(%d번째). 그림과 숫자는 그대로입니다.", try))
}
func (l Lang) Restarted() string {
	return l.say("The engine has restarted. Press “"+l.Play()+"” to tell the story from the beginning.",
		"엔진을 다시 시작했습니다. ‘"+l.Play()+"’을 누르면 이야기를 처음부터 들려줍니다.")
}
func (l Lang) NoEngine() string {
	return l.say("The model cannot run here. The picture and the byte counts still work.",
		"여기서는 모델이 돌아가지 않습니다. 그림과 바이트 계산은 그대로 쓸 수 있습니다.")
}
func (l Lang) NoModel() string {
	return l.say("These weights could not be used. The previous ones, if any, stay in use.",
		"이 가중치를 쓸 수 없습니다. 쓰던 가중치가 있으면 그대로 씁니다.")
}
func (l Lang) NoStory() string {
	return l.say("The story broke off. Press “"+l.Play()+"” to tell it again.", "이야기가 끊겼습니다. ‘"+l.Play()+"’을 누르면 다시 들려줍니다.")
}
func (l Lang) TryAgain() string { return l.say("Try again", "다시 시도") }
func (l Lang) Reason() string   { return l.say("Reason", "이유") }

// Note says what became of a parameter that could not be taken as it was. Nothing is used in
// its place where it is empty; "?" is the whole link.
func (l Lang) Note(name, value, used string) string {
	switch {
	case name == "prompt":
		return l.say("The link’s prompt was shortened or cleaned.", "링크의 프롬프트를 줄이거나 다듬었습니다.")
	case name == "?":
		return l.say("The link was too long and was not read.", "링크가 너무 길어 읽지 않았습니다.")
	case used == "":
		return l.say(fmt.Sprintf("The link says %s = “%s”, which this page does not know; it is left out.", name, value),
			fmt.Sprintf("링크의 %s = “%s”: 이 페이지에 없는 값이라 뺐습니다.", name, value))
	}
	return l.say(fmt.Sprintf("The link says %s = “%s”; %s is used.", name, value, used),
		fmt.Sprintf("링크의 %s = “%s” 대신 %s 값을 씁니다.", name, value, used))
}
func (l Lang) Close() string { return l.say("Close", "닫기") }

// What is said to screen readers.

func (l Lang) SaidMeasured(kvHeads int, ms, against string) string {
	return l.say(fmt.Sprintf("Measured: %s milliseconds per token with G = %d, %s.", ms, kvHeads, against),
		fmt.Sprintf("측정: G = %d일 때 토큰당 %s밀리초, %s.", kvHeads, ms, against))
}
func (l Lang) SaidEnd() string { return l.say("The story has ended.", "이야기가 끝났습니다.") }

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// percent is kvHeads of heads.
func percent(heads, kvHeads int) string { return Percent(float64(kvHeads) / float64(heads)) }
