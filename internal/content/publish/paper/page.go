package paper

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/typeset"
)

// pageTitle is the plain title of a page in the language.
func (t *pdfText) pageTitle(p *course.Page) string {
	if h := p.Head(t.tag); h != nil && h.Title != "" {
		return h.Title
	}
	return p.Key
}

// titleBlock is the title of a page, which reaches into the margin. The outline and
// running heads say mark.
func (t *pdfText) titleBlock(text *typeset.Text, e typeset.Element, mark string) *typeset.Block {
	text.Style, text.Balance, text.RTL = t.d.title, true, t.rtl()
	return &typeset.Block{
		Element: e, Text: text, Left: -t.d.outer(), Below: t.em(1.1), KeepNext: true, Bookmark: &typeset.Bookmark{Level: t.level - t.up, Title: mark},
	}
}

// begin starts a page: its notes, its questions, the terms it explains.
func (t *pdfText) begin(p *course.Page, doc *course.Doc) {
	t.page, t.asked, t.notes = p, 0, map[string]*course.Note{}
	t.spot = t.r.Spotter()
	if doc == nil {
		return
	}
	for _, n := range doc.Notes {
		t.notes[n.Label] = n
	}
	for _, n := range doc.Notes {
		t.notes[strconv.Itoa(n.Number)] = n
	}
}

// sets a page of the course under a small line that says what it is.
func (t *pdfText) pageBlock(p *course.Page, kicker string) *typeset.Block {
	doc := p.Doc(t.tag)
	t.begin(p, doc)
	title := t.pageTitle(p)
	out := &typeset.Block{Element: typeset.Element{Tag: "Art", Names: []string{"page." + p.Path}}, PageBefore: true, Mark: title}
	if doc == nil {
		head := t.titleBlock(&typeset.Text{Inlines: plain(title)}, typeset.Element{Tag: t.headingTag(0), ID: "absent." + p.Path}, title)
		out.Blocks = append(out.Blocks, head, t.absent())
		return out
	}
	if kicker != "" {
		k := t.kickerBlock(kicker, t.d.palette.Accent)
		k.Left = -t.d.outer()
		out.Blocks = append(out.Blocks, k)
	}
	out.Blocks = append(out.Blocks, t.docTitle(doc, title))
	if facts := t.facts(p); facts != nil {
		out.Blocks = append(out.Blocks, facts)
	}
	out.Blocks = append(out.Blocks, t.body(doc)...)
	out.Blocks = append(out.Blocks, t.sources(p)...)
	return out
}

func (t *pdfText) docTitle(doc *course.Doc, title string) *typeset.Block {
	e := typeset.Element{ID: "title." + doc.Page.Path}
	inlines := []course.Inline{{Kind: course.Text, Text: title}}
	if doc.Title != nil {
		e, inlines = own("", doc.Title), doc.Title.Inlines
	}
	if e.ID == "" {
		e.ID = "title." + doc.Page.Path
	}
	e.Tag = t.headingTag(0)
	t.quiet++
	defer func() { t.quiet-- }()
	return t.titleBlock(&typeset.Text{Inlines: t.inlines(inlines)}, e, title)
}

// body is the text of a page with its notes. Of the assessment the bank is kept back.
func (t *pdfText) body(doc *course.Doc) []*typeset.Block {
	var out []*typeset.Block
	bank := false
	for i, b := range doc.Blocks {
		if b.Question != nil {
			t.lose("", "pdf-no-answers", lang.A{})
		}
		if b.Question != nil && b.Question.Form == "" && doc.Page.Kind == course.Assessment {
			t.lose("", "bank", lang.A{})
			continue
		}
		if b.Question != nil && b.Question.Form == "" && doc.Page.Kind == course.Check && !bank {
			bank = true
			out = append(out, t.made(t.say("check.more"), 1))
		}
		var set *typeset.Block
		if i == 0 && b == doc.Lede {
			set = t.paragraph(b, t.d.lede)
			if set != nil {
				set.Below, set.Text.Balance = t.em(1.5), true
			}
		} else {
			set = t.block(b)
		}
		if set != nil {
			out = append(out, set)
		}
	}
	return append(out, t.footnotes(doc)...)
}

