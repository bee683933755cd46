package proof

import (
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

type totpRow struct {
	person     identity.PersonID
	secret     string // sealed
	step       int64
	made, used string
}

func selectTOTP(tx store.Tx, id identity.PersonID) (row totpRow, err error) {
	row.person = id
	err = tx.QueryRow("SELECT secret, step, made, used FROM proof_totp WHERE person = ?", string(id)).Scan(&row.secret, &row.step, &row.made, &row.used)
	return row, none(err)
}

func putTOTP(tx store.Tx, row totpRow) error {
	_, err := tx.Exec("INSERT INTO proof_totp (person, secret, step, made, used) VALUES (?, ?, ?, ?, ?) "+
		"ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, step = excluded.step, made = excluded.made, used = excluded.used",
		string(row.person), row.secret, row.step, row.made, row.used)
	return err
}

func deleteTOTP(tx store.Tx, id identity.PersonID) error {
	_, err := tx.Exec("DELETE FROM proof_totp WHERE person = ?", string(id))
	return err
}

func selectTOTPs(tx store.Tx) (list []totpRow, err error) {
	rows, err := tx.Query("SELECT person, secret FROM proof_totp ORDER BY person")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var row totpRow
		var person string
		if err := rows.Scan(&person, &row.secret); err != nil {
			return nil, err
		}
		row.person = identity.PersonID(person)
		list = append(list, row)
	}
	return list, rows.Err()
}

// resealTOTP changes nothing when the secret became another one in the meantime.
func resealTOTP(tx store.Tx, id identity.PersonID, old, fresh string) error {
	_, err := tx.Exec("UPDATE proof_totp SET secret = ? WHERE person = ? AND secret = ?", fresh, string(id), old)
	return err
}
