package delivery

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func selectAllowances(tx store.Tx, owner identity.Actor) ([]Allowance, error) {
	return manyAllowances(tx, "SELECT owner, course, share, by_whom, given FROM delivery_allowance WHERE owner = ? ORDER BY course", string(owner))
}

// selectAllowancesAfter are allowances in the order of course and owner, of one course or of all.
func selectAllowancesAfter(tx store.Tx, course, after string, most int) ([]Allowance, error) {
	return manyAllowances(tx, `SELECT owner, course, share, by_whom, given FROM delivery_allowance
		WHERE (? = '' OR course = ?) AND course || '/' || owner > ? ORDER BY course || '/' || owner LIMIT ?`, course, course, after, most)
}

func manyAllowances(tx store.Tx, query string, args ...any) (list []Allowance, err error) {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Allowance
		if err := rows.Scan((*string)(&a.Owner), &a.Course, (*int)(&a.Share), (*string)(&a.By), &a.Given); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

func selectShare(tx store.Tx, owner identity.Actor, course string) (s Share, err error) {
	err = tx.QueryRow("SELECT share FROM delivery_allowance WHERE owner = ? AND course = ?", string(owner), course).Scan((*int)(&s))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return s, err
}

func upsertAllowance(tx store.Tx, a Allowance) error {
	_, err := tx.Exec(`INSERT INTO delivery_allowance (owner, course, share, by_whom, given) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (owner, course) DO UPDATE SET share = excluded.share, by_whom = excluded.by_whom, given = excluded.given`,
		string(a.Owner), a.Course, int(a.Share), string(a.By), a.Given)
	return err
}

func deleteAllowance(tx store.Tx, owner identity.Actor, course string) error {
	_, err := tx.Exec("DELETE FROM delivery_allowance WHERE owner = ? AND course = ?", string(owner), course)
	return err
}

func upsertClock(tx store.Tx, owner identity.Actor, activity IRI, due int64) error {
	_, err := tx.Exec(`INSERT INTO delivery_clock (owner, activity, due) VALUES (?, ?, ?)
		ON CONFLICT (owner, activity) DO UPDATE SET due = excluded.due`, string(owner), string(activity), due)
	return err
}

func deleteClock(tx store.Tx, owner identity.Actor, activity IRI) error {
	_, err := tx.Exec("DELETE FROM delivery_clock WHERE owner = ? AND activity = ?", string(owner), string(activity))
	return err
}

// rewindClocks lets the open attempts of an owner be looked at anew.
func rewindClocks(tx store.Tx, owner identity.Actor) error {
	_, err := tx.Exec("UPDATE delivery_clock SET due = 0 WHERE owner = ?", string(owner))
	return err
}

// running is an open timed attempt whose time may be over.
type running struct {
	owner    identity.Actor
	activity IRI
}

func selectRunOut(tx store.Tx, before int64, most int) (list []running, err error) {
	rows, err := tx.Query("SELECT owner, activity FROM delivery_clock WHERE due < ? ORDER BY due, owner, activity LIMIT ?", before, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one running
		if err := rows.Scan((*string)(&one.owner), (*string)(&one.activity)); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// moveLimits gives allowances and clocks to another owner, whose own allowances hold.
func moveLimits(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec(`INSERT INTO delivery_allowance (owner, course, share, by_whom, given)
		SELECT ?, course, share, by_whom, given FROM delivery_allowance WHERE owner = ?
		ON CONFLICT (owner, course) DO NOTHING`, string(to), string(from))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO delivery_clock (owner, activity, due) SELECT ?, activity, 0 FROM delivery_clock WHERE owner = ?
		ON CONFLICT (owner, activity) DO UPDATE SET due = 0`, string(to), string(from))
	if err != nil {
		return err
	}
	return deleteLimits(tx, from)
}

func deleteLimits(tx store.Tx, owner identity.Actor) error {
	if _, err := tx.Exec("DELETE FROM delivery_allowance WHERE owner = ?", string(owner)); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM delivery_clock WHERE owner = ?", string(owner))
	return err
}
