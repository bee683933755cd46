package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Key lets a program ask.
type Key struct {
	ID     string   `json:"id"` // "k-…"
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
	Course string   `json:"course,omitempty"`
	Person string   `json:"person,omitempty"`
	Made   string   `json:"made"`             // day
	Used   string   `json:"used,omitempty"`   // day
	Ended  string   `json:"ended,omitempty"`  // day
	Secret string   `json:"secret,omitempty"` // when it was just made
}

// NewKey is what makes a key.
type NewKey struct {
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
	Course string   `json:"course,omitempty"`
}

// Keys lists the keys, also those that have ended.
func (c *Client) Keys(ctx context.Context) iter.Seq2[Key, error] {
	return list[Key](ctx, c, "/keys", nil)
}

// CreateKey makes a key that may do no more than the one that asks.
func (c *Client) CreateKey(ctx context.Context, k NewKey) (Key, error) {
	return send[Key](ctx, c, http.MethodPost, "/keys", k, "")
}

// EndKey ends a key at once.
func (c *Client) EndKey(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodDelete, "/keys/"+url.PathEscape(id), nil)
}

// Line is a line of the audit trail.
type Line struct {
	Seq    int64             `json:"seq"`
	At     time.Time         `json:"at"`
	By     string            `json:"by"`
	Do     string            `json:"do"`
	On     string            `json:"on"`
	Detail map[string]string `json:"detail"`
	Hash   string            `json:"hash"`
}

// TrailFilter narrows the audit trail; what is empty does not.
type TrailFilter struct{ By, Do, On string }

// Trail reads the audit trail, the newest line first.
func (c *Client) Trail(ctx context.Context, f TrailFilter) iter.Seq2[Line, error] {
	return list[Line](ctx, c, "/audit", url.Values{"by": {f.By}, "do": {f.Do}, "on": {f.On}})
}

// Message is a message of the outbox.
type Message struct {
	ID      string    `json:"id"`
	To      string    `json:"to"`
	Subject string    `json:"subject,omitempty"`
	Topic   string    `json:"topic,omitempty"`
	Urgent  bool      `json:"urgent"`
	State   string    `json:"state"`
	Tries   int       `json:"tries"`
	Why     string    `json:"why,omitempty"`
	Made    time.Time `json:"made"`
	Due     time.Time `json:"due,omitzero"`
	Sent    time.Time `json:"sent,omitzero"`
}

// Mail lists the outbox, the newest first; an empty state lists all.
func (c *Client) Mail(ctx context.Context, state string) iter.Seq2[Message, error] {
	return list[Message](ctx, c, "/mail", url.Values{"state": {state}})
}

// RetryMail tries a message again that was refused or failed.
func (c *Client) RetryMail(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodPost, "/mail/"+url.PathEscape(id)+"/retry", nil)
}

// Job is work that the site does beside its answers.
type Job struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	State string    `json:"state"` // "waiting", "running", "given-up"
	Made  time.Time `json:"made"`
	Due   time.Time `json:"due,omitzero"`
	Tries int       `json:"tries"`
	Error string    `json:"error,omitempty"`
}

// Jobs lists jobs, the newest first; what is empty does not narrow the list.
func (c *Client) Jobs(ctx context.Context, state, kind string) iter.Seq2[Job, error] {
	return list[Job](ctx, c, "/jobs", url.Values{"state": {state}, "kind": {kind}})
}

// RetryJob tries a job now.
func (c *Client) RetryJob(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodPost, "/jobs/"+url.PathEscape(id)+"/retry", nil)
}

// DropJob drops a job that nobody is doing.
func (c *Client) DropJob(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodDelete, "/jobs/"+url.PathEscape(id), nil)
}

// Webhook is an address that is told what happens.
type Webhook struct {
	ID     string   `json:"id"` // "w-…"
	URL    string   `json:"url"`
	Types  []string `json:"types"` // none: all
	State  string   `json:"state"` // "on" or "off"
	Why    string   `json:"why,omitempty"`
	Made   string   `json:"made"`             // day
	Secret string   `json:"secret,omitempty"` // when it was just made or renewed
}

// Webhooks lists the webhooks.
func (c *Client) Webhooks(ctx context.Context) iter.Seq2[Webhook, error] {
	return list[Webhook](ctx, c, "/webhooks", nil)
}

// Webhook reads a webhook and the ETag of what was read.
func (c *Client) Webhook(ctx context.Context, id string) (w Webhook, etag string, err error) {
	return read[Webhook](ctx, c, webhook(id))
}

func webhook(id string) string { return "/webhooks/" + url.PathEscape(id) }

