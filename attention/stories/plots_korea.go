package stories

func tigerAndPersimmon(t *teller) {
	t.hero()
	t.draw("f", animals)
	t.draw("x", foods)
	t.say(
		pair{"{W}, a tiger came to {h}'s window. Inside, {h} was crying.", "{w}, 호랑이가 {h}네 창문 밑에 왔어요. 안에서 {h}^이 엉엉 울고 있었어요."},
		pair{"{W}, {h} was crying, and a tiger listened at the door.", "{w}, {h}^이 울고 있는데 호랑이가 문 앞에서 들었어요."},
		pair{"{W}, a hungry tiger heard {h} cry.", "{w}, 배고픈 호랑이가 {h}의 울음소리를 들었어요."},
	)
	t.say(
		pair{"\"Look, a tiger!\" said Mother, but {h} kept crying.", "\"호랑이가 왔네!\" 엄마가 말해도 {h}^은 계속 울었어요."},
		pair{"\"Look, a wolf!\" said Mother, but {h} kept crying.", "\"늑대가 왔네!\" 엄마가 말해도 {h}^은 계속 울었어요."},
	)
	t.say(
		pair{"\"Look, a {x}!\" said Mother, and {h} was quiet.", "\"자, {x}^이다!\" 하자 {h}^은 뚝 그쳤어요."},
		pair{"\"Here, a {x}!\" said Mother. At once {h} was quiet.", "\"여기 {x}^이 있네!\" 하자 {h}^은 울음을 그쳤어요."},
	)
	t.say(
		pair{"\"The <recall|{x}> must be stronger than me!\" thought the tiger.", "'<recall|{x}>^은 나보다 센가 보다!' 호랑이는 생각했어요."},
		pair{"\"How strong the <recall|{x}> must be!\" thought the tiger.", "'<recall|{x}>^은 아주 무서운 놈인가 보다!' 호랑이는 생각했어요."},
	)
	t.say(
		pair{"Just then a {f} fell onto his back.", "그때 {f}^이 호랑이 등에 떨어졌어요."},
		pair{"Just then a {f} jumped onto his back.", "그때 {f}^이 호랑이 등에 올라탔어요."},
	)
	t.say(
		pair{"\"Help! The <recall|{x}> has caught me!\" cried the tiger and ran away.", "\"살려 줘! <recall|{x}>^이 나를 잡았다!\" 호랑이는 달아났어요."},
		pair{"\"The <recall|{x}> is on my back!\" cried the tiger and ran away.", "\"<recall|{x}>^이 내 등에 탔다!\" 호랑이는 달아났어요."},
	)
	t.ask(pair{"What was the tiger afraid of?", "호랑이는 무엇을 무서워했나요?"}, pair{"the <quiz-what|{x}>", "<quiz-what|{x}>"})
	t.ask(pair{"Who was really on the tiger's back?", "정말 호랑이 등에 있던 것은 누구인가요?"}, pair{"the <quiz-who|{f}>", "<quiz-who|{f}>"})
}

