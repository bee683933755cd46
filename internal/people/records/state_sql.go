package records

import (
	"database/sql"
	"encoding/json"
	"errors"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func selectStates(tx store.Tx, owner identity.Actor) ([]State, error) {
	rows, err := tx.Query("SELECT activity, name, body FROM records_state WHERE owner = ? ORDER BY activity, name", string(owner))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []State
	for rows.Next() {
		var s State
		var body []byte
		if err := rows.Scan(&s.Activity, &s.Name, &body); err != nil {
			return nil, err
		}
		s.Body = body
		out = append(out, s)
	}
	return out, rows.Err()
}

func selectState(tx store.Tx, owner identity.Actor, activity, name string) (json.RawMessage, error) {
	var body []byte
	err := tx.QueryRow("SELECT body FROM records_state WHERE owner = ? AND activity = ? AND name = ?", string(owner), activity, name).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return body, err
}

func upsertState(tx store.Tx, owner identity.Actor, s State, stored string) error {
	_, err := tx.Exec(`INSERT INTO records_state (owner, activity, name, body, stored) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (owner, activity, name) DO UPDATE SET body = excluded.body, stored = excluded.stored`,
		string(owner), s.Activity, s.Name, string(s.Body), stored)
	return err
}

func moveStates(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec(`UPDATE records_state SET owner = ? WHERE owner = ? AND NOT EXISTS (
		SELECT 1 FROM records_state AS other WHERE other.owner = ? AND other.activity = records_state.activity AND other.name = records_state.name)`,
		string(to), string(from), string(to))
	if err != nil {
		return err
	}
	return deleteStates(tx, from)
}

func deleteStates(tx store.Tx, owner identity.Actor) error {
	_, err := tx.Exec("DELETE FROM records_state WHERE owner = ?", string(owner))
	return err
}
