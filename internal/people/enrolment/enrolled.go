package enrolment

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
)

// How says by which way somebody was enrolled.
type How string

// The ways.
const (
	BySelf    How = "self"    // through the door that stands open to everybody
	WithCode  How = "code"    // with the code
	FromList  How = "list"    // by whoever offers the course
	ByProgram How = "program" // by the API
)

// Enrolment is that a person takes part in an offering. Days are "2026-11-27", and empty where there is none.
type Enrolment struct {
	Offering  OfferingID
	Person    identity.PersonID
	How       How
	Enrolled  string // day
	Withdrawn string // day; empty while they take part
	Completed string // day on which they completed the course
	Release   string // which they completed; empty for a working copy
	reminded  string // day for which they were last reminded
}

// Active says whether the person takes part.
func (e Enrolment) Active() bool { return e.Withdrawn == "" }

// Enrol enrols a person in an offering; who is enrolled stays so, and made says that they were not. By is who does it:
// the person, another who may, or a program. A fault of kind Conflict says that the offering takes nobody any more, or is
// full, or that its door is not the one by which the person came.
func (r *Room) Enrol(tx store.Tx, by identity.PersonID, o Offering, id identity.PersonID, how How) (e Enrolment, made bool, err error) {
	e, err = selectEnrolment(tx, o.ID, id)
	if err == nil && e.Active() {
		return e, false, nil
	}
	if err != nil && !errors.Is(err, errNone) {
		return Enrolment{}, false, err
	}
	if err := r.lets(tx, o, how); err != nil {
		return Enrolment{}, false, err
	}
	p, err := r.Identity.PersonByID(tx, id)
	if err != nil {
		return Enrolment{}, false, err
	}
	e = Enrolment{Offering: o.ID, Person: id, How: how, Enrolled: r.today()}
	if err := r.already(tx, p, o, &e); err != nil {
		return Enrolment{}, false, err
	}
	if err := upsertEnrolment(tx, e); err != nil {
		return Enrolment{}, false, err
	}
	if err := r.tellEnrolled(tx, p, o); err != nil {
		return Enrolment{}, false, err
	}
	return e, true, r.note(tx, by, "enrolment.create", id, o)
}

// lets says why somebody cannot be enrolled in an offering now.
func (r *Room) lets(tx store.Tx, o Offering, how How) error {
	switch {
	case how == BySelf && o.Door != ByAll, how == WithCode && o.Door != ByCode:
		return fault.New(fault.Conflict, words, "other-door")
	case !o.takes(r.today()):
		return fault.New(fault.Conflict, words, "closed")
	case o.Places == 0:
		return nil
	}
	n, err := countActive(tx, o.ID)
	if err == nil && n >= o.Places {
		return fault.New(fault.Conflict, words, "full", lang.A{"n": o.Places})
	}
	return err
}

// already notes of an enrolment that the person completed the course before.
func (r *Room) already(tx store.Tx, p identity.Person, o Offering, e *Enrolment) error {
	c := r.served(o.Course)
	if c == nil {
		return nil
	}
	at, err := r.Learning.CompletedAt(tx, p.Actor, c)
	if err == nil && !at.IsZero() {
		e.Completed = at.In(r.Zone).Format(time.DateOnly)
	}
	return err
}

// Withdraw ends an enrolment; one that is not there, or has ended, is no error. What was learned stays.
func (r *Room) Withdraw(tx store.Tx, by identity.PersonID, o Offering, id identity.PersonID) error {
	ended, err := endEnrolment(tx, o.ID, id, r.today())
	if err != nil || !ended {
		return err
	}
	return r.note(tx, by, "enrolment.end", id, o)
}

// note writes into the trail what somebody did for another; what people do for themselves is told to programs alone.
func (r *Room) note(tx store.Tx, by identity.PersonID, do string, id identity.PersonID, o Offering) error {
	e := identity.Event{By: by, Do: do, On: string(id), Detail: map[string]string{"offering": string(o.ID), "course": o.Course}}
	if by == id {
		return r.Identity.Announce(tx, e)
	}
	return r.Identity.Audit(tx, e)
}

