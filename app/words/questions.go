package words

// Question is what people ask, with a short answer and the name of the link to where
// it is seen.
type Question struct{ Question, Answer, See string }

func (l Lang) PeopleAsk() string { return l.say("Questions people ask", "자주 묻는 질문") }
func (l Lang) PeopleAskLead() string {
	return l.say("Eight questions, and where to see the answers", "여덟 가지 질문과 답을 볼 수 있는 곳")
}

func (l Lang) QuestionCompute() Question {
	return Question{
		l.say("Does GQA save computation?", "GQA는 계산을 줄이나요?"),
		l.say("Hardly: all H query heads still attend to every token. What shrinks is the cache, and with it the bytes read for each token. That saves time only where a machine waits for memory.",
			"거의 줄이지 않습니다. 쿼리 헤드 H개가 여전히 모든 토큰을 봅니다. 줄어드는 것은 캐시와 토큰마다 읽는 바이트입니다. 이것은 기기가 메모리를 기다릴 때만 시간을 줄여 줍니다."),
		l.say("See the roofline of this machine", "이 기기의 루프라인 보기"),
	}
}

func (l Lang) QuestionSlower() Question {
	return Question{
		l.say("I switched to GQA and it got slower. Why?", "GQA로 바꿨더니 느려졌어요. 왜 그런가요?"),
		l.say("Probably the program repeats each KV head for its H/G query heads in memory before attention. Then it reads as many bytes as before and writes more. A kernel that reads each cached row once and uses it H/G times has no such cost.",
			"아마 프로그램이 어텐션 전에 KV 헤드를 쿼리 헤드 H/G개만큼 메모리에 복사할 것입니다. 그러면 읽는 바이트는 전과 같고 쓰는 바이트가 더해집니다. 캐시 한 행을 한 번 읽어 H/G번 쓰는 커널에는 이 비용이 없습니다."),
		l.say("Measure the three ways here", "세 가지 방법을 여기서 측정하기"),
	}
}

func (l Lang) QuestionWhich() Question {
	return Question{
		l.say("Which query heads share a KV head?", "어떤 쿼리 헤드가 KV 헤드를 함께 쓰나요?"),
		l.say("Neighbours: counted from 0, query head h reads KV head h ÷ (H/G), rounded down. Programs that deal the heads out in turn instead (0, 1, 0, 1 …) read the wrong ones from a checkpoint made this way.",
			"이웃한 것끼리입니다. 0부터 세면 쿼리 헤드 h는 h ÷ (H/G)의 소수점 아래를 버린 번호의 KV 헤드를 읽습니다. 헤드를 번갈아 나누는(0, 1, 0, 1 …) 프로그램은 이렇게 만든 체크포인트에서 엉뚱한 헤드를 읽습니다."),
		l.say("See it with G = 2", "G = 2에서 보기"),
	}
}

func (l Lang) QuestionCached() Question {
	return Question{
		l.say("Are the repeated heads cached?", "되풀이한 헤드를 캐시에 두나요?"),
		l.say("They should not be: the cache holds G heads. If H are stored, all that GQA saves is lost, whatever the model’s file says.",
			"두면 안 됩니다. 캐시에는 G개만 둡니다. H개를 두면 모델 파일에 무엇이라고 쓰여 있든 GQA가 아끼는 것을 모두 잃습니다."),
		l.say("Watch the cache grow, token by token", "토큰마다 캐시가 커지는 것 보기"),
	}
}

func (l Lang) QuestionParallel() Question {
	return Question{
		l.say("What if there are more chips than KV heads?", "칩이 KV 헤드보다 많으면 어떻게 되나요?"),
		l.say("Query heads can be split over the chips, but KV heads then have to be copied: with T chips each is held T/G times, and the cache on one chip never gets smaller than one head.",
			"쿼리 헤드는 칩에 나눌 수 있지만 KV 헤드는 복사해야 합니다. 칩이 T개면 KV 헤드마다 사본을 T/G개씩 두게 되고, 칩 하나의 캐시는 헤드 하나보다 작아지지 않습니다."),
		l.say("Divide a real model over chips", "실제 모델을 여러 칩에 나누어 보기"),
	}
}

func (l Lang) QuestionConvert() Question {
	return Question{
		l.say("How do I convert a multi-head checkpoint?", "멀티 헤드 체크포인트를 어떻게 변환하나요?"),
		l.say("Average the key heads of each group, and its value heads; then train for a few percent of the original steps. Mind the order of rows in files that keep queries, keys and values in one matrix: with G = H/G, a mix-up still looks right.",
			"그룹마다 키 헤드끼리, 값 헤드끼리 평균한 뒤 처음 학습 스텝 수의 몇 퍼센트만큼 더 학습합니다. 쿼리, 키, 값을 한 행렬에 둔 파일은 행의 순서에 주의하세요. G = H/G이면 뒤바뀌어도 맞아 보입니다."),
		l.say("Convert your own checkpoint here", "내 체크포인트를 여기서 변환하기"),
	}
}

func (l Lang) QuestionGroups() Question {
	return Question{
		l.say("Is G the number of groups, or of heads in a group?", "G는 그룹의 수인가요, 그룹 안 헤드의 수인가요?"),
		l.say("The number of groups, and so of KV heads. H/G query heads share each one. Some libraries call H/G “groups”, so look twice: G = 2 and H/G = 2 are the same only with four heads.",
			"그룹의 수이며, 곧 KV 헤드의 수입니다. 하나를 쿼리 헤드 H/G개가 함께 씁니다. H/G를 ‘그룹 수’라고 부르는 라이브러리도 있으니 잘 확인하세요. G = 2와 H/G = 2는 헤드가 4개일 때만 같습니다."),
		l.say("See G and H/G in the glossary", "용어집에서 G와 H/G 보기"),
	}
}

func (l Lang) QuestionMean() Question {
	return Question{
		l.say("Why the mean, and why not fewer query heads?", "왜 평균인가요? 왜 쿼리 헤드를 줄이지 않나요?"),
		l.say("The mean keeps something of every head; the paper found it best after uptraining, followed by the first head and random ones. Having fewer query heads costs more quality than sharing does: a model’s different views of the text are in them.",
			"평균은 모든 헤드를 조금씩 남깁니다. 논문에서는 추가 학습 뒤에 평균이 가장 좋았고, 첫째 헤드와 무작위가 차례로 뒤를 이었습니다. 쿼리 헤드를 줄이면 나눠 쓸 때보다 품질을 더 잃습니다. 글을 보는 모델의 서로 다른 시선이 거기 있기 때문입니다."),
		l.say("See the three ways after uptraining", "추가 학습한 세 방법 보기"),
	}
}
