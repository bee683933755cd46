package delivery

import (
	"embed"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

//go:embed apitext
var apiFiles embed.FS

// apiWords are the texts of the operations, which no page needs.
var apiWords = lang.MustCatalogue(apiFiles)

// The scopes of the operations.
const (
	AllowancesRead  api.Scope = "allowances:read"
	AllowancesWrite api.Scope = "allowances:write"
)

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame) {
	f.Speak(apiWords)
	op := func(id, method, path string, scope api.Scope) api.Operation {
		return api.Operation{ID: id, Method: method, Path: path, Group: "allowances", Scope: scope, Course: true}
	}
	const one = "/allowances/{course}/{person}"
	api.Register(f, op("list-allowances", "GET", "/allowances", AllowancesRead), r.apiAllowances)
	api.Register(f, op("get-allowance", "GET", one, AllowancesRead), r.apiAllowance)
	api.Register(f, op("give-allowance", "PUT", one, AllowancesWrite), r.apiAllow)
	api.Register(f, op("take-allowance", "DELETE", one, AllowancesWrite), r.apiTakeBack)
}

// AllowanceView is an allowance as programs see it.
type AllowanceView struct {
	Course string `json:"course" doc:"api.allowance.course" example:"open-source-in-government"`
	Person string `json:"person" doc:"api.allowance.person" example:"p-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Share  int    `json:"share" enum:"125,150,200" doc:"api.allowance.share" example:"150"`
	By     string `json:"by" doc:"api.allowance.by" example:"p-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f11"`
	Given  string `json:"given" format:"date" doc:"api.allowance.given"`
}

func viewOf(a Allowance, person identity.PersonID) AllowanceView {
	return AllowanceView{Course: a.Course, Person: string(person), Share: int(a.Share), By: string(a.By), Given: a.Given}
}

type allowancesAsked struct {
	api.Asked
	Course string `query:"course" maxLength:"200" doc:"api.allowances.course"`
}

func (r *Room) apiAllowances(c api.Call, tx store.Tx, in *allowancesAsked) (*api.List[AllowanceView], error) {
	of := in.Course
	if of == "" {
		of = c.Key.Course
	}
	if err := c.Of(of); err != nil {
		return nil, err
	}
	list, err := selectAllowancesAfter(tx, of, in.After, in.Limit+1)
	if err != nil {
		return nil, err
	}
	people := map[identity.Actor]identity.PersonID{}
	for _, a := range list {
		p, err := r.Identity.PersonByActor(tx, a.Owner)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		people[a.Owner] = p.ID
	}
	return api.NewList(list, in.Limit, func(a Allowance) string { return a.Course + "/" + string(a.Owner) },
		func(a Allowance) AllowanceView { return viewOf(a, people[a.Owner]) }, c.Query), nil
}

// TheAllowance is the part of an address that names an allowance.
type TheAllowance struct {
	Course string `path:"course" maxLength:"200" doc:"api.allowance.course"`
	Person string `path:"person" maxLength:"60" doc:"api.allowance.person"`
}

type oneAllowance struct{ Body AllowanceView }

// allowance finds the allowance that an address names, for a key that may see it.
func (r *Room) allowance(c api.Call, tx store.Tx, in TheAllowance) (*oneAllowance, error) {
	if err := c.Of(in.Course); err != nil {
		return nil, err
	}
	p, err := r.Identity.PersonByID(tx, identity.PersonID(in.Person))
	if err != nil {
		return nil, err
	}
	list, err := selectAllowances(tx, p.Actor)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.Course == in.Course {
			return &oneAllowance{viewOf(a, p.ID)}, nil
		}
	}
	return nil, fault.New(fault.NotFound, words, "no-allowance")
}

func (r *Room) apiAllowance(c api.Call, tx store.Tx, in *TheAllowance) (*oneAllowance, error) {
	return r.allowance(c, tx, *in)
}

type allowing struct {
	TheAllowance
	Body struct {
		Share int `json:"share" enum:"125,150,200" doc:"api.allowance.share"`
	}
}

func (r *Room) apiAllow(c api.Call, tx store.Tx, in *allowing) (*oneAllowance, error) {
	if err := c.Of(in.Course); err != nil {
		return nil, err
	}
	if r.Library.EditionOf(in.Course) == nil {
		return nil, fault.New(fault.NotFound, words, "no-course")
	}
	if err := r.Allow(tx, identity.PersonID(c.By()), identity.PersonID(in.Person), in.Course, Share(in.Body.Share)); err != nil {
		return nil, err
	}
	return r.allowance(c, tx, in.TheAllowance)
}

func (r *Room) apiTakeBack(c api.Call, tx store.Tx, in *TheAllowance) (*struct{}, error) {
	if _, err := r.allowance(c, tx, *in); err != nil {
		return nil, err
	}
	return nil, r.Allow(tx, identity.PersonID(c.By()), identity.PersonID(in.Person), in.Course, 0)
}
