package forward

import (
	"embed"
	"strconv"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/records"
)

//go:embed apitext
var apiFiles embed.FS

// apiWords are the texts of the operations, which no page needs.
var apiWords = lang.MustCatalogue(apiFiles)

// The scopes of the operations. Whoever may write decides where what people do goes.
const (
	StoresRead  api.Scope = "stores:read"
	StoresWrite api.Scope = "stores:write"
)

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame) {
	f.Speak(apiWords)
	op := func(id, method, path string, scope api.Scope, status int, errors ...int) api.Operation {
		return api.Operation{ID: id, Method: method, Path: "/stores" + path, Group: "stores", Scope: scope, Status: status, Errors: errors}
	}
	api.Register(f, op("list-stores", "GET", "", StoresRead, 0), r.apiList)
	api.Register(f, op("create-store", "POST", "", StoresWrite, 201), r.apiCreate)
	api.Register(f, op("get-store", "GET", "/{id}", StoresRead, 0), r.apiOne)
	api.Register(f, op("change-store", "PATCH", "/{id}", StoresWrite, 0, 412), r.apiChange)
	api.Register(f, op("remove-store", "DELETE", "/{id}", StoresWrite, 0), r.apiRemove)
	api.Register(f, op("list-dead-letters", "GET", "/{id}/dead-letters", StoresRead, 0), r.apiDead)
	api.Register(f, op("resend-dead-letters", "POST", "/{id}/dead-letters/resend", StoresWrite, 202), r.apiAgain)
}

// StoreView is a target as programs see it, without its secret.
type StoreView struct {
	ID     string   `json:"id" doc:"api.store.id" example:"f-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Name   string   `json:"name" doc:"api.store.name"`
	URL    string   `json:"url" doc:"api.store.url" example:"https://records.example.ca/xapi"`
	Login  string   `json:"login" doc:"api.store.login"`
	Course string   `json:"course,omitempty" doc:"api.store.course"`
	Verbs  []string `json:"verbs" nullable:"false" doc:"api.store.verbs"`
	People bool     `json:"people" doc:"api.store.people"`
	State  string   `json:"state" enum:"on,off" doc:"api.store.state"`
	Why    string   `json:"why,omitempty" doc:"api.store.why"`
	Made   string   `json:"made" format:"date" doc:"api.store.made"`

	Sent    int    `json:"sent" doc:"api.store.sent"`
	Last    string `json:"last,omitempty" format:"date-time" doc:"api.store.last"`
	Behind  int    `json:"behind" doc:"api.store.behind"`
	Failing string `json:"failing,omitempty" format:"date-time" doc:"api.store.failing"`
	Tries   int    `json:"tries,omitempty" doc:"api.store.tries"`
	Status  int    `json:"status,omitempty" doc:"api.store.status"`
	Problem string `json:"problem,omitempty" doc:"api.store.problem"`
}

// decided is what people say of a target; how far it is changes by itself and is no part of its ETag.
func decided(t Target) StoreView {
	v := StoreView{ID: t.ID, Name: t.Name, URL: t.URL, Login: t.Login, Course: t.Course, Verbs: t.Verbs, People: t.People, State: stateOf(t.Off), Why: t.Why, Made: t.Made}
	if v.Verbs == nil {
		v.Verbs = []string{}
	}
	return v
}

func (r *Room) viewOf(tx store.Tx, t Target) (StoreView, error) {
	v := decided(t)
	v.Sent, v.Tries, v.Status, v.Problem = t.Sent, t.Tries, t.Status, t.Problem
	if !t.SentAt.IsZero() {
		v.Last = lang.Machine(t.SentAt)
	}
	if !t.Failed.IsZero() {
		v.Failing = lang.Machine(t.Failed)
	}
	var err error
	v.Behind, err = r.Behind(tx, t)
	return v, err
}

type oneStore struct {
	ETag string `header:"ETag" doc:"api.header.etag"`
	Body StoreView
}

// answer reads a target again and answers with it.
func (r *Room) answer(tx store.Tx, id string) (*oneStore, error) {
	t, err := r.Target(tx, id)
	if err != nil {
		return nil, err
	}
	v, err := r.viewOf(tx, t)
	return &oneStore{ETag: api.Tag(decided(t)), Body: v}, err
}

// noted writes an act of a key into the trail.
func (r *Room) noted(c api.Call, tx store.Tx, do, on string, err error) error {
	if err != nil {
		return err
	}
	return r.o.Identity.Audit(tx, identity.Event{By: identity.PersonID(c.By()), Do: do, On: on})
}

func (r *Room) apiList(c api.Call, tx store.Tx, in *api.Asked) (*api.List[StoreView], error) {
	all, err := r.Targets(tx)
	if err != nil {
		return nil, err
	}
	all = api.After(all, in.After, func(t Target) string { return t.ID })
	var views []StoreView
	for _, t := range all[:min(len(all), in.Limit+1)] {
		v, err := r.viewOf(tx, t)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return api.NewList(views, in.Limit, func(v StoreView) string { return v.ID }, func(v StoreView) StoreView { return v }, c.Query), nil
}

// TheStore is the part of an address that names a target.
type TheStore struct {
	ID string `path:"id" maxLength:"60" doc:"api.store.id"`
}

func (r *Room) apiOne(_ api.Call, tx store.Tx, in *TheStore) (*oneStore, error) {
	return r.answer(tx, in.ID)
}

type storeMade struct {
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"200" doc:"api.store.name"`
		URL    string   `json:"url" minLength:"1" maxLength:"2000" doc:"api.store.url" example:"https://records.example.ca/xapi"`
		Login  string   `json:"login" minLength:"1" maxLength:"2000" doc:"api.store.login"`
		Secret string   `json:"secret" minLength:"1" maxLength:"2000" doc:"api.store.secret"`
		Course string   `json:"course,omitempty" maxLength:"2000" doc:"api.store.course"`
		Verbs  []string `json:"verbs,omitempty" maxItems:"50" uniqueItems:"true" nullable:"false" doc:"api.store.verbs"`
		People bool     `json:"people" doc:"api.store.people"`
		Since  string   `json:"since,omitempty" format:"date-time" doc:"api.store.since"`
	}
}

