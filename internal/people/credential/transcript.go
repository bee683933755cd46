package credential

import (
	"slices"
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/content/course"
	"atelier/internal/people/delivery"
	"atelier/internal/people/identity"
	"atelier/internal/people/library"
)

// Transcript is what somebody learned on this site, as it stands now: how far they are with each course, the results of
// what they were examined in, and the certificates they hold. It is a reading, and nothing of it is kept.
type Transcript struct {
	Holder  string // name; empty when they gave none
	At      time.Time
	Courses []Learned // those completed or begun, in the order of the site; then those it has no more
}

// Learned is one course of a transcript.
type Learned struct {
	Course       string // key
	Titles       lang.Text
	Locale       map[lang.Tag]string
	State        page.State // page.Done: the rule of the course is met
	Done, Of     int        // what is done of what the rule asks for; 0 where the site has the course no more
	Completed    string     // day; empty while the course is not completed
	Parts        []LearnedPart
	Certificates []Certificate
}

// LearnedPart is a module of a course, or its final assessment.
type LearnedPart struct {
	Titles lang.Text
	State  page.State
	Tried  bool    // its check was sent at least once
	Score  float64 // the best there, from 0 to 1
}

// Transcript is the transcript of an actor.
func (r *Room) Transcript(tx store.Tx, actor identity.Actor) (t Transcript, err error) {
	t.At = r.Clock.Now()
	held, err := r.Of(tx, actor)
	if err != nil {
		return t, err
	}
	if t.Holder, err = r.holderName(tx, Certificate{Holder: actor}); err != nil {
		return t, err
	}
	for _, e := range r.Editions() {
		one, err := r.learned(tx, actor, e)
		if err != nil {
			return t, err
		}
		held = slices.DeleteFunc(held, func(c Certificate) bool {
			if c.Course == one.Course {
				one.Certificates = append(one.Certificates, c)
			}
			return c.Course == one.Course
		})
		if one.State != page.NotStarted || len(one.Certificates) > 0 {
			t.Courses = append(t.Courses, one)
		}
	}
	return t, r.gone(tx, &t, held)
}

// learned is how far somebody is with a course that the site has.
func (r *Room) learned(tx store.Tx, actor identity.Actor, e *library.Edition) (one Learned, err error) {
	of := e.Course
	one = Learned{Course: of.Key, Titles: of.Title, Locale: map[lang.Tag]string{}, State: page.NotStarted}
	for _, l := range of.Languages {
		one.Locale[l.Tag] = l.Locale
	}
	s, err := r.Learning.Outline(tx, actor, of)
	if err != nil {
		return one, err
	}
	at, err := r.Learning.CompletedAt(tx, actor, of)
	if err != nil {
		return one, err
	}
	left, all := s.Left(of)
	one.Done, one.Of = all-left, all
	switch {
	case !at.IsZero():
		one.State, one.Completed = page.Done, at.UTC().Format(time.DateOnly)
	case s.Begun(of):
		one.State = page.Started
	}
	for _, m := range of.Modules {
		part := LearnedPart{Titles: m.Title, State: s.Module(of, m)}
		one.Parts = append(one.Parts, part.examined(s, of, m.Check))
	}
	if of.Assessment != nil {
		part := LearnedPart{Titles: titlesOf(of, of.Assessment), State: s.State(of, of.Assessment)}
		one.Parts = append(one.Parts, part.examined(s, of, of.Assessment))
	}
	return one, nil
}

// examined is the part with the best result of its check; not passed is not done.
func (p LearnedPart) examined(s *delivery.Standing, of *course.Course, check *course.Page) LearnedPart {
	if check == nil {
		return p
	}
	if got := s.Progress[delivery.PageActivity(of, check)]; got.Reach >= delivery.Failed {
		p.Tried, p.Score = true, got.Scaled
	}
	return p
}

func titlesOf(of *course.Course, p *course.Page) lang.Text {
	out := lang.Text{}
	for _, tag := range of.Tags() {
		if h := p.Head(tag); h != nil {
			out[tag] = h.Title
		}
	}
	return out
}

// gone adds the courses of certificates that the site has no more, with what the certificates say of them.
func (r *Room) gone(tx store.Tx, t *Transcript, held []Certificate) error {
	for _, c := range held {
		if i := slices.IndexFunc(t.Courses, func(l Learned) bool { return l.Course == c.Course }); i >= 0 {
			t.Courses[i].Certificates = append(t.Courses[i].Certificates, c)
			continue
		}
		a, err := r.AchievementOf(tx, c)
		if err != nil {
			return err
		}
		t.Courses = append(t.Courses, Learned{Course: c.Course, Titles: a.Title, Locale: a.Locale, State: page.Done, Completed: c.Done, Certificates: []Certificate{c}})
	}
	return nil
}

// tags are the languages in which a transcript can be written: those of its courses that the interface speaks, one first.
func (t Transcript) tags(first lang.Tag) []lang.Tag {
	all := []lang.Tag{first}
	for _, one := range t.Courses {
		for _, tag := range one.Titles.Tags() {
			if !slices.Contains(all, tag) && lang.Interface(tag) == tag {
				all = append(all, tag)
			}
		}
	}
	return all
}
