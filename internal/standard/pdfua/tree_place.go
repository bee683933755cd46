package pdfua

// Place says where on its page a Figure, Formula or Table stands, once that is known
// (ISO 32000-1, 14.8.5.4.3, BBox).
func (e *Element) Place(p *Page, r Rect) {
	if e.attr == nil {
		e.attr = &Attr{}
	}
	e.attr.BBox, e.attr.BBoxPage = r, p
}
