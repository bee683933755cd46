package identity

import (
	"context"
	"embed"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// What programs may do here. Every operation calls the functions that the pages call, with the key as who acts.

//go:embed apitext
var apiFiles embed.FS

// apiWords are the texts of the operations, which no page needs.
var apiWords = lang.MustCatalogue(apiFiles)

// The scopes of identity's operations.
const (
	PeopleRead         api.Scope = "people:read"
	PeopleWrite        api.Scope = "people:write"
	OrganisationsRead  api.Scope = "organisations:read"
	OrganisationsWrite api.Scope = "organisations:write"
	RolesRead          api.Scope = "roles:read"
	RolesWrite         api.Scope = "roles:write"
	InvitationsRead    api.Scope = "invitations:read"
	InvitationsWrite   api.Scope = "invitations:write"
	SessionsRead       api.Scope = "sessions:read"
	SessionsWrite      api.Scope = "sessions:write"
	AuditRead          api.Scope = "audit:read"
	KeysRead           api.Scope = "keys:read"
	KeysWrite          api.Scope = "keys:write"
)

// keyring shows the frame of the API which keys there are.
type keyring struct{ r *Room }

// Keyring is where the frame of the API looks keys up.
func (r *Room) Keyring() api.Keys { return keyring{r} }

// Check finds a key and notes the day of its use.
func (k keyring) Check(ctx context.Context, id, secret string) (out api.Key, err error) {
	var key Key
	err = k.r.db.Read(ctx, func(tx store.Tx) error {
		key, err = k.r.KeyOf(tx, id, secret)
		return err
	})
	if err == nil && key.Used != k.r.today() {
		err = k.r.db.Write(ctx, func(tx store.Tx) error { return k.r.UseKey(tx, id) })
	}
	if err != nil {
		return api.Key{}, err
	}
	out = api.Key{ID: key.ID, Course: key.Course}
	for _, s := range key.Scopes {
		out.Scopes = append(out.Scopes, api.Scope(s))
	}
	return out, nil
}

// by is the key of a call as who acts.
func by(c api.Call) PersonID { return PersonID(c.By()) }

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame) {
	f.Speak(apiWords)
	r.registerPeople(f)
	r.registerOrgs(f)
	r.registerRoles(f)
	r.registerInvitations(f)
	r.registerSessions(f)
	r.registerTrail(f)
	r.registerKeys(f)
}

