package words

import (
	"fmt"
	"strconv"

	"gqaplayground/app/habit"
)

// Inside the heads.

func (l Lang) Inside() string { return l.say("Inside the heads", "헤드 속 들여다보기") }
func (l Lang) InsideLead() string {
	return l.say("What every head looks at, token by token, before and after heads share.",
		"헤드를 나눠 쓰기 전과 후에 헤드마다 무엇을 보는지 토큰마다 보여 줍니다.")
}

// InsidePanels are the names of the panels.
func (l Lang) InsidePanels() [4]string {
	if l == Korean {
		return [4]string{"어텐션 지도", "커지는 KV 캐시", "나눠 쓰는 코드", "먼저 맞혀 보기"}
	}
	return [4]string{"Attention maps", "The cache grows", "The lines that share", "Guess first"}
}
func (l Lang) InsideEmpty() string {
	return l.say("Heads look back at a text. Let the model tell a story to see what they look at.",
		"헤드는 앞의 글을 되돌아봅니다. 모델이 이야기를 들려주면 무엇을 보는지 여기에 나타납니다.")
}
func (l Lang) GrowthEmpty() string {
	return l.say("Every token leaves keys and values in the cache. Let the model tell a story, and watch it grow.",
		"토큰마다 키와 값이 캐시에 쌓입니다. 모델에게 이야기를 시키고 캐시가 자라는 것을 보세요.")
}
func (l Lang) InsideWaits() string {
	return l.say("reading the story …", "이야기를 읽는 중 …")
}
func (l Lang) InsideFailed(reason string) string {
	return l.say("The heads could not be looked at: ", "헤드를 들여다보지 못했습니다: ") + reason
}
func (l Lang) InsideAlone(reason string) string {
	return l.say("There is nothing to compare with: ", "비교할 것이 없습니다: ") + reason
}
func (l Lang) InsideBound(n int) string {
	return l.say(fmt.Sprintf("The maps show the first %s tokens of a story.", Int(n)), fmt.Sprintf("지도는 이야기의 첫 토큰 %s개까지 보여 줍니다.", Int(n)))
}
func (l Lang) TellStory() string  { return l.say("Tell a story", "이야기 듣기") }
func (l Lang) StartToken() string { return l.say("start", "시작") }
func (l Lang) Layer() string      { return l.say("Layer", "층") }
func (l Lang) Group() string      { return l.say("Group", "그룹") }
func (l Lang) Head() string       { return l.say("Query head", "쿼리 헤드") }
func (l Lang) MapWeight() string  { return l.say("weight", "가중치") }
func (l Lang) AllQueries(from, to int) string {
	if from == to {
		return "Q" + strconv.Itoa(from)
	}
	if to == from+1 {
		return fmt.Sprintf("Q%d, Q%d", from, to)
	}
	return fmt.Sprintf("Q%d–Q%d", from, to)
}

// MapSays is what a group is. Layers, groups and heads are counted from 1.
func (l Lang) MapSays(layer, group, from, to int) string {
	if from == to {
		return l.say(fmt.Sprintf("In layer %d, Q%d has a key head to itself, K%d: nothing is merged here.", layer, from, group),
			fmt.Sprintf("%d층의 Q%d: 혼자 쓰는 키 헤드는 K%d입니다. 여기서는 합친 것이 없습니다.", layer, from, group))
	}
	return l.say(fmt.Sprintf("In layer %d, %s read the same keys, K%d; they can still look at different tokens, as each has its own query.", layer, l.AllQueries(from, to), group),
		fmt.Sprintf("%d층의 %s: 읽는 키는 모두 K%d입니다. 그래도 쿼리는 저마다 달라서 서로 다른 토큰을 볼 수 있습니다.", layer, l.AllQueries(from, to), group))
}

// HeadSays is what a head does, in a sentence.
func (l Lang) HeadSays(head int, does string) string {
	return l.say(fmt.Sprintf("Q%d: %s.", head, does), fmt.Sprintf("Q%d: %s.", head, does))
}

// HabitName is a habit in a word or two.
func (l Lang) HabitName(h habit.Habit) string {
	if !h.Enough {
		return l.say("mixed", "섞임")
	}
	switch h.Kind {
	case habit.Previous:
		return l.say("previous token", "바로 앞 토큰")
	case habit.First:
		return l.say("first token", "첫 토큰")
	case habit.Self:
		return l.say("itself", "자기 자신")
	case habit.Copy:
		return l.say("same token", "같은 토큰")
	case habit.Echo:
		return l.say("echo", "메아리")
	case habit.Near:
		return l.say("recent tokens", "가까운 토큰")
	}
	return l.say("broad", "넓게 퍼짐")
}

