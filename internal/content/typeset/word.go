package typeset

import "atelier/internal/standard/pdfua"

// word is a shaped piece of text, kept for its next use.
type word struct {
	text  string
	runs  []pdfua.Run // from left to right
	width float64     // points
	lost  []rune      // that no face can draw; a sign stands in their place
}

type wordKey struct {
	text, lang string
	face       Face
	size       float64
	tracking   float64
	rtl        bool
}

// Words shapes every word once. It belongs to one goroutine.
type Words struct {
	fonts *Fonts
	seen  map[wordKey]*word

	scratch []atom // of the paragraph that is being cut
}

// NewWords is an empty store of words.
func NewWords(fonts *Fonts) *Words { return &Words{fonts: fonts, seen: map[wordKey]*word{}} }

func (w *Words) shape(s *TextStyle, text, lang string, rtl bool) *word {
	key := wordKey{text, lang, s.Face, s.Size, s.Tracking, rtl}
	if got := w.seen[key]; got != nil {
		return got
	}
	direction := pdfua.LeftToRight
	if rtl {
		direction = pdfua.RightToLeft
	}
	family, style := w.fonts.of(s.Face)
	got := &word{text: text, runs: pdfua.Shape([]pdfua.Span{{
		Text: text, Lang: lang, Fonts: family, Style: style, Size: s.Size, Spacing: s.Tracking * s.Size,
	}}, direction)}
	if len(got.runs) > 1 {
		base := uint8(0)
		if rtl {
			base = 1
		}
		pdfua.Visual(got.runs, base)
	}
	for i := range got.runs {
		got.width += got.runs[i].Width
		got.lost = append(got.lost, got.runs[i].Missing...)
	}
	w.seen[key] = got
	return got
}

// Width is how wide plain words are in a style, on one line.
func (w *Words) Width(text, lang string, s TextStyle) float64 {
	total := 0.0
	for _, a := range w.atoms([]Inline{{Text: text}}, s, lang, nil, false) {
		total += a.width
	}
	return total
}
