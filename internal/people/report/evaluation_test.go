package report

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/store"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/standard/xapi"
)

// finished is somebody who completed the course, signed in.
func (w *town) finished(language lang.Tag) (p identity.Person, cookie string) {
	w.Helper()
	p, _ = w.person(language, "")
	w.learn(p, xapi.Completed, delivery.IRI(w.course.IRI), xapi.TypeCourse, 0)
	return p, w.signIn(p)
}

func (w *town) show() {
	w.Helper()
	if err := w.PublishEvaluations(w.Context()); err != nil {
		w.Fatal(err)
	}
}

// What learners say is told of five, in figures to all who see reports and in words to
// stewards alone, when five wrote some.
func TestEvaluation(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		admin, _ := w.person("en", "", identity.Grant{Role: identity.Administrator, Scope: identity.SiteScope})
		steward, _ := w.person("en", "", identity.Grant{Role: identity.Steward, Scope: identity.SiteScope})
		at := EvaluationPath("en", "en", AtEnd)
		stranger, _ := w.person("en", "")
		if w.post(at, w.signIn(stranger), "capable=7&easy=7&relevant=7"); w.heard(AtEnd) != 0 {
			t.Error("who has not completed the course is heard")
		}
		for i := range 6 {
			_, cookie := w.finished("en")
			if status, body := w.get(at, cookie); status != http.StatusOK || strings.Count(body, `id="e-relevant-`) != 8 {
				w.Fatalf("the form: %d %s", status, body[strings.Index(body, "<main"):])
			}
			if status, _ := w.post(at, cookie, "capable=7&easy=0&said=kept"); status != http.StatusUnprocessableEntity {
				t.Errorf("without an answer: %d", status)
			}
			form := fmt.Sprintf("capable=7&easy=6&relevant=%d&said=", 1+i)
			if i > 0 {
				form += fmt.Sprintf("opinion-%d", i)
			}
			for range 2 { // the second time changes nothing
				if status, to := w.post(at, cookie, form); status != http.StatusSeeOther || to != at {
					t.Errorf("%d %s", status, to)
				}
			}
			w.show()
			want := 0
			if i >= 4 {
				want = 5
			}
			if got := w.heard(AtEnd); got != want {
				t.Errorf("after %d people %d are told, want %d", i+1, got, want)
			}
		}
		of := EvaluatedPath("en", "en")
		_, body := w.get(of, w.signIn(steward))
		if strings.Count(body, "opinion-") != 5 || !strings.Contains(body, "UMUX-Lite") {
			t.Errorf("a steward reads %d texts", strings.Count(body, "opinion-"))
		}
		if _, body := w.get(of, w.signIn(admin)); strings.Contains(body, "opinion-") || !strings.Contains(body, "UMUX-Lite") {
			t.Error("an administrator reads texts, or no figures")
		}
		if _, body := w.get(of+"evaluation.csv", w.signIn(admin)); strings.Contains(body, "opinion-") || !strings.Contains(body, `"end","","usable","5","90","or-more"`) {
			t.Error(body)
		}
		id := body[strings.Index(body, `name="forget" value="`)+len(`name="forget" value="`):]
		id = id[:strings.Index(id, `"`)]
		if status, _ := w.post(of, w.signIn(admin), "forget="+id); status != http.StatusForbidden {
			t.Errorf("an administrator removes a text: %d", status)
		}
		w.post(of, w.signIn(steward), "forget="+id)
		if _, body := w.get(of, w.signIn(steward)); strings.Contains(body, "opinion-") || !strings.Contains(body, "when 5 people") {
			t.Error("four texts are shown")
		}
	})
}

// heard is of how many people a form is told.
func (w *town) heard(f Form) (n int) {
	w.Helper()
	w.write(func(tx store.Tx) error {
		all, _, err := w.said(tx, w.course, f)
		n = all.N
		return err
	})
	return n
}

// Nothing in the database leads from a person to what they said.
func TestNothingLeadsToWhatSomebodySaid(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		p, cookie := w.finished("fr")
		w.post(EvaluationPath("fr", "fr", AtEnd), cookie, "capable=1&easy=2&relevant=3&said=secret")
		w.write(func(tx store.Tx) error {
			rows, err := tx.Query("SELECT id, course, form, language, said FROM report_evaluation")
			if err != nil {
				return err
			}
			defer rows.Close()
			n := 0
			for rows.Next() {
				n++
				var all [5]string
				if err := rows.Scan(&all[0], &all[1], &all[2], &all[3], &all[4]); err != nil {
					return err
				}
				text := strings.Join(all[:], " ")
				if strings.Contains(text, string(p.ID)) || strings.Contains(text, string(p.Actor)) || !strings.Contains(text, "secret") || strings.Contains(text, "2026") {
					t.Error(text)
				}
			}
			if n != 1 {
				t.Errorf("%d rows", n)
			}
			return rows.Err()
		})
	})
}

// Who wants to is asked once, ninety days after, in their language, and answers there.
func TestAskedAgainAfterNinetyDays(t *testing.T) {
	inTown(t, func(w *town) {
		t := w.T
		w.Mail = w
		var last string
		for i := range 3 {
			_, cookie := w.finished("fr")
			form := "capable=4&easy=4&relevant=4"
			if i > 0 {
				form += "&later=yes"
			}
			w.post(EvaluationPath("fr", "fr", AtEnd), cookie, form)
			if i == 1 { // and changes their mind
				w.post(EvaluationPath("fr", "fr", AtEnd), cookie, "stop=later")
			}
			last = cookie
		}
		ask := func() int {
			before := len(w.sent)
			if err := w.SendLater(w.Context()); err != nil {
				t.Fatal(err)
			}
			return len(w.sent) - before
		}
		w.now.Advance(laterAfter - 24*time.Hour)
		if n := ask(); n != 0 {
			t.Errorf("%d messages on the day before", n)
		}
		w.now.Advance(25 * time.Hour)
		if n := ask(); n != 1 || w.sent[0].Language != "fr" || w.sent[0].Link != EvaluationPath("fr", "fr", Later) {
			t.Fatalf("%d messages: %+v", n, w.sent)
		}
		if n := ask(); n != 0 {
			t.Errorf("%d messages again", n)
		}
		if status, _ := w.get(EvaluationPath("fr", "fr", Later), last); status != http.StatusSeeOther {
			t.Errorf("without a session: %d", status) // the old one ended long ago
		}
		who := identity.Person{ID: identity.PersonID(w.sent[0].Person)}
		if status, to := w.post(EvaluationPath("fr", "fr", Later), w.signIn(who), "used=3&changed=5&said="); status != http.StatusSeeOther || to != EvaluationPath("fr", "fr", Later) {
			t.Errorf("%d %s", status, to)
		}
	})
}
