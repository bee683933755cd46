package site

import (
	"context"
	"slices"

	"atelier/internal/base/clock"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/credential"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
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
	home, err := homeIn(ctx, db)
	if err != nil {
		return privacy.Again{}, err
	}
	record := records.New(clock.System{}, clock.NewID, home)
	record.Know(who)
	room := privacy.New(privacy.Options{DB: db, Clock: clock.System{}, Identity: who, Inventory: inv})
	who.Join(room, delivery.New(delivery.Options{DB: db, Clock: clock.System{}, Identity: who, Records: record}),
		enrolment.New(enrolment.Options{DB: db, Clock: clock.System{}, Identity: who}), record,
		credential.New(credential.Options{DB: db, Clock: clock.System{}, Identity: who}))
	return room.ForgetAgain(ctx, digests)
}

// homeIn is the home page of the accounts in a database. It is read there, for whoever restores a backup may not say the
// address of the site, and under another one what other programs told of people would not be found.
func homeIn(ctx context.Context, db *store.DB) (home string, err error) {
	err = db.Read(ctx, func(tx store.Tx) (err error) {
		home, err = records.HomePage(tx)
		return err
	})
	if home == "" {
		home = localHome
	}
	return home, err
}