// HabitMeasure is how much of a head's attention a habit takes.
func (l Lang) HabitMeasure(h habit.Habit) string {
	share := Share(h.Share)
	on := func(english, korean string) string {
		return l.say(share+" of its weight on "+english, korean+"에 가중치의 "+share)
	}
	switch h.Kind {
	case habit.Previous:
		return on("the previous token", "바로 앞 토큰")
	case habit.First:
		return on("the first token", "첫 토큰")
	case habit.Self:
		return on("its own token", "자기 토큰")
	case habit.Copy:
		return on("earlier copies of the same token", "앞에 나온 같은 토큰")
	case habit.Echo:
		return on("what came after earlier copies of the same token", "앞에 나온 같은 토큰의 다음 토큰")
	case habit.Near:
		return on(fmt.Sprintf("the last %d tokens", habit.NearTokens), fmt.Sprintf("마지막 토큰 %d개", habit.NearTokens))
	}
	return l.say("spread as if evenly over "+share+" of all tokens", "전체 토큰의 "+share+"에 고르게 나눈 만큼 퍼짐")
}

// HabitMixed is what is said of a head without a habit: that, and what comes nearest.
func (l Lang) HabitMixed(nearest string) string {
	return l.say("no habit stands out; the closest is: "+nearest, "두드러진 습관이 없습니다. 가장 가까운 것: "+nearest)
}
func (l Lang) HabitEarly() string {
	return l.say("too few tokens to see a habit yet", "습관을 알기에는 아직 토큰이 적습니다")
}

