package privacy

import "atelier/internal/base/store"

func selectSettings(tx store.Tx) (map[string]string, error) {
	rows, err := tx.Query("SELECT name, value FROM privacy_setting")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		all[name] = value
	}
	return all, rows.Err()
}

func upsertSetting(tx store.Tx, name, value string) error {
	_, err := tx.Exec("INSERT INTO privacy_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}
