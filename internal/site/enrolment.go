package site

import (
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/base/store"
	"atelier/internal/people/credential"
	"atelier/internal/people/delivery"
	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
)

// tellEvery is how often it is looked whether learners are to be told of a release.
const tellEvery = 5 * time.Minute

// openEnrolment makes the room of who learns what, which is told of completions and reminds of due days.
func (s *Site) openEnrolment(o Options, who *identity.Room) {
	s.enrolled = enrolment.New(enrolment.Options{DB: s.db, Clock: o.Clock, Identity: who, Library: s.library, Learning: s.learning, Mail: s.mail, Zone: time.Local, Log: o.Log})
	enrolment.Declare(s.mail)
	s.learning.Tell(s.enrolled)
	delivery.Declare(s.mail)
	s.queue.Every("delivery.news", tellEvery, s.learning.TellNews)
	s.enrolled.Show(s.new, s.held)
	s.queue.Every("enrolment.due", 24*time.Hour, s.enrolled.Remind)
}

// new is what “My learning” says of what is new since somebody did it.
func (s *Site) new(tx store.Tx, actor identity.Actor, tag, _ lang.Tag) (enrolment.Part, error) {
	n, err := s.learning.Since(tx, actor, s.library.Edition(), tag)
	if err != nil || n.Count == 0 {
		return enrolment.Part{}, err
	}
	return enrolment.Part{Title: n.Link.Text, Text: n.Text, Links: []page.Link{{Text: n.Link.Text, Href: n.Link.Href}}}, nil
}

// held is what “My learning” says of certificates and the transcript.
func (s *Site) held(tx store.Tx, actor identity.Actor, tag, face lang.Tag) (enrolment.Part, error) {
	links, err := s.paper.Links(tx, actor, tag, face)
	return enrolment.Part{Title: credential.OwnName(face), Links: links}, err
}
