package credential

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

const certificateColumns = "id, code, holder, course, version, achievement, done, issued, expires, list, place, shown, revoked, reason"

type scanner interface{ Scan(...any) error }

func scanCertificate(from scanner) (c Certificate, err error) {
	var issued, revoked int64
	var shown int
	var reason string
	err = from.Scan(&c.ID, &c.Code, (*string)(&c.Holder), &c.Course, &c.Version, &c.Achievement, &c.Done, &issued, &c.Expires, &c.List, &c.Place, &shown, &revoked, &reason)
	if err != nil {
		return c, err
	}
	c.Issued, c.Shown = time.UnixMilli(issued).UTC(), shown == 1
	if revoked != 0 {
		c.Revoked = time.UnixMilli(revoked).UTC()
	}
	return c, json.Unmarshal([]byte(reason), &c.Reason)
}

func oneCertificate(tx store.Tx, where string, args ...any) (Certificate, bool, error) {
	c, err := scanCertificate(tx.QueryRow("SELECT "+certificateColumns+" FROM credential_certificate WHERE "+where, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return Certificate{}, false, nil
	}
	return c, err == nil, err
}

func selectCertificate(tx store.Tx, id string) (Certificate, bool, error) {
	return oneCertificate(tx, "id = ?", id)
}

func selectByCode(tx store.Tx, code string) (Certificate, bool, error) {
	return oneCertificate(tx, "code = ?", code)
}

func selectHeld(tx store.Tx, holder identity.Actor, course, version string) (Certificate, bool, error) {
	return oneCertificate(tx, "holder = ? AND course = ? AND version = ?", string(holder), course, version)
}

func selectOf(tx store.Tx, holder identity.Actor) ([]Certificate, error) {
	return manyCertificates(tx, "SELECT "+certificateColumns+" FROM credential_certificate WHERE holder = ? ORDER BY id DESC", string(holder))
}

func selectCertificates(tx store.Tx, f Filter) ([]Certificate, error) {
	among, args := "", []any{f.Code, f.Code, f.After, f.After}
	if len(f.Courses) > 0 {
		among = " AND course IN (?" + strings.Repeat(", ?", len(f.Courses)-1) + ")"
		for _, key := range f.Courses {
			args = append(args, key)
		}
	}
	return manyCertificates(tx, "SELECT "+certificateColumns+" FROM credential_certificate WHERE (? = '' OR code = ?) AND (? = '' OR id < ?)"+among+" ORDER BY id DESC LIMIT ?",
		append(args, f.Most)...)
}

func manyCertificates(tx store.Tx, query string, args ...any) (list []Certificate, err error) {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scanCertificate(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

func insertCertificate(tx store.Tx, c Certificate) error {
	_, err := tx.Exec("INSERT INTO credential_certificate ("+certificateColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '{}')",
		c.ID, c.Code, string(c.Holder), c.Course, c.Version, c.Achievement, c.Done, c.Issued.UnixMilli(), c.Expires, c.List, c.Place)
	return err
}

func updateTerm(tx store.Tx, c Certificate) error {
	_, err := tx.Exec("UPDATE credential_certificate SET done = ?, issued = ?, expires = ? WHERE id = ?", c.Done, c.Issued.UnixMilli(), c.Expires, c.ID)
	return err
}

// selectLapsing are certificates whose last day is within two days, of which their holders were not written to.
func selectLapsing(tx store.Tx, from, until string, most int) ([]Certificate, error) {
	return manyCertificates(tx, "SELECT "+certificateColumns+` FROM credential_certificate
		WHERE expires >= ? AND expires <= ? AND reminded <> expires AND revoked = 0 AND holder <> id ORDER BY id LIMIT ?`, from, until, most)
}

func noteReminded(tx store.Tx, c Certificate) error {
	_, err := tx.Exec("UPDATE credential_certificate SET reminded = expires WHERE id = ?", c.ID)
	return err
}

func updateShown(tx store.Tx, id string, show bool) error {
	shown := 0
	if show {
		shown = 1
	}
	_, err := tx.Exec("UPDATE credential_certificate SET shown = ? WHERE id = ?", shown, id)
	return err
}

func updateRevoked(tx store.Tx, c Certificate) error {
	reason, err := json.Marshal(c.Reason)
	if err == nil {
		_, err = tx.Exec("UPDATE credential_certificate SET revoked = ?, reason = ? WHERE id = ?", c.Revoked.UnixMilli(), string(reason), c.ID)
	}
	return err
}

func updateHolder(tx store.Tx, id string, holder identity.Actor) error {
	_, err := tx.Exec("UPDATE credential_certificate SET holder = ? WHERE id = ?", string(holder), id)
	return err
}

// forgetHolder leaves the certificates of an actor without a holder: each is then held by itself.
func forgetHolder(tx store.Tx, holder identity.Actor) error {
	_, err := tx.Exec("UPDATE credential_certificate SET holder = id, shown = 0, reason = '{}' WHERE holder = ?", string(holder))
	return err
}

func countCertificates(tx store.Tx) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM credential_certificate").Scan(&n)
	return n, err
}

func selectTaken(tx store.Tx, list, place int) (bool, error) {
	var n int
	err := tx.QueryRow("SELECT COUNT(*) FROM credential_certificate WHERE list = ? AND place = ?", list, place).Scan(&n)
	return n > 0, err
}

// selectWithdrawn are the places of a list whose certificates were withdrawn.
func selectWithdrawn(tx store.Tx, list int) (places []int, err error) {
	rows, err := tx.Query("SELECT place FROM credential_certificate WHERE list = ? AND revoked <> 0 ORDER BY place", list)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		places = append(places, n)
	}
	return places, rows.Err()
}

func selectMonths(tx store.Tx, course string) (months int, err error) {
	err = tx.QueryRow("SELECT months FROM credential_rule WHERE course = ?", course).Scan(&months)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return months, err
}

func upsertMonths(tx store.Tx, course string, months int) error {
	_, err := tx.Exec("INSERT INTO credential_rule (course, months) VALUES (?, ?) ON CONFLICT (course) DO UPDATE SET months = excluded.months", course, months)
	return err
}

// Achievements.

func insertAchievement(tx store.Tx, a Achievement, made string) error {
	text, err := json.Marshal(a.said)
	if err == nil {
		_, err = tx.Exec("INSERT INTO credential_achievement (id, course, version, text, made) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING", a.ID, a.Course, a.Version, string(text), made)
	}
	return err
}

func selectAchievement(tx store.Tx, id string) (a Achievement, ok bool, err error) {
	var text string
	err = tx.QueryRow("SELECT id, course, version, text FROM credential_achievement WHERE id = ?", id).Scan(&a.ID, &a.Course, &a.Version, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &a.said)
	}
	return a, err == nil, err
}
