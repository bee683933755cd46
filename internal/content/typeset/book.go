package typeset

import (
	"io"
	"math"
	"strings"

	"atelier/internal/standard/pdfua"
)

const degree = math.Pi / 180

// Book is a whole document.
type Book struct {
	Sections []*Section
	Palette  Palette
	Lang     string
	Options  pdfua.Options
	// Head and Foot are what stands at the head and the foot of a page, for its mark
	// and label.
	Head, Foot func(mark, label string) Furniture
}

// Furniture is words at both ends of a line at the head or foot of a page.
type Furniture struct {
	Start, End string
	Style      TextStyle
	At         float64 // baseline, from the top of the page
	Left       float64 // margin
	Right      float64
	Rule       float64 // where a hairline stands; 0 for none
}

// Write lays the book out and writes it. The troubles say what could not be set as it
// should be.
func (b *Book) Write(w io.Writer, words *Words) ([]Trouble, error) {
	doc := pdfua.New(w, b.Options)
	l := &layout{book: b, words: words, ids: map[string]bool{}}
	for _, s := range b.Sections {
		l.section(s, doc.Root())
	}
	l.number()
	p := &painter{doc: doc, palette: &b.Palette, words: words, labels: l.labels, leaves: map[*leaf]*pdfua.Element{}, lang: b.Lang}
	outline := newOutline(doc, b.Lang)
	for i, s := range l.sheets {
		p.sheet(s, b, outline)
		l.sheets[i] = nil // its words need no room any more
	}
	return l.troubles, doc.Close()
}

// layout is a book being laid out.
type layout struct {
	book     *Book
	words    *Words
	ids      map[string]bool
	sheets   []*sheet
	labels   map[string]string
	troubles []Trouble
}

func (l *layout) section(s *Section, root *pdfua.Element) {
	l.sheets = append(l.sheets, l.flowed(s, root)...)
}

// flowed lays out one section.
func (l *layout) flowed(s *Section, root *pdfua.Element) []*sheet {
	frames := s.Shape.frames()
	first := frames
	var lead, tail []piece
	if len(s.Lead) > 0 {
		lead = l.pieces(s, s.Lead, s.Shape.whole(), root)
		first = lowered(frames, tall(lead)+s.LeadGap)
	}
	body := l.pieces(s, s.Blocks, frames[0], root)
	if len(s.Tail) > 0 {
		tail = l.pieces(s, s.Tail, s.Shape.whole(), root)
	}
	sheets := paginate(s, body, first, frames)
	if len(lead) > 0 || len(tail) > 0 {
		return l.around(s, sheets, lead, tail)
	}
	return sheets
}

func (l *layout) pieces(s *Section, blocks []*Block, f frame, root *pdfua.Element) []piece {
	elem := root
	if s.Tag != "" && root != nil {
		if s.elem == nil || s.root != root {
			s.elem, s.root = root.Add(pdfua.Tag(s.Tag), pdfua.Attr{Title: s.Title}), root
		}
		elem = s.elem
	}
	fl := &flow{words: l.words, palette: &l.book.Palette, ids: l.ids, tallest: f.height, tell: func(t Trouble) { l.troubles = append(l.troubles, t) }}
	fl.blocks(blocks, place{width: f.width, elem: elem, around: elem, lang: l.book.Lang})
	return fl.pieces
}

// number gives pages their labels and notes on which page every destination stands.
func (l *layout) number() {
	l.labels = map[string]string{}
	n, mark := 0, ""
	for i, s := range l.sheets {
		if i == 0 || s.section != l.sheets[i-1].section && s.section.Restart {
			n = 0
		}
		n++
		s.number = n
		s.label = itoa(n)
		if s.section.Roman {
			s.label = roman(n)
		}
		if len(s.marks) > 0 {
			mark = s.marks[len(s.marks)-1]
			if s.mark = s.marks[0]; s.opens() {
				s.mark = "" // its title says it
			}
		} else {
			s.mark = mark
		}
		for _, column := range s.columns {
			for _, p := range column {
				for _, name := range p.names {
					l.labels[name] = s.label
				}
			}
		}
	}
}

// opens says whether the page begins with what its mark names.
func (s *sheet) opens() bool {
	for _, column := range s.columns {
		for _, p := range column {
			return len(p.marks) > 0
		}
	}
	return false
}

// roman is a small number in small Roman numerals.
func roman(n int) string {
	var out strings.Builder
	for _, step := range []struct {
		value int
		word  string
	}{{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for ; n >= step.value; n -= step.value {
			out.WriteString(step.word)
		}
	}
	return out.String()
}

// Pages is how many pages a section takes, laid out without being painted.
func (b *Book) Pages(s *Section, words *Words) int {
	l := &layout{book: b, words: words, ids: map[string]bool{}}
	return len(l.flowed(s, nil))
}

// Height is how tall blocks are in a column of a width, one below the other.
func (b *Book) Height(blocks []*Block, width float64, words *Words) float64 {
	f := &flow{words: words, palette: &b.Palette, ids: map[string]bool{}, tallest: math.Inf(1), tell: func(Trouble) {}}
	f.blocks(blocks, place{width: width, lang: b.Lang})
	return tall(f.pieces)
}
