package identity

import (
	"crypto/subtle"
	"errors"
	"strings"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// Key lets a program act.
type Key struct {
	ID     string // "k-…"; stands in the audit trail as "key:ID"
	Name   string // what it is for; see [ParseName]
	Scopes []string
	Person PersonID // whose key it is; empty for one of the site
	Course string   // the one course it is for; empty: all
	Made   string   // day
	Used   string   // day; empty before the first use
	Ended  string   // day; empty while it holds
}

// By is who acts with the key, as the audit trail names it.
func (k Key) By() PersonID { return PersonID("key:" + k.ID) }

// CreateKey makes a key and gives the secret, which is shown once. ID and days are
// not read.
func (r *Room) CreateKey(tx store.Tx, by PersonID, k Key) (_ Key, secret string, err error) {
	k.ID, k.Made, k.Used, k.Ended = "k-"+clock.NewID(), r.today(), "", ""
	secret = clock.Secret()
	if err := insertKey(tx, k, digestOf(secret)); err != nil {
		return Key{}, "", err
	}
	return k, secret, r.Audit(tx, Event{By: by, Do: "key.create", On: k.ID, Detail: map[string]string{"scopes": strings.Join(k.Scopes, " ")}})
}

// mostMakers bounds how many keys are looked at for one that a key made that a key made.
const mostMakers = 20

// KeyMaker is the person who answers for a key: whose it is, or who made it; of one that a program made, who answers for the
// key of that program. Empty for a key that somebody made on the command line and gave no name to. The audit trail says it.
func (r *Room) KeyMaker(tx store.Tx, id string) (PersonID, error) {
	for range mostMakers {
		k, _, err := selectKey(tx, id)
		if err != nil && !errors.Is(err, errNone) {
			return "", err
		}
		if k.Person != "" {
			return k.Person, nil
		}
		made, err := r.Trail(tx, TrailFilter{On: id, Do: "key.create", Most: 1})
		if err != nil || len(made) == 0 {
			return "", err
		}
		maker, isKey := strings.CutPrefix(string(made[0].By), "key:")
		if !isKey {
			return made[0].By, nil
		}
		id = maker
	}
	return "", nil
}

// KeyOf finds the key of an id and a secret. A fault of kind Unauthenticated says
// that there is none, it has ended, or its owner's account is shut.
func (r *Room) KeyOf(tx store.Tx, id, secret string) (Key, error) {
	k, d, err := selectKey(tx, id)
	if err != nil && !errors.Is(err, errNone) {
		return Key{}, err
	}
	same := subtle.ConstantTimeCompare([]byte(d), []byte(digestOf(secret))) == 1
	if err != nil || !same || k.Ended != "" {
		return Key{}, noKey()
	}
	if k.Person != "" {
		p, err := selectPerson(tx, k.Person)
		if err != nil && !errors.Is(err, errNone) {
			return Key{}, err
		}
		if err != nil || p.Disabled {
			return Key{}, noKey()
		}
	}
	return k, nil
}

func noKey() error { return fault.New(fault.Unauthenticated, words, "no-key") }

// UseKey notes the day on which a key was used. Whoever found Used to be today need
// not call it.
func (r *Room) UseKey(tx store.Tx, id string) error { return updateKeyUsed(tx, id, r.today()) }

// EndKey ends a key; one that has ended is no error, and the trail says nothing of it.
func (r *Room) EndKey(tx store.Tx, by PersonID, id string) error {
	if held, err := endKey(tx, id, r.today()); err != nil || !held {
		return err
	}
	return r.Audit(tx, Event{By: by, Do: "key.end", On: id})
}

// Keys lists the keys, also those that have ended, in the order in which they were
// made.
func (r *Room) Keys(tx store.Tx) ([]Key, error) { return selectKeys(tx) }
