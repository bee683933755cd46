package identity

import (
	"time"

	"atelier/internal/base/store"
)

func insertStart(tx store.Tx, token digest, ends time.Time) error {
	_, err := tx.Exec("INSERT INTO identity_start (token, ends) VALUES (?, ?)", string(token), ends.UnixMilli())
	return err
}

func startHolds(tx store.Tx, token digest, now time.Time) (bool, error) {
	var n int
	err := tx.QueryRow("SELECT COUNT(*) FROM identity_start WHERE token = ? AND ends > ?", string(token), now.UnixMilli()).Scan(&n)
	return n > 0, err
}

func deleteStarts(tx store.Tx, before time.Time) error {
	_, err := tx.Exec("DELETE FROM identity_start WHERE ends < ?", before.UnixMilli())
	return err
}
