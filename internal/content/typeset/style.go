package typeset

// Family is a typeface by what it is for.
type Family uint8

// The families: one to read, one in which the product speaks, one for code.
const (
	Serif Family = iota
	Sans
	Mono
)

// Face is one cut of a family.
type Face struct {
	Family Family
	Bold   bool
	Italic bool
}

// Colour is a colour of sRGB, 0xRRGGBB.
type Colour uint32

// Underline is a line under words.
type Underline uint8

// The kinds of lines under words.
const (
	NoLine     Underline = iota
	HairLine             // of a link
	DottedLine           // of a word the glossary explains
)

// TextStyle is how words look.
type TextStyle struct {
	Face      Face
	Size      float64
	Leading   float64 // distance of baselines
	Colour    Colour
	Rise      float64 // of the baseline, in points
	Underline Underline
	Tracking  float64 // added to every glyph, in em
}

// Align says where the lines of a paragraph stand.
type Align uint8

// The alignments. Start is the left in a text written from left to right.
const (
	Start Align = iota
	Centre
	End
)

// Mark changes how an inline looks against what is around it.
type Mark uint16

// The marks of inlines.
const (
	Italic Mark = 1 << iota
	Bold
	Code      // in the family of code
	Interface // in the family of the interface, a little smaller
	Raised    // above the line and small
	Linked    // in the colour of links, with a hairline
	Accented  // in the colour of links
	Term      // with a dotted line
	Quiet     // in the second colour of ink
	Light     // not bold
)

// Palette is the colours that marks and drawings use.
type Palette struct {
	Ink, Ink2, Line, LineStrong, Accent, AccentGround, OnAccent, Ground, Sheet Colour
	Sunk, Done, DoneGround, Warn, WarnGround, Wrong                            Colour
}

// apply is the style of an inline with the mark.
func (m Mark) apply(s TextStyle, p *Palette) TextStyle {
	if m&Italic != 0 {
		s.Face.Italic = true
	}
	if m&Bold != 0 {
		s.Face.Bold = true
	}
	if m&Light != 0 {
		s.Face.Bold = false
	}
	if m&Code != 0 {
		s.Face = Face{Family: Mono, Bold: s.Face.Bold}
		s.Size *= 0.88
	}
	if m&Interface != 0 {
		s.Face.Family = Sans
		s.Size *= 0.88
	}
	if m&Raised != 0 {
		s.Face = Face{Family: Sans}
		s.Rise += s.Size * 0.36
		s.Size = max(s.Size*0.64, 6)
	}
	if m&(Linked|Accented) != 0 {
		s.Colour = p.Accent
	}
	if m&Quiet != 0 {
		s.Colour = p.Ink2
	}
	switch {
	case m&Linked != 0:
		s.Underline = HairLine
	case m&Term != 0:
		s.Underline = DottedLine
	}
	return s
}
