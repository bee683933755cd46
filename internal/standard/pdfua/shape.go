package pdfua

import (
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/bidi"
)

// Style is one of the four cuts of a family.
type Style uint8

// The order is the one of a bit for bold and a bit for italic.
const (
	Regular Style = iota
	Bold
	Italic
	BoldItalic
)

// Fonts is a family: for each style the faces to ask for a character, in order. One of
// them must have a question mark at least, to stand for what none of them can draw.
type Fonts [4][]*Face

// Direction is the way a paragraph runs.
type Direction uint8

// The directions.
const (
	LeftToRight Direction = iota
	RightToLeft
	AutoDirection // as its first letter that has a direction
)

// Span is a stretch of a paragraph in one look.
type Span struct {
	Text     string
	Lang     string // BCP 47; chooses forms of letters
	Fonts    *Fonts
	Style    Style
	Size     float64  // points
	Spacing  float64  // points added after every cluster
	Features []string // OpenType features as in "tnum", "smcp", "liga=0"
}

// Run is text in one face, size and direction, ready to be drawn. Runs stand in the
// order of the text; [Visual] orders those of a line from left to right.
type Run struct {
	Face   *Face
	Size   float64 // points
	Span   int     // index of the span it comes from
	Start  int     // where Text begins in the joined text of the spans, bytes
	Text   string
	Level  uint8   // bidi embedding level; odd runs right to left
	Glyphs []Glyph // from left to right as they are drawn
	Width  float64 // points, the sum of the advances

	// Missing are the characters of Text that no face can draw; a replacement is drawn
	// in their place and they stay what a reader copies and hears.
	Missing []rune
}

// Glyph is a shape of a face and its place.
type Glyph struct {
	ID      uint16
	Cluster int32   // where in Run.Text its characters begin, bytes
	Advance float32 // points to the next glyph
	X, Y    float32 // points it is moved by, y upwards
}

// RTL says that the run is read from right to left.
func (r *Run) RTL() bool { return r.Level&1 == 1 }

// Shape shapes one span by itself, as [Shape] does.
func (f *Fonts) Shape(text, lang string, size float64, style Style) []Run {
	return Shape([]Span{{Text: text, Lang: lang, Fonts: f, Style: style, Size: size}}, LeftToRight)
}

// Shape turns a paragraph into runs, in the order of the text. Kerning, ligatures, joined
// letters and marks are set; directions follow the Unicode bidirectional algorithm
// (UAX #9) over the joined text. A tab or a line feed counts as a space: lines are broken
// by the caller.
func Shape(spans []Span, dir Direction) []Run {
	p := newParagraph(spans)
	if len(p.runes) == 0 {
		return nil
	}
	levels := p.levels(dir)
	var runs []Run
	for _, it := range p.items(levels) {
		runs = append(runs, p.shape(it))
	}
	return runs
}

// paragraph is the joined text of the spans, by character.
type paragraph struct {
	spans []Span
	text  string
	runes []rune
	at    []int // byte of each rune, and the end
	span  []int // span of each rune
}

func newParagraph(spans []Span) *paragraph {
	var b strings.Builder
	p := &paragraph{spans: spans}
	for i, s := range spans {
		for at, r := range s.Text {
			p.runes = append(p.runes, drawn(r))
			p.at = append(p.at, b.Len()+at)
			p.span = append(p.span, i)
		}
		b.WriteString(s.Text)
	}
	p.text = b.String()
	p.at = append(p.at, b.Len())
	return p
}

// drawn is the character to shape for one of the text: spaces for what moves the
// pen, the word joiner for a byte order mark, and the replacement character for what is
// no character.
func drawn(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return ' '
	case r == 0xFEFF:
		return 0x2060
	case r < 0x20 || r >= 0x7F && r < 0xA0 || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF:
		return utf8.RuneError
	}
	return r
}

func (p *paragraph) levels(dir Direction) []uint8 { return Levels(p.runes, dir) }

// turns says that a character may make text run from right to left: the blocks that
// DerivedBidiClass.txt keeps for that, and the marks, embeddings and isolates.
func turns(r rune) bool {
	return r >= 0x590 && (r <= 0x8ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff || r >= 0x10800 && r <= 0x10fff ||
		r >= 0x1e800 && r <= 0x1efff || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069)
}

// Levels gives every character of a paragraph its embedding level (UAX #9, rules P1 to
// I2): odd ones run from right to left. The text is one paragraph, also where it holds
// line feeds.
func Levels(text []rune, dir Direction) []uint8 {
	levels := make([]uint8, len(text))
	if dir != RightToLeft && !slices.ContainsFunc(text, turns) {
		return levels
	}
	text = slices.Clone(text)
	for i, r := range text {
		if r == '\n' || r == '\r' || r >= 0x1c && r <= 0x1e || r == 0x85 || r == 0x2029 {
			text[i] = 0x2028 // ends a line, not the paragraph
		}
	}
	var b bidi.Paragraph
	runs := b.Segment(text, map[Direction]bidi.Direction{
		LeftToRight: bidi.LeftToRight, RightToLeft: bidi.RightToLeft, AutoDirection: bidi.Neutral}[dir])
	if runs.NumRuns() == 0 || runs.NumRuns() == 1 && runs.Run(0).Level == 0 {
		return levels
	}
	// The runs of the package join neighbours of one direction, so that a number in Arabic
	// (level 2) takes the English after it (level 0) along and lands on its wrong side. The
	// levels themselves are right, but have no accessor.
	each := reflect.ValueOf(runs).FieldByName("levels")
	for i := range levels {
		levels[i] = uint8(each.Index(i).Int())
	}
	return levels
}

// Visual orders the runs of a line from left to right (UAX #9, rule L2), in place. The
// base level is 1 for a paragraph that runs from right to left, else 0.
func Visual(line []Run, base uint8) {
	highest, lowestOdd := base, uint8(255)
	for _, r := range line {
		highest = max(highest, r.Level)
		if r.Level&1 == 1 {
			lowestOdd = min(lowestOdd, r.Level)
		}
	}
	for level := highest; level >= lowestOdd && level > 0; level-- {
		for i := 0; i < len(line); i++ {
			j := i
			for j < len(line) && line[j].Level >= level {
				j++
			}
			for a, b := i, j-1; a < b; a, b = a+1, b-1 {
				line[a], line[b] = line[b], line[a]
			}
			i = max(i, j)
		}
	}
}
