package privacy

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
)

func selectSetting(tx store.Tx, name string) (value string, err error) {
	err = tx.QueryRow("SELECT value FROM privacy_setting WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func upsertSetting(tx store.Tx, name, value string) error {
	_, err := tx.Exec("INSERT INTO privacy_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}
