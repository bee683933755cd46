package records

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
)

func selectCounted(tx store.Tx) (t tally, err error) {
	err = tx.QueryRow("SELECT before, statements FROM records_counted WHERE name = 'all'").Scan(&t.before, &t.statements)
	if errors.Is(err, sql.ErrNoRows) {
		return tally{}, nil
	}
	return t, err
}

func upsertCounted(tx store.Tx, t tally) error {
	_, err := tx.Exec(`INSERT INTO records_counted (name, before, statements) VALUES ('all', ?, ?)
		ON CONFLICT (name) DO UPDATE SET before = excluded.before, statements = excluded.statements`, int64(t.before), t.statements)
	return err
}

// deleteCounted is for when statements change their places.
func deleteCounted(tx store.Tx) error {
	_, err := tx.Exec("DELETE FROM records_counted")
	return err
}

func countAll(tx store.Tx) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM records_statement").Scan(&n)
	return n, err
}

// countStatements counts those with places from one on and before another.
func countStatements(tx store.Tx, from, until Seq) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM records_statement WHERE seq >= ? AND seq < ?", int64(from), int64(until)).Scan(&n)
	return n, err
}