// PersonView is a person as programs see them.
type PersonView struct {
	ID           string `json:"id" doc:"api.person.id" example:"p-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Name         string `json:"name" doc:"api.person.name" example:"Ana Roy"`
	Email        string `json:"email,omitempty" doc:"api.person.email" example:"ana.roy@example.ca"`
	Language     string `json:"language" doc:"api.person.language" example:"fr"`
	Organisation string `json:"organisation,omitempty" doc:"api.person.organisation"`
	State        string `json:"state" enum:"active,disabled" doc:"api.person.state"`
	Made         string `json:"made" format:"date" doc:"api.made"`
	Seen         string `json:"lastSignIn,omitempty" format:"date" doc:"api.person.seen"`
}

func viewOf(p Person) PersonView {
	v := PersonView{ID: string(p.ID), Name: p.Name, Email: string(p.Email), Language: string(p.Language), Organisation: string(p.Org), State: stateActive, Made: p.Made, Seen: p.Seen}
	if p.Disabled {
		v.State = stateDisabled
	}
	return v
}

// onePerson is the answer with a person.
type onePerson struct {
	ETag     string `header:"ETag" doc:"api.header.etag"`
	Location string `header:"Location" doc:"api.header.location"`
	Body     PersonView
}

func answerPerson(p Person) *onePerson {
	v := viewOf(p)
	return &onePerson{ETag: api.Tag(v), Location: api.Root + "/people/" + v.ID, Body: v}
}

// ThePerson is the part of an address that names a person.
type ThePerson struct {
	ID string `path:"id" maxLength:"60" doc:"api.person.id"`
}

func (r *Room) registerPeople(f *api.Frame) {
	api.Register(f, api.Operation{ID: "list-people", Method: "GET", Path: "/people", Group: "people", Scope: PeopleRead}, r.apiPeople)
	api.Register(f, api.Operation{ID: "create-person", Method: "POST", Path: "/people", Group: "people", Scope: PeopleWrite, Status: 201}, r.apiCreatePerson)
	api.Register(f, api.Operation{ID: "get-person", Method: "GET", Path: "/people/{id}", Group: "people", Scope: PeopleRead}, r.apiPerson)
	api.Register(f, api.Operation{ID: "change-person", Method: "PATCH", Path: "/people/{id}", Group: "people", Scope: PeopleWrite, Errors: []int{412}}, r.apiChangePerson)
	api.Register(f, api.Operation{ID: "erase-person", Method: "DELETE", Path: "/people/{id}", Group: "people", Scope: PeopleWrite}, r.apiErasePerson)
}

// peopleAsked narrows a list of people.
type peopleAsked struct {
	api.Asked
	Text string `query:"text" maxLength:"100" doc:"api.people.text"`
	Org  string `query:"organisation" maxLength:"60" doc:"api.people.organisation"`
	Role string `query:"role" enum:"administrator,publisher,steward,author,reviewer,manager" doc:"api.people.role"`
}

func (r *Room) apiPeople(c api.Call, tx store.Tx, in *peopleAsked) (*api.List[PersonView], error) {
	rows, err := r.People(tx, PersonFilter{Text: in.Text, Org: OrgID(in.Org), Role: Role(in.Role), After: PersonID(in.After), Most: in.Limit + 1})
	return api.NewList(rows, in.Limit, func(p Person) string { return string(p.ID) }, viewOf, c.Query), err
}

func (r *Room) apiPerson(_ api.Call, tx store.Tx, in *ThePerson) (*onePerson, error) {
	p, err := r.PersonByID(tx, PersonID(in.ID))
	if err != nil {
		return nil, err
	}
	return answerPerson(p), nil
}

// personMade is what is sent to make a person.
type personMade struct {
	Body struct {
		Name         string `json:"name" minLength:"1" maxLength:"200" doc:"api.person.name" example:"Ana Roy"`
		Email        string `json:"email" minLength:"3" maxLength:"254" doc:"api.person.email" example:"ana.roy@example.ca"`
		Language     string `json:"language" enum:"en,fr" doc:"api.person.language" example:"fr"`
		Organisation string `json:"organisation,omitempty" maxLength:"60" doc:"api.person.organisation"`
	}
}

func (r *Room) apiCreatePerson(c api.Call, tx store.Tx, in *personMade) (*onePerson, error) {
	p := Person{Language: lang.Tag(in.Body.Language), Org: OrgID(in.Body.Organisation)}
	var err error
	if p.Name, err = ParseName(in.Body.Name); err != nil {
		return nil, err
	}
	if p.Email, err = ParseEmail(in.Body.Email); err != nil {
		return nil, err
	}
	if err := r.knownOrg(tx, p.Org); err != nil {
		return nil, err
	}
	if p, err = r.CreatePerson(tx, by(c), p); err != nil {
		return nil, err
	}
	return answerPerson(p), nil
}

// knownOrg refuses an organisation that does not exist; none is well.
func (r *Room) knownOrg(tx store.Tx, id OrgID) error {
	if id == "" {
		return nil
	}
	_, err := r.OrgByID(tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Invalid, words, "no-org")
	}
	return err
}

// personChange is what is sent to change a person: what is left out stays.
type personChange struct {
	ThePerson
	IfMatch string `header:"If-Match" maxLength:"200" doc:"api.param.match"`
	Body    struct {
		Name         *string `json:"name,omitempty" minLength:"1" maxLength:"200" doc:"api.person.name"`
		Email        *string `json:"email,omitempty" minLength:"3" maxLength:"254" doc:"api.person.email"`
		Language     *string `json:"language,omitempty" enum:"en,fr" doc:"api.person.language"`
		Organisation *string `json:"organisation,omitempty" maxLength:"60" doc:"api.person.organisation"`
		State        *string `json:"state,omitempty" enum:"active,disabled" doc:"api.person.state"`
	}
}

func (r *Room) apiChangePerson(c api.Call, tx store.Tx, in *personChange) (*onePerson, error) {
	p, err := r.PersonByID(tx, PersonID(in.ID))
	if err == nil {
		err = api.Match(in.IfMatch, viewOf(p))
	}
	if err != nil {
		return nil, err
	}
	for _, change := range []func(api.Call, store.Tx, *personChange, *Person) error{r.changeWhat, r.changeEmail, r.changeState} {
		if err := change(c, tx, in, &p); err != nil {
			return nil, err
		}
	}
	return answerPerson(p), nil
}

// changeWhat changes name, language and organisation.
func (r *Room) changeWhat(c api.Call, tx store.Tx, in *personChange, p *Person) (err error) {
	before := *p
	if in.Body.Name != nil {
		if p.Name, err = ParseName(*in.Body.Name); err != nil {
			return err
		}
	}
	if in.Body.Language != nil {
		p.Language = lang.Tag(*in.Body.Language)
	}
	if in.Body.Organisation != nil {
		p.Org = OrgID(*in.Body.Organisation)
		if err := r.knownOrg(tx, p.Org); err != nil {
			return err
		}
	}
	if *p == before {
		return nil
	}
	return r.SavePerson(tx, by(c), *p)
}

func (r *Room) changeEmail(c api.Call, tx store.Tx, in *personChange, p *Person) error {
	if in.Body.Email == nil {
		return nil
	}
	e, err := ParseEmail(*in.Body.Email)
	if err != nil || e == p.Email {
		return err
	}
	p.Email = e
	return r.SetEmail(tx, by(c), p.ID, e)
}

func (r *Room) changeState(c api.Call, tx store.Tx, in *personChange, p *Person) error {
	if in.Body.State == nil || (*in.Body.State == stateDisabled) == p.Disabled {
		return nil
	}
	if p.Disabled = !p.Disabled; p.Disabled {
		return r.Disable(tx, by(c), p.ID)
	}
	return r.Enable(tx, by(c), p.ID)
}

func (r *Room) apiErasePerson(c api.Call, tx store.Tx, in *ThePerson) (*struct{}, error) {
	return nil, r.ErasePerson(tx, by(c), PersonID(in.ID))
}
