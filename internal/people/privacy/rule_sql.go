package privacy

import (
	"encoding/json"

	"atelier/internal/base/store"
)

type ruleRow struct {
	days int
	held string
}

func selectRules(tx store.Tx) (map[string]ruleRow, error) {
	rows, err := tx.Query("SELECT record, days, held FROM privacy_rule")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]ruleRow{}
	for rows.Next() {
		var record string
		var one ruleRow
		if err := rows.Scan(&record, &one.days, &one.held); err != nil {
			return nil, err
		}
		all[record] = one
	}
	return all, rows.Err()
}

func upsertRule(tx store.Tx, record string, days int, held string) error {
	_, err := tx.Exec(`INSERT INTO privacy_rule (record, days, held) VALUES (?, ?, ?)
		ON CONFLICT (record) DO UPDATE SET days = excluded.days, held = excluded.held`, record, days, held)
	return err
}

func selectHolds(tx store.Tx) ([]Hold, error) {
	rows, err := tx.Query("SELECT name, why, day FROM privacy_hold ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Hold
	for rows.Next() {
		var h Hold
		if err := rows.Scan(&h.Name, &h.Why, &h.Day); err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, rows.Err()
}

func insertHold(tx store.Tx, h Hold) error {
	_, err := tx.Exec(`INSERT INTO privacy_hold (name, why, day) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET why = excluded.why`, h.Name, h.Why, h.Day)
	return err
}

func deleteHold(tx store.Tx, name string) error {
	_, err := tx.Exec("DELETE FROM privacy_hold WHERE name = ?", name)
	return err
}

func insertRun(tx store.Tx, id, day, detail string) error {
	_, err := tx.Exec("INSERT INTO privacy_run (id, day, detail) VALUES (?, ?, ?)", id, day, detail)
	return err
}

func selectRuns(tx store.Tx, most int) ([]Run, error) {
	rows, err := tx.Query("SELECT day, detail FROM privacy_run ORDER BY id DESC LIMIT ?", most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Run
	for rows.Next() {
		var run Run
		var detail string
		if err := rows.Scan(&run.Day, &detail); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(detail), &run.Receipts); err != nil {
			return nil, err
		}
		all = append(all, run)
	}
	return all, rows.Err()
}