func goldAxe(t *teller) {
	t.hero()
	t.draw("o", objects)
	t.drawEach(3, "c", colors)
	t.say(
		pair{"{W}, {h} dropped a {c1} {o} into a pond.", "{w}, {h}^은 {c1} {o}^을 연못에 빠뜨렸어요."},
		pair{"{W}, {h}'s {c1} {o} fell into a pond.", "{w}, {h}의 {c1} {o}^이 연못에 빠졌어요."},
		pair{"{W}, {h} played by a pond, and a {c1} {o} fell in.", "{w}, {h}^은 연못 옆에서 놀다가 {c1} {o}^을 빠뜨렸어요."},
	)
	t.say(
		pair{"An old man with a white beard came out of the water.", "물에서 수염이 긴 할아버지가 나왔어요."},
		pair{"A kind old man rose from the water.", "물에서 착한 산신령이 나왔어요."},
	)
	t.say(
		pair{"\"Is this {c2} {o} yours?\" \"No,\" said {h}.", "\"이 {c2} {o}^이 네 것이냐?\" \"아니요.\" {h}^이 말했어요."},
		pair{"He held up a {c2} {o}. \"That is not mine,\" said {h}.", "손에는 {c2} {o}^이 있었어요. \"제 것이 아니에요.\" {h}^이 말했어요."},
	)
	t.say(
		pair{"\"Then this {c3} {o}?\" \"No, mine is <color|{c1}>.\"", "\"그러면 이 {c3} {o}^이냐?\" \"아니요, 제 것은 <color|{c1}>색이에요.\""},
		pair{"Then he held up a {c3} {o}. \"No, I lost a <color|{c1}> one.\"", "이번에는 {c3} {o}^이었어요. \"아니요, 제 것은 <color|{c1}>색이에요.\""},
	)
	t.say(
		pair{"\"You tell the truth,\" said the old man. \"Take all three!\"", "\"정직하구나. 셋 다 가져라!\" 할아버지가 말했어요."},
		pair{"The old man smiled and gave {him} all three.", "할아버지는 웃으며 셋 다 주었어요."},
		pair{"\"Good child! All three are yours,\" he said.", "\"착한 아이구나! 셋 다 네 것이다.\""},
	)
	t.say(
		pair{"So {h} went home with a <color|{c1}>, a <list|{c2}> and a <list|{c3}> {o}.", "{h}^은 <color|{c1}>색, <list|{c2}>색, <list|{c3}>색 {o}^을 들고 집에 갔어요."},
		pair{"Now {h} had three: a <color|{c1}>, a <list|{c2}> and a <list|{c3}> {o}.", "이제 {h}에게는 <color|{c1}>색, <list|{c2}>색, <list|{c3}>색 {o}^이 생겼어요."},
	)
	t.ask(pair{"What color was {h}'s own {o}?", "{h}^이 잃어버린 {o}^은 무슨 색이었나요?"}, pair{"<quiz-color|{c1}>", "<quiz-color|{c1}>색"})
	t.ask(pair{"What fell into the pond?", "연못에 빠진 것은 무엇인가요?"}, pair{"the <quiz-what|{c1} {o}>", "<quiz-what|{c1} {o}>"})
	t.ask(pair{"What color was shown first?", "할아버지가 처음 보여 준 것은 무슨 색인가요?"}, pair{"<quiz-list|{c2}>", "<quiz-list|{c2}>색"})
}

func goblinClub(t *teller) {
	t.hero()
	t.draw("o", objects)
	t.draw("x", foods)
	t.magicWord("m")
	t.say(
		pair{"{W}, a goblin gave {h} a magic club.", "{w}, 도깨비가 {h}에게 도깨비방망이를 주었어요."},
		pair{"{W}, {h} found a goblin's club.", "{w}, {h}^은 도깨비방망이를 주웠어요."},
		pair{"{W}, {h} helped a goblin and got a magic club.", "{w}, {h}^은 도깨비를 도와주고 도깨비방망이를 받았어요."},
	)
	t.say(
		pair{"It worked with the word \"{m}\".", "\"{m}\" 하고 외치면 되는 방망이였어요."},
		pair{"On it was written one word: \"{m}\".", "방망이에 \"{m}\"^이라고 쓰여 있었어요."},
	)
	t.say(
		pair{"\"<word|{m}>! Come out, {x}!\" And out came a <what|{x}>.", "\"<word|{m}>! {x} 나와라, 뚝딱!\" 그러자 <what|{x}>^이 나왔어요."},
		pair{"\"<word|{m}>! I want a {x}!\" And there was a <what|{x}>.", "\"<word|{m}>! {x} 나와라, 뚝딱!\" 그러자 정말 <what|{x}>^이 있었어요."},
	)
	t.maybe(
		pair{"{H} jumped for joy.", "{h}^은 기뻐서 뛰었어요."},
		pair{"{H} ate it at once.", "{h}^은 그것을 얼른 먹었어요."},
	)
	t.say(
		pair{"\"<word|{m}>! Come out, {o}!\" And out came a <what|{o}>.", "\"<word|{m}>! {o} 나와라, 뚝딱!\" 그러자 <what|{o}>^이 나왔어요."},
		pair{"\"<word|{m}>! I want a {o}!\" And there was a <what|{o}>.", "\"<word|{m}>! {o} 나와라, 뚝딱!\" 그러자 정말 <what|{o}>^이 있었어요."},
	)
	t.say(
		pair{"A greedy man tried it too, but he forgot the word.", "욕심쟁이도 해 보았지만 그 말을 잊어버렸어요."},
		pair{"A greedy man took the club, but he did not know the word.", "욕심쟁이가 방망이를 가져갔지만 그 말을 몰랐어요."},
	)
	t.theEnd()
	t.ask(pair{"What was the magic word?", "마법의 말은 무엇이었나요?"}, pair{"<quiz-word|{m}>", "<quiz-word|{m}>"})
	t.ask(pair{"What came out first?", "맨 먼저 나온 것은 무엇인가요?"}, pair{"the <quiz-list|{x}>", "<quiz-list|{x}>"})
	t.ask(pair{"What came out second?", "두 번째로 나온 것은 무엇인가요?"}, pair{"the <quiz-list|{o}>", "<quiz-list|{o}>"})
}

