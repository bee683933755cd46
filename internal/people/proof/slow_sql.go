package proof

import (
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func selectSlow(tx store.Tx, id identity.PersonID, way string) (wrong int, until time.Time, err error) {
	var waits int64
	err = tx.QueryRow("SELECT wrong, waits FROM proof_slow WHERE person = ? AND way = ?", string(id), way).Scan(&wrong, &waits)
	return wrong, time.UnixMilli(waits), none(err)
}

func putSlow(tx store.Tx, id identity.PersonID, way string, wrong int, until time.Time) error {
	_, err := tx.Exec("INSERT INTO proof_slow (person, way, wrong, waits) VALUES (?, ?, ?, ?) ON CONFLICT (person, way) DO UPDATE SET wrong = excluded.wrong, waits = excluded.waits",
		string(id), way, wrong, until.UnixMilli())
	return err
}

func deleteSlow(tx store.Tx, id identity.PersonID, way string) error {
	_, err := tx.Exec("DELETE FROM proof_slow WHERE person = ? AND way = ?", string(id), way)
	return err
}
