package words

import "fmt"

// A model of the reader's.

func (l Lang) Own() string { return l.say("Your own model", "내 모델") }
func (l Lang) OwnLead() string {
	return l.say("Bring a checkpoint: see its heads and cache, run it, and merge its KV heads. It never leaves your browser.",
		"체크포인트를 가져와 헤드와 캐시를 보고, 돌려 보고, KV 헤드를 합쳐 봅니다. 파일은 브라우저 밖으로 나가지 않습니다.")
}
func (l Lang) OwnChoose() string {
	return l.say("Choose a model file, or drop it anywhere on this page", "모델 파일을 고르거나 이 페이지 아무 데나 놓으세요")
}

// OwnRead says what can be read; most is the largest file.
func (l Lang) OwnRead(most string) string {
	return l.say("GGUF with the architecture “llama”, in F32, F16, BF16, Q8_0 or Q4_0, with a tokenizer of type “llama” or “gpt2”; or a llama2.c model together with its tokenizer.bin. "+most+" at most.",
		"아키텍처가 “llama”이고 F32, F16, BF16, Q8_0, Q4_0 형식이며 “llama”나 “gpt2” 토크나이저가 든 GGUF 파일, 또는 llama2.c 모델과 그 tokenizer.bin. 최대 "+most+".")
}
func (l Lang) OwnLoading(name, have, size string) string {
	return l.say(fmt.Sprintf("reading %s: %s of %s", name, have, size), fmt.Sprintf("%s 읽는 중: %s / %s", name, have, size))
}
func (l Lang) OwnMaking(name string) string {
	return l.say("building the model from "+name+" …", name+" 파일로 모델을 만드는 중 …")
}
func (l Lang) OwnStop() string { return l.say("Stop", "멈춤") }
func (l Lang) OwnInUse() string {
	return l.say("It is in use above.", "위에서 이 모델을 쓰고 있습니다.")
}
func (l Lang) OwnAside() string {
	return l.say("The story models are in use above.", "위에서는 이야기 모델을 쓰고 있습니다.")
}
func (l Lang) OwnUse() string { return l.say("Use it", "이 모델 쓰기") }
func (l Lang) OwnBack() string {
	return l.say("Back to the story models", "이야기 모델로 돌아가기")
}
func (l Lang) OwnForget() string {
	return l.say("Forget it and free its memory", "지우고 메모리 비우기")
}

// OwnSays is the model in a sentence.
func (l Lang) OwnSays(heads, kvHeads int, perToken string) string {
	if heads == kvHeads {
		return l.say(
			fmt.Sprintf("Multi-head attention: each of its %d query heads has its own KV head, and a token takes %s of cache.", heads, perToken),
			fmt.Sprintf("멀티 헤드 어텐션입니다. 쿼리 헤드 %d개마다 KV 헤드가 따로 있고, 토큰 하나가 캐시 %s를 씁니다.", heads, perToken))
	}
	return l.say(
		fmt.Sprintf("It already shares heads: %d query heads read %d KV %s, and a token takes %s of cache. Merged heads cannot be split again; you can only merge further.",
			heads, kvHeads, plural(kvHeads, "head", "heads"), perToken),
		fmt.Sprintf("이미 나눠 쓰는 모델입니다. 쿼리 헤드 %d개가 KV 헤드 %d개를 읽고, 토큰 하나가 캐시 %s를 씁니다. 합친 헤드를 다시 나눌 수는 없고, 더 합칠 수만 있습니다.", heads, kvHeads, perToken))
}

// OwnFacts are the names of a model's numbers.
func (l Lang) OwnFacts() [11]string {
	if l == Korean {
		return [11]string{"파일", "H, 쿼리 헤드", "G, KV 헤드", "헤드 차원", "층", "너비", "피드포워드 너비", "어휘", "컨텍스트, 토큰", "가중치", "메모리(32비트)"}
	}
	return [11]string{"File", "H, query heads", "G, KV heads", "Head dimension", "Layers", "Width", "Feed-forward width", "Vocabulary", "Context, tokens", "Weights", "In memory, at 32 bits"}
}
func (l Lang) OwnCacheCaption() string {
	return l.say("Cache of one token", "토큰 하나의 캐시")
}
func (l Lang) OwnBytes(n string) string { return l.say(n+" bytes", n+"바이트") }
func (l Lang) OwnMethod() string {
	return l.say("How KV heads are merged", "KV 헤드를 합치는 방법")
}
func (l Lang) OwnMethodHint(most int) string {
	if most == 1 {
		return l.say("It has one KV head, so there is nothing to merge.", "KV 헤드가 하나라서 합칠 것이 없습니다.")
	}
	return l.say(fmt.Sprintf("Move G above: from %d down, to any of its divisors. Merged heads are not retrained, and the text shows it.", most),
		fmt.Sprintf("위에서 G를 %d의 약수로 줄여 보세요. 합친 헤드는 다시 학습하지 않았으므로 글에서 티가 납니다.", most))
}
func (l Lang) SourceAligned() string { return l.say("Aligned mean", "정렬 후 평균") }
func (l Lang) TagOwn() string        { return l.say("your model, as it is", "내 모델 그대로") }
func (l Lang) TagOwnConverted(method string) string {
	return l.say("your model, merged: ", "내 모델, 합침: ") + method
}

