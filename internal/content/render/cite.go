package render

import (
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// source is a reference as one language writes it.
type source struct {
	ref   *course.Reference
	short string // "Office of the Auditor General, 2023": the name of a mark
	html  string // the entry of the list
	plain string // the same without markup, with its address
}

func (r *Renderer) newSource(ref *course.Reference) *source {
	s := &source{ref: ref}
	authors := r.authors(ref)
	title := r.inAnyLanguage(ref.Title)
	s.short = strings.Join(nonEmpty(or(authors.text, title.text), year(ref.Issued)), ", ")
	s.html, s.plain = r.entry(ref, authors, title)
	return s
}

// phrase is a text with the language it is in, when that is not the page's.
type phrase struct {
	text   string
	locale string
	tag    lang.Tag
}

// marked is the phrase as HTML, with its language when it is another.
func (p phrase) marked() string {
	if p.locale == "" || p.text == "" {
		return Escape(p.text)
	}
	return `<span lang="` + Escape(p.locale) + `">` + Escape(p.text) + "</span>"
}

// names are who made a work, as text and as HTML.
type names struct{ text, html string }

// inAnyLanguage is a text of a work in the page's language, or else in the first
// language the work has: titles of works are not translated.
func (r *Renderer) inAnyLanguage(t lang.Text) phrase {
	if t.Has(r.Tag) {
		return phrase{text: t.In(r.Tag), tag: r.Tag}
	}
	for _, tag := range t.Tags() {
		return phrase{text: t.In(tag), locale: r.locale(tag), tag: tag}
	}
	return phrase{}
}

func (r *Renderer) authors(ref *course.Reference) names {
	var text, html []string
	for _, a := range ref.Authors {
		name := phrase{text: a.Family}
		switch {
		case len(a.Literal) > 0:
			name = r.inAnyLanguage(a.Literal)
		case a.Given != "":
			name.text += ", " + a.Given
		}
		text, html = append(text, name.text), append(html, name.marked())
	}
	const most = 4
	if len(text) > most {
		others := " " + say(r.Face, "and-others")
		return names{text[0] + others, html[0] + Escape(others)}
	}
	return names{lang.Join(r.Face, text), lang.Join(r.Face, html)}
}

// entry writes one source: English "Author. Title. Container, publisher, number,
// date. (accessed …)", French « Auteur. Titre, contenant, éditeur, numéro, date,
// consulté le … ». A part of a larger work is quoted, a whole work is in italics.
func (r *Renderer) entry(ref *course.Reference, authors names, title phrase) (html, plain string) {
	container, publisher := r.inAnyLanguage(ref.Container), r.inAnyLanguage(ref.Publisher)
	if publisher.text == authors.text {
		publisher = phrase{}
	}
	var h, t strings.Builder
	both := func(s string) { h.WriteString(Escape(s)); t.WriteString(s) }
	if authors.text != "" {
		h.WriteString(strings.TrimSuffix(authors.html, "."))
		t.WriteString(strings.TrimSuffix(authors.text, "."))
		both(". ")
	}
	open, shut := "<cite>", "</cite>"
	quoted := container.text != ""
	if quoted {
		open, shut = Escape(say(r.Face, "quote-open")), Escape(say(r.Face, "quote-close"))
		t.WriteString(say(r.Face, "quote-open"))
	}
	h.WriteString(open + r.titleHTML(ref, title) + shut)
	t.WriteString(title.text)
	if quoted {
		t.WriteString(say(r.Face, "quote-close"))
		both(", ")
		h.WriteString("<cite>" + container.marked() + "</cite>")
		t.WriteString(container.text)
	}
	if publisher.text != "" {
		h.WriteString(", " + publisher.marked())
		t.WriteString(", " + publisher.text)
	}
	for _, d := range nonEmpty(r.numbered(ref), r.when(ref.Issued)) {
		both(", " + d)
	}
	if seen := r.when(ref.Checked); seen != "" {
		both(", " + say(r.Face, "accessed", lang.A{"date": seen}))
	}
	if note := r.onlyNote(ref); note != "" {
		h.WriteString(` <span class="only">` + Escape(note) + "</span>")
		t.WriteString(" " + note)
	}
	both(".")
	if url := r.inAnyLanguage(ref.URL).text; url != "" {
		t.WriteString(" " + url)
	}
	return h.String(), t.String()
}

// titleHTML is the title, with its language when it is another, as a link when
// the work has an address.
func (r *Renderer) titleHTML(ref *course.Reference, title phrase) string {
	words := title.marked()
	url := r.inAnyLanguage(ref.URL)
	if !safeAddress(url.text) {
		return words
	}
	hreflang := ""
	if url.locale != "" {
		hreflang = ` hreflang="` + Escape(url.locale) + `"`
	}
	return `<a href="` + Escape(url.text) + `"` + hreflang + ">" + words + "</a>"
}

// onlyNote says that the work does not exist in the page's language.
func (r *Renderer) onlyNote(ref *course.Reference) string {
	languages := ref.Languages
	if len(languages) == 0 {
		languages = ref.Title.Tags()
	}
	for _, l := range languages {
		if l == r.Tag {
			return ""
		}
	}
	if len(languages) == 0 {
		return ""
	}
	return r.languageNote(work{here: languages[0], only: true})
}

func (r *Renderer) numbered(ref *course.Reference) string {
	if ref.Number == "" {
		return ""
	}
	return say(r.Face, "number", lang.A{"number": ref.Number})
}

// when writes a date as exactly as it is known: 2023, October 2023, October 19,
// 2023. What is no date stands as it is.
func (r *Renderer) when(date string) string {
	switch len(date) {
	case len("2006-01"):
		if t, err := time.Parse("2006-01", date); err == nil {
			return say(r.Face, "month-year", lang.A{"month": say(r.Face, "month."+itoa(int(t.Month()))), "year": date[:4]})
		}
	case len("2006-01-02"):
		if t, err := time.Parse("2006-01-02", date); err == nil {
			return lang.Date(r.Face, t)
		}
	}
	return date
}

func year(date string) string { return date[:min(4, len(date))] }

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func nonEmpty(parts ...string) []string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// cite draws marks that lead to the page's list of sources, tied to the word
// before them. The first mark of a source is what its way back leads to.
func (p *Page) cite(items []course.CiteItem) {
	if p.still != nil {
		p.still.cite(items)
		return
	}
	p.tie()
	for _, item := range items {
		s := p.r.refs[item.Reference]
		if s == nil {
			continue // a finding of the loader
		}
		n, again := p.citeNo[item.Reference]
		if !again {
			n = p.newCite(item.Reference)
		}
		p.raw(`<a class="ref" href="#source-`)
		p.number(n)
		p.raw(`"`)
		if !again {
			p.raw(` id="cite-`)
			p.number(n)
			p.raw(`"`)
		}
		p.raw(`><span class="unseen">[`)
		p.say("source")
		p.raw(" </span>")
		p.number(n)
		if item.Locator != "" {
			p.raw(", ")
			p.escape(item.Locator)
		}
		p.raw(`<span class="unseen">, `)
		p.escape(s.short)
		p.raw(`]</span></a>`)
	}
}

// tie takes off the blank before a mark that stands above the line.
func (p *Page) tie() {
	for n := len(p.buf); n > 0 && p.buf[n-1] == ' '; n-- {
		p.buf = p.buf[:n-1]
	}
}

func (p *Page) newCite(reference string) int {
	if p.citeNo == nil {
		p.citeNo = map[string]int{}
	}
	p.cited = append(p.cited, reference)
	p.citeNo[reference] = len(p.cited)
	return len(p.cited)
}

// CiteAll adds sources that the page stands on without a mark in its text.
func (p *Page) CiteAll(references []string) {
	for _, id := range references {
		if _, again := p.citeNo[id]; !again && p.r.refs[id] != nil {
			p.newCite(id)
			p.citeNo[id] = -p.citeNo[id]
		}
	}
}

// Sources is the list of what the page cited, in the order of first mention.
func (p *Page) Sources() []page.Source {
	out := make([]page.Source, 0, len(p.cited))
	for i, id := range p.cited {
		n := itoa(i + 1)
		s := page.Source{ID: "source-" + n, Label: n, Text: page.HTML(p.r.refs[id].html)}
		if p.citeNo[id] > 0 {
			s.Back = []page.Link{{Href: "#cite-" + n}}
		}
		out = append(out, s)
	}
	return out
}

// Cited is the references the page cited, in order of first mention.
func (p *Page) Cited() []string { return p.cited }

// SourceHTML is one reference as an entry of a list; false when it is unknown.
func (r *Renderer) SourceHTML(reference string) (string, bool) {
	s := r.refs[reference]
	if s == nil {
		return "", false
	}
	return s.html, true
}

// SourceName is who and when: "Office of the Auditor General of Canada, 2023".
func (r *Renderer) SourceName(reference string) (string, bool) {
	s := r.refs[reference]
	if s == nil {
		return "", false
	}
	return s.short, true
}

// OnlyIn says that something exists in another language alone: "in French only".
func (r *Renderer) OnlyIn(tag lang.Tag) string { return r.inLanguage("only.", tag) }
