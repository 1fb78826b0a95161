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
	return l.say("The address says what the frame shows, and the page takes the same parameters. A value that it cannot take is replaced by the default, with a warning. "+
		"With an h, dh or layers that the model does not have, there are the picture and the exact bytes, but nothing to run. For a sandboxed frame, the host has to send "+
		"Access-Control-Allow-Origin: *.",
		"주소가 프레임에 무엇이 보일지 정하고, 페이지도 같은 매개변수를 받습니다. 받을 수 없는 값은 기본값으로 바꾸고 경고합니다. "+
			"모델과 다른 h, dh, layers를 주면 그림과 정확한 바이트 수만 있고 실행할 것은 없습니다. 샌드박스 프레임에는 서버가 Access-Control-Allow-Origin: *를 보내야 합니다.")
}
func (l Lang) ParameterColumns() [2]string {
	return [2]string{l.say("Parameter", "매개변수"), l.say("Values", "값")}
}

// Parameters are those that stay within a version.
func (l Lang) Parameters() []Entry {
	return []Entry{
		{[]string{"h", "g"}, l.say("query heads, 1 to 32; key/value heads, a divisor of their number (otherwise the next lower divisor is used)",
			"쿼리 헤드 1–32, 키/값 헤드는 그 약수(아니면 바로 아래 약수)")},
		{[]string{"dh", "layers", "ctx", "batch", "bytes"}, l.say("size of a head, 8 to 256; layers, up to 96; tokens in the cache, up to 1,000,000; sequences, up to 4,096; bytes per number, 1, 2 or 4",
			"헤드의 크기 8–256, 층 96까지, 캐시의 토큰 1,000,000까지, 시퀀스 4,096까지, 숫자 하나의 바이트 1, 2, 4")},
		{[]string{"src"}, l.say("weights: uptrained, mean, first or random", "가중치: uptrained, mean, first, random")},
		{[]string{"prompt", "temp", "seed"}, l.say("how the story begins, and how it is drawn", "이야기를 어떻게 시작하고 뽑는지")},
		{[]string{"open"}, l.say("the sections below the story that are open, such as models for real models", "이야기 아래에서 열어 둘 섹션, 예를 들어 실제 모델은 models")},
		{[]string{"model", "len", "seqs", "kv", "weights", "chip", "chips"}, l.say("in that section: llama-3.1-8b (or own with own-h, own-g, …), tokens, sequences, f32 to int4, an accelerator such as h100, how many",
			"그 섹션에서: llama-3.1-8b(또는 own과 own-h, own-g, …), 토큰, 시퀀스, f32–int4, h100 같은 가속기, 그 개수")},
		{[]string{"inside", "layer", "head"}, l.say("what is shown inside the heads: maps, cache, lines or guess; which layer and head",
			"헤드 속에서 볼 것: maps, cache, lines, guess, 그리고 어느 층의 어느 헤드인지")},
		{[]string{"lang", "theme", "motion"}, l.say("en or ko; auto, light or dark; auto or reduce", "en 또는 ko, auto·light·dark, auto·reduce")},
		{[]string{"view", "run"}, l.say("in a frame: heads, cache, time, convert, paper or all; click, visible or auto",
			"프레임에서: heads, cache, time, convert, paper, all, 그리고 click, visible, auto")},
		{[]string{"hide"}, l.say("a comma-separated list of picture, slider, table, numbers, cache, time, quality, story, rooms and settings",
			"picture, slider, table, numbers, cache, time, quality, story, rooms, settings 가운데 쉼표로 나눈 목록")},
		{[]string{"lock"}, l.say("a comma-separated list of g, ctx, src, story and measure", "g, ctx, src, story, measure 가운데 쉼표로 나눈 목록")},
		{[]string{"links"}, l.say("0: no links", "0이면 링크가 없습니다")},
	}
}

