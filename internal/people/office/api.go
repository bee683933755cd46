package office

import (
	"context"
	"embed"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/base/webhook"
	"atelier/internal/people/identity"
)

//go:embed apitext
var apiFiles embed.FS

// apiWords are the texts of the operations, which no page needs.
var apiWords = lang.MustCatalogue(apiFiles)

// The scopes of the office's operations.
const (
	MailRead      api.Scope = "mail:read"
	MailWrite     api.Scope = "mail:write"
	JobsRead      api.Scope = "jobs:read"
	JobsWrite     api.Scope = "jobs:write"
	WebhooksRead  api.Scope = "webhooks:read"
	WebhooksWrite api.Scope = "webhooks:write"
	SettingsRead  api.Scope = "settings:read"
	SettingsWrite api.Scope = "settings:write"
)

// Tools are what programs look after, beside people.
type Tools struct {
	Mail  *mail.Outbox
	Jobs  *jobs.Queue
	Hooks *webhook.Hooks
	// Ready says why the node cannot do its work, or nil.
	Ready func(ctx context.Context) error
}

// RegisterAPI adds the operations of the room.
func (r *Room) RegisterAPI(f *api.Frame, t Tools) {
	f.Speak(apiWords)
	r.registerHooks(f, t.Hooks)
	r.registerMail(f, t.Mail)
	r.registerJobs(f, t.Jobs)
	r.registerSettings(f)
	api.Register(f, api.Operation{ID: "get-health", Method: "GET", Path: "/health", Group: "health", Open: true}, func(c api.Call, _ store.Tx, _ *struct{}) (*health, error) {
		if err := t.Ready(c.Context); err != nil {
			return nil, fault.New(fault.Unavailable, apiWords, "not-ready").Because(err)
		}
		return &health{healthView{Status: "ok"}}, nil
	})
}

type healthView struct {
	Status string `json:"status" enum:"ok" doc:"api.health.status"`
}

type health struct{ Body healthView }

// noted writes an act of a key into the trail.
func (r *Room) noted(c api.Call, tx store.Tx, do, on string, err error) error {
	if err != nil {
		return err
	}
	return r.Identity.Audit(tx, identity.Event{By: identity.PersonID(c.By()), Do: do, On: on})
}

// JobView is a job as programs see it.
type JobView struct {
	ID    string `json:"id" doc:"api.job.id"`
	Kind  string `json:"kind" doc:"api.job.kind" example:"mail.send"`
	State string `json:"state" enum:"waiting,running,given-up" doc:"api.job.state"`
	Made  string `json:"made" format:"date-time" doc:"api.job.made"`
	Due   string `json:"due,omitempty" format:"date-time" doc:"api.job.due"`
	Tries int    `json:"tries" doc:"api.job.tries"`
	Error string `json:"error,omitempty" doc:"api.job.error"`
}

func viewOfJob(j jobs.Job) JobView {
	v := JobView{ID: j.ID, Kind: j.Kind, State: string(j.State), Made: lang.Machine(j.Made), Tries: j.Tries, Error: j.Error}
	if !j.Due.IsZero() {
		v.Due = lang.Machine(j.Due)
	}
	return v
}

type jobsAsked struct {
	api.Asked
	State string `query:"state" enum:"waiting,running,given-up" doc:"api.job.state"`
	Kind  string `query:"kind" maxLength:"80" doc:"api.job.kind"`
}

type theJob struct {
	ID string `path:"id" maxLength:"60" doc:"api.job.id"`
}

func (r *Room) registerJobs(f *api.Frame, q *jobs.Queue) {
	op := func(id, method, path string, scope api.Scope) api.Operation {
		return api.Operation{ID: id, Method: method, Path: path, Group: "jobs", Scope: scope}
	}
	api.Register(f, op("list-jobs", "GET", "/jobs", JobsRead), func(c api.Call, tx store.Tx, in *jobsAsked) (*api.List[JobView], error) {
		all, _, err := q.List(tx, jobs.Filter{State: jobs.State(in.State), Kind: in.Kind, Before: in.After, Limit: in.Limit + 1})
		return api.NewList(all, in.Limit, func(j jobs.Job) string { return j.ID }, viewOfJob, c.Query), err
	})
	api.Register(f, op("retry-job", "POST", "/jobs/{id}/retry", JobsWrite), func(c api.Call, tx store.Tx, in *theJob) (*struct{}, error) {
		return nil, r.noted(c, tx, "job.retry", in.ID, q.Retry(tx, in.ID))
	})
	api.Register(f, op("drop-job", "DELETE", "/jobs/{id}", JobsWrite), func(c api.Call, tx store.Tx, in *theJob) (*struct{}, error) {
		return nil, r.noted(c, tx, "job.drop", in.ID, q.Drop(tx, in.ID))
	})
}

// MessageView is a message of the outbox as programs see it, without what it says.
type MessageView struct {
	ID      string `json:"id" doc:"api.message.id"`
	To      string `json:"to" doc:"api.message.to"`
	Subject string `json:"subject,omitempty" doc:"api.message.subject"`
	Topic   string `json:"topic,omitempty" doc:"api.message.topic"`
	Urgent  bool   `json:"urgent" doc:"api.message.urgent"`
	State   string `json:"state" enum:"waiting,held,digested,sent,unwanted,refused,failed" doc:"api.message.state"`
	Tries   int    `json:"tries" doc:"api.job.tries"`
	Why     string `json:"why,omitempty" doc:"api.message.why"`
	Made    string `json:"made" format:"date-time" doc:"api.message.made"`
	Due     string `json:"due,omitempty" format:"date-time" doc:"api.job.due"`
	Sent    string `json:"sent,omitempty" format:"date-time" doc:"api.message.sent"`
}

func viewOfMessage(e mail.Entry) MessageView {
	v := MessageView{ID: e.ID, To: e.To.Mail(), Subject: e.Subject, Topic: e.Topic, Urgent: e.Urgent, State: string(e.State), Tries: e.Tries, Why: string(e.Why), Made: lang.Machine(e.Made)}
	if !e.Due.IsZero() {
		v.Due = lang.Machine(e.Due)
	}
	if !e.Sent.IsZero() {
		v.Sent = lang.Machine(e.Sent)
	}
	return v
}

type mailAsked struct {
	api.Asked
	State string `query:"state" enum:"waiting,held,digested,sent,unwanted,refused,failed" doc:"api.message.state"`
}

type theMessage struct {
	ID string `path:"id" maxLength:"60" doc:"api.message.id"`
}

func (r *Room) registerMail(f *api.Frame, b *mail.Outbox) {
	api.Register(f, api.Operation{ID: "list-mail", Method: "GET", Path: "/mail", Group: "mail", Scope: MailRead}, func(c api.Call, tx store.Tx, in *mailAsked) (*api.List[MessageView], error) {
		all, _, err := b.List(tx, mail.Filter{State: mail.State(in.State), Before: in.After, Limit: in.Limit + 1})
		return api.NewList(all, in.Limit, func(e mail.Entry) string { return e.ID }, viewOfMessage, c.Query), err
	})
	api.Register(f, api.Operation{ID: "retry-mail", Method: "POST", Path: "/mail/{id}/retry", Group: "mail", Scope: MailWrite}, func(c api.Call, tx store.Tx, in *theMessage) (*struct{}, error) {
		return nil, r.noted(c, tx, "mail.retry", in.ID, b.Again(tx, in.ID))
	})
}
