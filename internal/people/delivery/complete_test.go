package delivery

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// witness is a room that is told of completions.
type witness struct {
	told []string
	fail error
}

func (w *witness) OnCompleted(_ store.Tx, actor identity.Actor, course, release string, at time.Time) error {
	w.told = append(w.told, string(actor)+" "+course+" "+at.Format(time.DateOnly))
	return w.fail
}

// settle does what the rule of completion asks of a page.
func settle(d *deed) error {
	if d.page.Page.Kind == course.Lesson {
		return d.finish()
	}
	_, err := d.send(d.room.rightFields(d.page.Doc()), 1, true)
	return err
}

// requiredPages are the pages that the rule asks for, in a language.
func requiredPages(r *Room, tag string) (out []*library.Page) {
	c := r.Library.Edition().Course
	for _, p := range r.Library.Edition().Pages() {
		if string(p.Tag) == tag && p.Page != nil && (p.Page.Kind == course.Lesson || p.Page.Kind == course.Check || p.Page == c.Assessment) {
			out = append(out, p)
		}
	}
	return out
}

func completions(t *testing.T, r *Room, actor identity.Actor) (n int) {
	t.Helper()
	c := r.Library.Edition().Course
	err := r.DB.Read(t.Context(), func(tx store.Tx) error {
		list, err := r.Records.Statements(tx, actor, 0, 1000)
		for _, one := range list {
			if one.Object.ID == string(courseActivity(c)) {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCourseIsCompletedOnceInWhateverOrder(t *testing.T) {
	onBoth(t, testCourseIsCompletedOnceInWhateverOrder)
}

func testCourseIsCompletedOnceInWhateverOrder(t *testing.T, r *Room) {
	w := &witness{}
	r.Tell(w)
	c := r.Library.Edition().Course
	who := identity.Visitor{Actor: "d-1"}
	english, french := requiredPages(r, "en"), requiredPages(r, "fr")
	if len(english) != len(required(c)) {
		t.Fatalf("%d pages, the rule asks for %d", len(english), len(required(c)))
	}
	order := rand.New(rand.NewPCG(7, 7)).Perm(len(english))
	for n, i := range order {
		if len(w.told) > 0 {
			t.Fatalf("completed after %d of %d tasks", n, len(order))
		}
		p := english[i]
		if n%2 == 1 {
			p = french[i]
		}
		if _, err := r.act(t.Context(), who, p, "", settle); err != nil {
			t.Fatal(err)
		}
		s, err := r.Standing(t.Context(), who.Actor)
		if left, of := s.Left(c); err != nil || left != len(order)-n-1 || of != len(order) || s.Complete(c) != (left == 0) || s.Completed(c) != (left == 0) {
			t.Fatalf("after %d: %d of %d left, %v", n+1, left, of, err)
		}
	}
	for _, p := range french {
		if _, err := r.act(t.Context(), who, p, "", settle); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.told) != 1 || w.told[0] != "d-1 "+c.Key+" 2026-11-23" || completions(t, r, "d-1") != 1 {
		t.Errorf("told %q, %d statements", w.told, completions(t, r, "d-1"))
	}
}

func TestAssessmentThatIsNotPassedCompletesNothing(t *testing.T) {
	onBoth(t, testAssessmentThatIsNotPassedCompletesNothing)
}

func testAssessmentThatIsNotPassedCompletesNothing(t *testing.T, r *Room) {
	w := &witness{fail: errors.New("no paper")}
	r.Tell(w)
	c := r.Library.Edition().Course
	who := identity.Visitor{Actor: "d-1"}
	var last *library.Page
	for _, p := range requiredPages(r, "en") {
		if p.Page == c.Assessment {
			last = p
			_, err := r.act(t.Context(), who, p, "", func(d *deed) error {
				_, err := d.send(fields{string(questions(p.Doc())[0].ID): {"nothing"}}, 1, true)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			continue
		}
		if _, err := r.act(t.Context(), who, p, "", settle); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.told) > 0 || completions(t, r, "d-1") != 0 {
		t.Fatal("completed without passing")
	}
	// A room that cannot take part undoes the act, so that nobody is left without what completion gives.
	pass := func(d *deed) error {
		if d.doc.Attempt != nil && d.doc.Attempt.Sent {
			d.tryAgain(d.doc.Attempt.Number)
		}
		n := 1
		if d.doc.Attempt != nil {
			n = d.doc.Attempt.Number
		}
		_, err := d.send(d.room.rightFields(last.Doc()), n, true)
		return err
	}
	if _, err := r.act(t.Context(), who, last, "", pass); !errors.Is(err, w.fail) || completions(t, r, "d-1") != 0 {
		t.Fatal(err)
	}
	w.fail = nil
	if _, err := r.act(t.Context(), who, last, "", pass); err != nil || completions(t, r, "d-1") != 1 {
		t.Fatal(err, completions(t, r, "d-1"))
	}
}

func TestTwoHalvesClaimedAreACourse(t *testing.T) { onBoth(t, testTwoHalvesClaimedAreACourse) }

func testTwoHalvesClaimedAreACourse(t *testing.T, r *Room) {
	w := &witness{}
	r.Tell(w)
	for i, p := range requiredPages(r, "en") {
		who := identity.Visitor{Actor: []identity.Actor{"d-1", "d-2"}[i%2]}
		if _, err := r.act(t.Context(), who, p, "", settle); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.told) > 0 {
		t.Fatal("half a course was completed")
	}
	if err := r.DB.Write(t.Context(), func(tx store.Tx) error { return r.Identity.Claim(tx, "d-1", "d-2") }); err != nil {
		t.Fatal(err)
	}
	if len(w.told) != 1 || completions(t, r, "d-2") != 1 {
		t.Errorf("told %v", w.told)
	}
}
