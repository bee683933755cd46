package proof

import (
	"errors"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/otp"
)

// wayTOTP names an app with codes in the audit trail and in what slows down.
const wayTOTP = "totp"

func totpPurpose(id identity.PersonID) string { return "proof.totp " + string(id) }

// totpPending is an app that is being set up.
type totpPending struct {
	Key otp.Key `json:"key"`
}

// HasTOTP says whether somebody has an app with codes.
func (r *Room) HasTOTP(tx store.Tx, id identity.PersonID) (bool, error) {
	_, err := selectTOTP(tx, id)
	if errors.Is(err, errNone) {
		return false, nil
	}
	return err == nil, err
}

// SetTOTP makes the app whose key it is the one of the session's person, once its
// code shows that it works; in the place of an app before it. False says that the
// code is another.
func (r *Room) SetTOTP(tx store.Tx, s *identity.Session, key otp.Key, code string) (bool, error) {
	step, ok := key.Check(code, r.clock.Now(), 0)
	if !ok {
		return false, nil
	}
	sealed, err := r.keys.Seal(totpPurpose(s.Person), key)
	if err != nil {
		return false, err
	}
	row := totpRow{person: s.Person, secret: sealed, step: step, made: r.today(), used: r.today()}
	if err := putTOTP(tx, row); err != nil {
		return false, err
	}
	return true, r.noteChange(tx, s, "totp.add", "")
}

// CheckTOTP says whether a code of somebody's app is right; it is good once. When it
// is not, or the way waits, wait is how long until the next try.
func (r *Room) CheckTOTP(tx store.Tx, id identity.PersonID, code string) (ok bool, wait time.Duration, err error) {
	if wait, err = r.waiting(tx, id, wayTOTP); wait > 0 || err != nil {
		return false, wait, err
	}
	row, err := selectTOTP(tx, id)
	if errors.Is(err, errNone) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, err
	}
	plain, err := r.keys.Open(totpPurpose(id), row.secret)
	if err != nil {
		return false, 0, err
	}
	step, ok := otp.Key(plain).Check(code, r.clock.Now(), row.step)
	if !ok {
		wait, err = r.tried(tx, id, wayTOTP, false)
		return false, wait, err
	}
	row.step, row.used = step, r.today()
	if r.keys.Stale(row.secret) {
		if row.secret, err = r.keys.Seal(totpPurpose(id), plain); err != nil {
			return false, 0, err
		}
	}
	if err := putTOTP(tx, row); err != nil {
		return false, 0, err
	}
	_, err = r.tried(tx, id, wayTOTP, true)
	return err == nil, 0, err
}

// DropTOTP removes the app of the session's person. A fault of kind Conflict says
// that it is the last strong way of somebody whose role asks for one.
func (r *Room) DropTOTP(tx store.Tx, s *identity.Session) error {
	if err := deleteTOTP(tx, s.Person); err != nil {
		return err
	}
	if err := r.keepStrong(tx, s); err != nil {
		return err
	}
	return r.noteChange(tx, s, "totp.remove", "")
}

// beginTOTP makes a key for a new app of the session's person. The app before it
// works until the new one does.
func (r *Room) beginTOTP(tx store.Tx, s *identity.Session) error {
	return r.renew(tx, totpNew, s, totpPending{otp.NewKey()})
}
