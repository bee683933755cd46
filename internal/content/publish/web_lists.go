package publish

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/search"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// made is the heading of a page that publish makes.
func (s *sheet) made() page.Heading {
	return page.Heading{Title: page.Text(s.at.Title), Lede: page.Text(s.say("lede." + string(s.at.Kind)))}
}

// listPage leads to the checklists, cases, worksheets or guides.
func (s *sheet) listPage() templ.Component {
	l := page.ListPage{Heading: s.made()}
	var g page.Group
	for _, p := range s.t.pages {
		if p.Page == nil || ListOf(p.Page.Kind) != s.at.Kind {
			continue
		}
		row := page.Row{Title: page.Link{Text: p.Title, Href: s.hrefOf(p)}, Text: s.lede(p)}
		for _, f := range p.Page.Facts {
			if (f.Key == "place" || f.Key == "when") && f.Text.Has(s.at.Tag) {
				row.Meta = append(row.Meta, f.Text.In(s.at.Tag))
			}
		}
		g.Rows = append(g.Rows, row)
	}
	l.Groups = []page.Group{g}
	return page.ListBody(s.t.Face, l)
}

// glossary lists the terms in the order of the language.
func (s *sheet) glossary() templ.Component {
	terms := map[string]*course.Term{}
	var entries []search.Entry
	for _, t := range s.w.Course.Glossary {
		if t.Definition.Has(s.at.Tag) {
			terms[t.ID] = t
			entries = append(entries, search.Entry{Label: t.Term.In(s.at.Tag), Address: t.ID})
		}
	}
	g := page.GlossaryPage{Heading: s.made()}
	for _, letter := range search.AZ(string(s.at.Tag), entries) {
		id := "letter-" + strings.ToLower(letter.Name)
		if letter.Name == "#" {
			id = "letter-other"
		}
		g.Letters = append(g.Letters, page.Link{Text: letter.Name, Href: "#" + id})
		group := page.TermGroup{ID: id, Letter: letter.Name}
		for _, e := range letter.Entries {
			group.Terms = append(group.Terms, s.term(terms[e.Address]))
		}
		g.Groups = append(g.Groups, group)
	}
	return page.GlossaryBody(s.t.Face, g)
}

func (s *sheet) term(t *course.Term) page.Term {
	tag := s.at.Tag
	out := page.Term{ID: TermID(t.ID), Name: page.Text(t.Term.In(tag)), Definition: page.Text(t.Definition.In(tag))}
	if t.Note.Has(tag) {
		out.Note = page.Text(t.Note.In(tag))
	}
	for _, other := range s.w.tags {
		if other != tag && t.Term.Has(other) {
			l := s.w.languages[other]
			out.Also = append(out.Also, page.Also{Locale: l.Locale, Language: l.name, Name: t.Term.In(other)})
		}
	}
	for _, id := range t.Sources {
		if r := s.t.byKey[string(KindReferences)]; r != nil {
			if name, ok := s.t.Render.SourceName(id); ok {
				out.Links = append(out.Links, page.Link{Text: name, Href: s.hrefOf(r) + "#reference-" + id})
			}
		}
	}
	return out
}

// resourceKinds are the kinds of resources, in the order they are shown.
var resourceKinds = []string{"guide", "policy", "law", "standard", "tool", "catalogue", "course", "study", "community"}

