// Package stories tells short stories for children in English and in Korean, as many
// as a model can be trained on, from a seed.
//
// A story is a function of its split, its seed and its number. A plot draws words
// (a hero, animals, a red kite) and tells beat after beat, each in one of a few
// sentences. Every sentence is a pair, English and Korean, with the same slots, so
// one derivation is told in both languages. The last lines ask about the story.
//
// The stories are made to be remembered: much of their text repeats what was said
// before (a name, a magic word, who brought the pear). These places are listed in
// Story.Recall, so that a test can tell whether a model looked back.
package stories

// Lang is a language of the stories.
type Lang int

const (
	English Lang = iota
	Korean
)

// String is the language's ISO 639-1 code.
func (l Lang) String() string { return [...]string{"en", "ko"}[l] }

// Split names one of three sets of stories. The same seed means different stories in
// each. Train lacks some pairs of words: of all pairs of a colour and an object, an
// animal and a food, an animal and a hiding place, a tenth is drawn together only in the
// other sets.
type Split int

const (
	Train Split = iota
	Validation
	HeldOut
)

// Span is a part of a story's text, in bytes, that can be known only from earlier text.
type Span struct {
	Start, End int
	Kind       string
}

// Story is a text with what is known about it.
type Story struct {
	Text   string
	Recall []Span  // in the order of the text
	Plot   string  // one of Plots, or the kind of drill
	Bits   float64 // information of the choices that reached the text, about its entropy
}

// Tell tells story i. The same i in the other language is the same story.
func Tell(split Split, seed uint64, i int, lang Lang) Story {
	t := newTeller(split, seed, i, lang, 1)
	p := plots[t.choose(len(plots))]
	p.tell(t)
	t.quiz(2 + t.choose(p.questions-1))
	return t.story(p.name)
}

// Drill tells document i of another kind: two to five facts, and a question about each.
// It teaches a model to look back in fewer tokens than stories do.
func Drill(split Split, seed uint64, i int, lang Lang) Story {
	t := newTeller(split, seed, i, lang, 2)
	d := drills[t.choose(len(drills))]
	d.tell(t)
	return t.story(d.name)
}

// Plots lists the names of the plots.
func Plots() []string {
	names := make([]string, len(plots))
	for i, p := range plots {
		names[i] = p.name
	}
	return names
}

// plot is a kind of story.
type plot struct {
	name      string
	tell      func(*teller)
	questions int // at most, and two at least
}

// newTeller starts the random numbers of document i; kind keeps stories and drills
// apart.
func newTeller(split Split, seed uint64, i int, lang Lang, kind uint64) *teller {
	h := mix(mix(mix(uint64(split)<<8|kind)^seed) ^ uint64(i))
	return &teller{rng: rng(h), split: split, lang: lang}
}

func (t *teller) story(plot string) Story {
	return Story{Text: string(t.text), Recall: t.spans, Plot: plot, Bits: t.bits}
}
