package words

import "fmt"

// The reader's model, trained on the reader's text.

func (l Lang) LearnTitle() string {
	return l.say("Uptrain it on this text", "이 글로 추가 학습하기")
}
func (l Lang) LearnHint() string {
	return l.say("Your model, with its heads merged as above, is trained on the text above, in this browser. Every step reads four pieces of the text, each of 256 tokens at most. The last tenth of the text is held out, to tell what the model learns from what it only memorises. Nothing is kept when the page is closed.",
		"위에서 헤드를 합친 내 모델을 위의 글로 이 브라우저 안에서 학습합니다. 한 스텝마다 글의 네 토막을, 토막마다 최대 256토큰씩 읽습니다. 글의 마지막 10분의 1은 학습에 쓰지 않고, 배운 것과 외우기만 한 것을 구별하는 데 씁니다. 페이지를 닫으면 아무것도 남지 않습니다.")
}
func (l Lang) LearnSteps() string { return l.say("Steps", "스텝 수") }
func (l Lang) Learn(kvHeads int) string {
	return l.say(fmt.Sprintf("Uptrain with G = %d on this text", kvHeads), fmt.Sprintf("G = %d 모델을 이 글로 추가 학습", kvHeads))
}

// What is needed.

func (l Lang) LearnNoModel() string {
	return l.say("First choose a model above and use it.", "먼저 위에서 모델을 골라 쓰세요.")
}
func (l Lang) LearnUnconverted() string {
	return l.say("The model cannot be merged like this. Choose another method or another G.", "모델을 이렇게 합칠 수 없습니다. 다른 방법이나 다른 G를 고르세요.")
}
func (l Lang) LearnNoText() string {
	return l.say("Put a text into the field above.", "위의 칸에 글을 넣으세요.")
}
func (l Lang) LearnLater() string {
	return l.say("A model is being trained in the section “"+l.Redone()+"”. Only one model is trained at a time: this one can begin when that one is finished or stopped.",
		"‘"+l.Redone()+"’ 섹션에서 모델을 만들고 있습니다. 학습은 한 번에 하나씩 합니다. 그것이 끝나거나 멈추면 시작할 수 있습니다.")
}
func (l Lang) LearnTakes(mib, most string) string {
	return l.say(fmt.Sprintf("It takes %s MiB of memory, out of %s MiB available.", mib, most),
		fmt.Sprintf("메모리 %s MiB가 필요합니다. 학습에 쓸 수 있는 메모리는 %s MiB입니다.", mib, most))
}
func (l Lang) LearnTooLarge(mib, most string) string {
	return l.say(fmt.Sprintf("Training this model takes %s MiB of memory, and there are %s MiB for it: its weights, a gradient for each piece, the optimiser’s state and the activations of the layers must fit. A smaller model may fit.", mib, most),
		fmt.Sprintf("이 모델을 학습하려면 메모리 %s MiB가 필요한데, 쓸 수 있는 메모리는 %s MiB입니다. 가중치, 토막마다의 기울기, 옵티마이저 상태, 층의 활성값이 모두 들어가야 합니다. 더 작은 모델이라면 될 수 있습니다.", mib, most))
}
func (l Lang) LearnShort(tokens, least int) string {
	return l.say(fmt.Sprintf("The text is too short: it has %s %s for this model, and %s are needed, as the last tenth is held out. Nothing has changed.", Int(tokens), plural(tokens, "token", "tokens"), Int(least)),
		fmt.Sprintf("글이 너무 짧습니다. 이 모델로는 %s토큰인데, 마지막 10분의 1을 빼 두어야 하므로 %s토큰이 필요합니다. 바뀐 것은 없습니다.", Int(tokens), Int(least)))
}

// How far it is.

func (l Lang) LearnReading(percent int) string {
	return l.say(fmt.Sprintf("reading the text to measure the loss, %d%%", percent), fmt.Sprintf("손실을 측정하려고 글을 읽는 중, %d%%", percent))
}

// LearnHeldOut follows how far it is; at = 0: it has not been measured since.
func (l Lang) LearnHeldOut(before, now float64, at int) string {
	if at == 0 {
		return l.say("; held-out loss before: "+Loss(before), ", 학습 전 검증 손실 "+Loss(before))
	}
	return l.say(fmt.Sprintf("; held-out loss: %s before, %s at step %s", Loss(before), Loss(now), Int(at)),
		fmt.Sprintf(", 검증 손실 학습 전 %s, %s스텝째 %s", Loss(before), Int(at), Loss(now)))
}

