package words

import "fmt"

// The page within another page.

// File is the static page in this language, in its folder.
func (l Lang) File() string { return l.say("index.html", "ko.html") }

func (l Lang) EmbedIt() string  { return l.say("Put it into your own page", "내 페이지에 넣기") }
func (l Lang) OpenFull() string { return l.say("Open full", "크게 열기") }
func (l Lang) CopyCode() string { return l.say("Copy embed code", "임베드 코드 복사") }
func (l Lang) CodeIs(copied bool) string {
	if copied {
		return l.say("Copied. This is the code:", "복사했습니다. 코드는 다음과 같습니다.")
	}
	return l.say("This is the code; copy it from here:", "아래 코드를 복사하세요.")
}
func (l Lang) License() string { return l.say("MIT licence", "MIT 라이선스") }
func (l Lang) Numbers() string { return l.say("What it costs", "그 대가") }
func (l Lang) TimeHere() string {
	return l.say("per token, on this machine", "토큰당, 이 기기에서")
}

// NoSuchModel says that no model has the sizes that are drawn and counted; theirs comes
// first, the model's after it.
func (l Lang) NoSuchModel(layers, heads, headDim, modelLayers, modelHeads, modelHeadDim int) string {
	return l.say(
		fmt.Sprintf("The picture and the bytes are for %s and %d query %s of %d numbers. The model here has %d layers and %d heads of %d numbers, "+
			"so nothing can be run or timed for other sizes.",
			layersOf(layers), heads, plural(heads, "head", "heads"), headDim, modelLayers, modelHeads, modelHeadDim),
		fmt.Sprintf("그림과 바이트는 %d층, 쿼리 헤드 %d개, 헤드마다 숫자 %d개일 때의 것입니다. 여기 있는 모델은 %d층, 헤드 %d개, 헤드마다 숫자 %d개라서 "+
			"다른 크기로는 실행하거나 시간을 측정할 수 없습니다.",
			layers, heads, headDim, modelLayers, modelHeads, modelHeadDim))
}

func layersOf(n int) string { return fmt.Sprintf("%d %s", n, plural(n, "layer", "layers")) }

// TooDeep says that time is not measured at the chosen length.
func (l Lang) TooDeep(deepest int) string {
	return l.say("Time is measured for up to "+Int(deepest)+" tokens.", "시간은 "+Int(deepest)+"토큰까지 측정합니다.")
}

// FrameTitle names a frame of the page for those who do not see it.
func (l Lang) FrameTitle(heads, kvHeads int) string {
	return l.Subject() + ": " + l.PictureTitle(heads, kvHeads)
}

func (l Lang) TimeShort() string { return l.say("Time", "시간") }

// ShareAt says how much of multi-head attention's cache that is, and at which length.
func (l Lang) ShareAt(context, heads, kvHeads int) string {
	return l.say(
		percent(heads, kvHeads)+" of multi-head’s, at "+Int(context)+" "+plural(context, "token", "tokens"),
		"멀티 헤드의 "+percent(heads, kvHeads)+", "+Int(context)+"토큰일 때")
}