func riceCakeHill(t *teller) {
	t.hero()
	t.drawEach(3, "x", foods)
	t.drawEach(2, "p", places)
	t.say(
		pair{"{W}, {h} went over the hills with a {x1}, a {x2} and a {x3}.", "{w}, {h}^은 {x1}^과 {x2}, 그리고 {x3}^을 들고 고개를 넘었어요."},
		pair{"{W}, {h} carried a {x1}, a {x2} and a {x3} to Grandma.", "{w}, {h}^은 {x1}^과 {x2}, 그리고 {x3}^을 들고 할머니께 갔어요."},
	)
	t.say(
		pair{"At the {p1} a tiger said, \"Give me the {x1}, and I will let you pass.\"", "{p1}에서 호랑이가 말했어요. \"{x1} 하나 주면 안 잡아먹지.\""},
		pair{"A tiger sat at the {p1}. \"Give me the {x1}, and you may pass.\"", "{p1}에 호랑이가 앉아 있었어요. \"{x1} 하나 주면 안 잡아먹지.\""},
	)
	t.say(
		pair{"{H} gave him the <chain|{x1}>.", "{h}^은 <chain|{x1}>^을 주었어요."},
	)
	t.say(
		pair{"At the {p2} the tiger came again. \"Give me the {x2}!\"", "{p2}에서 호랑이가 또 나왔어요. \"{x2} 하나 주면 안 잡아먹지.\""},
		pair{"At the {p2} the tiger said again, \"Give me the {x2}!\"", "{p2}에서 호랑이가 또 말했어요. \"{x2} 하나 주면 안 잡아먹지.\""},
	)
	t.say(
		pair{"{H} gave him the <chain|{x2}>.", "{h}^은 <chain|{x2}>^을 주었어요."},
	)
	t.say(
		pair{"Now only the <left|{x3}> was left.", "이제 남은 것은 <left|{x3}>뿐이었어요."},
		pair{"Now {h} had only the <left|{x3}>.", "이제 {h}에게는 <left|{x3}>뿐이었어요."},
	)
	t.say(
		pair{"The tiger was full and slept, and {h} ran home.", "호랑이는 배가 불러 잠들었고 {h}^은 집으로 달려갔어요."},
		pair{"\"Let us share it,\" said {h}, and they became friends.", "\"나누어 먹자.\" {h}^이 말했고 둘은 친구가 되었어요."},
	)
	t.ask(pair{"What did the tiger get at the {p1}?", "{p1}에서 호랑이가 받은 것은 무엇인가요?"}, pair{"the <quiz-what|{x1}>", "<quiz-what|{x1}>"})
	t.ask(pair{"What did the tiger get at the {p2}?", "{p2}에서 호랑이가 받은 것은 무엇인가요?"}, pair{"the <quiz-what|{x2}>", "<quiz-what|{x2}>"})
	t.ask(pair{"Where did {h} first meet the tiger?", "호랑이를 처음 만난 곳은 어디인가요?"}, pair{"at the <quiz-place|{p1}>", "<quiz-place|{p1}>"})
}

