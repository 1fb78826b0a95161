package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Time, measured here: the panels below the story.

func (l Lang) Lab() string { return l.say("Time, measured here", "여기서 측정한 시간") }
func (l Lang) LabLead() string {
	return l.say("What sharing heads saves on this machine at every length of text, and what it cannot save.",
		"헤드를 나눠 쓰면 이 기기에서 글의 길이마다 얼마나 아끼는지, 무엇은 아낄 수 없는지 보여 줍니다.")
}

// LabPanels are the names of the panels.
func (l Lang) LabPanels() [4]string {
	if l == Korean {
		return [4]string{"글의 길이에 따라", "G에 따라", "repeat-KV 함정", "바이트당 연산"}
	}
	return [4]string{"By length of text", "By G", "The repeat-KV trap", "Operations per byte"}
}
func (l Lang) MeasureAll() string {
	return l.say("Measure every length", "모든 길이에서 측정")
}
func (l Lang) MeasureOn() string { return l.say("Continue measuring", "이어서 측정") }
func (l Lang) MeasureTrap(kvHeads, depth int) string {
	return l.say(fmt.Sprintf("Measure with G = %d, %s tokens", kvHeads, Int(depth)),
		fmt.Sprintf("G = %d, 토큰 %s개로 측정", kvHeads, Int(depth)))
}
func (l Lang) AboutAMinute() string {
	return l.say("Takes about a minute. You can stop and continue later.", "1분쯤 걸립니다. 언제든 멈췄다가 이어서 측정할 수 있습니다.")
}
func (l Lang) SomeSeconds() string { return l.say("Takes a few seconds.", "몇 초 걸립니다.") }
func (l Lang) Probing(percent int) string {
	return l.say(fmt.Sprintf("probing this machine’s limits, %d%%", percent), fmt.Sprintf("이 기기의 한계를 알아보는 중, %d%%", percent))
}
func (l Lang) MeasuringAt(depth, percent int) string {
	return l.say(fmt.Sprintf("measuring at %s tokens, %d%% of the whole", Int(depth), percent),
		fmt.Sprintf("토큰 %s개에서 측정 중, 전체의 %d%%", Int(depth), percent))
}
func (l Lang) DepthRefused(depth int, reason string) string {
	return l.say(fmt.Sprintf("%s tokens are left out: %s.", Int(depth), reason), fmt.Sprintf("토큰 %s개는 뺐습니다: %s.", Int(depth), reason))
}
func (l Lang) Discarded(n int) string {
	return l.say(fmt.Sprintf("%d %s discarded, as the machine changed speed.", n, plural(n, "block was", "blocks were")),
		fmt.Sprintf("기기 속도가 바뀌어 측정 묶음 %d개를 버렸습니다.", n))
}
func (l Lang) LabNothing() string {
	return l.say("Nothing has been measured here yet.", "아직 측정한 것이 없습니다.")
}
func (l Lang) LabNumbers() string { return l.say("The numbers", "숫자로 보기") }
func (l Lang) SavePicture(title, kind string) string {
	return l.say("Save as "+kind+": "+title, kind+" 파일로 저장: "+title)
}
func (l Lang) SaveCSV() string  { return l.say("Numbers (CSV)", "숫자(CSV)") }
func (l Lang) SaveJSON() string { return l.say("Every sample (JSON)", "모든 표본(JSON)") }

// ByLength is what the dots, the lines and the shade are.
func (l Lang) ByLength() string {
	return l.say("Dots: measured, with 95% intervals. Lines: the least time that this machine’s limits allow. Shade: the weights and the arithmetic, which no G changes.",
		"점: 측정값과 95% 구간. 선: 이 기기의 한계로 본 최소 시간. 음영: 어떤 G로도 줄지 않는 가중치와 연산.")
}
func (l Lang) ByLengthTitle() string {
	return l.say("Time per token against tokens in the cache, for each G", "캐시에 든 토큰 수에 따른 G별 토큰당 시간")
}
func (l Lang) AxisTokens() string { return l.say("tokens in the cache", "캐시에 든 토큰 수") }
func (l Lang) AxisMS() string     { return l.say("ms per token", "토큰당 ms") }
func (l Lang) AxisG() string      { return l.say("G, KV heads", "G, KV 헤드 수") }
func (l Lang) AxisSeconds() string {
	return l.say("seconds per sample", "표본당 초")
}
func (l Lang) AxisIntensity() string {
	return l.say("operations per byte read", "읽는 바이트당 연산")
}
func (l Lang) AxisSpeed() string {
	return l.say("billion operations per second", "초당 연산, 10억 번")
}

