package certificate

import "atelier/internal/base/store"

func selectKept(tx store.Tx, name string) (sealed string, err error) {
	err = tx.QueryRow("SELECT sealed FROM certificate_kept WHERE name = ?", name).Scan(&sealed)
	return sealed, err
}

func upsertKept(tx store.Tx, name, sealed string) error {
	_, err := tx.Exec("INSERT INTO certificate_kept (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed", name, sealed)
	return err
}

func deleteKept(tx store.Tx, name string) error {
	_, err := tx.Exec("DELETE FROM certificate_kept WHERE name = ?", name)
	return err
}