// Enrolments are those of an offering after a person, in the order of their ids, at most so many; also those that ended.
func (r *Room) Enrolments(tx store.Tx, id OfferingID, after identity.PersonID, most int) ([]Enrolment, error) {
	return selectOfOffering(tx, id, after, most)
}

// EnrolmentOf is that of a person in an offering; a fault of kind NotFound when there is none.
func (r *Room) EnrolmentOf(tx store.Tx, o OfferingID, id identity.PersonID) (Enrolment, error) {
	e, err := selectEnrolment(tx, o, id)
	if errors.Is(err, errNone) {
		return Enrolment{}, fault.New(fault.NotFound, words, "no-enrolment")
	}
	return e, err
}

// EnrolmentsOf are those of a person, the newest first.
func (r *Room) EnrolmentsOf(tx store.Tx, id identity.PersonID) ([]Enrolment, error) {
	list, err := selectOfPeople(tx, []identity.PersonID{id})
	slices.SortStableFunc(list, func(a, b Enrolment) int { return cmp.Compare(b.Enrolled, a.Enrolled) })
	return list, err
}

// Count is how many take part in an offering, and how many of them completed it.
func (r *Room) Count(tx store.Tx, id OfferingID) (active, completed int, err error) {
	return countOf(tx, id)
}

// OnCompleted notes in every enrolment of a person that they completed the course.
func (r *Room) OnCompleted(tx store.Tx, actor identity.Actor, course, release string, at time.Time) error {
	p, err := r.Identity.PersonByActor(tx, actor)
	if fault.KindOf(err) == fault.NotFound {
		return nil // a device: nobody is enrolled
	}
	if err != nil {
		return err
	}
	if err := completeEnrolments(tx, p.ID, course, at.In(r.Zone).Format(time.DateOnly), release); err != nil {
		return err
	}
	return r.Identity.Announce(tx, identity.Event{By: p.ID, Do: "course.complete", On: string(p.ID), Detail: map[string]string{"course": course, "release": release}})
}

// Claim notes what a device completed, once it is known who did. It is asked before the rooms that put the two records
// together: then it can still be told which of the two completed the course, and nobody is told twice.
func (r *Room) Claim(tx store.Tx, from, to identity.Actor) error {
	had, err := r.Learning.CompletedBy(tx, to)
	if err != nil {
		return err
	}
	done, err := r.Learning.CompletedBy(tx, from)
	if err != nil {
		return err
	}
	for _, one := range done {
		if slices.ContainsFunc(had, func(c delivery.Completion) bool { return c.Course == one.Course }) {
			continue
		}
		if err := r.OnCompleted(tx, to, one.Course, r.Library.EditionOf(one.Course).ReleaseAt(one.At), one.At); err != nil {
			return err
		}
	}
	return nil
}

// Export gives the enrolments of the person behind an actor.
func (r *Room) Export(tx store.Tx, actor identity.Actor) ([]identity.Kept, error) {
	p, err := r.Identity.PersonByActor(tx, actor)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := r.EnrolmentsOf(tx, p.ID)
	if err != nil {
		return nil, err
	}
	file := make([]map[string]string, len(list))
	for i, e := range list {
		file[i] = map[string]string{"offering": string(e.Offering), "person": string(e.Person), "how": string(e.How), "enrolled": e.Enrolled,
			"withdrawn": e.Withdrawn, "completed": e.Completed, "release": e.Release, "reminded": e.reminded}
	}
	return []identity.Kept{{Key: "enrolments", Data: file, Count: len(list), Say: func(t lang.Tag) string {
		return words.Say(t, "kept", lang.A{"n": len(list)})
	}}}, nil
}

// Erase forgets the enrolments of the person behind an actor.
func (r *Room) Erase(tx store.Tx, actor identity.Actor) error {
	p, err := r.Identity.PersonByActor(tx, actor)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return deleteEnrolments(tx, p.ID)
}

// Say is the word for the way in a language.
func (h How) Say(face lang.Tag) string { return words.Say(face, "how."+string(h)) }
