package site

import (
	"context"
	"log/slog"
	"time"

	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy"
)

// tallyEvery is how often views of pages are written down. Records whose time has come go once a day.
const tallyEvery = 5 * time.Minute

// newPrivacy makes the room that knows what all tables hold.
func (s *Site) newPrivacy(o Options, who *identity.Room) (*privacy.Room, error) {
	inv, err := inventory.Read(migrations...)
	if err != nil {
		return nil, err
	}
	return privacy.New(privacy.Options{DB: s.db, Clock: o.Clock, Identity: who, Inventory: inv, Contact: o.Contact}), nil
}

// viewed counts a page of the course that was shown.
func (s *Site) viewed(page string, tag lang.Tag) { s.privacy.Viewed(page, tag.String()) }

// lastTally is how long the end of a site waits for the views to be written down.
const lastTally = 2 * time.Second

// tend lets the room of privacy do what is due, until the site stops.
func (s *Site) tend(log *slog.Logger) {
	ctx, stop := context.WithCancel(context.Background())
	s.stopped = stop
	s.tending.Go(func() {
		defer s.tallyLast(log)
		tick := time.NewTicker(tallyEvery)
		defer tick.Stop()
		retained := ""
		for ctx.Err() == nil {
			err := s.privacy.Tally(ctx)
			if today := time.Now().UTC().Format(time.DateOnly); err == nil && today != retained {
				if _, err = s.privacy.Retain(ctx, "", false); err == nil {
					retained = today
				}
			}
			if err != nil && ctx.Err() == nil {
				log.Error("retention or tally not done", "error", err)
			}
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
		}
	})
}

func (s *Site) tallyLast(log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), lastTally)
	defer cancel()
	if err := s.privacy.Tally(ctx); err != nil {
		log.Error("views not written down", "error", err)
	}
}