func (r *Room) apiCreate(c api.Call, tx store.Tx, in *storeMade) (*oneStore, error) {
	var since time.Time
	if in.Body.Since != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, in.Body.Since); err != nil {
			return nil, fault.New(fault.Invalid, apiWords, "bad-since")
		}
	}
	b := in.Body
	t, err := r.Create(tx, Target{Name: b.Name, URL: b.URL, Login: b.Login, Course: b.Course, Verbs: b.Verbs, People: b.People}, b.Secret, since)
	if err := r.noted(c, tx, "forward.create", t.ID, err); err != nil {
		return nil, err
	}
	return r.answer(tx, t.ID)
}

// storeChange is what is sent to change a target: what is left out stays.
type storeChange struct {
	TheStore
	IfMatch string `header:"If-Match" maxLength:"200" doc:"api.param.match"`
	Body    struct {
		Name   *string   `json:"name,omitempty" minLength:"1" maxLength:"200" doc:"api.store.name"`
		URL    *string   `json:"url,omitempty" minLength:"1" maxLength:"2000" doc:"api.store.url"`
		Login  *string   `json:"login,omitempty" minLength:"1" maxLength:"2000" doc:"api.store.login"`
		Secret string    `json:"secret,omitempty" maxLength:"2000" doc:"api.store.secret"`
		Course *string   `json:"course,omitempty" maxLength:"2000" doc:"api.store.course"`
		Verbs  *[]string `json:"verbs,omitempty" maxItems:"50" uniqueItems:"true" nullable:"false" doc:"api.store.verbs"`
		People *bool     `json:"people,omitempty" doc:"api.store.people"`
		State  *string   `json:"state,omitempty" enum:"on,off" doc:"api.store.state"`
	}
}

// onto puts the change onto a target.
func (in *storeChange) onto(t Target) Target {
	b := in.Body
	for from, to := range map[*string]*string{b.Name: &t.Name, b.URL: &t.URL, b.Login: &t.Login, b.Course: &t.Course} {
		if from != nil {
			*to = *from
		}
	}
	if b.Verbs != nil {
		t.Verbs = *b.Verbs
	}
	if b.People != nil {
		t.People = *b.People
	}
	if b.State != nil {
		t.Off = *b.State == stateOff
	}
	return t
}

func (r *Room) apiChange(c api.Call, tx store.Tx, in *storeChange) (*oneStore, error) {
	t, err := r.Target(tx, in.ID)
	if err == nil {
		err = api.Match(in.IfMatch, decided(t))
	}
	if err == nil {
		err = r.noted(c, tx, "forward.save", t.ID, r.Save(tx, in.onto(t), in.Body.Secret))
	}
	if err != nil {
		return nil, err
	}
	return r.answer(tx, t.ID)
}

func (r *Room) apiRemove(c api.Call, tx store.Tx, in *TheStore) (*struct{}, error) {
	return nil, r.noted(c, tx, "forward.remove", in.ID, r.Remove(tx, in.ID))
}

// DeadView is a dead letter as programs see it.
type DeadView struct {
	ID        string `json:"id" doc:"api.dead.id" example:"1764244800000000"`
	Statement string `json:"statement" format:"uuid" doc:"api.dead.statement"`
	Status    int    `json:"status,omitempty" doc:"api.dead.status"`
	Problem   string `json:"problem" doc:"api.dead.problem"`
	Made      string `json:"made" format:"date-time" doc:"api.dead.made"`
	Again     bool   `json:"again" doc:"api.dead.again"`
}

func viewOfDead(d Dead) DeadView {
	return DeadView{ID: nameOf(d), Statement: d.Statement, Status: d.Status, Problem: d.Problem, Made: lang.Machine(d.Made), Again: d.Again}
}

func nameOf(d Dead) string { return strconv.FormatInt(int64(d.Seq), 10) }

type deadAsked struct {
	TheStore
	api.Asked
}

func (r *Room) apiDead(c api.Call, tx store.Tx, in *deadAsked) (*api.List[DeadView], error) {
	t, err := r.Target(tx, in.ID)
	if err != nil {
		return nil, err
	}
	var after int64
	if in.After != "" {
		if after, err = strconv.ParseInt(in.After, 10, 64); err != nil {
			return nil, fault.New(fault.Invalid, apiWords, "bad-after")
		}
	}
	all, err := r.Dead(tx, t.ID, records.Seq(after), in.Limit+1)
	return api.NewList(all, in.Limit, nameOf, viewOfDead, c.Query), err
}

func (r *Room) apiAgain(c api.Call, tx store.Tx, in *TheStore) (*oneStore, error) {
	if err := r.noted(c, tx, "forward.retry", in.ID, r.Again(tx, in.ID)); err != nil {
		return nil, err
	}
	return r.answer(tx, in.ID)
}
