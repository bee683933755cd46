package api

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
)

// selectTaken is how many requests of a key the nodes took in a minute.
func selectTaken(tx store.Tx, key string, minute int64) (taken int, err error) {
	err = tx.QueryRow("SELECT taken FROM api_limit WHERE key_id = ? AND minute = ?", key, minute).Scan(&taken)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return taken, err
}

func putTaken(tx store.Tx, key string, minute int64, taken int) error {
	_, err := tx.Exec(`INSERT INTO api_limit (key_id, minute, taken) VALUES (?, ?, ?)
		ON CONFLICT (key_id) DO UPDATE SET minute = excluded.minute, taken = excluded.taken`, key, minute, taken)
	return err
}
