package records

import (
	"database/sql"
	"errors"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

const documentColumns = "kind, activity, agent, registration, name, type, tag, body, stored"

func scanDocument(row interface{ Scan(...any) error }) (d document, err error) {
	var kind, stored string
	err = row.Scan(&kind, &d.activity, &d.agent, &d.registration, &d.name, &d.media, &d.tag, &d.body, &stored)
	if err != nil {
		return d, err
	}
	d.kind = documentKind(kind)
	d.saved, err = time.Parse(time.RFC3339, stored)
	return d, err
}

// selectDocument reads a document; nil when there is none.
func selectDocument(tx store.Tx, p place) (*document, error) {
	d, err := scanDocument(tx.QueryRow("SELECT "+documentColumns+" FROM records_document WHERE id = ?", p.id()))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &d, err
}

// selectNames lists the names in a folder, sorted: those stored after a moment when it is not empty, and those of a
// registration when it is not empty.
func selectNames(tx store.Tx, p place, since string) ([]string, error) {
	query, args := "SELECT DISTINCT name FROM records_document WHERE folder = ? AND stored > ?", []any{p.folder(), since}
	if p.registration != "" {
		query, args = query+" AND registration = ?", append(args, p.registration)
	}
	rows, err := tx.Query(query+" ORDER BY name", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := []string{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func upsertDocument(tx store.Tx, d document, owner identity.Actor) error {
	_, err := tx.Exec(`INSERT INTO records_document (id, folder, kind, activity, agent, registration, name, type, tag, body, owner, stored)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET type = excluded.type, tag = excluded.tag, body = excluded.body, stored = excluded.stored`,
		d.id(), d.folder(), string(d.kind), d.activity, d.agent, d.registration, d.name, d.media, d.tag, d.body, string(owner), xapi.Timestamp(d.saved))
	return err
}

func deleteDocument(tx store.Tx, p place) error {
	_, err := tx.Exec("DELETE FROM records_document WHERE id = ?", p.id())
	return err
}

// deleteFolder deletes the documents of a folder, those of a registration when it is not empty.
func deleteFolder(tx store.Tx, p place) error {
	query, args := "DELETE FROM records_document WHERE folder = ?", []any{p.folder()}
	if p.registration != "" {
		query, args = query+" AND registration = ?", append(args, p.registration)
	}
	_, err := tx.Exec(query, args...)
	return err
}

// ofWhom is the condition for what is an owner's or of one of some agents.
func ofWhom(owner identity.Actor, agents []string) (condition string, args []any) {
	among, args := amongAgents(agents)
	return "owner = ? OR " + among, append([]any{string(owner)}, args...)
}

func selectDocumentsOf(tx store.Tx, owner identity.Actor, agents []string) (all []document, err error) {
	condition, args := ofWhom(owner, agents)
	rows, err := tx.Query("SELECT "+documentColumns+" FROM records_document WHERE "+condition+" ORDER BY stored, id", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scanDocument(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}

func deleteDocumentsOf(tx store.Tx, owner identity.Actor, agents []string) error {
	condition, args := ofWhom(owner, agents)
	_, err := tx.Exec("DELETE FROM records_document WHERE "+condition, args...)
	return err
}

func moveDocuments(tx store.Tx, from, to identity.Actor) error {
	_, err := tx.Exec("UPDATE records_document SET owner = ? WHERE owner = ?", string(to), string(from))
	return err
}
