package privacy

import "atelier/internal/base/store"

func addViews(tx store.Tx, c cell, n int) error {
	_, err := tx.Exec(`INSERT INTO privacy_view (day, page, language, n) VALUES (?, ?, ?, ?)
		ON CONFLICT (day, page, language) DO UPDATE SET n = privacy_view.n + excluded.n`, c.day, c.page, c.language, n)
	return err
}

func deleteFew(tx store.Tx, before string, few int) error {
	_, err := tx.Exec("DELETE FROM privacy_view WHERE day < ? AND n < ?", before, few)
	return err
}

// sumViews adds up the cells that are large enough, by one of their columns.
func sumViews(tx store.Tx, column string, f ViewFilter, today string, few int) ([]Viewed, error) {
	condition, args := "n >= ? AND day < ?", []any{few, today}
	for _, one := range []struct{ sign, value string }{{"day >= ?", f.From}, {"day <= ?", f.To}, {"page = ?", f.Page}, {"language = ?", f.Language}} {
		if one.value != "" {
			condition += " AND " + one.sign
			args = append(args, one.value)
		}
	}
	rows, err := tx.Query("SELECT "+column+", CAST(SUM(n) AS INTEGER) FROM privacy_view WHERE "+condition+" GROUP BY "+column+" ORDER BY "+column, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Viewed
	for rows.Next() {
		var v Viewed
		if err := rows.Scan(&v.Name, &v.N); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
