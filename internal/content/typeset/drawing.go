package typeset

import "math"

// Drawing is a vector drawing: outlines and words in the order they are painted.
type Drawing struct {
	X, Y, Width, Height float64 // of the view box
	Items               []DrawingItem
}

// DrawingItem is an outline or, with Words, a line of words.
type DrawingItem struct {
	Path    []Segment
	Fill    Paint
	EvenOdd bool // is filled by the even-odd rule, else by the non-zero one
	Stroke  Paint
	Line    float64   // width of the stroke
	Dash    []float64 // lengths of strokes and gaps; nil for a whole line
	Round   bool      // ends and corners are round

	Words  string
	At     Point
	Size   float64 // of the words
	Bold   bool
	Italic bool
	Align  Align
	Turn   float64 // in degrees, clockwise
}

// Paint is a colour, or nothing.
type Paint struct {
	Colour Colour
	On     bool
}

// Point is a place in a drawing, y downward.
type Point struct{ X, Y float64 }

// Segment is a piece of an outline. Op is 'M', 'L', 'C' (two control points and an
// end) or 'Z'.
type Segment struct {
	Op byte
	P  [3]Point
}

// matrix is an affine map: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(p Point) Point {
	return Point{m.a*p.X + m.c*p.Y + m.e, m.b*p.X + m.d*p.Y + m.f}
}

// then is the map that does n first and then m.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

// scale is how much the map enlarges lengths, on average.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

// turn is the angle by which the map turns, in degrees.
func (m matrix) turn() float64 { return math.Atan2(m.b, m.a) * 180 / math.Pi }

func (m matrix) path(list []Segment) []Segment {
	if m == identity {
		return list
	}
	out := make([]Segment, len(list))
	for i, s := range list {
		out[i].Op = s.Op
		for j := range s.P {
			out[i].P[j] = m.apply(s.P[j])
		}
	}
	return out
}

func moveTo(x, y float64) Segment { return Segment{Op: 'M', P: [3]Point{{x, y}}} }
func lineTo(x, y float64) Segment { return Segment{Op: 'L', P: [3]Point{{x, y}}} }

func curveTo(x1, y1, x2, y2, x, y float64) Segment {
	return Segment{Op: 'C', P: [3]Point{{x1, y1}, {x2, y2}, {x, y}}}
}

// arcRatio is how far the control points of a quarter of a circle stand from its
// ends, in radii.
const arcRatio = 0.5522847498307936

// ellipse is an ellipse as four curves.
func ellipse(cx, cy, rx, ry float64) []Segment {
	kx, ky := rx*arcRatio, ry*arcRatio
	return []Segment{
		moveTo(cx+rx, cy),
		curveTo(cx+rx, cy+ky, cx+kx, cy+ry, cx, cy+ry),
		curveTo(cx-kx, cy+ry, cx-rx, cy+ky, cx-rx, cy),
		curveTo(cx-rx, cy-ky, cx-kx, cy-ry, cx, cy-ry),
		curveTo(cx+kx, cy-ry, cx+rx, cy-ky, cx+rx, cy),
		{Op: 'Z'},
	}
}

// rectangle is a rectangle with round corners.
func rectangle(x, y, w, h, rx, ry float64) []Segment {
	rx, ry = min(rx, w/2), min(ry, h/2)
	if rx <= 0 || ry <= 0 {
		return []Segment{moveTo(x, y), lineTo(x+w, y), lineTo(x+w, y+h), lineTo(x, y+h), {Op: 'Z'}}
	}
	kx, ky := rx*(1-arcRatio), ry*(1-arcRatio)
	return []Segment{
		moveTo(x+rx, y), lineTo(x+w-rx, y),
		curveTo(x+w-kx, y, x+w, y+ky, x+w, y+ry), lineTo(x+w, y+h-ry),
		curveTo(x+w, y+h-ky, x+w-kx, y+h, x+w-rx, y+h), lineTo(x+rx, y+h),
		curveTo(x+kx, y+h, x, y+h-ky, x, y+h-ry), lineTo(x, y+ry),
		curveTo(x, y+ky, x+kx, y, x+rx, y), {Op: 'Z'},
	}
}
