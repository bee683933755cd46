package typeset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strings"
)

// Classes are the colours of a drawing by class: "ink" fills, "s-ink" strokes.
type Classes map[string]Colour

// errNoView is a drawing without a view box: nobody knows its size.
var errNoView = errors.New("the drawing has no viewBox")

// ReadSVG reads a drawing in the subset of SVG that every edition can draw
// (docs/format/course.md, "Diagrams"). Words puts a language's words in the place of
// placeholders. What is outside of the subset is left out.
func ReadSVG(src []byte, classes Classes, words func(string) string) (*Drawing, error) {
	root, err := readNode(src)
	if err != nil {
		return nil, err
	}
	r := &svgReader{classes: classes, words: words, byID: map[string]*svgNode{}, out: &Drawing{}}
	r.index(root)
	box := numbers(root.attr["viewBox"])
	if len(box) != 4 || box[2] <= 0 || box[3] <= 0 {
		return nil, errNoView
	}
	r.out.X, r.out.Y, r.out.Width, r.out.Height = box[0], box[1], box[2], box[3]
	look := look{fill: Paint{classes["ink"], true}, line: 1, size: 16, m: identity}
	r.children(root, look.with(root, classes))
	return r.out, nil
}

// svgNode is an element of a drawing.
type svgNode struct {
	name string
	attr map[string]string
	kids []*svgNode
	text string // before the kids, and of a text element as a whole
}

// deepest is how many elements may stand in each other, and most how many a drawing
// may paint: a drawing that uses itself ends.
const (
	deepest = 40
	most    = 20000
)

func readNode(src []byte) (*svgNode, error) {
	dec := xml.NewDecoder(bytes.NewReader(src))
	var open []*svgNode
	var root *svgNode
	for {
		token, err := dec.Token()
		if err != nil {
			if root == nil {
				return nil, err
			}
			return root, nil
		}
		switch token := token.(type) {
		case xml.StartElement:
			n := &svgNode{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				n.attr[a.Name.Local] = a.Value
			}
			switch {
			case root == nil && n.name == "svg":
				root = n
			case len(open) > 0:
				up := open[len(open)-1]
				up.kids = append(up.kids, n)
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:max(0, len(open)-1)]
		case xml.CharData:
			if len(open) > 0 {
				n := open[len(open)-1]
				if len(n.kids) == 0 {
					n.text += string(token)
				} else {
					n.kids = append(n.kids, &svgNode{name: "#text", text: string(token)})
				}
			}
		}
	}
}

type svgReader struct {
	classes Classes
	words   func(string) string
	byID    map[string]*svgNode
	out     *Drawing
	depth   int
}

func (r *svgReader) index(n *svgNode) {
	if id := n.attr["id"]; id != "" {
		r.byID[id] = n
	}
	for _, kid := range n.kids {
		r.index(kid)
	}
}

func (r *svgReader) children(n *svgNode, l look) {
	if r.depth > deepest {
		return
	}
	r.depth++
	for _, kid := range n.kids {
		r.node(kid, l)
	}
	r.depth--
}

func (r *svgReader) node(n *svgNode, up look) {
	if len(r.out.Items) > most {
		return
	}
	l := up.with(n, r.classes)
	switch n.name {
	case "g":
		r.children(n, l)
	case "use":
		target := r.byID[strings.TrimPrefix(n.attr["href"], "#")]
		if target != nil && r.depth < deepest {
			l.m = l.m.then(matrix{1, 0, 0, 1, n.num("x"), n.num("y")})
			r.depth++
			r.node(target, l)
			r.depth--
		}
	case "text":
		r.text(n, l)
	default:
		if path := shapeOf(n); len(path) > 0 {
			l.fill.On = l.fill.On && n.name != "line"
			r.add(path, l)
			r.markers(n, path, l)
		}
	}
}

func (r *svgReader) add(path []Segment, l look) {
	item := DrawingItem{Path: l.m.path(path), Fill: l.fill, Stroke: l.stroke, Line: l.line * l.m.scale(), Round: l.round, EvenOdd: l.evenOdd}
	for _, d := range l.dash {
		item.Dash = append(item.Dash, d*l.m.scale())
	}
	if !item.Fill.On && !item.Stroke.On {
		return
	}
	r.out.Items = append(r.out.Items, item)
}

// text paints the words of an element and of the spans in it, each from where it
// says, or from where the words before it end when it says nothing.
func (r *svgReader) text(n *svgNode, l look) {
	var parts []part
	r.parts(n, l, Point{n.num("x"), n.num("y")}, &parts)
	for _, p := range parts {
		at := p.look.m.apply(p.at)
		r.out.Items = append(r.out.Items, DrawingItem{
			Words: p.words, At: at, Size: p.look.size * p.look.m.scale(), Bold: p.look.bold, Italic: p.look.italic,
			Align: p.look.anchor, Turn: p.look.m.turn(), Fill: p.look.fill,
		})
	}
}

// part is words of one look from one place.
type part struct {
	words string
	at    Point
	look  look
}

func (r *svgReader) parts(n *svgNode, l look, at Point, out *[]part) {
	add := func(text string) {
		text = strings.Join(strings.Fields(r.words(text)), " ")
		if text == "" {
			return
		}
		if k := len(*out) - 1; k >= 0 && (*out)[k].at == at {
			(*out)[k].words += " " + text
			return
		}
		*out = append(*out, part{text, at, l})
	}
	add(n.text)
	for _, kid := range n.kids {
		switch kid.name {
		case "#text":
			add(kid.text)
		case "tspan":
			from := at
			if kid.attr["x"] != "" {
				from.X = kid.num("x")
			}
			if kid.attr["y"] != "" {
				from.Y = kid.num("y")
			}
			from.X += kid.num("dx")
			from.Y += kid.lengths("dy", l.size)
			r.parts(kid, l.with(kid, r.classes), from, out)
			at = from
		}
	}
}
