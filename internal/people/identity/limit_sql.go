package identity

import (
	"errors"
	"time"

	"atelier/internal/base/store"
)

func selectLimit(tx store.Tx, key string) (time.Time, error) {
	var ms int64
	err := tx.QueryRow("SELECT full_at FROM identity_limit WHERE subject = ?", key).Scan(&ms)
	if errors.Is(err, errNone) {
		return time.Time{}, nil
	}
	return time.UnixMilli(ms), err
}

func upsertLimit(tx store.Tx, key string, full time.Time) error {
	_, err := tx.Exec("INSERT INTO identity_limit (subject, full_at) VALUES (?, ?) ON CONFLICT (subject) DO UPDATE SET full_at = excluded.full_at", key, full.UnixMilli())
	return err
}