func sunAndMoon(t *teller) {
	t.name("a")
	t.name("b")
	t.draw("p", places)
	t.draw("w", weathers)
	t.draw("c1", colors)
	t.draw("c2", colors)
	t.say(
		pair{"{A} and {b} lived with Mother by the {p}.", "{a}^과 {b}^은 엄마와 {p} 옆에 살았어요."},
		pair{"Long ago there were two children, {a} and {b}.", "옛날에 {a}^과 {b}, 두 아이가 살았어요."},
		pair{"{A} and {b} were alone at home by the {p}.", "{a}^과 {b}^은 {p} 옆집에 둘만 있었어요."},
	)
	t.say(
		pair{"{W}, a tiger knocked. \"I am your mother,\" he said.", "{w}, 호랑이가 문을 두드렸어요. \"엄마란다.\""},
		pair{"{W}, a tiger came to the door with Mother's voice.", "{w}, 호랑이가 엄마 목소리를 내며 왔어요."},
		pair{"{W}, a tiger put on Mother's hat and knocked.", "{w}, 호랑이가 엄마 모자를 쓰고 문을 두드렸어요."},
	)
	t.say(
		pair{"The children climbed up a tall tree.", "아이들은 높은 나무에 올라갔어요."},
		pair{"The children ran out and climbed a tree.", "아이들은 뛰어나가 나무에 올라갔어요."},
		pair{"\"That is not Mother!\" The children climbed a tree.", "\"엄마가 아니야!\" 아이들은 나무에 올라갔어요."},
	)
	t.say(
		pair{"Two ropes came down, a {c1} one and a {c2} one.", "하늘에서 {c1} 줄과 {c2} 줄이 내려왔어요."},
		pair{"From the sky hung a {c1} rope and a {c2} rope.", "하늘에 {c1} 줄과 {c2} 줄이 걸려 있었어요."},
	)
	t.say(
		pair{"{A} took the {c1} rope, and {b} took the <bind|{c2}> rope.", "{a}^은 {c1} 줄을, {b}^은 <bind|{c2}> 줄을 잡았어요."},
	)
	t.say(
		pair{"They rose into the sky. {A} became the sun, and <bind|{b}> became the moon.", "둘은 하늘로 올라갔어요. {a}^은 해가 되고 <bind|{b}>^은 달이 되었어요."},
		pair{"They rose into the sky. {B} became the moon, and <bind|{a}> became the sun.", "둘은 하늘로 올라갔어요. {b}^은 달이 되고 <bind|{a}>^은 해가 되었어요."},
	)
	t.say(
		pair{"So by day we see <bind|{a}>, and by night we see <bind|{b}>.", "그래서 낮에는 <bind|{a}>^이, 밤에는 <bind|{b}>^이 하늘에 떠요."},
		pair{"By night <bind|{b}> shines, and by day <bind|{a}> does.", "밤에는 <bind|{b}>^이, 낮에는 <bind|{a}>^이 빛나요."},
	)
	t.maybe(pair{"The tiger went home hungry.", "호랑이는 배고픈 채로 돌아갔어요."})
	t.ask(pair{"Who became the sun?", "해가 된 아이는 누구인가요?"}, pair{"<quiz-who|{a}>", "<quiz-who|{a}>"})
	t.ask(pair{"Who became the moon?", "달이 된 아이는 누구인가요?"}, pair{"<quiz-who|{b}>", "<quiz-who|{b}>"})
	t.ask(pair{"Who took the {c1} rope?", "{c1} 줄을 잡은 아이는 누구인가요?"}, pair{"<quiz-who|{a}>", "<quiz-who|{a}>"})
	t.ask(pair{"What color was {b}'s rope?", "{b}의 줄은 무슨 색이었나요?"}, pair{"<quiz-color|{c2}>", "<quiz-color|{c2}>색"})
}

