package delivery

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func selectProgress(tx store.Tx, owner identity.Actor) (map[IRI]Progress, error) {
	rows, err := tx.Query("SELECT activity, reached, scaled FROM delivery_progress WHERE owner = ?", string(owner))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[IRI]Progress{}
	for rows.Next() {
		var activity string
		var p Progress
		if err := rows.Scan(&activity, &p.Reach, &p.Scaled); err != nil {
			return nil, err
		}
		out[IRI(activity)] = p
	}
	return out, rows.Err()
}

// selectProgressOwners reads whose progress is kept, in the order of their names.
func selectProgressOwners(tx store.Tx, after identity.Actor, limit int) (all []identity.Actor, err error) {
	rows, err := tx.Query("SELECT DISTINCT owner FROM delivery_progress WHERE owner > ? ORDER BY owner LIMIT ?", string(after), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var owner identity.Actor
		if err := rows.Scan(&owner); err != nil {
			return nil, err
		}
		all = append(all, owner)
	}
	return all, rows.Err()
}

func selectProgressOf(tx store.Tx, owner identity.Actor, activity IRI) (p Progress, err error) {
	err = tx.QueryRow("SELECT reached, scaled FROM delivery_progress WHERE owner = ? AND activity = ?", string(owner), string(activity)).Scan(&p.Reach, &p.Scaled)
	if errors.Is(err, sql.ErrNoRows) {
		return Progress{}, nil
	}
	return p, err
}

func upsertProgress(tx store.Tx, owner identity.Actor, activity IRI, p Progress) error {
	_, err := tx.Exec(`INSERT INTO delivery_progress (owner, activity, reached, scaled) VALUES (?, ?, ?, ?)
		ON CONFLICT (owner, activity) DO UPDATE SET reached = excluded.reached, scaled = excluded.scaled`,
		string(owner), string(activity), int(p.Reach), p.Scaled)
	return err
}

// moveProgress gives progress to another owner; where both have some, the further
// one holds.
func moveProgress(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec(`INSERT INTO delivery_progress (owner, activity, reached, scaled)
		SELECT ?, activity, reached, scaled FROM delivery_progress WHERE owner = ?
		ON CONFLICT (owner, activity) DO UPDATE SET
			reached = CASE WHEN excluded.reached > delivery_progress.reached THEN excluded.reached ELSE delivery_progress.reached END,
			scaled = CASE WHEN excluded.scaled > delivery_progress.scaled THEN excluded.scaled ELSE delivery_progress.scaled END`,
		string(to), string(from))
	if err != nil {
		return err
	}
	return deleteProgress(tx, from)
}

func deleteProgress(tx store.Tx, owner identity.Actor) error {
	_, err := tx.Exec("DELETE FROM delivery_progress WHERE owner = ?", string(owner))
	return err
}
