package stories

import "strconv"

func magicWord(t *teller) {
	t.hero()
	t.draw("f", animals)
	t.magicWord("m")
	t.draw("o", objects)
	t.draw("c", colors)
	t.say(
		pair{"{W}, {h} met a {f} who was stuck in the mud.", "{w}, {h}^은 진흙에 빠진 {f}^을 만났어요."},
		pair{"{W}, {h} gave {his} lunch to a hungry {f}.", "{w}, {h}^은 배고픈 {f}에게 도시락을 나누어 주었어요."},
		pair{"{W}, {h} carried an old {f} over the river.", "{w}, {h}^은 늙은 {f}^을 업고 강을 건넜어요."},
	)
	t.say(
		pair{"To say thanks, the {f} told {him} a magic word: \"{m}\".", "고마운 {f}^은 마법의 말을 알려 주었어요. \"{m}\"."},
		pair{"\"Remember this word,\" said the {f}. \"{m}.\"", "\"이 말을 꼭 기억해.\" {f}^이 말했어요. \"{m}.\""},
		pair{"The {f} said, \"Here is a magic word: {m}.\"", "{f}^이 말했어요. \"마법의 말을 알려 줄게. {m}.\""},
	)
	t.say(
		pair{"{H} walked all day.", "{h}^은 온종일 걸었어요."},
		pair{"It rained, and then the sun came out.", "비가 오더니 다시 해가 났어요."},
		pair{"On the way {he} sang a song.", "가는 길에 {h}^은 노래를 불렀어요."},
	)
	t.say(
		pair{"{He} found a stone door with no key.", "그러다 열쇠 구멍이 없는 돌문을 찾았어요."},
		pair{"At the end of the road was a door, and a tiger sat by it.", "길 끝에는 호랑이가 지키는 문이 있었어요."},
		pair{"Deep in a cave {he} came to a heavy door.", "동굴 깊은 곳에서 {h}^은 무거운 문을 만났어요."},
	)
	t.say(
		pair{"{H} said, \"<word|{m}>!\"", "{h}^은 외쳤어요. \"<word|{m}>!\""},
		pair{"\"<word|{m}>!\" called {h}.", "\"<word|{m}>!\" {h}^이 외쳤어요."},
	)
	t.say(
		pair{"The door opened, and there was a {c} {o}.", "문이 열리고 그 안에는 {c} {o}^이 있었어요."},
		pair{"Behind the door {he} found a {c} {o}.", "문 뒤에서 {h}^은 {c} {o}^을 찾았어요."},
		pair{"It worked! Behind the door was a {c} {o}.", "정말 열렸어요! 문 뒤에는 {c} {o}^이 있었어요."},
	)
	t.theEnd()
	t.ask(pair{"What was the magic word?", "마법의 말은 무엇이었나요?"}, pair{"<quiz-word|{m}>", "<quiz-word|{m}>"})
	t.ask(pair{"What was behind the door?", "문 뒤에는 무엇이 있었나요?"}, pair{"a <quiz-what|{c} {o}>", "<quiz-what|{c} {o}>"})
	t.ask(pair{"Who told {h} the word?", "{h}에게 그 말을 알려 준 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}

func echo(t *teller) {
	t.hero()
	t.draw("f", animals)
	t.magicWord("m")
	t.magicWord("n")
	t.say(
		pair{"{W}, {h} and a {f} came to a dark cave.", "{w}, {h}^과 {f}^은 어두운 동굴에 왔어요."},
		pair{"{W}, a {f} showed {h} a deep cave.", "{w}, {f}^이 {h}에게 깊은 동굴을 보여 주었어요."},
		pair{"{W}, {h} went into a cave with a {f}.", "{w}, {h}^은 {f}^과 동굴에 들어갔어요."},
	)
	t.say(
		pair{"\"{m}!\" called {h}. \"<word|{m}>!\" said the cave.", "{h}^이 \"{m}!\" 하고 불렀어요. 동굴도 \"<word|{m}>!\" 했어요."},
		pair{"{H} called, \"{m}!\" And the cave called back, \"<word|{m}>!\"", "\"{m}!\" {h}^이 외치자 동굴에서도 \"<word|{m}>!\" 소리가 났어요."},
	)
	t.say(
		pair{"\"Who is there?\" asked the {f}.", "\"거기 누구야?\" {f}^이 물었어요."},
		pair{"The {f} was afraid.", "{f}^은 무서웠어요."},
		pair{"The {f} laughed.", "{f}^은 웃었어요."},
		pair{"The {f} listened.", "{f}^은 귀를 기울였어요."},
	)
	t.say(
		pair{"Then the {f} called, \"{n}!\" And the cave said, \"<word|{n}>!\"", "이번에는 {f}^이 \"{n}!\" 하고 불렀어요. 동굴도 \"<word|{n}>!\" 했어요."},
		pair{"\"{n}!\" cried the {f}. \"<word|{n}>!\" cried the cave.", "\"{n}!\" {f}^이 외치자 동굴에서도 \"<word|{n}>!\" 소리가 났어요."},
	)
	t.say(
		pair{"\"It is only an echo,\" said {h}.", "\"메아리구나.\" {h}^이 말했어요."},
		pair{"\"The cave says what we say!\" said {h}.", "\"동굴이 우리 말을 따라 하네!\" {h}^이 말했어요."},
		pair{"\"We have a friend in there!\" said {h}.", "\"저 안에 친구가 있나 봐!\" {h}^이 말했어요."},
	)
	t.theEnd()
	t.ask(pair{"What did {h} call?", "{h}^은 뭐라고 불렀나요?"}, pair{"<quiz-word|{m}>", "<quiz-word|{m}>"})
	t.ask(pair{"What did the {f} call?", "{f}^은 뭐라고 불렀나요?"}, pair{"<quiz-word|{n}>", "<quiz-word|{n}>"})
	t.ask(pair{"Who called {n}?", "누가 {n}^이라고 불렀나요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}

func goblinName(t *teller) {
	t.hero()
	t.name("g")
	t.draw("f", animals)
	t.draw("o", objects)
	t.draw("c", colors)
	t.say(
		pair{"{W}, a goblin took {h}'s {c} {o}.", "{w}, 도깨비가 {h}의 {c} {o}^을 가져갔어요."},
		pair{"{W}, {h} lost a {c} {o} to a goblin.", "{w}, {h}^은 도깨비에게 {c} {o}^을 빼앗겼어요."},
		pair{"{W}, a goblin ran off with {h}'s {c} {o}.", "{w}, 도깨비가 {h}의 {c} {o}^을 들고 달아났어요."},
	)
	t.say(
		pair{"\"Tell me my name, and you shall have it back,\" he said.", "\"내 이름을 맞히면 돌려주지.\" 도깨비가 말했어요."},
		pair{"\"You get it back if you know my name!\" he laughed.", "\"내 이름을 알면 돌려줄게!\" 도깨비가 웃었어요."},
	)
	t.say(
		pair{"{H} asked the birds and the wind, but nobody knew.", "{h}^은 새와 바람에게 물었지만 아무도 몰랐어요."},
		pair{"{H} did not know it and was sad.", "{h}^은 이름을 몰라서 슬펐어요."},
		pair{"{H} thought and thought.", "{h}^은 생각하고 또 생각했어요."},
	)
	t.say(
		pair{"At night a {f} heard the goblin sing: \"I am {g}, la la la.\"", "밤에 {f}^은 도깨비의 노래를 들었어요. \"나는야 {g}, 랄랄라.\""},
		pair{"But a {f} had heard the goblin's song: \"{G}, {g}, that is me.\"", "그런데 {f}^이 도깨비의 노래를 들었어요. \"{g}, {g}, 그게 나야.\""},
	)
	t.maybe(pair{"The {f} told {h} what it had heard.", "{f}^은 들은 것을 {h}에게 알려 주었어요."}, pair{"The {f} ran to {h}.", "{f}^은 {h}에게 달려갔어요."})
	t.say(
		pair{"\"Your name is <word|{g}>!\" said {h} to the goblin.", "\"네 이름은 <word|{g}>^이야!\" {h}^이 도깨비에게 말했어요."},
		pair{"In the morning {h} said, \"Hello, <word|{g}>!\"", "아침에 {h}^이 말했어요. \"안녕, <word|{g}>!\""},
		pair{"\"I know your name. It is <word|{g}>!\" said {h}.", "\"네 이름을 알아. <word|{g}>^이지!\" {h}^이 말했어요."},
	)
	t.say(
		pair{"The goblin gave back the <color|{c}> <what|{o}>.", "도깨비는 <color|{c}> <what|{o}>^을 돌려주었어요."},
		pair{"So {h} got back the <color|{c}> <what|{o}>.", "그래서 {h}^은 <color|{c}> <what|{o}>^을 되찾았어요."},
		pair{"The goblin laughed, and {h} got the <color|{c}> <what|{o}> again.", "도깨비는 웃었고 {h}^은 <color|{c}> <what|{o}>^을 다시 찾았어요."},
	)
	t.ask(pair{"What was the goblin's name?", "도깨비의 이름은 무엇이었나요?"}, pair{"<quiz-word|{g}>", "<quiz-word|{g}>"})
	t.ask(pair{"What did the goblin take?", "도깨비는 무엇을 가져갔나요?"}, pair{"the <quiz-what|{c} {o}>", "<quiz-what|{c} {o}>"})
	t.ask(pair{"Who heard the song?", "노래를 들은 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}

func song(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.magicWord("m")
	t.say(
		pair{"{W}, {h} made a song. It went, \"{m}, {m}!\"", "{w}, {h}^은 노래를 지었어요. \"{m}, {m}!\""},
		pair{"{W}, {h} sang a new song: \"{m}, {m}!\"", "{w}, {h}^은 새 노래를 불렀어요. \"{m}, {m}!\""},
		pair{"{W}, {h} had a song in {his} head: \"{m}, {m}!\"", "{w}, {h}의 머릿속에 노래가 떠올랐어요. \"{m}, {m}!\""},
	)
	t.say(
		pair{"First a {f1} heard it and sang along.", "먼저 {f1}^이 듣고 따라 불렀어요."},
		pair{"First a {f1} came and sang with {him}.", "먼저 {f1}^이 와서 함께 불렀어요."},
	)
	t.say(
		pair{"Then a {f2} came and danced.", "다음에는 {f2}^이 와서 춤을 추었어요."},
		pair{"Then a {f2} danced to it.", "다음에는 {f2}^이 춤을 추었어요."},
	)
	t.say(
		pair{"Last, a {f3} fell asleep.", "끝으로 {f3}^은 잠이 들었어요."},
		pair{"Last, a {f3} listened and slept.", "끝으로 {f3}^은 노래를 듣다 잠들었어요."},
	)
	t.say(
		pair{"The next day {h} forgot the song. \"How did it go?\"", "다음 날 {h}^은 노래를 잊었어요. \"어떤 노래였지?\""},
		pair{"In the morning {h} asked, \"How did my song go?\"", "아침에 {h}^이 물었어요. \"내 노래가 뭐였지?\""},
	)
	t.say(
		pair{"The one who sang along, the <who|{f1}>, knew it. \"<word|{m}>, <word|{m}>!\"", "함께 불렀던 <who|{f1}>^이 알고 있었어요. \"<word|{m}>, <word|{m}>!\""},
		pair{"The one who danced, the <who|{f2}>, knew it. \"<word|{m}>, <word|{m}>!\"", "춤을 추었던 <who|{f2}>^이 알고 있었어요. \"<word|{m}>, <word|{m}>!\""},
		pair{"The one who slept, the <who|{f3}>, knew it. \"<word|{m}>, <word|{m}>!\"", "잠들었던 <who|{f3}>^이 알고 있었어요. \"<word|{m}>, <word|{m}>!\""},
	)
	t.theEnd()
	t.ask(pair{"How did the song go?", "어떤 노래였나요?"}, pair{"<quiz-word|{m}>", "<quiz-word|{m}>"})
	t.ask(pair{"Who danced?", "춤을 춘 것은 누구인가요?"}, pair{"the <quiz-who|{f2}>", "<quiz-who|{f2}>"})
	t.ask(pair{"Who fell asleep?", "잠든 것은 누구인가요?"}, pair{"the <quiz-who|{f3}>", "<quiz-who|{f3}>"})
	t.ask(pair{"Who came first?", "맨 먼저 온 것은 누구인가요?"}, pair{"the <quiz-who|{f1}>", "<quiz-who|{f1}>"})
}

func nightSounds(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	for i := 1; i <= 3; i++ {
		t.call("m" + strconv.Itoa(i))
	}
	t.say(
		pair{"{W}, {h} went to Grandma with three friends to sleep there.", "{w}, {h}^은 친구 셋과 할머니 댁에 자러 갔어요."},
		pair{"{W}, {h} and three friends made a tent.", "{w}, {h}^은 친구 셋과 천막을 쳤어요."},
		pair{"{W}, three friends came to sleep at {h}'s house.", "{w}, 친구 셋이 {h}네 집에 자러 왔어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"The {f#} always says \"{m#}\".", "{f#}^은 늘 \"{m#}\" 해요."},
			pair{"The {f#} says \"{m#}\" in its sleep.", "{f#}^은 자면서 \"{m#}\" 해요."},
		)
		t.askOf(i, pair{"What does the {f#} say?", "{f#}^은 뭐라고 하나요?"}, pair{"<quiz-word|{m#}>", "<quiz-word|{m#}>"})
		t.askOf(i, pair{"Who says {m#}?", "누가 {m#}^이라고 하나요?"}, pair{"the <quiz-who|{f#}>", "<quiz-who|{f#}>"})
	}
	t.say(
		pair{"It was very dark. {H} could see nothing.", "아주 깜깜했어요. 아무것도 보이지 않았어요."},
		pair{"Then the light went out.", "그때 등불이 꺼졌어요."},
	)
	for _, i := range t.order(3)[:2] {
		t.sayOf(i,
			pair{"\"<word|{m#}>!\" \"That is the <bind|{f#}>,\" said {h}.", "\"<word|{m#}>!\" \"<bind|{f#}>^이구나.\" {h}^이 말했어요."},
			pair{"\"Where is the {f#}?\" asked {h}. \"<word|{m#}>!\" came the answer.", "\"{f#}^은 어디 있니?\" {h}^이 물었어요. \"<word|{m#}>!\" 소리가 났어요."},
		)
	}
	t.say(
		pair{"So {h} was not afraid.", "그래서 {h}^은 무섭지 않았어요."},
		pair{"Then they all slept well.", "그리고 모두 잘 잤어요."},
	)
}

func parrot(t *teller) {
	t.hero()
	t.name("g")
	t.magicWord("m")
	t.draw("x", foods)
	t.say(
		pair{"{W}, {h} got a parrot named {g}.", "{w}, {h}^은 {g}^이라는 앵무새를 얻었어요."},
		pair{"{W}, a parrot flew in. Its name was {g}.", "{w}, 앵무새가 날아왔어요. 이름은 {g}^이었어요."},
		pair{"{W}, Grandma gave {h} a parrot called {g}.", "{w}, 할머니가 {h}에게 {g}^이라는 앵무새를 주었어요."},
	)
	t.say(
		pair{"It liked to eat a {x} and to say \"{m}\".", "{x}^을 좋아하고 \"{m}\" 하고 말했어요."},
		pair{"It said only \"{m}\", and it ate a {x} every day.", "늘 \"{m}\" 하고 말하고 날마다 {x}^을 먹었어요."},
	)
	t.say(
		pair{"One day the window was open, and <name|{g}> was gone.", "어느 날 창문이 열려 있었고 <name|{g}>^은 없었어요."},
		pair{"One day <name|{g}> flew away over the trees.", "어느 날 <name|{g}>^이 나무 너머로 날아갔어요."},
	)
	t.say(
		pair{"\"<name|{g}>, <name|{g}>!\" called {h}.", "\"<name|{g}>, <name|{g}>!\" {h}^이 불렀어요."},
		pair{"{H} looked for <name|{g}> all day.", "{h}^은 온종일 <name|{g}>^을 찾았어요."},
	)
	t.say(
		pair{"{H} held up the <what|{x}> it liked.", "{h}^은 앵무새가 좋아하는 <what|{x}>^을 들고 있었어요."},
		pair{"{H} put out the <what|{x}> it liked.", "{h}^은 앵무새가 좋아하는 <what|{x}>^을 놓아두었어요."},
		pair{"In the garden {h} put the <what|{x}> it liked.", "{h}^은 뜰에 앵무새가 좋아하는 <what|{x}>^을 두었어요."},
	)
	t.say(
		pair{"Then a voice said, \"<word|{m}>!\" There it was!", "그때 \"<word|{m}>!\" 소리가 났어요. 돌아온 거예요!"},
		pair{"\"<word|{m}>!\" came from a tree. It was back!", "나무에서 \"<word|{m}>!\" 소리가 났어요. 돌아온 거예요!"},
	)
	t.theEnd()
	t.ask(pair{"What was the parrot's name?", "앵무새의 이름은 무엇이었나요?"}, pair{"<quiz-name|{g}>", "<quiz-name|{g}>"})
	t.ask(pair{"What did the parrot say?", "앵무새는 뭐라고 말했나요?"}, pair{"<quiz-word|{m}>", "<quiz-word|{m}>"})
	t.ask(pair{"What did the parrot eat?", "앵무새는 무엇을 좋아했나요?"}, pair{"the <quiz-what|{x}>", "<quiz-what|{x}>"})
}