func greenFrog(t *teller) {
	t.name("h")
	t.drawEach(4, "p", places)
	t.draw("c", colors)
	t.draw("o", objects)
	t.say(
		pair{"{H} was a little green frog who did the opposite of what Mother said.", "{h}^은 엄마 말과 반대로만 하는 청개구리였어요."},
		pair{"Once there was a green frog named {h} who never did what Mother said.", "옛날에 {h}^이라는 청개구리가 살았어요. 엄마 말과 반대로만 했어요."},
		pair{"{H}, a green frog, always did the opposite of what Mother said.", "청개구리 {h}^은 늘 엄마 말과 반대로 했어요."},
	)
	t.say(
		pair{"When Mother said \"{p1}\", {h} went to the {p2}.", "엄마가 \"{p1}^으로 가렴.\" 하면 {h}^은 {p2}^으로 갔어요."},
	)
	t.say(
		pair{"When she said \"{p2}\", {h} went to the <bind|{p1}>.", "엄마가 \"{p2}^으로 가렴.\" 하면 {h}^은 <bind|{p1}>^으로 갔어요."},
	)
	t.say(
		pair{"One day Mother was ill. \"Bring me water from the {p3},\" she said, \"not from the {p4}.\"", "어느 날 엄마가 아팠어요. \"{p4} 말고 {p3}에서 물을 떠 오렴.\""},
		pair{"One day Mother was ill. \"Go to the {p3},\" she said, \"and not to the {p4}.\"", "어느 날 엄마가 아팠어요. \"{p4} 말고 {p3}에 다녀오렴.\""},
	)
	t.say(
		pair{"\"This time I will listen,\" said {h} and went to the <recall|{p3}>.", "\"이번에는 말을 들을래.\" {h}^은 <recall|{p3}>^으로 갔어요."},
		pair{"This time {h} listened and ran to the <recall|{p3}>.", "이번에는 {h}^이 말을 듣고 <recall|{p3}>^으로 달려갔어요."},
		pair{"{H} was sad and went at once to the <recall|{p3}>.", "슬퍼진 {h}^은 얼른 <recall|{p3}>^으로 갔어요."},
	)
	t.say(
		pair{"Soon Mother was well again and gave <name|{h}> a {c} {o}.", "곧 다 나은 엄마는 <name|{h}>에게 {c} {o}^을 주었어요."},
		pair{"Mother smiled. \"Here is a {c} {o} for you.\"", "엄마가 웃었어요. \"{c} {o}^을 선물로 줄게.\""},
	)
	t.say(
		pair{"And when it rains, <name|{h}> sings by the <recall|{p3}>.", "비가 오면 <name|{h}>^은 <recall|{p3}>에서 노래해요."},
		pair{"<name|{H}> was a good frog from then on.", "그 뒤로 <name|{h}>^은 착한 청개구리가 되었어요."},
	)
	t.ask(pair{"What was the frog's name?", "청개구리의 이름은 무엇이었나요?"}, pair{"<quiz-name|{h}>", "<quiz-name|{h}>"})
	t.ask(pair{"Where did {h} go when Mother was ill?", "엄마가 아플 때 {h}^은 어디로 갔나요?"}, pair{"to the <quiz-place|{p3}>", "<quiz-place|{p3}>"})
	t.ask(pair{"What did Mother give {h}?", "엄마가 {h}에게 준 것은 무엇인가요?"}, pair{"a <quiz-what|{c} {o}>", "<quiz-what|{c} {o}>"})
	t.ask(pair{"Where should {h} not go?", "엄마가 가지 말라고 한 곳은 어디인가요?"}, pair{"to the <quiz-place|{p4}>", "<quiz-place|{p4}>"})
}

