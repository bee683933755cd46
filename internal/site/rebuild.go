package site

import (
	"context"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy"
	"atelier/internal/people/records"
)

// RebuildProgress reads all progress anew from the statements in a database; dry only compares.
func RebuildProgress(ctx context.Context, db *store.DB, dry bool) (delivery.Rebuilt, error) {
	record := records.New(clock.System{}, clock.NewID, localHome) // what is read names its home itself
	learning := delivery.New(delivery.Options{DB: db, Clock: clock.System{}, Identity: identity.New(db, clock.System{}), Records: record})
	return learning.Rebuild(ctx, delivery.Rebuilding{Gone: (&privacy.Room{}).Gone, Dry: dry})
}
