package enrolment

import (
	"time"

	"atelier/internal/base/lang"
	"atelier/internal/base/mail"
	"atelier/internal/base/store"
	"atelier/internal/people/identity"
)

// topicCourses is the topic of all that is written about offerings: that one is enrolled, that the due day is near.
const topicCourses = "enrolment.courses"

// Declare makes the topic of the room known to the outbox, so that people choose whether they want its messages.
func Declare(b *mail.Outbox) {
	b.Declare(mail.Topic{Name: topicCourses, Words: words, Key: "topic", Way: mail.Now})
}

// tellEnrolled writes to a person that they are enrolled.
func (r *Room) tellEnrolled(tx store.Tx, p identity.Person, o Offering) error {
	key := "mail.enrolled"
	if o.Kind == Cohort {
		key = "mail.enrolled-cohort"
	}
	return r.write(tx, p, o, key, lang.A{})
}

// write sends a person a message about an offering, in their language; who has no address, or an account that is shut, gets
// none.
func (r *Room) write(tx store.Tx, p identity.Person, o Offering, key string, args lang.A) error {
	if r.Mail == nil || p.Email == "" || p.Disabled {
		return nil
	}
	to, err := mail.ParseAddress("", string(p.Email))
	if err != nil {
		return nil // an address that identity takes and mail does not is no reason to undo the act
	}
	site, of := r.Library.Edition(), r.Library.EditionOf(o.Course)
	if of == nil { // a course that was taken away: its offerings have the words of the site
		of = site
	}
	tag, face := site.Reads(p.Language), lang.Interface(p.Language)
	args["title"], args["opens"], args["due"] = o.Title(of.Reads(p.Language)), sayDay(face, o.Opens), sayDay(face, o.Due)
	return r.Mail.Send(tx, mail.Message{To: to, Person: string(p.ID), Language: face, Words: words, Key: key, Args: args, Link: LearningPath(tag, face), Topic: topicCourses})
}

// sayDay is a day in words; empty when there is none.
func sayDay(face lang.Tag, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return lang.Date(face, t)
}