func gourds(t *teller) {
	t.hero()
	t.draw("c", colors)
	t.drawEach(2, "o", objects)
	t.draw("x", foods)
	t.say(
		pair{"{W}, {h} found a swallow with a hurt leg.", "{w}, {h}^은 다리를 다친 제비를 보았어요."},
		pair{"{W}, a swallow fell and hurt its leg.", "{w}, 제비가 떨어져 다리를 다쳤어요."},
		pair{"{W}, {h} helped a swallow with a hurt leg.", "{w}, {h}^은 다리를 다친 제비를 도와주었어요."},
	)
	t.say(
		pair{"{H} tied it up with a {c} thread.", "{h}^은 {c} 실로 다리를 묶어 주었어요."},
		pair{"{H} made it well with a {c} thread.", "{h}^은 {c} 실로 다리를 고쳐 주었어요."},
	)
	t.say(
		pair{"The next spring it came back with a seed, and three gourds grew.", "다음 봄에 제비가 씨앗을 물고 왔고 박이 세 개 열렸어요."},
		pair{"The next year it brought a seed. Three gourds grew on the roof.", "다음 해에 제비는 씨앗을 가져왔어요. 지붕에 박이 세 개 열렸어요."},
	)
	t.say(
		pair{"In the first was a {o1}, in the second a {x}, and in the third a {o2}.", "첫째 박에는 {o1}, 둘째 박에는 {x}, 셋째 박에는 {o2}^이 있었어요."},
		pair{"Out of the first came a {o1}, out of the second a {x}, out of the third a {o2}.", "첫째 박에서 {o1}, 둘째 박에서 {x}, 셋째 박에서 {o2}^이 나왔어요."},
	)
	t.say(
		pair{"\"The bird with the <color|{c}> thread did this!\" said {h}.", "\"<color|{c}> 실을 묶은 제비구나!\" {h}^이 말했어요."},
		pair{"The swallow still had its <color|{c}> thread.", "제비 다리에는 아직 <color|{c}> 실이 있었어요."},
		pair{"\"Thank you, swallow with the <color|{c}> thread!\" said {h}.", "\"고마워, <color|{c}> 실을 묶은 제비야!\" {h}^이 말했어요."},
	)
	t.say(
		pair{"{H} gave the third gift, the <list|{o2}>, to Mother and the first, the <list|{o1}>, to Father.", "{h}^은 셋째 박의 <list|{o2}>^을 엄마에게, 첫째 박의 <list|{o1}>^을 아빠에게 주었어요."},
		pair{"{H} ate what the second gave, the <list|{x}>, and kept the first gift, the <list|{o1}>.", "{h}^은 둘째 박의 <list|{x}>^을 먹고 첫째 박의 <list|{o1}>^을 간직했어요."},
	)
	t.ask(pair{"What was in the first gourd?", "첫째 박에는 무엇이 있었나요?"}, pair{"a <quiz-list|{o1}>", "<quiz-list|{o1}>"})
	t.ask(pair{"What was in the second gourd?", "둘째 박에는 무엇이 있었나요?"}, pair{"a <quiz-list|{x}>", "<quiz-list|{x}>"})
	t.ask(pair{"What was in the third gourd?", "셋째 박에는 무엇이 있었나요?"}, pair{"a <quiz-list|{o2}>", "<quiz-list|{o2}>"})
	t.ask(pair{"What color was the thread?", "실은 무슨 색이었나요?"}, pair{"<quiz-color|{c}>", "<quiz-color|{c}>색"})
}

