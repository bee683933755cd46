package identity

import (
	"time"

	"atelier/internal/base/store"
)

const invitationColumns = "id, org, role, scope, most, uses, made_by, made, ends"

func scanInvitation(from row) (i Invitation, err error) {
	var org, role, scope, by string
	var made, ends int64
	err = from.Scan(&i.ID, &org, &role, &scope, &i.Most, &i.Uses, &by, &made, &ends)
	i.Org, i.MadeBy, i.Made, i.Ends = OrgID(org), PersonID(by), time.UnixMilli(made).UTC(), time.UnixMilli(ends).UTC()
	where, _ := ParseScope(scope)
	i.Grant = Grant{Role(role), where}
	return i, err
}

func insertInvitation(tx store.Tx, i Invitation, d digest) error {
	_, err := tx.Exec("INSERT INTO identity_invitation (id, secret, org, role, scope, most, uses, made_by, made, ends) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		i.ID, string(d), string(i.Org), string(i.Grant.Role), i.Grant.Scope.String(), i.Most, i.Uses, string(i.MadeBy), i.Made.UnixMilli(), i.Ends.UnixMilli())
	return err
}

func selectInvitation(tx store.Tx, id string) (Invitation, error) {
	return scanInvitation(tx.QueryRow("SELECT "+invitationColumns+" FROM identity_invitation WHERE id = ?", id))
}

func selectInvitationBySecret(tx store.Tx, d digest) (Invitation, error) {
	return scanInvitation(tx.QueryRow("SELECT "+invitationColumns+" FROM identity_invitation WHERE secret = ?", string(d)))
}

func selectInvitations(tx store.Tx) (all []Invitation, err error) {
	rows, err := tx.Query("SELECT " + invitationColumns + " FROM identity_invitation ORDER BY id DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		i, err := scanInvitation(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, rows.Err()
}

func useInvitation(tx store.Tx, id string) error {
	_, err := tx.Exec("UPDATE identity_invitation SET uses = uses + 1 WHERE id = ?", id)
	return err
}

// endInvitation says whether the invitation had not ended yet.
func endInvitation(tx store.Tx, id string, now time.Time) (bool, error) {
	return changed(tx.Exec("UPDATE identity_invitation SET ends = ? WHERE id = ? AND ends > ?", now.UnixMilli(), id, now.UnixMilli()))
}