func (s *sheet) resources() templ.Component {
	p := page.ResourcePage{Heading: s.made()}
	for _, kind := range ResourceKindsOf(s.w.Course) {
		g := page.ResourceGroup{ID: "kind-" + or(kind, "other"), Title: ResourceKind(s.t.Face, kind)}
		for _, r := range s.w.Course.Resources {
			if r.Kind == kind {
				g.Items = append(g.Items, s.resource(r))
			}
		}
		if len(g.Items) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return page.ResourceBody(s.t.Face, p)
}

// ResourceKindsOf are the kinds, with those that only this course knows.
func ResourceKindsOf(c *course.Course) []string {
	kinds := slices.Clone(resourceKinds)
	for _, r := range c.Resources {
		if !slices.Contains(kinds, r.Kind) {
			kinds = append(kinds, r.Kind)
		}
	}
	return kinds
}

// ResourceKind is what resources of a kind are called.
func ResourceKind(face lang.Tag, kind string) string {
	if slices.Contains(resourceKinds, kind) {
		return Say(face, "resource."+kind)
	}
	return Say(face, "resource.other")
}

func (s *sheet) resource(r *course.Resource) page.Resource {
	tag := s.at.Tag
	title, url, only := ResourceIn(r, tag)
	out := page.Resource{ID: "resource-" + r.ID, By: page.Text(r.By.In(tag)), GoodFor: page.Text(r.GoodFor.In(tag)), Checked: s.date(r.Checked)}
	for _, other := range r.URL.Tags() {
		out.Flags = append(out.Flags, page.Flag{Mark: strings.ToUpper(string(other.Base())), Name: s.languageName(other)})
	}
	if only != "" {
		out.Title.Lang, out.Only = s.localeOf(only), s.t.Render.OnlyIn(only)
	}
	if !r.Title.Has(tag) && out.Title.Lang == "" {
		out.Title.Lang = s.localeOf(r.Title.First())
	}
	out.Title.Text, out.Title.Href = title, url
	return out
}

// ResourceIn is the title and address of a resource for readers of a language;
// only is the language it is in when it does not exist in theirs.
func ResourceIn(r *course.Resource, tag lang.Tag) (title, url string, only lang.Tag) {
	if r.URL.Has(tag) || !r.URL.Has(r.URL.First()) {
		return or(r.Title.In(tag), r.Title.In(r.Title.First())), r.URL.In(tag), ""
	}
	only = r.URL.First()
	return or(r.Title.In(only), r.Title.In(r.Title.First())), r.URL.In(only), only
}

func (s *sheet) localeOf(tag lang.Tag) string {
	if t := s.w.languages[tag]; t != nil {
		return t.Locale
	}
	return string(tag)
}

func (s *sheet) languageName(tag lang.Tag) string {
	if t := s.w.languages[tag]; t != nil && t.name != "" {
		return t.name
	}
	return string(tag)
}

// date writes a day of the source; what is no date stands as it is.
func (s *sheet) date(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return lang.Date(s.t.Face, t)
}

// references lists all sources in the order of the language.
func (s *sheet) references() templ.Component {
	var entries []search.Entry
	for _, r := range s.w.Course.References {
		if name, ok := s.t.Render.SourceName(r.ID); ok {
			entries = append(entries, search.Entry{Label: name, Address: r.ID})
		}
	}
	var list strings.Builder
	list.WriteString(`<div class="prose"><ul class="references">`)
	for _, letter := range search.AZ(string(s.at.Tag), entries) {
		for _, e := range letter.Entries {
			html, _ := s.t.Render.SourceHTML(e.Address)
			list.WriteString(`<li id="reference-` + render.Escape(e.Address) + `">` + html + "</li>\n")
		}
	}
	list.WriteString("</ul></div>")
	return templ.Join(page.PageHead(s.made()), page.HTML(list.String()))
}

// objectives draws what teaches and what tests each objective.
func (s *sheet) objectives() templ.Component {
	m := page.MapPage{Heading: s.made()}
	if g := s.mapGroup("objectives-course", s.say("objectives.course"), s.w.Course.Objectives); len(g.Rows) > 0 {
		m.Groups = append(m.Groups, g)
	}
	for _, module := range s.w.Course.Modules {
		title := s.say("module-n", lang.A{"number": itoa(module.Number)}) + " · " + module.Title.In(s.at.Tag)
		if g := s.mapGroup("objectives-"+module.Key, title, module.Objectives); len(g.Rows) > 0 {
			m.Groups = append(m.Groups, g)
		}
	}
	return page.MapBody(s.t.Face, m)
}

func (s *sheet) mapGroup(id, title string, objectives []*course.Objective) page.MapGroup {
	g := page.MapGroup{ID: id, Title: title}
	for _, o := range objectives {
		taught, tested := s.w.teaches[o.ID], s.w.tests[o.ID]
		if o.Module == nil {
			taught, tested = s.w.serving(o.ID)
		}
		g.Rows = append(g.Rows, page.ObjectiveRow{
			ID: "objective-" + o.ID, Text: page.Text(o.Text.In(s.at.Tag)), Taught: s.pageLinks(taught), Tested: s.pageLinks(tested),
		})
	}
	return g
}

// serving are the pages that teach and test the module objectives that serve an
// objective of the course, and the objective itself.
func (w *Web) serving(id string) (taught, tested []*course.Page) {
	add := func(objective string) {
		for _, p := range w.teaches[objective] {
			if !slices.Contains(taught, p) {
				taught = append(taught, p)
			}
		}
		for _, p := range w.tests[objective] {
			if !slices.Contains(tested, p) {
				tested = append(tested, p)
			}
		}
	}
	add(id)
	for _, m := range w.Course.Modules {
		for _, o := range m.Objectives {
			if slices.Contains(o.Serves, id) {
				add(o.ID)
			}
		}
	}
	return taught, tested
}

func (s *sheet) pageLinks(pages []*course.Page) []page.Link {
	var out []page.Link
	for _, p := range pages {
		wp := s.t.byKey[PageKey(p)]
		out = append(out, page.Link{Text: wp.Title, Href: s.hrefOf(wp)})
	}
	return out
}

// SortedTerms are the terms defined in a language, in its order.
func SortedTerms(c *course.Course, tag lang.Tag) []*course.Term {
	var terms []*course.Term
	for _, t := range c.Glossary {
		if t.Definition.Has(tag) {
			terms = append(terms, t)
		}
	}
	order := lang.NewSorter(tag)
	slices.SortStableFunc(terms, func(a, b *course.Term) int { return order.Compare(a.Term.In(tag), b.Term.In(tag)) })
	return terms
}
