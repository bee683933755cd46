package mail

import (
	"database/sql"
	"errors"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

func selectChoices(tx store.Tx, whom string) (map[string]Way, error) {
	rows, err := tx.Query("SELECT topic, way FROM mail_choice WHERE whom = ?", whom)
	if err != nil {
		return nil, err
	}
	ways := map[string]Way{}
	for rows.Next() {
		var topic, way string
		if err := rows.Scan(&topic, &way); err != nil {
			return nil, err
		}
		ways[topic] = Way(way)
	}
	return ways, rows.Err()
}

func upsertChoice(tx store.Tx, whom, topic string, w Way) error {
	_, err := tx.Exec("INSERT INTO mail_choice (whom, topic, way) VALUES (?, ?, ?) ON CONFLICT (whom, topic) DO UPDATE SET way = excluded.way", whom, topic, string(w))
	return err
}

// selectHours gives somebody's hours; false when they named none.
func selectHours(tx store.Tx, whom string) (h Hours, named bool, err error) {
	err = tx.QueryRow("SELECT zone, quiet_from, quiet_until, digest FROM mail_hours WHERE whom = ?", whom).Scan(&h.Zone, &h.QuietFrom, &h.QuietUntil, &h.Digest)
	if errors.Is(err, sql.ErrNoRows) {
		return Hours{}, false, nil
	}
	return h, err == nil, err
}

func upsertHours(tx store.Tx, whom string, h Hours) error {
	_, err := tx.Exec(`INSERT INTO mail_hours (whom, zone, quiet_from, quiet_until, digest) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (whom) DO UPDATE SET zone = excluded.zone, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, digest = excluded.digest`,
		whom, h.Zone, h.QuietFrom, h.QuietUntil, h.Digest)
	return err
}

func insertLeave(tx store.Tx, digest, whom, topic string, made time.Time) error {
	_, err := tx.Exec("INSERT INTO mail_leave (secret, whom, topic, made) VALUES (?, ?, ?, ?)", digest, whom, topic, lang.Machine(made))
	return err
}

// selectLeave finds whom a link is for; false when nobody has it.
func selectLeave(tx store.Tx, digest string) (whom, topic string, found bool, err error) {
	err = tx.QueryRow("SELECT whom, topic FROM mail_leave WHERE secret = ?", digest).Scan(&whom, &topic)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", false, nil
	}
	return whom, topic, err == nil, err
}

func deleteLeaves(tx store.Tx, before time.Time) error {
	_, err := tx.Exec("DELETE FROM mail_leave WHERE made < ?", lang.Machine(before))
	return err
}
