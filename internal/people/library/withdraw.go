package library

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Withdrawal says that a release is not served any more, since when and why.
type Withdrawal struct {
	At     time.Time
	By     identity.PersonID
	Key    string    // of the program that did so in their name; empty when they did themselves
	Reason lang.Text // in every language of the interface
}

// ActWithdraw is withdrawing a release. It asks for a proof of who it is that is fresh, as publishing does.
var ActWithdraw = identity.Act{Name: "release.withdraw", Roles: []identity.Role{identity.Publisher, identity.Administrator}, Fresh: 10 * time.Minute}

// Announced are the acts of the audit trail that other programs may be told, with the names that events have outside.
var Announced = map[string]string{"release.publish": "release.published", "release.withdraw": "release.withdrawn"}

// maxReason bounds the reason of a withdrawal, in letters.
const maxReason = 500

// newestOf is the newest release that was not withdrawn; false when there is none.
func newestOf(all []Release) (Release, bool) {
	for _, r := range slices.Backward(all) {
		if r.Withdrawn == nil {
			return r, true
		}
	}
	return Release{}, false
}

// Withdraw takes a release out of service for good, for a reason in every language of the interface: readers go back to
// the one before, when it was the newest. What was learned in it stays, and so does its number in the order of releases.
// One that is withdrawn already stays as it is; the last one that is left cannot be (a fault of kind Conflict).
func (s *Shelf) Withdraw(tx store.Tx, by identity.PersonID, course, version string, reason lang.Text) error {
	return s.withdraw(tx, course, version, Withdrawal{By: by, Reason: reason})
}

func (s *Shelf) withdraw(tx store.Tx, course, version string, w Withdrawal) error {
	for _, face := range lang.Interfaces() {
		if text := w.Reason.In(face); strings.TrimSpace(text) == "" || utf8.RuneCountInString(text) > maxReason {
			return fault.New(fault.Invalid, words, "bad-reason", lang.A{"most": maxReason})
		}
	}
	all, err := selectReleases(tx, course)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(r Release) bool { return r.Version == version })
	if at < 0 {
		return noRelease(version)
	}
	if all[at].Withdrawn != nil {
		return nil
	}
	w.At = momentAfter(all, s.Clock.Now())
	all[at].Withdrawn = &w
	if _, left := newestOf(all); !left {
		return fault.New(fault.Conflict, words, "withdraw-last")
	}
	if err := insertWithdrawal(tx, course, version, w); err != nil {
		return err
	}
	if s.changed != nil {
		tx.After(s.changed)
	}
	return s.Identity.Audit(tx, identity.Event{By: w.By, Do: ActWithdraw.Name, On: course, Detail: withKey(map[string]string{"version": version}, w.Key)})
}
