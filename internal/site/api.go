package site

import (
	"net/http"
	"net/url"

	"atelier/internal/base/api"
	"atelier/internal/people/identity"
)

// withAPI puts the HTTP API, with the operations of every room, before the pages.
func (s *Site) withAPI(pages http.Handler, o Options, base *url.URL, who *identity.Room) http.Handler {
	s.api = api.New(api.Options{DB: s.db, Clock: o.Clock, Log: o.Log, Keys: who.Keyring(), Version: o.Version, BaseURL: slashed(base), Contact: o.Contact})
	who.RegisterAPI(s.api)
	return s.api.Before(pages)
}
