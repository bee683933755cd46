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

// new is what “My learning” says of what is new since somebody did it, in every course.
func (s *Site) new(tx store.Tx, actor identity.Actor, tag, _ lang.Tag) (part enrolment.Part, err error) {
	for _, e := range s.library.Editions() {
		if _, speaks := e.Course.Language(tag); !speaks {
			continue
		}
		n, err := s.learning.Since(tx, actor, e, tag)
		if err != nil {
			return part, err
		}
		if n.Count > 0 {
			part.Title, part.Text = n.Link.Text, n.Text
			part.Links = append(part.Links, page.Link{Text: e.Course.Title.In(tag), Href: n.Link.Href})
		}
	}
	if len(part.Links) > 1 {
		part.Text = "" // it is of one course
	}
	return part, nil
}

// held is what “My learning” says of certificates and the transcript.
func (s *Site) held(tx store.Tx, actor identity.Actor, tag, face lang.Tag) (enrolment.Part, error) {
	links, err := s.paper.Links(tx, actor, tag, face)
	return enrolment.Part{Title: credential.LinksName(face), Links: links}, err
}
