package proof

import (
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// passkeyRow is a passkey with what the library keeps of it.
type passkeyRow struct {
	Passkey
	person     identity.PersonID
	credential string // JSON
}

// mark names a passkey in the audit trail, without the credential's whole id.
func (p passkeyRow) mark() string { return digestOf(p.ID)[:12] }

func insertPasskey(tx store.Tx, p passkeyRow) error {
	_, err := tx.Exec("INSERT INTO proof_passkey (id, person, name, credential, made, used) VALUES (?, ?, ?, ?, ?, ?)",
		p.ID, string(p.person), p.Name, p.credential, p.Made, p.Used)
	return err
}

func countPasskeys(tx store.Tx, id identity.PersonID) (n int, err error) {
	err = tx.QueryRow("SELECT COUNT(*) FROM proof_passkey WHERE person = ?", string(id)).Scan(&n)
	return n, err
}

func selectPasskey(tx store.Tx, id string) (p passkeyRow, err error) {
	var person string
	err = tx.QueryRow("SELECT id, person, name, credential, made, used FROM proof_passkey WHERE id = ?", id).
		Scan(&p.ID, &person, &p.Name, &p.credential, &p.Made, &p.Used)
	p.person = identity.PersonID(person)
	return p, none(err)
}

func selectPasskeys(tx store.Tx, id identity.PersonID) (list []passkeyRow, err error) {
	rows, err := tx.Query("SELECT id, name, credential, made, used FROM proof_passkey WHERE person = ? ORDER BY made, id", string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p := passkeyRow{person: id}
		if err := rows.Scan(&p.ID, &p.Name, &p.credential, &p.Made, &p.Used); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

func updatePasskey(tx store.Tx, id, credential, day string) error {
	_, err := tx.Exec("UPDATE proof_passkey SET credential = ?, used = ? WHERE id = ?", credential, day, id)
	return err
}

func renamePasskey(tx store.Tx, id, name string) error {
	_, err := tx.Exec("UPDATE proof_passkey SET name = ? WHERE id = ?", name, id)
	return err
}

func deletePasskey(tx store.Tx, id string) error {
	_, err := tx.Exec("DELETE FROM proof_passkey WHERE id = ?", id)
	return err
}

func deletePasskeys(tx store.Tx, id identity.PersonID) error {
	_, err := tx.Exec("DELETE FROM proof_passkey WHERE person = ?", string(id))
	return err
}