// Compared is how the time with the most key/value heads, G = Heads, compares with
// that of one, at a depth: a paired ratio with its interval, if there is one.
type Compared struct {
	Depth, Heads     int
	Ratio, Low, High float64
	Known            bool
	Fixed, One       float64 // ms: what no G changes takes at least, and G = 1 takes; Fixed = 0: not probed
}

func (c Compared) same() bool { return c.Low <= 1 && 1 <= c.High }

func (c Compared) ratio() string { return Measured(c.Ratio, c.Low, c.High) }

func interval(low, high float64) string {
	return Measured(low, low, high) + "–" + Measured(high, low, high)
}

func (c Compared) within() string { return "95%: " + interval(c.Low, c.High) }

// ByLengthSays is what was seen, and why.
func (l Lang) ByLengthSays(c Compared) string {
	depth := Int(c.Depth)
	switch {
	case c.Heads == 1:
		return l.say("With a single KV head there is nothing to compare.", "KV 헤드가 하나라서 비교할 것이 없습니다.")
	case !c.Known:
		return l.say("Too few samples to compare yet.", "비교하기에는 아직 표본이 적습니다.")
	}
	seen := l.say(fmt.Sprintf("At %s tokens G = %d takes %s × the time of G = 1 (%s), not %d ×", depth, c.Heads, c.ratio(), c.within(), c.Heads),
		fmt.Sprintf("토큰 %s개에서 G = %d의 시간은 G = 1의 %s배(%s)입니다. %d배는 아닙니다", depth, c.Heads, c.ratio(), c.within(), c.Heads))
	if c.same() {
		seen = l.say(fmt.Sprintf("At %s tokens there is no measurable difference between G = %d and G = 1 (%s)", depth, c.Heads, c.within()),
			fmt.Sprintf("토큰 %s개에서 G = %d%s G = 1 사이에 측정되는 차이가 없습니다(%s)", depth, c.Heads, with(c.Heads), c.within()))
	}
	switch {
	case c.Fixed == 0:
		return seen + "."
	case c.Fixed >= c.One:
		return seen + l.say(": the weights and the arithmetic, which are the same for every G, take all of G = 1’s time.",
			". 모든 G에서 똑같은 가중치와 연산이 G = 1의 시간을 모두 차지합니다.")
	}
	fixed, one := strconv.FormatFloat(round(c.Fixed, 2), 'f', -1, 64), strconv.FormatFloat(round(c.One, 3), 'f', -1, 64)
	return seen + l.say(fmt.Sprintf(": of G = 1’s %s ms, at least %s go to weights and arithmetic, which are the same for every G.", one, fixed),
		fmt.Sprintf(". G = 1의 %s ms 가운데 적어도 %s ms는 모든 G에서 똑같은 가중치와 연산에 듭니다.", one, fixed))
}

// ByGTitle names the reader's figure 6, ByGPaper the paper's.
func (l Lang) ByGTitle(depth int) string {
	return l.say(fmt.Sprintf("Here, at %s tokens", Int(depth)), fmt.Sprintf("여기, 토큰 %s개에서", Int(depth)))
}
func (l Lang) ByGPaper() string {
	return l.say("The paper’s figure 6", "논문의 그림 6")
}
func (l Lang) ByGPaperDetails() string {
	return l.say("Ainslie et al. 2023: T5-XXL with 64 heads on TPU v4, input 2048, output 512; read from the figure to about 0.01 s. The model, the machine and the unit are different: only the shape can be compared.",
		"Ainslie 외 2023: 헤드 64개인 T5-XXL, TPU v4, 입력 2048, 출력 512. 그림에서 읽은 값(±0.01초쯤). 모델도 기기도 단위도 다르므로 모양만 비교할 수 있습니다.")
}
func (l Lang) ByGDetails() string {
	return l.say("Medians with 95% intervals; the line is the least time that this machine’s limits allow.", "중앙값과 95% 구간. 선은 이 기기의 한계로 본 최소 시간.")
}

