package main

import (
	"encoding/binary"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"gqaplayground/app/habit"
	"gqaplayground/app/picture"
	"gqaplayground/attention"
	"gqaplayground/wasm/protocol"
)

// Inside is what the page knows of the heads: how they look back at the story told, and
// what of it the reader looks at.
type Inside struct {
	Panel   InsidePanel
	Layer   int
	Head    int  // query head; it has its group in every G
	Abreast bool // all heads of the group are shown, before and after merging
	All     bool // and what all heads of the model do
	Numbers bool // and the row pointed at in numbers

	Tokens  []Token // of the story, from its first one
	Now     Looks   // of the model in use
	Before  Looks   // of the multi-head model, which that was made of
	InPlace InPlace // of what it was before, by now
	Asked   protocol.Use

	Pointed    bool // the reader has chosen a place on the map; otherwise it follows the story
	Query, Key int  // tokens
	From       int  // the first token of those shown

	Copy  int // what became of copying the lines
	Guess Guesses
}

// InsidePanel is one of the panels about the heads.
type InsidePanel uint8

const (
	MapsPanel InsidePanel = iota
	GrowthPanel
	LinesPanel
	GuessPanel
	insidePanels = iota
)

// Token is one token of the story.
type Token struct {
	ID   int
	Text string // its bytes: may be part of a character
}

// Looks is how all heads of a model look back at the story.
type Looks struct {
	Use     protocol.Use
	Rows    [][]byte      // token i: (Layers, Heads, i+1) weights, as protocol.Looked has them; never changed in place
	Tallies []habit.Tally // (Layers, Heads); never changed in place
	Refused string        // why there are none
}

// Guesses are what the reader expects of G = 1 against multi-head attention, before it is
// known: places among the answers from 1 on, 0 for none yet.
type Guesses struct{ Bytes, Time int }

// Messages about the heads.
type (
	ShowInside struct{ Panel InsidePanel }
	SetLayer   struct{ Layer int }
	SetHead    struct{ Head int }
	SetGroup   struct{ Group int }
	Abreast    struct{ Open bool }
	AllHeads   struct{ Open bool }
	RowNumbers struct{ Open bool }
	PointMap   struct{ X, Y float64 }      // at the map, in its units
	Move       struct{ Queries, Keys int } // the place pointed at
	Follow     struct{}                    // the story again
	GuessBytes struct{ Answer int }
	GuessTime  struct{ Answer int }
	GuessAgain struct{}
)

const (
	// mapTokens is how many tokens a map shows: as many as can be read on a phone.
	mapTokens = 24
	// lookBehind is how far the maps may be behind a story that is being told: to draw them
	// anew for every token is too much for small machines.
	lookBehind = 8
)

