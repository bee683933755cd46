package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Person has an account.
type Person struct {
	ID           string `json:"id"` // "p-…"
	Name         string `json:"name"`
	Email        string `json:"email,omitempty"`
	Language     string `json:"language"` // "en" or "fr"
	Organisation string `json:"organisation,omitempty"`
	State        string `json:"state"`                // "active" or "disabled"
	Made         string `json:"made"`                 // day
	LastSignIn   string `json:"lastSignIn,omitempty"` // day; empty before the first
}

// PeopleFilter narrows a list of people; what is empty does not.
type PeopleFilter struct {
	Text         string // in name or address
	Organisation string
	Role         string
}

// People lists people, in the order in which their accounts were made.
func (c *Client) People(ctx context.Context, f PeopleFilter) iter.Seq2[Person, error] {
	return list[Person](ctx, c, "/people", url.Values{"text": {f.Text}, "organisation": {f.Organisation}, "role": {f.Role}})
}

// Person reads a person and the ETag of what was read.
func (c *Client) Person(ctx context.Context, id string) (p Person, etag string, err error) {
	return read[Person](ctx, c, person(id))
}

func person(id string) string { return "/people/" + url.PathEscape(id) }

// NewPerson is what makes an account.
type NewPerson struct {
	Name         string `json:"name"`
	Email        string `json:"email"`
	Language     string `json:"language"`
	Organisation string `json:"organisation,omitempty"`
}

// CreatePerson makes an account.
func (c *Client) CreatePerson(ctx context.Context, p NewPerson) (Person, error) {
	return send[Person](ctx, c, http.MethodPost, "/people", p, "")
}

// PersonChange is what changes; nil stays as it is.
type PersonChange struct {
	Name         *string `json:"name,omitempty"`
	Email        *string `json:"email,omitempty"`
	Language     *string `json:"language,omitempty"`
	Organisation *string `json:"organisation,omitempty"`
	State        *string `json:"state,omitempty"` // "active" or "disabled"
}

// ChangePerson changes a person. With an ETag, nothing is done when the person was changed since; see [IsChanged].
func (c *Client) ChangePerson(ctx context.Context, id string, change PersonChange, etag string) (Person, error) {
	return send[Person](ctx, c, http.MethodPatch, person(id), change, etag)
}

// ErasePerson forgets a person in every part of the site. It cannot be undone.
func (c *Client) ErasePerson(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodDelete, person(id), nil)
}

// Organisation is a jurisdiction or a body that people belong to.
type Organisation struct {
	ID     string            `json:"id"`               // "o-…"
	Names  map[string]string `json:"names"`            // by language
	Kind   string            `json:"kind"`             // "jurisdiction" or "body"
	Parent string            `json:"parent,omitempty"` // of which it is a part
	Made   string            `json:"made"`             // day
}

// Organisations lists the organisations.
func (c *Client) Organisations(ctx context.Context) iter.Seq2[Organisation, error] {
	return list[Organisation](ctx, c, "/organisations", nil)
}

// Organisation reads an organisation and the ETag of what was read.
func (c *Client) Organisation(ctx context.Context, id string) (o Organisation, etag string, err error) {
	return read[Organisation](ctx, c, organisation(id))
}

func organisation(id string) string { return "/organisations/" + url.PathEscape(id) }

// OrganisationChange makes an organisation, or changes one: what is empty stays.
type OrganisationChange struct {
	Names  map[string]string `json:"names,omitempty"`
	Kind   string            `json:"kind,omitempty"`
	Parent string            `json:"parent,omitempty"`
}

// CreateOrganisation makes an organisation.
func (c *Client) CreateOrganisation(ctx context.Context, o OrganisationChange) (Organisation, error) {
	return send[Organisation](ctx, c, http.MethodPost, "/organisations", o, "")
}

// ChangeOrganisation changes an organisation.
func (c *Client) ChangeOrganisation(ctx context.Context, id string, change OrganisationChange, etag string) (Organisation, error) {
	return send[Organisation](ctx, c, http.MethodPatch, organisation(id), change, etag)
}

// RemoveOrganisation removes an organisation that nobody belongs to and no role is held in.
func (c *Client) RemoveOrganisation(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodDelete, organisation(id), nil)
}

// Role is a role that somebody holds.
type Role struct {
	Role  string `json:"role"`  // "administrator", "publisher", "steward", "author", "reviewer", "manager"
	Scope string `json:"scope"` // "site", "org/ID", "course/KEY"
}

// Roles lists the roles of a person.
func (c *Client) Roles(ctx context.Context, id string) iter.Seq2[Role, error] {
	return list[Role](ctx, c, person(id)+"/roles", nil)
}

// GiveRole gives a person a role.
func (c *Client) GiveRole(ctx context.Context, id string, r Role) error {
	_, err := send[Role](ctx, c, http.MethodPost, person(id)+"/roles", r, "")
	return err
}

// TakeRole takes a role from a person.
func (c *Client) TakeRole(ctx context.Context, id string, r Role) error {
	return only(ctx, c, http.MethodDelete, person(id)+"/roles", url.Values{"role": {r.Role}, "scope": {r.Scope}})
}

// Session is a browser in which somebody is signed in.
type Session struct {
	ID       string    `json:"id"`
	Method   string    `json:"method"`
	Strength string    `json:"strength"` // "one" or "two" proofs
	Browser  string    `json:"browser"`
	Proved   time.Time `json:"proved"`
	Made     time.Time `json:"made"`
	Used     time.Time `json:"used"`
}

// Sessions lists the sessions of a person.
func (c *Client) Sessions(ctx context.Context, id string) iter.Seq2[Session, error] {
	return list[Session](ctx, c, person(id)+"/sessions", nil)
}

// EndSession ends a session of a person; an empty session ends all.
func (c *Client) EndSession(ctx context.Context, id, session string) error {
	path := person(id) + "/sessions"
	if session != "" {
		path += "/" + url.PathEscape(session)
	}
	return only(ctx, c, http.MethodDelete, path, nil)
}

// Invitation is a link that gives a role to whoever has it.
type Invitation struct {
	ID           string    `json:"id"`
	Role         string    `json:"role"`
	Scope        string    `json:"scope"`
	Organisation string    `json:"organisation,omitempty"`
	Most         int       `json:"most"`
	Uses         int       `json:"uses"`
	By           string    `json:"by,omitempty"`
	Made         time.Time `json:"made"`
	Ends         time.Time `json:"ends"`
	Path         string    `json:"path,omitempty"` // its address on the site, when it was just made
}

// NewInvitation is what makes an invitation.
type NewInvitation struct {
	Role         string    `json:"role"`
	Scope        string    `json:"scope"`
	Organisation string    `json:"organisation,omitempty"`
	Most         int       `json:"most"` // how many may accept it
	Ends         time.Time `json:"ends"`
	Language     string    `json:"language,omitempty"` // of the page
}

// Invitations lists the invitations, the newest first.
func (c *Client) Invitations(ctx context.Context) iter.Seq2[Invitation, error] {
	return list[Invitation](ctx, c, "/invitations", nil)
}

// Invite makes an invitation; its Path is in the answer and nowhere else.
func (c *Client) Invite(ctx context.Context, i NewInvitation) (Invitation, error) {
	return send[Invitation](ctx, c, http.MethodPost, "/invitations", i, "")
}

// EndInvitation ends an invitation.
func (c *Client) EndInvitation(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodDelete, "/invitations/"+url.PathEscape(id), nil)
}
