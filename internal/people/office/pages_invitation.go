package office

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// showInvitations lists invitations and makes new ones.
func (r *Room) showInvitations(v *visit) (templ.Component, error) {
	var list []identity.Invitation
	var orgs []identity.Org
	err := r.read(v, func(tx store.Tx) (err error) {
		if list, err = r.Identity.Invitations(tx); err != nil {
			return err
		}
		orgs, err = r.Identity.Orgs(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	d := pages.Deeds{Action: v.here(), Nothing: v.say("invitations.nothing")}
	for _, i := range list {
		what := v.say("invitations.line", lang.A{"role": v.roleIn(i.Grant, orgs), "uses": i.Uses, "most": i.Most, "ends": lang.Date(v.face, i.Ends.Add(-time.Second))})
		one := pages.Deed{What: what}
		if i.Uses < i.Most && r.Clock.Now().Before(i.Ends) {
			one.Go, one.Fields = v.say("invitations.end"), []page.Field{{Name: "do", Value: "end"}, {Name: "id", Value: i.ID}}
		} else {
			one.What += " " + v.say("invitations.over")
		}
		d.Deeds = append(d.Deeds, one)
	}
	f := v.plainForm("add", v.say("invitations.add-go"))
	f.field("role", "choice", string(identity.Reviewer), v.roleOptions()...).needed().
		field("scope", "choice", identity.SiteScope.String(), r.scopeOptions(v, orgs)...).needed().
		field("org", "choice", "", v.orgOptions(orgs)...).
		field("most", "number", "1").needed().
		field("ends", "date", r.Clock.Now().AddDate(0, 0, 14).Format(time.DateOnly)).needed()
	body := templ.Join(pages.Acts(d), pages.Section(v.say("invitations.add"), v.say("invitations.add-text"), pages.FormBody(f.Form)))
	if v.made != "" {
		body = templ.Join(pages.Once(pages.Secret{Title: v.say("invitations.made"), Text: v.say("invitations.made-text"), Value: v.made, Label: v.say("invitations.link")}), body)
	}
	return body, nil
}

// scopeOptions are where a role can be held.
func (r *Room) scopeOptions(v *visit, orgs []identity.Org) []page.Option {
	scopes := []page.Option{{Value: identity.SiteScope.String(), Text: v.say("scope.site")}}
	for _, e := range r.Library.Editions() {
		of := e.Course
		scopes = append(scopes, page.Option{Value: identity.CourseScope(of.Key).String(), Text: v.say("scope.course", lang.A{"course": of.Title.In(e.Reads(v.tag))})})
	}
	for _, o := range orgs {
		scopes = append(scopes, page.Option{Value: identity.OrgScope(o.ID).String(), Text: o.Name(v.face)})
	}
	return scopes
}

// sendInvitations makes an invitation, whose link is shown once, or ends one.
func (r *Room) sendInvitations(v *visit) error {
	if v.typed("do") == "end" {
		return r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) error { return r.Identity.Revoke(tx, by, v.typed("id")) })
	}
	i, wrong := invitationOf(v)
	if len(wrong) > 0 {
		return wrong
	}
	secret := ""
	err := r.do(v, ActPeople, func(tx store.Tx, by identity.PersonID) (err error) {
		_, secret, err = r.Identity.Invite(tx, by, i)
		return err
	})
	if err != nil {
		return asMistake(err, "most", fault.Invalid)
	}
	// The link is nowhere but on this page, so that it is shown by the answer itself.
	v.made = r.address(v) + identity.InvitationPath(v.tag, v.face, secret)[1:]
	return nil
}

// address is the public address of the site: the one it was told, else the one that
// was asked.
func (r *Room) address(v *visit) string {
	if r.BaseURL != "" {
		return r.BaseURL
	}
	return "http://" + v.req.Host + "/"
}

// invitationOf reads an invitation from a form.
func invitationOf(v *visit) (i identity.Invitation, wrong Mistakes) {
	if i.Grant.Role = identity.Role(v.typed("role")); !i.Grant.Role.Known() {
		wrong = append(wrong, mistake("role", "role"))
	}
	ok := false
	if i.Grant.Scope, ok = identity.ParseScope(v.typed("scope")); !ok {
		wrong = append(wrong, mistake("scope", "scope"))
	}
	i.Org = identity.OrgID(v.typed("org"))
	var err error
	if i.Most, err = strconv.Atoi(v.typed("most")); err != nil || i.Most < 1 {
		wrong = append(wrong, mistake("most", "most"))
	}
	if i.Ends, err = time.Parse(time.DateOnly, v.typed("ends")); err != nil {
		wrong = append(wrong, mistake("ends", "date"))
	}
	i.Ends = i.Ends.AddDate(0, 0, 1) // to the end of that day
	return i, wrong
}