// Share writes a share of attention.
func Share(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// Look is one place of a map.
type Look struct {
	Head                int // of the query, from 1
	Query, Key          string
	Back                int // tokens from the query to the key
	Weight              float64
	Was                 float64 // before merging
	Merged              bool    // and there was a before
	KVHead, First, Last int     // who else reads that key
}

// LookSays is what a place of a map is.
func (l Lang) LookSays(k Look) string {
	where := l.say(fmt.Sprintf("%d %s before", k.Back, plural(k.Back, "token", "tokens")), fmt.Sprintf("%d토큰 전", k.Back))
	if k.Back == 0 {
		where = l.say("itself", "자기 자신")
	}
	was := ""
	if k.Merged {
		was = l.say(" ("+Share(k.Was)+" before merging)", " (합치기 전 "+Share(k.Was)+")")
	}
	return l.say(fmt.Sprintf("“%s” looks at “%s”, %s: %s of Q%d’s weight%s.", k.Query, k.Key, where, Share(k.Weight), k.Head, was),
		fmt.Sprintf("“%s” → “%s”, %s: Q%d 가중치의 %s%s.", k.Query, k.Key, where, k.Head, Share(k.Weight), was))
}
func (l Lang) LookTrace(k Look) string {
	if k.First == k.Last {
		return l.say(fmt.Sprintf("Q%d asks, K%d answers.", k.Head, k.KVHead), fmt.Sprintf("묻는 쪽 Q%d, 답하는 쪽 K%d.", k.Head, k.KVHead))
	}
	return l.say(fmt.Sprintf("Q%d asks, K%d answers; %s all read this one key.", k.Head, k.KVHead, l.AllQueries(k.First, k.Last)),
		fmt.Sprintf("묻는 쪽 Q%d, 답하는 쪽 K%d. 이 키 하나를 %s 모두 읽습니다.", k.Head, k.KVHead, l.AllQueries(k.First, k.Last)))
}

// MapName is what a map is to those who do not see it; MapKeys is how to go about in it.
func (l Lang) MapName(layer, head int) string {
	return l.say(fmt.Sprintf("Attention map of Q%d in layer %d", head, layer), fmt.Sprintf("%d층 Q%d의 어텐션 지도", layer, head))
}
func (l Lang) MapTitle(layer, head, kvHeads int) string {
	return l.MapName(layer, head) + ", G = " + strconv.Itoa(kvHeads)
}
func (l Lang) MapKeys() string {
	return l.say("In each row, one token looks back along the story. Choose a cell with the arrow keys or a touch; Escape follows the story again.",
		"행마다 토큰 하나가 왼쪽으로 되돌아봅니다. 화살표 키나 터치로 칸을 고르고, Esc를 누르면 다시 이야기를 따라갑니다.")
}
func (l Lang) MapLead(between int) string {
	if between == 0 {
		return l.say("Column 1 is the first token.", "1열은 첫 토큰입니다.")
	}
	return l.say(fmt.Sprintf("Column 1 is the first token; column … sums up the next %s %s.", Int(between), plural(between, "token", "tokens")),
		fmt.Sprintf("1열은 첫 토큰, …열은 그 뒤의 토큰 %s개를 합친 것입니다.", Int(between)))
}
func (l Lang) MapFollow() string { return l.say("Follow the story", "이야기 따라가기") }
func (l Lang) MapPad() string    { return l.say("Move on the map", "지도에서 이동") }
func (l Lang) MapMoves() [4]string {
	if l == Korean {
		return [4]string{"앞 키 보기", "뒤 키 보기", "앞 쿼리로", "뒤 쿼리로"}
	}
	return [4]string{"Previous key", "Next key", "Previous query", "Next query"}
}

func (l Lang) SideBySide(from, to int) string {
	if from == to {
		return l.say(fmt.Sprintf("Q%d alone, small", from), fmt.Sprintf("Q%d만 작게 보기", from))
	}
	return l.say(l.AllQueries(from, to)+" side by side, before and after merging", l.AllQueries(from, to)+" 나란히, 합치기 전과 후")
}
func (l Lang) BeforeMerging(kvHeads int) string {
	return l.say(fmt.Sprintf("before, G = %d", kvHeads), fmt.Sprintf("합치기 전, G = %d", kvHeads))
}
func (l Lang) AfterMerging(kvHeads int) string {
	return l.say(fmt.Sprintf("now, G = %d", kvHeads), fmt.Sprintf("지금, G = %d", kvHeads))
}

// Stayed is how much of a head's attention merging left in its place.
func (l Lang) Stayed(share float64) string {
	return l.say(Share(share)+" of its weight stayed in place", "그대로인 가중치 "+Share(share))
}
func (l Lang) ShowHead(head int) string {
	return l.say(fmt.Sprintf("Show Q%d", head), fmt.Sprintf("Q%d 보기", head))
}
func (l Lang) EveryHead() string { return l.say("What every head does", "모든 헤드가 하는 일") }
func (l Lang) EveryHeadHow() string {
	return l.say("A label names the habit that takes the most of a head’s weight for its kind, averaged over this story, or says “mixed” if none takes enough. Labels describe where heads look, not why.",
		"이름표는 이 이야기에서 평균한 가중치가 그 종류의 습관치고 가장 큰 것이며, 충분히 큰 것이 없으면 ‘섞임’입니다. 이름표는 헤드가 어디를 보는지만 말하고 왜 보는지는 말하지 않습니다.")
}
func (l Lang) ColLayer() string  { return l.Layer() }
func (l Lang) ColHead() string   { return l.say("Head", "헤드") }
func (l Lang) ColBefore() string { return l.say("Before merging", "합치기 전") }
func (l Lang) ColNow() string    { return l.say("Now", "지금") }
func (l Lang) ColStayed() string { return l.say("Stayed in place", "그대로") }
func (l Lang) ColQuery() string  { return l.say("Query token", "쿼리 토큰") }
func (l Lang) ColKey() string    { return l.say("Key token", "키 토큰") }
func (l Lang) ColWas(head int) string {
	return l.say(fmt.Sprintf("Q%d before", head), fmt.Sprintf("합치기 전 Q%d", head))
}
func (l Lang) TableOf(query string) string {
	return l.say("What “"+query+"” looks at, in numbers", "“"+query+"” 토큰이 보는 것을 숫자로")
}

// The cache as it grows.

// Growth is the cache of one layer after a step.
type Growth struct {
	Len, Layers, Heads, KVHeads      int
	Written, Read, ReadLayer, ReadMH int // bytes
}

// GrowthSays is what the last step did.
func (l Lang) GrowthSays(g Growth) string {
	if g.Len == 0 {
		return l.say("The cache is empty.", "캐시가 비어 있습니다.")
	}
	size := g.Heads / g.KVHeads
	says := l.say(fmt.Sprintf("Step %d wrote one key and one value to each of %d KV %s in each of %d layers, %s bytes in all. It read every position once",
		g.Len, g.KVHeads, plural(g.KVHeads, "head", "heads"), g.Layers, Int(g.Written)),
		fmt.Sprintf("%d번째 스텝에서는 %d개 층마다 KV 헤드 %d개에 키와 값을 하나씩, 모두 %s바이트를 적었습니다. 그리고 모든 위치를 한 번씩 읽어",
			g.Len, g.Layers, g.KVHeads, Int(g.Written)))
	if size == 1 {
		says += l.say(", for one query head", " 쿼리 헤드 하나가 썼습니다")
	} else {
		says += l.say(fmt.Sprintf(" and used it H/G = %d times", size), fmt.Sprintf(" H/G = %d번씩 썼습니다", size))
	}
	says += l.say(fmt.Sprintf(": %s bytes in a layer, %s in all.", Int(g.ReadLayer), Int(g.Read)),
		fmt.Sprintf(": 한 층에 %s바이트, 모두 %s바이트.", Int(g.ReadLayer), Int(g.Read)))
	if size > 1 {
		says += l.say(fmt.Sprintf(" Multi-head attention would have read %s.", Int(g.ReadMH)), fmt.Sprintf(" 멀티 헤드였다면 %s바이트를 읽었습니다.", Int(g.ReadMH)))
	}
	return says
}
func (l Lang) GrowthTitle(kvHeads int) string {
	return l.say(fmt.Sprintf("The KV cache of one layer, G = %d", kvHeads), fmt.Sprintf("한 층의 KV 캐시, G = %d", kvHeads))
}
func (l Lang) GrowthDetails() string {
	return l.say("Filled: read in this step. Framed: written in it. Dashed: heads that multi-head attention would have. Every layer does the same.",
		"채운 칸: 이 스텝에서 읽음. 테두리: 이 스텝에서 적음. 점선: 멀티 헤드라면 있었을 헤드. 모든 층이 같습니다.")
}
func (l Lang) GrowthBefore(n int) string {
	return l.say(fmt.Sprintf("%s before, read too", Int(n)), fmt.Sprintf("앞의 %s개도 읽음", Int(n)))
}
func (l Lang) GrowthReaders(from, to int) string { return "→ " + l.AllQueries(from, to) }
func (l Lang) ColPositions() string              { return l.say("Positions", "위치") }
func (l Lang) ColReadBy() string                 { return l.say("Read by", "읽는 헤드") }
func (l Lang) ColUses() string                   { return l.say("Uses of one read", "한 번 읽어 쓰는 횟수") }
func (l Lang) ColRowBytes() string               { return l.say("Bytes in one layer", "한 층의 바이트") }

// The lines of the kernel.

func (l Lang) LinesSay(kvHeads, size int) string {
	return l.say(fmt.Sprintf("These are the lines that run here for every token, in every layer. With G = %d the outer loop runs %s, and each pass serves %d query %s.", kvHeads, times(kvHeads), size, plural(size, "head", "heads")),
		fmt.Sprintf("층마다, 토큰마다 여기서 실제로 실행되는 코드입니다. G = %d이면 바깥 반복문이 %d번 돌고, 한 번에 쿼리 헤드 %d개를 처리합니다.", kvHeads, kvHeads, size))
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}
func (l Lang) LinesFrom() string {
	return l.say("Go code, unchanged, from attention/attend.go in this page’s source.", "이 페이지의 소스 attention/attend.go에 있는 그대로의 Go 코드입니다.")
}
func (l Lang) CopyLines() string { return l.say("Copy the lines", "코드 복사") }
func (l Lang) Copied() string    { return l.say("Copied.", "복사했습니다.") }
func (l Lang) NotCopied() string {
	return l.say("The browser does not let this page copy. Select the lines and copy them.", "브라우저가 복사를 허용하지 않습니다. 코드를 직접 선택해 복사하세요.")
}
func (l Lang) LineGroups(kvHeads int) string {
	return l.say(fmt.Sprintf("G = %d: %d %s", kvHeads, kvHeads, plural(kvHeads, "pass", "passes")), fmt.Sprintf("G = %d: %d번 돕니다", kvHeads, kvHeads))
}
func (l Lang) LineHead(bytes int) string {
	return l.say(fmt.Sprintf("one KV head: %s bytes a position, contiguous in memory", Int(bytes)), fmt.Sprintf("KV 헤드 하나: 위치마다 %s바이트, 메모리에 이어져 있음", Int(bytes)))
}
func (l Lang) LineRows(size int) string {
	return l.say(fmt.Sprintf("one new token: H/G = %d query %s", size, plural(size, "row", "rows")), fmt.Sprintf("새 토큰 하나면 쿼리 H/G = %d행", size))
}
func (l Lang) LineKeys(size int) string {
	return l.say(fmt.Sprintf("a key is read once and used %s", times(size)), fmt.Sprintf("키를 한 번 읽어 %d번 씁니다", size))
}
func (l Lang) LineMask() string {
	return l.say("no token sees a later one", "뒤의 토큰은 보지 못합니다")
}
func (l Lang) LineSoftmax() string {
	return l.say("softmax, block by block", "소프트맥스를 블록마다 이어서 계산")
}
func (l Lang) LineWeights() string {
	return l.say("the maps show these", "지도는 이 값으로 그립니다")
}
func (l Lang) LineValues(size int) string {
	return l.say(fmt.Sprintf("a value is read once and used %s", times(size)), fmt.Sprintf("값을 한 번 읽어 %d번 씁니다", size))
}

// Guesses.

func (l Lang) GuessLead(heads int) string {
	return l.say(fmt.Sprintf("Before you drag from G = %d to G = 1, what do you expect?", heads), fmt.Sprintf("G = %d에서 G = 1로 끌기 전에 생각해 보세요. 어떻게 될까요?", heads))
}
func (l Lang) GuessBytes(tokens int) string {
	return l.say(fmt.Sprintf("How much of the cache will be left, at %s tokens?", Int(tokens)), fmt.Sprintf("토큰이 %s개일 때 캐시는 얼마나 남을까요?", Int(tokens)))
}

// GuessPart is a part of the cache: 1 of n.
func (l Lang) GuessPart(n int) string {
	if n == 1 {
		return l.say("all of it", "그대로")
	}
	return l.say(fmt.Sprintf("1/%d of it", n), fmt.Sprintf("1/%d", n))
}
func (l Lang) GuessTime(tokens int) string {
	return l.say(fmt.Sprintf("How much faster will a token be here, at %s tokens?", Int(tokens)), fmt.Sprintf("토큰이 %s개일 때, 이 기기에서 토큰 하나를 만드는 속도는 몇 배가 될까요?", Int(tokens)))
}
func (l Lang) GuessSame() string {
	return l.say("no measurable difference", "측정되는 차이 없음")
}
func (l Lang) GuessFaster(low, high float64) string {
	n := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch {
	case low == 0:
		return l.say("less than "+n(high)+" ×", n(high)+"배 미만")
	case high == 0:
		return l.say(n(low)+" × or more", n(low)+"배 이상")
	}
	return l.say(n(low)+" to "+n(high)+" ×", n(low)+"–"+n(high)+"배")
}
func (l Lang) GuessVerdict(right bool) string {
	if right {
		return l.say("Right.", "맞습니다.")
	}
	return l.say("Not quite.", "조금 다릅니다.")
}
func (l Lang) GuessBytesAnswer(heads int, from, to string) string {
	return l.say(fmt.Sprintf("Exactly 1/%d: %s becomes %s. Of the factors in the formula, only the number of heads changes.", heads, from, to),
		fmt.Sprintf("정확히 1/%d입니다: %s → %s. 식에서 바뀌는 것은 헤드 수뿐입니다.", heads, from, to))
}
func (l Lang) GuessTimeAnswer(ratio, low, high float64, n int) string {
	return l.say(fmt.Sprintf("Measured on this machine: %s × as fast (95%%: %s, n = %d).", Measured(ratio, low, high), interval(low, high), n),
		fmt.Sprintf("이 기기에서 측정해 보니 %s배 빠릅니다(95%% 구간: %s, n = %d).", Measured(ratio, low, high), interval(low, high), n))
}
func (l Lang) GuessTimeSlower(ratio, low, high float64, n int) string {
	return l.say(fmt.Sprintf("Measured on this machine, it is slower: %s × as fast (95%%: %s, n = %d).", Measured(ratio, low, high), interval(low, high), n),
		fmt.Sprintf("이 기기에서 측정해 보니 오히려 느립니다: %s배(95%% 구간: %s, n = %d).", Measured(ratio, low, high), interval(low, high), n))
}
func (l Lang) GuessTimeSame(low, high float64, n int) string {
	return l.say(fmt.Sprintf("Measured on this machine: no measurable difference (95%%: %s ×, n = %d).", interval(low, high), n),
		fmt.Sprintf("이 기기에서는 측정되는 차이가 없습니다(95%% 구간: %s배, n = %d).", interval(low, high), n))
}
func (l Lang) GuessUnmeasured() string {
	return l.say("Nobody knows before it is measured on this machine.", "이 기기에서 측정해 보기 전에는 아무도 모릅니다.")
}
func (l Lang) GuessAgain() string { return l.say("Guess again", "다시 맞혀 보기") }
