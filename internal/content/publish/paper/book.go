package paper

import (
	"slices"
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/typeset"
	"atelier/internal/standard/pdfua"
)

func newPDFText(m *publish.Maker, p pdfPart, media *pdfMedia) *pdfText {
	tongue := m.Web.In(p.tag)
	t := &pdfText{
		m: m, course: m.Course, tag: p.tag, locale: tongue.Locale, r: tongue.Render, d: newDesign(m.Course.Theme), media: media,
		holds: map[string]string{}, terms: map[string]bool{}, used: map[string]bool{},
	}
	if p.paper.name != "" {
		t.d.paper = p.paper
	}
	for _, term := range m.Course.Glossary {
		t.terms[term.ID] = term.Definition.Has(p.tag)
	}
	t.numbers = numbered(m.Course, t.r, p.tag, func(string) bool { return true })
	return t
}

// book is the file laid out in sections.
func (t *pdfText) book(p pdfPart, words *typeset.Words) (*typeset.Book, error) {
	b := &typeset.Book{Palette: t.d.palette, Lang: t.locale}
	t.words = words
	title := t.course.Title.In(t.tag)
	var err error
	switch {
	case p.page != nil && p.page.Kind == course.Summary:
		title = t.pageTitle(p.page)
		t.summary(b, p, words)
	case p.page != nil:
		title = t.pageTitle(p.page)
		t.checklistFile(b, p.page)
	case p.module != nil:
		title = p.module.Title.In(t.tag)
		t.moduleFile(b, p.module)
	default:
		err = t.whole(b)
	}
	b.Options.Title, b.Options.Lang = title, t.locale
	t.describe(&b.Options)
	return b, err
}

// describe says of a file what it is.
func (t *pdfText) describe(o *pdfua.Options) {
	c := t.course
	o.Author = c.Attribution.In(t.tag)
	o.Subject = c.Description.In(t.tag)
	o.Rights = publish.LicenceName(c.Licence)
	o.Creator = "Atelier"
	o.ID = c.IRI + "#" + o.Title + "#" + string(t.tag)
}

// hold notes what the file holds, so that links know where they may lead.
func (t *pdfText) hold(pages ...*course.Page) {
	for _, p := range pages {
		if p == nil {
			continue
		}
		t.holds["page."+p.Path] = p.Path
		if d := p.Doc(t.tag); d != nil {
			d.Each(func(b *course.Block) bool {
				if b.ID != "" {
					t.holds[string(b.ID)] = p.Path
				}
				return true
			})
		}
	}
}

// whole is the file of the whole course.
func (t *pdfText) whole(b *typeset.Book) error {
	c := t.course
	t.hold(c.Pages()...)
	for _, m := range c.Modules {
		t.holds["page.modules/"+m.Key] = ""
	}
	for _, key := range []string{"checklists", "cases", "worksheets", "guide-list", "guide", "glossary", "references", "resources"} {
		t.holds["page."+key] = ""
	}
	t.level, t.up = 1, 1
	cover := t.cover()
	t.level = 2
	toc, body := t.parts(b)
	if len(body) > 0 {
		body[0].Restart = true
	}
	b.Sections = append([]*typeset.Section{cover, t.contents(toc)}, body...)
	t.furnish(b, c.Title.In(t.tag))
	source, err := t.m.SourceBytes(publish.Everyone)
	if err == nil && source != nil {
		b.Options.Attachments = []pdfua.Attachment{{
			Name: publish.SourceFile, Desc: t.say("pdf.source"), MIME: "application/zip", Relationship: "Source", Data: source,
		}}
	}
	return err
}

