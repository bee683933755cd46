package office

import (
	"time"

	"github.com/a-h/templ"

	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/people/office/pages"
)

// showMail is the outbox.
func (r *Room) showMail(v *visit) (templ.Component, error) {
	q := v.req.URL.Query()
	var list []mail.Entry
	var more bool
	var count map[mail.State]int
	err := r.read(v, func(tx store.Tx) (err error) {
		if count, err = r.Mail.Count(tx); err != nil {
			return err
		}
		list, more, err = r.Mail.List(tx, mail.Filter{State: mail.State(q.Get("state")), Before: q.Get("after"), Limit: perPage})
		return err
	})
	if err != nil {
		return nil, err
	}
	l := pages.List{Face: v.face, Nothing: v.say("mail.nothing"), Filter: pages.Filter{Action: v.here(), Go: v.say("filter"), Fields: []page.FormField{
		{ID: "by-state", Name: "state", Kind: "choice", Any: true, Label: page.Text(v.say("mail.column-state")), Value: q.Get("state"), Options: v.mailStates(count)},
	}}}
	l.Board = page.Board{Caption: v.say("area.mail"), Titled: true, Columns: v.columns("mail", "subject", "to", "state", "made")}
	for _, e := range list {
		l.Board.Rows = append(l.Board.Rows, v.mailRow(e))
	}
	if more {
		l.More = page.Link{Text: v.say("more"), Href: v.here() + "?" + after(q, list[len(list)-1].ID)}
	}
	if r.Mail.Sends() {
		return pages.ListBody(l), nil
	}
	unsent := page.Notice{Kind: "warning", Title: v.say("mail.no-server"), Body: page.Text(v.say("mail.no-server-text"))}
	return templ.Join(page.NoticeBox(v.face, unsent), pages.ListBody(l)), nil
}

func (v *visit) mailStates(count map[mail.State]int) (out []page.Option) {
	for _, s := range mail.States() {
		out = append(out, page.Option{Value: string(s), Text: v.say("mail.state", lang.A{"state": s.Say(v.face), "n": count[s]})})
	}
	return out
}

func (v *visit) mailRow(e mail.Entry) []templ.Component {
	subject := e.Subject
	if subject == "" {
		subject = v.say("mail.unseen")
	}
	state := e.State.Say(v.face)
	if why := e.Why.Say(v.face); why != "" {
		state += v.say("mail.because", lang.A{"why": why})
	}
	return []templ.Component{pages.LinkTo(page.Link{Text: subject, Href: v.under(areaMessage, e.ID)}, ""), page.Text(e.To.Mail()), page.Text(state), v.moment(e.Made)}
}

// moment is a time as people and machines read it; a dash where there is none.
func (v *visit) moment(at time.Time) templ.Component {
	if at.IsZero() {
		return page.Text("–")
	}
	return pages.Moment(at, lang.Date(v.face, at)+", "+lang.Clock(v.face, at))
}

