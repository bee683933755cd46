package identity

import (
	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// OrganisationView is an organisation as programs see it.
type OrganisationView struct {
	ID     string            `json:"id" doc:"api.organisation.id" example:"o-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Names  map[string]string `json:"names" doc:"api.organisation.names"`
	Kind   string            `json:"kind" enum:"jurisdiction,body" doc:"api.organisation.kind"`
	Parent string            `json:"parent,omitempty" doc:"api.organisation.parent"`
	Made   string            `json:"made" format:"date" doc:"api.made"`
}

func viewOfOrg(o Org) OrganisationView {
	v := OrganisationView{ID: string(o.ID), Kind: string(o.Kind), Parent: string(o.Parent), Made: o.Made, Names: map[string]string{}}
	for tag, name := range o.Names {
		v.Names[string(tag)] = name
	}
	return v
}

type oneOrg struct {
	ETag     string `header:"ETag" doc:"api.header.etag"`
	Location string `header:"Location" doc:"api.header.location"`
	Body     OrganisationView
}

func answerOrg(o Org) *oneOrg {
	v := viewOfOrg(o)
	return &oneOrg{ETag: api.Tag(v), Location: api.Root + "/organisations/" + v.ID, Body: v}
}

// TheOrg is the part of an address that names an organisation.
type TheOrg struct {
	ID string `path:"id" maxLength:"60" doc:"api.organisation.id"`
}

func (r *Room) registerOrgs(f *api.Frame) {
	api.Register(f, api.Operation{ID: "list-organisations", Method: "GET", Path: "/organisations", Group: "organisations", Scope: OrganisationsRead}, r.apiOrgs)
	api.Register(f, api.Operation{ID: "create-organisation", Method: "POST", Path: "/organisations", Group: "organisations", Scope: OrganisationsWrite, Status: 201}, r.apiCreateOrg)
	api.Register(f, api.Operation{ID: "get-organisation", Method: "GET", Path: "/organisations/{id}", Group: "organisations", Scope: OrganisationsRead}, r.apiOrg)
	api.Register(f, api.Operation{ID: "change-organisation", Method: "PATCH", Path: "/organisations/{id}", Group: "organisations", Scope: OrganisationsWrite, Errors: []int{412}}, r.apiChangeOrg)
	api.Register(f, api.Operation{ID: "remove-organisation", Method: "DELETE", Path: "/organisations/{id}", Group: "organisations", Scope: OrganisationsWrite}, r.apiRemoveOrg)
}

func (r *Room) apiOrgs(c api.Call, tx store.Tx, in *api.Asked) (*api.List[OrganisationView], error) {
	all, err := r.Orgs(tx)
	id := func(o Org) string { return string(o.ID) }
	return api.NewList(api.After(all, in.After, id), in.Limit, id, viewOfOrg, c.Query), err
}

func (r *Room) apiOrg(_ api.Call, tx store.Tx, in *TheOrg) (*oneOrg, error) {
	o, err := r.OrgByID(tx, OrgID(in.ID))
	if err != nil {
		return nil, err
	}
	return answerOrg(o), nil
}

type orgMade struct {
	Body struct {
		Names  map[string]string `json:"names" minProperties:"1" maxProperties:"20" doc:"api.organisation.names"`
		Kind   string            `json:"kind" enum:"jurisdiction,body" doc:"api.organisation.kind"`
		Parent string            `json:"parent,omitempty" maxLength:"60" doc:"api.organisation.parent"`
	}
}

func (r *Room) apiCreateOrg(c api.Call, tx store.Tx, in *orgMade) (*oneOrg, error) {
	names, err := parseNames(in.Body.Names)
	if err != nil {
		return nil, err
	}
	o, err := r.CreateOrg(tx, by(c), Org{Names: names, Kind: OrgKind(in.Body.Kind), Parent: OrgID(in.Body.Parent)})
	if err != nil {
		return nil, err
	}
	return answerOrg(o), nil
}

// parseNames reads names by language tag.
func parseNames(from map[string]string) (lang.Text, error) {
	names := lang.Text{}
	for key, name := range from {
		tag, err := lang.Parse(key)
		if err != nil {
			return nil, fault.New(fault.Invalid, apiWords, "org-language", lang.A{"tag": key}).Because(err)
		}
		if names[tag], err = ParseName(name); err != nil {
			return nil, err
		}
	}
	return names, nil
}

type orgChange struct {
	TheOrg
	IfMatch string `header:"If-Match" maxLength:"200" doc:"api.param.match"`
	Body    struct {
		Names  map[string]string `json:"names,omitempty" maxProperties:"20" doc:"api.organisation.names"`
		Kind   *string           `json:"kind,omitempty" enum:"jurisdiction,body" doc:"api.organisation.kind"`
		Parent *string           `json:"parent,omitempty" maxLength:"60" doc:"api.organisation.parent"`
	}
}

func (r *Room) apiChangeOrg(c api.Call, tx store.Tx, in *orgChange) (*oneOrg, error) {
	o, err := r.OrgByID(tx, OrgID(in.ID))
	if err == nil {
		err = api.Match(in.IfMatch, viewOfOrg(o))
	}
	if err != nil {
		return nil, err
	}
	if len(in.Body.Names) > 0 {
		if o.Names, err = parseNames(in.Body.Names); err != nil {
			return nil, err
		}
	}
	if in.Body.Kind != nil {
		o.Kind = OrgKind(*in.Body.Kind)
	}
	if in.Body.Parent != nil {
		o.Parent = OrgID(*in.Body.Parent)
	}
	if err := r.SaveOrg(tx, by(c), o); err != nil {
		return nil, err
	}
	return answerOrg(o), nil
}

func (r *Room) apiRemoveOrg(c api.Call, tx store.Tx, in *TheOrg) (*struct{}, error) {
	if _, err := r.OrgByID(tx, OrgID(in.ID)); err != nil {
		return nil, err
	}
	return nil, r.RemoveOrg(tx, by(c), OrgID(in.ID))
}

// GrantView is a role that somebody holds.
type GrantView struct {
	Role  string `json:"role" enum:"administrator,publisher,steward,author,reviewer,manager" doc:"api.role.role"`
	Scope string `json:"scope" maxLength:"210" doc:"api.role.scope" example:"site"`
}

func viewOfGrant(g Grant) GrantView {
	return GrantView{Role: string(g.Role), Scope: g.Scope.String()}
}

func (r *Room) registerRoles(f *api.Frame) {
	const path = "/people/{id}/roles"
	api.Register(f, api.Operation{ID: "list-roles", Method: "GET", Path: path, Group: "roles", Scope: RolesRead, Course: true}, r.apiRoles)
	api.Register(f, api.Operation{ID: "give-role", Method: "POST", Path: path, Group: "roles", Scope: RolesWrite, Course: true, Status: 201}, r.apiGive)
	api.Register(f, api.Operation{ID: "take-role", Method: "DELETE", Path: path, Group: "roles", Scope: RolesWrite, Course: true}, r.apiTake)
}

// apiRoles lists the roles of a person; a key of one course sees those in it.
func (r *Room) apiRoles(c api.Call, tx store.Tx, in *ThePerson) (*api.List[GrantView], error) {
	if err := c.Of(c.Key.Course); err != nil {
		return nil, err
	}
	if _, err := r.PersonByID(tx, PersonID(in.ID)); err != nil {
		return nil, err
	}
	all, err := r.Grants(tx, PersonID(in.ID))
	var seen []Grant
	for _, g := range all {
		if c.Key.Course == "" || g.Scope == CourseScope(c.Key.Course) {
			seen = append(seen, g)
		}
	}
	return api.NewList(seen, len(seen), nil, viewOfGrant, c.Query), err
}

type grantSent struct {
	ThePerson
	Body GrantView
}

type oneGrant struct{ Body GrantView }

func (r *Room) apiGive(c api.Call, tx store.Tx, in *grantSent) (*oneGrant, error) {
	g, err := r.grantOf(c, tx, in.ID, in.Body.Role, in.Body.Scope)
	if err != nil {
		return nil, err
	}
	return &oneGrant{viewOfGrant(g)}, r.Give(tx, by(c), PersonID(in.ID), g)
}

type grantNamed struct {
	ThePerson
	Role  string `query:"role" required:"true" enum:"administrator,publisher,steward,author,reviewer,manager" doc:"api.role.role"`
	Scope string `query:"scope" required:"true" maxLength:"210" doc:"api.role.scope"`
}

func (r *Room) apiTake(c api.Call, tx store.Tx, in *grantNamed) (*struct{}, error) {
	g, err := r.grantOf(c, tx, in.ID, in.Role, in.Scope)
	if err != nil {
		return nil, err
	}
	return nil, r.Take(tx, by(c), PersonID(in.ID), g)
}

// grantOf reads a role in a scope, and refuses another course than the key's, and people and organisations that do not exist.
func (r *Room) grantOf(c api.Call, tx store.Tx, person, role, scope string) (Grant, error) {
	s, err := scopeFor(c, scope)
	if err != nil {
		return Grant{}, err
	}
	if _, err := r.PersonByID(tx, PersonID(person)); err != nil {
		return Grant{}, err
	}
	if err := r.knownOrg(tx, orgOf(s)); err != nil {
		return Grant{}, err
	}
	return Grant{Role: Role(role), Scope: s}, nil
}

// scopeFor reads a scope, and refuses one that is not the key's course when it has one.
func scopeFor(c api.Call, text string) (Scope, error) {
	s, ok := ParseScope(text)
	if !ok {
		return Scope{}, fault.New(fault.Invalid, apiWords, "bad-scope", lang.A{"scope": text})
	}
	course := ""
	if s.Kind == InCourse {
		course = s.ID
	}
	return s, c.Of(course)
}

// SessionView is a session as programs see it.
type SessionView struct {
	ID       string `json:"id" doc:"api.session.id"`
	Method   string `json:"method" doc:"api.session.method" example:"passkey"`
	Strength string `json:"strength" enum:"one,two" doc:"api.session.strength"`
	Browser  string `json:"browser" doc:"api.session.browser" example:"Firefox, Windows"`
	Proved   string `json:"proved" format:"date-time" doc:"api.session.proved"`
	Made     string `json:"made" format:"date-time" doc:"api.session.made"`
	Used     string `json:"used" format:"date-time" doc:"api.session.used"`
}

func viewOfSession(s Session) SessionView {
	v := SessionView{ID: s.ID, Method: string(s.Method), Strength: "one", Browser: s.Browser, Proved: lang.Machine(s.Proved), Made: lang.Machine(s.Made), Used: lang.Machine(s.Used)}
	if s.Strength >= ByTwo {
		v.Strength = "two"
	}
	return v
}

func (r *Room) registerSessions(f *api.Frame) {
	api.Register(f, api.Operation{ID: "list-sessions", Method: "GET", Path: "/people/{id}/sessions", Group: "sessions", Scope: SessionsRead}, r.apiSessions)
	api.Register(f, api.Operation{ID: "end-sessions", Method: "DELETE", Path: "/people/{id}/sessions", Group: "sessions", Scope: SessionsWrite}, r.apiEndSessions)
	api.Register(f, api.Operation{ID: "end-session", Method: "DELETE", Path: "/people/{id}/sessions/{session}", Group: "sessions", Scope: SessionsWrite}, r.apiEndSession)
}

func (r *Room) apiSessions(c api.Call, tx store.Tx, in *ThePerson) (*api.List[SessionView], error) {
	if _, err := r.PersonByID(tx, PersonID(in.ID)); err != nil {
		return nil, err
	}
	all, err := r.Sessions(tx, PersonID(in.ID))
	return api.NewList(all, len(all), nil, viewOfSession, c.Query), err
}

func (r *Room) apiEndSessions(c api.Call, tx store.Tx, in *ThePerson) (*struct{}, error) {
	if _, err := r.PersonByID(tx, PersonID(in.ID)); err != nil {
		return nil, err
	}
	if err := r.EndSessions(tx, PersonID(in.ID), ""); err != nil {
		return nil, err
	}
	return nil, r.Audit(tx, Event{By: by(c), Do: "session.end-all", On: in.ID})
}

type theSession struct {
	ThePerson
	Session string `path:"session" maxLength:"60" doc:"api.session.id"`
}

func (r *Room) apiEndSession(c api.Call, tx store.Tx, in *theSession) (*struct{}, error) {
	if _, err := r.PersonByID(tx, PersonID(in.ID)); err != nil {
		return nil, err
	}
	return nil, r.EndSession(tx, by(c), PersonID(in.ID), in.Session)
}
