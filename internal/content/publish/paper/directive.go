package paper

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

func (t *pdfText) directive(b *course.Block) *typeset.Block {
	switch b.Name {
	case "question":
		if b.Question != nil {
			return t.question(b.Question)
		}
	case "callout":
		return t.callout(b)
	case "case":
		return t.caseBox(b)
	case "reveal":
		return t.boxed(b, tinted(t.d.palette.Sunk, t.d.palette.LineStrong), nil)
	case "checklist":
		return t.checklist(b)
	case "media":
		return t.mediaBlock(b)
	case "field":
		return t.field(b)
	case "description", "transcript":
		return t.inWords(b)
	}
	return t.plainGroup(b)
}

// plainGroup is blocks that only belong together: a worksheet, a slot.
func (t *pdfText) plainGroup(b *course.Block) *typeset.Block {
	inner := t.blocks(b.Children)
	if len(inner) == 0 {
		return nil
	}
	if b.Name == "worksheet" { // what introduces a field stays with it
		for i, child := range b.Children {
			if child.Kind == course.Paragraph && i < len(inner) {
				inner[i].KeepNext = true
			}
		}
	}
	if title := b.Attrs["title"]; title != "" {
		inner = append([]*typeset.Block{t.boxTitle(title)}, inner...)
	}
	return apart(&typeset.Block{Element: own(pdfua.Div, b), Blocks: inner}, t.em(gapPara))
}

// boxTitle is the title of what stands in a box.
func (t *pdfText) boxTitle(title string) *typeset.Block {
	b := para(title, t.d.strong)
	b.KeepNext, b.Below = true, t.em(0.4)
	b.Text.Balance = true
	return b
}

// kickerBlock is the small line above a title that says what follows.
func (t *pdfText) kickerBlock(words string, colour typeset.Colour) *typeset.Block {
	b := t.uiPara(words, t.d.kicker)
	b.Text.Style.Colour = colour
	b.KeepNext, b.Below = true, t.em(0.22)
	return b
}

// kickerWith is the small line with words of the text after those of the interface.
func (t *pdfText) kickerWith(words, text string, colour typeset.Colour) *typeset.Block {
	b := t.kickerBlock(words, colour)
	if text != "" {
		more := typeset.Inline{Text: " · " + text}
		if b.Lang != "" {
			more.Element = typeset.Element{Tag: "Span", Lang: t.locale}
		}
		b.Text.Inlines = append(b.Text.Inlines, more)
	}
	return b
}

// boxed is a directive in a box, under its title.
func (t *pdfText) boxed(b *course.Block, box *typeset.Box, above []*typeset.Block) *typeset.Block {
	inner := above
	if title := b.Attrs["title"]; title != "" {
		inner = append(inner, t.boxTitle(title))
	}
	inner = append(inner, t.blocks(b.Children)...)
	return apart(&typeset.Block{Element: own(pdfua.Div, b), Box: box, Blocks: inner, KeepWhole: true}, t.em(gapBox))
}

// callout is a remark in a box of the colour of its kind, which it says in words.
func (t *pdfText) callout(b *course.Block) *typeset.Block {
	p := &t.d.palette
	kind, box, colour := b.Attrs["kind"], tinted(p.AccentGround, p.Accent), p.Accent
	switch kind {
	case "caution":
		box, colour = tinted(p.WarnGround, p.Warn), p.Warn
	case "monday":
		box, colour = tinted(p.DoneGround, p.Done), p.Done
	case "example":
		box = tinted(p.Sunk, p.Accent)
	}
	if !t.r.HasWord("callout." + kind) {
		kind = "note"
	}
	name := t.r.Word("callout." + kind)
	above := []*typeset.Block{t.kickerBlock(name, colour)}
	if strings.EqualFold(name, b.Attrs["title"]) {
		above = nil
	}
	return t.boxed(b, box, above)
}

// caseBox tells a case of the course in a few sentences and leads to its page.
func (t *pdfText) caseBox(b *course.Block) *typeset.Block {
	p := &t.d.palette
	place := ""
	var more *typeset.Block
	for _, c := range t.course.Cases {
		if c.Key != b.Attrs["ref"] {
			continue
		}
		for _, f := range c.Facts {
			if f.Key == "place" && f.Text.Has(t.tag) {
				place = f.Text.In(t.tag)
			}
		}
		if _, there := t.holds["page."+c.Path]; there {
			more = t.onward(t.r.Word("case-more"), "page."+c.Path)
		}
	}
	out := t.boxed(b, &typeset.Box{Stroke: p.Line, Stroked: true, Fill: p.Ground, Filled: true, Bar: p.Accent, BarSize: 2.5, Pad: 11, PadX: 15},
		[]*typeset.Block{t.kickerWith(t.r.Word("case-kicker"), place, p.Accent)})
	if more != nil {
		out.Blocks = append(out.Blocks, more)
	}
	return out
}