// PaperRise is how the paper's time rises: by so much over all numbers of groups, and
// by so much over the last doubling.
type PaperRise struct {
	Groups      int
	All, Double float64
}

// ByGSays is what was seen here and what the paper saw.
func (l Lang) ByGSays(c Compared, p PaperRise) string {
	paper := l.say(fmt.Sprintf("in the paper, %d × the KV heads took %.1f × the time, the last doubling alone %.1f ×", p.Groups, p.All, p.Double),
		fmt.Sprintf("논문에서는 KV 헤드가 %d배일 때 시간이 %.1f배였고, 마지막으로 두 배가 될 때만 %.1f배였습니다", p.Groups, p.All, p.Double))
	switch {
	case c.Heads == 1:
		return l.say("With a single KV head there is nothing to compare; ", "KV 헤드가 하나라서 비교할 것이 없고, ") + paper + "."
	case !c.Known:
		return l.say("There is nothing to compare here yet; ", "여기서는 아직 비교할 것이 없고, ") + paper + "."
	case c.same():
		return l.say(fmt.Sprintf("Here, %d × the KV heads make no measurable difference at %s tokens (%s), as the cache is a small part of what a step reads and computes; ", c.Heads, Int(c.Depth), c.within()),
			fmt.Sprintf("여기서는 토큰 %s개에서 KV 헤드가 %d배여도 측정되는 차이가 없습니다(%s). 한 스텝에 읽고 계산하는 것 가운데 캐시가 작은 부분이기 때문입니다. ", Int(c.Depth), c.Heads, c.within())) + paper + "."
	}
	return l.say(fmt.Sprintf("Here, %d × the KV heads take %s × the time at %s tokens (%s), as only the cache grows with them; ", c.Heads, c.ratio(), Int(c.Depth), c.within()),
		fmt.Sprintf("여기서는 토큰 %s개에서 KV 헤드가 %d배면 시간은 %s배(%s)입니다. 함께 느는 것은 캐시뿐이기 때문입니다. ", Int(c.Depth), c.Heads, c.ratio(), c.within())) + paper + "."
}

// The trap.

func (l Lang) TrapLead() string {
	return l.say("There are three ways to attend to the same keys and values. Programs that only know multi-head attention repeat each KV head for all its query heads.",
		"같은 키와 값을 읽는 방법은 세 가지입니다. 멀티 헤드만 아는 프로그램은 KV 헤드를 쿼리 헤드 수만큼 되풀이합니다.")
}

// TrapWays are the three ways, in the order of protocol's.
func (l Lang) TrapWays() [3]string {
	if l == Korean {
		return [3]string{"되풀이해 저장", "작게 저장하고 읽을 때마다 되풀이", "되풀이하지 않음: 그룹 커널"}
	}
	return [3]string{"Repeat, then store", "Store small, repeat at every read", "Never repeat: the grouped kernel"}
}
func (l Lang) TrapTitle(kvHeads, depth int) string {
	return l.say(fmt.Sprintf("Three ways with G = %d at %s tokens: bytes held, bytes moved, time", kvHeads, Int(depth)),
		fmt.Sprintf("G = %d, 토큰 %s개에서 세 가지 방법: 담는 바이트, 옮기는 바이트, 시간", kvHeads, Int(depth)))
}
func (l Lang) Way() string     { return l.say("Way", "방법") }
func (l Lang) Held() string    { return l.say("held", "담음") }
func (l Lang) Moved() string   { return l.say("moved", "옮김") }
func (l Lang) Takes() string   { return l.say("time", "시간") }
func (l Lang) Read() string    { return l.say("read", "읽음") }
func (l Lang) Written() string { return l.say("written", "씀") }
func (l Lang) TrapDetails(kvHeads, depth int) string {
	return l.say(fmt.Sprintf("G = %d, %s tokens, the attention of one token in all layers. Paler: room for one layer’s copy, and bytes written. Whiskers: 95%% intervals.", kvHeads, Int(depth)),
		fmt.Sprintf("G = %d, 토큰 %s개, 모든 층에서 토큰 하나의 어텐션. 옅은 부분: 한 층의 사본을 둘 자리와 쓰는 바이트. 수염: 95%% 구간.", kvHeads, Int(depth)))
}

// TrapCompared is one way against the grouped kernel.
type TrapCompared struct {
	Bytes            float64 // how many times its bytes
	Ratio, Low, High float64 // and its time, with the interval if Known
	Known            bool
}

