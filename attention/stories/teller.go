package stories

import (
	"math"
	"strconv"
	"strings"
)

// pair is one sentence in both languages: [English, Korean]. A plot chooses between
// pairs, so that both languages tell the same story.
//
// A sentence may hold
//
//	{key}       the text of a slot; {Key} the same with a capital
//	a {key}     "an" is written where the slot's text begins with a vowel
//	<kind|...>  a recall span: what stands inside, only earlier text can tell
//	^은         the particle that fits the text before it: 은 or 는, see particles
//	#           where a method takes the number of an item, that number
type pair [2]string

// numbered replaces every # by the number of an item.
func (p pair) numbered(i int) pair {
	n := strconv.Itoa(i)
	return pair{strings.ReplaceAll(p[English], "#", n), strings.ReplaceAll(p[Korean], "#", n)}
}

// slot is a text that sentences name by key. Its bits count once, when it is first told:
// a choice that never reaches the text carries no information.
type slot struct {
	key  string
	text pair
	bits float64
	told bool

	open bool   // a reader's: the text is not known yet
	from []word // and will be one of these, or any word if there are none
}

// fact is a question about the story with its answer.
type fact struct{ question, answer pair }

// teller makes one story: it draws words into slots and writes sentences. It writes one
// language, but makes the same choices in the same order for either.
type teller struct {
	rng    rng
	reader *reader // not nil: the choices are those of a given text, see Check
	split  Split
	lang   Lang

	text  []byte
	spans []Span
	bits  float64
	gap   bool // the article a was written, and what follows it is not known yet

	slots []slot
	cast  []word // the words drawn so far: none is drawn again
	facts []fact // what the quiz may ask
}

// pick takes one of n alternatives.
func (t *teller) pick(n int) int {
	if t.reader != nil {
		return t.reader.pick(n)
	}
	return t.rng.below(n)
}

// choose picks one of n alternatives that shows in the text.
func (t *teller) choose(n int) int {
	t.bits += math.Log2(float64(n))
	return t.pick(n)
}

// order is a random order of 1..n.
func (t *teller) order(n int) []int {
	o := make([]int, n)
	for i := range o {
		o[i] = i + 1
	}
	for i := range o {
		j := i + t.choose(n-i)
		o[i], o[j] = o[j], o[i]
	}
	return o
}

// set gives a slot a text that took so many bits to choose.
func (t *teller) set(key string, text pair, bits float64) {
	t.slots = append(t.slots, slot{key: key, text: text, bits: bits})
}

// draw puts a word into a slot. A word occurs once in a story, which keeps questions
// unambiguous: there are no two foxes and no two red things. In training stories no word
// joins another from which it is reserved.
func (t *teller) draw(key string, from []word) {
	if t.reader != nil {
		t.slots = append(t.slots, slot{key: key, open: true, from: from})
		return
	}
	fitting := make([]word, 0, len(from))
	for _, w := range from {
		if t.fits(w) {
			fitting = append(fitting, w)
		}
	}
	w := fitting[t.rng.below(len(fitting))]
	t.cast = append(t.cast, w)
	t.set(key, pair{w.en, w.ko}, math.Log2(float64(len(fitting))))
}

// drawEach draws into the slots key1, key2 and so on up to n.
func (t *teller) drawEach(n int, key string, from []word) {
	for i := range n {
		t.draw(key+strconv.Itoa(i+1), from)
	}
}

// join counts a word that a plot names itself among the drawn ones.
func (t *teller) join(from []word, en string) {
	for _, w := range from {
		if w.en == en {
			t.cast = append(t.cast, w)
		}
	}
}

// fits reports whether w may join the words that the story has already.
func (t *teller) fits(w word) bool {
	for _, other := range t.cast {
		if w == other || t.split == Train && reserved(w, other) {
			return false
		}
	}
	return true
}

