package credential

import (
	"database/sql"
	"encoding/base64"
	"errors"

	"atelier/internal/base/store"
)

func scanKey(from scanner) (k Key, err error) {
	var public string
	if err := from.Scan(&k.ID, &public, &k.sealed, &k.Made, &k.Ended); err != nil {
		return k, err
	}
	k.Public, err = base64.StdEncoding.DecodeString(public)
	return k, err
}

func selectSigner(tx store.Tx) (Key, bool, error) {
	k, err := scanKey(tx.QueryRow("SELECT id, public, private, made, ended FROM credential_key WHERE ended = '' ORDER BY id LIMIT 1"))
	if errors.Is(err, sql.ErrNoRows) {
		return Key{}, false, nil
	}
	return k, err == nil, err
}

func selectKeys(tx store.Tx) (list []Key, err error) {
	rows, err := tx.Query("SELECT id, public, private, made, ended FROM credential_key ORDER BY CASE WHEN ended = '' THEN 0 ELSE 1 END, ended DESC, id DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		k, err := scanKey(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, rows.Err()
}

func insertKey(tx store.Tx, k Key, public string) error {
	_, err := tx.Exec("INSERT INTO credential_key (id, public, private, made, ended) VALUES (?, ?, ?, ?, '')", k.ID, public, k.sealed, k.Made)
	return err
}

func endKeys(tx store.Tx, day string) error {
	_, err := tx.Exec("UPDATE credential_key SET ended = ? WHERE ended = ''", day)
	return err
}

func resealKey(tx store.Tx, id, sealed string) error {
	_, err := tx.Exec("UPDATE credential_key SET private = ? WHERE id = ?", sealed, id)
	return err
}
