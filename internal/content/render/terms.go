package render

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
)

// matcher finds the glossary's terms in running text. It never changes.
type matcher struct {
	list  []*course.Term
	first map[string][]form // by the first word, folded and in the singular; longest form first
	sizes [256]uint64       // by the first byte of such a word: the lengths there are, one bit each; most words end here
}

// form is one way a term is written.
type form struct {
	term  int      // position in list
	words []string // as written
	exact bool     // an abbreviation: capitals count
}

func newMatcher(c *course.Course, tag lang.Tag) *matcher {
	m := &matcher{first: map[string][]form{}}
	for _, t := range c.Glossary {
		if !t.Definition.Has(tag) {
			continue
		}
		m.list = append(m.list, t)
		m.add(t.Term.In(tag), len(m.list)-1)
		for _, f := range t.Forms[tag] {
			m.add(f, len(m.list)-1)
		}
	}
	for _, forms := range m.first {
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.words) - len(a.words) })
	}
	return m
}

func (m *matcher) add(text string, term int) {
	f := form{term: term, exact: len(text) > 1 && len(text) <= 6 && text == strings.ToUpper(text)}
	key := ""
	var s search.Scanner
	s.Reset(text)
	for s.Next() {
		if key == "" {
			key = string(singular(s.Folded()))
		}
		f.words = append(f.words, text[s.Start():s.End()])
	}
	if key != "" {
		m.first[key] = append(m.first[key], f)
		m.sizes[key[0]] |= 1 << min(len(key), 63)
	}
}

// formsOf are the forms whose first word, folded and in the singular, is this one.
func (m *matcher) formsOf(word []byte) []form {
	if len(word) == 0 || m.sizes[word[0]]&(1<<min(len(word), 63)) == 0 {
		return nil
	}
	return m.first[string(word)]
}

// singular takes a plural mark off a folded word. It need not be right: two
// words are one only when they are also written alike (sameWord).
func singular(folded []byte) []byte {
	if n := len(folded); n > 3 && (folded[n-1] == 's' || folded[n-1] == 'x') {
		return folded[:n-1]
	}
	return folded
}

// sameWord says whether a word of the text is a word of a form, in the singular
// or the plural. Accents count: « forge » is not « forgé ».
func sameWord(a, b string, exact bool) bool {
	if exact {
		return a == b
	}
	return a == b || strings.EqualFold(bare(a), bare(b))
}

func bare(word string) string {
	if n := len(word); n > 3 && (word[n-1] == 's' || word[n-1] == 'x') {
		return word[:n-1]
	}
	return word
}

// find is the next term in text, which scan reads, that begins at or after a byte, and
// where its words are.
func (m *matcher) find(text string, from int, scan, ahead *search.Scanner) (term, start, end int, ok bool) {
	for scan.Next() {
		if scan.Start() < from {
			continue // inside a form already read
		}
		forms := m.formsOf(singular(scan.Folded()))
		if forms == nil {
			continue
		}
		start = scan.Start()
		if term, length, ok := m.match(forms, text[start:], scan.End()-start, ahead); ok {
			return term, start, start + length, true
		}
	}
	return 0, 0, 0, false
}

// match finds the longest of the forms that stands at the start of text, whose
// first word ends at first, and where it ends. It reads on with the scanner s.
func (m *matcher) match(forms []form, text string, first int, s *search.Scanner) (term, end int, ok bool) {
	for _, f := range forms {
		if !sameWord(text[:first], f.words[0], f.exact) {
			continue
		}
		if end, ok := f.rest(text, first, s); ok {
			return f.term, end, true
		}
	}
	return 0, 0, false
}

// rest finds where the form ends in text, whose first word, ending at end, is the
// form's.
func (f form) rest(text string, end int, s *search.Scanner) (int, bool) {
	if len(f.words) == 1 {
		return end, true
	}
	s.Reset(text[end:])
	from := end
	for _, word := range f.words[1:] {
		if !s.Next() || !sameWord(text[from+s.Start():from+s.End()], word, f.exact) || !joins(text[end:from+s.Start()]) {
			return 0, false
		}
		end = from + s.End()
	}
	return end, true
}

// joins says whether what stands between two words keeps them in one term.
func joins(between string) bool {
	for _, r := range between {
		switch r {
		case ' ', '\u00a0', '\n', '-', '\u2011', '\'', '’':
		default:
			return false
		}
	}
	return true
}

// text draws plain text; the first use of each term on the page leads to the
// glossary and is explained in the margin.
func (p *Page) text(s string) {
	m := p.r.terms
	if p.quiet > 0 || len(m.list) == 0 {
		p.escape(s)
		return
	}
	from, told := 0, 0
	for p.scan.Reset(s); ; {
		term, start, end, ok := m.find(s, from, &p.scan, &p.ahead)
		if !ok {
			break
		}
		from = end
		if p.seen[term] {
			continue
		}
		href, known := p.links.Term(m.list[term].ID)
		if !known {
			continue
		}
		p.seen[term] = true
		if p.still == nil {
			p.explain = append(p.explain, m.list[term])
		}
		p.escape(s[told:start])
		p.termLink(m.list[term].ID, href, s[start:end])
		told = end
	}
	p.escape(s[told:])
}

func (p *Page) termLink(id, href, words string) {
	p.raw(`<a class="term" href="`)
	p.escape(href)
	if p.still != nil {
		p.raw(`"`)
		p.still.kind("doc-glossref", "glossref")
		p.raw(">")
	} else {
		p.raw(`" data-note="note-`)
		p.escape(id)
		p.raw(`">`)
	}
	p.escape(words)
	p.raw("</a>")
}

// margin puts beside the block drawn since from the explanations of the terms it
// used first. The notes stand before the block, so that they can float beside
// it; they hold no link: the term in the text leads to the glossary.
func (p *Page) margin(from int) {
	if len(p.explain) == 0 {
		return
	}
	notes := p.capture(func() {
		p.raw(`<div class="passage">`)
		for _, t := range p.explain {
			p.raw(p.r.notes[t.ID])
		}
	})
	p.buf = slices.Insert(p.buf, from, []byte(notes)...)
	p.explain = p.explain[:0]
	p.raw("</div>\n")
}

// note is what a term's note says.
func (r *Renderer) note(t *course.Term) string {
	note := page.Note{
		ID: "note-" + t.ID, Term: Unmarked(t.Term.In(r.Tag)), Text: page.HTML(Escape(t.Definition.In(r.Tag))),
	}
	for _, l := range r.Course.Languages {
		if l.Tag != r.Tag && t.Term.Has(l.Tag) {
			note.Also, note.Lang = t.Term.In(l.Tag), r.locale(l.Tag)
			break
		}
	}
	var out bytes.Buffer
	if err := page.MarginNote(r.Face, note).Render(context.Background(), &out); err != nil {
		return ""
	}
	return out.String()
}