// TrapSays is what was seen: of repeating at every read, which moves more, and of
// repeating before storing, which holds more.
func (l Lang) TrapSays(atRead, stored TrapCompared) string {
	if !atRead.Known || !stored.Known {
		return l.say("Too few samples to compare yet.", "비교하기에는 아직 표본이 적습니다.")
	}
	times := func(x float64) string { return strconv.FormatFloat(round(x, 3), 'f', -1, 64) }
	took := func(t TrapCompared) string {
		if t.Low <= 1 && 1 <= t.High {
			return l.say("with no measurable difference in time", "시간에는 측정되는 차이가 없습니다")
		}
		return l.say(fmt.Sprintf("takes %s × the time (95%%: %s)", Measured(t.Ratio, t.Low, t.High), interval(t.Low, t.High)),
			fmt.Sprintf("시간은 %s배입니다(95%%: %s)", Measured(t.Ratio, t.Low, t.High), interval(t.Low, t.High)))
	}
	and := func(t TrapCompared) string {
		if t.Low <= 1 && 1 <= t.High {
			return ", "
		}
		return " and "
	}
	return l.say(
		"All three give the same numbers, bit for bit; but against the grouped kernel, repeating at every read moves "+times(atRead.Bytes)+" × the bytes"+and(atRead)+took(atRead)+
			", and storing the repeated heads holds "+times(stored.Bytes)+" × the bytes"+and(stored)+took(stored)+".",
		"셋 다 비트까지 같은 수를 내지만, 그룹 커널과 비교하면 읽을 때마다 되풀이하는 방법은 바이트를 "+times(atRead.Bytes)+"배 옮기고 "+took(atRead)+
			". 되풀이해 저장하는 방법은 바이트를 "+times(stored.Bytes)+"배 담고 "+took(stored)+".")
}

// The roofline.

func (l Lang) RoofTitle(depth int) string {
	return l.say(fmt.Sprintf("Speed against operations per byte, at %s tokens", Int(depth)), fmt.Sprintf("토큰 %s개에서 바이트당 연산에 따른 속도", Int(depth)))
}
func (l Lang) RoofDetails() string {
	return l.say("Dots: whole steps, measured. Slopes: what memory allows, for the most and the fewest bytes. Level line: what the arithmetic units allow. Attention alone does H/G ÷ 2 operations per byte, as a number here takes 4 bytes.",
		"점: 측정한 스텝 전체. 빗금: 바이트가 가장 많을 때와 적을 때 메모리가 허용하는 속도. 수평선: 연산 장치가 허용하는 속도. 수 하나가 4바이트이므로 어텐션만 보면 바이트당 H/G ÷ 2번 연산합니다.")
}
func (l Lang) RoofMemory(kvHeads int) string {
	return l.say(fmt.Sprintf("memory, G = %d", kvHeads), fmt.Sprintf("메모리, G = %d", kvHeads))
}
func (l Lang) RoofPeak() string { return l.say("peak", "최고") }

// Roof is where the steps stand on the roofline at a depth.
type Roof struct {
	Depth, Heads        int
	Most, Fewest        float64 // operations per byte with G = 1 and with G = Heads
	RidgeLow, RidgeHigh float64 // operations per byte from which arithmetic is the limit
	Memory, Compute     []int   // the values of G that each of them limits
	ReachLow, ReachHigh float64 // the share of its limit that a step reaches; 0: not measured
}

