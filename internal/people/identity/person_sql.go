package identity

import (
	"database/sql"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// The states of an account.
const (
	stateActive   = "active"
	stateDisabled = "disabled"
)

const personColumns = "id, actor, name, COALESCE(email, ''), language, org, state, made, seen"

// row is a row of a query or the only one.
type row interface{ Scan(into ...any) error }

func scanPerson(from row) (p Person, err error) {
	var id, actor, email, language, org, state string
	err = from.Scan(&id, &actor, &p.Name, &email, &language, &org, &state, &p.Made, &p.Seen)
	p.ID, p.Actor, p.Email, p.Language, p.Org = PersonID(id), Actor(actor), Email(email), lang.Tag(language), OrgID(org)
	p.Disabled = state != stateActive
	return p, err
}

func insertPerson(tx store.Tx, p Person) error {
	state := stateActive
	if p.Disabled {
		state = stateDisabled
	}
	_, err := tx.Exec("INSERT INTO identity_person (id, actor, name, email, email_key, language, org, state, made, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		string(p.ID), string(p.Actor), p.Name, orNull(string(p.Email)), orNull(p.Email.Key()), string(p.Language), string(p.Org), state, p.Made, p.Seen)
	return err
}

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

func selectPerson(tx store.Tx, id PersonID) (Person, error) {
	return scanPerson(tx.QueryRow("SELECT "+personColumns+" FROM identity_person WHERE id = ?", string(id)))
}

func selectPersonByKey(tx store.Tx, key string) (Person, error) {
	return scanPerson(tx.QueryRow("SELECT "+personColumns+" FROM identity_person WHERE email_key = ?", key))
}

func selectPersonByActor(tx store.Tx, a Actor) (Person, error) {
	return scanPerson(tx.QueryRow("SELECT "+personColumns+" FROM identity_person WHERE actor = ?", string(a)))
}

// plainLike makes a text one that stands for itself, for LIKE with the sign \.
var plainLike = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// spellings are the ways in which a text may stand in LOWER of a column, for LIKE with
// the sign \: SQLite, and PostgreSQL in the locale C, know the small letters of A to Z
// alone, so that "ÉLISE" becomes "Élise" there.
func spellings(s string) (small, title, large string) {
	s = norm.NFC.String(s)
	known := func(s string) string {
		return "%" + plainLike.Replace(strings.Map(func(c rune) rune {
			if c >= 'A' && c <= 'Z' {
				return c - 'A' + 'a'
			}
			return c
		}, s)) + "%"
	}
	return known(strings.ToLower(s)), known(cases.Title(language.Und).String(s)), known(strings.ToUpper(s))
}

func selectPeople(tx store.Tx, f PersonFilter) (all []Person, err error) {
	small, title, large := spellings(f.Text)
	args := []any{string(f.After), small, title, large, small, string(f.Org), string(f.Org), string(f.Role), string(f.Role)}
	among := ""
	if len(f.Orgs) > 0 {
		among = "AND org IN (?" + strings.Repeat(", ?", len(f.Orgs)-1) + ")"
		for _, id := range f.Orgs {
			args = append(args, string(id))
		}
	}
	rows, err := tx.Query(`SELECT `+personColumns+` FROM identity_person WHERE id > ?
		AND (LOWER(name) LIKE ? ESCAPE '\' OR LOWER(name) LIKE ? ESCAPE '\' OR LOWER(name) LIKE ? ESCAPE '\' OR COALESCE(email_key, '') LIKE ? ESCAPE '\')
		AND (? = '' OR org = ?) AND (? = '' OR EXISTS (SELECT 1 FROM identity_role WHERE person = identity_person.id AND role = ?))
		`+among+` ORDER BY id LIMIT ?`, append(args, f.Most)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanPerson(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

func updatePerson(tx store.Tx, p Person) error {
	return one(tx.Exec("UPDATE identity_person SET name = ?, language = ?, org = ? WHERE id = ?", p.Name, string(p.Language), string(p.Org), string(p.ID)))
}

func updateEmail(tx store.Tx, id PersonID, e Email) error {
	return one(tx.Exec("UPDATE identity_person SET email = ?, email_key = ? WHERE id = ?", orNull(string(e)), orNull(e.Key()), string(id)))
}

func updateState(tx store.Tx, id PersonID, state string) error {
	return one(tx.Exec("UPDATE identity_person SET state = ? WHERE id = ?", state, string(id)))
}

func updateSeen(tx store.Tx, id PersonID, day string) error {
	_, err := tx.Exec("UPDATE identity_person SET seen = ? WHERE id = ? AND seen <> ?", day, string(id), day)
	return err
}

// changed says whether a statement changed a row.
func changed(done sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// one says that nobody was there when a statement changed no row.
func one(done sql.Result, err error) error {
	ok, err := changed(done, err)
	if err == nil && !ok {
		return nobody()
	}
	return err
}

// deletePerson removes the person and all that identity keeps of them; what they
// made for others (invitations) loses their name.
func deletePerson(tx store.Tx, p Person) error {
	for _, query := range []string{
		"DELETE FROM identity_role WHERE person = ?",
		"DELETE FROM identity_session WHERE person = ?",
		"DELETE FROM identity_login WHERE person = ?",
		"DELETE FROM identity_key WHERE person = ?",
		"UPDATE identity_invitation SET made_by = '' WHERE made_by = ?",
		"DELETE FROM identity_person WHERE id = ?",
	} {
		if _, err := tx.Exec(query, string(p.ID)); err != nil {
			return err
		}
	}
	return nil
}

func selectGrants(tx store.Tx, id PersonID) (all []Grant, err error) {
	rows, err := tx.Query("SELECT role, scope FROM identity_role WHERE person = ? ORDER BY role, scope", string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var role, scope string
		if err := rows.Scan(&role, &scope); err != nil {
			return nil, err
		}
		// A role or scope that this program does not know gives nothing.
		if s, ok := ParseScope(scope); ok && Role(role).Known() {
			all = append(all, Grant{Role(role), s})
		}
	}
	return all, rows.Err()
}

func insertGrant(tx store.Tx, id PersonID, g Grant, day string) error {
	_, err := tx.Exec("INSERT INTO identity_role (person, role, scope, made) VALUES (?, ?, ?, ?)", string(id), string(g.Role), g.Scope.String(), day)
	return err
}

// deleteGrant says whether the role was held.
func deleteGrant(tx store.Tx, id PersonID, g Grant) (bool, error) {
	return changed(tx.Exec("DELETE FROM identity_role WHERE person = ? AND role = ? AND scope = ?", string(id), string(g.Role), g.Scope.String()))
}

// selectAdministrators are those of the site whose accounts are open.
func selectAdministrators(tx store.Tx) (all []PersonID, err error) {
	rows, err := tx.Query(`SELECT identity_role.person FROM identity_role JOIN identity_person ON identity_person.id = identity_role.person
		WHERE role = ? AND scope = ? AND state = ?`, string(Administrator), SiteScope.String(), stateActive)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, PersonID(id))
	}
	return all, rows.Err()
}