func (l Lang) LettersTitle() string {
	return l.say("Messages between a page and a frame", "페이지와 프레임이 주고받는 메시지")
}
func (l Lang) LettersSays() string {
	return l.say("This is what the element gqa-playground does for you, by postMessage with objects {gqa: 1, type, id?}. A frame reads at most 30 messages a second, of at most 64 KiB each, "+
		"and only from the page around it. Unasked, it sends ready, resize with height (also in the form that Embedly, learning platforms and WordPress expect), change, "+
		"run with phase, and error with code and message: at most ten of each kind a second, and always the last one.",
		"gqa-playground 요소가 대신 해 주는 일이며, postMessage로 {gqa: 1, type, id?} 객체를 주고받습니다. 프레임은 자신을 둘러싼 페이지의 메시지만, 초당 30개까지, 하나에 64 KiB까지 읽습니다. "+
			"묻지 않아도 ready, height가 든 resize(Embedly, 학습 관리 시스템, WordPress가 쓰는 형식으로도), change, phase가 든 run, code와 message가 든 error를 보냅니다. "+
			"종류마다 초당 10개까지이고, 마지막 것은 반드시 보냅니다.")
}
func (l Lang) LetterColumns() [2]string {
	return [2]string{l.say("To the frame", "프레임으로"), l.say("Answer", "답")}
}

// Letters are those that a frame takes.
func (l Lang) Letters() []Entry {
	return []Entry{
		{[]string{"hello"}, l.say("ready: version, caps, state, numbers, warnings", "ready: version, caps, state, numbers, warnings")},
		{[]string{"get", "set"}, l.say("set with state, under the names above: reply with state, numbers, warnings", "set에는 위 이름으로 된 state를 넣습니다. reply: state, numbers, warnings")},
		{[]string{"run", "stop"}, "reply"},
		{[]string{"snapshot"}, l.say("with mime (image/svg+xml or image/png) and theme: snapshot with data, an SVG or a data: URL",
			"mime은 image/svg+xml 또는 image/png, 그리고 theme. snapshot: data에 SVG 또는 data: URL")},
		{[]string{"measure"}, l.say("with contexts and groups: reply with results: the median time per token, its 95% interval, n, and the ratio to the time with the most heads",
			"contexts와 groups를 넣습니다. reply: results에 토큰당 시간의 중앙값, 95% 구간, n, 헤드가 가장 많을 때와의 비율")},
		{[]string{"load"}, l.say("with bytes (a GGUF file of at most 64 MiB) and name: reply with state, or error", "GGUF 파일의 bytes(64 MiB까지)와 name을 넣습니다. reply: state, 아니면 error")},
		{[]string{"subscribe"}, l.say("with types (any of change, run, resize): reply; of these three kinds, it then sends only those named", "types에 change, run, resize 가운데 골라 넣습니다. reply 뒤에는 셋 가운데 그것만 보냅니다")},
	}
}

func (l Lang) ElementTitle() string { return l.say("The element", "요소") }
func (l Lang) ElementSays() string {
	return l.say("embed.js defines <gqa-playground h=\"8\" g=\"2\" view=\"heads\">, which shows its content (a picture, say) until the frame is known to run, and nothing moves when the frame takes over. "+
		"It has state, set(), run(), stop(), measure(), loadModel(), toPNG(), toSVG(), and the events gqa-ready, gqa-change, gqa-run, gqa-error.",
		"embed.js가 <gqa-playground h=\"8\" g=\"2\" view=\"heads\"> 요소를 만듭니다. 프레임이 실제로 돌아가기 전까지는 안에 든 것(예를 들어 그림)을 그대로 보여 주고, 프레임으로 바뀔 때도 아무것도 밀려나지 않습니다. "+
			"state, set(), run(), stop(), measure(), loadModel(), toPNG(), toSVG()와 이벤트 gqa-ready, gqa-change, gqa-run, gqa-error가 있습니다.")
}
