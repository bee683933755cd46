package identity

import (
	"errors"
	"slices"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// PersonID names somebody with an account: "p-" and a UUID. It may stand in the
// audit trail and in git; it says nothing by itself.
type PersonID string

// Person has an account.
type Person struct {
	ID       PersonID
	Actor    Actor  // under whose name their acts are kept
	Name     string // as they want to be called; see [ParseName]
	Email    Email  // may be empty
	Language lang.Tag
	Org      OrgID // may be empty
	Disabled bool
	Made     string // day
	Seen     string // day of the last sign-in; empty before the first
}

// nobody is that there is no such person.
func nobody() error { return fault.New(fault.NotFound, words, "no-person") }

// CreatePerson makes an account and gives the person with id and actor. ID, Actor,
// Made and Seen are not read. By is who does it, here and below: it is for the audit
// trail, into which these functions write. A fault of kind Conflict says that the address has an
// account already.
func (r *Room) CreatePerson(tx store.Tx, by PersonID, p Person) (Person, error) {
	p.ID, p.Actor = PersonID("p-"+clock.NewID()), Actor("a-"+clock.NewID())
	p.Made, p.Seen = r.today(), ""
	if p.Email != "" {
		_, err := selectPersonByKey(tx, p.Email.Key())
		if err == nil {
			return Person{}, fault.New(fault.Conflict, words, "email-taken")
		}
		if !errors.Is(err, errNone) {
			return Person{}, err
		}
	}
	if err := insertPerson(tx, p); err != nil {
		return Person{}, err
	}
	return p, r.Audit(tx, Event{By: by, Do: "person.create", On: string(p.ID)})
}

// PersonByEmail finds whose account an address is; a fault of kind NotFound when it
// is nobody's.
func (r *Room) PersonByEmail(tx store.Tx, e Email) (Person, error) {
	return found(selectPersonByKey(tx, e.Key()))
}

// PersonByID finds a person; a fault of kind NotFound when there is none.
func (r *Room) PersonByID(tx store.Tx, id PersonID) (Person, error) {
	return found(selectPerson(tx, id))
}

// PersonByActor finds whose actor it is; a fault of kind NotFound when it is nobody's.
func (r *Room) PersonByActor(tx store.Tx, a Actor) (Person, error) {
	return found(selectPersonByActor(tx, a))
}

func found(p Person, err error) (Person, error) {
	if errors.Is(err, errNone) {
		return Person{}, nobody()
	}
	return p, err
}

// PersonFilter narrows a list of people; what is empty does not.
type PersonFilter struct {
	Text  string   // in name or address
	Org   OrgID    //
	Orgs  []OrgID  // any of these
	Role  Role     // held anywhere
	After PersonID // where the page before ended
	Most  int      // at most so many; 50 when 0, never more than 200
}

// People lists people in the order in which they came.
func (r *Room) People(tx store.Tx, f PersonFilter) ([]Person, error) {
	if f.Most <= 0 {
		f.Most = 50
	}
	f.Most = min(f.Most, 200)
	return selectPeople(tx, f)
}

// SavePerson writes name, language and organisation of a person. The address and
// the state have doors of their own.
func (r *Room) SavePerson(tx store.Tx, by PersonID, p Person) error {
	r.sessions.stale(string(p.ID), r.clock.Now())
	if err := updatePerson(tx, p); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "person.save", On: string(p.ID)})
}

// SetEmail gives a person another address, which somebody has proved or an
// administrator answers for.
func (r *Room) SetEmail(tx store.Tx, by, id PersonID, e Email) error {
	other, err := selectPersonByKey(tx, e.Key())
	switch {
	case err == nil && other.ID != id:
		return fault.New(fault.Conflict, words, "email-taken")
	case err != nil && !errors.Is(err, errNone):
		return err
	}
	if err := updateEmail(tx, id, e); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "person.email", On: string(id)})
}

// Disable shuts an account: its sessions end and nobody can sign in to it. What the
// person did stays.
func (r *Room) Disable(tx store.Tx, by, id PersonID) error {
	if err := r.keepAdministrator(tx, id); err != nil {
		return err
	}
	if err := updateState(tx, id, stateDisabled); err != nil {
		return err
	}
	if err := r.EndSessions(tx, id, ""); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "person.disable", On: string(id)})
}

