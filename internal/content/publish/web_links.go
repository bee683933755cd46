package publish

import (
	"strings"

	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// links tells a page being drawn where things are.
type links struct{ *sheet }

var _ render.Links = links{}

// Page finds a page by its path in the source: a page of the course, a module
// ("modules/1-introduction") or a page publish makes ("glossary").
func (l links) Page(path string) (string, bool) {
	p, fragment := l.t.Find(path)
	if p == nil {
		return "", false
	}
	return l.hrefOf(p) + fragment, true
}

// Find is the page at a path in the source, nil when there is none, and the fragment
// that the path ends in, with its mark.
func (t *Tongue) Find(path string) (p *WebPage, fragment string) {
	path, fragment, _ = strings.Cut(path, "#")
	if fragment != "" {
		fragment = "#" + fragment
	}
	for _, key := range []string{"page:" + path, "module:" + strings.TrimPrefix(path, "modules/"), path} {
		if p := t.byKey[key]; p != nil {
			return p, fragment
		}
	}
	return nil, ""
}

// Passage finds a passage; on the page itself the address is its id alone.
func (l links) Passage(id course.ID) (string, bool) {
	p, ok := l.w.Passage(l.at.Tag, id)
	if !ok {
		return "", false
	}
	if p == l.at {
		return "#" + string(id), true
	}
	return l.hrefOf(p) + "#" + string(id), true
}

// Term is the address of a glossary entry.
func (l links) Term(id string) (string, bool) {
	p := l.t.byKey[string(KindGlossary)]
	if p == nil {
		return "", false
	}
	return l.hrefOf(p) + "#" + TermID(id), true
}

// TermID is the id of a term of the glossary, on the page that lists them.
func TermID(id string) string { return "term-" + id }

// Media is the address of a picture, sound or video.
func (l links) Media(path string) (string, bool) {
	a, ok := l.w.media[path]
	if !ok {
		return "", false
	}
	if l.w.Options.Style == Single {
		return l.w.dataAddress(a)
	}
	return l.assets() + a.Name, true
}
