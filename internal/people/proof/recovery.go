package proof

import (
	"crypto/rand"
	"strings"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// wayRecovery names recovery codes in the audit trail and in what slows down.
const wayRecovery = "recovery"

const (
	// recoveryCount is how many codes are made together.
	recoveryCount = 10
	// recoverySigns is the length of a code without its hyphens: 80 random bits, so
	// that its hash can stand in the database without a salt.
	recoverySigns = 16
	// recoveryAlphabet has 32 signs; those that look like others (i l o u) are left out.
	recoveryAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"
)

// recoveryPending are codes that were not written down yet.
type recoveryPending struct {
	Codes []string `json:"codes"`
}

// newRecoveryCode makes a code: "7k3q-0m2z-c9xa-5thp".
func newRecoveryCode() string {
	random := make([]byte, recoverySigns)
	// Since Go 1.24 crypto/rand.Read never returns an error.
	_, _ = rand.Read(random)
	var b strings.Builder
	for i, c := range random {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(recoveryAlphabet[c%32])
	}
	return b.String()
}

// plainRecovery is a code as its hash is made: whoever types it may write capitals,
// blanks, or the letters that were left out for the figures they look like.
func plainRecovery(code string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'o':
			return '0'
		case r == 'i' || r == 'l':
			return '1'
		case strings.ContainsRune(recoveryAlphabet, r):
			return r
		}
		return -1
	}, strings.ToLower(code))
}

// RecoveryLeft is how many recovery codes somebody has.
func (r *Room) RecoveryLeft(tx store.Tx, id identity.PersonID) (int, error) {
	return countRecovery(tx, id)
}

// NewRecovery makes recovery codes for the session's person; those before are void.
// They are shown until the person says that they are written down.
func (r *Room) NewRecovery(tx store.Tx, s *identity.Session) error {
	if err := deleteRecovery(tx, s.Person); err != nil {
		return err
	}
	var p recoveryPending
	for range recoveryCount {
		code := newRecoveryCode()
		p.Codes = append(p.Codes, code)
		if err := insertRecovery(tx, digestOf(plainRecovery(code)), s.Person, r.today()); err != nil {
			return err
		}
	}
	if err := r.renew(tx, codesNew, s, p); err != nil {
		return err
	}
	return r.noteChange(tx, s, "recovery.new", "")
}

// UseRecovery says whether a recovery code is one of somebody's, and uses it up. When
// it is not, or the way waits, wait is how long until the next try.
func (r *Room) UseRecovery(tx store.Tx, id identity.PersonID, code string) (ok bool, wait time.Duration, err error) {
	if wait, err = r.waiting(tx, id, wayRecovery); wait > 0 || err != nil {
		return false, wait, err
	}
	if ok, err = useRecovery(tx, digestOf(plainRecovery(code)), id); err != nil {
		return false, 0, err
	}
	if wait, err = r.tried(tx, id, wayRecovery, ok); err != nil || !ok {
		return false, wait, err
	}
	return true, 0, r.tell(tx, id, "recovery.use")
}
