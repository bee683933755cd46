package identity

import (
	"database/sql"
	"errors"

	"atelier/internal/base/store"
)

// errNone says that there is no such device.
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

// deleteDevice removes a device and gives its digest; an unknown one is no error.
func deleteDevice(tx store.Tx, actor Actor) (digest, error) {
	var d string
	err := tx.QueryRow("SELECT secret FROM identity_device WHERE actor = ?", string(actor)).Scan(&d)
	if errors.Is(err, errNone) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	_, err = tx.Exec("DELETE FROM identity_device WHERE actor = ?", string(actor))
	return digest(d), err
}