// insideUpdate is the state after a message about the heads, or one that changes what
// they look at.
func (s State) insideUpdate(msg any) State {
	in := &s.Inside
	switch m := msg.(type) {
	case ShowInside:
		in.Panel = min(m.Panel, insidePanels-1)
	case SetLayer:
		in.Layer = max(0, min(m.Layer, s.Config.Layers-1))
	case SetHead:
		in.Head = max(0, min(m.Head, s.Config.Heads-1))
	case SetGroup:
		c := s.used()
		in.Head = max(0, min(m.Group, c.KVHeads-1)) * c.GroupSize()
	case Abreast:
		in.Abreast = m.Open
	case AllHeads:
		in.All = m.Open
	case RowNumbers:
		in.Numbers = m.Open
	case PointMap:
		if p, ok := s.lookMap().Under(m.X, m.Y); ok {
			s = s.point(p.Query, p.Key)
		}
	case Move:
		query, key := s.pointed()
		s = s.point(query+m.Queries, key+m.Keys)
	case Follow:
		in.Pointed = false
	case Copied:
		if in.Copy = copyFailed; m.Done {
			in.Copy = copyDone
		}
	case GuessBytes:
		in.Guess.Bytes = m.Answer
	case GuessTime:
		in.Guess.Time = m.Answer
	case GuessAgain:
		in.Guess = Guesses{}
	case Stop, Again:
		s = s.lookAnew(nil)
	case Asked:
		if c, ok := m.Command.(protocol.Look); ok {
			in.Asked = c.Use
		}
	case protocol.Using:
		in.Layer, in.Head = min(in.Layer, s.Config.Layers-1), min(in.Head, s.Config.Heads-1)
		if now, before := s.looking(); in.Now.Use != now || in.Before.Use != before {
			if in.Before.Use != before || len(in.Before.Rows) == 0 {
				in.Before = Looks{Use: before}
			}
			in.Now, in.InPlace = Looks{Use: now}, InPlace{}
		}
	case protocol.Told:
		if !s.Story.Wanted {
			s = s.lookAnew(m.Pieces)
		}
	case protocol.Decoded:
		if s.Story.Told && !s.Story.Wanted {
			in.Tokens = addTokens(in.Tokens, m.Pieces)
		}
	case protocol.Looked:
		if !s.Story.Told {
			break // of a story that has been stopped
		}
		switch m.Look.Use {
		case in.Now.Use:
			in.Now = in.Now.add(s.Config, in.Tokens, m)
		case in.Before.Use:
			in.Before = in.Before.add(s.Config, in.Tokens, m)
		}
		in.InPlace = in.inPlace(s.Config)
	case protocol.Failed:
		if m.Command != "Look" {
			break
		}
		switch in.Asked {
		case in.Now.Use:
			in.Now.Refused = m.Reason
		case in.Before.Use:
			in.Before.Refused = m.Reason
		}
	case OpenRoom:
		if m.Room == HeadsRoom && m.Open {
			s = s.awake()
		}
	}
	return s
}

// lookAnew is the state with another story to look at.
func (s State) lookAnew(pieces []protocol.Piece) State {
	in := &s.Inside
	in.Tokens = addTokens(nil, pieces)
	now, before := s.looking()
	in.Now, in.Before, in.InPlace = Looks{Use: now}, Looks{Use: before}, InPlace{}
	in.Pointed = false
	return s
}

// looking are the models that look at the story: the one in use, and the one that it was
// made of, which has a key/value head for every query head if it is not the reader's.
func (s State) looking() (now, before protocol.Use) {
	if s.Have.Own {
		return s.Have, protocol.Use{KVHeads: s.Own.Model.Config.KVHeads, Own: true}
	}
	return s.Have, protocol.Use{KVHeads: s.Config.Heads}
}

// insideNext is what to ask of the engine for the heads; nil is nothing.
func (s State) insideNext() protocol.Command {
	in := s.Inside
	if !s.Open[HeadsRoom] || in.Panel != MapsPanel || !s.Story.Told {
		return nil
	}
	looks := []Looks{in.Now}
	if in.Before.Use != in.Now.Use {
		looks = append(looks, in.Before)
	}
	for _, l := range looks {
		have, due := len(l.Rows), min(len(in.Tokens), protocol.MostLooked)
		if l.Refused == "" && have < due && (have == 0 || !s.Story.Playing || due-have >= lookBehind) {
			return protocol.Look{Use: l.Use, From: have}
		}
	}
	return nil
}

// used is the shape of the model in use.
func (s State) used() attention.Config {
	c := s.Config
	if c.KVHeads = s.KVHeads; s.Using {
		c.KVHeads = s.Have.KVHeads
	}
	return c
}

// merged says whether the model in use has merged heads, and what they were is known.
func (s State) merged() bool {
	now, before := s.looking()
	return now.KVHeads != before.KVHeads && s.Inside.Before.Refused == ""
}