func moonRabbit(t *teller) {
	t.hero()
	t.join(animals, "rabbit")
	t.draw("x", foods)
	t.draw("c", colors)
	t.draw("o", objects)
	t.draw("s", spots)
	t.say(
		pair{"One night a rabbit came down from the moon.", "어느 날 밤 달에서 토끼가 내려왔어요."},
		pair{"One night {h} saw a rabbit slide down from the moon.", "어느 날 밤 {h}^은 달에서 내려온 토끼를 보았어요."},
		pair{"When the moon was full, a rabbit came down to {h}.", "보름달이 뜨자 달 토끼가 {h}에게 내려왔어요."},
	)
	t.say(
		pair{"\"Please keep my {c} {o},\" it said.", "\"내 {c} {o}^을 맡아 줘.\" 토끼가 말했어요."},
		pair{"It had a {c} {o}. \"Keep this for me!\"", "토끼에게는 {c} {o}^이 있었어요. \"이것 좀 맡아 줘!\""},
	)
	t.say(
		pair{"{H} hid it {s}.", "{h}^은 그것을 {s}에 숨겼어요."},
		pair{"{H} put it {s}, where nobody looks.", "{h}^은 그것을 {s}에 두었어요. 아무도 안 보는 곳이에요."},
	)
	t.say(
		pair{"The moon grew thin and then round again.", "달은 가늘어졌다가 다시 둥글어졌어요."},
		pair{"{H} looked at the moon every night.", "{h}^은 밤마다 달을 보았어요."},
		pair{"Many days went by.", "여러 날이 지났어요."},
	)
	t.say(
		pair{"The rabbit came back. \"Where is my <what|{o}>?\"", "토끼가 돌아왔어요. \"내 <what|{o}>^은 어디 있어?\""},
		pair{"\"Do you still have my <what|{o}>?\" asked the rabbit.", "\"내 <what|{o}>^을 잘 맡아 두었니?\" 토끼가 물었어요."},
	)
	t.say(
		pair{"\"It is <spot|{s}>,\" said {h}.", "\"<spot|{s}>에 있어.\" {h}^이 말했어요."},
		pair{"{H} looked <spot|{s}>, and there it was.", "{h}^이 <spot|{s}>^을 보니 그대로 있었어요."},
		pair{"{H} ran and took it from its place <spot|{s}>.", "{h}^은 달려가서 <spot|{s}>에서 꺼냈어요."},
	)
	t.say(
		pair{"The rabbit took the <color|{c}> <what|{o}> and gave {him} a {x}.", "토끼는 <color|{c}> <what|{o}>^을 받고 {h}에게 {x}^을 주었어요."},
		pair{"For the <color|{c}> <what|{o}> {he} got a {x} from the moon.", "<color|{c}> <what|{o}>^을 돌려주고 {h}^은 달나라 {x}^을 받았어요."},
	)
	t.ask(pair{"What did the rabbit leave?", "토끼가 맡긴 것은 무엇인가요?"}, pair{"a <quiz-what|{c} {o}>", "<quiz-what|{c} {o}>"})
	t.ask(pair{"Where did {h} keep it?", "{h}^은 그것을 어디에 두었나요?"}, pair{"<quiz-spot|{s}>", "<quiz-spot|{s}>"})
	t.ask(pair{"What did the rabbit give {h}?", "토끼가 {h}에게 준 것은 무엇인가요?"}, pair{"a <quiz-what|{x}>", "<quiz-what|{x}>"})
}

func magpieBell(t *teller) {
	t.hero()
	t.join(animals, "magpie")
	t.draw("n", numbers)
	t.draw("r", places)
	t.draw("s", outdoors)
	t.say(
		pair{"{W}, {h} freed a magpie from a snake.", "{w}, {h}^은 뱀에게 잡힌 까치를 구해 주었어요."},
		pair{"{W}, a snake came to a magpie's nest, and {h} drove it away.", "{w}, 뱀이 까치 둥지에 왔는데 {h}^이 쫓아 주었어요."},
		pair{"{W}, {h} helped a magpie that a snake had caught.", "{w}, 뱀이 까치를 잡았는데 {h}^이 도와주었어요."},
	)
	t.say(
		pair{"\"Thank you! When I ring the bell {n} times, run home,\" said the magpie.", "\"고마워! 내가 종을 {n} 번 울리면 집으로 달려가.\" 까치가 말했어요."},
		pair{"\"I will help you,\" said the magpie. \"I will ring the bell {n} times.\"", "\"나도 도와줄게. 종을 {n} 번 울릴게.\" 까치가 말했어요."},
	)
	t.say(
		pair{"Many days later {h} was lost at the {r}.", "여러 날 뒤에 {h}^은 {r}에서 길을 잃었어요."},
		pair{"One dark night {h} went to the {r} alone.", "깜깜한 밤에 {h}^은 혼자 {r}에 갔어요."},
		pair{"That winter {h} walked to the {r} in the dark.", "그해 겨울 {h}^은 어두운 {r}^을 걸었어요."},
	)
	t.say(
		pair{"The snake sat {s} and waited.", "뱀이 {s}에서 기다리고 있었어요."},
		pair{"But the snake was waiting {s}.", "그런데 뱀이 {s}에 숨어 있었어요."},
		pair{"The angry snake hid {s}.", "화난 뱀이 {s}에 숨었어요."},
	)
	t.say(
		pair{"Then a bell rang, <number|{n}> times. \"The magpie!\" said {h}.", "그때 종이 <number|{n}> 번 울렸어요. \"까치다!\" {h}^이 말했어요."},
		pair{"The bell rang <number|{n}> times. Ding, dong! \"The magpie!\" said {h}.", "종이 <number|{n}> 번 울렸어요. 댕, 댕! \"까치다!\" {h}^이 말했어요."},
	)
	t.say(
		pair{"{H} ran home from the <place|{r}>.", "{h}^은 <place|{r}>에서 집으로 달려갔어요."},
		pair{"The snake ran away from its place <spot|{s}>.", "뱀은 <spot|{s}>에서 나와 달아났어요."},
	)
	t.theEnd()
	t.ask(pair{"How many times did the bell ring?", "종은 몇 번 울렸나요?"}, pair{"<quiz-number|{n}>", "<quiz-number|{n}> 번"})
	t.ask(pair{"Where was the snake?", "뱀은 어디에 있었나요?"}, pair{"<quiz-spot|{s}>", "<quiz-spot|{s}>"})
	t.ask(pair{"Where did the bell help {h}?", "종이 울릴 때 {h}^은 어디에 있었나요?"}, pair{"at the <quiz-place|{r}>", "<quiz-place|{r}>"})
}

