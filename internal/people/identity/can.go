package identity

import (
	"errors"
	"slices"
	"time"

	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// Act is something that only some may do. The room whose act it is declares it once.
type Act struct {
	Name  string        // as the audit trail calls it: "person.disable"
	Roles []Role        // any of them, held where it is done; none: everybody who is signed in
	Fresh time.Duration // who it is was proved within; 0: at any time
	// Strong wants two proofs. Administrators, publishers and stewards need them for
	// everything they may do by that role, so it is for the acts of others.
	Strong bool
}

// errStepUp marks what a better or newer proof would allow.
var errStepUp = errors.New("step up")

// proveBetter is the fault of whoever proved too little.
const proveBetter = "prove-better"

// NeedsStepUp says whether an error of [Room.Can] goes away once who it is has been
// proved again, or better.
func NeedsStepUp(err error) bool { return errors.Is(err, errStepUp) }

// Can says whether a session may do an act on a scope: nil, or a fault of kind
// Unauthenticated (nobody is signed in) or Forbidden. One that [NeedsStepUp] goes
// away when the person proves again who they are. It reads roles in tx, so that
// what was taken away a moment ago is not used.
func (r *Room) Can(tx store.Tx, s *Session, do Act, on Scope) error {
	if s == nil {
		return fault.New(fault.Unauthenticated, words, "sign-in-first")
	}
	grants, err := selectGrants(tx, s.Person)
	if err != nil {
		return err
	}
	by, ok := allows(do, grants, on)
	if !ok {
		return fault.New(fault.Forbidden, words, "may-not")
	}
	now := r.clock.Now()
	switch {
	case (do.Strong || by.strong()) && s.Strength < ByTwo:
		return fault.New(fault.Forbidden, words, proveBetter).Because(errStepUp)
	case do.Fresh > 0 && now.Sub(s.Proved) > do.Fresh:
		return fault.New(fault.Forbidden, words, "prove-again").Because(errStepUp)
	}
	return nil
}

// Allowed says whether one of the roles allows an act on a scope, whatever proof it asks for: for what is shown as a way to
// go. What is done asks [Room.Can].
func (a Act) Allowed(grants []Grant, on Scope) bool {
	_, ok := allows(a, grants, on)
	return ok
}

// allows finds the role by which an act is allowed: one that asks for less proof
// when there is one. It is empty for an act that needs no role.
func allows(do Act, grants []Grant, on Scope) (by Role, ok bool) {
	if len(do.Roles) == 0 {
		return "", true
	}
	for _, g := range grants {
		if !slices.Contains(do.Roles, g.Role) || !g.Scope.Covers(on) {
			continue
		}
		if by, ok = g.Role, true; !by.strong() {
			return by, true
		}
	}
	return by, ok
}

// NeedsTwo says whether a person holds a role that may be used only with two
// proofs.
func NeedsTwo(grants []Grant) bool {
	return slices.ContainsFunc(grants, func(g Grant) bool { return g.Role.strong() })
}
