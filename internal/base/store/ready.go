package store

import (
	"context"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
)

// Answers says whether the database can be read just now.
func (db *DB) Answers(ctx context.Context) error {
	return db.Read(ctx, func(tx Tx) error {
		var one int
		return tx.QueryRow("SELECT 1").Scan(&one)
	})
}

// Migrated says whether the database still has every migration of these rooms: one
// that was put back from an older backup under a running program has not. A newer
// program may have added some, as it does while nodes are replaced one by one.
func Migrated(ctx context.Context, db *DB, rooms ...Migrations) error {
	files, err := readMigrations(rooms)
	if err != nil {
		return err
	}
	var applied []string
	err = db.Read(ctx, func(tx Tx) (err error) {
		applied, err = texts(tx, "SELECT name FROM store_migration")
		return err
	})
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, name := range applied {
		has[name] = true
	}
	for _, m := range files {
		if !has[m.name()] {
			return fault.New(fault.Unavailable, words, "behind", lang.A{"name": m.name()})
		}
	}
	return nil
}

// Times is what the database knows of time: when its last migration was applied, and
// what the clock of a PostgreSQL server says (zero on SQLite).
func (db *DB) Times(ctx context.Context) (latest, server time.Time, err error) {
	var applied, now string
	err = db.Read(ctx, func(tx Tx) error {
		if err := tx.QueryRow("SELECT COALESCE(max(applied), '') FROM store_migration").Scan(&applied); err != nil || db.server == nil {
			return err
		}
		return tx.QueryRow(`SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`).Scan(&now)
	})
	if err != nil {
		return latest, server, err
	}
	if latest, err = time.Parse(time.RFC3339, applied); err != nil {
		return latest, server, err
	}
	if now != "" {
		server, err = time.Parse(time.RFC3339, now)
	}
	return latest, server, err
}