// add is looks with more rows, if they are those that follow.
func (l Looks) add(c attention.Config, tokens []Token, m protocol.Looked) Looks {
	if m.Look.From != len(l.Rows) {
		return l
	}
	rows, tallies := slices.Clone(l.Rows), slices.Clone(l.Tallies)
	if tallies == nil {
		tallies = make([]habit.Tally, c.Layers*c.Heads)
	}
	ids := make([]int, len(tokens))
	for i, t := range tokens {
		ids[i] = t.ID
	}
	for rest := m.Weights; len(rest) > 0; {
		n := len(rows) + 1
		size := 2 * c.Layers * c.Heads * n
		if len(rest) < size || n > len(ids) || len(tallies) != c.Layers*c.Heads {
			l.Refused = "the weights received do not belong to this story"
			return l
		}
		rows = append(rows, rest[:size:size])
		rest = rest[size:]
	}
	l.Rows = rows
	for query := m.Look.From; query < len(rows); query++ {
		for i := range tallies {
			tallies[i] = tallies[i].Add(ids[:query+1], l.row(c, i/c.Heads, i%c.Heads, query))
		}
	}
	l.Tallies = tallies
	return l
}

// row is how much a head at one token takes from each token up to it.
func (l Looks) row(c attention.Config, layer, head, query int) []float64 {
	n := query + 1
	row := make([]float64, n)
	all := l.Rows[query][2*(layer*c.Heads+head)*n:]
	for key := range row {
		row[key] = float64(binary.LittleEndian.Uint16(all[2*key:])) / protocol.WholeWeight
	}
	return row
}

// InPlace is how much of the heads' attention is where it was before, over the tokens that
// both models have looked at.
type InPlace struct {
	Tokens int
	Sums   []float64 // (Layers, Heads); never changed in place
}

// inPlace is that with what both have looked at since.
func (in Inside) inPlace(c attention.Config) InPlace {
	k, n := in.InPlace, min(len(in.Before.Rows), len(in.Now.Rows))
	if n == k.Tokens {
		return k
	}
	if n < k.Tokens {
		k = InPlace{}
	}
	sums := make([]float64, c.Layers*c.Heads)
	copy(sums, k.Sums)
	for query := k.Tokens; query < n; query++ {
		for i := range sums {
			was := in.Before.row(c, i/c.Heads, i%c.Heads, query)
			for key, w := range in.Now.row(c, i/c.Heads, i%c.Heads, query) {
				sums[i] += min(w, was[key])
			}
		}
	}
	return InPlace{n, sums}
}

// share is how much of one head's attention is where it was; ok is false if nothing can
// be said yet.
func (k InPlace) share(c attention.Config, layer, head int) (share float64, ok bool) {
	if k.Tokens == 0 {
		return 0, false
	}
	return k.Sums[layer*c.Heads+head] / float64(k.Tokens), true
}

// point is the state with another place of the map pointed at, and in view.
func (s State) point(query, key int) State {
	in := &s.Inside
	last := len(in.Now.Rows) - 1
	if last < 0 {
		return s
	}
	from, _ := s.shownTokens()
	in.Pointed = true
	in.Query = max(0, min(query, last))
	in.Key = max(0, min(key, in.Query))
	in.From = max(min(from, in.Query), in.Query-mapTokens+1)
	return s
}

// pointed is the place of the map that is spoken of: the reader's, or where the last
// token looks most.
func (s State) pointed() (query, key int) {
	in := s.Inside
	if len(in.Now.Rows) == 0 {
		return 0, 0
	}
	if in.Pointed && in.Query < len(in.Now.Rows) {
		return in.Query, min(in.Key, in.Query)
	}
	query = len(in.Now.Rows) - 1
	row := in.Now.row(s.Config, in.Layer, in.Head, query)
	for k, w := range row {
		if w > row[key] {
			key = k
		}
	}
	return query, key
}

// shownTokens are the tokens that the maps show.
func (s State) shownTokens() (from, to int) {
	n := len(s.Inside.Now.Rows)
	from = max(0, n-mapTokens)
	if s.Inside.Pointed {
		from = max(0, min(s.Inside.From, from))
	}
	return from, min(n, from+mapTokens)
}

