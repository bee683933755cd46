package privacy

import (
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// Purpose is something that is done with data of a person only when they agree. Its text is in the catalogue, under
// "consent." and its key; whoever changes the text gives it a new version, and nobody has agreed to that.
type Purpose struct {
	Key     string
	Version string // day of the text
	Months  int    // how long a consent holds
}

// purposes are asked one by one; none is needed to learn or to work here.
var purposes = []Purpose{
	{Key: "credit", Version: "2026-11-27", Months: 36},
	{Key: "news", Version: "2026-11-27", Months: 24},
}

// Consent is what somebody said to one purpose.
type Consent struct {
	Purpose
	Given string // day; empty when they have not agreed, or no longer do
	Ends  string // day; set with Given
}

// Consents says for every purpose whether a person agrees now.
func (r *Room) Consents(tx store.Tx, person string) ([]Consent, error) {
	given, err := selectConsents(tx, person)
	if err != nil {
		return nil, err
	}
	today := r.today()
	var all []Consent
	for _, p := range purposes {
		c := Consent{Purpose: p}
		for _, g := range given {
			if g.purpose == p.Key && g.version == p.Version && g.withdrawn == "" && today < g.ends {
				c.Given, c.Ends = g.given[:len(time.DateOnly)], g.ends
			}
		}
		all = append(all, c)
	}
	return all, nil
}

// Consented says whether a person agrees to a purpose now. What nobody asked them, they do not.
func (r *Room) Consented(tx store.Tx, person, purpose string) (bool, error) {
	all, err := r.Consents(tx, person)
	for _, c := range all {
		if c.Key == purpose {
			return c.Given != "", err
		}
	}
	return false, err
}

// Agree keeps that a person agrees to the text of a version, which is the one they read. A fault of kind Conflict says
// that there is a newer one.
func (r *Room) Agree(tx store.Tx, person, purpose, version string) error {
	for _, p := range purposes {
		if p.Key != purpose {
			continue
		}
		if p.Version != version {
			return fault.New(fault.Conflict, words, "consent-changed")
		}
		if agreed, err := r.Consented(tx, person, purpose); agreed || err != nil {
			return err
		}
		now := r.Clock.Now()
		return insertConsent(tx, person, consentRow{purpose: purpose, version: version, given: now.Format(time.RFC3339Nano), ends: now.AddDate(0, p.Months, 0).Format(time.DateOnly)})
	}
	return fault.New(fault.NotFound, words, "no-purpose")
}

// Withdraw takes back what a person agreed to; without any it is no error.
func (r *Room) Withdraw(tx store.Tx, person, purpose string) error {
	return updateWithdrawn(tx, person, purpose, r.today())
}

func (r *Room) today() string { return r.Clock.Now().Format(time.DateOnly) }
