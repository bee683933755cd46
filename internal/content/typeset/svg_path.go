package typeset

import (
	"math"
	"strings"
)

// shapeOf is the outline of an element; nil for what has none.
func shapeOf(n *svgNode) []Segment {
	switch n.name {
	case "rect":
		w, h := n.num("width"), n.num("height")
		rx, ry := n.num("rx"), n.num("ry")
		if n.attr["ry"] == "" {
			ry = rx
		}
		if n.attr["rx"] == "" {
			rx = ry
		}
		if w <= 0 || h <= 0 {
			return nil
		}
		return rectangle(n.num("x"), n.num("y"), w, h, rx, ry)
	case "circle":
		return ellipse(n.num("cx"), n.num("cy"), n.num("r"), n.num("r"))
	case "ellipse":
		return ellipse(n.num("cx"), n.num("cy"), n.num("rx"), n.num("ry"))
	case "line":
		return []Segment{moveTo(n.num("x1"), n.num("y1")), lineTo(n.num("x2"), n.num("y2"))}
	case "polyline", "polygon":
		var out []Segment
		v := numbers(n.attr["points"])
		for i := 0; i+1 < len(v); i += 2 {
			out = append(out, lineTo(v[i], v[i+1]))
		}
		if len(out) == 0 {
			return nil
		}
		out[0].Op = 'M'
		if n.name == "polygon" {
			out = append(out, Segment{Op: 'Z'})
		}
		return out
	case "path":
		return readPath(n.attr["d"])
	}
	return nil
}

// scanner reads the numbers and letters of path data (SVG 1.1, 8.3.9).
type scanner struct {
	s  string
	at int
}

func (s *scanner) blank() {
	for s.at < len(s.s) && strings.IndexByte(" \t\r\n,", s.s[s.at]) >= 0 {
		s.at++
	}
}

// number reads the next number; false where there is none.
func (s *scanner) number() (float64, bool) {
	s.blank()
	from, point, exp := s.at, false, false
	for ; s.at < len(s.s); s.at++ {
		switch c := s.s[s.at]; {
		case c >= '0' && c <= '9':
		case (c == '-' || c == '+') && (s.at == from || s.s[s.at-1] == 'e' || s.s[s.at-1] == 'E'):
		case c == '.' && !point && !exp:
			point = true
		case (c == 'e' || c == 'E') && !exp && s.at > from:
			exp = true
		default:
			return number(s.s[from:s.at]), s.at > from
		}
	}
	return number(s.s[from:s.at]), s.at > from
}

// flag reads a flag of an arc, which may stand without a blank after it.
func (s *scanner) flag() (float64, bool) {
	s.blank()
	if s.at < len(s.s) && (s.s[s.at] == '0' || s.s[s.at] == '1') {
		s.at++
		return float64(s.s[s.at-1] - '0'), true
	}
	return 0, false
}

func numbers(text string) []float64 {
	s := &scanner{s: text}
	var out []float64
	for {
		v, ok := s.number()
		if !ok {
			return out
		}
		out = append(out, v)
	}
}

// arguments is how many numbers a command of a path takes.
var arguments = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

// pathReader turns path data into segments.
type pathReader struct {
	out        []Segment
	now, start Point
	control    Point // of the curve before, for the smooth ones
	before     byte
}

// readPath reads path data; it ends at the first mistake, as the specification wants
// (SVG 1.1, 8.3.2 and F.2).
func readPath(d string) []Segment {
	s := &scanner{s: d}
	r := &pathReader{}
	command := byte(0)
	for {
		s.blank()
		if s.at >= len(s.s) {
			return r.out
		}
		if c := s.s[s.at]; c >= 'A' {
			command = c
			s.at++
		} else if command == 0 {
			return r.out
		}
		upper := command &^ 0x20
		n, known := arguments[upper]
		if !known || len(r.out) == 0 && upper != 'M' {
			return r.out
		}
		v := make([]float64, n)
		for i := range v {
			ok := false
			if upper == 'A' && (i == 3 || i == 4) {
				v[i], ok = s.flag()
			} else {
				v[i], ok = s.number()
			}
			if !ok {
				return r.out
			}
		}
		r.command(upper, command != upper, v)
		switch {
		case upper == 'M': // further pairs are lines
			command-- // M to L, m to l
		case upper == 'Z':
			command = 0
		}
	}
}

