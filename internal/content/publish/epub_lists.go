package publish

import (
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
	"atelier/internal/standard/epub"
)

// list draws a page that publish makes.
func (b *book) list(p *WebPage, s *render.Still) string {
	switch p.Kind {
	case KindHome:
		return b.titlePage()
	case KindModule:
		return b.moduleHead(p)
	case KindGlossary:
		return b.made(b.title(p), b.word("lede.glossary")) + b.glossary()
	case KindResources:
		return b.made(b.title(p), b.word("lede.resources")) + b.resources()
	case KindReferences:
		return b.made(b.title(p), b.word("lede.references")) + b.references(s)
	}
	return b.made(b.title(p), b.word("lede."+string(p.Kind))) + b.ways(p)
}

// titlePage opens the book.
func (b *book) titlePage() string {
	c := b.m.course
	out := b.made(render.Escape(b.courseTitle()), render.Escape(c.Description.In(b.tag)))
	if c.Audience.Has(b.tag) {
		out += render.XHTML("<p><strong>" + b.t.render.Said(b.say("home.audience")+b.say("colon")) + "</strong>" + render.Escape(c.Audience.In(b.tag)) + "</p>\n")
	}
	out += b.objectives("objectives.of-course", c.Objectives, true)
	foot := ""
	if c.Attribution.Has(b.tag) {
		foot = render.Escape(strings.TrimSuffix(c.Attribution.In(b.tag), ".")) + ". "
	}
	if c.Licence != "" {
		foot += b.licence()
	}
	if foot != "" {
		out += render.XHTML(`<p class="foot">` + foot + "</p>\n")
	}
	return out
}

// licence is the name of the licence, with its address where it has one.
func (b *book) licence() string {
	name := render.Escape(licenceName(b.m.course.Licence))
	if url := licenceURL(b.m.course.Licence, b.t.face); url != "" {
		return `<a href="` + render.Escape(url) + `" rel="license">` + name + "</a>"
	}
	return name
}

func (b *book) moduleHead(p *WebPage) string {
	m := p.Module
	s := &sheet{w: b.w, t: b.t, at: p}
	out := render.XHTML(`<p class="kicker">` + b.t.render.Said(s.moduleKicker(m)) + "</p>\n")
	out += b.made(render.Escape(p.Title), render.Escape(m.Description.In(b.tag)))
	if m.Writing {
		out += render.XHTML("<p>" + b.word("writing") + "</p>\n")
	}
	return out + b.objectives("objectives.of-module", m.Objectives, true) + b.ways(p)
}

// under says whether a page stands under another in the table of contents.
func under(p, head *WebPage) bool {
	switch {
	case p == head || p.Page == nil:
		return false
	case head.Kind == KindModule:
		return p.Module == head.Module
	}
	return listOf(p.Page.Kind) == head.Kind
}

// ways leads to the pages under a page.
func (b *book) ways(head *WebPage) string {
	rows := ""
	for _, p := range b.t.pages {
		if under(p, head) {
			rows += `<li><a href="` + b.files[p] + `">` + render.Escape(b.name(p)) + "</a></li>\n"
		}
	}
	if rows == "" {
		return ""
	}
	return render.XHTML("<ol class=\"ways\">\n" + rows + "</ol>\n")
}

// name is what a page is called in lists.
func (b *book) name(p *WebPage) string {
	s := &sheet{w: b.w, t: b.t, at: p}
	switch {
	case p.Kind == KindModule:
		return b.say("module-n", lang.A{"number": itoa(p.Module.Number)}) + " · " + p.Title
	case p.Page != nil && p.Doc() == nil:
		return p.Title + " (" + p.Page.Key + ")"
	}
	return or(s.stepTitle(p), b.courseTitle())
}

// inOther is a text in another language of the course, marked as such.
func (b *book) inOther(words string, tag lang.Tag) string {
	dir := "ltr"
	if tag.RTL() {
		dir = "rtl"
	}
	t := b.w.languages[tag]
	locale := string(tag)
	if t != nil {
		locale = t.locale
	}
	return `<span lang="` + render.Escape(locale) + `" dir="` + dir + `">` + render.Escape(words) + "</span>"
}

