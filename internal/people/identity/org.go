package identity

import (
	"errors"
	"slices"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// OrgID names an organisation: "o-" and a UUID.
type OrgID string

// OrgKind is what an organisation is.
type OrgKind string

// The kinds of organisation.
const (
	Jurisdiction OrgKind = "jurisdiction" // a government
	Body         OrgKind = "body"         // part of one, or a partner
)

// Org is a jurisdiction or a body that people belong to.
type Org struct {
	ID     OrgID
	Names  lang.Text // in each language in which it has one; see [ParseName]
	Kind   OrgKind
	Parent OrgID  // of which it is a part; empty for most
	Made   string // day
}

// Name is the organisation's name for readers of a language: in that language, or
// in any that it has.
func (o Org) Name(tag lang.Tag) string {
	if o.Names.Has(tag) {
		return o.Names[tag]
	}
	for _, t := range o.Names.Tags() {
		return o.Names[t]
	}
	return string(o.ID)
}

// CreateOrg makes an organisation and gives it with its id.
func (r *Room) CreateOrg(tx store.Tx, by PersonID, o Org) (Org, error) {
	o.ID, o.Made = OrgID("o-"+clock.NewID()), r.today()
	if len(o.Names.Tags()) == 0 {
		return Org{}, fault.New(fault.Invalid, words, "org-name")
	}
	if err := r.checkParent(tx, o); err != nil {
		return Org{}, err
	}
	if err := insertOrg(tx, o); err != nil {
		return Org{}, err
	}
	return o, r.Audit(tx, Event{By: by, Do: "org.create", On: string(o.ID)})
}

// checkParent refuses that an organisation is a part of itself, over whatever way, or of one that does not exist.
func (r *Room) checkParent(tx store.Tx, o Org) error {
	if o.Parent == "" {
		return nil
	}
	all, err := selectOrgs(tx)
	if err != nil {
		return err
	}
	found := false
	for _, p := range all {
		if p.ID == o.Parent {
			found = !slices.Contains(Above(p, all), OrgScope(o.ID))
		}
	}
	if !found {
		return fault.New(fault.Invalid, words, "org-parent")
	}
	return nil
}

// Above are the scopes that cover an organisation: its own, those of the organisations of which it is a part, and the site.
func Above(o Org, all []Org) []Scope {
	scopes := []Scope{OrgScope(o.ID)}
	for at := o; at.Parent != "" && len(scopes) <= len(all); {
		i := slices.IndexFunc(all, func(p Org) bool { return p.ID == at.Parent })
		if i < 0 {
			break
		}
		at = all[i]
		scopes = append(scopes, OrgScope(at.ID))
	}
	return append(scopes, SiteScope)
}

// SaveOrg writes names, kind and parent of an organisation.
func (r *Room) SaveOrg(tx store.Tx, by PersonID, o Org) error {
	if len(o.Names.Tags()) == 0 {
		return fault.New(fault.Invalid, words, "org-name")
	}
	if err := r.checkParent(tx, o); err != nil {
		return err
	}
	if err := updateOrg(tx, o); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "org.save", On: string(o.ID)})
}

// OrgByID finds an organisation; a fault of kind NotFound when there is none.
func (r *Room) OrgByID(tx store.Tx, id OrgID) (Org, error) {
	o, err := selectOrg(tx, id)
	if errors.Is(err, errNone) {
		return Org{}, noOrg()
	}
	return o, err
}

func noOrg() error { return fault.New(fault.NotFound, words, "no-org") }

// Orgs lists the organisations in the order in which they came.
func (r *Room) Orgs(tx store.Tx) ([]Org, error) { return selectOrgs(tx) }

// RemoveOrg removes an organisation that nobody belongs to, no role is held in and none is part of;
// a fault of kind Conflict says that somebody does.
func (r *Room) RemoveOrg(tx store.Tx, by PersonID, id OrgID) error {
	used, err := orgUsed(tx, id)
	if err != nil {
		return err
	}
	if used {
		return fault.New(fault.Conflict, words, "org-used")
	}
	if err := deleteOrg(tx, id); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "org.remove", On: string(id)})
}
