package paper

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

// Space between blocks, in the size of running text.
const (
	gapPara    = 0.72
	gapItem    = 0.34
	gapBox     = 1.5
	gapSection = 2.3
	gapPart    = 1.5
)

func (t *pdfText) blocks(list []*course.Block) []*typeset.Block {
	var out []*typeset.Block
	for _, b := range list {
		if set := t.block(b); set != nil {
			out = append(out, set)
		}
	}
	return out
}

// em is a length in the size of running text.
func (t *pdfText) em(n float64) float64 { return n * t.d.body.Size }

// apart gives a block the same space on both sides.
func apart(b *typeset.Block, space float64) *typeset.Block {
	b.Above, b.Below = space, space
	return b
}

func (t *pdfText) block(b *course.Block) *typeset.Block {
	switch b.Kind {
	case course.Heading:
		return t.heading(b)
	case course.Paragraph:
		return t.paragraph(b, t.d.body)
	case course.List:
		return t.list(b)
	case course.Item:
		return t.item(b, nil, true)
	case course.Quote:
		return apart(&typeset.Block{
			Element: typeset.Element{Tag: "BlockQuote"}, Box: &typeset.Box{Bar: t.d.palette.Accent, BarSize: 2, PadX: 16}, Blocks: t.blocks(b.Children),
		}, t.em(gapPara*1.3))
	case course.Code:
		return t.codeBlock(b)
	case course.Table:
		return t.table(b)
	case course.Rule:
		return apart(&typeset.Block{Rule: 0.6, Left: t.em(8), Right: t.em(8)}, t.em(1.6))
	case course.Figure:
		return t.figure(b, b.Target, b.Alt, t.caption(b.Caption, ""), nil)
	case course.Definitions:
		return apart(&typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "None"}, Blocks: t.blocks(b.Children)}, t.em(gapPara))
	case course.Definition:
		return t.definition(b)
	case course.Directive:
		return t.directive(b)
	}
	return nil
}

func (t *pdfText) paragraph(b *course.Block, style typeset.TextStyle) *typeset.Block {
	if len(b.Inlines) == 0 {
		return nil
	}
	return apart(&typeset.Block{Element: own(pdfua.P, b), Text: t.text(b.Inlines, style)}, t.em(gapPara))
}

func (t *pdfText) text(list []course.Inline, style typeset.TextStyle) *typeset.Text {
	return &typeset.Text{Inlines: t.inlines(list), Style: style, RTL: t.rtl()}
}

// rtl says that the language runs from right to left.
func (t *pdfText) rtl() bool {
	switch t.tag.Base() {
	case "ar", "he", "fa", "ur", "yi", "ps":
		return true
	}
	return false
}

// headingTag is the tag of a heading so many levels below the page's.
func (t *pdfText) headingTag(below int) string {
	return "H" + strconv.Itoa(min(t.level+below, 6))
}

func (t *pdfText) heading(b *course.Block) *typeset.Block {
	below := max(b.Level, 2) - 1
	t.quiet++
	defer func() { t.quiet-- }()
	e := own("", b)
	e.Tag = t.headingTag(below)
	style, above := t.d.section, gapSection
	if below > 1 {
		style, above = t.d.part, gapPart
	}
	if below > 2 {
		style.Size *= 0.94
	}
	return &typeset.Block{
		Element: e, Text: &typeset.Text{Inlines: t.inlines(b.Inlines), Style: style, Balance: true, RTL: t.rtl()},
		Above: t.em(above), Below: t.em(0.55), KeepNext: true,
	}
}

// made is a heading that the edition makes, in words of the interface.
func (t *pdfText) made(text string, below int) *typeset.Block {
	h := t.plainHeading(text, below)
	h.Lang = t.uiLang()
	return h
}

// plainHeading is a heading of plain words.
func (t *pdfText) plainHeading(text string, below int) *typeset.Block {
	return t.heading(&course.Block{Level: below + 1, Inlines: []course.Inline{{Kind: course.Text, Text: text}}})
}

func (t *pdfText) list(b *course.Block) *typeset.Block {
	if tasks(b) {
		return t.ticks(b)
	}
	numbering := "Disc"
	if b.Ordered {
		numbering = "Decimal"
	}
	out := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: numbering}}
	for i, item := range b.Children {
		label := &typeset.Label{Inlines: plain("•"), Style: t.d.body, Width: t.em(1.35), Space: t.em(0.62), Right: true}
		label.Style.Colour = t.d.palette.Accent
		if b.Ordered {
			label.Inlines = plain(strconv.Itoa(b.Level+i) + ".")
			label.Style = t.d.label
			label.Style.Colour = t.d.palette.Accent
			label.Width, label.Space = t.em(1.95), t.em(0.6)
			if b.Level+len(b.Children) > 100 {
				label.Width = t.em(2.9)
			}
		}
		out.Blocks = append(out.Blocks, t.item(item, label, b.Tight))
	}
	return apart(out, t.em(gapPara))
}

// item is a list item: a label and a body.
func (t *pdfText) item(b *course.Block, label *typeset.Label, tight bool) *typeset.Block {
	e := typeset.Element{Tag: "LI"}
	if first := firstLeaf(b); first == nil || first.ID != b.ID {
		e = own(pdfua.LI, b)
	}
	space := gapPara
	if tight {
		space = gapItem
	}
	body := &typeset.Block{Element: typeset.Element{Tag: "LBody"}, Blocks: t.blocks(b.Children)}
	body.Blocks = bare(body.Blocks)
	if len(b.Children) == 0 && len(b.Inlines) > 0 {
		body.Text = t.text(b.Inlines, t.d.body)
	}
	return apart(&typeset.Block{Element: e, Label: label, Blocks: []*typeset.Block{body}}, t.em(space))
}