func (b *book) glossary() string {
	out := "<dl class=\"glossary\">\n"
	for _, t := range sortedTerms(b.m.course, b.tag) {
		out += `<dt id="` + render.Escape(termID(t.ID)) + `"><dfn>` + render.Escape(t.Term.In(b.tag)) + "</dfn>"
		for _, other := range b.w.tags {
			if other != b.tag && t.Term.Has(other) {
				out += ` <span class="also">` + b.inOther(t.Term.In(other), other) + "</span>"
			}
		}
		out += "</dt>\n<dd><p>" + render.Escape(t.Definition.In(b.tag)) + "</p>"
		if t.Note.Has(b.tag) {
			out += "<p>" + render.Escape(t.Note.In(b.tag)) + "</p>"
		}
		out += b.termSources(t) + "</dd>\n"
	}
	return render.XHTML(out + "</dl>\n")
}

func (b *book) termSources(t *course.Term) string {
	var list []string
	for _, id := range t.Sources {
		if name, ok := b.t.render.SourceName(id); ok {
			list = append(list, `<a href="`+b.files[b.t.byKey[string(KindReferences)]]+"#"+referenceID(id)+`">`+render.Escape(name)+"</a>")
		}
	}
	if list == nil {
		return ""
	}
	return `<p class="hint">` + strings.Join(list, "; ") + "</p>"
}

func referenceID(id string) string { return "reference-" + render.Escape(id) }

func (b *book) references(s *render.Still) string {
	type entry struct{ name, id string }
	var list []entry
	for _, r := range b.m.course.References {
		name, _ := b.t.render.SourceName(r.ID)
		list = append(list, entry{name, r.ID})
	}
	order := lang.NewSorter(b.tag)
	slices.SortStableFunc(list, func(x, y entry) int { return order.Compare(x.name, y.name) })
	out := "<ul class=\"references\">\n"
	for _, e := range list {
		source, _ := s.Source(e.id)
		out += `<li id="` + referenceID(e.id) + `">` + source + "</li>\n"
	}
	return out + "</ul>\n"
}

func (b *book) resources() string {
	out := ""
	s := &sheet{w: b.w, t: b.t, at: b.t.byKey[string(KindResources)]}
	for _, kind := range resourceKindsOf(b.m.course) {
		rows := ""
		for _, r := range b.m.course.Resources {
			if r.Kind == kind {
				rows += b.resource(r)
			}
		}
		if rows != "" {
			out += "<h2>" + b.t.render.Said(s.resourceKind(kind)) + "</h2>\n<ul class=\"resources\">\n" + rows + "</ul>\n"
		}
	}
	return render.XHTML(out)
}

func (b *book) resource(r *course.Resource) string {
	title, url, only := resourceIn(r, b.tag)
	name := render.Escape(title)
	if only != "" {
		name = b.inOther(title, only)
	}
	if webAddress(url) {
		name = `<a href="` + render.Escape(url) + `">` + name + "</a>"
	}
	if only != "" {
		name += ` <span class="only">(` + b.t.render.Said(b.t.render.OnlyIn(only)) + ")</span>"
	}
	out := `<li id="resource-` + render.Escape(r.ID) + `"><p class="name">` + name + "</p>"
	if r.By.Has(b.tag) {
		out += `<p class="by">` + render.Escape(r.By.In(b.tag)) + "</p>"
	}
	if r.GoodFor.Has(b.tag) {
		out += "<p>" + render.Escape(r.GoodFor.In(b.tag)) + "</p>"
	}
	return out + "</li>\n"
}

// colophon says what this edition is and what it is not.
func (b *book) colophon() {
	c := b.m.course
	lines := []string{b.word("epub.reads"), b.t.render.Said(b.summary())}
	if b.m.Release != "" {
		lines = append(lines, b.word("epub.release", lang.A{"release": b.m.Release}))
	}
	if b.m.Source != nil {
		lines = append(lines, b.word("epub.source", lang.A{"file": SourceFile}))
	}
	body := b.made(b.word("epub.about"), lines...)
	foot := b.t.render.Said(b.say("epub.identifier")+b.say("colon")) + "<code>" + render.Escape(c.IRI) + "</code>"
	if c.Licence != "" {
		foot = b.licence() + ". " + foot
	}
	b.put(colophonFile, epub.Content{
		Title: b.say("epub.about"), Language: b.t.locale, Direction: b.direction(), Stylesheet: bookStyle, Type: "colophon", Role: "doc-colophon",
	}, []string{body + render.XHTML(`<p class="foot">`+foot+"</p>\n")})
}

const colophonFile = "about.xhtml"
