package records

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
)

func selectDefinition(tx store.Tx, id string) ([]byte, error) {
	var definition string
	err := tx.QueryRow("SELECT definition FROM records_activity WHERE id = ?", id).Scan(&definition)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return []byte(definition), err
}

func upsertDefinition(tx store.Tx, id, iri string, definition []byte) error {
	_, err := tx.Exec(`INSERT INTO records_activity (id, iri, definition) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET definition = excluded.definition`, id, iri, string(definition))
	return err
}
