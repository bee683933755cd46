package library

import (
	"path"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
)

// formerly leads from every address a page had to the one it has. An address that
// another page has now stays with that page.
func formerly(e *Edition) map[string]string {
	old := map[string]string{}
	lead := func(from, to string) {
		if from != to && e.byPath[from] == nil {
			old[from] = to
		}
	}
	for _, p := range e.list {
		parents := []string{path.Dir(strings.TrimSuffix(p.Path, "/")) + "/"}
		if m := p.Module; m != nil {
			root := e.Home(p.Tag)
			names := m.Formerly[p.Tag]
			if p.Page == nil {
				for _, name := range names {
					lead(root+name+"/", p.Path)
				}
				continue
			}
			for _, name := range names {
				parents = append(parents, root+name+"/")
			}
		}
		if p.Page == nil {
			continue
		}
		for _, parent := range parents {
			for _, name := range append([]string{path.Base(p.Path)}, p.Page.Formerly[p.Tag]...) {
				lead(parent+name+"/", p.Path)
			}
		}
	}
	return old
}

// Elsewhere is where a path that has no page leads: the page of today for an old
// slug, the path with its slash at the end. It is empty when nothing is there.
func (e *Edition) Elsewhere(at string) string {
	if !strings.HasSuffix(at, "/") {
		at += "/"
	}
	if e.byPath[at] != nil {
		return at
	}
	return e.formerly[at]
}

// Passage is the address of a passage in a language; empty when nothing shows it.
// A named part ("k7m2qp/alt") stands where its passage stands.
func (e *Edition) Passage(tag lang.Tag, id course.ID) string {
	whole, _, _ := strings.Cut(string(id), "/")
	if p, ok := e.Web.Passage(tag, course.ID(whole)); ok {
		return p.Path + "#" + whole
	}
	kind, name, _ := strings.Cut(whole, ".")
	key, fragment := "", ""
	switch kind {
	case "course":
		key = string(publish.KindHome)
	case "module":
		key = "module:" + name
	case "term":
		key = string(publish.KindGlossary)
	case "objective":
		key = string(publish.KindObjectives)
	case "resource":
		key = string(publish.KindResources)
	case "reference":
		key = string(publish.KindReferences)
	}
	if key != "" && kind != "course" && kind != "module" {
		fragment = "#" + kind + "-" + name // as publish writes the ids of these entries
	}
	if p, ok := e.Web.ByKey(tag, key); ok {
		return p.Path + fragment
	}
	return ""
}
