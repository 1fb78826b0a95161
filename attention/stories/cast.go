package stories

// What most plots share: who the story is about, how it begins and how it ends.

// children are the two kinds of hero.
var children = [2]struct {
	names        []word
	he, him, his string
	kid          pair
}{
	{girls, "she", "her", "her", pair{"girl", "여자아이"}},
	{boys, "he", "him", "his", pair{"boy", "남자아이"}},
}

// name puts a person's name into a slot.
func (t *teller) name(key string) {
	if listed := t.nameFrom(key, children[t.pick(2)].names); listed {
		t.slot(key).bits++ // which list
	}
}

// nameFrom puts a name into a slot: half of the names are on the list, half are invented,
// which teaches a model to copy names that it has never seen.
func (t *teller) nameFrom(key string, list []word) (listed bool) {
	switch {
	case t.reader != nil:
		t.draw(key, nil)
	case t.rng.below(2) == 0:
		t.draw(key, list)
		t.slot(key).bits++
		return true
	default:
		t.invent(key, 2, true)
		s := t.slot(key)
		s.text[English] = capital(s.text[English])
		s.bits++
	}
	return false
}

// magicWord puts an invented word of three syllables into a slot.
func (t *teller) magicWord(key string) { t.invent(key, 3, false) }

// call puts what an animal says, an invented word of two syllables, into a slot.
func (t *teller) call(key string) { t.invent(key, 2, false) }

// invent puts into a slot a word of n syllables that is on no list and in no other slot,
// so that it can be told again only by copying. If closed is set, a quarter of the words
// end in a consonant.
func (t *teller) invent(key string, n int, closed bool) {
	if t.reader != nil {
		t.draw(key, nil)
		return
	}
	for {
		p, bits := inventWord(&t.rng, n, closed)
		taken := known(p)
		for _, s := range t.slots {
			taken = taken || s.text[Korean] == p[Korean]
		}
		if !taken {
			t.set(key, p, bits)
			return
		}
	}
}

// hero begins a story with a child {h}, who {he} is, and the weather {w}, with which
// the story may go on.
func (t *teller) hero() {
	c := children[t.pick(2)]
	t.nameFrom("h", c.names)
	t.set("he", pair{c.he}, 0)
	t.set("him", pair{c.him}, 0)
	t.set("his", pair{c.his}, 0)
	t.set("kid", c.kid, 1)
	t.draw("t", traits)
	t.draw("p", places)
	t.draw("w", weathers)
	t.say(
		pair{"Once upon a time there was a {t} {kid} named {h}.", "옛날에 {h}^이라는 {t} {kid}가 살았어요."},
		pair{"{H} was a {t} {kid} who lived near the {p}.", "{h}^은 {p} 근처에 사는 {t} {kid}였어요."},
		pair{"In a house by the {p} lived a {t} {kid}. {His} name was {h}.", "{p} 옆 작은 집에 {t} {kid}가 살았어요. 이름은 {h}^이었어요."},
		pair{"Long ago, a {t} {kid} called {h} lived by the {p}.", "먼 옛날, {p} 곁에 {h}^이라는 {t} {kid}가 살았어요."},
		pair{"This is a story about {h}, a {t} {kid}.", "이것은 {t} {kid} {h}의 이야기예요."},
		pair{"By the {p} stood a small house. There lived {h}, a {t} {kid}.", "{p} 옆에 작은 집이 있었어요. 그 집에 {t} {kid} {h}^이 살았어요."},
		pair{"Do you know {h}? {H} is a {t} {kid} from the {p}.", "{h}^을 아나요? {h}^은 {p} 근처에 사는 {t} {kid}예요."},
		pair{"There once lived a {kid}. {His} name was {h}, and {he} was {t}.", "옛날에 한 {kid}가 살았어요. 이름은 {h}, {t} {kid}였어요."},
	)
	t.ask(pair{"What was the {kid}'s name?", "{kid}의 이름은 무엇이었나요?"}, pair{"<quiz-name|{h}>", "<quiz-name|{h}>"})
}

// theEnd closes a story of {h}.
func (t *teller) theEnd() {
	t.say(
		pair{"That night <name|{h}> slept with a smile.", "그날 밤 <name|{h}>^은 웃으며 잠들었어요."},
		pair{"\"What a fine day!\" said <name|{h}>.", "\"정말 멋진 하루야!\" <name|{h}>^이 말했어요."},
		pair{"At home <name|{h}> told the story to everyone.", "집에 돌아온 <name|{h}>^은 모두에게 이 이야기를 들려주었어요."},
		pair{"<name|{H}> never forgot that day.", "<name|{h}>^은 그날을 잊지 않았어요."},
		pair{"\"I want to do it again,\" said <name|{h}>.", "\"또 하고 싶어.\" <name|{h}>^이 말했어요."},
		pair{"<name|{H}> went home under the stars.", "<name|{h}>^은 별을 보며 집으로 갔어요."},
		pair{"And everyone was happy.", "그리고 모두 행복했어요."},
		pair{"Then <name|{h}> laughed, and the moon laughed too.", "<name|{h}>^이 웃자 달님도 따라 웃었어요."},
	)
}
