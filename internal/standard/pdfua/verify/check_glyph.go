package verify

import (
	"fmt"
	"math"
	"strings"
)

// glyph is a character code shown in a font and a text rendering mode.
type glyph struct {
	font *font
	code charCode
	mode int
	glyphFacts
}

type glyphKey struct {
	font *font
	code charCode
	mode int
}

// Clauses 7.21.4.1 to 7.21.8: every character code that is shown, once for each font and rendering mode.
var glyphRules = []rule{
	{id: "7.21.4.1-2", says: "embedded fonts have every glyph that is drawn", glyph: func(_ *checker, g *glyph) string {
		return when(g.mode != 3 && g.known && g.code.code != 0 && !g.present, "%s has no glyph in the font program", g.code)
	}},
	{id: "7.21.5-1", says: "widths agree between font dictionary and font program", glyph: func(_ *checker, g *glyph) string {
		return when(g.mode != 3 && g.known && g.wide && math.Abs(g.width-g.stated) > 1,
			"%s is %.4g wide in the font dictionary and %.4g in the font program", g.code, g.stated, g.width)
	}},
	{id: "7.21.7-1", says: "every character has a meaning in Unicode", glyph: func(_ *checker, g *glyph) string {
		_, ok := g.font.unicode(g.code)
		return when(!ok, "%s has no Unicode value", g.code)
	}},
	{id: "7.21.7-2", says: "Unicode values are not U+0000, U+FEFF or U+FFFE", glyph: func(_ *checker, g *glyph) string {
		s, _ := g.font.unicode(g.code)
		return when(strings.ContainsAny(s, "\x00\uFEFF\uFFFE"), "%s means U+0000, U+FEFF or U+FFFE", g.code)
	}},
	{id: "7.21.8-1", says: "no .notdef glyph is shown", glyph: func(_ *checker, g *glyph) string {
		return when(g.notdef(), "%s shows .notdef", g.code)
	}},
}

func (c charCode) String() string { return fmt.Sprintf("code <%0*X>", 2*c.size, c.code) }

func (g *glyph) notdef() bool {
	if g.font.subtype == "Type0" {
		return g.known && !g.present
	}
	n := g.font.glyphName(g.code.code)
	return n == ".notdef" || n == "" && g.code.code == 0 && g.font.subtype == "TrueType"
}

// showing runs the rules of fonts and glyphs for one text-showing operator.
func (c *checker) showing(s *showing, at *place) {
	if s.font == nil {
		return
	}
	if k := (fontKey{s.font, s.mode}); !c.fontSeen[k] {
		c.fontSeen[k] = true
		u := &fontUse{s.font, s.mode}
		for i := range rules {
			if r := &rules[i]; r.font != nil {
				if msg := r.font(c, u); msg != "" {
					c.say(r.id, "font "+s.font.baseFont(), at.page.number, msg)
				}
			}
		}
	}
	for _, run := range s.runs {
		for _, code := range s.font.codes(run) {
			k := glyphKey{s.font, code, s.mode}
			if c.seen[k] || len(c.seen) > maxObjects {
				continue
			}
			c.seen[k] = true
			c.glyph(&glyph{s.font, code, s.mode, s.font.facts(code)}, at)
		}
	}
}

func (c *checker) glyph(g *glyph, at *place) {
	for i := range rules {
		if r := &rules[i]; r.glyph != nil {
			if msg := r.glyph(c, g); msg != "" {
				c.say(r.id, "font "+g.font.baseFont(), at.page.number, msg)
			}
		}
	}
}
