package office

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/forward"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// mostDead bounds the dead letters that the page of a store shows.
const mostDead = 30

// Pass gives the room the stores to which statements are passed on, for its pages. It is called once, at the start.
func (r *Room) Pass(f *forward.Room) { r.forward = f }

// showForwards lists the other stores and adds one.
func (r *Room) showForwards(v *visit) (templ.Component, error) {
	var all []forward.Target
	err := r.read(v, func(tx store.Tx) (err error) {
		all, err = r.forward.Targets(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Nothing: v.say("forwards.nothing"), Board: page.Board{Caption: v.say("area.forwards"), Titled: true, Columns: v.columns("forwards", "name", "url", "state", "sent")}}
	for _, t := range all {
		l.Board.Rows = append(l.Board.Rows, []templ.Component{
			pages.LinkTo(page.Link{Text: t.Name, Href: v.under(areaForward, t.ID)}, ""), page.Text(t.URL), page.Text(v.forwardBrief(t)), page.Text(lang.Number(v.face, float64(t.Sent), 0)),
		})
	}
	return templ.Join(pages.ListBody(l), pages.Section(v.say("forwards.add"), v.say("forwards.add-text"), pages.FormBody(r.forwardForm(v, forward.Target{}, "add", v.say("forwards.add-go"))))), nil
}

// forwardBrief is the state of a store in a list; its page says more.
func (v *visit) forwardBrief(t forward.Target) string {
	switch {
	case t.Off && t.Why != "":
		return v.say("forwards.brief-stopped")
	case t.Off:
		return v.say("forwards.brief-off")
	case !t.Failed.IsZero():
		return v.say("forwards.brief-failing")
	}
	return v.say("forwards.on")
}

func (v *visit) forwardState(t forward.Target) string {
	switch {
	case t.Off && t.Why != "":
		return v.say("forwards.off-" + t.Why)
	case t.Off:
		return v.say("forwards.off")
	case !t.Failed.IsZero():
		return v.say("forwards.failing", lang.A{"day": lang.Date(v.face, t.Failed) + ", " + lang.Clock(v.face, t.Failed), "n": t.Tries}) + " " + v.forwardProblem(t.Problem, t.Status)
	}
	return v.say("forwards.on")
}

func (v *visit) forwardProblem(problem string, status int) string {
	return v.say("forwards.problem-"+problem, lang.A{"status": text(int64(status))})
}

// asked adds a field of one of several forms of a page.
func (f *form) asked(name, kind, value, do string, options ...page.Option) *form {
	key := "field.forwards." + name
	one := page.FormField{ID: name, Name: name, Kind: kind, Label: page.Text(f.say(key)), Value: value, Options: options, Optional: true}
	if f.sent() && f.typed("do") != do {
		f.Fields = append(f.Fields, one)
		return f
	}
	return f.put(one, key)
}

// forwardForm asks for a store and for what it gets.
func (r *Room) forwardForm(v *visit, t forward.Target, do, send string) pages.Form {
	f := v.plainForm(do, send)
	f.asked("name", "text", t.Name, do).needed()
	f.asked("url", "url", t.URL, do).needed()
	f.asked("login", "text", t.Login, do).needed()
	f.asked("secret", "secret", "", do)
	if t.ID == "" {
		f.needed()
	}
	yes := []page.Option{{Value: "no", Text: v.say("forwards.people-no")}, {Value: "yes", Text: v.say("forwards.people-yes")}}
	people := "no"
	if t.People {
		people = "yes"
	}
	f.asked("people", "choice", people, do, yes...).needed()
	courses := []page.Option{{Value: "", Text: v.say("forwards.everything")}}
	for _, e := range r.Library.Editions() {
		courses = append(courses, page.Option{Value: e.Course.IRI, Text: v.titleOf(e)})
	}
	if t.Course != "" && !slices.ContainsFunc(courses, func(o page.Option) bool { return o.Value == t.Course }) {
		courses = append(courses, page.Option{Value: t.Course, Text: t.Course})
	}
	f.asked("course", "choice", t.Course, do, courses...)
	f.asked("verbs", "long", strings.Join(t.Verbs, "\n"), do)
	if t.ID == "" {
		f.asked("since", "date", "", do)
	}
	return f.Form
}

// forwardOf is the store that a form describes.
func forwardOf(v *visit, t forward.Target) forward.Target {
	t.Name, t.URL, t.Login, t.Course = v.typed("name"), v.typed("url"), v.typed("login"), v.typed("course")
	t.People, t.Verbs = v.typed("people") == "yes", strings.Fields(v.typed("verbs"))
	return t
}

// forwardMistake ties what is wrong with a store to its field.
func forwardMistake(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != fault.Invalid {
		return err
	}
	field := map[string]string{"bad-name": "name", "bad-login": "login", "bad-verb": "verbs"}[f.Key]
	if field == "" {
		field = "url"
	}
	return asMistake(err, field, fault.Invalid)
}

// sendForwards adds a store.
func (r *Room) sendForwards(v *visit) error {
	var since time.Time
	if day := v.typed("since"); day != "" {
		var err error
		if since, err = time.ParseInLocation(time.DateOnly, day, time.Local); err != nil {
			return Mistakes{mistake("since", "date")}
		}
	}
	err := r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error {
		t, err := r.forward.Create(tx, forwardOf(v, forward.Target{}), v.req.PostForm.Get("secret"), since)
		return r.traced(tx, by, "forward.create", t.ID, err)
	})
	return forwardMistake(err)
}

// showForward is one store: how far it is, what it does not take, and what can be done.
func (r *Room) showForward(v *visit) (templ.Component, error) {
	var t forward.Target
	var dead []forward.Dead
	behind := 0
	err := r.read(v, func(tx store.Tx) (err error) {
		if t, err = r.forward.Target(tx, v.id); err != nil {
			return err
		}
		if behind, err = r.forward.Behind(tx, t); err != nil {
			return err
		}
		dead, err = r.forward.Dead(tx, t.ID, 0, mostDead)
		return err
	})
	if err != nil {
		return nil, err
	}
	v.title = t.Name
	return templ.Join(
		page.FactList(v.forwardFacts(t, behind)),
		pages.Acts(v.forwardActs(t, len(dead) > 0)),
		pages.Section(v.say("forwards.dead"), v.say("forwards.dead-text", lang.A{"n": mostDead}), v.dead(dead)),
		pages.Section(v.say("forwards.change"), "", pages.FormBody(r.forwardForm(v, t, "save", v.say("keep")))),
	), nil
}

func (v *visit) forwardFacts(t forward.Target, behind int) []page.Fact {
	last := v.say("forwards.never")
	if !t.SentAt.IsZero() {
		last = lang.Date(v.face, t.SentAt) + ", " + lang.Clock(v.face, t.SentAt)
	}
	left := lang.Number(v.face, float64(behind), 0)
	if behind >= forward.MostBehind {
		left = v.say("forwards.many", lang.A{"n": forward.MostBehind})
	}
	return []page.Fact{
		{Name: v.say("forwards.column-url"), Text: page.Text(t.URL)},
		{Name: v.say("forwards.column-state"), Text: page.Text(v.forwardState(t))},
		{Name: v.say("forwards.column-sent"), Text: page.Text(lang.Number(v.face, float64(t.Sent), 0))},
		{Name: v.say("forwards.last"), Text: page.Text(last)},
		{Name: v.say("forwards.behind"), Text: page.Text(left)},
	}
}

// forwardActs are what can be done with a store, beside changing it.
func (v *visit) forwardActs(t forward.Target, dead bool) pages.Deeds {
	deed := func(do string) pages.Deed {
		return pages.Deed{What: v.say("forwards." + do + "-text"), Go: v.say("forwards." + do), Fields: []page.Field{{Name: "do", Value: do}}}
	}
	d := pages.Deeds{Action: v.here()}
	if t.Off {
		d.Deeds = append(d.Deeds, deed("resume"))
	} else {
		d.Deeds = append(d.Deeds, deed("pause"))
	}
	if dead {
		d.Deeds = append(d.Deeds, deed("again"))
	}
	remove := deed("remove")
	remove.Confirm, remove.Error = v.say("forwards.remove-confirm"), v.unconfirmed()
	d.Deeds = append(d.Deeds, remove)
	return d
}

// dead lists what a store does not take.
func (v *visit) dead(all []forward.Dead) templ.Component {
	d := pages.Deeds{Action: v.here(), Nothing: v.say("forwards.no-dead")}
	for _, one := range all {
		what := v.say("forwards.dead-line", lang.A{"id": one.Statement, "made": lang.Date(v.face, one.Made) + ", " + lang.Clock(v.face, one.Made)}) + " " + v.forwardProblem(one.Problem, one.Status)
		d.Deeds = append(d.Deeds, pages.Deed{What: what})
	}
	return pages.Acts(d)
}

// sendForward does one thing with a store.
func (r *Room) sendForward(v *visit) error {
	change := func(how func(*forward.Target)) func(tx store.Tx) error {
		return func(tx store.Tx) error {
			t, err := r.forward.Target(tx, v.id)
			if err != nil {
				return err
			}
			how(&t)
			return r.forward.Save(tx, t, v.req.PostForm.Get("secret"))
		}
	}
	do := map[string]func(tx store.Tx) error{
		"again":  func(tx store.Tx) error { return r.forward.Again(tx, v.id) },
		"pause":  change(func(t *forward.Target) { t.Off = true }),
		"resume": change(func(t *forward.Target) { t.Off = false }),
		"save":   change(func(t *forward.Target) { *t = forwardOf(v, *t) }),
		"remove": func(tx store.Tx) error { return r.forward.Remove(tx, v.id) },
	}[v.typed("do")]
	switch {
	case do == nil:
		return fault.New(fault.Invalid, words, "bad-form")
	case v.typed("do") == "remove" && v.typed("confirm") != "yes":
		return Mistakes{mistake("confirm", "confirm")}
	}
	err := r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error {
		return r.traced(tx, by, forwardWords[v.typed("do")], v.id, do(tx))
	})
	if err == nil && v.typed("do") == "remove" {
		v.next = v.at(areaForwards) + "?kept=1"
	}
	return forwardMistake(err)
}

// forwardWords are the words of the trail for what is done with a store.
var forwardWords = map[string]string{"again": "forward.retry", "pause": "forward.save", "resume": "forward.save", "save": "forward.save", "remove": "forward.remove"}
