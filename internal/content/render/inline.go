package render

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Inlines draws running text.
func (p *Page) Inlines(inlines []course.Inline) {
	for i := range inlines {
		p.inline(&inlines[i])
	}
}

func (p *Page) inline(in *course.Inline) {
	switch in.Kind {
	case course.Text:
		p.text(in.Text)
	case course.SoftBreak:
		p.raw("\n")
	case course.HardBreak:
		p.raw("<br>\n")
	case course.CodeSpan:
		p.raw("<code>")
		p.escape(in.Text)
		p.raw("</code>")
	case course.Emphasis:
		p.around("<em>", in, "</em>")
	case course.Strong:
		p.around("<strong>", in, "</strong>")
	case course.Link:
		p.link(in)
	case course.Image:
		p.picture(in.Target, in.Text)
	case course.Span:
		p.span(in)
	case course.Cite:
		p.cite(in.Cites)
	case course.NoteRef:
		p.noteRef(in.Target)
	}
}

func (p *Page) around(before string, in *course.Inline, after string) {
	p.raw(before)
	p.Inlines(in.Children)
	p.raw(after)
}

// span is a phrase in another language; the page's terms are not looked for in it.
func (p *Page) span(in *course.Inline) {
	p.raw("<span")
	p.attr("lang", p.r.locale(in.Lang))
	if in.Lang.RTL() != p.r.Tag.RTL() {
		p.attr("dir", direction(in.Lang))
	}
	p.raw(">")
	p.quiet++
	p.Inlines(in.Children)
	p.quiet--
	p.raw("</span>")
}

// direction is the dir attribute of a language.
func direction(tag lang.Tag) string {
	if tag.RTL() {
		return "rtl"
	}
	return "ltr"
}

// link draws a link; one that leads nowhere keeps its words.
func (p *Page) link(in *course.Inline) {
	p.quiet++
	defer func() { p.quiet-- }()
	href, inside, ok := p.resolve(in.Target)
	if !ok || p.linked > 0 {
		p.Inlines(in.Children)
		return
	}
	p.linked++
	defer func() { p.linked-- }()
	p.raw("<a")
	p.attr("href", href)
	behind, other := work{}, false
	if !inside {
		behind, other = p.r.works[in.Target]
	}
	if other {
		p.attr("hreflang", p.r.locale(behind.here))
	}
	p.attr("title", in.Title)
	p.raw(">")
	p.Inlines(in.Children)
	p.raw("</a>")
	if other {
		p.raw(` <span class="only">`)
		p.escape(p.r.languageNote(behind))
		p.raw("</span>")
	}
}

// resolve finds the address of a target; inside says that it is in the course.
func (p *Page) resolve(target string) (href string, inside, ok bool) {
	switch {
	case strings.HasPrefix(target, "#"):
		href, ok = p.links.Passage(course.ID(target[1:]))
		return href, true, ok
	case strings.HasPrefix(target, "/"):
		href, ok = p.links.Page(strings.TrimPrefix(target, "/"))
		return href, true, ok
	}
	return target, false, safeAddress(target)
}

// safeAddress allows the schemes that lead somewhere and run nothing.
func safeAddress(target string) bool {
	scheme, _, ok := strings.Cut(target, ":")
	if !ok {
		return false
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// languageNote says that a link leads to another language: "(in French only)".
func (r *Renderer) languageNote(w work) string {
	kind := "in."
	if w.only {
		kind = "only."
	}
	return "(" + r.inLanguage(kind, w.here) + ")"
}

func (r *Renderer) inLanguage(kind string, tag lang.Tag) string {
	if words.Has(r.Face, kind+string(tag.Base())) {
		return say(r.Face, kind+string(tag.Base()))
	}
	name := string(tag)
	if l, ok := r.Course.Language(tag); ok && l.Name != "" {
		name = l.Name
	}
	return say(r.Face, kind+"other", lang.A{"language": name})
}

// noteRef draws the mark of a footnote. Only the first mark of a note is what
// its way back leads to.
func (p *Page) noteRef(label string) {
	n := p.notes[label]
	if n == nil {
		return
	}
	if p.still != nil {
		p.still.noteRef(n)
		return
	}
	p.raw(`<sup><a class="ref noteref"`)
	if !p.noteSeen[n.Label] {
		p.noteSeen[n.Label] = true
		p.raw(` id="noteref-`)
		p.number(n.Number)
		p.raw(`"`)
	}
	p.raw(` href="#note-`)
	p.number(n.Number)
	p.raw(`" role="doc-noteref"><span class="unseen">`)
	p.say("note")
	p.raw(" </span>")
	p.number(n.Number)
	p.raw("</a></sup>")
}

// Notes draws the footnotes, each with its way back; nothing when there are none.
func (p *Page) Notes(notes []*course.Note) {
	if len(notes) == 0 {
		return
	}
	p.raw(`<section class="notes" aria-labelledby="notes"><h2 id="notes">`)
	p.say("notes")
	p.raw("</h2>\n<ol>\n")
	for _, n := range notes {
		p.raw(`<li id="note-`)
		p.number(n.Number)
		p.raw(`">`)
		p.blocks(n.Blocks)
		p.raw(`<a class="back-to" href="#noteref-`)
		p.number(n.Number)
		p.raw(`" role="doc-backlink">`)
		p.escape(say(p.r.Face, "note-back", lang.A{"number": itoa(n.Number)}))
		p.raw("</a></li>\n")
	}
	p.raw("</ol></section>\n")
}
