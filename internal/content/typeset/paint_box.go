package typeset

import "atelier/internal/standard/pdfua"

// shades paints the grounds and lines of boxes.
func (p *painter) shades(list []shade) {
	for _, s := range list {
		b := s.box
		r := pdfua.Rect{X: s.left + b.x, Y: s.top, W: b.width, H: s.bottom - s.top}
		p.page.Artifact(pdfua.Layout, func(c *pdfua.Canvas) {
			var path pdfua.Path
			if b.Radius > 0 && s.begins && s.ends {
				path.RoundRect(r, b.Radius)
			} else {
				path.Rect(r)
			}
			if b.Filled {
				c.Fill(&path, pdfua.Color(b.Fill))
			}
			if b.Stroked {
				c.Stroke(&path, pdfua.Stroke{Color: pdfua.Color(b.Stroke), Width: 0.75})
			}
			if b.BarSize > 0 {
				c.FillRect(pdfua.Rect{X: r.X, Y: r.Y, W: b.BarSize, H: r.H}, pdfua.Color(b.Bar))
			}
		})
	}
}

func (r *ruled) paint(p *painter, x, y float64) {
	if r.thickness <= 0 {
		return
	}
	p.page.Artifact(pdfua.Layout, func(c *pdfua.Canvas) {
		c.Line(x, y+r.at, x+r.width, y+r.at, pdfua.Stroke{Color: pdfua.Color(p.palette.LineStrong), Width: r.thickness})
	})
}

// paint paints one line of every cell of a row, its ground and the line below.
func (s *rowSlice) paint(p *painter, x, y float64) {
	p.page.Artifact(pdfua.Layout, func(c *pdfua.Canvas) {
		line := pdfua.Stroke{Color: pdfua.Color(s.palette.Line), Width: 0.6}
		if s.head {
			c.FillRect(pdfua.Rect{X: x, Y: y, W: s.width, H: s.height}, pdfua.Color(s.palette.AccentGround))
			line = pdfua.Stroke{Color: pdfua.Color(s.palette.Accent), Width: 1}
		}
		if s.last {
			c.Line(x, y+s.height, x+s.width, y+s.height, line)
		}
	})
	for _, l := range s.lines {
		l.paint(p, x, y+s.top)
	}
}

// paint paints a label with its left edge at x and its baseline at y: words, or a box to tick.
func (h *hung) paint(p *painter, x, y float64) {
	l := h.label
	if l.Tick > 0 {
		p.in(h.elem, func(c *pdfua.Canvas) {
			var box pdfua.Path
			box.RoundRect(pdfua.Rect{X: x, Y: y - l.Tick*0.86, W: l.Tick, H: l.Tick}, 1.5)
			c.Stroke(&box, pdfua.Stroke{Color: pdfua.Color(p.palette.LineStrong), Width: 0.9})
		})
		return
	}
	if l.Right {
		width := 0.0
		for i := range h.atoms {
			width += h.atoms[i].width
		}
		x += h.width - width - l.Space
	}
	p.atoms(h.atoms, h.elem, x, y, false)
}

func (s *setPicture) paint(p *painter, x, y float64) {
	r := pdfua.Rect{X: x, Y: y, W: s.Width, H: s.Height}
	if s.elem != nil && !p.again {
		s.elem.Place(p.page, r)
	}
	p.in(s.elem, func(c *pdfua.Canvas) {
		if s.Drawing != nil {
			p.drawing(c, s.Drawing, r)
		} else if s.Image != nil {
			c.Image(s.Image, r)
		}
	})
}

// drawing paints a drawing into a rectangle.
func (p *painter) drawing(c *pdfua.Canvas, d *Drawing, r pdfua.Rect) {
	k := min(r.W/d.Width, r.H/d.Height)
	m := matrix{k, 0, 0, k, r.X - d.X*k, r.Y - d.Y*k}
	for i := range d.Items {
		it := &d.Items[i]
		if it.Words != "" {
			p.label(c, it, m, k)
			continue
		}
		path := outlinePath(m.path(it.Path))
		if it.Fill.On {
			c.Fill(path, pdfua.Color(it.Fill.Colour), it.EvenOdd)
		}
		if it.Stroke.On && it.Line > 0 {
			line := pdfua.Stroke{Color: pdfua.Color(it.Stroke.Colour), Width: it.Line * k, RoundCap: it.Round, Round: it.Round}
			for _, length := range it.Dash {
				line.Dash = append(line.Dash, length*k)
			}
			c.Stroke(path, line)
		}
	}
}

func outlinePath(list []Segment) *pdfua.Path {
	path := &pdfua.Path{}
	for _, s := range list {
		a, b, e := s.P[0], s.P[1], s.P[2]
		switch s.Op {
		case 'M':
			path.MoveTo(a.X, a.Y)
		case 'L':
			path.LineTo(a.X, a.Y)
		case 'C':
			path.CurveTo(a.X, a.Y, b.X, b.Y, e.X, e.Y)
		case 'Z':
			path.Close()
		}
	}
	return path
}

// label paints words of a drawing.
func (p *painter) label(c *pdfua.Canvas, it *DrawingItem, m matrix, k float64) {
	if !it.Fill.On {
		return
	}
	style := TextStyle{Face: Face{Sans, it.Bold, it.Italic}, Size: it.Size * k, Colour: it.Fill.Colour}
	atoms := p.words.atoms([]Inline{{Text: it.Words}}, style, p.lang, nil, false)
	width := 0.0
	for i := range atoms {
		width += atoms[i].width
	}
	at := m.apply(it.At)
	shift := 0.0
	switch it.Align {
	case Centre:
		shift = -width / 2
	case End:
		shift = -width
	}
	draw := func(x, y float64) {
		xs := places(atoms, x+shift, false)
		for i := range atoms {
			p.styled(c, atoms[i:i+1], xs[i:i+1], y)
		}
	}
	if it.Turn > -0.01 && it.Turn < 0.01 {
		draw(at.X, at.Y)
		return
	}
	c.Transform(pdfua.Translate(at.X, at.Y), func() {
		c.Transform(pdfua.Rotate(it.Turn*degree), func() { draw(0, 0) })
	})
}
