package records

import (
	"encoding/json"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

type statementRow struct {
	seq  Seq
	body []byte
}

func insertStatement(tx store.Tx, id string, owner identity.Actor, body []byte) error {
	_, err := tx.Exec("INSERT INTO records_statement (id, owner, body) VALUES (?, ?, ?)", id, string(owner), string(body))
	return err
}

func selectStatements(tx store.Tx, owner identity.Actor, after Seq, limit int) ([]statementRow, error) {
	rows, err := tx.Query("SELECT seq, body FROM records_statement WHERE owner = ? AND seq > ? ORDER BY seq LIMIT ?", string(owner), int64(after), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []statementRow
	for rows.Next() {
		var row statementRow
		if err := rows.Scan(&row.seq, &row.body); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

func moveStatements(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec("UPDATE records_statement SET owner = ? WHERE owner = ?", string(to), string(from))
	return err
}

// rewrite is for erasure alone.
func rewrite(tx store.Tx, s Stored) error {
	body, err := json.Marshal(s.Statement)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE records_statement SET body = ? WHERE seq = ?", string(body), int64(s.Seq))
	return err
}