func (r *pathReader) command(op byte, relative bool, v []float64) {
	base := Point{}
	if relative {
		base = r.now
	}
	at := func(i int) Point { return Point{base.X + v[i], base.Y + v[i+1]} }
	mirror := r.now
	if r.before == op || strings.IndexByte("CS", op) >= 0 && strings.IndexByte("CS", r.before) >= 0 || strings.IndexByte("QT", op) >= 0 && strings.IndexByte("QT", r.before) >= 0 {
		mirror = Point{2*r.now.X - r.control.X, 2*r.now.Y - r.control.Y}
	}
	r.before = op
	switch op {
	case 'M':
		r.now = at(0)
		r.start = r.now
		r.out = append(r.out, moveTo(r.now.X, r.now.Y))
	case 'L':
		r.line(at(0))
	case 'H':
		r.line(Point{base.X + v[0], r.now.Y})
	case 'V':
		r.line(Point{r.now.X, base.Y + v[0]})
	case 'C':
		r.curve(at(0), at(2), at(4))
	case 'S':
		r.curve(mirror, at(0), at(2))
	case 'Q':
		r.quad(at(0), at(2))
	case 'T':
		r.quad(mirror, at(0))
	case 'A':
		r.arc(v, Point{base.X + v[5], base.Y + v[6]})
	case 'Z':
		r.out = append(r.out, Segment{Op: 'Z'})
		r.now = r.start
	}
}

func (r *pathReader) line(to Point) {
	r.out = append(r.out, lineTo(to.X, to.Y))
	r.now = to
}

func (r *pathReader) curve(a, b, to Point) {
	r.out = append(r.out, curveTo(a.X, a.Y, b.X, b.Y, to.X, to.Y))
	r.now, r.control = to, b
}

func (r *pathReader) quad(c, to Point) {
	a := Point{r.now.X + 2*(c.X-r.now.X)/3, r.now.Y + 2*(c.Y-r.now.Y)/3}
	b := Point{to.X + 2*(c.X-to.X)/3, to.Y + 2*(c.Y-to.Y)/3}
	r.curve(a, b, to)
	r.control = c
}

// arc draws an elliptical arc as curves (SVG 1.1, F.6.5 and F.6.6).
func (r *pathReader) arc(v []float64, to Point) {
	rx, ry := math.Abs(v[0]), math.Abs(v[1])
	if rx == 0 || ry == 0 || to == r.now {
		r.line(to)
		return
	}
	sin, cos := math.Sincos(v[2] * math.Pi / 180)
	dx, dy := (r.now.X-to.X)/2, (r.now.Y-to.Y)/2
	x1, y1 := cos*dx+sin*dy, -sin*dx+cos*dy
	if over := x1*x1/(rx*rx) + y1*y1/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	k := math.Sqrt(max(0, rx*rx*ry*ry-rx*rx*y1*y1-ry*ry*x1*x1) / (rx*rx*y1*y1 + ry*ry*x1*x1))
	if v[3] == v[4] {
		k = -k
	}
	cx, cy := k*rx*y1/ry, -k*ry*x1/rx
	from := math.Atan2((y1-cy)/ry, (x1-cx)/rx)
	turn := math.Atan2((-y1-cy)/ry, (-x1-cx)/rx) - from
	if v[4] == 0 && turn > 0 {
		turn -= 2 * math.Pi
	} else if v[4] == 1 && turn < 0 {
		turn += 2 * math.Pi
	}
	centre := Point{cos*cx - sin*cy + (r.now.X+to.X)/2, sin*cx + cos*cy + (r.now.Y+to.Y)/2}
	m := matrix{cos * rx, sin * rx, -sin * ry, cos * ry, centre.X, centre.Y}
	steps := max(1, int(math.Ceil(math.Abs(turn)/(math.Pi/2)-1e-9)))
	step := turn / float64(steps)
	t := 4.0 / 3 * math.Tan(step/4)
	for i := range steps {
		s1, c1 := math.Sincos(from + float64(i)*step)
		s2, c2 := math.Sincos(from + float64(i+1)*step)
		r.curve(m.apply(Point{c1 - t*s1, s1 + t*c1}), m.apply(Point{c2 + t*s2, s2 - t*c2}), m.apply(Point{c2, s2}))
	}
	r.now = to
}
