package report

import (
	"encoding/json"

	"atelier/internal/base/store"
)

// selectTold is of how many people each wording of a check was last told.
func selectTold(tx store.Tx, check string) (map[series]int, error) {
	return peopleBySeries(tx, "SELECT question, version, language, people FROM report_item WHERE asked_in = ?", check)
}

// countAnswers is how many people answered each wording of a check.
func countAnswers(tx store.Tx, check string) (map[series]int, error) {
	return peopleBySeries(tx, "SELECT question, version, language, COUNT(*) FROM report_answer WHERE asked_in = ? GROUP BY question, version, language", check)
}

// peopleBySeries reads numbers of people by wording and language.
func peopleBySeries(tx store.Tx, query, check string) (map[series]int, error) {
	rows, err := tx.Query(query, check)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[series]int{}
	for rows.Next() {
		var s series
		var n int
		if err := rows.Scan(&s.question, &s.version, &s.language, &n); err != nil {
			return nil, err
		}
		out[s] = n
	}
	return out, rows.Err()
}

// upsertItem leaves what was told of almost as many people, by another node just now.
func upsertItem(tx store.Tx, check string, p PublishedItem) error {
	body, err := json.Marshal(p.Item)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO report_item (question, version, language, asked_in, people, day, body) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (question, version, language) DO UPDATE SET asked_in = excluded.asked_in, people = excluded.people, day = excluded.day, body = excluded.body
		WHERE excluded.people >= report_item.people + ?`,
		p.ID, p.Version, string(p.Language), check, p.N, p.Day, string(body), Few)
	return err
}

// selectItems is what is told of the questions of a check.
func selectItems(tx store.Tx, check string) (all []PublishedItem, err error) {
	rows, err := tx.Query("SELECT language, day, body FROM report_item WHERE asked_in = ? ORDER BY question, language, day DESC, version", check)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p PublishedItem
		var body []byte
		if err := rows.Scan(&p.Language, &p.Day, &body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &p.Item); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// selectCompared is of how many people in each language comparisons were last told.
func selectCompared(tx store.Tx, check string) (map[compared][2]int, error) {
	rows, err := tx.Query("SELECT question, version, first_language, second_language, first_people, second_people FROM report_comparison WHERE asked_in = ?", check)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[compared][2]int{}
	for rows.Next() {
		var c compared
		var n [2]int
		if err := rows.Scan(&c.question, &c.version, &c.first, &c.second, &n[0], &n[1]); err != nil {
			return nil, err
		}
		out[c] = n
	}
	return out, rows.Err()
}

// upsertComparison is as upsertItem.
func upsertComparison(tx store.Tx, check string, p PublishedComparison) error {
	body, err := json.Marshal(p.Comparison)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO report_comparison (question, version, first_language, second_language, asked_in, first_people, second_people, day, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (question, version, first_language, second_language) DO UPDATE SET asked_in = excluded.asked_in,
			first_people = excluded.first_people, second_people = excluded.second_people, day = excluded.day, body = excluded.body
		WHERE excluded.first_people >= report_comparison.first_people + ? AND excluded.second_people >= report_comparison.second_people + ?`,
		p.ID, p.Version, string(p.First), string(p.Second), check, p.N[0], p.N[1], p.Day, string(body), Few, Few)
	return err
}

// selectComparisons is what is told of the questions of a check in two languages.
func selectComparisons(tx store.Tx, check string) (all []PublishedComparison, err error) {
	rows, err := tx.Query("SELECT first_language, second_language, day, body FROM report_comparison WHERE asked_in = ? ORDER BY question, day DESC, first_language, second_language", check)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p PublishedComparison
		var body []byte
		if err := rows.Scan(&p.First, &p.Second, &p.Day, &body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &p.Comparison); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}
