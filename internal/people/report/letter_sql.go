package report

import (
	"database/sql"
	"encoding/json"
	"errors"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

const letterColumns = "id, person, course, filter, every, language, made, last, file"

func insertLetter(tx store.Tx, l Letter) error {
	filter, err := text(l.Filter)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO report_letter ("+letterColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		l.ID, string(l.Person), l.Course, filter, string(l.Every), string(l.Language), l.Made, l.last, string(l.File))
	return err
}

func scanLetter(scan func(...any) error) (l Letter, err error) {
	var filter []byte
	if err := scan(&l.ID, &l.Person, &l.Course, &filter, &l.Every, &l.Language, &l.Made, &l.last, &l.File); err != nil {
		return l, err
	}
	return l, json.Unmarshal(filter, &l.Filter)
}

func lettersOf(rows *store.Rows, err error) (all []Letter, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scanLetter(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

func selectLetters(tx store.Tx, person identity.PersonID) ([]Letter, error) {
	return lettersOf(tx.Query("SELECT "+letterColumns+" FROM report_letter WHERE person = ? ORDER BY id", string(person)))
}

// selectDue are those of a rhythm that were last sent for another week or month.
func selectDue(tx store.Tx, every Every, now string, after string, most int) ([]Letter, error) {
	return lettersOf(tx.Query("SELECT "+letterColumns+" FROM report_letter WHERE every = ? AND last <> ? AND id > ? ORDER BY id LIMIT ?", string(every), now, after, most))
}

// selectLetter is a fault of kind NotFound when there is none.
func selectLetter(tx store.Tx, id string) (Letter, error) {
	l, err := scanLetter(tx.QueryRow("SELECT "+letterColumns+" FROM report_letter WHERE id = ?", id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return l, fault.New(fault.NotFound, words, "no-letter")
	}
	return l, err
}

func deleteLetter(tx store.Tx, id string) error {
	_, err := tx.Exec("DELETE FROM report_letter WHERE id = ?", id)
	return err
}

// noteLetter says whether the letter had not been sent for this time yet.
func noteLetter(tx store.Tx, id, now string) (bool, error) {
	done, err := tx.Exec("UPDATE report_letter SET last = ? WHERE id = ? AND last <> ?", now, id, now)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}
