package identity

import (
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

const loginColumns = "id, code, purpose, person, email, subject, language, goal, tries, made, ends"

func scanLogin(from row, more ...any) (l login, err error) {
	var code, purposeOf, person, email, language string
	var made, ends int64
	err = from.Scan(append([]any{&l.ID, &code, &purposeOf, &person, &email, &l.Subject, &language, &l.Goal, &l.Tries, &made, &ends}, more...)...)
	l.code, l.Purpose, l.Person, l.Email, l.Language = digest(code), purpose(purposeOf), PersonID(person), Email(email), lang.Tag(language)
	l.Made, l.Ends = time.UnixMilli(made).UTC(), time.UnixMilli(ends).UTC()
	return l, err
}

func insertLogin(tx store.Tx, l login, token, browser digest) error {
	_, err := tx.Exec("INSERT INTO identity_login (id, token, code, browser, purpose, person, email, subject, language, goal, tries, made, ends) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
		l.ID, string(token), string(l.code), string(browser), string(l.Purpose), string(l.Person), string(l.Email), l.Subject, string(l.Language), l.Goal, l.Made.UnixMilli(), l.Ends.UnixMilli())
	return err
}

// selectLogins are the proofs that a browser may bring, the newest first.
func selectLogins(tx store.Tx, browser digest, now time.Time) (all []login, err error) {
	rows, err := tx.Query("SELECT "+loginColumns+" FROM identity_login WHERE browser = ? AND ends > ? ORDER BY made DESC, id DESC", string(browser), now.UnixMilli())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scanLogin(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

func selectLogin(tx store.Tx, token digest, now time.Time) (l login, browser digest, err error) {
	var asked string
	l, err = scanLogin(tx.QueryRow("SELECT "+loginColumns+", browser FROM identity_login WHERE token = ? AND ends > ?", string(token), now.UnixMilli()), &asked)
	return l, digest(asked), err
}

func updateTries(tx store.Tx, browser digest) error {
	_, err := tx.Exec("UPDATE identity_login SET tries = tries + 1 WHERE browser = ?", string(browser))
	return err
}

func deleteLogins(tx store.Tx, browser digest) error {
	_, err := tx.Exec("DELETE FROM identity_login WHERE browser = ?", string(browser))
	return err
}
