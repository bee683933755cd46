package identity

import (
	"strings"

	"atelier/internal/base/store"
)

const keyColumns = "id, name, scopes, person, course, made, used, ended"

func scanKey(from row, more ...any) (k Key, err error) {
	var scopes, person string
	err = from.Scan(append([]any{&k.ID, &k.Name, &scopes, &person, &k.Course, &k.Made, &k.Used, &k.Ended}, more...)...)
	k.Scopes, k.Person = strings.Fields(scopes), PersonID(person)
	return k, err
}

func insertKey(tx store.Tx, k Key, d digest) error {
	_, err := tx.Exec("INSERT INTO identity_key (id, secret, name, scopes, person, course, made, used, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		k.ID, string(d), k.Name, strings.Join(k.Scopes, " "), string(k.Person), k.Course, k.Made, k.Used, k.Ended)
	return err
}

func selectKey(tx store.Tx, id string) (k Key, d digest, err error) {
	var secret string
	k, err = scanKey(tx.QueryRow("SELECT "+keyColumns+", secret FROM identity_key WHERE id = ?", id), &secret)
	return k, digest(secret), err
}

func selectKeys(tx store.Tx) (all []Key, err error) {
	rows, err := tx.Query("SELECT " + keyColumns + " FROM identity_key ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		k, err := scanKey(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, rows.Err()
}

func updateKeyUsed(tx store.Tx, id, day string) error {
	_, err := tx.Exec("UPDATE identity_key SET used = ? WHERE id = ? AND used <> ?", day, id, day)
	return err
}

// endKey says whether the key held until now.
func endKey(tx store.Tx, id, day string) (bool, error) {
	return changed(tx.Exec("UPDATE identity_key SET ended = ? WHERE id = ? AND ended = ''", day, id))
}
