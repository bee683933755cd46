package publish

import (
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// search draws the search page: a form that the script answers in the folder
// edition and the server on a site (HoleSearch, a page.SearchPage), and an
// alphabetical index for everyone.
func (s *sheet) search() templ.Component {
	p := page.SearchPage{Heading: s.made(), Action: s.hrefOf(s.at), Index: s.index()}
	if s.w.Options.Style == Site {
		return s.hole(render.HoleSearch, "", p, page.SearchBody(s.t.Face, p))
	}
	p.Script = &page.SearchScript{Noscript: s.say("search.noscript"), More: s.say("search.more")}
	if s.w.Options.Style == Files {
		p.Script.Src = s.assets() + searchScript
	}
	p.Script.Data = []page.Field{
		{Name: "index", Value: s.searchIndex()}, {Name: "lang", Value: string(s.at.Tag)}, {Name: "root", Value: s.root()},
	}
	for _, key := range []string{"loading", "failed", "none", "one", "many", "some", "instead"} {
		p.Script.Data = append(p.Script.Data, page.Field{Name: key, Value: s.say("search." + key)})
	}
	return page.SearchBody(s.t.Face, p)
}

// searchIndex is the first file of the index; empty where the document holds it.
func (s *sheet) searchIndex() string {
	if s.w.Options.Style == Single {
		return ""
	}
	return s.assets() + search.MainFile(string(s.at.Tag))
}

// index lists every page and glossary term by letter.
func (s *sheet) index() templ.Component {
	var entries []search.Entry
	for _, p := range s.t.pages {
		if p.Kind != KindHome && p.Kind != KindSearch {
			entries = append(entries, search.Entry{Label: p.Title, Address: s.hrefOf(p), Kind: s.kindName(p)})
		}
	}
	if g := s.t.byKey[string(KindGlossary)]; g != nil {
		for _, t := range s.w.Course.Glossary {
			if t.Definition.Has(s.at.Tag) {
				entries = append(entries, search.Entry{Label: t.Term.In(s.at.Tag), Address: s.hrefOf(g) + "#" + TermID(t.ID), Kind: s.say("kind.term")})
			}
		}
	}
	var b strings.Builder
	for _, letter := range search.AZ(string(s.at.Tag), entries) {
		b.WriteString(`<div class="az-letter"><h3 class="letter">` + render.Escape(letter.Name) + "</h3>\n<ul class=\"az\">\n")
		for _, e := range letter.Entries {
			b.WriteString(`<li><a href="` + render.Escape(e.Address) + `">` + render.Escape(e.Label) + "</a>")
			if e.Kind != "" {
				b.WriteString(` <span class="row-meta">` + render.Escape(e.Kind) + "</span>")
			}
			b.WriteString("</li>\n")
		}
		b.WriteString("</ul></div>\n")
	}
	return page.HTML(b.String())
}

// kindName says what a page is, in lists that mix kinds; empty for pages that
// publish makes.
func (s *sheet) kindName(p *WebPage) string {
	switch {
	case p.Kind == KindModule:
		return s.say("module-n", lang.A{"number": itoa(p.Module.Number)})
	case p.Page == nil:
		return ""
	case p.Module != nil:
		return s.say("module-n", lang.A{"number": itoa(p.Module.Number)}) + " · " + s.say("kind."+string(p.Page.Kind))
	}
	return s.say("kind." + string(p.Page.Kind))
}

// Documents gives search every passage of a language in reading order. What a
// question would give away is left out: only its stem can be found.
func (w *Web) Documents(tag lang.Tag, yield func(search.Document)) {
	for _, p := range w.languages[tag].pages {
		w.documents(p, p.Doc(), yield)
	}
}

// documents gives search what one page says; doc is its text, nil without one.
func (w *Web) documents(p *WebPage, doc *course.Doc, yield func(search.Document)) {
	address := p.Path
	if w.Options.Style != Single {
		address = address[1:]
	}
	if w.Options.Style == Files {
		address += "index.html"
	}
	d := search.Document{Address: address, Title: p.Title, Kind: string(p.Kind)}
	switch {
	case p.Kind == KindGlossary:
		w.glossaryDocuments(p.Tag, d, yield)
	case p.Kind == KindModule:
		d.Text = p.Module.Description.In(p.Tag)
		yield(d)
	case doc != nil:
		pageDocuments(doc, d, yield)
	}
}

func (w *Web) glossaryDocuments(tag lang.Tag, d search.Document, yield func(search.Document)) {
	for _, t := range w.Course.Glossary {
		if t.Definition.Has(tag) {
			d.Heading, d.Passage, d.Text = t.Term.In(tag), TermID(t.ID), t.Definition.In(tag)
			yield(d)
		}
	}
}

func pageDocuments(doc *course.Doc, d search.Document, yield func(search.Document)) {
	var visit func(b *course.Block) bool
	visit = func(b *course.Block) bool {
		switch {
		case b.Question != nil:
			course.Walk(b.Question.Stem, visit)
			return false
		case b.Kind == course.Heading:
			d.Heading = course.Plain(b.Inlines)
		case b.ID == "" || b.Continues:
			return true
		case b.Kind == course.Table:
			d.Passage, d.Text = string(b.ID), tableWords(b)
			yield(d)
		case b.Kind == course.Figure:
			d.Passage, d.Text = string(b.ID), b.Alt
			yield(d)
		case len(b.Inlines) > 0 && b.Kind != course.Definition:
			d.Passage, d.Text = string(b.ID), course.Plain(b.Inlines)
			yield(d)
		}
		return true
	}
	course.Walk(doc.Blocks, visit)
	for _, n := range doc.Notes {
		course.Walk(n.Blocks, visit)
	}
}

func tableWords(b *course.Block) string {
	var out strings.Builder
	out.WriteString(course.Plain(b.Caption))
	for _, row := range b.Rows {
		for _, cell := range row.Cells {
			out.WriteString(" ")
			out.WriteString(course.Plain(cell))
		}
	}
	return out.String()
}
