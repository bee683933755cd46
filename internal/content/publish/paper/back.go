package paper

import (
	"strconv"

	"atelier/internal/base/lang"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/content/typeset"
)

// back is a part of the back matter under its own title.
func (t *pdfText) back(key, title string) *typeset.Block {
	out := &typeset.Block{Element: typeset.Element{Tag: "Sect", Names: []string{"page." + key}}, PageBefore: true, Mark: title}
	head := t.titleBlock(&typeset.Text{Inlines: plain(title)}, typeset.Element{Tag: t.headingTag(0), ID: "part." + key, Lang: t.uiLang()}, title)
	out.Blocks = append(out.Blocks, head)
	return out
}

// glossary is the terms that the file explains, in the order of the language.
func (t *pdfText) glossary() *typeset.Block {
	t.page, t.spot = nil, nil
	out := t.back("glossary", t.say("title.glossary"))
	list := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "None"}}
	for _, term := range publish.SortedTerms(t.course, t.tag) {
		if t.terms[term.ID] {
			list.Blocks = append(list.Blocks, t.term(term))
		}
	}
	out.Blocks = append(out.Blocks, list)
	return out
}

func (t *pdfText) term(term *course.Term) *typeset.Block {
	name := t.d.body
	name.Face.Bold = true
	head := &typeset.Text{Style: name, RTL: t.rtl(), Inlines: []typeset.Inline{{Element: typeset.Element{Tag: "Span", ID: "term." + term.ID + "/term"}, Text: render.Unmarked(term.Term.In(t.tag))}}}
	for _, l := range t.course.Languages {
		if l.Tag != t.tag && term.Term.Has(l.Tag) {
			head.Inlines = append(head.Inlines, typeset.Inline{Text: "  ·  ", Mark: typeset.Interface | typeset.Quiet | typeset.Light}, typeset.Inline{
				Element: typeset.Element{Tag: "Span", Lang: t.r.LocaleOf(l.Tag)}, Text: render.Unmarked(term.Term.In(l.Tag)), Mark: typeset.Interface | typeset.Quiet | typeset.Light,
			})
		}
	}
	body := &typeset.Block{Element: typeset.Element{Tag: "LBody"}}
	add := func(id, words string, style typeset.TextStyle) {
		p := para(words, style)
		p.ID, p.Above = id, t.em(0.15)
		p.Text.RTL = t.rtl()
		body.Blocks = append(body.Blocks, p)
	}
	add("term."+term.ID+"/definition", term.Definition.In(t.tag), t.d.body)
	if term.Note.Has(t.tag) {
		add("term."+term.ID+"/note", term.Note.In(t.tag), t.d.small)
	}
	return apart(&typeset.Block{
		Element: typeset.Element{Tag: "LI", ID: termDest(term.ID)}, KeepWhole: true,
		Blocks: []*typeset.Block{{Element: typeset.Element{Tag: "Lbl"}, Text: head, KeepNext: true}, body},
	}, t.em(0.95))
}

// references are the works that the file cites, with the numbers of their marks.
func (t *pdfText) references() *typeset.Block {
	t.page, t.spot = nil, nil
	out := t.back("references", t.say("title.references"))
	out.Blocks = append(out.Blocks, t.sourceList(true))
	return out
}

// sourceList is the numbered list of sources; printed addresses are for paper.
func (t *pdfText) sourceList(addresses bool) *typeset.Block {
	ids := make([]string, len(t.numbers))
	for id, n := range t.numbers {
		ids[n-1] = id
	}
	list := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "Decimal"}}
	style := t.d.body
	style.Size, style.Leading = style.Size*0.92, style.Leading*0.92
	mark := t.d.small
	mark.Face.Bold, mark.Colour = true, t.d.palette.Accent
	mark.Leading = style.Leading
	for i, id := range ids {
		entry, _ := t.r.SourceEntry(id)
		t.entry = true
		text := t.text(entry, style)
		t.entry = false
		unlined(text.Inlines)
		if url := t.r.SourceAddress(id); url != "" && addresses {
			text.Inlines = append(text.Inlines, typeset.Inline{Break: true}, typeset.Inline{
				Element: typeset.Element{Tag: "Link"}, Text: url, Link: url, Contents: url, Mark: typeset.Interface | typeset.Quiet,
			})
		}
		list.Blocks = append(list.Blocks, apart(&typeset.Block{
			Element: typeset.Element{Tag: "LI", ID: sourceDest(id)}, KeepWhole: true,
			Label:  &typeset.Label{Inlines: plain(strconv.Itoa(i + 1)), Style: mark, Width: t.em(2.4), Space: t.em(0.8), Right: true},
			Blocks: []*typeset.Block{{Element: typeset.Element{Tag: "LBody"}, Blocks: []*typeset.Block{{Element: typeset.Element{Tag: "BibEntry"}, Text: text}}}},
		}, t.em(0.6)))
	}
	return list
}

