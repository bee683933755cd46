package report

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// The attack from outside: a population changes, everything that can be asked for is
// downloaded after every publication, and numbers are subtracted.
func TestFilesSingleNobodyOut(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		r := rand.New(rand.NewPCG(7, 8))
		admin, _ := w.person("en", "", identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope})
		offerings := []enrolment.Offering{w.offering("Autumn"), w.offering("Winter")}
		orgs := []identity.OrgID{w.org("City", "").ID, w.org("Village", "").ID, ""}
		var values [len(Traits{})][]string
		for _, o := range offerings {
			values[ByOffering] = append(values[ByOffering], string(o.ID))
		}
		values[ByOrg], values[ByLanguage], values[ByQuarter] = []string{string(orgs[0]), string(orgs[1]), none}, []string{"en", "fr"}, []string{"2026-4"}
		filters := combine(values)
		var before map[Filter]int
		var people []identity.Person
		truth, truthThen := map[identity.PersonID]int{}, map[Filter]map[identity.PersonID]int{}
		textThen, leaks := map[Filter]string{}, 0
		for round := range 5 {
			for range 4 + r.IntN(14) {
				p, _ := w.person([]lang.Tag{"en", "fr"}[r.IntN(2)], orgs[r.IntN(3)])
				w.enrol(p, offerings[r.IntN(2)])
				people, truth[p.ID] = append(people, p), round*100
			}
			people = w.happens(r, people, truth, offerings)
			w.publish()
			cookie, told := w.signIn(admin), map[Filter]int{}
			for _, f := range filters {
				rows := w.sheet(f, cookie)
				told[f] = w.counted(rows)
				text := fmt.Sprint(withoutDay(rows))
				if was, there := textThen[f]; there && was == text {
					continue
				}
				if n := changed(truthThen[f], truth); n < Few && textThen[f] != "" {
					t.Errorf("round %d, %v: figures changed when %d people did", round, f, n)
				}
				textThen[f], truthThen[f] = text, maps.Clone(truth)
			}
			if found := subtract(told, before); found != "" {
				t.Errorf("round %d: %s", round, found)
			}
			if subtract(w.leaky(people, filters, offerings), nil) != "" {
				leaks++
			}
			before = told
			w.now.Advance(3 * 24 * time.Hour)
		}
		if leaks == 0 {
			t.Error("the same attack finds nobody in reports that hide small numbers alone, so it is worth nothing")
		}
	})
}

// happens lets people learn, withdraw and be erased. Truth says in a number how each stands.
func (w *town) happens(r *rand.Rand, people []identity.Person, truth map[identity.PersonID]int, offerings []enrolment.Offering) []identity.Person {
	return slices.DeleteFunc(people, func(p identity.Person) bool {
		switch r.IntN(8) {
		case 0:
			w.write(func(tx store.Tx) error { return w.Identity.ErasePerson(tx, "", p.ID) })
			truth[p.ID] = -1
			return true
		case 1:
			w.write(func(tx store.Tx) error {
				for _, o := range offerings {
					if err := w.Enrolment.Withdraw(tx, p.ID, o, p.ID); err != nil {
						return err
					}
				}
				return nil
			})
			truth[p.ID] = -2
			return true
		case 2, 3, 4:
			for _, page := range w.course.Modules[0].Tasks() {
				w.learn(p, xapi.Completed, delivery.PageActivity(w.course, page), xapi.TypeLesson, 0)
			}
			w.learn(p, xapi.Completed, delivery.IRI(w.course.IRI), xapi.TypeCourse, 0)
			truth[p.ID]++
		}
		return false
	})
}

// leaky is how many people the filters find now, as reports tell them that only hide
// numbers below Few.
func (w *town) leaky(people []identity.Person, filters []Filter, offerings []enrolment.Offering) map[Filter]int {
	out := map[Filter]int{}
	w.write(func(tx store.Tx) error {
		for _, p := range people {
			for _, o := range offerings {
				if e, err := w.Enrolment.EnrolmentOf(tx, o.ID, p.ID); err != nil || !e.Active() {
					continue
				}
				t := Traits{string(o.ID), string(p.Org), string(p.Language), "2026-4", none}
				if p.Org == "" {
					t[ByOrg] = none
				}
				for _, f := range filters {
					if f.holds(t) {
						out[f]++
					}
				}
			}
		}
		return nil
	})
	for f, n := range out {
		if n < Few {
			out[f] = 0
		}
	}
	return out
}

// subtract looks for a number of one to four people: in a view, in what a wider view has
// beyond a narrower one or beyond all that narrow it by one trait, and in what came since
// the publication before. It says where it found one.
func subtract(told, before map[Filter]int) string {
	few := func(n int) bool { return n != 0 && n > -Few && n < Few }
	for wide, n := range told {
		if few(n) || before != nil && few(n-before[wide]) {
			return fmt.Sprintf("%v tells %d, and %d before", wide, n, before[wide])
		}
		var parts [len(Traits{})]int
		for narrow, m := range told {
			differ, within := -1, true
			for i := range narrow {
				if narrow[i] != wide[i] {
					within, differ = within && wide[i] == "", i
				}
			}
			if !within || differ < 0 || m == 0 {
				continue
			}
			if few(n - m) {
				return fmt.Sprintf("%v less %v tells %d", wide, narrow, n-m)
			}
			widened := narrow
			if widened[differ] = ""; widened == wide {
				parts[differ] += m
			}
		}
		for _, sum := range parts {
			if sum > 0 && few(n-sum) {
				return fmt.Sprintf("%v less all its parts tells %d", wide, n-sum)
			}
		}
	}
	return ""
}

// combine is every filter over values, also those that leave some out.
func combine(values [len(Traits{})][]string) []Filter {
	all := []Filter{{}}
	for i, list := range values {
		for _, f := range slices.Clone(all) {
			for _, value := range list {
				f[i] = value
				all = append(all, f)
			}
		}
	}
	return all
}

func withoutDay(rows [][]string) (out [][]string) {
	for _, row := range rows {
		out = append(out, row[:len(row)-1])
	}
	return out
}

// changed is how many people stand otherwise than before.
func changed(before, now map[identity.PersonID]int) (n int) {
	for id, v := range now {
		if was, there := before[id]; !there || was != v {
			n++
		}
	}
	return n
}
