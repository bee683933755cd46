package typeset

import (
	"strings"

	"atelier/internal/standard/pdfua"
)

// atoms paints the atoms of a line from x on, in the order in which they are read.
func (p *painter) atoms(atoms []atom, block *pdfua.Element, x, y float64, rtl bool) {
	xs := places(atoms, x, rtl)
	for _, l := range p.links {
		l.used = false
	}
	for from := 0; from < len(atoms); {
		to := from + 1
		for to < len(atoms) && atoms[to].leaf == atoms[from].leaf {
			to++
		}
		p.leaf(atoms[from:to], xs[from:to], block, y)
		from = to
	}
	p.flush(false)
}

// places are the left edges of atoms.
func places(atoms []atom, x float64, rtl bool) []float64 {
	xs := make([]float64, len(atoms))
	order := visual(atoms)
	if rtl { // the blanks at the end stand outside, on the left
		for i := len(atoms) - 1; i >= 0 && atoms[i].blank; i-- {
			x -= atoms[i].width
		}
	}
	for i := range atoms {
		at := i
		if order != nil {
			at = order[i]
		}
		xs[at] = x
		x += atoms[at].width
	}
	return xs
}

// leaf paints atoms that belong to one place of the structure.
func (p *painter) leaf(atoms []atom, xs []float64, block *pdfua.Element, y float64) {
	el := p.element(atoms[0].leaf, block)
	p.in(el, func(c *pdfua.Canvas) {
		for from := 0; from < len(atoms); {
			to := from + 1
			for to < len(atoms) && atoms[to].style == atoms[from].style && atoms[to].level == atoms[from].level {
				to++
			}
			p.styled(c, atoms[from:to], xs[from:to], y)
			from = to
		}
	})
	p.area(atoms, xs, y)
}

// styled paints atoms of one style and direction. Words in one face that stand side
// by side become one run.
func (p *painter) styled(c *pdfua.Canvas, atoms []atom, xs []float64, y float64) {
	s := atoms[0].style
	base := y - s.Rise
	colour := pdfua.Color(s.Colour)
	var run pdfua.Run
	at := 0.0
	show := func() {
		if len(run.Glyphs) > 0 {
			c.Text(run, at, base, colour)
		}
		run = pdfua.Run{}
	}
	for i := range atoms {
		x := xs[i]
		word := atoms[i].word
		if name := atoms[i].page; name != "" {
			word = p.words.shape(s, p.labels[name], "", false)
		}
		for _, r := range word.runs {
			if len(run.Glyphs) > 0 && r.Face == run.Face && !r.RTL() && !run.RTL() && near(at+run.Width, x) {
				join(&run, &r)
			} else {
				show()
				run, at = r, x
				run.Glyphs = append([]pdfua.Glyph(nil), r.Glyphs...)
			}
			x += r.Width
		}
	}
	show()
	p.underline(c, atoms, xs, base)
}

func near(a, b float64) bool { return a-b < 0.01 && b-a < 0.01 }

// join appends a run to another.
func join(run, more *pdfua.Run) {
	offset := int32(len(run.Text))
	for _, g := range more.Glyphs {
		g.Cluster += offset
		run.Glyphs = append(run.Glyphs, g)
	}
	run.Text += more.Text
	run.Width += more.Width
}

// underline draws the line under links and terms, not under the blanks at the ends.
func (p *painter) underline(c *pdfua.Canvas, atoms []atom, xs []float64, y float64) {
	s := atoms[0].style
	if s.Underline == NoLine {
		return
	}
	from, to, any := extent(atoms, xs)
	if !any {
		return
	}
	line := pdfua.Stroke{Color: pdfua.Color(s.Colour), Width: 0.45}
	if s.Underline == DottedLine {
		line = pdfua.Stroke{Color: pdfua.Color(p.palette.LineStrong), Width: 0.8, Dash: []float64{0.01, 2}, RoundCap: true}
	}
	at := y + s.Size*0.16
	c.Line(from, at, to, at, line)
}

// extent is from where to where atoms stand, without the blanks at their ends.
func extent(atoms []atom, xs []float64) (from, to float64, any bool) {
	a, b := 0, len(atoms)
	for a < b && atoms[a].blank {
		a++
	}
	for b > a && atoms[b-1].blank {
		b--
	}
	for i := a; i < b; i++ {
		if !any || xs[i] < from {
			from = xs[i]
		}
		if end := xs[i] + atoms[i].width; !any || end > to {
			to = end
		}
		any = true
	}
	return from, to, any
}

// element is the element of a leaf below a block, made when it is first painted.
func (p *painter) element(l *leaf, block *pdfua.Element) *pdfua.Element {
	if l == nil || p.again {
		return block
	}
	if el := p.leaves[l]; el != nil {
		return el
	}
	up := p.element(l.up, block)
	if up == nil {
		return nil
	}
	tag := l.in.Tag
	if tag == "" {
		tag = "Span"
	}
	if tag == "Link" && !p.leads(l.in.Link) {
		tag = "Span"
	}
	el := up.Add(pdfua.Tag(tag), attributes(&l.in.Element))
	p.leaves[l] = el
	return el
}

// leads says whether a link has an end: an address, or a destination of the document.
func (p *painter) leads(link string) bool {
	if name, inside := strings.CutPrefix(link, "#"); inside {
		_, there := p.labels[name]
		return there
	}
	return link != ""
}

// area adds what atoms cover to the link they are in.
func (p *painter) area(atoms []atom, xs []float64, y float64) {
	if p.again {
		return
	}
	for l := atoms[0].leaf; l != nil; l = l.up {
		if l.in.Link == "" || !p.leads(l.in.Link) || p.leaves[l] == nil {
			continue
		}
		from, to, any := extent(atoms, xs)
		link := p.link(l)
		link.used = true
		if any {
			s := atoms[0].style
			link.add(pdfua.Rect{X: from, Y: y - s.Rise - s.Size*0.95, W: to - from, H: s.Size * 1.3})
		}
		return
	}
}

// add joins an area to the one before it when they touch on the same line.
func (l *openLink) add(r pdfua.Rect) {
	if n := len(l.areas) - 1; n >= 0 {
		last := &l.areas[n]
		if r.Y+r.H/2 > last.Y && r.Y+r.H/2 < last.Y+last.H && r.X <= last.X+last.W+8 && r.X >= last.X {
			last.W = max(last.W, r.X+r.W-last.X)
			return
		}
	}
	l.areas = append(l.areas, r)
}

func (p *painter) link(l *leaf) *openLink {
	for _, open := range p.links {
		if open.leaf == l {
			return open
		}
	}
	open := &openLink{leaf: l, elem: p.leaves[l]}
	p.links = append(p.links, open)
	return open
}

// flush writes the links that do not go on; all of them at the end of a page.
func (p *painter) flush(all bool) {
	kept := p.links[:0]
	for _, l := range p.links {
		if l.used && !all {
			kept = append(kept, l)
			continue
		}
		to := pdfua.Target{URI: l.leaf.in.Link}
		if name, inside := strings.CutPrefix(l.leaf.in.Link, "#"); inside {
			to = pdfua.Target{Dest: name}
		}
		p.page.Link(l.elem, l.areas, to, l.leaf.in.Contents)
	}
	p.links = kept
}