// lookMap is the map of the head looked at.
func (s State) lookMap() picture.Map {
	m := s.mapOf(s.Inside.Now, s.Inside.Head)
	query, key := s.pointed()
	m.At = &picture.Place{Query: query, Key: key}
	return m
}

// mapOf is how a head looks back, as a picture.
func (s State) mapOf(l Looks, head int) picture.Map {
	from, to := s.shownTokens()
	to = min(to, len(l.Rows))
	m := picture.Map{From: from, More: s.Lang.MapWeight()}
	for query := from; query < to; query++ {
		m.Labels = append(m.Labels, s.tokenLabel(query))
		m.Weights = append(m.Weights, l.row(s.Config, s.Inside.Layer, head, query))
	}
	return m
}

// tokenText is a token's text, as far as it can be shown: all of a character that it is
// part of, with dots where more of that comes.
func (s State) tokenText(i int) string {
	tokens := s.Inside.Tokens
	if i == 0 || i >= len(tokens) {
		return s.Lang.StartToken()
	}
	text := tokens[i].Text
	if text == "" {
		return "□" // a mark, such as other models have
	}
	before, after := "", ""
	for from, to := i, i+1; !utf8.ValidString(text); {
		switch {
		case !utf8.RuneStart(text[0]) && from > 1:
			from--
			text, before = tokens[from].Text+text, "…"
		case to < len(tokens) && len(text) < 4*utf8.UTFMax:
			text, after = text+tokens[to].Text, "…"
			to++
		default:
			return before + visible(text) + after
		}
	}
	return before + visible(text) + after
}

// tokenLabel is a token as a word of the picture: one that goes on a word has a hyphen
// before it, as words have their space with them.
func (s State) tokenLabel(i int) string {
	text := []rune(s.tokenText(i))
	switch {
	case i == 0:
		return string(text)
	case len(text) > 1 && text[0] == ' ':
		text = text[1:]
	case i < len(s.Inside.Tokens) && unicode.IsLetter(text[0]) && s.goesOn(i):
		text = append([]rune{'-'}, text...)
	}
	for j, r := range text {
		switch r {
		case '\n':
			text[j] = '↵'
		case ' ':
			text[j] = '␣'
		}
	}
	if len(text) > 9 {
		text = append(text[:8:8], '…')
	}
	return string(text)
}

// goesOn says whether a token follows a letter, without a space.
func (s State) goesOn(i int) bool {
	before := []rune(s.tokenText(i - 1))
	return i > 1 && unicode.IsLetter(before[len(before)-1])
}

func addTokens(tokens []Token, pieces []protocol.Piece) []Token {
	tokens = slices.Clip(tokens)
	for _, p := range pieces {
		tokens = append(tokens, Token{p.Token, string(p.Text)})
	}
	return tokens
}

// insideParams say how what is looked at inside the heads is written in the URL.
var insideParams = []param{
	{"inside", func(s State) string {
		return unless(s.Inside.Panel == MapsPanel, insideNames[s.Inside.Panel])
	}, func(s *State, v string) bool {
		i := slices.Index(insideNames[:], v)
		if i < 0 {
			return false
		}
		s.Open[HeadsRoom], s.Inside.Panel = true, InsidePanel(i)
		return true
	}},
	{"layer", func(s State) string {
		return unless(s.Inside.Layer == atFirst.Inside.Layer, strconv.Itoa(s.Inside.Layer+1))
	}, func(s *State, v string) bool {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > s.Config.Layers {
			return false
		}
		s.Inside.Layer = n - 1
		return true
	}},
	{"head", func(s State) string {
		return unless(s.Inside.Head == atFirst.Inside.Head, strconv.Itoa(s.Inside.Head+1))
	}, func(s *State, v string) bool {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > s.Config.Heads {
			return false
		}
		s.Inside.Head = n - 1
		return true
	}},
}
