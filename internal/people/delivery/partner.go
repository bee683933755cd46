package delivery

import (
	"cmp"
	"slices"

	"atelier/internal/base/page"
	"atelier/internal/content/course"
)

// partnerPurpose is what the names of partners are made for; see seal.Keys.Names.
const partnerPurpose = "delivery partner"

// partner is the name under which a page speaks of the partner of a matching. The
// partner of a term has the term's passage id, which would give the answer away; the
// name says nothing to whoever has not the site's key, and is the same in every
// language and on every day, so that a page that stood open for long is understood.
func (r *Room) partner(question course.ID, id string) string {
	return r.Keys.Names(partnerPurpose, string(question), id)[0]
}

// partnerOf is the id of the partner that a name of [Room.partner] stands for; empty
// when the question has no such partner. An id is no name of itself.
func (r *Room) partnerOf(q *course.Question, name string) string {
	for _, p := range q.Pairs {
		if slices.Contains(r.Keys.Names(partnerPurpose, string(q.ID), string(p.ID)), name) {
			return string(p.ID)
		}
	}
	return ""
}

// mask gives the partners of a matching their names, and parts what is shown of a
// question from what all share, so that it may be changed.
func (r *Room) mask(q *page.Question) {
	q.Pairs, q.Items = slices.Clone(q.Pairs), slices.Clone(q.Items)
	for i := range q.Pairs {
		options := slices.Clone(q.Pairs[i].Options)
		for j := range options {
			options[j].Value = r.partner(course.ID(q.ID), options[j].Value)
		}
		q.Pairs[i].Options = options
	}
	r.shuffle(q, "")
}

// shuffle puts the lines of an ordering and the partners of a matching into an order
// that follows from the seed and from their names alone. It may by chance be the right
// one: an order that never is would tell something of it.
func (r *Room) shuffle(q *page.Question, seed string) {
	place := map[string]string{}
	put := func(value string) { place[value] = r.Keys.Names(partnerPurpose, "order", seed, q.ID, value)[0] }
	for _, item := range q.Items {
		put(item.Value)
	}
	if len(q.Pairs) > 0 {
		for _, o := range q.Pairs[0].Options { // every term has the same
			put(o.Value)
		}
	}
	slices.SortFunc(q.Items, func(x, y page.Item) int { return cmp.Compare(place[x.Value], place[y.Value]) })
	for i := range q.Pairs {
		slices.SortFunc(q.Pairs[i].Options, func(x, y page.Option) int { return cmp.Compare(place[x.Value], place[y.Value]) })
	}
}

// read takes the answer to a question out of a form, with partners by their ids.
func (d *deed) read(f fields, q *course.Question, kept Answer) Answer {
	if q.Kind != course.Matching {
		return f.read(q, kept, d.page.Tag)
	}
	plain := fields{}
	for _, id := range lineIDs(q) {
		line := string(q.ID) + "." + string(id)
		plain[line] = []string{d.room.partnerOf(q, f.get(line))}
	}
	return plain.read(q, kept, d.page.Tag)
}
