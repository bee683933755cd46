package library

import (
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/content/publish"
)

// Guard holds every course to its addresses: none of its pages may be where the site has a page of its own, as taken says,
// nor where another course has one; nobody could read it. What is served already is refused with a fault of kind Invalid;
// from then on neither a folder that changed nor a release that is to be published may hide a page. It is called once,
// when the pages of the site are known.
func (r *Room) Guard(taken func(path string) bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.taken = taken
	if r.shelf != nil {
		r.shelf.guard = r.guardParcel
	}
	for _, e := range r.Editions() {
		if err := r.unhidden(e); err != nil {
			return err
		}
	}
	return nil
}

// unhidden refuses an edition of which a page cannot be reached; nothing is known before the guard is.
func (r *Room) unhidden(e *Edition) error {
	if r.taken == nil {
		return nil
	}
	for _, p := range e.Pages() {
		if r.taken(p.Path) || r.others(e, p.Path) {
			return hidden(e, p)
		}
	}
	return nil
}

// others says whether another course has a page at an address.
func (r *Room) others(e *Edition, path string) bool {
	for _, s := range r.all() {
		if s.key != e.Course.Key && s.edition.Load().Page(path) != nil {
			return true
		}
	}
	return false
}

func hidden(e *Edition, p *Page) error {
	return fault.New(fault.Invalid, words, "hidden-page", lang.A{"course": e.Course.Key, "title": p.Title, "address": p.Path})
}

// guardParcel refuses a release of which a page could not be reached once it is published.
func (r *Room) guardParcel(p *Parcel) error {
	o, first := r.o, r.Edition().Course.Key == p.Course.Key
	o.Source = p.folder
	if !first {
		o.first = r.Edition()
	}
	e, err := newEdition(o, publish.Host{}, 0, p.Course, nil, first)
	if err != nil {
		return fault.New(fault.Invalid, words, "undrawable").Because(err)
	}
	return r.unhidden(e)
}
