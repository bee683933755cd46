package identity

import (
	"slices"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/privacy"
	"atelier/internal/base/store"
)

// Retainer is a room that forgets records of its own when their time has come. It is for records of which more must be
// said than the age of a row. A dry run changes nothing; the receipt says what went, or would go.
type Retainer interface {
	Retain(tx store.Tx, now time.Time, rule privacy.Rule, dry bool) (privacy.Receipt, error)
}

// Receipter is a room that gives a receipt of an erasure. It is asked after all rooms, in the same transaction, and
// gives the address of the receipt in a language.
type Receipter interface {
	Receipt(tx store.Tx, actor Actor) (at func(tag, face lang.Tag) string, err error)
}

// Receipt gives the address of the receipt of an erasure that was done in this transaction; nil when no room gives any.
func (r *Room) Receipt(tx store.Tx, actor Actor) (at func(tag, face lang.Tag) string, err error) {
	for _, room := range r.rooms {
		if one, ok := room.(Receipter); ok {
			return one.Receipt(tx, actor)
		}
	}
	return nil, nil
}

// Unused lists the devices that were not used since a day, except those that are spared.
func (r *Room) Unused(tx store.Tx, before string, spare []string) ([]Actor, error) {
	all, err := selectUnused(tx, before)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(a Actor) bool { return slices.Contains(spare, string(a)) }), nil
}
