package pdfua

import (
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// item is a stretch of runes that is shaped at once.
type item struct {
	from, to int // runes
	level    uint8
	face     *Face
	script   language.Script
	missing  bool
}

// items cuts the paragraph where the span, the level, the script or the face changes.
func (p *paragraph) items(levels []uint8) []item {
	scripts := p.scripts(levels)
	var out []item
	for i, r := range p.runes {
		face, missing := p.face(i, r, out)
		if n := len(out) - 1; n >= 0 {
			last := &out[n]
			if p.span[i] == p.span[last.from] && levels[i] == last.level && scripts[i] == last.script &&
				face == last.face && missing == last.missing {
				last.to = i + 1
				continue
			}
		}
		out = append(out, item{from: i, to: i + 1, level: levels[i], face: face, script: scripts[i], missing: missing})
	}
	return out
}

// backwards are the scripts that are written from right to left.
var backwards = map[language.Script]bool{language.Arabic: true, language.Hebrew: true, language.Syriac: true, language.Thaana: true,
	language.Nko: true, language.Adlam: true, language.Hanifi_Rohingya: true, language.Mandaic: true, language.Samaritan: true}

// scripts gives every rune a script: what belongs to none goes with what stands before
// it, else with what follows (UAX #24, 5.2), unless it is set in the other direction.
func (p *paragraph) scripts(levels []uint8) []language.Script {
	out := make([]language.Script, len(p.runes))
	last := language.Script(0)
	first := -1
	for i, r := range p.runes {
		s := language.LookupScript(r)
		if s == language.Common || s == language.Inherited || s == language.Unknown {
			s = last
		} else if first < 0 {
			first = i
		}
		out[i], last = s, s
	}
	lead := language.Latin
	if first >= 0 {
		lead = out[first]
	}
	for i := range out {
		if out[i] == 0 {
			out[i] = lead
		}
		if own := language.LookupScript(p.runes[i]); (own == language.Common || own == language.Inherited) && backwards[out[i]] != (levels[i]&1 == 1) {
			out[i] = language.Common
		}
	}
	return out
}

// face chooses the face of a rune. Marks, joiners and selectors stay with the letter
// before them when its face can draw them, or when nothing is to be drawn; blanks stay
// with the word before them.
func (p *paragraph) face(i int, r rune, before []item) (*Face, bool) {
	span := p.spans[p.span[i]]
	faces := span.Fonts[span.Style]
	if n := len(before) - 1; n >= 0 && p.span[before[n].from] == p.span[i] && follows(r) {
		last := before[n]
		if harfbuzz.IsDefaultIgnorable(r) || unicode.Is(unicode.Variation_Selector, r) || last.face.Has(r) || last.missing {
			return last.face, last.missing
		}
	} else if n >= 0 && unicode.IsSpace(r) && !before[n].missing && p.span[before[n].from] == p.span[i] && before[n].face.Has(r) {
		return before[n].face, false
	}
	for _, f := range faces {
		if f.Has(r) {
			return f, false
		}
	}
	if harfbuzz.IsDefaultIgnorable(r) && len(faces) > 0 {
		return faces[0], false
	}
	return replacer(faces), true
}

// follows says that a character belongs to the one before it.
func follows(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc, unicode.Variation_Selector) || harfbuzz.IsDefaultIgnorable(r) ||
		r >= 0x1F3FB && r <= 0x1F3FF // skin tones
}

// replacements are the signs for a character that cannot be drawn, the best first.
var replacements = []rune{'\u25A1', utf8.RuneError, '?'}

// replacer is the first face that has a sign for what cannot be drawn.
func replacer(faces []*Face) *Face {
	for _, r := range replacements {
		for _, f := range faces {
			if f.Has(r) {
				return f
			}
		}
	}
	panic("pdfua: none of the faces of a family has a question mark")
}
