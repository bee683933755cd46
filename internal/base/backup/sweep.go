package backup

import (
	"context"
	"slices"
	"time"

	"atelier/internal/base/blob"
	"atelier/internal/base/store"
)

// SafeAge is how long a blob that no row names is left alone after it was put last: much longer than anything takes that
// puts a blob first and names it afterwards.
const SafeAge = 7 * 24 * time.Hour

// Swept is what a sweep removed.
type Swept struct {
	Blobs int
	Bytes int64
}

// Sweep removes the blobs of a place that no row of the database names and that were put last before a moment. The place
// must be that of this database alone.
func Sweep(ctx context.Context, db *store.DB, place *blob.Store, before time.Time) (done Swept, err error) {
	// First the old ones, then what rows name: a row that came meanwhile is seen.
	var old []blob.Info
	err = place.Walk(ctx, func(i blob.Info) error {
		if i.Kept.Before(before) {
			old = append(old, i)
		}
		return nil
	})
	if err != nil || len(old) == 0 {
		return done, err
	}
	named, err := Named(ctx, db)
	if err != nil {
		return done, err
	}
	old = slices.DeleteFunc(old, func(i blob.Info) bool { return named[i.Hash] })
	for _, i := range old {
		// Who puts the same bytes makes them young again.
		now, there, err := place.Stat(ctx, i.Hash)
		if err != nil {
			return done, err
		}
		if !there || !now.Kept.Before(before) {
			continue
		}
		if err := place.Delete(ctx, i.Hash); err != nil {
			return done, err
		}
		done.Blobs++
		done.Bytes += i.Size
	}
	return done, nil
}

// Named are the hashes of all blobs that rows name.
func Named(ctx context.Context, db *store.DB) (named map[blob.Hash]bool, err error) {
	err = db.Snapshot(ctx, func(tx store.Tx) error {
		named = map[blob.Hash]bool{}
		schema, err := store.Schema(tx)
		if err != nil {
			return err
		}
		for _, t := range tablesOf(schema) {
			for _, at := range blobColumns(t) {
				if err := namedIn(tx, t.Name, t.Columns[at].Name, named); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return named, err
}

// namedIn adds what one column names. Table and column are names of the schema.
func namedIn(tx store.Tx, table, column string, named map[blob.Hash]bool) error {
	rows, err := tx.Query(`SELECT DISTINCT "` + column + `" FROM "` + table + `" WHERE "` + column + `" <> ''`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var h blob.Hash
		if err := rows.Scan(&h); err != nil {
			return err
		}
		named[h] = true
	}
	return rows.Err()
}
