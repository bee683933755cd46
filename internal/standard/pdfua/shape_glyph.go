package pdfua

import (
	"slices"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

func (p *paragraph) shape(it item) Run {
	span := p.spans[p.span[it.from]]
	r := Run{Face: it.face, Size: span.Size, Span: p.span[it.from], Start: p.at[it.from],
		Text: p.text[p.at[it.from]:p.at[it.to]], Level: it.level}
	r.set(p, it)
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

// set fills in the glyphs of an item.
func (r *Run) set(p *paragraph, it item) {
	span := p.spans[r.Span]
	runes := p.runes[it.from:it.to]
	offsets := make([]int32, 0, len(runes))
	for at := range r.Text {
		offsets = append(offsets, int32(at))
	}
	if it.missing {
		r.replace(runes, offsets)
	} else if !r.harfbuzz(p.runes, it, span, offsets) {
		r.plain(runes, offsets)
	}
	r.order()
	r.measure(span.Spacing)
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
func (r *Run) harfbuzz(context []rune, it item, span Span, offsets []int32) (ok bool) {
	defer func() {
		if recover() != nil { // the layout tables of a font are foreign bytes
			ok = false
		}
	}()
	s := r.Face.shapers.Get().(*shaper)
	s.buf.Clear()
	s.buf.ClusterLevel = harfbuzz.MonotoneCharacters
	s.buf.AddRunes(context, it.from, it.to-it.from)
	s.buf.Props = harfbuzz.SegmentProperties{Language: language.NewLanguage(span.Lang), Script: it.script, Direction: harfbuzz.LeftToRight}
	if r.RTL() {
		s.buf.Props.Direction = harfbuzz.RightToLeft
	}
	s.buf.Shape(s.font, features(span.Features))
	r.Glyphs = make([]Glyph, len(s.buf.Info))
	k := r.Size / float64(r.Face.sfnt.unitsPerEm)
	for i, info := range s.buf.Info {
		if info.Glyph == 0 || int(info.Glyph) >= r.Face.sfnt.numGlyphs {
			return false
		}
		pos := s.buf.Pos[i]
		r.Glyphs[i] = Glyph{ID: uint16(info.Glyph), Cluster: offsets[info.Cluster-it.from],
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
		slices.Reverse(r.Glyphs)
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
		slices.Reverse(r.Glyphs)
	}
}

// measure adds the spacing and sums the advances.
func (r *Run) measure(spacing float64) {
	if spacing != 0 {
		for i := range r.Glyphs {
			if i+1 == len(r.Glyphs) || r.Glyphs[i+1].Cluster != r.Glyphs[i].Cluster {
				r.Glyphs[i].Advance += float32(spacing)
			}
		}
	}
	r.Width = 0
	for _, g := range r.Glyphs {
		r.Width += float64(g.Advance)
	}
}
