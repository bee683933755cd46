package credential

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
	"atelier/internal/standard/badge"
)

// Key is one of the keys with which the site signs.
type Key struct {
	ID     string // "k-" and a UUID
	Public ed25519.PublicKey
	Made   string // day
	Ended  string // day since which another one signs; empty while it does
	sealed string
}

func purposeOf(id string) string { return "credential.key " + id }

// signer is the key that signs now, with its private half; one is made at first use.
func (r *Room) signer(tx store.Tx) (badge.Key, error) {
	k, ok, err := selectSigner(tx)
	if err == nil && !ok {
		k, err = r.makeKey(tx)
	}
	if err != nil {
		return badge.Key{}, err
	}
	private, err := r.Keys.Open(purposeOf(k.ID), k.sealed)
	if err != nil {
		return badge.Key{}, err
	}
	at := r.publicKey(k)
	return badge.Key{ID: at.ID, JWK: at.JWK, Private: ed25519.NewKeyFromSeed(private)}, nil
}

func (r *Room) makeKey(tx store.Tx) (Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := rand.Read(seed); err != nil {
		return Key{}, err
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	k := Key{ID: "k-" + clock.NewID(), Public: public, Made: r.today()}
	var err error
	if k.sealed, err = r.Keys.Seal(purposeOf(k.ID), seed); err != nil {
		return Key{}, err
	}
	if err := insertKey(tx, k, base64.StdEncoding.EncodeToString(public)); err != nil {
		return Key{}, err
	}
	return k, r.Identity.Audit(tx, identity.Event{Do: "certificate.key", On: k.ID})
}

// Rotate ends the key that signs and makes another. What was signed with the old one can still be checked.
func (r *Room) Rotate(tx store.Tx, by identity.PersonID) error {
	if err := endKeys(tx, r.today()); err != nil {
		return err
	}
	k, err := r.makeKey(tx)
	if err != nil {
		return err
	}
	return r.Identity.Audit(tx, identity.Event{By: by, Do: "certificate.rotate", On: k.ID})
}

// SigningKeys lists the keys of the site: the one that signs, then those that were ended, the last one first.
func (r *Room) SigningKeys(tx store.Tx) ([]Key, error) { return selectKeys(tx) }

// publicKey is a key with the addresses at which others find it.
func (r *Room) publicKey(k Key) badge.Public {
	return badge.Public{ID: r.at(keysPath + k.ID), JWK: r.at(keysPath + k.ID + "/jwk"), Key: k.Public}
}

// Reseal seals the private keys again that another key than the site's first one has sealed. It says how many that were,
// and how many no key opens.
func (r *Room) Reseal(ctx context.Context) (done, closed int, err error) {
	err = r.DB.Write(ctx, func(tx store.Tx) error {
		done, closed = 0, 0
		keys, err := selectKeys(tx)
		if err != nil {
			return err
		}
		for _, k := range keys {
			if !r.Keys.Stale(k.sealed) {
				continue
			}
			plain, wrong := r.Keys.Open(purposeOf(k.ID), k.sealed)
			if wrong != nil {
				closed++
				continue
			}
			fresh, err := r.Keys.Seal(purposeOf(k.ID), plain)
			if err != nil {
				return err
			}
			if err := resealKey(tx, k.ID, fresh); err != nil {
				return err
			}
			done++
		}
		return nil
	})
	return done, closed, err
}

// listFresh is for how long others may keep a status list: a withdrawal is known everywhere after that.
const listFresh = time.Hour
