package delivery

import (
	"regexp"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// onceField is the field of a form with a name that its sender gave the act, so that it is known again when it arrives
// a second time because the first answer was lost.
const onceField = "once"

var onceForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// onceDays is how long the names of acts are known, in days: longer than a device is likely to hold them back.
const onceDays = 180

// selectOnce says whether an act was done before.
func selectOnce(tx store.Tx, owner identity.Actor, act string) (done bool, err error) {
	var n int
	err = tx.QueryRow("SELECT COUNT(*) FROM delivery_once WHERE owner = ? AND act = ?", string(owner), act).Scan(&n)
	return n > 0, err
}

// insertOnce notes that an act was done on a day, and forgets those of the owner that are older than before.
func insertOnce(tx store.Tx, owner identity.Actor, act, day, before string) error {
	if _, err := tx.Exec("INSERT INTO delivery_once (owner, act, day) VALUES (?, ?, ?)", string(owner), act, day); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM delivery_once WHERE owner = ? AND day < ?", string(owner), before)
	return err
}

// moveOnce gives the names of acts to another owner.
func moveOnce(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec(`INSERT INTO delivery_once (owner, act, day) SELECT ?, act, day FROM delivery_once WHERE owner = ?
		ON CONFLICT (owner, act) DO NOTHING`, string(to), string(from))
	if err != nil {
		return err
	}
	return deleteOnce(tx, from)
}

func deleteOnce(tx store.Tx, owner identity.Actor) error {
	_, err := tx.Exec("DELETE FROM delivery_once WHERE owner = ?", string(owner))
	return err
}
