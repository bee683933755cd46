package site

import (
	"net/url"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/outgoing"
	"atelier/internal/people/identity"
	"atelier/internal/people/proof"
)

// providerTime is how long somebody waits for their sign-in provider at most.
const providerTime = 10 * time.Second

// newProof makes the room of the ways to sign in.
func (s *Site) newProof(o Options, base *url.URL, who *identity.Room) *proof.Room {
	ask := o.Outgoing
	ask.Time = providerTime
	return proof.New(proof.Options{
		DB: s.db, Clock: o.Clock, Keys: s.keys, Identity: who, BaseURL: base, Client: outgoing.New(ask), Log: o.Log,
		Name: func(tag lang.Tag) string { return s.library.Edition().Course.Title.In(s.courseLanguage(tag)) },
	})
}
