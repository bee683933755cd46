package site

import (
	"context"
	"slices"

	"atelier/internal/base/clock"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/credential"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/privacy"
	"atelier/internal/people/records"
)

// Forgotten lists the digests of the names that were erased in a database; none in one that is older than erasures.
func Forgotten(ctx context.Context, db *store.DB) (digests []string, err error) {
	err = db.Read(ctx, func(tx store.Tx) error {
		schema, err := store.Schema(tx)
		if err != nil || !slices.ContainsFunc(schema, func(t store.Table) bool { return t.Name == "privacy_erasure" }) {
			return err
		}
		digests, err = (&privacy.Room{}).Forgotten(tx)
		return err
	})
	return digests, err
}

// ForgetAgain erases, in a database that was restored and that no site uses, whom the backup brought back.
func ForgetAgain(ctx context.Context, db *store.DB, digests []string) (privacy.Again, error) {
	if len(digests) == 0 {
		return privacy.Again{}, nil
	}
	inv, err := inventory.Read(migrations...)
	if err != nil {
		return privacy.Again{}, err
	}
	who := identity.New(db, clock.System{})
	record := records.New(clock.System{}, clock.NewID, localHome)
	room := privacy.New(privacy.Options{DB: db, Clock: clock.System{}, Identity: who, Inventory: inv})
	who.Join(room, delivery.New(delivery.Options{DB: db, Clock: clock.System{}, Identity: who, Records: record}), record,
		credential.New(credential.Options{DB: db, Clock: clock.System{}, Identity: who}))
	return room.ForgetAgain(ctx, digests)
}
