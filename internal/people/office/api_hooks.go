package office

import (
	"atelier/internal/base/api"
	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/base/webhook"
	"atelier/internal/people/identity"
)

// WebhookView is a webhook as programs see it; the secret is shown once, when it is made.
type WebhookView struct {
	ID     string   `json:"id" doc:"api.webhook.id" example:"w-01930e9c-7d54-7cf2-b0a1-3d1f6a1c9f10"`
	URL    string   `json:"url" doc:"api.webhook.url" example:"https://hr.example.ca/atelier"`
	Types  []string `json:"types" nullable:"false" doc:"api.webhook.types"`
	State  string   `json:"state" enum:"on,off" doc:"api.webhook.state"`
	Why    string   `json:"why,omitempty" doc:"api.webhook.why"`
	Made   string   `json:"made" format:"date" doc:"api.webhook.made"`
	Secret string   `json:"secret,omitempty" doc:"api.webhook.secret"`
}

func viewOfHook(e webhook.Endpoint) WebhookView {
	v := WebhookView{ID: e.ID, URL: e.URL, Types: e.Types, State: "on", Why: e.Why, Made: e.Made}
	if e.Off {
		v.State = "off"
	}
	if v.Types == nil {
		v.Types = []string{}
	}
	return v
}

type oneHook struct {
	ETag string `header:"ETag" doc:"api.header.etag"`
	Body WebhookView
}

func answerHook(e webhook.Endpoint, secret string) *oneHook {
	v := viewOfHook(e)
	out := &oneHook{ETag: api.Tag(v), Body: v}
	out.Body.Secret = secret
	return out
}

// TheHook is the part of an address that names a webhook.
type TheHook struct {
	ID string `path:"id" maxLength:"60" doc:"api.webhook.id"`
}

type hookMade struct {
	Body struct {
		URL   string   `json:"url" maxLength:"2000" doc:"api.webhook.url" example:"https://hr.example.ca/atelier"`
		Types []string `json:"types,omitempty" maxItems:"50" uniqueItems:"true" nullable:"false" doc:"api.webhook.types"`
	}
}

type hookChange struct {
	TheHook
	IfMatch string `header:"If-Match" maxLength:"200" doc:"api.param.match"`
	Body    struct {
		URL   *string   `json:"url,omitempty" maxLength:"2000" doc:"api.webhook.url"`
		Types *[]string `json:"types,omitempty" maxItems:"50" uniqueItems:"true" nullable:"false" doc:"api.webhook.types"`
		State *string   `json:"state,omitempty" enum:"on,off" doc:"api.webhook.state"`
	}
}

func (r *Room) registerHooks(f *api.Frame, h *webhook.Hooks) {
	op := func(id, method, path string, scope api.Scope, status int) api.Operation {
		o := api.Operation{ID: id, Method: method, Path: "/webhooks" + path, Group: "webhooks", Scope: scope, Status: status}
		if method == "PATCH" {
			o.Errors = []int{412}
		}
		return o
	}
	api.Register(f, op("list-webhooks", "GET", "", WebhooksRead, 0), func(c api.Call, tx store.Tx, in *api.Asked) (*api.List[WebhookView], error) {
		all, err := h.Endpoints(tx)
		id := func(e webhook.Endpoint) string { return e.ID }
		return api.NewList(api.After(all, in.After, id), in.Limit, id, viewOfHook, c.Query), err
	})
	api.Register(f, op("create-webhook", "POST", "", WebhooksWrite, 201), func(c api.Call, tx store.Tx, in *hookMade) (*oneHook, error) {
		e, secret, err := h.Create(tx, webhook.Endpoint{URL: in.Body.URL, Types: in.Body.Types})
		return answerHook(e, secret), r.noted(c, tx, "webhook.create", e.ID, err)
	})
	api.Register(f, op("get-webhook", "GET", "/{id}", WebhooksRead, 0), func(_ api.Call, tx store.Tx, in *TheHook) (*oneHook, error) {
		e, err := h.Endpoint(tx, in.ID)
		return answerHook(e, ""), err
	})
	api.Register(f, op("change-webhook", "PATCH", "/{id}", WebhooksWrite, 0), func(c api.Call, tx store.Tx, in *hookChange) (*oneHook, error) {
		return r.changeHook(h, c, tx, in)
	})
	api.Register(f, op("remove-webhook", "DELETE", "/{id}", WebhooksWrite, 0), func(c api.Call, tx store.Tx, in *TheHook) (*struct{}, error) {
		return nil, r.noted(c, tx, "webhook.remove", in.ID, h.Remove(tx, in.ID))
	})
	api.Register(f, op("renew-webhook-secret", "POST", "/{id}/secret", WebhooksWrite, 0), func(c api.Call, tx store.Tx, in *TheHook) (*oneHook, error) {
		secret, err := h.NewSecret(tx, in.ID)
		if err := r.noted(c, tx, "webhook.secret", in.ID, err); err != nil {
			return nil, err
		}
		e, err := h.Endpoint(tx, in.ID)
		return answerHook(e, secret), err
	})
	r.registerDeliveries(f, h, op)
}

