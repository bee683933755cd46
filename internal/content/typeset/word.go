package typeset

import "atelier/internal/standard/pdfua"

// word is a shaped piece of text, kept for its next use.
type word struct {
	text  string
	runs  []pdfua.Run // from left to right
	width float64     // points
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
	// missing is told of characters without a shape, once a word.
	missing func(text string, runes []rune)
}

// NewWords is an empty store of words. Missing is told of words with characters that
// no face can draw; may be nil.
func NewWords(fonts *Fonts, missing func(text string, runes []rune)) *Words {
	return &Words{fonts: fonts, seen: map[wordKey]*word{}, missing: missing}
}

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
	var lost []rune
	for i := range got.runs {
		got.width += got.runs[i].Width
		lost = append(lost, got.runs[i].Missing...)
	}
	if len(lost) > 0 && w.missing != nil {
		w.missing(text, lost)
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
