package words

// Sharing and teaching.

func (l Lang) Share() string { return l.say("Share and teach", "공유와 수업") }
func (l Lang) ShareLead() string {
	return l.say("The page as it is now, as a link, a QR code, a picture or a frame for your own page", "지금 이대로의 페이지를 링크, QR 코드, 그림, 프레임으로 가져가기")
}
func (l Lang) ShareLink() string {
	return l.say("Link to the page as it is now", "지금 이대로의 페이지 링크")
}
func (l Lang) ShareHolds() string {
	return l.say("It holds G, the length, the weights, the prompt, temperature and seed, the open sections and the step of the tour. It does not hold measurements or the story.",
		"G, 길이, 가중치, 프롬프트, 온도와 시드, 열린 섹션과 둘러보기 단계가 들어 있습니다. 측정값과 이야기는 들어 있지 않습니다.")
}
func (l Lang) Copy() string { return l.say("Copy", "복사") }
func (l Lang) CopiedSays(ok bool) string {
	if ok {
		return l.say("Copied.", "복사했습니다.")
	}
	return l.say("It is selected: copy it with Ctrl+C or ⌘C.", "선택했습니다. Ctrl+C나 ⌘C로 복사하세요.")
}
func (l Lang) QRTitle() string { return l.say("QR code of the link", "링크의 QR 코드") }
func (l Lang) QRDesc() string {
	return l.say("Scanned with a phone, it opens the page as it is now.", "휴대폰으로 찍으면 지금 이대로의 페이지가 열립니다.")
}
func (l Lang) QRTooLong() string {
	return l.say("The link is too long for a QR code: a shorter prompt makes it shorter.", "링크가 QR 코드로 만들기에는 너무 깁니다. 프롬프트를 줄이면 짧아집니다.")
}
func (l Lang) SharePicture() string { return l.say("The picture", "그림") }
func (l Lang) ShareNumbers() string {
	return l.say("The numbers for every G, as far as they are known here, can be saved with it as a table.", "모든 G의 수치를 여기서 아는 만큼 표로 함께 받을 수 있습니다.")
}

// CardLine is what the picture as a file says under its title.
func (l Lang) CardLine(kvHeads, size int, bytes string, context int) string {
	return l.sayf("G = %d, H/G = %d, KV cache %s at %s tokens", "G = %d, H/G = %d, KV 캐시 %s, 토큰 %s개", kvHeads, size, bytes, Int(context))
}

// For teachers.

func (l Lang) LessonTitle() string { return l.say("For teachers", "가르치는 분께") }
func (l Lang) LessonLead() string {
	return l.say("Choose what your readers see and what they cannot change; the link and the code below follow.",
		"읽는 이에게 보일 것과 바꾸지 못하게 할 것을 고르면 아래 링크와 코드가 그에 따라 바뀝니다.")
}
func (l Lang) LessonShown() string { return l.say("Shown", "보이는 것") }
func (l Lang) LessonLocked() string {
	return l.say("Visible but locked", "보이지만 잠긴 것")
}

// LessonParts are the parts of the page that can be left out, in the order of the URL's
// names for them, LessonLocks the controls that can be kept still, and LessonViews what a
// frame can show.
func (l Lang) LessonParts() []string {
	if l == Korean {
		return []string{"그림", "슬라이더", "그림의 표", "프레임의 세 숫자", l.Cache(), l.Time(), l.Quality(), "이야기", "이야기 아래 섹션", "언어와 화면 색"}
	}
	return []string{"Picture", "Slider", "Picture as a table", "Three numbers, in a frame", l.Cache(), l.Time(), l.Quality(), "Story", "Sections below the story", "Language and colours"}
}
func (l Lang) LessonLocks() []string {
	if l == Korean {
		return []string{"G", "캐시에 든 토큰 수", "가중치", "이야기", "측정"}
	}
	return []string{"G", "Tokens in the cache", "Weights", "Story", "Measuring"}
}
func (l Lang) LessonViews() []string {
	if l == Korean {
		return []string{"헤드", "KV 캐시", "시간", "변환과 품질", "논문", "모두"}
	}
	return []string{"Heads", "KV cache", "Time", "Conversion and quality", "The paper", "Everything"}
}
func (l Lang) LessonLink() string { return l.say("Link for your class", "수업용 링크") }
func (l Lang) LessonView() string { return l.say("In a frame, show", "프레임에 보일 것") }
func (l Lang) LessonCode() string {
	return l.say("Code that puts it into your own page", "내 페이지에 넣는 코드")
}
