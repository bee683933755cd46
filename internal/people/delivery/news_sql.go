package delivery

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// told is how far learners were written to about a release.
type told struct {
	number int
	after  identity.Actor
	done   bool
}

// selectTold is how far that is for a course; false when nobody was ever written to.
func selectTold(tx store.Tx, course string) (t told, known bool, err error) {
	var done int
	err = tx.QueryRow("SELECT number, after, done FROM delivery_told WHERE course = ?", course).Scan(&t.number, (*string)(&t.after), &done)
	if errors.Is(err, sql.ErrNoRows) {
		return told{}, false, nil
	}
	t.done = done == 1
	return t, err == nil, err
}

func upsertTold(tx store.Tx, course string, t told) error {
	done := 0
	if t.done {
		done = 1
	}
	_, err := tx.Exec(`INSERT INTO delivery_told (course, number, after, done) VALUES (?, ?, ?, ?)
		ON CONFLICT (course) DO UPDATE SET number = excluded.number, after = excluded.after, done = excluded.done`, course, t.number, string(t.after), done)
	return err
}

// selectLearners are owners of progress in the activities of a course, after one of them, in their order.
func selectLearners(tx store.Tx, course string, after identity.Actor, most int) ([]identity.Actor, error) {
	// As in eachProgress: "$" is the next sign after "#".
	rows, err := tx.Query("SELECT DISTINCT owner FROM delivery_progress WHERE owner > ? AND activity >= ? AND activity < ? ORDER BY owner LIMIT ?",
		string(after), course+"#", course+"$", most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []identity.Actor
	for rows.Next() {
		var owner identity.Actor
		if err := rows.Scan((*string)(&owner)); err != nil {
			return nil, err
		}
		out = append(out, owner)
	}
	return out, rows.Err()
}
