package site

import (
	"context"
	"time"

	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy"
)

// retainEvery is how often one of the nodes lets records go whose time has come.
const retainEvery = 24 * time.Hour

// newPrivacy makes the room that knows what all tables hold.
func (s *Site) newPrivacy(o Options, who *identity.Room) (*privacy.Room, error) {
	inv, err := inventory.Read(migrations...)
	if err != nil {
		return nil, err
	}
	room := privacy.New(privacy.Options{DB: s.db, Clock: o.Clock, Identity: who, Inventory: inv, Mail: s.mail, Contact: o.Contact, Log: o.Log})
	s.queue.Every("privacy.retain", retainEvery, func(ctx context.Context) error {
		_, err := room.Retain(ctx, "", false)
		return err
	})
	return room, nil
}

// viewed counts a page of the course that was shown.
func (s *Site) viewed(page string, tag lang.Tag) { s.privacy.Viewed(page, tag.String()) }