// onward is a line that leads to another place of the file, with its page.
func (t *pdfText) onward(words, dest string) *typeset.Block {
	b := para("", t.d.small)
	b.Text.Inlines = []typeset.Inline{{
		Element: typeset.Element{Tag: "Link"}, Link: "#" + dest, Contents: words, Mark: typeset.Accented,
		Children: []typeset.Inline{{Text: words + t.say("pdf.on-page")}, {PageOf: dest}},
	}}
	return apart(b, t.em(0.5))
}

func (t *pdfText) checklist(b *course.Block) *typeset.Block {
	p := &t.d.palette
	title := b.Attrs["title"]
	if title == "" {
		title = t.r.Word("checklist")
	}
	inner := append([]*typeset.Block{t.boxTitle(title)}, t.blocks(b.Children)...)
	return apart(&typeset.Block{
		Element: own(pdfua.Div, b), Blocks: inner, Box: &typeset.Box{Stroke: p.LineStrong, Stroked: true, Pad: 12, PadX: 15, Radius: 4},
	}, t.em(gapBox))
}

// field is a field of a worksheet: what is asked, and room to write by hand.
func (t *pdfText) field(b *course.Block) *typeset.Block {
	out := &typeset.Block{Element: own(pdfua.Div, b), KeepWhole: true}
	label := t.d.strong
	for i, child := range b.Children {
		switch {
		case child.Kind == course.List && b.Attrs["kind"] == "choice":
			out.Blocks = append(out.Blocks, t.options(child))
		case child.Kind == course.Paragraph && i == 0:
			if set := t.paragraph(child, label); set != nil {
				set.KeepNext, set.Below = true, t.em(0.2)
				out.Blocks = append(out.Blocks, set)
			}
		case child.Kind == course.Paragraph:
			if set := t.paragraph(child, t.d.small); set != nil {
				set.KeepNext, set.Above = true, t.em(0.2)
				out.Blocks = append(out.Blocks, set)
			}
		default:
			out.Blocks = append(out.Blocks, t.blocks([]*course.Block{child})...)
		}
	}
	lines, right := 1, 0.0
	switch b.Attrs["kind"] {
	case "choice":
		lines = 0
	case "long":
		lines = 4
	case "number", "date":
		right = t.em(20)
	}
	if lines > 0 {
		out.Blocks = append(out.Blocks, &typeset.Block{Blanks: lines, Right: right})
	}
	return apart(out, t.em(1.5))
}

// options are the answers of a field, each with a box.
func (t *pdfText) options(list *course.Block) *typeset.Block {
	out := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "Square"}}
	for _, item := range list.Children {
		out.Blocks = append(out.Blocks, t.item(item, &typeset.Label{Style: t.d.body, Width: t.em(1.9), Tick: t.em(0.94)}, true))
	}
	return out
}

// inWords is the text equivalent of a drawing, a film or a sound.
func (t *pdfText) inWords(b *course.Block) *typeset.Block {
	lead := t.uiPara(t.r.Word(b.Name), t.captionStyle())
	lead.KeepNext, lead.Below = true, t.em(0.2)
	inner := append([]*typeset.Block{lead}, t.small(b.Children)...)
	return apart(&typeset.Block{Element: own(pdfua.Div, b), Blocks: inner}, t.em(0.7))
}

// small sets blocks in the small letters of captions.
func (t *pdfText) small(list []*course.Block) []*typeset.Block {
	before := *t.d
	defer func() { *t.d = before }()
	t.d.body = t.d.small
	return t.blocks(list)
}

// mediaBlock is a picture or drawing with its caption and description, or in the place
// of sound and film the transcript.
func (t *pdfText) mediaBlock(b *course.Block) *typeset.Block {
	var caption *typeset.Block
	var rest []*course.Block
	for i, child := range b.Children {
		if i == 0 && child.Kind == course.Paragraph {
			caption = t.caption(child.Inlines, string(own("", child).ID))
			continue
		}
		rest = append(rest, child)
	}
	alt := b.Attrs["alt"]
	switch kind := mediaKindOf(b.Attrs["src"]); kind {
	case "video", "audio":
		return t.player(b, kind, caption, rest)
	}
	return t.figure(b, b.Attrs["src"], alt, caption, rest)
}

// player stands in the place of sound or film, which paper does not play.
func (t *pdfText) player(b *course.Block, kind string, caption *typeset.Block, rest []*course.Block) *typeset.Block {
	t.lose(b.ID, "pdf-"+kind, lang.A{"name": b.Attrs["alt"]})
	p := &t.d.palette
	name := t.r.Word(kind)
	if alt := b.Attrs["alt"]; alt != "" {
		name += t.say("colon") + alt
	}
	inner := []*typeset.Block{t.boxTitle(name)}
	if t.r.HasWord("not-here." + kind) {
		inner = append(inner, t.uiPara(t.r.Word("not-here."+kind), t.d.small))
	}
	if caption != nil {
		inner = append(inner, caption)
	}
	inner = append(inner, t.blocks(rest)...)
	return apart(&typeset.Block{
		Element: own(pdfua.Div, b), Blocks: inner, Box: &typeset.Box{Stroke: p.Line, Stroked: true, Pad: 11, PadX: 15, Radius: 4},
	}, t.em(gapBox))
}
