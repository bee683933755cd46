package privacy

import (
	"context"
	"encoding/json"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	inventory "atelier/internal/base/privacy"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Erasure is the receipt of an erasure.
type Erasure struct {
	Day  string
	Kind string // "person" or "device"
	Kept []Stayed
}

// Stayed is what an erasure left in one table; the inventory says why.
type Stayed struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}

// The kinds of what is erased.
const (
	ofPerson = "person"
	ofDevice = "device"
)

// Erase deletes the rows of an actor and their person in the tables whose inventory says that this is all there is to
// it, and notes what the other rooms will leave. It is asked before them.
func (r *Room) Erase(tx store.Tx, actor identity.Actor) error {
	who, err := r.subject(tx, actor)
	if err != nil {
		return err
	}
	if err := r.mayErase(tx, who); err != nil {
		return err
	}
	left, err := r.Inventory.Left(tx, who)
	if err != nil {
		return err
	}
	if err := r.note(tx, who, left); err != nil {
		return err
	}
	return r.Inventory.Erase(tx, who)
}

// mayErase refuses while a legal hold lasts.
func (r *Room) mayErase(tx store.Tx, who inventory.Subject) error {
	held, err := selectHolds(tx)
	if err != nil {
		return err
	}
	for _, h := range held {
		if h.Name == who.Person || h.Name == who.Actor {
			return fault.New(fault.Conflict, words, "on-hold")
		}
	}
	return nil
}

// note writes down the digests of the names, and what stays.
func (r *Room) note(tx store.Tx, who inventory.Subject, left []inventory.Left) error {
	kept, err := json.Marshal(stayedOf(left))
	if err != nil {
		return err
	}
	day, kind := r.Clock.Now().Format(time.DateOnly), ofDevice
	if who.Person != "" {
		kind = ofPerson
		if err := upsertErasure(tx, inventory.Digest(who.Person), kind, day, string(kept)); err != nil {
			return err
		}
	}
	if who.Actor == "" {
		return nil
	}
	return upsertErasure(tx, inventory.Digest(who.Actor), kind, day, string(kept))
}

func stayedOf(left []inventory.Left) []Stayed {
	stayed := []Stayed{}
	for _, l := range left {
		stayed = append(stayed, Stayed{l.Table.Name, l.Rows})
	}
	return stayed
}

// Receipt gives the receipt of an erasure that was done in this transaction an address.
func (r *Room) Receipt(tx store.Tx, actor identity.Actor) (at func(tag, face lang.Tag) string, err error) {
	token := clock.Secret()
	err = updateReceipt(tx, inventory.Digest(string(actor)), inventory.Digest(token))
	return func(tag, face lang.Tag) string { return receiptPath(tag, face, token) }, err
}

// Erasure reads a receipt by the last part of its address; a fault of kind NotFound when there is none.
func (r *Room) Erasure(tx store.Tx, token string) (Erasure, error) {
	e, kept, ok, err := selectErasure(tx, inventory.Digest(token))
	if err != nil {
		return e, err
	}
	if !ok {
		return e, fault.New(fault.NotFound, words, "no-receipt")
	}
	return e, json.Unmarshal([]byte(kept), &e.Kept)
}

// Forgotten lists the digests of all names that were erased: what a backup that is restored must be told.
func (r *Room) Forgotten(tx store.Tx) ([]string, error) { return selectForgotten(tx) }

// Again is what ForgetAgain did.
type Again struct {
	Erased int // people and devices
	Stayed int // those that may not be erased now: the only administrator, or whoever is under a legal hold
}

// Gone says whether an actor was erased: what stands under their name is nobody's any more.
func (r *Room) Gone(tx store.Tx, actor identity.Actor) (bool, error) {
	return selectErased(tx, inventory.Digest(string(actor)))
}

// ForgetAgain erases whom a restored backup brought back: everybody whose name has one of the digests.
func (r *Room) ForgetAgain(ctx context.Context, digests []string) (done Again, err error) {
	err = r.DB.Write(ctx, func(tx store.Tx) error {
		done = Again{}
		people, _, err := r.Inventory.Find(tx, digests)
		if err != nil {
			return err
		}
		for _, p := range people {
			if err := done.add(r.Identity.ErasePerson(tx, "", identity.PersonID(p))); err != nil {
				return err
			}
		}
		_, actors, err := r.Inventory.Find(tx, digests)
		if err != nil {
			return err
		}
		for _, a := range actors {
			who, err := r.subject(tx, identity.Actor(a))
			if err != nil {
				return err
			}
			if who.Person != "" { // whoever stayed
				continue
			}
			if err := done.add(r.Identity.Erase(tx, identity.Actor(a))); err != nil {
				return err
			}
		}
		return nil
	})
	return done, err
}

// add counts an erasure. One that is refused wrote nothing.
func (a *Again) add(err error) error {
	switch {
	case err == nil:
		a.Erased++
	case fault.KindOf(err) == fault.Conflict:
		a.Stayed++
	case fault.KindOf(err) != fault.NotFound: // rows of somebody who has no account any more
		return err
	}
	return nil
}
