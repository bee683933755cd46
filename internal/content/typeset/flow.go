package typeset

import "atelier/internal/standard/pdfua"

// flow turns blocks into pieces.
type flow struct {
	words   *Words
	palette *Palette
	ids     map[string]bool // used so far
	pieces  []piece
	names   []string // destinations that wait for the next piece
	marks   []string
	mark    *placedMark
	label   *hung  // a label that waits for the first line beside it
	id      string // of the block that was last begun
	page    bool   // the next piece begins a page
	tell    func(Trouble)
	tallest float64 // what a page holds
}

// child makes an element below parent, in the order of calls; nil where nothing is
// painted. An id that is used already is left out: a name leads to one place.
func (f *flow) child(parent *pdfua.Element, e *Element) *pdfua.Element {
	if parent == nil {
		return nil
	}
	own := attributes(e)
	if f.ids["#"+own.ID] {
		own.ID = ""
	} else if own.ID != "" {
		f.ids["#"+own.ID] = true
	}
	return parent.Add(pdfua.Tag(e.Tag), own)
}

func attributes(e *Element) pdfua.Attr {
	return pdfua.Attr{
		ID: e.ID, Lang: e.Lang, Alt: e.Alt, ActualText: e.ActualText, Title: e.Title, ListNumbering: e.Numbering, Scope: e.Scope,
	}
}

// name notes destinations that the next piece is.
func (f *flow) name(names ...string) {
	for _, name := range names {
		if name != "" && !f.ids[name] {
			f.ids[name] = true
			f.names = append(f.names, name)
		}
	}
}

// hung is a label that waits for the line it stands beside.
type hung struct {
	label *Label
	elem  *pdfua.Element
	atoms []atom
	left  float64 // in its column
	back  float64 // how far to the left of the line it stands
	width float64
}

// place is where blocks stand: their left edge, their width, the box around them
// and the element they belong to.
type place struct {
	x, width float64
	box      *openBox
	elem     *pdfua.Element
	around   *pdfua.Element // of the block that elem belongs to
	lang     string
}

func (f *flow) blocks(list []*Block, at place) {
	for i, b := range list {
		from := len(f.pieces)
		f.block(b, at)
		if i > 0 && from < len(f.pieces) && list[i-1].KeepNext {
			f.pieces[from].cost = never
		}
	}
}

func (f *flow) block(b *Block, at place) {
	from := len(f.pieces)
	f.name(b.ID)
	f.name(b.Names...)
	if b.ID != "" {
		f.id = b.ID
	}
	if b.Mark != "" {
		f.marks = append(f.marks, b.Mark)
	}
	f.page = f.page || b.PageBefore
	if b.Bookmark != nil {
		f.mark = &placedMark{*b.Bookmark, b.ID}
	}
	in := at
	in.x, in.width = at.x+b.Left, at.width-b.Left-b.Right
	if b.Lang != "" {
		in.lang = b.Lang
	}
	if b.Tag != "" {
		in.elem, in.around = f.child(at.elem, &b.Element), at.elem
	}
	if b.Label != nil {
		f.hang(b.Label, &in)
	}
	if b.Box != nil {
		f.boxed(b, in)
	} else {
		f.content(b, in)
	}
	f.spaced(b, from)
}

// spaced gives the pieces of a block its space and its wish to stay whole.
func (f *flow) spaced(b *Block, from int) {
	if from == len(f.pieces) {
		return
	}
	first, last := &f.pieces[from], &f.pieces[len(f.pieces)-1]
	first.above = max(first.above, b.Above)
	last.below = max(last.below, b.Below)
	if b.KeepWhole {
		f.keep(f.pieces[from:])
	}
}

// keep makes it dear to part pieces between two pages, and dearer to leave a scrap of
// them on one side.
func (f *flow) keep(pieces []piece) {
	all := tall(pieces)
	done := 0.0
	for i := range pieces {
		if i > 0 {
			done += gap(&pieces[i-1], &pieces[i])
			pieces[i].cost = max(pieces[i].cost, whole)
			if done < scrap || all-done < scrap {
				pieces[i].cost = max(pieces[i].cost, scrapCost)
			}
		}
		done += pieces[i].height
	}
}

func (f *flow) content(b *Block, in place) {
	switch {
	case b.Text != nil && b.Text.Code:
		f.code(b.Text, in)
	case b.Text != nil:
		f.text(b.Text, in)
	case b.Table != nil:
		f.table(b.Table, in)
	case b.Picture != nil:
		f.picture(b, in)
	case b.Blanks > 0:
		for range b.Blanks {
			f.add(piece{height: blankLine, x: in.x, box: in.box, cost: item, body: &ruled{in.width, 0.5, blankLine - 1}})
		}
	case b.Rule > 0:
		f.add(piece{height: b.Rule, x: in.x, box: in.box, cost: never, body: &ruled{in.width, b.Rule, b.Rule / 2}})
	case b.Gap > 0:
		f.add(piece{height: b.Gap, x: in.x, box: in.box, body: &ruled{}})
	}
	if lacks := b.ToHeight - tall(f.pieces); b.ToHeight > 0 && lacks > 0 {
		f.add(piece{height: lacks, x: in.x, box: in.box, body: &ruled{}})
	}
	f.blocks(b.Blocks, in)
	if f.label != nil && b.Label != nil { // nothing stood beside it
		f.add(piece{height: b.Label.Style.Leading, x: in.x, box: in.box, body: &setLine{style: &b.Label.Style}})
	}
}

