package enrolment

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// codeSigns are those of a code: capitals and figures that are not taken for one another, read out or written down.
const codeSigns = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"

// codeLength gives 31⁸ codes: with the bound on tries nobody comes upon one.
const codeLength = 8

// newCode draws a code, in which every sign is as likely as the others.
func newCode() string {
	out := make([]byte, 0, codeLength)
	one := make([]byte, 1)
	for len(out) < codeLength {
		_, _ = rand.Read(one) // it never fails: crypto/rand
		if n := int(one[0]); n < 256-256%len(codeSigns) {
			out = append(out, codeSigns[n%len(codeSigns)])
		}
	}
	return string(out)
}

// ParseCode reads a code as people type it: small letters, spaces and hyphens are no mistake. It is empty when it cannot be
// one.
func ParseCode(s string) string {
	if len(s) > 4*codeLength {
		return ""
	}
	s = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(strings.TrimSpace(s)))
	if len(s) != codeLength || strings.Trim(s, codeSigns) != "" {
		return ""
	}
	return s
}

// How often one may try a code: so many at once, and one more after each pause. Those that open something count too, so
// that nobody learns by the bound which do.
const (
	codeTries = 30
	codePause = time.Minute
)

// ByCode finds the offering that a code opens for a person, in a transaction of its own, in which the try counts. It is the
// same answer whether there never was such a code or its offering takes nobody by code.
func (r *Room) ByCode(ctx context.Context, by identity.PersonID, typed string) (o Offering, err error) {
	var wait time.Duration
	err = r.DB.Write(ctx, func(tx store.Tx) (err error) {
		if wait, err = r.Identity.Tried(tx, "enrolment.code", string(by), codeTries, codePause); err != nil || wait > 0 {
			return err
		}
		o = Offering{}
		if code := ParseCode(typed); code != "" {
			o, err = selectByCode(tx, code)
		}
		if errors.Is(err, errNone) {
			return nil // the try counts
		}
		return err
	})
	switch {
	case err != nil:
		return Offering{}, err
	case wait > 0:
		return Offering{}, fault.New(fault.TooMany, words, "too-many-codes", lang.A{"n": max(1, int(wait.Minutes()+0.999))})
	case o.ID == "" || o.Door != ByCode:
		return Offering{}, fault.New(fault.NotFound, words, "no-code")
	}
	return o, nil
}
