package render

import (
	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Links says where things are, for the page that is being drawn. A false means
// that the thing does not exist here: its words are then drawn without a link.
type Links interface {
	// Page is the address of a page by its path in the source
	// ("modules/1-introduction/2-what-the-licence-changes", "checklists/x").
	Page(path string) (string, bool)
	// Passage is the address of a passage, on this page or another.
	Passage(id course.ID) (string, bool)
	// Term is the address of a glossary entry.
	Term(id string) (string, bool)
	// Media is the address of a file of media/, by its path in the source.
	Media(path string) (string, bool)
}

// Elsewhere is what Links may add where a document does not hold every medium: the
// address at which one is found, empty when it is unknown.
type Elsewhere interface {
	Elsewhere(path string) string
}

// Renderer draws the pages of one course in one language. It is made once and
// may be shared by goroutines.
type Renderer struct {
	Course *course.Course
	Tag    lang.Tag // language of the text
	Face   lang.Tag // interface language of its readers
	Locale string   // as it stands in lang attributes

	// Dimensions are the sizes of pictures and videos, by path in the source. Set
	// it before the first page is drawn.
	Dimensions map[string]Size

	terms    *matcher
	notes    map[string]string // what the note of a term says, by the term's id
	refs     map[string]*source
	works    map[string]work
	diagrams map[string]*diagram
	cases    map[string]*course.Page
	locales  map[lang.Tag]string
}

// Size is the size of a picture in pixels.
type Size struct{ Width, Height int }

// New prepares a language of a course.
func New(c *course.Course, tag lang.Tag) *Renderer {
	r := &Renderer{
		Course: c, Tag: tag, Face: lang.Interface(tag), Locale: string(tag),
		terms: newMatcher(c, tag), refs: map[string]*source{}, works: map[string]work{},
		diagrams: map[string]*diagram{}, cases: map[string]*course.Page{}, locales: map[lang.Tag]string{},
	}
	for _, l := range c.LeftOut {
		r.locales[l.Tag] = l.Locale
	}
	for _, l := range c.Languages {
		r.locales[l.Tag] = l.Locale
		if l.Tag == tag {
			r.Face = lang.Interface(tag, l.Interface)
			if l.Locale != "" {
				r.Locale = l.Locale
			}
		}
	}
	for _, ref := range c.References {
		r.refs[ref.ID] = r.newSource(ref)
		r.addWork(ref.URL, ref.Languages)
	}
	for _, res := range c.Resources {
		r.addWork(res.URL, nil)
	}
	for path, m := range c.Media {
		if len(m.SVG) > 0 && !m.Broken {
			r.diagrams[path] = newDiagram(m, tag)
		}
	}
	for _, p := range c.Cases {
		r.cases[p.Key] = p
	}
	r.notes = make(map[string]string, len(r.terms.list))
	for _, t := range r.terms.list {
		r.notes[t.ID] = r.note(t)
	}
	return r
}

// locale is a language as it stands in lang and hreflang attributes.
func (r *Renderer) locale(tag lang.Tag) string {
	if l := r.locales[tag]; l != "" {
		return l
	}
	return string(tag)
}

// Said is words of the interface as HTML. Where the language of the text is not one
// that the interface speaks, they say which language they are in.
func (r *Renderer) Said(words string) string {
	if r.Face.Base() == r.Tag.Base() || words == "" {
		return Escape(words)
	}
	return `<span lang="` + string(r.Face) + `" dir="ltr">` + Escape(words) + "</span>"
}

// work is what is known of the thing behind an outside address.
type work struct {
	here lang.Tag // language of the page at this address
	only bool     // the work does not exist in the language of the course page
}

// addWork notes the addresses that lead to another language than the page's.
func (r *Renderer) addWork(urls lang.Text, languages []lang.Tag) {
	exists := urls.Has(r.Tag)
	if len(languages) > 0 {
		exists = false
		for _, l := range languages {
			exists = exists || l == r.Tag
		}
	}
	for _, tag := range urls.Tags() {
		url := urls[tag]
		if tag == r.Tag || url == urls[r.Tag] {
			if !exists && len(languages) > 0 {
				r.works[url] = work{here: languages[0], only: true}
			}
			continue
		}
		if exists && !urls.Has(r.Tag) {
			continue // one address for a work that has this language too
		}
		if _, known := r.works[url]; !known {
			r.works[url] = work{here: tag, only: !exists}
		}
	}
}
