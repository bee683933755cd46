package typeset

import (
	"math"
	"strconv"
	"strings"
)

// look is what an element of a drawing inherits.
type look struct {
	fill, stroke Paint
	line         float64
	dash         []float64
	round        bool
	evenOdd      bool
	size         float64
	bold, italic bool
	anchor       Align
	m            matrix
}

// with is the look of an element: presentation attributes, then classes, which win
// as a style sheet would.
func (l look) with(n *svgNode, classes Classes) look {
	a := n.attr
	l.fill = paint(l.fill, a["fill"], classes)
	l.stroke = paint(l.stroke, a["stroke"], classes)
	for _, class := range strings.Fields(a["class"]) {
		if name, isStroke := strings.CutPrefix(class, "s-"); isStroke {
			if c, ok := classes.colour(name, true); ok {
				l.stroke = Paint{c, true}
			}
		} else if c, ok := classes.colour(class, false); ok {
			l.fill = Paint{c, true}
		}
	}
	if a["stroke-width"] != "" {
		l.line = n.num("stroke-width")
	}
	if d := a["stroke-dasharray"]; d != "" {
		l.dash = numbers(d)
	}
	l.round = l.round || a["stroke-linecap"] == "round" || a["stroke-linejoin"] == "round"
	if rule := a["fill-rule"]; rule != "" && rule != "inherit" {
		l.evenOdd = rule == "evenodd"
	}
	if a["font-size"] != "" {
		l.size = n.lengths("font-size", l.size)
	}
	if w := a["font-weight"]; w != "" {
		weight, _ := strconv.Atoi(w)
		l.bold = w == "bold" || weight >= 600
	}
	if s := a["font-style"]; s != "" {
		l.italic = s == "italic"
	}
	switch a["text-anchor"] {
	case "start":
		l.anchor = Start
	case "middle":
		l.anchor = Centre
	case "end":
		l.anchor = End
	}
	if t := a["transform"]; t != "" {
		l.m = l.m.then(transform(t))
	}
	return l
}

// colour is the colour of a class. A line is stroked in its strong form: it carries
// meaning.
func (c Classes) colour(name string, stroke bool) (Colour, bool) {
	if strong, ok := c[name+"-strong"]; ok && stroke {
		return strong, true
	}
	colour, ok := c[name]
	return colour, ok
}

// named are the colours by name that drawings use; others are black.
var named = map[string]Colour{"white": 0xffffff, "black": 0}

func paint(now Paint, value string, classes Classes) Paint {
	switch {
	case value == "" || value == "inherit":
		return now
	case value == "none" || value == "transparent":
		return Paint{}
	case value == "currentColor":
		return Paint{classes["ink"], true}
	case strings.HasPrefix(value, "#"):
		hex := value[1:]
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if v, err := strconv.ParseUint(hex, 16, 24); err == nil {
			return Paint{Colour(v), true}
		}
	}
	return Paint{named[value], true}
}

func (n *svgNode) num(name string) float64 { return number(n.attr[name]) }

// lengths reads a length that may be in em.
func (n *svgNode) lengths(name string, em float64) float64 {
	v := n.attr[name]
	if s, ok := strings.CutSuffix(v, "em"); ok {
		return number(s) * em
	}
	return number(v)
}

// number reads a number; what is none, or not finite, is 0.
func number(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e6 {
		return 0
	}
	return v
}

// transform reads the value of a transform attribute.
func transform(s string) matrix {
	m := identity
	for {
		name, rest, ok := strings.Cut(s, "(")
		if !ok {
			return m
		}
		args, after, _ := strings.Cut(rest, ")")
		m = m.then(oneTransform(strings.Trim(name, " ,\t\n"), numbers(args)))
		s = after
	}
}

func oneTransform(name string, v []float64) matrix {
	at := func(i int, otherwise float64) float64 {
		if i < len(v) {
			return v[i]
		}
		return otherwise
	}
	switch name {
	case "translate":
		return matrix{1, 0, 0, 1, at(0, 0), at(1, 0)}
	case "scale":
		return matrix{at(0, 1), 0, 0, at(1, at(0, 1)), 0, 0}
	case "rotate":
		sin, cos := math.Sincos(at(0, 0) * math.Pi / 180)
		x, y := at(1, 0), at(2, 0)
		turn := matrix{cos, sin, -sin, cos, 0, 0}
		return matrix{1, 0, 0, 1, x, y}.then(turn).then(matrix{1, 0, 0, 1, -x, -y})
	case "skewX":
		return matrix{1, 0, math.Tan(at(0, 0) * math.Pi / 180), 1, 0, 0}
	case "skewY":
		return matrix{1, math.Tan(at(0, 0) * math.Pi / 180), 0, 1, 0, 0}
	case "matrix":
		if len(v) == 6 {
			return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}
		}
	}
	return identity
}