// parts are what stands between the contents and the end of the whole course, with
// where each begins.
func (t *pdfText) parts(b *typeset.Book) (toc []tocEntry, body []*typeset.Section) {
	c := t.course
	add := func(entry tocEntry, s *typeset.Section) {
		toc, body = append(toc, entry), append(body, s)
	}
	for _, m := range c.Modules {
		add(t.moduleSection(b, m))
	}
	if c.Assessment != nil {
		add(t.assessment())
	}
	for _, part := range []struct {
		kind  publish.Kind
		pages []*course.Page
	}{{publish.KindChecklists, c.Checklists}, {publish.KindCases, c.Cases}, {publish.KindWorksheets, c.Worksheets}, {publish.KindGuide, c.Guide}} {
		if len(part.pages) == 0 {
			continue
		}
		add(t.part(part.kind, part.pages))
	}
	for _, end := range t.ends(true) {
		add(tocEntry{title: end.Mark, dest: end.Blocks[0].ID}, &typeset.Section{Shape: t.d.paper.shape(), Blocks: []*typeset.Block{end}})
	}
	return toc, body
}

// ends are the parts at the end of a file: glossary, resources, references.
func (t *pdfText) ends(resources bool) []*typeset.Block {
	var out []*typeset.Block
	any := false
	for _, has := range t.terms {
		any = any || has
	}
	if any {
		out = append(out, t.glossary())
	}
	if resources && len(t.course.Resources) > 0 {
		out = append(out, t.resources())
	}
	if len(t.numbers) > 0 {
		out = append(out, t.references())
	}
	return out
}

// moduleSection is a module in the whole course.
func (t *pdfText) moduleSection(b *typeset.Book, m *course.Module) (tocEntry, *typeset.Section) {
	s := &typeset.Section{Tag: "Part", Title: m.Title.In(t.tag), Shape: t.d.paper.shape()}
	pages, entries := t.modulePages(m)
	number := t.say("module-n", lang.A{"number": strconv.Itoa(m.Number)})
	opener, ground := t.opener(b, m, entries)
	s.Blocks = append([]*typeset.Block{opener}, pages...)
	t.openerArt(s, m, ground)
	return tocEntry{title: number + " – " + m.Title.In(t.tag), dest: "module." + m.Key + "/title", below: entries}, s
}

// modulePages are the pages of a module one level below it, and where they are.
func (t *pdfText) modulePages(m *course.Module) ([]*typeset.Block, []tocEntry) {
	t.level++
	defer func() { t.level-- }()
	var out []*typeset.Block
	var entries []tocEntry
	for _, p := range m.Pages() {
		if p.Kind == course.Summary {
			out = append(out, t.onePage(p, t.kicker(p)))
		} else {
			out = append(out, t.pageBlock(p, t.kicker(p)))
		}
		entries = append(entries, tocEntry{title: t.pageTitle(p), dest: "page." + p.Path})
	}
	if answers := t.answers(m.Key); answers != nil {
		out = append(out, answers)
		entries = append(entries, tocEntry{title: t.say("pdf.answers"), dest: "answers." + m.Key})
	}
	return out, entries
}

// onePageSizes are the sizes of letters, in points, in which a page of the course is tried
// that is rather one page of the book too.
var onePageSizes = []float64{10.25, 10, 9.75, 9.5, 9.25, 9}

// onePage is a page in the largest letters in which it is one page of the book; in the
// first when it is longer.
func (t *pdfText) onePage(p *course.Page, kicker string) *typeset.Block {
	before := *t.d
	defer func() { *t.d = before }()
	shape := t.d.paper.shape()
	b, owed := &typeset.Book{Palette: t.d.palette, Lang: t.locale}, len(t.owed)
	for _, size := range append(slices.Clone(onePageSizes), onePageSizes[0]) {
		t.d.styles(size)
		t.owed = t.owed[:owed]
		block := t.pageBlock(p, kicker)
		if b.Height([]*typeset.Block{block}, t.d.textWidth(), t.words) <= shape.Height-shape.Top-shape.Bottom {
			return block
		}
	}
	t.owed = t.owed[:owed]
	return t.pageBlock(p, kicker)
}

func (t *pdfText) assessment() (tocEntry, *typeset.Section) {
	p := t.course.Assessment
	s := &typeset.Section{Tag: "Part", Title: t.pageTitle(p), Shape: t.d.paper.shape()}
	s.Blocks = append(s.Blocks, t.pageBlock(p, ""))
	t.level++
	answers := t.answers("assessment")
	t.level--
	if answers != nil {
		s.Blocks = append(s.Blocks, answers)
	}
	return tocEntry{title: t.pageTitle(p), dest: "page." + p.Path}, s
}

