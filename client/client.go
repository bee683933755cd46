// Package client asks the HTTP API of an Atelier site: people, organisations, roles, invitations, sessions, keys, the
// audit trail, certificates, mail, jobs, webhooks and settings.
//
//	c, err := client.New("https://course.example.ca", os.Getenv("ATELIER_KEY")) // KEY:SECRET
//	for person, err := range c.People(ctx, client.PeopleFilter{Role: "reviewer"}) { … }
//
// Every function takes a context. Lists are iterators that ask for the next part when they come to it. What the site
// refuses is a [Problem]. Requests that failed on the way are sent again, a few times and after a pause; those that
// change something carry an Idempotency-Key, so nothing is done twice.
//
// A Client may be used by many goroutines.
package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client asks one site with one key.
type Client struct {
	base     string
	key      string
	language string
	http     *http.Client
	pause    func(ctx context.Context, d time.Duration) error
}

// Option changes a Client that is being made.
type Option func(*Client)

// WithHTTPClient uses another http.Client than one with a timeout of 30 seconds.
func WithHTTPClient(h *http.Client) Option { return func(c *Client) { c.http = h } }

// WithLanguage asks for the messages of problems in a language: "fr" or "en".
func WithLanguage(tag string) Option { return func(c *Client) { c.language = tag } }

// New makes a client for the site at a public address, with a key and its secret: "KEY:SECRET".
func New(site, key string, options ...Option) (*Client, error) {
	u, err := url.Parse(site)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("client: %q is not the address of a site", site)
	}
	if id, secret, ok := strings.Cut(key, ":"); !ok || id == "" || secret == "" {
		return nil, errors.New("client: the key has the form KEY:SECRET")
	}
	c := &Client{base: strings.TrimSuffix(site, "/") + "/api", key: key, language: "en", http: &http.Client{Timeout: 30 * time.Second}, pause: sleep}
	for _, o := range options {
		o(c)
	}
	return c, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Bounds of sending again.
const (
	tries      = 4
	firstPause = 250 * time.Millisecond
	mostPause  = time.Minute
	mostAnswer = 16 << 20 // bytes
)

// call is one request to the site.
type call struct {
	method, path string
	query        url.Values
	body         any
	ifMatch      string
	once         string // Idempotency-Key
}

// do sends a request, again where that may help, and reads the answer into out when it is not nil.
func (c *Client) do(ctx context.Context, q call, out any) (etag string, err error) {
	var body []byte
	if q.body != nil {
		if body, err = json.Marshal(q.body); err != nil {
			return "", err
		}
	}
	if q.method != http.MethodGet {
		q.once = rand.Text()
	}
	wait := firstPause
	for try := 1; ; try++ {
		etag, after, err := c.send(ctx, q, body, out)
		if err == nil || try == tries || after < 0 {
			return etag, err
		}
		if after == 0 {
			after = wait
			wait *= 4
		}
		if err := c.pause(ctx, min(after, mostPause)); err != nil {
			return "", err
		}
	}
}

// send sends a request once. With an error, after is how long to wait before the next try, 0 when the site does not say,
// and below 0 when no try would help.
func (c *Client) send(ctx context.Context, q call, body []byte, out any) (etag string, after time.Duration, err error) {
	address := c.base + q.path
	if len(q.query) > 0 {
		address += "?" + q.query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, q.method, address, bytes.NewReader(body))
	if err != nil {
		return "", -1, err
	}
	r.Header.Set("Authorization", "Bearer "+c.key)
	r.Header.Set("Accept", "application/json, application/problem+json")
	r.Header.Set("Accept-Language", c.language)
	for name, value := range map[string]string{"If-Match": q.ifMatch, "Idempotency-Key": q.once} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := c.http.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return "", -1, err
		}
		return "", 0, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return "", 0, err
	}
	if answer.StatusCode/100 != 2 {
		p := problemOf(answer, data)
		return "", p.again(answer.Header), p
	}
	if out != nil && len(data) > 0 {
		if err := json.Unmarshal(data, out); err != nil {
			return "", -1, fmt.Errorf("client: the answer cannot be read: %w", err)
		}
	}
	return answer.Header.Get("ETag"), 0, nil
}

// Problem is what the site refuses (RFC 9457). Its texts are in the language that was asked for.
type Problem struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail"`
	Hint      string   `json:"hint"`
	Code      string   `json:"code"` // what to compare: "no-person"
	RequestID string   `json:"requestId"`
	Errors    []Detail `json:"errors"`
}

// Detail is one thing that is wrong with what was sent.
type Detail struct {
	Location string `json:"location"` // "body.email"
	Message  string `json:"message"`
}

// Error is what happened, in one line.
func (p *Problem) Error() string {
	text := p.Detail
	if text == "" {
		text = p.Title
	}
	for _, d := range p.Errors {
		text += " " + d.Location + ": " + d.Message
	}
	return fmt.Sprintf("%s (%d %s)", text, p.Status, p.Code)
}

// IsNotFound says whether an error is that there is no such thing.
func IsNotFound(err error) bool { return hasStatus(err, http.StatusNotFound) }

// IsChanged says whether an error is that a thing was changed since its ETag was read.
func IsChanged(err error) bool { return hasStatus(err, http.StatusPreconditionFailed) }

func hasStatus(err error, status int) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Status == status
}

func problemOf(answer *http.Response, data []byte) *Problem {
	p := &Problem{}
	if json.Unmarshal(data, p) != nil || p.Status == 0 {
		// A server in between answered.
		p = &Problem{Type: "about:blank", Title: http.StatusText(answer.StatusCode), Status: answer.StatusCode}
	}
	return p
}

// again says after how long a refused request may be sent again; below 0: not at all.
func (p *Problem) again(h http.Header) time.Duration {
	switch {
	case p.Status == http.StatusConflict && p.Code == "running":
	case p.Status == http.StatusTooManyRequests, p.Status == http.StatusBadGateway, p.Status == http.StatusServiceUnavailable, p.Status == http.StatusGatewayTimeout:
	default:
		return -1
	}
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