// RoofSays is which limit holds for which G, and how near the steps come to it.
func (l Lang) RoofSays(r Roof) string {
	n := func(x float64) string { return strconv.FormatFloat(round(x, 2), 'f', -1, 64) }
	span := func(low, high string) string {
		if low == high {
			return low
		}
		return low + l.say(" to ", "–") + high
	}
	ridge := span(n(r.RidgeLow), n(r.RidgeHigh))
	says := l.say(fmt.Sprintf("At %s tokens, a step does %s operations per byte with G = %d and %s with G = 1; from %s on, arithmetic limits this machine. So ", Int(r.Depth), n(r.Fewest), r.Heads, n(r.Most), ridge),
		fmt.Sprintf("토큰 %s개에서 한 스텝은 G = %d이면 바이트당 %s번, G = 1이면 %s번 연산합니다. 이 기기에서는 %s번부터 연산이 한계입니다. 그래서 ", Int(r.Depth), r.Heads, n(r.Fewest), n(r.Most), ridge))
	switch {
	case len(r.Compute) == 0:
		says += l.say("memory is the limit for every G", "모든 G에서 메모리가 한계")
	case len(r.Memory) == 0:
		says += l.say("arithmetic is the limit for every G", "모든 G에서 연산이 한계")
	default:
		says += l.say(fmt.Sprintf("memory is the limit for G = %s and arithmetic for G = %s", list(r.Memory), list(r.Compute)),
			fmt.Sprintf("G = %s에서는 메모리가, G = %s에서는 연산이 한계", list(r.Memory), list(r.Compute)))
	}
	if r.ReachHigh == 0 {
		return says + l.say(".", "입니다.")
	}
	reach := span(Percent(round(r.ReachLow, 2)), Percent(round(r.ReachHigh, 2)))
	return says + l.say(", and the measured steps reach "+reach+" of that limit.", "이고, 측정한 스텝은 그 한계의 "+reach+"에 이릅니다.")
}

func list(numbers []int) string {
	var s []string
	for _, n := range numbers {
		s = append(s, strconv.Itoa(n))
	}
	return strings.Join(s, ", ")
}

// Limits says what the machine can do at best, in billions a second; and how well the
// clock could see it, if that is not well.
func (l Lang) Limits(peak, most, least float64, coarse float64) string {
	n := func(x float64) string { return strconv.FormatFloat(round(x, 2), 'f', -1, 64) }
	s := l.say(fmt.Sprintf("This machine, one thread: %s billion multiplications and additions a second; reads %s GB/s at best, down to %s the more there is to read.", n(peak), n(most), n(least)),
		fmt.Sprintf("이 기기, 스레드 하나: 곱셈과 덧셈 초당 %s억 번, 읽기 최고 %s GB/s, 읽을 것이 많을수록 느려져 %s GB/s까지.", n(10*peak), n(most), n(least)))
	if coarse >= 0.03 {
		s += l.say(" The clock is coarse: give or take "+Percent(round(coarse, 1))+".", " 시계 눈금이 굵어 "+Percent(round(coarse, 1))+"쯤 틀릴 수 있습니다.")
	}
	return s
}

// Heads of the tables.

func (l Lang) ColDepth() string  { return l.say("Tokens", "토큰") }
func (l Lang) ColMedian() string { return l.say("Median, ms", "중앙값, ms") }
func (l Lang) ColLow() string    { return l.say("95% from", "95% 하한") }
func (l Lang) ColHigh() string   { return l.say("to", "95% 상한") }
func (l Lang) ColN() string      { return "n" }
func (l Lang) ColLeast() string  { return l.say("Least, ms", "최소, ms") }
func (l Lang) ColFixed() string {
	return l.say("of which the same for every G", "그중 모든 G에서 같은 것")
}
func (l Lang) ColBytes() string     { return l.say("Cache, bytes", "캐시, 바이트") }
func (l Lang) ColIntensity() string { return l.say("Operations per byte", "바이트당 연산") }
func (l Lang) ColAttention() string { return l.say("of attention alone", "어텐션만") }
func (l Lang) ColSpeed() string     { return l.say("10⁹ operations/s", "초당 연산, 10⁹") }
func (l Lang) ColRoof() string      { return l.say("at most", "최대") }
func (l Lang) ColWhere() string     { return l.say("Where", "어디서") }
func (l Lang) ColSeconds() string   { return l.say("Seconds per sample", "표본당 초") }
func (l Lang) ColHeld() string      { return l.say("Held, bytes", "담음, 바이트") }
func (l Lang) ColRoom() string {
	return l.say("Room for a copy, bytes", "사본을 둘 자리, 바이트")
}
func (l Lang) ColRead() string    { return l.say("Read, bytes", "읽음, 바이트") }
func (l Lang) ColWritten() string { return l.say("Written, bytes", "씀, 바이트") }
func (l Lang) WhereHere() string  { return l.say("here", "여기") }
func (l Lang) WherePaper() string { return l.say("the paper", "논문") }
func (l Lang) LabSaid(sentence string) string {
	return l.say("Measured. ", "측정을 마쳤습니다. ") + sentence
}
