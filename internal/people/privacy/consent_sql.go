package privacy

import "atelier/internal/base/store"

type consentRow struct{ purpose, version, given, ends, withdrawn string }

func selectConsents(tx store.Tx, person string) ([]consentRow, error) {
	rows, err := tx.Query("SELECT purpose, version, given, ends, withdrawn FROM privacy_consent WHERE person = ? ORDER BY given", person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []consentRow
	for rows.Next() {
		var c consentRow
		if err := rows.Scan(&c.purpose, &c.version, &c.given, &c.ends, &c.withdrawn); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func insertConsent(tx store.Tx, person string, c consentRow) error {
	_, err := tx.Exec(`INSERT INTO privacy_consent (person, purpose, version, given, ends, withdrawn) VALUES (?, ?, ?, ?, ?, '')
		ON CONFLICT (person, purpose, given) DO UPDATE SET withdrawn = ''`,
		person, c.purpose, c.version, c.given, c.ends)
	return err
}

func updateWithdrawn(tx store.Tx, person, purpose, day string) error {
	_, err := tx.Exec("UPDATE privacy_consent SET withdrawn = ? WHERE person = ? AND purpose = ? AND withdrawn = ''", day, person, purpose)
	return err
}
