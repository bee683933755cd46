package pdfua

import (
	"fmt"
	"math"
)

// Color is red, green and blue of sRGB as 0xRRGGBB.
type Color uint32

// Canvas draws on a page, inside the element or artifact it was given for. What it sets
// (colours, transforms, clips) holds only in the call that sets it.
type Canvas struct {
	page *Page
	now  graphics
}

// graphics is what the content stream has set so far, so that nothing is set twice.
type graphics struct {
	fill, stroke       Color
	fillSet, strokeSet bool
	face               *embedded
	size               float64
	width              float64
	dash               string
	lineCap, join      int
	alpha              float64
	alphaSet           bool
}

// Stroke is how a line is drawn.
type Stroke struct {
	Color    Color
	Width    float64   // points
	Dash     []float64 // lengths of strokes and gaps, points; none for a whole line
	RoundCap bool
	Round    bool // corners
}

// Matrix is an affine transform, x' = A·x + C·y + E and y' = B·x + D·y + F.
type Matrix struct{ A, B, C, D, E, F float64 }

// Translate moves by points.
func Translate(x, y float64) Matrix { return Matrix{1, 0, 0, 1, x, y} }

// Rotate turns about the origin, clockwise as seen, in radians.
func Rotate(a float64) Matrix {
	s, c := math.Sincos(a)
	return Matrix{c, s, -s, c, 0, 0}
}

func (c *Canvas) op(format string, args ...any) { fmt.Fprintf(&c.page.body, format, args...) }

// Fill fills a path; evenOdd chooses that rule, else the non-zero winding number rule.
func (c *Canvas) Fill(p *Path, color Color, evenOdd ...bool) {
	if p.empty() {
		return
	}
	c.page.ensure()
	c.setFill(color)
	c.page.body.Write(p.ops)
	if len(evenOdd) > 0 && evenOdd[0] {
		c.op("f*\n")
		return
	}
	c.op("f\n")
}

// FillRect fills a rectangle.
func (c *Canvas) FillRect(r Rect, color Color) {
	c.page.ensure()
	c.setFill(color)
	c.op("%s re f\n", nums(r.X, r.Y, r.W, r.H))
}

// Stroke draws along a path.
func (c *Canvas) Stroke(p *Path, s Stroke) {
	if p.empty() {
		return
	}
	c.page.ensure()
	c.setStroke(s)
	c.page.body.Write(p.ops)
	c.op("S\n")
}

// Line draws a straight line.
func (c *Canvas) Line(x1, y1, x2, y2 float64, s Stroke) {
	var p Path
	p.MoveTo(x1, y1)
	p.LineTo(x2, y2)
	c.Stroke(&p, s)
}

// Clip draws with f only inside a path.
func (c *Canvas) Clip(p *Path, f func()) {
	c.group(func() {
		if p.empty() {
			c.op("0 0 0 0 re W n\n")
		} else {
			c.page.body.Write(p.ops)
			c.op("W n\n")
		}
		f()
	})
}

// Transform draws with f in other coordinates.
func (c *Canvas) Transform(m Matrix, f func()) {
	c.group(func() {
		var b []byte // a matrix wants more decimals than a place on the page
		for _, v := range []float64{m.A, m.B, m.C, m.D} {
			b = append(num6(b, v), ' ')
		}
		c.op("%s%s cm\n", b, nums(m.E, m.F))
		f()
	})
}

// Opacity draws with f so that what is below shines through: 0 for nothing, 1 for opaque.
func (c *Canvas) Opacity(alpha float64, f func()) {
	c.group(func() {
		d := c.page.doc
		dict := fmt.Sprintf("<</Type/ExtGState/ca %s/CA %[1]s>>", nums(min(max(alpha, 0), 1)))
		n, ok := d.state[dict]
		if !ok {
			n = d.out.alloc()
			d.state[dict] = n
			d.out.object(n, dict)
		}
		use(&c.page.states, n)
		c.op("/G%d gs\n", n)
		f()
	})
}

// Image draws an image into a rectangle.
func (c *Canvas) Image(m *Image, r Rect) {
	n := c.page.doc.embedImage(m)
	use(&c.page.images, n)
	c.page.ensure()
	c.op("q %s 0 0 %s %s cm/I%d Do Q\n", nums(r.W), nums(-r.H), nums(r.X, r.Y+r.H), n)
}

func (c *Canvas) group(f func()) {
	before := c.now
	c.page.ensure()
	c.op("q\n")
	f()
	c.op("Q\n")
	c.now = before
}

func (c *Canvas) setFill(v Color) {
	if !c.now.fillSet || c.now.fill != v {
		c.op("%s rg\n", v)
		c.now.fill, c.now.fillSet = v, true
	}
}

func (c *Canvas) setStroke(s Stroke) {
	if !c.now.strokeSet || c.now.stroke != s.Color {
		c.op("%s RG\n", s.Color)
		c.now.stroke = s.Color
	}
	lineCap, join := 0, 0
	if s.RoundCap {
		lineCap = 1
	}
	if s.Round {
		join = 1
	}
	dash := "[" + nums(s.Dash...) + "]0 d"
	if !c.now.strokeSet || c.now.width != s.Width || c.now.dash != dash || c.now.lineCap != lineCap || c.now.join != join {
		c.op("%s w %d J %d j %s\n", nums(s.Width), lineCap, join, dash)
		c.now.width, c.now.dash, c.now.lineCap, c.now.join = s.Width, dash, lineCap, join
	}
	c.now.strokeSet = true
}

// String is the colour as operands: three numbers from 0 to 1.
func (v Color) String() string {
	return nums(float64(v>>16&255)/255, float64(v>>8&255)/255, float64(v&255)/255)
}

func num6(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	return fmt.Appendf(b, "%.6f", v)
}
