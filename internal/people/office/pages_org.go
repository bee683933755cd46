package office

import (
	"github.com/a-h/templ"

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
	f.fresh("kind", "choice", string(identity.Jurisdiction), "add", v.orgKinds()...).needed().fresh("parent", "choice", "", "add", v.orgOptions(orgs)...)
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
	o := identity.Org{Names: lang.Text{}, Kind: identity.OrgKind(v.typed("kind")), Parent: identity.OrgID(v.typed("parent"))}
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
