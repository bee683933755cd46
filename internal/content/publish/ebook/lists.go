package ebook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/content/render"
	"atelier/internal/standard/epub"
)

// list draws a page that publish makes.
func (b *book) list(p *publish.WebPage, s *render.Still) string {
	switch p.Kind {
	case publish.KindHome:
		return b.titlePage()
	case publish.KindModule:
		return b.moduleHead(p)
	case publish.KindGlossary:
		return b.made(b.title(p), b.word("lede.glossary")) + b.glossary()
	case publish.KindResources:
		return b.made(b.title(p), b.word("lede.resources")) + b.resources()
	case publish.KindReferences:
		return b.made(b.title(p), b.word("lede.references")) + b.references(s)
	}
	return b.made(b.title(p), b.word("lede."+string(p.Kind))) + b.ways(p)
}

// titlePage opens the book.
func (b *book) titlePage() string {
	c := b.m.Course
	out := b.made(render.Escape(b.courseTitle()), render.Escape(c.Description.In(b.tag)))
	if c.Audience.Has(b.tag) {
		out += render.XHTML("<p><strong>" + b.t.Render.Said(b.say("home.audience")+b.say("colon")) + "</strong>" + render.Escape(c.Audience.In(b.tag)) + "</p>\n")
	}
	if c.Follows != nil {
		out += render.XHTML("<p>" + publish.BasisHTML(c, b.tag, b.t.Face, "") + "</p>\n")
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
	name := render.Escape(publish.LicenceName(b.m.Course.Licence))
	if url := publish.LicenceURL(b.m.Course.Licence, b.t.Face); url != "" {
		return `<a href="` + render.Escape(url) + `" rel="license">` + name + "</a>"
	}
	return name
}

func (b *book) moduleHead(p *publish.WebPage) string {
	m := p.Module
	out := publish.ModuleXHTML(b.w, p)
	out += b.made(render.Escape(p.Title), render.Escape(m.Description.In(b.tag)))
	if m.Writing {
		out += render.XHTML("<p>" + b.word("writing") + "</p>\n")
	}
	return out + b.objectives("objectives.of-module", m.Objectives, true) + b.ways(p)
}

// under says whether a page stands under another in the table of contents.
func under(p, head *publish.WebPage) bool {
	switch {
	case p == head || p.Page == nil:
		return false
	case head.Kind == publish.KindModule:
		return p.Module == head.Module
	}
	return publish.ListOf(p.Page.Kind) == head.Kind
}

// ways leads to the pages under a page.
func (b *book) ways(head *publish.WebPage) string {
	rows := ""
	for _, p := range b.t.Pages() {
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
func (b *book) name(p *publish.WebPage) string {
	switch {
	case p.Kind == publish.KindModule:
		return b.say("module-n", lang.A{"number": strconv.Itoa(p.Module.Number)}) + " · " + p.Title
	case p.Page != nil && p.Doc() == nil:
		return p.Title + " (" + p.Page.Key + ")"
	}
	return cmp.Or(publish.StepTitle(b.w, p), b.courseTitle())
}

// inOther is a text in another language of the course, marked as such.
func (b *book) inOther(words string, tag lang.Tag) string {
	dir := "ltr"
	if tag.RTL() {
		dir = "rtl"
	}
	t := b.w.In(tag)
	locale := string(tag)
	if t != nil {
		locale = t.Locale
	}
	return `<span lang="` + render.Escape(locale) + `" dir="` + dir + `">` + render.Escape(words) + "</span>"
}

func (b *book) glossary() string {
	out := "<dl class=\"glossary\">\n"
	for _, t := range publish.SortedTerms(b.m.Course, b.tag) {
		out += `<dt id="` + render.Escape(publish.TermID(t.ID)) + `"><dfn>` + render.Escape(t.Term.In(b.tag)) + "</dfn>"
		for _, other := range b.m.Course.Tags() {
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
		if name, ok := b.t.Render.SourceName(id); ok {
			list = append(list, `<a href="`+b.files[b.t.Page(string(publish.KindReferences))]+"#"+referenceID(id)+`">`+render.Escape(name)+"</a>")
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
	for _, r := range b.m.Course.References {
		name, _ := b.t.Render.SourceName(r.ID)
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
	for _, kind := range publish.ResourceKindsOf(b.m.Course) {
		rows := ""
		for _, r := range b.m.Course.Resources {
			if r.Kind == kind {
				rows += b.resource(r)
			}
		}
		if rows != "" {
			out += "<h2>" + b.t.Render.Said(publish.ResourceKind(b.t.Face, kind)) + "</h2>\n<ul class=\"resources\">\n" + rows + "</ul>\n"
		}
	}
	return render.XHTML(out)
}

func (b *book) resource(r *course.Resource) string {
	title, url, only := publish.ResourceIn(r, b.tag)
	name := render.Escape(title)
	if only != "" {
		name = b.inOther(title, only)
	}
	if publish.WebAddress(url) {
		name = `<a href="` + render.Escape(url) + `">` + name + "</a>"
	}
	if only != "" {
		name += ` <span class="only">(` + b.t.Render.Said(b.t.Render.OnlyIn(only)) + ")</span>"
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
	c := b.m.Course
	lines := []string{b.word("epub.reads"), b.t.Render.Said(b.summary())}
	if b.m.Release != "" {
		lines = append(lines, b.word("epub.release", lang.A{"release": b.m.Release}))
	}
	if b.m.Source != nil {
		lines = append(lines, b.word("epub.source", lang.A{"file": publish.SourceFile}))
	}
	body := b.made(b.word("epub.about"), lines...)
	foot := b.t.Render.Said(b.say("epub.identifier")+b.say("colon")) + "<code>" + render.Escape(c.IRI) + "</code>"
	if c.Licence != "" {
		foot = b.licence() + ". " + foot
	}
	b.put(colophonFile, epub.Content{
		Title: b.say("epub.about"), Language: b.t.Locale, Direction: b.direction(), Stylesheet: bookStyle, Type: "colophon", Role: "doc-colophon",
	}, []string{body + render.XHTML(`<p class="foot">`+foot+"</p>\n")})
}

const colophonFile = "about.xhtml"
