package main

import (
	"strconv"
	"strings"

	"gqaplayground/app/picture"
	"gqaplayground/app/words"
)

// Share is what the reader takes along to others.
type Share struct {
	Copied Field // the field that was copied last, as it was
	Failed bool  // the browser did not let it: the field is selected
	Lesson Lesson
}

// Field is a text to copy.
type Field struct{ ID, Text string }

// Lesson is what a teacher's page shows, and what it lets its readers move.
type Lesson struct {
	View   FrameView
	Hidden [parts]bool
	Locked [locks]bool
}

// Messages about it.
type (
	Placed      struct{ Address string } // where the page is, without query
	FieldCopied struct {
		Field Field
		OK    bool
	}
	TeachView struct{ View FrameView }
	TeachHide struct { // leaves a part out, or not
		Part part
		Hide bool
	}
	TeachLock struct { // keeps a control from being moved, or not
		Lock int
		Keep bool
	}
)

func (s State) shareUpdate(msg any) State {
	switch m := msg.(type) {
	case Placed:
		s.Address = m.Address
	case FieldCopied:
		s.Share.Copied, s.Share.Failed = m.Field, !m.OK
	case TeachView:
		s.Share.Lesson.View = min(m.View, AllView)
	case TeachHide:
		s.Share.Lesson.Hidden[m.Part%parts] = m.Hide
	case TeachLock:
		s.Share.Lesson.Locked[m.Lock] = m.Keep
	}
	return s
}

// link is the address of the page as it is now. The room that shows it is left out.
func (s State) link() string {
	s.Open[ShareRoom] = false
	if q := query(s); q != "" {
		return s.Address + "?" + q
	}
	return s.Address
}

// lesson is the page as the teacher has set it up.
func (s State) lesson() State {
	s.Hidden, s.Locked = s.Share.Lesson.Hidden, s.Share.Lesson.Locked
	return s
}

// lessonCode is HTML that puts it into another page.
func (s State) lessonCode() string {
	t := s.lesson()
	if t.Tour.Step = 0; s.Share.Lesson.View != AllView { // neither is part of a frame
		t.Open = [rooms]bool{}
	}
	t.Open[ShareRoom] = false
	t.Frame = Frame{Address: s.Address + strings.TrimPrefix(frameFolder, "/"), View: s.Share.Lesson.View}
	return t.embedCode()
}

// shareFigure is the page's first picture as a file: on a card that says what it shows.
// Its table is what the first screen says of every G.
func (s State) shareFigure() Figure {
	l, c := s.Lang, s.shape()
	f := Figure{
		Name:  "gqa-h" + strconv.Itoa(c.Heads) + "-g" + strconv.Itoa(c.KVHeads),
		Says:  l.PictureDesc(c.Heads, c.KVHeads),
		Table: picture.Table{Head: []string{"G", "H", "H/G", l.ColDepth(), l.ColBytes(), l.ColMedian(), l.ColLow(), l.ColHigh(), l.ColN(), l.Source(), l.Loss(), l.Recall()}},
	}
	f.Pictures = []Picture{{
		Name: f.Name, Title: l.PictureTitle(c.Heads, c.KVHeads),
		Drawn: scene(l, c).Card(l.Kind(c.Heads, c.KVHeads), l.CardLine(c.KVHeads, c.GroupSize(), words.Bytes(s.cacheBytes(c)), s.Context), l.Title()),
	}}
	for _, g := range s.falling() {
		shape := s.shapeOf(g)
		row := []string{strconv.Itoa(g), strconv.Itoa(shape.Heads), strconv.Itoa(shape.GroupSize()), strconv.Itoa(s.Context), strconv.Itoa(s.cacheBytes(shape)),
			"", "", "", "", sourceNames[s.Source], "", ""}
		if t, ok := s.timing(g); ok {
			copy(row[5:], timed(t))
		}
		if m, known := model(provenance, shape.Heads, g, s.Source); known {
			row[9], row[10], row[11] = m.Source, words.Loss(m.Loss), strconv.FormatFloat(m.Recall.Share, 'g', 4, 64)
		}
		f.Table.Rows = append(f.Table.Rows, row)
	}
	return f
}

// pageAddress is the address of the whole page, from that of any of its forms.
func pageAddress(address string) string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	return strings.TrimSuffix(strings.TrimSuffix(address, "index.html"), "embed/")
}
