package office

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/base/webhook"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// mostDeliveries bounds the deliveries that the page of a webhook shows.
const mostDeliveries = 30

// Call gives the room the webhooks of the site, for its pages. It is called once, at the
// start.
func (r *Room) Call(h *webhook.Hooks) { r.hooks = h }

// showHooks lists the webhooks and makes new ones.
func (r *Room) showHooks(v *visit) (templ.Component, error) {
	var all []webhook.Endpoint
	err := r.read(v, func(tx store.Tx) (err error) {
		all, err = r.hooks.Endpoints(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Nothing: v.say("hooks.nothing"), Board: page.Board{Caption: v.say("area.hooks"), Titled: true, Columns: v.columns("hooks", "url", "types", "state", "made")}}
	for _, e := range all {
		l.Board.Rows = append(l.Board.Rows, []templ.Component{
			pages.LinkTo(page.Link{Text: e.URL, Href: v.under(areaHook, e.ID)}, ""), page.Text(v.hookTypes(e)), page.Text(v.hookState(e)), page.Text(v.day(e.Made)),
		})
	}
	body := templ.Join(pages.ListBody(l), pages.Section(v.say("hooks.add"), v.say("hooks.add-text"), pages.FormBody(r.hookForm(v, webhook.Endpoint{}, "add", v.say("hooks.add-go")))))
	return v.withSecret(body), nil
}

// withSecret shows a secret that was just made over the page, this once.
func (v *visit) withSecret(body templ.Component) templ.Component {
	if v.made == "" {
		return body
	}
	once := pages.Secret{Title: v.say("hooks.made"), Text: v.say("hooks.made-text"), Value: v.made, Label: v.say("hooks.secret")}
	return templ.Join(pages.Once(once), body)
}

// hookTypes are the events that a webhook wants, as programs know them.
func (v *visit) hookTypes(e webhook.Endpoint) string {
	if len(e.Types) == 0 {
		return v.say("hooks.all")
	}
	return strings.Join(e.Types, ", ")
}

func (v *visit) hookState(e webhook.Endpoint) string {
	switch {
	case e.Off && e.Why != "":
		return v.say("hooks.off-" + e.Why)
	case e.Off:
		return v.say("hooks.off")
	case !e.Failed.IsZero():
		return v.say("hooks.failing", lang.A{"day": lang.Date(v.face, e.Failed)})
	}
	return v.say("hooks.on")
}

// hookForm asks for an address and for events.
func (r *Room) hookForm(v *visit, e webhook.Endpoint, do, send string) pages.Form {
	f := v.plainForm(do, send)
	f.labelled("url", "url", e.URL, "field.hooks.url").needed()
	f.Boxes = &pages.Boxes{Name: "types", Title: v.say("field.hooks.types"), Hint: v.say("field.hooks.types-hint")}
	chosen := e.Types
	if v.typed("do") == do && v.made == "" {
		chosen = v.req.PostForm["types"]
	}
	for _, t := range r.hooks.Types() {
		f.Boxes.List = append(f.Boxes.List, pages.Box{Value: t, Text: t, On: slices.Contains(chosen, t)})
	}
	return f.Form
}

// hookOf is the webhook that a form describes; what is ticked of all is all.
func (r *Room) hookOf(v *visit) webhook.Endpoint {
	e := webhook.Endpoint{URL: v.typed("url")}
	for _, t := range r.hooks.Types() {
		if slices.Contains(v.req.PostForm["types"], t) {
			e.Types = append(e.Types, t)
		}
	}
	return e
}

// sendHooks makes a webhook, whose secret is shown once.
func (r *Room) sendHooks(v *visit) error {
	err := r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error {
		e, secret, err := r.hooks.Create(tx, r.hookOf(v))
		v.made = secret
		return r.traced(tx, by, "webhook.create", e.ID, err)
	})
	if err != nil {
		v.made = ""
	}
	return asMistake(err, "url", fault.Invalid)
}

// traced notes in the trail what was done to a webhook.
func (r *Room) traced(tx store.Tx, by identity.PersonID, do, on string, err error) error {
	if err != nil {
		return err
	}
	return r.Identity.Audit(tx, identity.Event{By: by, Do: do, On: on})
}

// showHook is one webhook: what it wants, what went to it, and what can be done.
func (r *Room) showHook(v *visit) (templ.Component, error) {
	var e webhook.Endpoint
	var sent []webhook.Delivery
	err := r.read(v, func(tx store.Tx) (err error) {
		if e, err = r.hooks.Endpoint(tx, v.id); err != nil {
			return err
		}
		sent, err = r.hooks.Deliveries(tx, e.ID, "", mostDeliveries)
		return err
	})
	if err != nil {
		return nil, err
	}
	v.title = e.URL
	facts := []page.Fact{
		{Name: v.say("hooks.column-state"), Text: page.Text(v.hookState(e))},
		{Name: v.say("hooks.column-made"), Text: page.Text(v.day(e.Made))},
		{Name: v.say("hooks.id"), Text: page.Text(e.ID)},
	}
	return v.withSecret(templ.Join(
		page.FactList(facts),
		pages.Acts(v.hookActs(e)),
		pages.Section(v.say("hooks.deliveries"), v.say("hooks.deliveries-text", lang.A{"n": mostDeliveries}), v.deliveries(sent)),
		pages.Section(v.say("hooks.change"), "", pages.FormBody(r.hookForm(v, e, "save", v.say("keep")))),
	)), nil
}

// hookActs are what can be done with a webhook, beside changing it.
func (v *visit) hookActs(e webhook.Endpoint) pages.Deeds {
	deed := func(do string) pages.Deed {
		return pages.Deed{What: v.say("hooks." + do + "-text"), Go: v.say("hooks." + do), Fields: []page.Field{{Name: "do", Value: do}}}
	}
	d := pages.Deeds{Action: v.here()}
	if e.Off {
		d.Deeds = append(d.Deeds, deed("resume"))
	} else {
		d.Deeds = append(d.Deeds, deed("test"), deed("pause"))
	}
	remove := deed("remove")
	remove.Confirm, remove.Error = v.say("hooks.remove-confirm"), v.unconfirmed()
	return pages.Deeds{Action: d.Action, Deeds: append(d.Deeds, deed("renew"), remove)}
}

// deliveries are what went to a webhook, the newest first; what was lost can be sent again.
func (v *visit) deliveries(sent []webhook.Delivery) templ.Component {
	d := pages.Deeds{Action: v.here(), Nothing: v.say("hooks.no-delivery")}
	for _, one := range sent {
		what := v.say("hooks.delivery", lang.A{"type": one.Type, "made": lang.Date(v.face, one.Made) + ", " + lang.Clock(v.face, one.Made), "state": v.say("hooks.state-" + string(one.State)), "n": one.Tries})
		if one.Problem != "" {
			what += " " + v.say("hooks.problem-"+one.Problem, lang.A{"status": text(int64(one.Status))})
		}
		deed := pages.Deed{What: what}
		if one.State == webhook.Lost {
			deed.Go, deed.Fields = v.say("hooks.again"), []page.Field{{Name: "do", Value: "again"}, {Name: "delivery", Value: one.ID}}
		}
		d.Deeds = append(d.Deeds, deed)
	}
	return pages.Acts(d)
}

// sendHook does one thing with a webhook.
func (r *Room) sendHook(v *visit) error {
	do := map[string]func(tx store.Tx) error{
		"test":   func(tx store.Tx) error { _, err := r.hooks.Test(tx, v.id); return err },
		"again":  func(tx store.Tx) error { _, err := r.hooks.Again(tx, v.id, v.typed("delivery")); return err },
		"pause":  func(tx store.Tx) error { return r.switchHook(tx, v.id, true) },
		"resume": func(tx store.Tx) error { return r.switchHook(tx, v.id, false) },
		"renew":  func(tx store.Tx) (err error) { v.made, err = r.hooks.NewSecret(tx, v.id); return err },
		"remove": func(tx store.Tx) error { return r.hooks.Remove(tx, v.id) },
		"save":   func(tx store.Tx) error { return r.saveHook(tx, v) },
	}[v.typed("do")]
	switch {
	case do == nil:
		return fault.New(fault.Invalid, words, "bad-form")
	case v.typed("do") == "remove" && v.typed("confirm") != "yes":
		return Mistakes{mistake("confirm", "confirm")}
	}
	err := r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error {
		return r.traced(tx, by, hookWords[v.typed("do")], v.id, do(tx))
	})
	if err != nil {
		v.made = ""
		return asMistake(err, "url", fault.Invalid)
	}
	if v.typed("do") == "remove" {
		v.next = v.at(areaHooks) + "?kept=1"
	}
	return nil
}

// hookWords are the words of the trail for what is done with a webhook; those of the API.
var hookWords = map[string]string{"test": "webhook.test", "again": "webhook.retry", "pause": "webhook.save", "resume": "webhook.save",
	"renew": "webhook.secret", "remove": "webhook.remove", "save": "webhook.save"}

func (r *Room) switchHook(tx store.Tx, id string, off bool) error {
	e, err := r.hooks.Endpoint(tx, id)
	if err != nil {
		return err
	}
	e.Off = off
	return r.hooks.Save(tx, e)
}

func (r *Room) saveHook(tx store.Tx, v *visit) error {
	e, err := r.hooks.Endpoint(tx, v.id)
	if err != nil {
		return err
	}
	typed := r.hookOf(v)
	e.URL, e.Types = typed.URL, typed.Types
	return r.hooks.Save(tx, e)
}
