package delivery

import (
	"iter"
	"maps"
	"slices"

	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/release"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// heir reads what people did through the heritage of the release that is served: where a passage was split or moved, or
// a page took the place of others, what was done there holds here. The zero heir changes nothing.
type heir struct {
	c       *course.Course
	h       *release.Heritage
	edition int // the number of the edition
	number  int // of the turn of the release (library.Turn); 0 for a working copy
}

// heirOf is that of an edition.
func heirOf(e *library.Edition) heir {
	return heir{c: e.Course, h: e.Heritage, edition: e.Number, number: e.Turn()}
}

// heirs are those of every course of the site, as it is served now.
type heirs []heir

func (r *Room) heirs() (all heirs) {
	if r.Library == nil {
		return nil
	}
	for _, e := range r.Library.Editions() {
		all = append(all, heirOf(e))
	}
	return all
}

// of is the heir of a course; the zero heir when another edition of it is served.
func (all heirs) of(c *course.Course) heir {
	for _, k := range all {
		if k.c == c {
			return k
		}
	}
	return heir{}
}

// edition is the number of the newest edition: another one whenever any course is served anew.
func (all heirs) edition() (n int) {
	for _, k := range all {
		n = max(n, k.edition)
	}
	return n
}

func (all heirs) progress(of map[IRI]Progress) {
	for _, k := range all {
		k.progress(of)
	}
}

func (all heirs) documents(docs map[IRI]*Doc) {
	for _, k := range all {
		k.documents(docs)
	}
}

// progress lets pages that took the place of others be as far as those: as the least of them.
func (k heir) progress(all map[IRI]Progress) {
	if k.h == nil {
		return
	}
	found := map[course.ID]Progress{}
	for page := range k.h.Pages {
		found[page] = k.reached(all, page)
	}
	for page, p := range found {
		if p != (Progress{}) {
			all[activity(k.c, page)] = p
		}
	}
}

// reached is how far an actor is with a page, or with all those whose place it took.
func (k heir) reached(all map[IRI]Progress, page course.ID) Progress {
	return k.reach(all, page, map[course.ID]Progress{})
}

// reach is reached, with what is known already: of a page that leads back to itself, what was done there.
func (k heir) reach(all map[IRI]Progress, page course.ID, known map[course.ID]Progress) Progress {
	if p, met := known[page]; met {
		return p
	}
	most := all[activity(k.c, page)]
	known[page] = most
	for _, of := range k.h.Pages[page] {
		least := k.reach(all, of[0], known)
		for _, other := range of[1:] {
			p := k.reach(all, other, known)
			least.Reach, least.Scaled = min(least.Reach, p.Reach), min(least.Scaled, p.Scaled)
		}
		most = Progress{Reach: max(most.Reach, least.Reach), Scaled: max(most.Scaled, least.Scaled)}
	}
	known[page] = most
	return most
}

// documents lets every page have what was done with its passages where they stood before.
func (k heir) documents(docs map[IRI]*Doc) {
	if k.h == nil {
		return
	}
	found := map[IRI]*Doc{}
	for _, p := range k.c.Pages() {
		page := k.c.PageID(p)
		if d, changed := k.document(docs, page); changed {
			found[activity(k.c, page)] = d
		}
	}
	for at, d := range found {
		docs[at] = d
	}
}

// concerns says whether a page has anything that came from elsewhere.
func (k heir) concerns(page course.ID) bool {
	if k.h == nil {
		return false
	}
	_, attempt := k.h.Attempts[page]
	return attempt || len(k.h.Passages[page]) > 0 || len(k.h.Left[page]) > 0
}

// came are the passages of a page that came from elsewhere, and those that came there and went on: what was done
// before they went is noted where they were, so that they do not follow what becomes of their origin.
func (k heir) came(page course.ID) iter.Seq2[course.ID, []release.Hop] {
	return func(yield func(course.ID, []release.Hop) bool) {
		for id, hops := range k.h.Passages[page] {
			if !yield(id, hops) {
				return
			}
		}
		for id, hops := range k.h.Left[page] {
			if _, here := k.h.Passages[page][id]; !here && !yield(id, hops) {
				return
			}
		}
	}
}

// document is the document of a page with what was done elsewhere; false when that is nothing. The documents are not
// changed.
func (k heir) document(docs map[IRI]*Doc, page course.ID) (*Doc, bool) {
	if !k.concerns(page) {
		return nil, false
	}
	own := docs[activity(k.c, page)]
	if own == nil {
		own = noDoc
	}
	d, changed := own.clone(), false
	for id, hops := range k.came(page) {
		if from, was := k.last(docs, own, id, hops); from != own || was != id {
			changed = d.takeFrom(from, was, id) || changed
		}
	}
	if a := k.attempt(docs, page); a != nil && a != own.Attempt {
		d.Attempt, changed = a, true
	}
	return d, changed
}

// last is the document that was written last with a passage, and the id the passage had there: the first one, going back,
// in which what came is settled.
func (k heir) last(docs map[IRI]*Doc, own *Doc, id course.ID, hops []release.Hop) (*Doc, course.ID) {
	at := own
	for _, hop := range hops {
		if at.Settled[id] >= hop.Release {
			break
		}
		if at = docs[activity(k.c, hop.Page)]; at == nil {
			at = noDoc
		}
		id = hop.ID
	}
	return at, id
}

// attempt is the attempt at a check as it was written last: there, or in a check that it goes on from.
func (k heir) attempt(docs map[IRI]*Doc, page course.ID) *Attempt {
	at := docs[activity(k.c, page)]
	for _, hop := range k.h.Attempts[page] {
		if at != nil && at.Settled[page] >= hop.Release {
			break
		}
		page = hop.Page
		at = docs[activity(k.c, page)]
	}
	if at == nil {
		return nil
	}
	return at.Attempt
}

// clone is a document that can be changed without changing this one.
func (d *Doc) clone() *Doc {
	out := *d
	out.Seen, out.Ticks = slices.Clone(d.Seen), slices.Clone(d.Ticks)
	out.Settled = maps.Clone(d.Settled)
	out.Answers = nil
	for id, a := range d.Answers {
		out.answer(id, a)
	}
	return &out
}

// takeFrom takes in what another document has of a passage, under the id it has here. What is here of it is older, but
// what was read stays read, and an answer is replaced by an answer alone.
func (d *Doc) takeFrom(from *Doc, was, id course.ID) (changed bool) {
	if slices.Contains(from.Seen, was) {
		changed = d.see([]course.ID{id})
	}
	if ticked := slices.Contains(from.Ticks, was); ticked != slices.Contains(d.Ticks, id) {
		changed = true
		if ticked {
			d.Ticks = union(d.Ticks, []course.ID{id})
		} else {
			d.Ticks = slices.DeleteFunc(d.Ticks, func(other course.ID) bool { return other == id })
		}
	}
	if a, has := from.Answers[was]; has && was == id {
		changed = true
		d.answer(id, a)
	}
	return changed
}

// documentOf reads the document of a page as it is to be changed: with what was done elsewhere, which is settled there
// when it is written.
func (r *Room) documentOf(tx store.Tx, owner identity.Actor, c *course.Course, p *course.Page) (*Doc, error) {
	k, page := r.heirs().of(c), c.PageID(p)
	if !k.concerns(page) {
		d, err := r.readDoc(tx, owner, string(activity(c, page)))
		return d, err
	}
	docs, err := r.readDocs(tx, owner)
	if err != nil {
		return nil, err
	}
	d, _ := k.document(docs, page)
	k.settle(d, page)
	return d, nil
}

// settle notes in the document of a page, as document gave it, that what came is kept there.
func (k heir) settle(d *Doc, page course.ID) {
	for id := range k.came(page) {
		d.settle(id, k.number)
	}
	if _, goesOn := k.h.Attempts[page]; goesOn {
		d.settle(page, k.number)
	}
}

// readDocs are all documents of an owner.
func (r *Room) readDocs(tx store.Tx, owner identity.Actor) (map[IRI]*Doc, error) {
	states, err := r.Records.States(tx, owner)
	if err != nil {
		return nil, err
	}
	docs := map[IRI]*Doc{}
	for _, s := range states {
		if s.Name != stateStanding {
			continue
		}
		if docs[IRI(s.Activity)], err = decodeDoc(s.Body); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// settledDocs are all documents of an owner with what was done elsewhere, settled: what two actors
// have can then be put together page by page.
func (r *Room) settledDocs(tx store.Tx, owner identity.Actor) (map[IRI]*Doc, error) {
	settled := map[IRI]*Doc{}
	docs, err := r.readDocs(tx, owner)
	if err != nil {
		return nil, err
	}
	for _, k := range r.heirs() {
		if k.h == nil {
			continue
		}
		for _, p := range k.c.Pages() {
			page := k.c.PageID(p)
			if d, changed := k.document(docs, page); changed {
				k.settle(d, page)
				settled[activity(k.c, page)] = d
			}
		}
	}
	maps.Copy(docs, settled)
	return docs, nil
}
