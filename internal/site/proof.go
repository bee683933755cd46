package site

import (
	"context"
	"net/url"
	"time"

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
		DB: s.db, Clock: o.Clock, Keys: s.keys, Identity: who, BaseURL: base, Client: outgoing.New(ask), Mail: s.mail, Log: o.Log,
		Name: s.title,
	})
}

// reseal seals again what an older key sealed, after the key was changed.
func (s *Site) reseal(ctx context.Context, o Options) error {
	if !s.keys.Rotating() {
		return nil
	}
	done, closed, err := s.proof.Reseal(ctx)
	if err == nil {
		var more, shut int
		more, shut, err = s.paper.Reseal(ctx)
		done, closed = done+more, closed+shut
	}
	o.Log.Info("secrets sealed again", "done", done, "closed", closed)
	return err
}
