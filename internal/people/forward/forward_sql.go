package forward

import (
	"database/sql"
	"errors"
	"strings"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/records"
)

const targetColumns = "id, name, url, login, course, verbs, people, state, why, made, place, sent, sent_at, failed, tries, status, problem"

// The states of targets.
const (
	stateOn  = "on"
	stateOff = "off"
)

func stateOf(off bool) string {
	if off {
		return stateOff
	}
	return stateOn
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// moment is a time as it is kept.
func moment(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func timeOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func scanTarget(from interface{ Scan(...any) error }, more ...any) (t Target, err error) {
	var verbs, state string
	var people int
	var place, sentAt, failed int64
	err = from.Scan(append([]any{&t.ID, &t.Name, &t.URL, &t.Login, &t.Course, &verbs, &people, &state, &t.Why, &t.Made, &place, &t.Sent, &sentAt, &failed, &t.Tries, &t.Status, &t.Problem}, more...)...)
	t.Verbs, t.People, t.Off = strings.Fields(verbs), people != 0, state != stateOn
	t.Place, t.SentAt, t.Failed = records.Seq(place), timeOf(sentAt), timeOf(failed)
	return t, err
}

func insertTarget(tx store.Tx, t Target, sealed string) error {
	_, err := tx.Exec(`INSERT INTO forward_target (id, name, url, login, secret, course, verbs, people, state, why, made, place, sent, sent_at, failed, tries, status, problem, turn)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, 0, 0, 0, 0, 0, '', '')`,
		t.ID, t.Name, t.URL, t.Login, sealed, t.Course, strings.Join(t.Verbs, " "), number(t.People), stateOf(t.Off), t.Made, int64(t.Place))
	return err
}

func selectTarget(tx store.Tx, id string) (t Target, sealed string, ok bool, err error) {
	t, err = scanTarget(tx.QueryRow("SELECT "+targetColumns+", secret FROM forward_target WHERE id = ?", id), &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return t, "", false, nil
	}
	return t, sealed, err == nil, err
}

func selectTargets(tx store.Tx) (all []Target, err error) {
	rows, err := tx.Query("SELECT " + targetColumns + " FROM forward_target ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		t, err := scanTarget(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// updateTarget writes what people decide; how far it is, the run alone writes.
func updateTarget(tx store.Tx, t Target, sealed string) error {
	n, err := changed(tx.Exec(`UPDATE forward_target SET name = ?, url = ?, login = ?, course = ?, verbs = ?, people = ?, state = ?, why = ?, failed = ?, tries = ? WHERE id = ?`,
		t.Name, t.URL, t.Login, t.Course, strings.Join(t.Verbs, " "), number(t.People), stateOf(t.Off), t.Why, moment(t.Failed), t.Tries, t.ID))
	if err == nil && n == 0 {
		return noTarget()
	}
	if err != nil || sealed == "" {
		return err
	}
	_, err = tx.Exec("UPDATE forward_target SET secret = ? WHERE id = ?", sealed, t.ID)
	return err
}

func deleteTarget(tx store.Tx, id string) (int64, error) {
	if _, err := tx.Exec("DELETE FROM forward_dead WHERE target = ?", id); err != nil {
		return 0, err
	}
	return changed(tx.Exec("DELETE FROM forward_target WHERE id = ?", id))
}

func changed(done sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// takeTurn gives a run the target; what another run sends from now on does not count.
func takeTurn(tx store.Tx, id, turn string) error {
	_, err := tx.Exec("UPDATE forward_target SET turn = ? WHERE id = ?", turn, id)
	return err
}

// updateProgress writes how far a run is, and whether it still has the target.
func updateProgress(tx store.Tx, t Target, turn string) (bool, error) {
	n, err := changed(tx.Exec(`UPDATE forward_target SET place = ?, sent = ?, sent_at = ?, failed = ?, tries = ?, status = ?, problem = ? WHERE id = ? AND turn = ?`,
		int64(t.Place), t.Sent, moment(t.SentAt), moment(t.Failed), t.Tries, t.Status, t.Problem, t.ID, turn))
	return n > 0, err
}

// switchOff stops a target for a reason.
func switchOff(tx store.Tx, id, why string) error {
	_, err := tx.Exec("UPDATE forward_target SET state = ?, why = ? WHERE id = ?", stateOff, why, id)
	return err
}

func isOn(tx store.Tx, id string) (yes bool, err error) {
	var n int
	err = tx.QueryRow("SELECT COUNT(*) FROM forward_target WHERE id = ? AND state = ?", id, stateOn).Scan(&n)
	return n > 0, err
}

func upsertDead(tx store.Tx, target string, d Dead) error {
	_, err := tx.Exec(`INSERT INTO forward_dead (target, seq, statement, status, problem, made, again) VALUES (?, ?, ?, ?, ?, ?, 0)
		ON CONFLICT (target, seq) DO UPDATE SET status = excluded.status, problem = excluded.problem, made = excluded.made, again = 0`,
		target, int64(d.Seq), d.Statement, d.Status, d.Problem, d.Made.UnixMilli())
	return err
}

func deleteDead(tx store.Tx, target string, seq records.Seq) error {
	_, err := tx.Exec("DELETE FROM forward_dead WHERE target = ? AND seq = ?", target, int64(seq))
	return err
}

func markAgain(tx store.Tx, target string) error {
	_, err := tx.Exec("UPDATE forward_dead SET again = 1 WHERE target = ?", target)
	return err
}

// selectDead reads dead letters in their order; again are those alone that are to be sent once more.
func selectDead(tx store.Tx, target string, after records.Seq, again bool, most int) (all []Dead, err error) {
	rows, err := tx.Query("SELECT seq, statement, status, problem, made, again FROM forward_dead WHERE target = ? AND seq > ? AND again >= ? ORDER BY seq LIMIT ?", target, int64(after), number(again), most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var d Dead
		var made int64
		var once int
		if err := rows.Scan(&d.Seq, &d.Statement, &d.Status, &d.Problem, &made, &once); err != nil {
			return nil, err
		}
		d.Made, d.Again = timeOf(made), once != 0
		all = append(all, d)
	}
	return all, rows.Err()
}
