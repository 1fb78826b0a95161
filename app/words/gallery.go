package words

// The gallery of ways to put the page into other pages.

func (l Lang) GalleryTitle() string {
	return l.say("Put the playground into your own page", "내 페이지에 놀이터 넣기")
}
func (l Lang) GalleryLead() string {
	return l.say("Every example on this page runs. Copy the code below it; the addresses are those of this site. The frames need no account and no key, "+
		"set no cookies and keep nothing.",
		"이 페이지의 예는 모두 실제로 돌아갑니다. 아래 코드를 복사해 쓰세요. 주소는 이 사이트의 것입니다. 계정도 키도 필요 없고, 쿠키를 쓰지 않으며, 아무것도 저장하지 않습니다.")
}

// GallerySize says what a version is and how large its script.
func (l Lang) GallerySize(version string, raw, gzip int) string {
	return l.say("Version "+version+". embed.js is "+Int(raw)+" bytes, "+Int(gzip)+" compressed. Addresses under v/"+version+"/ do not change.",
		"버전 "+version+". embed.js는 "+Int(raw)+"바이트, 압축하면 "+Int(gzip)+"바이트입니다. v/"+version+"/ 아래의 주소는 바뀌지 않습니다.")
}
func (l Lang) CopiedIt() string { return l.say("Copied.", "복사했습니다.") }

func (l Lang) InPlain() string { return l.say("A page", "웹 페이지") }
func (l Lang) InPlainSays() string {
	return l.say("A single frame. It runs in the strictest sandbox that still allows scripts, and loads nothing more until somebody uses it.",
		"프레임 하나입니다. 스크립트만 허용하는 가장 엄격한 샌드박스에서도 돌아가고, 누군가 조작하기 전에는 아무것도 더 불러오지 않습니다.")
}
func (l Lang) InBlog() string { return l.say("An article", "블로그 글") }
func (l Lang) InBlogSays() string {
	return l.say("A custom element. Its picture stays where scripts do not run, in feeds and in print; nothing moves when the frame takes its place.",
		"커스텀 요소입니다. 스크립트가 돌지 않는 곳, 피드, 인쇄에서는 그림이 남습니다. 프레임이 그 자리를 차지해도 아무것도 밀려나지 않습니다.")
}
func (l Lang) BlogBefore() string {
	return l.say("With two key/value heads, four query heads share each one, and the cache is a quarter of its former size.",
		"키/값 헤드가 둘이면 쿼리 헤드 넷이 하나를 나눠 쓰고, 캐시는 4분의 1이 됩니다.")
}
func (l Lang) BlogAfter() string {
	return l.say("Move the slider to one, and all eight share a single head: multi-query attention.",
		"슬라이더를 1로 옮기면 여덟 헤드가 하나를 나눠 씁니다. 멀티 쿼리 어텐션입니다.")
}
func (l Lang) InSlides() string { return l.say("Slides", "슬라이드") }
func (l Lang) InSlidesSays() string {
	return l.say("reveal.js loads a frame with data-src when its slide appears and drops it when the slide is left; each time, the frame starts anew as its address says.",
		"reveal.js는 슬라이드가 나올 때 data-src 프레임을 불러오고 지나가면 버립니다. 프레임은 그때마다 주소에 적힌 대로 새로 시작합니다.")
}
func (l Lang) Slide(n int) string {
	if n == 1 {
		return l.say("Eight query heads, two key/value heads", "쿼리 헤드 여덟, 키/값 헤드 둘")
	}
	return l.say("One key/value head for all", "모두가 함께 쓰는 키/값 헤드 하나")
}
func (l Lang) Back() string       { return l.say("Back", "이전") }
func (l Lang) Onward() string     { return l.say("Next", "다음") }
func (l Lang) InNotebook() string { return l.say("A notebook", "노트북") }
func (l Lang) InNotebookSays() string {
	return l.say("Jupyter shows the frame; an export to PDF or to a page without scripts shows the picture. This is what it looks like:",
		"Jupyter에서는 프레임이 보이고, PDF나 스크립트 없는 페이지로 내보내면 그림이 보입니다. 이렇게 보입니다.")
}
func (l Lang) InQuarto() string { return "Quarto" }
func (l Lang) InQuartoSays() string {
	return l.say("The frame in HTML and slides, the picture in PDF, Word and EPUB.", "HTML과 슬라이드에는 프레임, PDF와 Word와 EPUB에는 그림이 들어갑니다.")
}
func (l Lang) InCourse() string { return l.say("A learning platform", "학습 관리 시스템") }
func (l Lang) InCourseSays() string {
	return l.say("Moodle, Canvas and Sakai take the frame as it is. It tells them its height (lti.frameResize), just as it tells Embedly and WordPress.",
		"Moodle, Canvas, Sakai에는 프레임을 그대로 넣습니다. 프레임이 높이를 알립니다(lti.frameResize). Embedly와 WordPress에도 같은 방식으로 알립니다.")
}
func (l Lang) CoursePage() string { return l.say("Week 7: attention", "7주차: 어텐션") }
func (l Lang) InTask() string     { return l.say("A task", "과제") }
func (l Lang) InTaskSays() string {
	return l.say("A link can set sizes, leave parts out and lock controls. Here H = 32, d = 128, the cache takes 2 bytes per number, and only the slider moves.",
		"링크로 크기를 정하고, 부분을 빼고, 조작을 잠글 수 있습니다. 여기서는 H = 32, d = 128이고, 캐시의 숫자는 2바이트이며, 슬라이더만 움직입니다.")
}
func (l Lang) InProgram() string { return l.say("A program", "프로그램") }
func (l Lang) InProgramSays() string {
	return l.say("A page can set what the frame shows, run it, measure with it, and hear what the reader does.",
		"페이지에서 프레임의 상태를 바꾸고, 실행하고, 시간을 측정하고, 읽는 이가 무엇을 하는지 들을 수 있습니다.")
}
func (l Lang) InPicture() string { return l.say("A picture, a table", "그림과 표") }
func (l Lang) InPictureSays() string {
	return l.say("For every G that divides 1, 2, 4, 8, 16 or 32 heads, there are pictures as SVG and PNG, for light and dark pages, and tables.",
		"헤드 수 1, 2, 4, 8, 16, 32의 약수인 모든 G마다 SVG와 PNG 그림이 밝은 화면용과 어두운 화면용으로 있고, 표도 있습니다.")
}
