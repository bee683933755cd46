package identity

import (
	"errors"
	"testing"
	"time"

	"atelier/internal/base/clock"
	"atelier/internal/base/fault"
	"atelier/internal/base/store"
)

// The matrix: every role, held in every scope, with either strength, newly proved or
// not, against every kind of act on every scope. What is expected is said in other
// words than the program's: a table of who covers what, and two rules.
func TestPermissionMatrix(t *testing.T) {
	scopes := []Scope{SiteScope, OrgScope("o-1"), OrgScope("o-2"), CourseScope("a"), CourseScope("b")}
	covered := map[string]map[string]bool{}
	for _, s := range scopes {
		covered[s.String()] = map[string]bool{s.String(): true}
		covered["site"][s.String()] = true
	}
	mighty := map[Role]bool{Administrator: true, Publisher: true, Steward: true}
	acts := []Act{
		{Name: "anybody"},
		{Name: "anybody.sure", Strong: true},
		{Name: "anybody.now", Fresh: 15 * time.Minute},
	}
	for _, role := range Roles() {
		acts = append(acts, Act{Name: string(role), Roles: []Role{role}}, Act{Name: string(role) + ".sure", Roles: []Role{role}, Strong: true, Fresh: 15 * time.Minute})
	}
	onBoth(t, func(t *testing.T, p place) {
		tried := 0
		for _, role := range append(Roles(), "") {
			for _, held := range scopes {
				var grants []Grant
				if role != "" {
					grants = []Grant{{role, held}}
				}
				someone := p.person(Email(clock.NewID()+"@example.ca"), grants...)
				p.write(func(tx store.Tx) error {
					for _, act := range acts {
						for _, on := range scopes {
							for _, strength := range []Strength{ByLink, ByTwo} {
								for _, age := range []time.Duration{0, 15 * time.Minute, 15*time.Minute + time.Millisecond} {
									tried++
									s := &Session{Person: someone.ID, Strength: strength, Proved: noon.Add(-age)}
									err := p.Can(tx, s, act, on)
									may := len(act.Roles) == 0 || act.Roles[0] == role && covered[held.String()][on.String()]
									sure := strength == ByTwo || !act.Strong && !(len(act.Roles) > 0 && mighty[role])
									newly := act.Fresh == 0 || age <= act.Fresh
									if want := may && sure && newly; want != (err == nil) || err != nil && NeedsStepUp(err) != may {
										t.Errorf("%s in %s, strength %d, proved %v ago: %s on %s: %v", role, held, strength, age, act.Name, on, err)
									}
								}
							}
						}
					}
					return nil
				})
			}
		}
		if tried < 10_000 {
			t.Errorf("only %d cases", tried)
		}
	})
}

func TestNobodyMayDoAnything(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		err := p.db.Read(t.Context(), func(tx store.Tx) error { return p.Can(tx, nil, Act{Name: "x"}, SiteScope) })
		if fault.KindOf(err) != fault.Unauthenticated || NeedsStepUp(err) {
			t.Errorf("without a session: %v", err)
		}
	})
}

// Whoever may do an act by two roles is asked for the lesser proof.
func TestTheLesserProofIsAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		both := p.person("a@example.ca", Grant{Administrator, SiteScope}, Grant{Author, CourseScope("c")})
		act := Act{Name: "write", Roles: []Role{Administrator, Author}}
		err := p.db.Read(t.Context(), func(tx store.Tx) error {
			s := &Session{Person: both.ID, Strength: ByLink, Proved: noon}
			return errors.Join(p.Can(tx, s, act, CourseScope("c")), wantStepUp(p.Can(tx, s, act, CourseScope("d"))))
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func wantStepUp(err error) error {
	if NeedsStepUp(err) {
		return nil
	}
	return errors.New("no better proof was asked for")
}

func TestScopesAreWrittenAndRead(t *testing.T) {
	for _, s := range []Scope{SiteScope, OrgScope("o-1"), CourseScope("a/b")} {
		if got, ok := ParseScope(s.String()); !ok || got != s {
			t.Errorf("%v became %v", s, got)
		}
	}
	for _, s := range []string{"", "site/x", "org", "org/", "galaxy/x", "SITE"} {
		if got, ok := ParseScope(s); ok {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}
