package site

import (
	"time"

	"atelier/internal/people/enrolment"
	"atelier/internal/people/identity"
)

// openEnrolment makes the room of who learns what, which is told of completions and reminds of due days.
func (s *Site) openEnrolment(o Options, who *identity.Room) {
	s.enrolled = enrolment.New(enrolment.Options{DB: s.db, Clock: o.Clock, Identity: who, Library: s.library, Learning: s.learning, Mail: s.mail, Zone: time.Local, Log: o.Log})
	enrolment.Declare(s.mail)
	s.learning.Tell(s.enrolled)
	s.queue.Every("enrolment.due", 24*time.Hour, s.enrolled.Remind)
}