// part is pages of one kind under a title of their own: the checklists, the cases.
func (t *pdfText) part(kind publish.Kind, pages []*course.Page) (tocEntry, *typeset.Section) {
	title := t.say("title." + string(kind))
	s := &typeset.Section{Tag: "Part", Title: title, Shape: t.d.paper.shape()}
	entry := tocEntry{title: title, dest: "part." + string(kind)}
	head := t.back(string(kind), title)
	lede := t.uiPara(t.say("lede."+string(kind)), t.d.lede)
	head.Blocks = append(head.Blocks, lede, &typeset.Block{ToHeight: partGround + 14 - topMargin})
	head.Blocks[0].Above = 0
	head.Blocks[0].Left = 0
	head.Blocks = append([]*typeset.Block{{Gap: 22}}, head.Blocks...)
	t.level++
	var body []*typeset.Block
	for _, p := range pages {
		if p.Kind == course.Checklist {
			body = append(body, t.onePage(p, t.kicker(p)))
		} else {
			body = append(body, t.pageBlock(p, t.kicker(p)))
		}
		entry.below = append(entry.below, tocEntry{title: t.pageTitle(p), dest: "page." + p.Path})
	}
	if answers := t.answers(string(kind)); answers != nil {
		body = append(body, answers)
	}
	t.level--
	head.Blocks = append(head.Blocks, apart(t.toc(entry.below, false), t.em(1.5)))
	s.Blocks = append([]*typeset.Block{head}, body...)
	t.band(s, partGround)
	return entry, s
}

// moduleFile is a module by itself, with the terms and sources that it uses. It is set
// twice: first to see which those are.
func (t *pdfText) moduleFile(b *typeset.Book, m *course.Module) {
	t.hold(m.Pages()...)
	t.holds["page.modules/"+m.Key] = ""
	t.holds["page.glossary"], t.holds["page.references"] = "", ""
	t.level = 1
	t.modulePages(m)
	for id := range t.terms {
		t.terms[id] = t.terms[id] && t.used[termDest(id)]
	}
	t.numbers = numbered(t.course, t.r, t.tag, func(id string) bool { return t.used[sourceDest(id)] })
	_, s := t.moduleSection(b, m)
	s.Restart = true
	b.Sections = []*typeset.Section{s}
	t.level = 2
	for _, end := range t.ends(false) {
		b.Sections = append(b.Sections, &typeset.Section{Shape: t.d.paper.shape(), Blocks: []*typeset.Block{end}})
	}
	t.furnish(b, t.course.Title.In(t.tag))
}

// checklistFile is a checklist by itself, on one page when it fits.
func (t *pdfText) checklistFile(b *typeset.Book, p *course.Page) {
	t.hold(p)
	t.level = 1
	t.terms = nil
	t.numbers = map[string]int{}
	t.pageBlock(p, "")
	t.numbers = numbered(t.course, t.r, t.tag, func(id string) bool { return t.used[sourceDest(id)] })
	t.furnish(b, t.course.Title.In(t.tag))
	b.Sections = []*typeset.Section{t.checklistSection(p)}
}

func (t *pdfText) checklistSection(p *course.Page) *typeset.Section {
	page := t.onePage(p, t.say("kind.checklist"))
	s := &typeset.Section{Shape: t.d.paper.shape(), Blocks: []*typeset.Block{page}, Restart: true}
	if len(t.numbers) > 0 {
		s.Blocks = append(s.Blocks, t.shortSources())
	}
	return s
}

// shortSources are the sources of a file of a page or two.
func (t *pdfText) shortSources() *typeset.Block {
	before := *t.d
	defer func() { *t.d = before }()
	head := t.made(t.r.Word("sources"), 1)
	t.d.body = t.d.small
	return &typeset.Block{Element: typeset.Element{Tag: "Sect"}, Blocks: []*typeset.Block{head, t.sourceList(false)}}
}
