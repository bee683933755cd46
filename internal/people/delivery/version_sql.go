package delivery

import (
	"database/sql"
	"errors"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// changed notes, in the transaction that changes an owner's standing, that what other nodes remember of it is old. A
// database that no other node can change needs no note.
func (r *Room) changed(tx store.Tx, owner identity.Actor) error {
	if !r.DB.Shared() {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO delivery_version (owner, version) VALUES (?, ?)
		ON CONFLICT (owner) DO UPDATE SET version = excluded.version`, string(owner), clock.NewID())
	return err
}

// selectVersion is the word of an owner; empty when nothing changed yet.
func selectVersion(tx store.Tx, owner identity.Actor) (version string, err error) {
	err = tx.QueryRow("SELECT version FROM delivery_version WHERE owner = ?", string(owner)).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return version, err
}

func deleteVersion(tx store.Tx, owner identity.Actor) error {
	_, err := tx.Exec("DELETE FROM delivery_version WHERE owner = ?", string(owner))
	return err
}
