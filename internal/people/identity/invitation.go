package identity

import (
	"errors"
	"slices"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// Invitation is a link that gives a role to whoever has it and proves an address of
// mail. It may be good for a long time and for several people.
type Invitation struct {
	ID     string
	Org    OrgID // to which whoever accepts belongs from then on, if to none; may be empty
	Grant  Grant
	Most   int // how many people may accept
	Uses   int // how many have
	MadeBy PersonID
	Made   time.Time
	Ends   time.Time
}

// Bounds of an invitation.
const (
	mostGuests     = 10_000
	mostInvitation = 366 * day
)

// Invite makes an invitation and gives the secret of its link, which is shown once;
// see [InvitationPath]. ID, Uses, MadeBy and Made are not read.
func (r *Room) Invite(tx store.Tx, by PersonID, i Invitation) (_ Invitation, secret string, err error) {
	now := r.clock.Now()
	if i.Most < 1 || i.Most > mostGuests || !i.Ends.After(now) || i.Ends.Sub(now) > mostInvitation || !i.Grant.Role.Known() {
		return Invitation{}, "", fault.New(fault.Invalid, words, "bad-invitation", map[string]any{"most": mostGuests})
	}
	i.ID, i.Uses, i.MadeBy, i.Made = "i-"+clock.NewID(), 0, by, now
	secret = clock.Secret()
	if err := insertInvitation(tx, i, digestOf(secret)); err != nil {
		return Invitation{}, "", err
	}
	return i, secret, r.Audit(tx, Event{By: by, Do: "invitation.create", On: i.ID, Detail: i.Grant.detail()})
}

// Invitations lists the invitations, also those that are over, the newest first.
func (r *Room) Invitations(tx store.Tx) ([]Invitation, error) { return selectInvitations(tx) }

// Revoke ends an invitation; who accepted it before keeps what they have. One that has
// ended is no error, and the trail says nothing of it.
func (r *Room) Revoke(tx store.Tx, by PersonID, id string) error {
	if open, err := endInvitation(tx, id, r.clock.Now()); err != nil || !open {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "invitation.end", On: id})
}

// invitationOf finds an invitation that still holds by the secret of its link; false
// when there is none.
func (r *Room) invitationOf(tx store.Tx, secret string) (Invitation, bool, error) {
	i, err := selectInvitationBySecret(tx, digestOf(secret))
	if errors.Is(err, errNone) {
		return Invitation{}, false, nil
	}
	return i, err == nil && r.holds(i), err
}

func (r *Room) holds(i Invitation) bool { return i.Uses < i.Most && r.clock.Now().Before(i.Ends) }

// accept gives a person what an invitation promises. Whoever has it already uses up
// nothing.
func (r *Room) accept(tx store.Tx, id string, p Person) error {
	i, err := selectInvitation(tx, id)
	if err != nil && !errors.Is(err, errNone) {
		return err
	}
	if err != nil || !r.holds(i) {
		return fault.New(fault.Conflict, words, "invitation-over")
	}
	grants, err := selectGrants(tx, p.ID)
	if err != nil || slices.Contains(grants, i.Grant) {
		return err
	}
	if err := useInvitation(tx, id); err != nil {
		return err
	}
	if p.Org == "" && i.Org != "" {
		p.Org = i.Org
		if err := r.SavePerson(tx, p.ID, p); err != nil {
			return err
		}
	}
	if err := r.Give(tx, p.ID, p.ID, i.Grant); err != nil {
		return err
	}
	return r.Audit(tx, Event{By: p.ID, Do: "invitation.accept", On: id})
}
