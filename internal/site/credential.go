package site

import (
	"context"
	"net/url"
	"time"

	"atelier/internal/people/credential"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// furnishCredential makes the room of certificates. It comes after those whose acts earn one, so that a claim finds what
// was done with its new owner.
func (s *Site) furnishCredential(o Options, base *url.URL, who *identity.Room) {
	s.paper = credential.New(credential.Options{
		DB: s.db, Clock: o.Clock, Identity: who, Learning: s.learning, Records: s.records, Keys: s.keys, Mail: s.mail, BaseURL: slashed(base), Log: o.Log,
		Institution: func() credential.Institution {
			e := s.library.Edition()
			return credential.Institution{Name: s.office.Settings().Institution.Name, Brand: e.Brand()}
		},
		Logo: func(ctx context.Context) ([]byte, error) {
			logo, err := s.office.Logo(ctx)
			return logo.Data, err
		},
		Editions: s.library.Editions,
		Edition: func(course string) *library.Edition {
			if course == "" {
				return s.library.Edition()
			}
			return s.library.EditionOf(course)
		},
	})
	credential.Declare(s.mail)
	s.queue.Every("credential.lapse", 24*time.Hour, s.paper.Remind)
	who.Join(s.paper)
	s.learning.Tell(s.paper)
}
