package stories

import (
	"slices"
	"strconv"
	"strings"
)

// drill is a kind of Drill.
type drill struct {
	name string
	tell func(*teller)
}

var drills = []drill{
	{"drill-object", func(t *teller) {
		n := t.count()
		t.drawEach(n, "x", objects)
		t.characters(n)
		t.bind(n,
			[]pair{{"{A#} has a {x#}.", "{a#}^은 {x#}^을 가졌어요."}, {"{A#} got a {x#}.", "{a#}^은 {x#}^을 받았어요."}, {"{A#} found a {x#}.", "{a#}^은 {x#}^을 찾았어요."}},
			[]fact{
				{pair{"Who has the {x#}?", "{x#}^은 누구 것인가요?"}, pair{"<drill-who|{a#}>", "<drill-who|{a#}>"}},
				{pair{"What does {a#} have?", "{a#}^은 무엇을 가졌나요?"}, pair{"the <drill-what|{x#}>", "<drill-what|{x#}>"}},
			})
	}},
	{"drill-food", func(t *teller) {
		n := t.count()
		t.drawEach(n, "x", foods)
		t.characters(n)
		t.bind(n,
			[]pair{{"{A#} brought a {x#}.", "{a#}^은 {x#}^을 가져왔어요."}, {"{A#} came with a {x#}.", "{a#}^은 {x#}^을 들고 왔어요."}},
			[]fact{
				{pair{"Who brought the {x#}?", "{x#}^은 누가 가져왔나요?"}, pair{"<drill-who|{a#}>", "<drill-who|{a#}>"}},
				{pair{"What did {a#} bring?", "{a#}^은 무엇을 가져왔나요?"}, pair{"the <drill-what|{x#}>", "<drill-what|{x#}>"}},
			})
	}},
	{"drill-spot", func(t *teller) {
		n := t.count()
		t.drawEach(n, "x", spots)
		t.characters(n)
		t.bind(n,
			[]pair{{"{A#} hid {x#}.", "{a#}^은 {x#}에 숨었어요."}, {"{A#} is {x#}.", "{a#}^은 {x#}에 있어요."}, {"{A#} sits {x#}.", "{a#}^은 {x#}에 앉아 있어요."}},
			[]fact{
				{pair{"Where is {a#}?", "{a#}^은 어디에 있나요?"}, pair{"<drill-where|{x#}>", "<drill-where|{x#}>"}},
				{pair{"Who is {x#}?", "{x#}에 누가 있나요?"}, pair{"<drill-who|{a#}>", "<drill-who|{a#}>"}},
			})
	}},
	{"drill-color", func(t *teller) {
		n := t.count()
		t.drawEach(n, "c", colors)
		t.drawEach(n, "o", objects)
		t.characters(n)
		t.bind(n,
			[]pair{{"{A#} has a {c#} {o#}.", "{a#}^은 {c#} {o#}^을 가졌어요."}, {"{A#} made a {c#} {o#}.", "{a#}^은 {c#} {o#}^을 만들었어요."}},
			[]fact{
				{pair{"What color is the {o#}?", "{o#}^은 무슨 색인가요?"}, pair{"<drill-color|{c#}>", "<drill-color|{c#}>색"}},
				{pair{"Who has the {c#} {o#}?", "{c#} {o#}^은 누구 것인가요?"}, pair{"<drill-who|{a#}>", "<drill-who|{a#}>"}},
				{pair{"What is {c#}?", "{c#}색은 무엇인가요?"}, pair{"the <drill-what|{o#}>", "<drill-what|{o#}>"}},
			})
	}},
	{"drill-place", func(t *teller) {
		n := t.count()
		t.drawEach(n, "p", places)
		t.characters(n)
		t.bind(n,
			[]pair{{"{A#} went to the {p#}.", "{a#}^은 {p#}에 갔어요."}, {"{A#} lives by the {p#}.", "{a#}^은 {p#} 옆에 살아요."}},
			[]fact{
				{pair{"Where is {a#}?", "{a#}^은 어디에 있나요?"}, pair{"by the <drill-where|{p#}>", "<drill-where|{p#}>"}},
				{pair{"Who is by the {p#}?", "{p#}에 누가 있나요?"}, pair{"<drill-who|{a#}>", "<drill-who|{a#}>"}},
			})
	}},
	{"drill-word", func(t *teller) {
		n := t.count()
		t.characters(n)
		for i := 1; i <= n; i++ {
			t.magicWord("m" + strconv.Itoa(i))
		}
		t.bind(n,
			[]pair{{"{A#} said \"{m#}\".", "{a#}^은 \"{m#}\" 하고 말했어요."}, {"{A#} sang \"{m#}\".", "{a#}^은 \"{m#}\" 하고 노래했어요."}},
			[]fact{
				{pair{"What did {a#} say?", "{a#}^은 뭐라고 했나요?"}, pair{"<drill-word|{m#}>", "<drill-word|{m#}>"}},
				{pair{"Who said {m#}?", "누가 {m#}^이라고 했나요?"}, pair{"<drill-who|{a#}>", "<drill-who|{a#}>"}},
			})
	}},
	{"drill-list", func(t *teller) {
		n := t.count()
		t.drawEach(n, "x", foods)
		t.name("a1")
		t.say(pair{"{A1} bought these:", "{a1}^이 산 것:"}, pair{"{A1} ate these:", "{a1}^이 먹은 것:"})
		t.say(row(n, "{x#}", false))
		t.say(pair{"Again:", "다시:"})
		t.say(row(n, "<drill-list|{x#}>", false))
		t.say(pair{"Backwards:", "거꾸로:"})
		t.say(row(n, "<drill-reverse|{x#}>", true))
	}},
}

// row is the items 1..n, or n..1 where back is set.
func row(n int, item string, back bool) pair {
	items := make([]string, n)
	for i := range items {
		items[i] = strings.ReplaceAll(item, "#", strconv.Itoa(i+1))
	}
	if back {
		slices.Reverse(items)
	}
	s := strings.Join(items, ", ") + "."
	return pair{s, s}
}

// count is the number of facts in a drill.
func (t *teller) count() int { return 2 + t.choose(4) }

// bind tells n facts, then asks for each in another order.
func (t *teller) bind(n int, tell []pair, ask []fact) {
	for i := 1; i <= n; i++ {
		t.sayOf(i, tell...)
	}
	for _, i := range t.order(n) {
		f := ask[t.choose(len(ask))]
		t.question(fact{f.question.numbered(i), f.answer.numbered(i)})
	}
}

// characters fills a1..an with names or with animals.
func (t *teller) characters(n int) {
	if t.choose(2) == 0 {
		t.drawEach(n, "f", animals)
		for i := 1; i <= n; i++ {
			f := t.slot("f" + strconv.Itoa(i))
			t.set("a"+strconv.Itoa(i), pair{"the " + f.text[English], f.text[Korean]}, f.bits)
		}
		return
	}
	for i := 1; i <= n; i++ {
		t.name("a" + strconv.Itoa(i))
	}
}
