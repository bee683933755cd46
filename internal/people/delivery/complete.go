package delivery

import (
	"slices"
	"strings"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
	"atelier/internal/people/records"
	"atelier/internal/standard/xapi"
)

// OnCompleted is a room that takes part when somebody completes a course.
type OnCompleted interface {
	// OnCompleted runs in the transaction of the act that completed the course, once for an actor and a course. The
	// course is its key; the release is the version that was served, empty for a working copy.
	OnCompleted(tx store.Tx, actor identity.Actor, course, release string, at time.Time) error
}

// Tell names the rooms that take part when somebody completes a course. It is called once, at the start.
func (r *Room) Tell(rooms ...OnCompleted) { r.completed = append(r.completed, rooms...) }

// Complete is the rule by which a course is completed, the one that pages, certificates and reports share: every lesson
// and knowledge check of every module is done, and the final assessment, where the course has one, is passed. A course in
// which there is nothing to do is never complete.
func (s *Standing) Complete(c *course.Course) bool {
	left, of := s.Left(c)
	return of > 0 && left == 0
}

// Completed says whether the actor completed the course once, which later editions of it do not take back.
func (s *Standing) Completed(c *course.Course) bool {
	return s.Progress[courseActivity(c)].Reach >= Done
}

// Left is how many tasks of a course are left until it is complete, of how many.
func (s *Standing) Left(c *course.Course) (left, of int) {
	for _, p := range required(c) {
		of++
		if !s.settled(c, p) {
			left++
		}
	}
	return left, of
}

// required are the pages that the rule asks for, in reading order.
func required(c *course.Course) []*course.Page {
	pages := c.Tasks()
	if c.Assessment != nil {
		pages = append(slices.Clip(pages), c.Assessment)
	}
	return pages
}

// settled says whether the rule asks nothing more of a page.
func (s *Standing) settled(c *course.Course, p *course.Page) bool {
	if p == c.Assessment && p.Pass > 0 {
		return s.Progress[PageActivity(c, p)].Reach >= Passed
	}
	return s.State(c, p) == page.Done
}

// CompletedAt is when an actor first completed a course; zero when they did not.
func (r *Room) CompletedAt(tx store.Tx, actor identity.Actor, c *course.Course) (at time.Time, err error) {
	p, err := selectProgressOf(tx, actor, courseActivity(c))
	if err != nil || p.Reach < Done {
		return time.Time{}, err
	}
	for after := records.Seq(0); ; {
		list, err := r.Records.Statements(tx, actor, after, rebuildPage)
		if err != nil {
			return time.Time{}, err
		}
		for _, s := range list {
			after = s.Seq
			if s.Object.ID == string(courseActivity(c)) && reaches[s.Verb.ID] >= Done && (at.IsZero() || s.Timestamp.Before(at)) {
				at = s.Timestamp
			}
		}
		if len(list) < rebuildPage {
			return at, nil
		}
	}
}

// RuleOf says the rule of a course in words, for its learners.
func RuleOf(c *course.Course, face lang.Tag) string {
	rule := publish.Rule(c, face)
	return words.Say(face, "rule", lang.A{"rule": strings.ToLower(rule[:1]) + rule[1:]})
}

// complete writes that the course is completed, and tells who takes part, when the standing says so for the first time.
// Progress is that of the actor, with the statements of this transaction.
func (r *Room) complete(tx store.Tx, actor identity.Actor, e *library.Edition, progress map[IRI]Progress, x *xapi.Context) error {
	c := e.Course
	s := &Standing{Progress: progress, Docs: map[IRI]*Doc{}}
	if s.Completed(c) || !s.Complete(c) {
		return nil
	}
	kept, err := r.Records.Append(tx, actor, xapi.Statement{
		Verb: xapi.Completed, Object: courseActivity(c).thing(xapi.TypeCourse), Result: &xapi.Result{Completion: xapi.Is(true)}, Context: x,
	})
	if err != nil {
		return err
	}
	release := ""
	if e.Release != nil {
		release = e.Release.Version
	}
	for _, one := range r.completed {
		if err := one.OnCompleted(tx, actor, c.Key, release, kept[0].Timestamp); err != nil {
			return err
		}
	}
	return nil
}

// Completion is a course that somebody completed.
type Completion struct {
	Course string // key
	At     time.Time
}

// CompletedBy lists the courses that an actor completed, as the record says.
func (r *Room) CompletedBy(tx store.Tx, actor identity.Actor) ([]Completion, error) {
	var all []Completion
	for _, e := range r.Library.Editions() {
		at, err := r.CompletedAt(tx, actor, e.Course)
		if err != nil {
			return nil, err
		}
		if !at.IsZero() {
			all = append(all, Completion{Course: e.Course.Key, At: at})
		}
	}
	return all, nil
}
