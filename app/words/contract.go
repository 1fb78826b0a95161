package words

// What a frame's address and its letters may be, for those who embed it: the gallery's
// reference.

// Entry says what some names mean.
type Entry struct {
	Names []string
	Says  string
}

func (l Lang) ReferenceTitle() string { return l.say("Reference", "참조") }

func (l Lang) ParametersTitle() string { return l.say("The address of a frame", "프레임의 주소") }
func (l Lang) ParametersSays() string {
	return l.say("The address says what the frame shows, and the page takes the same. A value that it cannot take is the default, with a warning. "+
		"With h, dh or layers that the model has not, there are the picture and the exact bytes, and nothing to run. In a sandbox, the host has to send "+
		"Access-Control-Allow-Origin: *.",
		"주소가 프레임에 무엇이 보일지 정하고, 페이지도 같은 주소를 받습니다. 받을 수 없는 값은 기본값이 되고 경고를 냅니다. "+
			"모델과 다른 h, dh, layers를 주면 그림과 정확한 바이트만 있고 실행할 것은 없습니다. 샌드박스 안에서는 서버가 Access-Control-Allow-Origin: *를 보내야 합니다.")
}
func (l Lang) ParameterColumns() [2]string {
	return [2]string{l.say("Parameter", "매개변수"), l.say("Values", "값")}
}

// Parameters are those that stay within a version.
func (l Lang) Parameters() []Entry {
	return []Entry{
		{[]string{"h", "g"}, l.say("query heads, 1 to 32; key/value heads, a divisor of them (or the next lower one is used)",
			"쿼리 헤드 1~32, 키/값 헤드는 그 약수(아니면 바로 아래 약수)")},
		{[]string{"dh", "layers", "ctx", "batch", "bytes"}, l.say("size of a head, 8 to 256; layers, to 96; tokens in the cache, to 1,000,000; sequences, to 4,096; bytes a number, 1, 2 or 4",
			"헤드의 크기 8~256, 층 96까지, 캐시의 토큰 1,000,000까지, 시퀀스 4,096까지, 숫자 하나의 바이트 1, 2, 4")},
		{[]string{"src"}, l.say("weights: uptrained, mean, first or random", "가중치: uptrained, mean, first, random")},
		{[]string{"prompt", "temp", "seed"}, l.say("how the story begins, and how it is drawn", "이야기를 어떻게 시작하고 뽑는지")},
		{[]string{"open"}, l.say("the sections below the story that are open, such as models for real models", "이야기 아래에서 열어 둘 섹션, 예를 들어 실제 모델은 models")},
		{[]string{"model", "len", "seqs", "kv", "weights", "chip", "chips"}, l.say("in that section: llama-3.1-8b (or own with own-h, own-g, …), tokens, sequences, f32 to int4, an accelerator such as h100, how many",
			"그 섹션에서: llama-3.1-8b(또는 own과 own-h, own-g, …), 토큰, 시퀀스, f32~int4, h100 같은 가속기, 그 개수")},
		{[]string{"inside", "layer", "head"}, l.say("what is seen inside the heads: maps, cache, lines or guess; which layer and head",
			"헤드 속에서 보는 것: maps, cache, lines, guess, 그리고 어느 층의 어느 헤드인지")},
		{[]string{"lang", "theme", "motion"}, l.say("en or ko; auto, light or dark; auto or reduce", "en 또는 ko, auto·light·dark, auto·reduce")},
		{[]string{"view", "run"}, l.say("in a frame: heads, cache, time, convert, paper or all; click, visible or auto",
			"프레임에서: heads, cache, time, convert, paper, all, 그리고 click, visible, auto")},
		{[]string{"hide"}, l.say("a list of picture, slider, table, numbers, cache, time, quality, story, rooms and settings",
			"picture, slider, table, numbers, cache, time, quality, story, rooms, settings 가운데 쉼표로 나눈 목록")},
		{[]string{"lock"}, l.say("a list of g, ctx, src, story and measure", "g, ctx, src, story, measure 가운데 쉼표로 나눈 목록")},
		{[]string{"links"}, l.say("0: no links", "0이면 링크가 없습니다")},
	}
}

