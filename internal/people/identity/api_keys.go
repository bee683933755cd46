package identity

import (
	"strconv"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// KeyView is a key as programs see it; the secret is shown once, when the key is made.
type KeyView struct {
	ID     string   `json:"id" doc:"api.key.id" example:"k-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	Name   string   `json:"name" doc:"api.key.name" example:"HR system"`
	Scopes []string `json:"scopes" nullable:"false" doc:"api.key.scopes"`
	Course string   `json:"course,omitempty" doc:"api.key.course"`
	Person string   `json:"person,omitempty" doc:"api.key.person"`
	Made   string   `json:"made" format:"date" doc:"api.made"`
	Used   string   `json:"used,omitempty" format:"date" doc:"api.key.used"`
	Ended  string   `json:"ended,omitempty" format:"date" doc:"api.key.ended"`
	Secret string   `json:"secret,omitempty" doc:"api.key.secret"`
}

func viewOfKey(k Key) KeyView {
	v := KeyView{ID: k.ID, Name: k.Name, Scopes: k.Scopes, Course: k.Course, Person: string(k.Person), Made: k.Made, Used: k.Used, Ended: k.Ended}
	if v.Scopes == nil {
		v.Scopes = []string{}
	}
	return v
}

func (r *Room) registerKeys(f *api.Frame) {
	api.Register(f, api.Operation{ID: "list-keys", Method: "GET", Path: "/keys", Group: "keys", Scope: KeysRead}, r.apiKeys)
	api.Register(f, api.Operation{ID: "create-key", Method: "POST", Path: "/keys", Group: "keys", Scope: KeysWrite, Status: 201},
		func(c api.Call, tx store.Tx, in *keyMade) (*oneKey, error) { return r.apiCreateKey(f, c, tx, in) })
	api.Register(f, api.Operation{ID: "end-key", Method: "DELETE", Path: "/keys/{id}", Group: "keys", Scope: KeysWrite}, r.apiEndKey)
}

func (r *Room) apiKeys(c api.Call, tx store.Tx, in *api.Asked) (*api.List[KeyView], error) {
	all, err := r.Keys(tx)
	id := func(k Key) string { return k.ID }
	return api.NewList(api.After(all, in.After, id), in.Limit, id, viewOfKey, c.Query), err
}

type keyMade struct {
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"100" doc:"api.key.name" example:"HR system"`
		Scopes []string `json:"scopes" minItems:"1" maxItems:"40" uniqueItems:"true" nullable:"false" doc:"api.key.scopes"`
		Course string   `json:"course,omitempty" maxLength:"100" doc:"api.key.course"`
	}
}

type oneKey struct{ Body KeyView }

// apiCreateKey makes a key that may do no more than the one that asks.
func (r *Room) apiCreateKey(f *api.Frame, c api.Call, tx store.Tx, in *keyMade) (*oneKey, error) {
	name, err := ParseName(in.Body.Name)
	if err != nil {
		return nil, err
	}
	for _, s := range in.Body.Scopes {
		if !f.Knows(api.Scope(s)) {
			return nil, fault.New(fault.Invalid, apiWords, "key-scope", lang.A{"scope": s})
		}
		if !c.Key.Has(api.Scope(s)) {
			return nil, fault.New(fault.Forbidden, apiWords, "key-beyond", lang.A{"scope": s})
		}
	}
	k, secret, err := r.CreateKey(tx, by(c), Key{Name: name, Scopes: in.Body.Scopes, Course: in.Body.Course})
	if err != nil {
		return nil, err
	}
	v := viewOfKey(k)
	v.Secret = secret
	return &oneKey{v}, nil
}

type theKey struct {
	ID string `path:"id" maxLength:"60" doc:"api.key.id"`
}

func (r *Room) apiEndKey(c api.Call, tx store.Tx, in *theKey) (*struct{}, error) {
	all, err := r.Keys(tx)
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		if k.ID == in.ID {
			return nil, r.EndKey(tx, by(c), k.ID)
		}
	}
	return nil, fault.New(fault.NotFound, apiWords, "no-such-key")
}

// LineView is a line of the audit trail.
type LineView struct {
	Seq    int64             `json:"seq" doc:"api.audit.seq"`
	At     string            `json:"at" format:"date-time" doc:"api.audit.at"`
	By     string            `json:"by" doc:"api.audit.by"`
	Do     string            `json:"do" doc:"api.audit.do" example:"role.give"`
	On     string            `json:"on" doc:"api.audit.on"`
	Detail map[string]string `json:"detail" doc:"api.audit.detail"`
	Hash   string            `json:"hash" doc:"api.audit.hash"`
}

func viewOfLine(l Line) LineView {
	return LineView{Seq: l.Seq, At: lang.Machine(l.At), By: string(l.By), Do: l.Do, On: l.On, Detail: l.Detail, Hash: l.Hash}
}

func (r *Room) registerTrail(f *api.Frame) {
	api.Register(f, api.Operation{ID: "list-audit", Method: "GET", Path: "/audit", Group: "audit", Scope: AuditRead}, r.apiTrail)
}

type trailAsked struct {
	api.Asked
	By string `query:"by" maxLength:"80" doc:"api.audit.by"`
	On string `query:"on" maxLength:"200" doc:"api.audit.on"`
	Do string `query:"do" maxLength:"80" doc:"api.audit.do-asked"`
}

// apiTrail lists the trail, the newest line first.
func (r *Room) apiTrail(c api.Call, tx store.Tx, in *trailAsked) (*api.List[LineView], error) {
	var before int64
	if in.After != "" {
		n, err := strconv.ParseInt(in.After, 10, 64)
		if err != nil || n < 1 {
			return nil, fault.New(fault.Invalid, apiWords, "bad-after")
		}
		before = n
	}
	all, err := r.Trail(tx, TrailFilter{By: PersonID(in.By), On: in.On, Do: in.Do, Before: before, Most: in.Limit + 1})
	return api.NewList(all, in.Limit, func(l Line) string { return strconv.FormatInt(l.Seq, 10) }, viewOfLine, c.Query), err
}
