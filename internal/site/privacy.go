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

// How often a node writes down the views of pages that it counted, and how often one of the nodes lets records go whose
// time has come.
const (
	tallyEvery  = 5 * time.Minute
	retainEvery = 24 * time.Hour
)

// newPrivacy makes the room that knows what all tables hold.
func (s *Site) newPrivacy(o Options, who *identity.Room) (*privacy.Room, error) {
	inv, err := inventory.Read(migrations...)
	if err != nil {
		return nil, err
	}
	room := privacy.New(privacy.Options{DB: s.db, Clock: o.Clock, Identity: who, Inventory: inv, Mail: s.mail, Contact: o.Contact})
	s.queue.Every("privacy.retain", retainEvery, func(ctx context.Context) error {
		_, err := room.Retain(ctx, "", false)
		return err
	})
	room.Tell(s.institution)
	return room, nil
}

// institution is what the office knows of whoever runs the site, for the privacy notice.
func (s *Site) institution() privacy.Institution {
	o := s.office.Settings()
	said := privacy.Institution{Name: o.Institution.Name, Contact: o.Privacy.Contact, Hosting: o.Institution.Hosting,
		Officer: o.Privacy.Owner, Text: o.Privacy.Text, Day: o.Privacy.Date}
	if said.Contact == "" {
		said.Contact = o.Institution.Contact
	}
	return said
}

// viewed counts a page of the course that was shown.
func (s *Site) viewed(page string, tag lang.Tag) { s.privacy.Viewed(page, tag.String()) }

// lastTally is how long the end of a site waits for the views to be written down.
const lastTally = 2 * time.Second

// tend writes down the views of pages, until the site stops.
func (s *Site) tend(log *slog.Logger) {
	ctx, stop := context.WithCancel(context.Background())
	s.stopped = stop
	s.tending.Go(func() {
		defer s.tallyLast(log)
		tick := time.NewTicker(tallyEvery)
		defer tick.Stop()
		for ctx.Err() == nil {
			if err := s.privacy.Tally(ctx); err != nil && ctx.Err() == nil {
				log.Error("views not written down", "error", err)
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
