package stories

func shopping(t *teller) {
	t.hero()
	t.draw("f", animals)
	t.drawEach(3, "x", foods)
	t.say(
		pair{"{W}, Grandma said, \"Please buy a {x1}, a {x2} and a {x3}.\"", "{w}, 할머니가 말했어요. \"{x1}^과 {x2}, 그리고 {x3}^을 사 오렴.\""},
		pair{"{W}, Mother needed a {x1}, a {x2} and a {x3} from the market.", "{w}, 엄마는 시장에서 {x1}^과 {x2}, 그리고 {x3}^을 사야 했어요."},
		pair{"{W}, Father wrote a list: a {x1}, a {x2} and a {x3}.", "{w}, 아빠가 살 것을 적었어요. {x1}, {x2}, 그리고 {x3}^이었어요."},
	)
	t.say(
		pair{"{H} ran down the road.", "{h}^은 길을 달려갔어요."},
		pair{"{H} sang the list so as not to forget.", "{h}^은 잊지 않으려고 노래를 불렀어요."},
		pair{"\"I will go!\" said {h}.", "\"내가 갈게요!\" {h}^이 말했어요."},
	)
	t.say(
		pair{"On the bridge {he} met a {f} who wanted to play.", "다리 위에서 놀고 싶어 하는 {f}^을 만났어요."},
		pair{"A {f} jumped out and said, \"Boo!\"", "{f}^이 튀어나와 \"어흥!\" 했어요."},
	)
	t.say(
		pair{"\"Not now,\" said {h}.", "\"지금은 안 돼.\" {h}^이 말했어요."},
		pair{"They played a little, and {h} almost forgot the list.", "둘은 조금 놀았고 {h}^은 하마터면 잊을 뻔했어요."},
		pair{"They laughed and ran, but {h} did not forget.", "둘은 웃고 달렸지만 {h}^은 잊지 않았어요."},
	)
	t.say(
		pair{"At the market {he} bought a <list|{x1}>, a <list|{x2}> and a <list|{x3}>.", "시장에서 {h}^은 <list|{x1}>^과 <list|{x2}>, 그리고 <list|{x3}>^을 샀어요."},
		pair{"Then {he} came home with a <list|{x1}>, a <list|{x2}> and a <list|{x3}>.", "{h}^은 <list|{x1}>^과 <list|{x2}>, 그리고 <list|{x3}>^을 사서 돌아왔어요."},
		pair{"{He} remembered it well and bought a <list|{x1}>, a <list|{x2}> and a <list|{x3}>.", "{h}^은 잘 기억하고 <list|{x1}>^과 <list|{x2}>, 그리고 <list|{x3}>^을 샀어요."},
	)
	t.maybe(pair{"Nothing was forgotten!", "하나도 잊지 않았어요!"})
	t.theEnd()
	t.ask(pair{"What came first on the list?", "맨 먼저 말한 것은 무엇인가요?"}, pair{"the <quiz-list|{x1}>", "<quiz-list|{x1}>"})
	t.ask(pair{"What came last on the list?", "맨 나중에 말한 것은 무엇인가요?"}, pair{"the <quiz-list|{x3}>", "<quiz-list|{x3}>"})
	t.ask(pair{"Who met {h}?", "{h}^이 만난 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}

func wayHome(t *teller) {
	t.hero()
	t.draw("f", animals)
	t.drawEach(3, "r", places)
	t.draw("o", objects)
	t.draw("c", colors)
	t.say(
		pair{"{W}, {h} carried a {c} {o} to Grandpa.", "{w}, {h}^은 {c} {o}^을 들고 할아버지 댁에 갔어요."},
		pair{"{W}, {h} went to see Grandpa with a {c} {o}.", "{w}, {h}^은 할아버지께 {c} {o}^을 드리러 갔어요."},
	)
	t.say(
		pair{"First {he} passed the {r1}, then the {r2}, and then the {r3}.", "먼저 {r1}, 다음에 {r2}, 끝으로 {r3}^을 지났어요."},
		pair{"The way went past the {r1}, then the {r2}, and then the {r3}.", "가는 길에 {r1}, 다음에 {r2}, 끝으로 {r3}^을 지났어요."},
	)
	t.say(
		pair{"Grandpa was very happy.", "할아버지는 무척 기뻐했어요."},
		pair{"Grandpa gave {him} warm soup.", "할아버지는 따뜻한 수프를 주었어요."},
	)
	t.say(
		pair{"When it grew dark, {h} was afraid. A {f} came by.", "날이 어두워지자 {h}^은 겁이 났어요. 그때 {f}^이 왔어요."},
		pair{"On the way home {h} met a {f} with no light.", "돌아오는 길에 {h}^은 불빛도 없는 {f}^을 만났어요."},
	)
	t.say(
		pair{"\"Just go back the same way,\" said the {f}.", "\"왔던 길을 거꾸로 가면 돼.\" {f}^이 말했어요."},
		pair{"\"Do you know the way back?\" asked the {f}.", "\"돌아가는 길을 알아?\" {f}^이 물었어요."},
	)
	t.say(
		pair{"So they passed the <reverse|{r3}>, then the <reverse|{r2}>, and then the <reverse|{r1}>.", "그래서 둘은 <reverse|{r3}>, 다음에 <reverse|{r2}>, 끝으로 <reverse|{r1}>^을 지났어요."},
		pair{"They came to the <reverse|{r3}>, then to the <reverse|{r2}>, and then to the <reverse|{r1}>.", "둘은 <reverse|{r3}>, 다음에 <reverse|{r2}>, 끝으로 <reverse|{r1}>에 닿았어요."},
	)
	t.say(
		pair{"And there was home, with a light in the window.", "그러자 창문에 불이 켜진 집이 나타났어요."},
		pair{"And there was Mother at the door.", "그러자 문 앞에 엄마가 있었어요."},
	)
	t.ask(pair{"What did {h} carry to Grandpa?", "{h}^은 할아버지께 무엇을 가져갔나요?"}, pair{"a <quiz-what|{c} {o}>", "<quiz-what|{c} {o}>"})
	t.ask(pair{"Who went home with {h}?", "{h}^과 함께 온 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
	t.ask(pair{"What did {h} pass first?", "{h}^이 맨 먼저 지난 곳은 어디인가요?"}, pair{"the <quiz-list|{r1}>", "<quiz-list|{r1}>"})
}

func trading(t *teller) {
	t.hero()
	t.drawEach(2, "f", animals)
	t.drawEach(2, "x", foods)
	t.draw("o", objects)
	t.draw("c", colors)
	t.say(
		pair{"{H} had only a {x1}.", "{h}^이 가진 것은 {x1} 하나뿐이었어요."},
		pair{"{W}, {h} found a {x1} on the road.", "{w}, {h}^은 길에서 {x1} 하나를 주웠어요."},
	)
	t.say(
		pair{"A {f1} was hungry, so {h} gave it away.", "{f1}^이 배고파해서 {h}^은 그것을 주었어요."},
		pair{"A hungry {f1} came by and ate it.", "배고픈 {f1}^이 와서 그것을 먹었어요."},
	)
	t.say(
		pair{"The {f1} gave {him} a {x2} for it.", "{f1}^은 대신 {x2}^을 주었어요."},
		pair{"\"Take this,\" said the {f1} and gave {him} a {x2}.", "\"이것을 가져.\" {f1}^은 {x2}^을 주었어요."},
	)
	t.say(
		pair{"Next {he} met a {f2} who wanted the <chain|{x2}>.", "다음에는 <chain|{x2}>^을 갖고 싶어 하는 {f2}^을 만났어요."},
		pair{"On the road a {f2} asked for the <chain|{x2}>.", "길에서 {f2}^이 <chain|{x2}>^을 달라고 했어요."},
	)
	t.say(
		pair{"The {f2} gave {him} a {c} {o} for it.", "{f2}^은 대신 {c} {o}^을 주었어요."},
		pair{"\"Take my {c} {o} for it,\" said the {f2}.", "\"대신 내 {c} {o}^을 가져.\" {f2}^이 말했어요."},
	)
	t.say(
		pair{"\"What luck!\" said {h}.", "\"운이 좋은걸!\" {h}^이 말했어요."},
		pair{"{H} danced all the way home.", "{h}^은 집까지 춤추며 갔어요."},
	)
	t.say(
		pair{"\"The <chain|{x1}> became a <chain|{x2}>, and the <chain|{x2}> became a <chain|{c} {o}>!\"", "\"<chain|{x1}>^이 <chain|{x2}>^이 되고, <chain|{x2}>^이 <chain|{c} {o}>^이 되었어!\""},
	)
	t.ask(pair{"Who gave {h} the {o}?", "{h}에게 {o}^을 준 것은 누구인가요?"}, pair{"the <quiz-who|{f2}>", "<quiz-who|{f2}>"})
	t.ask(pair{"Who was hungry?", "배가 고팠던 것은 누구인가요?"}, pair{"the <quiz-who|{f1}>", "<quiz-who|{f1}>"})
	t.ask(pair{"What color was the {o}?", "{o}^은 무슨 색이었나요?"}, pair{"<quiz-color|{c}>", "<quiz-color|{c}>색"})
}

func stoneSoup(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.drawEach(3, "x", foods)
	t.say(
		pair{"{W}, {h} had no food, so {he} cooked a stone.", "{w}, 먹을 것이 없는 {h}^은 돌멩이를 끓였어요."},
		pair{"{W}, {h} made soup from a stone.", "{w}, {h}^은 돌멩이로 수프를 끓였어요."},
		pair{"{W}, {h} put a stone in a pot of water.", "{w}, {h}^은 물에 돌멩이를 넣고 끓였어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"A {f#} put in a {x#}.", "{f#}^이 {x#}^을 넣었어요."},
			pair{"A {f#} came and put in a {x#}.", "{f#}^이 와서 {x#}^을 넣었어요."},
			pair{"A {f#} had a {x#} and put it in.", "{f#}^은 {x#}^을 꺼내 넣었어요."},
		)
		t.askOf(i, pair{"Who put in the {x#}?", "{x#}^을 넣은 것은 누구인가요?"}, pair{"the <quiz-who|{f#}>", "<quiz-who|{f#}>"})
	}
	t.say(
		pair{"The soup smelled better and better.", "수프에서 점점 더 맛있는 냄새가 났어요."},
		pair{"{H} tasted it. \"Very good!\"", "{h}^이 맛을 보았어요. \"아주 맛있다!\""},
	)
	t.say(
		pair{"\"What is in it?\" asked Mother.", "\"무엇이 들어 있니?\" 엄마가 물었어요."},
		pair{"\"How did you make it?\" asked a goblin.", "\"어떻게 만들었지?\" 도깨비가 물었어요."},
	)
	t.say(
		pair{"\"A stone, a <list|{x1}>, a <list|{x2}> and a <list|{x3}>,\" said {h}.", "\"돌멩이와 <list|{x1}>, <list|{x2}>, 그리고 <list|{x3}>^이요.\" {h}^이 말했어요."},
		pair{"\"First a stone, then a <list|{x1}>, a <list|{x2}> and a <list|{x3}>,\" said {h}.", "\"먼저 돌멩이, 다음에 <list|{x1}>, <list|{x2}>, <list|{x3}>^이요.\" {h}^이 말했어요."},
	)
	t.say(
		pair{"And they all ate together.", "그리고 모두 함께 먹었어요."},
		pair{"Everyone ate two bowls.", "모두 두 그릇씩 먹었어요."},
	)
	t.ask(pair{"What was put in last?", "맨 나중에 넣은 것은 무엇인가요?"}, pair{"the <quiz-list|{x3}>", "<quiz-list|{x3}>"})
}

func bigRadish(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.draw("c", colors)
	t.say(
		pair{"{W}, {h} found a very big {c} radish.", "{w}, {h}^은 아주 커다란 {c} 무를 보았어요."},
		pair{"In the garden grew a huge {c} radish.", "뜰에 커다란 {c} 무가 자랐어요."},
	)
	t.say(
		pair{"{H} pulled, but it did not come out.", "{h}^이 당겼지만 무는 뽑히지 않았어요."},
		pair{"{H} pulled and pulled, but it did not move.", "{h}^이 당기고 당겼지만 무는 꼼짝도 하지 않았어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"A {f#} came to help.", "{f#}^이 도우러 왔어요."},
			pair{"Then a {f#} came along.", "그러자 {f#}^이 왔어요."},
			pair{"A {f#} saw it and helped.", "{f#}^이 보고 도와주었어요."},
		)
	}
	t.say(
		pair{"The <reverse|{f3}> pulled the <reverse|{f2}>, the <reverse|{f2}> pulled the <reverse|{f1}>, and the <reverse|{f1}> pulled <name|{h}>.", "<reverse|{f3}>^은 <reverse|{f2}>^을, <reverse|{f2}>^은 <reverse|{f1}>^을, <reverse|{f1}>^은 <name|{h}>^을 당겼어요."},
		pair{"Behind {h} stood the <list|{f1}>, then the <list|{f2}>, and then the <list|{f3}>. They pulled!", "{h} 뒤에 <list|{f1}>, 그 뒤에 <list|{f2}>, 그 뒤에 <list|{f3}>^이 서서 당겼어요."},
	)
	t.say(
		pair{"Pop! Out came the <color|{c}> radish, and all fell over.", "쑥! <color|{c}> 무가 뽑히고 모두 넘어졌어요."},
		pair{"And out came the <color|{c}> radish!", "드디어 <color|{c}> 무가 쑥 뽑혔어요!"},
	)
	t.theEnd()
	t.ask(pair{"Who came first to help?", "맨 먼저 도우러 온 것은 누구인가요?"}, pair{"the <quiz-list|{f1}>", "<quiz-list|{f1}>"})
	t.ask(pair{"Who came last to help?", "맨 나중에 도우러 온 것은 누구인가요?"}, pair{"the <quiz-list|{f3}>", "<quiz-list|{f3}>"})
	t.ask(pair{"What color was the radish?", "무는 무슨 색이었나요?"}, pair{"<quiz-color|{c}>", "<quiz-color|{c}>색"})
}

func race(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.draw("p1", places)
	t.draw("o", objects)
	t.draw("c", colors)
	t.say(
		pair{"{W}, {h} held a race to the {p1}.", "{w}, {h}^은 {p1}까지 달리기 시합을 열었어요."},
		pair{"{W}, three friends ran a race to the {p1}.", "{w}, 친구 셋이 {p1}까지 달리기 시합을 했어요."},
	)
	t.say(
		pair{"The prize was a {c} {o}.", "상은 {c} {o}^이었어요."},
		pair{"\"The first one gets a {c} {o}!\" said {h}.", "\"일등에게는 {c} {o}^을 줄게!\" {h}^이 말했어요."},
		pair{"They ran for a {c} {o}.", "상으로 {c} {o}^이 걸려 있었어요."},
	)
	t.maybe(pair{"One, two, three, go!", "하나, 둘, 셋, 출발!"})
	t.say(
		pair{"The {f1} was first, the {f2} was second, and the {f3} was third.", "{f1}^이 일등, {f2}^이 이등, {f3}^이 삼등을 했어요."},
		pair{"First came the {f1}, then the {f2}, and last the {f3}.", "{f1}^이 맨 먼저, {f2}^이 그다음에, {f3}^이 맨 나중에 왔어요."},
	)
	t.say(
		pair{"Everyone clapped.", "모두 손뼉을 쳤어요."},
		pair{"\"Well done, all of you!\" said {h}.", "\"모두 잘했어!\" {h}^이 말했어요."},
	)
	t.say(
		pair{"So the <color|{c}> <what|{o}> went to the <bind|{f1}>.", "그래서 <color|{c}> <what|{o}>^은 <bind|{f1}>^이 받았어요."},
		pair{"So {h} gave the <color|{c}> <what|{o}> to the <bind|{f1}>.", "그래서 {h}^은 <color|{c}> <what|{o}>^을 <bind|{f1}>에게 주었어요."},
		pair{"And who got the <color|{c}> <what|{o}>? The <bind|{f1}>!", "<color|{c}> <what|{o}>^은 누가 받았을까요? <bind|{f1}>^이 받았어요!"},
	)
	t.maybe(
		pair{"\"I will be first next time!\" said the last one, the <bind|{f3}>.", "\"다음에는 내가 일등 할 거야!\" 맨 나중에 온 <bind|{f3}>^이 말했어요."},
	)
	t.ask(pair{"Who was second?", "이등은 누구인가요?"}, pair{"the <quiz-list|{f2}>", "<quiz-list|{f2}>"})
	t.ask(pair{"Who was last?", "맨 나중에 온 것은 누구인가요?"}, pair{"the <quiz-list|{f3}>", "<quiz-list|{f3}>"})
	t.ask(pair{"What was the prize?", "상은 무엇이었나요?"}, pair{"a <quiz-what|{c} {o}>", "<quiz-what|{c} {o}>"})
	t.ask(pair{"Where did they run to?", "어디까지 달렸나요?"}, pair{"to the <quiz-place|{p1}>", "<quiz-place|{p1}>"})
}

func treasureMap(t *teller) {
	t.hero()
	t.drawEach(3, "r", places)
	t.draw("c", colors)
	t.draw("o", objects)
	t.draw("s", outdoors)
	t.say(
		pair{"{W}, {h} found an old map.", "{w}, {h}^은 낡은 지도를 찾았어요."},
		pair{"{W}, a goblin sold {h} a map.", "{w}, 도깨비가 {h}에게 지도를 팔았어요."},
		pair{"{W}, the wind blew a map to {h}.", "{w}, 바람에 지도가 날아왔어요."},
	)
	t.say(
		pair{"\"Go to the {r1}, then to the {r2}, then to the {r3},\" it said. \"Look {s}.\"", "\"{r1}^으로, 다음에 {r2}^으로, 다음에 {r3}^으로 가라. {s}^을 보아라.\""},
		pair{"It said, \"First the {r1}, next the {r2}, last the {r3}. It is {s}.\"", "지도에는 \"먼저 {r1}, 다음에 {r2}, 끝으로 {r3}. 보물은 {s}에.\" 하는 글이 있었어요."},
	)
	t.say(
		pair{"{H} went out at once.", "{h}^은 바로 길을 떠났어요."},
		pair{"\"I am not afraid,\" said {h}.", "\"나는 무섭지 않아.\" {h}^이 말했어요."},
		pair{"{H} took bread and water along.", "{h}^은 빵과 물을 들고 떠났어요."},
	)
	t.say(
		pair{"{He} came to the <list|{r1}>, then to the <list|{r2}>, and then to the <list|{r3}>.", "<list|{r1}>^으로, 다음에 <list|{r2}>^으로, 다음에 <list|{r3}>^으로 갔어요."},
		pair{"{He} walked to the <list|{r1}>, from there to the <list|{r2}>, and at last to the <list|{r3}>.", "{h}^은 <list|{r1}>, 다음에 <list|{r2}>, 끝으로 <list|{r3}>에 닿았어요."},
	)
	t.say(
		pair{"{H} looked <spot|{s}> and found a {c} {o}.", "{h}^이 <spot|{s}>^을 보니 {c} {o}^이 있었어요."},
		pair{"And there, <spot|{s}>, was a {c} {o}.", "그리고 <spot|{s}>에 {c} {o}^이 있었어요."},
	)
	t.theEnd()
	t.ask(pair{"What did {h} find?", "{h}^이 찾은 것은 무엇인가요?"}, pair{"a <quiz-what|{c} {o}>", "<quiz-what|{c} {o}>"})
	t.ask(pair{"Where was the {o}?", "{o}^은 어디에 있었나요?"}, pair{"<quiz-spot|{s}>", "<quiz-spot|{s}>"})
	t.ask(pair{"Where did {h} go first?", "{h}^이 맨 먼저 간 곳은 어디인가요?"}, pair{"to the <quiz-list|{r1}>", "<quiz-list|{r1}>"})
	t.ask(pair{"Where did {h} go last?", "{h}^이 맨 나중에 간 곳은 어디인가요?"}, pair{"to the <quiz-list|{r3}>", "<quiz-list|{r3}>"})
}

func packing(t *teller) {
	t.hero()
	t.drawEach(3, "o", objects)
	t.draw("r", places)
	t.draw("f", animals)
	t.say(
		pair{"{W}, {h} packed a bag for the {r}.", "{w}, {h}^은 {r}에 가려고 가방을 쌌어요."},
		pair{"{W}, {h} wanted to go to the {r} and packed a bag.", "{w}, {h}^은 {r}에 가고 싶어서 가방을 쌌어요."},
		pair{"{W}, {h} was going to the {r}, so {he} packed a bag.", "{w}, {h}^은 {r}에 가게 되어 가방을 쌌어요."},
	)
	t.say(
		pair{"In went a {o1}, then a {o2}, and on top a {o3}.", "먼저 {o1}^을, 다음에 {o2}^을, 맨 위에 {o3}^을 넣었어요."},
		pair{"First {he} put in a {o1}, then a {o2}, and last a {o3}.", "{h}^은 먼저 {o1}^을, 다음에 {o2}^을, 끝으로 {o3}^을 넣었어요."},
	)
	t.say(
		pair{"The bag was heavy, but a {f} helped.", "가방은 무거웠지만 {f}^이 도와주었어요."},
		pair{"On the road {he} met a {f}.", "길에서 {h}^은 {f}^을 만났어요."},
	)
	t.say(
		pair{"\"What is in your bag?\" asked the {f}.", "\"가방에 뭐가 들었니?\" {f}^이 물었어요."},
		pair{"At the <place|{r}> the {f} said, \"Open it!\"", "<place|{r}>에 닿자 {f}^이 말했어요. \"열어 봐!\""},
	)
	t.say(
		pair{"Out came the <reverse|{o3}>, then the <reverse|{o2}>, and then the <reverse|{o1}>.", "맨 위부터 <reverse|{o3}>, 다음에 <reverse|{o2}>, 그다음에 <reverse|{o1}>^이 나왔어요."},
		pair{"{H} took out the <reverse|{o3}>, under it the <reverse|{o2}>, and under that the <reverse|{o1}>.", "{h}^은 맨 위의 <reverse|{o3}>, 그 밑의 <reverse|{o2}>, 그 밑의 <reverse|{o1}>^을 꺼냈어요."},
	)
	t.say(
		pair{"They played with it until night.", "둘은 밤까지 가지고 놀았어요."},
		pair{"\"You did not forget a thing!\" said the <who|{f}>.", "\"하나도 안 잊었네!\" <who|{f}>^이 말했어요."},
	)
	t.ask(pair{"What was on top?", "맨 위에 있던 것은 무엇인가요?"}, pair{"the <quiz-list|{o3}>", "<quiz-list|{o3}>"})
	t.ask(pair{"What went in first?", "맨 먼저 넣은 것은 무엇인가요?"}, pair{"the <quiz-list|{o1}>", "<quiz-list|{o1}>"})
	t.ask(pair{"Where did {h} go?", "{h}^이 가려던 곳은 어디인가요?"}, pair{"to the <quiz-place|{r}>", "<quiz-place|{r}>"})
	t.ask(pair{"Who met {h}?", "{h}^이 만난 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}
