package pdfua

// Path is a line or an area, in the coordinates of the canvas. The zero Path is empty.
type Path struct{ ops []byte }

func (p *Path) empty() bool { return len(p.ops) == 0 }

func (p *Path) op(op string, vs ...float64) {
	for _, v := range vs {
		p.ops = append(num(p.ops, v), ' ')
	}
	p.ops = append(append(p.ops, op...), '\n')
}

// MoveTo begins a subpath.
func (p *Path) MoveTo(x, y float64) { p.op("m", x, y) }

// LineTo appends a straight line; a path begins with MoveTo.
func (p *Path) LineTo(x, y float64) {
	if p.empty() {
		p.MoveTo(x, y)
		return
	}
	p.op("l", x, y)
}

// CurveTo appends a cubic Bézier curve with two control points.
func (p *Path) CurveTo(x1, y1, x2, y2, x3, y3 float64) {
	if p.empty() {
		p.MoveTo(x1, y1)
	}
	p.op("c", x1, y1, x2, y2, x3, y3)
}

// Close closes the subpath.
func (p *Path) Close() {
	if !p.empty() {
		p.op("h")
	}
}

// Rect appends a rectangle.
func (p *Path) Rect(r Rect) { p.op("re", r.X, r.Y, r.W, r.H) }

// arc is how far the control points of a quarter of a circle stand from its ends.
const arc = 0.5522847498

// RoundRect appends a rectangle with round corners.
func (p *Path) RoundRect(r Rect, radius float64) {
	radius = min(radius, r.W/2, r.H/2)
	if radius <= 0 {
		p.Rect(r)
		return
	}
	x, y, z, w, k := r.X, r.Y, r.X+r.W, r.Y+r.H, radius*(1-arc)
	p.MoveTo(x+radius, y)
	p.LineTo(z-radius, y)
	p.CurveTo(z-k, y, z, y+k, z, y+radius)
	p.LineTo(z, w-radius)
	p.CurveTo(z, w-k, z-k, w, z-radius, w)
	p.LineTo(x+radius, w)
	p.CurveTo(x+k, w, x, w-k, x, w-radius)
	p.LineTo(x, y+radius)
	p.CurveTo(x, y+k, x+k, y, x+radius, y)
	p.Close()
}

// Ellipse appends an ellipse about a middle.
func (p *Path) Ellipse(cx, cy, rx, ry float64) {
	kx, ky := rx*arc, ry*arc
	p.MoveTo(cx+rx, cy)
	p.CurveTo(cx+rx, cy+ky, cx+kx, cy+ry, cx, cy+ry)
	p.CurveTo(cx-kx, cy+ry, cx-rx, cy+ky, cx-rx, cy)
	p.CurveTo(cx-rx, cy-ky, cx-kx, cy-ry, cx, cy-ry)
	p.CurveTo(cx+kx, cy-ry, cx+rx, cy-ky, cx+rx, cy)
	p.Close()
}