// say tells one of the sentences.
func (t *teller) say(ways ...pair) {
	way := ways[t.choose(len(ways))]
	if len(t.text) > 0 {
		t.emit(" ")
	}
	t.write(way[t.lang])
}

// maybe tells one of the sentences or none.
func (t *teller) maybe(ways ...pair) {
	if t.choose(2) == 0 {
		t.say(ways...)
	}
}

// sayOf tells one of the sentences about item i.
func (t *teller) sayOf(i int, ways ...pair) {
	of := make([]pair, len(ways))
	for j, way := range ways {
		of[j] = way.numbered(i)
	}
	t.say(of...)
}

// ask keeps a question for the quiz.
func (t *teller) ask(question, answer pair) {
	t.facts = append(t.facts, fact{question, answer})
}

// askOf keeps a question about item i.
func (t *teller) askOf(i int, question, answer pair) {
	t.ask(question.numbered(i), answer.numbered(i))
}

// quiz asks n of the questions, each on a line of its own.
func (t *teller) quiz(n int) {
	all := t.facts
	for range min(n, len(all)) {
		i := t.choose(len(all))
		f := all[i]
		all[i], all = all[0], all[1:]
		t.question(f)
	}
}

// question writes a quiz line.
func (t *teller) question(f fact) {
	marks := [2][2]string{{"\nQ: ", " A: "}, {"\n문: ", " 답: "}}[t.lang]
	t.write(marks[0] + f.question[t.lang] + marks[1] + f.answer[t.lang] + ".")
}

// write tells a sentence, expanding its marks.
func (t *teller) write(s string) {
	for s != "" {
		i := strings.IndexAny(s, "{<>^")
		if i < 0 {
			t.emit(s)
			return
		}
		before, mark := s[:i], s[i]
		s = s[i+1:]
		if mark != '^' && mark != '>' && endsInArticle(before) {
			before = before[:len(before)-1]
			t.gap = true
		}
		t.emit(before)
		switch mark {
		case '{':
			var key string
			key, s, _ = strings.Cut(s, "}")
			t.writeSlot(key)
		case '<':
			var kind string
			kind, s, _ = strings.Cut(s, "|")
			t.spans = append(t.spans, Span{Start: len(t.text), Kind: kind})
		case '>':
			t.spans[len(t.spans)-1].End = len(t.text)
		case '^':
			var p particle
			p, s = cutParticle(s)
			t.emit(p.after(t.text))
		}
	}
}

// endsInArticle reports whether the last word of a part of an English sentence is "a".
func endsInArticle(s string) bool {
	return s == "a " || s == "A " || strings.HasSuffix(s, " a ") || strings.HasSuffix(s, " A ") || strings.HasSuffix(s, `"A `)
}

// writeSlot tells the text of a slot, with a capital where the key has one.
func (t *teller) writeSlot(key string) {
	s := t.slot(strings.ToLower(key))
	if s.open {
		t.reader.bind(t, s)
	}
	if !s.told {
		s.told = true
		t.bits += s.bits
	}
	text := s.text[t.lang]
	if key != s.key {
		text = capital(text)
	}
	if t.gap {
		t.gap = false
		at := len(t.text)
		if text != "" && strings.IndexByte("aeiou", text[0]) >= 0 {
			t.emit("n")
		}
		t.emit(" ")
		if last := len(t.spans) - 1; last >= 0 && t.spans[last].Start == at {
			t.spans[last].Start = len(t.text) // the span begins behind the article
		}
	}
	t.emit(text)
}

// emit appends to the text.
func (t *teller) emit(s string) {
	if t.reader != nil {
		t.reader.match(s)
	}
	t.text = append(t.text, s...)
}

// slot finds a slot; a plot that names one that it never filled is at fault.
func (t *teller) slot(key string) *slot {
	for i := range t.slots {
		if t.slots[i].key == key {
			return &t.slots[i]
		}
	}
	panic("stories: no slot " + key)
}

// capital is s with its first letter in upper case.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
