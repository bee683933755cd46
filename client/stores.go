package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Store is another store of learning records, to which statements are passed on.
type Store struct {
	ID     string   `json:"id"` // "f-…"
	Name   string   `json:"name"`
	URL    string   `json:"url"` // the endpoint, without "statements"
	Login  string   `json:"login"`
	Course string   `json:"course,omitempty"` // IRI; empty: everything
	Verbs  []string `json:"verbs"`            // IRIs; none: all
	People bool     `json:"people"`
	State  string   `json:"state"`         // "on", "off"
	Why    string   `json:"why,omitempty"` // "refusing"
	Made   string   `json:"made"`          // day

	Sent    int       `json:"sent"` // statements
	Last    time.Time `json:"last,omitzero"`
	Behind  int       `json:"behind"` // statements, up to 10,000
	Failing time.Time `json:"failing,omitzero"`
	Tries   int       `json:"tries,omitempty"`
	Status  int       `json:"status,omitempty"` // of HTTP
	Problem string    `json:"problem,omitempty"`
}

// NewStore is what makes a store. A zero Since passes on what is kept from now on.
type NewStore struct {
	Name   string    `json:"name"`
	URL    string    `json:"url"`
	Login  string    `json:"login"`
	Secret string    `json:"secret"`
	Course string    `json:"course,omitempty"`
	Verbs  []string  `json:"verbs,omitempty"`
	People bool      `json:"people"`
	Since  time.Time `json:"since,omitzero"`
}

// StoreChange changes a store; what is nil or empty stays.
type StoreChange struct {
	Name   *string   `json:"name,omitempty"`
	URL    *string   `json:"url,omitempty"`
	Login  *string   `json:"login,omitempty"`
	Secret string    `json:"secret,omitempty"`
	Course *string   `json:"course,omitempty"`
	Verbs  *[]string `json:"verbs,omitempty"`
	People *bool     `json:"people,omitempty"`
	State  *string   `json:"state,omitempty"` // "off" pauses, "on" goes on
}

// DeadLetter is a statement that a store does not take.
type DeadLetter struct {
	ID        string    `json:"id"`
	Statement string    `json:"statement"`
	Status    int       `json:"status,omitempty"`
	Problem   string    `json:"problem"`
	Made      time.Time `json:"made"`
	Again     bool      `json:"again"` // about to be sent once more
}

func otherStore(id string) string { return "/stores/" + url.PathEscape(id) }

// Stores lists the other stores, in the order in which they were made.
func (c *Client) Stores(ctx context.Context) iter.Seq2[Store, error] {
	return list[Store](ctx, c, "/stores", nil)
}

// PassOn has statements passed on to another store.
func (c *Client) PassOn(ctx context.Context, s NewStore) (Store, error) {
	return send[Store](ctx, c, http.MethodPost, "/stores", s, "")
}

// Store reads one, and gives the ETag of what people decided about it.
func (c *Client) Store(ctx context.Context, id string) (Store, string, error) {
	return read[Store](ctx, c, otherStore(id))
}

// ChangeStore changes one; with an ETag, only if it is still what that says.
func (c *Client) ChangeStore(ctx context.Context, id string, change StoreChange, etag string) (Store, error) {
	return send[Store](ctx, c, http.MethodPatch, otherStore(id), change, etag)
}

// RemoveStore passes nothing on to a store any more.
func (c *Client) RemoveStore(ctx context.Context, id string) error {
	return only(ctx, c, http.MethodDelete, otherStore(id), nil)
}

// DeadLetters lists what a store does not take, in the order of the record.
func (c *Client) DeadLetters(ctx context.Context, id string) iter.Seq2[DeadLetter, error] {
	return list[DeadLetter](ctx, c, otherStore(id)+"/dead-letters", nil)
}

// ResendDeadLetters has all of them sent once more.
func (c *Client) ResendDeadLetters(ctx context.Context, id string) (Store, error) {
	return send[Store](ctx, c, http.MethodPost, otherStore(id)+"/dead-letters/resend", nil, "")
}
