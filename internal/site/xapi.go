package site

import (
	"net/http"

	"atelier/internal/people/records"
)

// withXAPI puts the xAPI store before the pages and the API.
func (s *Site) withXAPI(next http.Handler, o Options) http.Handler {
	return s.records.Before(next, records.Door{DB: s.db, Keys: s.identity.Keyring(), Log: o.Log, Blobs: s.blobs, Trail: s.identity.Audit, Course: s.courseIRI})
}

// courseIRI is the IRI of a course that the site serves.
func (s *Site) courseIRI(key string) (string, bool) {
	e := s.library.EditionOf(key)
	if e == nil {
		return "", false
	}
	return e.Course.IRI, true
}
