package credential

import (
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
)

// A certificate may be renewed so many days before it lapses; its holder is written to when fewer are left.
const (
	renewDays  = 60
	remindDays = 30
)

// Renewal is what stands between the holder of a certificate and the one of what is served today. It is asked for when the
// certificate lapsed or soon does, or when the course says something else since; and it wants all that the course asks for
// done, and what changed since they did it read.
type Renewal struct {
	Due     bool   // there is something to renew
	Version string // the release that is served; empty for a working copy
	Same    bool   // the certificate itself is made to hold on; otherwise another one is made
	Owed    delivery.Owed
}

// Ready says that nothing stands between.
func (n Renewal) Ready() bool { return n.Due && n.Owed == delivery.Owed{} }

// soon says whether a certificate lapsed, or lapses within the days in which it may be renewed.
func (r *Room) soon(c Certificate) bool {
	return c.Expires != "" && c.Expires <= r.Clock.Now().UTC().AddDate(0, 0, renewDays).Format(time.DateOnly)
}

// Renewal says what stands between the holder of a certificate and a renewal, in the language in which they read. The fault
// is of kind Conflict when there is none, whatever they do: the certificate leads to nobody, one of the course was
// withdrawn, or the course is gone.
func (r *Room) Renewal(tx store.Tx, c Certificate, tag lang.Tag) (n Renewal, err error) {
	e := r.Edition(c.Course)
	if e == nil || c.Anonymous() {
		return n, fault.New(fault.Conflict, words, "no-course")
	}
	if withdrawn, err := r.withdrawn(tx, c.Holder, c.Course); err != nil || withdrawn {
		if withdrawn {
			err = fault.New(fault.Conflict, words, "renew-withdrawn")
		}
		return n, err
	}
	if e.Release != nil {
		n.Version = e.Release.Version
	}
	n.Same = c.Version == n.Version
	held, ok, err := selectHeld(tx, c.Holder, c.Course, n.Version)
	if err != nil || ok && !r.soon(held) {
		return n, err // they have it
	}
	if n.Due = ok || r.soon(c) || r.Newer(c) != ""; n.Due {
		n.Owed, err = r.Learning.Owed(tx, c.Holder, e, tag)
	}
	return n, err
}

// Renew makes a certificate hold on, or makes the one of the release that is served, and gives it. By is whoever asks for
// the holder; empty for themselves. The fault is of kind Conflict when something stands between.
func (r *Room) Renew(tx store.Tx, by identity.PersonID, c Certificate, tag lang.Tag) (Certificate, error) {
	n, err := r.Renewal(tx, c, tag)
	switch {
	case err != nil:
		return c, err
	case !n.Due:
		return c, fault.New(fault.Conflict, words, "renew-current")
	case n.Owed.Tasks > 0:
		return c, fault.New(fault.Conflict, words, "not-complete")
	case n.Owed.Unread > 0:
		return c, fault.New(fault.Conflict, words, "not-read", lang.A{"n": n.Owed.Unread})
	}
	held, ok, err := selectHeld(tx, c.Holder, c.Course, n.Version)
	if err != nil {
		return c, err
	}
	if ok {
		err = r.renew(tx, by, held, r.today())
	} else {
		err = r.issue(tx, Certificate{Holder: c.Holder, Course: c.Course, Version: n.Version, Done: r.today()})
	}
	if err != nil {
		return c, err
	}
	if held, _, err = selectHeld(tx, c.Holder, c.Course, n.Version); err != nil {
		return held, err
	}
	return held, r.tellRenewed(tx, held)
}

// renew lets a certificate hold on from a day.
func (r *Room) renew(tx store.Tx, by identity.PersonID, c Certificate, done string) (err error) {
	c.Done, c.Issued = done, r.Clock.Now()
	if c.Expires, err = r.expiry(tx, c.Course, done); err != nil {
		return err
	}
	if err := updateTerm(tx, c); err != nil {
		return err
	}
	return r.audit(tx, by, "certificate.renew", c)
}
