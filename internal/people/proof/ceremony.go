package proof

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// kind is what a ceremony is for, and how long it lasts.
type kind struct {
	name string
	life time.Duration
}

// The kinds. A ceremony of one kind serves for no other.
var (
	passkeyNew    = kind{"passkey-new", 10 * time.Minute}   // the challenge for a new passkey
	passkeySignIn = kind{"passkey-in", 10 * time.Minute}    // the challenge at sign-in
	passkeyAgain  = kind{"passkey-again", 10 * time.Minute} // the challenge at a new proof
	totpNew       = kind{"totp-new", time.Hour}             // the key of an app that is being set up
	codesNew      = kind{"codes-new", time.Hour}            // recovery codes, until they were written down
	providerAway  = kind{"provider", 30 * time.Minute}      // somebody is at their provider
	linkAsked     = kind{"provider-link", 30 * time.Minute} // a provider's account, until its owner has proved who they are
	formKept      = kind{"form", 20 * time.Minute}          // what was typed in a form, until its sender has proved who they are
)

// errNone says that there is no such row.
var errNone = errors.New("no such row")

func digestOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// begin keeps data until the answer comes, sealed, and gives the secret by which it
// is found. With a session, only that session can take it.
func (r *Room) begin(tx store.Tx, k kind, s *identity.Session, data any) (secret string, err error) {
	plain, err := json.Marshal(data)
	if err != nil {
		return "", err
	}
	sealed, err := r.keys.Seal("proof.ceremony "+k.name, plain)
	if err != nil {
		return "", err
	}
	secret = clock.Secret()
	c := ceremonyRow{id: digestOf(secret), kind: k.name, data: sealed, ends: r.clock.Now().Add(k.life)}
	if s != nil {
		c.session, c.person = s.ID, string(s.Person)
	}
	return secret, insertCeremony(tx, c)
}

// take ends a ceremony and gives what was kept, once: it is gone although what
// follows fails. A fault of kind Conflict says that it is over.
func (r *Room) take(ctx context.Context, k kind, s *identity.Session, secret string, into any) error {
	var row ceremonyRow
	err := r.db.Write(ctx, func(tx store.Tx) (err error) {
		if row, err = selectCeremony(tx, digestOf(secret)); err != nil {
			if errors.Is(err, errNone) {
				row, err = ceremonyRow{}, nil
			}
			return err
		}
		return deleteCeremony(tx, row.id)
	})
	if err != nil {
		return err
	}
	return r.read(row, k, s, into)
}

// read opens what a row holds for whoever asks.
func (r *Room) read(row ceremonyRow, k kind, s *identity.Session, into any) error {
	foreign := row.session != "" && (s == nil || s.ID != row.session)
	if row.id == "" || row.kind != k.name || foreign || !r.clock.Now().Before(row.ends) {
		return fault.New(fault.Conflict, words, "over")
	}
	plain, err := r.keys.Open("proof.ceremony "+k.name, row.data)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}

// pending reads the newest ceremony of a session without ending it; false when
// there is none.
func (r *Room) pending(tx store.Tx, k kind, s *identity.Session, into any) (bool, error) {
	row, err := selectPending(tx, s.ID, k.name, r.clock.Now())
	if errors.Is(err, errNone) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, r.read(row, k, s, into)
}

// KeepForm is described at [identity.FormKeeper]. A session has one form at most.
func (r *Room) KeepForm(tx store.Tx, s *identity.Session, form []byte) error {
	return r.renew(tx, formKept, s, form)
}

// KeptForm is described at [identity.FormKeeper].
func (r *Room) KeptForm(tx store.Tx, s *identity.Session) (form []byte, err error) {
	_, err = r.pending(tx, formKept, s, &form)
	return form, err
}

// renew puts a ceremony of a session in the place of those before it.
func (r *Room) renew(tx store.Tx, k kind, s *identity.Session, data any) error {
	if err := deletePending(tx, s.ID, k.name); err != nil {
		return err
	}
	_, err := r.begin(tx, k, s, data)
	return err
}
