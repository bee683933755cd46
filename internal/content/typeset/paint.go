package typeset

import "atelier/internal/standard/pdfua"

// painter paints sheets into a document.
type painter struct {
	doc     *pdfua.Document
	page    *pdfua.Page
	again   bool // what is painted stands a second time: it is no content
	palette *Palette
	words   *Words
	labels  map[string]string // of the page of every destination
	leaves  map[*leaf]*pdfua.Element
	links   []*openLink
	lang    string
}

// openLink is a link whose areas on the page are gathered.
type openLink struct {
	leaf  *leaf
	elem  *pdfua.Element
	areas []pdfua.Rect
	used  bool // by the line being painted
}

// in paints content of an element, or an artifact where it stands again.
func (p *painter) in(el *pdfua.Element, draw func(*pdfua.Canvas)) {
	if p.again || el == nil {
		p.page.Artifact(pdfua.Pagination, draw)
		return
	}
	p.page.In(el, draw)
}

// ascent is how far above the baseline of a line its top stands: the letters stand in
// the middle of the leading, a little low.
func ascent(s *TextStyle) float64 { return s.Leading/2 + s.Size*0.34 }

func (l *setLine) paint(p *painter, x, y float64) {
	if l.label != nil {
		l.label.paint(p, x-l.label.back, y+ascent(l.style))
	}
	if l.style != nil {
		l.paintAt(p, x+l.x, y+ascent(l.style))
	}
}

// paintAt paints the line with its baseline at y.
func (l *setLine) paintAt(p *painter, x, y float64) {
	free := l.width - l.line.width
	switch {
	case l.align == Centre:
		x += free / 2
	case (l.align == End) != l.rtl:
		x += free
	}
	left := x
	if l.page != "" {
		l.pageNumber(p, x, y)
	}
	p.atoms(l.line.atoms, l.elem, x, y, l.rtl)
	if l.page != "" {
		l.numberWords(p, left, y)
	}
}

// pageNumber paints the leader of an entry of the contents.
func (l *setLine) pageNumber(p *painter, x, y float64) {
	label := p.labels[l.page]
	if label == "" || p.again {
		return
	}
	style := l.numberStyle()
	from := x + l.line.width + 6
	to := x + l.width - p.words.Width(label, "", style) - 6
	if to-from < 12 {
		return
	}
	p.page.Artifact(pdfua.Layout, func(c *pdfua.Canvas) {
		c.Line(to, y-1, from, y-1, pdfua.Stroke{Color: pdfua.Color(p.palette.LineStrong), Width: 0.7, Dash: []float64{0.01, 3.2}, RoundCap: true})
	})
}

func (l *setLine) numberStyle() TextStyle {
	s := *l.style
	s.Face = Face{Family: Sans}
	s.Size *= 0.88
	return s
}

// numberWords paints the page number itself, which belongs to the link of the entry.
func (l *setLine) numberWords(p *painter, x, y float64) {
	label := p.labels[l.page]
	if label == "" {
		return
	}
	style := l.numberStyle()
	var up *leaf
	if n := len(l.line.atoms); n > 0 {
		up = l.line.atoms[n-1].leaf
	}
	atoms := p.words.atoms([]Inline{{Text: label}}, style, "", nil, false)
	width := 0.0
	for i := range atoms {
		atoms[i].leaf = up
		width += atoms[i].width
	}
	p.atoms(atoms, l.elem, x+l.width-width, y, false)
}
