package paper

import (
	"strconv"
	"strings"

	"atelier/internal/content/typeset"
)

// paper is a size of sheet, in points, and the margins that give a line of about 66
// characters beside a margin in which titles, figures and tables may stand.
type paper struct {
	name          string
	width, height float64
	left, right   float64
}

var (
	letter = paper{"letter", 612, 792, 162, 92}
	a4     = paper{"a4", 595.28, 841.89, 154, 83}
)

// outer is how far to the left of the text titles, figures and tables begin.
const outer = 96.0

// Where the text of a page stands between its head and its foot.
const (
	topMargin    = 86.0
	bottomMargin = 80.0
	headLine     = 50.0
	footLine     = 46.0 // from the bottom
)

func (p paper) shape() typeset.Shape {
	return typeset.Shape{Width: p.width, Height: p.height, Top: topMargin, Bottom: bottomMargin, Left: p.left, Right: p.right}
}

// sheetOf is the paper of a course: Letter unless its theme says "paper: a4".
func sheetOf(theme map[string]string) paper {
	if strings.EqualFold(theme["paper"], "a4") {
		return a4
	}
	return letter
}

// design is how the files of a course look: its colours and the styles made of them.
type design struct {
	palette typeset.Palette
	classes typeset.Classes
	paper   paper
	narrow  bool // the text takes the whole width: there is no margin to reach into

	body, lede, small, kicker, cell, code typeset.TextStyle
	title, section, part, strong, label   typeset.TextStyle
}

// tokens are the colours of the product on paper (base/page/css/tokens.css, light);
// the theme of a course sets them again.
var tokens = map[string]typeset.Colour{
	"ground": 0xfbfaf7, "sheet": 0xffffff, "sunk": 0xf3f1eb, "ink": 0x1d2328, "ink-2": 0x4c555d, "line": 0xdfdbd2, "line-strong": 0x767c83,
	"accent": 0x0b5563, "on-accent": 0xffffff, "accent-ground": 0xe6f0f0, "done": 0x2a6a3c, "done-ground": 0xe8f2e9,
	"warn": 0x7c4a00, "warn-ground": 0xfdf3df, "wrong": 0xa3262a,
}

func newDesign(theme map[string]string) *design {
	colours := typeset.Classes{}
	for name, colour := range tokens {
		colours[name] = colour
		if own, ok := colourOf(theme[name]); ok {
			colours[name] = own
		}
	}
	if _, own := colourOf(theme["accent-ground"]); !own && colours["accent"] != tokens["accent"] {
		colours["accent-ground"] = tint(colours["accent"])
	}
	d := &design{classes: colours, paper: sheetOf(theme)}
	d.palette = typeset.Palette{
		Ink: colours["ink"], Ink2: colours["ink-2"], Line: colours["line"], LineStrong: colours["line-strong"], Accent: colours["accent"],
		AccentGround: colours["accent-ground"], OnAccent: colours["on-accent"], Ground: colours["ground"], Sheet: colours["sheet"], Sunk: colours["sunk"],
		Done: colours["done"], DoneGround: colours["done-ground"], Warn: colours["warn"], WarnGround: colours["warn-ground"], Wrong: colours["wrong"],
	}
	d.styles(10.5)
	return d
}

// colourOf reads #rgb or #rrggbb.
func colourOf(s string) (typeset.Colour, bool) {
	hex, is := strings.CutPrefix(s, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	v, err := strconv.ParseUint(hex, 16, 24)
	return typeset.Colour(v), is && len(hex) == 6 && err == nil
}

// tint is a tenth of a colour on white: a ground on which dark words are read well.
func tint(c typeset.Colour) typeset.Colour {
	light := func(shift uint) typeset.Colour { return (255 - (255-c>>shift&255)/10) << shift }
	return light(16) | light(8) | light(0)
}

// styles are the styles around a size of running text, in points.
func (d *design) styles(size float64) {
	p := &d.palette
	serif := func(k, lead float64, bold bool, colour typeset.Colour) typeset.TextStyle {
		return typeset.TextStyle{Face: typeset.Face{Family: typeset.Serif, Bold: bold}, Size: size * k, Leading: size * k * lead, Colour: colour}
	}
	sans := func(k, lead float64, bold bool, colour typeset.Colour) typeset.TextStyle {
		s := serif(k, lead, bold, colour)
		s.Face.Family = typeset.Sans
		return s
	}
	d.body = serif(1, 1.47, false, p.Ink)
	d.lede = serif(1.24, 1.42, false, p.Ink2)
	d.title = serif(2.3, 1.16, true, p.Ink)
	d.section = serif(1.45, 1.25, true, p.Ink)
	d.part = serif(1.16, 1.3, true, p.Ink)
	d.strong = sans(0.95, 1.4, true, p.Ink)
	d.kicker = sans(0.83, 1.4, true, p.Accent)
	d.small = sans(0.82, 1.45, false, p.Ink2)
	d.label = sans(0.86, d.body.Leading/(size*0.86), true, p.Ink)
	d.cell = sans(0.82, 1.4, false, p.Ink)
	d.code = typeset.TextStyle{Face: typeset.Face{Family: typeset.Mono}, Size: size * 0.8, Leading: size * 1.22, Colour: p.Ink}
}

// tinted is the ground of what stands apart from the text.
func tinted(fill, bar typeset.Colour) *typeset.Box {
	return &typeset.Box{Fill: fill, Filled: true, Bar: bar, BarSize: 2.5, Pad: 11, PadX: 15}
}

// textWidth is the width of the text.
func (d *design) textWidth() float64 { return d.paper.width - d.paper.left - d.paper.right }
