package proof

import (
	"database/sql"
	"errors"
	"time"

	"atelier/internal/base/store"
)

// none turns the driver's word for no row into ours.
func none(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errNone
	}
	return err
}

type ceremonyRow struct {
	id, kind, session, person, data string
	ends                            time.Time
}

func insertCeremony(tx store.Tx, c ceremonyRow) error {
	_, err := tx.Exec("INSERT INTO proof_ceremony (id, kind, session, person, data, ends) VALUES (?, ?, ?, ?, ?, ?)",
		c.id, c.kind, c.session, c.person, c.data, c.ends.UnixMilli())
	return err
}

const selectCeremonies = "SELECT id, kind, session, person, data, ends FROM proof_ceremony WHERE "

func scanCeremony(row *store.Row) (c ceremonyRow, err error) {
	var ends int64
	err = row.Scan(&c.id, &c.kind, &c.session, &c.person, &c.data, &ends)
	c.ends = time.UnixMilli(ends)
	return c, none(err)
}

func selectCeremony(tx store.Tx, id string) (ceremonyRow, error) {
	return scanCeremony(tx.QueryRow(selectCeremonies+"id = ?", id))
}

func selectPending(tx store.Tx, session, kind string, now time.Time) (ceremonyRow, error) {
	return scanCeremony(tx.QueryRow(selectCeremonies+"session = ? AND kind = ? AND ends > ? ORDER BY ends DESC LIMIT 1", session, kind, now.UnixMilli()))
}

func deleteCeremony(tx store.Tx, id string) error {
	_, err := tx.Exec("DELETE FROM proof_ceremony WHERE id = ?", id)
	return err
}

func deletePending(tx store.Tx, session, kind string) error {
	_, err := tx.Exec("DELETE FROM proof_ceremony WHERE session = ? AND kind = ?", session, kind)
	return err
}
