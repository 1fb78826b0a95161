package stories

func lostThing(t *teller) {
	t.hero()
	t.draw("o", objects)
	t.draw("c", colors)
	t.draw("f", animals)
	t.draw("s", spots)
	t.say(
		pair{"{He} loved {his} {c} {o} more than anything.", "{h}^은 {c} {o}^을 무엇보다 아꼈어요."},
		pair{"For {his} birthday {he} got a {c} {o}.", "생일에 {h}^은 {c} {o}^을 선물로 받았어요."},
		pair{"Grandma gave {him} a {c} {o}.", "할머니가 {h}에게 {c} {o}^을 주었어요."},
		pair{"{He} had a {c} {o} and loved it very much.", "{h}에게는 아끼는 {c} {o}^이 있었어요."},
	)
	t.say(
		pair{"Every night {he} put it {s}.", "밤마다 그것을 {s}에 두었어요."},
		pair{"To keep it safe, {he} hid it {s}.", "잃어버리지 않으려고 {s}에 숨겨 두었어요."},
		pair{"{He} kept it {s}.", "그리고 {s}에 잘 두었어요."},
	)
	t.say(
		pair{"{W}, a {f} came to play.", "{w}, {f}^이 놀러 왔어요."},
		pair{"{W}, a {f} knocked on the door.", "{w}, {f}^이 문을 두드렸어요."},
		pair{"{W}, a {f} came by to say hello.", "{w}, {f}^이 인사하러 들렀어요."},
	)
	t.maybe(
		pair{"They ran, they sang, and they ate a big lunch.", "둘은 뛰고 노래하고 점심도 먹었어요."},
		pair{"They built a tower, and it fell down.", "둘은 탑을 쌓았는데 탑이 그만 무너졌어요."},
	)
	t.say(
		pair{"\"Where is my {o}?\" cried {h}.", "\"내 {o}^이 어디 있지?\" {h}^이 울먹였어요."},
		pair{"Then {h} could not find the {o}.", "그런데 {h}^은 {o}^을 찾을 수 없었어요."},
		pair{"But the {o} was not there!", "그런데 {o}^이 보이지 않았어요!"},
	)
	t.say(
		pair{"\"Think slowly,\" said the {f}.", "\"천천히 생각해 봐.\" {f}^이 말했어요."},
		pair{"The {f} looked in the kitchen, but it was not there.", "{f}^이 부엌을 찾아보았지만 없었어요."},
		pair{"\"I will help you look,\" said the {f}.", "\"나도 찾아 줄게.\" {f}^이 말했어요."},
	)
	t.say(
		pair{"At last {h} smiled. \"It is <spot|{s}>!\"", "마침내 {h}^이 웃었어요. \"<spot|{s}>에 있어!\""},
		pair{"Then {he} looked <spot|{s}>, and there it was.", "<spot|{s}>^을 보니 정말 거기 있었어요."},
		pair{"\"I know! I put it <spot|{s}>!\" said {h}.", "\"생각났다! <spot|{s}>에 두었지!\" {h}^이 말했어요."},
	)
	t.say(
		pair{"The <color|{c}> {o} was safe.", "<color|{c}> {o}^은 무사했어요."},
		pair{"The {f} clapped for the <color|{c}> {o}.", "{f}^은 <color|{c}> {o}^을 보고 손뼉을 쳤어요."},
		pair{"And {h} held the <color|{c}> {o} tight.", "{h}^은 <color|{c}> {o}^을 꼭 안았어요."},
	)
	t.ask(pair{"Where was the {o}?", "{o}^은 어디에 있었나요?"}, pair{"<quiz-spot|{s}>", "<quiz-spot|{s}>"})
	t.ask(pair{"What color was the {o}?", "{o}^은 무슨 색이었나요?"}, pair{"<quiz-color|{c}>", "<quiz-color|{c}>색"})
	t.ask(pair{"Who came to see {h}?", "{h}^을 찾아온 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}

func hideAndSeek(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.drawEach(3, "s", spots)
	t.say(
		pair{"{W}, {h} and three friends played hide and seek.", "{w}, {h}^은 친구 셋과 숨바꼭질을 했어요."},
		pair{"{W}, three friends came to play hide and seek.", "{w}, 친구 셋이 숨바꼭질을 하러 왔어요."},
		pair{"\"Let us play hide and seek!\" said {h} to three friends.", "\"숨바꼭질하자!\" {h}^이 친구 셋에게 말했어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"The {f#} hid {s#}.", "{f#}^은 {s#}에 숨었어요."},
			pair{"The {f#} ran and hid {s#}.", "{f#}^은 달려가서 {s#}에 숨었어요."},
			pair{"The {f#} went and sat {s#}.", "{f#}^은 {s#}에 가서 앉았어요."},
		)
		t.askOf(i, pair{"Where did the {f#} hide?", "{f#}^은 어디에 숨었나요?"}, pair{"<quiz-spot|{s#}>", "<quiz-spot|{s#}>"})
		t.askOf(i, pair{"Who hid {s#}?", "{s#}에 숨은 것은 누구인가요?"}, pair{"the <quiz-who|{f#}>", "<quiz-who|{f#}>"})
	}
	t.say(
		pair{"{H} counted to ten and opened {his} eyes.", "{h}^은 열까지 세고 눈을 떴어요."},
		pair{"\"Ready or not!\" called {h}.", "\"꼭꼭 숨어라!\" {h}^이 외쳤어요."},
		pair{"\"Here I come!\" said {h}.", "\"이제 찾는다!\" {h}^이 말했어요."},
	)
	for _, i := range t.order(3) {
		t.sayOf(i,
			pair{"{H} looked {s#} and found the <bind|{f#}>.", "{s#}^을 보니 <bind|{f#}>^이 있었어요."},
			pair{"The {f#} was <spot|{s#}>.", "{f#}^은 <spot|{s#}>에 있었어요."},
		)
	}
	t.maybe(pair{"Everyone laughed and went home for supper.", "모두 깔깔 웃고 저녁을 먹으러 갔어요."})
}

func threeBoxes(t *teller) {
	t.hero()
	t.drawEach(3, "c", colors)
	t.draw("o", objects)
	t.draw("f", animals)
	t.say(
		pair{"{W}, a goblin showed {h} three boxes.", "{w}, 도깨비가 {h}에게 상자 세 개를 보여 주었어요."},
		pair{"{W}, {h} met a goblin with three boxes.", "{w}, {h}^은 상자 세 개를 든 도깨비를 만났어요."},
	)
	t.say(
		pair{"\"The {o} is in the {c1} box. The {c2} box is full of bees. The {c3} box is empty,\" he said.", "\"{o}^은 {c1} 상자에 있다. {c2} 상자에는 벌이 가득하고, {c3} 상자는 비었단다.\""},
		pair{"\"The {o} is in the {c1} box. The {c3} box is empty. The {c2} box is full of bees,\" he said.", "\"{o}^은 {c1} 상자에 있다. {c3} 상자는 비었고, {c2} 상자에는 벌이 가득하단다.\""},
		pair{"\"The {c3} box is empty. The {c2} box is full of bees. The {o} is in the {c1} box,\" he said.", "\"{c3} 상자는 비었고, {c2} 상자에는 벌이 가득하다. {o}^은 {c1} 상자에 있단다.\""},
		pair{"\"The {c2} box is full of bees. The {o} is in the {c1} box. The {c3} box is empty,\" he said.", "\"{c2} 상자에는 벌이 가득하다. {o}^은 {c1} 상자에 있고, {c3} 상자는 비었단다.\""},
	)
	t.say(
		pair{"Then he fell asleep.", "그러고는 잠이 들었어요."},
		pair{"Then the goblin was gone.", "그러고는 도깨비가 사라졌어요."},
	)
	t.maybe(
		pair{"A {f} asked, \"Which one will you open?\"", "{f}^이 물었어요. \"어느 것을 열 거야?\""},
		pair{"A {f} came to watch.", "{f}^이 구경하러 왔어요."},
	)
	t.maybe(
		pair{"First {h} opened the empty box, the <bind|{c3}> one.", "{h}^은 먼저 빈 상자를 열었어요. <bind|{c3}> 상자였어요."},
		pair{"{H} was afraid of bees, so {he} left the <bind|{c2}> box alone.", "{h}^은 벌이 무서워서 <bind|{c2}> 상자는 그냥 두었어요."},
	)
	t.say(
		pair{"{H} took the {o} out of the <bind|{c1}> box.", "{h}^은 {o}^을 꺼냈어요. <bind|{c1}> 상자에서요."},
		pair{"And the {o} was really in the <bind|{c1}> box.", "{o}^은 정말 <bind|{c1}> 상자에 있었어요."},
		pair{"{H} wanted the {o}, so {he} opened the <bind|{c1}> box.", "{h}^은 {o}^을 갖고 싶어서 <bind|{c1}> 상자를 열었어요."},
	)
	t.theEnd()
	t.ask(pair{"Which box was full of bees?", "벌은 어느 상자에 있었나요?"}, pair{"the <quiz-color|{c2}> box", "<quiz-color|{c2}> 상자"})
	t.ask(pair{"Which box was empty?", "어느 상자가 비어 있었나요?"}, pair{"the <quiz-color|{c3}> box", "<quiz-color|{c3}> 상자"})
	t.ask(pair{"Where was the {o}?", "{o}^은 어디에 있었나요?"}, pair{"in the <quiz-color|{c1}> box", "<quiz-color|{c1}> 상자"})
}

func threePresents(t *teller) {
	t.hero()
	t.drawEach(2, "f", animals)
	t.drawEach(2, "o", objects)
	t.drawEach(2, "c", colors)
	t.say(
		pair{"{W}, {h} had a birthday.", "{w}, {h}의 생일이었어요."},
		pair{"{W}, {h} turned seven.", "{w}, {h}^은 일곱 살이 되었어요."},
		pair{"{W}, friends came to {h}'s birthday.", "{w}, {h}의 생일에 친구들이 왔어요."},
	)
	for i := 1; i <= 2; i++ {
		t.sayOf(i,
			pair{"A {f#} gave {him} a {c#} {o#}.", "{f#}^이 {c#} {o#}^을 선물했어요."},
			pair{"A {f#} came with a {c#} {o#}.", "{f#}^은 {c#} {o#}^을 가져왔어요."},
			pair{"A {f#} had a {c#} {o#} for {him}.", "{f#}^은 {c#} {o#}^을 주었어요."},
		)
		t.askOf(i, pair{"What color was the {o#}?", "{o#}^은 무슨 색이었나요?"}, pair{"<quiz-color|{c#}>", "<quiz-color|{c#}>색"})
		t.askOf(i, pair{"What did the {f#} give?", "{f#}^은 무엇을 주었나요?"}, pair{"the <quiz-what|{o#}>", "<quiz-what|{o#}>"})
	}
	t.say(
		pair{"They ate cake and danced until night.", "모두 케이크를 먹고 밤까지 춤을 추었어요."},
		pair{"Mother brought soup, and they sang.", "엄마가 수프를 가져왔고 모두 노래했어요."},
	)
	t.say(
		pair{"When the friends were gone, {h} took out the presents.", "친구들이 돌아가자 {h}^은 선물을 꺼냈어요."},
		pair{"At night {h} looked at the presents again.", "밤에 {h}^은 선물을 다시 보았어요."},
		pair{"The next day {h} took out the presents.", "다음 날 {h}^은 선물을 꺼냈어요."},
	)
	for _, i := range t.order(2) {
		t.sayOf(i,
			pair{"The {o#} was <color|{c#}> and came from the <bind|{f#}>.", "{o#}^은 <color|{c#}>색이고 <bind|{f#}>^이 준 것이었어요."},
			pair{"\"Thank you, {f#}, for the <color|{c#}> <bind|{o#}>!\"", "\"고마워, {f#}^아. <color|{c#}> <bind|{o#}>^이 예뻐!\""},
		)
	}
	t.theEnd()
}

func party(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.drawEach(3, "x", foods)
	t.say(
		pair{"{W}, {h} asked three friends to a party.", "{w}, {h}^은 친구 셋을 잔치에 불렀어요."},
		pair{"{W}, three friends came to see {h}.", "{w}, 친구 셋이 {h}^을 보러 왔어요."},
		pair{"{W}, {h} and three friends had a party.", "{w}, {h}^은 친구 셋과 잔치를 했어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"The {f#} brought a {x#}.", "{f#}^은 {x#}^을 가져왔어요."},
			pair{"The {f#} came with a {x#}.", "{f#}^은 {x#}^을 들고 왔어요."},
			pair{"The {f#} had a {x#}.", "{f#}^은 {x#}^을 내놓았어요."},
		)
		t.askOf(i, pair{"Who brought the {x#}?", "{x#}^은 누가 가져왔나요?"}, pair{"the <quiz-who|{f#}>", "<quiz-who|{f#}>"})
		t.askOf(i, pair{"What did the {f#} bring?", "{f#}^은 무엇을 가져왔나요?"}, pair{"the <quiz-what|{x#}>", "<quiz-what|{x#}>"})
	}
	t.maybe(
		pair{"They put it all on a long table.", "모두 긴 식탁 위에 올려놓았어요."},
		pair{"Soon the house smelled good.", "곧 온 집에 맛있는 냄새가 났어요."},
	)
	t.say(
		pair{"A hungry goblin looked in. \"Who brought what?\"", "배고픈 도깨비가 들여다보았어요. \"누가 무엇을 가져왔지?\""},
		pair{"\"Who brought what?\" asked Father.", "\"누가 무엇을 가져왔니?\" 아빠가 물었어요."},
		pair{"Mother asked, \"Who gave us what?\"", "엄마가 물었어요. \"누가 무엇을 주었니?\""},
	)
	for _, i := range t.order(3) {
		t.sayOf(i,
			pair{"\"The {x#} is from the <bind|{f#}>.\"", "\"{x#}^은 <bind|{f#}>^이 가져왔어요.\""},
			pair{"\"The {f#} brought the <bind|{x#}>.\"", "\"{f#}^은 <bind|{x#}>^을 가져왔어요.\""},
		)
	}
	t.say(
		pair{"And nobody went home hungry.", "아무도 배고픈 채로 돌아가지 않았어요."},
		pair{"They shared it all, even with the ants.", "개미들하고도 사이좋게 나누어 먹었어요."},
	)
}

func letters(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.drawEach(3, "p", places)
	t.say(
		pair{"{W}, {h} carried three letters.", "{w}, {h}^은 편지 세 통을 나르게 되었어요."},
		pair{"{W}, Father gave {h} three letters to carry.", "{w}, 아빠가 {h}에게 편지 세 통을 맡겼어요."},
		pair{"{W}, {h} had to take letters to three friends.", "{w}, {h}^은 친구 셋에게 편지를 전해야 했어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"The {f#} lived by the {p#}.", "{f#}^은 {p#} 옆에 살았어요."},
			pair{"The {f#}'s house was at the {p#}.", "{f#}의 집은 {p#}에 있었어요."},
			pair{"One was for the {f#} by the {p#}.", "{p#} 옆에 사는 {f#}의 편지도 있었어요."},
		)
		t.askOf(i, pair{"Where did the {f#} live?", "{f#}^은 어디에 살았나요?"}, pair{"by the <quiz-place|{p#}>", "<quiz-place|{p#}>"})
	}
	t.say(
		pair{"The wind was strong, but {h} walked on.", "바람이 세게 불었지만 {h}^은 계속 걸었어요."},
		pair{"{H} put on {his} boots and ran.", "{h}^은 장화를 신고 달려갔어요."},
		pair{"{H} sang on the way.", "{h}^은 노래를 부르며 갔어요."},
	)
	for _, i := range t.order(3) {
		t.sayOf(i,
			pair{"At the {p#} {he} gave a letter to the <bind|{f#}>.", "{p#}에서는 <bind|{f#}>에게 편지를 주었어요."},
			pair{"For the {f#} {he} went to the <place|{p#}>.", "{f#}에게 주려고 <place|{p#}>에도 갔어요."},
		)
	}
	t.theEnd()
}

func painting(t *teller) {
	t.hero()
	t.draw("f", animals)
	t.drawEach(3, "c", colors)
	t.say(
		pair{"{W}, {h} painted {his} little house with a {f}.", "{w}, {h}^은 {f}^과 작은 집에 색칠을 했어요."},
		pair{"{W}, a {f} helped {h} paint the house.", "{w}, {f}^이 {h}의 집에 색칠하는 것을 도와주었어요."},
	)
	t.say(
		pair{"They made the door {c1}, the wall {c2} and the roof {c3}.", "문은 {c1}색, 담은 {c2}색, 지붕은 {c3}색으로 칠했어요."},
		pair{"The door was {c1}, the wall was {c2}, and the roof was {c3}.", "문은 {c1}색, 담은 {c2}색, 지붕은 {c3}색이 되었어요."},
	)
	t.maybe(pair{"\"How pretty!\" said Mother.", "\"정말 예쁘구나!\" 엄마가 말했어요."}, pair{"Even the birds looked down at it.", "새들까지 내려다보았어요."})
	t.say(
		pair{"But at night the rain washed it all away.", "그런데 밤에 비가 와서 모두 지워졌어요."},
		pair{"But snow fell and covered it all.", "그런데 눈이 와서 모두 덮어 버렸어요."},
	)
	t.say(
		pair{"\"Do you remember the colors?\" asked the {f}.", "\"무슨 색이었는지 기억나?\" {f}^이 물었어요."},
		pair{"\"Let us paint it again,\" said the {f}.", "\"다시 칠하자.\" {f}^이 말했어요."},
	)
	t.say(
		pair{"\"The roof was <color|{c3}>, the door <color|{c1}> and the wall <color|{c2}>,\" said {h}.", "\"지붕은 <color|{c3}>색, 문은 <color|{c1}>색, 담은 <color|{c2}>색이었어.\" {h}^이 말했어요."},
		pair{"\"The wall was <color|{c2}>, the roof <color|{c3}> and the door <color|{c1}>,\" said {h}.", "\"담은 <color|{c2}>색, 지붕은 <color|{c3}>색, 문은 <color|{c1}>색이었어.\" {h}^이 말했어요."},
	)
	t.theEnd()
	t.ask(pair{"What color was the door?", "문은 무슨 색이었나요?"}, pair{"<quiz-color|{c1}>", "<quiz-color|{c1}>색"})
	t.ask(pair{"What color was the wall?", "담은 무슨 색이었나요?"}, pair{"<quiz-color|{c2}>", "<quiz-color|{c2}>색"})
	t.ask(pair{"What color was the roof?", "지붕은 무슨 색이었나요?"}, pair{"<quiz-color|{c3}>", "<quiz-color|{c3}>색"})
	t.ask(pair{"Who painted with {h}?", "{h}^과 함께 칠한 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}

func tidyUp(t *teller) {
	t.hero()
	t.drawEach(3, "o", objects)
	t.drawEach(3, "s", spots)
	t.say(
		pair{"{W}, {h} tidied up the house.", "{w}, {h}^은 집을 정리했어요."},
		pair{"{W}, {h} cleaned the house with Father.", "{w}, {h}^은 아빠와 집을 치웠어요."},
		pair{"{W}, Grandma was coming, so {h} tidied up.", "{w}, 할머니가 오신다고 해서 {h}^은 집을 정리했어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"{He} put the {o#} {s#}.", "{o#}^은 {s#}에 두었어요."},
			pair{"The {o#} went {s#}.", "{o#}^은 {s#}에 넣었어요."},
		)
		t.askOf(i, pair{"Where was the {o#}?", "{o#}^은 어디에 있었나요?"}, pair{"<quiz-spot|{s#}>", "<quiz-spot|{s#}>"})
		t.askOf(i, pair{"What was {s#}?", "{s#}에는 무엇이 있었나요?"}, pair{"the <quiz-what|{o#}>", "<quiz-what|{o#}>"})
	}
	t.say(
		pair{"Then {he} was tired and slept.", "그러고는 피곤해서 잠이 들었어요."},
		pair{"Now the house was very neat.", "이제 집이 아주 깨끗해졌어요."},
		pair{"Then it was time for tea.", "그러고 나니 차 마실 시간이 되었어요."},
	)
	for _, i := range t.order(3)[:2] {
		t.sayOf(i,
			pair{"\"Where is the {o#}?\" asked Mother. \"It is <spot|{s#}>!\"", "\"{o#}^은 어디 있니?\" 엄마가 물었어요. \"<spot|{s#}>에 있어요!\""},
			pair{"Mother looked {s#} and found the <what|{o#}>.", "엄마가 {s#}^을 보니 <what|{o#}>^이 있었어요."},
			pair{"\"I need the {o#},\" said Father. \"Look <spot|{s#}>!\"", "\"{o#}^이 필요한데.\" 아빠가 말했어요. \"<spot|{s#}>^을 보세요!\""},
		)
	}
	t.theEnd()
}

func beans(t *teller) {
	t.hero()
	t.drawEach(2, "n", numbers)
	t.drawEach(2, "c", colors)
	t.drawEach(2, "r", places)
	t.say(
		pair{"{W}, {h} got a bag of beans.", "{w}, {h}^은 콩 한 자루를 얻었어요."},
		pair{"{W}, Grandpa gave {h} a bag of beans.", "{w}, 할아버지가 {h}에게 콩 한 자루를 주었어요."},
		pair{"{W}, {h} wanted to plant beans.", "{w}, {h}^은 콩을 심고 싶었어요."},
	)
	for i := 1; i <= 2; i++ {
		t.sayOf(i,
			pair{"By the {r#} {he} planted {n#} {c#} beans.", "{r#} 옆에는 {c#} 콩 {n#} 알을 심었어요."},
			pair{"{He} planted {n#} {c#} beans by the {r#}.", "{h}^은 {c#} 콩 {n#} 알을 {r#} 옆에 심었어요."},
		)
		t.askOf(i, pair{"How many beans were planted by the {r#}?", "{r#} 옆에 심은 콩은 몇 알인가요?"}, pair{"<quiz-number|{n#}>", "<quiz-number|{n#}> 알"})
		t.askOf(i, pair{"What color were the beans by the {r#}?", "{r#} 옆에 심은 콩은 무슨 색인가요?"}, pair{"<quiz-color|{c#}>", "<quiz-color|{c#}>색"})
	}
	t.say(
		pair{"It rained, and the sun was warm.", "비가 오고 해가 따뜻했어요."},
		pair{"{H} gave them water every day.", "{h}^은 날마다 물을 주었어요."},
		pair{"{H} waited and waited.", "{h}^은 기다리고 또 기다렸어요."},
	)
	t.say(
		pair{"In summer all the beans had flowers.", "여름이 되자 콩마다 꽃이 피었어요."},
		pair{"Then every bean became a flower of its color.", "그러자 콩마다 같은 색 꽃이 피었어요."},
		pair{"One day every bean had a flower of its color.", "어느 날 콩마다 같은 색 꽃이 피었어요."},
	)
	for _, i := range t.order(2) {
		t.sayOf(i,
			pair{"By the {r#} stood <number|{n#}> <color|{c#}> flowers.", "{r#} 옆에는 <color|{c#}> 꽃이 <number|{n#}> 송이 피었어요."},
			pair{"{H} counted the flowers by the {r#}: <number|{n#}> <color|{c#}> ones!", "{h}^은 {r#} 옆의 꽃을 세었어요. <color|{c#}> 꽃이 <number|{n#}> 송이였어요!"},
		)
	}
	t.theEnd()
}

func twoFriends(t *teller) {
	t.name("a")
	t.name("b")
	t.drawEach(2, "c", colors)
	t.drawEach(2, "o", objects)
	t.draw("p", places)
	t.draw("w", weathers)
	t.say(
		pair{"{A} and {b} were good friends.", "{a}^과 {b}^은 사이좋은 친구였어요."},
		pair{"There were two friends, {a} and {b}.", "{a}^과 {b}^이라는 두 친구가 있었어요."},
		pair{"Every day {a} played with {b}.", "{a}^은 날마다 {b}^과 놀았어요."},
	)
	t.say(
		pair{"{W} they met by the {p}.", "{w}, 둘은 {p}에서 만났어요."},
		pair{"{W} they went to the {p}.", "{w}, 둘은 {p}에 갔어요."},
		pair{"{W} they played by the {p}.", "{w}, 둘은 {p}에서 놀았어요."},
	)
	t.say(
		pair{"{A} had a {c1} {o1}, and {b} had a {c2} {o2}.", "{a}에게는 {c1} {o1}^이, {b}에게는 {c2} {o2}^이 있었어요."},
		pair{"{A} brought a {c1} {o1}. {B} brought a {c2} {o2}.", "{a}^은 {c1} {o1}^을 가져왔어요. {b}^은 {c2} {o2}^을 가져왔어요."},
	)
	t.say(
		pair{"\"I like yours!\" said <name|{a}>. \"And I like yours!\" said <name|{b}>.", "\"네 것이 좋아!\" <name|{a}>^이 말했어요. \"나도 네 것이 좋아!\" <name|{b}>^이 말했어요."},
		pair{"They played all day.", "둘은 온종일 놀았어요."},
		pair{"\"Let us swap!\" they said.", "\"우리 바꾸자!\" 둘이 말했어요."},
	)
	t.say(
		pair{"So they swapped. {A} took the <chain|{o2}>, and {b} took the <chain|{o1}>.", "그래서 둘은 서로 바꾸었어요. {a}^은 <chain|{o2}>^을, {b}^은 <chain|{o1}>^을 받았어요."},
		pair{"They swapped, so {b} got the <chain|{o1}> and {a} got the <chain|{o2}>.", "둘이 바꾸어서 {b}^은 <chain|{o1}>^을, {a}^은 <chain|{o2}>^을 가졌어요."},
	)
	t.say(
		pair{"At home Mother asked {a}, \"Where is your <bind|{o1}>?\"", "집에서 엄마가 {a}에게 물었어요. \"네 <bind|{o1}>^은 어디 있니?\""},
		pair{"Mother saw {b} without the <bind|{o2}>.", "엄마가 보니 {b}에게 <bind|{o2}>^이 없었어요."},
	)
	t.say(
		pair{"\"We swapped, and we are happy!\"", "\"우리 바꾸었어요. 정말 좋아요!\""},
		pair{"\"A friend has it,\" was the answer.", "\"친구에게 있어요.\" 하고 말했어요."},
	)
	t.ask(pair{"Who had the {o1} first?", "처음에 {o1}^은 누구 것이었나요?"}, pair{"<quiz-who|{a}>", "<quiz-who|{a}>"})
	t.ask(pair{"Who has the {o1} now?", "이제 {o1}^은 누구 것인가요?"}, pair{"<quiz-who|{b}>", "<quiz-who|{b}>"})
	t.ask(pair{"Who has the {o2} now?", "이제 {o2}^은 누구 것인가요?"}, pair{"<quiz-who|{a}>", "<quiz-who|{a}>"})
	t.ask(pair{"What color is the {o1}?", "{o1}^은 무슨 색인가요?"}, pair{"<quiz-color|{c1}>", "<quiz-color|{c1}>색"})
	t.ask(pair{"What color is the {o2}?", "{o2}^은 무슨 색인가요?"}, pair{"<quiz-color|{c2}>", "<quiz-color|{c2}>색"})
}

func threeKeys(t *teller) {
	t.hero()
	t.drawEach(3, "c", colors)
	t.drawEach(3, "r", places)
	t.join(objects, "key")
	t.draw("o", objects)
	t.say(
		pair{"{W}, Grandpa gave {h} three keys.", "{w}, 할아버지가 {h}에게 열쇠 세 개를 주었어요."},
		pair{"{W}, {h} found three old keys.", "{w}, {h}^은 낡은 열쇠 세 개를 찾았어요."},
		pair{"{W}, a goblin gave {h} three keys.", "{w}, 도깨비가 {h}에게 열쇠 세 개를 주었어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"The {c#} key was for the {r#}.", "{c#} 열쇠는 {r#}의 것이었어요."},
			pair{"The {c#} one opened the door at the {r#}.", "{c#} 열쇠는 {r#}의 문을 여는 것이었어요."},
		)
		t.askOf(i, pair{"Which key was for the {r#}?", "{r#}의 열쇠는 무슨 색이었나요?"}, pair{"the <quiz-color|{c#}> one", "<quiz-color|{c#}>색"})
	}
	t.say(
		pair{"{H} walked a long way.", "{h}^은 한참을 걸었어요."},
		pair{"{H} ran out to try them.", "{h}^은 열어 보려고 달려 나갔어요."},
		pair{"{H} put them in a bag and went out.", "{h}^은 열쇠를 자루에 넣고 나갔어요."},
	)
	o := t.order(3)
	for _, i := range o[:2] {
		t.sayOf(i,
			pair{"At the {r#} {he} took the <color|{c#}> key. Nothing was inside.", "{r#}에서는 <color|{c#}> 열쇠로 열었어요. 안에는 아무것도 없었어요."},
			pair{"At the {r#} the <color|{c#}> key opened an empty room.", "{r#}에서는 <color|{c#}> 열쇠로 빈방을 열었어요."},
		)
	}
	t.sayOf(o[2],
		pair{"Last, at the {r#}, the <color|{c#}> key opened a room with a {o} in it.", "끝으로 {r#}에서 <color|{c#}> 열쇠로 열자 {o}^이 있었어요."},
		pair{"Only the <color|{c#}> key was left. At the {r#} {he} found a {o}!", "이제 <color|{c#}> 열쇠만 남았어요. {r#}에서 {h}^은 {o}^을 찾았어요!"},
	)
	t.ask(pair{"What did {h} find?", "{h}^이 찾은 것은 무엇인가요?"}, pair{"a <quiz-what|{o}>", "<quiz-what|{o}>"})
	t.sayOf(o[2], pair{"Now {h} had a {o}.", "이제 {h}에게는 {o}^이 생겼어요."}, pair{"\"A {o}!\" said {h}.", "\"{o}^이다!\" {h}^이 말했어요."})
	t.askOf(o[2], pair{"Where was the {o}?", "{o}^은 어디에 있었나요?"}, pair{"at the <quiz-place|{r#}>", "<quiz-place|{r#}>"})
}

func forgotten(t *teller) {
	t.hero()
	t.drawEach(3, "f", animals)
	t.drawEach(3, "o", objects)
	t.say(
		pair{"{W}, three friends came to play with {h}.", "{w}, 친구 셋이 {h}^과 놀러 왔어요."},
		pair{"{W}, {h} played with three friends.", "{w}, {h}^은 친구 셋과 놀았어요."},
	)
	for i := 1; i <= 3; i++ {
		t.sayOf(i,
			pair{"The {f#} had a {o#}.", "{f#}에게는 {o#}^이 있었어요."},
			pair{"The {f#} brought a {o#}.", "{f#}^은 {o#}^을 가져왔어요."},
			pair{"The {f#} showed a {o#}.", "{f#}^은 {o#}^을 보여 주었어요."},
		)
		t.askOf(i, pair{"Whose was the {o#}?", "{o#}^은 누구 것이었나요?"}, pair{"the <quiz-who|{f#}>'s", "<quiz-who|{f#}>"})
		t.askOf(i, pair{"What did the {f#} have?", "{f#}의 것은 무엇이었나요?"}, pair{"the <quiz-what|{o#}>", "<quiz-what|{o#}>"})
	}
	t.say(
		pair{"But they went home and forgot it all!", "그런데 모두 두고 집에 가 버렸어요!"},
		pair{"Then they went home and left everything there.", "그러고는 모두 놓아두고 집에 갔어요."},
		pair{"At night they left it all behind.", "밤이 되자 모두 두고 갔어요."},
	)
	t.say(
		pair{"The next day {h} took everything back.", "다음 날 {h}^은 모두 돌려주러 갔어요."},
		pair{"\"I must take it back,\" said {h}.", "\"돌려주어야지.\" {h}^이 말했어요."},
		pair{"In the morning {h} went to see them all.", "아침에 {h}^은 친구들을 찾아갔어요."},
	)
	for _, i := range t.order(3) {
		t.sayOf(i,
			pair{"The {o#} went to the <bind|{f#}>.", "{o#}^은 <bind|{f#}>에게 주었어요."},
			pair{"The {f#} got the <bind|{o#}>.", "{f#}^은 <bind|{o#}>^을 받았어요."},
		)
	}
	t.theEnd()
}
