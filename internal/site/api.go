package site

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"atelier/internal/base/api"
	"atelier/internal/base/fault"
	"atelier/internal/base/outgoing"
	"atelier/internal/base/store"
	"atelier/internal/base/webhook"
	"atelier/internal/people/credential"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/forward"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/office"
	"atelier/internal/people/records"
	"atelier/internal/people/report"
)

// OpenStore opens the database of a site, in a folder or on PostgreSQL, as a site does when it starts. The fault of a
// folder that a site uses has the key "locked".
func OpenStore(ctx context.Context, data, database string) (*store.DB, error) {
	db, err := openStore(ctx, Options{Data: data, Database: database})
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx, db, migrations...); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// Scopes lists what keys may do on a site, sorted.
func Scopes() []string {
	f := api.New(api.Options{})
	identity.New(nil, nil).RegisterAPI(f)
	new(records.Room).RegisterAPI(f)
	(&forward.Room{}).RegisterAPI(f)
	(&credential.Room{}).RegisterAPI(f)
	(&office.Room{}).RegisterAPI(f, office.Tools{})
	(&enrolment.Room{}).RegisterAPI(f)
	(&delivery.Room{}).RegisterAPI(f)
	(&library.Room{}).RegisterAPI(f)
	(&report.Room{}).RegisterAPI(f)
	var all []string
	for _, s := range f.Scopes() {
		all = append(all, string(s))
	}
	return all
}

// withAPI puts the HTTP API, with the operations of every room, before the pages, and tells other programs what happens.
func (s *Site) withAPI(pages http.Handler, o Options, base *url.URL, who *identity.Room) http.Handler {
	s.api = api.New(api.Options{DB: s.db, Clock: o.Clock, Log: o.Log, Keys: who.Keyring(), Version: o.Version, BaseURL: slashed(base), Contact: o.Contact})
	s.queue.Every("api.forget", 24*time.Hour, s.api.Forget)
	hooks := webhook.New(webhook.Options{DB: s.db, Clock: o.Clock, Queue: s.queue, Keys: s.keys, Client: outgoing.New(o.Outgoing), Check: o.Outgoing.Check,
		Types: eventTypes(), Off: s.office.TellOfWebhook(s.mail)})
	s.office.Call(hooks)
	who.Follow(func(tx store.Tx, e identity.Event) error {
		return hooks.Publish(tx, webhook.Event{Type: announced()[e.Do], Data: identity.Told(e)})
	})
	who.RegisterAPI(s.api)
	s.records.RegisterAPI(s.api)
	s.forward.RegisterAPI(s.api)
	s.paper.RegisterAPI(s.api)
	s.enrolled.RegisterAPI(s.api)
	s.learning.RegisterAPI(s.api)
	s.library.RegisterAPI(s.api)
	s.report.RegisterAPI(s.api)
	s.office.RegisterAPI(s.api, office.Tools{Mail: s.mail, Jobs: s.queue, Hooks: hooks, Ready: s.db.Answers})
	return s.api.Before(pages)
}

// eventTypes are those of all rooms.
func eventTypes() []string {
	return slices.Compact(slices.Sorted(maps.Values(announced())))
}

// announced are the acts of all rooms that other programs may be told, with the names that events have outside.
var announced = sync.OnceValue(func() map[string]string {
	all := maps.Clone(identity.Announced)
	maps.Copy(all, credential.Announced)
	maps.Copy(all, library.Announced)
	return all
})

// reference is the description of the API for people, under the languages of the site.
func (s *Site) reference(w http.ResponseWriter, r *http.Request) error {
	f := frame{s.library}
	tag, face, ok := f.Language(r.PathValue("lang"))
	if !ok {
		return fault.New(fault.NotFound, words, "no-page")
	}
	return f.Draw(w, r, http.StatusOK, identity.Sheet{Tag: tag, Title: api.Title(face), At: api.Path, Body: s.api.Reference(face)})
}
