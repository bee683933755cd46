package report

import (
	"database/sql"
	"errors"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

func selectEvaluated(tx store.Tx, owner identity.Actor, course string, f Form) (bool, error) {
	var one int
	err := tx.QueryRow("SELECT 1 FROM report_evaluated WHERE owner = ? AND course = ? AND form = ?", string(owner), course, string(f)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// insertEvaluated says whether it is the first time.
func insertEvaluated(tx store.Tx, owner identity.Actor, course string, f Form) (bool, error) {
	done, err := tx.Exec("INSERT INTO report_evaluated (owner, course, form) VALUES (?, ?, ?) ON CONFLICT (owner, course, form) DO NOTHING", string(owner), course, string(f))
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// moveEvaluated makes another owner the one who filled in forms.
func moveEvaluated(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec("INSERT INTO report_evaluated (owner, course, form) SELECT ?, course, form FROM report_evaluated WHERE owner = ? ON CONFLICT (owner, course, form) DO NOTHING", string(to), string(from))
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM report_evaluated WHERE owner = ?", string(from))
	return err
}

func insertEvaluation(tx store.Tx, id string, e Evaluation) error {
	_, err := tx.Exec(`INSERT INTO report_evaluation (id, course, form, language, score_1, score_2, score_3, said, shown, text_shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
		id, e.Course, string(e.Form), string(e.Language), e.Scores[0], e.Scores[1], e.Scores[2], e.Said)
	return err
}

// showEvaluations shows what waits of a form in a language, where Few or more wait.
func showEvaluations(tx store.Tx, course string, f Form, tag lang.Tag) error {
	for _, part := range []struct{ column, waits string }{{"shown", "shown = 0"}, {"text_shown", "text_shown = 0 AND said <> ''"}} {
		where, args := " WHERE "+part.waits+" AND course = ? AND form = ? AND language = ?", []any{course, string(f), string(tag)}
		var n int
		if err := tx.QueryRow("SELECT COUNT(*) FROM report_evaluation"+where, args...).Scan(&n); err != nil {
			return err
		}
		if n < Few {
			continue
		}
		if _, err := tx.Exec("UPDATE report_evaluation SET "+part.column+" = 1"+where, args...); err != nil {
			return err
		}
	}
	return nil
}

// selectSaid is what is shown of a form, by language.
func selectSaid(tx store.Tx, course string, f Form) (all []Said, err error) {
	i := formItems[f]
	i = append(i[:len(i):len(i)], make([]scale, mostItems-len(i))...)
	rows, err := tx.Query(`SELECT language, COUNT(*), SUM(CASE WHEN score_1 >= ? THEN 1 ELSE 0 END), SUM(CASE WHEN score_2 >= ? THEN 1 ELSE 0 END),
		SUM(CASE WHEN score_3 >= ? THEN 1 ELSE 0 END), SUM((score_1 + score_2 - 2) * 100 / 12)
		FROM report_evaluation WHERE course = ? AND form = ? AND shown = 1 GROUP BY language ORDER BY language`,
		i[0].agree, i[1].agree, i[2].agree, course, string(f))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Said
		if err := rows.Scan(&s.Language, &s.N, &s.Agree[0], &s.Agree[1], &s.Agree[2], &s.Usable); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// opinion is what somebody said in their own words.
type opinion struct {
	id, text string
	language lang.Tag
}

func selectOpinions(tx store.Tx, course string, f Form) (all []opinion, err error) {
	rows, err := tx.Query("SELECT id, language, said FROM report_evaluation WHERE course = ? AND form = ? AND text_shown = 1 AND said <> ''", course, string(f))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o opinion
		if err := rows.Scan(&o.id, &o.language, &o.text); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}

// blankOpinion takes away what somebody said; what they marked stays counted.
func blankOpinion(tx store.Tx, course, id string) error {
	_, err := tx.Exec("UPDATE report_evaluation SET said = '' WHERE id = ? AND course = ? AND text_shown = 1", id, course)
	return err
}

func insertLater(tx store.Tx, person identity.PersonID, course, due string, tag lang.Tag) error {
	_, err := tx.Exec("INSERT INTO report_later (person, course, due, language, sent) VALUES (?, ?, ?, ?, 0) ON CONFLICT (person, course) DO NOTHING", string(person), course, due, string(tag))
	return err
}

func deleteLater(tx store.Tx, person identity.PersonID, course string) error {
	_, err := tx.Exec("DELETE FROM report_later WHERE person = ? AND course = ?", string(person), course)
	return err
}

// selectLater are those whose day has come and who were not written to.
func selectLater(tx store.Tx, today string, most int) (all []awaited, err error) {
	rows, err := tx.Query("SELECT person, course, language FROM report_later WHERE sent = 0 AND due <= ? ORDER BY person, course LIMIT ?", today, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a awaited
		if err := rows.Scan(&a.person, &a.course, &a.language); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

func noteLater(tx store.Tx, a awaited) error {
	_, err := tx.Exec("UPDATE report_later SET sent = 1 WHERE person = ? AND course = ?", string(a.person), a.course)
	return err
}

// selectWaits says whether a person is to be asked later, and whether they were written to.
func selectWaits(tx store.Tx, person identity.PersonID, course string) (waits, sent bool, err error) {
	var n int
	err = tx.QueryRow("SELECT sent FROM report_later WHERE person = ? AND course = ?", string(person), course).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return false, false, nil
	}
	return err == nil, n == 1, err
}