// WebhookChange makes a webhook, or changes one: what is nil or empty stays.
type WebhookChange struct {
	URL   string   `json:"url,omitempty"`
	Types []string `json:"types,omitempty"`
	State string   `json:"state,omitempty"` // of a change only
}

// CreateWebhook makes a webhook; its Secret is in the answer and nowhere else.
func (c *Client) CreateWebhook(ctx context.Context, w WebhookChange) (Webhook, error) {
	return send[Webhook](ctx, c, http.MethodPost, "/webhooks", w, "")
}

// ChangeWebhook changes a webhook.
func (c *Client) ChangeWebhook(ctx context.Context, id string, change WebhookChange, etag string) (Webhook, error) {
	return send[Webhook](ctx, c, http.MethodPatch, webhook(id), change, etag)
}

// RemoveWebhook removes a webhook and what was to be sent to it.
func (c *Client) RemoveWebhook(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodDelete, webhook(id), nil)
}

// RenewWebhookSecret gives a webhook another Secret, from the next event on.
func (c *Client) RenewWebhookSecret(ctx context.Context, id string) (Webhook, error) {
	return send[Webhook](ctx, c, http.MethodPost, webhook(id)+"/secret", nil, "")
}

// Delivery is an event on its way to a webhook.
type Delivery struct {
	ID      string    `json:"id"` // the webhook-id
	Type    string    `json:"type"`
	Payload string    `json:"payload"`
	State   string    `json:"state"` // "waiting", "delivered", "lost"
	Tries   int       `json:"tries"`
	Status  int       `json:"status,omitempty"`
	Problem string    `json:"problem,omitempty"`
	Made    time.Time `json:"made"`
}

// TryWebhook sends a webhook a test event.
func (c *Client) TryWebhook(ctx context.Context, id string) (Delivery, error) {
	return send[Delivery](ctx, c, http.MethodPost, webhook(id)+"/test", nil, "")
}

// Deliveries lists what went to a webhook, the newest first.
func (c *Client) Deliveries(ctx context.Context, id string) iter.Seq2[Delivery, error] {
	return list[Delivery](ctx, c, webhook(id)+"/deliveries", nil)
}

// RetryDelivery sends a delivery again.
func (c *Client) RetryDelivery(ctx context.Context, id, delivery string) (Delivery, error) {
	return send[Delivery](ctx, c, http.MethodPost, webhook(id)+"/deliveries/"+url.PathEscape(delivery)+"/retry", nil, "")
}

// A part of the settings is read and changed as a whole.

// Institution is who answers for the site.
type Institution struct {
	Name    map[string]string `json:"name"`
	Contact string            `json:"contact"`
	Hosting map[string]string `json:"hosting"`
}

// Look is the colours of what can be pressed; empty is the site's own.
type Look struct {
	Light string `json:"light"`
	Dark  string `json:"dark"`
}

// Languages is the language profile.
type Languages struct {
	Profile string `json:"profile"` // "equal", "french", "local"
	First   string `json:"first"`
}

// Statement is a text for which somebody answers.
type Statement struct {
	Text  map[string]string `json:"text"`
	Owner map[string]string `json:"owner"`
	Date  string            `json:"date"`
}

// Privacy is what the privacy notice says beside what the site knows by itself.
type Privacy struct {
	Statement
	Contact string `json:"contact"`
}

// Setting is a part of the settings: *Institution, *Look, *Languages, *Accessibility or *Privacy.
type Setting interface{ name() string }

// Accessibility is the accessibility statement.
type Accessibility struct{ Statement }

func (*Institution) name() string   { return "institution" }
func (*Look) name() string          { return "look" }
func (*Languages) name() string     { return "languages" }
func (*Accessibility) name() string { return "accessibility" }
func (*Privacy) name() string       { return "privacy" }

// ReadSetting reads a part of the settings into s and gives the ETag of what was read.
func (c *Client) ReadSetting(ctx context.Context, s Setting) (etag string, err error) {
	return c.do(ctx, call{method: http.MethodGet, path: "/settings/" + s.name()}, s)
}

// ChangeSetting changes a part of the settings as a whole.
func (c *Client) ChangeSetting(ctx context.Context, s Setting, etag string) error {
	_, err := c.do(ctx, call{method: http.MethodPut, path: "/settings/" + s.name(), body: s, ifMatch: etag}, nil)
	return err
}

// Healthy says whether the site can do its work: nil, or why not.
func (c *Client) Healthy(ctx context.Context) error {
	_, err := c.do(ctx, call{method: http.MethodGet, path: "/health"}, nil)
	return err
}
