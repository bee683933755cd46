package paper

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/typeset"
)

// summarySizes are the sizes of running text that a summary is tried in, in points: the
// largest in which it fits on one page. Smaller than the last it would be hard to read.
var summarySizes = []float64{11.5, 11.25, 11, 10.75, 10.5, 10.25, 10, 9.75, 9.5, 9.25, 9}

// summary is a module on exactly one page: a band with the title, two columns, the
// sources at the foot.
func (t *pdfText) summary(b *typeset.Book, p pdfPart, words *typeset.Words) {
	t.hold(p.page)
	t.level = 1
	t.terms = nil
	t.d.narrow = true
	t.pageBlock(p.page, "")
	t.numbers = numbered(t.course, t.r, t.tag, func(id string) bool { return t.used[sourceDest(id)] })
	for _, size := range summarySizes {
		t.d.styles(size)
		s := t.summarySection(p)
		b.Sections = []*typeset.Section{s}
		if b.Pages(s, words) == 1 {
			b.Sections = []*typeset.Section{t.summarySection(p)}
			return
		}
	}
	b.Sections = []*typeset.Section{t.summarySection(p)}
	t.lose("", "pdf-summary-long", lang.A{})
}

func (t *pdfText) summarySection(p pdfPart) *typeset.Section {
	doc := p.page.Doc(t.tag)
	t.begin(p.page, doc)
	shape := t.d.paper.shape()
	shape.Left, shape.Right, shape.Top, shape.Bottom = 54, 54, 44, 42
	shape.Columns, shape.Gutter = 2, 26
	s := &typeset.Section{Shape: shape, Plain: true, Even: true, Restart: true, LeadGap: 20, TailGap: 18}
	s.Lead = t.summaryHead(p, doc)
	var body []*course.Block
	for _, block := range doc.Blocks {
		if block != doc.Lede {
			body = append(body, block)
		}
	}
	s.Blocks = t.blocks(body)
	s.Blocks = append(s.Blocks, t.footnotes(doc)...)
	s.Tail = t.summaryFoot()
	return s
}

// summaryHead is the title on the colour of the course.
func (t *pdfText) summaryHead(p pdfPart, doc *course.Doc) []*typeset.Block {
	d := t.d
	title := t.docTitle(doc, t.pageTitle(p.page))
	title.Left, title.Text.Style.Colour, title.Below = 0, d.palette.OnAccent, t.em(0.4)
	title.Text.Style.Size, title.Text.Style.Leading = t.em(2.1), t.em(2.45)
	title.Text.Balance = false
	kicker := t.kickerWith(t.say("module-n", lang.A{"number": strconv.Itoa(p.module.Number)}), p.module.Title.In(t.tag), d.palette.OnAccent)
	box := &typeset.Block{Box: &typeset.Box{Fill: d.palette.Accent, Filled: true, Pad: 15, PadX: 20, Radius: 5}, Blocks: []*typeset.Block{kicker, title}}
	if doc.Lede != nil {
		lede := t.paragraph(doc.Lede, d.lede)
		if lede != nil {
			lede.Text.Style.Size, lede.Text.Style.Leading, lede.Text.Style.Colour = t.em(1.12), t.em(1.55), d.palette.OnAccent
			box.Blocks = append(box.Blocks, lede)
		}
	}
	return []*typeset.Block{box}
}

// summaryFoot is the sources of the page and what it belongs to.
func (t *pdfText) summaryFoot() []*typeset.Block {
	before := *t.d
	defer func() { *t.d = before }()
	out := []*typeset.Block{{Rule: 0.8, Below: 6}}
	if len(t.numbers) > 0 {
		t.d.body = t.d.small
		t.d.body.Size, t.d.body.Leading = t.d.small.Size/0.92, t.d.small.Leading/0.92*0.9
		list := t.sourceList(false)
		for _, item := range list.Blocks {
			item.Above, item.Below = 1, 1
		}
		out = append(out, list)
	}
	foot := para(t.course.Title.In(t.tag)+" · "+publish.LicenceName(t.course.Licence), t.d.small)
	foot.Above = 6
	return append(out, foot)
}
