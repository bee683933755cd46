package office

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// perPage is how many rows a board of the office shows.
const perPage = 50

// read runs fn in a transaction that changes nothing.
func (r *Room) read(v *visit, fn func(tx store.Tx) error) error {
	return r.DB.Read(v.req.Context(), fn)
}

// do runs fn in a transaction, if whoever asks may still do the act.
func (r *Room) do(v *visit, act identity.Act, fn func(tx store.Tx, by identity.PersonID) error) error {
	return r.DB.Write(v.req.Context(), func(tx store.Tx) error {
		if err := r.Identity.Can(tx, v.session, act, identity.SiteScope); err != nil {
			return err
		}
		return fn(tx, v.session.Person)
	})
}

// showPeople lists people, narrowed by what stands in the address.
func (r *Room) showPeople(v *visit) (templ.Component, error) {
	q := v.req.URL.Query()
	f := identity.PersonFilter{Text: q.Get("q"), Org: identity.OrgID(q.Get("org")), Role: identity.Role(q.Get("role")), After: identity.PersonID(q.Get("after")), Most: perPage + 1}
	var people []identity.Person
	var orgs []identity.Org
	grants := map[identity.PersonID][]identity.Grant{}
	err := r.read(v, func(tx store.Tx) (err error) {
		if people, err = r.Identity.People(tx, f); err != nil {
			return err
		}
		for _, p := range people {
			if grants[p.ID], err = r.Identity.Grants(tx, p.ID); err != nil {
				return err
			}
		}
		orgs, err = r.Identity.Orgs(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Filter: r.peopleFilter(v, f, orgs), Nothing: v.say("people.nothing")}
	if len(people) > perPage {
		people = people[:perPage]
		l.More = page.Link{Text: v.say("more"), Href: v.at(areaPeople) + "?" + after(q, string(people[perPage-1].ID))}
	}
	l.Board = page.Board{Caption: v.say("area.people"), Titled: true, Columns: v.columns("people", "name", "email", "org", "roles", "seen")}
	for _, p := range people {
		l.Board.Rows = append(l.Board.Rows, r.personRow(v, p, grants[p.ID], orgs))
	}
	return templ.Join(pages.ListBody(l), pages.Section(v.say("people.add"), "", pages.FormBody(r.addPerson(v, orgs)))), nil
}

func (v *visit) columns(of string, names ...string) []page.BoardColumn {
	out := make([]page.BoardColumn, len(names))
	for i, n := range names {
		out[i] = page.BoardColumn{Text: v.say(of + ".column-" + n)}
	}
	return out
}

// after is a query from another place on.
func after(q url.Values, id string) string {
	next := url.Values{}
	for name, values := range q {
		next[name] = values
	}
	next.Set("after", id)
	next.Del("kept")
	return next.Encode()
}

func (r *Room) personRow(v *visit, p identity.Person, grants []identity.Grant, orgs []identity.Org) []templ.Component {
	name := pages.LinkTo(page.Link{Text: p.Name, Href: v.under(areaPerson, string(p.ID))}, "")
	if p.Disabled {
		name = pages.LinkTo(page.Link{Text: p.Name, Href: v.under(areaPerson, string(p.ID))}, v.say("people.shut"))
	}
	var roles []string
	for _, g := range grants {
		roles = append(roles, v.roleIn(g, orgs))
	}
	return []templ.Component{name, page.Text(string(p.Email)), page.Text(orgName(v.face, p.Org, orgs)), page.Text(strings.Join(roles, ", ")), page.Text(v.day(p.Seen))}
}

// roleIn is a role with where it is held: “Author (course open-source)”.
func (v *visit) roleIn(g identity.Grant, orgs []identity.Org) string {
	name := v.say("role." + string(g.Role))
	switch g.Scope.Kind {
	case identity.InOrg:
		return name + " (" + orgName(v.face, identity.OrgID(g.Scope.ID), orgs) + ")"
	case identity.InCourse:
		return name + " (" + v.say("scope.course", lang.A{"course": g.Scope.ID}) + ")"
	}
	return name
}

func orgName(face lang.Tag, id identity.OrgID, orgs []identity.Org) string {
	for _, o := range orgs {
		if o.ID == id {
			return o.Name(face)
		}
	}
	return string(id)
}

func (r *Room) peopleFilter(v *visit, f identity.PersonFilter, orgs []identity.Org) pages.Filter {
	return pages.Filter{Action: v.at(areaPeople), Go: v.say("filter"), Fields: []page.FormField{
		{ID: "by-text", Name: "q", Kind: "search", Label: page.Text(v.say("people.search")), Value: f.Text},
		{ID: "by-org", Name: "org", Kind: "choice", Any: true, Label: page.Text(v.say("people.column-org")), Value: string(f.Org), Options: v.orgOptions(orgs)},
		{ID: "by-role", Name: "role", Kind: "choice", Any: true, Label: page.Text(v.say("people.column-roles")), Value: string(f.Role), Options: v.roleOptions()},
	}}
}

func (v *visit) orgOptions(orgs []identity.Org) (out []page.Option) {
	for _, o := range orgs {
		out = append(out, page.Option{Value: string(o.ID), Text: o.Name(v.face)})
	}
	return out
}

func (v *visit) roleOptions() (out []page.Option) {
	for _, role := range identity.Roles() {
		out = append(out, page.Option{Value: string(role), Text: v.say("role." + string(role))})
	}
	return out
}

func (v *visit) faceOptions() (out []page.Option) {
	for _, t := range lang.Interfaces() {
		out = append(out, page.Option{Value: string(t), Text: v.say("language." + string(t))})
	}
	return out
}

func (r *Room) addPerson(v *visit, orgs []identity.Org) pages.Form {
	f := v.plainForm("add", v.say("people.add-go"))
	f.field("name", "text", "").needed().field("email", "email", "").field("language", "choice", string(v.face), v.faceOptions()...).needed().field("org", "choice", "", v.orgOptions(orgs)...)
	return f.Form
}

// sendPeople adds somebody.
func (r *Room) sendPeople(v *visit) error {
	p, wrong := r.personOf(v)
	if len(wrong) > 0 {
		return wrong
	}
	var made identity.Person
	err := r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) (err error) {
		made, err = r.Identity.CreatePerson(tx, by, p)
		return err
	})
	if err != nil {
		return asMistake(err, "email", fault.Conflict)
	}
	v.next = v.under(areaPerson, string(made.ID)) + "?kept=1"
	return nil
}

// personOf reads who somebody is from a form.
func (r *Room) personOf(v *visit) (p identity.Person, wrong Mistakes) {
	var err error
	if p.Name, err = identity.ParseName(v.typed("name")); err != nil {
		wrong = append(wrong, mistakeOf("name", err))
	}
	if typed := v.typed("email"); typed != "" {
		if p.Email, err = identity.ParseEmail(typed); err != nil {
			wrong = append(wrong, mistakeOf("email", err))
		}
	}
	if p.Language = lang.Tag(v.typed("language")); !slices.Contains(lang.Interfaces(), p.Language) {
		wrong = append(wrong, mistake("language", "language"))
	}
	p.Org = identity.OrgID(v.typed("org"))
	return p, wrong
}

// mistakeOf says at a field what a fault says.
func mistakeOf(field string, err error) Mistake {
	return Mistake{Field: field, Say: func(t lang.Tag) string { return fault.Message(err, t) }}
}

// asMistake puts a fault of a kind at the field that it is about; others stay.
func asMistake(err error, field string, kind fault.Kind) error {
	if fault.KindOf(err) == kind && !identity.NeedsStepUp(err) {
		return Mistakes{mistakeOf(field, err)}
	}
	return err
}
