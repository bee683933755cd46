package delivery

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/content/publish"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// Standing is where an actor stands in everything. It does not change; what is
// drawn for the actor is remembered with it.
type Standing struct {
	Actor    identity.Actor
	Progress map[IRI]Progress
	Docs     map[IRI]*Doc
	Places   map[IRI]Place    // where the actor was last in each course
	version  string           // of what it was read from; see Room.changed
	shares   map[string]Share // by course key
	edition  int              // the number of the edition through whose heritage it was read

	mu    sync.Mutex // guards drawn
	drawn map[*library.Page][][]byte
}

// stranger is the standing of somebody of whom nothing is kept.
func stranger() *Standing {
	return &Standing{Progress: map[IRI]Progress{}, Docs: map[IRI]*Doc{}, Places: map[IRI]Place{}}
}

func (r *Room) readStanding(tx store.Tx, actor identity.Actor) (*Standing, error) {
	s := stranger()
	s.Actor = actor
	var err error
	if s.Progress, err = selectProgress(tx, actor); err != nil {
		return nil, err
	}
	states, err := r.Records.States(tx, actor)
	if err != nil {
		return nil, err
	}
	for _, one := range states {
		switch one.Name {
		case stateStanding:
			d, err := decodeDoc(one.Body)
			if err != nil {
				return nil, fmt.Errorf("state of %s: %w", one.Activity, err)
			}
			s.Docs[IRI(one.Activity)] = d
		case statePlace:
			if err := s.putPlace(IRI(one.Activity), one.Body); err != nil {
				return nil, fmt.Errorf("place in %s: %w", one.Activity, err)
			}
		}
	}
	allowances, err := selectAllowances(tx, actor)
	if err != nil {
		return nil, err
	}
	s.shares = map[string]Share{}
	for _, a := range allowances {
		s.shares[a.Course] = a.Share
	}
	k := r.heirs()
	k.progress(s.Progress)
	k.documents(s.Docs)
	s.edition = k.edition()
	return s, nil
}

// Outline is where an actor stands, without what they read, ticked and answered: for those who may know how far somebody
// is and no more.
func (r *Room) Outline(tx store.Tx, actor identity.Actor, c *course.Course) (*Standing, error) {
	s := stranger()
	s.Actor = actor
	var err error
	if s.Progress, err = selectProgress(tx, actor); err != nil {
		return nil, err
	}
	r.heirs().progress(s.Progress)
	at := courseActivity(c)
	body, err := r.Records.State(tx, actor, string(at), statePlace)
	if err != nil || len(body) == 0 {
		return s, err
	}
	return s, s.putPlace(at, body)
}

// Place is where the actor was last in a course; the zero Place when nowhere.
func (s *Standing) Place(c *course.Course) Place { return s.Places[courseActivity(c)] }

func (s *Standing) putPlace(at IRI, body []byte) error {
	var p Place
	err := json.Unmarshal(body, &p)
	s.Places[at] = p
	return err
}

// nothing says that the course has nothing of the actor.
func (s *Standing) nothing(c *course.Course) bool {
	for at := range s.Progress {
		if at.of(c) {
			return false
		}
	}
	for at := range s.Docs {
		if at.of(c) {
			return false
		}
	}
	return true
}

var noDoc = &Doc{}

// doc is the document of a page; an empty one when there is none.
func (s *Standing) doc(c *course.Course, p *course.Page) *Doc {
	if d := s.Docs[PageActivity(c, p)]; d != nil {
		return d
	}
	return noDoc
}

// State is how far the actor is with a page. A summary is done with everything it
// sums up.
func (s *Standing) State(c *course.Course, p *course.Page) page.State {
	if p.Kind == course.Summary && p.Module != nil {
		if s.Module(c, p.Module) == page.Done {
			return page.Done
		}
		return page.NotStarted
	}
	d, reach := s.doc(c, p), s.Progress[PageActivity(c, p)].Reach
	switch {
	case reach >= Done:
		return page.Done
	case reach >= Begun || len(d.Seen) > 0 || len(d.Answers) > 0 || len(d.Ticks) > 0 || d.Attempt != nil:
		return page.Started
	}
	return page.NotStarted
}

// tasks are the pages of a module that are to be done.
func tasks(m *course.Module) []*course.Page {
	pages := m.Lessons
	if m.Check != nil {
		pages = append(pages[:len(pages):len(pages)], m.Check)
	}
	return pages
}

// Module is how far the actor is with a module as it stands today.
func (s *Standing) Module(c *course.Course, m *course.Module) page.State {
	done, begun := 0, 0
	for _, p := range tasks(m) {
		switch s.State(c, p) {
		case page.Done:
			done++
		case page.Started:
			begun++
		}
	}
	switch {
	case done > 0 && done == len(tasks(m)):
		return page.Done
	case done+begun > 0:
		return page.Started
	}
	return page.NotStarted
}

// LessonsDone is how many lessons of a module are done.
func (s *Standing) LessonsDone(c *course.Course, m *course.Module) (n int) {
	for _, p := range m.Lessons {
		if s.State(c, p) == page.Done {
			n++
		}
	}
	return n
}

// Next is the first task, in reading order, that the rule of completion still asks for; nil when there is none. Failed says
// that it was tried and not passed.
func (s *Standing) Next(c *course.Course) (p *course.Page, failed bool) {
	for _, p := range required(c) {
		if !s.settled(c, p) {
			return p, s.Progress[PageActivity(c, p)].Reach == Failed
		}
	}
	return nil, false
}

// GoOn is the title and the address of where the actor was in a course, or of what is to be done next; empty when everything
// is done.
func (s *Standing) GoOn(e *library.Edition, tag lang.Tag) (title, href string) {
	at, href := s.at(e, tag, nil)
	if at == nil {
		return "", ""
	}
	return at.Title, href
}

// at is the page where the actor was, with the address of the passage, or the next one that is to be done, in a course or in
// one of its modules; nil when there is none.
func (s *Standing) at(e *library.Edition, tag lang.Tag, m *course.Module) (at *library.Page, href string) {
	c, place := e.Course, s.Place(e.Course)
	passage := place.Passage
	at = e.In(tag, place.Page)
	if at == nil || at.Page == nil || m != nil && at.Module != m || s.State(c, at.Page) == page.Done {
		var from *course.Page
		if at != nil {
			from = at.Page
		}
		next := s.next(c, from)
		if next == nil || m != nil && next.Module != m {
			return nil, ""
		}
		at, passage = e.In(tag, publish.PageKey(next)), ""
	}
	href = at.Path
	if passage != "" {
		href += "#" + string(passage)
	}
	return at, href
}

// Begun says whether anything of a course is kept of the actor.
func (s *Standing) Begun(c *course.Course) bool {
	return slices.ContainsFunc(required(c), func(p *course.Page) bool { return s.State(c, p) != page.NotStarted })
}

// next is the first page that is to be done, from a page on, then from the start, and the final assessment after them;
// nil when all is done.
func (s *Standing) next(c *course.Course, from *course.Page) *course.Page {
	var before, after *course.Page
	passed := from == nil
	for _, m := range c.Modules {
		for _, p := range tasks(m) {
			passed = passed || p == from
			if s.State(c, p) == page.Done {
				continue
			}
			if passed && after == nil {
				after = p
			}
			if before == nil {
				before = p
			}
		}
	}
	switch a := c.Assessment; {
	case after != nil:
		return after
	case before == nil && a != nil && !s.settled(c, a):
		return a
	}
	return before
}
