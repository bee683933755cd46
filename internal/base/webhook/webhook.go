// Package webhook tells other programs what happened, at addresses that
// administrators gave, signed as Standard Webhooks 1.0 says
// (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md).
//
// Words: an Endpoint is an address that wants events of some types. An Event says what
// happened, by ids alone: who wants more asks the API. A Delivery is one event on its
// way to one endpoint.
//
// Invariants:
//   - an event is written in the transaction that causes it: it is told when that is
//     kept, and never when it is undone;
//   - it is told at least once, under the same webhook-id each time, in no promised order;
//   - a payload holds ids and words of the product, no personal data;
//   - secrets are sealed at rest, and shown once;
//   - an endpoint that fails for days is switched off, and somebody is told.
package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/jobs"
	"atelier/internal/base/lang"
	"atelier/internal/base/seal"
	"atelier/internal/base/store"
)

//go:embed catalogue
var catalogueFiles embed.FS

var words = lang.MustCatalogue(catalogueFiles)

//go:embed migrations privacy.yaml
var migrations embed.FS

// Migrations are the tables of the package.
var Migrations = store.Migrations{Room: "webhook", Files: migrations}

// Endpoint is an address that wants events.
type Endpoint struct {
	ID     string // "w-" and a UUID
	URL    string
	Types  []string // of the events it wants; none: all
	Off    bool     // nothing is sent
	Why    string   // it is off: "failing", "gone", or empty when somebody switched it off
	Made   string   // day
	Failed time.Time
}

// Wants says whether an event of a type is sent to the endpoint.
func (e Endpoint) Wants(kind string) bool {
	return !e.Off && (len(e.Types) == 0 || slices.Contains(e.Types, kind))
}

// Reasons for which an endpoint is off.
const (
	WhyFailing = "failing" // it did not take what was sent, for days
	WhyGone    = "gone"    // it answered 410
)

// Event is what happened.
type Event struct {
	Type string            // "person.created"
	Data map[string]string // ids and words of the product
}

// TestType is the type of the event with which an administrator tries an endpoint; all take it.
const TestType = "test"

// Options is what Hooks are made of.
type Options struct {
	DB     *store.DB
	Clock  clock.Clock
	Queue  *jobs.Queue
	Keys   *seal.Keys
	Client *http.Client // of base/outgoing
	// Check says what is wrong with an address, as outgoing.Options.Check does; may be nil.
	Check func(address string) error
	Types []string // of all events that there may be
	// Off is called in the transaction that switches a failing endpoint off; may be nil.
	Off func(tx store.Tx, e Endpoint) error
}

// Hooks is the package at work.
type Hooks struct {
	o    Options
	send jobs.Kind[delivery]
}

// The bounds of trying: fifteen tries take two days; an endpoint that took nothing for three is switched off.
const (
	tries      = 15
	tryTime    = 20 * time.Second
	patience   = 3 * 24 * time.Hour
	keptFor    = 30 * 24 * time.Hour
	mostURL    = 2000
	secretSize = 32
)

// New makes the hooks and defines their work, before the queue starts.
func New(o Options) *Hooks {
	h := &Hooks{o: o}
	h.send = jobs.Define(o.Queue, "webhook.send", h.deliver, jobs.MaxTries(tries), jobs.Timeout(tryTime))
	h.send.OnLost(h.lost)
	o.Queue.Every("webhook.forget", 24*time.Hour, h.forget)
	return h
}

// Types lists the types of events that an endpoint may want.
func (h *Hooks) Types() []string { return h.o.Types }

// Create makes an endpoint and gives its secret, which is shown once.
func (h *Hooks) Create(tx store.Tx, e Endpoint) (_ Endpoint, secret string, err error) {
	if err := h.check(e); err != nil {
		return Endpoint{}, "", err
	}
	e.ID, e.Why, e.Made, e.Failed = "w-"+clock.NewID(), "", h.o.Clock.Now().Format(time.DateOnly), time.Time{}
	secret = newSecret()
	sealed, err := h.o.Keys.Seal(purpose(e.ID), []byte(secret))
	if err != nil {
		return Endpoint{}, "", err
	}
	return e, secret, insertEndpoint(tx, e, sealed)
}

// Save writes address, types and state of an endpoint. One that is switched on begins anew.
func (h *Hooks) Save(tx store.Tx, e Endpoint) error {
	if err := h.check(e); err != nil {
		return err
	}
	if !e.Off {
		e.Why, e.Failed = "", time.Time{}
	}
	return found(updateEndpoint(tx, e))
}

// NewSecret gives an endpoint another secret, from the next event on.
func (h *Hooks) NewSecret(tx store.Tx, id string) (secret string, err error) {
	secret = newSecret()
	sealed, err := h.o.Keys.Seal(purpose(id), []byte(secret))
	if err != nil {
		return "", err
	}
	return secret, found(updateSecret(tx, id, sealed))
}

// Remove removes an endpoint and what was to be sent to it.
func (h *Hooks) Remove(tx store.Tx, id string) error { return found(deleteEndpoint(tx, id)) }

// Endpoints lists them, in the order in which they were made.
func (h *Hooks) Endpoints(tx store.Tx) ([]Endpoint, error) { return selectEndpoints(tx) }

// Endpoint finds one; a fault of kind NotFound when there is none.
func (h *Hooks) Endpoint(tx store.Tx, id string) (Endpoint, error) {
	e, _, ok, err := selectEndpoint(tx, id)
	if err == nil && !ok {
		err = noEndpoint()
	}
	return e, err
}

func noEndpoint() error { return fault.New(fault.NotFound, words, "no-endpoint") }

// found says that there is no endpoint when no row was changed.
func found(rows int64, err error) error {
	if err == nil && rows == 0 {
		return noEndpoint()
	}
	return err
}

// check refuses an address or types that nothing could be sent to. Where the address leads is checked when something is.
func (h *Hooks) check(e Endpoint) error {
	u, err := url.Parse(e.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.Fragment != "" || len(e.URL) > mostURL {
		return fault.New(fault.Invalid, words, "bad-url")
	}
	if h.o.Check != nil {
		if err := h.o.Check(e.URL); err != nil {
			return err
		}
	}
	for _, kind := range e.Types {
		if !slices.Contains(h.o.Types, kind) {
			return fault.New(fault.Invalid, words, "bad-type", lang.A{"type": kind, "types": strings.Join(h.o.Types, ", ")})
		}
	}
	return nil
}

func purpose(id string) string { return "webhook.secret " + id }

// secretMark begins secrets (Standard Webhooks, "Signature scheme").
const secretMark = "whsec_"

func newSecret() string {
	b := make([]byte, secretSize)
	// Since Go 1.24 crypto/rand.Read never returns an error.
	_, _ = rand.Read(b)
	return secretMark + base64.StdEncoding.EncodeToString(b)
}

// sign is the header webhook-signature of a message: version 1, HMAC-SHA256 over id, time and body with dots between.
func sign(secret, id string, at time.Time, body []byte) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretMark))
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + stamp(at) + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// stamp is the header webhook-timestamp: seconds since 1970.
func stamp(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