func kingsHair(t *teller) {
	t.hero()
	t.name("k")
	t.draw("c", colors)
	t.draw("r", places)
	t.say(
		pair{"{W}, {h} cut the hair of King {k}.", "{w}, {h}^은 {k} 임금님의 머리를 잘랐어요."},
		pair{"{W}, {h} was called to King {k}, who always wore a hat.", "{w}, {h}^은 늘 모자를 쓰는 {k} 임금님에게 불려 갔어요."},
	)
	t.say(
		pair{"Under the hat his hair was {c}!", "모자 밑의 머리는 {c}색이었어요!"},
		pair{"\"My hair is {c},\" said the king. \"Tell nobody!\"", "\"내 머리는 {c}색이다. 아무에게도 말하지 마라!\" 임금님이 말했어요."},
	)
	t.say(
		pair{"{H} told nobody and became ill.", "{h}^은 아무에게도 말하지 못해 병이 났어요."},
		pair{"It was hard for {h} to be quiet.", "{h}^은 말을 참느라 힘들었어요."},
		pair{"{H} wanted so much to tell it.", "{h}^은 너무나 말하고 싶었어요."},
	)
	t.say(
		pair{"So {he} ran to the {r} and called, \"King <name|{k}> has <color|{c}> hair!\"", "그래서 {r}^으로 달려가 외쳤어요. \"<name|{k}> 임금님 머리는 <color|{c}>색이다!\""},
		pair{"At the {r} {he} said to the trees, \"King <name|{k}> has <color|{c}> hair!\"", "{h}^은 {r}에서 나무들에게 말했어요. \"<name|{k}> 임금님 머리는 <color|{c}>색이야!\""},
	)
	t.say(
		pair{"From then on the wind at the <place|{r}> sang of the <color|{c}> hair of King <name|{k}>.", "그 뒤로 <place|{r}>에는 바람이 불 때마다 \"<color|{c}>색 머리, <name|{k}> 임금님!\" 소리가 났어요."},
		pair{"Now when the wind blows there, it sings of <color|{c}> hair.", "이제 바람이 불면 \"<color|{c}>색 머리!\" 소리가 나요."},
	)
	t.say(
		pair{"The king laughed and took off his hat.", "임금님은 웃으며 모자를 벗었어요."},
		pair{"The king heard it and was not angry.", "임금님은 그 소리를 듣고 화내지 않았어요."},
		pair{"\"Everyone knows it now,\" laughed the king.", "\"이제 모두 아는구나.\" 임금님이 웃었어요."},
	)
	t.ask(pair{"What was the king's name?", "임금님의 이름은 무엇이었나요?"}, pair{"<quiz-name|{k}>", "<quiz-name|{k}>"})
	t.ask(pair{"What color was the king's hair?", "임금님의 머리는 무슨 색이었나요?"}, pair{"<quiz-color|{c}>", "<quiz-color|{c}>색"})
	t.ask(pair{"Where did {h} tell it?", "{h}^은 어디에서 말했나요?"}, pair{"at the <quiz-place|{r}>", "<quiz-place|{r}>"})
}
