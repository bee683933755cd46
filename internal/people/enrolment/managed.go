package enrolment

import (
	"atelier/internal/base/fault"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
)

// Seen is what a manager sees of somebody: who they are and how far, never an answer or a score.
type Seen struct {
	Person  identity.Person
	Courses []Far // those in which they are enrolled, in the order of the site; never empty
}

// Far is how far somebody is with a course.
type Far struct {
	Course    *course.Course
	Offerings []Offering // of the course, in which they are enrolled; read by [Room.People] alone
	Done, Of  int        // tasks of the course
	State     page.State
	At        *course.Page // where they are to go on; nil when nothing is left, or nothing was begun
	Last      string       // day of the last act; empty before the first
}

// SeenFilter narrows what a manager sees.
type SeenFilter struct {
	Org   identity.OrgID // one of theirs; all when empty
	Text  string         // in name or address
	After identity.PersonID
	Most  int
}

// Managed are the organisations whose people a person may see: those in which they are a manager, and all that are below
// them. All says that they see those of every organisation.
func (r *Room) Managed(tx store.Tx, s *identity.Session) (orgs []identity.Org, err error) {
	if s == nil {
		return nil, r.Identity.Can(tx, s, SeePeople, identity.SiteScope)
	}
	all, err := r.Identity.Orgs(tx)
	if err != nil {
		return nil, err
	}
	grants, err := r.Identity.Grants(tx, s.Person)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if manages(grants, o, all) {
			orgs = append(orgs, o)
		}
	}
	if len(orgs) == 0 {
		return nil, fault.New(fault.Forbidden, words, "no-manager")
	}
	return orgs, nil
}

// manages says whether somebody with these roles is a manager of an organisation, or of one above it.
func manages(grants []identity.Grant, o identity.Org, all []identity.Org) bool {
	for _, scope := range identity.Above(o, all) {
		if SeePeople.Allowed(grants, scope) {
			return true
		}
	}
	return false
}

// People are the people of organisations who are enrolled in a course that is served, in the order of their ids. Whoever
// asks may see those organisations.
func (r *Room) People(tx store.Tx, orgs []identity.Org, f SeenFilter) (list []Seen, err error) {
	ids := make([]identity.OrgID, len(orgs))
	for i, o := range orgs {
		ids[i] = o.ID
	}
	known := map[OfferingID]Offering{}
	for after := f.After; len(list) < f.Most; {
		people, err := r.Identity.People(tx, identity.PersonFilter{Text: f.Text, Orgs: ids, After: after, Most: atOnce})
		if err != nil || len(people) == 0 {
			return list, err
		}
		enrolled, err := r.inForce(tx, people)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			after = p.ID
			if len(enrolled[p.ID]) == 0 || len(list) == f.Most {
				continue
			}
			one := Seen{Person: p}
			if one.Courses, err = r.farIn(tx, p, enrolled[p.ID], known); err != nil {
				return nil, err
			}
			if len(one.Courses) > 0 {
				list = append(list, one)
			}
		}
		if len(people) < atOnce {
			return list, nil
		}
	}
	return list, nil
}

// atOnce is how many people are read at once.
const atOnce = 200

// inForce are the enrolments of people that are in force.
func (r *Room) inForce(tx store.Tx, people []identity.Person) (map[identity.PersonID][]Enrolment, error) {
	ids := make([]identity.PersonID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	list, err := selectOfPeople(tx, ids)
	out := map[identity.PersonID][]Enrolment{}
	for _, e := range list {
		if e.Active() {
			out[e.Person] = append(out[e.Person], e)
		}
	}
	return out, err
}

// farIn is how far somebody is with each course in which they are enrolled; known are the offerings that were read.
func (r *Room) farIn(tx store.Tx, p identity.Person, enrolled []Enrolment, known map[OfferingID]Offering) (list []Far, err error) {
	by := map[string][]Offering{}
	for _, e := range enrolled {
		o, read := known[e.Offering]
		if !read {
			if o, err = r.Offering(tx, e.Offering); err != nil {
				return nil, err
			}
			known[e.Offering] = o
		}
		by[o.Course] = append(by[o.Course], o)
	}
	for _, e := range r.Library.Editions() {
		if len(by[e.Course.Key]) == 0 {
			continue
		}
		one, err := r.seen(tx, p, e.Course)
		if err != nil {
			return nil, err
		}
		one.Offerings = by[e.Course.Key]
		list = append(list, one)
	}
	return list, nil
}

// seen is how far somebody is with a course.
func (r *Room) seen(tx store.Tx, p identity.Person, of *course.Course) (Far, error) {
	s, err := r.Learning.Outline(tx, p.Actor, of)
	if err != nil {
		return Far{}, err
	}
	one := Far{Course: of, State: page.NotStarted, Last: s.Place(of).Day}
	var left int
	left, one.Of = s.Left(of)
	one.Done = one.Of - left
	switch {
	case s.Completed(of):
		one.State = page.Done
	case s.Begun(of):
		one.State = page.Started
		one.At, _ = s.Next(of) // that it was tried and not passed is a result, which managers do not see
	}
	return one, nil
}
