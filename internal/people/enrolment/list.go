package enrolment

import (
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Listed is one line of a list of people to enrol, and what it leads to.
type Listed struct {
	identity.Listed
	Became Outcome
}

// Outcome is what becomes of a line.
type Outcome string

// The outcomes; each is a key of the catalogue after "list-".
const (
	Added    Outcome = "added"    // a new account, enrolled
	Enrolled Outcome = "enrolled" // an account that was there
	Present  Outcome = "present"  // enrolled already
	Unread   Outcome = "wrong"    // the line cannot be used
)

// Say is the word for the outcome in a language.
func (o Outcome) Say(face lang.Tag) string { return words.Say(face, "list-"+string(o)) }

// EnrolList enrols the people of a list in an offering, all of them or none: a list with a wrong line leaves everything as
// it is, and so does a dry run. Who has no account gets one. What comes back says line by line what was done, or would be.
// Roles are not given here: a line with one is wrong.
func (r *Room) EnrolList(tx store.Tx, by identity.PersonID, o Offering, list []identity.Listed, dry bool) ([]Listed, error) {
	plain := make([]identity.Listed, len(list))
	for i, l := range list {
		if plain[i] = l; l.Grant != nil && l.Wrong == nil {
			plain[i].Wrong = fault.New(fault.Invalid, words, "list-role")
		}
	}
	out, wrong, err := r.plan(tx, by, o, plain)
	if err != nil || wrong || dry {
		return out, err
	}
	if _, err := r.Identity.Enter(tx, by, plain, false); err != nil {
		return nil, err
	}
	for _, l := range out {
		p, err := r.Identity.PersonByEmail(tx, l.Email)
		if err != nil {
			return nil, err
		}
		if _, _, err := r.Enrol(tx, by, o, p.ID, FromList); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// plan is what a list would lead to; nothing is changed.
func (r *Room) plan(tx store.Tx, by identity.PersonID, o Offering, list []identity.Listed) (out []Listed, wrong bool, err error) {
	tried, err := r.Identity.Enter(tx, by, list, true)
	if err != nil {
		return nil, false, err
	}
	taken, err := countActive(tx, o.ID)
	if err != nil {
		return nil, false, err
	}
	for _, l := range tried {
		one := Listed{Listed: l, Became: Added}
		if l.Wrong == nil && l.Outcome != identity.Added {
			if one.Became, err = r.became(tx, o, l); err != nil {
				return nil, false, err
			}
		}
		if l.Wrong == nil && one.Became != Present {
			if taken++; o.Places > 0 && taken > o.Places {
				one.Wrong = fault.New(fault.Conflict, words, "full", lang.A{"n": o.Places})
			} else if !o.takes(r.today()) {
				one.Wrong = fault.New(fault.Conflict, words, "closed")
			}
		}
		if one.Wrong != nil {
			one.Became, wrong = Unread, true
		}
		out = append(out, one)
	}
	return out, wrong, nil
}

// became is what becomes of a line about somebody who has an account.
func (r *Room) became(tx store.Tx, o Offering, l identity.Listed) (Outcome, error) {
	p, err := r.Identity.PersonByEmail(tx, l.Email)
	if err != nil {
		return "", err
	}
	e, err := r.EnrolmentOf(tx, o.ID, p.ID)
	switch {
	case fault.KindOf(err) == fault.NotFound, err == nil && !e.Active():
		return Enrolled, nil
	case err != nil:
		return "", err
	}
	return Present, nil
}