func (r *Room) changeHook(h *webhook.Hooks, c api.Call, tx store.Tx, in *hookChange) (*oneHook, error) {
	e, err := h.Endpoint(tx, in.ID)
	if err == nil {
		err = api.Match(in.IfMatch, viewOfHook(e))
	}
	if err != nil {
		return nil, err
	}
	if in.Body.URL != nil {
		e.URL = *in.Body.URL
	}
	if in.Body.Types != nil {
		e.Types = *in.Body.Types
	}
	if in.Body.State != nil {
		e.Off = *in.Body.State == "off"
	}
	if err := r.noted(c, tx, "webhook.save", e.ID, h.Save(tx, e)); err != nil {
		return nil, err
	}
	e, err = h.Endpoint(tx, e.ID)
	return answerHook(e, ""), err
}

// hooksTopic is what messages about webhooks are about.
const hooksTopic = "office.webhooks"

// TellOfWebhook writes to every administrator that a webhook was switched off.
func (r *Room) TellOfWebhook(b *mail.Outbox) func(tx store.Tx, e webhook.Endpoint) error {
	b.Declare(mail.Topic{Name: hooksTopic, Words: apiWords, Key: "webhook-topic"})
	return func(tx store.Tx, e webhook.Endpoint) error {
		all, err := r.Identity.People(tx, identity.PersonFilter{Role: identity.Administrator, Most: 100})
		if err != nil {
			return err
		}
		for _, p := range all {
			to, err := mail.ParseAddress(p.Name, string(p.Email))
			if err != nil || p.Disabled {
				continue // nobody can be written to there
			}
			err = b.Send(tx, mail.Message{To: to, Person: string(p.ID), Language: p.Language, Words: apiWords, Key: "webhook-off", Topic: hooksTopic, Args: lang.A{"url": e.URL}})
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// DeliveryView is an event on its way to a webhook, as programs see it.
type DeliveryView struct {
	ID      string `json:"id" doc:"api.delivery.id"`
	Type    string `json:"type" doc:"api.delivery.type" example:"person.created"`
	Payload string `json:"payload" doc:"api.delivery.payload"`
	State   string `json:"state" enum:"waiting,delivered,lost" doc:"api.delivery.state"`
	Tries   int    `json:"tries" doc:"api.job.tries"`
	Status  int    `json:"status,omitempty" doc:"api.delivery.status"`
	Problem string `json:"problem,omitempty" doc:"api.delivery.problem"`
	Made    string `json:"made" format:"date-time" doc:"api.delivery.made"`
}

func viewOfDelivery(d webhook.Delivery) DeliveryView {
	return DeliveryView{ID: d.ID, Type: d.Type, Payload: d.Body, State: string(d.State), Tries: d.Tries, Status: d.Status, Problem: d.Problem, Made: lang.Machine(d.Made)}
}

type oneDelivery struct{ Body DeliveryView }

type deliveriesAsked struct {
	TheHook
	api.Asked
}

type theDelivery struct {
	TheHook
	Delivery string `path:"delivery" maxLength:"60" doc:"api.delivery.id"`
}

func (r *Room) registerDeliveries(f *api.Frame, h *webhook.Hooks, op func(id, method, path string, scope api.Scope, status int) api.Operation) {
	api.Register(f, op("try-webhook", "POST", "/{id}/test", WebhooksWrite, 202), func(c api.Call, tx store.Tx, in *TheHook) (*oneDelivery, error) {
		d, err := h.Test(tx, in.ID)
		return &oneDelivery{viewOfDelivery(d)}, r.noted(c, tx, "webhook.test", in.ID, err)
	})
	api.Register(f, op("list-deliveries", "GET", "/{id}/deliveries", WebhooksRead, 0), func(c api.Call, tx store.Tx, in *deliveriesAsked) (*api.List[DeliveryView], error) {
		all, err := h.Deliveries(tx, in.ID, in.After, in.Limit+1)
		return api.NewList(all, in.Limit, func(d webhook.Delivery) string { return d.ID }, viewOfDelivery, c.Query), err
	})
	api.Register(f, op("retry-delivery", "POST", "/{id}/deliveries/{delivery}/retry", WebhooksWrite, 202), func(c api.Call, tx store.Tx, in *theDelivery) (*oneDelivery, error) {
		d, err := h.Again(tx, in.ID, in.Delivery)
		return &oneDelivery{viewOfDelivery(d)}, r.noted(c, tx, "webhook.retry", in.ID, err)
	})
}
