package check

import (
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// index is what rules look up.
type index struct {
	references map[string]*course.Reference
	cited      map[string]bool           // references that something points to
	listed     map[string]bool           // addresses of references.yaml and resources.yaml, without ending slash
	pages      map[string]*course.Page   // by path
	ids        map[course.ID]bool        // every id of a block, in any language
	targets    map[string]bool           // media that something shows
	modules    map[string]*course.Module // by key
	objectives map[string]*course.Objective
	terms      map[lang.Tag]map[string]bool // words of the glossary, lower case
}

func newIndex(s *scan) index {
	x := index{
		references: map[string]*course.Reference{}, cited: map[string]bool{}, listed: map[string]bool{},
		pages: map[string]*course.Page{}, ids: map[course.ID]bool{}, targets: map[string]bool{},
		modules: map[string]*course.Module{}, objectives: map[string]*course.Objective{},
		terms: map[lang.Tag]map[string]bool{},
	}
	x.addLists(s.c)
	for _, p := range s.c.Pages() {
		x.pages[p.Path] = p
		x.cite(p.Sources...)
	}
	for _, t := range s.texts {
		for _, b := range t.Leaves {
			x.addBlock(b)
		}
	}
	return x
}

func (x *index) addLists(c *course.Course) {
	for _, r := range c.References {
		x.references[r.ID] = r
		for _, u := range r.URL {
			x.listed[bareAddress(u)] = true
		}
	}
	for _, r := range c.Resources {
		for _, u := range r.URL {
			x.listed[bareAddress(u)] = true
		}
	}
	for _, k := range c.Concepts {
		x.cite(k.Sources...)
	}
	for _, t := range c.Glossary {
		x.cite(t.Sources...)
		for tag, word := range t.Term {
			x.addTerm(tag, append([]string{word}, t.Forms[tag]...))
		}
	}
	for _, m := range c.Media {
		x.cite(m.Source)
	}
	for _, o := range c.Objectives {
		x.objectives[o.ID] = o
	}
	for _, m := range c.Modules {
		x.modules[m.Key] = m
		for _, o := range m.Objectives {
			x.objectives[o.ID] = o
		}
	}
}

func (x *index) addTerm(tag lang.Tag, forms []string) {
	if x.terms[tag] == nil {
		x.terms[tag] = map[string]bool{}
	}
	for _, f := range forms {
		x.terms[tag][strings.ToLower(f)] = true
	}
}

func (x *index) cite(ids ...string) {
	for _, id := range ids {
		if id != "" {
			x.cited[id] = true
		}
	}
}

func (x *index) addBlock(b *course.Block) {
	if b.ID != "" {
		x.ids[b.ID] = true
	}
	if b.Target != "" {
		x.targets[b.Target] = true
	}
	if src := b.Attrs["src"]; src != "" {
		x.targets[src] = true
	}
	eachInline(b, func(in course.Inline) {
		for _, c := range in.Cites {
			x.cite(c.Reference)
		}
		if in.Kind == course.Image {
			x.targets[in.Target] = true
		}
	})
}

// eachInline visits the running text of one block, its caption and its cells, parents first.
func eachInline(b *course.Block, visit func(course.Inline)) {
	var walk func([]course.Inline)
	walk = func(inlines []course.Inline) {
		for _, in := range inlines {
			visit(in)
			walk(in.Children)
		}
	}
	walk(b.Inlines)
	walk(b.Caption)
	for _, row := range b.Rows {
		for _, cell := range row.Cells {
			walk(cell)
		}
	}
}

func bareAddress(u string) string {
	u, _, _ = strings.Cut(u, "#")
	return strings.TrimSuffix(strings.TrimSpace(u), "/")
}

func isExternal(target string) bool {
	return strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "http://")
}
