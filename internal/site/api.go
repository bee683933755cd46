package site

import (
	"context"
	"net/http"
	"net/url"

	"atelier/internal/base/api"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
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
	var all []string
	for _, s := range f.Scopes() {
		all = append(all, string(s))
	}
	return all
}

// withAPI puts the HTTP API, with the operations of every room, before the pages.
func (s *Site) withAPI(pages http.Handler, o Options, base *url.URL, who *identity.Room) http.Handler {
	s.api = api.New(api.Options{DB: s.db, Clock: o.Clock, Log: o.Log, Keys: who.Keyring(), Version: o.Version, BaseURL: slashed(base), Contact: o.Contact})
	who.RegisterAPI(s.api)
	return s.api.Before(pages)
}
