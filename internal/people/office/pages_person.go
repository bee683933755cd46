package office

import (
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// whole is what the office knows of a person.
type whole struct {
	identity.Person
	grants   []identity.Grant
	sessions []identity.Session
	orgs     []identity.Org
	time     []delivery.Allowance
	hold     *held // nil when there is none
	names    map[identity.PersonID]string
}

func (r *Room) wholePerson(v *visit) (w whole, err error) {
	err = r.read(v, func(tx store.Tx) (err error) {
		if w.Person, err = r.Identity.PersonByID(tx, identity.PersonID(v.id)); err != nil {
			return err
		}
		if w.grants, err = r.Identity.Grants(tx, w.ID); err != nil {
			return err
		}
		if w.sessions, err = r.Identity.Sessions(tx, w.ID); err != nil {
			return err
		}
		if w.orgs, err = r.Identity.Orgs(tx); err != nil {
			return err
		}
		if w.time, err = r.Learning.AllowancesOf(tx, w.Actor); err != nil {
			return err
		}
		if w.hold, err = r.holdOn(tx, w.ID); err != nil || w.hold == nil {
			return err
		}
		w.names = map[identity.PersonID]string{}
		return r.nameOf(tx, w.hold.by, w.names)
	})
	return w, err
}

// showPerson is everything one may do for a person.
func (r *Room) showPerson(v *visit) (templ.Component, error) {
	w, err := r.wholePerson(v)
	if err != nil {
		return nil, err
	}
	v.title = w.Name
	form := v.plainForm("save", v.say("keep"))
	form.fresh("name", "text", w.Name, "save").needed().fresh("email", "email", string(w.Email), "save").
		fresh("language", "choice", string(w.Language), "save", v.faceOptions()...).needed().fresh("org", "choice", string(w.Org), "save", v.orgOptions(w.orgs)...)
	return templ.Join(
		page.FactList(v.personFacts(w)),
		pages.Section(v.say("person.roles"), v.say("person.roles-text"), templ.Join(pages.Acts(v.roleActs(w)), pages.FormBody(r.addRole(v, w)))),
		pages.Section(v.say("person.change"), "", pages.FormBody(form.Form)),
		pages.Section(v.say("person.sessions"), v.say("person.sessions-text", lang.A{"n": len(w.sessions)}), pages.Acts(v.sessionActs(w))),
		r.timePart(v, w),
		r.holdPart(v, w),
		pages.Section(v.say("person.account"), v.say("person.account-text"), pages.Acts(v.accountActs(w))),
	), nil
}

func (v *visit) personFacts(w whole) []page.Fact {
	state := v.say("person.open")
	if w.Disabled {
		state = v.say("people.shut")
	}
	return []page.Fact{
		{Name: v.say("person.state"), Text: page.Text(state)},
		{Name: v.say("person.made"), Text: page.Text(v.day(w.Made))},
		{Name: v.say("people.column-seen"), Text: page.Text(v.day(w.Seen))},
		{Name: v.say("person.id"), Text: page.Text(string(w.ID))},
	}
}

// day is a day in words; a dash where there is none.
func (v *visit) day(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "–"
	}
	return lang.Date(v.face, t)
}

func (v *visit) roleActs(w whole) pages.Deeds {
	d := pages.Deeds{Action: v.here(), Nothing: v.say("person.no-role")}
	for _, g := range w.grants {
		d.Deeds = append(d.Deeds, pages.Deed{What: v.roleIn(g, w.orgs), Go: v.say("person.take"), Fields: []page.Field{{Name: "do", Value: "take"}, {Name: "role", Value: string(g.Role)}, {Name: "scope", Value: g.Scope.String()}}})
	}
	return d
}

func (r *Room) addRole(v *visit, w whole) pages.Form {
	f := v.plainForm("give", v.say("person.give"))
	f.fresh("role", "choice", "", "give", v.roleOptions()...).needed().fresh("scope", "choice", "", "give", r.scopeOptions(v, w.orgs)...).needed()
	return f.Form
}

func (v *visit) sessionActs(w whole) pages.Deeds {
	d := pages.Deeds{Action: v.here(), Nothing: v.say("person.no-session")}
	for _, s := range w.sessions {
		what := v.say("person.session", lang.A{"browser": s.Browser, "method": v.say("method." + string(s.Method)), "used": lang.Date(v.face, s.Used)})
		d.Deeds = append(d.Deeds, pages.Deed{What: what, Go: v.say("person.end"), Fields: []page.Field{{Name: "do", Value: "end"}, {Name: "session", Value: s.ID}}})
	}
	return d
}