// A text, read by the model before and after.

func (l Lang) ScoreTitle() string {
	return l.say("What merging costs on a text of yours", "합치면 얼마나 나빠지는지 내 글로 측정")
}
func (l Lang) ScoreLabel() string { return l.say("Any text", "아무 글이나") }
func (l Lang) ScoreHint(most string) string {
	return l.say("The model reads the text and says for every token how likely it was. "+most+" at most.", "모델이 글을 읽으며 토큰마다 그 토큰이 나올 확률이 얼마였는지 답합니다. 최대 "+most+".")
}
func (l Lang) ScoreIt() string { return l.say("Measure loss", "손실 측정") }
func (l Lang) Scoring(percent int) string {
	return l.say(fmt.Sprintf("reading, %d%%", percent), fmt.Sprintf("읽는 중, %d%%", percent))
}
func (l Lang) ScoreHead() [4]string {
	if l == Korean {
		return [4]string{"모델", "손실, 토큰당 nat", "95% 구간", "토큰"}
	}
	return [4]string{"Model", "Loss, nats per token", "95% interval", "Tokens"}
}
func (l Lang) ScoreAsItIs(kvHeads int) string {
	return l.say(fmt.Sprintf("G = %d, as it is", kvHeads), fmt.Sprintf("G = %d, 그대로", kvHeads))
}
func (l Lang) ScoreMerged(kvHeads int, method string) string {
	return fmt.Sprintf("G = %d, %s", kvHeads, method)
}

// ScoreSays compares two models token by token.
func (l Lang) ScoreSays(kvHeads int, difference, low, high float64, tokens int) string {
	d, a, b := Measured(difference, low, high), Measured(low, low, high), Measured(high, low, high)
	if low <= 0 && 0 <= high {
		return l.say(
			fmt.Sprintf("This text shows no clear difference: with G = %d the loss is %s nats per token higher, 95%% interval %s to %s, over %s tokens.", kvHeads, d, a, b, Int(tokens)),
			fmt.Sprintf("이 글로는 차이가 있다고 말할 수 없습니다. G = %d의 손실은 토큰당 %s nat 높고, 95%% 구간은 %s에서 %s까지입니다(토큰 %s개).", kvHeads, d, a, b, Int(tokens)))
	}
	return l.say(
		fmt.Sprintf("With G = %d the loss on this text is %s nats per token higher, 95%% interval %s to %s, over %s tokens.", kvHeads, d, a, b, Int(tokens)),
		fmt.Sprintf("G = %d%s 합치면 이 글의 손실이 토큰당 %s nat 늘어납니다. 95%% 구간은 %s에서 %s까지입니다(토큰 %s개).", kvHeads, into(kvHeads), d, a, b, Int(tokens)))
}
func (l Lang) ScoreOne() string {
	return l.say("Move G to compare: the text is then read before and after merging.", "G를 옮기면 합치기 전과 후를 비교합니다.")
}
func (l Lang) ScoreWindow(n int) string {
	return l.say(fmt.Sprintf("The text is read in pieces of %s tokens, each from an empty cache. The interval is over tokens, which are not independent.", Int(n)),
		fmt.Sprintf("토큰 %s개씩 끊어 조각마다 빈 캐시에서 시작해 읽습니다. 구간은 토큰에 대한 것이며, 토큰은 서로 독립이 아닙니다.", Int(n)))
}

// The model as a file.

func (l Lang) SaveTitle() string  { return l.say("Take it away", "가져가기") }
func (l Lang) SaveFormat() string { return l.say("Format", "형식") }

// OwnWork is what can be done with a model of the reader's, once there is one.
func (l Lang) OwnWork(there bool) string {
	if there {
		return l.say("Measure, uptrain and save it", "측정하고, 추가 학습하고, 저장하기")
	}
	return l.say("With a model of yours you can then measure, uptrain and save it here.", "모델을 가져오면 여기서 측정하고, 추가 학습하고, 저장할 수 있습니다.")
}