func (l Lang) LettersTitle() string {
	return l.say("Letters between a page and a frame", "페이지와 프레임이 주고받는 편지")
}
func (l Lang) LettersSays() string {
	return l.say("What the element gqa-playground does for you, by postMessage: objects {gqa: 1, type, id?}. A frame reads at most 30 letters a second of at most 64 KiB, "+
		"of the page around it alone. Unasked it sends ready, resize with height (and the same as Embedly, learning platforms and WordPress want it), change, "+
		"run with phase, and error with code and message; of each kind at most ten a second, the last one always.",
		"gqa-playground 요소가 대신 해 주는 일이며, postMessage로 {gqa: 1, type, id?} 객체를 주고받습니다. 프레임은 둘러싼 페이지의 편지만, 초당 30통까지, 한 통에 64 KiB까지 읽습니다. "+
			"묻지 않아도 ready, height가 든 resize(Embedly, 학습 관리 시스템, WordPress가 원하는 꼴로도), change, phase가 든 run, code와 message가 든 error를 보냅니다. "+
			"종류마다 초당 열 통까지이고, 마지막 것은 꼭 보냅니다.")
}
func (l Lang) LetterColumns() [2]string {
	return [2]string{l.say("To the frame", "프레임으로"), l.say("Answer", "답")}
}

// Letters are those that a frame takes.
func (l Lang) Letters() []Entry {
	return []Entry{
		{[]string{"hello"}, l.say("ready: version, caps, state, numbers, warnings", "ready: version, caps, state, numbers, warnings")},
		{[]string{"get", "set"}, l.say("set with state, by the names above: reply with state, numbers, warnings", "set에는 위 이름으로 된 state를 넣습니다. reply: state, numbers, warnings")},
		{[]string{"run", "stop"}, "reply"},
		{[]string{"snapshot"}, l.say("with mime image/svg+xml or image/png, and theme: snapshot with data, an SVG or a data: URL",
			"mime은 image/svg+xml 또는 image/png, 그리고 theme. snapshot: data에 SVG 또는 data: URL")},
		{[]string{"measure"}, l.say("with contexts, groups: reply with results, the median time per token, its 95% interval, n, the ratio to the most heads",
			"contexts와 groups를 넣습니다. reply: results에 토큰당 시간의 중앙값, 95% 구간, n, 헤드가 가장 많을 때와의 비")},
		{[]string{"load"}, l.say("with bytes of a GGUF file, at most 64 MiB, and name: reply with state, or error", "GGUF 파일의 bytes(64 MiB까지)와 name을 넣습니다. reply: state, 아니면 error")},
		{[]string{"subscribe"}, l.say("with types of change, run, resize: reply; of these three, it then sends those alone", "types에 change, run, resize 가운데 넣습니다. reply 뒤에는 셋 가운데 그것만 보냅니다")},
	}
}

func (l Lang) ElementTitle() string { return l.say("The element", "요소") }
func (l Lang) ElementSays() string {
	return l.say("embed.js defines <gqa-playground h=\"8\" g=\"2\" view=\"heads\">, which keeps what is in it (a picture, say) until the frame has proven to run, and moves nothing then. "+
		"It has state, set(), run(), stop(), measure(), loadModel(), toPNG(), toSVG(), and the events gqa-ready, gqa-change, gqa-run, gqa-error.",
		"embed.js가 <gqa-playground h=\"8\" g=\"2\" view=\"heads\"> 요소를 만듭니다. 프레임이 실제로 돌아가기 전까지는 안에 든 것(이를테면 그림)을 그대로 두고, 바뀔 때도 아무것도 밀지 않습니다. "+
			"state, set(), run(), stop(), measure(), loadModel(), toPNG(), toSVG()와 이벤트 gqa-ready, gqa-change, gqa-run, gqa-error가 있습니다.")
}
