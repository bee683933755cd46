package identity

import (
	"errors"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

const sessionColumns = `identity_session.id, person, actor, name, language, org, method, strength, browser, proved, identity_session.made, used`

const sessionTables = `identity_session JOIN identity_person ON identity_person.id = identity_session.person`

func scanSession(from row) (s Session, err error) {
	var person, actor, language, org, method string
	var proved, made, used int64
	err = from.Scan(&s.ID, &person, &actor, &s.Name, &language, &org, &method, &s.Strength, &s.Browser, &proved, &made, &used)
	s.Person, s.Actor, s.Language, s.Org, s.Method = PersonID(person), Actor(actor), lang.Tag(language), OrgID(org), Method(method)
	s.Proved, s.Made, s.Used = time.UnixMilli(proved).UTC(), time.UnixMilli(made).UTC(), time.UnixMilli(used).UTC()
	return s, err
}

func insertSession(tx store.Tx, d digest, s Session) error {
	_, err := tx.Exec("INSERT INTO identity_session (id, secret, person, method, strength, browser, proved, made, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		s.ID, string(d), string(s.Person), string(s.Method), int(s.Strength), s.Browser, s.Proved.UnixMilli(), s.Made.UnixMilli(), s.Used.UnixMilli())
	return err
}

// selectSession finds a session of an open account.
func selectSession(tx store.Tx, d digest) (Session, error) {
	return scanSession(tx.QueryRow("SELECT "+sessionColumns+" FROM "+sessionTables+" WHERE secret = ? AND state = ?", string(d), stateActive))
}

func selectSessions(tx store.Tx, id PersonID) (all []Session, err error) {
	rows, err := tx.Query("SELECT "+sessionColumns+" FROM "+sessionTables+" WHERE person = ? ORDER BY used DESC, identity_session.id", string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		s, err := scanSession(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// updateProof is false when the session is gone.
func updateProof(tx store.Tx, id string, d digest, how Method, strength Strength, now time.Time) (bool, error) {
	return changed(tx.Exec("UPDATE identity_session SET secret = ?, method = ?, strength = ?, proved = ?, used = ? WHERE id = ?",
		string(d), string(how), int(strength), now.UnixMilli(), now.UnixMilli(), id))
}

func updateUsed(tx store.Tx, id string, now time.Time) error {
	_, err := tx.Exec("UPDATE identity_session SET used = ? WHERE id = ?", now.UnixMilli(), id)
	return err
}

func deleteSession(tx store.Tx, id PersonID, session string) error {
	_, err := tx.Exec("DELETE FROM identity_session WHERE person = ? AND id = ?", string(id), session)
	return err
}

func deleteSessions(tx store.Tx, id PersonID, except string) error {
	_, err := tx.Exec("DELETE FROM identity_session WHERE person = ? AND id <> ?", string(id), except)
	return err
}

// selectKnown is the person of a session, also of one that is over; empty when there
// is none.
func selectKnown(tx store.Tx, d digest) (PersonID, error) {
	var person string
	err := tx.QueryRow("SELECT person FROM identity_session WHERE secret = ?", string(d)).Scan(&person)
	if errors.Is(err, errNone) {
		return "", nil
	}
	return PersonID(person), err
}
