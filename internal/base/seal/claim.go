package seal

import (
	"context"
	"errors"
	"os"
	"slices"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Claim notes in the database which key seals in it. It refuses keys of which the
// database has never seen one: the file was lost or is another site's, or a node
// was given a key of its own, and what one of them sealed the others could not
// open. With renew, which the person in charge asks for, a database whose keys
// are lost takes the new one; what was sealed before stays closed.
func (k *Keys) Claim(ctx context.Context, db *store.DB, day string, renew bool) (err error) {
	defer fault.Wrap(&err, "seal.Claim")
	var known []string
	err = db.Read(ctx, func(tx store.Tx) (err error) {
		known, err = selectKeys(tx)
		return err
	})
	if err != nil || slices.Contains(known, k.list[0].id) {
		return err
	}
	foreign := false
	err = db.Write(ctx, func(tx store.Tx) error {
		known, err := selectKeys(tx)
		if err != nil || slices.Contains(known, k.list[0].id) {
			return err
		}
		if foreign = len(known) > 0 && !renew && !k.holdsAny(known); foreign {
			return fault.New(fault.Unavailable, words, "foreign-key", lang.A{"database": db.Name(), "variable": Variable, "file": File})
		}
		return insertKey(tx, k.list[0].id, day)
	})
	if foreign && k.made != "" {
		// The file of the lost key is missing; a new one in its place would only mislead.
		err = errors.Join(err, os.Remove(k.made))
	}
	return err
}

// Fit looks, without writing, whether the keys are those of the database, and refuses
// others as Claim does.
func (k *Keys) Fit(ctx context.Context, db *store.DB) (err error) {
	defer fault.Wrap(&err, "seal.Fit")
	var known []string
	err = db.Read(ctx, func(tx store.Tx) (err error) {
		known, err = selectKeys(tx)
		return err
	})
	if err == nil && len(known) > 0 && !k.holdsAny(known) {
		return fault.New(fault.Unavailable, words, "foreign-key", lang.A{"database": db.Name(), "variable": Variable, "file": File})
	}
	return err
}

func (k *Keys) holdsAny(ids []string) bool {
	return slices.ContainsFunc(k.list, func(one key) bool { return slices.Contains(ids, one.id) })
}