// SaveIt saves the model in use, which is the reader's own or the story's.
func (l Lang) SaveIt(kvHeads int, own bool) string {
	if !own {
		return l.say(fmt.Sprintf("Save the story model with G = %d as GGUF", kvHeads), fmt.Sprintf("이야기 모델을 GGUF로 저장(G = %d)", kvHeads))
	}
	return l.say(fmt.Sprintf("Save with G = %d as GGUF", kvHeads), fmt.Sprintf("G = %d 모델을 GGUF로 저장", kvHeads))
}
func (l Lang) SavingIt(percent int) string {
	return l.say(fmt.Sprintf("making the file, %d%%", percent), fmt.Sprintf("파일을 만드는 중, %d%%", percent))
}
func (l Lang) SavedIt() string {
	return l.say("The file has been handed to the browser.", "파일을 브라우저에 넘겼습니다.")
}
func (l Lang) SaveHint() string {
	return l.say("llama.cpp runs it as it is.", "llama.cpp에서 그대로 돌아갑니다.")
}

// What goes wrong.

func (l Lang) OwnTooMany() string {
	return l.say("Choose one GGUF file, or a llama2.c model and its tokenizer.bin. Nothing was read.",
		"GGUF 파일 하나, 또는 llama2.c 모델과 그 tokenizer.bin을 고르세요. 아무것도 읽지 않았습니다.")
}
func (l Lang) OwnEmpty(name string) string {
	return l.say(name+" is empty. Choose another file.", name+" 파일이 비어 있습니다. 다른 파일을 고르세요.")
}
func (l Lang) OwnTooLarge(name, size, most string) string {
	return l.say(fmt.Sprintf("%s is %s; this page reads %s at most. Nothing was read. A smaller model, or the same one in Q8_0 or Q4_0, may fit.", name, size, most),
		fmt.Sprintf("%s 파일은 %s입니다. 이 페이지는 %s까지 읽습니다. 아무것도 읽지 않았습니다. 더 작은 모델이나 Q8_0, Q4_0 형식이라면 될 수 있습니다.", name, size, most))
}
func (l Lang) OwnUnreadable(name string) string {
	return l.say(name+" could not be read to the end: it may be a folder, or it may have changed meanwhile. Choose it again.",
		name+" 파일을 끝까지 읽지 못했습니다. 폴더이거나 그사이 바뀐 파일일 수 있습니다. 다시 고르세요.")
}
func (l Lang) OwnRefused(name string) string {
	return l.say(name+" is not a model that runs here. The model in use stays.", name+" 파일은 여기서 돌릴 수 있는 모델이 아닙니다. 쓰던 모델을 그대로 씁니다.")
}
func (l Lang) OwnKilled(name string) string {
	return l.say("The engine stopped on "+name+", which may need more memory than this browser gives. The story models are back; a smaller model may fit.",
		name+" 모델을 다루다 엔진이 멈췄습니다. 브라우저가 주는 것보다 메모리가 더 필요할 수 있습니다. 이야기 모델로 돌아왔습니다. 더 작은 모델을 써 보세요.")
}
func (l Lang) OwnNotScored() string {
	return l.say("The text could not be read.", "글을 읽지 못했습니다.")
}
func (l Lang) OwnNotSaved() string {
	return l.say("The model could not be saved.", "모델을 저장하지 못했습니다.")
}
func (l Lang) SaidOwn(name string, heads, kvHeads int) string {
	return l.say(fmt.Sprintf("%s is loaded: %d query heads, %d KV %s.", name, heads, kvHeads, plural(kvHeads, "head", "heads")),
		fmt.Sprintf("%s 모델을 불러왔습니다. 쿼리 헤드 %d개, KV 헤드 %d개.", name, heads, kvHeads))
}
func (l Lang) OwnFoot(name, params string) string {
	return l.say("Your model “"+name+"” of "+params+" weights is in use. It runs here in your browser.",
		"지금 쓰는 것은 가중치 "+params+"개의 내 모델 “"+name+"”입니다. 여기 브라우저 안에서 돌아갑니다.")
}
func (l Lang) OwnQuality() string { return l.say("not measured yet", "아직 측정하지 않음") }
func (l Lang) OwnQualityWhy() string {
	return l.say("How good your model is can only be measured here: open “"+l.Own()+"” below and give it a text.",
		"내 모델의 품질은 여기서 측정해야만 알 수 있습니다. 아래 ‘"+l.Own()+"’ 섹션을 열고 글을 넣어 보세요.")
}
func (l Lang) OwnQualityDetails(low, high string, tokens int) string {
	return l.say(fmt.Sprintf("on your text: 95%% interval %s–%s nats per token, over %s tokens", low, high, Int(tokens)),
		fmt.Sprintf("내 글에서: 95%% 구간 토큰당 %s–%s nat(토큰 %s개)", low, high, Int(tokens)))
}
func (l Lang) OwnLoss() string { return l.say("loss on your text", "내 글의 손실") }
