package identity

import (
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// Way is a way to prove who one is, beside e-mail: a passkey, an app with codes,
// single sign-on. Each has pages of its own; the pages of sign-in, proof and account
// link to them.
type Way struct {
	Name string // "passkey"
	// Second says that the way, once enrolled, makes a session [ByTwo].
	Second bool
	// Enrolled says whether a person has set it up.
	Enrolled func(tx store.Tx, id PersonID) (bool, error)
	// SignIn, Confirm and Account are the address of the way's page for signing in,
	// for proving oneself again, and for setting it up; empty where it has none. Goal is
	// the address to go on to afterwards, already checked to be ours.
	SignIn  func(tag, face lang.Tag, goal string) string
	Confirm func(tag, face lang.Tag, goal string) string
	Account func(tag, face lang.Tag) string
	// Words holds, in both languages, Name + ".sign-in", ".confirm", ".account" and
	// ".account-text", as far as there are such pages.
	Words *lang.Catalogue
}

// Offer adds a way. It is called at the start, in the order in which people see them.
func (r *Room) Offer(w Way) { r.ways = append(r.ways, w) }

// HasSecond says whether a person has set up a way that makes a session [ByTwo].
func (r *Room) HasSecond(tx store.Tx, id PersonID) (bool, error) {
	for _, w := range r.ways {
		if !w.Second {
			continue
		}
		if has, err := w.Enrolled(tx, id); has || err != nil {
			return has, err
		}
	}
	return false, nil
}
