package privacy

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
)

func upsertErasure(tx store.Tx, name, kind, day, kept string) error {
	_, err := tx.Exec(`INSERT INTO privacy_erasure (name, kind, day, kept, receipt) VALUES (?, ?, ?, ?, '')
		ON CONFLICT (name) DO UPDATE SET day = excluded.day, kept = excluded.kept`, name, kind, day, kept)
	return err
}

func updateReceipt(tx store.Tx, name, receipt string) error {
	_, err := tx.Exec("UPDATE privacy_erasure SET receipt = ? WHERE name = ?", receipt, name)
	return err
}

func selectErasure(tx store.Tx, receipt string) (e Erasure, kept string, ok bool, err error) {
	err = tx.QueryRow("SELECT kind, day, kept FROM privacy_erasure WHERE receipt = ?", receipt).Scan(&e.Kind, &e.Day, &kept)
	if errors.Is(err, sql.ErrNoRows) {
		return e, "", false, nil
	}
	return e, kept, err == nil, err
}

func selectErased(tx store.Tx, digest string) (yes bool, err error) {
	var n int
	err = tx.QueryRow("SELECT COUNT(*) FROM privacy_erasure WHERE name = ?", digest).Scan(&n)
	return n > 0, err
}

func selectForgotten(tx store.Tx) ([]string, error) {
	rows, err := tx.Query("SELECT name FROM privacy_erasure ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	return all, rows.Err()
}
