package mail

import (
	"database/sql"
	"errors"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

const entryColumns = "id, whom, name, address, topic, urgent, content, state, queued, tries, why, made, due, sent"

func insertEntry(tx store.Tx, e entry) error {
	var said any
	if e.content != nil && e.State != Unwanted {
		said = e.content.text()
	}
	_, err := tx.Exec("INSERT INTO mail_outbox ("+entryColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?, NULL)",
		e.ID, e.whom, e.to.name, e.to.Mail(), e.topic, number(e.urgent), said, string(e.State), number(e.queued), lang.Machine(e.Made), lang.Machine(e.Due))
	return err
}

// number is how truth is kept on both databases.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func scanEntry(scan func(...any) error) (e entry, err error) {
	var name, address, state, made, due string
	var urgent, queued int
	var said, sent sql.NullString
	if err := scan(&e.ID, &e.whom, &name, &address, &e.topic, &urgent, &said, &state, &queued, &e.Tries, &e.Why, &made, &due, &sent); err != nil {
		return entry{}, err
	}
	e.State, e.urgent, e.queued = State(state), urgent != 0, queued != 0
	if e.to, err = ParseAddress(name, address); err != nil {
		return entry{}, err
	}
	if said.Valid {
		c, err := readContent(said.String)
		if err != nil {
			return entry{}, err
		}
		e.content = &c
	}
	var wrong [3]error
	e.Made, wrong[0] = time.Parse(time.RFC3339, made)
	e.Due, wrong[1] = time.Parse(time.RFC3339, due)
	if sent.Valid {
		e.Sent, wrong[2] = time.Parse(time.RFC3339, sent.String)
	}
	return e, errors.Join(wrong[:]...)
}

func selectEntry(tx store.Tx, id string) (entry, error) {
	return scanEntry(tx.QueryRow("SELECT "+entryColumns+" FROM mail_outbox WHERE id = ?", id).Scan)
}

func selectEntries(tx store.Tx, where string, args ...any) (list []entry, err error) {
	rows, err := tx.Query("SELECT "+entryColumns+" FROM mail_outbox WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// selectPage lists the entries older than one, the newest first.
func selectPage(tx store.Tx, f Filter) ([]entry, error) {
	where, args := "id < ?", []any{f.Before}
	if f.Before == "" {
		args[0] = "~" // sorts after every id
	}
	if f.State != "" {
		where, args = where+" AND state = ?", append(args, string(f.State))
	}
	return selectEntries(tx, where+" ORDER BY id DESC LIMIT ?", append(args, f.Limit)...)
}

// selectStranded lists what waits without a job: there was no mail server.
func selectStranded(tx store.Tx) ([]entry, error) {
	return selectEntries(tx, "state = ? AND queued = 0 ORDER BY id", string(Waiting))
}

// selectHeld lists what somebody's digest is made of.
func selectHeld(tx store.Tx, whom string) ([]entry, error) {
	return selectEntries(tx, "whom = ? AND state = ? ORDER BY id", whom, string(Held))
}

func updateState(tx store.Tx, id string, s State, why string, tries int) error {
	_, err := tx.Exec("UPDATE mail_outbox SET state = ?, why = ?, tries = ? WHERE id = ?", string(s), why, tries, id)
	return err
}

func updateSent(tx store.Tx, id string, tries int, at time.Time) error {
	_, err := tx.Exec("UPDATE mail_outbox SET state = ?, why = '', tries = ?, sent = ?, content = CASE WHEN urgent = 1 THEN NULL ELSE content END WHERE id = ?",
		string(Sent), tries, lang.Machine(at), id)
	return err
}

func updateQueued(tx store.Tx, id string, queued bool) error {
	_, err := tx.Exec("UPDATE mail_outbox SET queued = ? WHERE id = ?", number(queued), id)
	return err
}

func updateDigested(tx store.Tx, id string) error {
	_, err := tx.Exec("UPDATE mail_outbox SET state = ?, content = NULL WHERE id = ?", string(Digested), id)
	return err
}

// blankSent takes away what was said before a moment, and what urgent messages said
// that did not arrive.
func blankSent(tx store.Tx, before time.Time) error {
	_, err := tx.Exec("UPDATE mail_outbox SET content = NULL WHERE content IS NOT NULL AND state NOT IN (?, ?) AND (sent < ? OR sent IS NULL AND due < ?)",
		string(Waiting), string(Held), lang.Machine(before), lang.Machine(before))
	return err
}

func countEntries(tx store.Tx) (map[State]int, error) {
	rows, err := tx.Query("SELECT state, count(*) FROM mail_outbox GROUP BY state")
	if err != nil {
		return nil, err
	}
	n := map[State]int{}
	for rows.Next() {
		var state string
		var many int
		if err := rows.Scan(&state, &many); err != nil {
			return nil, err
		}
		n[State(state)] = many
	}
	return n, rows.Err()
}
