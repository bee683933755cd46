package identity

import "atelier/internal/base/store"

func selectUnused(tx store.Tx, before string) ([]Actor, error) {
	rows, err := tx.Query("SELECT actor FROM identity_device WHERE used < ? ORDER BY used", before)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Actor
	for rows.Next() {
		var actor string
		if err := rows.Scan(&actor); err != nil {
			return nil, err
		}
		all = append(all, Actor(actor))
	}
	return all, rows.Err()
}
