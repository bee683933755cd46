package typeset

import "atelier/internal/standard/pdfua"

// sheet paints one page.
func (p *painter) sheet(s *sheet, b *Book, outline *outline) {
	shape := s.section.Shape
	p.page = p.doc.Page(shape.Width, shape.Height)
	if s.number == 1 {
		style := pdfua.DecimalLabel
		if s.section.Roman {
			style = pdfua.RomanLabel
		}
		p.page.Label(style, "", 1)
	}
	if s.section.Backdrop != nil && s.first {
		p.page.Artifact(pdfua.Background, s.section.Backdrop)
	}
	if s.first {
		for _, f := range s.section.Ornaments {
			p.furniture(f, shape)
		}
	}
	if !s.section.Plain {
		for _, furniture := range []func(mark, label string) Furniture{b.Head, b.Foot} {
			if furniture != nil {
				p.furniture(furniture(s.mark, s.label), shape)
			}
		}
	}
	for i, column := range s.columns {
		p.shades(shades(column, s.offsets[i]))
	}
	for _, column := range s.columns {
		for _, piece := range column {
			p.piece(piece, outline)
		}
		p.flush(true)
	}
	p.page.Done()
}

func (p *painter) piece(at placed, outline *outline) {
	if !at.head {
		for _, name := range at.names {
			p.page.Dest(name, 0, max(0, at.y-10))
		}
		if at.bookmark != nil {
			outline.add(at.bookmark)
		}
	}
	if at.body != nil {
		p.again = at.head
		at.body.paint(p, at.x, at.y)
		p.again = false
	}
}

// furniture paints what stands at the head or foot of a page.
func (p *painter) furniture(f Furniture, shape Shape) {
	right := shape.Width - f.Right
	draw := func(text string, x float64, end bool) {
		if text == "" {
			return
		}
		room := right - f.Left
		if f.Start != "" && f.End != "" {
			room -= 60
		}
		atoms := p.words.atoms([]Inline{{Text: p.words.fitted(text, p.lang, f.Style, room)}}, f.Style, p.lang, nil, false)
		width := 0.0
		for i := range atoms {
			width += atoms[i].width
		}
		if end {
			x -= width
		}
		p.again = true
		p.atoms(atoms, nil, x, f.At, startsRTL([]Inline{{Text: text}}, false))
		p.again = false
	}
	draw(f.Start, f.Left, false)
	draw(f.End, right, true)
	if f.Rule > 0 {
		p.page.Artifact(pdfua.Pagination, func(c *pdfua.Canvas) {
			c.Line(f.Left, f.Rule, right, f.Rule, pdfua.Stroke{Color: pdfua.Color(p.palette.Line), Width: 0.6})
		})
	}
}

// fitted shortens a running head that is too long for its room.
func (w *Words) fitted(text, lang string, s TextStyle, room float64) string {
	if w.Width(text, lang, s) <= room {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 && w.Width(string(runes)+"…", lang, s) > room {
		runes = runes[:len(runes)*9/10]
	}
	return string(runes) + "…"
}

// outline is the bookmarks being made.
type outline struct {
	open []*pdfua.Bookmark // by level, from 0
	lang string
}

func newOutline(doc *pdfua.Document, lang string) *outline {
	return &outline{open: []*pdfua.Bookmark{doc.Outline()}, lang: lang}
}

// add adds a bookmark below the last of a higher level.
func (o *outline) add(m *placedMark) {
	level := min(max(m.Level, 1), len(o.open))
	o.open = append(o.open[:level], o.open[level-1].Add(m.Title, o.lang, m.name))
}
