package report

import (
	"strings"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// listMark separates the choices of an answer.
const listMark = " "

func insertAnswer(tx store.Tx, a kept) error {
	_, err := tx.Exec(`INSERT INTO report_answer (owner, question, asked_in, version, language, success, chosen, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (owner, question) DO NOTHING`,
		a.Person, a.Item, a.check, a.Version, string(a.Language), number(a.Right), strings.Join(a.Chosen, listMark), a.day)
	return err
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func deleteAnswers(tx store.Tx, owner identity.Actor) error {
	_, err := tx.Exec("DELETE FROM report_answer WHERE owner = ?", string(owner))
	return err
}

// selectAnswers are those of a check, in the order of people and questions.
func selectAnswers(tx store.Tx, check string) (all []Answer, err error) {
	rows, err := tx.Query(`SELECT owner, question, version, language, success, chosen FROM report_answer WHERE asked_in = ? ORDER BY owner, question`, check)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Answer
		var chosen string
		var success int
		if err := rows.Scan(&a.Person, &a.Item, &a.Version, &a.Language, &success, &chosen); err != nil {
			return nil, err
		}
		a.Right, a.Chosen = success == 1, strings.Fields(chosen)
		all = append(all, a)
	}
	return all, rows.Err()
}
