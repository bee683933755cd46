package seal

import "atelier/internal/base/store"

func selectKeys(tx store.Tx) ([]string, error) {
	rows, err := tx.Query("SELECT id FROM seal_key")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func insertKey(tx store.Tx, id, day string) error {
	_, err := tx.Exec("INSERT INTO seal_key (id, made) VALUES (?, ?)", id, day)
	return err
}