// Enable opens an account again.
func (r *Room) Enable(tx store.Tx, by, id PersonID) error {
	r.sessions.stale(string(id), r.clock.Now())
	if err := updateState(tx, id, stateActive); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "person.enable", On: string(id)})
}

// Grants are the roles that a person holds.
func (r *Room) Grants(tx store.Tx, id PersonID) ([]Grant, error) { return selectGrants(tx, id) }

// Give gives a person a role; one they hold already is no error.
func (r *Room) Give(tx store.Tx, by, id PersonID, g Grant) error {
	grants, err := selectGrants(tx, id)
	if err != nil || slices.Contains(grants, g) {
		return err
	}
	r.sessions.stale(string(id), r.clock.Now())
	if err := insertGrant(tx, id, g, r.today()); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "role.give", On: string(id), Detail: g.detail()})
}

func (g Grant) detail() map[string]string {
	return map[string]string{"role": string(g.Role), "scope": g.Scope.String()}
}

// Take takes a role from a person; one they do not hold is no error, and the trail
// says nothing of it. The site keeps one administrator: a fault of kind Conflict says
// so.
func (r *Room) Take(tx store.Tx, by, id PersonID, g Grant) error {
	if g == (Grant{Administrator, SiteScope}) {
		if err := r.keepAdministrator(tx, id); err != nil {
			return err
		}
	}
	r.sessions.stale(string(id), r.clock.Now())
	if held, err := deleteGrant(tx, id, g); err != nil || !held {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "role.take", On: string(id), Detail: g.detail()})
}

// keepAdministrator refuses that somebody who is the only administrator of the site
// stops being it.
func (r *Room) keepAdministrator(tx store.Tx, id PersonID) error {
	all, err := selectAdministrators(tx)
	if err != nil {
		return err
	}
	if len(all) == 1 && all[0] == id {
		return fault.New(fault.Conflict, words, "last-administrator")
	}
	return nil
}

// HasAdministrator says whether somebody can run the site.
func (r *Room) HasAdministrator(tx store.Tx) (bool, error) {
	all, err := selectAdministrators(tx)
	return len(all) > 0, err
}

// ErasePerson forgets a person in every room and destroys the link to their actor.
// The audit trail keeps the id, which is then nobody's.
func (r *Room) ErasePerson(tx store.Tx, by, id PersonID) error {
	p, err := r.PersonByID(tx, id)
	if err != nil {
		return err
	}
	if err := r.keepAdministrator(tx, id); err != nil {
		return err
	}
	r.sessions.stale(string(id), r.clock.Now())
	if err := r.Erase(tx, p.Actor); err != nil {
		return err
	}
	if err := deletePerson(tx, p); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "person.erase", On: string(id)})
}

func (r *Room) today() string { return r.clock.Now().Format(time.DateOnly) }

// exportPerson is what identity itself keeps of the person behind an actor; nothing
// when it is a device.
func (r *Room) exportPerson(tx store.Tx, actor Actor) ([]Kept, error) {
	p, err := selectPersonByActor(tx, actor)
	if errors.Is(err, errNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	grants, err := selectGrants(tx, p.ID)
	if err != nil {
		return nil, err
	}
	sessions, err := selectSessions(tx, p.ID)
	if err != nil {
		return nil, err
	}
	return []Kept{{
		Key: "account", Count: 1, Data: accountFile(p, grants, sessions),
		Say: func(tag lang.Tag) string {
			return words.Say(tag, "kept-account", lang.A{"roles": len(grants), "sessions": len(sessions)})
		},
	}}, nil
}

// accountFile is an account as its owner takes it along.
func accountFile(p Person, grants []Grant, sessions []Session) map[string]any {
	roles := make([]map[string]string, len(grants))
	for i, g := range grants {
		roles[i] = g.detail()
	}
	open := make([]map[string]string, len(sessions))
	for i, s := range sessions {
		open[i] = map[string]string{"browser": s.Browser, "method": string(s.Method), "began": lang.Machine(s.Made), "used": lang.Machine(s.Used), "proved": lang.Machine(s.Proved)}
	}
	return map[string]any{
		"id": p.ID, "name": p.Name, "email": p.Email, "language": p.Language, "organisation": p.Org,
		"made": p.Made, "lastSignIn": p.Seen, "roles": roles, "sessions": open,
	}
}