// blankLine is the distance of lines to write on by hand: a little over 8 mm.
const blankLine = 24.0

// add adds a piece with what waits for one.
func (f *flow) add(p piece) {
	p.names, p.marks, p.bookmark = f.names, f.marks, f.mark
	f.names, f.marks, f.mark = nil, nil, nil
	if f.page {
		p.page, f.page = true, false
	}
	if f.label != nil {
		if l, ok := p.body.(*setLine); ok {
			l.label = f.label
			l.label.back = p.x - l.label.left
			f.label = nil
		}
	}
	f.pieces = append(f.pieces, p)
}

// boxed surrounds the content of a block.
func (f *flow) boxed(b *Block, in place) {
	box := &openBox{Box: b.Box, outer: in.box, x: in.x, width: in.width}
	from := len(f.pieces)
	f.add(piece{height: b.Box.Pad, x: in.x, box: box, edge: opens})
	inner := in
	inner.x, inner.width, inner.box = in.x+b.Box.PadX, in.width-2*b.Box.PadX, box
	f.content(b, inner)
	for i := from + 1; i < len(f.pieces); i++ {
		f.pieces[i].cost += insideBox
	}
	if from+1 < len(f.pieces) {
		f.pieces[from+1].cost = never
	}
	f.add(piece{height: b.Box.Pad, x: in.x, box: box, edge: closes, cost: never})
}

// hang makes room for a label, which waits for the first line.
func (f *flow) hang(l *Label, in *place) {
	h := &hung{label: l, left: in.x, width: l.Width}
	mark := l.Element
	if mark.Tag == "" {
		mark.Tag = "Lbl"
	}
	if l.Tick > 0 {
		mark.ActualText = "☐"
	}
	h.elem = f.child(in.elem, &mark)
	h.atoms = f.atoms(l.Inlines, l.Style, in.lang, false)
	f.label = h
	in.x += l.Width
	in.width -= l.Width
}

// atoms cuts inlines into atoms and tells of letters that no face has.
func (f *flow) atoms(inlines []Inline, style TextStyle, lang string, code bool) []atom {
	atoms := f.words.atoms(inlines, style, lang, f.palette, code)
	for i := range atoms {
		if lost := atoms[i].word.lost; len(lost) > 0 {
			f.tell(Trouble{ID: f.id, Code: "glyph", Text: string(lost)})
		}
	}
	return atoms
}

func (f *flow) text(t *Text, in place) {
	rtl := startsRTL(t.Inlines, t.RTL)
	atoms := f.atoms(t.Inlines, t.Style, in.lang, false)
	width := in.width
	if t.Page != "" {
		width -= pageRoom
	}
	atoms = f.words.narrow(atoms, width)
	var lines []line
	if t.Balance {
		lines = balanced(atoms, width)
	} else {
		lines = breakLines(atoms, width, width)
	}
	f.lines(t, lines, in, rtl)
}

// pageRoom is the room for a page number at the end of an entry of the contents.
const pageRoom = 36.0

// lines adds the lines of a paragraph; its first and last lines do not stand alone.
func (f *flow) lines(t *Text, lines []line, in place, rtl bool) {
	for i := range lines {
		cost := inside
		switch {
		case i == 0:
			cost = 0
		case i == 1 || i == len(lines)-1:
			cost = widow
		}
		l := &setLine{line: lines[i], style: &t.Style, align: t.Align, width: in.width, elem: in.elem, rtl: rtl}
		if t.Page != "" && i == len(lines)-1 {
			l.page = t.Page
		}
		endBlanks(l.line.atoms, rtl)
		f.add(piece{height: t.Style.Leading, x: in.x, box: in.box, cost: cost, body: l})
	}
}

// endBlanks gives the blanks at the end of a line the direction of the paragraph
// (UAX 9, L1).
func endBlanks(atoms []atom, rtl bool) {
	level := int8(0)
	if rtl {
		level = 1
	}
	for i := len(atoms) - 1; i >= 0 && atoms[i].blank; i-- {
		atoms[i].level = level
	}
}

// setLine is a line with its place in the structure.
type setLine struct {
	line  line
	style *TextStyle
	align Align
	width float64
	elem  *pdfua.Element
	rtl   bool
	page  string
	x     float64 // beside the x of its piece
	label *hung
}

// ruled is a hairline, an artifact; nothing when it has no thickness.
type ruled struct {
	width, thickness, at float64
}

func (f *flow) picture(b *Block, in place) {
	p := *b.Picture
	if room := in.width; p.Width > room {
		p.Height *= room / p.Width
		p.Width = room
	}
	if most := f.tallest * 0.86; p.Height > most {
		p.Width *= most / p.Height
		p.Height = most
	}
	set := &setPicture{Picture: &p, elem: in.elem}
	if b.Decoration {
		set.elem = nil
	}
	f.add(piece{height: p.Height, x: in.x, box: in.box, body: set, shrink: b.Picture.Least})
}

// setPicture is a picture with its place in the structure.
type setPicture struct {
	*Picture
	elem *pdfua.Element
}
