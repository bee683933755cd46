package library

import (
	"slices"
	"strings"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
)

// Adaptations are the courses of the site that say they follow a course, in the order of the courses.
func (r *Room) Adaptations(of *Edition) []*Edition {
	var all []*Edition
	for _, e := range r.Editions() {
		if f := e.Course.Follows; f != nil && f.Course == of.Course.IRI {
			all = append(all, e)
		}
	}
	return all
}

// Followed is the course that an adaptation follows, where the site serves it; nil otherwise.
func (r *Room) Followed(e *Edition) *Edition {
	if f := e.Course.Follows; f != nil {
		return r.byID(f.Course)
	}
	return nil
}

func (r *Room) byID(id string) *Edition {
	for _, e := range r.Editions() {
		if e.Course.IRI == id {
			return e
		}
	}
	return nil
}

// Newer is the release of the course that an adaptation follows which is read here, where that came after the one that it
// follows; empty where it did not, or where the release that it follows was never published here.
func (r *Room) Newer(e *Edition) string {
	of := r.Followed(e)
	if of == nil || of.Release == nil {
		return ""
	}
	at := slices.IndexFunc(of.served, func(one Turn) bool { return one.Version == e.Course.Follows.Release })
	if at < 0 || of.served[at].Release.Number >= of.Release.Number {
		return ""
	}
	return of.Release.Version
}

// followedAt is where a course of an id is read here; empty when it is not.
func (r *Room) followedAt(tag lang.Tag, id string) string {
	if e := r.byID(id); e != nil {
		return e.Home(tag)
	}
	return ""
}

// adaptationsOf lists the adaptations of a course below its row.
func (r *Room) adaptationsOf(of *Edition, tag, face lang.Tag) page.Under {
	under := page.Under{Title: words.Say(face, "adaptations")}
	for _, e := range r.Adaptations(of) {
		f, own := e.Course.Follows, e.Reads(tag)
		facts := []string{}
		if where := f.Jurisdiction.In(own); where != "" {
			facts = append(facts, where)
		}
		facts = append(facts, words.Say(face, "adaptation-follows", lang.A{"release": f.Release}))
		if newer := r.Newer(e); newer != "" {
			facts = append(facts, words.Say(face, "adaptation-newer", lang.A{"release": newer}))
		}
		under.Lines = append(under.Lines, page.UnderLine{Link: page.Link{Text: e.Course.Title.In(own), Href: e.Home(tag)}, Facts: facts, Text: strings.TrimSpace(f.Changes.In(own))})
	}
	return under
}
