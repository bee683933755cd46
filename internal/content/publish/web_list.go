package publish

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// list makes the pages of one language, in reading order.
func (w *Web) list(tag lang.Tag, t *Tongue) {
	root := w.home(tag, t.Face)
	add := func(p *WebPage) {
		p.Title = render.Unmarked(p.Title)
		p.Tag, p.place = tag, len(t.pages)
		t.pages = append(t.pages, p)
		t.byKey[p.Key] = p
		w.pages = append(w.pages, p)
	}
	made := func(kind Kind) string {
		path := root + Say(t.Face, "slug."+string(kind)) + "/"
		add(&WebPage{Key: string(kind), Kind: kind, Path: path, Title: Say(t.Face, "title."+string(kind))})
		return path
	}
	add(&WebPage{Key: string(KindHome), Kind: KindHome, Path: root, Title: w.Course.Title.In(tag)})
	for _, m := range w.Course.Modules {
		w.listModule(root, tag, t, m, add)
	}
	if a := w.Course.Assessment; a != nil {
		add(coursePage(a, root+w.slug(a, tag, t)+"/", tag, t.Face))
	}
	for _, group := range []struct {
		kind  Kind
		pages []*course.Page
	}{{KindChecklists, w.Course.Checklists}, {KindCases, w.Course.Cases}, {KindWorksheets, w.Course.Worksheets}, {KindGuide, w.Course.Guide}} {
		if len(group.pages) == 0 {
			continue
		}
		under := made(group.kind)
		for _, p := range group.pages {
			add(coursePage(p, under+w.slug(p, tag, t)+"/", tag, t.Face))
		}
	}
	for _, kind := range w.madePages() {
		made(kind)
	}
}

// home is the address under which all pages of a language stand.
func (w *Web) home(tag, face lang.Tag) string {
	if w.Options.Home == nil {
		return "/" + tag.Lower() + "/"
	}
	return w.Options.Home(tag, face)
}

func (w *Web) listModule(root string, tag lang.Tag, t *Tongue, m *course.Module, add func(*WebPage)) {
	under := root + or(m.Slug.In(tag), withoutNumber(m.Key)) + "/"
	add(&WebPage{Key: ModuleKey(m), Kind: KindModule, Path: under, Title: m.Title.In(tag), Module: m})
	for _, p := range m.Pages() {
		add(coursePage(p, under+w.slug(p, tag, t)+"/", tag, t.Face))
	}
}

// madePages are the pages publish makes out of the YAML files, where there is
// something to show.
func (w *Web) madePages() []Kind {
	var kinds []Kind
	for _, k := range []struct {
		kind Kind
		has  bool
	}{
		{KindGlossary, len(w.Course.Glossary) > 0}, {KindResources, len(w.Course.Resources) > 0},
		{KindReferences, len(w.Course.References) > 0}, {KindObjectives, true}, {KindSearch, true},
		{KindFormats, true}, {KindAccessibility, true},
	} {
		if k.has {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

func coursePage(p *course.Page, path string, tag, face lang.Tag) *WebPage {
	return &WebPage{Key: PageKey(p), Kind: Kind(p.Kind), Path: path, Title: titleOf(p, tag, face), Page: p, Module: p.Module}
}

// Head is what is known of that text without reading it; nil when there is none.
func (p *WebPage) Head() *course.Head {
	if p.Page == nil {
		return nil
	}
	return p.Page.Head(p.Tag)
}

// titleOf is the title of a course page in plain words. A page that does not
// exist in a language says so there.
func titleOf(p *course.Page, tag, face lang.Tag) string {
	h := p.Head(tag)
	switch {
	case h == nil:
		return Say(face, "absent.title")
	case !h.Titled:
		return withoutNumber(p.Key)
	}
	return h.Title
}

// slug is the last part of a page's path: its own, or a word for what it is.
func (w *Web) slug(p *course.Page, tag lang.Tag, t *Tongue) string {
	if s := p.Slug.In(tag); s != "" {
		return s
	}
	switch p.Kind {
	case course.Check, course.Summary, course.Assessment:
		return Say(t.Face, "slug."+string(p.Kind))
	}
	return withoutNumber(p.Key)
}

// withoutNumber takes off the number that only sorts.
func withoutNumber(key string) string {
	rest := strings.TrimLeft(key, "0123456789")
	if rest != key && strings.HasPrefix(rest, "-") && len(rest) > 1 {
		return rest[1:]
	}
	return key
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// find notes which page shows each passage, and what teaches and tests each
// objective.
func (w *Web) find() {
	if len(w.tags) == 0 {
		return
	}
	for _, p := range w.languages[w.tags[0]].pages {
		if p.Page == nil {
			continue
		}
		for _, tag := range w.tags {
			h, kept := p.Page.Head(tag), w.KeptBack(p.Page, tag)
			if h == nil {
				continue
			}
			for _, id := range h.IDs {
				if !kept[id] {
					w.passages[id] = p.place
				}
			}
		}
		for _, id := range p.Page.Objectives {
			if p.Kind == Kind(course.Lesson) {
				w.teaches[id] = append(w.teaches[id], p.Page)
			}
		}
		w.findTests(p.Page)
	}
}

// KeptBack is the passages of a page that a folder of files and a single one do not show: the bank
// of the assessment, which is for those who take it with an institution.
func (w *Web) KeptBack(p *course.Page, tag lang.Tag) map[course.ID]bool {
	d := p.Doc(tag)
	if p.Kind != course.Assessment || w.Options.Style == Site || d == nil {
		return nil
	}
	kept := map[course.ID]bool{}
	note := func(b *course.Block) bool {
		if b.ID != "" {
			kept[b.ID] = true
		}
		return true
	}
	d.Each(func(b *course.Block) bool {
		if b.Question != nil && b.Question.Form == "" {
			course.Walk([]*course.Block{b}, note)
			return false
		}
		return true
	})
	return kept
}

// findTests notes the objectives that a page's questions ask about, once a page.
func (w *Web) findTests(p *course.Page) {
	for _, tag := range w.tags {
		h := p.Head(tag)
		if h == nil {
			continue
		}
		for _, q := range h.Questions {
			list := w.tests[q.Objective]
			if q.Objective != "" && (len(list) == 0 || list[len(list)-1] != p) {
				w.tests[q.Objective] = append(list, p)
			}
		}
	}
}