// showMessage is one message, as far as it may be seen.
func (r *Room) showMessage(v *visit) (templ.Component, error) {
	var e mail.Entry
	var text string
	err := r.read(v, func(tx store.Tx) (err error) {
		e, text, err = r.Mail.Read(tx, v.id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if v.title = e.Subject; v.title == "" {
		v.title = v.say("mail.unseen")
	}
	facts := []page.Fact{
		{Name: v.say("mail.column-to"), Text: page.Text(e.To.Mail())},
		{Name: v.say("mail.column-state"), Text: page.Text(e.State.Say(v.face))},
		{Name: v.say("mail.column-made"), Text: v.moment(e.Made)},
		{Name: v.say("mail.sent"), Text: v.moment(e.Sent)},
	}
	if why := e.Why.Say(v.face); why != "" {
		facts = append(facts, page.Fact{Name: v.say("mail.why"), Text: page.Text(why)})
	}
	parts := []templ.Component{page.FactList(facts)}
	if text != "" {
		parts = append(parts, pages.Plain(text))
	} else {
		parts = append(parts, pages.Section(v.say("mail.unseen"), v.say("mail.unseen-text"), templ.NopComponent))
	}
	if e.State == mail.Refused || e.State == mail.Failed {
		parts = append(parts, pages.Acts(pages.Deeds{Action: v.here(), Deeds: []pages.Deed{{What: v.say("mail.again-text"), Go: v.say("mail.again"), Fields: []page.Field{{Name: "do", Value: "again"}}}}}))
	}
	return templ.Join(parts...), nil
}

// sendMessage tries a message again.
func (r *Room) sendMessage(v *visit) error {
	return r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error {
		if err := r.Mail.Again(tx, v.id); err != nil {
			return err
		}
		return r.Identity.Audit(tx, identity.Event{By: by, Do: "mail.again", On: v.id})
	})
}

// showJobs is what is waiting to be done, being done and given up, and what is done
// once in a while.
func (r *Room) showJobs(v *visit) (templ.Component, error) {
	q := v.req.URL.Query()
	var list []jobs.Job
	var rounds []jobs.Round
	var more bool
	err := r.read(v, func(tx store.Tx) (err error) {
		if rounds, err = r.Queue.Rounds(tx); err != nil {
			return err
		}
		list, more, err = r.Queue.List(tx, jobs.Filter{State: jobs.State(q.Get("state")), Before: q.Get("after"), Limit: perPage})
		return err
	})
	if err != nil {
		return nil, err
	}
	d := pages.Deeds{Action: v.here(), Nothing: v.say("jobs.nothing")}
	for _, j := range list {
		d.Deeds = append(d.Deeds, v.jobDeeds(j)...)
	}
	l := pages.List{Face: v.face, Nothing: v.say("jobs.no-round"), Board: page.Board{Caption: v.say("jobs.rounds"), Columns: v.columns("jobs", "round", "period", "began")}}
	for _, one := range rounds {
		l.Board.Rows = append(l.Board.Rows, []templ.Component{page.Text(one.Name), page.Text(lang.Minutes(v.face, int(one.Period/time.Minute))), v.moment(one.Began)})
	}
	parts := []templ.Component{pages.Acts(d)}
	if more {
		parts = append(parts, pages.Further(page.Link{Text: v.say("more"), Href: v.here() + "?" + after(q, list[len(list)-1].ID)}))
	}
	return templ.Join(append(parts, pages.Section(v.say("jobs.rounds"), v.say("jobs.rounds-text"), pages.ListBody(l)))...), nil
}

// jobDeeds is a job, and what can be done with one that waits or was given up.
func (v *visit) jobDeeds(j jobs.Job) []pages.Deed {
	what := v.say("jobs.line", lang.A{"kind": j.Kind, "state": j.State.Say(v.face), "tries": j.Tries, "made": lang.Date(v.face, j.Made) + ", " + lang.Clock(v.face, j.Made)})
	if j.Error != "" {
		what += " " + j.Error
	}
	if j.State == jobs.Running {
		return []pages.Deed{{What: what}}
	}
	retry := pages.Deed{What: what, Go: v.say("jobs.retry"), Fields: []page.Field{{Name: "do", Value: "retry"}, {Name: "id", Value: j.ID}}}
	if j.State != jobs.GivenUp {
		return []pages.Deed{retry}
	}
	return []pages.Deed{retry, {What: v.say("jobs.drop-text", lang.A{"kind": j.Kind}), Go: v.say("jobs.drop"), Fields: []page.Field{{Name: "do", Value: "drop"}, {Name: "id", Value: j.ID}}}}
}

// sendJobs has a job done again, or lets it go.
func (r *Room) sendJobs(v *visit) error {
	act, word := r.Queue.Retry, "job.retry"
	if v.typed("do") == "drop" {
		act, word = r.Queue.Drop, "job.drop"
	}
	return r.do(v, ActMachine, func(tx store.Tx, by identity.PersonID) error {
		if err := act(tx, v.typed("id")); err != nil {
			return err
		}
		return r.Identity.Audit(tx, identity.Event{By: by, Do: word, On: v.typed("id")})
	})
}