// bare takes the space around blocks away: what they stand in has its own.
func bare(list []*typeset.Block) []*typeset.Block {
	if n := len(list); n > 0 {
		list[0].Above, list[n-1].Below = 0, 0
	}
	return list
}

func firstLeaf(b *course.Block) *course.Block {
	if len(b.Children) > 0 && b.Children[0].Kind == course.Paragraph {
		return b.Children[0]
	}
	return nil
}

// tasks says whether a list is made of boxes to tick.
func tasks(b *course.Block) bool {
	for _, item := range b.Children {
		if !item.HasBox || item.Box != " " && item.Box != "x" {
			return false
		}
	}
	return len(b.Children) > 0 && !b.Ordered
}

// ticks is a list of boxes to tick by hand.
func (t *pdfText) ticks(b *course.Block) *typeset.Block {
	out := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "Square"}}
	for _, item := range b.Children {
		label := &typeset.Label{Style: t.d.body, Width: t.em(1.9), Tick: t.em(0.94)}
		set := t.item(item, label, false)
		set.KeepWhole = true
		out.Blocks = append(out.Blocks, apart(set, t.em(0.5)))
	}
	return apart(out, t.em(gapPara))
}

// definition is an entry of a definition list: the term above, what it means below.
func (t *pdfText) definition(b *course.Block) *typeset.Block {
	e := typeset.Element{Tag: "LI"}
	if first := firstLeaf(b); first == nil || first.ID != b.ID {
		e = own(pdfua.LI, b)
	}
	term := typeset.TextStyle(t.d.body)
	term.Face.Bold = true
	return apart(&typeset.Block{Element: e, Blocks: []*typeset.Block{
		{Element: typeset.Element{Tag: "Lbl"}, Text: t.text(b.Inlines, term), KeepNext: true},
		{Element: typeset.Element{Tag: "LBody"}, Left: t.em(1.35), Blocks: t.blocks(b.Children)},
	}}, t.em(gapPara))
}

func (t *pdfText) codeBlock(b *course.Block) *typeset.Block {
	return apart(&typeset.Block{
		Box:    &typeset.Box{Fill: t.d.palette.Sunk, Filled: true, Pad: 9, PadX: 12, Radius: 4},
		Blocks: []*typeset.Block{{Element: own(pdfua.Code, b), Text: &typeset.Text{Inlines: plain(b.Text), Style: t.d.code, Code: true}}},
	}, t.em(1.1))
}

// table is a table over the width of the text, or more of the page when it has many
// columns.
func (t *pdfText) table(b *course.Block) *typeset.Block {
	if len(b.Rows) == 0 {
		return nil
	}
	head := b.Rows[0].Cells
	headed := len(head) > 0 && len(head[0]) > 0
	table := &typeset.Table{Style: t.d.cell, MinCol: t.em(4.6), Again: t.say("pdf.columns")}
	for i, cell := range head {
		c := t.cell(cell, b, i, len(cell) > 0, "Column")
		table.Head = append(table.Head, c)
	}
	for _, row := range b.Rows[1:] {
		var cells []*typeset.Cell
		for i, cell := range row.Cells {
			cells = append(cells, t.cell(cell, b, i, i == 0 && headed, "Row"))
		}
		table.Rows = append(table.Rows, cells)
	}
	if len(b.Caption) > 0 {
		table.Caption = &typeset.Block{
			Element: typeset.Element{Tag: "Caption"}, KeepNext: true, Below: t.em(0.5),
			Text: &typeset.Text{Inlines: t.inlines(b.Caption), Style: t.captionStyle()},
		}
	}
	out := apart(&typeset.Block{Element: own(pdfua.Table, b), Table: table}, t.em(gapBox))
	if len(head) > 2 {
		out.Left = -t.d.outer()
	}
	return out
}

// captionStyle is how the words of a figure or table stand: in the interface's voice.
func (t *pdfText) captionStyle() typeset.TextStyle {
	s := t.d.small
	s.Face.Bold = true
	s.Colour = t.d.palette.Ink
	return s
}

func (t *pdfText) cell(list []course.Inline, b *course.Block, column int, isHead bool, scope string) *typeset.Cell {
	c := &typeset.Cell{Element: typeset.Element{Tag: "TD"}, Text: typeset.Text{Inlines: t.inlines(list), Style: t.d.cell, RTL: t.rtl()}}
	if isHead {
		c.Tag, c.Scope = "TH", scope
		c.Style.Face.Bold = true
	}
	if column < len(b.Align) {
		switch b.Align[column] {
		case "right":
			c.Align = typeset.End
		case "center":
			c.Align = typeset.Centre
		}
	}
	return c
}

// outer is how far into the margin wide things may reach.
func (d *design) outer() float64 {
	if d.narrow {
		return 0
	}
	return outer
}

// absent says that a page does not exist in the language.
func (t *pdfText) absent() *typeset.Block {
	t.lose("", "page-absent", lang.A{})
	return t.uiPara(t.say("absent.text"), t.d.body)
}
