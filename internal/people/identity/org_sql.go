package identity

import (
	"encoding/json"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

func insertOrg(tx store.Tx, o Org) error {
	names, err := json.Marshal(o.Names)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO identity_org (id, names, kind, parent, made) VALUES (?, ?, ?, ?, ?)", string(o.ID), string(names), string(o.Kind), string(o.Parent), o.Made)
	return err
}

func updateOrg(tx store.Tx, o Org) error {
	names, err := json.Marshal(o.Names)
	if err != nil {
		return err
	}
	ok, err := changed(tx.Exec("UPDATE identity_org SET names = ?, kind = ?, parent = ? WHERE id = ?", string(names), string(o.Kind), string(o.Parent), string(o.ID)))
	if err == nil && !ok {
		return noOrg()
	}
	return err
}

func scanOrg(from row) (o Org, err error) {
	var id, names, kind, parent string
	if err := from.Scan(&id, &names, &kind, &parent, &o.Made); err != nil {
		return Org{}, err
	}
	o.ID, o.Kind, o.Parent, o.Names = OrgID(id), OrgKind(kind), OrgID(parent), lang.Text{}
	return o, json.Unmarshal([]byte(names), &o.Names)
}

func selectOrg(tx store.Tx, id OrgID) (Org, error) {
	return scanOrg(tx.QueryRow("SELECT id, names, kind, parent, made FROM identity_org WHERE id = ?", string(id)))
}

func selectOrgs(tx store.Tx) (all []Org, err error) {
	rows, err := tx.Query("SELECT id, names, kind, parent, made FROM identity_org ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		o, err := scanOrg(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}

func orgUsed(tx store.Tx, id OrgID) (bool, error) {
	var n int
	err := tx.QueryRow(`SELECT (SELECT COUNT(*) FROM identity_person WHERE org = ?) + (SELECT COUNT(*) FROM identity_role WHERE scope = ?)
		+ (SELECT COUNT(*) FROM identity_invitation WHERE org = ? OR scope = ?) + (SELECT COUNT(*) FROM identity_org WHERE parent = ?)`,
		string(id), OrgScope(id).String(), string(id), OrgScope(id).String(), string(id)).Scan(&n)
	return n > 0, err
}

func deleteOrg(tx store.Tx, id OrgID) error {
	_, err := tx.Exec("DELETE FROM identity_org WHERE id = ?", string(id))
	return err
}
