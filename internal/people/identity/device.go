package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// secretLength is the length of clock.Secret.
const secretLength = 43

// digest is a secret as the database and the memory know it.
type digest string

func digestOf(secret string) digest {
	sum := sha256.Sum256([]byte(secret))
	return digest(hex.EncodeToString(sum[:]))
}

// Visitor is whoever sent a request.
type Visitor struct {
	Actor   Actor
	New     bool     // a stranger: nothing is kept of them yet
	Session *Session // nil unless a person is signed in
	secret  string   // of the device
}

// stranger is a visitor with a name and a secret that nobody has yet.
func stranger() Visitor {
	return Visitor{Actor: Actor("d-" + clock.NewID()), New: true, secret: clock.Secret()}
}

// Keep writes down, in the transaction of the act, that the visitor is a device.
// For a device that is known it notes the day of use, which is what an erasure of
// what nobody uses any more goes by. For a person it makes sure that the account is
// still there: erased in another window, it keeps nothing more.
func (r *Room) Keep(tx store.Tx, v Visitor) error {
	if v.Session != nil {
		p, err := selectPerson(tx, v.Session.Person)
		if errors.Is(err, errNone) || err == nil && p.Disabled {
			return fault.New(fault.Unauthenticated, words, "sign-in-first")
		}
		return err
	}
	day := r.today()
	if !v.New {
		return deviceUsed(tx, v.Actor, day)
	}
	return insertDevice(tx, v.Actor, digestOf(v.secret), day)
}

// Claim gives what one actor did to another: first the later rooms, which know
// what it means, then the device itself.
func (r *Room) Claim(tx store.Tx, from, to Actor) error {
	for _, room := range r.rooms {
		if c, ok := room.(Claimer); ok {
			if err := c.Claim(tx, from, to); err != nil {
				return err
			}
		}
	}
	return r.forget(tx, from)
}

// Export lists everything that is kept of an actor.
func (r *Room) Export(tx store.Tx, actor Actor) ([]Kept, error) {
	all, err := r.exportPerson(tx, actor)
	if err != nil {
		return nil, err
	}
	for _, room := range r.rooms {
		if e, ok := room.(Exporter); ok {
			kept, err := e.Export(tx, actor)
			if err != nil {
				return nil, err
			}
			all = append(all, kept...)
		}
	}
	return all, nil
}

// Erase forgets an actor in every room and destroys the link between the device
// and its name.
func (r *Room) Erase(tx store.Tx, actor Actor) error {
	for _, room := range r.rooms {
		if e, ok := room.(Eraser); ok {
			if err := e.Erase(tx, actor); err != nil {
				return err
			}
		}
	}
	return r.forget(tx, actor)
}

func (r *Room) forget(tx store.Tx, actor Actor) error {
	r.devices.stale(string(actor), r.clock.Now())
	return deleteDevice(tx, actor)
}

// find is the actor of a secret; false when it is nobody's.
func (r *Room) find(tx store.Tx, d digest) (Actor, bool, error) {
	actor, err := selectDevice(tx, d)
	if errors.Is(err, errNone) {
		return "", false, nil
	}
	return actor, err == nil, err
}
