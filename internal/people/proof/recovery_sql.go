package proof

import (
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func insertRecovery(tx store.Tx, secret string, id identity.PersonID, day string) error {
	_, err := tx.Exec("INSERT INTO proof_recovery (secret, person, made) VALUES (?, ?, ?)", secret, string(id), day)
	return err
}

func countRecovery(tx store.Tx, id identity.PersonID) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM proof_recovery WHERE person = ?", string(id)).Scan(&n)
	return n, err
}

// useRecovery deletes a code and says whether it was there.
func useRecovery(tx store.Tx, secret string, id identity.PersonID) (bool, error) {
	result, err := tx.Exec("DELETE FROM proof_recovery WHERE secret = ? AND person = ?", secret, string(id))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

func deleteRecovery(tx store.Tx, id identity.PersonID) error {
	_, err := tx.Exec("DELETE FROM proof_recovery WHERE person = ?", string(id))
	return err
}
