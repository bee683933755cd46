package typeset

import (
	"math"
	"strings"
)

// markers paints the markers of a line: at its start, its end and between (SVG 1.1,
// 11.6).
func (r *svgReader) markers(n *svgNode, path []Segment, l look) {
	start, end := r.marker(n.attr["marker-start"]), r.marker(n.attr["marker-end"])
	between := r.marker(n.attr["marker-mid"])
	if start == nil && end == nil && between == nil {
		return
	}
	var points []Point
	for _, s := range path {
		switch s.Op {
		case 'M', 'L':
			points = append(points, s.P[0])
		case 'C':
			points = append(points, s.P[2])
		}
	}
	last := len(points) - 1
	for i, p := range points {
		switch {
		case i == 0 && start != nil:
			r.mark(start, p, leaving(path), l)
		case i == last && end != nil:
			r.mark(end, p, arriving(path), l)
		case i > 0 && i < last && between != nil:
			r.mark(between, p, math.Atan2(points[i+1].Y-points[i-1].Y, points[i+1].X-points[i-1].X), l)
		}
	}
}

func (r *svgReader) marker(value string) *svgNode {
	id := strings.TrimSuffix(strings.TrimPrefix(strings.ReplaceAll(value, `"`, ""), "url(#"), ")")
	if n := r.byID[id]; n != nil && n.name == "marker" {
		return n
	}
	return nil
}

// leaving is the direction in which a path begins, in radians; arriving the one in
// which it ends.
func leaving(path []Segment) float64 {
	for _, s := range path[1:] {
		if p := s.P[0]; s.Op != 'Z' && p != path[0].P[0] {
			return math.Atan2(p.Y-path[0].P[0].Y, p.X-path[0].P[0].X)
		}
	}
	return 0
}

func arriving(path []Segment) float64 {
	var from, to Point
	for _, s := range path {
		switch s.Op {
		case 'M':
			from, to = s.P[0], s.P[0]
		case 'L':
			from, to = to, s.P[0]
		case 'C':
			from, to = s.P[1], s.P[2]
		}
	}
	return math.Atan2(to.Y-from.Y, to.X-from.X)
}

// mark paints one marker at a point.
func (r *svgReader) mark(n *svgNode, at Point, angle float64, l look) {
	size := func(name string) float64 {
		if n.attr[name] == "" {
			return 3
		}
		return n.num(name)
	}
	turn := n.num("orient") * math.Pi / 180
	if o := n.attr["orient"]; strings.HasPrefix(o, "auto") {
		turn = angle
	}
	scale := 1.0
	if n.attr["markerUnits"] != "userSpaceOnUse" {
		scale = l.line
	}
	sx, sy := scale, scale
	box := numbers(n.attr["viewBox"])
	if len(box) == 4 && box[2] > 0 && box[3] > 0 {
		k := min(size("markerWidth")/box[2], size("markerHeight")/box[3])
		sx, sy = sx*k, sy*k
	}
	sin, cos := math.Sincos(turn)
	m := l.m.then(matrix{1, 0, 0, 1, at.X, at.Y}).then(matrix{cos, sin, -sin, cos, 0, 0}).then(matrix{sx, 0, 0, sy, 0, 0}).
		then(matrix{1, 0, 0, 1, -n.num("refX"), -n.num("refY")})
	own := look{fill: Paint{r.classes["ink"], true}, line: 1, size: 16, m: m}
	r.children(n, own.with(n, r.classes))
}
