package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// Offering is a course offered to people.
type Offering struct {
	ID     string            `json:"id"` // "f-…"
	Course string            `json:"course"`
	Titles map[string]string `json:"titles"` // by language tag
	Kind   string            `json:"kind"`   // "self-paced" or "cohort"
	Door   string            `json:"door"`   // who may enrol by themselves: "everybody", "code" or "list" (nobody)
	Code   string            `json:"code,omitempty"`
	Opens  string            `json:"opens,omitempty"`  // day
	Due    string            `json:"due,omitempty"`    // day
	Closes string            `json:"closes,omitempty"` // day
	Places int               `json:"places,omitempty"` // 0: any number
	State  string            `json:"state"`            // "open" or "ended"
	Made   string            `json:"made"`             // day
}

// Offerings lists the offerings of a course, or of all when it is empty, the newest first.
func (c *Client) Offerings(ctx context.Context, course string) iter.Seq2[Offering, error] {
	return list[Offering](ctx, c, "/offerings", url.Values{"course": {course}})
}

// NewOffering is what makes an offering; days and places may be empty.
type NewOffering struct {
	Course string            `json:"course"`
	Titles map[string]string `json:"titles"`
	Kind   string            `json:"kind"`
	Door   string            `json:"door"`
	Opens  string            `json:"opens,omitempty"`
	Due    string            `json:"due,omitempty"`
	Closes string            `json:"closes,omitempty"`
	Places int               `json:"places,omitempty"`
}

// Offer makes an offering.
func (c *Client) Offer(ctx context.Context, o NewOffering) (Offering, error) {
	return send[Offering](ctx, c, http.MethodPost, "/offerings", o, "")
}

// Offering reads an offering and the ETag of what was read.
func (c *Client) Offering(ctx context.Context, id string) (o Offering, etag string, err error) {
	return read[Offering](ctx, c, offering(id))
}

func offering(id string) string { return "/offerings/" + url.PathEscape(id) }

// OfferingChange is what changes; nil stays as it is.
type OfferingChange struct {
	Titles map[string]string `json:"titles,omitempty"`
	Kind   *string           `json:"kind,omitempty"`
	Door   *string           `json:"door,omitempty"`
	Opens  *string           `json:"opens,omitempty"`
	Due    *string           `json:"due,omitempty"`
	Closes *string           `json:"closes,omitempty"`
	Places *int              `json:"places,omitempty"`
	State  *string           `json:"state,omitempty"` // "open" or "ended"
}

// ChangeOffering changes an offering. With an ETag, nothing is done when it was changed since; see [IsChanged].
func (c *Client) ChangeOffering(ctx context.Context, id string, change OfferingChange, etag string) (Offering, error) {
	return send[Offering](ctx, c, http.MethodPatch, offering(id), change, etag)
}

// Enrolment is that a person takes part in an offering.
type Enrolment struct {
	Person    string `json:"person"`
	How       string `json:"how"`                 // "self", "code", "list" or "program"
	State     string `json:"state"`               // "enrolled", "withdrawn" or "completed"
	Enrolled  string `json:"enrolled"`            // day
	Withdrawn string `json:"withdrawn,omitempty"` // day
	Completed string `json:"completed,omitempty"` // day
	Release   string `json:"release,omitempty"`   // that was completed
}

// Enrolments lists who is or was enrolled in an offering.
func (c *Client) Enrolments(ctx context.Context, id string) iter.Seq2[Enrolment, error] {
	return list[Enrolment](ctx, c, offering(id)+"/enrolments", nil)
}

func enrolment(id, person string) string {
	return offering(id) + "/enrolments/" + url.PathEscape(person)
}

// Enrol enrols a person; who is enrolled stays so.
func (c *Client) Enrol(ctx context.Context, id, person string) (Enrolment, error) {
	return send[Enrolment](ctx, c, http.MethodPut, enrolment(id, person), nil, "")
}

// Withdraw ends an enrolment. What was learned stays.
func (c *Client) Withdraw(ctx context.Context, id, person string) error {
	return only(ctx, c, http.MethodDelete, enrolment(id, person), nil)
}

// Progress is how far somebody is with the course of an offering.
type Progress struct {
	Person    string `json:"person"`
	State     string `json:"state"` // "new", "started" or "done"
	Done      int    `json:"done"`  // tasks
	Of        int    `json:"of"`
	Completed string `json:"completed,omitempty"` // day
	LastDay   string `json:"lastDay,omitempty"`
}

// Progress lists how far those who take part in an offering are.
func (c *Client) Progress(ctx context.Context, id string) iter.Seq2[Progress, error] {
	return list[Progress](ctx, c, offering(id)+"/progress", nil)
}
