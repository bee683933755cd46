package identity

import (
	"database/sql"

	"atelier/internal/base/store"
)

// errNone says that there is no such row.
var errNone = sql.ErrNoRows

func insertDevice(tx store.Tx, actor Actor, d digest, day string) error {
	_, err := tx.Exec("INSERT INTO identity_device (actor, secret, made, used) VALUES (?, ?, ?, ?)", string(actor), string(d), day, day)
	return err
}

func deviceUsed(tx store.Tx, actor Actor, day string) error {
	_, err := tx.Exec("UPDATE identity_device SET used = ? WHERE actor = ? AND used <> ?", day, string(actor), day)
	return err
}

func selectDevice(tx store.Tx, d digest) (Actor, error) {
	var actor string
	err := tx.QueryRow("SELECT actor FROM identity_device WHERE secret = ?", string(d)).Scan(&actor)
	return Actor(actor), err
}

// deleteDevice removes a device; an unknown one is no error.
func deleteDevice(tx store.Tx, actor Actor) error {
	_, err := tx.Exec("DELETE FROM identity_device WHERE actor = ?", string(actor))
	return err
}
