package api

import (
	"database/sql"
	"errors"
	"time"

	"atelier/internal/base/store"
)

func selectOnce(tx store.Tx, key, name string, now time.Time) (k kept, found bool, err error) {
	err = tx.QueryRow("SELECT print, answer FROM api_idempotency WHERE key_id = ? AND name = ? AND until > ?", key, name, now.UnixMilli()).Scan(&k.print, &k.sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return k, false, nil
	}
	return k, err == nil, err
}

func insertOnce(tx store.Tx, key, name string, k kept, until time.Time) error {
	_, err := tx.Exec(`INSERT INTO api_idempotency (key_id, name, print, answer, until) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (key_id, name) DO UPDATE SET print = excluded.print, answer = excluded.answer, until = excluded.until`,
		key, name, k.print, k.sealed, until.UnixMilli())
	return err
}

func deleteOnce(tx store.Tx, now time.Time) error {
	_, err := tx.Exec("DELETE FROM api_idempotency WHERE until <= ?", now.UnixMilli())
	return err
}