// footnotes stand at the end of the page's text.
func (t *pdfText) footnotes(doc *course.Doc) []*typeset.Block {
	if len(doc.Notes) == 0 {
		return nil
	}
	out := []*typeset.Block{t.made(t.r.Word("notes"), 1)}
	for _, n := range doc.Notes {
		mark := t.d.small
		mark.Colour = t.d.palette.Accent
		label := &typeset.Label{Inlines: plain(strconv.Itoa(n.Number) + "."), Style: mark, Width: t.em(1.9), Space: t.em(0.6), Right: true}
		out = append(out, apart(&typeset.Block{
			Element: typeset.Element{Tag: "Note", ID: t.noteDest(n)}, Label: label, Blocks: t.small(n.Blocks),
		}, t.em(0.3)))
	}
	return out
}

// sources are the works that a case stands on without a mark in its text.
func (t *pdfText) sources(p *course.Page) []*typeset.Block {
	if len(p.Sources) == 0 {
		return nil
	}
	line := para(t.r.Word("sources")+t.say("colon"), t.d.small)
	first := true
	for _, id := range p.Sources {
		t.used[sourceDest(id)] = true
		n := t.numbers[id]
		name, ok := t.r.SourceName(id)
		if n == 0 || !ok {
			continue
		}
		if !first {
			line.Text.Inlines = append(line.Text.Inlines, typeset.Inline{Text: "; "})
		}
		first = false
		line.Text.Inlines = append(line.Text.Inlines, typeset.Inline{Element: typeset.Element{Tag: "Reference"}, Children: []typeset.Inline{{
			Element: typeset.Element{Tag: "Link"}, Link: "#" + sourceDest(id), Mark: typeset.Accented, Text: name + "\u00a0[" + strconv.Itoa(n) + "]",
			Contents: t.say("pdf.to-source", lang.A{"number": strconv.Itoa(n), "source": name}),
		}}})
	}
	if first {
		return nil
	}
	return []*typeset.Block{{Rule: 0.6, Above: t.em(1.6), Below: t.em(0.8), Right: t.em(20)}, line}
}

// facts are what a case says of itself before its text, as a table.
func (t *pdfText) facts(p *course.Page) *typeset.Block {
	list := &typeset.Block{Element: typeset.Element{Tag: "Table"}}
	name := t.d.small
	name.Face.Bold, name.Colour = true, t.d.palette.Accent
	value := t.d.small
	value.Colour = t.d.palette.Ink
	for _, f := range p.Facts {
		if !f.Text.Has(t.tag) {
			continue
		}
		list.Blocks = append(list.Blocks, apart(&typeset.Block{
			Element: typeset.Element{Tag: "TR"},
			Label:   &typeset.Label{Element: typeset.Element{Tag: "TH", Scope: "Row", Lang: t.uiLang()}, Inlines: plain(t.say("fact." + f.Key)), Style: name, Width: t.em(7)},
			Blocks: []*typeset.Block{{
				Element: typeset.Element{Tag: "TD", ID: "page." + p.Path + "/" + f.Key}, Text: &typeset.Text{Inlines: plain(f.Text.In(t.tag)), Style: value, RTL: t.rtl()},
			}},
		}, t.em(0.35)))
	}
	if len(list.Blocks) == 0 {
		return nil
	}
	return apart(&typeset.Block{Box: &typeset.Box{Fill: t.d.palette.AccentGround, Filled: true, Pad: 10, PadX: 14, Radius: 4}, Blocks: []*typeset.Block{list}, Left: -t.d.outer()}, t.em(1.6))
}

// kicker is the small line over the title of a page.
func (t *pdfText) kicker(p *course.Page) string {
	words := t.say("kind." + string(p.Kind))
	if p.Kind == course.Lesson {
		words = t.say("kind.lesson-n", lang.A{"number": strconv.Itoa(p.Number)})
	}
	if p.Module != nil {
		words = t.say("module-n", lang.A{"number": strconv.Itoa(p.Module.Number)}) + " · " + words
	}
	if p.Kind == course.Lesson {
		if n := publish.Minutes(p, t.tag); n > 0 {
			words += " · " + t.say("minutes", lang.A{"n": n})
		}
	}
	return words
}
