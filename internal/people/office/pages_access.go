package office

import (
	"errors"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
	"atelier/internal/people/proof"
)

// showAccess is who may come in: whether people make accounts by themselves, and the
// organisations whose sign-in is taken.
func (r *Room) showAccess(v *visit) (templ.Component, error) {
	var list []proof.Provider
	err := r.read(v, func(tx store.Tx) (err error) {
		list, err = r.Proof.Providers(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	s := r.Settings()
	door := v.form(s.Version(PartAccess))
	door.Hidden["do"] = "door"
	now := "open"
	if s.Access.Closed {
		now = "closed"
	}
	door.fresh("door", "choice", now, "door", page.Option{Value: "open", Text: v.say("door.open")}, page.Option{Value: "closed", Text: v.say("door.closed")}).needed()
	d := pages.Deeds{Action: v.here(), Nothing: v.say("providers.nothing")}
	for _, p := range list {
		d.Deeds = append(d.Deeds, v.providerDeeds(p)...)
	}
	return templ.Join(
		pages.FormBody(door.Form),
		pages.Section(v.say("providers"), v.say("providers-text"), pages.Acts(d)),
		pages.Section(v.say("providers.add"), v.say("providers.add-text", lang.A{"path": strings.TrimSuffix(r.address(v), "/") + proof.CallbackPath()}), pages.FormBody(v.providerForm())),
	), nil
}

// providerDeeds is a provider, and what can be done about it.
func (v *visit) providerDeeds(p proof.Provider) []pages.Deed {
	state, word := v.say("providers.off"), "on"
	if p.On {
		state, word = v.say("providers.on"), "off"
	}
	field := func(do string) []page.Field { return []page.Field{{Name: "do", Value: do}, {Name: "id", Value: p.ID}} }
	what := v.say("providers.line", lang.A{"name": p.Rules.Names[v.face], "issuer": p.Issuer, "state": state})
	return []pages.Deed{
		{What: what, Go: v.say("providers.switch-" + word), Fields: field(word)},
		{What: v.say("providers.remove-text", lang.A{"name": p.Rules.Names[v.face]}), Go: v.say("providers.remove"), Fields: field("remove")},
	}
}

func (v *visit) providerForm() pages.Form {
	f := v.plainForm("add", v.say("providers.add-go"))
	f.field("issuer", "text", "").needed().field("client", "text", "").needed().field("secret", "secret", "")
	for _, face := range lang.Interfaces() {
		one := page.FormField{ID: "name-" + face.Lower(), Name: "name-" + face.Lower(), Kind: "text", Lang: string(face), Label: page.Text(v.say("providers.name") + " – " + v.say("language."+string(face)))}
		f.put(one, "providers.name")
	}
	f.field("trust", "choice", "values", page.Option{Value: "trusted", Text: v.say("trust.trusted")}, page.Option{Value: "values", Text: v.say("trust.values")}).needed().
		field("values", "text", "mfa").field("domains", "text", "").
		field("creates", "choice", "no", page.Option{Value: "no", Text: v.say("creates.no")}, page.Option{Value: "yes", Text: v.say("creates.yes")}).needed()
	return f.Form
}

// sendAccess changes who may come in.
func (r *Room) sendAccess(v *visit) error {
	id := v.typed("id")
	switch v.typed("do") {
	case "door":
		return r.Change(v.req.Context(), v.session, Access{Closed: v.typed("door") == "closed"}, seen(v.req.PostForm))
	case "on", "off":
		return r.do(v, ActAccess, func(tx store.Tx, by identity.PersonID) error {
			return r.Proof.SwitchProvider(tx, by, id, v.typed("do") == "on")
		})
	case "remove":
		return r.do(v, ActAccess, func(tx store.Tx, by identity.PersonID) error { return r.Proof.RemoveProvider(tx, by, id) })
	case "add":
		return r.addProvider(v)
	}
	return fault.New(fault.Invalid, words, "bad-form")
}

// addProvider sets a provider up once it has answered as one. It is switched off
// until somebody puts it on the page of sign-in.
func (r *Room) addProvider(v *visit) error {
	d := draftOf(v)
	if err := r.read(v, func(tx store.Tx) error { return r.Identity.Can(tx, v.session, ActAccess, identity.SiteScope) }); err != nil {
		return err
	}
	if err := r.Proof.TestProvider(v.req.Context(), d.Issuer); err != nil {
		return Mistakes{mistakeOf("issuer", err)}
	}
	err := r.do(v, ActAccess, func(tx store.Tx, by identity.PersonID) error {
		_, err := r.Proof.AddProvider(tx, by, d)
		return err
	})
	if bad, ok := errors.AsType[*fault.Error](err); ok && bad.Kind == fault.Invalid {
		field, _ := bad.Args["field"].(string)
		return Mistakes{mistakeOf(field, err)}
	}
	return err
}

// draftOf reads a provider from a form.
func draftOf(v *visit) proof.Draft {
	d := proof.Draft{Issuer: v.typed("issuer"), Client: v.typed("client"), Secret: v.typed("secret"), Rules: proof.Rules{Names: lang.Text{}, Creates: v.typed("creates") == "yes", Trusted: v.typed("trust") == "trusted"}}
	for _, face := range lang.Interfaces() {
		d.Rules.Names[face] = v.typed("name-" + face.Lower())
	}
	if !d.Rules.Trusted {
		d.Rules.AMR = fields(v.typed("values"))
		d.Rules.ACR = fields(v.typed("values"))
	}
	d.Rules.Domains = fields(v.typed("domains"))
	return d
}

// fields are the words of a line, parted by spaces or commas.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ' ' || c == ';' })
}
