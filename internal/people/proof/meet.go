package proof

import (
	"errors"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// meeting is what came of somebody's arrival from a provider.
type meeting struct {
	person identity.PersonID
	secret string // of the session that began
	join   string // else, under which the arrival is kept until the owner of its address has proved to be one
}

// meet finds out who came from a provider: somebody known by that account, somebody
// new whom the provider may bring, or, by the address, somebody who is here already
// and has not said that the account is theirs. An address alone opens nothing: it may
// have been given to somebody else over there.
func (r *Room) meet(tx store.Tx, who arrival, face lang.Tag, b identity.Browser) (m meeting, err error) {
	if m.person, err = selectLinked(tx, who.Provider, who.Subject); err == nil {
		if err := linkUsed(tx, who.Provider, who.Subject, r.today()); err != nil {
			return m, err
		}
		m.secret, err = r.who.Begin(tx, m.person, identity.MethodProvider, who.strength(), b)
		return m, err
	}
	if !errors.Is(err, errNone) {
		return m, err
	}
	p, err := r.provider(tx, who.Provider)
	if err != nil {
		return m, err
	}
	name := lang.A{"name": p.Rules.Names}
	if who.Email == "" {
		return m, fault.New(fault.Forbidden, words, "provider-no-email", name)
	}
	_, err = r.who.PersonByEmail(tx, who.Email)
	switch {
	case err == nil:
		m.join, err = r.begin(tx, linkAsked, nil, who)
		return m, err
	case fault.KindOf(err) != fault.NotFound:
		return m, err
	case !p.Rules.Creates:
		return m, fault.New(fault.Forbidden, words, "provider-uninvited", name)
	}
	made, err := r.who.CreatePerson(tx, "", identity.Person{Name: who.Name, Email: who.Email, Language: face})
	if err != nil {
		return m, err
	}
	m.person = made.ID
	if err := insertLink(tx, who.Provider, who.Subject, made.ID, r.today()); err != nil {
		return m, err
	}
	if err := r.who.Audit(tx, identity.Event{By: made.ID, Do: "proof.link.add", On: string(made.ID), Detail: map[string]string{"which": who.Provider}}); err != nil {
		return m, err
	}
	m.secret, err = r.who.Begin(tx, made.ID, identity.MethodProvider, who.strength(), b)
	return m, err
}

// link gives an account at a provider to the session's person, in the place of
// another of theirs there. A fault of kind Conflict says that it is somebody else's.
func (r *Room) link(tx store.Tx, s *identity.Session, who arrival) (secret string, err error) {
	id, err := selectLinked(tx, who.Provider, who.Subject)
	switch {
	case err == nil && id != s.Person:
		return "", fault.New(fault.Conflict, words, "provider-taken")
	case err != nil && !errors.Is(err, errNone):
		return "", err
	}
	if err := deleteLink(tx, s.Person, who.Provider); err != nil {
		return "", err
	}
	if err := insertLink(tx, who.Provider, who.Subject, s.Person, r.today()); err != nil {
		return "", err
	}
	if err := r.noteChange(tx, s, "link.add", who.Provider); err != nil {
		return "", err
	}
	return r.who.StepUp(tx, s, identity.MethodProvider, who.strength())
}

// owns refuses that an arrival that was kept for the owner of an address is joined to
// the account of somebody else, who signed in to the same browser.
func (r *Room) owns(tx store.Tx, s *identity.Session, who arrival) error {
	p, err := r.who.PersonByID(tx, s.Person)
	if err == nil && p.Email.Key() != who.Email.Key() {
		err = fault.New(fault.Conflict, words, "over")
	}
	return err
}
