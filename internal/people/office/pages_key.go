package office

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
	"atelier/internal/people/records"
)

// showKeys lists the keys of programs and makes new ones.
func (r *Room) showKeys(v *visit) (templ.Component, error) {
	var keys []identity.Key
	err := r.read(v, func(tx store.Tx) (err error) {
		keys, err = r.Identity.Keys(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	kept, err := r.Records.Kept(v.req.Context(), r.DB)
	if err != nil {
		return nil, err
	}
	d := pages.Deeds{Action: v.here(), Nothing: v.say("keys.nothing")}
	for _, k := range keys {
		one := pages.Deed{What: v.say("keys.line", lang.A{"name": k.Name, "scopes": strings.Join(k.Scopes, ", "), "made": v.day(k.Made), "used": v.day(k.Used)})}
		if k.Course != "" {
			one.What += " " + v.say("keys.bound", lang.A{"course": r.courseName(v, k.Course)})
		}
		if k.Ended == "" {
			one.Go, one.Fields = v.say("keys.end"), []page.Field{{Name: "do", Value: "end"}, {Name: "id", Value: k.ID}}
		} else {
			one.What += " " + v.say("keys.ended", lang.A{"day": v.day(k.Ended)})
		}
		d.Deeds = append(d.Deeds, one)
	}
	f := v.plainForm("add", v.say("keys.add-go"))
	courses := []page.Option{{Value: "", Text: v.say("keys.every-course")}}
	for _, e := range r.Library.Editions() {
		courses = append(courses, page.Option{Value: e.Course.Key, Text: v.titleOf(e)})
	}
	f.field("name", "text", "").needed().field("course", "choice", "", courses...)
	f.Boxes = &pages.Boxes{Name: "scope", Title: v.say("field.keys.scope"), Hint: v.say("field.keys.scope-hint")}
	for _, s := range r.Scopes() {
		f.Boxes.List = append(f.Boxes.List, pages.Box{Value: s, Text: s, On: slices.Contains(v.req.PostForm["scope"], s)})
	}
	for _, m := range v.wrong {
		if m.Field == "scope" {
			f.Boxes.Error = m.Say(v.face)
		}
	}
	body := templ.Join(pages.Acts(d), pages.Section(v.say("keys.add"), v.say("keys.add-text"), pages.FormBody(f.Form)), r.storeSection(v, kept))
	if v.made != "" {
		body = templ.Join(pages.Once(pages.Secret{Title: v.say("keys.made"), Text: v.say("keys.made-text"), Value: v.made, Label: v.say("keys.secret")}), body)
	}
	return body, nil
}

// courseName is the title of a course; its key where the course is not served.
func (r *Room) courseName(v *visit, key string) string {
	if e := r.Library.EditionOf(key); e != nil {
		return v.titleOf(e)
	}
	return key
}

// storeSection is what one needs to connect another tool to the xAPI store, and whether something comes in.
func (r *Room) storeSection(v *visit, kept records.Kept) templ.Component {
	address := r.BaseURL
	if address == "" {
		address = "http://" + v.req.Host + "/"
	}
	last := page.Text(v.say("store.never"))
	if !kept.Last.IsZero() {
		last = v.moment(kept.Last)
	}
	return pages.Section(v.say("store.title"), v.say("store.text", lang.A{"read": string(records.ReadScope), "write": string(records.WriteScope)}), page.FactList([]page.Fact{
		{Name: v.say("store.endpoint"), Text: page.Text(strings.TrimSuffix(address, "/") + records.Endpoint)},
		{Name: v.say("store.versions"), Text: page.Text(strings.Join(records.Versions(), ", "))},
		{Name: v.say("store.statements"), Text: page.Text(lang.Number(v.face, float64(kept.Statements), 0))},
		{Name: v.say("store.last"), Text: last},
	}))
}

// sendKeys makes a key, whose secret is shown once, or ends one.
func (r *Room) sendKeys(v *visit) error {
	if v.typed("do") == "end" {
		return r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error { return r.Identity.EndKey(tx, by, v.typed("id")) })
	}
	var wrong Mistakes
	name, err := identity.ParseName(v.typed("name"))
	if err != nil {
		wrong = append(wrong, mistakeOf("name", err))
	}
	var scopes []string
	for _, s := range r.Scopes() {
		if slices.Contains(v.req.PostForm["scope"], s) {
			scopes = append(scopes, s)
		}
	}
	if len(scopes) == 0 {
		wrong = append(wrong, mistake("scope", "scopes"))
	}
	of := v.typed("course")
	if of != "" && r.Library.EditionOf(of) == nil {
		wrong = append(wrong, mistake("course", "course"))
	}
	if len(wrong) > 0 {
		return wrong
	}
	return r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error {
		k, secret, err := r.Identity.CreateKey(tx, by, identity.Key{Name: name, Scopes: scopes, Course: of})
		v.made = k.ID + ":" + secret
		return err
	})
}
