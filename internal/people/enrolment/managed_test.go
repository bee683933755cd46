package enrolment

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// Every role in every scope asks for every organisation's people: managers see theirs and those below, and nobody else sees
// anybody.
func TestManagersSeeTheirPeopleAndNobodyElseDoes(t *testing.T) {
	onBoth(t, testManagersSeeTheirPeopleAndNobodyElseDoes)
}

func testManagersSeeTheirPeopleAndNobodyElseDoes(h *house) {
	orgs := map[string]identity.Org{"Province": h.org("Province", "")}
	orgs["Town"], orgs["Elsewhere"] = h.org("Town", orgs["Province"].ID), h.org("Elsewhere", "")
	orgs["Office"] = h.org("Office", orgs["Town"].ID)
	below := map[string][]string{"Province": {"Province", "Town", "Office"}, "Town": {"Town", "Office"}, "Office": {"Office"}, "Elsewhere": {"Elsewhere"}}
	o := h.offered(Offering{Door: ByAll})
	names := map[string]string{}
	for name, org := range orgs {
		p, _ := h.person("Learner"+name, org.ID)
		gone, _ := h.person("Gone"+name, org.ID)
		h.person("Free"+name, org.ID) // learns, and is not enrolled
		names[name] = p.Name
		h.write(func(tx store.Tx) error {
			for _, id := range []identity.PersonID{p.ID, gone.ID} {
				if _, _, err := h.Enrol(tx, id, o, id, BySelf); err != nil {
					return err
				}
			}
			return h.Withdraw(tx, gone.ID, o, gone.ID)
		})
	}
	alone, _ := h.person("Alone", "")
	h.write(func(tx store.Tx) error {
		_, _, err := h.Enrol(tx, alone.ID, o, alone.ID, BySelf)
		return err
	})
	scopes := map[string]identity.Scope{"site": identity.SiteScope, "course": identity.CourseScope(o.Course)}
	for name, org := range orgs {
		scopes[name] = identity.OrgScope(org.ID)
	}
	n := 0
	for _, role := range append(identity.Roles(), "") {
		for held, scope := range scopes {
			n++
			var grants []identity.Grant
			if role != "" {
				grants = []identity.Grant{{Role: role, Scope: scope}}
			}
			_, cookie := h.person(fmt.Sprintf("Asks%d", n), orgs["Town"].ID, grants...)
			var sees []string
			switch {
			case role != identity.Manager || held == "course":
			case held == "site":
				sees = []string{"Province", "Town", "Office", "Elsewhere"}
			default:
				sees = below[held]
			}
			h.asks(string(role)+" in "+held, cookie, sees, names, orgs)
		}
	}
}

// asks looks at everything that somebody may ask of people, and holds it to those they see.
func (h *house) asks(who, cookie string, sees []string, names map[string]string, orgs map[string]identity.Org) {
	h.Helper()
	may := map[string]bool{}
	for _, name := range sees {
		may[name] = true
	}
	at := PeoplePath("en", "en")
	asked := map[string]string{"": at}
	for name, org := range orgs {
		asked[name] = at + "?org=" + string(org.ID) + "&q=&after="
	}
	for of, address := range asked {
		w := h.ask(cookie, "GET", address, nil)
		want := 200
		if len(sees) == 0 || of != "" && !may[of] {
			want = 403
		}
		if w.Code != want {
			h.Errorf("%s asks for the people of %q: %d, want %d", who, of, w.Code, want)
		}
		for name, person := range names {
			shown := strings.Contains(w.Body.String(), person)
			if shown != (want == 200 && may[name] && (of == "" || of == name)) {
				h.Errorf("%s asks for the people of %q: %s is shown: %v", who, of, person, shown)
			}
		}
		for _, never := range []string{"Gone", "Free", "Alone"} {
			if strings.Contains(w.Body.String(), never) {
				h.Errorf("%s sees %s, who is not enrolled or of no organisation", who, never)
			}
		}
	}
}

func TestReminders(t *testing.T) { onBoth(t, testReminders) }

func testReminders(h *house) {
	o := h.offered(Offering{Kind: Cohort, Door: ByStaff, Opens: "2026-11-20", Due: "2026-12-10", Closes: "2026-12-10"})
	ana, _ := h.person("Ana", "")
	ben, cookie := h.person("Ben", "")
	eve, _ := h.person("Eve", "")
	late, _ := h.person("Late", "")
	enrol := func(p identity.Person) {
		h.write(func(tx store.Tx) error {
			_, _, err := h.Enrol(tx, "p-steward", o, p.ID, FromList)
			return err
		})
	}
	for _, p := range []identity.Person{ana, ben, eve} {
		enrol(p)
	}
	h.write(func(tx store.Tx) error { return h.Withdraw(tx, eve.ID, o, eve.ID) })
	h.write(func(tx store.Tx) error { // as a restored backup may have it: others are reminded all the same
		return upsertEnrolment(tx, Enrolment{Offering: o.ID, Person: "p-0", How: FromList, Enrolled: h.today()})
	})
	h.finish(ben, cookie)
	sent := func() (out []string) {
		h.post.sent = nil
		for range 2 { // twice a day, and nobody is reminded twice
			if err := h.Remind(h.Context()); err != nil {
				h.Fatal(err)
			}
		}
		for _, m := range h.post.sent {
			out = append(out, fmt.Sprint(m.Key, " ", m.Args["n"]))
		}
		return out
	}
	for _, step := range []struct {
		days int // from the step before
		want string
	}{{0, "[]"}, {5, "[]"}, {1, "[mail.due 7]"}, {2, "[]"}, {4, "[mail.due 1 mail.due 1]"}, {1, "[]"}, {1, "[mail.past -1 mail.past -1]"}, {1, "[]"}, {7, "[]"}} {
		if step.days == 2 {
			enrol(late) // within the week: told by the message of the enrolment
		}
		h.now.Advance(time.Duration(step.days) * 24 * time.Hour)
		if got := fmt.Sprint(sent()); got != step.want {
			h.Errorf("on %s: %s, want %s", h.today(), got, step.want)
		}
	}
}

// Whoever was erased, and whom a restored backup enrolled again, hides nobody else from programs.
func TestProgressPassesOverTheErased(t *testing.T) {
	onBoth(t, func(h *house) {
		o := h.offered(Offering{Door: ByStaff})
		ana, _ := h.person("Ana", "")
		h.read(func(tx store.Tx) error {
			far, err := h.far(tx, []Enrolment{{Offering: o.ID, Person: "p-0"}, {Offering: o.ID, Person: ana.ID}}, h.Library.Edition().Course)
			if len(far) != 1 || far[ana.ID].Person != string(ana.ID) {
				h.Errorf("%+v", far)
			}
			return err
		})
	})
}
