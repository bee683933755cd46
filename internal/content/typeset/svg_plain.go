package typeset

import (
	"fmt"
	"regexp"
	"strings"
)

// ReadPlainSVG reads a drawing from elsewhere, a logo: shapes in full colours. It refuses whatever it would not draw as a
// browser does (words, which want their own face, gradients, clips, transparency): a logo is drawn as it is or not at all.
func ReadPlainSVG(src []byte) (*Drawing, error) {
	root, err := readNode(src)
	if err != nil {
		return nil, err
	}
	if err := plain(root, 0); err != nil {
		return nil, err
	}
	d, err := ReadSVG(src, Classes{}, func(words string) string { return words })
	if err != nil {
		return nil, err
	}
	if len(d.Items) == 0 || len(d.Items) > most {
		return nil, fmt.Errorf("typeset: the drawing has %d shapes", len(d.Items))
	}
	return d, d.within()
}

// plainShapes are the elements that plain drawings are made of, and those that show nothing.
var (
	plainShapes = listed("svg g path rect circle ellipse line polyline polygon")
	plainSilent = listed("title desc defs")
)

// plainValues are the attributes that plain drawings have, with what they may say. Others by the name of a property of
// text say nothing where there is none.
var plainValues = func() map[string]*regexp.Regexp {
	out := map[string]*regexp.Regexp{}
	for names, value := range map[string]string{
		"id version role aria-label xmlns space width height preserveAspectRatio clip-rule": `.*`,
		"viewBox points stroke-dasharray d transform stroke-miterlimit":                     `[^%]*`,
		"x y x1 y1 x2 y2 cx cy r rx ry stroke-width":                                        `[-+.0-9eE]+(px)?`,
		"fill stroke":                           `none|black|white|currentColor|inherit|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}`,
		"fill-rule":                             `nonzero|evenodd|inherit`,
		"opacity fill-opacity stroke-opacity":   `1(\.0*)?|100%`,
		"stroke-linecap":                        `butt|round`,
		"stroke-linejoin":                       `miter|round`,
		"font-family font-size font-weight":     `.*`,
		"font-style text-anchor letter-spacing": `.*`,
		"display":                               `inline|block`,
		"visibility":                            `visible`,
		"paint-order":                           `normal`,
		"vector-effect clip-path mask":          `none`,
		"marker-start marker-mid marker-end":    `none`,
		"stroke-dashoffset":                     `0(px)?`,
	} {
		for name := range listed(names) {
			out[name] = regexp.MustCompile(`(?s)^(` + value + `)$`)
		}
	}
	return out
}()

func listed(list string) map[string]bool {
	out := map[string]bool{}
	for _, one := range strings.Fields(list) {
		out[one] = true
	}
	return out
}

func plain(n *svgNode, depth int) error {
	switch {
	case plainSilent[n.name] || n.name == "#text":
		return nil
	case !plainShapes[n.name] || n.name == "svg" && depth > 0 || depth > deepest:
		return fmt.Errorf("typeset: the drawing has a %q", n.name)
	}
	for name, value := range n.attr {
		if allowed := plainValues[name]; allowed == nil || !allowed.MatchString(strings.TrimSpace(value)) {
			return fmt.Errorf("typeset: the drawing has a %s with %q", n.name, name)
		}
	}
	for _, kid := range n.kids {
		if err := plain(kid, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// within says that nothing is painted outside of the view box, where browsers cut it off, but for a hair.
func (d *Drawing) within() error {
	dx, dy := d.Width/20, d.Height/20
	for _, it := range d.Items {
		for _, s := range it.Path {
			used := map[byte]int{'M': 1, 'L': 1, 'C': 3}[s.Op]
			for _, p := range s.P[:used] {
				if p.X < d.X-dx || p.X > d.X+d.Width+dx || p.Y < d.Y-dy || p.Y > d.Y+d.Height+dy {
					return fmt.Errorf("typeset: the drawing paints outside of its view box")
				}
			}
		}
	}
	return nil
}
