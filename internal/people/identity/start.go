package identity

import (
	"context"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
)

// startLife is how long the token of a first run serves. It is printed again at each
// start.
const startLife = 7 * day

// forever is later than any token ends.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// StartToken makes a token with which the first administrator is made, when the site
// has none; empty otherwise. Whoever can read the terminal of the server prints it
// there; the database knows its hash. Each node makes its own, and all of them serve
// until somebody uses one.
func (r *Room) StartToken(ctx context.Context) (token string, err error) {
	err = r.db.Write(ctx, func(tx store.Tx) error {
		token = ""
		if err := deleteStarts(tx, r.clock.Now()); err != nil {
			return err
		}
		has, err := r.HasAdministrator(tx)
		if err != nil || has {
			return err
		}
		token = clock.Secret()
		return insertStart(tx, digestOf(token), r.clock.Now().Add(startLife))
	})
	return token, err
}

// start makes the first administrator: the person with that address, or a new one. A
// fault of kind Conflict says that there is one already, of kind Forbidden that the
// token is wrong.
func (r *Room) start(tx store.Tx, token string, name string, e Email, face lang.Tag, b Browser) (secret string, err error) {
	has, err := r.HasAdministrator(tx)
	if err != nil {
		return "", err
	}
	if has {
		return "", fault.New(fault.Conflict, words, "started")
	}
	ok, err := startHolds(tx, digestOf(token), r.clock.Now())
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fault.New(fault.Forbidden, words, "start-token")
	}
	p, err := r.PersonByEmail(tx, e)
	if fault.KindOf(err) == fault.NotFound {
		p, err = r.CreatePerson(tx, "", Person{Name: name, Email: e, Language: face})
	}
	if err != nil {
		return "", err
	}
	if err := r.Give(tx, "", p.ID, Grant{Administrator, SiteScope}); err != nil {
		return "", err
	}
	if err := deleteStarts(tx, forever); err != nil {
		return "", err
	}
	return r.Begin(tx, p.ID, MethodStart, ByLink, b)
}
