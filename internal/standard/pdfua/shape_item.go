package pdfua

import (
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// shaping is how a run was shaped, kept so that a piece of it can be shaped again.
type shaping struct {
	lang     language.Language
	script   language.Script
	features []harfbuzz.Feature
	spacing  float64
	missing  bool // no face has the characters: draw the replacement
}

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

func (p *paragraph) shape(it item) Run {
	span := p.spans[p.span[it.from]]
	r := Run{Face: it.face, Size: span.Size, Span: p.span[it.from], Start: p.at[it.from],
		Text: p.text[p.at[it.from]:p.at[it.to]], Level: it.level,
		how: &shaping{lang: language.NewLanguage(span.Lang), script: it.script, features: features(span.Features), spacing: span.Spacing, missing: it.missing}}
	r.set(p.runes[it.from:it.to], p.runes, it.from)
	return r
}

func features(names []string) []harfbuzz.Feature {
	var out []harfbuzz.Feature
	for _, name := range names {
		if f, err := harfbuzz.ParseFeature(name); err == nil {
			out = append(out, f)
		}
	}
	return out
}

// set fills in the glyphs: runes are those of the run, which stand in context at from.
func (r *Run) set(runes, context []rune, from int) {
	r.Glyphs = nil
	offsets := make([]int32, 0, len(runes))
	for at := range r.Text {
		offsets = append(offsets, int32(at))
	}
	if r.how.missing {
		r.replace(runes, offsets)
	} else if !r.harfbuzz(context, from, len(runes), offsets) {
		r.plain(runes, offsets)
	}
	r.order()
	r.measure()
}

// order joins clusters that stand in the wrong order, as those of a mark without a letter
// do when its script runs against the direction of the run.
func (r *Run) order() {
	lowest := int32(len(r.Text))
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		if !r.RTL() {
			g = &r.Glyphs[len(r.Glyphs)-1-i]
		}
		lowest = min(lowest, g.Cluster)
		g.Cluster = lowest
	}
}

// harfbuzz shapes the run. It says no when a glyph would be .notdef or the font's
// own tables lead outside the font.
func (r *Run) harfbuzz(context []rune, from, n int, offsets []int32) (ok bool) {
	defer func() {
		if recover() != nil { // the layout tables of a font are foreign bytes
			ok = false
		}
	}()
	s := r.Face.shapers.Get().(*shaper)
	s.buf.Clear()
	s.buf.ClusterLevel = harfbuzz.MonotoneCharacters
	s.buf.AddRunes(context, from, n)
	s.buf.Props = harfbuzz.SegmentProperties{Language: r.how.lang, Script: r.how.script, Direction: harfbuzz.LeftToRight}
	if r.RTL() {
		s.buf.Props.Direction = harfbuzz.RightToLeft
	}
	s.buf.Shape(s.font, r.how.features)
	r.Glyphs = make([]Glyph, len(s.buf.Info))
	k := r.Size / float64(r.Face.sfnt.unitsPerEm)
	for i, info := range s.buf.Info {
		if info.Glyph == 0 || int(info.Glyph) >= r.Face.sfnt.numGlyphs {
			return false
		}
		pos := s.buf.Pos[i]
		r.Glyphs[i] = Glyph{ID: uint16(info.Glyph), Cluster: offsets[info.Cluster-from], Unsafe: info.Mask&harfbuzz.GlyphUnsafeToBreak != 0,
			Advance: float32(float64(pos.XAdvance) * k), X: float32(float64(pos.XOffset) * k), Y: float32(float64(pos.YOffset) * k)}
	}
	r.Face.shapers.Put(s)
	return true
}

// plain sets one glyph a character, for a font whose layout tables are broken.
func (r *Run) plain(runes []rune, offsets []int32) {
	r.Glyphs = make([]Glyph, 0, len(runes))
	k := r.Size / float64(r.Face.sfnt.unitsPerEm)
	for i, c := range runes {
		g, ok := r.Face.font.NominalGlyph(c)
		w := float64(r.Face.sfnt.advance(uint16(g))) * k
		if !ok || g == 0 || int(g) >= r.Face.sfnt.numGlyphs {
			space, _ := r.Face.font.NominalGlyph(' ')
			if g, w = space, 0; space == 0 {
				continue
			}
		}
		r.Glyphs = append(r.Glyphs, Glyph{ID: uint16(g), Cluster: offsets[i], Advance: float32(w)})
	}
	if r.RTL() {
		reverse(r.Glyphs)
	}
}

// replace draws one sign for every character that cannot be drawn, with what follows it.
func (r *Run) replace(runes []rune, offsets []int32) {
	var sign uint16
	for _, c := range replacements {
		if r.Face.Has(c) {
			g, _ := r.Face.font.NominalGlyph(c)
			sign = uint16(g)
			break
		}
	}
	k := r.Size / float64(r.Face.sfnt.unitsPerEm)
	joined := false
	for i, c := range runes {
		if i > 0 && (joined || follows(c)) {
			joined = c == 0x200D // a zero width joiner takes the next one along
			continue
		}
		r.Missing = append(r.Missing, c)
		r.Glyphs = append(r.Glyphs, Glyph{ID: sign, Cluster: offsets[i], Advance: float32(float64(r.Face.sfnt.advance(sign)) * k)})
	}
	if r.RTL() {
		reverse(r.Glyphs)
	}
}

// measure adds the spacing and sums the advances.
func (r *Run) measure() {
	if r.how.spacing != 0 {
		for i := range r.Glyphs {
			if i+1 == len(r.Glyphs) || r.Glyphs[i+1].Cluster != r.Glyphs[i].Cluster {
				r.Glyphs[i].Advance += float32(r.how.spacing)
			}
		}
	}
	r.Width = 0
	for _, g := range r.Glyphs {
		r.Width += float64(g.Advance)
	}
}

func reverse[T any](s []T) {
	for a, b := 0, len(s)-1; a < b; a, b = a+1, b-1 {
		s[a], s[b] = s[b], s[a]
	}
}