// unlined takes the lines from under the links of a list in which nearly everything is
// one.
func unlined(list []typeset.Inline) {
	for i := range list {
		if list[i].Mark&typeset.Linked != 0 {
			list[i].Mark = list[i].Mark&^typeset.Linked | typeset.Accented
		}
		unlined(list[i].Children)
	}
}

// numbered gives the references their numbers: their order in the language.
func numbered(c *course.Course, r *render.Renderer, tag lang.Tag, cited func(id string) bool) map[string]int {
	var entries []search.Entry
	for _, ref := range c.References {
		if name, ok := r.SourceName(ref.ID); ok && cited(ref.ID) {
			entries = append(entries, search.Entry{Label: name, Address: ref.ID})
		}
	}
	out := map[string]int{}
	for _, letter := range search.AZ(string(tag), entries) {
		for _, e := range letter.Entries {
			out[e.Address] = len(out) + 1
		}
	}
	return out
}

// resources are what is worth reading or using beyond the course, by kind.
func (t *pdfText) resources() *typeset.Block {
	t.page, t.spot = nil, nil
	out := t.back("resources", t.say("title.resources"))
	before := *t.d
	defer func() { *t.d = before }()
	t.d.styles(answerSize)
	for _, kind := range publish.ResourceKindsOf(t.course) {
		list := &typeset.Block{Element: typeset.Element{Tag: "L", Numbering: "None"}}
		for _, r := range t.course.Resources {
			if r.Kind == kind {
				list.Blocks = append(list.Blocks, t.resource(r))
			}
		}
		if len(list.Blocks) == 0 {
			continue
		}
		out.Blocks = append(out.Blocks, &typeset.Block{Element: typeset.Element{Tag: "Sect"}, Blocks: []*typeset.Block{t.made(publish.ResourceKind(t.r.Face, kind), 1), list}})
	}
	return out
}

func (t *pdfText) resource(r *course.Resource) *typeset.Block {
	title, url, only := publish.ResourceIn(r, t.tag)
	name := typeset.Inline{Text: title, Mark: typeset.Bold}
	switch {
	case only != "":
		name.Element = typeset.Element{Tag: "Span", Lang: t.r.LocaleOf(only)}
	case !r.Title.Has(t.tag):
		name.Element = typeset.Element{Tag: "Span", Lang: t.r.LocaleOf(r.Title.First())}
	}
	head := []typeset.Inline{name}
	if render.SafeAddress(url) {
		head = []typeset.Inline{{Element: typeset.Element{Tag: "Link"}, Link: url, Contents: title, Mark: typeset.Accented, Children: head}}
	}
	if by := r.By.In(t.tag); by != "" {
		head = append(head, typeset.Inline{Text: ", "}, typeset.Inline{Element: typeset.Element{Tag: "Span", ID: "resource." + r.ID + "/by"}, Text: by})
	}
	if only != "" {
		head = append(head, typeset.Inline{Text: " (" + t.r.OnlyIn(only) + ")", Mark: typeset.Interface | typeset.Quiet})
	}
	body := &typeset.Block{Element: typeset.Element{Tag: "LBody", ID: "resource." + r.ID}, Blocks: []*typeset.Block{
		{Element: typeset.Element{Tag: "P"}, Text: &typeset.Text{Inlines: head, Style: t.d.body, RTL: t.rtl()}},
	}}
	if good := r.GoodFor.In(t.tag); good != "" {
		p := para(good, t.d.body)
		p.ID = "resource." + r.ID + "/good-for"
		body.Blocks = append(body.Blocks, p)
	}
	if render.SafeAddress(url) {
		p := para("", t.d.small)
		p.Text.Inlines = []typeset.Inline{{Element: typeset.Element{Tag: "Link"}, Text: url, Link: url, Contents: url}}
		body.Blocks = append(body.Blocks, p)
	}
	return apart(&typeset.Block{Element: typeset.Element{Tag: "LI"}, KeepWhole: true, Blocks: []*typeset.Block{body}}, t.em(0.85))
}
