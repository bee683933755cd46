package render

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// cite draws marks in brackets that lead to the list of sources. Without a style
// they read "[1, p. 4]"; the name of the source is their title.
func (s *Still) cite(items []course.CiteItem) {
	p := s.p
	p.tie()
	for _, item := range items {
		source := p.r.refs[item.Reference]
		if source == nil {
			continue // a finding of the loader
		}
		if s.Alone {
			s.name(source, item.Locator)
			continue
		}
		n := p.citeNo[item.Reference]
		if n == 0 {
			n = -p.newCite(item.Reference)
		}
		mark := "[" + itoa(max(n, -n))
		if item.Locator != "" {
			mark += ", " + item.Locator
		}
		p.raw(`<sup class="ref">`)
		if p.linked == 0 {
			p.raw("<a")
			if n < 0 {
				n = -n
				p.attr("id", "cite-"+itoa(n))
			}
			p.attr("href", "#source-"+itoa(n))
			s.kind("doc-biblioref", "biblioref")
			p.attr("title", source.short)
			p.raw(">")
		}
		p.escape(mark + "]")
		if p.linked == 0 {
			p.raw("</a>")
		}
		p.raw("</sup>")
		p.citeNo[item.Reference] = n // below zero while there is no mark to come back to
	}
}

// name cites a source by its name: " (Auditor General, 2023, p. 4)".
func (s *Still) name(source *source, locator string) {
	p := s.p
	p.raw(" (")
	url := p.r.inAnyLanguage(source.ref.URL)
	linked := p.linked == 0 && safeAddress(url.text)
	if linked {
		p.raw("<a")
		p.attr("href", url.text)
		p.attr("hreflang", url.locale)
		p.raw(">")
	}
	p.escape(source.short)
	if linked {
		p.raw("</a>")
	}
	if locator != "" {
		p.escape(", " + locator)
	}
	p.raw(")")
}

// sources is the list of what the page cited, each with its way back.
func (s *Still) sources() {
	p := s.p
	if len(p.cited) == 0 {
		return
	}
	p.raw(`<section class="sources"`)
	s.kind("doc-bibliography", "bibliography")
	p.raw(` aria-labelledby="sources"><h2 id="sources">`)
	s.say("sources")
	p.raw("</h2>\n<ol>\n")
	for i, id := range p.cited {
		n := itoa(i + 1)
		p.raw(`<li id="source-` + n + `">`)
		p.raw(p.r.refs[id].html)
		if p.citeNo[id] > 0 {
			p.raw(" ")
			s.back("cite-"+n, say(p.r.Face, "source-back", lang.A{"number": n}))
		}
		p.raw("</li>\n")
	}
	p.raw("</ol></section>\n")
}

// Source is one reference as an entry of a list; false when it is unknown.
func (s *Still) Source(reference string) (string, bool) {
	html, ok := s.p.r.SourceHTML(reference)
	return XHTML(html), ok
}

// back is the way back to a mark in the text.
func (s *Still) back(to, words string) {
	p := s.p
	p.raw(`<a class="back"`)
	p.attr("href", "#"+to)
	s.kind("doc-backlink", "backlink")
	p.attr("title", words)
	p.attr("aria-label", words)
	p.raw(">↩</a>")
}

// noteRef draws the mark of a footnote.
func (s *Still) noteRef(n *course.Note) {
	p := s.p
	if p.linked > 0 {
		p.raw("<sup>" + itoa(n.Number) + "</sup>")
		return
	}
	p.raw(`<sup><a class="noteref"`)
	if !p.noteSeen[n.Label] {
		p.noteSeen[n.Label] = true
		p.attr("id", "noteref-"+itoa(n.Number))
	}
	p.attr("href", "#note-"+itoa(n.Number))
	s.kind("doc-noteref", "noteref")
	p.raw(">" + itoa(n.Number) + "</a></sup>")
}

// notes draws the footnotes as endnotes, each with its way back.
func (s *Still) notes() {
	p := s.p
	if len(s.owed) == 0 {
		return
	}
	p.raw(`<section class="notes"`)
	s.kind("doc-endnotes", "endnotes")
	p.raw(` aria-labelledby="notes"><h2 id="notes">`)
	s.say("notes")
	p.raw("</h2>\n<ol>\n")
	notes := s.owed
	s.owed = nil
	for _, n := range notes {
		p.raw(`<li id="note-` + itoa(n.Number) + `">`)
		p.blocks(n.Blocks)
		if p.noteSeen[n.Label] {
			s.back("noteref-"+itoa(n.Number), say(p.r.Face, "note-back", lang.A{"number": itoa(n.Number)}))
		}
		p.raw("</li>\n")
	}
	p.raw("</ol></section>\n")
}
