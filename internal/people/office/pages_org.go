package office

import (
	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// showOrgs lists the organisations.
func (r *Room) showOrgs(v *visit) (templ.Component, error) {
	var orgs []identity.Org
	err := r.read(v, func(tx store.Tx) (err error) {
		orgs, err = r.Identity.Orgs(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	d := pages.Deeds{Action: v.here(), Nothing: v.say("orgs.nothing")}
	for _, o := range orgs {
		d.Deeds = append(d.Deeds, pages.Deed{
			Link: page.Link{Text: o.Name(v.face), Href: v.at(areaPeople) + "?org=" + string(o.ID)}, What: v.say("org-kind." + string(o.Kind)),
			Go: v.say("orgs.remove"), Fields: []page.Field{{Name: "do", Value: "remove"}, {Name: "id", Value: string(o.ID)}},
		})
	}
	f := v.plainForm("add", v.say("orgs.add-go"))
	for _, t := range lang.Interfaces() {
		one := page.FormField{ID: "name-" + string(t), Name: "name-" + string(t), Kind: "text", Lang: string(t), Label: page.Text(v.say("orgs.name") + " – " + v.say("language."+string(t))), Optional: true}
		f.put(one, "orgs.name")
	}
	f.fresh("kind", "choice", string(identity.Jurisdiction), "add", v.orgKinds()...).needed()
	return templ.Join(pages.Acts(d), pages.Section(v.say("orgs.add"), v.say("orgs.add-text"), pages.FormBody(f.Form))), nil
}

func (v *visit) orgKinds() (out []page.Option) {
	for _, k := range []identity.OrgKind{identity.Jurisdiction, identity.Body} {
		out = append(out, page.Option{Value: string(k), Text: v.say("org-kind." + string(k))})
	}
	return out
}

// sendOrgs adds or removes an organisation.
func (r *Room) sendOrgs(v *visit) error {
	if v.typed("do") == "remove" {
		return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error {
			return r.Identity.RemoveOrg(tx, by, identity.OrgID(v.typed("id")))
		})
	}
	o := identity.Org{Names: lang.Text{}, Kind: identity.OrgKind(v.typed("kind"))}
	var wrong Mistakes
	for _, t := range lang.Interfaces() {
		typed := v.typed("name-" + string(t))
		if typed == "" {
			continue
		}
		name, err := identity.ParseName(typed)
		if err != nil {
			wrong = append(wrong, mistakeOf("name-"+string(t), err))
		}
		o.Names[t] = name
	}
	if len(o.Names) == 0 {
		wrong = append(wrong, mistake("name-"+string(v.face), "org-name"))
	}
	if o.Kind != identity.Jurisdiction && o.Kind != identity.Body {
		wrong = append(wrong, mistake("kind", "org-kind"))
	}
	if len(wrong) > 0 {
		return wrong
	}
	return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error {
		_, err := r.Identity.CreateOrg(tx, by, o)
		return err
	})
}

// showAudit is the trail of administrative acts, newest first.
func (r *Room) showAudit(v *visit) (templ.Component, error) {
	q := v.req.URL.Query()
	f := identity.TrailFilter{By: identity.PersonID(q.Get("by")), On: q.Get("on"), Do: q.Get("do"), Before: number(q.Get("after")), Most: perPage + 1}
	var lines []identity.Line
	names := map[identity.PersonID]string{}
	err := r.read(v, func(tx store.Tx) (err error) {
		if lines, err = r.Identity.Trail(tx, f); err != nil {
			return err
		}
		for _, l := range lines {
			for _, id := range []identity.PersonID{l.By, identity.PersonID(l.On)} {
				if err := r.nameOf(tx, id, names); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Nothing: v.say("audit.nothing"), Filter: pages.Filter{Action: v.at(areaAudit), Go: v.say("filter"), Fields: []page.FormField{
		{ID: "by-word", Name: "do", Kind: "text", Label: page.Text(v.say("audit.column-did")), Value: f.Do, Hint: v.say("audit.did-hint")},
		{ID: "by-whom", Name: "by", Kind: "text", Label: page.Text(v.say("audit.by-id")), Value: string(f.By)},
		{ID: "by-object", Name: "on", Kind: "text", Label: page.Text(v.say("audit.on-id")), Value: f.On},
	}}}
	if len(lines) > perPage {
		lines = lines[:perPage]
		l.More = page.Link{Text: v.say("more"), Href: v.at(areaAudit) + "?" + after(q, text(lines[perPage-1].Seq))}
	}
	l.Board = page.Board{Caption: v.say("area.audit"), Columns: v.columns("audit", "at", "who", "did", "object", "detail")}
	for _, one := range lines {
		l.Board.Rows = append(l.Board.Rows, v.auditRow(one, names))
	}
	check := pages.Acts(pages.Deeds{Action: v.here(), Deeds: []pages.Deed{{What: v.say("audit.check-text"), Go: v.say("audit.check")}}})
	if v.said != nil {
		return templ.Join(page.NoticeBox(v.face, *v.said), pages.ListBody(l), check), nil
	}
	return templ.Join(pages.ListBody(l), check), nil
}

// nameOf notes the name of a person that still has one.
func (r *Room) nameOf(tx store.Tx, id identity.PersonID, names map[identity.PersonID]string) error {
	if _, known := names[id]; known || len(id) < 2 || id[:2] != "p-" {
		return nil
	}
	p, err := r.Identity.PersonByID(tx, id)
	if fault.KindOf(err) == fault.NotFound {
		names[id] = ""
		return nil
	}
	names[id] = p.Name
	return err
}

func (v *visit) auditRow(l identity.Line, names map[identity.PersonID]string) []templ.Component {
	who := v.named(l.By, names)
	if l.By == "" {
		who = page.Text(v.say("audit.machine"))
	}
	return []templ.Component{pages.Moment(l.At, lang.Date(v.face, l.At)+", "+lang.Clock(v.face, l.At)), who, page.Text(l.Do), v.named(identity.PersonID(l.On), names), page.Text(details(l.Detail))}
}

// named is a person by name, and anything else by its id.
func (v *visit) named(id identity.PersonID, names map[identity.PersonID]string) templ.Component {
	if n := names[id]; n != "" {
		return pages.LinkTo(page.Link{Text: n, Href: v.under(areaPerson, string(id))}, "")
	}
	return page.Text(string(id))
}