// The loss as it falls.

func (l Lang) LearnLossTrained() string { return l.say("trained on", "학습") }
func (l Lang) LearnLossHeldOut() string { return l.say("held out", "검증") }
func (l Lang) LearnLossDetails(window int) string {
	mean := ""
	if window > 1 {
		mean = l.say(fmt.Sprintf(", the mean of %d steps", window), fmt.Sprintf("(%d스텝의 평균)", window))
	}
	return l.say("The line is the loss on the pieces that each step trains on"+mean+"; the dots are the loss on the part held out.",
		"선은 스텝마다 학습하는 토막의 손실"+mean+", 점은 빼 둔 부분의 손실입니다.")
}

// What came of it.

func (l Lang) LearnHead(heldOut, trained int) [3]string {
	if l == Korean {
		return [3]string{"모델", "빼 둔 " + Int(heldOut) + "토큰의 손실, 토큰당 nat", "학습한 " + Int(trained) + "토큰의 손실"}
	}
	return [3]string{"Model", "Loss on the " + Int(heldOut) + " tokens held out, nats per token", "Loss on the " + Int(trained) + " tokens trained on"}
}
func (l Lang) LearnAfter(kvHeads, steps int) string {
	return l.say(fmt.Sprintf("G = %d, after %s %s", kvHeads, Int(steps), plural(steps, "step", "steps")), fmt.Sprintf("G = %d, %s스텝 뒤", kvHeads, Int(steps)))
}
func (l Lang) LearnSays(before, after float64, heldOut, steps int) string {
	if after < before {
		return l.say(
			fmt.Sprintf("After %s %s, the loss on the end of the text, %s tokens that the model did not see, is %s; before, it was %s.", Int(steps), plural(steps, "step", "steps"), Int(heldOut), Loss(after), Loss(before)),
			fmt.Sprintf("%s스텝 뒤, 모델이 보지 않은 글 끝 %s토큰의 손실은 %s입니다. 학습 전 손실은 %s입니다.", Int(steps), Int(heldOut), Loss(after), Loss(before)))
	}
	return l.say(
		fmt.Sprintf("After %s %s, the loss on the end of the text, %s tokens that the model did not see, is %s; before, it was %s. What the model has learned, it has learned by heart. Fewer steps, a lower rate or a longer text may do better.", Int(steps), plural(steps, "step", "steps"), Int(heldOut), Loss(after), Loss(before)),
		fmt.Sprintf("%s스텝 뒤, 모델이 보지 않은 글 끝 %s토큰의 손실은 %s이고 학습 전 손실은 %s입니다. 배운 것이 있다면 외운 것뿐입니다. 스텝 수나 학습률을 줄이거나 더 긴 글을 쓰면 나을 수 있습니다.", Int(steps), Int(heldOut), Loss(after), Loss(before)))
}
func (l Lang) LearnDiverged() string {
	return l.say("The training diverged: the loss is no longer a number. Nothing has changed; a lower learning rate may do better.",
		"학습이 발산해 손실이 더는 숫자가 아닙니다. 바뀐 것은 없습니다. 학습률을 낮추면 나을 수 있습니다.")
}
func (l Lang) LearnOneText() string {
	return l.say("One run on one text: another text, or another part held out, may give a different result.",
		"글 하나로 한 번 해 본 결과입니다. 글이 다르거나 다른 부분을 빼 두면 결과도 다를 수 있습니다.")
}
func (l Lang) LearnBack(kvHeads int) string {
	return l.say(fmt.Sprintf("Back to G = %d before training", kvHeads), fmt.Sprintf("학습 전 G = %d 모델로 돌아가기", kvHeads))
}
func (l Lang) LearnAgain() string {
	return l.say("Use the uptrained model again", "추가 학습한 모델 다시 쓰기")
}
func (l Lang) TagOwnLearnt() string {
	return l.say("your model, uptrained on your text", "내 모델, 내 글로 추가 학습함")
}
func (l Lang) LearnCommand() string {
	return l.say("This command does the same to a GGUF file, bit for bit, and also takes longer texts and larger models:",
		"아래 명령은 GGUF 파일에 똑같은 일을 비트까지 같게 하며, 더 긴 글과 더 큰 모델도 다룹니다.")
}