func (v *visit) accountActs(w whole) pages.Deeds {
	d := pages.Deeds{Action: v.here()}
	if w.Disabled {
		d.Deeds = append(d.Deeds, pages.Deed{What: v.say("person.enable-text"), Go: v.say("person.enable"), Fields: []page.Field{{Name: "do", Value: "enable"}}})
	} else {
		d.Deeds = append(d.Deeds, pages.Deed{What: v.say("person.disable-text"), Go: v.say("person.disable"), Fields: []page.Field{{Name: "do", Value: "disable"}}})
	}
	d.Deeds = append(d.Deeds, pages.Deed{What: v.say("person.reset-text"), Go: v.say("person.reset"), Fields: []page.Field{{Name: "do", Value: "reset"}}})
	d.Deeds = append(d.Deeds, pages.Deed{What: v.say("person.erase-text"), Go: v.say("person.erase"), Confirm: v.say("person.erase-confirm"), Error: v.unconfirmed(), Fields: []page.Field{{Name: "do", Value: "erase"}}})
	return d
}

// sendPerson does one thing for a person.
func (r *Room) sendPerson(v *visit) error {
	id := identity.PersonID(v.id)
	switch v.typed("do") {
	case "save":
		return r.savePerson(v, id)
	case "give":
		return r.give(v, id)
	case "take":
		g, ok := grantOf(v)
		if !ok {
			return fault.New(fault.Invalid, words, "bad-form")
		}
		return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error { return r.Identity.Take(tx, by, id, g) })
	case "end":
		return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error {
			return r.Identity.EndSession(tx, by, id, v.typed("session"))
		})
	case "disable":
		return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error { return r.Identity.Disable(tx, by, id) })
	case "enable":
		return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error { return r.Identity.Enable(tx, by, id) })
	case "reset":
		return r.do(v, ActAccess, func(tx store.Tx, by identity.PersonID) error { return r.Proof.Reset(tx, by, id) })
	case "erase":
		return r.erase(v, id)
	case "hold":
		return r.setHold(v, id)
	case "lift":
		return r.liftHold(v, id)
	case "time":
		return r.allowIn(v, id)
	}
	return fault.New(fault.Invalid, words, "bad-form")
}

func (r *Room) savePerson(v *visit, id identity.PersonID) error {
	p, wrong := r.personOf(v)
	if len(wrong) > 0 {
		return wrong
	}
	p.ID = id
	err := r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error {
		now, err := r.Identity.PersonByID(tx, id)
		if err != nil {
			return err
		}
		if now.Email != p.Email {
			if err := r.Identity.SetEmail(tx, by, id, p.Email); err != nil {
				return err
			}
		}
		return r.Identity.SavePerson(tx, by, p)
	})
	return asMistake(err, "email", fault.Conflict)
}

// grantOf reads a role with its scope.
func grantOf(v *visit) (identity.Grant, bool) {
	role := identity.Role(v.typed("role"))
	scope, ok := identity.ParseScope(v.typed("scope"))
	return identity.Grant{Role: role, Scope: scope}, ok && role.Known()
}

func (r *Room) give(v *visit, id identity.PersonID) error {
	var wrong Mistakes
	if !identity.Role(v.typed("role")).Known() {
		wrong = append(wrong, mistake("role", "role"))
	}
	scope, ok := identity.ParseScope(v.typed("scope"))
	if !ok {
		wrong = append(wrong, mistake("scope", "scope"))
	}
	if len(wrong) > 0 {
		return wrong
	}
	return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error {
		if scope.Kind == identity.InOrg {
			if _, err := r.Identity.OrgByID(tx, identity.OrgID(scope.ID)); err != nil {
				return err
			}
		}
		return r.Identity.Give(tx, by, id, identity.Grant{Role: identity.Role(v.typed("role")), Scope: scope})
	})
}

// erase forgets a person, once it is confirmed.
func (r *Room) erase(v *visit, id identity.PersonID) error {
	if v.typed("confirm") != "yes" {
		return Mistakes{mistake("confirm", "confirm")}
	}
	err := r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error { return r.Identity.ErasePerson(tx, by, id) })
	if err == nil {
		v.next = v.at(areaPeople) + "?kept=1"
	}
	return err
}
