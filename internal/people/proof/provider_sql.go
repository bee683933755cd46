package proof

import (
	"encoding/json"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// providerRow is a provider with what is not shown.
type providerRow struct {
	Provider
	sealed string // its secret; empty when there is none
	rules  string // JSON
}

const selectAllProviders = "SELECT id, issuer, client, secret, rules, state, made FROM proof_provider"

type scanner interface{ Scan(...any) error }

func scanProvider(from scanner) (p providerRow, err error) {
	var state string
	if err := from.Scan(&p.ID, &p.Issuer, &p.Client, &p.sealed, &p.rules, &state, &p.Made); err != nil {
		return p, none(err)
	}
	p.On, p.Secret = state == "on", p.sealed != ""
	return p, json.Unmarshal([]byte(p.rules), &p.Rules)
}

func (p providerRow) state() string {
	if p.On {
		return "on"
	}
	return "off"
}

func selectProvider(tx store.Tx, id string) (providerRow, error) {
	return scanProvider(tx.QueryRow(selectAllProviders+" WHERE id = ?", id))
}

func selectProviders(tx store.Tx) (list []providerRow, err error) {
	rows, err := tx.Query(selectAllProviders + " ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanProvider(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

func insertProvider(tx store.Tx, p providerRow) error {
	_, err := tx.Exec("INSERT INTO proof_provider (id, issuer, client, secret, rules, state, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
		p.ID, p.Issuer, p.Client, p.sealed, p.rules, p.state(), p.Made)
	return err
}

func updateProvider(tx store.Tx, p providerRow) error {
	_, err := tx.Exec("UPDATE proof_provider SET issuer = ?, client = ?, secret = ?, rules = ?, state = ? WHERE id = ?",
		p.Issuer, p.Client, p.sealed, p.rules, p.state(), p.ID)
	return err
}

func deleteProvider(tx store.Tx, id string) error {
	_, err := tx.Exec("DELETE FROM proof_provider WHERE id = ?", id)
	return err
}

// selectLinked finds whose account a subject at a provider is.
func selectLinked(tx store.Tx, provider, subject string) (identity.PersonID, error) {
	var id string
	err := tx.QueryRow("SELECT person FROM proof_link WHERE provider = ? AND subject = ?", provider, subject).Scan(&id)
	return identity.PersonID(id), none(err)
}

func selectLinks(tx store.Tx, id identity.PersonID) (list []Link, err error) {
	rows, err := tx.Query("SELECT provider, made, used FROM proof_link WHERE person = ? ORDER BY made, provider", string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l Link
		if err := rows.Scan(&l.Provider, &l.Made, &l.Used); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

func insertLink(tx store.Tx, provider, subject string, id identity.PersonID, day string) error {
	_, err := tx.Exec("INSERT INTO proof_link (provider, subject, person, made, used) VALUES (?, ?, ?, ?, ?)", provider, subject, string(id), day, day)
	return err
}

func linkUsed(tx store.Tx, provider, subject, day string) error {
	_, err := tx.Exec("UPDATE proof_link SET used = ? WHERE provider = ? AND subject = ? AND used <> ?", day, provider, subject, day)
	return err
}

func deleteLink(tx store.Tx, id identity.PersonID, provider string) error {
	_, err := tx.Exec("DELETE FROM proof_link WHERE person = ? AND provider = ?", string(id), provider)
	return err
}

func deleteLinks(tx store.Tx, id identity.PersonID) error {
	_, err := tx.Exec("DELETE FROM proof_link WHERE person = ?", string(id))
	return err
}

func deleteProviderLinks(tx store.Tx, provider string) error {
	_, err := tx.Exec("DELETE FROM proof_link WHERE provider = ?", provider)
	return err
}

// resealProvider changes nothing when the secret became another one in the meantime.
func resealProvider(tx store.Tx, id, old, fresh string) error {
	_, err := tx.Exec("UPDATE proof_provider SET secret = ? WHERE id = ? AND secret = ?", fresh, id, old)
	return err
}
